"""The values of a column on their way to a file: typed, unknown apart from zero, each distinct value written once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from explorer.core import text
from explorer.core.columns import Array

type Cell = str | int | float | bool | None

ROWS_AT_ONCE = 16_384
"""So many rows are made into text before they are written: the memory that a season needs is that of its tables."""
DECIMALS = 3
"""More than any feed measures; what a float32 has beyond them is noise."""


class Type(Enum):
    """What a column's values are, by the name of the Arrow type they are kept as."""

    INT16 = "int16"
    INT32 = "int32"
    INT64 = "int64"
    FLOAT = "float32"
    DOUBLE = "float64"
    YES_NO = "bool"
    TEXT = "string"
    DAY = "date32"

    @property
    def words(self) -> str:
        """The type as a reader of a file would call it."""
        return _WORDS.get(self, "whole number")


_WORDS = {
    Type.FLOAT: "number",
    Type.DOUBLE: "number",
    Type.YES_NO: "yes or no",
    Type.TEXT: "text",
    Type.DAY: "day",
}
_TYPES = {"i1": Type.INT16, "i2": Type.INT16, "i4": Type.INT32, "i8": Type.INT64, "f4": Type.FLOAT, "f8": Type.DOUBLE}


@dataclass(frozen=True, slots=True)
class Coded:
    """Texts by code: `texts[code]`, all of them distinct; -1 is unknown."""

    codes: NDArray[np.int32]
    texts: tuple[str, ...]


type Values = Array | Coded
"""Numbers (NaN or, in integers, negative is unknown; so are yes 1 and no 0), or texts by code."""


def coded(codes: Array, texts: Sequence[str | None]) -> Coded:
    """Texts by code, where equal texts become one and a missing or empty one unknown."""
    places: dict[str, int] = {}
    met = [
        places.setdefault(one, len(places)) if one is not None and one not in ("", text.UNKNOWN) else -1
        for one in texts
    ]
    return Coded(np.array([*met, -1], np.int32)[codes], tuple(places))


def taken(values: Values, rows: Array) -> Values:
    """The values of some rows, by their numbers."""
    return Coded(values.codes[rows], values.texts) if isinstance(values, Coded) else values[rows]


def type_of(dtype: np.dtype[np.generic]) -> Type:
    """The type of a column of numbers of the tables."""
    return _TYPES[dtype.str[1:]]


def is_known(values: Values) -> NDArray[np.bool_]:
    """Which rows have a value; shape (rows,)."""
    if isinstance(values, Coded):
        return values.codes >= 0
    return np.isfinite(values) if values.dtype.kind == "f" else values >= 0


def written_rows(
    columns: Sequence[tuple[Type, Values]], encode: Callable[[Type, Cell], str], first: int, last: int
) -> Iterator[tuple[str, ...]]:
    """The rows from `first` to before `last`, every cell as `encode` writes its value."""
    return zip(*(_encoded(kind, values, encode, first, last) for kind, values in columns), strict=True)


def _encoded(kind: Type, values: Values, encode: Callable[[Type, Cell], str], first: int, last: int) -> list[str]:
    if isinstance(values, Coded):
        codes, here = np.unique(values.codes[first:last], return_inverse=True)
        met = [encode(kind, None if code < 0 else values.texts[code]) for code in codes.tolist()]
    else:
        distinct, here = np.unique(values[first:last], return_inverse=True)
        met = [encode(kind, cell) for cell in _cells(kind, distinct)]
    found: list[str] = np.array(met, object)[here].tolist()
    return found


def _cells(kind: Type, values: Array) -> list[Cell]:
    """Numbers of at most `DECIMALS` decimals, whole where they are whole."""
    if kind is Type.YES_NO:
        return [None if value < 0 else bool(value) for value in values.tolist()]
    if values.dtype.kind != "f":
        return [None if value < 0 else value for value in values.tolist()]
    rounded = [round(value, DECIMALS) if math.isfinite(value) else None for value in values.tolist()]
    return [int(value) if value is not None and value.is_integer() else value for value in rounded]
