"""A possession's stretch of a tracking: found by session and game clock, else by time, and turned to its attack.

The wall clocks of the feeds can be a minute apart; a session's game clock is the same in all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from explorer.core.coordinates import ctg_to_court, nominal_hoop, shottracker_to_court
from explorer.core.model import Event, Game, Possession, Shot
from explorer.core.tracking import FULL_LENGTH_FT, Floats, Tracking

LEAD_S = 1.5
"""What is shown before a possession begins and after it ends."""
CLOCK_SLACK_S = 0.6
"""Clocks of events are often whole seconds: one that is this far off is the same."""
LEAST_COVERED_S = 1.0
"""A possession of whose clock less than this (and less than half) is in a tracking is not covered by it."""
NEAR_S = 600.0
"""Without sessions, a game clock counts only where the wall clocks are this near."""
LEAST_SHARED = 6
"""So many of the possession's players must be in a tracking that is matched by time alone."""
ONE_ATTACK_S = 40.0
"""A tracking that is no longer may be one attack; a longer one has both."""
_LAST_S = 3.0
_TWO_SIDED = 0.8

BY_CLOCK, BY_CLOCK_NEAR = "by session and game clock", "by the game clock, near that time of day"
BY_TIME, BY_ITSELF = "by the time of day", "by itself, without a game"
FROM_SHOTS = "from the possession's shots"
FROM_TEAM_SHOTS = "from the offence's other shots of the period"
FROM_BALL = "from where the ball goes in the offence's possessions of the period"
FROM_ITS_BALL = "from where the ball is most of the time"
FROM_NOTHING = "not known: seen from the feed's +y end"


@dataclass(frozen=True, slots=True)
class Mark:
    """When an event of the possession happened on the tracking's own time; `number` is its place in the events."""

    number: int
    t_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A possession's tracking with its lead-in and lead-out, seen from the attacked hoop.

    `start_s`, `end_s` are the possession's own on the tracking's time; `how` and `end_by` say in words how it was
    matched and how the attacked end is known.
    """

    tracking: Tracking
    start_s: float
    end_s: float
    marks: tuple[Mark, ...]
    how: str
    end_by: str


def stretch_of(tracking: Tracking, possession: Possession, game: Game) -> Stretch | None:
    """Find a possession of a game in a tracking; None where it is not covered."""
    found = _span(tracking, possession)
    if found is None:
        return None
    start_s, end_s, how = found
    end, end_by = attacked_end(tracking, possession, game)
    window = tracking.window(start_s - LEAD_S, end_s + LEAD_S).seen_from(end)
    marks = _marks(window, possession, start_s, end_s)
    return Stretch(window, start_s, end_s, marks, how, end_by)


def whole(tracking: Tracking) -> Stretch:
    """A tracking that belongs to no possession, seen from the end where a short one has its ball."""
    along = tracking.ball[:, 1][np.isfinite(tracking.ball[:, 1])]
    is_one_attack = tracking.end_s - tracking.start_s <= ONE_ATTACK_S and len(along) > 0
    end, end_by = tracking.end, FROM_NOTHING
    if is_one_attack:
        end, end_by = (end if median(along.tolist()) < FULL_LENGTH_FT / 2 else -end), FROM_ITS_BALL
    return Stretch(tracking.seen_from(end), tracking.start_s, tracking.end_s, (), BY_ITSELF, end_by)


def _span(tracking: Tracking, possession: Possession) -> tuple[float, float, str] | None:
    """When a possession begins and ends on the tracking's time, and how that is known."""
    if _has_clocks(tracking, possession):
        by_clock = _by_clock(tracking, possession)
        is_named = possession.session_id is not None and tracking.sessions
        return None if by_clock is None else (*by_clock, BY_CLOCK if is_named else BY_CLOCK_NEAR)
    by_time = _by_time(tracking, possession)
    return None if by_time is None else (*by_time, BY_TIME)


