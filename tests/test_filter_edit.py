"""The line for questions: what could stand at the cursor is offered and put in its place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.core.query import Completion
from explorer.widgets.filter_edit import FilterEdit
from tests.window import application, running, settle, write_games


def line_of_a_game(program: Program, folder: Path) -> FilterEdit:
    """The filter, ready to be typed into, over a game that is shown."""
    program.games.start(write_games(folder / "files", 1))
    settle(program)
    line = program.window.filter
    program.window.activateWindow()
    line.setFocus()
    application().processEvents()
    return line


def test_fields_then_values_are_offered_and_taken(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        line = line_of_a_game(program, tmp_path)
        QTest.keyClicks(line, "sta")
        assert any(offer.startswith("start") for offer in line.offered)
        line.take(next(i for i, offer in enumerate(line.offered) if offer.startswith("start")))
        line.setText("start:")
        line.setCursorPosition(6)
        QTest.keyClicks(line, "st")
        assert any("steal" in offer for offer in line.offered)
        line.take(next(i for i, offer in enumerate(line.offered) if "steal" in offer))
        assert "steal" in line.text()
        QTest.keyClick(line, Qt.Key.Key_Return)
        settle(program)
        assert 0 < program.model.rowCount() < len(program.model.tables.possessions)


def test_half_a_question_is_marked_but_not_scolded_until_it_is_entered(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        line = line_of_a_game(program, tmp_path)
        QTest.keyClicks(line, "passes>=")
        qtbot.wait(250)
        assert line.property("wrong") is True
        assert program.window.possessions.bar.words == ""
        program.window._on_entered()
        assert "passes" in program.window.filter.text()
        assert "cannot be read" in program.window.possessions.bar.words


def test_an_offered_place_is_told_in_words_and_taken_as_a_question_writes_it(qtbot: QtBot) -> None:
    line = FilterEdit()
    qtbot.addWidget(line)
    line.setText("place:elb")
    line.show_offers([Completion(6, 9, "left_elbow", 12, "left elbow"), Completion(6, 9, "steal", 3)])
    model = line.findChild(QStringListModel)
    assert isinstance(model, QStringListModel)
    assert [words.split() for words in model.stringList()] == [["left_elbow", "left", "elbow", "12"], ["steal", "3"]]
    line.take(0)
    assert line.text() == "place:left_elbow"


def test_return_asks_what_was_typed_and_takes_an_offer_only_when_one_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        line = line_of_a_game(program, tmp_path)
        QTest.keyClicks(line, "outcome:make")
        popup = QApplication.activePopupWidget()
        assert popup is not None
        assert len(line.offered) > 1
        QTest.keyClick(popup, Qt.Key.Key_Return)
        assert line.text() == "outcome:make"
        assert not popup.isVisible()
        settle(program)
        makes = program.model.rowCount()
        line.clear()
        QTest.keyClicks(line, "outcome:make")
        popup = QApplication.activePopupWidget()
        assert popup is not None
        QTest.keyClick(popup, Qt.Key.Key_Down)
        QTest.keyClick(popup, Qt.Key.Key_Return)
        assert line.text() == f"outcome:{line.offered[0]}" != "outcome:make"
        qtbot.waitUntil(lambda: 0 < program.model.rowCount() < makes)
