"""The dialog of preferences: made from its table, done at once, kept, and in step with the menus."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from explorer.app import theme
from explorer.app.keys_controller import DEFAULT_HOSTS
from explorer.app.main import Program
from explorer.app.preferences_table import SETTINGS
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.paths import find_paths
from explorer.services.preferences import CHOICES, Preferences, read_preferences
from explorer.widgets.definitions_dialog import DefinitionsDialog
from explorer.widgets.keys_dialog import KeysDialog
from explorer.widgets.preferences_dialog import Control, PreferencesDialog
from explorer.widgets.tokens import DARK, LIGHT, tokens_of
from tests.window import application, running, settle, write_games


def opened(program: Program) -> PreferencesDialog:
    program.window.actions_["preferences"].trigger()
    assert program.preferences.dialog.isVisible()
    return program.preferences.dialog


def combo(dialog: PreferencesDialog, name: str) -> QComboBox:
    found = dialog.control(name)
    assert isinstance(found, QComboBox)
    return found


def line(dialog: PreferencesDialog, name: str) -> QLineEdit:
    found = dialog.control(name)
    assert isinstance(found, QLineEdit)
    return found


def choose(dialog: PreferencesDialog, name: str, value: str) -> None:
    box = combo(dialog, name)
    box.setCurrentIndex(box.findData(value))


def type_into(dialog: PreferencesDialog, name: str, words: str) -> None:
    field = line(dialog, name)
    field.selectAll()
    QTest.keyClicks(field, words) if words else QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)


def kept(folder: Path) -> Preferences:
    return read_preferences(find_paths(folder).preferences)


def test_every_preference_has_a_setting_with_exactly_its_choices_and_words() -> None:
    by_name = {one.name: one for one in SETTINGS}
    assert len(by_name) == len(SETTINGS)
    assert {spec.name for spec in fields(Preferences)} <= by_name.keys()
    for name, values in CHOICES.items():
        assert set(by_name[name].choices) == set(values)
    for one in SETTINGS:
        assert one.tip.endswith(".")
        assert one.title or one.words
        assert bool(one.choices) == (one.control in (Control.CHOICE, Control.TICK))
    letters = [text[text.index("&") + 1].lower() for one in SETTINGS for text in (one.title, one.words) if "&" in text]
    assert len(letters) == len(set(letters)) == len(SETTINGS)


def test_every_choice_holds_at_once_and_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        dialog = opened(program)
        try:
            choose(dialog, "theme", "dark")
            assert tokens_of(program.window.palette()) is DARK
            assert kept(tmp_path).theme == "dark"
            choose(dialog, "theme", "light")
            assert tokens_of(program.window.palette()) is LIGHT
        finally:
            theme.apply(application(), "light")
        choose(dialog, "follow_s", "300")
        assert kept(tmp_path).follow_s == "300"
        tick = dialog.control("network")
        assert isinstance(tick, QCheckBox)
        tick.click()
        assert program.fetches.fetcher.is_offline
        assert program.window.actions_["offline"].isChecked()
        assert kept(tmp_path).network == "offline"
        choose(dialog, "small_n", "100")
        assert program.breakdowns.small_n == 100
    with running(tmp_path, kept(tmp_path)) as program:
        dialog = opened(program)
        assert combo(dialog, "small_n").currentData() == "100"
        assert combo(dialog, "follow_s").currentData() == "300"
        tick = dialog.control("network")
        assert isinstance(tick, QCheckBox)
        assert tick.isChecked()


def test_the_menus_and_the_dialog_follow_each_other(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        dialog = opened(program)
        choose(dialog, "follow_s", "30")
        every = {" > ".join(path): action for path, action in program.palette.commands() if action.isChecked()}
        assert every["Game > Follow every"].data() == "30"
        program.window.menus.interval_chosen.emit("300")
        assert combo(dialog, "follow_s").currentData() == "300"
        program.window.actions_["offline"].trigger()
        tick = dialog.control("network")
        assert isinstance(tick, QCheckBox)
        assert tick.isChecked()
        program.window.possessions.breakdown.small_n_chosen.emit(50)
        assert combo(dialog, "small_n").currentData() == "50"
        choose(dialog, "small_n", "0")
        assert program.window.possessions.breakdown._choice("small_n") == "0"


def test_an_address_is_asked_from_now_on_unless_it_is_none(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        keys = program.keys.dialog
        dialog = opened(program)
        type_into(dialog, "ctg_host", "https://ctg.example.org/pro")
        assert program.fetches.fetcher.hosts.ctg == "https://ctg.example.org/pro"
        assert kept(tmp_path).ctg_host == "https://ctg.example.org/pro"
        page = keys.page(CTG).findChildren(QLineEdit)
        assert "https://ctg.example.org/pro" in [field.text() for field in page]
        type_into(dialog, "shottracker_host", "http://far.example.org")
        assert "only https is safe" in dialog.note("shottracker_host")
        assert line(dialog, "shottracker_host").text() == "http://far.example.org"
        assert program.fetches.fetcher.hosts.shottracker == DEFAULT_HOSTS[SHOTTRACKER]
        assert kept(tmp_path).shottracker_host == ""
        type_into(dialog, "ctg_host", "")
        assert program.fetches.fetcher.hosts.ctg == DEFAULT_HOSTS[CTG]
        assert kept(tmp_path).ctg_host == ""


def test_the_preferred_source_is_shown_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    paths = [*write_games(tmp_path / "st", 1), *write_games(tmp_path / "ctg", 1, ctg=True)]
    with running(tmp_path) as program:
        program.games.start(paths)
        settle(program)
        program.games.choose(sorted(program.games.library_keys()))
        settle(program)

        def shown() -> set[str]:
            assert program.controller.selection is not None
            return {loaded.info.key[0] for loaded in program.controller.selection.games}

        assert shown() == {SHOTTRACKER}
        choose(opened(program), "preferred_source", CTG)
        settle(program)
        assert shown() == {CTG}
        assert kept(tmp_path).preferred_source == CTG


def test_the_cache_tells_its_size_and_can_be_cleared(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "joined"
    folder.mkdir(parents=True)
    (folder / "some.columns").write_bytes(bytes(2_300_000))
    (folder / "of another program").write_bytes(b"stays")
    with running(tmp_path) as program:
        dialog = opened(program)
        assert "2.3 MB in " in dialog.note("cache")
        assert str(tmp_path / "cache") in dialog.note("cache")
        button = dialog.control("cache")
        assert isinstance(button, QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert dialog.note("cache").startswith("Empty: ")
        assert [path.name for path in folder.iterdir()] == ["of another program"]


@pytest.mark.parametrize(("name", "kind"), [("definitions", DefinitionsDialog), ("keys", KeysDialog)])
def test_a_button_opens_the_dialog_that_it_names(qtbot: QtBot, tmp_path: Path, name: str, kind: type[QWidget]) -> None:
    with running(tmp_path) as program:
        button = opened(program).control(name)
        assert isinstance(button, QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        settle(program)
        assert [found.isVisible() for found in program.window.findChildren(kind)] == [True]
