"""Where shots are taken, smoothly: a kernel density over the half court.

Shots are counted on a fine grid, which is then smoothed by a bell in both directions (a Gaussian kernel, Silverman,
Density Estimation, 1986, ch. 4; on a grid as in Wand and Jones, Kernel Smoothing, 1995, app. D). Near a line the bell
reaches off the court, where no shot can be: what is left of it is made whole again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.court import Court
from explorer.core.shot_counts import Floats
from explorer.core.table import ShotTable

CELL_FT = 0.5
BANDWIDTH_FT = 1.25
"""Standard deviation of the bell: wide enough to join single shots, narrow enough to keep the corner from the wing."""
SHARES = (0.95, 0.8, 0.65, 0.5, 0.35, 0.2)
"""The shares of the shots that the areas drawn hold, from the largest area to the densest."""
_CUT = 4.0
"""The bell is cut off at so many standard deviations."""
_NOWHERE = 0
_NO_CELL = 1
"""Before the cells stands one for shots that lie in none."""


@dataclass(frozen=True, slots=True)
class Smooth:
    """Shots per square foot on a grid, shape (rows, columns), its points at `x_ft`, `y_ft`; `n` shots are in it.

    `levels`: the densities that bound the smallest areas with so many of the shots as `SHARES` tells, rising.
    """

    x_ft: Floats
    y_ft: Floats
    density: Floats
    n: int
    levels: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SmoothGrid:
    """Half-foot cells within the lines of the half court, their middles at `x_ft`, `y_ft`."""

    court: Court
    x_ft: Floats
    y_ft: Floats
    inside: Floats
    """How much of the bell around each cell lies within the lines, shape (rows, columns)."""

    def codes_of(self, shots: ShotTable) -> NDArray[np.int32]:
        """The cell of each shot plus 1; 0 where it lies outside the lines or nowhere."""
        side, half = self.court.width_ft / 2, self.court.half_length_ft
        x, y = shots.x_ft, shots.y_ft
        is_in = (np.abs(x) <= side) & (y >= 0) & (y <= half)
        column = (np.where(is_in, x, 0) + np.float32(side)) * np.float32(1 / CELL_FT)
        row = np.where(is_in, y, 0) * np.float32(1 / CELL_FT)
        columns = len(self.x_ft)
        cells = np.minimum(row.astype(np.int32), len(self.y_ft) - 1) * np.int32(columns) + np.minimum(
            column.astype(np.int32), columns - 1
        )
        return np.where(is_in, cells + np.int32(_NO_CELL), np.int32(_NOWHERE))

    def smooth(self, codes: NDArray[np.int32], rows: Array | None = None) -> Smooth:
        """The density of the shots of a mask or of row numbers, or of all."""
        shape = len(self.y_ft), len(self.x_ft)
        if rows is not None and rows.dtype == bool:
            # Row numbers are taken quicker than a mask.
            rows = np.flatnonzero(rows)
        shown = codes if rows is None else codes[rows]
        counts = np.bincount(shown, minlength=shape[0] * shape[1] + _NO_CELL)[_NO_CELL:].reshape(shape)
        density = _smoothed(counts.astype(np.float64)) / self.inside / CELL_FT**2
        return Smooth(self.x_ft, self.y_ft, density, int(counts.sum()), _levels(density))


@lru_cache(maxsize=4)
def smooth_grid(court: Court) -> SmoothGrid:
    """The grid of a court."""
    columns, rows = round(court.width_ft / CELL_FT), round(court.half_length_ft / CELL_FT)
    x, y = (CELL_FT * (np.arange(cells, dtype=np.float64) + 0.5) for cells in (columns, rows))
    x -= court.width_ft / 2
    return SmoothGrid(court, x, y, _smoothed(np.ones((rows, columns))))


_REACH = math.ceil(_CUT * BANDWIDTH_FT / CELL_FT)
_BELL = np.exp(-((np.arange(-_REACH, _REACH + 1) * CELL_FT / BANDWIDTH_FT) ** 2) / 2)
_WEIGHTS: tuple[float, ...] = tuple((_BELL / _BELL.sum()).tolist())


def _smoothed(values: Floats) -> Floats:
    """The bell both ways, nothing beyond the edges; plain sums, since a product of matrices wakes threads."""
    for _ in range(2):
        padded = np.pad(values, ((_REACH, _REACH), (0, 0)))
        found, term = np.zeros(values.shape), np.empty(values.shape)
        for step, weight in enumerate(_WEIGHTS):
            np.multiply(padded[step : step + len(values)], weight, out=term)
            found += term
        values = np.ascontiguousarray(found.T)
    return values


def _levels(density: Floats) -> tuple[float, ...]:
    """The densities above which the densest cells hold so many of the shots as `SHARES` tells, rising."""
    falling = np.sort(density, axis=None)[::-1]
    held = np.cumsum(falling)
    if not held[-1]:
        return ()
    found = falling[np.searchsorted(held, np.array(SHARES) * held[-1]).clip(max=len(falling) - 1)]
    return tuple(float(level) for level in found)
