"""What a question is made of once it is read: terms, and how they are joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from explorer.core.columns import Array
from explorer.core.names import NameBook
from explorer.core.query_pattern import Pattern
from explorer.core.shapes import Shape
from explorer.core.table import Names, Tables


class Form(Enum):
    """What the values of a field are, which decides what it can be compared with."""

    NUMBER = "a number"
    TIME = "a time"
    YES_NO = "yes or no"
    PERIOD = "a period"
    WORDS = "text"
    PEOPLE = "a player"
    PLACE = "a place"
    ANY_TEXT = "any text"


@dataclass(frozen=True, slots=True)
class Spelling:
    """The ways to write one value: `exact` ones are met whole, `parts` in part too; `shown` is the best of all."""

    shown: str
    parts: tuple[str, ...]
    exact: tuple[str, ...] = ()


Spellings = Callable[[Names, NameBook], list[Spelling]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the name of a field means in a question.

    `column` gives one value a possession, or a shot where `is_shot`; codes for WORDS, whose `spellings` say what
    they mean. `is_signed` columns hold NaN for the unknown, the others a negative number. `closed` are all words
    that there can be, where the list is closed; `known` those that are met whole though no row has them.
    """

    name: str
    title: str
    form: Form
    column: Callable[[Tables], Array] | None = None
    is_shot: bool = False
    is_signed: bool = False
    is_ordered: bool = False
    spellings: Spellings | None = None
    known: Callable[[NameBook], frozenset[str]] | None = None
    closed: tuple[Spelling, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from `low` to `high`, both included unless `is_open`."""

    low: float
    high: float
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whether a number lies in one of the spans."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """Periods from `low` to `high`: numbers in the game, or, where `regulation` is not None, ranks.

    A rank is the number within regulation, 100 and more for overtimes; `regulation` 0 goes with any game.
    """

    low: float
    high: float
    regulation: int | None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Periods:
    """Whether a period lies in one of the spans."""

    spans: tuple[PeriodSpan, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One value that is looked for in texts, folded; `is_whole` where it must be the whole text."""

    text: str
    is_whole: bool
    start: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Texts in order from `low` to `high`, by as many characters as the bound has; None is no bound."""

    low: str | None
    high: str | None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Whether a text is one of those that are looked for."""

    wanted: tuple[Wanted | TextSpan, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Whether a text matches a pattern somewhere."""

    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Within:
    """Whether a place lies in one of the shapes."""

    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Whether the value is known: never unknown itself."""


@dataclass(frozen=True, slots=True)
class Among:
    """How many of the people are what the field says."""

    numbers: Numbers
    people: tuple[Words, ...]


type Test = Numbers | Periods | Words | Matching | Within | Known | Among


@dataclass(frozen=True, slots=True)
class Term:
    """One field and what its value is compared with; `start` is the term's place in the text."""

    meaning: Meaning
    test: Test
    start: int = field(compare=False, default=0)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; of the unknown, the unknown."""

    child: Node


@dataclass(frozen=True, slots=True)
class And:
    """True where all are, false where one is false; all of nothing is true."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True where one is, false where all are false."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Whether one and the same shot of the possession is what the terms inside say."""

    child: Node


type Node = Term | Not | And | Or | Some


def terms(node: Node) -> Iterator[Term]:
    """Every term of a tree, from left to right."""
    match node:
        case Term():
            yield node
        case Not() | Some():
            yield from terms(node.child)
        case And() | Or():
            for child in node.children:
                yield from terms(child)
