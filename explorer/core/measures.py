"""Every rate that is shown: its words, its formula, and what it divides by what; declared once, used by all.

Formulas: those of SOURCE; variants by `core/definitions.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from explorer.core import text
from explorer.core.definitions import Definitions

Floats = NDArray[np.float64]

SOURCE = "Kubatko, Oliver, Pelton and Rosenbaum, “A starting point for analyzing basketball statistics”, 2007"
"""Where the formulas are from."""


class Style(Enum):
    """How a figure is written."""

    COUNT = "count"
    TENTHS = "tenths"
    RATE = "rate"
    SHARE = "share"
    NET = "net"

    def write(self, value: float) -> str:
        """A value as text; NaN as `-`."""
        match self:
            case Style.COUNT:
                return f"{value:,.0f}" if value == value else text.UNKNOWN
            case Style.TENTHS:
                return text.number(value, 1)
            case Style.RATE:
                return text.number(value, 2)
            case Style.SHARE:
                return text.share(value, 1)
            case Style.NET:
                return text.signed(value, 1)

    def write_difference(self, value: float) -> str:
        """A difference of two such values, always with its sign; shares in points of a per cent."""
        match self:
            case Style.RATE:
                return text.signed(value, 2)
            case Style.SHARE:
                return text.signed(value * 100, 1)
            case _:
                return text.signed(value, 1)


@dataclass(frozen=True, slots=True)
class Box:
    """Counts by name, each an array of one shape, NaN where unknown; with the definitions in force."""

    counts: Mapping[str, Floats]
    definitions: Definitions

    def __getitem__(self, name: str) -> Floats:
        """The counts of a name."""
        return self.counts[name]

    @property
    def one(self) -> Floats:
        """1 a possession."""
        return np.ones(len(self.counts["points"]))


@dataclass(frozen=True, slots=True)
class Measure:
    """A named rate of possessions: sum(over) / sum(under) over the rows where both are known.

    `is_share` says that it is so many of so many trials: its interval is Wilson's.
    """

    name: str
    title: str
    formula: str
    over: Callable[[Box], Floats]
    under: Callable[[Box], Floats]
    style: Style = Style.SHARE
    is_share: bool = False
    is_default: bool = True
    needs_all_shots: bool = False
    """Whether it sets free throws or all points beside shots, so that it means nothing of some shots alone."""


def _free_throws(box: Box) -> Floats:
    return box["ftm"] if box.definitions.ft_rate == "ftm" else box["fta"]


MEASURES: tuple[Measure, ...] = (
    Measure("ppp", "PPP", "points / possessions", lambda b: b["points"], lambda b: b.one, Style.RATE),
    Measure(
        "ppc",
        "PPC",
        "points / chances, where the feed tells of chances",
        lambda b: b["points"],
        lambda b: b["chances"],
        Style.RATE,
        is_default=False,
    ),
    Measure(
        "efg",
        "eFG%",
        "(field goals + 0.5 x threes made) / field-goal attempts",
        lambda b: b["fgm"] + 0.5 * b["fg3m"],
        lambda b: b["fga"],
    ),
    Measure(
        "ts",
        "TS%",
        "points / (2 x (field-goal attempts + weight x free-throw attempts))",
        lambda b: b["points"],
        lambda b: 2 * (b["fga"] + b.definitions.ft_weight_value * b["fta"]),
        is_default=False,
        needs_all_shots=True,
    ),
    Measure("tov_rate", "TOV%", "turnovers / possessions", lambda b: b["turnovers"], lambda b: b.one, is_share=True),
    Measure(
        "oreb_rate",
        "OREB%",
        "offensive rebounds / (offensive rebounds + the defence's rebounds of the same possessions)",
        lambda b: b["oreb"],
        lambda b: b["oreb"] + b["opponent_dreb"],
        is_share=True,
    ),
    Measure(
        "ft_rate",
        "FT rate",
        "free-throw attempts, or by definition those made / field-goal attempts",
        _free_throws,
        lambda b: b["fga"],
        Style.RATE,
        needs_all_shots=True,
    ),
    Measure(
        "fg3a_rate",
        "3PA rate",
        "three-point attempts / field-goal attempts",
        lambda b: b["fg3a"],
        lambda b: b["fga"],
        is_share=True,
    ),
    Measure(
        "fg_pct",
        "FG%",
        "field goals / field-goal attempts",
        lambda b: b["fgm"],
        lambda b: b["fga"],
        is_share=True,
        is_default=False,
    ),
)
"""The rates of possessions."""

BOX: tuple[str, ...] = (
    *("points", "fga", "fgm", "fg3a", "fg3m", "fta", "ftm"),
    *("turnovers", "oreb", "opponent_dreb", "chances", "assists"),
)
"""The counts of a possession that the measures go by."""
SHOT_COUNTS: tuple[str, ...] = ("fga", "fgm", "fg3a", "fg3m")
"""Those of them that are counted over single shots where a question speaks of shots."""
