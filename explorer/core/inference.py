"""What a feed does not say and follows from the rest: outcome, start, who is at home, the score.

Everything made here is marked as derived in the records that carry it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from explorer.core.clock import Period
from explorer.core.model import Counts, Event
from explorer.core.vocabulary import EventKind, Outcome, StartType

CLOCK_END_S = 0.05
"""A clock that stands below this has reached 0 (feeds write tenths)."""

_MADE = {Outcome.MAKE_2, Outcome.MAKE_3, Outcome.AND_ONE}
FREE_THROWS = {EventKind.FREE_THROW_MAKE, EventKind.FREE_THROW_MISS}
_ENDINGS = FREE_THROWS | {EventKind.MAKE, EventKind.MISS, EventKind.TURNOVER}
_WON_BY: dict[str, StartType] = {
    EventKind.DEFENSIVE_REBOUND: StartType.DEFENSIVE_REBOUND,
    EventKind.STEAL: StartType.STEAL,
}


def outcome_of_events(events: Iterable[Event], end_clock_s: float | None) -> Outcome | None:
    """The last of make, and-one, free throws, miss and turnover; else the end of the period, else None.

    An and-one is a make that its shooter follows with exactly one free throw.
    """
    ends = [event for event in events if event.kind in _ENDINGS]
    if not ends:
        return _end_of_period(end_clock_s)
    last = ends[-1]
    if last.kind == EventKind.TURNOVER:
        return Outcome.TURNOVER
    if last.kind == EventKind.MISS:
        return Outcome.MISS
    if last.kind in FREE_THROWS:
        before = ends[-2] if len(ends) > 1 else None
        same = before is not None and (None in (before.player_id, last.player_id) or before.player_id == last.player_id)
        is_and_one = before is not None and before.kind == EventKind.MAKE and same
        return Outcome.AND_ONE if is_and_one else Outcome.FREE_THROWS
    return Outcome.MAKE_3 if last.shot is not None and last.shot.value == 3 else Outcome.MAKE_2


def and_ones(events: Sequence[Event]) -> frozenset[int]:
    """The places of the makes among a possession's events that the same player's free throw follows.

    What is no shot, free throw or turnover may stand between; where a player is not named, he counts as the same.
    """
    ends = [(place, event) for place, event in enumerate(events) if event.kind in _ENDINGS]
    return frozenset(
        place
        for (place, made), (_, after) in pairwise(ends)
        if made.kind == EventKind.MAKE
        and after.kind in FREE_THROWS
        and (None in (made.player_id, after.player_id) or made.player_id == after.player_id)
    )


def outcome_of_counts(counts: Counts, end_clock_s: float | None) -> Outcome | None:
    """From counts alone: turnover before and-one before free throws before make before miss; None if unknown."""
    if counts.turnovers:
        return Outcome.TURNOVER
    if counts.fgm and counts.fta == 1:
        return Outcome.AND_ONE
    if counts.fta:
        return Outcome.FREE_THROWS
    if counts.fgm:
        return Outcome.MAKE_3 if counts.fg3m else Outcome.MAKE_2
    if counts.fga:
        return Outcome.MISS
    if None in (counts.turnovers, counts.fta, counts.fga):
        return None
    return _end_of_period(end_clock_s)


def _end_of_period(end_clock_s: float | None) -> Outcome | None:
    return Outcome.END_OF_PERIOD if end_clock_s is not None and end_clock_s < CLOCK_END_S else None


@dataclass(frozen=True, slots=True)
class Ending:
    """What the next possession needs to know of the one before it."""

    period: Period
    offence_id: str | None
    outcome: str | None
    events: tuple[Event, ...]


def won_by(events: Iterable[Event]) -> Event | None:
    """The event that won the ball: the first rebound or steal before anything that could end the possession."""
    for event in events:
        if event.kind in _WON_BY:
            return event
        if event.kind in _ENDINGS:
            return None
    return None


def duration_s(clock: tuple[float | None, float | None], time: tuple[float | None, float | None]) -> float | None:
    """Seconds from start to end by the game clock, else by the timestamps; None where both are missing or run back."""
    if clock[0] is not None and clock[1] is not None and clock[0] >= clock[1]:
        return round(clock[0] - clock[1], 3)
    if time[0] is not None and time[1] is not None and time[1] >= time[0]:
        return round(time[1] - time[0], 3)
    return None


def start_of_events(
    events: Sequence[Event], period: Period, offence_id: str | None, previous: Ending | None
) -> StartType | None:
    """The first event that won the ball, else how the previous possession ended, else the kind of period.

    `previous` is the possession before in the same game. The same side again, with nothing that won the
    ball, is unknown (None); so is what follows a miss that no rebound ended.
    """
    if (winner := won_by(events)) is not None:
        won = _WON_BY[winner.kind]
        is_team = won is StartType.DEFENSIVE_REBOUND and winner.player_id is None
        return StartType.TEAM_REBOUND if is_team else won
    if previous is None or previous.period.number != period.number:
        if period.number is None:
            return None
        is_tip = period.number == 1 or period.is_overtime
        return StartType.JUMP_BALL if is_tip else StartType.PERIOD_START
    if previous.offence_id == offence_id:
        return None
    return _after(previous)


def _after(previous: Ending) -> StartType | None:
    if previous.outcome == Outcome.TURNOVER:
        stolen = any(e.kind == EventKind.TURNOVER and "LBTO" in e.words for e in previous.events[-2:])
        return StartType.STEAL if stolen else StartType.DEAD_BALL_TURNOVER
    throws = [event.kind for event in previous.events if event.kind in FREE_THROWS]
    if previous.outcome in (Outcome.AND_ONE, Outcome.FREE_THROWS):
        made = bool(throws) and throws[-1] == EventKind.FREE_THROW_MAKE
        return StartType.MADE_FREE_THROW if made else None
    return StartType.MADE_FIELD_GOAL if previous.outcome in _MADE else None


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """One possession's place in the score: who had the ball, home and away before it, its points."""

    offence_id: str | None
    defence_id: str | None
    home: int | None
    away: int | None
    points: int | None


def home_team(steps: Sequence[ScoreStep]) -> str | None:
    """Who is at home, from which score moved after a possession with points; None where nothing shows it.

    A vote of all pairs of neighbours in which one score moved by exactly the points and the other stood still.
    """
    votes: dict[str, int] = {}
    for step, after in pairwise(steps):
        if None in (step.home, step.away, after.home, after.away) or not step.points:
            continue
        moved = ((after.home or 0) - (step.home or 0), (after.away or 0) - (step.away or 0))
        at_home = {(step.points, 0): step.offence_id, (0, step.points): step.defence_id}.get(moved)
        if at_home is not None:
            votes[at_home] = votes.get(at_home, 0) + 1
    if not votes:
        return None
    best = max(votes, key=lambda team: votes[team])
    return best if votes[best] * 2 > sum(votes.values()) else None
