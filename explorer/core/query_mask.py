"""A tree of terms -> the rows where it is true, in three-valued logic, a column at a time.

Every node gives the rows where it is surely `want`, true or false; the rest are unknown and never asked for. `not`
asks its child for the other, `and` is true where all are and false where one is false, so no third mask is made.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

import numpy as np

from explorer.core.clock import QUARTERS
from explorer.core.columns import Array
from explorer.core.field import LEFT_OUT
from explorer.core.names import NameBook
from explorer.core.query_lookups import Lookups, Mask, is_meant
from explorer.core.query_names import SEARCHED, by_court
from explorer.core.query_people import People
from explorer.core.query_tree import (
    And,
    Form,
    Known,
    Matching,
    Meaning,
    Node,
    Not,
    Numbers,
    Or,
    Periods,
    PeriodSpan,
    Some,
    Span,
    Term,
    Within,
    Words,
    terms,
)
from explorer.core.query_values import FIRST_OVERTIME
from explorer.core.table import Tables

_FEW = 6
"""So many codes are compared one by one; more are looked up."""


class Answer:
    """Works out masks of one set of tables."""

    def __init__(self, tables: Tables, book: NameBook, lookups: Lookups) -> None:
        """Look into these tables."""
        self._tables = tables
        self._book = book
        self._lookups = lookups
        self._people = People(tables, lookups)

    def asked(self, node: Node) -> Mask:
        """The possessions that a question is true of: those left out only where it speaks of that itself."""
        found, counted = self.possessions(node), self._tables.counted
        if counted is None or any(term.meaning.name == LEFT_OUT for term in terms(node)):
            return found
        return found & counted

    def possessions(self, node: Node, want: bool = True) -> Mask:
        """The possessions where the node is surely `want`; shape (possessions,)."""
        match node:
            case Not():
                return self.possessions(node.child, not want)
            case And() | Or():
                masks = (self.possessions(child, want) for child in node.children)
                return _joined(masks, isinstance(node, And) == want, len(self._tables.possessions))
            case Some():
                return self._some(node, want)
        return self._lookups.mask(node, want, lambda: self._term(node, want))

    def shots(self, node: Node, want: bool = True) -> Mask:
        """The shots where a node of shot terms is surely `want`; shape (shots,)."""
        match node:
            case Not():
                return self.shots(node.child, not want)
            case And() | Or():
                masks = (self.shots(child, want) for child in node.children)
                return _joined(masks, isinstance(node, And) == want, len(self._tables.shots))
            case Term():
                return self._lookups.mask(node, want, lambda: self._term(node, want))
        raise AssertionError("a shot holds no shots")

    def spoken_of(self, node: Node, want: bool = True) -> Mask | None:
        """The shots that make the node `want`: shape (shots,), None where it asks for no shot."""
        match node:
            case Not():
                return self.spoken_of(node.child, not want)
            case Some():
                return self.shots(node.child) if want else None
            case And() | Or():
                found = [(child, self.spoken_of(child, want)) for child in node.children]
                spoken = [(child, mask) for child, mask in found if mask is not None]
                if not spoken:
                    return None
                if isinstance(node, And) != want:
                    # Of alternatives, only those that hold in the shot's possession speak of it.
                    owner = self._tables.shots.possession
                    spoken = [(child, mask & self.possessions(child, want)[owner]) for child, mask in spoken]
                return _joined((mask for _, mask in spoken), False, len(self._tables.shots))
        return None

    def _some(self, node: Some, want: bool) -> Mask:
        if want:
            return self._people.of_shots(self.shots(node.child))
        # False only where every shot is told of, and each is surely not like that.
        rest = self._people.of_shots(~self.shots(node.child, False))
        return np.logical_not(np.logical_or(rest, self._people.has_untold_shots, out=rest), out=rest)

    def _term(self, term: Term, want: bool) -> Mask:
        meaning, test = term.meaning, term.test
        if meaning.form is Form.ANY_TEXT:
            assert isinstance(test, Words | Matching)
            return self._anywhere(test, want)
        if meaning.form is Form.PEOPLE:
            return self._people.mask(meaning.name, test, want, lambda words: self._codes(term, words))
        if isinstance(test, Periods):
            return self._period(test, want)
        if isinstance(test, Known):
            return self.known(meaning) if want else ~self.known(meaning)
        column = self._lookups.column(meaning, self._tables)
        if isinstance(test, Within):
            found = self.within(test)
            return found if want else _known(column, meaning.is_signed) & ~found
        if isinstance(test, Numbers):
            return _numbers(test, column, meaning.is_signed, want)
        assert isinstance(test, Words | Matching)
        return _coded(column, self._codes(term, test), self._is_text(meaning), want)

    def known(self, meaning: Meaning) -> Mask:
        """Where a field's value is known: shape (possessions,), or (shots,) for a field of shots."""
        if meaning.form is Form.PEOPLE:
            return self._people.mask(meaning.name, Known(), True, lambda words: [])
        if meaning.form is Form.PERIOD:
            return self._tables.possessions.period >= 1
        column = self._lookups.column(meaning, self._tables)
        if meaning.form is Form.WORDS:
            return np.array([*self._is_text(meaning), False])[column]
        return _known(column, meaning.is_signed)

    def within(self, test: Within) -> Mask:
        """The shots in one of the shapes, shape (shots,); named ones lie where the court of each game has them."""
        shots = self._tables.shots
        found = np.zeros(len(shots), np.bool_)
        for court, here in by_court(self._tables):
            is_all = len(here) == len(shots)
            x, y = (shots.x_ft, shots.y_ft) if is_all else (shots.x_ft[here], shots.y_ft[here])
            inside = _joined((shape.holds(court, x, y) for shape in test.shapes), False, len(here))
            if is_all:
                return inside
            found[here] = inside
        return found

    def _is_text(self, meaning: Meaning) -> list[bool]:
        return [bool(one.parts) for one in self._lookups.spellings(meaning, self._tables, self._book)]

    def _codes(self, term: Term, test: Words | Matching) -> list[int]:
        return self._lookups.codes(term.meaning, test, self._tables, self._book)

    def _period(self, test: Periods, want: bool) -> Mask:
        ranks = self._lookups.once("ranks", self._ranks)
        table = self._tables.possessions
        found = _joined(
            (_in_period(span, ranks, table.period, table.regulation) for span in test.spans), False, len(table)
        )
        return found if want else (table.period >= 1) & ~found

    def _ranks(self) -> Array:
        """The period's number within regulation, 100 and the overtime's number after it, -1 unknown; int16."""
        table = self._tables.possessions
        number = table.period.astype(np.int16)
        regulation = np.where(table.regulation < 1, QUARTERS, table.regulation).astype(np.int16)
        rank = np.where(number > regulation, FIRST_OVERTIME - 1 + number - regulation, number)
        return np.where(number < 1, -1, rank).astype(np.int16)

    def _anywhere(self, test: Words | Matching, want: bool) -> Mask:
        """A word without a field: in any text. Only a text that could hold it can leave it unknown."""
        count = len(self._tables.possessions)
        masks = []
        for meaning in SEARCHED:
            term = Term(meaning, test)
            if self._lookups.could_be(meaning, test, self._tables, self._book):
                masks.append(self._lookups.mask(term, want, functools.partial(self._term, term, want)))
        names = self._period_names()
        if any(codes := [is_meant(test, name) for name in names]):
            found = np.array([*codes, False])[self._lookups.once("period names", self._period_codes)]
            masks.append(found if want else (self._tables.possessions.period >= 1) & ~found)
        return _joined(masks, not want, count)

    def _period_names(self) -> list[str]:
        return ["q1", "q2", "q3", "q4", "h1", "h2", *(f"ot{number}" for number in range(1, 41))]

    def _period_codes(self) -> Array:
        """The place of every possession's period among the names; -1 unknown."""
        ranks = self._lookups.once("ranks", self._ranks)
        is_halves = self._tables.possessions.regulation == 2
        within = np.where(is_halves, ranks + 3, ranks - 1)
        codes = np.where(ranks >= FIRST_OVERTIME, ranks - FIRST_OVERTIME + 6, within)
        return np.where((ranks < 0) | (codes > 45), -1, codes).astype(np.int16)


