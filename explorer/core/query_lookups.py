"""What questions look up in tables again and again: kept as long as the tables are, and forgotten with them."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.definitions import Definitions
from explorer.core.field import LEFT_OUT
from explorer.core.names import NameBook
from explorer.core.query_tree import Matching, Meaning, Spelling, Term, TextSpan, Wanted, Words
from explorer.core.table import Tables

type Mask = NDArray[np.bool_]

MOST_MASKS = 48
"""Masks of terms that are kept, so that a changed question works out what is new in it alone."""


class Lookups:
    """Columns, spellings and masks of one set of tables with one book of names; holds no tables itself."""

    def __init__(self, book: NameBook, names: object = None) -> None:
        """Start with nothing looked up; `names` are held, so that no others can come to have their identity."""
        self._names = names
        self._known = _names_of(book)
        self._kept: dict[object, Any] = {}
        self._masks: OrderedDict[tuple[Term, bool], Mask] = OrderedDict()

    def is_of(self, book: NameBook) -> bool:
        """Whether the book still has the names that were looked up."""
        return self._known == _names_of(book)

    def once[T](self, name: object, make: Callable[[], T]) -> T:
        """What `make` gives, made when it is asked for first."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: T = self._kept[name]
        return kept

    def adopt(self, other: Lookups) -> None:
        """Take over what was looked up in the same tables when other possessions were left out of them."""
        self._kept.update({name: found for name, found in other._kept.items() if not _hangs_on_left_out(name)})
        for place, mask in other._masks.items():
            if place[0].meaning.name != LEFT_OUT:
                self._masks[place] = mask

    def mask(self, term: Term, want: bool, make: Callable[[], Mask]) -> Mask:
        """The rows where a term is surely true, or surely false; not to be written into."""
        found = self._masks.get((term, want))
        if found is None:
            found = self._masks[term, want] = make()
            found.flags.writeable = False
            if len(self._masks) > MOST_MASKS:
                self._masks.popitem(last=False)
        else:
            self._masks.move_to_end((term, want))
        return found

    def column(self, meaning: Meaning, tables: Tables) -> Array:
        """The column of a field."""
        read = meaning.column
        assert read is not None, f"{meaning.name} has no column"
        return self.once(("column", meaning.name), lambda: np.ascontiguousarray(read(tables)))

    def spellings(self, meaning: Meaning, tables: Tables, book: NameBook) -> list[Spelling]:
        """How the values of a field of texts are written, by code; whether they stand in a row or not."""
        spell = meaning.spellings
        assert spell is not None, f"{meaning.name} has no texts"
        return self.once(("spellings", spell), lambda: spell(tables.names, book))

    def met(self, meaning: Meaning, tables: Tables, book: NameBook) -> list[tuple[int, Spelling]]:
        """The codes that stand in some row, and how they are written: lists of names are shared between fields."""

        def make() -> list[tuple[int, Spelling]]:
            spellings = list(enumerate(self.spellings(meaning, tables, book)))
            if meaning.column is None:
                return spellings
            counts = np.bincount(self.column(meaning, tables) + 1, minlength=len(spellings) + 1)
            return [(code, one) for code, one in spellings if counts[code + 1]]

        return self.once(("met", meaning.name), make)

    def codes(self, meaning: Meaning, test: Words | Matching, tables: Tables, book: NameBook) -> list[int]:
        """The codes whose texts are what a test looks for."""
        met = self.met(meaning, tables, book)
        if isinstance(test, Matching):
            matches = test.pattern.is_in
            return [code for code, one in met if any(map(matches, (*one.parts, *one.exact)))]
        found: set[int] = set()
        for wanted in test.wanted:
            if isinstance(wanted, TextSpan):
                found |= {code for code, one in met if any(_is_within(part, wanted) for part in one.parts)}
                continue
            whole = {code for code, one in met if wanted.text in one.parts or wanted.text in one.exact}
            if not (wanted.is_whole or whole or wanted.text in self._whole(meaning, book)):
                whole = {code for code, one in met if any(wanted.text in part for part in one.parts)}
            found |= whole
        return sorted(found)

    def could_be(self, meaning: Meaning, test: Words | Matching, tables: Tables, book: NameBook) -> bool:
        """Whether what a test looks for stands in some row, or in a word or name that is known without one."""
        known = [*self._whole(meaning, book), *(part for one in meaning.closed for part in one.parts)]
        return bool(self.codes(meaning, test, tables, book)) or any(is_meant(test, text) for text in known)

    def _whole(self, meaning: Meaning, book: NameBook) -> frozenset[str]:
        known = meaning.known
        return frozenset() if known is None else self.once(("known", known), lambda: known(book))


def is_meant(test: Words | Matching, text: str) -> bool:
    """Whether what a test looks for stands in a text."""
    if isinstance(test, Matching):
        return test.pattern.is_in(text)
    return any(isinstance(wanted, Wanted) and wanted.text in text for wanted in test.wanted)


def _is_within(text: str, span: TextSpan) -> bool:
    """Whether a text lies between two, each compared with as much of it as the bound is long."""
    if span.low is not None:
        start = text[: len(span.low)]
        if start < span.low or (span.is_open and start == span.low):
            return False
    if span.high is not None:
        start = text[: len(span.high)]
        if start > span.high or (span.is_open and start == span.high):
            return False
    return True


def _names_of(book: NameBook) -> tuple[list[object], list[object]]:
    return [name for _, name in book.team_rows()], [name for _, name in book.player_rows()]


def _hangs_on_left_out(name: object) -> bool:
    """Whether what is kept under a name counts possessions, or is of the field of those that are left out."""
    return isinstance(name, tuple) and (name[0] in _COUNTING or LEFT_OUT in name)


_COUNTING = frozenset({"values", "known", "baseline"})
_kept: dict[tuple[int, int, int, Definitions], tuple[weakref.ref[Array], object, Lookups]] = {}
_lock = threading.Lock()


def lookups_of(tables: Tables, book: NameBook) -> Lookups:
    """The lookups of these tables with this book: new ones where the tables, a name or what is left out are new.

    Names are told apart too: they say on which court a game was played, which decides the zones of its shots.
    """
    keys, left_out = tables.possessions.key, tables.left_out
    place = (id(keys), id(tables.names), id(book), tables.definitions)
    with _lock:
        kept = _kept.get(place)
        is_same = kept is not None and kept[0]() is keys and kept[2].is_of(book)
        if kept is not None and is_same and kept[1] is left_out:
            return kept[2]
        lookups = Lookups(book, tables.names)
        if kept is not None and is_same:
            lookups.adopt(kept[2])
        # The mask is held with its lookups, so that no other can come to have its identity.
        _kept[place] = weakref.ref(keys, lambda _: _kept.pop(place, None)), left_out, lookups
        return lookups
