"""The user's library: games taken in from files, listed, loaded, looked into and removed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from explorer.core.errors import StoreError
from explorer.core.model import Answer, Game, Key, Player, Possession
from explorer.core.names import NameBook
from explorer.core.table import Tables, concat
from explorer.core.task import CancelToken, Progress, no_progress
from explorer.services.intake import (
    Failed,
    Known,
    Taken,
    collector_at_rest,
    players_for_ctg,
    settle,
    take_in,
)
from explorer.services.keeping import KeptGame, decode_details, keep, put
from explorer.services.loading import Loading
from explorer.services.selection import Details, KeptTracking, Loaded, Selection, by_time, part_twins, twins_notice
from explorer.services.tracking import LibraryShelf, MemoryShelf, holder_of, homeless, is_kept, tracking_in_memory
from explorer.sources import files
from explorer.sources.files import FileResult
from explorer.sources.shottracker.locations import Piece
from explorer.store.games import GameRow, GameStore, Kept
from explorer.store.joined import JoinedFiles

__all__ = [
    "GameRow",
    "ImportReport",
    "KeptGame",
    "Library",
    "decode_details",
    "open_library",
    "read_paths",
    "read_results",
    "select",
]

_REMOVED_AT_ONCE = 40
"""Games; a season is called off between them."""


@dataclass(slots=True)
class ImportReport:
    """What an import did: games by what became of them, names, and failures as (file, sentence).

    `tracked` are the games that tracking was newly kept of, a game for every piece; `tracked_before` those that had it
    already; `loose` the files of tracking whose game is not there, each a failure too.
    """

    added: list[Key] = field(default_factory=list)
    changed: list[Key] = field(default_factory=list)
    unchanged: list[Key] = field(default_factory=list)
    tracked: list[Key] = field(default_factory=list)
    tracked_before: list[Key] = field(default_factory=list)
    loose: list[Path] = field(default_factory=list)
    names: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def games(self) -> list[Key]:
        """Every game of the import, each once."""
        return list(dict.fromkeys([*self.added, *self.changed, *self.unchanged]))


class Library:
    """The kept games of one user."""

    def __init__(self, store: GameStore, preferred_source: str, cache: Path | None = None) -> None:
        """Work on a store; `preferred_source` is the feed a game known twice is taken from.

        In the folder `cache`, where one is given, lies what makes a season load at once.
        """
        self._store = store
        self._joined = None if cache is None else JoinedFiles(cache / "joined")
        self._loading = Loading(store, self._joined, preferred_source, self.details)

    def close(self) -> None:
        """Let go of the library's file."""
        self._store.close()

    @property
    def set_aside(self) -> Path | None:
        """Where a damaged library was put when this one was opened."""
        return self._store.database.set_aside

    def prefer(self, source: str) -> None:
        """Take games that are known from two feeds from this one."""
        self._loading.prefer(source)

    def cache_bytes(self) -> int:
        """How much is kept so that large selections load at once."""
        return 0 if self._joined is None else self._joined.size_bytes()

    def clear_cache(self) -> None:
        """Forget what is kept so that large selections load at once."""
        if self._joined is not None:
            self._joined.clear()

    def rows(self) -> list[GameRow]:
        """Every game, by day."""
        return self._store.rows()

    def names(self) -> NameBook:
        """Every kept name."""
        return self._store.names()

    def import_paths(
        self, paths: Sequence[Path], token: CancelToken | None = None, progress: Progress = no_progress
    ) -> ImportReport:
        """Take files and folders into the library, a transaction a game; a bad file is reported, not fatal.

        Raises StoreError where the library cannot be written, CancelledError when called off; what was
        taken in before is kept.
        """
        with collector_at_rest():
            return self._take(files.read_all(paths, token, progress))

    def _take(self, results: Iterable[FileResult]) -> ImportReport:
        report = ImportReport()
        known = {row.key for row in self._store.rows()}
        for item in take_in(results, self._store):
            match item:
                case Failed(origin, error):
                    report.failures.append((origin, str(error)))
                case Known(key):
                    report.unchanged.append(key)
                case Taken():
                    self._keep(item, known, report)
                case Piece():
                    self._keep_piece(item, report)
                case rows:
                    people = [(row.source, _player(row.player_id, row.name, row.number), row.team_id) for row in rows]
                    self._store.save_players(people)
                    report.names += len({row.player_id for row in rows})
        return report

    def _keep(self, taken: Taken, known: set[Key], report: ImportReport) -> None:
        is_kept = put(self._store, taken, instead_of=taken.revision)
        key = taken.game.key
        if is_kept:
            (report.changed if key in known else report.added).append(key)
            known.add(key)
            return
        # Another process has written this game since it was read: it is put together anew.
        for item in settle(taken.parts, self._store):
            match item:
                case Taken():
                    self._keep(item, known, report)
                case Known(key):
                    report.unchanged.append(key)
                case Failed(origin, error):
                    report.failures.append((origin, str(error)))

    def _keep_piece(self, piece: Piece, report: ImportReport) -> None:
        key = holder_of(piece, LibraryShelf(self._store))
        if key is None:
            error = homeless(piece)
            report.failures.append((error.origin, str(error)))
            report.loose.append(piece.path)
        elif is_kept(self._store, key, piece):
            report.tracked_before.append(key)
        else:
            self.keep_beside(key, [piece.answer])
            report.tracked.append(key)

    def validators(self, key: Key) -> dict[tuple[str, str], str]:
        """What to ask with whether the kept answers of a game still hold, by (kind, part)."""
        return {(a.kind, a.part): a.etag for a in self._store.kept(key).answers if a.etag}

    def team_ids(self, key: Key) -> tuple[str, ...]:
        """The teams of a kept game."""
        return next((row.team_ids for row in self._store.rows() if row.key == key), ())

    def teams_without_names(self, key: Key) -> list[str]:
        """The teams of a kept game of whose players some have no name or no shirt number in the library."""
        game, book = self.details(key).game, self._store.names()
        people = {team.team_id: {player.player_id for player in team.players} for team in game.teams}
        for row in game.possessions:
            for team_id, ids in ((row.offence_id, row.on_ids), (row.defence_id, row.against_ids)):
                if team_id is not None:
                    people.setdefault(team_id, set()).update(ids)
        return [
            team_id
            for team_id, ids in people.items()
            if not ids or any(book.player_number((key[0], player_id)) is None for player_id in ids)
        ]

    def keep_players(self, people: Sequence[tuple[str, Player, str | None]]) -> None:
        """Keep names of players, a row (source, player, team id)."""
        self._store.save_players(people)

    def parts_of(self, key: Key) -> list[Answer]:
        """The raw answers of a game, the damaged ones with an empty body; none where it is not kept."""
        kept = self._store.kept(key)
        return [*kept.answers, *kept.damaged]

    def keep_answers(
        self,
        source: str,
        game_id: str | None,
        answers: Sequence[Answer],
        *,
        held: Collection[tuple[str, str]] = (),
        listed: Collection[str] | None = None,
    ) -> KeptGame:
        """Put fetched answers beside what is kept of their game, and say what that changed; see `keep`."""
        with collector_at_rest():
            return keep(self._store, source, game_id, answers, held, listed)

    def keep_beside(self, key: Key, answers: Sequence[Answer]) -> None:
        """Keep answers that tell nothing of possessions, such as tracking, with their game; one transaction.

        Raises StoreError where the game is not kept any more.
        """
        if not self._store.save_beside(key, answers):
            raise StoreError(f"The game {key[1]} is not in the library any more: fetch it again first.")

    def remove(self, keys: Sequence[Key], token: CancelToken | None = None, progress: Progress = no_progress) -> None:
        """Forget games with all that was kept of them; called off, those that were not come to yet stay."""
        try:
            for first in range(0, len(keys), _REMOVED_AT_ONCE):
                if token is not None:
                    token.check()
                progress(first, len(keys), "")
                self._store.remove(keys[first : first + _REMOVED_AT_ONCE])
        finally:
            if self._joined is not None:
                self._joined.clear()

    def load(
        self, keys: Sequence[Key], token: CancelToken | None = None, progress: Progress = no_progress
    ) -> Selection:
        """Load games as one set of tables; columns of an older version are made anew from the raw answers.

        A game that cannot be read is left out and named in the selection's `errors`.
        """
        with collector_at_rest():
            return self._loading.load(keys, token, progress)

    def details(self, key: Key) -> Details:
        """Decode one game again from its raw answers."""
        with collector_at_rest():
            return decode_details(key, tuple(self._store.answers(key)))


