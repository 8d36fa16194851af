"""What is shown -> a file for other programs, by its suffix; whole or not there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from explorer.core import query
from explorer.core.errors import ExplorerError, FileError, UsageError
from explorer.core.task import CancelToken, Progress, no_progress
from explorer.core.text import listed
from explorer.services.columns import Filled
from explorer.services.export_csv import to_csv
from explorer.services.export_json import to_json
from explorer.services.export_parquet import to_parquet, trouble_with_parquet
from explorer.services.partitions import check_place, write_partitions
from explorer.services.preferences import writing_whole
from explorer.services.provenance import Provenance, provenance
from explorer.services.report import definitions_in_force
from explorer.services.selection import Selection
from explorer.services.sheets import SHEETS

type Sheets = Mapping[str, Filled]
Write = Callable[[BinaryIO, Sheets, Provenance, CancelToken, Progress], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its title, how it is written, and what it can hold."""

    title: str
    write: Write
    holds_many: bool = False
    """Whether several sheets fit into one file."""
    can_be_parted: bool = False
    """Whether it can be a folder, parted by source and season."""
    trouble: Callable[[], str] = str
    """Why it cannot be written here, in a sentence; empty where it can."""


FORMATS: dict[str, Format] = {
    ".csv": Format("CSV", to_csv),
    ".json": Format("JSON", to_json, holds_many=True),
    ".parquet": Format("Parquet", to_parquet, can_be_parted=True, trouble=trouble_with_parquet),
}
"""Kinds of files by suffix."""
_PARTED = next(suffix for suffix, kind in FORMATS.items() if kind.can_be_parted)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written: sheets by name, the filter that was asked, and what is said of the rest.

    Of shots, only those are written that the filter speaks of.
    """

    what: Sequence[str] = ("possessions",)
    where: str = ""
    is_partitioned: bool = False
    left_out: int | None = None
    """How many possessions were taken out by the user; None: as the tables of the selection tell."""
    definitions: Mapping[str, str] | None = None
    """What words mean, by word; None: as the summary tells of them."""
    written: datetime | None = None
    """When; None is now."""


def export(
    selection: Selection,
    rows: NDArray[np.bool_],
    to: Path,
    wanted: Wanted,
    token: CancelToken | None = None,
    tell: Progress = no_progress,
) -> int:
    """Write the chosen possessions, or their shots or events, to a file; returns how many rows of the first sheet.

    Raises UsageError for a suffix or sheet that is not known or does not go together, ExplorerError where Parquet
    cannot be written here, FileError where the file cannot be written, CancelledError when called off: in each case
    what stood there before still does.
    """
    kind = check(to, wanted)
    token = token or CancelToken()
    sheets: dict[str, Filled] = {}
    for name in wanted.what:
        token.check()
        sheets[name] = _filled(selection, rows, name, wanted.where)
    definitions = definitions_in_force(selection) if wanted.definitions is None else wanted.definitions
    left_out = selection.tables.count_left_out() if wanted.left_out is None else wanted.left_out
    told = provenance(selection, wanted.where, definitions, left_out, wanted.written)
    token.check()
    if wanted.is_partitioned:
        ((name, filled),) = sheets.items()

        def write_part(stream: BinaryIO, part: Filled, done: int) -> None:
            kind.write(stream, {name: part}, told, token, lambda n, _, words: tell(done + n, filled.count, words))
            token.check()

        write_partitions(to, filled, _PARTED, write_part)
    else:
        with writing_whole(to) as stream:
            kind.write(stream, sheets, told, token, tell)
            token.check()
    return next(iter(sheets.values())).count


def check(to: Path, wanted: Wanted) -> Format:
    """The format of a file, once nothing speaks against writing what is wanted there; raises ExplorerError."""
    check_sheets(wanted.what)
    suffix = to.suffix.lower()
    if wanted.is_partitioned and suffix not in FORMATS:
        suffix = _PARTED
    kind = FORMATS.get(suffix)
    if kind is None:
        raise UsageError(f"the suffix of {to.name} is not one of {', '.join(FORMATS)}")
    if wanted.is_partitioned and not kind.can_be_parted:
        raise UsageError(f"a {kind.title} file cannot be parted; give a folder, which is filled with {_PARTED} files")
    if len(set(wanted.what)) != 1 and not kind.holds_many:
        raise UsageError(f"a {kind.title} file holds one of {listed(list(SHEETS))}")
    if trouble := kind.trouble():
        raise ExplorerError(trouble)
    if wanted.is_partitioned:
        check_place(to)
    elif os.path.isdir(to):  # noqa: PTH112  # answers no where it may not look, rather than raising
        raise FileError(f"{to} is a folder; name a file.")
    return kind


def check_sheets(names: Iterable[str]) -> None:
    """Raise UsageError for the name of a sheet that there is not."""
    if unknown := [name for name in names if name not in SHEETS]:
        raise UsageError(f"there is no {unknown[0]!r} to export; choose from {', '.join(SHEETS)}")


def chosen_rows(selection: Selection, rows: NDArray[np.bool_], name: str, where: str) -> NDArray[np.intp]:
    """The rows of a sheet's own table that belong to chosen possessions; of shots, those that the filter speaks of."""
    tables = selection.tables
    chosen = rows[SHEETS[name].owner(tables)]
    if name == "shots" and where.strip():
        asked = query.parse(where)
        if asked.has_shot_terms:
            chosen = chosen & query.shots(asked, tables, selection.book)
    return np.flatnonzero(chosen)


def _filled(selection: Selection, rows: NDArray[np.bool_], name: str, where: str) -> Filled:
    return SHEETS[name].fill(selection.tables, selection.book, chosen_rows(selection, rows, name, where))
