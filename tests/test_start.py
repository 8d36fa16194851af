"""The program started with files or nothing: what it refuses, and what it says where there is no display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from explorer import __main__ as program
from explorer.app import picture, start
from explorer.core.errors import FileError
from explorer.core.vocabulary import SHOTTRACKER
from explorer.paths import Paths, find_paths
from explorer.services.library import open_library
from explorer.services.selection import Selection
from explorer.widgets.welcome_card import WelcomeCard
from tests import small_games
from tests.window import write_games

ROOT = Path(__file__).resolve().parents[1]
Drawn = list[tuple[Path, Selection]]


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """No display, a folder of the test's own, and every picture that would be drawn."""
    found: Drawn = []

    def draw(selection: Selection, to: Path, paths: Paths) -> None:
        found.append((to, selection))

    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(start, "has_display", lambda: False)
    monkeypatch.setattr(picture, "draw_window", draw)
    return found


@pytest.fixture
def base(tmp_path: Path) -> list[str]:
    return ["--basedir", str(tmp_path / "base")]


def ids(selection: Selection) -> list[str]:
    return [loaded.info.key[1] for loaded in selection.games]


def test_files_are_what_is_summed_up_and_drawn(
    drawn: Drawn, base: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_games.write(tmp_path / "a.json", small_games.shottracker())
    assert start.main([str(path), *base]) == 0
    told = capsys.readouterr()
    assert "Northport v Southam" in told.out
    assert "summary of the files" in told.err
    assert [ids(selection) for _, selection in drawn] == [["501-502-2025-10-09"]]
    (tmp_path / "bad.json").write_text("{")
    assert start.main([str(path), str(tmp_path / "bad.json"), *base]) == 3
    assert "bad.json" in capsys.readouterr().err
    assert start.main([str(tmp_path / "bad.json"), *base]) == 1
    assert capsys.readouterr().out == ""
    assert len(drawn) == 2
    assert not (tmp_path / "base").exists()


def test_without_files_the_library_comes_before_the_sample(
    drawn: Drawn, base: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.main(base) == 0
    assert "the sample league" in capsys.readouterr().err
    library = open_library(find_paths(tmp_path / "base").library, SHOTTRACKER)
    library.import_paths([small_games.write(tmp_path / "a.json", small_games.shottracker())])
    library.close()
    assert start.main(base) == 0
    assert "summary of the library" in capsys.readouterr().err
    assert [selection.is_sample for _, selection in drawn] == [True, False]
    assert ids(drawn[1][1]) == ["501-502-2025-10-09"]


def test_the_picture_lies_here_and_with_a_basedir_below_it(
    drawn: Drawn, base: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(small_games.write(tmp_path / "a.json", small_games.shottracker()))
    monkeypatch.setattr(start, "find_paths", lambda basedir: find_paths(basedir or tmp_path / "own"))
    start.main([path, *base])
    start.main([path])
    cache = find_paths(tmp_path / "base").cache
    assert [to.resolve() for to, _ in drawn] == [
        cache / start.PICTURE_NAME,
        tmp_path / "here" / start.PICTURE_NAME,
    ]


def test_where_nothing_can_be_written_the_picture_goes_to_the_cache(
    drawn: Drawn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(small_games.write(tmp_path / "a.json", small_games.shottracker()))
    cache = find_paths(tmp_path / "own").cache
    refused: list[Path] = []

    def refuse(selection: Selection, to: Path, paths: Paths) -> None:
        refused.append(to)
        if to.parent != cache or len(refused) > 2:
            raise FileError(f"{to} cannot be written: read-only file system.")

    monkeypatch.setattr(start, "find_paths", lambda basedir: find_paths(tmp_path / "own"))
    monkeypatch.setattr(picture, "draw_window", refuse)
    assert start.main([path]) == 0
    assert f"A picture of the window: {cache / start.PICTURE_NAME}" in capsys.readouterr().out
    assert start.main([path]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("is_seen", [False, True])
@pytest.mark.parametrize("word", ["frobnicate", "sumary", "x" * 300])
def test_a_mistyped_command_is_wrong_usage_with_a_window_and_without(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], is_seen: bool, word: str
) -> None:
    monkeypatch.setattr(start, "has_display", lambda: is_seen)
    monkeypatch.setattr(sys, "argv", ["possession-explorer", word])
    with pytest.raises(SystemExit) as stopped:
        program.main()
    assert stopped.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{word}: there is no such file, and no such command" in told.err
    assert drawn == []


def test_a_missing_file_is_wrong_usage_where_no_window_can_tell_of_it(
    drawn: Drawn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_games.write(tmp_path / "a.json", small_games.shottracker())
    with pytest.raises(SystemExit) as stopped:
        start.main([str(path), "/nonexistent.json"])
    assert stopped.value.code == 2
    assert "/nonexistent.json" in capsys.readouterr().err
    assert drawn == []


def test_a_picture_of_files_that_cannot_be_read_is_no_picture_of_the_sample(
    drawn: Drawn, base: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.json").write_text("{")
    to = str(tmp_path / "x.png")
    assert picture.main(["picture", str(tmp_path / "bad.json"), "--to", to, *base]) == 1
    assert "bad.json" in capsys.readouterr().err
    assert drawn == []


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="there is always a display")
def test_the_whole_way_without_a_display(tmp_path: Path) -> None:
    path = small_games.write(tmp_path / "a.json", small_games.shottracker())
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LANG")}
    kept |= {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "explorer", str(path), "--basedir", str(tmp_path / "base")],
        env={
            **kept,
            "HOME": str(tmp_path),
            "USERPROFILE": str(tmp_path),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    picture_file = tmp_path / "base" / "cache" / start.PICTURE_NAME
    assert picture_file.read_bytes().startswith(b"\x89PNG")
    assert str(picture_file) in done.stdout
    assert {entry.name for entry in tmp_path.iterdir()} == {"a.json", "base"}


def test_the_games_of_a_picture_stand_anywhere_among_the_options(tmp_path: Path, base: list[str]) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    for number, words in enumerate((["--view", "shots", str(path), "--alone"], [str(path), "--theme", "dark"])):
        to = tmp_path / f"{number}.png"
        assert picture.main(["picture", *words, "--to", str(to), *base]) == 0
        assert to.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--view", "zones", "--size", "200x200"], 2),
        (["--view", "zones", "--scale", "90"], 2),
        (["--view", "window", "--scale", "2"], 2),
        (["--view", "shots", "--where", "start:("], 2),
        (["--view", "path", "--possession", "9999"], 2),
        (["--view", "shots", "--size", "400x380"], 0),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence_and_wrong_usage(
    tmp_path: Path, base: list[str], capsys: pytest.CaptureFixture[str], words: list[str], status: int
) -> None:
    to = tmp_path / "court.svg" if "window" not in words else tmp_path / "window.png"
    assert picture.main(["picture", *words, "--to", str(to), *base]) == status
    assert to.exists() == (status == 0)
    if status:
        assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_picture_of_the_window_is_nobodys_first_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    greeted: list[bool] = []
    monkeypatch.setattr(WelcomeCard, "show", lambda card: greeted.append(True))
    base = ["--basedir", str(tmp_path / "base")]
    assert picture.main(["picture", "--view", "window", "--to", str(tmp_path / "window.png"), *base]) == 0
    assert greeted == []
