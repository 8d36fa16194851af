"""One SQLite file: made whole, opened, upgraded after a copy; every failure of its becomes a StoreError.

A rollback journal, not WAL: several connections on a WAL file can damage it before SQLite 3.51.3, and the
library has one short writer. Transactions are explicit; `executescript` would commit half a migration.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from explorer.core.errors import StoreError
from explorer.store.damage import LIBRARY, Migrations, is_damaged, put_aside

BUSY_S = 10.0

_SENTENCES: dict[int, str] = {
    sqlite3.SQLITE_BUSY: "is in use by another program; close it there and try again",
    sqlite3.SQLITE_LOCKED: "is in use by another program; close it there and try again",
    sqlite3.SQLITE_READONLY: "cannot be written to; check the rights of its folder",
    sqlite3.SQLITE_PERM: "cannot be written to; check the rights of its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and may be written to",
    sqlite3.SQLITE_FULL: "cannot be written: the disk is full; free some space and try again",
    sqlite3.SQLITE_IOERR: "cannot be written or read; the disk may be full or gone",
    sqlite3.SQLITE_CORRUPT: "is damaged; start the program anew to set it aside",
    sqlite3.SQLITE_NOTADB: "is damaged; start the program anew to set it aside",
    sqlite3.SQLITE_TOOBIG: "cannot hold an answer that large",
}


def explain(error: sqlite3.Error, path: Path, what: str = LIBRARY) -> StoreError | None:
    """The sentence for a failure of the file or disk; None for a mistake in the program itself."""
    code = getattr(error, "sqlite_errorcode", None)
    reason = _SENTENCES.get(code & 0xFF) if isinstance(code, int) else None
    return StoreError(f"The {what} {path} {reason}.") if reason else None


class Database:
    """A connection that is opened when first used; one thread at a time may use it."""

    def __init__(
        self,
        path: Path,
        application_id: int,
        migrations: Migrations,
        what: str = LIBRARY,
        copies: Callable[[], Sequence[Path]] = tuple,
    ) -> None:
        """Name the file, and what it is in a sentence; nothing is opened yet.

        The first whole one of `copies` takes the place of a file that is set aside.
        """
        self.path = path
        self.restored: Path | None = None
        """The copy that took the place of a damaged file; None where there was none, or nothing was wrong."""
        self.set_aside: Path | None = None
        """Where a damaged file was put when this one was opened; None where nothing was wrong."""
        self._application_id = application_id
        self._migrations = migrations
        self._what = what
        self._copies = copies
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Use the connection; a file that is not there reads as an empty one, and is not made.

        Raises StoreError for failures of the file.
        """
        with self._lock, self._explained():
            if self._connection is not None or os.path.lexists(self.path):
                yield self._open()
            else:
                with contextlib.closing(self._blank()) as connection:
                    yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing; raises StoreError for failures of the file."""
        with self._lock, self._explained():
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Let go of the file; it is opened again when used again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            known = explain(error, self.path, self._what)
            if known is None:
                raise
            raise known from error

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                self._clear()
            if not os.path.lexists(self.path):
                self._make()
            connection = _connect(self.path)
            try:
                self._upgrade(connection)
            except BaseException:
                connection.close()
                raise
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise StoreError(f"The {self._what} {self.path} cannot be opened: {reason}.") from None
        self._connection = connection
        return connection

    def _clear(self) -> None:
        """Set a damaged file aside, unless another process has just done so."""
        seen = self.path.stat().st_ino
        if self._is_damaged(self.path) and self.path.stat().st_ino == seen:
            self.set_aside = put_aside(self.path, self._what)

    def _is_damaged(self, path: Path) -> bool:
        return is_damaged(path, self._application_id, self._migrations, self._what)

    def _blank(self) -> sqlite3.Connection:
        connection = _connect(":memory:")
        self._upgrade(connection)
        return connection

    def _make(self) -> None:
        """Put a whole new file in its place, so that no other process ever sees one that is half made."""
        body = self._first()
        temporary = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            with temporary.open("xb") as stream:
                stream.write(body)
                stream.flush()
                os.fsync(stream.fileno())
            try:
                self.path.hardlink_to(temporary)
            except FileExistsError:
                return
            except OSError:
                # A file system without hard links: the moment between the look and the move stays open.
                if not os.path.lexists(self.path):
                    temporary.rename(self.path)
        finally:
            temporary.unlink(missing_ok=True)

    def _first(self) -> bytes:
        """What a new file holds: nothing, or what the newest whole copy of a damaged one does."""
        for copy in self._copies() if self.set_aside is not None else ():
            with contextlib.suppress(OSError, StoreError):
                if not self._is_damaged(copy):
                    body = copy.read_bytes()
                    self.restored = copy
                    return body
        with contextlib.closing(self._blank()) as connection:
            return connection.serialize()

    def _upgrade(self, connection: sqlite3.Connection) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        is_copied = not version
        while version < len(self._migrations):
            connection.execute("BEGIN IMMEDIATE")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version < len(self._migrations):
                if not is_copied:
                    self._keep_copy(version)
                    is_copied = True
                for statement in self._migrations[version]:
                    connection.execute(statement)
                version += 1
                connection.execute(f"PRAGMA application_id = {self._application_id}")
                connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("COMMIT")

    def _keep_copy(self, version: int) -> None:
        """Keep the file as it was before an upgrade; the caller's transaction holds other writers off."""
        copy = self.path.with_name(f"{self.path.name}.version-{version}")
        partial = copy.with_name(f"{copy.name}.part")
        try:
            shutil.copy2(self.path, partial)
            partial.replace(copy)
        finally:
            partial.unlink(missing_ok=True)


def _connect(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=BUSY_S, isolation_level=None, check_same_thread=False, cached_statements=64
    )
    try:
        for setting in ("foreign_keys = ON", "synchronous = FULL", "trusted_schema = OFF", "cell_size_check = ON"):
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def engine_version() -> str:
    """The version of SQLite itself."""
    return sqlite3.sqlite_version
