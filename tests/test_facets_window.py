"""Facets in the window: the text ticks them, they edit the text, and nothing is counted that is not seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.core import text
from explorer.core.faceting import Faceting
from explorer.core.facets import Facet, Ticks
from explorer.core.fields import BY_NAME
from explorer.widgets.facet_group import FEW, FacetGroup
from explorer.widgets.facets_pane import FIRST_OPEN
from explorer.widgets.range_slider import RangeSlider
from tests.window import application, running, settle, write_games


def counted(program: Program) -> None:
    """Let every job end, and the facets show what holds."""
    settle(program)
    while program.facets.is_counting:
        application().processEvents()


@pytest.fixture(scope="module")
def opened(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """One window with one game for all tests of this file that leave it as it was."""
    folder = tmp_path_factory.mktemp("facets")
    with running(folder) as program:
        program.games.start(write_games(folder / "files", 1))
        settle(program)
        yield program


@pytest.fixture
def program(opened: Program) -> Program:
    """The window with the first groups open and nothing asked."""
    opened.window.facets.open_groups(FIRST_OPEN)
    opened.controller.ask("")
    counted(opened)
    return opened


def steal_code(program: Program) -> int:
    return program.model.tables.names.words.index("steal")


def group(program: Program, name: str) -> FacetGroup:
    return program.window.facets.groups[name]


def test_ticking_edits_the_text_and_the_text_ticks(qtbot: QtBot, program: Program) -> None:
    window, start = program.window, group(program, "start")
    everything = program.model.rowCount()
    steal = start.row("steal")
    count = int((program.model.written(BY_NAME["start"]).codes == steal_code(program)).sum())
    assert steal.accessibleName() == f"steal, {text.count(count, 'possession')}"
    QTest.mouseClick(steal, Qt.MouseButton.LeftButton)
    counted(program)
    assert window.filter.text() == "start:steal"
    assert program.model.rowCount() == count < everything
    assert start.row("steal").isChecked()
    # A second value can be ticked: the others' counts do not follow the facet's own term.
    QTest.keyClick(start.row("team_rebound"), Qt.Key.Key_Space)
    counted(program)
    assert window.filter.text() == "start:steal,team_rebound"
    program.controller.ask("start=steal period:Q1..Q2 outcome:nothing")
    assert window.filter.property("wrong")
    program.controller.ask("start=steal period:Q1..Q2 zone:rim")
    counted(program)
    assert not start.row("team_rebound").isChecked()
    assert group(program, "period").row("Q2").isChecked()
    assert not group(program, "period").row("Q3").isChecked()
    zone = group(program, "zone")
    assert zone.heading.font().bold()
    assert not group(program, "home").heading.font().bold()
    QTest.mouseClick(zone.clear, Qt.MouseButton.LeftButton)
    counted(program)
    assert window.filter.text() == "start=steal period:Q1..Q2"
    program.controller.go(-1)
    program.controller.go(-1)
    counted(program)
    assert window.filter.text() == "start:steal,team_rebound"
    assert start.row("team_rebound").isChecked()


def test_what_is_hidden_or_closed_is_not_counted(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    whole = Faceting.ticks

    def ticks(self: Faceting, question: str, facet: Facet) -> Ticks:
        names.append(facet.name)
        return whole(self, question, facet)

    monkeypatch.setattr(Faceting, "ticks", ticks)
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        counted(program)
        assert set(names) <= set(FIRST_OPEN)
        names.clear()
        for question in ("points>0", "points>1", "points>2"):
            program.controller.ask(question)
        counted(program)
        assert len(names) == len(set(names)), "three questions in one turn are counted once"
        program.window.facets_dock.hide()
        names.clear()
        program.controller.ask("points>0")
        counted(program)
        assert names == []
        program.window.facets_dock.show()
        group(program, "season").heading.click()
        counted(program)
        assert "season" in names
    with running(tmp_path) as program:
        assert program.window.facets.open_names == [
            name for name in program.window.facets.groups if name in {*FIRST_OPEN, "season"}
        ]


def test_a_long_list_is_short_at_first_and_searched(qtbot: QtBot, program: Program) -> None:
    player = group(program, "player")
    player.heading.click()
    counted(program)
    assert len(player.shown) == FEW
    player.more.click()
    assert len(player.shown) > FEW
    player.more.click()
    assert program.controller.selection is not None
    last = program.controller.selection.book.player(program.model.tables.names.players[-1])
    player.search.setText(last.upper())
    assert player.shown == [f'"{last}"']
    player.row(f'"{last}"').click()
    player.search.clear()
    counted(program)
    assert program.window.filter.text() == f'player:"{last}"'
    assert f'"{last}"' in player.shown, "what is ticked is always shown"


def test_the_window_begins_with_facets_where_there_is_room(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        window = program.window
        toggle = window.facets_dock.toggleViewAction()
        assert toggle.isChecked()
        assert not toggle.icon().isNull()
        window.resize(800, 600)
        window.arrange()
        assert not toggle.isChecked()
        toggle.trigger()
        assert not window.facets_dock.isHidden()


def test_a_range_slider_is_moved_by_keys_and_told_once_it_rests(qtbot: QtBot) -> None:
    slider = RangeSlider("Time left", text.clock, step=10, page=60)
    qtbot.addWidget(slider)
    slider.resize(220, 60)
    slider.show()
    slider.show_range(None, 235.0, (0, 2880), [1, 2, 3])
    assert slider.words == "3:55 or less"
    low, high = slider.handles
    assert (low.accessibleName(), high.accessibleName()) == ("Time left from", "Time left to")
    assert "3:55 or less" in high.accessibleDescription()
    with qtbot.waitSignal(slider.range_chosen) as told:
        QTest.keyClick(high, Qt.Key.Key_Right)
        QTest.keyClick(high, Qt.Key.Key_PageUp)
    assert told.args == [None, 305.0]
    with qtbot.waitSignal(slider.range_chosen) as told:
        QTest.keyClick(low, Qt.Key.Key_End)
    assert told.args == [305.0, 305.0], "a handle goes as far as the other stands"
    with qtbot.waitSignal(slider.range_chosen) as told:
        QTest.keyClick(low, Qt.Key.Key_Home)
    assert told.args == [None, 305.0]


def test_a_range_slider_is_dragged_and_reset_and_keeps_what_was_typed(qtbot: QtBot) -> None:
    slider = RangeSlider("Margin", text.signed)
    qtbot.addWidget(slider)
    slider.resize(220, 60)
    slider.show()
    slider.show_range(-2.5, None, (-20, 20))
    told: list[tuple[float | None, float | None]] = []
    slider.range_chosen.connect(lambda first, last: told.append((first, last)))
    high = slider.handles[1].geometry().center()
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=high)
    assert told == [], "a click that moves nothing asks nothing"
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=high)
    QTest.mouseMove(slider, QPoint(110, high.y()))
    assert told == [], "nothing is asked before the handle is let go"
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(110, high.y()))
    assert told == [(-2.5, 0.0)]
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(60, high.y()))
    assert told[-1] == (None, None)


def test_the_wheel_moves_a_handle_only_where_it_has_the_focus(qtbot: QtBot) -> None:
    slider = RangeSlider("Margin", text.signed)
    qtbot.addWidget(slider)
    with qtbot.waitActive(slider):
        slider.show()
        slider.activateWindow()
    slider.show_range(None, None, (-20, 20))
    low = slider.handles[0]

    def turn() -> None:
        none = Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(
            QPointF(2, 2),
            QPointF(low.mapToGlobal(QPoint(2, 2))),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            none,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(low, event)

    slider.handles[1].setFocus()
    turn()
    assert low.value() == -20
    low.setFocus()
    turn()
    assert low.value() > -20


def test_a_range_in_the_window_goes_into_the_text(qtbot: QtBot, program: Program) -> None:
    program.controller.ask("left<=4:00 x or margin>=3")
    counted(program)
    assert group(program, "left").slider.words == "any"
    program.controller.ask("left<=4:00")
    counted(program)
    slider = group(program, "left").slider
    assert slider.words == "4:00 or less"
    with qtbot.waitSignal(slider.range_chosen):
        QTest.keyClick(slider.handles[1], Qt.Key.Key_PageUp)
    counted(program)
    assert program.window.filter.text() == "left<=5:00"
    QTest.mouseClick(group(program, "left").clear, Qt.MouseButton.LeftButton)
    assert program.window.filter.text() == ""


def test_a_text_that_cannot_be_read_is_kept_and_a_caret_stands_under_the_mistake(
    qtbot: QtBot, program: Program
) -> None:
    program.window.filter.setText("magin:3")
    QTest.mouseClick(group(program, "start").row("steal"), Qt.MouseButton.LeftButton)
    counted(program)
    assert program.window.filter.text() == "magin:3"
    assert "did you mean 'margin'" in program.window.possessions.bar.words
    assert not group(program, "start").row("steal").isChecked()
    bar = program.window.possessions.bar
    program.controller.ask("steal " * 30 + "magin:3 " + "steal " * 30)
    details = bar.details
    assert details.isVisible()
    shown, caret = details.toPlainText().split("\n")
    assert shown[caret.index("^") :].startswith("magin:3")
    cursor = details.textCursor()
    cursor.setPosition(shown.index("magin"))
    above = details.cursorRect(cursor)
    cursor.setPosition(len(shown) + 1 + caret.index("^"))
    below = details.cursorRect(cursor)
    assert above.left() == below.left()
    assert below.top() > above.top()
    assert below.bottom() <= details.viewport().height()
