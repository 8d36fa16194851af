"""Where the words of a zone fit: the room inside its outline, looked up on a fine grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.zone_outlines import Outline, Outlines

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

CELL_FT = 0.25
MARGIN_FT = 1.0
"""How far words may reach over the lines of the court: nothing else is written there."""
_ENOUGH_FT = 4.5
"""With so much room about it a place is as good as any."""
_PULL = 0.02
"""Of places with as much room the one nearest to the court's long axis and to the middle of the zone is taken."""


class Rooms:
    """The inside of every zone as cells, for finding where a box of some size fits."""

    def __init__(self, outlines: Outlines) -> None:
        """Look at these outlines."""
        court = outlines.court
        margin = round(MARGIN_FT / CELL_FT)
        columns, rows = round(court.width_ft / CELL_FT) + 2 * margin, round(court.half_length_ft / CELL_FT) + 2 * margin
        self._x: Floats = (np.arange(columns, dtype=np.float64) - (columns - 1) / 2) * CELL_FT
        self._y: Floats = (np.arange(rows, dtype=np.float64) + 0.5 - margin) * CELL_FT
        is_floor = np.zeros((rows, columns), np.bool_)
        is_floor[margin:-margin, margin:-margin] = True
        self._zones: dict[int, _Zone] = {}
        for zone in outlines.zones:
            # Beyond the lines goes on what is at the line.
            room = np.pad(self._cells(zone, margin), margin, mode="edge")
            self._zones[zone.code] = _Zone.of(room, room & is_floor, self._x, self._y)

    def _cells(self, zone: Outline, margin: int) -> Mask:
        """The cells of the floor whose middle is inside, a row of the grid after the other."""
        x = self._x[margin:-margin]
        found = np.zeros((len(self._y) - 2 * margin, len(x)), np.bool_)
        for ring in zone.rings:
            start, stop = np.roll(ring, 1, axis=0), ring
            for row, y in enumerate(self._y[margin:-margin]):
                met = np.flatnonzero((start[:, 1] > y) != (stop[:, 1] > y))
                if len(met):
                    slope = (stop[met, 0] - start[met, 0]) / (stop[met, 1] - start[met, 1])
                    ends = np.sort(start[met, 0] + slope * (y - start[met, 1]))
                    found[row] ^= (np.searchsorted(ends, x) % 2).astype(np.bool_)
        return found

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
        row, column = np.unravel_index(int(score.argmax()), score.shape)
        if np.isneginf(score[row, column]):
            return None
        step = CELL_FT / 2
        return float(self._x[column] - step + across * step), float(self._y[row] - step + along * step)

    def middle(self, code: int) -> tuple[float, float] | None:
        """The place of a zone that is farthest from its edges; None where it has none."""
        return self.fit(code, CELL_FT, CELL_FT)


def label_places(outlines: Outlines) -> Mapping[int, tuple[float, float]]:
    """A place well inside each zone, by its code, in feet."""
    rooms = Rooms(outlines)
    return {zone.code: place for zone in outlines.zones if (place := rooms.middle(zone.code)) is not None}


@dataclass(frozen=True, slots=True, eq=False)
class _Zone:
    """How many cells have room before every corner of the grid, and how good each cell is as the middle of words."""

    sums: NDArray[np.int64]
    score: Floats

    @classmethod
    def of(cls, room: Mask, floor: Mask, x_ft: Floats, y_ft: Floats) -> _Zone:
        sums = np.pad(room.astype(np.int64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
        score = np.full(floor.shape, -np.inf)
        rows, columns = np.flatnonzero(floor.any(axis=1)), np.flatnonzero(floor.any(axis=0))
        if not len(rows):
            return cls(sums, score)
        box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        inside = floor[box]
        x, y = x_ft[box[1]], y_ft[box[0]]
        middle = (inside * x).sum() / inside.sum(), (inside * y[:, None]).sum() / inside.sum()
        pull = np.abs(x) + np.hypot(x - middle[0], (y - middle[1])[:, None])
        score[box] = np.where(inside, np.minimum(_clearance(inside), _ENOUGH_FT) - _PULL * pull, -np.inf)
        return cls(sums, score)


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
