"""A field's values as text, each distinct value written once: what lists, filters and exports show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core import text
from explorer.core.clock import period_name
from explorer.core.fields import Field, Kind
from explorer.core.names import NameBook
from explorer.core.table import Tables


def _period_text(code: float) -> str:
    return text.UNKNOWN if code < 0 else period_name(int(code) // 8, int(code) % 8 or 4)


def _whole_text(value: float) -> str:
    return text.UNKNOWN if value < 0 else text.number(value)


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

    @property
    def is_unknown_throughout(self) -> bool:
        """Whether no row has a value."""
        return not len(self.codes) or bool((self.codes < 0).all())


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
    if field.kind in (Kind.NUMBER, Kind.YES_NO, Kind.PERIOD):
        floats = np.where(floats < 0, np.nan, floats)
    if field.kind is Kind.YES_NO:
        # Whatever is not no is yes, once.
        floats = np.minimum(floats, 1)
    distinct, codes = np.unique(floats, return_inverse=True)
    if len(distinct) and np.isnan(distinct[-1]):
        codes = np.where(codes == len(distinct) - 1, -1, codes)
        distinct = distinct[:-1]
    # Seconds are all whole, or all with tenths, so that a column of them lines up.
    decimals = 0 if field.kind is not Kind.SECONDS or np.all(np.abs(distinct - np.rint(distinct)) < 0.05) else 1
    writer = (lambda value: text.number(value, decimals)) if field.kind is Kind.SECONDS else _WRITE[field.kind]
    shown = tuple(writer(value) for value in distinct.tolist())
    return Written(codes.astype(np.intp), (*shown, text.UNKNOWN), floats)
