"""Touches and events of a possession on one scale of time: which ended which, and what came after what.

Ids join them where the feed gives ids; else the same player within half a second. Rows of older games lack frames,
times or ids, so nothing here may rely on any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.core.model import Event, Touch
from explorer.core.vocabulary import EventKind

ENDINGS = frozenset({EventKind.PASS, EventKind.MAKE, EventKind.MISS, EventKind.TURNOVER, EventKind.FOUL})
"""What can end a touch."""
REBOUNDS = frozenset({EventKind.OFFENSIVE_REBOUND, EventKind.DEFENSIVE_REBOUND})
_WITHIN = frozenset({EventKind.BALL_SCREEN, EventKind.OFF_BALL_SCREEN, EventKind.CUT, EventKind.DRIVE})
NOT_CAUGHT = "not caught"
_SLACK = (30.0, 0.5, 1.0)
"""How far apart two rows of one moment may lie: frames (60 a second), seconds, and whole seconds of the clock."""

type Moment = tuple[float | None, float | None, float | None]
"""A moment as a frame, a time and the seconds of the clock below zero, so that each rises."""


def _moment(frame: int | None, time_s: float | None, clock_s: float | None) -> Moment:
    return (None if frame is None else float(frame), time_s, None if clock_s is None else -clock_s)


def began(item: Touch | Event) -> Moment:
    """When a touch or an event began."""
    if isinstance(item, Touch):
        return _moment(item.start_frame, item.start_time_s, item.start_clock_s)
    return _moment(item.frame, item.time_s, item.game_clock_s)


def ended(item: Touch | Event) -> Moment:
    """When a touch ended, or what an event led to: of a pass, when it was caught."""
    if isinstance(item, Touch):
        return _moment(item.end_frame, item.end_time_s, item.end_clock_s)
    return _moment(item.end_frame, item.end_time_s, None)


def apart(one: Moment, other: Moment) -> float | None:
    """How far apart two moments are on the finest scale they share, in what may pass for none; None without one."""
    for first, second, slack in zip(one, other, _SLACK, strict=True):
        if first is not None and second is not None:
            return abs(first - second) / slack
    return None


def _scale_of(items: Sequence[Touch | Event]) -> int:
    """The number of the scale that most of them are told on, the finest first."""
    counts = [sum(began(item)[scale] is not None for item in items) for scale in range(3)]
    return counts.index(max(counts))


@dataclass(frozen=True, slots=True)
class Order:
    """What joins the touches and events of a possession, by their numbers in it."""

    sequence: tuple[tuple[bool, int], ...]
    """(is a touch, its number), in order of time."""
    ends: dict[int, int]
    """Event -> the touch that it ended."""
    catches: dict[int, int]
    """Pass -> the touch that it led to."""
    within: dict[int, int]
    """Drive -> the touch that it is part of; rebound -> the touch that it began."""


def order_of(touches: Sequence[Touch], events: Sequence[Event]) -> Order:
    """Join and order the touches and events of one possession."""
    if not touches:
        return Order(tuple((False, number) for number in range(len(events))), {}, {}, {})
    scale = _scale_of([*touches, *events])
    starts = [began(touch)[scale] for touch in touches]
    by_time = sorted(range(len(touches)), key=lambda n: (starts[n] or 0.0, n))
    line = by_time if None not in starts else list(range(len(touches)))
    ends = _ends(touches, events)
    within = _within(touches, events)
    places = {touch: place for place, touch in enumerate(line)}
    keys: list[tuple[tuple[float, ...], tuple[bool, int]]] = [
        ((float(place), 1.0, 0.0, 0.0), (True, touch)) for touch, place in places.items()
    ]
    before: tuple[float, float, float] = (-1.0, 4.0, 0.0)
    for number, event in enumerate(events):
        at = began(event)[scale]
        if number in ends:
            before = (places[ends[number]], 3.0, 0.0)
        elif number in within:
            before = (places[within[number]], 0.0 if event.kind in REBOUNDS else 2.0, at or 0.0)
        elif at is not None:
            before = _stand(event, at, [touches[touch] for touch in line], scale)
        keys.append(((*before, float(number)), (False, number)))
    sequence = tuple(item for _, item in sorted(keys))
    return Order(sequence, ends, _catches(touches, events, ends, line), within)


def _stand(event: Event, at: float, touches: Sequence[Touch], scale: int) -> tuple[float, float, float]:
    """Where an event that nothing joins stands among the touches: (touch, before or within or after it, moment)."""
    last = -1
    for place, touch in enumerate(touches):
        start = began(touch)[scale]
        if start is not None and start <= at:
            last = place
    if last < 0:
        return (-1.0, 4.0, at)
    end = ended(touches[last])[scale]
    is_within = end is None or at < end or (at == end and event.kind in _WITHIN)
    return (float(last), 2.0 if is_within else 4.0, at)


def _ends(touches: Sequence[Touch], events: Sequence[Event]) -> dict[int, int]:
    by_id = {touch.outcome_id: number for number, touch in enumerate(touches) if touch.outcome_id is not None}
    found: dict[int, int] = {}
    for number, event in enumerate(events):
        if event.event_id is not None and event.event_id in by_id:
            found[number] = by_id.pop(event.event_id)
    open_touches = {n for n, touch in enumerate(touches) if touch.outcome_id is None}
    for number, event in enumerate(events):
        if number in found or event.kind not in ENDINGS or event.player_id is None:
            continue
        # The moment of a foul is that of the ball handler, but its player is who committed it.
        player = event.other_player_id if event.kind == EventKind.FOUL else event.player_id
        near = [
            (gap, touch)
            for touch in sorted(open_touches)
            if touches[touch].player_id == player
            and (gap := apart(began(event), ended(touches[touch]))) is not None
            and gap <= 1.0
        ]
        if near:
            found[number] = min(near)[1]
            open_touches.discard(found[number])
    return found


def _within(touches: Sequence[Touch], events: Sequence[Event]) -> dict[int, int]:
    by_id = {touch.touch_id: number for number, touch in enumerate(touches) if touch.touch_id is not None}
    found: dict[int, int] = {}
    for number, event in enumerate(events):
        if event.touch_id is not None and event.touch_id in by_id:
            found[number] = by_id[event.touch_id]
        elif event.kind == EventKind.DRIVE:
            held = [n for n, touch in enumerate(touches) if touch.player_id == event.player_id and _holds(touch, event)]
            if held:
                found[number] = held[-1]
        elif event.kind in REBOUNDS and event.player_id is not None:
            near = [
                (gap, n)
                for n, touch in enumerate(touches)
                if touch.player_id == event.player_id
                and (gap := apart(began(event), began(touch))) is not None
                and gap <= 1.0
            ]
            if near:
                found[number] = min(near)[1]
    return found


def _holds(touch: Touch, event: Event) -> bool:
    """Whether an event began while the touch went on, on the finest scale that tells."""
    for start, at, end in zip(began(touch), began(event), ended(touch), strict=True):
        if start is not None and at is not None and end is not None:
            return start <= at <= end
    return False


def _catches(
    touches: Sequence[Touch], events: Sequence[Event], ends: dict[int, int], line: Sequence[int]
) -> dict[int, int]:
    found: dict[int, int] = {}
    places = {touch: place for place, touch in enumerate(line)}
    for number, event in enumerate(events):
        if event.kind != EventKind.PASS or NOT_CAUGHT in event.words:
            continue
        from_touch = ends.get(number)
        after = line[places[from_touch] + 1 :] if from_touch is not None else line
        caught = ended(event)
        mates = [
            touch
            for touch in after
            if event.other_player_id in (None, touches[touch].player_id) and touch not in found.values()
        ]
        gaps = [(gap, touch) for touch in mates if (gap := apart(caught, began(touches[touch]))) is not None]
        if gaps:
            if min(gaps)[0] <= 1.0:
                found[number] = min(gaps)[1]
        elif from_touch is not None and after[:1] and after[0] in mates:
            found[number] = after[0]
    return found
