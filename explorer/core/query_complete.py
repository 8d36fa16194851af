"""What a question could go on with: names of fields, and the values that stand in the tables, with counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core import text as writing
from explorer.core.clock import period_name
from explorer.core.columns import Array
from explorer.core.fields import LEFT_OUT
from explorer.core.names import NameBook
from explorer.core.query_lookups import Lookups
from explorer.core.query_mask import Answer
from explorer.core.query_names import AREA, MEANINGS, SEARCHED, ZONE, find
from explorer.core.query_quoting import quoted
from explorer.core.query_syntax import QUOTES
from explorer.core.query_tree import Form, Meaning, Within
from explorer.core.shapes import EXAMPLES, NAMED, TITLES, Kind, Shape, read_shape
from explorer.core.table import Tables

MOST = 60
"""So many completions are offered at most."""
_LEAST_SEARCHED = 2
"""Characters from which on a word without a field is looked for among the values too."""

_FIELD = re.compile(r"-*([^\W\d][\w.]*)\s*(!=|<=|>=|[:=<>])\s*")
_WORD_REST, _NAME_REST = re.compile(r"[^\s(),]*"), re.compile(r"[^,)]*")
_OF = re.compile(r"(?:^|[\s(-])(\w+)\s*(?:!=|<=|>=|[:=<>])\s*\S+\s+of\s*\(([^()]*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Completion:
    """What could stand in the text from `start` to `end`; `count` rows have it, or have a value.

    `title` are the words of the screen, where the text alone does not say enough.
    """

    start: int
    end: int
    text: str
    count: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value that stands in the tables: as a question writes it, as a screen does, and in how many rows."""

    text: str
    shown: str
    count: int


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the cursor is: the part of the text that would be replaced, and the field whose value it is."""

    start: int
    end: int
    typed: str
    meaning: Meaning | None


class Completer:
    """Finds completions in one set of tables."""

    def __init__(self, tables: Tables, book: NameBook, lookups: Lookups) -> None:
        """Look into these tables."""
        self._tables = tables
        self._book = book
        self._lookups = lookups
        self._answer = Answer(tables, book, lookups)

    def complete(self, question: str, cursor: int) -> list[Completion]:
        """What could stand at the cursor, the likeliest first."""
        spot = _spot(question, min(max(cursor, 0), len(question)))
        typed = spot.typed.casefold()
        if spot.meaning is not None:
            values = self._matching(spot.meaning, typed)
            is_told = spot.meaning.form is Form.PLACE
            return [
                Completion(spot.start, spot.end, value.text, value.count, value.shown if is_told else "")
                for value in values[:MOST]
            ]
        names = [name for name in MEANINGS if typed in name]
        names.sort(key=lambda name: (not name.startswith(typed), not name.split(".")[-1].startswith(typed)))
        found = [Completion(spot.start, spot.end, f"{name}:", self._known(MEANINGS[name])) for name in names]
        if len(typed) >= _LEAST_SEARCHED:
            for meaning in SEARCHED:
                for value in self._matching(meaning, typed):
                    found.append(Completion(spot.start, spot.end, f"{meaning.name}:{value.text}", value.count))
        return found[:MOST]

    def values(self, meaning: Meaning) -> list[Value]:
        """The values of a field that stand in the tables, the commonest first; none of a field of times."""
        return self._lookups.once(("values", meaning.name), lambda: self._values(meaning))

    def _known(self, meaning: Meaning) -> int:
        return self._lookups.once(
            ("known", meaning.name), lambda: int(self._of_counted(meaning, self._answer.known(meaning)).sum())
        )

    def _of_counted(self, meaning: Meaning, values: Array) -> Array:
        """Values of a field, without those of possessions that count nowhere."""
        counted = self._tables.counted
        if counted is None or meaning.name == LEFT_OUT:
            return values
        return values[counted[self._tables.shots.possession] if meaning.is_shot else counted]

    def _matching(self, meaning: Meaning, typed: str) -> list[Value]:
        values = self.values(meaning)
        if meaning is ZONE:
            # Its values may bear the names of the NBA's areas too.
            own = {value.text for value in values}
            values = [*values, *(value for value in self.values(AREA) if value.text not in own)]
        found = [value for value in values if typed in value.text.casefold() or typed in value.shown]
        return sorted(found, key=lambda value: not (value.text.strip('"').casefold().startswith(typed)))

    def _values(self, meaning: Meaning) -> list[Value]:
        if meaning.form is Form.TIME:
            return []
        if meaning.form is Form.PLACE:
            return self._places(meaning)
        counts: dict[tuple[str, str], int] = {}
        for word, shown, count in self._counted(meaning):
            if count and (written := quoted(word)):
                key = (written, shown.casefold())
                counts[key] = counts.get(key, 0) + count
        found = [Value(word, shown, count) for (word, shown), count in counts.items()]
        return sorted(found, key=lambda value: -value.count)

    def _places(self, meaning: Meaning) -> list[Value]:
        """The named places, and what a drawn one looks like, in the order of their tables."""
        named = [(one.name, one.title, Shape(Kind.NAMED, name=one.name)) for one in NAMED]
        drawn = [(f'"{example}"', TITLES[kind], read_shape(example)) for kind, example in EXAMPLES.items()]
        return [
            Value(text, title, int(self._of_counted(meaning, self._answer.within(Within((one,)))).sum()))
            for text, title, one in (*named, *drawn)
        ]

    def _counted(self, meaning: Meaning) -> Iterator[tuple[str, str, int]]:
        """A field's values as written and shown, with the number of rows."""
        if meaning.form is Form.PERIOD:
            table = self._tables.possessions
            pairs = table.period.astype(np.int16) * 8 + np.clip(table.regulation, 0, 7)
            for code, count in _tally(self._of_counted(meaning, pairs)[self._of_counted(meaning, table.period) >= 1]):
                name = period_name(code // 8, code % 8 or 4)
                yield name, name, count
        elif meaning.form in (Form.WORDS, Form.PEOPLE):
            spellings = self._lookups.spellings(meaning, self._tables, self._book)
            for code, count in _tally(self._codes(meaning)):
                one = spellings[code]
                if one.parts:
                    yield one.shown, one.parts[-1], count
        else:
            column = self._of_counted(meaning, self._lookups.column(meaning, self._tables))
            for number, count in _tally(column[self._of_counted(meaning, self._answer.known(meaning))]):
                word = writing.yes_no(number > 0) if meaning.form is Form.YES_NO else f"{number:g}"
                yield word, word, count

    def _codes(self, meaning: Meaning) -> NDArray[np.int64]:
        """The known codes of a field, one a row; of players, each once a possession."""
        if meaning.form is Form.WORDS:
            codes = self._of_counted(meaning, self._lookups.column(meaning, self._tables))
            return codes[codes >= 0].astype(np.int64)
        tables = self._tables
        if meaning.name == "player":
            rows = np.concatenate([tables.events.possession, tables.shots.possession]).astype(np.int64)
            people = np.concatenate([tables.events.player, tables.shots.shooter])
            many = len(tables.names.players) + 1
            # Events stand in the order of their possessions, which the stable sort makes use of.
            is_told = people >= 0
            if (counted := tables.counted) is not None:
                is_told &= counted[rows]
            pairs = np.sort((rows * many + people)[is_told], kind="stable")
            distinct: NDArray[np.int64] = pairs[np.append(np.diff(pairs) > 0, True)[: len(pairs)]] % many
            return distinct
        five = tables.possessions.against if meaning.name == "against" else tables.possessions.on
        people = self._of_counted(meaning, five).ravel()
        return people[people >= 0].astype(np.int64)


def _tally(values: Array) -> Iterator[tuple[int, int]]:
    distinct, counts = np.unique(values, return_counts=True)
    yield from zip(distinct.tolist(), counts.tolist(), strict=True)


def _spot(question: str, cursor: int) -> _Spot:
    """The piece of the text that the cursor stands in or behind."""
    opened, start = _opened(question, cursor)
    if (match := _OF.search(question, 0, opened if opened is not None else cursor)) and match[1].casefold() in MEANINGS:
        at = question.rfind(",", match.start(2), cursor) + 1 or match.start(2)
        at += len(question[at:cursor]) - len(question[at:cursor].lstrip())
        end = _end(_NAME_REST, question, cursor)
        return _Spot(at, end, question[at:cursor].strip(QUOTES), MEANINGS[match[1].casefold()])
    field = _FIELD.match(question, start, opened if opened is not None else cursor)
    meaning = find(field[1]) if field else None
    if field is None or meaning is None:
        first = start + len(question[start:cursor]) - len(question[start:cursor].lstrip("-"))
        return _Spot(first, _end(_WORD_REST, question, cursor), question[first:cursor], None)
    if opened is not None:
        closed = min((end for quote in QUOTES if (end := question.find(quote, cursor)) >= 0), default=-1)
        return _Spot(opened, closed + 1 if closed >= 0 else cursor, question[opened + 1 : cursor], meaning)
    low = max(question.rfind(",", field.end(), cursor) + 1, question.rfind("..", field.end(), cursor) + 2)
    at = max(low, field.end())
    return _Spot(at, _end(_WORD_REST, question, cursor), question[at:cursor].strip(QUOTES), meaning)


def _opened(question: str, cursor: int) -> tuple[int | None, int]:
    """Where a quotation mark is open at the cursor, or None; and where the term begins."""
    opened: int | None = None
    start = 0
    for at, char in enumerate(question[:cursor]):
        if char in QUOTES:
            opened = at if opened is None else None
        elif opened is None and (char in "()" or (char.isspace() and not _is_awaited(question[start:at]))):
            start = at + 1
    return opened, start


def _is_awaited(term: str) -> bool:
    """Whether a value is still to come, so that a space does not end the term."""
    return bool(re.search(r"(?:[:=<>]|\w\s*,)\s*$", term)) and bool(_FIELD.match(term))


def _end(rest: re.Pattern[str], question: str, cursor: int) -> int:
    match = rest.match(question, cursor)
    return match.end() if match else cursor
