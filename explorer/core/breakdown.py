"""Possessions parted by the values of a field: counts, sums and rates of each group, all groups at once.

Each rate's interval is that of `metrics.rate`, worked out from sums per group (x, y, x2, y2, xy).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.metrics import MEASURES, Z_95, known
from explorer.core.table import PossessionTable
from explorer.core.written import Written

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GroupRates:
    """One measure over all groups: its value, half its 95 % interval, and over how many possessions; NaN unknown."""

    value: Floats
    half: Floats
    n: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The groups of a field in the order of its values, the unknown last; `codes` are those of the field (-1)."""

    codes: NDArray[np.intp]
    labels: tuple[str, ...]
    n: NDArray[np.int64]
    points: Floats
    share: Floats
    rates: dict[str, GroupRates]

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.codes)


def breakdown(table: PossessionTable, written: Written, mask: NDArray[np.bool_]) -> Breakdown:
    """Part the rows of a mask by a field's values; groups without a row are left out.

    Points are NaN where any of a group's are unknown: no sum is silently too small.
    """
    rows = table.take(mask)
    # The unknown comes first, as 0, so that every code is a place.
    places = written.codes[mask] + 1
    count = len(written.texts)
    sizes = np.bincount(places, minlength=count)
    keys = np.full(count, np.nan)
    keys[places] = written.sort_keys[mask]
    present = np.flatnonzero(sizes)
    order = present[np.argsort(keys[present], kind="stable")]
    scored = known(rows.points)
    # Of no rows at all, the sums are whole numbers.
    sums = np.bincount(places, np.nan_to_num(scored), minlength=count).astype(np.float64)
    sums[np.bincount(places, np.isnan(scored), minlength=count) > 0] = np.nan
    rates = {m.name: _rates(m.over(rows), m.under(rows), places, count, order) for m in MEASURES}
    total = max(int(sizes.sum()), 1)
    labels = tuple(written.texts[code - 1] for code in order.tolist())
    return Breakdown(order - 1, labels, sizes[order], sums[order], sizes[order] / total, rates)


def _rates(over: Floats, under: Floats, places: NDArray[np.intp], count: int, order: NDArray[np.intp]) -> GroupRates:
    both = ~(np.isnan(over) | np.isnan(under))
    x, y, at = over[both], under[both], places[both]

    def total(weights: Floats) -> Floats:
        sums = np.bincount(at, weights, minlength=count)[order]
        return sums.astype(np.float64)

    n = np.bincount(at, minlength=count)[order]
    sx, sy = total(x), total(y)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(sy > 0, sx / sy, np.nan)
        # Rounding can leave a spread of nothing a hair below zero.
        spread = np.maximum(total(x * x) - 2 * value * total(x * y) + value**2 * total(y * y), 0.0)
        half = np.where(n > 1, Z_95 * np.sqrt(spread * n / (n - 1)) / sy, np.nan)
    return GroupRates(value, np.where(np.isnan(value), np.nan, half), n)
