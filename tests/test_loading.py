"""Many games as one set of tables: joined once, kept in the cache, and never other than the library says."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from explorer.core.task import CancelledError, CancelToken, Progress
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.services import loading
from explorer.services.library import Library, open_library
from explorer.services.selection import Selection
from explorer.store import joined
from explorer.store.games import GameStore
from tests import small_games

GAMES = 7


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library of seven games that counts five as many, and reads three at a time."""
    monkeypatch.setattr(loading, "JOINED_FROM", 5)
    monkeypatch.setattr(loading, "_AT_ONCE", 3)
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(GAMES):
        small_games.write(folder / f"{number}.json", small_games.shottracker(game=number, away=502 + number % 3))
    opened = open_library(tmp_path / "library.sqlite", SHOTTRACKER, tmp_path / "cache")
    opened.import_paths([folder])
    yield opened
    opened.close()


def load(library: Library) -> Selection:
    return library.load([row.key for row in library.rows()])


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "joined").glob("*"))


def change(library: Library, statement: str, *values: object) -> None:
    library.close()
    with contextlib.closing(sqlite3.connect(library._store.database.path)) as connection, connection:
        assert connection.execute(statement, values).rowcount


def test_what_was_joined_is_not_read_game_by_game_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load(library)
    assert len(kept(tmp_path)) == 1
    monkeypatch.setattr(GameStore, "columns", lambda *_: pytest.fail("the games were read again"))
    library.close()
    again = load(library)
    assert again.tables.pack() == before.tables.pack()
    assert [(game.info, game.origin, game.score) for game in again.games] == [
        (game.info, game.origin, game.score) for game in before.games
    ]


def test_few_games_are_not_kept_joined_and_are_the_same_rows(library: Library, tmp_path: Path) -> None:
    few = library.load([row.key for row in library.rows()][:4])
    assert kept(tmp_path) == []
    table = load(library).tables.possessions
    assert few.tables.possessions.key.tolist() == table.key[table.game < 4].tolist()


def test_every_game_can_be_had_by_itself(library: Library) -> None:
    selection = load(library)
    table = selection.tables.possessions
    for code, game in enumerate(selection.games):
        assert game.tables.names.games == (game.info,)
        assert game.tables.possessions.key.tolist() == table.key[table.game == code].tolist()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda body: body[:-100],
    "longer": lambda body: body + b"x",
    "empty": lambda body: b"",
    "one bit": lambda body: body[:-9] + bytes([body[-9] ^ 1]) + body[-8:],
    "rows": lambda body: body[:20] + b"\x01" + body[21:],
    "zeroes": lambda body: bytes(len(body)),
    "other": lambda body: b"SQLite format 3\0" * 99,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_passed_over_and_made_anew(library: Library, tmp_path: Path, damage: str) -> None:
    before = load(library).tables.pack()
    (path,) = kept(tmp_path)
    whole = path.read_bytes()
    path.unlink()
    path.write_bytes(DAMAGES[damage](whole))
    # A file of the same size that took its place in the same tick of the clock could not be told from it.
    os.utime(path, (1.0, 1.0))
    assert load(library).tables.pack() == before
    assert path.read_bytes() == whole


def test_a_game_that_was_written_since_is_seen(library: Library, tmp_path: Path) -> None:
    assert load(library).tables.possessions.fga.sum() == GAMES * 6
    small_games.write(tmp_path / "files" / "3.json", small_games.shottracker(game=3, extra=2))
    library.import_paths([tmp_path / "files"])
    assert load(library).tables.possessions.fga.sum() == GAMES * 6 + 12


