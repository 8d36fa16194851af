"""The welcome: at the first start alone, says where files and keys go, and is there again when it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from tests.window import application, running, settle, write_games


def begin(program: Program, *files: Path) -> QWidget:
    program.games.start(files)
    settle(program)
    return program.window.possessions.welcome


def words_of(program: Program) -> str:
    return program.window.possessions.welcome.words


def button(card: QWidget, words: str) -> QPushButton:
    return next(one for one in card.findChildren(QPushButton) if one.text().replace("&", "").startswith(words))


def test_it_greets_once_and_never_again_unless_asked(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        assert begin(program).isVisible()
        assert "made-up" in words_of(program)
        assert program.window.possessions.bar.words == ""
    with running(tmp_path) as program:
        card = begin(program)
        assert not card.isVisible()
        assert "made-up" in program.window.possessions.bar.words
        program.window.actions_["welcome"].trigger()
        assert card.isVisible()
        QTest.mouseClick(button(card, "Got it"), Qt.MouseButton.LeftButton)
        assert not card.isVisible()


def test_it_leaves_what_a_start_has_to_say(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.warn("Your own folders are used.")
        assert begin(program).isVisible()
        assert program.window.possessions.bar.words == "Your own folders are used."
        assert program.window.possessions.bar.isVisible()


def test_who_starts_with_a_file_is_not_stopped_by_it(qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        assert not begin(program, path).isVisible()
        program.window.actions_["welcome"].trigger()
        assert program.window.possessions.welcome.isVisible()


def test_it_goes_when_the_users_own_games_are_there(qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        assert begin(program).isVisible()
        program.games.open_paths([path])
        settle(program)
        assert not program.games.is_sample
        assert words_of(program) == ""


@pytest.mark.parametrize(
    ("words", "title"), [("Sources and keys", "Sources and keys"), ("First steps", "First steps – Help")]
)
def test_a_step_opens_what_it_names(qtbot: QtBot, tmp_path: Path, words: str, title: str) -> None:
    with running(tmp_path) as program:
        card = begin(program)
        QTest.mouseClick(button(card, words), Qt.MouseButton.LeftButton)
        settle(program)
        opened = [one for one in application().topLevelWidgets() if one.isVisible() and one is not program.window]
        assert [one.windowTitle() for one in opened] == [title]
        opened[0].close()


def test_keys_reach_its_steps_and_escape_closes_it(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        card = begin(program)
        program.window.activateWindow()
        first = button(card, "Open files")
        first.setFocus()
        QTest.keyClick(first, Qt.Key.Key_Tab)
        assert button(card, "Sources").hasFocus()
        QTest.keyClick(button(card, "Sources"), Qt.Key.Key_Escape)
        assert not card.isVisible()
        assert program.window.possessions.table.hasFocus()
