"""Our side of the benchmarks' rows that group possessions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.metrics import Z_95
from explorer.core.table import Tables
from tests.benchmarks.frames import Found

Floats = NDArray[np.float64]
_BITS = 12
_MOST_PLAYERS = (1 << _BITS) - 1


def ours_breakdown_by_two(tables: Tables) -> Found:
    """Start by period: n, points, PPP and half its 95 % interval; rows with unknown points are left out."""
    table = tables.possessions
    known = table.points >= 0
    start, period = table.start[known] + 1, table.period[known] + 1
    points = table.points[known].astype(np.float64)
    width = int(period.max(initial=0)) + 1
    place = start.astype(np.int32) * width + period
    n = np.bincount(place)
    there = np.flatnonzero(n)
    sums = np.bincount(place, points)[there]
    squares = np.bincount(place, points * points)[there]
    count = n[there].astype(np.float64)
    ppp = sums / count
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.maximum(squares - 2 * ppp * sums + ppp * ppp * count, 0)
        half = np.where(count > 1, Z_95 * np.sqrt(spread * count / (count - 1)) / count, np.nan)
    return {
        "start": there // width - 1,
        "period": there % width - 1,
        "n": count,
        "points": sums,
        "ppp": ppp,
        "half": half,
    }


def ours_line_ups(tables: Tables) -> Found:
    """Every five: n and points as offence and as defence, and net points per 100 (NaN without either side)."""
    table = tables.possessions
    count = len(table)
    fives = [np.concatenate([table.on[:, place], table.against[:, place]]) for place in range(5)]
    _sort_across(fives)
    # A number that no other five has; a code takes 12 bits, and the least of a five that is not all told is -1.
    assert len(tables.names.players) < _MOST_PLAYERS
    packed = np.zeros(2 * count, np.int64)
    for codes in fives:
        packed = (packed << _BITS) | codes
    points = np.concatenate([table.points, table.points])
    rows = np.flatnonzero((fives[0] >= 0) & (points >= 0))
    # Line-ups are few beside rows: to look each up is quicker than the sort that an inverse takes.
    distinct = np.unique(packed[rows])
    places = np.searchsorted(distinct, packed[rows])
    found: Found = {f"p{place}": distinct >> _BITS * (4 - place) & _MOST_PLAYERS for place in range(5)}
    scored = points[rows].astype(np.float64)
    first = int(np.searchsorted(rows, count))
    for end, own in (("offence", slice(None, first)), ("defence", slice(first, None))):
        found[f"{end}_n"] = np.bincount(places[own], minlength=len(distinct)).astype(np.float64)
        found[f"{end}_points"] = np.bincount(places[own], scored[own], minlength=len(distinct))
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = [found[f"{end}_points"] / found[f"{end}_n"] for end in ("offence", "defence")]
    found["net"] = 100 * (rates[0] - rates[1])
    return found


def _sort_across(columns: list[Array]) -> None:
    """Sort every row of five columns: Knuth's network of nine comparisons (TAOCP 3, 5.3.4)."""
    for one, other in ((0, 1), (3, 4), (2, 4), (2, 3), (1, 4), (0, 3), (0, 2), (1, 3), (1, 2)):
        lower = np.minimum(columns[one], columns[other])
        columns[other] = np.maximum(columns[one], columns[other])
        columns[one] = lower


def ours_on_off(tables: Tables, team: int) -> Found:
    """Every player seen on a team's floor: n and points with him on and off, at both ends, and n unknown.

    He is on where he is told of, off where all five are told and he is none of them, else unknown.
    """
    table = tables.possessions
    players = len(tables.names.players)
    found: Found = {}
    seen = np.zeros(players, np.bool_)
    for name, side, fives in (("offence", table.offence, table.on), ("defence", table.defence, table.against)):
        rows = np.flatnonzero((side == team) & (table.points >= 0))
        floor, points = fives[rows], table.points[rows].astype(np.float64)
        is_whole = (floor >= 0).all(axis=1)
        on, on_whole = (_sums(floor[mask], points[mask], players) for mask in (slice(None), is_whole))
        seen |= on[0] > 0
        found[f"{name}_on_n"], found[f"{name}_on_points"] = on
        found[f"{name}_off_n"] = is_whole.sum() - on_whole[0]
        found[f"{name}_off_points"] = points[is_whole].sum() - on_whole[1]
        found[f"{name}_unknown_n"] = len(rows) - found[f"{name}_on_n"] - found[f"{name}_off_n"]
    return {"player": np.flatnonzero(seen), **{name: values[seen] for name, values in found.items()}}


def _sums(floor: Array, points: Floats, players: int) -> tuple[Floats, Floats]:
    codes = floor.ravel() + 1
    weights = np.repeat(points, floor.shape[1])
    n = np.bincount(codes, minlength=players + 1)[1:].astype(np.float64)
    return n, np.bincount(codes, weights, minlength=players + 1)[1:].astype(np.float64)
