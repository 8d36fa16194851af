"""The text of a question -> a tree of terms.

    question    alternative { "or" alternative }
    alternative one { ["and"] one }
    one         { "not" | "-" } ( "(" question ")" | term | word | "~" pattern )
    term        field operator ( values | "?" | "!?" | "~" pattern ) [ "of" "(" name { "," name } ")" ]
    values      item { "," item };  item  value | [value] ".." [value]
    operator    ":" "=" "!=" "<" "<=" ">" ">="
    pattern     "/" ... "/"

Which shots the terms speak of is told in `query_binding`.
"""

from __future__ import annotations

import re

from explorer.core.errors import QueryError
from explorer.core.query_binding import Bracket, Compared, Joined, Part, Read, joined
from explorer.core.query_names import ALIASES, ANYTHING, MEANINGS, find, nearest
from explorer.core.query_pattern import PatternError, compile_pattern
from explorer.core.query_tree import (
    Among,
    And,
    Form,
    Known,
    Matching,
    Meaning,
    Node,
    Not,
    Or,
    Term,
    Wanted,
    Words,
)
from explorer.core.query_values import Item, Piece, read_numbers, read_term

LONGEST = 5000
"""Characters of a question."""
DEEPEST = 40
"""Brackets inside each other."""
MOST_VALUES = 200
MOST_PEOPLE = 30

QUOTES = '"\u201c\u201d\u201e'
"""Quotation marks, straight and as word processors make them: any opens, any closes."""

_OPERATOR = re.compile(r"!=|<=|>=|[:=<>~]")
_SPACED_OPERATOR = re.compile(r"\s*(!=|<=|>=|[=<>])")
_WORD = re.compile(rf"(?:(?!!=)[^\s(),:=<>~{QUOTES}])+")
_VALUE = re.compile(rf"(?:(?!\.\.)[^\s(),{QUOTES}])+")
_NAME = re.compile(rf"[^(),{QUOTES}]+")
_SPACE = re.compile(r"\s*")
_OF = re.compile(r"\s*of\s*\(", re.IGNORECASE)
KEYWORDS = frozenset({"and", "or", "not"})


def read(text: str) -> Node:
    """The tree of a question; that of a blank one is true of every possession. Raises QueryError."""
    return joined(parts(text))


def parts(text: str) -> tuple[Part, ...]:
    """What stands side by side at the top of a question, from left to right; none in a blank one. Raises QueryError.

    A question of alternatives is one part, as if it stood in brackets.
    """
    if len(text) > LONGEST:
        raise QueryError(f"a question has at most {LONGEST:,} characters", LONGEST)
    return _Reader(text).whole() if text.strip() else ()


