"""Columns that hang on a definition the user can switch: made after loading, never kept.

Each gives int8, one value a possession: 1, 0, or -1 where it is not known.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.seasons import left_s
from explorer.core.table import FIVE, Tables

CTG_LEAD = 10
CTG_STARTERS = 2
"""Cleaning the Glass' guide: the lead, and how many starters of both teams may still be on the floor."""
CTG_HEAVE_S = 4.0
"""The same guide: a possession that begins this late in an early period is a heave."""
HEAVE_FT, HEAVE_S = 40.0, 2.0
"""pbpstats: a shot from beyond this, with less than this on the clock, is a heave."""

Flags = NDArray[np.int8]


def is_garbage_time(tables: Tables) -> Array:
    """Whether the game was decided, by the definition in force."""
    definitions = tables.definitions
    if definitions.garbage_time == "ctg":
        return _ctg_garbage_time(tables)
    if definitions.garbage_time == "custom":
        margin, left = np.abs(tables.possessions.margin), left_s(tables)
        is_near = (margin < definitions.garbage_margin) | (left > definitions.garbage_left_s)
        is_far = (margin >= definitions.garbage_margin) & (left <= definitions.garbage_left_s)
        return _flags(is_far, is_near)
    return tables.possessions.is_garbage_time


def _ctg_garbage_time(tables: Tables) -> Flags:
    """A lead of 10, at most two starters on the floor, and never closer again; needs the whole game and both fives."""
    table = tables.possessions
    rows = np.arange(len(table))
    lead = np.abs(table.margin)
    last_close, last_unknown = (_last_by_game(tables, test)[table.game] for test in (lead < CTG_LEAD, np.isnan(lead)))
    starters = _starters_on_the_floor(tables)
    is_settled = (rows > last_close) & (rows > last_unknown)
    return _flags(
        is_settled & (starters >= 0) & (starters <= CTG_STARTERS), (rows <= last_close) | (starters > CTG_STARTERS)
    )


def _last_by_game(tables: Tables, test: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The last row of every game where a test holds, -1 where it never does; shape (games + 1,)."""
    found = np.full(len(tables.names.games) + 1, -1, np.int64)
    rows = np.flatnonzero(test)
    # Rows rise, and what is written last stays.
    found[tables.possessions.game[rows]] = rows
    return found


def _starters_on_the_floor(tables: Tables) -> NDArray[np.int8]:
    """How many of the ten who stood there first stand on the floor; -1 where either ten is not known."""
    table = tables.possessions
    ten = np.concatenate([table.on, table.against], axis=1)
    is_told = (ten >= 0).all(axis=1)
    games, first = np.unique(table.game, return_index=True)
    starters = np.full((len(tables.names.games) + 1, 2 * FIVE), -1, np.int32)
    known = is_told[first]
    starters[games[known]] = ten[first[known]]
    found = np.zeros(len(table), np.int8)
    own = starters[table.game]
    for place in range(2 * FIVE):
        found += (ten == own[:, place, None]).any(axis=1)
    found[~is_told | (own[:, 0] < 0)] = -1
    return found


def is_heave(tables: Tables) -> Array:
    """Whether the possession was a last heave of its period, by the definition in force."""
    table = tables.possessions
    if tables.definitions.heave == "shot":
        shots = tables.shots
        is_long = (shots.distance_ft > HEAVE_FT) & (shots.game_clock_s < HEAVE_S)
        is_short = (shots.distance_ft <= HEAVE_FT) | (shots.game_clock_s >= HEAVE_S)
        some = _of_shots(tables, is_long)
        # No heave only where every shot is told of, and is none.
        told = np.bincount(shots.possession[is_short], minlength=len(table))
        return _flags(some, ~some & (table.fga >= 0) & (told >= table.fga))
    is_early = (table.period >= 1) & (table.period < table.regulation)
    is_late = table.start_clock_s <= CTG_HEAVE_S
    known = (table.period >= 1) & (table.regulation >= 1)
    return _flags(is_early & is_late, known & (~is_early | (table.start_clock_s > CTG_HEAVE_S)))


def is_transition(tables: Tables) -> Array:
    """Whether the first shot, or without one the end, came within so many seconds of the possession's start."""
    table, shots = tables.possessions, tables.shots
    seconds = np.where(table.fga == 0, table.duration_s, np.float32(np.nan))
    # The first shot of each possession stands first: written last, it stays.
    backwards = slice(None, None, -1)
    seconds[shots.possession[backwards]] = shots.into_s[backwards]
    limit = tables.definitions.transition_s
    return _flags(seconds <= limit, seconds > limit)


def _of_shots(tables: Tables, shots: NDArray[np.bool_]) -> NDArray[np.bool_]:
    found = np.zeros(len(tables.possessions), np.bool_)
    found[tables.shots.possession[shots]] = True
    return found


def _flags(is_so: NDArray[np.bool_], is_not: NDArray[np.bool_]) -> Flags:
    return np.where(is_so, 1, np.where(is_not, 0, -1)).astype(np.int8)
