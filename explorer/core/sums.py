"""Sums of every measure by group, quick over hundreds of thousands of possessions.

The counts of a possession are small numbers, so few different rows of them occur: a season has some thousand. Every
possession is known by the number of its kind of row, groups are counted by kind, and the sums of x, y, x2, y2 and
xy of all measures follow from one product of matrices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.definitions import Definitions
from explorer.core.measures import BOX, SHOT_COUNTS, Box, Measure
from explorer.core.metrics import Moments
from explorer.core.table import Tables

Codes = NDArray[np.intp]
Floats = NDArray[np.float64]

_MOST_PLACES = 1 << 20
"""A table of places this large is still quick to fill."""
_MOST_CELLS = 1 << 22
"""Groups times kinds of rows up to which they are counted all at once."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Every row's kind, and the counts that a kind stands for, a column a name of BOX; -1 unknown."""

    codes: Codes
    counts: NDArray[np.int64]

    def box(self, definitions: Definitions) -> Box:
        """The counts of every kind, NaN where unknown."""
        values = np.where(self.counts < 0, np.nan, self.counts).astype(np.float64)
        return Box({name: values[:, place] for place, name in enumerate(BOX)}, definitions)

    def take(self, rows: Array) -> Kinds:
        """The kinds of some rows."""
        return Kinds(self.codes[rows], self.counts)


def kinds_of(columns: Sequence[Array]) -> Kinds:
    """Number the different rows of some columns of whole numbers from -1 on; one column a name of BOX."""
    codes = np.zeros(len(columns[0]), np.int64)
    size = 1
    for column in columns:
        width = int(column.max(initial=-1)) + 2
        if size * width > _MOST_PLACES:
            codes, size = _closed_up(codes, size)
        codes = codes * width + column + 1
        size *= width
    codes, size = _closed_up(codes, size)
    first = np.zeros(size, np.intp)
    # Of the rows of a kind any one tells its counts.
    first[codes] = np.arange(len(codes))
    counts = np.stack([column[first] if len(column) else np.zeros(0) for column in columns], axis=1)
    return Kinds(codes, counts.astype(np.int64))


def _closed_up(codes: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], int]:
    """The same codes without those that no row has."""
    if size > 16 * _MOST_PLACES:
        found, codes = np.unique(codes, return_inverse=True)
        return codes.astype(np.int64), len(found)
    is_met = np.zeros(size, np.bool_)
    is_met[codes] = True
    places = np.cumsum(is_met) - 1
    return places[codes], int(places[-1]) + 1 if size else 0


def possession_kinds(tables: Tables, shots: Array | None = None) -> Kinds:
    """The kinds of all possessions; with a mask of `shots`, field goals are counted over these alone."""
    table = tables.possessions
    columns = {name: getattr(table, name) for name in BOX}
    if shots is not None:
        columns.update(zip(SHOT_COUNTS, _shot_counts(tables, shots), strict=True))
    return kinds_of([columns[name] for name in BOX])


def _shot_counts(tables: Tables, shots: Array) -> list[Array]:
    """Attempts, makes, three-point attempts and makes of some shots, by possession; -1 where one is not told."""
    table, count = tables.shots, len(tables.possessions)
    owner, made, value = table.possession[shots], table.made[shots], table.value[shots]

    def told(of: Array, unknown: Array) -> Array:
        found = np.bincount(owner[of], minlength=count)
        found[owner[unknown]] = -1
        return found

    is_three = value == 3
    return [
        np.bincount(owner, minlength=count),
        told(made == 1, made < 0),
        told(is_three, value < 0),
        told(is_three & (made == 1), (value < 0) | (is_three & (made < 0))),
    ]


def moments(kinds: Kinds, groups: Codes, count: int, measures: Sequence[Measure], definitions: Definitions) -> Moments:
    """The sums of every measure by group, each row's from 0 to `count`; shape (groups, measures)."""
    box = kinds.box(definitions)
    x = np.stack([measure.over(box) for measure in measures], axis=1)
    y = np.stack([measure.under(box) for measure in measures], axis=1)
    is_known = ~(np.isnan(x) | np.isnan(y))
    x, y = np.where(is_known, x, 0.0), np.where(is_known, y, 0.0)
    parts = np.concatenate([is_known, x, y, x * x, y * y, x * y], axis=1).astype(np.float64)
    if count * len(parts) <= _MOST_CELLS:
        places = groups * len(parts) + kinds.codes
        counted = np.bincount(places, minlength=count * len(parts)).reshape(count, len(parts))
        sums = counted.astype(np.float64) @ parts
    else:
        sums = np.stack(
            [np.bincount(groups, column[kinds.codes], minlength=count) for column in np.ascontiguousarray(parts.T)],
            axis=1,
        )
    return Moments(*np.split(sums, 6, axis=1))


def direct(groups: Codes, count: int, over: Floats, under: Floats) -> Moments:
    """The sums of one rate whose parts are no small numbers; shape (groups, 1)."""
    is_known = ~(np.isnan(over) | np.isnan(under))
    x, y = np.where(is_known, over, 0.0), np.where(is_known, under, 0.0)
    parts = (is_known.astype(np.float64), x, y, x * x, y * y, x * y)
    return Moments(*(np.bincount(groups, part, minlength=count)[:, None] for part in parts))


def means(groups: Codes, count: int, values: Floats) -> Moments:
    """The sums of a value over so many rows; shape (groups,). Quicker than `direct` with ones."""
    is_known = ~np.isnan(values)
    if not is_known.all():
        groups, values = groups[is_known], values[is_known]
    if count == 1:
        n, x, xx = (np.array([float(part)]) for part in (len(values), values.sum(), values @ values))
    else:
        n = np.bincount(groups, minlength=count).astype(np.float64)
        x = np.bincount(groups, values, minlength=count)
        xx = np.bincount(groups, values * values, minlength=count)
    return Moments(n, x, n, xx, n, x)
