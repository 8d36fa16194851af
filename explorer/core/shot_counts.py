"""What came of shots, counted by place: cells of the court, feet from the ring, or any other small numbers.

What came of a shot is one of a few kinds, so shots are counted by place and kind at once, and every sum follows from
that: a season costs one pass over whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.metrics import Moments, Rates, ratios, shares
from explorer.core.table import ShotTable

type Floats = NDArray[np.float64]
type Codes = NDArray[np.int32]

_MISS, _MADE_TWO, _MADE_THREE, _MISS_OF_UNKNOWN_WORTH, _MADE_OF_UNKNOWN_WORTH, _UNKNOWN = range(6)
KINDS = 6
"""Missed, a two made, a three made; missed and made where the feed tells no value; unknown."""
_TOLD = [_MISS, _MADE_TWO, _MADE_THREE]
"""The kinds whose points are known: as everywhere, both what came of the shot and its value must be."""
_MADE = [_MADE_TWO, _MADE_THREE, _MADE_OF_UNKNOWN_WORTH]


def kinds_of(shots: ShotTable) -> NDArray[np.int8]:
    """What came of each shot, as one of so many `KINDS`; unknown is not a miss."""
    # By what came of it (unknown, missed, made) and its value (unknown, two, three).
    table = np.array(
        [
            [_UNKNOWN, _UNKNOWN, _UNKNOWN],
            [_MISS_OF_UNKNOWN_WORTH, _MISS, _MISS],
            [_MADE_OF_UNKNOWN_WORTH, _MADE_TWO, _MADE_THREE],
        ],
        np.int8,
    ).reshape(-1)
    value = np.where((shots.value == 2) | (shots.value == 3), shots.value - np.int8(1), np.int8(0))
    made = np.where((shots.made == 0) | (shots.made == 1), shots.made + np.int8(1), np.int8(0))
    found: NDArray[np.int8] = table[made * np.int8(3) + value]
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """Shots by place, float64 arrays of one shape.

    `n`: all; `known`: where it is known whether they went in; `made`; `told`: where points are known too; `points`;
    `squares`: the sum of their points' squares.
    """

    n: Floats
    known: Floats
    made: Floats
    told: Floats
    points: Floats
    squares: Floats

    def take(self, places: Array | slice) -> Counts:
        """The same of some of the places."""
        return Counts(*(part[places] for part in self._parts()))

    def summed(self, groups: Array, count: int) -> Counts:
        """The sums over groups of places, shape (count,); `groups` has the group of each, -1 for none."""
        places = groups.astype(np.intp) + 1
        parts = (np.bincount(places, part, count + 1)[1:] for part in self._parts())
        return Counts(*parts)

    def total(self) -> Counts:
        """The sums over all places, shape (1,)."""
        return Counts(*(part.sum(keepdims=True) for part in self._parts()))

    def fg(self) -> Rates:
        """Made of those of which it is known, with Wilson's interval."""
        return shares(self.made, self.known)

    def pps(self) -> Rates:
        """Points per shot of those whose points are known, with the ratio estimator's interval."""
        return ratios(Moments(self.told, self.points, self.told, self.squares, self.told, self.points))

    def _parts(self) -> tuple[Floats, ...]:
        return self.n, self.known, self.made, self.told, self.points, self.squares


def codes_of(places: Array, shots: ShotTable) -> Codes:
    """One code a shot for its place, a whole number from 0 on, and for what came of it: what `counted` counts."""
    return (places.astype(np.int32, copy=False) * np.int32(KINDS) + kinds_of(shots)).astype(np.int32, copy=False)


def counted(codes: Codes, rows: Array | None, places: int) -> Counts:
    """Count the shots of a mask or of row numbers, or all of them, by place, shape (places,)."""
    if rows is not None and rows.dtype == bool:
        # numpy takes row numbers four times as quickly as it takes a mask of no pattern.
        rows = np.flatnonzero(rows)
    shown = codes if rows is None else codes[rows]
    table = np.bincount(shown, minlength=places * KINDS).reshape(places, KINDS).astype(np.float64)
    twos, threes = table[:, _MADE_TWO], table[:, _MADE_THREE]
    n = table.sum(axis=1)
    return Counts(
        n,
        n - table[:, _UNKNOWN],
        table[:, _MADE].sum(axis=1),
        table[:, _TOLD].sum(axis=1),
        2.0 * twos + 3.0 * threes,
        4.0 * twos + 9.0 * threes,
    )
