"""Tables of numpy columns: declared as dataclass fields, taken from, joined and packed by one piece of code.

Unknown is NaN in float columns and -1 in all others; a number that can be negative is always float.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Buffer, Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from explorer.core.errors import DataError

type Array = NDArray[Any]

_HEAD = struct.Struct("<II")
"""The length of the words before packed columns, and the number of rows."""


@dataclasses.dataclass(frozen=True, slots=True)
class Spec:
    """What is declared of a column; see `column`."""

    name: str
    dtype: np.dtype[Any]
    codes: str
    width: int

    def size(self, rows: int) -> int:
        """How many bytes so many rows take."""
        return rows * (self.width or 1) * self.dtype.itemsize


@dataclasses.dataclass(frozen=True, slots=True)
class Recoding:
    """The new codes of the names of several tables, all in one list, and where each table's code 0 stands in it.

    Before every table's codes stands -1, so that the unknown stays unknown.
    """

    codes: NDArray[np.int32]
    starts: NDArray[np.int32]

    @classmethod
    def of(cls, tables: Sequence[Sequence[int]]) -> Self:
        """From the new code of every name, a sequence a table."""
        sizes = np.array([0, *(len(codes) + 1 for codes in tables)], np.int32)
        return cls(
            np.array([code for codes in tables for code in (-1, *codes)], np.int32),
            np.cumsum(sizes, dtype=np.int32)[:-1] + 1,
        )

    def recoded(self, codes: Array, lengths: NDArray[np.intp]) -> Array:
        """The new codes of a column that was put together from tables of these lengths."""
        # A code that the column is too narrow for is unknown rather than another name's.
        fitting = np.where(self.codes > np.iinfo(codes.dtype).max, -1, self.codes).astype(codes.dtype)
        starts = np.repeat(self.starts, lengths)
        found: Array = fitting[codes + (starts[:, None] if codes.ndim > 1 else starts)]
        return found


def column(dtype: str, *, codes: str = "", width: int = 0) -> Any:
    """Declare a column: its dtype, the list of names its codes point into, its width where it is a matrix."""
    return dataclasses.field(metadata={"dtype": np.dtype(dtype), "codes": codes, "width": width})


@dataclasses.dataclass(frozen=True, slots=True)
class Columns:
    """A table whose fields are columns of one length."""

    def __post_init__(self) -> None:
        """Refuse columns of different lengths or of the wrong type: a bug of the caller."""
        lengths = {len(getattr(self, spec.name)) for spec in self.specs()}
        assert len(lengths) <= 1, f"columns of different lengths: {sorted(lengths)}"

    def __len__(self) -> int:
        """How many rows there are."""
        return len(getattr(self, self.specs()[0].name))

    @classmethod
    def of(cls, **values: Sequence[Any] | Array) -> Self:
        """Make a table from a sequence a column; None is unknown."""
        return cls(**{spec.name: _array(values[spec.name], spec) for spec in cls.specs()})

    @classmethod
    def empty(cls) -> Self:
        """A table without rows."""
        return cls.of(**{spec.name: () for spec in cls.specs()})

    def take(self, rows: Array) -> Self:
        """The rows of a mask or an array of row numbers, in its order; the table itself where a mask has all."""
        if rows.dtype == bool:
            chosen = np.flatnonzero(rows)
            if len(chosen) == len(rows) == len(self):
                return self
            rows = chosen
        return type(self)(**{spec.name: getattr(self, spec.name)[rows] for spec in self.specs()})

    @classmethod
    def specs(cls) -> tuple[Spec, ...]:
        """What is declared of every column, in order."""
        return _declaration(cls)[0]

    @classmethod
    def concat(cls, tables: Sequence[Self], recodings: Mapping[str, Recoding]) -> Self:
        """Put tables below each other; the codes into each list of names are rewritten by its recoding."""
        if not tables:
            return cls.empty()
        lengths = np.array([len(table) for table in tables], np.intp)
        joined: dict[str, Array] = {}
        for spec in cls.specs():
            values = np.concatenate([getattr(table, spec.name) for table in tables])
            joined[spec.name] = recodings[spec.codes].recoded(values, lengths) if spec.codes else values
        return cls(**joined)

    def bodies(self) -> Iterator[NDArray[np.uint8]]:
        """The bytes of every column, in order: what `lying_in` reads."""
        for spec in self.specs():
            yield np.ascontiguousarray(getattr(self, spec.name), spec.dtype).reshape(-1).view(np.uint8)

    @classmethod
    def lying_in(cls, buffer: Buffer, rows: int, at: int, *, step: int = 1) -> tuple[Self, int]:
        """The table whose columns lie in a buffer from a place on, and the place behind them; nothing is copied.

        Every column starts at a multiple of `step` bytes. Raises ValueError where the buffer is too short.
        """
        found: dict[str, Array] = {}
        for spec in cls.specs():
            at += -at % step
            values = np.frombuffer(buffer, spec.dtype, rows * (spec.width or 1), at)
            found[spec.name] = values.reshape(rows, spec.width) if spec.width else values
            at += spec.size(rows)
        return cls(**found), at

    @classmethod
    def declared(cls) -> bytes:
        """Which columns they are, the same for all tables of a kind: stands before bytes that are kept."""
        return _declaration(cls)[1]

    def pack(self) -> bytes:
        """Write the columns as bytes that `unpack` reads without a copy."""
        words = self.declared()
        return b"".join([_HEAD.pack(len(words), len(self)), words, *self.bodies()])

    @classmethod
    def unpack(cls, body: bytes) -> Self:
        """Read what `pack` wrote; raises DataError where it does not fit this version's columns."""
        words = cls.declared()
        try:
            size, rows = _HEAD.unpack_from(body)
            if body[_HEAD.size : _HEAD.size + size] != words:
                raise ValueError("the columns are not those of this version")
            table, end = cls.lying_in(body, rows, _HEAD.size + size)
            if end != len(body):
                raise ValueError("bytes are left over")
        except (ValueError, struct.error) as error:
            raise DataError("the library", f"kept columns cannot be read ({error})") from None
        return table


_declarations: dict[type[Any], tuple[tuple[Spec, ...], bytes]] = {}


def _declaration(table: type[Any]) -> tuple[tuple[Spec, ...], bytes]:
    """The columns of a kind of table, and the same as bytes; worked out once."""
    found = _declarations.get(table)
    if found is None:
        specs = tuple(Spec(spec.name, **spec.metadata) for spec in dataclasses.fields(table))
        told = [(spec.name, spec.dtype.str, spec.width) for spec in specs]
        found = _declarations[table] = specs, json.dumps(told, separators=(",", ":")).encode()
    return found


def _array(values: Sequence[Any] | Array, spec: Spec) -> Array:
    dtype, width = spec.dtype, spec.width
    if isinstance(values, np.ndarray):
        if values.dtype.kind == "f" and dtype.kind == "i":
            limit = np.iinfo(dtype)
            # NaN is within no limits.
            return np.where((values >= limit.min) & (values <= limit.max), values, -1).astype(dtype)
        return values.astype(dtype, copy=False)
    unknown = np.nan if dtype.kind == "f" else -1
    if width:
        filled = np.full((len(values), width), unknown, dtype)
        for i, row in enumerate(values):
            filled[i, : len(row)] = row[:width]
        return filled
    if dtype.kind == "f":
        # None becomes NaN in an array of floats.
        return np.array(values, np.float64).astype(dtype)
    found = np.array([-1 if value is None else value for value in values], np.int64)
    exact = found.astype(dtype)
    exact[exact != found] = -1
    return exact