def open_library(path: Path, preferred_source: str, cache: Path | None = None) -> Library:
    """The library kept in a file, which is opened when it is first used and made by the first write; see `Library`."""
    return Library(GameStore(path), preferred_source, cache)


def _same(tables: Tables) -> Tables:
    return tables


def _player(player_id: str, name: str, number: str | None) -> Player:
    return Player(player_id, name, number=number)


def select(
    games: Sequence[Loaded],
    book: NameBook,
    preferred: str,
    errors: Sequence[str] = (),
    *,
    is_sample: bool = False,
) -> Selection:
    """Put loaded games together: in order of play, none that is known twice counted twice."""
    twins = part_twins(by_time(games), book, preferred)
    tables = concat([loaded.tables for loaded in twins.used]) if twins.used else Tables.empty()
    notice = twins_notice(twins)
    return Selection(tuple(twins.used), tables, book, (notice,) if notice else (), is_sample, tuple(errors))


class _MemoryShelf:
    """Games of an import that is not kept."""

    def __init__(self) -> None:
        self.taken: dict[Key, Taken] = {}

    def neighbours(self, source: str, team_ids: Sequence[str], first_s: float, within_s: float) -> list[str]:
        found: list[tuple[float, str]] = []
        for key, taken in self.taken.items():
            times = [p.start_time_s for p in taken.game.possessions if p.start_time_s is not None]
            teams = sorted(team.team_id for team in taken.game.teams)
            if key[0] == source and teams == sorted(team_ids) and times and abs(min(times) - first_s) <= within_s:
                found.append((abs(min(times) - first_s), key[1]))
        return [game_id for _, game_id in sorted(found)]

    def kept(self, key: Key) -> Kept:
        return Kept(self.taken[key].answers) if key in self.taken else Kept()


