"""Shots, touches, screens and cuts of a game, from the feed's inches to feet on one attacking half."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.core.coordinates import HALF_LENGTH_FT, ctg_to_court, place_ctg
from explorer.core.model import Shot, Touch
from explorer.sources.ctg.joins import instant, seconds
from explorer.sources.ctg.payload import Joined, Markings, ShotRow, TouchRow

UNIT = "in"

type Side = tuple[str | None, str]
"""A team and a period."""
type Ends = dict[Side, int]
"""The sign of the x that a team attacks in a period; of votes, how many there are for it."""
type Spot = tuple[float | None, float | None]
"""A place in feet on the attacking half, None where it is not known."""


def text_of(value: object) -> str | None:
    """An id as text."""
    return None if value is None else str(value)


def _side(row: Joined, team_id: object = None) -> Side:
    return (text_of(row.team_id_nba if team_id is None else team_id), str(row.period))


def place_shots(rows: Sequence[ShotRow]) -> tuple[list[Shot], Ends]:
    """Every shot on the court, and its vote for the end (+1, -1) that its team attacks in its period."""
    placed = place_ctg(
        _column([row.loc_x for row in rows]),
        _column([row.loc_y for row in rows]),
        np.array([-1 if r.attacking_positive_x is None else int(r.attacking_positive_x) for r in rows], np.int8),
        _column([row.shot_distance_in for row in rows]),
    )
    votes: Ends = {}
    shots: list[Shot] = []
    for i, row in enumerate(rows):
        side = _side(row)
        votes[side] = votes.get(side, 0) + int(placed.end[i])
        shots.append(
            Shot(
                made=row.is_made,
                value=None if row.is_three is None else 3 if row.is_three else 2,
                x_ft=_known(placed.x_ft[i]),
                y_ft=_known(placed.y_ft[i]),
                distance_ft=_known(placed.distance_ft[i]),
                raw_x=row.loc_x,
                raw_y=row.loc_y,
                raw_unit=UNIT,
                residual_ft=_known(placed.residual_ft[i]),
                is_blocked=row.is_blocked,
                is_and_one=row.is_and_one,
                is_fouled=row.is_fouled,
                blocker_id=text_of(row.blocker_player_id_nba),
            )
        )
    return shots, votes


def ends_of(votes: Ends, markings: Markings) -> Ends:
    """The end (+1, -1) that each team attacks in each period: as the feed says, else by the majority of its shots.

    Where a team has neither, it attacks the end that the other team does not.
    """
    stated: Ends = {}
    for side, flag in (
        *((_side(row), row.attacking_positive_x) for row in markings.shots or ()),
        *((_side(row), row.attacking_positive_x_basket) for row in markings.ball_screens or ()),
        *((_side(row), row.attacking_positive_x_basket) for row in markings.off_ball_screens or ()),
        *((_side(row, row.possession_team_id_nba), row.attacking_positive_x) for row in markings.turnovers or ()),
    ):
        if flag is not None and side[0] is not None:
            stated[side] = stated.get(side, 0) + (1 if flag else -1)
    told = {side: 1 if vote > 0 else -1 for side, vote in {**votes, **stated}.items() if vote}
    ends = dict(told)
    for row in markings.possessions or ():
        one, other = text_of(row.offensive_team_id_nba), text_of(row.defensive_team_id_nba)
        if one is None or other is None:
            continue
        for team, rival in ((one, other), (other, one)):
            if (end := told.get((rival, str(row.period)))) is not None:
                ends.setdefault((team, str(row.period)), -end)
    return ends


def spots_of(x_in: Sequence[float | None], y_in: Sequence[float | None]) -> list[Spot]:
    """Places on the court as if the positive end were attacked; `turned` turns them to the other."""
    return _spots(x_in, y_in, np.ones(len(x_in)))


def turned(spot: Spot, end: int) -> Spot:
    """A place of `spots_of` for the end (+1, -1) that is attacked; unknown where that is (0)."""
    x, y = spot
    if end == 0:
        return (None, None)
    return spot if end > 0 else (None if x is None else -x, None if y is None else 2 * HALF_LENGTH_FT - y)


def end_of(is_positive: bool | None) -> int:
    """The end that a row's own word says is attacked; 0 where it says none."""
    return 0 if is_positive is None else 1 if is_positive else -1


def _spots(
    x_in: Sequence[float | None], y_in: Sequence[float | None], sides: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> list[Spot]:
    x_ft, y_ft = ctg_to_court(_column(x_in), _column(y_in), sides)
    return [(_known(x), _known(y)) for x, y in zip(x_ft, y_ft, strict=True)]


def place_touches(rows: Sequence[TouchRow], owners: Sequence[int], ends: Ends) -> list[Touch]:
    """Every touch on the court, turned to the end that its possession attacks (`owners`: +1, -1, or 0 unknown).

    Where that is not known, to the end of its team (`ends`, see `ends_of`); else the place is unknown: the ball is
    touched on both halves, so the nearer hoop tells nothing.
    """
    sides = np.array([owner or ends.get(_side(row), 0) for owner, row in zip(owners, rows, strict=True)], np.float64)
    start = _spots([r.start_loc_x for r in rows], [r.start_loc_y for r in rows], sides)
    end = _spots([r.end_loc_x for r in rows], [r.end_loc_y for r in rows], sides)
    return [
        Touch(
            player_id=text_of(row.player_id_nba),
            start_clock_s=seconds(row.start_game_clock),
            end_clock_s=seconds(row.end_game_clock),
            start_x_ft=start[i][0],
            start_y_ft=start[i][1],
            end_x_ft=end[i][0],
            end_y_ft=end[i][1],
            dribbles=row.num_dribbles,
            outcome=row.outcome_type,
            outcome_id=text_of(row.outcome_ctg_id),
            touch_id=text_of(row.possession_touch_id_ctg),
            start_frame=row.start_he_frame,
            end_frame=row.end_he_frame,
            start_time_s=instant(row.start_wall_clock),
            end_time_s=instant(row.end_wall_clock),
            is_inbounds=row.is_inbounds,
        )
        for i, row in enumerate(rows)
    ]


def _column(values: Sequence[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