class _Reader:
    """Reads a question from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._typed: Compared | None = None
        self._parts: list[Part] = []

    def whole(self) -> tuple[Part, ...]:
        node = self._question()
        if self._at < len(self._text):
            raise QueryError("a bracket is closed that was not opened", self._at)
        if isinstance(node, Joined) and node.how is Or:
            return (Part(0, len(self._text), Bracket(node), is_alternatives=True),)
        return tuple(self._parts)

    def _skip(self) -> str:
        """The next character after spaces; nothing at the end."""
        match = _SPACE.match(self._text, self._at)
        assert match is not None
        self._at = match.end()
        return self._text[self._at : self._at + 1]

    def _keyword(self) -> str:
        """The keyword that comes next, without taking it."""
        self._skip()
        match = _WORD.match(self._text, self._at)
        word = match[0].casefold() if match else ""
        return word if word in KEYWORDS else ""

    def _question(self) -> Read:
        parts = [self._alternative()]
        while self._keyword() == "or":
            self._at += len("or")
            parts.append(self._alternative())
        return parts[0] if len(parts) == 1 else Joined(Or, tuple(parts))

    def _alternative(self) -> Read:
        parts = [self._one()]
        while self._skip() not in ("", ")"):
            keyword = self._keyword()
            if keyword == "or":
                break
            if keyword == "and":
                self._at += len("and")
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Joined(And, tuple(parts))

    def _one(self) -> Read:
        is_turned = False
        self._skip()
        start = self._at
        while True:
            char = self._skip()
            if char in ("-", "\u2212") and char:
                self._at += 1
                if not self._text[self._at : self._at + 1].strip():
                    raise QueryError(f"{char!r} stands right before what it leaves out", self._at - 1)
            elif self._keyword() == "not":
                self._at += len("not")
            else:
                break
            is_turned = not is_turned
        is_plain = self._at == start and char != "("
        node = self._bracket() if char == "(" else self._term()
        node = Joined(Not, (node,)) if is_turned else node
        if not self._depth:
            self._parts.append(Part(start, self._at, node, self._typed if is_plain else None))
        return node

    def _bracket(self) -> Read:
        start = self._at
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(f"more than {DEEPEST} brackets stand inside each other", start)
        self._at += 1
        if self._skip() == ")":
            raise QueryError("there is nothing between the brackets", start)
        node = self._question()
        if self._skip() != ")":
            raise QueryError("a bracket is opened and not closed", start)
        self._at += 1
        self._depth -= 1
        return Bracket(node)

    def _term(self) -> Node:
        char, start = self._skip(), self._at
        self._typed = None
        if char and char in QUOTES:
            phrase = self._quoted()
            return Term(ANYTHING, Words((Wanted(phrase.text.casefold(), False, start),)), start)
        if char == "~":
            self._at += 1
            return Term(ANYTHING, self._pattern(), start)
        match = _WORD.match(self._text, start)
        if not char or char == ")" or self._keyword():
            before = self._text[:start].split()
            after = f" after {before[-1]!r}" if before else ""
            raise QueryError(f"a word or a field is missing{after}", start)
        if match is None:
            reason = "stands between values" if char == "," else "stands after the name of a field"
            raise QueryError(f"{char!r} {reason}, and there is none before it", start)
        word, self._at = match[0], match.end()
        sign = _OPERATOR.match(self._text, self._at) or _SPACED_OPERATOR.match(self._text, self._at)
        if sign is None:
            return _word(word, start)
        meaning = find(word)
        if meaning is None:
            raise QueryError(f"there is no field {word!r}{nearest(word, (*MEANINGS, *ALIASES))}", start)
        self._at = sign.end()
        return self._compared(meaning, sign[0].strip(), start)

    def _compared(self, meaning: Meaning, operator: str, start: int) -> Node:
        if operator == ":" and (sign := _OPERATOR.match(self._text, self._at)):
            # `margin:>5`, as other programs have it.
            operator, self._at = sign[0], sign.end()
        if operator == "~":
            if meaning.form not in (Form.WORDS, Form.PEOPLE):
                raise QueryError(f"a pattern is for text, and {meaning.name!r} is {meaning.form.value}", start)
            return Term(meaning, self._pattern(), start)
        at = self._at
        items = self._values(meaning, self._text[start:at])
        single = items[0].low if len(items) == 1 and not items[0].is_range else None
        if single and not single.is_quoted and single.text in ("?", "!?"):
            if operator not in (":", "="):
                raise QueryError(f"{single.text!r} stands after ':'", single.start)
            return Term(meaning, Known(), start) if single.text == "?" else Not(Term(meaning, Known(), start))
        if meaning.form is Form.PEOPLE:
            if match := _OF.match(self._text, self._at):
                self._at = match.end()
                return self._among(meaning, operator, items, start)
            if operator[0] in "<>":
                raise QueryError(f"say of whom: {meaning.name}{operator}2 of (A, B, C)", start)
        self._typed = Compared(meaning, operator, tuple(items))
        return read_term(meaning, operator, items, start)

    def _among(self, meaning: Meaning, operator: str, items: list[Item], start: int) -> Node:
        opened = self._at - 1
        if operator[0] in "<>" and (len(items) > 1 or items[0].is_range):
            raise QueryError(f"a single number stands after {operator!r}", items[0].start)
        numbers = read_numbers("=" if operator == "!=" else operator, items)
        people: list[Words] = []
        while True:
            char, at = self._skip(), self._at
            if char and char in QUOTES:
                name = self._quoted()
                wanted = Wanted(name.text.casefold(), False, at)
            else:
                match = _NAME.match(self._text, at)
                if match is None or not match[0].strip():
                    raise QueryError("a name is missing", at)
                wanted, self._at = Wanted(match[0].strip().casefold(), False, at), match.end()
            people.append(Words((wanted,)))
            if len(people) > MOST_PEOPLE:
                raise QueryError(f"more than {MOST_PEOPLE} names", at)
            char = self._skip()
            if char not in (",", ")"):
                reason = "the names are not closed with a bracket" if not char else "a comma stands between two names"
                raise QueryError(reason, self._at if char else opened)
            self._at += 1
            if char == ")":
                term = Term(meaning, Among(numbers, tuple(people)), start)
                return Not(term) if operator == "!=" else term

    def _values(self, meaning: Meaning, before: str) -> list[Item]:
        items: list[Item] = []
        while True:
            self._skip()
            at = self._at
            low = self._value()
            if self._text.startswith("..", self._at):
                self._at += 2
                high = self._value()
                if low is None and high is None:
                    raise QueryError("a range has an end: 1..5, 1.. or ..5", at)
                items.append(Item(low, high))
            elif low is None:
                last = "','" if items else repr(before.strip())
                raise QueryError(f"a value is missing after {last}", at)
            else:
                items.append(Item(low, low))
            if len(items) > MOST_VALUES:
                raise QueryError(f"more than {MOST_VALUES} values for {meaning.name!r}", at)
            if self._text[self._at : self._at + 1] != ",":
                return items
            self._at += 1

    def _value(self) -> Piece | None:
        start = self._at
        char = self._text[start : start + 1]
        if char and char in QUOTES:
            return self._quoted()
        match = _VALUE.match(self._text, start)
        if match is None:
            return None
        self._at = match.end()
        return Piece(match[0], start)

    def _quoted(self) -> Piece:
        start = self._at
        ends = [end for quote in QUOTES if (end := self._text.find(quote, start + 1)) > 0]
        if not ends:
            raise QueryError("a quotation mark is opened and not closed", start)
        self._at = min(ends) + 1
        words = self._text[start + 1 : min(ends)]
        if not words.strip():
            raise QueryError("there is nothing between the quotation marks", start)
        return Piece(words, start, is_quoted=True)

    def _pattern(self) -> Matching:
        start = self._at
        if self._text[start : start + 1] != "/":
            raise QueryError("a pattern stands between slashes: ~/.../", min(start, len(self._text)))
        end = start + 1
        while end < len(self._text) and self._text[end] != "/":
            end += 2 if self._text[end] == "\\" else 1
        if end >= len(self._text):
            raise QueryError("the pattern is not closed with a slash", start)
        self._at = end + 1
        try:
            return Matching(compile_pattern(self._text[start + 1 : end]))
        except PatternError as error:
            raise QueryError(str(error), min(start + 1 + error.position, end)) from None


def _word(word: str, start: int) -> Node:
    if word.casefold() in ("threes", "twos"):
        value = 3 if word.casefold() == "threes" else 2
        return read_term(MEANINGS["shot.value"], "=", [Item(piece := Piece(str(value), start), piece)], start)
    return Term(ANYTHING, Words((Wanted(word.casefold(), False, start),)), start)
