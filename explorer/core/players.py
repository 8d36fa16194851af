"""What every player did: usage, TS%, points per shot, assists, turnovers, beside how long he was on the floor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.core import text
from explorer.core.both_ends import sorted_table
from explorer.core.breakdown import Sample
from explorer.core.finishing import count_of, lines, places, without_events
from explorer.core.grouping import Asked
from explorer.core.measures import Style
from explorer.core.metrics import Rates, known, shares
from explorer.core.result import Figure, Result, rate_figure

Floats = NDArray[np.float64]

UNTOLD = "The feed tells of no events: who did what is not known."
OF_SOME_SHOTS = "The question speaks of shots: usage and TS%, which go by all of them, are left out."


def players(sample: Sample) -> Result:
    """Every player who did something, with each team he did it for, by how often he finished a possession.

    Usage: (FGA + weight x FTA + turnovers) of the player while he is on the floor / those of his team meanwhile;
    unknown where a feed tells of no five. TS%: points / (2 x (FGA + weight x FTA)).
    """
    tables, rows = sample.tables, sample.rows
    has_events = bool(rows[tables.events.possession].any())
    line = lines(tables, rows, sample.shots)
    usage, on_floor = _usage(sample)
    if not has_events:
        line = without_events(line)
    tried = line.fga + tables.definitions.ft_weight_value * line.fta
    true_shooting = _plain(line.points, 2 * tried, tried)
    if sample.has_shot_terms or not has_events:
        usage, true_shooting = _unknown(usage), _unknown(true_shooting)
    parts = (line.fga, line.fta, line.turnovers, line.finished, line.assists)
    here = np.flatnonzero(np.any([part > 0 for part in parts], axis=0))
    is_told = bool((tables.possessions.assists[rows] >= 0).any())
    figures = [
        Figure("finished", "n", "Possessions he finished: last shot, free throw or turnover", *_counts(line.finished)),
        Figure("points", "pts", "Points of his shots and free throws", *_counts(line.points)),
        rate_figure("usage", "usage", "Share of his team's shots, free throws and turnovers while he is on the floor",
                    Style.SHARE, usage),
        rate_figure("ts", "TS%", "points / (2 x (FGA + weight x FTA))", Style.SHARE, true_shooting),
        Figure("fga", "FGA", "Field-goal attempts", *_counts(line.fga)),
        rate_figure("pps", "PPS", "points of field goals / field-goal attempts", Style.RATE,
                    _plain(line.shot_points, line.fga, line.fga)),
        Figure("fta", "FTA", "Free-throw attempts", *_counts(line.fta)),
        Figure("assists", "AST", "Assists", *_counts(line.assists if is_told else np.full(len(line.fga), np.nan))),
        Figure("turnovers", "TO", "Turnovers", *_counts(line.turnovers)),
        Figure("on_n", "n on", "Possessions on offence with him on the floor", *_counts(on_floor)),
    ]  # fmt: skip
    notes = [*([UNTOLD] if rows.any() and not has_events else []), *([OF_SOME_SHOTS] if sample.has_shot_terms else [])]
    names = tables.names
    count = max(len(names.players), 1)
    people, clubs = (
        [sample.book.player(key) for key in names.players],
        [
            *(sample.book.team_short(key) for key in names.teams),
            text.UNKNOWN,
        ],
    )
    asked, teams = Asked(people, names.players), Asked(clubs[:-1], names.teams)

    def term(place: int) -> str:
        team, who = divmod(int(here[place]), count)
        own = f"player={asked.name(who)}{asked.source([who])}"
        return own if team >= len(names.teams) else f"offence={teams.name(team)} {own}"

    labels = [(people[code % count], clubs[code // count]) for code in here.tolist()]
    size = np.nan_to_num(line.finished[here])
    return sorted_table(
        ("player", "team"), labels, [figure.taken(here) for figure in figures], term, size, "  ".join(notes)
    )


def _usage(sample: Sample) -> tuple[Rates, Floats]:
    """Each player's share of what his team used while he was on the floor, and how many possessions that was."""
    tables, weight = sample.tables, sample.tables.definitions.ft_weight_value
    table, count = tables.possessions, count_of(tables)
    team_used = known(table.fga) + weight * known(table.fta) + known(table.turnovers)
    told = np.flatnonzero(sample.rows & (table.on >= 0).all(axis=1) & ~np.isnan(team_used))
    mask = np.zeros(len(table), np.bool_)
    mask[told] = True
    own = lines(tables, mask, sample.shots & mask[tables.shots.possession], on_floor_only=True)
    of_team, on_floor = np.zeros(count), np.zeros(count)
    for column in table.on[told].T:
        where = places(tables, told, column) + 1
        of_team += np.bincount(where, team_used[told], minlength=count + 1)[1:]
        on_floor += np.bincount(where, minlength=count + 1)[1:]
    return shares(own.fga + weight * own.fta + own.turnovers, of_team), on_floor


def _counts(values: Floats) -> tuple[Style, Floats]:
    return Style.COUNT, values


def _plain(over: Floats, under: Floats, n: Floats) -> Rates:
    """A rate of sums alone, which has no interval."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(under > 0, over / under, np.nan)
    nothing = np.full(len(value), np.nan)
    return Rates(value, nothing, nothing, n)


def _unknown(rates: Rates) -> Rates:
    """The same rates as not known."""
    nothing = np.full(len(rates.value), np.nan)
    return Rates(nothing, nothing, nothing, rates.n)