def _has_clocks(tracking: Tracking, possession: Possession) -> bool:
    """Whether both tell clocks of one session: what these do not cover is not covered."""
    if possession.start_clock_s is None or possession.end_clock_s is None:
        return False
    return bool((_rows_of_session(tracking, possession) & np.isfinite(tracking.game_clock_s)).any())


def _rows_of_session(tracking: Tracking, possession: Possession) -> NDArray[np.bool_]:
    """The frames that can be of the possession's session: where either side names none, those near in time."""
    if possession.session_id is not None and tracking.sessions:
        if possession.session_id not in tracking.sessions:
            return np.zeros(len(tracking), np.bool_)
        is_of_it: NDArray[np.bool_] = tracking.session == tracking.sessions.index(possession.session_id)
        return is_of_it
    if possession.start_time_s is None:
        return np.zeros(len(tracking), np.bool_)
    is_near: NDArray[np.bool_] = np.abs(tracking.times_s - possession.start_time_s) <= NEAR_S
    return is_near


def _by_clock(tracking: Tracking, possession: Possession) -> tuple[float, float] | None:
    start, end = possession.start_clock_s, possession.end_clock_s
    if start is None or end is None or start < end:
        return None
    usable = np.flatnonzero(_rows_of_session(tracking, possession) & np.isfinite(tracking.game_clock_s))
    clock, times = tracking.game_clock_s[usable], tracking.times_s[usable]
    inside = np.flatnonzero((clock <= start + CLOCK_SLACK_S) & (clock >= end - CLOCK_SLACK_S))
    if not len(inside):
        return None
    first, last = int(inside[0]), int(inside[-1])
    # While the ball is dead the clock stands: the possession begins when it leaves its first reading.
    before = np.flatnonzero(clock[first : last + 1] >= start)
    after = np.flatnonzero(clock[first : last + 1] <= end)
    begin_s = float(times[first + before[-1]] if len(before) else times[first])
    stop_s = float(times[first + after[0]] if len(after) else times[last])
    begin_s, stop_s = min(begin_s, stop_s), max(begin_s, stop_s)
    covered_s = min(float(clock[first : last + 1].max()), start) - max(float(clock[first : last + 1].min()), end)
    is_covered = last > first and max(covered_s, 0.0) >= min(LEAST_COVERED_S, (start - end) / 2)
    return (begin_s, stop_s) if is_covered else None


def _by_time(tracking: Tracking, possession: Possession) -> tuple[float, float] | None:
    start_s, end_s = possession.start_time_s, possession.end_time_s
    if start_s is None or end_s is None or end_s < start_s:
        return None
    on = {*possession.on_ids, *possession.against_ids}
    if len(on) >= LEAST_SHARED and len(on.intersection(tracking.player_ids)) < LEAST_SHARED:
        return None
    is_inside = (tracking.times_s >= start_s) & (tracking.times_s <= end_s)
    return (start_s, end_s) if np.count_nonzero(is_inside) > 1 else None


def _marks(window: Tracking, possession: Possession, start_s: float, end_s: float) -> tuple[Mark, ...]:
    """When the possession's events happened: by their game clock, else as long after its start as they say."""
    marks = []
    known = np.isfinite(window.game_clock_s)
    clock, times = window.game_clock_s[known], window.times_s[known]
    for number, event in enumerate(possession.events):
        t_s = _moment_of(event, possession, clock, times, start_s, end_s)
        if t_s is not None:
            marks.append(Mark(number, t_s))
    return tuple(marks)


