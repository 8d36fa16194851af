"""The tables of many games as one file of the cache: mapped into memory, so that a season is there at once.

Such a file says nothing that the library does not say. It is written whole or not at all, checked when a process
first reads it, passed over where it is damaged, and safe to delete.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import secrets
import struct
import time
import zlib
from io import BufferedReader
from pathlib import Path

from explorer.core.errors import DataError
from explorer.core.table import EventTable, Names, PossessionTable, ShotTable, Tables

MOST = 3
"""So many files are kept, those that were used last."""
_SUFFIX = ".columns"
_PART = ".part"
_FORSAKEN_S = 3600.0
"""What is unfinished for so long is of a process that was killed."""
_MAGIC = b"PEXjoin1"
_HEAD = struct.Struct("<8sI")
"""Magic, and the crc32 of all that follows."""
_SIZES = struct.Struct("<IIQQQ")
"""How long the declaration of the columns and the names are, and how many rows each table has."""
_STEP = 64
_CHUNK = 1 << 20


class JoinedFiles:
    """Joined tables by the name of what they are of."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made when the first file is written."""
        self._folder = folder
        self._checked: set[tuple[int, ...]] = set()
        """The files that were written here or found whole, by what changes with their content."""

    def read(self, name: str) -> Tables | None:
        """The tables that were kept under a name, read from the disk when looked at; None without a whole file."""
        path = self._folder / f"{name}{_SUFFIX}"
        try:
            with path.open("rb") as stream:
                state = os.fstat(stream.fileno())
                identity = _identity(state)
                if identity not in self._checked and not _is_whole(stream):
                    return None
                body = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            tables = _lying_in(body)
        except (OSError, ValueError, struct.error, DataError):
            return None
        self._checked.add(identity)
        with contextlib.suppress(OSError):
            os.utime(path, ns=(time.time_ns(), state.st_mtime_ns))
        return tables

    def keep(self, name: str, tables: Tables) -> None:
        """Keep tables under a name. Where the disk is full or read-only nothing is kept, and nothing is amiss."""
        temporary = self._folder / f".{secrets.token_hex(8)}{_PART}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                # Without waiting for the disk: a file that a power cut damages is found out by its crc32.
                _write(temporary, tables)
                self._checked.add(_identity(temporary.stat()))
                temporary.replace(self._folder / f"{name}{_SUFFIX}")
            finally:
                temporary.unlink(missing_ok=True)
        except OSError:
            return
        self._tidy()

    def size_bytes(self) -> int:
        """How much the files of the folder take up, unfinished ones too."""
        size = 0
        for path in (*self._folder.glob(f"*{_SUFFIX}"), *self._folder.glob(f".*{_PART}")):
            with contextlib.suppress(OSError):
                size += path.stat().st_size
        return size

    def clear(self) -> None:
        """Forget all tables: games that are removed from the library leave nothing behind here."""
        for path in self._folder.glob(f"*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                path.unlink()

    def _tidy(self) -> None:
        with contextlib.suppress(OSError):
            kept = sorted(self._folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_atime)
            unfinished = self._folder.glob(f".*{_PART}")
            old = [path for path in unfinished if path.stat().st_mtime < time.time() - _FORSAKEN_S]
            for path in (*kept[:-MOST], *old):
                path.unlink()


def _identity(state: os.stat_result) -> tuple[int, ...]:
    return (state.st_ino, state.st_size, state.st_mtime_ns)


def _is_whole(stream: BufferedReader) -> bool:
    magic, expected = _HEAD.unpack(stream.read(_HEAD.size))
    # Read past the mapping: what is mapped and touched counts as memory of this process.
    check, chunk = 0, bytearray(_CHUNK)
    while size := stream.readinto(chunk):
        check = zlib.crc32(memoryview(chunk)[:size], check)
    return (magic, check) == (_MAGIC, expected)


def _write(path: Path, tables: Tables) -> None:
    parts = (tables.possessions, tables.shots, tables.events)
    declared, names = _declared(), tables.names.pack()
    with path.open("xb") as stream:
        check, at = 0, _HEAD.size
        stream.write(bytes(at))

        def put(body: bytes | memoryview) -> None:
            nonlocal check, at
            stream.write(body)
            check, at = zlib.crc32(body, check), at + len(body)

        put(_SIZES.pack(len(declared), len(names), *map(len, parts)))
        put(declared + names)
        for part in parts:
            for body in part.bodies():
                put(bytes(-at % _STEP))
                put(body.data)
        stream.seek(0)
        stream.write(_HEAD.pack(_MAGIC, check))


def _lying_in(body: mmap.mmap) -> Tables:
    size, names, *rows = _SIZES.unpack_from(body, _HEAD.size)
    first = _HEAD.size + _SIZES.size
    at = first + size
    if body[first:at] != _declared():
        raise ValueError("the columns are not those of this version")
    known = Names.unpack(body[at : at + names])
    possessions, at = PossessionTable.lying_in(body, rows[0], at + names, step=_STEP)
    shots, at = ShotTable.lying_in(body, rows[1], at, step=_STEP)
    events, at = EventTable.lying_in(body, rows[2], at, step=_STEP)
    return Tables(possessions, shots, events, known)


def _declared() -> bytes:
    return b"".join(kind.declared() for kind in (PossessionTable, ShotTable, EventTable))
