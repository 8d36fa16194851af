"""A game whose import was confirmed is there, whole, whenever the program is killed."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from explorer.services.library import open_library
from tests import small_games

GAMES = 40

CHILD = """
    import sys
    from pathlib import Path
    from explorer.store.games import GameStore
    from explorer.services.library import Library
    store = GameStore(Path(sys.argv[1]))
    save = store.save
    def told(game, *rest, **named):
        is_kept = save(game, *rest, **named)
        print(game.game_id, flush=True)
        return is_kept
    store.save = told
    library = Library(store, "shottracker")
    print("ready", flush=True)
    while True:
        library.import_paths([Path(sys.argv[2])])
        print("round", flush=True)
        library.remove([row.key for row in library.rows()])
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("games")
    for number in range(GAMES):
        small_games.write(folder / f"{number:02d}.json", small_games.shottracker(("Q1", "Q2"), game=number, extra=5))
    return folder


def _killed_import(path: Path, files: Path, after_s: float) -> list[str]:
    """Import in a child that is killed so long after it began; the ids it had confirmed in its last round."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CHILD), path, files],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after_s)
    os.kill(process.pid, signal.SIGKILL)
    lines = process.stdout.read().split("\n")[:-1]
    process.stdout.close()
    process.wait(30)
    # After a round all is removed again: what is gone then was removed, not lost.
    while "round" in lines:
        del lines[: lines.index("round") + 1]
    return lines


def _kill_often(path: Path, files: Path, times: int, seed: int) -> None:
    dice = random.Random(seed)
    confirmed = 0
    for _ in range(times):
        ids = _killed_import(path, files, dice.uniform(0.0, 0.25))
        confirmed += len(ids)
        library = open_library(path, "shottracker")
        rows = {row.game_id: row for row in library.rows()}
        assert set(ids) <= set(rows)
        for row in rows.values():
            assert len(library.details(row.key).game.possessions) == row.possessions == 12
        loaded = library.load([row.key for row in rows.values()])
        assert loaded.errors == ()
        assert len(loaded.tables.possessions) == 12 * len(rows)
        assert library.set_aside is None
        if rows:
            with contextlib.closing(sqlite3.connect(path)) as connection:
                assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            library.remove([row.key for row in rows.values()])
        library.close()
    assert confirmed > times
    assert not list(path.parent.glob("*.corrupt-*"))


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_no_confirmed_game_is_lost_by_a_kill(tmp_path: Path, files: Path) -> None:
    _kill_often(tmp_path / "library.sqlite", files, 5, 1)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_no_confirmed_game_is_lost_by_many_kills(tmp_path: Path, files: Path) -> None:
    _kill_often(tmp_path / "library.sqlite", files, 200, 2)
