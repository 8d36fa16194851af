"""The ball's way in words: each step in one line, and all of them as the rows of a table."""

from __future__ import annotations

from collections.abc import Callable

from explorer.core import text
from explorer.core.ball_order import NOT_CAUGHT
from explorer.core.ball_path import UNTOLD_FREE_THROW, BallPath, Spot, Step, StepKind
from explorer.core.vocabulary import EVENT_WORDS, EventKind, Mark, title_of
from explorer.models.shot_words import shot_attributes

type NameOf = Callable[[str], str]
"""A player's id -> how the player is written."""

HEADERS = ("step", "clock", "what", "player", "from", "to", "dribbles", "held")
NUMBERS = (True, True, False, False, False, False, True, True)

_JOINED = {
    StepKind.TURNOVER: "stolen by",
    StepKind.FOUL: "on",
    StepKind.SHOT: "blocked by",
    StepKind.DRIVE: "against",
    StepKind.SCREEN: "by",
}
_RESULTS: dict[str, str] = {EventKind.MAKE: "make", EventKind.MISS: "miss"}
_SHOT_MARKS: dict[str, Mark] = {EventKind.MAKE: Mark.MAKE, EventKind.MISS: Mark.MISS}


def mark_of(step: Step) -> Mark:
    """The house's mark of a step; neutral where it has none."""
    if step.kind is StepKind.SHOT:
        return _SHOT_MARKS.get(step.event_kind, Mark.NEUTRAL)
    known = EVENT_WORDS.get(step.event_kind)
    return known.mark if known else Mark.NEUTRAL


def step_words(step: Step, name_of: NameOf) -> str:
    """A step in one line: `Pass 3: A. Long to C. Bell, 0:14 on the clock`."""
    parts = [_title(step, name_of), *_details(step)]
    if step.clock_s is not None:
        parts.append(f"{text.clock(step.clock_s)} on the clock")
    if not step.is_placed:
        parts.append("place not told")
    elif step.kind is StepKind.PASS and (step.start is None or step.end is None):
        parts.append("not told from where" if step.start is None else "not told where to")
    return ", ".join(parts)


def holding(dribbles: int | None, held_s: float | None) -> str:
    """How long the ball was held and dribbled: `3 dribbles in 2.4 s`; empty where nothing tells."""
    told = [] if dribbles is None else [text.count(dribbles, "dribble") if dribbles else "no dribble"]
    if held_s is not None:
        told.append(f"in {text.span(held_s)} s" if told else f"{text.span(held_s)} s")
    return " ".join(told)


def path_summary(path: BallPath) -> str:
    """The path in one sentence: `5 touches, 4 passes, 2 ball screens, 1 drive and 1 shot`; empty without steps."""
    kinds = (
        (StepKind.TOUCH, "touch", "touches"),
        (StepKind.PASS, "pass", "passes"),
        (StepKind.SCREEN, "screen", ""),
        (StepKind.DRIVE, "drive", ""),
        (StepKind.SHOT, "shot", ""),
        (StepKind.FREE_THROW, "free throw", ""),
    )
    counted = [(path.count(kind), one, more) for kind, one, more in kinds]
    return text.listed([text.count(n, one, more) for n, one, more in counted if n], most=len(kinds))


def path_rows(path: BallPath, name_of: NameOf) -> tuple[tuple[str, ...], ...]:
    """The steps as texts under `HEADERS`; places in feet from the middle and from the baseline."""
    return tuple(
        (
            str(number),
            text.clock(step.clock_s),
            ", ".join([_kind(step) + _other(step, name_of), *_details(step, is_alone=False)]),
            _name(step.player_id, name_of) if step.player_id is not None else text.UNKNOWN,
            _spot(step.other if step.kind is StepKind.SCREEN else step.start),
            _target(step, name_of),
            text.number(step.dribbles),
            text.span(step.held_s),
        )
        for number, step in enumerate(path.steps, 1)
    )


