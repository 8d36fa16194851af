"""A folder of files parted by source and season, in Hive's way of naming: whole, or as it was.

It is built beside its place and renamed into it. A list of its files stands in it, so that a later export knows
the folder as one of ours: no other is ever replaced, nor one into which somebody has put a file.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from explorer.core.errors import ExplorerError, FileError
from explorer.services.cells import Coded
from explorer.services.columns import Filled
from explorer.services.preferences import sync_folder
from explorer.services.provenance import PROGRAM
from explorer.services.sheets import SEASON, SOURCE

LIST = "_possession-explorer.json"
"""Readers of such folders pass over names that begin with an underscore."""
UNKNOWN = "__HIVE_DEFAULT_PARTITION__"
"""How Hive names the folder of what has no value, and what its readers take for null."""


def write_partitions(folder: Path, filled: Filled, suffix: str, write: Callable[[BinaryIO, Filled, int], None]) -> None:
    """Fill a folder with a file for every source and season, without these two columns.

    `write` writes some rows to a stream; it is told how many went before. Raises FileError where the folder cannot
    be written or is not ours, ExplorerError where there is nothing to write; whatever is raised, also by `write`,
    what stood there before still does.
    """
    if not filled.count:
        raise ExplorerError("Nothing is written: there is no row to write, and a folder of no files says nothing.")
    target = Path(os.path.realpath(folder))
    files: list[str] = []
    building = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        check_place(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        building.mkdir()
        done = 0
        for place, rows in parted(filled):
            files.append(f"{place}/part-0{suffix}")
            (building / place).mkdir(parents=True)
            with (building / files[-1]).open("xb") as stream:
                write(stream, filled.take(rows, (SOURCE, SEASON)), done)
                _to_disk(stream)
            done += len(rows)
        with (building / LIST).open("xb") as stream:
            stream.write((json.dumps({"program": PROGRAM, "files": files}, indent=1) + "\n").encode())
            _to_disk(stream)
        for known in _folders(building, files):
            sync_folder(known)
        _put(building, target)
    except OSError as error:
        raise FileError(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}.") from None
    finally:
        _remove(building, files)


def parted(filled: Filled) -> Iterator[tuple[str, NDArray[np.intp]]]:
    """The folder of every part that has rows, such as `source=ctg/season=2015-16`, with the numbers of its rows."""
    source, season = filled.column(SOURCE), filled.column(SEASON)
    assert isinstance(source, Coded)
    assert isinstance(season, Coded)
    pairs = np.stack((source.codes, season.codes), axis=1)
    for one, other in np.unique(pairs, axis=0).tolist():
        place = f"{SOURCE}={_named(source, one)}/{SEASON}={_named(season, other)}"
        yield place, np.flatnonzero((source.codes == one) & (season.codes == other))


def _named(values: Coded, code: int) -> str:
    return UNKNOWN if code < 0 else quote(values.texts[code], safe=" -")


def _to_disk(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def check_place(folder: Path) -> Sequence[str]:
    """The files of a folder of ours, none where nothing stands there; raises FileError for any other."""
    if not os.path.lexists(folder):
        return ()
    files: list[str] = []
    # A list that cannot be read is nobody's.
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        files = [str(name) for name in json.loads((folder / LIST).read_text("utf-8"))["files"]]
    found: set[str] = set()
    if files:
        for root, folders, names in os.walk(folder):
            found |= {Path(root, name).relative_to(folder).as_posix() for name in (*folders, *names)}
    own = {*files, *(parent.as_posix() for name in files for parent in PurePosixPath(name).parents)}
    foreign = sorted(found - own - {LIST})
    if not files or foreign:
        named = f", such as {foreign[0]}" if foreign else ""
        raise FileError(f"{folder} is left as it is: it holds what this program did not write{named}; name another.")
    return [name for name in files if name in found]


def _put(building: Path, target: Path) -> None:
    """Bring the new folder into its place; what stood there and is ours goes."""
    files = check_place(target)
    if not os.path.lexists(target):
        building.rename(target)
    else:
        aside = target.with_name(f".{secrets.token_hex(8)}.part")
        target.rename(aside)
        try:
            building.rename(target)
        except OSError:
            aside.rename(target)
            raise
        _remove(aside, files)
    sync_folder(target.parent)


def _folders(top: Path, files: Sequence[str]) -> list[Path]:
    """The folders of some files below another, the deepest first, and that one last."""
    inner = {parent for name in files for parent in (top / name).parents if parent.is_relative_to(top)}
    return sorted({top, *inner}, key=lambda folder: -len(folder.parts))


def _remove(top: Path, files: Sequence[str]) -> None:
    """Take away files of ours and the folders that are empty without them; whatever else is there stays."""
    for name in (*files, LIST):
        with contextlib.suppress(OSError):
            (top / name).unlink()
    for folder in _folders(top, files):
        with contextlib.suppress(OSError):
            folder.rmdir()
