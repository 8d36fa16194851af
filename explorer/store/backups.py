"""Copies of a database by day: one before the first write of each, the last few kept."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sqlite3
from pathlib import Path

from explorer.core.errors import StoreError

MOST = 5
"""So many days' copies are kept."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def copies_of(path: Path) -> list[Path]:
    """The copies beside a database, the newest first."""
    start = f"{path.name}.backup-"
    found = [copy for copy in path.parent.glob(f"{start}*") if _DAY.fullmatch(copy.name.removeprefix(start))]
    return sorted(found, key=lambda copy: copy.name, reverse=True)


def keep_copy(path: Path, day: str) -> None:
    """Keep a whole copy of a database as the one of a day (`2026-07-12`), unless there is one; drop the oldest.

    To be called inside a transaction that has written nothing yet: it holds other writers off, for whom the copy
    would wait without end. Raises StoreError for a disk that is full or gone, sqlite3.Error for a failure of
    SQLite's; then no copy is there.
    """
    copy = path.with_name(f"{path.name}.backup-{day}")
    if os.path.lexists(copy):
        return
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            # A connection of its own: the one that has begun to write cannot be copied from.
            with (
                contextlib.closing(sqlite3.connect(path)) as source,
                contextlib.closing(sqlite3.connect(partial)) as target,
            ):
                source.backup(target)
            with partial.open("rb+") as stream:
                os.fsync(stream.fileno())
            partial.replace(copy)
        finally:
            partial.unlink(missing_ok=True)
        for old in copies_of(path)[MOST:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(f"The day's copy of {path} cannot be kept: {reason}; nothing is changed.") from None
