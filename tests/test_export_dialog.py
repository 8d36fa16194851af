"""The dialog of an export: its fields agree with each other, and what it asks for is what is written."""

import csv
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from explorer.app import export_controller
from explorer.core import query
from explorer.jobs.runner import Job, Lane
from explorer.services.export import FORMATS, export
from explorer.services.sheets import SHEETS
from explorer.widgets.export_dialog import ExportChoice, ExportDialog, FormatChoice, SheetChoice
from tests.window import running, settle, write_games

KINDS = [FormatChoice(suffix, kind.title, kind.holds_many, kind.can_be_parted) for suffix, kind in FORMATS.items()]


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ExportDialog:
    made = ExportDialog(KINDS, tmp_path)
    qtbot.addWidget(made)
    made.offer([SheetChoice(name, sheet.singular, 1000 + len(name)) for name, sheet in SHEETS.items()])
    return made


def button(dialog: ExportDialog, words: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text().replace("&", "") == words)


def choose(combo: QComboBox, words: str) -> None:
    combo.setCurrentIndex(next(i for i in range(combo.count()) if combo.itemText(i).startswith(words)))


def type_path(dialog: ExportDialog, text: str) -> None:
    dialog.path.setText(text)
    dialog.path.textEdited.emit(text)


def test_a_name_is_made_up_from_what_is_chosen_until_the_user_gives_one(dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.choice == ExportChoice(("possessions",), tmp_path / "possessions.csv", False)
    choose(dialog.what, "Shots")
    choose(dialog.format, "JSON")
    assert dialog.choice.path == tmp_path / "shots.json"
    type_path(dialog, "mine.json")
    choose(dialog.what, "Events")
    assert dialog.choice == ExportChoice(("events",), tmp_path / "mine.json", False)
    choose(dialog.format, "CSV")
    assert dialog.choice.path == tmp_path / "mine.csv"
    type_path(dialog, "other.PARQUET")
    assert dialog.format.currentText().startswith("Parquet")
    type_path(dialog, "version 1.2")
    assert dialog.choice.path == tmp_path / "version 1.2.parquet"
    type_path(dialog, "")
    assert dialog.choice.path == tmp_path / "events.parquet"
    # As far as every path has been typed at first.
    root = tmp_path.anchor
    type_path(dialog, root)
    assert dialog.choice.path == Path(root) / "events.parquet"


def test_only_what_goes_together_can_be_chosen(dialog: ExportDialog) -> None:
    choose(dialog.what, "All")
    assert dialog.format.currentText().startswith("JSON")
    assert dialog.choice.what == tuple(SHEETS)
    choose(dialog.format, "CSV")
    assert dialog.choice.what == ("possessions",)
    assert not dialog.partition.isEnabled()
    dialog.partition.setChecked(True)
    for words, is_partitioned in (("Parquet", True), ("JSON", False), ("CSV", False), ("Parquet", True)):
        choose(dialog.format, words)
        assert dialog.choice.is_partitioned is is_partitioned
        assert dialog.partition.isEnabled() is is_partitioned
    choose(dialog.what, "All")
    type_path(dialog, "a.csv")
    assert dialog.choice.what == ("possessions",)


def test_new_numbers_leave_what_was_chosen(dialog: ExportDialog) -> None:
    choose(dialog.what, "Shots")
    dialog.offer([SheetChoice(name, sheet.singular, 1) for name, sheet in SHEETS.items()])
    assert dialog.choice.what == ("shots",)
    assert dialog.what.currentText() == "Shots (1)"
    assert dialog.rows_of(["shots", "events"]) == "1 shot, 1 event"


def test_what_takes_the_focus_has_a_name_and_enter_exports(dialog: ExportDialog, qtbot: QtBot) -> None:
    for kind in (QComboBox, QLineEdit):
        fields: list[QWidget] = dialog.findChildren(kind)
        assert fields
        assert all(field.accessibleName() for field in fields)
    assert button(dialog, "Export").isDefault()
    dialog.say("No.", is_possible=False, is_replacing=False)
    assert not button(dialog, "Export").isEnabled()
    dialog.say("Yes.", is_possible=True, is_replacing=True)
    with qtbot.waitSignal(dialog.export_asked) as asked:
        button(dialog, "Replace").click()
    assert asked.args == [dialog.choice]


def test_the_window_writes_what_the_dialog_asks_for(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 1)
    target = tmp_path / "out" / "shots.csv"
    with running(tmp_path / "base") as program:
        program.window.actions_["export"].trigger()
        program.games.start(paths)
        settle(program)
        exports, bar = program.commands.exports, program.window.possessions.bar
        program.controller.ask("period:Q1")
        program.window.actions_["export"].trigger()
        dialog = exports.dialog
        assert dialog.isVisible()
        shown = dialog.what.currentText()
        program.controller.ask("shot.made:yes period:Q1")
        assert dialog.what.currentText() != shown
        choose(dialog.what, "Shots")
        type_path(dialog, str(target))
        button(dialog, "Export").click()
        settle(program)
        assert not dialog.isVisible()
        selection = program.controller.selection
        assert selection is not None
        asked = query.parse("shot.made:yes period:Q1")
        expected = int(query.shots(asked, selection.tables, selection.book).sum())
        assert bar.words == f"{expected} shots written to {target}."
        lines = [line for line in target.read_text("utf-8").split("\n") if not line.startswith("# ")]
        assert {row["made"] for row in csv.DictReader(lines)} == {"yes"}
        assert "# filter: shot.made:yes period:Q1\n" in target.read_text("utf-8")

        program.window.actions_["export"].trigger()
        assert button(dialog, "Replace").isEnabled()
        type_path(dialog, str(tmp_path / "out"))
        choose(dialog.format, "JSON")
        choose(dialog.what, "All")
        assert dialog.choice.path == tmp_path / "out.json"
        button(dialog, "Export").click()
        settle(program)
        assert set(SHEETS) <= set(json.loads((tmp_path / "out.json").read_text("utf-8")))
        assert "and more written to" in bar.words

        program.window.actions_["export"].trigger()
        type_path(dialog, str(tmp_path / "off.csv"))
        # The lane is held up, so that the export is called off before it begins.
        go_on = threading.Event()
        held = Job("Waiting", lambda token, tell: go_on.wait(10), lambda came: None, lambda error: None)
        program.runner.submit(Lane.WORK, held)
        button(dialog, "Export").click()
        for job in program.runner.jobs(Lane.WORK):
            if job is not held:
                job.token.cancel()
        go_on.set()
        settle(program)
        assert "called off" in bar.words
        assert not (tmp_path / "off.csv").exists()

        program.window.actions_["export"].trigger()
        (tmp_path / "folder.csv").mkdir()
        type_path(dialog, str(tmp_path / "folder.csv"))
        assert not button(dialog, "Export").isEnabled()
        type_path(dialog, "~nobody-of-that-name/a.csv")
        assert button(dialog, "Export").isEnabled()
        program.controller.show_nothing()
        assert not dialog.isVisible()


def test_an_export_that_is_called_off_too_late_says_that_it_is_written(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    to = tmp_path / "late.csv"
    with running(tmp_path / "base") as program:
        program.games.start([path])
        settle(program)

        def write(*arguments: Any) -> int:
            rows = export(*arguments)
            (job,) = program.runner.jobs(Lane.WORK)
            job.token.cancel()
            return rows

        monkeypatch.setattr(export_controller, "export", write)
        program.commands.exports.export_to(to)
        settle(program)
        assert program.window.possessions.bar.words.endswith(f"written to {to}.")
        assert to.exists()
