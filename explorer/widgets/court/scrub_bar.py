"""The time of a play as a slider: its events marked above it, its gaps left open, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip, QWidget

from explorer.widgets.court.mark_row import side_by_side
from explorer.widgets.court.play import PlayEvent
from explorer.widgets.marks import paint_mark
from explorer.widgets.tokens import tokens_of

HEIGHT = 30
_SIDE, _TRACK_Y, _MARK_Y = 9, 21, 7
_HANDLE_PX, _REACH_PX, _MARK_PX, _APART_PX = 6.0, 6.0, 8.0, 9.0
STEPS = 10_000
"""Steps of the slider, whatever time they stand for: milliseconds of a month are more than Qt counts."""


class ScrubBar(QSlider):
    """A slider from the start to the end; a slider to Qt, so that screen readers treat it as one."""

    sought = Signal(float)
    """The pointer asks for an instant, in seconds since 1970."""
    event_chosen = Signal(int)
    """The mark of an event was clicked: its number."""
    held = Signal(bool)
    """The pointer holds the handle, or lets it go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with nothing to play."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName("Time in the possession")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._start_s = self._end_s = self._now_s = 0.0
        self._own = (0.0, 0.0)
        self._events: tuple[PlayEvent, ...] = ()
        self._gaps: tuple[tuple[float, float], ...] = ()
        self.setEnabled(False)

    def show_span(
        self,
        start_s: float,
        end_s: float,
        own: tuple[float, float],
        events: Sequence[PlayEvent] = (),
        gaps: Sequence[tuple[float, float]] = (),
    ) -> None:
        """Show another stretch; `own` is the possession's part of it."""
        self._start_s, self._end_s, self._own = start_s, end_s, own
        self._events = tuple(event for event in events if event.mark is not None)
        self._gaps = tuple(gaps)
        self.setRange(0, STEPS if end_s > start_s else 0)
        self.setEnabled(end_s > start_s)
        self.show_time(start_s)
        self.update()

    def show_time(self, t_s: float) -> None:
        """Move the handle to an instant."""
        if t_s != self._now_s:
            self._now_s = t_s
            self.update()
        self.setValue(round(self._share(t_s) * STEPS))

    def x_of(self, t_s: float) -> float:
        """Where an instant is, in pixels."""
        return _SIDE + self._share(t_s) * (self.width() - 2 * _SIDE)

    def _share(self, t_s: float) -> float:
        span = self._end_s - self._start_s
        return min(max((t_s - self._start_s) / span, 0.0), 1.0) if span > 0 else 0.0

    def mark_places(self) -> list[float]:
        """Where the mark of each event stands, in pixels: those of one instant side by side."""
        wanted = [self.x_of(event.t_s) for event in self._events]
        return side_by_side(wanted, _APART_PX, _SIDE, self.width() - _SIDE)

    def time_at(self, x: float) -> float:
        """The instant at a place."""
        share = (x - _SIDE) / max(self.width() - 2 * _SIDE, 1)
        return self._start_s + min(max(share, 0.0), 1.0) * (self._end_s - self._start_s)

    def event_at(self, place: QPointF) -> PlayEvent | None:
        """The event whose mark is there."""
        if place.y() > _TRACK_Y - _HANDLE_PX or not self._events:
            return None
        away, number = min((abs(x - place.x()), number) for number, x in enumerate(self.mark_places()))
        return self._events[number] if away <= _REACH_PX else None

    @override
    def paintEvent(self, ev: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.hairline))
        painter.drawRoundedRect(QRectF(_SIDE, _TRACK_Y - 2, self.width() - 2 * _SIDE, 4), 2, 2)
        if not self.isEnabled():
            painter.end()
            return
        now = self._now_s
        first, last = self.x_of(self._own[0]), self.x_of(self._own[1])
        painter.setBrush(QColor(tokens.pale))
        painter.drawRect(QRectF(first, _TRACK_Y - 2, last - first, 4))
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(QRectF(_SIDE, _TRACK_Y - 2, self.x_of(now) - _SIDE, 4), 2, 2)
        for start_s, end_s in self._gaps:
            left, right = self.x_of(start_s), self.x_of(end_s)
            painter.setBrush(QColor(tokens.window))
            painter.drawRect(QRectF(left, _TRACK_Y - 3, max(right - left, 2), 6))
            painter.setPen(QPen(QColor(tokens.pale), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(left, _TRACK_Y), QPointF(right, _TRACK_Y))
            painter.setPen(Qt.PenStyle.NoPen)
        for event, x in zip(self._events, self.mark_places(), strict=True):
            if event.mark is not None:
                painter.setPen(QPen(QColor(tokens.pale), 1))
                painter.drawLine(QPointF(x, _MARK_Y + 5.5), QPointF(self.x_of(event.t_s), _TRACK_Y - 3))
                paint_mark(painter, event.mark, QPointF(x, _MARK_Y), tokens.mark(event.mark), _MARK_PX)
        radius = _HANDLE_PX
        painter.setPen(QPen(QColor(tokens.base), 1.5))
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(QPointF(self.x_of(now), _TRACK_Y), radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(self.x_of(now), _TRACK_Y), radius + 2, radius + 2)
        painter.end()

    @override
    def mousePressEvent(self, ev: QMouseEvent) -> None:
        if ev.button() != Qt.MouseButton.LeftButton:
            return
        event = self.event_at(ev.position())
        if event is not None:
            self.event_chosen.emit(event.number)
            return
        self.setSliderDown(True)
        self.held.emit(True)
        self.sought.emit(self.time_at(ev.position().x()))

    @override
    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        if self.isSliderDown():
            self.sought.emit(self.time_at(ev.position().x()))
            return
        is_mark = self.event_at(ev.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_mark else Qt.CursorShape.ArrowCursor)

    @override
    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self.held.emit(False)

    @override
    def event(self, e: QEvent) -> bool:
        if e.type() == QEvent.Type.ToolTip and isinstance(e, QHelpEvent):
            found = self.event_at(QPointF(e.pos()))
            words = "" if found is None else found.words
            if words:
                QToolTip.showText(e.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(e)

    @override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        # The bar around it knows frames and seconds; a slider's own steps would be other ones.
        ev.ignore()

    @override
    def wheelEvent(self, ev: object) -> None:
        ev.ignore()  # type: ignore[attr-defined]  # a QWheelEvent

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)