def read_results(
    results: Iterable[FileResult],
    preferred: str,
    book: NameBook | None = None,
    *,
    is_sample: bool = False,
    tracking: Callable[[Game, Possession], KeptTracking | None] | None = None,
) -> Selection:
    """Load the games of checked files in memory; the library is not touched.

    `tracking` finds where everybody was, in place of the files of tracking among these.
    """
    shelf = _MemoryShelf()
    book = book or NameBook()
    errors: list[str] = []
    loaded: dict[Key, Loaded] = {}
    pieces: dict[Key, list[Answer]] = {}
    for item in take_in(results, shelf):
        match item:
            case Failed(_, error):
                errors.append(str(error))
            case Known():
                pass
            case Piece():
                key = holder_of(item, MemoryShelf({key: taken.game for key, taken in shelf.taken.items()}))
                if key is None:
                    errors.append(str(homeless(item)))
                else:
                    pieces.setdefault(key, []).append(item.answer)
            case Taken(game, answers, tables):
                shelf.taken[game.key] = item
                book.learn_game(game)
                for source, player, team_id in players_for_ctg(game):
                    book.learn_player(source, player, team_id)
                loaded[game.key] = Loaded(
                    tables.names.games[0],
                    partial(_same, tables),
                    game.origin,
                    None if game.score is None else dict(game.score),
                    min((p.start_time_s for p in game.possessions if p.start_time_s is not None), default=None),
                    partial(decode_details, game.key, answers),
                    (
                        tracking_in_memory(pieces.setdefault(game.key, []))
                        if tracking is None
                        else partial(tracking, game)
                    ),
                )
            case rows:
                for row in rows:
                    book.learn_player(row.source, _player(row.player_id, row.name, row.number), row.team_id)
    return select(list(loaded.values()), book, preferred, errors, is_sample=is_sample)


def read_paths(
    paths: Sequence[Path],
    preferred: str,
    token: CancelToken | None = None,
    progress: Progress = no_progress,
    book: NameBook | None = None,
) -> Selection:
    """Load files and folders in memory; the library is left untouched."""
    with collector_at_rest():
        return read_results(files.read_all(paths, token, progress), preferred, book)
