"""The values of a facet that stand in the tables, and how many of some possessions have each.

What does not change with the question is looked up once and kept as long as the tables: where each value stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.clock import period_name
from explorer.core.columns import Array
from explorer.core.fields import BY_NAME, period_code
from explorer.core.names import NameBook
from explorer.core.query_lookups import Lookups, Mask
from explorer.core.query_quoting import quoted
from explorer.core.query_tree import Form, Meaning, Spelling
from explorer.core.table import Tables
from explorer.core.zones import BASIC

_SIDES = {"home": ("home", "away")}
"""Yes and no in better words."""

type Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Each:
    """Where every row has one value at most: `places` is 0 for none, else the value's place and 1; shape (rows,)."""

    places: NDArray[np.int32]
    count: int

    def counts(self, mask: Mask) -> Counts:
        """How many rows of a mask have each value; shape (values,)."""
        return np.bincount(self.places[mask], minlength=self.count + 1)[1:]


@dataclass(frozen=True, slots=True)
class Several:
    """Where a row can have several values: the rows of the first value, of the second ..., each row once a value."""

    rows: NDArray[np.int32]
    starts: NDArray[np.intp]

    def counts(self, mask: Mask) -> Counts:
        """How many rows of a mask have each value; shape (values,)."""
        if not len(self.starts):
            return np.zeros(0, np.int64)
        found: Counts = np.add.reduceat(mask[self.rows], self.starts, dtype=np.int64)
        return found


