"""The shots of a game's ShotTracker rows, placed on the court with each session's own hoops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.core.coordinates import place_shottracker
from explorer.core.model import RawPlace, Shot
from explorer.core.vocabulary import EventKind
from explorer.sources.shottracker import events as stats
from explorer.sources.shottracker.payload import PossessionRow, ShotAttributes

UNIT = "mm"


def place_shots(rows: Sequence[tuple[RawPlace, str | None, PossessionRow]]) -> dict[RawPlace, Shot]:
    """Every shot of the rows, by the place it was read from.

    The hoop is fitted for each session (or period, where the feed names no session) and end of the court.
    """
    places: list[RawPlace] = []
    found: list[tuple[ShotAttributes, tuple[str, ...]]] = []
    groups: list[int] = []
    sessions: dict[str, int] = {}
    for raw, session, row in rows:
        group = sessions.setdefault(session or str(row.period), len(sessions))
        for number, stat in enumerate(row.stats or ()):
            words = stats.words_of(stat.possession_type, stat.details)
            if stat.shot_attributes is None and stats.kind_of(words) not in (EventKind.MAKE, EventKind.MISS):
                continue
            places.append(RawPlace(raw.answer, (*raw.path, "stats", number)))
            found.append((stat.shot_attributes or ShotAttributes(), words))
            groups.append(group)
    if not found:
        return {}
    columns = np.array([[_float(shot.x), _float(shot.y), _float(shot.shot_distance_cm)] for shot, _ in found])
    placed = place_shottracker(columns[:, 0], columns[:, 1], columns[:, 2], np.array(groups, np.int32))
    return {
        place: _shot(
            shot,
            words,
            *(float(column[i]) for column in (placed.x_ft, placed.y_ft, placed.distance_ft, placed.residual_ft)),
        )
        for i, (place, (shot, words)) in enumerate(zip(places, found, strict=True))
    }


def _shot(
    shot: ShotAttributes,
    words: tuple[str, ...],
    x_ft: float,
    y_ft: float,
    distance_ft: float,
    residual_ft: float,
) -> Shot:
    kind = stats.kind_of(words)
    is_shot = kind in (EventKind.MAKE, EventKind.MISS)
    return Shot(
        made=kind == EventKind.MAKE if is_shot else None,
        value=stats.value_of(words, shot.is_3point),
        x_ft=_known(x_ft),
        y_ft=_known(y_ft),
        distance_ft=_known(distance_ft),
        zone=shot.zone,
        advanced_zone=shot.advanced_zone,
        raw_x=shot.x,
        raw_y=shot.y,
        raw_z=shot.z,
        raw_unit=UNIT,
        residual_ft=_known(residual_ft),
    )


def _float(value: float | None) -> float:
    return np.nan if value is None else value


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
