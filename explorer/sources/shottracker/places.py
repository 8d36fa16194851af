"""The shots of a game's ShotTracker rows, placed on the court with each session's own hoops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.core.coordinates import place_shottracker
from explorer.core.model import Shot
from explorer.core.vocabulary import EventKind
from explorer.sources.shottracker import events as stats
from explorer.sources.shottracker.payload import ShotAttributes
from explorer.sources.shottracker.sessions import Row

UNIT = "mm"
_UNPLACED = ShotAttributes()


Hoops = dict[tuple[int, int, int, int], tuple[float, float]]
"""Hoops in mm by answer, team, possession and event, where a list of shots gives them."""
NO_HOOPS: Hoops = {}


def place_shots(rows: Sequence[Row], hoops: Hoops = NO_HOOPS) -> list[dict[int, Shot]]:
    """Every shot of each row, by its number in the row's `stats`.

    A hoop that is given is taken; else it is fitted for each session (or period, where the feed names no
    session) and end of the court.
    """
    shots: list[dict[int, Shot]] = [{} for _ in rows]
    found: list[tuple[int, int, ShotAttributes, tuple[str, ...]]] = []
    groups: list[int] = []
    sessions: dict[str, int] = {}
    for index, item in enumerate(rows):
        group = sessions.setdefault(item.session or item.period.name, len(sessions))
        for number, stat in enumerate(item.row.stats or ()):
            words = stats.words_of(stat.possession_type, stat.details)
            if stat.shot_attributes is None and stats.kind_of(words) not in (EventKind.MAKE, EventKind.MISS):
                continue
            found.append((index, number, stat.shot_attributes or _UNPLACED, words))
            groups.append(group)
    if not found:
        return shots
    # None becomes NaN in an array of floats.
    columns = np.array([(shot.x, shot.y, shot.shot_distance_cm) for _, _, shot, _ in found], np.float64)
    given = np.array([_hoop(rows[index], number, hoops) for index, number, _, _ in found]) if hoops else None
    placed = place_shottracker(
        columns[:, 0],
        columns[:, 1],
        columns[:, 2],
        np.array(groups, np.int32),
        None if given is None else given[:, 0],
        None if given is None else given[:, 1],
    )
    values = np.column_stack((placed.x_ft, placed.y_ft, placed.distance_ft, placed.residual_ft)).tolist()
    for (index, number, shot, words), place in zip(found, values, strict=True):
        shots[index][number] = _shot(shot, words, *(None if value != value else value for value in place))
    return shots


def _hoop(item: Row, number: int, hoops: Hoops) -> tuple[float, float]:
    _, team, _, possession = item.raw.path
    return hoops.get((item.raw.answer, int(team), int(possession), number), (np.nan, np.nan))


def _shot(
    shot: ShotAttributes,
    words: tuple[str, ...],
    x_ft: float | None,
    y_ft: float | None,
    distance_ft: float | None,
    residual_ft: float | None,
) -> Shot:
    kind = stats.kind_of(words)
    is_shot = kind in (EventKind.MAKE, EventKind.MISS)
    return Shot(
        made=kind == EventKind.MAKE if is_shot else None,
        value=stats.value_of(words, shot.is_3point),
        x_ft=x_ft,
        y_ft=y_ft,
        distance_ft=distance_ft,
        zone=shot.zone,
        advanced_zone=shot.advanced_zone,
        raw_x=shot.x,
        raw_y=shot.y,
        raw_z=shot.z,
        raw_unit=UNIT,
        residual_ft=residual_ft,
    )
