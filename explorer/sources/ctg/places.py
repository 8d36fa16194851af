"""Shots and touches of a game, from the feed's inches to feet on one attacking half."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.core.coordinates import ctg_to_court, place_ctg
from explorer.core.model import Shot, Touch
from explorer.sources.ctg.joins import seconds
from explorer.sources.ctg.payload import Joined, ShotRow, TouchRow

UNIT = "in"


def text_of(value: object) -> str | None:
    """An id as text."""
    return None if value is None else str(value)


def _side(row: Joined) -> tuple[str | None, str]:
    return (text_of(row.team_id_nba), str(row.period))


def place_shots(rows: Sequence[ShotRow]) -> tuple[list[Shot], dict[tuple[str | None, str], int]]:
    """Every shot on the court, and the end (+1, -1) that each team attacks in each period by their majority."""
    placed = place_ctg(
        _column([row.loc_x for row in rows]),
        _column([row.loc_y for row in rows]),
        np.array([-1 if r.attacking_positive_x is None else int(r.attacking_positive_x) for r in rows], np.int8),
        _column([row.shot_distance_in for row in rows]),
    )
    votes: dict[tuple[str | None, str], int] = {}
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
    return shots, {side: 1 if vote > 0 else -1 for side, vote in votes.items() if vote}


def place_touches(rows: Sequence[TouchRow], ends: dict[tuple[str | None, str], int]) -> list[Touch]:
    """Every touch on the court, turned to the end its team attacks (`ends`, see `place_shots`).

    Where that is not known the place is unknown: the ball is touched on both halves, so the nearer hoop tells nothing.
    """
    sides = np.array([ends.get(_side(row), 0) for row in rows], np.float64)
    start = ctg_to_court(_column([r.start_loc_x for r in rows]), _column([r.start_loc_y for r in rows]), sides)
    end = ctg_to_court(_column([r.end_loc_x for r in rows]), _column([r.end_loc_y for r in rows]), sides)
    return [
        Touch(
            player_id=text_of(row.player_id_nba),
            start_clock_s=seconds(row.start_game_clock),
            end_clock_s=seconds(row.end_game_clock),
            start_x_ft=_known(start[0][i]),
            start_y_ft=_known(start[1][i]),
            end_x_ft=_known(end[0][i]),
            end_y_ft=_known(end[1][i]),
            dribbles=row.num_dribbles,
            outcome=row.outcome_type,
        )
        for i, row in enumerate(rows)
    ]


def _column(values: Sequence[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
