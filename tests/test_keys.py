"""The table of keys against the widgets: each key that is told does something, and no other does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.core.court import court_for
from explorer.core.distances import distance_codes, distances
from explorer.core.vocabulary import SHOTTRACKER
from explorer.services.sample import load_sample
from explorer.widgets import keys
from explorer.widgets.court.distance_strip import DistanceStrip
from explorer.widgets.court.step_bar import StepBar
from explorer.widgets.keys import PLACES, Place
from tests.play_pane import Clock, Pane, play_of
from tests.shots_at import shots_at
from tests.window import running, settle

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NAMED = ("Left", "Right", "Up", "Down", "Home", "End", "Space", "Return", "Enter", "Esc", "Del", "PgUp", "PgDown")
CANDIDATES: tuple[str, ...] = (
    *(f"{shift}{name}" for shift, name in product(("", "Shift+"), _NAMED)),
    *"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,",
)


def event_of(key: str) -> QKeyEvent:
    combination = QKeySequence(key, _PORTABLE)[0]  # type: ignore[index]  # the stubs leave it out
    text = key.lower() if len(key) == 1 else ""
    return QKeyEvent(QEvent.Type.KeyPress, combination.key(), combination.keyboardModifiers(), text)


def told(place: Place) -> set[str]:
    return {QKeySequence(key, _PORTABLE).toString(_PORTABLE) for one in place.keys for key in one.keys}


def taken(press: Callable[[QKeyEvent], bool]) -> set[str]:
    return {QKeySequence(key, _PORTABLE).toString(_PORTABLE) for key in CANDIDATES if press(event_of(key))}


def pressed_on(widget: QWidget) -> Callable[[QKeyEvent], bool]:
    def press(event: QKeyEvent) -> bool:
        event.setAccepted(True)
        QApplication.sendEvent(widget, event)
        return event.isAccepted()

    return press


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    with running(tmp_path) as program:
        program.games.show_sample(load_sample(SHOTTRACKER, games=2, seed=5))
        settle(program)
        yield program


def test_no_key_is_told_twice_of_a_place_and_all_can_be_read() -> None:
    for place in PLACES:
        shown = [key for one in place.keys for key in one.keys]
        assert len(shown) == len(set(shown))
        assert all(QKeySequence(key, _PORTABLE).toString(_PORTABLE) == key for key in shown), place.name
    assert len({place.name for place in PLACES}) == len(PLACES)


def test_the_path_takes_the_keys_that_are_told(qtbot: QtBot) -> None:
    bar = StepBar()
    qtbot.addWidget(bar)
    bar.show_step(2, 5, "two")
    assert taken(bar.take_key) == told(keys.PATH)


def test_play_takes_the_keys_that_are_told(qtbot: QtBot) -> None:
    pane = Pane(Clock())
    qtbot.addWidget(pane)
    pane.layer.show_play(play_of())
    # Shift with a letter or Space is taken as without: capital letters, and a second's step, are one press away.
    plain = {key for key in taken(pane.layer.bar.take_key) if not key.startswith("Shift+") or key in told(keys.PLAY)}
    assert plain == told(keys.PLAY)


def test_the_strip_of_distances_takes_the_keys_that_are_told(qtbot: QtBot) -> None:
    strip = DistanceStrip(court_for("nba", None))
    qtbot.addWidget(strip)
    strip.set_distances(distances(distance_codes(shots_at([(0.0, 10.0), (0.0, 20.0)]))))
    press = pressed_on(strip)
    found = set()
    for key in CANDIDATES:
        # There is a mark to ask for, or to give up.
        press(event_of("Right"))
        if press(event_of(key)):
            found.add(key)
    assert {key for key in found if not key.startswith("Shift+") or key in told(keys.DISTANCES)} == told(keys.DISTANCES)


def test_the_court_and_the_flow_take_the_keys_that_are_told(program: Program) -> None:
    canvas = program.window.court.canvas
    found = set()
    for key in CANDIDATES:
        pressed_on(canvas)(event_of("Down"))
        if pressed_on(canvas)(event_of(key)):
            found.add(key)
        settle(program)
    assert {key for key in found if not key.startswith("Shift+")} == told(keys.COURT)
    flow = program.window.possessions.flow
    assert {key for key in taken(pressed_on(flow)) if not key.startswith("Shift+")} == told(keys.FLOW)
    settle(program)


def test_the_list_walks_by_the_keys_that_are_told(program: Program) -> None:
    table = program.window.possessions.table
    rows = program.model.rowCount()
    places = {"J": 11, "Down": 11, "K": 9, "Up": 9, "Home": 0, "End": rows - 1}
    for key, place in places.items():
        table.choose(program.model.row_at(10))
        table._typed_s = 0.0  # The letters of one test are no word.
        pressed_on(table)(event_of(key))
        assert table.currentIndex().row() == place, key
    assert set(places) | {"Ctrl+C"} == told(keys.LIST)


def test_what_is_a_shortcut_of_a_widget_is_told(program: Program) -> None:
    window = program.window

    def own(widget: QWidget) -> set[str]:
        found = {one.key().toString(_PORTABLE) for one in widget.findChildren(QShortcut)}
        for action in widget.actions():
            if action.shortcutContext() != Qt.ShortcutContext.WindowShortcut:
                found |= {one.toString(_PORTABLE) for one in action.shortcuts()[:1]}
        return found - {""}

    assert own(window.filter) == told(keys.FILTER) - {"Return", "Enter", "Down"}
    assert own(window.possessions.table) == {"Ctrl+C"}
    assert own(window.possessions.breakdown.table) == told(keys.GROUPS) - {"Return", "Enter"}
    assert own(window.library.tree) == told(keys.LIBRARY)
