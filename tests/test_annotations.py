"""What the user keeps himself: views and left-out possessions survive damage, kills, and two writers."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.core.errors import StoreError
from explorer.core.model import Key
from explorer.core.tabulate import key_of
from explorer.core.views import View
from explorer.services.annotations import Annotations, left_out_words, open_annotations
from explorer.services.library import read_paths
from explorer.services.selection import Selection
from explorer.store import backups
from explorer.store.annotations import AnnotationStore, LeftOut
from explorer.store.games import GameStore
from tests import small_games

GAME: Key = ("shottracker", "7")
FULL = View(
    "Après time-outs",
    "after_timeout:yes",
    ("start", "outcome"),
    ("clock", "start"),
    "margin",
    True,
    {"garbage_time": "ctg"},
    "Ctrl+1",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "annotations.sqlite"


@contextlib.contextmanager
def opened(path: Path, day: str = "2026-01-01") -> Iterator[Annotations]:
    found = Annotations(AnnotationStore(path, lambda: day))
    try:
        yield found
    finally:
        found.close()


def titles(path: Path) -> list[str]:
    with opened(path) as annotations:
        return [view.title for view in annotations.views()]


# Views


def test_a_view_is_read_as_it_was_saved(path: Path) -> None:
    with opened(path) as annotations:
        assert annotations.views() == []
        assert not path.exists()
        assert annotations.save(FULL)
        assert annotations.save(View("Plain", ""))
    with opened(path) as annotations:
        assert annotations.views() == [FULL, View("Plain", "")]


def test_a_title_is_taken_in_any_capitals_and_alphabet(path: Path) -> None:
    with opened(path) as annotations:
        assert annotations.save(FULL)
        again = replace(FULL, title="  APRÈS   time-outs ", question="steal")
        assert not annotations.save(again)
        assert annotations.views() == [FULL]
        assert annotations.save(View("Other", "x"))
        assert annotations.save(again, is_replacing=True)
        assert [(view.title, view.question) for view in annotations.views()] == [
            ("APRÈS time-outs", "steal"),
            ("Other", "x"),
        ]
        assert not annotations.rename("Other", "après TIME-outs")
        assert annotations.rename("other", "OTHER")
        assert not annotations.rename("gone", "new")
    assert titles(path) == ["APRÈS time-outs", "OTHER"]


def test_the_order_is_that_of_a_plain_list(path: Path) -> None:
    dice = random.Random(4)
    expected: list[str] = []
    with opened(path) as annotations:
        for _ in range(60):
            title = dice.choice("abcde")
            match dice.choice(["save", "save", "move", "remove"]):
                case "save":
                    assert annotations.save(View(title, "")) is (title not in expected)
                    expected += [title] * (title not in expected)
                case "move":
                    by = dice.choice([-9, -1, 1, 2])
                    annotations.move(title, by)
                    if title in expected:
                        place = min(max(expected.index(title) + by, 0), len(expected) - 1)
                        expected.remove(title)
                        expected.insert(place, title)
                case "remove":
                    annotations.remove(title)
                    expected = [known for known in expected if known != title]
            assert [view.title for view in annotations.views()] == expected


def test_a_damaged_extra_leaves_the_question(path: Path) -> None:
    with opened(path) as annotations:
        annotations.save(FULL)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("""UPDATE views SET columns = '["clock', breakdown = '[1, "start"]', definitions = '[]'""")
    with opened(path) as annotations:
        assert annotations.views() == [replace(FULL, columns=(), breakdown=("start",), definitions={})]


# Possessions left out


@pytest.fixture
def games(tmp_path: Path) -> Selection:
    for number in range(2):
        small_games.write(tmp_path / "files" / f"{number}.json", small_games.shottracker(("Q1", "Q2"), game=number))
    return read_paths([tmp_path / "files"], "shottracker")


def test_what_is_left_out_is_marked_wherever_the_games_are_read_from(path: Path, games: Selection) -> None:
    rows = [0, 3, 14]
    with opened(path) as annotations:
        annotations.leave_out(games.tables, rows[:2], "  wrong\tclock ")
        annotations.leave_out(games.tables, rows[2:])
        found = annotations.applied(games).tables
        assert found.left_out is not None
        assert found.left_out.nonzero()[0].tolist() == rows
        assert found.count_left_out() == 3
        marked = annotations.applied(games, is_all_counted=True).tables
        assert (marked.count_left_out(), marked.counted) == (0, None)
        assert left_out_words(annotations.left_out()) == "2 for “wrong clock” and 1 without a reason"
        annotations.leave_out(games.tables, [0], "other")
        assert {row.reason for row in annotations.left_out()} == {"other", "wrong clock", ""}
        annotations.take_back([row.key for row in annotations.left_out()])
        assert annotations.applied(games).tables is games.tables


def test_a_possession_stays_left_out_when_its_game_goes_on_under_another_id(path: Path, games: Selection) -> None:
    game = games.games[0].details().game
    renamed = replace(game, game_id="vendor's")
    with opened(path) as annotations:
        annotations.leave_out(games.tables, [1, 15], "why")
        annotations.follow(game.key, renamed)
        annotations.follow(game.key, renamed)
        (other,) = [row for row in annotations.left_out() if row.game != renamed.key]
        (moved,) = [row for row in annotations.left_out() if row.game == renamed.key]
        assert other.key == int(games.tables.possessions.key[15])
        assert moved.key == key_of(renamed.key, game.possessions[1].possession_id)
        assert moved.reason == "why"


# The file


def test_a_copy_is_kept_before_the_first_write_of_each_day(path: Path) -> None:
    for day in range(1, 9):
        for part in "ab":
            with opened(path, f"2026-01-{day:02d}") as annotations:
                annotations.save(View(f"{day}{part}", ""))
    copies = backups.copies_of(path)
    assert [copy.name[-10:] for copy in copies] == [f"2026-01-{day:02d}" for day in (8, 7, 6, 5, 4)]
    assert titles(copies[0]) == [f"{day}{part}" for day in range(1, 8) for part in "ab"]
    assert {file.name for file in path.parent.iterdir()} == {path.name, *(copy.name for copy in copies)}


def test_a_damaged_file_is_set_aside_and_its_newest_whole_copy_takes_its_place(path: Path) -> None:
    for day in (1, 2, 3):
        with opened(path, f"2026-01-0{day}") as annotations:
            annotations.save(View(str(day), ""))
    newest, older = backups.copies_of(path)
    newest.write_bytes(newest.read_bytes()[:1000])
    path.write_bytes(b"damaged")
    with opened(path) as annotations:
        assert [view.title for view in annotations.views()] == ["1"]
        assert older.name in annotations.notice
        assert ".corrupt-" in annotations.notice
        assert annotations.save(View("4", ""))
    assert titles(path) == ["1", "4"]
    (aside,) = path.parent.glob("*.corrupt-*")
    assert aside.read_bytes() == b"damaged"


def test_without_a_copy_a_new_file_is_begun(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"damaged")
    with opened(path) as annotations:
        assert annotations.views() == []
        assert "a new one is begun" in annotations.notice
        assert annotations.save(FULL)


def test_a_library_in_its_place_is_left_as_it_is(path: Path) -> None:
    library = GameStore(path)
    library.save_players([])
    library.close()
    before = path.read_bytes()
    with opened(path) as annotations, pytest.raises(StoreError, match="is not an annotations file of this program"):
        annotations.save(FULL)
    assert path.read_bytes() == before


def test_a_copy_that_cannot_be_kept_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(path) as annotations:
        annotations.save(FULL)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with opened(path) as annotations, pytest.raises(StoreError, match="no space left on device"):
            annotations.remove(FULL.title)
    assert titles(path) == [FULL.title]
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with opened(path) as annotations:
        annotations.remove(FULL.title)
    assert titles(path) == []


WRITER = """
    import sys
    from pathlib import Path
    from explorer.core.views import View
    from explorer.store.annotations import AnnotationStore, LeftOut
    store = AnnotationStore(Path(sys.argv[1]), lambda: sys.argv[3])
    start = int(sys.argv[2])
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(start, start + int(sys.argv[4])):
        assert store.save(View(f"view {number}", "steal"), is_replacing=False)
        store.leave_out([LeftOut(number, ("shottracker", "7"), "why")])
        print(number, flush=True)
