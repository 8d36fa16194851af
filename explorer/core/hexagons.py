"""The half court parted into hexagons, and the shots of each.

Every shot has the code of its hexagon and of what came of it; whoever looks at the same shots again and again keeps the
codes, so that a changed filter costs one count.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.court import Court
from explorer.core.shot_counts import Codes, Counts, Floats, codes_of, counted
from explorer.core.table import ShotTable
from explorer.core.zones import BASIC, classify

SIZES_FT = (0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
"""The sizes that a user can choose, across the flats."""
USUAL_FT = 1.5
OUTSIDE_FT = 3.0
"""How far outside the lines a shot still has a hexagon: a foot out of bounds, or a feed that is a little off."""
KERNEL_FT = 1.5
"""Standard deviation of the bell by which the shots around a place count for it, whatever the size of the hexagons."""
DEEP_FT = 30.0
"""Farther from the ring a shot is a heave, or near to one: rates there are not those of the zone."""
BANDS = len(BASIC.zones) + 1
"""The zones of the scheme `basic`, and what is deep."""
_REACH = 3.0
"""The bell is cut off at so many standard deviations."""
_APART = 3
"""Before the cells stand three places that are none: no place known, beyond half court, outside the lines."""
_ROOT = math.sqrt(3.0)


@dataclass(frozen=True, slots=True)
class Tally:
    """The shots of every cell of a grid, and how many lie in none."""

    cells: Counts
    without_place: int
    beyond_half: int
    outside: int

    @property
    def placed(self) -> int:
        """How many shots lie in some cell."""
        return int(self.cells.n.sum())


@dataclass(frozen=True, slots=True, eq=False)
class HexGrid:
    """Hexagons over the half court, two of their sides parallel to the sidelines, one centred on the ring.

    A cell is row x `columns` + column of a sheared sheet, so that a neighbour is a fixed step away; the sheet has
    cells off the court, which stay empty. `x_ft`, `y_ft`: centres, shape (cells,); `zone`: the code of the zone of
    the scheme `basic` of each centre; `band`: the same but for what is deep, which has the last code; `taps`: steps
    to the neighbours and their weights, 1 for the cell itself.
    """

    court: Court
    across_ft: float
    first_row: int
    first_column: int
    columns: int
    x_ft: Floats
    y_ft: Floats
    zone: NDArray[np.int16]
    band: NDArray[np.int16]
    taps: tuple[tuple[int, float], ...]

    def __len__(self) -> int:
        """How many cells there are, those off the court among them."""
        return len(self.x_ft)

    def places_of(self, x_ft: Array, y_ft: Array) -> NDArray[np.int32]:
        """The cell of each place in feet plus `_APART`, less than that where it lies in none; shapes broadcast."""
        side, half = self.court.width_ft / 2 + OUTSIDE_FT, self.court.half_length_ft
        is_beyond = y_ft > half
        is_in = (np.abs(x_ft) <= side) & (y_ft >= -OUTSIDE_FT) & ~is_beyond
        # Hexagons are what is nearest to the points of two lattices of rectangles, one shifted by half of both sides.
        u = np.where(is_in, x_ft, 0) * np.float32(1 / self.across_ft)
        v = np.where(is_in, y_ft - np.float32(self.court.ring_y_ft), 0) * np.float32(1 / (_ROOT * self.across_ft))
        i, j = np.rint(u), np.rint(v)
        other_i, other_j = np.floor(u), np.floor(v)
        away = (u - i) ** 2 + 3 * (v - j) ** 2
        other_away = (u - other_i - np.float32(0.5)) ** 2 + 3 * (v - other_j - np.float32(0.5)) ** 2
        is_other = other_away < away
        i, j = np.where(is_other, other_i, i), np.where(is_other, other_j, j)
        row = (2 * j).astype(np.int32) + is_other
        column = (i - j).astype(np.int32)
        cells = (row - np.int32(self.first_row)) * np.int32(self.columns) + (column - np.int32(self.first_column))
        if is_in.all():
            found: NDArray[np.int32] = cells + np.int32(_APART)
            return found
        is_unknown = np.isnan(x_ft) | np.isnan(y_ft)
        return np.where(
            is_in, cells + np.int32(_APART), np.where(is_unknown, 0, np.where(is_beyond, 1, 2)).astype(np.int32)
        )

    def codes_of(self, shots: ShotTable) -> Codes:
        """The code of each shot for its cell and what came of it: what `tally` counts."""
        return codes_of(self.places_of(shots.x_ft, shots.y_ft), shots)

    def tally(self, codes: Codes, rows: Array | None = None) -> Tally:
        """Count the shots of a mask or of row numbers, or all of them, by cell."""
        both = counted(codes, rows, len(self) + _APART)
        apart = (int(n) for n in both.n[:_APART])
        return Tally(both.take(np.arange(_APART, len(both.n))), *apart)

    def cell_at(self, x_ft: float, y_ft: float) -> int | None:
        """The cell of a place; None outside the grid."""
        place = int(self.places_of(np.array([x_ft], np.float32), np.array([y_ft], np.float32))[0])
        return place - _APART if place >= _APART else None

    def corners(self, cells: Array, scale: Floats) -> NDArray[np.float64]:
        """The six corners of cells, each drawn so many times its size; shape (n, 6, 2) in feet."""
        turn = np.radians(np.arange(30, 390, 60))
        unit = np.column_stack((np.cos(turn), np.sin(turn))) * (self.across_ft / _ROOT)
        centres = np.column_stack((self.x_ft[cells], self.y_ft[cells]))
        found: NDArray[np.float64] = centres[:, None, :] + scale[:, None, None] * unit
        return found

    def smoothed(self, *parts: Floats) -> NDArray[np.float64]:
        """Sums over the cells around each, weighed by a bell that is 1 at the cell itself; shape (parts, cells)."""
        farthest = max(abs(step) for step, _ in self.taps)
        cells = len(self)
        given = np.zeros((len(parts), cells + 2 * farthest))
        for number, part in enumerate(parts):
            given[number, farthest : farthest + cells] = part
        found, term = np.zeros((len(parts), cells)), np.empty((len(parts), cells))
        for step, weight in self.taps:
            np.multiply(given[:, farthest + step : farthest + step + cells], weight, out=term)
            found += term
        return found


@lru_cache(maxsize=16)
def hex_grid(court: Court, across_ft: float) -> HexGrid:
    """The grid of a court with hexagons of this size across their flats, in feet."""
    assert SIZES_FT[0] <= across_ft <= SIZES_FT[-1]
    row_ft = across_ft * _ROOT / 2
    first_row = math.floor((-OUTSIDE_FT - court.ring_y_ft) / row_ft) - 1
    last_row = math.ceil((court.half_length_ft - court.ring_y_ft) / row_ft) + 1
    side = (court.width_ft / 2 + OUTSIDE_FT) / across_ft
    first_column = math.floor(-side - last_row / 2) - 1
    last_column = math.ceil(side - first_row / 2) + 1
    rings = math.ceil(_REACH * KERNEL_FT / row_ft)
    # Empty columns between a row's end and the next one's start: no cell is the neighbour of one across the court.
    columns = last_column - first_column + 1 + rings
    rows = last_row - first_row + 1
    row = np.repeat(np.arange(first_row, first_row + rows, dtype=np.float64), columns)
    column = np.tile(np.arange(first_column, first_column + columns, dtype=np.float64), rows)
    x, y = across_ft * (column + row / 2), court.ring_y_ft + row_ft * row
    zone = classify(BASIC, court, x, y, -1)
    band = np.where(np.hypot(x, y - court.ring_y_ft) > DEEP_FT, BANDS - 1, zone).astype(np.int16)
    taps = _taps(across_ft, columns, rings)
    for part in (x, y, zone, band):
        part.setflags(write=False)
    return HexGrid(court, across_ft, first_row, first_column, columns, x, y, zone, band, taps)


def _taps(across_ft: float, columns: int, rings: int) -> tuple[tuple[int, float], ...]:
    found = []
    for row in range(-rings, rings + 1):
        for column in range(-rings, rings + 1):
            away = math.hypot(across_ft * (column + row / 2), across_ft * _ROOT / 2 * row) / KERNEL_FT
            if away <= _REACH:
                found.append((row * columns + column, math.exp(-(away**2) / 2)))
    return tuple(found)
