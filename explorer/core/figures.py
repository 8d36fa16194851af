"""The figures of groups: what a breakdown tells of possessions, and what of shots."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.clock import HALVES
from explorer.core.columns import Array
from explorer.core.measures import MEASURES, Measure, Style
from explorer.core.metrics import Moments, Rates, known, rates_of, ratios, shares
from explorer.core.names import NameBook
from explorer.core.query_lookups import Lookups
from explorer.core.query_names import zone_codes
from explorer.core.result import Figure, rate_figure
from explorer.core.seasons import HALF_S, quarter_lengths_s
from explorer.core.sums import Codes, Kinds, direct, means, moments, possession_kinds
from explorer.core.table import Tables
from explorer.core.zones import BASIC

Floats = NDArray[np.float64]

_COUNTS: tuple[tuple[str, str, str], ...] = (
    ("fga", "FGA", "Field-goal attempts"),
    ("fgm", "FGM", "Field goals made"),
    ("fg3a", "3PA", "Three-point attempts"),
    ("fg3m", "3PM", "Threes made"),
    ("fta", "FTA", "Free-throw attempts"),
    ("ftm", "FTM", "Free throws made"),
    ("turnovers", "TO", "Turnovers"),
    ("oreb", "OREB", "Offensive rebounds"),
    ("assists", "AST", "Assists"),
)
"""Counts that are shown as sums, by the names of BOX, with their headings and words."""
_MIX = tuple(f"mix_{zone.name}" for zone in BASIC.zones)
FORMS = {"": "", "game": " a game", "100": " per 100 possessions"}


@dataclass(frozen=True, slots=True)
class Counted:
    """Row numbers with the group of each, from 0 to `count`; a row stands once for each group it is in."""

    rows: Codes
    groups: Codes
    count: int

    def sizes(self) -> Floats:
        """How many rows each group has."""
        return np.bincount(self.groups, minlength=self.count).astype(np.float64)

    def sum(self, values: Array) -> Floats:
        """The sum of a value of each row by group; NaN where any of it is."""
        return np.bincount(self.groups, values, minlength=self.count).astype(np.float64)


def possession_figures(
    tables: Tables,
    counted: Counted,
    kinds: Kinds,
    lookups: Lookups,
    shots: Array,
    per: str,
    wanted: Collection[str] | None,
    *,
    is_of_some_shots: bool = False,
) -> list[Figure]:
    """Everything that is told of possessions; `kinds` are those of the counted rows, `shots` those that count.

    `is_of_some_shots` where field goals are counted over some shots alone: what needs all of them is unknown.

    `per` is empty for sums, `game` or `100` for counts a game or per 100 possessions.
    """

    def is_wanted(*names: str) -> bool:
        return wanted is None or any(name in wanted for name in names)

    n = counted.sizes()
    games = _games(tables, counted) if is_wanted("games") or per == "game" else n
    figures = [Figure("n", "n", "Possessions", Style.COUNT, n)]
    if per == "game":
        figures.append(Figure("n_game", "n/game", "Possessions a game", Style.TENTHS, n / np.maximum(games, 1)))
    measures = [m for m in MEASURES if is_wanted(m.name) or m.name == "ppp"]
    sums = moments(kinds, counted.groups, counted.count, measures, tables.definitions)
    figures.append(_count_figure("points", "pts", "Points", _sum_of(sums, 0, n), n, games, per))
    rates = rates_of(sums, np.array([measure.is_share for measure in measures]))
    for place, measure in enumerate(measures):
        found = Rates(*(part[:, place] for part in _parts(rates)))
        if is_of_some_shots and measure.needs_all_shots:
            nothing = np.full(counted.count, np.nan)
            found = Rates(nothing, nothing, nothing, np.zeros(counted.count))
        figures += _rate_figures(measure, found)
    if is_wanted("games"):
        figures.append(Figure("games", "games", "Games with such possessions", Style.COUNT, games, is_default=False))
    if is_wanted("duration"):
        figures.append(_duration(tables, counted, lookups))
    if is_wanted("pace"):
        figures.append(_pace(tables, counted))
    if is_wanted(*_MIX):
        figures += _mix(tables, counted, lookups, shots)
    if is_wanted(*(name for name, *_ in _COUNTS)):
        box = kinds.box(tables.definitions)
        for name, title, tip in _COUNTS:
            if is_wanted(name):
                values = counted.sum(box[name][kinds.codes])
                figures.append(_count_figure(name, title, tip, values, n, games, per, is_default=False))
    return figures


def _parts(rates: Rates) -> tuple[Floats, Floats, Floats, Floats]:
    return rates.value, rates.low, rates.high, rates.n


def _rate_figures(measure: Measure, rates: Rates) -> list[Figure]:
    figure = rate_figure(
        measure.name, measure.title, measure.formula, measure.style, rates, is_default=measure.is_default
    )
    if measure.name not in ("ppp", "ppc"):
        return [figure]
    half = (rates.high - rates.low) / 2
    tip = f"Half of the 95 % interval of {measure.title}: the true rate lies within this of it, 19 times in 20"
    title = "±" if measure.name == "ppp" else "± PPC"
    return [
        figure,
        Figure(
            f"{measure.name}_half",
            title,
            tip,
            Style.RATE,
            half,
            n=rates.n,
            is_default=measure.is_default,
            half_of=measure.name,
        ),
    ]


def _sum_of(sums: Moments, place: int, n: Floats) -> Floats:
    """The sum of a measure's numerator; NaN where some row is unknown, so that no sum is silently too small."""
    return np.where(sums.n[:, place] < n, np.nan, sums.x[:, place])


