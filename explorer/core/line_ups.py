"""Line-ups of five, numbered: the same five have one number whichever end they play at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.table import FIVE, Tables

Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class LineUps:
    """The number of the five on the floor for each side of every possession, -1 where not five are told.

    `fives` are the players' codes of every line-up in rising order, shape (line-ups, 5).
    """

    on: Codes
    against: Codes
    fives: NDArray[np.int32]


def line_ups(tables: Tables) -> LineUps:
    """Number the line-ups of all possessions."""
    table = tables.possessions
    both = np.sort(np.concatenate([table.on, table.against]), axis=1)
    # Sorted, an unknown place stands first, and one player twice beside himself.
    is_five = (both[:, 0] >= 0) & (both[:, 1:] != both[:, :-1]).all(axis=1)
    told = both[is_five]
    codes = np.zeros(len(told), np.int64)
    width = len(tables.names.players) + 1
    size = 1
    for place in range(FIVE):
        if size * width > 2**62:
            found, codes = np.unique(codes, return_inverse=True)
            size = len(found)
        codes = codes * width + told[:, place]
        size *= width
    _, first, places = np.unique(codes, return_index=True, return_inverse=True)
    numbers = np.full(len(both), -1, np.intp)
    numbers[is_five] = places
    count = len(table)
    return LineUps(numbers[:count], numbers[count:], told[first])
