"""Whether a database of ours is whole, ours, and of a version we know; what is broken is set aside, never deleted.

Nothing is written to a file before it is known to be ours: its head is read as bytes, and a look into another
program's tables takes no lock and leaves no journal.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path

from explorer.core.errors import StoreError

type Migrations = tuple[tuple[str, ...], ...]

LIBRARY = "library"
"""What a database is in a sentence, where nothing else is said."""

_MAGIC = b"SQLite format 3\0"
_HEAD = 100
# SQLite's file format, section 1.3: both numbers are big-endian.
_JOURNAL, _VERSION, _IDENTITY = slice(18, 20), slice(60, 64), slice(68, 72)
# Ours never have it; what such a file holds may still stand in the log beside it.
_WRITE_AHEAD = b"\2\2"
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SHAPE = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"


def is_damaged(path: Path, application_id: int, migrations: Migrations, what: str = LIBRARY) -> bool:
    """Whether the file is ours but broken.

    Raises StoreError for somebody else's file or a newer version's, which stay untouched; OSError where it
    cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if len(head) < _HEAD or not head.startswith(_MAGIC):
        return True
    identity, version = int.from_bytes(head[_IDENTITY]), int.from_bytes(head[_VERSION], signed=True)
    if identity != application_id:
        if identity or version or head[_JOURNAL] == _WRITE_AHEAD or _has_other_tables(path, migrations):
            raise StoreError(f"The file {path} is not {_a(what)} of this program; it is left as it is.")
        return True
    if version > len(migrations):
        raise StoreError(f"The {what} {path} was made by a newer version of this program; update the program.")
    return version < 1 or _is_broken(path, migrations[:version])


def _a(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def _has_other_tables(path: Path, migrations: Migrations) -> bool:
    """Whether a file without an identity is another program's: whole, with tables that are not ours."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            names = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    except sqlite3.DatabaseError:
        return False
    return bool(names) and not {str(name) for kind, name, *_ in _shape_of(migrations[:1]) if kind == "table"} <= names


def _is_broken(path: Path, migrations: Migrations) -> bool:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        try:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return True
            shape = connection.execute(_SHAPE).fetchall()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN:
                return True
            raise
    return shape != _shape_of(migrations)


def _shape_of(migrations: Migrations) -> list[tuple[str | None, ...]]:
    """What stands in the schema of a file that has gone through these steps."""
    with contextlib.closing(sqlite3.connect(":memory:")) as blank:
        for statement in (statement for step in migrations for statement in step):
            blank.execute(statement)
        return blank.execute(_SHAPE).fetchall()


def put_aside(path: Path, what: str = LIBRARY) -> Path:
    """Rename a broken file and its journal to `NAME.corrupt-DATE`; returns the new path. Raises StoreError."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    number = 1
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.name}.corrupt-{stamp}-{number}")
    try:
        path.rename(aside)
        with contextlib.suppress(FileNotFoundError):
            path.with_name(f"{path.name}-journal").rename(aside.with_name(f"{aside.name}-journal"))
    except OSError as error:
        raise StoreError(f"The damaged {what} {path} cannot be set aside: {error.strerror}.") from None
    return aside