def _name(player_id: str | None, name_of: NameOf) -> str:
    return "the team" if player_id is None else name_of(player_id)


def _title(step: Step, name_of: NameOf) -> str:
    who = _name(step.player_id, name_of)
    if step.kind is StepKind.TOUCH:
        return f"{who} throws in" if "inbounds" in step.words else f"{who} has the ball"
    if step.kind is StepKind.PASS:
        thrower = "a player not told" if step.player_id is None else who
        caught = "" if step.other_player_id is None else f" to {name_of(step.other_player_id)}"
        return f"Pass {step.number}: {thrower}{caught}"
    if step.kind is StepKind.SCREEN:
        return f"{_kind(step)}{_other(step, name_of)} for {who}"
    return f"{_kind(step)} by {who}{_other(step, name_of)}"


def _other(step: Step, name_of: NameOf) -> str:
    """The other player of a step with the word that joins them: ` stolen by C. Bell`; not of a pass."""
    if step.other_player_id is None or step.kind is StepKind.PASS:
        return ""
    return f" {_JOINED.get(step.kind, 'with')} {name_of(step.other_player_id)}"


def _kind(step: Step) -> str:
    """What a step is, with a capital: `Pass 3`, `3PT miss`, `Ball screen`."""
    if step.kind is StepKind.TOUCH:
        return "Touch"
    if step.kind is StepKind.PASS:
        return f"Pass {step.number}"
    if step.kind is StepKind.SHOT:
        value = "" if step.shot is None or step.shot.value is None else f"{step.shot.value}PT "
        words = f"{value}{_RESULTS.get(step.event_kind, 'shot')}"
    elif step.kind is StepKind.SCREEN and "hand-off" in step.words:
        words = "hand-off"
    elif step.kind is StepKind.FREE_THROW and step.event_kind == EventKind.OTHER:
        words = UNTOLD_FREE_THROW
    else:
        words = title_of(EVENT_WORDS, step.event_kind)
    return words[:1].upper() + words[1:]


def _details(step: Step, *, is_alone: bool = True) -> list[str]:
    """What else is told of a step; `is_alone` where no column of its own tells of dribbles."""
    if step.kind is StepKind.SHOT:
        told = shot_attributes(step.words)
        distance = None if step.shot is None else step.shot.distance_ft
        return [*told, *([] if distance is None else [text.feet(distance)])]
    if step.kind is StepKind.TOUCH:
        is_thrown_in = "inbounds" in step.words and not step.dribbles
        held = holding(step.dribbles, step.held_s) if is_alone and not is_thrown_in else ""
        return [held] if held else []
    if step.kind is StepKind.PASS:
        return [word for word in step.words if word == NOT_CAUGHT]
    if step.kind is StepKind.DRIVE:
        return [f"to the {word}" if word in ("left", "right") else word.replace("_", " ") for word in step.words]
    skipped = {"hand-off", UNTOLD_FREE_THROW}
    return [word.replace("_", " ") for word in step.words if word not in skipped and not word.isupper()]


def _target(step: Step, name_of: NameOf) -> str:
    """Where a step led to: the player, the place or the ring."""
    if step.kind is StepKind.SHOT:
        return "ring" if step.end is not None else text.UNKNOWN
    other = "" if step.other_player_id is None or step.kind is not StepKind.PASS else name_of(step.other_player_id)
    spot = _spot(step.end) if step.end is not None else ""
    return ", ".join(part for part in (other, spot) if part) or text.UNKNOWN


def _spot(spot: Spot | None) -> str:
    """A place in words: `12 ft left, 24 ft out`, from the middle of the court and from the baseline."""
    if spot is None:
        return text.UNKNOWN
    side = "left" if spot[0] < 0 else "right"
    return f"{abs(spot[0]):.0f} ft {side}, {spot[1]:.0f} ft out"
