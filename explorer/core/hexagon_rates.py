"""Points per shot of each hexagon, beside a baseline or alone, from more shots than the hexagon itself has.

A hexagon has too few shots to tell chance from skill. So both sides are smoothed with the same bell over the hexagons
around (`KERNEL_FT`), and what is left of chance is shrunk:

    nearby    A, a: shots of the sample and of the baseline around the place, each weighed by the bell
    evidence  h = A a / (A + a), which is A where the baseline is large
    gap       w (P / A - p / a) + (1 - w) zone,   w = h / (h + CELL_SHOTS)
    zone      the same for the hexagon's whole zone (rim, short mid, ..., beyond 30 ft), shrunk towards 0 by ZONE_SHOTS

Where there are many shots the place speaks for itself, where there are few its zone speaks, and where that has few too
the sample is taken to shoot as the baseline does. A sample beside itself has a gap of 0 everywhere. Without a baseline
the rate itself is shrunk in the same way towards its zone's, and that towards the whole sample's.

Both constants take the variance of one shot's points for 1.4 and true differences between shooters at one place for
0.15 points per shot (one standard deviation): 1.4 / 0.15 squared, or 60 shots. Half as many do around a place, since a
mean weighed by the bell is as sure as one of 2 A shots (the bell's sum over that of its squares is 2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.core.hexagons import BANDS, HexGrid, Tally
from explorer.core.shot_counts import Counts, Floats

CELL_SHOTS = 30.0
"""So many shots around a place count as much as the whole zone does."""
ZONE_SHOTS = 60.0
"""So many shots in a zone count as much as the guess that nothing is different there."""


@dataclass(frozen=True, slots=True)
class CellRates:
    """What is told of every cell, shape (cells,), NaN where nothing is known.

    `nearby`: shots around it whose points are known, each weighed by the bell. `rate`: points per shot, smoothed and
    shrunk. `expected`: the baseline's there; `gap`: rate - expected; both None without a baseline.
    """

    nearby: Floats
    rate: Floats
    expected: Floats | None = None
    gap: Floats | None = None


def _divided(over: Floats, under: Floats) -> Floats:
    """over / under, NaN where there is nothing under it."""
    found: Floats = np.divide(over, under, out=np.full(over.shape, np.nan), where=under > 0)
    return found


def _by_zone(grid: HexGrid, cells: Counts) -> Counts:
    return cells.summed(grid.band, BANDS)


def alone(grid: HexGrid, sample: Tally) -> CellRates:
    """Points per shot of every cell, without a baseline."""
    cells = sample.cells
    nearby, points = grid.smoothed(cells.told, cells.points)
    zones, whole = _by_zone(grid, cells), cells.total()
    overall = np.nan_to_num(_divided(whole.points, whole.told))
    zone = (zones.points + ZONE_SHOTS * overall) / (zones.told + ZONE_SHOTS)
    rate = (points + CELL_SHOTS * zone[grid.band]) / (nearby + CELL_SHOTS)
    return CellRates(nearby, np.where(nearby > 0, rate, np.nan))


def against(grid: HexGrid, sample: Tally, baseline: Tally) -> CellRates:
    """Points per shot of every cell beside those of a baseline: all loaded games, other possessions, a comparison."""
    ours, theirs = sample.cells, baseline.cells
    nearby, points = grid.smoothed(ours.told, ours.points)
    around, expected_points = grid.smoothed(theirs.told, theirs.points)
    zone = _zone_gaps(_by_zone(grid, ours), _by_zone(grid, theirs))[grid.band]
    expected = _divided(expected_points, around)
    own = _divided(points, nearby) - expected
    evidence = np.nan_to_num(_divided(nearby * around, nearby + around))
    weight = evidence / (evidence + CELL_SHOTS)
    gap = np.where(weight > 0, weight * np.nan_to_num(own) + (1 - weight) * np.nan_to_num(zone), zone)
    gap = np.where(nearby > 0, gap, np.nan)
    return CellRates(nearby, expected + gap, expected, gap)


def _zone_gaps(ours: Counts, theirs: Counts) -> Floats:
    """How much more points per shot a zone has than the baseline's, shrunk; NaN where either has none."""
    evidence = _divided(ours.told * theirs.told, ours.told + theirs.told)
    gap = _divided(ours.points, ours.told) - _divided(theirs.points, theirs.told)
    return evidence / (evidence + ZONE_SHOTS) * gap
