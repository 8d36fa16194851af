"""The values of a question: what stands after a field's name -> what the field is compared with."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from explorer.core.clock import QUARTERS, parse_clock, parse_period
from explorer.core.errors import QueryError
from explorer.core.query_names import AREA, ZONE, ZONE_NUMBER, nearest
from explorer.core.query_tree import (
    Form,
    Meaning,
    Node,
    Not,
    Numbers,
    Or,
    Periods,
    PeriodSpan,
    Span,
    Term,
    TextSpan,
    Wanted,
    Within,
    Words,
)
from explorer.core.shapes import EXAMPLES, Kind, Shape, ShapeError, read_shape

FIRST_OVERTIME, LAST_OVERTIME = 101, 199
YES, NO = frozenset({"yes", "y", "true"}), frozenset({"no", "n", "false"})

type _Read = Callable[[Piece], float]

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,12}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})")
_BARE_CLOCK = re.compile(r"\A([+-]?):(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Piece:
    """One value as it was typed, and where."""

    text: str
    start: int
    is_quoted: bool = False

    @property
    def end(self) -> int:
        """Where the text goes on after it."""
        return self.start + len(self.text) + 2 * self.is_quoted


@dataclass(frozen=True, slots=True)
class Item:
    """One member of a list: a value (`low` and `high` are the same), or a range with one end open at most."""

    low: Piece | None
    high: Piece | None

    @property
    def start(self) -> int:
        """Where it stands in the text."""
        first = self.low or self.high
        return first.start if first else 0

    @property
    def end(self) -> int:
        """Where the text goes on after it; a range that is open above ends with its two points."""
        last = self.high or self.low
        return 0 if last is None else last.end if self.high else last.end + len("..")

    @property
    def is_range(self) -> bool:
        """Whether it is a range."""
        return self.low is not self.high


def read_term(meaning: Meaning, operator: str, items: Sequence[Item], start: int) -> Node:
    """The node of `field operator items`; raises QueryError where the values do not go with the field.

    Operators are `: = != < <= > >=`; `!=` is the opposite of `=`, so that the unknown stays unknown.
    """
    if operator == "!=":
        return Not(read_term(meaning, "=", items, start))
    if operator[0] in "<>" and (len(items) > 1 or items[0].is_range):
        raise QueryError(f"a single value stands after {operator!r}", items[0].start)
    if meaning is ZONE:
        return _zones(operator, items, start)
    if meaning.form is Form.PLACE:
        return Term(meaning, Within(tuple(_shape(meaning, operator, item) for item in items)), start)
    if meaning.form is Form.PERIOD:
        return Term(meaning, Periods(tuple(_period(operator, item) for item in items)), start)
    if meaning.form in (Form.WORDS, Form.PEOPLE):
        return Term(meaning, Words(tuple(_words(meaning, operator, item) for item in items)), start)
    return Term(meaning, Numbers(_spans(meaning, operator, items)), start)


def read_numbers(operator: str, items: Sequence[Item]) -> Numbers:
    """Whole numbers of a count of people."""
    return Numbers(tuple(_span(operator, item, lambda piece: _number(piece, "how many")) for item in items))


def _zones(operator: str, items: Sequence[Item], start: int) -> Node:
    """Zones by the feed's numbers, by the names of the basic scheme, or by those of the NBA's areas."""
    numbered = [item for item in items if _is_numbers(item)]
    areas = [item for item in items if item not in numbered and _is_area(item)]
    named = [item for item in items if item not in numbered and item not in areas]
    parts: list[Node] = []
    if numbered:
        parts.append(Term(ZONE_NUMBER, Numbers(_spans(ZONE_NUMBER, operator, numbered)), start))
    for meaning, some in ((ZONE, named), (AREA, areas)):
        if some:
            parts.append(Term(meaning, Words(tuple(_words(meaning, operator, item) for item in some)), start))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _is_area(item: Item) -> bool:
    """Whether a word stands for some of the NBA's areas, and for none of the basic zones."""
    if item.is_range or item.low is None:
        return False
    word = item.low.text.casefold()
    zones, areas = ([part for known in meaning.closed for part in known.parts] for meaning in (ZONE, AREA))
    if word in zones or word in areas:
        return word not in zones
    if any(word in part for part in zones):
        return False
    # Of a word that is neither, the nearest of all is told.
    return any(word in part for part in areas) or bool(not nearest(word, zones) and nearest(word, areas))


def _shape(meaning: Meaning, operator: str, item: Item) -> Shape:
    if item.is_range or item.low is None or operator[0] in "<>":
        example = f'place:paint or place:"{EXAMPLES[Kind.RECT]}"'
        raise QueryError(f"a place has no more and less; write {example}", item.start)
    try:
        return read_shape(item.low.text)
    except ShapeError as error:
        at = item.low.start + int(item.low.is_quoted) + error.position
        raise QueryError(str(error), at) from None


def _is_numbers(item: Item) -> bool:
    ends = [piece for piece in (item.low, item.high) if piece]
    return all(piece.text.isascii() and piece.text.isdecimal() for piece in ends)


def _spans(meaning: Meaning, operator: str, items: Sequence[Item]) -> tuple[Span, ...]:
    if meaning.form is Form.YES_NO:
        if operator[0] in "<>" or any(item.is_range for item in items):
            raise QueryError(f"{meaning.name!r} is yes or no, and one is not more than the other", items[0].start)
        return tuple(_yes_no(meaning, item.low) for item in items if item.low)
    found = []
    for item in items:
        is_word = item.low is not None and not item.is_range and meaning.form is Form.NUMBER
        if is_word and item.low and item.low.text.casefold() in YES | NO and operator[0] not in "<>":
            found.append(_yes_no(meaning, item.low))
        elif meaning.form is Form.TIME:
            found.append(_span(operator, item, lambda piece: _time(piece, meaning.name), may_run_down=True))
        else:
            found.append(_span(operator, item, lambda piece: _number(piece, meaning.name)))
    return tuple(found)


