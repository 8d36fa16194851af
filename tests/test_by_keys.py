"""Everything that matters by keys alone: open, ask, walk, look, export, quit. No slot is called, no mouse used."""

from __future__ import annotations

import csv
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from explorer import cli
from explorer.app.main import Program
from explorer.paths import find_paths
from explorer.services.preferences import read_preferences
from tests.window import application, running, settle, write_games

QUESTION = "outcome:miss shots:1"
LAYERS = {"Alt+2": "zones", "Alt+3": "density", "Alt+4": "path", "Alt+5": "play", "Alt+1": "shots"}


def focused() -> QWidget:
    """Where keys go: what is popped up, else what has the focus."""
    popup = QApplication.activePopupWidget()
    found = (popup.focusWidget() or popup) if popup else QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None
    return found


def press(*keys: str) -> None:
    """Press keys, such as `Ctrl+L`, wherever they go."""
    for key in keys:
        combination = QKeySequence(key)[0]  # type: ignore[index]  # the stubs leave it out
        QTest.keyClick(focused(), combination.key(), combination.keyboardModifiers())
        application().processEvents()


def write(text: str) -> None:
    """Type a text into what has the focus."""
    QTest.keyClicks(focused(), text)


def in_dialog(kind: type[QWidget], act: Callable[[], None]) -> list[bool]:
    """Act in a dialog that holds up whoever opens it, once it is there; tells whether it came."""
    came: list[bool] = []

    def look() -> None:
        if isinstance(QApplication.activeWindow(), kind) and QApplication.focusWidget() is not None:
            timer.stop()
            came.append(True)
            act()

    timer = QTimer(application())
    timer.timeout.connect(look)
    timer.start(10)
    return came


def copied() -> list[str]:
    """The numbers of the possessions that are copied."""
    press("Ctrl+Shift+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    return [row["number"] for row in csv.DictReader(lines, delimiter="\t")]


def numbers_in(path: Path) -> list[str]:
    """The numbers of the possessions in a file of CSV."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [row["number"] for row in csv.DictReader(lines)]


def seen(title: str) -> bool:
    """Whether a window with such a title is there."""
    return any(one.isVisible() and title in one.windowTitle() for one in QApplication.topLevelWidgets())


def go_back(program: Program) -> None:
    """Let jobs end, and give the keys back to the window, as a screen does when a dialog or a list has closed."""
    settle(program)
    program.window.activateWindow()
    application().processEvents()


def open_by_keys(program: Program, path: Path) -> None:
    def act() -> None:
        write(str(path))
        press("Return")
        if QApplication.activeModalWidget() is not None:
            # The first one was for what the dialog offered.
            press("Return")

    came = in_dialog(QFileDialog, act)
    press("Ctrl+O")
    assert came == [True]
    go_back(program)


def test_a_game_is_opened_asked_walked_looked_at_and_exported_by_keys(qtbot: QtBot, tmp_path: Path) -> None:
    (game,) = write_games(tmp_path / "files", 1)
    base = tmp_path / "base"
    with running(base) as program:
        program.games.start()
        go_back(program)
        press("J")
        assert copied() == ["2"]

        open_by_keys(program, game)
        assert cli.main(["export", "--to", str(tmp_path / "all.csv"), "--basedir", str(base)]) == 0
        everything = numbers_in(tmp_path / "all.csv")
        press("Ctrl+A")
        assert copied() == everything

        press("Ctrl+L")
        write(QUESTION)
        press("Return")
        go_back(program)
        press("Down", "Ctrl+A")
        wanted = tmp_path / "wanted.csv"
        assert cli.main(["export", "--where", QUESTION, "--to", str(wanted), "--basedir", str(base)]) == 0
        answered = numbers_in(wanted)
        assert 4 < len(answered) < len(everything)
        assert copied() == answered

        press("Home", "J", "J", "J", "K")
        assert copied() == [answered[2]]
        press("End")
        assert copied() == [answered[-1]]
        press("Alt+Up")
        assert copied() == [answered[-2]]

        pictures = []
        for keys, layer in LAYERS.items():
            press(keys)
            settle(program)
            assert program.window.court.layer.name == layer
            pictures.append(program.window.court.grab().toImage())
        assert all(one != other for one, other in pairwise(pictures))

        out = tmp_path / "out.csv"
        press("Ctrl+E", "Alt+I", "Ctrl+A")
        write(str(out))
        press("Return")
        go_back(program)
        assert numbers_in(out) == answered

        picture = tmp_path / "court.png"
        press("Ctrl+Shift+E", "Alt+F", "Ctrl+A")
        write(str(picture))
        press("Return")
        go_back(program)
        assert QImage(str(picture)).width() >= 1000

        press("F1")
        assert seen("Keys")
        press("Esc")
        assert not seen("Keys")

        go_back(program)
        press("Ctrl+Shift+P")
        write("theme dark")
        press("Return")
        go_back(program)
        assert read_preferences(find_paths(base).preferences).theme == "dark"

        press("Ctrl+Q")
        assert not program.window.isVisible()


def test_an_answer_without_possessions_is_left_by_keys(qtbot: QtBot, tmp_path: Path) -> None:
    (game,) = write_games(tmp_path / "files", 1)
    with running(tmp_path / "base") as program:
        program.games.start([game])
        go_back(program)
        press("Ctrl+L")
        write("points:17")
        press("Return")
        go_back(program)
        assert program.model.rowCount() == 0
        press("Down", "Space")
        settle(program)
        assert program.model.rowCount() > 0
        assert program.window.filter.text() == ""
