"""A portable program: its files beside it, in a build, a bundle, an AppImage and a checkout; or a sentence why not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from explorer import paths
from explorer.paths import MARKER, PORTABLE, find_paths

PACKAGE = Path(paths.__file__).parent


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a built program."""
    folder = tmp_path / "stick" / "possession-explorer"
    folder.mkdir(parents=True)
    monkeypatch.delenv("APPIMAGE", raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "possession-explorer"))
    return folder


def test_without_a_marker_nothing_is_portable(program: Path) -> None:
    found = find_paths()
    assert not found.library.is_relative_to(program)
    assert not (program / PORTABLE).exists()


def test_with_a_marker_everything_is_beside_the_program_as_basedir_has_it(program: Path) -> None:
    (program / MARKER).touch()
    assert find_paths() == find_paths(program / PORTABLE)
    assert find_paths().library == program / PORTABLE / "data" / "library.sqlite"


def test_a_basedir_comes_before_the_marker(program: Path, tmp_path: Path) -> None:
    (program / MARKER).touch()
    assert find_paths(tmp_path / "own").data == tmp_path / "own" / "data"
    assert not (program / PORTABLE).exists()


def test_of_a_bundle_the_files_are_beside_it(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = program / "Possession Explorer.app" / "Contents" / "MacOS"
    inside.mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(inside / "possession-explorer"))
    assert paths.program_folder() == program
    (program / MARKER).touch()
    assert find_paths().data.is_relative_to(program)


def test_of_an_appimage_the_files_are_beside_the_image(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPIMAGE", str(tmp_path / "Possession.AppImage"))
    (tmp_path / MARKER).touch()
    assert find_paths().data.is_relative_to(tmp_path / PORTABLE)


def test_a_marker_that_cannot_be_obeyed_is_told_and_the_own_folders_are_used(program: Path) -> None:
    (program / MARKER).touch()
    (program / PORTABLE).write_text("a file where the folder should be")
    found = find_paths()
    assert not found.library.is_relative_to(program)
    assert str(program / MARKER) in found.notice
    assert found.notice.count(".") - str(program / MARKER).count(".") - str(program / PORTABLE).count(".") == 2


def run(folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program of a folder, started as a user does, with a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment = {**kept, "PYTHONPATH": str(folder), "HOME": str(home), "USERPROFILE": str(home)}
    command = [sys.executable, "-B", "-m", "explorer", *arguments]
    return subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=False, timeout=60)


def test_a_checkout_on_a_stick_leaves_nothing_at_home(tmp_path: Path) -> None:
    stick, home = tmp_path / "stick", tmp_path / "home"
    home.mkdir()
    shutil.copytree(PACKAGE, stick / "explorer", ignore=shutil.ignore_patterns("__pycache__"))
    (stick / MARKER).touch()
    assert run(stick, home, "sample", "--games", "1", "--to", str(tmp_path / "files")).returncode == 0
    done = run(stick, home, "import", str(tmp_path / "files"))
    assert done.returncode == 0, done.stderr
    told = json.loads(run(stick, home, "doctor", "--json").stdout)
    assert told["games"] > 0
    assert all(Path(place).is_relative_to(stick / PORTABLE) for place in told["folders"].values())
    assert list(home.rglob("*")) == []
    shutil.rmtree(stick / PORTABLE)
    (stick / PORTABLE).write_text("")
    done = run(stick, home, "list")
    assert done.returncode == 0
    assert "cannot be written to" in done.stderr
