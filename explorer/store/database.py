"""One SQLite file: opened, checked, upgraded after a copy; every failure of its becomes a StoreError.

A rollback journal, not WAL: several connections on a WAL file can damage it before SQLite 3.51.3, and the
library has one short writer. Transactions are explicit; `executescript` would commit half a migration.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from explorer.core.errors import StoreError

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


def explain(error: sqlite3.Error, path: Path) -> StoreError | None:
    """The sentence for a failure of the file or disk; None for a mistake in the program itself."""
    code = getattr(error, "sqlite_errorcode", None)
    reason = _SENTENCES.get(code & 0xFF) if isinstance(code, int) else None
    return StoreError(f"The library {path} {reason}.") if reason else None


class Database:
    """A connection that is opened when first used; one thread at a time may use it."""

    def __init__(self, path: Path, application_id: int, migrations: tuple[tuple[str, ...], ...]) -> None:
        """Name the file; nothing is opened yet."""
        self.path = path
        self.set_aside: Path | None = None
        """Where a damaged file was put when this one was opened; None where nothing was wrong."""
        self._application_id = application_id
        self._migrations = migrations
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Use the connection; raises StoreError for failures of the file."""
        with self._lock, self._explained():
            yield self._open()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing; raises StoreError for failures of the file."""
        with self.reading() as connection:
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
            known = explain(error, self.path)
            if known is None:
                raise
            raise known from error

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder {self.path.parent} cannot be made: {error.strerror}.") from None
        if self.path.exists() and self._is_damaged():
            self._put_aside()
        connection = self._connect()
        try:
            self._upgrade(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_S, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _is_damaged(self) -> bool:
        """Whether the file is ours but broken; raises StoreError for somebody else's, or a newer version's."""
        if self.path.stat().st_size == 0:
            return True
        connection = self._connect()
        try:
            (identity,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if identity not in (0, self._application_id) or (identity == 0 and version):
                raise StoreError(f"The file {self.path} is not a library of this program; it is left as it is.")
            if version > len(self._migrations):
                raise StoreError(
                    f"The library {self.path} was made by a newer version of this program; update the program."
                )
            if identity == 0:
                return True
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                return True
            raise
        finally:
            connection.close()

    def _put_aside(self) -> None:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        aside = self.path.with_name(f"{self.path.name}.corrupt-{stamp}")
        number = 1
        while aside.exists():
            number += 1
            aside = self.path.with_name(f"{self.path.name}.corrupt-{stamp}-{number}")
        try:
            self.path.rename(aside)
            journal = self.path.with_name(f"{self.path.name}-journal")
            if journal.exists():
                journal.rename(aside.with_name(f"{aside.name}-journal"))
        except OSError as error:
            raise StoreError(f"The damaged library {self.path} cannot be set aside: {error.strerror}.") from None
        self.set_aside = aside

    def _upgrade(self, connection: sqlite3.Connection) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == len(self._migrations):
            return
        if version:
            shutil.copy2(self.path, self.path.with_name(f"{self.path.name}.version-{version}"))
        while True:
            connection.execute("BEGIN IMMEDIATE")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version >= len(self._migrations):
                connection.execute("COMMIT")
                return
            for statement in self._migrations[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {self._application_id}")
            connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
