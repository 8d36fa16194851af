"""Shots by their distance from the ring, in feet: how many, how many went in, and points per shot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.core.columns import Array
from explorer.core.metrics import Rates
from explorer.core.shot_counts import Codes, Counts, codes_of, counted
from explorer.core.table import ShotTable

FARTHEST_FT = 30
"""What is farther is told in one bin."""
BINS = FARTHEST_FT + 1
"""A bin a foot, from `bin` to `bin` + 1 feet, and one for all beyond."""
_UNKNOWN = 0
_APART = 1
"""Before the bins stands one place for shots without a distance."""


@dataclass(frozen=True, slots=True)
class Distances:
    """The shots of every bin, shape (BINS,), and how many have no distance.

    `pps`: points per shot over three bins, the bin itself and those beside it; the last bin by itself, since what lies
    in it may be taken from anywhere.
    """

    bins: Counts
    unknown: int
    pps: Rates

    @property
    def n(self) -> int:
        """How many shots have a distance."""
        return int(self.bins.n.sum())


def distance_codes(shots: ShotTable) -> Codes:
    """The code of each shot for its bin and what came of it: what `distances` counts. Keep it for the next time."""
    feet = shots.distance_ft
    is_known = feet >= 0
    bins = np.minimum(np.where(is_known, feet, 0), FARTHEST_FT).astype(np.int32)
    return codes_of(np.where(is_known, bins + np.int32(_APART), np.int32(_UNKNOWN)), shots)


def distances(codes: Codes, rows: Array | None = None) -> Distances:
    """Count the shots of a mask or of row numbers, or all of them, by distance."""
    both = counted(codes, rows, BINS + _APART)
    bins = both.take(np.arange(_APART, BINS + _APART))
    return Distances(bins, int(both.n[_UNKNOWN]), over_three(bins).pps())


def over_three(bins: Counts) -> Counts:
    """The sums of every bin and those beside it; the last bin and its neighbour stay apart."""
    near = np.arange(BINS)
    first, last = np.maximum(near - 1, 0), np.minimum(near + 1, FARTHEST_FT - 1)
    first[-1] = last[-1] = FARTHEST_FT
    reach = np.zeros((BINS, BINS))
    for number in range(BINS):
        reach[number, first[number] : last[number] + 1] = 1.0
    return Counts(*(reach @ part for part in (bins.n, bins.known, bins.made, bins.told, bins.points, bins.squares)))
