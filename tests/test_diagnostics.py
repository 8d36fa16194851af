"""Help > Copy diagnostics: everything a report needs, and nothing that is private; and where the log is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QThread, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from explorer import __version__
from explorer.app import diagnostics
from explorer.app.diagnostics_controller import DiagnosticsController
from explorer.app.main import Program
from explorer.core.errors import StoreError
from explorer.services.library import Library
from tests.servers import canary
from tests.test_fetching import KEYS
from tests.window import running, settle, write_games


def controller(program: Program) -> DiagnosticsController:
    found = program.window.findChild(DiagnosticsController)
    assert isinstance(found, DiagnosticsController)
    return found


def copied(program: Program) -> dict[str, str]:
    program.window.actions_["diagnostics"].trigger()
    settle(program)
    return dict(line.split(": ", 1) for line in QGuiApplication.clipboard().text().splitlines())


def test_the_copy_holds_what_a_report_needs(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 2))
        settle(program)
        told = copied(program)
        assert told["program"] == __version__
        assert {"Python", "SQLite", "PySide6-Essentials", "keyring", "cache", "log", "settings", "locale"} <= {*told}
        assert told["Qt"].startswith(f"{qVersion()} on offscreen, style Fusion")
        assert told["colours"] == "light"
        assert "scale 1" in told["screen 1"]
        assert told["library"].endswith("2 games")
        assert "MB" in told["library"]
        assert "from source" in told["built"]
        assert told["network"] == "online"
        bar = program.window.possessions.bar
        assert "copied" in bar.words
        assert bar.details.isHidden()
        assert bar.details.toPlainText() in QGuiApplication.clipboard().text()
        program.window.actions_["offline"].trigger()
        assert copied(program)["network"] == "offline by choice"


def test_the_copy_holds_nothing_private(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "anna.b"
    for name, value in {"HOME": str(home), "USERPROFILE": str(home), "LOGNAME": "anna.b", "USERNAME": "anna.b"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("https_proxy", f"http://anna.b:{canary.CTG_KEY}@proxy.example.org")
    monkeypatch.setattr(diagnostics, "versions", lambda: {"odd": f"{canary.SHOTTRACKER_SECRET} in {home}/x"})
    with running(home / "base", environ=KEYS) as program:
        told = copied(program)
        text = QGuiApplication.clipboard().text() + program.window.possessions.bar.details.toPlainText()
        assert "anna" not in text
        assert not canary.found_in(text.encode())
        assert told["odd"].endswith(" in ~/x")
        assert told["log"].startswith("~")
        assert told["network"] == "online, by https_proxy"


def test_the_keyring_and_the_library_are_asked_elsewhere_and_may_fail(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    with running(tmp_path) as program:
        here = QThread.currentThread()

        def describe(within_s: float) -> str:
            asked.append(QThread.currentThread() is here)
            return "does not answer"

        def rows(self: Library) -> list[object]:
            raise StoreError("The library is in use by another program.")

        monkeypatch.setattr(diagnostics, "describe", describe)
        monkeypatch.setattr(Library, "rows", rows)
        told = copied(program)
        assert asked == [False]
        assert told["keyring"] == "does not answer"
        assert "in use by another program" in told["library"]


def test_the_log_folder_is_opened_or_named(qtbot: QtBot, tmp_path: Path) -> None:
    opened: list[Path] = []
    with running(tmp_path) as program:
        known = controller(program)

        def show(folder: Path) -> bool:
            opened.append(folder)
            return True

        known.open_folder = show
        program.window.actions_["open_log"].trigger()
        assert opened == [tmp_path / "log"]
        assert opened[0].is_dir()
        assert program.window.possessions.bar.words == ""
        known.open_folder = lambda folder: False
        program.window.actions_["open_log"].trigger()
        assert str(tmp_path / "log") in program.window.possessions.bar.words
        buttons = program.window.possessions.bar.findChildren(QPushButton)
        next(button for button in buttons if "Copy" in button.text().replace("&", "")).click()
        assert QGuiApplication.clipboard().text() == str(tmp_path / "log")
