"""Kept games -> one selection: what the list knows decides which and in what order, then their columns are joined.

The joined columns of many games are kept in the cache, so that a season is there at once the next time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from explorer.core.errors import DataError, ExplorerError, StoreError
from explorer.core.model import Key
from explorer.core.table import GameInfo, Tables, concat
from explorer.core.tabulate import tabulate
from explorer.core.task import CancelToken, Progress, no_progress
from explorer.services.intake import COLUMNS_VERSION
from explorer.services.selection import Details, Loaded, Selection, by_time, part_twins, twins_notice
from explorer.services.tracking import kept_tracking
from explorer.sources.source import decode_answers
from explorer.store.games import GameRow, GameStore
from explorer.store.joined import JoinedFiles

JOINED_FROM = 100
"""Of so many games the joined columns are kept; fewer are joined anew as quickly."""
_AT_ONCE = 100


class Loading:
    """Loads games of one library."""

    def __init__(
        self, store: GameStore, joined: JoinedFiles | None, preferred: str, details: Callable[[Key], Details]
    ) -> None:
        """Take the library's file, where joined columns are kept, and what games known twice are taken from."""
        self._store, self._joined, self._preferred, self._details = store, joined, preferred, details

    def prefer(self, source: str) -> None:
        """Take games known twice from this feed from now on."""
        self._preferred = source

    def load(self, keys: Sequence[Key], token: CancelToken | None, progress: Progress) -> Selection:
        """Load games as one set of tables; see `Library.load`."""
        book = self._store.names()
        rows = {row.key: row for row in self._store.rows()}
        wanted = [key for key in dict.fromkeys(keys) if key in rows]
        errors = [f"The game {key[1]} is not in the library." for key in keys if key not in rows]
        origins = self._store.origins(wanted)
        told = [self._told(rows[key], origins[key]) for key in wanted]
        reading = _Reading(self._store, token, progress)
        while True:
            twins = part_twins(by_time(told), book, self._preferred)
            used = {loaded.info.key: rows[loaded.info.key].revision for loaded in twins.used}
            if (tables := self._tables(used, reading)) is not None:
                break
            # Where one that cannot be read has a twin, that one is used.
            told = [loaded for loaded in told if loaded.info.key not in reading.lost]
        progress(len(wanted), len(wanted), "")
        games = tuple(replace(game, info=info) for game, info in zip(twins.used, tables.names.games, strict=True))
        notice = twins_notice(twins)
        return Selection(games, tables, book, (notice,) if notice else (), errors=(*errors, *reading.lost.values()))

    def _told(self, row: GameRow, origin: Sequence[str]) -> Loaded:
        """A game as the library's list tells of it; its columns are read when they are asked for."""
        source = row.source
        home = None if row.home_team_id is None else (source, row.home_team_id)
        info = GameInfo(row.key, row.day, row.league, tuple((source, team) for team in row.team_ids), home)
        score = None if row.score is None else dict(row.score)
        return Loaded(
            info,
            partial(self._part, row.key),
            tuple(origin),
            score,
            row.first_s,
            partial(self._details, row.key),
            partial(kept_tracking, self._store, row.key),
        )

    def _part(self, key: Key) -> Tables:
        reading = _Reading(self._store)
        tables = reading.joined([key])
        if tables is None:
            raise StoreError(reading.lost[key])
        return tables

    def _tables(self, used: Mapping[Key, int], reading: _Reading) -> Tables | None:
        """The joined tables of games with their revisions, in order; None where one of them cannot be read."""
        joined = self._joined if len(used) >= JOINED_FROM else None
        name = _name(used)
        if joined is not None:
            reading.check()
            if (found := joined.read(name)) is not None:
                return found
        tables = reading.joined(list(used))
        # A game that was written meanwhile has another revision than the one that the name speaks of.
        if tables is not None and joined is not None and self._store.revisions().items() >= used.items():
            reading.check()
            joined.keep(name, tables)
            tables = joined.read(name) or tables
        return tables


class _Reading:
    """Reads the columns of games, and remembers which cannot be read."""

    def __init__(self, store: GameStore, token: CancelToken | None = None, progress: Progress = no_progress) -> None:
        self._store, self._token, self._progress = store, token, progress
        self.lost: dict[Key, str] = {}
        """The games that cannot be read, and why."""

    def check(self) -> None:
        """Stop where it is called off."""
        if self._token is not None:
            self._token.check()

    def joined(self, keys: Sequence[Key]) -> Tables | None:
        """The tables of games, in order; None where one of them cannot be read."""
        parts: list[Tables] = []
        # Some at a time: the bodies of a whole season at once would leave as much memory behind in small pieces.
        for first in range(0, len(keys), _AT_ONCE):
            batch = keys[first : first + _AT_ONCE]
            found = self._read(batch, first, len(keys))
            parts.append(concat([found[key] for key in batch if key in found]))
        return None if any(key in self.lost for key in keys) else concat(parts)

    def _read(self, keys: Sequence[Key], done: int, total: int) -> dict[Key, Tables]:
        """The tables of those games that can be read; columns of an older version are made anew from the answers."""
        found: dict[Key, Tables] = {}

        def add(key: Key, tables: Tables) -> None:
            self.check()
            self._progress(done + len(found), total, key[1])
            found[key] = tables

        for key, version, columns in self._store.columns(keys):
            if version == COLUMNS_VERSION:
                with contextlib.suppress(DataError):
                    add(key, Tables.unpack(columns))
        for key in keys:
            if key not in found:
                try:
                    add(key, self._tabulated(key))
                except ExplorerError as error:
                    self.lost[key] = str(error)
        return found

    def _tabulated(self, key: Key) -> Tables:
        """Make a game's columns anew, and keep them where the library can be written."""
        revision = self._store.kept(key).revision
        tables = tabulate(decode_answers(*key, self._store.answers(key)))
        with contextlib.suppress(StoreError):
            self._store.save_columns(key, tables.pack(), COLUMNS_VERSION, revision)
        return tables


def _name(used: Mapping[Key, int]) -> str:
    """What stands for the columns of these games in this order, as they are now."""
    told = [COLUMNS_VERSION, *([*key, revision] for key, revision in used.items())]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
