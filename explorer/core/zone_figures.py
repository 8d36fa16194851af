"""What was shot from every zone, and how that lies beside a baseline: attempts, their share, FG%, points per shot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from explorer.core import zone_outlines
from explorer.core.breakdown import Sample, breakdown
from explorer.core.court import Court
from explorer.core.grouping import Grouping
from explorer.core.groupings import BY_NAME
from explorer.core.measures import Style
from explorer.core.metrics import Rate, Rates, differences, never_certain, shares
from explorer.core.result import Result
from explorer.core.table import ShotTable
from explorer.core.zone_outlines import Outlines
from explorer.core.zone_traces import traced
from explorer.core.zones import BASIC, NBA14, Scheme

_WANTED = ("fg_pct", "pps", "fg3a_rate")
NOTHING = Rate(None, None, None, 0)


@dataclass(frozen=True, slots=True)
class Zoning:
    """A way to part the floor that the court can show: its name in settings, its words, and the grouping of its shots.

    `scheme` where it is worked out from places; else `column` holds the feed's own numbers.
    """

    name: str
    title: str
    grouping: Grouping
    scheme: Scheme | None = None
    column: str = ""

    def term(self, code: int) -> str:
        """The question for the shots of one of its zones."""
        if self.scheme is not None:
            return f"zone:{self.scheme.zones[code].name}"
        return f"zone:{code}" if self.column == "zone" else f"shot.{self.column}={code}"

    def outlines(self, court: Court, shots: ShotTable) -> Outlines:
        """Where its zones lie; of the feed's own numbers, where these shots show them."""
        if self.scheme is not None:
            return zone_outlines.outlines(self.scheme, court)
        return traced(court, shots.x_ft, shots.y_ft, getattr(shots, self.column))


ZONINGS: Mapping[str, Zoning] = {
    zoning.name: zoning
    for zoning in (
        Zoning("basic", BASIC.title, BY_NAME["zone"], BASIC),
        Zoning("nba14", NBA14.title, BY_NAME["area"], NBA14),
        Zoning("zone_number", "The feed's zones", BY_NAME["zone_number"], column="zone"),
        Zoning("advanced_zone", "The feed's advanced zones", BY_NAME["advanced_zone"], column="advanced_zone"),
    )
}
"""The ways to part the floor, in the order of the menus."""


@dataclass(frozen=True, slots=True)
class ZoneFigure:
    """What was shot from one zone; `term` is the question for its shots, `code` -1 that of shots of no known zone.

    `share` is that of all shots of a known zone. `base_...` are the baseline's, `gap` is points per shot less the
    baseline's, with Newcombe's interval where the two have no shot in common; all NOTHING without a baseline.
    Where no shot or every shot went in, the interval of `pps` is Wilson's of FG% times the mean value of a shot.
    """

    code: int
    title: str
    term: str
    attempts: int
    share: Rate
    fg: Rate
    pps: Rate
    base_attempts: int = 0
    base_share: Rate = NOTHING
    base_fg: Rate = NOTHING
    base_pps: Rate = NOTHING
    gap: Rate = NOTHING


@dataclass(frozen=True, slots=True)
class ZoneFigures:
    """The figures of every zone with a shot of the sample or of the baseline, in the order of their codes.

    `unknown` are the shots of no known zone; `total` are all shots, `base_total` all of the baseline.
    """

    zoning: Zoning
    zones: tuple[ZoneFigure, ...] = ()
    unknown: int = 0
    total: int = 0
    base_total: int = 0
    pps: Rate = NOTHING
    base_pps: Rate = NOTHING
    has_baseline: bool = False
    is_independent: bool = False
    """Whether sample and baseline have no shot in common, so that differences have an interval."""

    def of(self, code: int) -> ZoneFigure | None:
        """The figures of a zone by its code; None where there is no shot."""
        return next((zone for zone in self.zones if zone.code == code), None)


@dataclass(frozen=True, slots=True)
class _Side:
    """One sample by zone: places in the arrays by code."""

    place: Mapping[int, int]
    attempts: Rates
    fg: Rates
    pps: Rates
    whole: Rate
    terms: Result

    def at(self, rates: Rates, code: int) -> Rate:
        return rates.at(self.place[code]) if code in self.place else NOTHING


