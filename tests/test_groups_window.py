"""The groups below the list under hand and keys, and with settings that hold nonsense."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.core.breakdown import Sample
from explorer.core.definitions import Definitions
from explorer.core.players import OF_SOME_SHOTS, players
from explorer.core.vocabulary import SHOTTRACKER
from explorer.models.roles import Role
from explorer.paths import find_paths
from explorer.services.report import sample_of, untold
from explorer.services.sample import load_sample
from tests.window import application, running, settle, write_games

LEFT = Qt.MouseButton.LeftButton


def place_of(program: Program, row: int) -> QPoint:
    table = program.window.possessions.breakdown.table
    return table.visualRect(table.model().index(row, 0)).center()


@pytest.mark.parametrize("row", [0, 2])
def test_a_double_click_narrows_and_goes_to_the_list(qtbot: QtBot, tmp_path: Path, row: int) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        table = program.window.possessions.breakdown.table
        size = int(str(table.model().index(row, 1).data()))
        viewport, place = table.viewport(), place_of(program, row)
        QTest.mouseClick(viewport, LEFT, pos=place)
        QTest.mouseDClick(viewport, LEFT, pos=place)
        QTest.mouseRelease(viewport, LEFT, pos=place)
        settle(program)
        assert program.model.rowCount() == size
        assert application().focusWidget() is program.window.possessions.table


def test_enter_on_a_group_narrows_once_and_goes_to_the_list(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        pane = program.window.possessions.breakdown
        term = str(pane.table.model().index(1, 0).data(Role.KEY))
        size = int(str(pane.table.model().index(1, 1).data()))
        for _ in range(2):
            pane.term_opened.emit(term)
            settle(program)
            assert program.model.rowCount() == size
            assert program.window.filter.text() == term


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("list/columns", '[["a"]]'),
        ("list/sorting", '[["a"], true]'),
        ("breakdown/wanted", '{"by": [["x"]], "figures": [1], "small_n": "no"}'),
        ("facets/open", '[["a"]]'),
        ("court/league", "mars"),
    ],
)
def test_settings_that_make_no_sense_are_taken_for_absent(qtbot: QtBot, tmp_path: Path, name: str, value: str) -> None:
    ini = QSettings(str(find_paths(tmp_path).settings), QSettings.Format.IniFormat)
    ini.setValue(name, value)
    ini.sync()
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        assert program.model.rowCount() > 0


def test_a_player_of_two_teams_has_a_row_with_each() -> None:
    games = load_sample(SHOTTRACKER, games=6, seed=3)
    found = players(Sample.whole(games.tables, games.book))
    assert len(set(found.labels)) == len(found.labels)
    for place in range(min(len(found), 8)):
        rows = sample_of(games, found.terms[place]).rows
        offence = {games.book.team_short(games.tables.names.teams[code]) for code in
                   games.tables.possessions.offence[rows].tolist()}  # fmt: skip
        assert offence == {found.labels[place][1]}


def test_what_needs_all_shots_is_unknown_of_some() -> None:
    games = load_sample(SHOTTRACKER, games=2, seed=3)
    found = players(sample_of(games, "shot.made:no"))
    assert set(found.figure("ts").texts()) == set(found.figure("usage").texts()) == {"-"}
    assert OF_SOME_SHOTS in found.note


def test_what_stands_nowhere_is_told_with_the_nearest() -> None:
    games = load_sample(SHOTTRACKER, games=2, seed=3)
    (sentence,) = untold(games, "start:stael,steal")
    assert "'stael'" in sentence
    assert "'steal'" in sentence
    assert untold(games, "start:steal") == []


def test_a_view_changes_only_the_definitions_that_it_names(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.definitions.choose(Definitions(transition_s=5))
        program.definitions.choose_texts({"garbage_time": "ctg"})
        assert program.definitions.definitions == Definitions(transition_s=5, garbage_time="ctg")


def test_a_value_that_stands_nowhere_is_told_though_others_answer(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        bar = program.window.possessions.bar
        program.controller.ask("start:steal,stael")
        assert program.model.rowCount() > 0
        assert not bar.isHidden()
        assert "'stael'" in bar.words
        program.controller.ask("start:steal")
        assert bar.isHidden()


def test_tab_leads_from_the_question_to_list_and_groups(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        window = program.window
        window.activateWindow()
        window.filter.setFocus()
        met: list[QWidget | None] = []
        for _ in range(7):
            focused = application().focusWidget()
            assert focused is not None
            QTest.keyClick(focused, Qt.Key.Key_Tab)
            met.append(application().focusWidget())
        assert met[:2] == [window.possessions.flow, window.possessions.table]
        assert met[-1] is window.possessions.breakdown.table
        window.filter.setFocus()
        QTest.keyClick(window.filter, Qt.Key.Key_Down)
        assert application().focusWidget() is window.possessions.table


def test_the_status_bar_tells_every_figure_when_pointed_at(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        label = program.window._counted
        program.controller.ask("start:steal")
        application().sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, QPoint(4, 4), QPoint(4, 4)))
        told = label.toolTip()
        for words in ("pts ", "eFG%", "3PA rate", "pace", "Rim", "pts/game", "pts/100", "(n "):
            assert words in told
        assert told.count("\n") > 20
