"""Facets of one set of tables: their values with counts beside a question, and the question with one ticked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

from explorer.core import fields
from explorer.core import text as writing
from explorer.core.clock import parse_clock
from explorer.core.facet_values import Counts, Each, OfShots, Values, binned, coded, flagged
from explorer.core.facets import Facet, How, Range, Tick, Ticks
from explorer.core.names import NameBook
from explorer.core.query_binding import Part, bind, joined, parted
from explorer.core.query_edit import add, remove, replace, typed_values, with_values
from explorer.core.query_lookups import Lookups, Mask, lookups_of
from explorer.core.query_mask import Answer
from explorer.core.query_names import AREA, ZONE_NUMBER, find
from explorer.core.query_syntax import parts, read
from explorer.core.query_tree import And, Form, Matching, Meaning, Node, Numbers, Term, Words, terms
from explorer.core.query_values import Item, read_term
from explorer.core.table import Tables

MANY = 12
"""A facet with more values leaves those out that no row has under the rest of the question."""
MOST_MASKS = 12
"""Rests of questions whose rows are kept."""
BINS = 48
"""So many bins of a range at most."""


class Faceting:
    """Counts and edits for one set of tables; every method raises QueryError for a question that cannot be read."""

    def __init__(self, tables: Tables, book: NameBook) -> None:
        """Look into these tables."""
        self._tables, self._book = tables, book
        self._masks: tuple[Lookups, dict[Node, Mask]] = lookups_of(tables, book), {}

    # What is shown

    def ticks(self, question: str, facet: Facet) -> Ticks:
        """The values of a facet that stand in the tables, or are ticked, with counts under the rest of the question."""
        every = parts(question)
        values = self._values(facet)
        own = [(part, places) for part in every if (places := self._places(facet, part)) is not None]
        if facet.how is How.ANY:
            # A second term of the field narrows what the first lets through, and is left alone.
            own = own[:1]
        mine = [part for part, _ in own]
        # Of values that go together, a ticked one has all the rows that are shown.
        rest = every if facet.how is How.ALL else [part for part in every if part not in mine]
        counts = self._counts(values, rest).tolist()
        ticked = frozenset[int]().union(*(places for _, places in own))
        found = [
            Tick(text, title, counts[place], place in ticked)
            for place, (text, title) in enumerate(zip(values.texts, values.titles, strict=True))
        ]
        if len(found) > MANY:
            # A long list shows what there is under the question, the commonest first.
            found = [tick for tick in found if tick.count or tick.is_ticked]
            if not facet.is_natural:
                found.sort(key=lambda tick: -tick.count)
        titles = dict(facet.terms)
        unmet = dict.fromkeys(text for part in mine for text in self._unmet(question, facet, part))
        found += [Tick(text, titles.get(text, text.strip('"')), 0, True) for text in unmet]
        return Ticks(tuple(found), len(values.texts), self._is_elsewhere(facet, every, mine))

    def range_of(self, question: str, facet: Facet) -> Range:
        """What is asked for of a range, and the possessions along it under the rest of the question."""
        every = parts(question)
        own, (low, high) = _range(facet, every)
        bins, ends = self._lookups.once(("facet", facet.name), lambda: self._bins(facet))
        counts = bins.counts(self._mask([part for part in every if part not in own])).tolist() if ends else ()
        return Range(low, high, ends, tuple(counts), self._is_elsewhere(facet, every, own))

    def is_asked(self, question: str, facet: Facet) -> bool:
        """Whether the question speaks of a facet at all; nothing is counted."""
        return self._is_elsewhere(facet, parts(question), ())

    # What is asked

    def tick(self, question: str, facet: Facet, text: str, on: bool) -> str:
        """The question with a value of a facet ticked, or not ticked any more."""
        own = [part for part in parts(question) if self._places(facet, part) is not None]
        if text in self.ticks(question, facet).ticked:
            return question if on else self._without(question, facet, own, text)
        if not on:
            return question
        if facet.how is How.ALL or not own:
            return add(question, text if facet.terms else f"{facet.name}:{text}")
        compared = own[0].compared
        assert compared is not None
        return with_values(question, own[0], compared, [*typed_values(question, compared), text])

    def clear(self, question: str, facet: Facet) -> str:
        """The question without what is ticked of a facet, or without its range."""
        if facet.how is How.RANGE:
            return set_range(question, facet, None, None)
        own = [part for part in parts(question) if self._places(facet, part) is not None]
        return remove(question, own)

    # Looking up

    @property
    def _lookups(self) -> Lookups:
        return lookups_of(self._tables, self._book)

    @property
    def _answer(self) -> Answer:
        return Answer(self._tables, self._book, self._lookups)

    def _values(self, facet: Facet) -> Values:
        return self._lookups.once(("facet", facet.name), lambda: self._found(facet))

    def _found(self, facet: Facet) -> Values:
        if facet.terms:
            return flagged(facet.terms, (self._answer.possessions(_node(term)) for term, _ in facet.terms))
        return coded(self._tables, self._book, self._lookups, _meaning(facet), is_natural=facet.is_natural)

    def _bins(self, facet: Facet) -> tuple[Each, tuple[int, int] | None]:
        column = self._lookups.column(_meaning(facet), self._tables)
        known = column[~np.isnan(column)]
        if not len(known):
            return Each(np.zeros(len(column), np.int32), 0), None
        least, most = math.floor(known.min()), math.ceil(known.max())
        return binned(column, least, most, BINS), (least, most)

    def _mask(self, rest: Sequence[Part]) -> Mask:
        """The possessions of the rest of a question, which is the same for most facets."""
        lookups, masks = self._masks
        if lookups is not self._lookups or len(masks) >= MOST_MASKS:
            # A name was learnt, so that a word may mean another player; or there are enough of them.
            self._masks = self._lookups, (masks := {})
        node = joined(rest)
        found = masks.get(node)
        if found is None:
            found = masks[node] = self._answer.asked(node)
        return found

    def _counts(self, values: Values, rest: Sequence[Part]) -> Counts:
        if not isinstance(values.where, OfShots):
            return values.where.counts(self._mask(rest))
        # Shot terms beside the facet's speak of the same shot.
        possessions, shots = parted(part.read for part in rest)
        answer = self._answer
        found = answer.asked(And(possessions))[self._tables.shots.possession]
        return values.where.counts(found & answer.shots(And(shots)) if shots else found)

    # A facet's own terms

    def _places(self, facet: Facet, part: Part) -> frozenset[int] | None:
        """The values that a part ticks; None where the part is not the facet's, or means only half of a value."""
        values = self._values(facet)
        if facet.terms:
            text = _term_of(facet, part)
            return None if text is None else frozenset(n for n, one in enumerate(values.texts) if one == text)
        if part.compared is None or part.compared.operator not in (":", "="):
            return None
        codes = self._codes(facet, bind(part.read)[0])
        if codes is None:
            return None
        places = values.covered(codes)
        is_told = codes == frozenset[int]().union(*(values.codes[place] for place in places))
        is_single = len(places) == 1 or (not places and len(part.compared.items) == 1)
        return places if is_told and (facet.how is How.ANY or is_single) else None

    def _codes(self, facet: Facet, node: Node) -> frozenset[int] | None:
        """The codes of the facet's values that a term of its field is true of; None for any other term."""
        meaning = _meaning(facet)
        if not isinstance(node, Term) or node.meaning.name != meaning.name:
            return None
        if isinstance(node.test, Words | Matching):
            codes = frozenset(self._lookups.codes(meaning, node.test, self._tables, self._book))
            return codes & self._values(facet).known()
        if meaning.form not in (Form.PERIOD, Form.YES_NO):
            return None
        # One row of each value tells whether the term is true of all of them.
        firsts = self._lookups.once(("facet firsts", facet.name), lambda: self._firsts(facet))
        mask = self._answer.possessions(node)
        return frozenset(code for code, row in firsts.items() if mask[row])

    def _firsts(self, facet: Facet) -> dict[int, int]:
        codes, rows = np.unique(fields.BY_NAME[facet.name].values(self._tables), return_index=True)
        return {code: row for code, row in zip(codes.tolist(), rows.tolist(), strict=True) if code >= 0}

    def _items(self, facet: Facet, part: Part) -> list[tuple[Item, frozenset[int]]]:
        """The values of a facet's own part as they were typed, each with the codes that it means."""
        assert part.compared is not None
        compared = part.compared
        nodes = [read_term(compared.meaning, compared.operator, [item], part.start) for item in compared.items]
        return [
            (item, self._codes(facet, node) or frozenset()) for item, node in zip(compared.items, nodes, strict=True)
        ]

    def _unmet(self, question: str, facet: Facet, part: Part) -> list[str]:
        """What the facet's own part asks for and no row has, as it was typed."""
        if facet.terms:
            text = _term_of(facet, part)
            return [text] if text is not None and text not in self._values(facet).texts else []
        return [question[item.start : item.end] for item, codes in self._items(facet, part) if not codes]

    def _without(self, question: str, facet: Facet, own: list[Part], text: str) -> str:
        values = self._values(facet)
        place = values.texts.index(text) if text in values.texts else -1
        if facet.how is How.ALL:
            return remove(
                question,
                [
                    part
                    for part in own
                    if place in (self._places(facet, part) or ()) or text in self._unmet(question, facet, part)
                ],
            )
        compared = own[0].compared
        assert compared is not None
        gone = values.codes[place] if place >= 0 else frozenset()
        kept: list[str] = []
        for item, codes in self._items(facet, own[0]):
            typed = question[item.start : item.end]
            if codes & gone:
                # What was written for several values goes on standing for the others.
                kept += [values.texts[other] for other in sorted(values.covered(codes - gone))]
            elif codes or typed != text:
                kept.append(typed)
        return with_values(question, own[0], compared, list(dict.fromkeys(kept)))

    def _is_elsewhere(self, facet: Facet, every: Sequence[Part], mine: Sequence[Part]) -> bool:
        names = {term.meaning.name for text, _ in facet.terms for term in terms(_node(text))}
        names = names or {_meaning(facet).name}
        if "shot.zone" in names:
            names |= {ZONE_NUMBER.name, AREA.name}
        rest = (part for part in every if part not in mine)
        return any(term.meaning.name in names for part in rest for term in terms(bind(part.read)[0]))


