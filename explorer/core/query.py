"""Which rows answer a question: the public face of the filter language.

The language is that of `query_syntax`; what a field is compared with, of `query_values`. A comparison with the
unknown is unknown, and so is its opposite; only rows where the question is true are shown. Of the possessions that
the user leaves out, a question speaks only where it names the field `left_out`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from explorer.core import query_syntax
from explorer.core.errors import QueryError
from explorer.core.fields import Field, Kind
from explorer.core.names import NameBook
from explorer.core.query_complete import Completer, Completion, Value
from explorer.core.query_lookups import lookups_of
from explorer.core.query_mask import Answer
from explorer.core.query_names import MEANINGS, find, nearest
from explorer.core.query_quoting import quoted
from explorer.core.query_syntax import LONGEST
from explorer.core.query_tree import Among, Node, Wanted, Words, terms
from explorer.core.table import Tables
from explorer.core.written import Written

__all__ = [
    "MEANINGS",
    "Completion",
    "Query",
    "Value",
    "complete",
    "parse",
    "pointed",
    "possessions",
    "shots",
    "term_for",
    "unmatched",
    "untold",
    "values",
]


@dataclass(frozen=True, slots=True)
class Query:
    """A question that was read; two of the same text are equal."""

    text: str
    node: Node = field(compare=False, repr=False)

    @property
    def has_shot_terms(self) -> bool:
        """Whether the question speaks of shots, so that only some of a possession's may be meant."""
        return any(term.meaning.is_shot for term in terms(self.node))


def parse(text: str) -> Query:
    """Read a question; a blank one is true of every possession.

    Raises QueryError, with the place and the nearest known word, for any text that cannot be read.
    """
    return Query(text, query_syntax.read(text))


def possessions(query: Query, tables: Tables, book: NameBook) -> NDArray[np.bool_]:
    """The possessions that the question is true of; shape (possessions,)."""
    found = Answer(tables, book, lookups_of(tables, book)).asked(query.node)
    return found if found.flags.writeable else found.copy()


def shots(query: Query, tables: Tables, book: NameBook) -> NDArray[np.bool_]:
    """The shots of those possessions that the question speaks of, all where it asks for no shot; shape (shots,)."""
    answer = Answer(tables, book, lookups_of(tables, book))
    shown: NDArray[np.bool_] = answer.asked(query.node)[tables.shots.possession]
    spoken = answer.spoken_of(query.node)
    return shown if spoken is None else shown & spoken


def complete(text: str, cursor: int, tables: Tables, book: NameBook) -> list[Completion]:
    """What could stand at the cursor: fields, or values that stand in the tables, with the number of their rows."""
    return Completer(tables, book, lookups_of(tables, book)).complete(text, cursor)


def values(name: str, tables: Tables, book: NameBook) -> list[Value]:
    """The values of a field that stand in the tables, the commonest first; raises QueryError for an unknown field."""
    meaning = find(name)
    if meaning is None:
        raise QueryError(f"there is no field {name!r}{nearest(name, MEANINGS)}", 0)
    return Completer(tables, book, lookups_of(tables, book)).values(meaning)


def unmatched(query: Query, tables: Tables, book: NameBook) -> list[QueryError]:
    """A sentence for every text that stands nowhere in these tables, with its place and the nearest that does."""
    lookups = lookups_of(tables, book)
    found = []
    for term in terms(query.node):
        people = term.test.people if isinstance(term.test, Among) else (term.test,)
        for words in people:
            if term.meaning.spellings is None or term.meaning.closed or not isinstance(words, Words):
                continue
            for wanted in words.wanted:
                if isinstance(wanted, Wanted) and not lookups.codes(term.meaning, Words((wanted,)), tables, book):
                    met = lookups.met(term.meaning, tables, book)
                    forms = [form for _, one in met for part in one.parts for form in (part, *part.split())]
                    near = nearest(wanted.text, dict.fromkeys(forms))
                    sentence = f"no {term.meaning.title} in these games is {wanted.text!r}{near}"
                    found.append(QueryError(sentence, wanted.start))
    return found


def untold(query: Query, tables: Tables, book: NameBook) -> list[str]:
    """A sentence for each thing that a question looks for and these tables tell nothing of: texts, and shots at all."""
    found = [str(error) for error in unmatched(query, tables, book)]
    if query.has_shot_terms and len(tables.possessions) and not len(tables.shots):
        found.append("these games tell of no shots one by one: what is asked of shots is not known")
    return [f"{one[:1].upper()}{one[1:]}{'' if one.endswith('?') else '.'}" for one in found]


def term_for(field: Field, written: Written, code: int) -> str:
    """The question that is true of exactly the rows with this value of a field (its code; -1: the unknown).

    Empty where no question can write the value.
    """
    if code < 0:
        return f"{field.name}:!?"
    if field.kind in (Kind.NUMBER, Kind.SIGNED, Kind.CLOCK, Kind.SECONDS):
        value = float(written.sort_keys[written.codes == code][0])
        return f"{field.name}={round(value, 1):g}"
    # A text with a quotation mark cannot be written in a question.
    return f"{field.name}={found}" if (found := quoted(written.texts[code])) else ""


def pointed(text: str, error: QueryError, most: int = LONGEST) -> str:
    """The question with a caret under the character that the error speaks of, on two lines of equally wide letters.

    Of a longer question, `most` characters around the place are shown.
    """
    start = max(0, min(error.position - most // 2, len(text) - most))
    shown = "".join(char if char.isprintable() else " " for char in text[start : start + most])
    head, tail = "…" if start else "", "…" if start + most < len(text) else ""
    before = head + shown[: error.position - start]
    return f"{head}{shown}{tail}\n{' ' * sum(map(_cells, before))}^"


def _cells(char: str) -> int:
    """How many letters wide a character is: none where it is set over another, two in the scripts of the East."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
