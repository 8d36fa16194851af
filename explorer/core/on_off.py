"""On and off the floor: what a team does at both ends with a player, or a set of players, and without.

Of a team's possessions at one end those are "on" where all of the set are told to stand there, "off" where five are
told and not all of the set are among them, and "unknown" where it is not told: on + off + unknown = all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.both_ends import End, both, end, half_of, net, sorted_table
from explorer.core.breakdown import Sample, groups_of
from explorer.core.columns import Array
from explorer.core.grouping import Asked
from explorer.core.groupings import BY_NAME
from explorer.core.measures import Style
from explorer.core.metrics import differences
from explorer.core.result import Figure, Result

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
class Splits:
    """Every player with each team that he was seen on the floor for, by their codes, and his split at each end."""

    team: Codes
    player: Codes
    offence: Split
    defence: Split


@dataclass(frozen=True, slots=True)
class _Side:
    """One end: the team at that end, who of its five is told, and the points, a row a possession.

    `is_whole` where five different players are told; elsewhere nobody stands twice.
    """

    team: Codes
    five: Array
    is_whole: NDArray[np.bool_]
    points: Array


def _sides(sample: Sample) -> tuple[_Side, _Side]:
    """Offence and defence."""
    table, rows = sample.tables.possessions, np.flatnonzero(sample.rows)
    points = table.points[rows]

    def side(team: Array, five: Array, name: str) -> _Side:
        is_whole = groups_of(BY_NAME[name], sample).codes[rows] >= 0
        chosen = five[rows]
        if not is_whole.all():
            chosen[~is_whole] = _each_once(chosen[~is_whole])
        return _Side(team[rows].astype(np.intp), chosen, is_whole & (team[rows] >= 0), points)

    return side(table.offence, table.on, "line_up"), side(table.defence, table.against, "line_up_against")


def _each_once(five: Array) -> Array:
    """The same players without those who are told twice."""
    found = np.sort(five, axis=1)
    found[:, 1:][found[:, 1:] == found[:, :-1]] = -1
    return found


def splits(sample: Sample) -> Splits:
    """Every player's split at both ends."""
    names = sample.tables.names
    teams, width = len(names.teams), len(names.players) + 1
    sides = _sides(sample)
    # Somebody of no team, and nobody of a team, have the last place, which stands for neither.
    pairs = [np.where((side.five >= 0) & (side.team[:, None] >= 0), side.team[:, None] * width + side.five, -1)
             for side in sides]  # fmt: skip
    is_met = np.zeros(teams * width + 1, np.bool_)
    for pair in pairs:
        is_met[pair] = True
    is_met[-1] = False
    present = np.flatnonzero(is_met)
    place = np.cumsum(is_met) - 1
    place[-1] = -1
    team, player = present // width, present % width
    found = [_split(side, place[pair], team, teams) for side, pair in zip(sides, pairs, strict=True)]
    return Splits(team, player, found[0], found[1])


def _split(side: _Side, places: Codes, team: Codes, teams: int) -> Split:
    """One end, by the places of the five in every row."""
    count, rows = len(team), side.is_whole
    on = _on(side.points, places, count)
    on_of_whole = on if rows.all() else _on(side.points[rows], places[rows], count)
    of_team = end(side.points[rows], side.team[rows], teams).take(team)
    total = np.bincount(side.team + 1, minlength=teams + 1)[1:].astype(np.float64)[team]
    off = of_team - on_of_whole
    return Split(on, off, total - on.n - off.n, total)


def _on(points: Array, places: Codes, count: int) -> End:
    return end(np.repeat(points, places.shape[1]), places.ravel(), count)


def on_off(sample: Sample) -> Result:
    """Every player on and off the floor, at both ends, with the difference of the nets."""
    names, found = sample.tables.names, splits(sample)
    team, player, offence, defence = found.team, found.player, found.offence, found.defence
    people, asked = _asked(sample)
    clubs = Asked([sample.book.team_short(key) for key in names.teams], names.teams)
    labels = [
        (people[who], sample.book.team_short(names.teams[where]))
        for who, where in zip(player.tolist(), team.tolist(), strict=True)
    ]

    def term(place: int) -> str:
        who, where = int(player[place]), clubs.name(int(team[place]))
        own = f"(offence={where} on={asked.name(who)} or defence={where} against={asked.name(who)})"
        return own + (asked.source([who]) or clubs.source([int(team[place])]))

    size = offence.on.n + defence.on.n
    note = "" if len(player) or not sample.rows.any() else "These possessions tell of nobody on the floor."
    codes = list(zip(player.tolist(), team.tolist(), strict=True))
    return sorted_table(("player", "team"), labels, split_figures(offence, defence), term, size, note, codes)


def together(sample: Sample, team: int, players: Sequence[int]) -> tuple[Split, Split]:
    """A team's split at each end by whether all of a set of players (their codes) stand on the floor."""
    found = []
    for side in _sides(sample):
        is_ours = side.team == team
        is_on = is_ours.copy()
        for player in players:
            is_on &= (side.five == player).any(axis=1)
        is_off = is_ours & side.is_whole & ~is_on
        on, off = (end(side.points, np.where(where, 0, -1), 1) for where in (is_on, is_off))
        total = np.array([float(is_ours.sum())])
        found.append(Split(on, off, total - on.n - off.n, total))
    return found[0], found[1]


def split_figures(offence: Split, defence: Split) -> list[Figure]:
    """Both ends on and off the floor, the differences, and how many possessions tell of no five."""
    on, off = net(offence.on, defence.on), net(offence.off, defence.off)
    gap = differences(on, off)
    tip = "Net with the player on the floor less that of all the team did without him"
    difference = Figure("net_gap", "On − off", tip, Style.NET, gap.value, gap.low, gap.high, gap.n)
    return [
        difference,
        half_of(difference),
        *both(offence.on, defence.on, "on_", "on"),
        *both(offence.off, defence.off, "off_", "off"),
        Figure(
            "unknown",
            "unknown",
            "Possessions of the team, at both ends, that do not tell whether he was on the floor",
            Style.COUNT,
            offence.unknown + defence.unknown,
            is_default=False,
        ),
    ]


def _asked(sample: Sample) -> tuple[list[str], Asked]:
    keys = sample.tables.names.players
    people = [sample.book.player(key) for key in keys]
    return people, Asked(people, keys)
