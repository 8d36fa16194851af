"""The files opened last: kept, opened again, pale where they are gone, forgotten when asked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.app.palette_controller import plain, reason_of
from explorer.app.recent_controller import MOST
from tests.window import running, settle, write_games


def entries(program: Program) -> list[QAction]:
    """What the menu shows when it opens, without its last entry."""
    program.window.menus.recent.aboutToShow.emit()
    settle(program)
    return [action for action in program.window.menus.recent.actions() if not action.isSeparator()][:-1]


def opened(program: Program, *paths: Path) -> None:
    program.games.open_paths(list(paths))
    settle(program)


def test_what_was_opened_is_offered_the_latest_first_and_at_the_next_start(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = write_games(tmp_path / "files", 2)
    bad = tmp_path / "files" / "broken.json"
    bad.write_text("{")
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        assert entries(program) == []
        opened(program, first, bad)
        opened(program, second)
        opened(program, bad)
        assert [action.toolTip() for action in entries(program)] == [str(second), str(first)]
        opened(program, tmp_path / "files")
        opened(program, first)
        shown = [str(first), str(tmp_path / "files"), str(second)]
        assert [action.toolTip() for action in entries(program)] == shown
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        found = entries(program)
        assert [action.toolTip() for action in found] == shown
        program.removals.remove(sorted(program.games.library_keys()))
        settle(program)
        found[2].trigger()
        settle(program)
        assert len(program.games.library_keys()) == 1
        assert program.recent.paths[0] == str(second)


def test_one_that_is_gone_is_pale_until_it_is_back(qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        program.games.start([path])
        settle(program)
        body = path.read_bytes()
        path.unlink()
        (action,) = entries(program)
        assert not action.isEnabled()
        assert reason_of(action) == "it is not there any more"
        path.write_bytes(body)
        assert entries(program) == [action]
        assert action.isEnabled()


def test_only_so_many_are_kept_and_all_are_forgotten_when_asked(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "R&D", MOST + 2)
    with running(tmp_path) as program:
        program.games.start(paths)
        settle(program)
        found = entries(program)
        assert len(found) == MOST
        letters = [action.text()[action.text().index("&") + 1] for action in found]
        assert letters == [*"1234567890"]
        assert all("R&D" in plain(action.text()) for action in found)
        clear = program.window.menus.recent.actions()[-1]
        clear.trigger()
        assert entries(program) == []
        assert not program.window.menus.recent.actions()[-1].isEnabled()
        assert all(path.exists() for path in paths)


def test_the_palette_opens_one_of_them_though_the_menu_was_filled_anew_meanwhile(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = write_games(tmp_path / "files", 2)
    with running(tmp_path) as program:
        program.games.start([first])
        settle(program)
        program.palette.open()
        opened(program, second)
        opened(program, first)
        program.removals.remove(sorted(program.games.library_keys()))
        settle(program)
        dialog = program.palette.dialog
        QTest.keyClicks(dialog.field, first.name)
        assert dialog.shown[0].path == "File > Open recent"
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        settle(program)
        assert len(program.games.library_keys()) == 1


def test_nonsense_in_the_settings_is_no_recent_file(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        for nonsense in ("{", '{"a": 1}', '["", 3, null]'):
            program.settings._ini.setValue("library/recent", nonsense)
            assert program.recent.paths == []
