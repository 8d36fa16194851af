"""What is shown -> a file for other programs, by its suffix; whole or not there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer import __version__
from explorer.core.errors import UsageError
from explorer.services.preferences import write_whole
from explorer.services.selection import Selection
from explorer.services.sheets import SHEETS, Cell, Column

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")

Sheets = dict[str, list[Column]]


def export(selection: Selection, rows: NDArray[np.bool_], to: Path, what: Sequence[str], where: str = "") -> int:
    """Write the chosen rows to a file; returns how many rows of the first sheet there are.

    Raises UsageError for a suffix or sheet that is not known, FileError where the file cannot be written.
    """
    writer = FORMATS.get(to.suffix.lower())
    if writer is None:
        raise UsageError(f"the suffix of {to.name} is not one of {', '.join(FORMATS)}")
    if unknown := [name for name in what if name not in SHEETS]:
        raise UsageError(f"there is no {unknown[0]!r} to export; choose from {', '.join(SHEETS)}")
    sheets = {name: SHEETS[name](selection, rows) for name in dict.fromkeys(what)}
    write_whole(to, writer(sheets, where))
    return len(next(iter(sheets.values()))[0].values)


def _head(sheets: Sheets, where: str) -> dict[str, str]:
    units = {f"{column.name}": column.unit for columns in sheets.values() for column in columns if column.unit}
    return {
        "program": f"Possession Explorer {__version__}",
        "filter": where or "none",
        "units": ", ".join(f"{name}: {unit}" for name, unit in units.items()),
    }


def to_csv(sheets: Sheets, where: str = "") -> bytes:
    """One sheet as CSV (UTF-8, comma, LF): `#` lines first, no text cell that a spreadsheet takes for a formula."""
    if len(sheets) != 1:
        raise UsageError(f"a CSV file holds one of {', '.join(SHEETS)}")
    stream = io.StringIO(newline="")
    for name, words in _head(sheets, where).items():
        stream.write(f"# {name}: {' '.join(words.split())}\n")
    ((_, columns),) = sheets.items()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows(zip(*([_csv_cell(value) for value in column.values] for column in columns), strict=True))
    return stream.getvalue().encode()


def _csv_cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def to_json(sheets: Sheets, where: str = "") -> bytes:
    """All sheets as one JSON object: a list of rows a sheet, unknown as null."""
    content: dict[str, object] = dict(_head(sheets, where))
    for name, columns in sheets.items():
        names = [column.name for column in columns]
        rows = zip(*(column.values for column in columns), strict=True)
        content[name] = [dict(zip(names, row, strict=True)) for row in rows]
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


FORMATS: dict[str, Callable[[Sheets, str], bytes]] = {".csv": to_csv, ".json": to_json}
"""Writers by suffix."""