"""


def writer(path: Path, start: int, day: str, many: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(path), str(start), day, str(many)],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_two_processes_at_once_lose_nothing(path: Path) -> None:
    both = [writer(path, start, "2026-01-01", 20) for start in (0, 100)]
    for process in both:
        begin(process)
    assert [(process.communicate(timeout=60), process.returncode)[1] for process in both] == [0, 0]
    numbers = {*range(20), *range(100, 120)}
    assert set(titles(path)) == {f"view {number}" for number in numbers}
    with opened(path) as annotations:
        assert {row.key for row in annotations.left_out()} == numbers


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_nothing_confirmed_is_lost_by_a_kill(path: Path) -> None:
    confirmed: set[int] = set()
    for turn in range(4):
        process = writer(path, turn * 1000, f"2026-01-0{turn + 1}", 1000)
        begin(process)
        assert process.stdout is not None
        # Somewhere in the work that follows a confirmed write, a day's copy among it.
        for _ in range(1 + turn * 3):
            confirmed.add(int(process.stdout.readline()))
        os.kill(process.pid, signal.SIGKILL)
        confirmed |= {int(line) for line in process.communicate(timeout=60)[0].split()}
        with opened(path) as annotations:
            assert annotations.notice == ""
            assert {f"view {number}" for number in confirmed} <= {view.title for view in annotations.views()}
            assert confirmed <= {row.key for row in annotations.left_out()}
    assert all(titles(copy) for copy in backups.copies_of(path))


def test_the_same_possession_left_out_twice_is_one_row(path: Path) -> None:
    with opened(path) as annotations:
        annotations._store.leave_out([LeftOut(5, GAME), LeftOut(5, GAME, "why")])
        assert [(row.key, row.reason) for row in annotations.left_out()] == [(5, "why")]


def test_opening_by_the_path_alone_writes_nothing(path: Path) -> None:
    found = open_annotations(path)
    assert (found.views(), found.left_out(), found.notice) == ([], [], "")
    found.close()
    assert not path.parent.exists()
