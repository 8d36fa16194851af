"""Tables of numpy columns: declared as dataclass fields, taken from, joined and packed by one piece of code.

Unknown is NaN in float columns and -1 in all others; a number that can be negative is always float.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from explorer.core.errors import DataError

type Array = NDArray[Any]
Remap = Mapping[str, NDArray[np.int32]]
"""For each list of names, the new code of every old one."""

_HEAD = struct.Struct("<I")


def column(dtype: str, *, codes: str = "", width: int = 0) -> Any:
    """Declare a column: its dtype, the list of names its codes point into, its width where it is a matrix."""
    return dataclasses.field(metadata={"dtype": np.dtype(dtype), "codes": codes, "width": width})


@dataclasses.dataclass(frozen=True, slots=True)
class Columns:
    """A table whose fields are columns of one length."""

    def __post_init__(self) -> None:
        """Refuse columns of different lengths or of the wrong type: a bug of the caller."""
        lengths = {len(getattr(self, spec.name)) for spec in dataclasses.fields(self)}
        assert len(lengths) <= 1, f"columns of different lengths: {sorted(lengths)}"

    def __len__(self) -> int:
        """How many rows there are."""
        return len(getattr(self, dataclasses.fields(self)[0].name))

    @classmethod
    def of(cls, **values: Sequence[Any] | Array) -> Self:
        """Make a table from a sequence a column; None is unknown."""
        return cls(**{spec.name: _array(values[spec.name], spec.metadata) for spec in dataclasses.fields(cls)})

    @classmethod
    def empty(cls) -> Self:
        """A table without rows."""
        return cls.of(**{spec.name: () for spec in dataclasses.fields(cls)})

    def take(self, rows: Array) -> Self:
        """The rows of a mask or an array of row numbers, in its order."""
        return type(self)(**{spec.name: getattr(self, spec.name)[rows] for spec in dataclasses.fields(self)})

    @classmethod
    def concat(cls, tables: Sequence[Self], remaps: Sequence[Remap]) -> Self:
        """Put tables below each other; codes are rewritten by each table's `remaps`."""
        if not tables:
            return cls.empty()
        joined: dict[str, Array] = {}
        for spec in dataclasses.fields(cls):
            parts = [getattr(table, spec.name) for table in tables]
            if names := spec.metadata["codes"]:
                parts = [_recode(part, remap[names]) for part, remap in zip(parts, remaps, strict=True)]
            joined[spec.name] = np.concatenate(parts)
        return cls(**joined)

    def pack(self) -> bytes:
        """Write the columns as bytes that `unpack` reads without a copy."""
        head: dict[str, tuple[str, list[int]]] = {}
        parts: list[bytes] = []
        for spec in dataclasses.fields(self):
            values = np.ascontiguousarray(getattr(self, spec.name))
            head[spec.name] = (values.dtype.str, list(values.shape))
            parts.append(values.tobytes())
        text = json.dumps(head, separators=(",", ":")).encode()
        return b"".join([_HEAD.pack(len(text)), text, *parts])

    @classmethod
    def unpack(cls, body: bytes) -> Self:
        """Read what `pack` wrote; raises DataError where it does not fit this version's columns."""
        try:
            (size,) = _HEAD.unpack_from(body)
            head = json.loads(body[_HEAD.size : _HEAD.size + size])
            at = _HEAD.size + size
            columns: dict[str, Array] = {}
            for spec in dataclasses.fields(cls):
                kind, shape = head[spec.name]
                dtype = np.dtype(kind)
                width = spec.metadata["width"]
                if dtype != spec.metadata["dtype"] or shape[1:] != [width] * bool(width):
                    raise ValueError(f"{spec.name} is {dtype}, {shape}")
                count = int(np.prod(shape, dtype=np.int64))
                columns[spec.name] = np.frombuffer(body, dtype, count, at).reshape(shape)
                at += count * dtype.itemsize
            if at != len(body) or list(columns) != list(head):
                raise ValueError("the columns are not those of this version")
            return cls(**columns)
        except (ValueError, KeyError, TypeError, struct.error, AssertionError) as error:
            raise DataError("the library", f"kept columns cannot be read ({error})") from None


def _array(values: Sequence[Any] | Array, metadata: Mapping[str, Any]) -> Array:
    dtype: np.dtype[Any] = metadata["dtype"]
    width: int = metadata["width"]
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


def _recode(codes: Array, remap: NDArray[np.int32]) -> Array:
    if not remap.size:
        return codes
    padded = np.append(remap, -1)
    found = padded[codes]
    # A code that the column is too narrow for is unknown rather than another name's.
    found[found > np.iinfo(codes.dtype).max] = -1
    return found.astype(codes.dtype, copy=False)