def _joined(masks: Iterable[Mask], is_all: bool, count: int) -> Mask:
    """Where all masks are, or one is; a new array where there is more than one."""
    join = np.logical_and if is_all else np.logical_or
    found: Mask | None = None
    is_own = False
    for mask in masks:
        if found is None:
            found = mask
        elif is_own:
            join(found, mask, out=found)
        else:
            found, is_own = join(found, mask), True
    return np.full(count, is_all) if found is None else found


def _known(column: Array, is_signed: bool) -> Mask:
    found: Mask = ~np.isnan(column) if is_signed else column >= 0
    return found


def _numbers(test: Numbers, column: Array, is_signed: bool, want: bool) -> Mask:
    found = _joined((_in_span(span, column) for span in test.spans), False, len(column))
    if not want:
        return _known(column, is_signed) & ~found
    # The unknown is -1 and lies in a span that begins below zero; NaN lies in none.
    return found if is_signed or all(span.low >= 0 for span in test.spans) else found & (column >= 0)


def _in_span(span: Span | PeriodSpan, column: Array) -> Mask:
    low, high = (_as_column(bound, column) for bound in (span.low, span.high))
    found: Mask
    if low == high and not span.is_open:
        found = column == low
        return found
    parts: list[Mask] = []
    if np.isfinite(low):
        parts.append(column > low if span.is_open else column >= low)
    if np.isfinite(high):
        parts.append(column < high if span.is_open else column <= high)
    if not parts and column.dtype.kind == "f":
        return ~np.isnan(column)
    return _joined(parts, True, len(column))


def _as_column(bound: float, column: Array) -> float:
    """A bound as the column would hold it: whole numbers stay narrow, so that nothing is widened."""
    return int(bound) if column.dtype.kind == "i" and float(bound).is_integer() else bound


def _in_period(span: PeriodSpan, ranks: Array, period: Array, regulation: Array) -> Mask:
    if span.regulation is None:
        return _in_span(span, period) & (period >= 1)
    found = _in_span(span, ranks) & (ranks >= 1)
    return found if not span.regulation else found & ((regulation == span.regulation) | (ranks >= FIRST_OVERTIME))


def _coded(column: Array, codes: list[int], is_text: list[bool], want: bool) -> Mask:
    """The rows whose code is one of these, or surely none of them; a code without a text is unknown."""
    if all(is_text) and len(codes) <= _FEW:
        found = _joined((column == code for code in codes), False, len(column))
        return found if want else (column >= 0) & ~found
    is_found = np.zeros(len(is_text) + 1, np.bool_)
    if want:
        is_found[codes] = True
    else:
        is_found[:-1] = is_text
        is_found[codes] = False
    return is_found[column]
