"""One possession -> the ball's way: touches, passes, screens, drives and shots in order, with their places.

Places are feet of the court frame, the back court above y = 47. A pass has no place in the feed: it starts where the
passer's touch ended and ends where the receiver's began. What nothing tells has no place and is listed, not drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from explorer.core.ball_order import Order, order_of
from explorer.core.coordinates import HALF_LENGTH_FT, RING_Y_FT
from explorer.core.model import Event, Possession, Shot, Touch
from explorer.core.vocabulary import EventKind

type Spot = tuple[float, float]
"""A place of the court, in feet."""

RING: Spot = (0.0, RING_Y_FT)
FREE_THROW_SPOT: Spot = (0.0, 19.0)
"""The free-throw line's outer edge lies 19 ft from the baseline (definitions, court geometry)."""
UNTOLD_FREE_THROW = "free throw"
"""The word of a free throw of which the feed does not tell whether it went in."""
_WIDEST_FT, _LEAST_Y_FT, _MOST_Y_FT = 32.0, -7.0, 101.0
"""The court with the room around it that a player who throws in may stand on; beyond it, a place is no place."""


class StepKind(StrEnum):
    """What a step of the ball's way is."""

    TOUCH = "touch"
    PASS = "pass"
    SCREEN = "screen"
    DRIVE = "drive"
    SHOT = "shot"
    REBOUND = "rebound"
    TURNOVER = "turnover"
    FREE_THROW = "free_throw"
    FOUL = "foul"
    CUT = "cut"
    OTHER = "other"


