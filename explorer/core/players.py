"""What every player did: usage, TS%, points per shot, assists, turnovers, beside how long he was on the floor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.core import text
from explorer.core.both_ends import sorted_table
from explorer.core.breakdown import Sample
from explorer.core.finishing import lines, without_events
from explorer.core.grouping import Asked
from explorer.core.measures import Style
from explorer.core.metrics import Rates, known, shares
from explorer.core.result import Figure, Result, rate_figure

Floats = NDArray[np.float64]

UNTOLD = "The feed tells of no events: who did what is not known."


def players(sample: Sample) -> Result:
    """Every player who did something, by how often he finished a possession.

    Usage: (FGA + weight x FTA + turnovers) of the player / those of his team's possessions with him on the floor;
    unknown where a feed tells of no five. TS%: points / (2 x (FGA + weight x FTA)).
    """
    tables, rows = sample.tables, sample.rows
    line = lines(tables, rows, sample.shots)
    weight = tables.definitions.ft_weight_value
    # Usage is of what is known of the floor alone: elsewhere he may have been on it or not.
    table = tables.possessions
    team_used = known(table.fga) + weight * known(table.fta) + known(table.turnovers)
    told = rows & (table.on >= 0).all(axis=1) & ~np.isnan(team_used)
    with_floor = lines(tables, told, sample.shots & told[tables.shots.possession])
    used = with_floor.fga + weight * with_floor.fta + with_floor.turnovers
    of_team, on_floor = _on_floor(sample, told, team_used)
    if not (rows[tables.events.possession]).any():
        line = without_events(line)
    tried = line.fga + weight * line.fta
    keys = tables.names.players
    people = [sample.book.player(key) for key in keys]
    asked = Asked(people, keys)
    here = np.flatnonzero(
        (line.fga > 0) | (line.fta > 0) | (line.turnovers > 0) | (line.finished > 0) | (line.assists > 0)
    )
    is_told = bool((tables.possessions.assists[rows] >= 0).any())
    figures = [
        Figure("finished", "n", "Possessions he finished: last shot, free throw or turnover", *_counts(line.finished)),
        Figure("points", "pts", "Points of his shots and free throws", *_counts(line.points)),
        rate_figure("usage", "usage", "Share of his team's shots, free throws and turnovers while he is on the floor",
                    Style.SHARE, _capped(shares(used, of_team))),
        rate_figure("ts", "TS%", "points / (2 x (FGA + weight x FTA))", Style.SHARE,
                    _plain(line.points, 2 * tried, tried)),
        Figure("fga", "FGA", "Field-goal attempts", *_counts(line.fga)),
        rate_figure("pps", "PPS", "points of field goals / field-goal attempts", Style.RATE,
                    _plain(line.shot_points, line.fga, line.fga)),
        Figure("fta", "FTA", "Free-throw attempts", *_counts(line.fta)),
        Figure("assists", "AST", "Assists", *_counts(line.assists if is_told else np.full(len(keys), np.nan))),
        Figure("turnovers", "TO", "Turnovers", *_counts(line.turnovers)),
        Figure("on_n", "n on", "Possessions on offence with him on the floor", *_counts(on_floor)),
    ]  # fmt: skip
    return sorted_table(
        ("player", "team"),
        [(people[code], _team(sample, code)) for code in here.tolist()],
        [figure.taken(here) for figure in figures],
        lambda place: f"player={asked.name(int(here[place]))}{asked.source([int(here[place])])}",
        line.finished[here],
        UNTOLD if rows.any() and not rows[tables.events.possession].any() else "",
    )


def _counts(values: Floats) -> tuple[Style, Floats]:
    return Style.COUNT, values


def _plain(over: Floats, under: Floats, n: Floats) -> Rates:
    """A rate of sums alone, which has no interval."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(under > 0, over / under, np.nan)
    nothing = np.full(len(value), np.nan)
    return Rates(value, nothing, nothing, n)


def _capped(rates: Rates) -> Rates:
    """A share of more than all is none: somebody did things while he was not told to be on the floor."""
    is_share = ~(rates.value > 1)
    value, low, high = (np.where(is_share, part, np.nan) for part in (rates.value, rates.low, rates.high))
    return Rates(value, low, high, rates.n)


def _on_floor(sample: Sample, rows: NDArray[np.bool_], team_used: Floats) -> tuple[Floats, Floats]:
    """The team's shots, free throws and turnovers with each player on the floor, and how many possessions."""
    table, count = sample.tables.possessions, len(sample.tables.names.players)
    used = team_used[rows]
    of_team, on_floor = np.zeros(count), np.zeros(count)
    for place in table.on[rows].T:
        of_team += np.bincount(place + 1, used, minlength=count + 1)[1:]
        on_floor += np.bincount(place + 1, minlength=count + 1)[1:]
    return of_team, on_floor


def _team(sample: Sample, code: int) -> str:
    """The team that a player was last seen with on the floor."""
    teams = sample.lookups.once("teams of players", lambda: _teams(sample))
    found = int(teams[code])
    return sample.book.team_short(sample.tables.names.teams[found]) if found >= 0 else text.UNKNOWN


def _teams(sample: Sample) -> NDArray[np.intp]:
    table = sample.tables.possessions
    found = np.full(len(sample.tables.names.players) + 1, -1, np.intp)
    for five, team in ((table.against, table.defence), (table.on, table.offence)):
        for place in five.T:
            found[place] = team
    # Nobody on the floor belongs to nobody.
    found[-1] = -1
    return found
