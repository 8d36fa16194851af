"""Sums and rates over possessions, each rate with its n and its 95 % interval.

A rate is sum(x) / sum(y) over the rows where both are known. Its interval is that of the ratio estimator
(Cochran, Sampling Techniques, ch. 6): variance of (x - r y), which allows for x and y moving together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.table import PossessionTable

Z_95 = 1.959964
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with its 95 % interval; None where the denominator is 0 or nothing is known."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A named rate: its words, its formula in words, and what it divides by what."""

    name: str
    title: str
    formula: str
    over: Callable[[PossessionTable], Floats]
    under: Callable[[PossessionTable], Floats]


def known(column: Array) -> Floats:
    """A column of counts as floats, -1 as NaN."""
    return np.where(column < 0, np.nan, column).astype(np.float64)


def _ones(table: PossessionTable) -> Floats:
    return np.ones(len(table))


MEASURES: tuple[Measure, ...] = (
    Measure("ppp", "PPP", "points / possessions", lambda t: known(t.points), _ones),
    Measure(
        "efg",
        "eFG%",
        "(field goals + 0.5 x threes made) / field-goal attempts",
        lambda t: known(t.fgm) + 0.5 * known(t.fg3m),
        lambda t: known(t.fga),
    ),
    Measure("tov_rate", "TOV%", "turnovers / possessions", lambda t: known(t.turnovers), _ones),
    Measure(
        "oreb_rate",
        "OREB%",
        "offensive rebounds / (offensive rebounds + the defence's rebounds of the same possessions)",
        lambda t: known(t.oreb),
        lambda t: known(t.oreb) + known(t.opponent_dreb),
    ),
    Measure(
        "ft_rate",
        "FT rate",
        "free-throw attempts / field-goal attempts",
        lambda t: known(t.fta),
        lambda t: known(t.fga),
    ),
)


def rate(over: Floats, under: Floats) -> Rate:
    """sum(over) / sum(under) over the rows where both are known, with the ratio estimator's interval."""
    both = ~(np.isnan(over) | np.isnan(under))
    x, y = over[both], under[both]
    n = len(x)
    total = float(y.sum())
    if not total:
        return Rate(None, None, None, n)
    value = float(x.sum()) / total
    if n < 2:
        return Rate(value, None, None, n)
    spread = float(((x - value * y) ** 2).sum())
    error = Z_95 * (spread * n / (n - 1)) ** 0.5 / total
    return Rate(value, value - error, value + error, n)


def total(column: Array, whole: Array | None = None) -> int | None:
    """The sum of a column of counts; None where any row is unknown, so that no sum is silently too small.

    Of no rows it is 0, but None where `whole`, the column that they were taken from, is unknown throughout.
    """
    if (column < 0).any():
        return None
    if not len(column) and whole is not None and (whole < 0).all():
        return None
    return int(column.sum(dtype=np.int64))


def rates(table: PossessionTable) -> dict[str, Rate]:
    """Every measure over the rows of a table, by name."""
    return {measure.name: rate(measure.over(table), measure.under(table)) for measure in MEASURES}