def _yes_no(meaning: Meaning, piece: Piece) -> Span:
    word = piece.text.casefold()
    if word in YES or word == "1":
        return Span(0.0, math.inf, is_open=True)
    if word in NO or word == "0":
        return Span(0.0, 0.0)
    raise QueryError(f"{meaning.name!r} is yes or no, not {piece.text!r}", piece.start)


def _span(operator: str, item: Item, read: _Read, *, may_run_down: bool = False) -> Span:
    """The span of one value or range; clocks run down, so that a range of them can be written either way round."""
    low, high = (read(piece) if piece else None for piece in (item.low, item.high))
    if item.is_range:
        if may_run_down and low is not None and high is not None:
            low, high = min(low, high), max(low, high)
        if low is not None and high is not None and low > high:
            raise QueryError(f"the range goes from more to less; write {_turned(item)}", item.start)
        return Span(-math.inf if low is None else low, math.inf if high is None else high)
    assert low is not None
    if operator[0] == "<":
        return Span(-math.inf, low, is_open=operator == "<")
    if operator[0] == ">":
        return Span(low, math.inf, is_open=operator == ">")
    return Span(low, low)


def _turned(item: Item) -> str:
    assert item.low
    assert item.high
    return f"{item.high.text}..{item.low.text}"


def _plain(piece: Piece) -> str:
    # Minus signs and dashes as screens and word processors write them.
    return piece.text.replace("\u2212", "-").replace("\u2013", "-")


def _number(piece: Piece, name: str) -> float:
    if not _NUMBER.fullmatch(_plain(piece)):
        raise QueryError(f"{name!r} is compared with a number, and {piece.text!r} is none", piece.start)
    return float(_plain(piece))


def _time(piece: Piece, name: str) -> float:
    written = _BARE_CLOCK.sub(r"\g<1>0:", _plain(piece))
    try:
        if _NUMBER.fullmatch(written):
            return float(written)
        found = parse_clock(written)
    except ValueError:
        found = None
    if found is None:
        raise QueryError(f"{name!r} is a time, written 4:00 or as seconds, and {piece.text!r} is none", piece.start)
    return found


def _period(operator: str, item: Item) -> PeriodSpan:
    low = _period_end(item.low) if item.low else None
    high = _period_end(item.high) if item.high else None
    ends = [end for end in (low, high) if end]
    if len({end.regulation is None for end in ends}) > 1:
        raise QueryError("both ends of the range are numbers, or both are written like Q1, H2, OT", item.start)
    regulations = {end.regulation for end in ends} - {0}
    if len(regulations) > 1:
        raise QueryError("a range goes over quarters or over halves, not over both", item.start)
    regulation = next(iter(regulations), 0)
    first, last = ends[0], ends[-1]
    if item.is_range:
        span = PeriodSpan(low.low if low else -math.inf, high.high if high else math.inf, regulation)
        if span.low > span.high:
            raise QueryError(f"the range goes from more to less; write {_turned(item)}", item.start)
        return span
    if operator[0] == "<":
        return PeriodSpan(-math.inf, first.low if operator == "<" else last.high, regulation, operator == "<")
    if operator[0] == ">":
        return PeriodSpan(last.high if operator == ">" else first.low, math.inf, regulation, operator == ">")
    return PeriodSpan(first.low, last.high, regulation)


def _period_end(piece: Piece) -> PeriodSpan:
    word = piece.text.strip().upper()
    if word == "OT":
        return PeriodSpan(FIRST_OVERTIME, LAST_OVERTIME, 0)
    found = parse_period(word, QUARTERS) if word.isascii() and len(word) < 6 else None
    if found is None or found.number is None or found.regulation is None:
        raise QueryError(f"a period is written Q1, H2, OT, OT2 or 1, not {piece.text!r}", piece.start)
    if word.isdecimal():
        return PeriodSpan(found.number, found.number, None)
    if found.is_overtime:
        rank = FIRST_OVERTIME - 1 + found.number - found.regulation
        return PeriodSpan(rank, rank, 0)
    return PeriodSpan(found.number, found.number, found.regulation)


def _words(meaning: Meaning, operator: str, item: Item) -> Wanted | TextSpan:
    if item.is_range or operator[0] in "<>":
        if not meaning.is_ordered:
            raise QueryError(f"{meaning.name!r} is text, and has no more and less", item.start)
        low, high = (piece.text.casefold() if piece else None for piece in (item.low, item.high))
        if item.is_range:
            return TextSpan(low, high)
        return TextSpan(None, low, operator == "<") if operator[0] == "<" else TextSpan(low, None, operator == ">")
    assert item.low is not None
    word = item.low.text.casefold()
    is_whole = operator == "=" or any(word in (*known.parts, *known.exact) for known in meaning.closed)
    if meaning.closed and not is_whole and not any(word in part for known in meaning.closed for part in known.parts):
        near = nearest(word, [part for known in meaning.closed for part in known.parts])
        raise QueryError(f"{meaning.name!r} has no value {item.low.text!r}{near}", item.low.start)
    return Wanted(word, is_whole, item.low.start)
