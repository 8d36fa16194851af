"""Saved views and left-out possessions in the window: what is kept, chosen again, undone, and said."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.core.definitions import Definitions
from explorer.core.tabulate import tabulate
from explorer.core.views import ORDER_OF_PLAY, View
from explorer.core.vocabulary import SHOTTRACKER
from explorer.paths import find_paths
from explorer.services.annotations import open_annotations
from explorer.services.fetching import Fetched, Request
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from explorer.widgets.save_view_dialog import SaveViewDialog
from explorer.widgets.shortcut_edit import refusal
from explorer.widgets.views_dialog import ViewsDialog
from tests.window import application, running, settle, write_games

DESCENDING = Qt.SortOrder.DescendingOrder


@functools.cache
def league() -> Selection:
    return load_sample(SHOTTRACKER, games=2, seed=5)


@contextlib.contextmanager
def looking(folder: Path) -> Iterator[Program]:
    """A program that looks at a game of the sample league."""
    with running(folder) as program:
        program.games.show_sample(league())
        settle(program)
        yield program


def saving(program: Program) -> SaveViewDialog:
    program.window.actions_["save_view"].trigger()
    return next(d for d in program.window.findChildren(SaveViewDialog) if d.isVisible())


def managing(program: Program) -> ViewsDialog:
    program.window.actions_["manage_views"].trigger()
    return next(d for d in program.window.findChildren(ViewsDialog) if d.isVisible())


def save_button(dialog: SaveViewDialog) -> bool:
    box = dialog.findChild(QDialogButtonBox)
    assert isinstance(box, QDialogButtonBox)
    return box.button(QDialogButtonBox.StandardButton.Save).isEnabled()


def rename(dialog: ViewsDialog, title: str) -> None:
    item = dialog.list.currentItem()
    assert item is not None
    item.setText(0, title)


def own(program: Program) -> list[str]:
    return [action.text() for action in program.window.menus.views.own]


def test_a_view_brings_back_what_was_looked_at(qtbot: QtBot, tmp_path: Path) -> None:
    with looking(tmp_path) as program:
        window, model = program.window, program.model
        program.controller.ask("outcome:miss")
        program.controller.choose_columns(["number", "start", "margin"])
        model.set_sorting("margin", DESCENDING)
        window.possessions.breakdown.show_field("outcome")
        rows = model.rows.tolist()
        dialog = saving(program)
        assert not save_button(dialog)
        dialog.name.setText("  Misses & more ")
        dialog.shortcut.keys.setKeySequence(QKeySequence("Ctrl+1"))
        for tick in dialog.ticks.values():
            tick.setChecked(True)
        assert save_button(dialog)
        dialog.save_asked.emit(dialog.view)
        assert not dialog.isVisible()
        assert own(program) == ["Misses && more"]

        program.controller.ask("steal")
        program.controller.choose_columns(["number", "clock"])
        window.possessions.breakdown.show_field("period")
        QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        settle(program)
        assert window.filter.text() == "outcome:miss"
        assert [field.name for field in model.fields] == ["number", "start", "margin"]
        assert model.sorting == ("margin", DESCENDING)
        assert model.rows.tolist() == rows
        header = window.possessions.table.horizontalHeader()
        assert (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (2, DESCENDING)
        assert window.possessions.breakdown.by == ("outcome",)
        program.controller.go(-1)
        assert window.filter.text() == "steal"
    with looking(tmp_path) as program:
        assert own(program) == ["Misses && more"]


def test_what_is_not_ticked_stays_as_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    with looking(tmp_path) as program:
        model = program.model
        program.controller.ask("steal")
        dialog = saving(program)
        dialog.name.setText("Steals")
        assert dialog.view == View("Steals", "steal")
        dialog.ticks["sort"].setChecked(True)
        assert dialog.view == View("Steals", "steal", sort=ORDER_OF_PLAY)
        dialog.save_asked.emit(dialog.view)
        program.controller.ask("")
        program.controller.choose_columns(["number", "points"])
        model.set_sorting("points", DESCENDING)
        program.window.menus.views.own[0].trigger()
        assert model.question == "steal"
        assert [field.name for field in model.fields] == ["number", "points"]
        assert model.sorting[0] == ""
        # A sorting shows the column that it is by, since no heading could undo it otherwise.
        program.views.apply(View("Late", "", sort="left"))
        assert [field.name for field in model.fields] == ["number", "points", "left"]
        assert model.sorting[0] == "left"
        program.views.apply(View("From another version", "", columns=("no such field",), breakdown=("gone",)))
        assert [field.name for field in model.fields] == ["number", "points", "left"]


def test_definitions_are_kept_with_a_view_and_in_force_again_with_it(qtbot: QtBot, tmp_path: Path) -> None:
    with looking(tmp_path) as program:
        program.definitions.choose(Definitions(garbage_time="ctg", transition_s=6))
        dialog = saving(program)
        dialog.name.setText("By its rule")
        dialog.ticks["definitions"].setChecked(True)
        dialog.save_asked.emit(dialog.view)
        program.definitions.choose(Definitions())
        program.window.menus.views.own[0].trigger()
        settle(program)
        assert program.definitions.definitions == Definitions(garbage_time="ctg", transition_s=6)
        assert program.model.tables.definitions == program.definitions.definitions


def test_a_view_of_the_same_name_is_replaced_after_asking(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *words: answers.pop(0))
    with looking(tmp_path) as program:
        for question in ("steal", "block", "rebound"):
            program.controller.ask(question)
            dialog = saving(program)
            dialog.name.setText("Mine")
            dialog.save_asked.emit(dialog.view)
            tips = [action.statusTip() for action in program.window.menus.views.own]
            assert tips == [{"steal": "steal", "block": "steal", "rebound": "rebound"}[question]]
            assert dialog.isVisible() is (question == "block")
            dialog.close()
        assert answers == []


def test_views_are_managed(qtbot: QtBot, tmp_path: Path) -> None:
    with contextlib.closing(open_annotations(find_paths(tmp_path).annotations)) as annotations:
        for title, keys in (("A", "Ctrl+1"), ("B", ""), ("C", "Ctrl+E")):
            annotations.save(View(title, "steal", shortcut=keys))
    with looking(tmp_path) as program:
        # Ctrl+E is the export's: a view that has it by now gets none.
        assert [a.shortcut().toString() for a in program.window.menus.views.own] == ["Ctrl+1", "", ""]
        dialog = managing(program)
        dialog.buttons["down"].click()
        assert own(program) == ["B", "A", "C"]
        assert dialog.chosen is not None
        assert dialog.chosen.title == "A"
        rename(dialog, "b")
        assert own(program) == ["B", "A", "C"]
        rename(dialog, "Other")
        assert own(program) == ["B", "Other", "C"]
        dialog.shortcut.keys.setKeySequence(QKeySequence("Ctrl+L"))
        assert "Filter" in dialog.shortcut.refusal
        assert program.window.menus.views.own[1].shortcut().toString() == "Ctrl+1"
        dialog.shortcut.keys.setKeySequence(QKeySequence("Ctrl+2"))
        assert program.window.menus.views.own[1].shortcut().toString() == "Ctrl+2"
        dialog.shortcut.keys.clear()
        assert program.window.menus.views.own[1].shortcut().isEmpty()
        for _ in range(3):
            dialog.buttons["remove"].click()
        assert own(program) == []
        assert not dialog.buttons["remove"].isEnabled()
        dialog.close()


@pytest.mark.parametrize(
    ("keys", "reason"),
    [("Ctrl+E", "Export"), ("J", "typing"), ("Shift+K", "typing"), ("Ctrl+J", ""), ("F7", ""), ("", "")],
)
def test_a_key_is_refused_with_the_reason(keys: str, reason: str) -> None:
    found = refusal(keys, {"Ctrl+E": "Export"})
    assert (reason in found) if reason else not found


# Leaving out


def choose(program: Program, *positions: int) -> list[int]:
    """Choose the rows shown at some positions; returns their rows in the tables."""
    table = program.window.possessions.table
    table.choose(program.model.row_at(positions[0]))
    for position in positions[1:]:
        flags = table.selectionModel().SelectionFlag.Select | table.selectionModel().SelectionFlag.Rows
        table.selectionModel().select(program.model.index(position, 0), flags)
    rows: list[int] = table.chosen_rows().tolist()
    return rows


def test_leaving_out_and_taking_back(qtbot: QtBot, tmp_path: Path) -> None:
    with looking(tmp_path) as program:
        window, model = program.window, program.model
        leave_out, note = window.actions_["leave_out"], program.left_out.note
        groups = window.possessions.breakdown.table.model()
        everything, shots = model.rowCount(), len(window.court.shots)

        def parted() -> int:
            return sum(int(str(groups.index(row, 1).data()).replace(",", "")) for row in range(groups.rowCount() - 1))

        assert parted() == everything
        assert not note.isVisible()
        rows = choose(program, 4, 5, 9)
        assert len(rows) == 3
        after = model.row_at(6)
        gone = int(sum(row in rows for row in model.tables.shots.possession.tolist()))
        leave_out.trigger()
        settle(program)
        assert model.rowCount() == parted() == everything - 3
        assert len(window.court.shots) == shots - gone
        assert note in window.statusBar().findChildren(type(note))
        assert (note.isVisible(), note.text()) == (True, "3 left out")
        assert program.controller.chosen == after
        assert program.controller.selection is not None
        assert program.controller.selection.tables is model.tables

        note.click()
        assert model.rows.tolist() == rows
        choose(program, 0)
        assert leave_out.isChecked()
        leave_out.trigger()
        assert model.rows.tolist() == rows[1:]
        assert note.text() == "2 left out"
        window.actions_["take_back"].trigger()
        assert (program.controller.question, model.rowCount()) == ("", everything)
        assert not note.isVisible()
        assert not window.actions_["take_back"].isEnabled()
        assert not window.actions_["show_left_out"].isEnabled()


def test_what_is_left_out_is_undone_given_a_reason_and_kept(qtbot: QtBot, tmp_path: Path) -> None:
    with looking(tmp_path) as program:
        rows = choose(program, 0, 1)
        keys = [int(key) for key in program.model.tables.possessions.key[rows]]
        leave_out = program.window.actions_["leave_out"]
        leave_out.trigger()
        bar = program.window.possessions.bar
        assert bar.words == "2 possessions are left out and count nowhere."
        undo = next(button for button in bar._buttons if button.text() == "&Undo")
        undo.click()
        assert program.model.row_at(0) == rows[0]
        choose(program, 0, 1)
        leave_out.trigger()
        program.left_out.give_reason(keys, "clock runs on")
        assert "2 for “clock runs on”" in program.left_out.note.toolTip()
    with looking(tmp_path) as program:
        settle(program)
        assert program.left_out.note.text() == "2 left out"
        # A finding leads to its possession, left out or not.
        program.controller.choose_key(keys[1])
        assert program.controller.question == "left_out:yes"
        assert program.controller.chosen == rows[1]


def test_a_file_that_cannot_be_written_is_told_and_nothing_seems_done(qtbot: QtBot, tmp_path: Path) -> None:
    with looking(tmp_path) as program:
        path = find_paths(tmp_path).annotations
        path.mkdir(parents=True)
        before = program.model.rows.tolist()
        choose(program, 0)
        program.window.actions_["leave_out"].trigger()
        assert str(path) in program.window.possessions.bar.words
        assert program.model.rows.tolist() == before
        assert not program.window.actions_["leave_out"].isChecked()
        dialog = saving(program)
        dialog.name.setText("Kept nowhere")
        dialog.save_asked.emit(dialog.view)
        assert dialog.isVisible()
        assert own(program) == []
        dialog.close()


def test_a_damaged_file_is_told_when_games_are_looked_at(qtbot: QtBot, tmp_path: Path) -> None:
    path = find_paths(tmp_path).annotations
    path.parent.mkdir(parents=True)
    path.write_bytes(b"damaged")
    with looking(tmp_path) as program:
        application().processEvents()
        assert "a new one is begun" in program.window.possessions.bar.words


def test_a_game_that_goes_on_under_another_id_takes_it_along(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        (loaded,) = program.library.load([row.key for row in program.library.rows()]).games
        game = loaded.details().game
        old = replace(game, game_id="made until now")
        with contextlib.closing(open_annotations(find_paths(tmp_path).annotations)) as annotations:
            annotations.leave_out(tabulate(old), [2], "why")
        program.left_out.read()
        assert not program.left_out.note.isVisible()
        request = Request(game.source, game.game_id)
        program.fetches.fetched.emit(Fetched(request, game.key, False, (), (), old.key))
        settle(program)
        assert program.left_out.note.text() == "1 left out"
        assert program.model.row_at(2) == 3