def set_range(question: str, facet: Facet, low: float | None, high: float | None) -> str:
    """The question with a range of a facet's field; None is no bound. Raises QueryError."""
    every = parts(question)
    if low is None and high is None:
        return remove(question, [part for part in every if _bounds(facet, part)])
    own, _ = _range(facet, every)
    first, last = ("" if end is None else _written(facet, end) for end in (low, high))
    if first == last:
        term = f"{facet.name}={first}"
    elif first and last:
        term = f"{facet.name}:{first}..{last}"
    else:
        term = f"{facet.name}>={first}" if first else f"{facet.name}<={last}"
    return replace(remove(question, own[1:]), own[0], term) if own else add(question, term)


type _Bounds = tuple[float | None, float | None]


def _range(facet: Facet, every: Sequence[Part]) -> tuple[list[Part], _Bounds]:
    """The parts that are a facet's own range, and from where to where they go together."""
    found = [(part, bounds) for part in every if (bounds := _bounds(facet, part))]
    low = max((first for _, (first, _) in found if first is not None), default=None)
    high = min((last for _, (_, last) in found if last is not None), default=None)
    if found and low is not None and high is not None and low > high:
        # Nothing lies in both: the first of them is shown.
        return [found[0][0]], found[0][1]
    return [part for part, _ in found], (low, high)


