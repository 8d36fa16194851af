"""Where the words of a zone fit: the room inside its outline, looked up on a fine grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.core.zone_outlines import Outline, Outlines

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

CELL_FT = 0.25
_ENOUGH_FT = 4.5
"""With so much room about it a place is as good as any."""
_PULL = 0.02
"""Of places with as much room the one nearest to the court's long axis and to the middle of the zone is taken."""


class Rooms:
    """The inside of every zone as cells, for finding where a box of some size fits."""

    def __init__(self, outlines: Outlines) -> None:
        """Look at these outlines."""
        court = self.court = outlines.court
        columns, rows = round(court.width_ft / CELL_FT), round(court.half_length_ft / CELL_FT)
        x: Floats = (np.arange(columns, dtype=np.float64) - (columns - 1) / 2) * CELL_FT
        y: Floats = (np.arange(rows, dtype=np.float64) + 0.5) * CELL_FT
        found = ((zone.code, _Zone.of(_cells(zone, x, y), x, y)) for zone in outlines.zones)
        self._zones = {code: zone for code, zone in found if zone is not None}

    def fit(self, code: int, width_ft: float, height_ft: float) -> tuple[float, float] | None:
        """The middle of the best place for a box in a zone, `width_ft` across the court and `height_ft` along it; None
        where it does not fit."""
        zone = self._zones.get(code)
        if zone is None:
            return None
        across, along = (max(1, int(np.ceil(size / CELL_FT))) for size in (width_ft, height_ft))
        rows, columns = (size - box for size, box in zip(zone.sums.shape, (along, across), strict=True))
        if rows < 1 or columns < 1:
            return None
        sums = zone.sums
        held = sums[along:, across:] - sums[:-along, across:] - sums[along:, :-across] + sums[:-along, :-across]
        # The middle of an even number of cells lies between two of them.
        cells = (zone.score[(along - n) // 2 :, (across - n) // 2 :][:rows, :columns] for n in (0, 1))
        score = np.where(held == across * along, sum(cells), -np.inf)
        # Looked through from the middle of the court outwards, so that left and right mirror each other.
        score = score[:, ::-1] if zone.is_left else score
        row, column = (int(place) for place in np.unravel_index(int(score.argmax()), score.shape))
        if np.isneginf(score[row, column]):
            return None
        column = score.shape[1] - 1 - column if zone.is_left else column
        return zone.left_ft + (column + across / 2) * CELL_FT, zone.near_ft + (row + along / 2) * CELL_FT

    def radius(self, code: int) -> float:
        """How far the place of a zone that is farthest from its edges is from them, in feet; 0 where it has none."""
        zone = self._zones.get(code)
        return 0.0 if zone is None else zone.clear_ft

    def middle(self, code: int) -> tuple[float, float] | None:
        """The place of a zone that is farthest from its edges; None where it has none."""
        return self.fit(code, CELL_FT, CELL_FT)


@lru_cache(maxsize=8)
def rooms_of(outlines: Outlines) -> Rooms:
    """The rooms of outlines, looked at once."""
    return Rooms(outlines)


@lru_cache(maxsize=8)
def label_places(outlines: Outlines) -> Mapping[int, tuple[float, float]]:
    """A place well inside each zone, by its code, in feet."""
    rooms = rooms_of(outlines)
    return {zone.code: place for zone in outlines.zones if (place := rooms.middle(zone.code)) is not None}


def _cells(zone: Outline, x_ft: Floats, y_ft: Floats) -> Mask:
    """The cells of the floor whose middle is inside a zone, shape (rows from the baseline, columns from the left)."""
    turns = np.zeros((len(y_ft), len(x_ft) + 1), np.int32)
    for ring in zone.rings:
        start, stop = np.roll(ring, 1, axis=0), ring
        rows, edges = np.nonzero((start[:, 1] > y_ft[:, None]) != (stop[:, 1] > y_ft[:, None]))
        slope = (stop[edges, 0] - start[edges, 0]) / (stop[edges, 1] - start[edges, 1])
        at = start[edges, 0] + slope * (y_ft[rows] - start[edges, 1])
        np.add.at(turns, (rows, np.searchsorted(x_ft, at)), 1)
    is_in: Mask = turns.cumsum(axis=1)[:, :-1] % 2 == 1
    return is_in


@dataclass(frozen=True, slots=True, eq=False)
class _Zone:
    """The cells about one zone from a corner on: how many have room before every corner of the grid, and how good each
    is as the middle of words."""

    left_ft: float
    near_ft: float
    is_left: bool
    clear_ft: float
    sums: NDArray[np.int64]
    score: Floats

    @classmethod
    def of(cls, floor: Mask, x_ft: Floats, y_ft: Floats) -> _Zone | None:
        rows, columns = np.flatnonzero(floor.any(axis=1)), np.flatnonzero(floor.any(axis=0))
        if not len(rows):
            return None
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        inside = floor[top:bottom, left:right]
        x, y = x_ft[left:right], y_ft[top:bottom]
        middle = (inside * x).sum() / inside.sum(), (inside * y[:, None]).sum() / inside.sum()
        pull = np.abs(x) + np.hypot(x - middle[0], (y - middle[1])[:, None])
        clear = _clearance(inside)
        score = np.where(inside, np.minimum(clear, _ENOUGH_FT) - _PULL * pull, -np.inf)
        return cls(
            float(x[0]) - CELL_FT / 2,
            float(y[0]) - CELL_FT / 2,
            bool(middle[0] < 0),
            float(clear.max()),
            np.pad(inside.astype(np.int64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0))),
            score,
        )


def _clearance(inside: Mask) -> Floats:
    """How far each cell is from the nearest one outside, in feet; beyond the edge is outside."""
    padded = np.pad(inside, 1)
    rows = np.arange(padded.shape[0])[:, None]
    # Up and down first, then every column's result from every other column.
    last = np.maximum.accumulate(np.where(padded, -1, rows), axis=0)
    following = np.minimum.accumulate(np.where(padded, len(rows), rows)[::-1], axis=0)[::-1]
    upright = np.minimum(rows - last, following - rows).astype(np.float32) ** 2
    found = upright.copy()
    for step in range(1, min(upright.shape[1], int(np.sqrt(upright.max(initial=0))) + 2)):
        found[:, step:] = np.minimum(found[:, step:], upright[:, :-step] + step**2)
        found[:, :-step] = np.minimum(found[:, :-step], upright[:, step:] + step**2)
    clear: Floats = np.sqrt(found[1:-1, 1:-1]).astype(np.float64) * CELL_FT
    return clear
