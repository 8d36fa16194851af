"""The window as a user meets it: first sight, opening, choosing, filtering, and what it remembers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QThread, QUrl
from PySide6.QtGui import QAction, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from explorer.app import theme
from explorer.app.main import Program
from explorer.services.library import Library
from explorer.store.games import GameStore
from explorer.widgets.tokens import DARK, tokens_of
from tests.window import application, running, settle, write_games


def rows_shown(program: Program) -> int:
    return program.model.rowCount()


def is_list_seen(program: Program) -> bool:
    return program.window.possessions.is_table_shown


def menu_of(action: QAction) -> QMenu:
    menu = action.menu()
    assert isinstance(menu, QMenu)
    return menu


def choose_row(program: Program, position: int) -> None:
    program.window.possessions.table.choose(program.model.row_at(position))
    settle(program)


def test_a_newcomer_sees_the_sample_league_and_it_is_never_kept(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        window = program.window
        assert is_list_seen(program)
        assert rows_shown(program) > 150
        assert len(window.court.shots) > 100
        assert not window.details.is_empty
        assert "made-up" in window.possessions.welcome.words
        assert len(window.library.model.game_keys()) >= 6
        window.actions_["close_sample"].trigger()
        settle(program)
        assert not is_list_seen(program)
        assert rows_shown(program) == 0
        assert window.possessions.bar.words == ""
    store = GameStore(tmp_path / "data" / "library.sqlite")
    assert store.rows() == []
    store.close()
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        assert not is_list_seen(program)


@pytest.mark.parametrize("is_ctg", [False, True])
def test_a_saved_answer_opens_and_everything_of_a_possession_is_seen(
    qtbot: QtBot, tmp_path: Path, is_ctg: bool
) -> None:
    (path,) = write_games(tmp_path / "files", 1, ctg=is_ctg)
    payload = json.loads(path.read_text())
    with running(tmp_path) as program:
        program.games.start([path])
        settle(program)
        window = program.window
        assert window.library.chosen()
        choose_row(program, 30)
        details = window.details
        assert details.table("Timeline").rows.rowCount() > 2
        assert details.table("Stats").rows.rowCount() > 20
        line_ups = details.table("Line-ups").rows
        assert line_ups.rowCount() == 5
        if is_ctg:
            row = json.loads(details.source())["possessions"][0]
            assert row in payload["markings"]["possessions"]
        else:
            source = json.loads(details.source())
            assert any(source in team["possessions"] for team in payload["teams"])
            names = {f"{p['first_name']} {p['last_name']}" for t in payload["teams"] for p in t["team_player_details"]}
            shown = {line_ups.row(i).cells[side].text for i in range(5) for side in (0, 1)}
            assert shown <= names
            attributes = details.table("Attributes").rows
            told = {attributes.row(i).cells[0].text for i in range(attributes.rowCount())}
            assert {"passes", "paint touch", "left wing", "snake", "hand-off"} <= told


def test_dropped_files_join_the_library_and_a_bad_one_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 2)
    bad = tmp_path / "files" / "broken.json"
    bad.write_text('{"teams": [')
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in [*paths, bad]])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        # Qt delivers a drop only after a drag of the platform's own, so the window's answer is called.
        program.window.dropEvent(QDropEvent(QPointF(300, 300), copy, data, left, none))
        settle(program)
        assert len(program.window.library.chosen()) == 2
        assert "broken.json" in program.window.possessions.bar.words
        assert len({*program.model.tables.possessions.game.tolist()}) == 2
        assert [field.name for field in program.model.fields][:2] == ["day", "game"]


def test_filter_list_court_and_status_never_disagree(qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        program.games.start([path])
        settle(program)
        window = program.window
        everything = rows_shown(program)
        QTest.keyClicks(window.filter, "steal")
        QTest.keyClick(window.filter, Qt.Key.Key_Return)
        settle(program)
        shown = rows_shown(program)
        assert 0 < shown < everything
        assert set(window.court.shots.possession.tolist()) <= set(program.model.rows.tolist())
        words = window.findChild(QWidget, "counted")
        assert words is not None
        assert words.property("text").startswith(f"{shown} of {everything} possessions")
        table = program.model.tables.possessions.take(program.model.rows)
        assert f"{table.points.sum() / shown:.2f} PPP" in words.property("text")
        window.filter.setText('"open')
        QTest.keyClick(window.filter, Qt.Key.Key_Return)
        assert window.filter.property("wrong") is True
        assert rows_shown(program) == shown
        window.actions_["clear_filter"].trigger()
        assert rows_shown(program) == everything
        assert window.filter.property("wrong") is False


def test_back_and_forward_through_the_questions(qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        program.games.start([path])
        settle(program)
        for question in ("steal", "steal 2PT", "miss"):
            program.controller.ask(question)
        actions = program.window.actions_
        seen = []
        for name in ("back", "back", "back", "back", "forward", "forward"):
            actions[name].trigger()
            seen.append(program.window.filter.text())
        assert seen == ["steal 2PT", "steal", "", "", "steal", "steal 2PT"]
        program.controller.ask("make")
        actions["forward"].trigger()
        assert program.window.filter.text() == "make"
        actions["back"].trigger()
        assert program.window.filter.text() == "steal 2PT"


def test_a_click_on_a_shot_chooses_its_possession(qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        program.games.start([path])
        settle(program)
        qtbot.wait(100)
        court = program.window.court
        shots = court.shots
        alone = max(
            range(len(shots)),
            key=lambda i: (
                np.sort(np.hypot(shots.x_ft - shots.x_ft[i], shots.y_ft - shots.y_ft[i]))[1] * (shots.y_ft[i] < 40)
            ),
        )
        place = court.place_of(alone)
        plot = court.childAt(place)
        assert plot is not None
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mapFrom(court, place))
        settle(program)
        current = program.window.possessions.table.currentIndex().row()
        assert program.model.row_at(current) == shots.possession[alone]


def test_walking_by_keys_and_copying(qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        program.games.start([path])
        settle(program)
        table = program.window.possessions.table
        table.setFocus()
        for _ in range(3):
            QTest.keyClick(table, Qt.Key.Key_J)
        QTest.keyClick(table, Qt.Key.Key_K)
        assert table.currentIndex().row() == 2
        program.window.actions_["next"].trigger()
        assert table.currentIndex().row() == 3
        QTest.keySequence(table, "Ctrl+C")
        lines = QGuiApplication.clipboard().text().splitlines()
        assert lines[0].startswith("number\t")
        assert lines[1].startswith("4\t")
        assert len(lines) == 2


def test_columns_sorting_and_games_are_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 3)
    with running(tmp_path) as program:
        program.games.start(paths)
        settle(program)
        key = program.window.library.model.game_keys()[1]
        program.games.choose([key])
        settle(program)
        menu = program.window.possessions.table.column_menu()
        part = next(menu_of(action) for action in menu.actions() if action.text() == "Counts")
        assists = next(action for action in part.actions() if action.data() == "assists")
        assists.trigger()
        assert "assists" in [field.name for field in program.model.fields]
        program.window.resize(800, 640)
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        assert program.window.library.chosen() == [key]
        assert "assists" in [field.name for field in program.model.fields]
        assert program.window.size().height() == 640


@pytest.mark.parametrize(
    "rubbish", [b"", b"\x00\xff" * 400, b"[window]\nstate=@ByteArray(xx)\ngeometry=7\n[list]\ncolumns=[1, 2\n"]
)
def test_a_broken_settings_file_does_no_harm(qtbot: QtBot, tmp_path: Path, rubbish: bytes) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "window.ini").write_bytes(rubbish)
    (folder / "preferences.json").write_bytes(rubbish)
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        assert rows_shown(program) > 0
        screen = application().primaryScreen().geometry()
        assert program.window.frameGeometry().intersects(screen)


def test_removing_games_leaves_the_rest(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 2)
    with running(tmp_path) as program:
        program.games.start(paths)
        settle(program)
        gone, kept = program.window.library.model.game_keys()
        program.removals.remove([gone])
        settle(program)
        assert program.window.library.model.game_keys() == [kept]
        assert program.window.library.chosen() == [kept]


def test_export_writes_what_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    target = tmp_path / "out.json"
    with running(tmp_path) as program:
        program.games.start([path])
        settle(program)
        program.controller.ask("steal")
        program.commands.exports.export_to(target)
        settle(program)
        assert len(json.loads(target.read_text())["possessions"]) == rows_shown(program)
        assert "out.json" in program.window.possessions.bar.words
        program.commands.exports.export_to(tmp_path / "out.json" / "below-a-file.csv")
        settle(program)
        assert "below-a-file.csv" in program.window.possessions.bar.words


def test_dark_is_dark_everywhere_and_live(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        before = program.window.grab().toImage()
        theme.apply(application(), "dark")
        try:
            settle(program)
            after = program.window.grab().toImage()
            for widget in (program.window, program.window.court, program.window.possessions.table):
                assert tokens_of(widget.palette()) is DARK
            place = program.window.court.mapTo(program.window, program.window.court.rect().center())
            assert after.pixelColor(place).lightness() < 100 < before.pixelColor(place).lightness()
        finally:
            theme.apply(application(), "light")


def test_every_command_is_in_a_menu_with_words_and_no_shortcut_twice(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        window = program.window
        shortcuts = [
            action.shortcut().toString() for action in window.actions_.values() if not action.shortcut().isEmpty()
        ]
        assert len(shortcuts) == len(set(shortcuts))
        for menu in map(menu_of, window.menuBar().actions()):
            letters = [
                text[text.index("&") + 1].casefold() for text in (a.text() for a in menu.actions()) if "&" in text
            ]
            assert len(letters) == len(set(letters)), menu.title()
        in_menus = {a for entry in window.menuBar().actions() for a in menu_of(entry).actions()}
        assert set(window.actions_.values()) <= in_menus
        assert all(action.toolTip() and action.text() for action in window.actions_.values())


def test_everything_that_takes_focus_has_a_name(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        nameless = [
            (type(widget).__name__, widget.objectName(), widget.parent())
            for widget in program.window.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not (widget.accessibleName() or widget.property("text") or widget.windowTitle())
            and not widget.objectName().startswith("qt_")
        ]
        assert nameless == []


def test_nothing_is_clipped_at_the_smallest_size(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start()
        settle(program)
        window = program.window
        window.resize(800, 600)
        window.arrange()
        settle(program)
        assert (window.width(), window.height()) == (800, 600)
        for pane in (window.library, window.possessions, window.court, window.details):
            assert pane.width() >= pane.minimumSizeHint().width()
            assert window.rect().contains(pane.mapTo(window, QPoint(pane.width() - 1, pane.height() - 1)))


def test_importing_never_blocks_the_window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write_games(tmp_path / "files", 6)
    on: list[bool] = []
    plain = Library.import_paths

    def watched(self: Library, *args: object, **more: object) -> object:
        on.append(_is_window_thread())
        return plain(self, *args, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(Library, "import_paths", watched)
    with running(tmp_path) as program:
        program.games.start(paths)
        settle(program)
        assert on == [False]
        assert len(program.window.library.model.game_keys()) == 6


def _is_window_thread() -> bool:
    app = QApplication.instance()
    return app is not None and QThread.currentThread() is app.thread()


def test_a_question_of_the_language_is_answered_everywhere(qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        program.games.start([path])
        settle(program)
        program.controller.ask("outcome:make_3 passes>=2 shot.made:yes shot.value:3")
        settle(program)
        table = program.model.tables.possessions.take(program.model.rows)
        assert len(table) > 0
        assert (table.passes >= 2).all()
        shots = program.window.court.shots
        assert (shots.made == 1).all()
        assert (shots.value == 3).all()
        assert set(shots.possession.tolist()) == set(program.model.rows.tolist())
        program.controller.ask("pases>=2")
        assert "passes" in program.window.possessions.bar.words
        program.controller.ask("offence:nobody")
        settle(program)
        assert not program.window.possessions.split.isVisible()


def test_shots_that_a_question_does_not_speak_of_are_pale(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        court, sample = program.window.court, program.controller.sample
        assert len(court.others) == 0
        program.controller.ask("shot.made:no fga>=2")
        settle(program)
        sample = program.controller.sample
        owners = sample.tables.shots.possession
        assert (court.shots.made == 0).all()
        assert len(court.shots) + len(court.others) == sample.rows[owners].sum()
        assert len(court.others) > 0
        assert set(court.others.possession.tolist()) <= set(court.shots.possession.tolist())
