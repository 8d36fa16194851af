"""Who finished a possession, and what each player did: read from shots and events."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.metrics import known
from explorer.core.table import EventTable, Tables
from explorer.core.vocabulary import EventKind

SHOTS = (EventKind.MAKE, EventKind.MISS)
FREE_THROWS = (EventKind.FREE_THROW_MAKE, EventKind.FREE_THROW_MISS)
_FINISHES = (*SHOTS, *FREE_THROWS, EventKind.TURNOVER)

Mask = NDArray[np.bool_]
Counts = NDArray[np.float64]


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
    """What every player did, by his code; shape (players,). Turnovers of a team count for nobody."""

    finished: Counts
    points: Counts
    fga: Counts
    shot_points: Counts
    fta: Counts
    turnovers: Counts
    assists: Counts


def lines(tables: Tables, rows: Mask, shots: Mask) -> Line:
    """Each player's counts over some possessions, and over some of their shots."""
    events, count = tables.events, len(tables.names.players)
    is_here = rows[events.possession]

    def of_events(*kinds: EventKind) -> Counts:
        return _count(events, is_here & events_of(tables, *kinds), count)

    table = tables.shots
    shooter = table.shooter[shots]
    # Of a shot whose value or end is not told, the points are not known, nor then their sum.
    scored = known(table.made[shots]) * known(table.value[shots])
    worth = np.bincount(shooter + 1, scored, minlength=count + 1)[1:]
    last = finisher(tables)[rows]
    return Line(
        finished=np.bincount(last + 1, minlength=count + 1)[1:].astype(np.float64),
        points=worth + of_events(EventKind.FREE_THROW_MAKE),
        fga=np.bincount(shooter + 1, minlength=count + 1)[1:].astype(np.float64),
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


def _count(events: EventTable, mask: Mask, count: int) -> Counts:
    return np.bincount(events.player[mask] + 1, minlength=count + 1)[1:].astype(np.float64)
