"""The palette of commands: what is found by which letters, and what is run."""

from __future__ import annotations

import functools
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.app import against, theme
from explorer.app.actions import COMMANDS
from explorer.app.main import Program
from explorer.app.palette_controller import NEEDS, plain
from explorer.core.court import COURTS
from explorer.core.matching import BEGINS, INSIDE, SCATTERED, STARTS, WORD, match, ranked
from explorer.core.views import BUILT_IN, View
from explorer.core.vocabulary import SHOTTRACKER
from explorer.services.annotations import open_annotations
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from explorer.widgets.palette_dialog import PaletteDialog
from explorer.widgets.tokens import DARK, LIGHT, tokens_of
from tests.window import running, settle


@functools.cache
def league() -> Selection:
    return load_sample(SHOTTRACKER, games=2, seed=5)


def opened(program: Program) -> PaletteDialog:
    program.window.actions_["palette"].trigger()
    assert program.palette.dialog.isVisible()
    return program.palette.dialog


def titles(dialog: PaletteDialog) -> list[str]:
    return [entry.title for entry in dialog.shown]


@pytest.mark.parametrize(
    ("typed", "title", "cost"),
    [
        ("sav", "Save a picture", BEGINS),
        ("pic", "Save a picture", WORD),
        ("sp", "Save a picture", STARTS),
        ("sapi", "Save a picture", STARTS),
        ("ave", "Save a picture", INSIDE),
        ("vpt", "Save a picture", SCATTERED),
        ("PICTURE save", "Save a picture", BEGINS + WORD),
        ("", "Save a picture", BEGINS),
    ],
)
def test_letters_fit_in_the_best_way_there_is(typed: str, title: str, cost: int) -> None:
    found = match(typed, title)
    assert found is not None
    assert found.cost == cost
    letters = "".join(title[place] for place in found.places).lower()
    assert sorted(letters) == sorted(typed.replace(" ", "").lower())


def test_what_fits_in_the_menu_alone_comes_after_what_fits_in_the_words() -> None:
    entries = [("Shots", "Court"), ("Lines of the court", "View"), ("Export", "File")]
    assert [number for number, _ in ranked("court", entries)] == [1, 0]
    assert match("xq", "Export", "File") is None


@given(st.text(max_size=12), st.text(max_size=20))
def test_what_fits_is_a_subsequence_and_every_subsequence_fits(typed: str, title: str) -> None:
    def lowered(text: str) -> list[str]:
        return [letter.lower()[:1] or letter for letter in text]

    def is_within(word: str) -> bool:
        letters = iter(lowered(title))
        return all(letter in letters for letter in lowered(word))

    found = match(typed, title)
    assert (found is not None) == all(is_within(word) for word in typed.split())
    if found is not None:
        assert all(0 <= place < len(title) for place in found.places)


def test_every_command_and_choice_of_the_menus_is_listed_with_its_menu_and_key(qtbot: QtBot, tmp_path: Path) -> None:
    views = open_annotations(tmp_path / "data" / "annotations.sqlite")
    views.save(View("Mine alone", "start:steal", shortcut="Ctrl+9"))
    views.close()
    with running(tmp_path) as program:
        shown = {(entry.title, entry.path): entry for entry in opened(program).shown}
        for command in COMMANDS:
            if command.name == "palette":
                continue
            entry = shown[plain(command.text), plain(command.menu)]
            assert entry.shortcut == program.window.actions_[command.name].shortcut().toString(
                program.window.actions_[command.name].shortcut().SequenceFormat.NativeText
            )
        paths = {path for _, path in shown}
        assert {"View > Theme", "Court > Compare with", "Court > Lines of the court", "Edit > Views"} <= paths
        assert {(plain(words), "View > Theme") for words in theme.THEMES.values()} <= shown.keys()
        assert {(plain(words), "Court > Compare with") for words in against.WORDS.values()} <= shown.keys()
        assert {court.league for court in COURTS} == {
            court.league for court in COURTS if (court.title, "Court > Lines of the court") in shown
        }
        assert {view.title for view in BUILT_IN} <= {title for title, _ in shown}
        assert shown["Mine alone", "Edit > Views"].shortcut == "Ctrl+9"
        assert ("Library", "View") in shown


def test_letters_arrows_and_enter_run_a_command_and_escape_runs_none(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.show_sample(league())
        settle(program)
        dialog = opened(program)
        QTest.keyClicks(dialog.field, "zones")
        assert titles(dialog)[0] == "Zones"
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        assert not dialog.isVisible()
        assert program.window.court.layer.name == "zones"
        dialog = opened(program)
        assert dialog.field.text() == ""
        assert next(entry for entry in dialog.shown if entry.title == "Zones").is_checked
        QTest.keyClicks(dialog.field, "theme")
        assert all("Theme" in entry.path for entry in dialog.shown[:3])
        wanted = titles(dialog).index("Dark")
        for _ in range(wanted):
            QTest.keyClick(dialog.field, Qt.Key.Key_Down)
        try:
            QTest.keyClick(dialog.field, Qt.Key.Key_Enter)
            assert tokens_of(program.window.palette()) is DARK
            dialog = opened(program)
            QTest.keyClicks(dialog.field, "light")
            QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
            assert not dialog.isVisible()
            assert tokens_of(program.window.palette()) is DARK
        finally:
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            theme.apply(app, "light")
        assert tokens_of(program.window.palette()) is LIGHT


def test_a_view_is_asked_by_its_first_letters(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.show_sample(league())
        settle(program)
        dialog = opened(program)
        QTest.keyClicks(dialog.field, "sit")
        assert titles(dialog)[0] == "Steals into transition"
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        settle(program)
        assert program.window.filter.text() == "start:steal transition:yes"


def test_what_cannot_be_used_says_why_and_is_not_run(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        dialog = opened(program)
        QTest.keyClicks(dialog.field, "export")
        entry = dialog.shown[0]
        assert (entry.title, entry.is_enabled, entry.reason) == ("Export", False, "choose a game first")
        assert "unavailable: choose a game first" in entry.spoken
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        assert dialog.isVisible()
        QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
        pale = {name for name, action in program.window.actions_.items() if not action.isEnabled()}
        program.games.show_sample(league())
        settle(program)
        pale |= {name for name, action in program.window.actions_.items() if not action.isEnabled()}
        assert pale <= NEEDS.keys()
        assert NEEDS.keys() <= program.window.actions_.keys()


def test_nothing_found_is_said_and_typing_is_quick(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        dialog = opened(program)
        QTest.keyClicks(dialog.field, "qqq")
        assert dialog.shown == []
        assert dialog.none.isVisible()
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        assert dialog.isVisible()
        dialog.field.clear()
        assert not dialog.none.isVisible()
        begun = time.perf_counter()
        for _ in range(10):
            QTest.keyClicks(dialog.field, "spi")
            dialog.field.clear()
        assert (time.perf_counter() - begun) / 40 < 0.05