def _moment_of(
    event: Event,
    possession: Possession,
    clock: Floats,
    times: Floats,
    start_s: float,
    end_s: float,
) -> float | None:
    if event.game_clock_s is not None and len(clock):
        passed = np.flatnonzero(clock <= event.game_clock_s)
        # A reading that the tracking never reaches is that of its end.
        at = int(passed[0]) if len(passed) else len(times) - 1
        is_near = abs(float(clock[at]) - event.game_clock_s) <= max(CLOCK_SLACK_S, 2.5)
        if is_near:
            t_s = float(times[at])
            if at and clock[at - 1] > clock[at] and len(passed):
                share = (clock[at - 1] - event.game_clock_s) / (clock[at - 1] - clock[at])
                t_s = float(times[at - 1] + (times[at] - times[at - 1]) * share)
            return min(max(t_s, start_s), end_s)
    if event.time_s is None or possession.start_time_s is None:
        return None
    return min(max(start_s + event.time_s - possession.start_time_s, start_s), end_s)


# The attacked end


def attacked_end(tracking: Tracking, possession: Possession, game: Game) -> tuple[int, str]:
    """Which of the feed's ends the offence attacks (+1 or -1), and how that is known.

    The ends of shots count only where the two teams shoot at different ones: some feeds draw every shot at one.
    """
    same = [p for p in game.possessions if p.period == possession.period]
    sides = _sides_of_shots(same)
    if sides:
        own = Counter(end for end in map(end_of_shot, _shots(possession)) if end)
        if own and (end := own.most_common(1)[0][0]):
            return end, FROM_SHOTS
        if (end := sides.get(possession.offence_id, 0)) != 0:
            return end, FROM_TEAM_SHOTS
    votes = 0
    for other in same:
        if other is not possession and (other.offence_id is None or possession.offence_id is None):
            continue
        vote = _end_of_ball(tracking, other)
        # The other team's attack says the same, turned round.
        votes += vote if other.offence_id == possession.offence_id else -vote
    if votes == 0:
        votes = _end_of_ball(tracking, possession)
    return (1 if votes > 0 else -1, FROM_BALL) if votes else (1, FROM_NOTHING)


def _shots(possession: Possession) -> list[Shot]:
    return [event.shot for event in possession.events if event.shot is not None]


def end_of_shot(shot: Shot) -> int:
    """The feed's end (+1 or -1) at which a shot was aimed, by the way it was turned to the court; 0 unknown."""
    if shot.raw_x is None or shot.raw_y is None or shot.x_ft is None or shot.y_ft is None:
        return 0
    off = {}
    for end in (1, -1):
        if shot.raw_unit == "mm":
            hoop = nominal_hoop(end)
            x_ft, y_ft = shottracker_to_court(shot.raw_x, shot.raw_y, hoop.x_mm, hoop.y_mm, end)
        else:
            x_ft, y_ft = ctg_to_court(shot.raw_x, shot.raw_y, end)
        off[end] = float(np.hypot(x_ft - shot.x_ft, y_ft - shot.y_ft))
    return min(off, key=lambda end: off[end])


def _sides_of_shots(possessions: Sequence[Possession]) -> dict[str | None, int]:
    """The end that each team shoots at in a period; empty where the shots do not tell the teams apart."""
    counts: dict[str | None, Counter[int]] = {}
    for possession in possessions:
        for end in map(end_of_shot, _shots(possession)):
            if end and possession.offence_id is not None:
                counts.setdefault(possession.offence_id, Counter())[end] += 1
    sides = {}
    for team, ends in counts.items():
        end, most = ends.most_common(1)[0]
        sides[team] = end if most >= _TWO_SIDED * ends.total() else 0
    return sides if len(sides) == 2 and sum(sides.values()) == 0 and all(sides.values()) else {}


def _end_of_ball(tracking: Tracking, possession: Possession) -> int:
    """The end where the ball, else the players, are when a possession ends; 0 where that is not covered."""
    found = _span(tracking, possession)
    if found is None:
        return 0
    start_s, end_s, _ = found
    last = tracking.window(max(start_s, end_s - _LAST_S), end_s)
    along = last.ball[:, 1] if np.isfinite(last.ball[:, 1]).any() else last.players[..., 1].ravel()
    known = along[np.isfinite(along)].tolist()
    if not known:
        return 0
    is_near = median(known) < FULL_LENGTH_FT / 2
    return tracking.end if is_near else -tracking.end
