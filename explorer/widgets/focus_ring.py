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
    QFocusFrame,
    QPushButton,
    QRadioButton,
    QSlider,
    QTabBar,
    QWidget,
)

from explorer.widgets.tokens import tokens_of

_WIDTH_PX, _ROUND_PX = 1.6, 4.0
_SMALL = (QPushButton, QComboBox, QAbstractSpinBox, QRadioButton)


class FocusRings(QObject):
    """Follows the focus of an application; widgets that paint theirs themselves are left alone."""

    def __init__(self, app: QApplication) -> None:
        """Begin to follow, until the application ends."""
        super().__init__(app)
        self._frame: _Frame | None = None
        self._inner: _Inner | None = None
        app.focusChanged.connect(self._on_focus)

    @classmethod
    def follow(cls, app: QApplication) -> FocusRings:
        """The one of an application, made when it is first asked for."""
        return app.findChild(cls) or cls(app)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        # Each lies in the window of what it rings, and may have ended with it.
        if self._frame is not None and shiboken6.isValid(self._frame):
            self._frame.leave()
        if self._inner is not None and shiboken6.isValid(self._inner):
            self._inner.leave()
            self._inner = None
        if new is None:
            return
        if _is_small(new):
            if self._frame is None or not shiboken6.isValid(self._frame):
                self._frame = _Frame()
            self._frame.setWidget(new)
            self._frame.raise_()
        elif _is_large(new):
            self._inner = _Inner(new)


def _is_small(widget: QWidget) -> bool:
    # Sliders and rows with ticks of the house's own paint theirs themselves.
    return isinstance(widget, _SMALL) or type(widget) in (QSlider, QCheckBox)


def _is_large(widget: QWidget) -> bool:
    # A ring around a whole list would be noise for those who click.
    by_keys = widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    return isinstance(widget, QTabBar) or (isinstance(widget, QAbstractScrollArea) and by_keys)


class _Frame(QFocusFrame):
    """Around a widget, where there is room between it and its neighbours."""

    def leave(self) -> None:
        self.setWidget(None)  # type: ignore[arg-type]  # None takes it off, which PySide's stubs do not know
        self.setParent(None)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_ring(self)


class _Inner(QWidget):
    """Within a list, a page or tabs, which may reach to the edges of a pane; no layout or splitter knows of it."""

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        self.setGeometry(area.rect())
        area.installEventFilter(self)
        self.show()
        self.raise_()

    def leave(self) -> None:
        self.hide()
        self._area.removeEventFilter(self)
        self.deleteLater()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._area.rect())
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_ring(self)


def _paint_ring(widget: QWidget) -> None:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens_of(widget.palette()).accent), _WIDTH_PX))
    half = _WIDTH_PX / 2
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(half, half, -half, -half), _ROUND_PX, _ROUND_PX)
    painter.end()