def zone_figures(sample: Sample, zoning: Zoning, baseline: Sample | None = None) -> ZoneFigures:
    """The shots of a sample by zone, beside those of a baseline."""
    own = _side(sample, zoning)
    base = None if baseline is None else _side(baseline, zoning)
    is_independent = baseline is not None and not _shares_shots(sample, baseline)
    codes = sorted({*own.place, *(() if base is None else base.place)} - {-1})
    zones = tuple(_figure(code, own, base, is_independent) for code in codes)
    return ZoneFigures(
        zoning,
        zones,
        own.at(own.attempts, -1).n if -1 in own.place else 0,
        int(sample.shots.sum()),
        0 if baseline is None else int(baseline.shots.sum()),
        own.whole,
        NOTHING if base is None else base.whole,
        baseline is not None,
        is_independent,
    )


def _side(sample: Sample, zoning: Zoning) -> _Side:
    # All shots of the loaded games are the baseline again and again, whatever is asked.
    if sample.shots.all():
        return sample.lookups.once(("zone figures", zoning.name), lambda: _parted(sample, zoning))
    return _parted(sample, zoning)


def _parted(sample: Sample, zoning: Zoning) -> _Side:
    result = breakdown(sample, [zoning.grouping], wanted=_WANTED)
    codes = [code for (code,) in result.codes]
    n = result.figure("n").value
    known = n[np.array(codes, np.intp) >= 0].sum() if codes else 0.0
    parts = shares(n, np.full(len(n), known))
    # What a share has for its n is what it is a share of; here the attempts themselves are wanted too.
    attempts = Rates(parts.value, parts.low, parts.high, n)
    fg = result.figure("fg_pct").rates()
    worth = 2.0 + result.figure("fg3a_rate").value
    return _Side(
        {code: place for place, code in enumerate(codes)},
        attempts,
        fg,
        never_certain(result.figure("pps").rates(), fg, worth),
        next(figure for figure in result.whole if figure.name == "pps").rates().at(0),
        result,
    )


def _figure(code: int, own: _Side, base: _Side | None, is_independent: bool) -> ZoneFigure:
    side = own if code in own.place or base is None else base
    place = side.place[code]
    share = own.at(own.attempts, code)
    figure = ZoneFigure(
        code,
        side.terms.labels[place][0],
        side.terms.terms[place],
        share.n,
        share,
        own.at(own.fg, code),
        own.at(own.pps, code),
    )
    if base is None:
        return figure
    base_share, base_pps = base.at(base.attempts, code), base.at(base.pps, code)
    return ZoneFigure(
        figure.code,
        figure.title,
        figure.term,
        figure.attempts,
        figure.share,
        figure.fg,
        figure.pps,
        base_share.n,
        base_share,
        base.at(base.fg, code),
        base_pps,
        _gap(own, base, code, is_independent),
    )


def _gap(own: _Side, base: _Side, code: int, is_independent: bool) -> Rate:
    """Points per shot of a zone less the baseline's."""
    if code not in own.place or code not in base.place:
        return NOTHING
    first, second = (
        Rates(*(part[[side.place[code]]] for part in (side.pps.value, side.pps.low, side.pps.high, side.pps.n)))
        for side in (own, base)
    )
    gap = differences(first, second).at(0)
    return gap if is_independent else Rate(gap.value, None, None, gap.n)


def _shares_shots(first: Sample, second: Sample) -> bool:
    """Whether some shot is in both: possessions are known by their keys where the tables are not the same."""
    if first.tables.possessions is second.tables.possessions:
        return bool((first.shots & second.shots).any())
    own, other = (one.tables.possessions.key[one.tables.shots.possession[one.shots]] for one in (first, second))
    return bool(np.isin(own, other).any())


def written(rate: Rate, style: Style) -> str:
    """A rate with its interval and its n, for the pointer: `1.12 (0.98 to 1.26, n 84)`."""
    if rate.value is None:
        return style.write(float("nan"))
    n = f"n {rate.n:,}"
    if rate.low is None or rate.high is None:
        return f"{style.write(rate.value)} ({n})"
    return f"{style.write(rate.value)} ({style.write(rate.low)} to {style.write(rate.high)}, {n})"
