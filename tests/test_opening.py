"""A start: the frame is there before what is slow to import, then it is furnished; it can be closed meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from explorer.core.errors import StoreError
from tests.window import running, settle, write_games

_HEAD = """
import json, sys
from pathlib import Path
from explorer.app.start import find_paths
from explorer.app.crash import CrashReporter
from explorer.app.file_opening import Application
from explorer.app.frame import frame
from explorer.app import opening
from explorer.app.settings import Settings
from explorer.services.preferences import read_preferences
app = Application(["x"])
paths = find_paths(Path(sys.argv[1]))
"""


def told_by(folder: Path, code: str) -> Any:
    """What a program of its own prints as JSON."""
    command = [sys.executable, "-W", "error", "-c", _HEAD + code, str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_frame_waits_for_nothing_that_is_slow_to_import(tmp_path: Path) -> None:
    code = """
window = frame(app, read_preferences(paths.preferences), Settings(paths.settings))
window.show()
app.processEvents()
slow = {"numpy", "pyqtgraph", "requests", "msgspec", "sqlite3", "contourpy", "explorer.core.query"}
print(json.dumps([sorted(slow & sys.modules.keys()), window.menuBar().isEnabled(), len(window.menuBar().actions())]))
"""
    assert told_by(tmp_path, code) == [[], False, 7]


def test_it_is_painted_before_it_is_furnished_and_can_be_used_afterwards(tmp_path: Path) -> None:
    code = """
import gc, time
began_s = time.time()
program, painted_unix_s = opening.open_program(app, paths)
window = program.window
is_empty = window.possessions.table.model().rowCount() == 0
program.games.start([])
program.runner.wait_idle(30000)
app.processEvents()
library = window.docks[0]
print(json.dumps({
    "waited": began_s <= painted_unix_s <= time.time(),
    "menus": window.menuBar().isEnabled(),
    "docks": sum(dock.isVisible() for dock in window.docks),
    "room": [library.width() < 0.25 * window.width(), window.possessions.width() > 0.4 * window.width()],
    "rows": [is_empty, program.model.rowCount() > 100],
    "network": sorted({"requests", "ssl", "truststore"} & sys.modules.keys()),
    "steps": [name for name in opening.STEPS if name not in sys.modules],
}))
window.close()
"""
    assert told_by(tmp_path, code) == {
        "waited": True,
        "menus": True,
        "docks": 3,
        "room": [True, True],
        "rows": [True, True],
        "network": [],
        "steps": [],
    }


@pytest.mark.parametrize("step", [1, 4])
def test_a_window_that_is_closed_while_it_opens_ends_the_start(tmp_path: Path, step: int) -> None:
    code = f"""
import importlib
seen = []
def closing(name):
    seen.append(name)
    if len(seen) == {step}:
        next(one for one in app.topLevelWidgets() if one.objectName() == "main").close()
    return importlib.import_module(name)
opening.import_module = closing
program, painted_unix_s = opening.open_program(app, paths)
print(json.dumps([program is None, len(seen), paths.library.exists()]))
"""
    assert told_by(tmp_path, code) == [True, step, False]


def test_nothing_untrue_is_said_while_the_kept_games_load(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        program.games.start(paths)
        settle(program)
    with running(tmp_path) as program:
        seen: list[str] = []
        program.games.start()
        for _ in range(400):
            seen += [label.text() for label in program.window.findChildren(QLabel) if label.isVisible()]
            if program.controller.selection is not None:
                break
            qtbot.wait(5)
        assert "Opening…" in seen
        assert not [words for words in seen if "Nothing to look at" in words or "No games yet" in words]
        assert not [words for words in seen if words.endswith("appear here.")]
        settle(program)
        assert program.window.possessions.is_table_shown
        assert program.window.library.model.game_keys()


@pytest.mark.parametrize("is_broken", [False, True])
def test_where_nothing_comes_the_next_step_is_said(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_broken: bool
) -> None:
    def fail() -> object:
        raise StoreError("The library cannot be read.")

    with running(tmp_path) as program:
        program.settings.keep_sample_closed(True)
        if is_broken:
            monkeypatch.setattr(program.library, "rows", fail)
        program.games.start()
        settle(program)
        texts = [label.text() for label in program.window.findChildren(QLabel) if label.isVisible()]
        assert "Nothing to look at yet" in texts
        assert "Opening…" not in texts
        assert any(words.startswith("No games yet") for words in texts)
