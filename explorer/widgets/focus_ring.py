"""A ring around what has the keyboard's focus: on plain widgets, whose own sign of it is fainter than 3:1."""

from __future__ import annotations

from typing import override

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QPushButton,
    QRadioButton,
    QSlider,
    QSplitter,
    QTabBar,
    QWidget,
)

from explorer.widgets.tokens import tokens_of

_WIDTH_PX, _ROUND_PX = 1.6, 4.0
_OUTSIDE_PX = 2
"""How far a ring lies outside a small widget."""
_SMALL = (QPushButton, QComboBox, QAbstractSpinBox, QRadioButton)
_PLACED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRings(QObject):
    """Follows the focus of an application; widgets that paint theirs themselves are left alone."""

    def __init__(self, app: QApplication) -> None:
        """Begin to follow, until the application ends."""
        super().__init__(app)
        self._ring: FocusRing | None = None
        app.focusChanged.connect(self._on_focus)

    @classmethod
    def follow(cls, app: QApplication) -> FocusRings:
        """The one of an application, made when it is first asked for."""
        return app.findChild(cls) or cls(app)

    @property
    def ring(self) -> FocusRing | None:
        """What is shown."""
        # It lies in the window of what it rings, and may have ended with it.
        return self._ring if self._ring is not None and shiboken6.isValid(self._ring) else None

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if self.ring is not None:
            self.ring.leave()
        self._ring = None
        if new is None:
            return
        parent = new.parentWidget()
        # What is put into a splitter becomes a pane of it.
        if parent is not None and _is_small(new) and not isinstance(parent, QSplitter):
            self._ring = FocusRing(new, parent, _OUTSIDE_PX)
        elif _is_small(new) or _is_large(new):
            self._ring = FocusRing(new, new, 0)


def _is_small(widget: QWidget) -> bool:
    # Sliders and rows with ticks of the house's own paint theirs themselves.
    return isinstance(widget, _SMALL) or type(widget) in (QSlider, QCheckBox)


def _is_large(widget: QWidget) -> bool:
    # A ring around a whole list would be noise for those who click.
    by_keys = widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    return isinstance(widget, QTabBar) or (isinstance(widget, QAbstractScrollArea) and by_keys)


class FocusRing(QWidget):
    """Lies above a widget that has the focus: beside it in its parent, or in it where it fills its pane."""

    def __init__(self, widget: QWidget, parent: QWidget, outside_px: int) -> None:
        """Show it."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.widget, self._outside_px = widget, outside_px
        widget.installEventFilter(self)
        self._place()

    def leave(self) -> None:
        """Take it away."""
        self.hide()
        if shiboken6.isValid(self.widget):
            self.widget.removeEventFilter(self)
        self.deleteLater()

    def _place(self) -> None:
        room = self.widget.rect()
        if self.parentWidget() is not self.widget:
            room.translate(self.widget.pos())
        self.setGeometry(room.adjusted(-self._outside_px, -self._outside_px, self._outside_px, self._outside_px))
        self.setVisible(not self.widget.isHidden())
        self.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _PLACED:
            self._place()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens_of(self.palette()).accent), _WIDTH_PX))
        half = _WIDTH_PX / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), _ROUND_PX, _ROUND_PX)
        painter.end()