@dataclass(frozen=True, slots=True)
class OfShots:
    """Values of shots: the shots in the order of values, the possession and the value's place of each."""

    shots: NDArray[np.intp]
    rows: NDArray[np.int32]
    places: NDArray[np.int32]
    count: int

    def counts(self, shots: Mask) -> Counts:
        """How many possessions have a shot of a mask with each value; `shots` has the shape (shots,)."""
        hits = np.flatnonzero(shots[self.shots])
        rows, places = self.rows[hits], self.places[hits]
        is_new = np.append(True, (rows[1:] != rows[:-1]) | (places[1:] != places[:-1]))[: len(rows)]
        return np.bincount(places[is_new], minlength=self.count)


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a facet: as a question writes them, as a screen does, the codes that each stands for."""

    texts: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    codes: tuple[frozenset[int], ...] = ()
    where: Each | Several | OfShots = Several(np.zeros(0, np.int32), np.zeros(0, np.intp))

    def known(self) -> frozenset[int]:
        """Every code that stands in some row."""
        return frozenset[int]().union(*self.codes)

    def covered(self, codes: frozenset[int]) -> frozenset[int]:
        """The places of the values all of whose codes are among these."""
        return frozenset(place for place, own in enumerate(self.codes) if own <= codes)


def coded(tables: Tables, book: NameBook, lookups: Lookups, meaning: Meaning, *, is_natural: bool) -> Values:
    """The values of a field of words, periods, players, or yes and no, that stand in some row.

    The commonest come first, but for an order of their own (`is_natural`) and for days and seasons, the latest first.
    """
    if meaning.form is Form.PEOPLE:
        rows, people = _people(tables, meaning.name)
        return _of_people(rows, people, _grouped(_worded(tables, book, lookups, meaning), people))
    if meaning.form is Form.PERIOD:
        column = period_code(tables.possessions)
        named = [(code, name, name) for code, name in ((n, period_name(n // 8, n % 8 or 4)) for n in _distinct(column))]
    elif meaning.form is Form.YES_NO:
        column = lookups.column(meaning, tables)
        yes, no = _SIDES.get(meaning.name, ("yes", "no"))
        present = set(_distinct(column))
        named = [one for one in ((1, "yes", yes), (0, "no", no)) if one[0] in present]
    else:
        column = lookups.column(meaning, tables)
        present = set(_distinct(column))
        named = [one for one in _worded(tables, book, lookups, meaning) if one[0] in present]
    if meaning.is_ordered:
        named.sort(key=lambda one: one[1], reverse=True)
    values = _grouped(named, None if is_natural or meaning.is_ordered else column)
    return _of_column(tables, meaning, column, values)


def flagged(terms: Sequence[tuple[str, str]], masks: Iterable[Mask]) -> Values:
    """The values that are terms of their own, each true of the possessions of its mask; without any it is left out."""
    found = [
        (term, title, rows)
        for (term, title), mask in zip(terms, masks, strict=True)
        if len(rows := np.flatnonzero(mask).astype(np.int32))
    ]
    sizes = [len(rows) for _, _, rows in found]
    where = Several(
        np.concatenate([rows for _, _, rows in found]) if found else np.zeros(0, np.int32),
        np.cumsum([0, *sizes[:-1]]) if found else np.zeros(0, np.intp),
    )
    return Values(
        tuple(term for term, _, _ in found),
        tuple(title for _, title, _ in found),
        tuple(frozenset({place}) for place in range(len(found))),
        where,
    )


def binned(column: Array, least: int, most: int, most_bins: int) -> Each:
    """Numbers in bins of one width from `least` to `most`, whole units each; NaN stands in none."""
    width = max(1, -(-(most - least + 1) // most_bins))
    count = -(-(most - least + 1) // width)
    is_known = ~np.isnan(column)
    places = np.zeros(len(column), np.int32)
    places[is_known] = (np.floor(column[is_known]).astype(np.int64) - least) // width + 1
    return Each(places, count)


type _Named = tuple[int, str, str]
"""A code, as a question writes it, as a screen does."""
type _Group = tuple[str, str, set[int]]
"""A value as a question writes it, as a screen does, and its codes."""


def _distinct(column: Array) -> list[int]:
    found: list[int] = np.unique(column[column >= 0]).tolist()
    return found


def _worded(tables: Tables, book: NameBook, lookups: Lookups, meaning: Meaning) -> list[_Named]:
    field = BY_NAME.get(meaning.name)
    titles: Sequence[str] = ()
    if field is not None and field.texts is not None:
        titles = field.texts(tables.names, book)
    elif meaning.name == "shot.zone":
        titles = [zone.title for zone in BASIC.zones]
    spellings = lookups.spellings(meaning, tables, book)
    return [
        (code, text, titles[code] if titles else one.shown)
        for code, one in enumerate(spellings)
        if one.parts and (text := _text(one))
    ]


def _text(spelling: Spelling) -> str:
    """As a question writes it: by the id where the name holds a quotation mark."""
    return next((text for word in (spelling.shown, *spelling.exact) if (text := quoted(word))), "")


def _grouped(named: Sequence[_Named], column: Array | None) -> list[_Group]:
    """What is written alike is one value, in whichever letters; the commonest in a column of codes first."""
    found: dict[str, _Group] = {}
    for code, text, title in named:
        found.setdefault(text.casefold(), (text, title, set()))[2].add(code)
    groups = list(found.values())
    if column is not None:
        totals = np.bincount(column.astype(np.int64) + 1)
        sizes = np.append(totals[1:], np.zeros(max((code for code, _, _ in named), default=0) + 1, np.int64))
        groups.sort(key=lambda group: (-int(sizes[list(group[2])].sum()), group[0].casefold()))
    return groups


def _places(codes: Sequence[Iterable[int]], largest: int) -> NDArray[np.int32]:
    """For every code up to the largest, and -1 at the end, the place of its value and 1; 0 for none."""
    found = np.zeros(largest + 2, np.int32)
    for place, own in enumerate(codes, 1):
        found[list(own)] = place
    return found


def _of_column(tables: Tables, meaning: Meaning, column: Array, groups: Sequence[_Group]) -> Values:
    places = _places([codes for _, _, codes in groups], int(column.max(initial=-1)))[column]
    if not meaning.is_shot:
        return _values(groups, Each(places, len(groups)))
    shots = np.lexsort((tables.shots.possession, places))
    shots = shots[places[shots] > 0]
    where = OfShots(shots, tables.shots.possession[shots], places[shots] - 1, len(groups))
    return _values(groups, where)


def _values(groups: Sequence[_Group], where: Each | Several | OfShots) -> Values:
    texts, titles, codes = zip(*groups, strict=True) if groups else ((), (), ())
    return Values(texts, titles, tuple(map(frozenset, codes)), where)


def _people(tables: Tables, how: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Rows and the players who are what `how` says in them; a row and a player may stand there twice."""
    if how == "player":
        rows = np.concatenate([tables.events.possession, tables.shots.possession])
        return rows, np.concatenate([tables.events.player, tables.shots.shooter])
    five = tables.possessions.against if how == "against" else tables.possessions.on
    return np.repeat(np.arange(len(five), dtype=np.int32), five.shape[1]), five.ravel()


def _of_people(rows: NDArray[np.int32], people: NDArray[np.int32], groups: Sequence[_Group]) -> Values:
    largest = max((code for _, _, codes in groups for code in codes), default=-1)
    places = _places([codes for _, _, codes in groups], max(largest, int(people.max(initial=-1))))[people]
    order = np.lexsort((rows, places))
    order = order[places[order] > 0]
    rows, places = rows[order], places[order]
    is_new = np.append(True, (rows[1:] != rows[:-1]) | (places[1:] != places[:-1]))[: len(rows)]
    rows, places = rows[is_new], places[is_new]
    starts = np.flatnonzero(np.append(True, places[1:] != places[:-1])[: len(places)])
    return _values([groups[place - 1] for place in places[starts].tolist()], Several(rows, starts))
