"""Any sheets as one JSON object: where they come from, their columns, and a list of rows a sheet; unknown is null."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from explorer.core.task import CancelToken, Progress
from explorer.services.cells import ROWS_AT_ONCE, Cell, Type, written_rows
from explorer.services.columns import Filled
from explorer.services.provenance import Provenance


def _text(value: object) -> bytes:
    # A lone surrogate, which is no UTF-8, is written by its number as JSON has it.
    return json.dumps(value, ensure_ascii=False).encode(errors="backslashreplace")


def _cell(kind: Type, value: Cell) -> str:
    # Programs that know numbers as doubles would round 63 bits.
    return json.dumps(str(value) if kind is Type.INT64 and value is not None else value, ensure_ascii=False)


def to_json(
    stream: BinaryIO, sheets: Mapping[str, Filled], told: Provenance, token: CancelToken, tell: Progress
) -> None:
    """Write the sheets to a stream, a line a row; raises CancelledError when called off."""
    facts = told.facts()
    facts["columns"] = {name: [column.documented() for column in filled.columns] for name, filled in sheets.items()}
    for name, value in facts.items():
        stream.write(b"{\n" if name == next(iter(facts)) else b",\n")
        stream.write(_text(name) + b": " + _text(value))
    total = sum(filled.count for filled in sheets.values())
    done = 0
    for name, filled in sheets.items():
        stream.write(b",\n" + _text(name) + b": [")
        for first, rows in _parts(filled):
            token.check()
            tell(done + first, total, "")
            stream.write((",\n" if first else "\n").encode() + rows.encode(errors="backslashreplace"))
        stream.write(b"\n]")
        done += filled.count
    stream.write(b"\n}\n")


def _parts(filled: Filled) -> Iterator[tuple[int, str]]:
    """Rows as JSON objects, many at once, with the number of the first."""
    pairs = [(column.type, values) for column, values in zip(filled.columns, filled.values, strict=True)]
    pattern = "{" + ", ".join(f"{json.dumps(column.name)}: %s" for column in filled.columns) + "}"
    for first in range(0, filled.count, ROWS_AT_ONCE):
        rows = written_rows(pairs, _cell, first, first + ROWS_AT_ONCE)
        yield first, ",\n".join(pattern % row for row in rows)