def _count_figure(
    name: str,
    title: str,
    tip: str,
    values: Floats,
    n: Floats,
    games: Floats,
    per: str,
    *,
    is_default: bool = True,
) -> Figure:
    words = f"{tip}{FORMS[per]}"
    if per == "game":
        return Figure(name, f"{title}/game", words, Style.TENTHS, values / np.maximum(games, 1), is_default=is_default)
    if per == "100":
        made = 100 * values / np.maximum(n, 1)
        return Figure(name, f"{title}/100", words, Style.TENTHS, made, is_default=is_default)
    return Figure(name, title, words, Style.COUNT, values, is_default=is_default)


def _games(tables: Tables, counted: Counted) -> Floats:
    """In how many games each group has rows."""
    width = len(tables.names.games) + 1
    pairs = np.unique(counted.groups * width + tables.possessions.game[counted.rows])
    return np.bincount(pairs // width, minlength=counted.count).astype(np.float64)


def _duration(tables: Tables, counted: Counted, lookups: Lookups) -> Figure:
    """Mean seconds of a possession."""
    seconds = lookups.once("seconds", lambda: tables.possessions.duration_s.astype(np.float64))
    rates = ratios(means(counted.groups, counted.count, seconds[counted.rows]))
    return rate_figure("duration", "sec", "Mean seconds of a possession", Style.TENTHS, rates)


def _pace(tables: Tables, counted: Counted) -> Figure:
    """How many possessions a team would have in a game's regular time, if all took as long as these."""
    table = tables.possessions
    seconds = table.duration_s[counted.rows].astype(np.float64)
    regulation = table.regulation[counted.rows].astype(np.float64)
    quarters = quarter_lengths_s(tables)[table.game[counted.rows]] if len(table) else seconds
    length = np.where(regulation == HALVES, 2 * HALF_S, regulation * quarters)
    length[regulation < 1] = np.nan
    rates = ratios(direct(counted.groups, counted.count, length / 2, seconds))
    tip = "Possessions of a team in a game's regular time, if all took as long as these"
    return rate_figure("pace", "pace", tip, Style.TENTHS, _column(rates), is_default=False)


def _column(rates: Rates) -> Rates:
    return Rates(*(part[:, 0] for part in _parts(rates)))


def _mix(tables: Tables, counted: Counted, lookups: Lookups, shots: Array) -> list[Figure]:
    """Which part of the shots whose place is known was taken from each zone."""
    codes: Array = lookups.once("zones", lambda: zone_codes(tables))
    table, zones = tables.shots, len(BASIC.zones)
    placed = np.flatnonzero(shots & (codes >= 0))
    by_row = np.bincount(table.possession[placed] * zones + codes[placed], minlength=len(tables.possessions) * zones)
    counts = by_row.reshape(-1, zones)[counted.rows]
    hits = np.stack([counted.sum(counts[:, zone]) for zone in range(zones)], axis=1)
    rates = shares(hits, np.repeat(hits.sum(axis=1)[:, None], zones, axis=1))
    return [
        rate_figure(
            name,
            zone.title,
            f"Share of the shots: {zone.title.lower()}",
            Style.SHARE,
            Rates(*(part[:, place] for part in _parts(rates))),
            is_default=False,
        )
        for place, (name, zone) in enumerate(zip(_MIX, BASIC.zones, strict=True))
    ]


COUNTS: frozenset[str] = frozenset(name for name, *_ in _COUNTS)
"""The figures that are sums."""
RATES: frozenset[str] = frozenset({"duration", "pace", *_MIX, *(measure.name for measure in MEASURES)})
"""The figures of possessions that can lie beside a baseline."""
DEFAULTS: frozenset[str] = frozenset({"duration", *(measure.name for measure in MEASURES if measure.is_default)})
"""The figures of possessions that are shown unless others are chosen."""


def titles(figures: Iterable[Figure]) -> dict[str, str]:
    """Figures by name, with the words they are offered by."""
    return {figure.name: f"{figure.title}: {figure.tip}" for figure in figures if figure.name != "n"}


def all_figures() -> list[Figure]:
    """Every figure of possessions there is, of no rows."""
    nothing = np.zeros(0, np.intp)
    tables = Tables.empty()
    counted = Counted(nothing, nothing, 1)
    lookups = Lookups(NameBook())
    return possession_figures(tables, counted, possession_kinds(tables), lookups, np.zeros(0, np.bool_), "", None)


def shot_figures(tables: Tables, counted: Counted, wanted: Collection[str] | None) -> list[Figure]:
    """Everything that is told of shots, or what is wanted of it."""
    table = tables.shots
    made = known(table.made[counted.rows])
    value = known(table.value[counted.rows])
    one = np.ones(len(counted.rows))
    n = counted.sizes()

    def is_wanted(*names: str) -> bool:
        return wanted is None or any(name in wanted for name in names)

    def ratio(over: Floats, under: Floats) -> Rates:
        return _column(ratios(direct(counted.groups, counted.count, over, under)))

    def share(hits: Floats) -> Rates:
        is_told = ~np.isnan(hits)
        return shares(counted.sum(np.where(is_told, hits, 0.0)), counted.sum(is_told.astype(np.float64)))

    def is_three() -> Floats:
        return np.where(np.isnan(value), np.nan, value == 3)

    figures = [Figure("n", "n", "Shots", Style.COUNT, n)]
    if is_wanted("points"):
        figures.append(Figure("points", "pts", "Points of these shots", Style.COUNT, counted.sum(made * value)))
    if is_wanted("pps", "pps_half"):
        pps = ratio(made * value, one)
        half = (pps.high - pps.low) / 2
        tip = "Half of the 95 % interval of PPS"
        figures.append(rate_figure("pps", "PPS", "points of shots / shots", Style.RATE, pps))
        figures.append(Figure("pps_half", "±", tip, Style.RATE, half, n=pps.n, half_of="pps"))
    rates: tuple[tuple[str, str, str, Style, Callable[[], Rates], bool], ...] = (
        ("fg_pct", "FG%", "made / shots", Style.SHARE, lambda: share(made), True),
        (
            "efg",
            "eFG%",
            "(made + 0.5 x threes made) / shots",
            Style.SHARE,
            lambda: ratio(made * (1 + 0.5 * is_three()), one),
            True,
        ),
        ("fg3a_rate", "3PA rate", "threes / shots", Style.SHARE, lambda: share(is_three()), True),
        (
            "blocked",
            "blk%",
            "blocked / shots",
            Style.SHARE,
            lambda: share(known(table.is_blocked[counted.rows])),
            False,
        ),
        (
            "distance",
            "ft",
            "Mean distance in feet",
            Style.TENTHS,
            lambda: ratio(table.distance_ft[counted.rows].astype(np.float64), one),
            True,
        ),
        (
            "into",
            "sec in",
            "Mean seconds into the possession",
            Style.TENTHS,
            lambda: ratio(table.into_s[counted.rows].astype(np.float64), one),
            False,
        ),
    )
    figures += [
        rate_figure(name, title, tip, style, make(), is_default=is_default)
        for name, title, tip, style, make, is_default in rates
        if is_wanted(name)
    ]
    return [figure for figure in figures if figure.name == "n" or is_wanted(figure.name)]
