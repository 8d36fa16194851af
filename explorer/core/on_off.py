"""On and off the floor: what a team does at both ends with a player, or a set of players, and without.

Of a team's possessions at one end those are "on" where the five are known and all of the set stand there, "off"
where the five are known and not all do, and "unknown" where the five are not known: on + off + unknown = all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.both_ends import End, both, end, sorted_table
from explorer.core.breakdown import Sample
from explorer.core.columns import Array
from explorer.core.grouping import Asked
from explorer.core.measures import Style
from explorer.core.metrics import Rates, differences
from explorer.core.result import Figure, Result
from explorer.core.table import FIVE

Codes = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Split:
    """One end of the floor for some players, each with his team: on, off, and where it is not known."""

    on: End
    off: End
    unknown: Floats
    total: Floats


@dataclass(frozen=True, slots=True)
class _Side:
    """One end: the team at that end, its five and whether these are known, and the points, a row a possession."""

    team: Codes
    five: Array
    is_known: NDArray[np.bool_]
    points: Array


def _sides(sample: Sample) -> tuple[_Side, _Side]:
    """Offence and defence."""
    table, rows = sample.tables.possessions, sample.rows
    points = table.points[rows]

    def side(team: Array, five: Array) -> _Side:
        chosen = five[rows]
        return _Side(team[rows].astype(np.intp), chosen, (chosen >= 0).all(axis=1) & (team[rows] >= 0), points)

    return side(table.offence, table.on), side(table.defence, table.against)


def _splits(sides: tuple[_Side, _Side], teams: int, people: int) -> tuple[Codes, Codes, Split, Split]:
    """Every (team, player) seen on the floor for it, and his split at each end."""
    width = people + 1
    pairs = [side.team[side.is_known, None] * width + side.five[side.is_known] for side in sides]
    is_met = np.zeros(teams * width, np.bool_)
    for pair in pairs:
        is_met[pair.ravel()] = True
    present = np.flatnonzero(is_met)
    place = np.cumsum(is_met) - 1
    team, player = present // width, present % width
    found = []
    for side, pair in zip(sides, pairs, strict=True):
        on = end(np.repeat(side.points[side.is_known], FIVE), place[pair.ravel()], len(present))
        of_team = end(side.points[side.is_known], side.team[side.is_known], teams)
        total = np.bincount(side.team + 1, minlength=teams + 1)[1:].astype(np.float64)
        whole = of_team.take(team)
        found.append(Split(on, whole - on, (total - of_team.n)[team], total[team]))
    return team, player, found[0], found[1]


def on_off(sample: Sample) -> Result:
    """Every player on and off the floor, at both ends, with the difference of the nets."""
    names = sample.tables.names
    team, player, offence, defence = _splits(_sides(sample), len(names.teams), len(names.players))
    people, asked = _asked(sample)
    labels = [
        (people[who], sample.book.team_short(names.teams[where]))
        for who, where in zip(player.tolist(), team.tolist(), strict=True)
    ]

    def term(place: int) -> str:
        who = int(player[place])
        return f"(on={asked.name(who)} or against={asked.name(who)}){asked.source([who])}"

    size = offence.on.n + defence.on.n
    codes = list(zip(player.tolist(), team.tolist(), strict=True))
    return sorted_table(("player", "team"), labels, split_figures(offence, defence), term, size, codes=codes)


def together(sample: Sample, team: int, players: Sequence[int]) -> tuple[Split, Split]:
    """A team's split at each end by whether all of a set of players (their codes) stand on the floor."""
    found = []
    for side in _sides(sample):
        is_ours = side.team == team
        is_on = np.ones(len(is_ours), np.bool_)
        for player in players:
            is_on &= (side.five == player).any(axis=1)
        is_told = is_ours & side.is_known
        on, off = (end(side.points, np.where(is_told & where, 0, -1), 1) for where in (is_on, ~is_on))
        total = np.array([float(is_ours.sum())])
        found.append(Split(on, off, total - on.n - off.n, total))
    return found[0], found[1]


def split_figures(offence: Split, defence: Split) -> list[Figure]:
    """Both ends on and off the floor, the differences, and how many possessions tell of no five."""
    on, off = _net(offence.on, defence.on), _net(offence.off, defence.off)
    gap = differences(on, off)
    return [
        Figure(
            "net_gap",
            "On − off",
            "Net with the player on the floor less that without him",
            Style.NET,
            gap.value,
            gap.low,
            gap.high,
            gap.n,
        ),
        *both(offence.on, defence.on, "on_", "on"),
        *both(offence.off, defence.off, "off_", "off"),
        Figure(
            "unknown",
            "unknown",
            "Possessions of the team, at both ends, that tell of no five",
            Style.COUNT,
            offence.unknown + defence.unknown,
            is_default=False,
        ),
    ]


def _net(offence: End, defence: End) -> Rates:
    return differences(offence.rating(), defence.rating())


def _asked(sample: Sample) -> tuple[list[str], Asked]:
    keys = sample.tables.names.players
    people = [sample.book.player(key) for key in keys]
    return people, Asked(people, keys)
