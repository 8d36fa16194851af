"""One possession's records -> the rows of the tabs that tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from explorer.core import text
from explorer.core.ball_path import Step, StepKind, ball_path
from explorer.core.fields import COUNT, FIELDS, GAME, PLAY
from explorer.core.model import Event, Game, Key, Possession, Scalar
from explorer.core.names import NameBook
from explorer.core.vocabulary import (
    ATTRIBUTES,
    EVENT_WORDS,
    OUTCOME_WORDS,
    START_WORDS,
    AttributeGroup,
    EventKind,
    Mark,
    detail_title,
    title_of,
)
from explorer.models.path_words import holding
from explorer.models.possession_model import PossessionModel
from explorer.models.rows_model import Cell, Row
from explorer.models.shot_words import shot_attributes

TIMELINE_HEADERS = ("clock", "shot", "player", "event")
STATS_HEADERS = ATTRIBUTE_HEADERS = ("", "", "")
LINE_UP_HEADERS = ("offence", "defence")

LONG_HOLD_S = 2.0
"""A touch without a dribble is told of from here on."""
_SHOTS = (EventKind.MAKE, EventKind.MISS)
_OTHER_PLAYER: dict[str, str] = {
    EventKind.PASS: "to",
    EventKind.TURNOVER: "stolen by",
    EventKind.FOUL: "on",
    EventKind.BALL_SCREEN: "by",
    EventKind.OFF_BALL_SCREEN: "by",
    EventKind.MISS: "blocked by",
    EventKind.DRIVE: "against",
}


def heading(possession: Possession, book: NameBook, source: str) -> tuple[str, str]:
    """The possession in two lines: team, outcome and points; then number, period, clocks and start."""
    team = None if possession.offence_id is None else (source, possession.offence_id)
    points = possession.counts.points
    first = [
        book.team(team),
        title_of(OUTCOME_WORDS, possession.outcome),
        "points unknown" if points is None else text.count(points, "point"),
    ]
    second = [
        f"#{possession.number}",
        f"{possession.period.name} {text.clock(possession.start_clock_s)} to {text.clock(possession.end_clock_s)}",
        f"after {title_of(START_WORDS, possession.start)}",
    ]
    return "  ·  ".join(first), "  ·  ".join(second)


def timeline(possession: Possession, book: NameBook, source: str) -> list[Row]:
    """The start, every event with its clocks, player and words, and the end.

    The rows stand in the order of the ball's path, and each has the number as its key that the path's steps name. What
    is known of a touch stands with the event that ended it; only a touch that no event ended has a row of its own.
    """
    begun = title_of(START_WORDS, possession.start)
    ended = title_of(OUTCOME_WORDS, possession.outcome)
    start_mark = START_WORDS[possession.start].mark if possession.start in START_WORDS else None
    end_mark = OUTCOME_WORDS[possession.outcome].mark if possession.outcome in OUTCOME_WORDS else None
    return [
        _edge(possession.start_clock_s, f"began: {begun}", start_mark, "start" in possession.derived),
        *(
            _touch(step, book, source)
            if step.kind is StepKind.TOUCH
            else _event(step, possession.events[step.row], book, source)
            for step in ball_path(possession).steps
            if step.kind is not StepKind.TOUCH or step.row >= len(possession.events)
        ),
        _edge(possession.end_clock_s, f"ended: {ended}", end_mark, "outcome" in possession.derived),
    ]


def _edge(clock_s: float | None, words: str, mark: Mark | None, is_derived: bool) -> Row:
    tip = "Derived: the feed does not say it in so many words." if is_derived else "As the feed says."
    return Row(
        (
            Cell(text.clock(clock_s), is_number=True),
            Cell(""),
            Cell(""),
            Cell(f"{words} (derived)" if is_derived else words, tip, mark=mark, is_pale=True),
        )
    )


def _event(step: Step, event: Event, book: NameBook, source: str) -> Row:
    words = [f"{word}: {detail_title(word)}" for word in event.words]
    title = event_title(event, book, source)
    held = _held(step)
    tip = "\n".join([title, *([held] if held else []), *words])
    mark = EVENT_WORDS[event.kind].mark if event.kind in EVENT_WORDS else None
    is_taken = event.game_clock_s is None and step.clock_s is not None
    return Row(
        (
            Cell(
                text.clock(step.clock_s),
                "The clock when the touch ended: the feed gives the event none." if is_taken else "",
                is_number=True,
                is_pale=event.game_clock_s is None,
            ),
            Cell(text.span(event.shot_clock_s), is_number=True, is_pale=event.shot_clock_s is None),
            Cell(_who(event.player_id, book, source), tip, is_pale=event.player_id is None),
            Cell(f"{title}, {held}" if held else title, tip, mark=mark),
        ),
        key=step.row,
    )


def _held(step: Step) -> str:
    """What the player did with the ball before; empty where it was passed on at once, and where nothing tells."""
    if step.kind is StepKind.DRIVE:
        return ""
    if step.dribbles:
        return f"after {holding(step.dribbles, step.held_s)}"
    return f"held {text.span(step.held_s)} s" if step.held_s is not None and step.held_s >= LONG_HOLD_S else ""


def _touch(step: Step, book: NameBook, source: str) -> Row:
    """A touch that no event ended: the ball was lost from view, or the period was over."""
    held = holding(step.dribbles, step.held_s)
    title = ", ".join(word for word in ("throws in" if "inbounds" in step.words else "has the ball", held) if word)
    return Row(
        (
            Cell(text.clock(step.clock_s), is_number=True, is_pale=True),
            Cell(text.UNKNOWN, is_number=True, is_pale=True),
            Cell(_who(step.player_id, book, source), is_pale=True),
            Cell(title, "The feed tells no event that ended this touch.", is_pale=True),
        ),
        key=step.row,
    )


def _who(player_id: str | None, book: NameBook, source: str) -> str:
    return "team" if player_id is None else book.player((source, player_id))


def event_title(event: Event, book: NameBook, source: str) -> str:
    """What happened, in words: `3PT miss, off the dribble, 24.8 ft, blocked by A. Doe`."""
    parts = []
    if event.kind in _SHOTS:
        value = "" if event.shot is None or event.shot.value is None else f"{event.shot.value}PT "
        parts.append(value + ("make" if event.kind == EventKind.MAKE else "miss"))
        parts += shot_attributes(event.words)
        if event.shot is not None and event.shot.distance_ft is not None:
            parts.append(text.feet(event.shot.distance_ft))
    elif event.kind == EventKind.OTHER:
        parts.append(", ".join(detail_title(word) for word in event.words) or "event")
    else:
        parts.append(EVENT_WORDS[event.kind].title)
        if "LBTO" in event.words:
            parts.append("live ball")
        parts += [word.replace("_", " ") for word in event.words if not word.isupper()]
    if event.other_player_id is not None:
        joined = _OTHER_PLAYER.get(event.kind, "with")
        parts.insert(1, f"{joined} {book.player_short((source, event.other_player_id))}")
    return ", ".join(parts)


def stats(model: PossessionModel, row: int, possession: Possession) -> list[Row]:
    """Every field of one possession with its value and unit; what is derived is marked so."""
    rows: list[Row] = []
    for group in (COUNT, PLAY, GAME):
        rows.append(Row((Cell(group),), is_heading=True))
        for field in FIELDS:
            if field.group != group:
                continue
            words, is_known = model.told(field, row)
            note = "derived" if field.is_derived and is_known else ""
            rows.append(
                Row(
                    (
                        Cell(field.title, field.tip),
                        Cell(words, is_number=True, is_pale=not is_known or words == "0"),
                        Cell(", ".join(word for word in (field.unit, note) if word), is_pale=True),
                    ),
                    key=field.name,
                )
            )
    facts = {
        "began": _instant(possession.start_time_s),
        "ended": _instant(possession.end_time_s),
        "session": possession.session_id or text.UNKNOWN,
        "possession id": possession.possession_id,
        "tracking": possession.locations or text.UNKNOWN,
    }
    rows += [Row((Cell(name), Cell(""), Cell(fact, fact))) for name, fact in facts.items()]
    return rows


def _instant(time_s: float | None) -> str:
    if time_s is None:
        return text.UNKNOWN
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def attributes(values: Mapping[str, Scalar]) -> list[Row]:
    """The feed's attributes under their headings; zeros and noes pale, unknown ones at the end as they came."""
    rows: list[Row] = []
    for group in AttributeGroup:
        known = [(a.title, values[a.name]) for a in ATTRIBUTES if a.group is group and a.name in values]
        if group is AttributeGroup.OTHER:
            names = {attribute.name for attribute in ATTRIBUTES}
            known = [(name.replace("_", " "), value) for name, value in values.items() if name not in names]
        if known:
            rows.append(Row((Cell(str(group)),), is_heading=True))
            rows += [Row((Cell(title), _value(value), Cell(""))) for title, value in known]
    return rows


