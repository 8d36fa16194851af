"""Rates with their n and their 95 % intervals, from sums.

A rate is sum(x) / sum(y) over the rows where both are known. Its interval is that of the ratio estimator (Cochran,
Sampling Techniques, ch. 6): the variance of (x - r y), which allows for x and y moving together. A true share, so
many of so many trials, has Wilson's interval (Wilson, 1927), which stays between 0 and 1. Differences of two
independent rates follow Newcombe (1998): each end from the distances of the ends of both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array

Z_95 = 1.959964
_NO_WIDTH = 1e-9
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with its 95 % interval; None where the denominator is 0 or nothing is known."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Moments:
    """How many rows are known, and their sums of x, y, x2, y2 and xy; arrays of one shape."""

    n: Floats
    x: Floats
    y: Floats
    xx: Floats
    yy: Floats
    xy: Floats


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates with the ends of their 95 % intervals and their n, arrays of one shape; NaN unknown."""

    value: Floats
    low: Floats
    high: Floats
    n: Floats

    def at(self, *place: int) -> Rate:
        """One of them."""
        value, low, high = (float(part[place]) for part in (self.value, self.low, self.high))
        return Rate(
            None if np.isnan(value) else value,
            None if np.isnan(low) else low,
            None if np.isnan(high) else high,
            int(self.n[place]),
        )


def ratios(moments: Moments) -> Rates:
    """sum(x) / sum(y) with the ratio estimator's interval; of one row alone there is none.

    Its n is what it is divided by: possessions, attempts, chances. Counts are never negative, so no end is below 0.
    """
    n, y = moments.n, moments.y
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(y > 0, moments.x / y, np.nan)
        # Rounding can leave a spread of nothing a hair below zero.
        spread = np.maximum(moments.xx - 2 * value * moments.xy + value**2 * moments.yy, 0.0)
        half = np.where(n > 1, Z_95 * np.sqrt(spread * n / (n - 1)) / y, np.nan)
    return Rates(value, np.maximum(value - half, 0.0), value + half, moments.y)


def shares(hits: Floats, trials: Floats) -> Rates:
    """So many hits of so many trials, with Wilson's interval; their n is the trials."""
    z2 = Z_95**2
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(trials > 0, hits / trials, np.nan)
        middle = (value + z2 / (2 * trials)) / (1 + z2 / trials)
        half = Z_95 / (1 + z2 / trials) * np.sqrt(value * (1 - value) / trials + z2 / (4 * trials**2))
    # Of no hits, or of hits alone, rounding can leave an end a hair beyond the share itself.
    return Rates(value, np.clip(middle - half, 0.0, value), np.clip(middle + half, value, 1.0), trials)


def rates_of(moments: Moments, is_share: NDArray[np.bool_]) -> Rates:
    """The rates of sums, Wilson's interval in the columns of shares; more hits than trials are no share."""
    found, wilson = ratios(moments), shares(moments.x, moments.y)
    chosen = is_share & (moments.x <= moments.y)
    return Rates(
        *(
            np.where(chosen, of_share, of_ratio)
            for of_share, of_ratio in (
                (wilson.value, found.value),
                (wilson.low, found.low),
                (wilson.high, found.high),
                (wilson.n, found.n),
            )
        )
    )


def never_certain(pps: Rates, fg: Rates, worth: Floats) -> Rates:
    """Points per shot whose interval has a width even where no shot or every shot went in.

    There the spread of the points is nothing, and the ratio estimator would be certain of two shots. Instead both ends
    are those of Wilson's interval of FG% times `worth`, the mean value of a shot; NaN where that is unknown.
    """
    with np.errstate(invalid="ignore"):
        is_all_or_none = (fg.value == 0) | ((fg.value == 1) & ~(pps.high - pps.low >= _NO_WIDTH))
    low, high = (np.where(is_all_or_none, end * worth, own) for end, own in ((fg.low, pps.low), (fg.high, pps.high)))
    return Rates(pps.value, low, high, pps.n)


def differences(first: Rates, second: Rates) -> Rates:
    """first - second of independent rates, with Newcombe's interval; n is the smaller."""
    gap = first.value - second.value
    down = np.hypot(first.value - first.low, second.high - second.value)
    up = np.hypot(first.high - first.value, second.value - second.low)
    return Rates(gap, gap - down, gap + up, np.minimum(first.n, second.n))


def known(column: Array) -> Floats:
    """A column of counts as floats, -1 as NaN."""
    return np.where(column < 0, np.nan, column).astype(np.float64)


def total(column: Array, whole: Array | None = None) -> int | None:
    """The sum of a column of counts; None where any row is unknown, so that no sum is silently too small.

    Of no rows it is 0, but None where `whole`, the column that they were taken from, is unknown throughout.
    """
    if (column < 0).any():
        return None
    if not len(column) and whole is not None and (whole < 0).all():
        return None
    return int(column.sum(dtype=np.int64))