@cache
def _node(term: str) -> Node:
    """A value that is a term of its own, read once."""
    return read(term)


def _term_of(facet: Facet, part: Part) -> str | None:
    """The value, a term of its own, that a part asks for."""
    if part.compared is None:
        return None
    node = bind(part.read)[0]
    return next((text for text, _ in facet.terms if _node(text) == node), None)


def _written(facet: Facet, value: float) -> str:
    clock = writing.clock(value) if facet.is_clock and value >= 0 else ""
    return clock if clock and parse_clock(clock) == value else f"{value:g}"


def _bounds(facet: Facet, part: Part) -> _Bounds | None:
    """From where to where a facet's own range goes; None where the part is not the facet's."""
    compared = part.compared
    if compared is None or compared.operator not in (":", "=", "<=", ">=") or len(compared.items) > 1:
        return None
    node = bind(part.read)[0]
    if not isinstance(node, Term) or node.meaning.name != facet.name or not isinstance(node.test, Numbers):
        return None
    span = node.test.spans[0]
    low, high = (None if math.isinf(end) else end for end in (span.low, span.high))
    return None if span.is_open else (low, high)


def _meaning(facet: Facet) -> Meaning:
    found = find(facet.name)
    assert found is not None, f"there is no field {facet.name!r}"
    return found
