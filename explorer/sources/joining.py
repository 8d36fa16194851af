"""Whether answers tell of one game: by the sessions they hold, by their periods, and by when these were played."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

from explorer.sources.shottracker.payload import PossessionsPayload
from explorer.sources.shottracker.sessions import session_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d(-\d+)?")
_OVERTIME = "OT"
"""What the feed calls every overtime of a game: the one period that may come twice."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One period of one session: `session` is None where no row names one; times in ms, None where unknown."""

    session: str | None
    period: str | None
    first_ms: float | None
    last_ms: float | None


def sittings(payloads: Iterable[object]) -> tuple[Sitting, ...]:
    """The sittings of possessions answers; what is none of these holds none."""
    found: dict[tuple[str | None, str | None], list[float]] = {}
    for payload in payloads:
        if not isinstance(payload, PossessionsPayload):
            continue
        rows = [row for team in payload.teams or () for row in team.possessions or ()]
        named = {row.period for row in rows if session_of(row) is not None}
        for row in rows:
            session = session_of(row)
            if session is None and row.period in named:
                continue
            period = None if row.period is None else str(row.period).strip().upper()
            times = found.setdefault((session, period), [])
            if row.start_timestamp is not None:
                times.append(row.start_timestamp)
    return tuple(
        Sitting(session, period, min(times, default=None), max(times, default=None))
        for (session, period), times in found.items()
    )


def sessions(found: Iterable[Sitting]) -> frozenset[str]:
    """The ids of the sessions among sittings."""
    return frozenset(one.session for one in found if one.session is not None)


def are_same(some: Sequence[Sitting], others: Sequence[Sitting]) -> bool:
    """Whether both certainly tell of one game: a session of both, or a period that both tell of one time.

    A period counts only where one side names no session for it.
    """
    if sessions(some) & sessions(others):
        return True
    return any(_is_nameless_twin(one, other) and _overlap(one, other) for one in some for other in others)


def may_join(some: Sequence[Sitting], others: Sequence[Sitting]) -> bool:
    """Whether both may be of one game: certainly so, or no times overlap and no period is played twice."""
    if are_same(some, others):
        return True
    for one in some:
        for other in others:
            if _overlap(one, other):
                return False
            is_again = one.period is not None and one.period == other.period and one.period != _OVERTIME
            if is_again and not (_is_nameless_twin(one, other) and _is_untimed(one, other)):
                return False
    return True


def _is_nameless_twin(one: Sitting, other: Sitting) -> bool:
    return one.period == other.period and (one.session is None or other.session is None)


def _is_untimed(one: Sitting, other: Sitting) -> bool:
    return one.first_ms is None or other.first_ms is None


def _overlap(one: Sitting, other: Sitting) -> bool:
    if one.first_ms is None or one.last_ms is None or other.first_ms is None or other.last_ms is None:
        return False
    return one.first_ms <= other.last_ms and other.first_ms <= one.last_ms


def is_made(game_id: str, teams: Sequence[str], parts: Iterable[str] = ()) -> bool:
    """Whether an id is made of teams and day (or of one of the `parts`, where no row has a time)."""
    tails = [game_id.removeprefix(head) for head in _heads(teams) if game_id.startswith(head)]
    named = set(parts)
    return any(_DAY.fullmatch(tail) is not None or tail in named for tail in tails)


def _heads(teams: Sequence[str]) -> list[str]:
    orders = permutations(teams) if len(teams) <= 3 else [tuple(teams)]
    return [f"{'-'.join(order)}-" for order in orders] if teams else []
