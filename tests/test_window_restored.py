"""The window at the next start: what was looked at is there again, and nonsense that was kept does no harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QPoint, QRect, QSettings, QSize, Qt
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.app.main_window import LEAST_SIZE, SIZE, MainWindow
from explorer.app.settings import STATE_VERSION, Settings
from explorer.app.window_place import fitting, keep_on_screen, lower_least, shrink_to_screen
from explorer.core.vocabulary import SHOTTRACKER
from explorer.paths import find_paths
from explorer.services.sample import load_sample
from tests.window import application, running, settle, write_games

NUMBERS = st.integers(-200_000, 200_000)


def kept(folder: Path) -> QSettings:
    """The file of the window's state, to write nonsense into."""
    return QSettings(str(find_paths(folder).settings), QSettings.Format.IniFormat)


def geometry(place: QRect, *, is_maximised: bool = False, screen: int = 0) -> QByteArray:
    """What QWidget.saveGeometry writes for a place: its version 3.0 of it, as Qt 5.12 and later read."""
    written = QByteArray()
    stream = QDataStream(written, QIODevice.OpenModeFlag.WriteOnly)
    stream.setVersion(QDataStream.Version.Qt_4_0)
    stream.writeUInt32(0x1D9D0CB)
    stream.writeUInt16(3)
    stream.writeUInt16(0)
    stream << place << place
    stream.writeInt32(screen)
    stream.writeUInt8(int(is_maximised))
    stream.writeUInt8(0)
    stream.writeInt32(place.width())
    stream << place
    return written


def assert_usable(program: Program) -> None:
    """All of the window is on the screen, and what matters in it can be seen."""
    window = program.window
    keep_on_screen(window)
    application().processEvents()
    screen = application().primaryScreen().availableGeometry()
    assert screen.contains(window.geometry().topLeft())
    if not window.isMaximized():
        assert window.width() >= LEAST_SIZE.width()
        assert window.height() >= LEAST_SIZE.height()
    assert window.width() <= max(screen.width(), LEAST_SIZE.width())
    assert window.height() <= max(screen.height(), LEAST_SIZE.height())
    for pane in (window.possessions, window.filter, window.menuBar()):
        assert pane.isVisible()
        assert window.rect().contains(pane.mapTo(window, pane.rect().center()))
    for dock in window.docks:
        if dock.isVisible() and dock.isFloating():
            assert screen.intersects(dock.frameGeometry())


