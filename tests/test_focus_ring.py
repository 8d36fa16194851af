"""The ring around what has the keyboard's focus: seen on every plain widget, by keys alone on large ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from explorer.app import theme
from explorer.widgets.focus_ring import FocusRings
from explorer.widgets.tokens import DARK, LIGHT
from tests.colour_space import contrast


@pytest.fixture
def rings(qapp: QApplication) -> Iterator[FocusRings]:
    theme.apply(qapp, "light")
    yield FocusRings.follow(qapp)
    theme.apply(qapp, "light")


@pytest.fixture
def dialog(qtbot: QtBot, rings: FocusRings) -> QDialog:
    """A dialog with a widget of each kind; a field is first."""
    made = QDialog()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    tabs, many, split = QTabBar(), QListWidget(), QSplitter()
    tabs.addTab("one")
    tabs.addTab("two")
    many.addItems(["one", "two"])
    split.addWidget(many)
    for widget in (QLineEdit(), QPushButton("Go"), QComboBox(), QSpinBox(), QCheckBox("so"), tabs, split):
        column.addWidget(widget)
    made.show()
    QTest.qWaitForWindowActive(made)
    made.findChild(QLineEdit).setFocus()  # type: ignore[union-attr]  # it has one
    return made


def by_tab(dialog: QDialog, kind: type[QWidget]) -> QWidget:
    """Walk by Tab to the first of a kind."""
    for _ in range(20):
        focused = QApplication.focusWidget()
        assert focused is not None
        if isinstance(focused, kind) and not isinstance(focused.parent(), QSpinBox):
            return focused
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab leads to no {kind.__name__}")


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("kind", [QPushButton, QComboBox, QSpinBox, QCheckBox, QTabBar, QListWidget])
def test_a_ring_is_seen_around_what_tab_comes_to(
    dialog: QDialog, rings: FocusRings, qapp: QApplication, kind: type[QWidget], name: str
) -> None:
    focused = by_tab(dialog, kind)
    # A ring that is there already takes up another appearance.
    theme.apply(qapp, name)
    tokens = DARK if name == "dark" else LIGHT
    assert rings.ring is not None
    assert rings.ring.isVisible()
    assert rings.ring.widget is focused
    left = rings.ring.mapTo(dialog, QPoint(0, rings.ring.height() // 2))
    image = dialog.grab().toImage()
    seen = [image.pixelColor(left.x() + aside, left.y()) for aside in (0, 1)]
    assert max(contrast(one, QColor(tokens.window)) for one in seen) >= 3.0
    assert max(contrast(one, QColor(tokens.base)) for one in seen) >= 3.0


def test_what_shows_its_own_focus_or_is_clicked_has_no_ring(dialog: QDialog, rings: FocusRings) -> None:
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert rings.ring is None
    many = dialog.findChild(QListWidget)
    assert many is not None
    QTest.mouseClick(many.viewport(), Qt.MouseButton.LeftButton)
    assert many.hasFocus()
    assert rings.ring is None
    by_tab(dialog, QPushButton)
    assert rings.ring is not None


def test_a_ring_is_no_pane_and_follows_its_widget(dialog: QDialog, rings: FocusRings) -> None:
    by_tab(dialog, QListWidget)
    split = dialog.findChild(QSplitter)
    assert split is not None
    assert split.count() == 1
    button = by_tab(dialog, QPushButton)
    dialog.resize(dialog.width() + 80, dialog.height() + 40)
    QApplication.processEvents()
    assert rings.ring is not None
    assert rings.ring.geometry().adjusted(2, 2, -2, -2) == button.geometry()
    button.hide()
    assert rings.ring is None or rings.ring.widget is not button


def test_a_ring_may_end_with_the_dialog_that_it_lies_in(qtbot: QtBot, rings: FocusRings) -> None:
    for _ in range(2):
        # The second one does not stumble over the ring that has gone with the first.
        dialog = QDialog()
        button = QPushButton("Go", dialog)
        dialog.show()
        QTest.qWaitForWindowActive(dialog)
        button.setFocus()
        assert rings.ring is not None
        dialog.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert rings.ring is None
