"""Zones whose map nobody publishes: their regions as the shots themselves show them.

The floor is parted into small cells. A cell with shots belongs to the number that most of them bear; from there the
numbers grow into the empty cells around, as far as the nearest shot is a sign; what stands alone goes with its
neighbours. Outlines run through the middles of the cells' edges, so that slanting borders are no stairs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.court import Court
from explorer.core.zone_outlines import Outline, Outlines

Floats = NDArray[np.float64]
Cells = NDArray[np.int16]

CELL_FT = 0.5
REACH_FT = 2.5
"""A place farther than this from every shot belongs to no zone."""
MOST_NUMBER = 255
_SMOOTHED = 3
"""How often each cell goes with the most of its neighbours."""
_LEAST_SQFT = 40.0
"""A smaller piece is left out, unless it is all that a zone has."""
_ROUNDED = 5
"""How often each corner of a border goes towards its neighbours: no border is a flight of stairs."""


def traced(court: Court, x_ft: Array, y_ft: Array, numbers: Array) -> Outlines:
    """The regions of the feed's zone numbers from shots with a place, marked as worked out from them.

    The arrays have the shape (shots,); numbers below 0 and places unknown or beyond the half court say nothing.
    """
    cells = _grown(_voted(court, x_ft, y_ft, numbers))
    for _ in range(_SMOOTHED):
        cells = _smoothed(cells)
    found = []
    for number in np.unique(cells[cells >= 0]).tolist():
        rings = _rings(cells == number, court)
        if rings:
            found.append(Outline(number, f"zone {number}", rings))
    return Outlines(court, tuple(found), is_derived=True)


def _voted(court: Court, x_ft: Array, y_ft: Array, numbers: Array) -> Cells:
    """The number that most shots of each cell bear, -1 where there is none; rows from the baseline."""
    columns, rows = round(court.width_ft / CELL_FT), round(court.half_length_ft / CELL_FT)
    with np.errstate(invalid="ignore"):
        column = np.floor((np.nan_to_num(x_ft, nan=-1e6) + court.width_ft / 2) / CELL_FT).astype(np.int64)
        row = np.floor(np.nan_to_num(y_ft, nan=-1e6) / CELL_FT).astype(np.int64)
    is_told = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    is_told &= (numbers >= 0) & (numbers <= MOST_NUMBER)
    count = int(numbers[is_told].max(initial=-1)) + 1
    if not count:
        return np.full((rows, columns), -1, np.int16)
    at = (row[is_told] * columns + column[is_told]) * count + numbers[is_told]
    votes = np.bincount(at, minlength=rows * columns * count).reshape(rows, columns, count)
    return np.where(votes.any(axis=2), votes.argmax(axis=2), -1).astype(np.int16)


def _around(cells: Cells) -> Cells:
    """Every cell with its eight neighbours, shape (9, rows, columns), the cell itself first; -1 beyond the edge."""
    rows, columns = cells.shape
    padded = np.pad(cells, 1, constant_values=-1)
    steps = ((1, 1), (0, 1), (1, 0), (1, 2), (2, 1), (0, 0), (0, 2), (2, 0), (2, 2))
    return np.stack([padded[down : down + rows, over : over + columns] for down, over in steps])


def _most(around: Cells) -> tuple[Cells, NDArray[np.intp]]:
    """The number that occurs most often among the layers of each cell, -1 not counted, and how often."""
    same = ((around[:, None] == around[None]) & (around >= 0)[None]).sum(axis=1)
    best = same.argmax(axis=0)[None]
    return np.take_along_axis(around, best, 0)[0], np.take_along_axis(same, best, 0)[0]


def _grown(cells: Cells) -> Cells:
    """The cells with the empty ones within reach of a number filled."""
    for step in range(round(REACH_FT / CELL_FT)):
        # Straight neighbours alone every other time: what grows is round rather than square.
        most, many = _most(_around(cells)[: 5 if step % 2 else 9])
        cells = np.where((cells < 0) & (many > 0), most, cells)
    return cells


def _smoothed(cells: Cells) -> Cells:
    """Each cell that most of its neighbours outvote goes with them."""
    most, many = _most(_around(cells))
    return np.where((cells >= 0) & (many >= 5), most, cells)


def _rings(is_in: NDArray[np.bool_], court: Court) -> tuple[Floats, ...]:
    """The closed lines around the cells of one zone, in feet."""
    ends = _edges(is_in)
    rings = []
    while ends:
        start = next(iter(ends))
        at, heading = start, (0, 0)
        line = []
        while True:
            nexts = ends[at]
            # Where two corners touch, turning left keeps them two lines.
            step = max(nexts, key=lambda to: heading[0] * (to[1] - at[1]) - heading[1] * (to[0] - at[0]))
            nexts.remove(step)
            if not nexts:
                del ends[at]
            line.append(((at[0] + step[0]) / 2, (at[1] + step[1]) / 2))
            heading, at = (step[0] - at[0], step[1] - at[1]), step
            if at == start:
                break
        ring = np.array(line) * CELL_FT - (court.width_ft / 2, 0.0)
        rings.append(ring)
    largest = max(map(_size, rings), default=0.0)
    kept = [ring for ring in rings if _size(ring) >= min(_LEAST_SQFT, largest)]
    return tuple(_straight(_rounded(ring, court)) for ring in kept)


def _edges(is_in: NDArray[np.bool_]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """The edges between cells inside and outside as steps from corner to corner (column, row), inside on the left."""
    padded = np.pad(is_in, 1)
    here = padded[1:-1, 1:-1]
    sides = (
        (here & ~padded[:-2, 1:-1], (0, 0), (1, 0)),
        (here & ~padded[1:-1, 2:], (1, 0), (1, 1)),
        (here & ~padded[2:, 1:-1], (1, 1), (0, 1)),
        (here & ~padded[1:-1, :-2], (0, 1), (0, 0)),
    )
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for mask, start, stop in sides:
        for row, column in np.argwhere(mask).tolist():
            found.setdefault((column + start[0], row + start[1]), []).append((column + stop[0], row + stop[1]))
    return found


def _size(ring: Floats) -> float:
    """The floor that a closed line holds, in square feet."""
    x, y = ring.T
    return abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1))) / 2


def _rounded(ring: Floats, court: Court) -> Floats:
    """The line with its corners rounded, but for those on the lines of the court: both sides of a border alike."""
    side, far = court.width_ft / 2, court.half_length_ft
    reach = CELL_FT
    on_edge = (np.abs(ring[:, 0]) > side - reach) | (ring[:, 1] < reach) | (ring[:, 1] > far - reach)
    for _ in range(_ROUNDED):
        softer = ring / 2 + (np.roll(ring, 1, axis=0) + np.roll(ring, -1, axis=0)) / 4
        ring = np.where(on_edge[:, None], ring, softer)
    return ring


def _straight(ring: Floats) -> Floats:
    """The line without the corners on straight stretches."""
    before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
    bends = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) > 1e-9
    return ring[bends]