def test_a_blob_made_here_is_one_that_qt_reads(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        assert program.window.restoreGeometry(geometry(QRect(0, 60, 800, 650)))
        assert program.window.geometry() == QRect(0, 60, 800, 650)


NOWHERE = [
    QRect(-4000, 200, 900, 700),
    QRect(5000, 9000, 900, 700),
    QRect(0, 0, 0, 0),
    QRect(100, 100, 1, 1),
    QRect(10, 10, -500, -500),
    QRect(0, 0, 100_000, 100_000),
    QRect(-2_000_000_000, 2_000_000_000, 2_000_000_000, 2),
]


def test_a_place_on_no_screen_or_of_no_size_is_not_taken(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        for place in NOWHERE:
            for is_maximised in (True, False):
                ini = kept(tmp_path / "other")
                ini.setValue("window/geometry", geometry(place, is_maximised=is_maximised, screen=3))
                ini.sync()
                program.window.hide()
                program.window.restore(Settings(find_paths(tmp_path / "other").settings))
                program.window.show()
                assert_usable(program)


def test_an_arrangement_that_makes_no_sense_is_the_first_one(qtbot: QtBot, tmp_path: Path) -> None:
    area = Qt.DockWidgetArea
    with running(tmp_path) as program:
        library, court, details = program.window.docks

        def rearrange() -> None:
            library.hide()
            program.window.addDockWidget(area.LeftDockWidgetArea, court)
            details.setFloating(True)

        rearrange()
        true, old = program.window.saveState(STATE_VERSION), program.window.saveState(STATE_VERSION - 1)
        for nonsense in (old, true.first(true.size() // 2), QByteArray(bytes(range(256)) * 9), "sideways", 7, ["a"]):
            rearrange()
            ini = kept(tmp_path / "other")
            ini.setValue("window/state", nonsense)
            ini.sync()
            program.window.restore(Settings(find_paths(tmp_path / "other").settings))
            assert [dock.isVisible() for dock in (library, court, details)] == [True, True, True]
            assert not details.isFloating()
            found = [program.window.dockWidgetArea(dock) for dock in (library, court, details)]
            assert found == [area.LeftDockWidgetArea, area.RightDockWidgetArea, area.RightDockWidgetArea]
            assert_usable(program)
        ini.setValue("window/state", true)
        ini.sync()
        program.window.restore(Settings(find_paths(tmp_path / "other").settings))
        assert details.isFloating()
        assert not library.isVisible()


def test_a_floating_pane_whose_screen_has_gone_is_on_one_that_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        court = program.window.docks[1]
        court.setFloating(True)
        court.setGeometry(9000, 9000, 300, 300)
        application().processEvents()
    with running(tmp_path) as program:
        assert program.window.docks[1].isFloating()
        assert_usable(program)


def test_games_that_have_gone_are_not_looked_for(qtbot: QtBot, tmp_path: Path) -> None:
    write = write_games(tmp_path / "files", 2)
    with running(tmp_path) as program:
        program.games.start(write)
        settle(program)
    ini = kept(tmp_path)
    ini.setValue("library/games", '[["shottracker", "gone"], ["nobody", "0"], [1, 2, 3], null]')
    ini.setValue("list/question", "start:steal")
    ini.sync()
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        assert program.model.rowCount() > 0
        assert len(program.window.library.chosen()) == 1
        assert program.window.filter.text() == ""
        assert program.window.possessions.bar.words == ""


def test_all_of_what_was_looked_at_is_there_again(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 2)
    with running(tmp_path) as program:
        window = program.window
        program.games.start(paths)
        settle(program)
        key = window.library.model.game_keys()[0]
        program.games.choose([key])
        settle(program)
        window.filter.setText("start:steal")
        window.filter.returnPressed.emit()
        window.docks[2].hide()
        window.facets_dock.show()
        window.resize(800, 700)
        program.courts.want(layer="density")
        program.controller.choose_columns(["number", "points", "assists"])
        settle(program)
        shown = program.model.rowCount()
    with running(tmp_path) as program:
        window = program.window
        program.games.start()
        settle(program)
        assert window.library.chosen() == [key]
        assert (window.filter.text(), program.model.question) == ("start:steal", "start:steal")
        assert program.model.rowCount() == shown > 0
        assert [field.name for field in program.model.fields] == ["number", "points", "assists"]
        assert window.court.layer.name == "density"
        assert window.size() == QSize(800, 700)
        assert not window.docks[2].isVisible()
        assert window.facets_dock.isVisible()
        window.filter.clear()
        window.filter.returnPressed.emit()
        settle(program)
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        assert program.window.filter.text() == ""


@pytest.mark.parametrize("question", ["start:(", "nobody:home"])
def test_a_kept_question_that_cannot_be_read_is_not_asked(qtbot: QtBot, tmp_path: Path, question: str) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        everything = program.model.rowCount()
    ini = kept(tmp_path)
    ini.setValue("list/question", question)
    ini.sync()
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        assert program.model.rowCount() == everything
        assert "cannot be read" not in program.window.possessions.bar.words


def test_a_question_is_not_asked_of_other_games_or_of_the_sample_league(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = write_games(tmp_path / "files", 2)
    with running(tmp_path) as program:
        program.games.start([first])
        settle(program)
        program.controller.ask("start:steal")
    with running(tmp_path) as program:
        program.games.start([second])
        settle(program)
        assert program.window.filter.text() == ""
        program.games.show_sample(load_sample(SHOTTRACKER, games=1, seed=5))
        settle(program)
        program.controller.ask("outcome:miss")
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        assert program.window.filter.text() == ""


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.booleans())
def test_a_window_is_put_where_all_of_it_is_seen(x: int, y: int, width: int, height: int, has_second: bool) -> None:
    screens = [QRect(0, 24, 1366, 744)] + [QRect(1366, -200, 1920, 1080)] * has_second
    found = fitting(QRect(x, y, width, height), screens, LEAST_SIZE)
    assert any(screen.contains(found) for screen in screens) or has_second
    assert sum(_area(screen.intersected(found)) for screen in screens) == _area(found)
    assert fitting(found, screens, LEAST_SIZE) == found
    assert found.width() >= LEAST_SIZE.width()
    assert found.height() >= LEAST_SIZE.height()


def test_a_window_that_is_seen_stays_where_it_is_also_across_two_screens() -> None:
    screens = [QRect(0, 0, 1440, 900), QRect(1440, 0, 1440, 900)]
    for place in (QRect(QPoint(), SIZE), QRect(40, 60, 900, 700), QRect(1000, 100, 1000, 700)):
        assert fitting(place, screens, LEAST_SIZE) == place
    assert fitting(QRect(QPoint(), SIZE), [QRect(0, 0, 1024, 700)], LEAST_SIZE).height() < 700
    assert fitting(QRect(0, 0, 900, 700), [], LEAST_SIZE) == QRect(0, 0, 900, 700)


def test_on_the_smallest_screen_the_status_bar_is_seen(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    small = QRect(0, 0, 800, 600)
    lower_least(window, [small, QRect(0, 0, 640, 400)])
    assert small.contains(fitting(QRect(QPoint(), SIZE), [small], window.minimumSize()))
    lower_least(window, [QRect(0, 0, 100, 100)])
    assert window.minimumHeight() == 480


def test_a_window_over_another_is_no_larger_than_the_screen(qtbot: QtBot) -> None:
    window, large = MainWindow(), MainWindow()
    for one in (window, large):
        qtbot.addWidget(one)
    large.setMinimumSize(520, 360)
    large.resize(4_000, 3_000)
    shrink_to_screen(large, window)
    screen = application().primaryScreen().availableGeometry()
    assert large.width() < screen.width()
    assert large.height() < screen.height() - 40


@pytest.mark.parametrize("has_file", [False, True])
def test_a_damaged_library_is_told_whatever_the_start_opens(qtbot: QtBot, tmp_path: Path, has_file: bool) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    paths = find_paths(tmp_path)
    paths.data.mkdir(parents=True)
    paths.library.write_bytes(b"no database" * 500)
    with running(tmp_path) as program:
        program.games.start([path] if has_file else [])
        settle(program)
        assert "The library was damaged" in program.window.possessions.bar.words


def _area(rect: QRect) -> int:
    return rect.width() * rect.height() if rect.isValid() else 0