def test_a_game_that_is_written_meanwhile_is_not_kept_as_what_it_was(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(done: int, total: int, words: str) -> None:
        if done == 4:
            change(library, "UPDATE games SET revision = revision + 1 WHERE game_id = ?", words)

    library.load([row.key for row in library.rows()], None, write)
    assert kept(tmp_path) == []


def test_games_that_are_removed_leave_nothing_in_the_cache(library: Library, tmp_path: Path) -> None:
    load(library)
    keys = [row.key for row in library.rows()]
    library.remove(keys[:1])
    assert kept(tmp_path) == []
    assert len(load(library).games) == GAMES - 1


@pytest.mark.parametrize("is_cached", [True, False])
def test_a_game_that_cannot_be_read_is_named_and_the_others_load(library: Library, is_cached: bool) -> None:
    keys = [row.key for row in library.rows()]
    for _ in range(1 + is_cached):
        change(
            library, "UPDATE answers SET body = x'00' WHERE game = (SELECT id FROM games WHERE game_id = ?)", keys[2][1]
        )
        change(library, "UPDATE games SET version = 'old', revision = revision + 1 WHERE game_id = ?", keys[2][1])
        selection = library.load(keys)
        assert [game.info.key for game in selection.games] == [*keys[:2], *keys[3:]]
        (error,) = selection.errors
        assert keys[2][1] in error


def test_where_the_preferred_twin_cannot_be_read_the_other_one_is_used(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "twin"
    folder.mkdir()
    small_games.write(folder / "twin.json", small_games.markings())
    library.import_paths([folder])
    sources = [game.info.key[0] for game in load(library).games]
    assert (len(library.rows()), sources) == (GAMES + 1, [SHOTTRACKER] * GAMES)
    first = load(library).games[0].info.key
    change(library, "UPDATE answers SET body = x'00' WHERE game = (SELECT id FROM games WHERE game_id = ?)", first[1])
    change(library, "UPDATE games SET version = 'old', revision = 7 WHERE game_id = ?", first[1])
    selection = load(library)
    assert sorted(game.info.key[0] for game in selection.games) == [CTG] + [SHOTTRACKER] * (GAMES - 1)
    assert len(selection.errors) == 1


def test_calling_off_leaves_nothing_half_written(library: Library, tmp_path: Path) -> None:
    keys = [row.key for row in library.rows()]
    for when in range(GAMES):
        token = CancelToken()

        def stop(done: int, total: int, words: str, token: CancelToken = token, when: int = when) -> None:
            if done == when:
                token.cancel()

        with contextlib.suppress(CancelledError):
            library.load(keys, token, stop)
            pytest.fail("it was not called off")
        assert kept(tmp_path) == []


def test_progress_never_goes_back(library: Library) -> None:
    told: list[tuple[int, int]] = []
    progress: Progress = lambda done, total, words: told.append((done, total))  # noqa: E731 - with its type
    keys = [row.key for row in library.rows()]
    for _ in range(2):
        library.load(keys, None, progress)
        assert told == sorted(told)
        assert told[-1] == (GAMES, GAMES)
        told.clear()


def test_a_cache_that_cannot_be_written_is_done_without(library: Library, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    assert [load(library).tables.possessions.points.sum() for _ in range(2)] == [GAMES * 12] * 2


def test_a_full_disk_leaves_nothing_behind(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, tables: object) -> None:
        path.write_bytes(b"half of it")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(joined, "_write", full)
    assert load(library).tables.possessions.points.sum() == GAMES * 12
    assert kept(tmp_path) == []


def test_only_those_used_last_are_kept_and_nothing_unfinished(library: Library, tmp_path: Path) -> None:
    keys = [row.key for row in library.rows()]
    library.load(keys)
    (first,) = kept(tmp_path)
    young, old = first.with_name(".1.part"), first.with_name(".2.part")
    for path in (young, old):
        path.touch()
    long_ago = time.time() - 2 * 3600
    os.utime(old, (long_ago, long_ago))
    for left in range(GAMES - 1):
        # What is used again is not what goes.
        os.utime(first, (long_ago, long_ago))
        library.load(keys)
        library.load([key for key in keys if key != keys[left]])
    assert first in kept(tmp_path)
    assert young in kept(tmp_path)
    assert len(kept(tmp_path)) == joined.MOST + 1
