"""The window and every dialog for those who use keys alone or hear instead of see: names, shortcuts, mnemonics, Tab."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.app.reading_order import _rows, reading_order
from explorer.core.views import View
from explorer.core.vocabulary import SHOTTRACKER
from explorer.services.annotations import open_annotations
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from tests.spoken_cells import silent_cells, tabs_of, views_in
from tests.window import DIALOGS, application, running, settle

_MOST_TABS = 300


@functools.cache
def league() -> Selection:
    return load_sample(SHOTTRACKER, games=2, seed=5)


@pytest.fixture(scope="module")
def the_program(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    folder = tmp_path_factory.mktemp("accessibility")
    views = open_annotations(folder / "data" / "annotations.sqlite")
    views.save(View("Mine alone", "start:steal", shortcut="Ctrl+9"))
    views.close()
    with running(folder) as program:
        program.games.show_sample(league())
        settle(program)
        yield program


@pytest.fixture
def program(qtbot: QtBot, the_program: Program) -> Iterator[Program]:
    """The one program of this file, without a dialog before and after."""
    yield the_program
    for one in QApplication.topLevelWidgets():
        if one.isVisible() and one is not the_program.window:
            one.close()
    settle(the_program)


def top(program: Program) -> QWidget:
    return program.window


def of_command(name: str) -> Callable[[Program], QWidget]:
    """The dialog that a command opens."""

    def opened(program: Program) -> QWidget:
        before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
        program.window.actions_[name].trigger()
        settle(program)
        (found,) = {one for one in QApplication.topLevelWidgets() if one.isVisible()} - before
        return found

    return opened


def with_everything(program: Program) -> QWidget:
    """The window with every pane open, a comparison, and the strips of the court."""
    window = program.window
    for dock in (*window.docks, window.findings_dock, window.facets_dock):
        dock.show()
    for name in ("compare", "distances"):
        window.actions_[name].trigger()
    settle(program)
    return window


PLACES: dict[str, Callable[[Program], QWidget]] = {
    "window": top,
    "window with everything": with_everything,
    **{name: of_command(name) for name in DIALOGS},
}
each_place = pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())


def focusable(top: QWidget) -> list[QWidget]:
    """What Tab can reach: seen, usable, and asking for it."""
    return [
        widget
        for widget in top.findChildren(QWidget)
        if widget.isVisibleTo(top)
        and widget.window() is top.window()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def told(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r} {widget.accessibleName()!r} in {widget.parent()!r}"


def name_of(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip() if found is not None else ""


@each_place
def test_everything_has_a_name_is_reached_once_by_tab_and_has_a_letter_of_its_own(
    program: Program, place: Callable[[Program], QWidget]
) -> None:
    top = place(program)
    widgets = focusable(top)
    assert widgets
    assert [told(widget) for widget in widgets if not name_of(widget) or "&" in name_of(widget)] == []
    walked = walk(top, widgets[0])
    assert [told(widget) for widget, count in Counter(walked).items() if count > 1] == []
    missed = [widget for widget in widgets if widget not in walked and not _is_of_a_group(widget, walked)]
    assert [told(widget) for widget in missed] == []
    assert [f"{told(one)} after {told(before)}" for before, one in backwards(top, walked)] == []
    if isinstance(top, QDialog):
        assert twice(letters(texts_of(top))) == []


def walk(top: QWidget, begun: QWidget) -> list[QWidget]:
    """Everything that Tab comes by, from a widget on until it is there again."""
    top.activateWindow()
    application().processEvents()
    begun.setFocus(Qt.FocusReason.TabFocusReason)
    walked: list[QWidget] = []
    for _ in range(_MOST_TABS):
        now = application().focusWidget()
        assert now is not None
        if len(walked) > 1 and now is walked[0]:
            break
        if now not in walked[-1:]:
            # The parts of a date and the links of a page are gone through inside of one widget.
            walked.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return walked


def backwards(top: QWidget, walked: list[QWidget]) -> list[tuple[QWidget, QWidget]]:
    """The steps of a walk that lead up, or to the left along a row; up is allowed to what lies right of it all.

    Going round leads back once.
    """
    places = {widget: QRect(widget.mapTo(top, QPoint()), widget.size()) for widget in walked}
    found = []
    for before, after in zip(walked, [*walked[1:], walked[0]], strict=True):
        old, new = places[before], places[after]
        is_up = new.bottom() <= old.top() and new.left() < old.right()
        is_left = new.right() <= old.left() and new.center().y() <= old.bottom() and old.center().y() <= new.bottom()
        if (is_up or is_left) and not before.isAncestorOf(after):
            found.append((before, after))
    return found[1:] if len(found) == 1 else found


def texts_of(top: QDialog) -> list[str]:
    """The texts of a dialog whose underlined letters are keys."""
    seen = [one for one in top.findChildren(QWidget) if one.isVisibleTo(top)]
    texts = [one.text() for one in seen if isinstance(one, QAbstractButton)]
    texts += [one.text() for one in seen if isinstance(one, QLabel) and one.buddy() is not None]
    bars = [one for one in seen if isinstance(one, QTabBar)]
    return [*texts, *(bar.tabText(tab) for bar in bars for tab in range(bar.count()))]


def _is_of_a_group(widget: QWidget, walked: list[QWidget]) -> bool:
    """Whether arrows reach it from a button of its group that Tab reaches."""
    return (
        isinstance(widget, QAbstractButton)
        and widget.group() is not None
        and any(isinstance(other, QAbstractButton) and other.group() is widget.group() for other in walked)
    )


def menus_of(program: Program) -> Iterator[tuple[str, QMenu]]:
    def below(menu: QMenu, path: str) -> Iterator[tuple[str, QMenu]]:
        menu.aboutToShow.emit()
        yield path, menu
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                yield from below(inner, f"{path} > {inner.title()}")

    for entry in program.window.menuBar().actions():
        menu = entry.menu()
        assert isinstance(menu, QMenu)
        yield from below(menu, menu.title())


def letters(texts: list[str]) -> list[str]:
    found = [QKeySequence.mnemonic(text.replace("&&", "")).toString() for text in texts]
    return [one for one in found if one]


def twice(found: list[str]) -> list[str]:
    return [one for one, count in Counter(found).items() if count > 1]


def test_no_letter_stands_twice_in_a_menu_and_the_menus_of_panes(program: Program) -> None:
    faults = {path: twice(letters([action.text() for action in menu.actions()])) for path, menu in menus_of(program)}
    bar = twice(letters([action.text() for action in program.window.menuBar().actions()]))
    assert {path: found for path, found in {**faults, "bar": bar}.items() if found} == {}
    others = [menu for menu in program.window.findChildren(QMenu) if menu.actions()]
    assert [menu.title() for menu in others if twice(letters([action.text() for action in menu.actions()]))] == []


def test_no_shortcut_of_the_window_is_used_twice(program: Program) -> None:
    window = program.window
    found: dict[str, set[str]] = {}
    for action in window.findChildren(QAction):
        if action.shortcutContext() in (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut):
            for keys in action.shortcuts():
                found.setdefault(keys.toString(), set()).add(action.text())
    for shortcut in window.findChildren(QShortcut):
        if shortcut.context() == Qt.ShortcutContext.WindowShortcut and shortcut.parent() is window:
            found.setdefault(shortcut.key().toString(), set()).add("a shortcut")
    for entry in window.menuBar().actions():
        found.setdefault(QKeySequence.mnemonic(entry.text()).toString(), set()).add(entry.text())
    found.pop("", None)
    assert {keys: users for keys, users in found.items() if len(users) > 1} == {}
    assert "Ctrl+9" in found


@each_place
def test_every_cell_of_a_table_has_words(program: Program, place: Callable[[Program], QWidget]) -> None:
    top = place(program)
    silent: dict[str, None] = {}
    for _ in tabs_of(top):
        settle(program)
        for view in views_in(top):
            silent |= dict.fromkeys(silent_cells(view))
    assert list(silent) == []


def test_every_cell_of_the_court_s_tables_has_words(program: Program) -> None:
    window = program.window
    window.actions_["court_table"].trigger()
    try:
        for layer in window.court.layers:
            window.actions_[f"layer_{layer.name}"].trigger()
            settle(program)
            tables = views_in(window.court)
            assert any(table.model().rowCount() > 0 for table in tables) or layer.name in ("play", "path")
            assert [silent for table in tables for silent in silent_cells(table)] == []
    finally:
        window.actions_["court_table"].trigger()
        window.actions_["layer_shots"].trigger()
        settle(program)


def panes_met(program: Program) -> list[str]:
    """The panes that Tab leads through from the search of the library on, each as often as it is entered."""
    window = program.window
    library, court, details = window.docks
    named: dict[QWidget, str] = {
        library: "library",
        window.facets_dock: "facets",
        court: "court",
        details: "details",
        window.possessions: "possessions",
        window.filter: "filter",
        window.statusBar(): "status",
    }
    begun = next(widget for widget in focusable(window) if library.isAncestorOf(widget))
    met: list[str] = []
    for widget in walk(window, begun):
        (name,) = (name for pane, name in named.items() if pane is widget or pane.isAncestorOf(widget))
        met += [name] if met[-1:] != [name] else []
    return met


def test_tab_goes_from_pane_to_pane_as_they_lie(program: Program) -> None:
    window = program.window
    window.arrange()
    settle(program)
    middle, right = ["filter", "possessions"], ["court", "details"]
    assert panes_met(program) == ["library", "facets", *middle, *right, "status"]
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, window.docks[2])
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, window.facets_dock)
    settle(program)
    assert panes_met(program) == ["library", "details", *middle, "court", "facets", "status"]
    window.facets_dock.hide()
    window.docks[1].setFloating(True)
    settle(program)
    window.activateWindow()
    assert panes_met(program) == ["library", "details", *middle, "status"]
    window.arrange()
    settle(program)


def test_tab_ends_where_a_list_has_no_height(qtbot: QtBot) -> None:
    window, pane = QMainWindow(), QWidget()
    qtbot.addWidget(window)
    window.setCentralWidget(pane)
    flat, below = QPushButton("flat", pane), QPushButton("below", pane)
    flat.setGeometry(10, 40, 80, 0)
    below.setGeometry(10, 80, 80, 24)
    window.show()
    assert reading_order(window) == [below]
    assert _rows(pane, [below, flat]) == [flat, below]