_KINDS: dict[str, StepKind] = {
    EventKind.PASS: StepKind.PASS,
    EventKind.BALL_SCREEN: StepKind.SCREEN,
    EventKind.OFF_BALL_SCREEN: StepKind.SCREEN,
    EventKind.CUT: StepKind.CUT,
    EventKind.DRIVE: StepKind.DRIVE,
    EventKind.MAKE: StepKind.SHOT,
    EventKind.MISS: StepKind.SHOT,
    EventKind.OFFENSIVE_REBOUND: StepKind.REBOUND,
    EventKind.DEFENSIVE_REBOUND: StepKind.REBOUND,
    EventKind.TURNOVER: StepKind.TURNOVER,
    EventKind.FREE_THROW_MAKE: StepKind.FREE_THROW,
    EventKind.FREE_THROW_MISS: StepKind.FREE_THROW,
    EventKind.FOUL: StepKind.FOUL,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ball's way; of a screen `other_player_id` sets it for `player_id`, who has the ball or cuts.

    `row` is the number of the timeline's row that tells of it: the number of its event; of a touch that of the event
    that ended it, or one past the events where none did. `number` counts the passes from 1.
    """

    kind: StepKind
    row: int
    player_id: str | None
    other_player_id: str | None = None
    event_kind: str = ""
    start: Spot | None = None
    end: Spot | None = None
    other: Spot | None = None
    clock_s: float | None = None
    shot_clock_s: float | None = None
    touch: int | None = None
    dribbles: int | None = None
    held_s: float | None = None
    number: int | None = None
    words: tuple[str, ...] = ()
    shot: Shot | None = None

    @property
    def is_placed(self) -> bool:
        """Whether it can be drawn."""
        return self.start is not None or self.end is not None or self.other is not None


@dataclass(frozen=True, slots=True)
class BallPath:
    """The ball's way through one possession, in order of time."""

    steps: tuple[Step, ...] = ()
    has_touches: bool = False
    """Whether the feed tells touches of this possession at all."""

    @property
    def is_placed(self) -> bool:
        """Whether there is anything to draw."""
        return any(step.is_placed for step in self.steps)

    @property
    def reaches_back_court(self) -> bool:
        """Whether the ball was behind the half-way line."""
        return any(
            spot[1] > HALF_LENGTH_FT
            for step in self.steps
            for spot in (step.start, step.end, step.other)
            if spot is not None
        )

    def count(self, kind: StepKind) -> int:
        """How many steps are of a kind."""
        return sum(step.kind is kind for step in self.steps)

    def step_of(self, row: int) -> int | None:
        """The step that a row of the timeline tells of, a touch last; None where there is none."""
        steps = [number for number, step in enumerate(self.steps) if step.row == row]
        own = [number for number in steps if self.steps[number].kind is not StepKind.TOUCH]
        return next(iter([*own, *steps]), None)


def ball_path(possession: Possession) -> BallPath:
    """Order the touches and events of a possession, and place what can be placed."""
    touches, events = possession.touches, possession.events
    order = order_of(touches, events)
    rows = {touch: event for event, touch in order.ends.items()}
    steps: list[Step] = []
    passes = 0
    for is_touch, number in order.sequence:
        if is_touch:
            steps.append(_touch_step(touches[number], number, rows.get(number, len(events) + number)))
            continue
        passes += events[number].kind == EventKind.PASS
        steps.append(_event_step(events[number], number, passes, touches, order))
    return BallPath(tuple(steps), bool(touches))


def _kind_of(event: Event) -> StepKind:
    """What a step is; of a shot or a free throw nobody may have told whether it went in."""
    if event.shot is not None:
        return StepKind.SHOT
    if event.kind == EventKind.OTHER and UNTOLD_FREE_THROW in event.words:
        return StepKind.FREE_THROW
    return _KINDS.get(event.kind, StepKind.OTHER)


def _touch_step(touch: Touch, number: int, row: int) -> Step:
    return Step(
        StepKind.TOUCH,
        row,
        touch.player_id,
        start=spot_of(touch.start_x_ft, touch.start_y_ft),
        end=spot_of(touch.end_x_ft, touch.end_y_ft),
        clock_s=touch.start_clock_s,
        touch=number,
        dribbles=touch.dribbles,
        held_s=_held(touch),
        words=("inbounds",) if touch.is_inbounds else (),
    )


def _event_step(event: Event, number: int, passes: int, touches: tuple[Touch, ...], order: Order) -> Step:
    kind = _kind_of(event)
    ended, within = order.ends.get(number), order.within.get(number)
    touch = None if ended is None else touches[ended]
    held = touch if touch is not None else None if within is None else touches[within]
    start, end, other = _PLACES.get(kind, _own_places)(event, touch, held)
    if kind is StepKind.PASS and number in order.catches:
        caught = touches[order.catches[number]]
        end = spot_of(caught.start_x_ft, caught.start_y_ft)
    clock = event.game_clock_s
    return Step(
        kind,
        number,
        event.player_id,
        event.other_player_id,
        event.kind,
        start,
        end,
        other,
        clock_s=touch.end_clock_s if clock is None and touch is not None else clock,
        shot_clock_s=event.shot_clock_s,
        touch=ended if ended is not None else within,
        dribbles=held.dribbles if held is not None and kind is not StepKind.REBOUND else None,
        held_s=_held(held) if held is not None and kind is not StepKind.REBOUND else None,
        number=passes if kind is StepKind.PASS else None,
        words=event.words,
        shot=event.shot,
    )


type _Placed = tuple[Spot | None, Spot | None, Spot | None]


def _own_places(event: Event, touch: Touch | None, held: Touch | None) -> _Placed:
    """The event's own places; without one, where the touch that it ended was over."""
    start = spot_of(event.x_ft, event.y_ft)
    other = spot_of(event.other_x_ft, event.other_y_ft)
    return (start or _end_of(touch), spot_of(event.end_x_ft, event.end_y_ft), other)


def _pass_places(event: Event, touch: Touch | None, held: Touch | None) -> _Placed:
    return (_end_of(touch), None, None)


def _drive_places(event: Event, touch: Touch | None, held: Touch | None) -> _Placed:
    """A drive has no place of its own: it goes the way of its touch."""
    return (_start_of(held), _end_of(held), None)


def _shot_places(event: Event, touch: Touch | None, held: Touch | None) -> _Placed:
    spot = None if event.shot is None else spot_of(event.shot.x_ft, event.shot.y_ft)
    return (spot, None if spot is None else RING, None)


def _rebound_places(event: Event, touch: Touch | None, held: Touch | None) -> _Placed:
    """Its own place; without one, where the rebounder's touch began."""
    return (spot_of(event.x_ft, event.y_ft) or _start_of(held), None, None)


def _free_throw_places(event: Event, touch: Touch | None, held: Touch | None) -> _Placed:
    return (FREE_THROW_SPOT, RING, None)


_PLACES: dict[StepKind, Callable[[Event, Touch | None, Touch | None], _Placed]] = {
    StepKind.PASS: _pass_places,
    StepKind.DRIVE: _drive_places,
    StepKind.SHOT: _shot_places,
    StepKind.REBOUND: _rebound_places,
    StepKind.FREE_THROW: _free_throw_places,
}


def spot_of(x_ft: float | None, y_ft: float | None) -> Spot | None:
    """A place where both parts are known and lie on the court or just beside it; None otherwise."""
    if x_ft is None or y_ft is None or not (isfinite(x_ft) and isfinite(y_ft)):
        return None
    is_near = abs(x_ft) <= _WIDEST_FT and _LEAST_Y_FT <= y_ft <= _MOST_Y_FT
    return (x_ft, y_ft) if is_near else None


def _start_of(touch: Touch | None) -> Spot | None:
    return None if touch is None else spot_of(touch.start_x_ft, touch.start_y_ft)


def _end_of(touch: Touch | None) -> Spot | None:
    return None if touch is None else spot_of(touch.end_x_ft, touch.end_y_ft)


def _held(touch: Touch) -> float | None:
    """How long a touch was, by the wall clock, else by the game clock; None where neither tells."""
    for start, end in ((touch.start_time_s, touch.end_time_s), (touch.start_clock_s, touch.end_clock_s)):
        if start is not None and end is not None:
            return abs(end - start)
    return None
