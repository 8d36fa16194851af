"""A range with two handles above a faint histogram of what there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import override

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from explorer.widgets.cells import tabular
from explorer.widgets.tokens import tokens_of

HANDLE = QSize(13, 17)
HISTOGRAM = 22
_SETTLES_MS = 250
"""Keys and wheel are taken for one movement until they rest so long."""


class _Handle(QAbstractSlider):
    """One end. A slider to Qt, so that keys, focus and screen readers treat it as one; it is drawn by hand."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # The pointer belongs to the whole range: it takes the nearer handle.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(HANDLE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent), 2.0 if self.hasFocus() else 1.2))
        painter.setBrush(QColor(tokens.accent if self.hasFocus() else tokens.base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2, -2.5, -2), 3.5, 3.5)
        painter.end()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class RangeSlider(QWidget):
    """Shows from where to where something is asked for, and says when the user asks for other ends.

    Numbers are whole units between `least` and `most`; an end that was typed in between is kept as it is.
    """

    range_chosen = Signal(object, object)
    """The two ends as numbers; None where the handle stands at the end of its way, which is no bound."""

    def __init__(
        self, title: str, write: Callable[[float], str], step: int = 1, page: int = 5, parent: QWidget | None = None
    ) -> None:
        """Name what is ranged over; `write` puts a number into words, `step` and `page` are what keys move by."""
        super().__init__(parent)
        self._title, self._write, self._step = title, write, step
        self._ends = (0, 0)
        self._counts: tuple[int, ...] = ()
        self._bounds: list[float | None] = [None, None]
        self._is_showing = False
        self._dragged: _Handle | None = None
        self._before: list[float | None] = []
        self.handles = (_Handle(f"{title} from", self), _Handle(f"{title} to", self))
        for number, handle in enumerate(self.handles):
            handle.setSingleStep(step)
            handle.setPageStep(page)
            handle.valueChanged.connect(lambda value, number=number: self._on_moved(number, value))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SETTLES_MS)
        self._rest.timeout.connect(self._tell)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("Drag an end, or move it with the arrow keys; a double click takes the range away")
        self.show_range(None, None, (0, 0))

    def show_range(
        self, low: float | None, high: float | None, ends: tuple[int, int], counts: Sequence[int] = ()
    ) -> None:
        """Show what is asked for between two ends, and how much there is along the way. Nothing is said."""
        if self._dragged is not None or self._rest.isActive():
            # What the user is moving stays under the hand; only what is behind it changes.
            self._counts = tuple(counts)
            self.update()
            return
        self._is_showing = True
        self._ends, self._counts, self._bounds = ends, tuple(counts), [low, high]
        first, last = self.handles
        for handle in self.handles:
            handle.setRange(*ends)
        first.setValue(round(min(max(ends[0] if low is None else low, ends[0]), ends[1])))
        last.setValue(round(min(max(ends[1] if high is None else high, ends[0]), ends[1])))
        self._is_showing = False
        self._arrange()

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """From where to where is asked for."""
        return self._bounds[0], self._bounds[1]

    @property
    def words(self) -> str:
        """What is asked for, in words."""
        low, high = self._bounds
        if low is None and high is None:
            return "any"
        if low == high and low is not None:
            return self._write(low)
        if low is None:
            return f"{self._write(high or 0)} or less"
        return f"{self._write(low)} or more" if high is None else f"{self._write(low)} to {self._write(high)}"

    # What the user does

    def _on_moved(self, number: int, value: int) -> None:
        if self._is_showing:
            return
        self._bounds[number] = None if value == self._ends[number] else float(value)
        self._arrange()
        if self._dragged is None:
            self._rest.start()

    def _tell(self) -> None:
        self._rest.stop()
        self.range_chosen.emit(*self._bounds)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._ends[0] == self._ends[1]:
            event.ignore()
            return
        first, last = self.handles
        x = event.position().x()
        gaps = [abs(x - self._place(handle.value())) for handle in self.handles]
        # Where both stand together, the side of the click tells which is meant.
        is_first = gaps[0] < gaps[1] or (gaps[0] == gaps[1] and x < self._place(first.value()))
        self._dragged, self._before = first if is_first else last, list(self._bounds)
        self._dragged.setFocus(Qt.FocusReason.MouseFocusReason)
        if min(gaps) > HANDLE.width():
            self._drag(x)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._drag(event.position().x())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, self._dragged = self._dragged, None
        if dragged is not None and self._bounds != self._before:
            self._tell()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._dragged = None
        self._bounds = [None, None]
        self._tell()

    def _drag(self, x: float) -> None:
        assert self._dragged is not None
        left, width = self._way()
        share = min(max((x - left) / width, 0.0), 1.0)
        least, most = self._ends
        exact = least + share * (most - least)
        # Whole steps, but for the ends of the way.
        near = round(exact / self._step) * self._step
        value = least if share == 0 else most if share == 1 else near
        self._dragged.setValue(round(min(max(value, least), most)))

    # How it looks

    def _way(self) -> tuple[float, float]:
        """Where the handles' way begins, and how long it is."""
        return HANDLE.width() / 2, max(self.width() - HANDLE.width(), 1.0)

    def _place(self, value: float) -> float:
        left, width = self._way()
        least, most = self._ends
        return left + width * (value - least) / max(most - least, 1)

    def _arrange(self) -> None:
        first, last = self.handles
        # A handle goes as far as the other stands.
        first.setMaximum(last.value())
        last.setMinimum(first.value())
        top = self.height() - HANDLE.height()
        for handle in self.handles:
            handle.move(round(self._place(handle.value()) - HANDLE.width() / 2), top)
            handle.setAccessibleDescription(f"{self._title}: {self.words}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(160, QFontMetrics(self.font()).height() + 4 + HISTOGRAM + HANDLE.height() // 2 + 3)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(90, self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setFont(tabular(self.font()))
        is_asked = self.bounds != (None, None)
        painter.setPen(QColor(tokens.text if is_asked else tokens.muted))
        line = QFontMetrics(self.font()).height()
        painter.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignLeft, self.words)
        base = self.height() - HANDLE.height() / 2
        left, width = self._way()
        first, last = (self._place(handle.value()) for handle in self.handles)
        largest = max(self._counts, default=0)
        bar = width / max(len(self._counts), 1)
        for number, count in enumerate(self._counts):
            if not count:
                continue
            x = left + number * bar
            # The smallest bar is still seen.
            height = max(HISTOGRAM * count / largest, 1.0)
            is_inside = first - bar / 2 <= x + bar / 2 <= last + bar / 2
            colour = tokens.chosen_bar if is_inside else tokens.bar
            painter.fillRect(QRectF(x, base - height, max(bar - 0.6, 0.6), height), QColor(colour))
            painter.fillRect(QRectF(x, base - height, max(bar - 0.6, 0.6), 1.0), QColor(tokens.edge))
        painter.setPen(QPen(QColor(tokens.edge), 2))
        painter.drawLine(QPointF(left, base), QPointF(left + width, base))
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.drawLine(QPointF(first, base), QPointF(last, base))
        painter.end()
