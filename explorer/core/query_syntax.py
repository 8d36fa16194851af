"""The text of a question -> a tree of terms.

    question    alternative { "or" alternative }
    alternative one { ["and"] one }
    one         { "not" | "-" } ( "(" question ")" | term | word | "~" pattern )
    term        field operator ( values | "?" | "!?" | "~" pattern ) [ "of" "(" name { "," name } ")" ]
    values      item { "," item };  item  value | [value] ".." [value]
    operator    ":" "=" "!=" "<" "<=" ">" ">="
    pattern     "/" ... "/"

Terms about shots that stand side by side speak of one and the same shot. A bracket is a shot of its own, unless it
holds only alternatives, which stand for one term: `(zone:rim or zone:short_mid) shot.made:no`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from explorer.core.errors import QueryError
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
    Some,
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


@dataclass(frozen=True, slots=True)
class _Bracket:
    """What stood in brackets, until it is known which shots its terms speak of."""

    child: _Read


type _Read = Node | _Bracket | _Joined


@dataclass(frozen=True, slots=True)
class _Joined:
    """Terms and brackets side by side, alternatives, or one of them turned round."""

    how: type[And] | type[Or] | type[Not]
    children: tuple[_Read, ...]


def read(text: str) -> Node:
    """The tree of a question; that of a blank one is true of every possession. Raises QueryError."""
    if len(text) > LONGEST:
        raise QueryError(f"a question has at most {LONGEST:,} characters", LONGEST)
    if not text.strip():
        return And(())
    node, is_about_shots = _bind(_Reader(text).whole())
    return Some(node) if is_about_shots else node


def _bind(node: _Read) -> tuple[Node, bool]:
    """Gather the shot terms that speak of one shot; whether the node is about a shot that is not yet asked for."""
    if isinstance(node, _Bracket):
        child, is_about_shots = _bind(node.child)
        if is_about_shots and not _is_alternatives(node.child):
            return Some(child), False
        return child, is_about_shots
    if not isinstance(node, _Joined):
        return node, _is_about_shots(node)
    found = [_bind(child) for child in node.children]
    if node.how is Not:
        ((child, is_about_shots),) = found
        if is_about_shots and isinstance(node.children[0], _Bracket):
            return Not(Some(child)), False
        return Not(child), is_about_shots
    shots = tuple(child for child, is_about_shots in found if is_about_shots)
    if len(shots) == len(found):
        return (Or(shots) if node.how is Or else And(shots)), True
    if node.how is Or:
        return Or(tuple(Some(child) if is_about_shots else child for child, is_about_shots in found)), False
    rest = tuple(child for child, is_about_shots in found if not is_about_shots)
    return And((*rest, Some(And(shots)))) if shots else And(rest), False


def _is_alternatives(node: _Read) -> bool:
    if isinstance(node, _Bracket):
        return _is_alternatives(node.child)
    return isinstance(node, _Joined) and node.how is Or


def _is_about_shots(node: Node) -> bool:
    match node:
        case Term():
            return node.meaning.is_shot
        case Not():
            return _is_about_shots(node.child)
        case And() | Or():
            return all(map(_is_about_shots, node.children))
    return False


class _Reader:
    """Reads a question from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def whole(self) -> _Read:
        node = self._question()
        if self._at < len(self._text):
            raise QueryError("a bracket is closed that was not opened", self._at)
        return node

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

    def _question(self) -> _Read:
        parts = [self._alternative()]
        while self._keyword() == "or":
            self._at += len("or")
            parts.append(self._alternative())
        return parts[0] if len(parts) == 1 else _Joined(Or, tuple(parts))

    def _alternative(self) -> _Read:
        parts = [self._one()]
        while self._skip() not in ("", ")"):
            keyword = self._keyword()
            if keyword == "or":
                break
            if keyword == "and":
                self._at += len("and")
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else _Joined(And, tuple(parts))

    def _one(self) -> _Read:
        is_turned = False
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
        node = self._bracket() if char == "(" else self._term()
        return _Joined(Not, (node,)) if is_turned else node

    def _bracket(self) -> _Read:
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
        return _Bracket(node)

    def _term(self) -> Node:
        char, start = self._skip(), self._at
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
