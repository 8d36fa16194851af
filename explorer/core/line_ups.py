"""Line-ups of five, numbered: the same five have one number whichever end they play at."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.table import FIVE, Tables

Codes = NDArray[np.intp]

_SORTING = ((0, 1), (3, 4), (2, 4), (2, 3), (1, 4), (0, 3), (0, 2), (1, 3), (1, 2))
"""Comparisons that sort five: the network of Knuth, The Art of Computer Programming 3, 5.3.4."""


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
    five = [np.concatenate([table.on[:, place], table.against[:, place]]) for place in range(FIVE)]
    _sort_across(five)
    # Sorted, an unknown place stands first, and one player twice beside himself.
    is_five = five[0] >= 0
    for lower, higher in itertools.pairwise(five):
        is_five &= lower != higher
    told = [column[is_five] for column in five]
    packed = _packed(told, len(tables.names.players))
    distinct = np.unique(packed)
    # Line-ups are few beside rows: to look each up is quicker than the sort that an inverse takes.
    places = np.searchsorted(distinct, packed)
    first = np.zeros(len(distinct), np.intp)
    first[places] = np.arange(len(packed))
    numbers = np.full(len(is_five), -1, np.intp)
    numbers[is_five] = places
    fives = np.stack([column[first] for column in told], axis=1) if len(packed) else np.zeros((0, FIVE), np.int32)
    return LineUps(numbers[: len(table)], numbers[len(table) :], fives.astype(np.int32))


def _packed(columns: list[Array], players: int) -> NDArray[np.int64]:
    """A number that no other five of codes has; where it would be too large, what is there so far is renumbered."""
    packed = np.zeros(len(columns[0]), np.int64)
    size, width = 1, players + 1
    for column in columns:
        if size * width > 2**62:
            distinct = np.unique(packed)
            packed, size = np.searchsorted(distinct, packed), len(distinct)
        packed = packed * width + column
        size *= width
    return packed


def _sort_across(columns: list[Array]) -> None:
    """Sort every row of five columns."""
    for one, other in _SORTING:
        lower = np.minimum(columns[one], columns[other])
        columns[other] = np.maximum(columns[one], columns[other])
        columns[one] = lower
