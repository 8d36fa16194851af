"""The rows of the benchmarks in plain Python: slow, and what all others are checked against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import nan, sqrt

import numpy as np

from explorer.core.metrics import Z_95
from explorer.core.table import Tables
from tests.benchmarks.frames import Found


def mask(tables: Tables, start: int, left: list[float], most_left_s: float, low: float, high: float) -> Found:
    """The rows after a start, late in the game, within a margin."""
    table = tables.possessions
    told = zip(table.start.tolist(), left, table.margin.tolist(), strict=True)
    rows = [row for row, (s, t, m) in enumerate(told) if s == start and t <= most_left_s and low <= m <= high]
    return {"row": np.array(rows)}


def sort_by_clock(tables: Tables) -> Found:
    """The rows by clock, the unknown last."""
    clock = tables.possessions.start_clock_s.tolist()
    order = sorted(
        range(len(clock)), key=lambda row: (clock[row] != clock[row], 0 if clock[row] != clock[row] else clock[row])
    )
    return {"row": np.array(order)}


def breakdown_by_two(tables: Tables) -> Found:
    """Start by period."""
    table = tables.possessions
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for start, period, points in zip(table.start.tolist(), table.period.tolist(), table.points.tolist(), strict=True):
        if points >= 0:
            groups[start, period].append(points)
    rows = []
    for (start, period), points in groups.items():
        n, ppp = len(points), sum(points) / len(points)
        spread = sum((x - ppp) ** 2 for x in points)
        half = Z_95 * sqrt(spread * n / (n - 1)) / n if n > 1 else nan
        rows.append((start, period, n, sum(points), ppp, half))
    return _columns(("start", "period", "n", "points", "ppp", "half"), rows)


def line_ups(tables: Tables) -> Found:
    """Every five at both ends."""
    table = tables.possessions
    sums: dict[tuple[int, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for end, fives in ((0, table.on), (2, table.against)):
        for five, points in zip(fives.tolist(), table.points.tolist(), strict=True):
            if points >= 0 and min(five) >= 0:
                own = sums[tuple(sorted(five))]
                own[end] += 1
                own[end + 1] += points
    rows = [
        (*five, n, points, other_n, other, 100 * (points / n - other / other_n) if n and other_n else nan)
        for five, (n, points, other_n, other) in sums.items()
    ]
    names = ("p0", "p1", "p2", "p3", "p4", "offence_n", "offence_points", "defence_n", "defence_points", "net")
    return _columns(names, rows)


def on_off(tables: Tables, team: int) -> Found:
    """Every player of a team, on and off."""
    table = tables.possessions
    ends = []
    for sides, fives in ((table.offence, table.on), (table.defence, table.against)):
        told = zip(sides.tolist(), fives.tolist(), table.points.tolist(), strict=True)
        ends.append([(five, points) for side, five, points in told if side == team and points >= 0])
    seen = {player for end in ends for five, _ in end for player in five if player >= 0}
    rows = []
    for player in seen:
        values: list[int] = [player]
        for end in ends:
            on = [points for five, points in end if player in five]
            off = [points for five, points in end if player not in five and min(five) >= 0]
            values += [len(on), sum(on), len(off), sum(off), len(end) - len(on) - len(off)]
        rows.append(tuple(values))
    return _columns(("player", *ON_OFF), rows)


ON_OFF = tuple(
    f"{end}_{what}"
    for end in ("offence", "defence")
    for what in ("on_n", "on_points", "off_n", "off_points", "unknown_n")
)


def _columns(names: tuple[str, ...], rows: Sequence[tuple[float, ...]]) -> Found:
    return dict(zip(names, np.array(rows, np.float64).T, strict=True))
