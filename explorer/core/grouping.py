"""What possessions or shots can be parted by: which rows belong to which group, and how a group is asked for.

Every field of the lists parts possessions by its values. Beside these stand groupings that are no field: bands of
numbers, people on the floor, and those of single shots.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from explorer.core import text
from explorer.core.columns import Array
from explorer.core.errors import UsageError
from explorer.core.model import Key
from explorer.core.names import NameBook
from explorer.core.query_lookups import Lookups
from explorer.core.query_quoting import quoted
from explorer.core.table import Tables
from explorer.core.vocabulary import SOURCE_TITLES, Mark

Codes = NDArray[np.intp]


MOST_PAIRS = 8_000_000
"""Memberships in two overlapping groupings at once; more would take gigabytes."""
_MOST_FLAGS = 1 << 24
"""Codes up to which a flag for each is quicker than sorting."""


class RowKind(Enum):
    """What a group counts."""

    POSSESSION = "possession"
    SHOT = "shot"


@dataclass(frozen=True, slots=True)
class Groups:
    """Which group each row belongs to: -1 the unknown one.

    `rows` are the rows that the entries of `codes` stand for, rising, where a row can be in several groups or in
    none; None: entry i is row i. `labels`, `keys` (what to sort by) and `term` (the question that is true of a
    group's rows; empty where there is none) go by code; of the unknown, -1, `unknown` is the question.
    """

    codes: Codes
    labels: Sequence[str]
    keys: Sequence[float] | NDArray[np.float64]
    term: Callable[[int], str]
    unknown: str = ""
    rows: Codes | None = None
    marks: Sequence[Mark | None] = ()

    @property
    def count(self) -> int:
        """How many groups there are, the unknown one with them."""
        return len(self.labels) + 1

    def label(self, code: int) -> str:
        """The words for a group."""
        return text.UNKNOWN if code < 0 else self.labels[code]

    def ask(self, code: int) -> str:
        """The question that is true of exactly a group's rows."""
        return self.unknown if code < 0 else self.term(code)

    def key(self, code: int) -> float:
        """What a group is sorted by; NaN for the unknown, which stands last."""
        return float("nan") if code < 0 else float(self.keys[code])


Make = Callable[[Tables, NameBook, Lookups], Groups]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to part rows: its name in questions and files, its words, and what makes the groups.

    `overlaps` says that a row can be in several groups, so that they sum to more than the whole.
    """

    name: str
    title: str
    tip: str
    section: str
    make: Make
    row_kind: RowKind = RowKind.POSSESSION
    overlaps: bool = False


def chosen(groups: Groups, mask: Array) -> tuple[Codes, Codes]:
    """The rows of a mask with the group of each, the unknown one as 0: a row a membership, rows rising."""
    if groups.rows is None:
        rows = np.flatnonzero(mask)
        return rows, groups.codes[rows] + 1
    entries = np.flatnonzero(mask[groups.rows])
    return groups.rows[entries], groups.codes[entries] + 1


def crossed(
    first: tuple[Codes, Codes], second: tuple[Codes, Codes], count: int, is_one_each: bool
) -> tuple[Codes, Codes]:
    """Every pair of memberships of the same row, as codes first * count + second.

    `is_one_each` says that both have every row once, so that they stand side by side already. Raises UsageError
    for more than MOST_PAIRS.
    """
    (rows, codes), (other_rows, other_codes) = first, second
    if is_one_each:
        return rows, codes * count + other_codes
    size = int(max(rows.max(initial=-1), other_rows.max(initial=-1))) + 1
    others = np.bincount(other_rows, minlength=size)
    begins = np.concatenate([[0], np.cumsum(others)])
    repeats = others[rows]
    if (many := int(repeats.sum())) > MOST_PAIRS:
        raise UsageError(
            f"{many:,} pairs of groups are too many to count at once; narrow the question, or take one field"
        )
    at = np.repeat(np.arange(len(rows)), repeats)
    within = np.arange(len(at)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return rows[at], codes[at] * count + other_codes[begins[rows[at]] + within]


def numbered(codes: Codes, size: int) -> tuple[Codes, Codes]:
    """The different codes from 0 to `size` that there are, rising, and each entry's place among them; -1 stays -1."""
    if size > _MOST_FLAGS:
        found, places = np.unique(codes, return_inverse=True)
        shift = int(len(found) > 0 and found[0] < 0)
        return found[shift:], places.astype(np.intp) - shift
    is_met = np.zeros(size + 1, np.bool_)
    is_met[codes] = True
    # What stands last is the unknown.
    is_met[-1] = False
    places = np.cumsum(is_met) - 1
    places[-1] = -1
    return np.flatnonzero(is_met), places[codes]


class Asked:
    """How values with ids are asked for: by name, by id where two share it, with the feed where two share the id."""

    def __init__(self, labels: Sequence[str], keys: Sequence[Key]) -> None:
        """Know the values by their codes."""
        self._labels, self._keys = labels, keys
        self._names, self._ids = Counter(labels), Counter(known_id for _, known_id in keys)

    def name(self, code: int) -> str:
        """A value as a question writes it."""
        label = self._labels[code]
        by_name = quoted(label) if self._names[label] == 1 else ""
        # A name that no question can write is asked for by its id.
        return by_name or quoted(self._keys[code][1])

    def source(self, codes: Iterable[int]) -> str:
        """The term for the feed where one of these values needs it, else nothing."""
        for code in codes:
            source, known_id = self._keys[code]
            if self._names[self._labels[code]] > 1 and self._ids[known_id] > 1:
                return f" source={quoted(SOURCE_TITLES.get(source, source))}"
        return ""

    def of(self, field: str) -> Callable[[int], str]:
        """The question for one value of a field."""
        return lambda code: f"{field}={self.name(code)}{self.source([code])}"