def _value(value: Scalar) -> Cell:
    if value is None:
        return Cell(text.UNKNOWN, "The feed gives no value.", is_pale=True, is_number=True)
    if isinstance(value, bool):
        return Cell(text.yes_no(value), is_pale=not value, is_number=True)
    return Cell(str(value), is_pale=value == 0, is_number=True)


def line_ups(possession: Possession, game: Game, book: NameBook) -> tuple[list[Row], tuple[str, str]]:
    """Both fives with numbers and names, and the two teams as headers."""
    source = game.source

    def key(known_id: str | None) -> Key | None:
        return None if known_id is None else (source, known_id)

    fives = (possession.on_ids, possession.against_ids)
    headers = (book.team(key(possession.offence_id)), book.team(key(possession.defence_id)))
    images = {player.player_id: player.image for team in game.teams for player in team.players if player.image}
    rows = []
    for place in range(max(map(len, fives))):
        cells = [_person((source, five[place]), book, images) if place < len(five) else Cell("") for five in fives]
        rows.append(Row(tuple(cells)))
    return rows, (f"{headers[0]} (offence)", f"{headers[1]} (defence)")


def _person(key: Key, book: NameBook, images: Mapping[str, str]) -> Cell:
    number = book.player_number(key)
    name = book.player(key)
    tip = "" if book.has_player(key) else "No name is known for this id; a names file (id, name) can be opened."
    tip = "\n".join(words for words in (tip, f"id {key[1]}", images.get(key[1], "")) if words)
    return Cell(f"{number}  {name}" if number else name, tip, is_pale=not book.has_player(key))
