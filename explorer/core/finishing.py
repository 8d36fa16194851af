"""Who finished a possession, and what each player did: read from shots and events."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.metrics import known
from explorer.core.table import Tables
from explorer.core.vocabulary import EventKind

SHOTS = (EventKind.MAKE, EventKind.MISS)
FREE_THROWS = (EventKind.FREE_THROW_MAKE, EventKind.FREE_THROW_MISS)
_FINISHES = (*SHOTS, *FREE_THROWS, EventKind.TURNOVER)

Mask = NDArray[np.bool_]
Counts = NDArray[np.float64]
Codes = NDArray[np.intp]


def events_of(tables: Tables, *kinds: EventKind) -> Mask:
    """The events of these kinds; shape (events,)."""
    wanted = np.zeros(len(tables.names.words) + 1, np.bool_)
    wanted[[code for code, word in enumerate(tables.names.words) if word in kinds]] = True
    found: Mask = wanted[tables.events.kind]
    return found


def finisher(tables: Tables) -> Array:
    """Who took the last shot, free throw or turnover: codes of players, -1 nobody; shape (possessions,)."""
    events = tables.events
    found = np.full(len(tables.possessions), -1, np.int32)
    ends = np.flatnonzero(events_of(tables, *_FINISHES))
    # Events stand in order: of a possession's, the last one written stays.
    found[events.possession[ends]] = events.player[ends]
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """What every player did for each team, by their place (see `places`). Turnovers of a team count for nobody."""

    finished: Counts
    points: Counts
    fga: Counts
    shot_points: Counts
    fta: Counts
    turnovers: Counts
    assists: Counts


def places(tables: Tables, possessions: Array, players: Array) -> Codes:
    """Where a player stands who did something for the offence of a possession: team * players + player.

    An unknown team stands behind the others; nobody is -1.
    """
    team = tables.possessions.offence[possessions].astype(np.intp)
    team[team < 0] = len(tables.names.teams)
    return np.where(players < 0, -1, team * len(tables.names.players) + players)


def count_of(tables: Tables) -> int:
    """How many places there are."""
    return (len(tables.names.teams) + 1) * len(tables.names.players)


def lines(tables: Tables, rows: Mask, shots: Mask, *, on_floor_only: bool = False) -> Line:
    """Each player's counts over some possessions, and over some of their shots.

    `on_floor_only` counts what he did while he is told to be on the floor.
    """
    events, table, count = tables.events, tables.shots, count_of(tables)

    def is_on(possessions: Array, players: Array) -> Mask:
        found: Mask = (tables.possessions.on[possessions] == players[:, None]).any(axis=1)
        return found

    def counted(possessions: Array, players: Array, weights: Counts | None = None) -> Counts:
        if on_floor_only:
            here = is_on(possessions, players)
            possessions, players = possessions[here], players[here]
            weights = None if weights is None else weights[here]
        where = places(tables, possessions, players) + 1
        return np.bincount(where, weights, minlength=count + 1)[1:].astype(np.float64)

    def of_events(*kinds: EventKind) -> Counts:
        mask = rows[events.possession] & events_of(tables, *kinds)
        return counted(events.possession[mask], events.player[mask])

    owner, shooter = table.possession[shots], table.shooter[shots]
    # Of a shot whose value or end is not told, the points are not known, nor then their sum.
    worth = counted(owner, shooter, known(table.made[shots]) * known(table.value[shots]))
    ended = np.flatnonzero(rows)
    return Line(
        finished=counted(ended, finisher(tables)[ended]),
        points=worth + of_events(EventKind.FREE_THROW_MAKE),
        fga=counted(owner, shooter),
        shot_points=worth,
        fta=of_events(*FREE_THROWS),
        turnovers=of_events(EventKind.TURNOVER),
        assists=of_events(EventKind.ASSIST),
    )


def without_events(line: Line) -> Line:
    """The same counts where a feed tells of shots alone: what only events tell is unknown."""
    unknown = np.full(len(line.fga), np.nan)
    names = ("finished", "points", "fta", "turnovers", "assists")
    return replace(line, **dict.fromkeys(names, unknown))
