"""A field's values as text, each distinct value written once: what lists, filters and exports show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core import text
from explorer.core.clock import period_name
from explorer.core.columns import Array
from explorer.core.fields import Field, Kind
from explorer.core.names import NameBook
from explorer.core.table import Tables


def _period_text(code: float) -> str:
    return text.UNKNOWN if code < 0 else period_name(int(code) // 8, int(code) % 8 or 4)


def _whole_text(value: float) -> str:
    return text.UNKNOWN if value < 0 else text.number(value)


_NEVER_NEGATIVE = (Kind.NUMBER, Kind.YES_NO, Kind.PERIOD)
"""Kinds whose values below zero are unknown."""
_LARGEST_RANK = np.iinfo(np.uint16).max
_WRITE: dict[Kind, Callable[[float], str]] = {
    Kind.NUMBER: _whole_text,
    Kind.SIGNED: text.signed,
    Kind.CLOCK: text.clock,
    Kind.YES_NO: lambda value: text.yes_no(int(value)),
    Kind.PERIOD: _period_text,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A field's values as text: `texts[codes]`; the last text is that of the unknown (code -1)."""

    codes: NDArray[np.intp]
    texts: tuple[str, ...]
    sort_keys: NDArray[np.float64]
    """What to sort rows by, in rising order; NaN for the unknown."""

    def shown(self) -> list[str]:
        """The texts that stand in some row, each once."""
        return [self.texts[code] for code in np.unique(self.codes).tolist()]

    def told(self, row: int) -> tuple[str, bool]:
        """What stands in a row, and whether it is known."""
        code = int(self.codes[row])
        return self.texts[code], code >= 0

    def ranks(self, *, is_descending: bool = False) -> NDArray[np.uint16] | NDArray[np.float64]:
        """What to sort rows by; the unknown comes last either way."""
        if len(self.texts) > _LARGEST_RANK:
            return -self.sort_keys if is_descending else self.sort_keys
        # Small whole numbers are sorted in a third of the time.
        rank_of = np.full(len(self.texts), _LARGEST_RANK, np.uint16)
        keys = np.full(len(self.texts), np.nan)
        keys[self.codes] = self.sort_keys
        distinct, ranks = np.unique(keys[~np.isnan(keys)], return_inverse=True)
        rank_of[~np.isnan(keys)] = len(distinct) - 1 - ranks if is_descending else ranks
        return rank_of[self.codes]


def is_known_anywhere(field: Field, tables: Tables, book: NameBook) -> bool:
    """Whether any row has a value: what `write` says of it, without the texts."""
    values = field.values(tables)
    if field.kind is Kind.CODE and field.texts is not None:
        if not field.is_by_text:
            return bool((values >= 0).any())
        texts = field.texts(tables.names, book)
        return any(texts[code] != text.UNKNOWN for code in np.unique(values).tolist() if code >= 0)
    if field.kind in _NEVER_NEGATIVE:
        return bool((values >= 0).any())
    return not np.isnan(values).all()


def _distinct_counts(counts: Array) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """What `_distinct` says of small whole numbers from -1 (unknown) on, without sorting them."""
    places = counts + np.int32(1)
    is_there = np.bincount(places) > 0
    is_there[0] = False
    codes = np.cumsum(is_there) - 1
    codes[0] = -1
    return np.flatnonzero(is_there).astype(np.float64) - 1.0, codes[places]


def _distinct(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The distinct values in rising order, and which of them each row has; -1 for NaN."""
    distinct = np.unique(values[~np.isnan(values)])
    codes = np.searchsorted(distinct, values)
    return distinct, np.where(codes == len(distinct), -1, codes)


def _is_small_count(field: Field, values: Array) -> bool:
    if field.kind not in (Kind.NUMBER, Kind.PERIOD) or values.dtype.kind != "i" or not len(values):
        return False
    return bool(values.min() >= -1 and values.max() < _LARGEST_RANK)


def write(field: Field, tables: Tables, book: NameBook) -> Written:
    """A field of all rows as text, each distinct value written once."""
    values = field.values(tables)
    if field.kind is Kind.CODE and field.texts is not None:
        texts = list(field.texts(tables.names, book))
        codes = values.astype(np.intp)
        if field.is_by_text:
            distinct_texts = list(dict.fromkeys(word for word in texts if word != text.UNKNOWN))
            place = {word: i for i, word in enumerate(distinct_texts)}
            codes = np.array([*(place.get(word, -1) for word in texts), -1], np.intp)[codes]
            texts = distinct_texts
        folded = np.array([word.casefold() for word in texts], dtype=np.str_)
        rank = np.append(np.unique(folded, return_inverse=True)[1].astype(np.float64), np.nan)
        return Written(codes, (*texts, text.UNKNOWN), rank[codes])
    floats = values.astype(np.float64)
    if field.kind in _NEVER_NEGATIVE:
        floats = np.where(floats < 0, np.nan, floats)
    if field.kind is Kind.YES_NO:
        # Whatever is not no is yes, once.
        floats = np.minimum(floats, 1)
    distinct, codes = _distinct_counts(values) if _is_small_count(field, values) else _distinct(floats)
    # Seconds are all whole, or all with tenths, so that a column of them lines up.
    decimals = 0 if field.kind is not Kind.SECONDS or np.all(np.abs(distinct - np.rint(distinct)) < 0.05) else 1
    writer = (lambda value: text.number(value, decimals)) if field.kind is Kind.SECONDS else _WRITE[field.kind]
    shown = tuple(writer(value) for value in distinct.tolist())
    return Written(codes.astype(np.intp), (*shown, text.UNKNOWN), floats)
