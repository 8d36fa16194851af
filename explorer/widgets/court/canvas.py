"""The scene of the court: it fills its room with equal axes, turned as wished, and tells places in feet."""

from __future__ import annotations

from enum import StrEnum
from typing import override

import numpy as np
import pyqtgraph as pg
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QPolygon, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QToolTip, QWidget

from explorer.core.court import Court
from explorer.widgets.court.court_item import MARGIN_FT, CourtItem
from explorer.widgets.tokens import Tokens

_DRAG_PX = 5
"""How far the pointer must go with the button down before it draws an area."""
_LEAST_PX = 4


class Orientation(StrEnum):
    """Which way the half court lies."""

    UP = "up"
    SIDEWAYS = "sideways"


class Tool(StrEnum):
    """What a drag draws."""

    RECTANGLE = "rectangle"
    LASSO = "lasso"


class _Stage(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no annotations
    """Holds everything that is drawn in feet, and turns it."""

    @override
    def boundingRect(self) -> QRectF:
        return QRectF()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        pass


class Canvas(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no annotations
    """Shows the half or the full court; says where it was pointed at, clicked, and which area was drawn, in feet."""

    pointed = Signal(float, float, QPoint)
    clicked = Signal(float, float, QPoint)
    key_pressed = Signal(object)
    """A QKeyEvent; who does nothing with it ignores it."""
    area_drawn = Signal(str, object)
    """A `Tool` and its corners, shape (n, 2) in feet: two of a rectangle, all of a lasso."""

    def __init__(self, court: Court, tokens: Tokens, parent: QWidget | None = None) -> None:
        """Start with the half court, upright."""
        super().__init__(parent, background=None)
        self.setMouseTracking(True)
        self.setMinimumSize(120, 100)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.box = pg.ViewBox(lockAspect=True, enableMouse=False, enableMenu=False)
        self.box.setDefaultPadding(0.0)
        self.setCentralItem(self.box)
        self._court, self._tokens = court, tokens
        self._orientation, self._is_flipped, self._is_full = Orientation.UP, False, False
        self.tool = Tool.RECTANGLE
        self.is_drawing_allowed = True
        self._pressed: QPoint | None = None
        self._trail: list[QPoint] = []
        self._stage = _Stage()
        self.box.addItem(self._stage, ignoreBounds=True)
        self._floor = CourtItem(court, tokens)
        self.add(self._floor)
        self.setBackground(tokens.window)
        self.fit()

    def add(self, item: QGraphicsItem) -> None:
        """Put an item in feet onto the court."""
        item.setParentItem(self._stage)

    @property
    def court(self) -> Court:
        """The court that is drawn."""
        return self._court

    @property
    def is_full(self) -> bool:
        """Whether the whole court is drawn."""
        return self._is_full

    @property
    def orientation(self) -> Orientation:
        """Which way the half court lies."""
        return self._orientation

    @property
    def is_flipped(self) -> bool:
        """Whether it is turned by 180 degrees."""
        return self._is_flipped

    def set_court(self, court: Court) -> None:
        """Draw another court."""
        self._court = court
        self._redraw()

    def set_tokens(self, tokens: Tokens) -> None:
        """Draw in other colours."""
        self._tokens = tokens
        self.setBackground(tokens.window)
        self._redraw()

    def set_view(self, orientation: Orientation, *, is_flipped: bool, is_full: bool) -> None:
        """Turn the court, and show its half or all of it."""
        if (orientation, is_flipped, is_full) != (self._orientation, self._is_flipped, self._is_full):
            self._orientation, self._is_flipped, self._is_full = orientation, is_flipped, is_full
            self._redraw()

    def _redraw(self) -> None:
        self._floor.set_court(self._court, self._tokens, is_full=self._is_full)
        self.fit()

    def fit(self) -> None:
        """Turn the court and fit it into the view."""
        length = self._court.length_ft if self._is_full else self._court.half_length_ft
        half = self._court.width_ft / 2
        # The whole court lies along the longer side of its room: it is twice as long as it is wide.
        is_up = self.height() > self.width() if self._is_full else self._orientation is Orientation.UP
        # Turned, never mirrored: left stays left of who stands behind the basket.
        turn = QTransform(1, 0, 0, 1, 0, 0) if is_up else QTransform(0, -1, 1, 0, 0, 0)
        if self._is_flipped:
            turn = turn * QTransform(-1, 0, 0, -1, 0, 0)
        self._stage.setTransform(turn)
        room = turn.mapRect(QRectF(-half, 0, 2 * half, length)).adjusted(-MARGIN_FT, -MARGIN_FT, MARGIN_FT, MARGIN_FT)
        self.box.setRange(room, padding=0)
        # The box would wait for the next painting; a click may come before it.
        self.box.updateMatrix()

    def set_bare(self, is_bare: bool) -> None:
        """Draw the lines without the floor."""
        self._floor.set_bare(is_bare)

    def court_rect(self) -> QRect:
        """The room of the court with its margin, in pixels of the widget."""
        length = self._court.length_ft if self._is_full else self._court.half_length_ft
        half = self._court.width_ft / 2 + MARGIN_FT
        corners = QPolygon([self.to_pixels(x, y) for x in (-half, half) for y in (-MARGIN_FT, length + MARGIN_FT)])
        return corners.boundingRect()

    def to_feet(self, place: QPoint) -> tuple[float, float]:
        """A place of the widget in feet of the court."""
        at = self._stage.mapFromScene(self.mapToScene(place))
        return at.x(), at.y()

    def to_pixels(self, x_ft: float, y_ft: float) -> QPoint:
        """Where a place of the court is in the widget."""
        place: QPoint = self.mapFromScene(self._stage.mapToScene(QPointF(x_ft, y_ft)))
        return place

    def turned(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Places of the court, shape (n, 2), as the eye sees them: to the right and downwards, in feet."""
        to = self._stage.transform()
        right = to.m11() * places[:, 0] + to.m21() * places[:, 1]
        up = to.m12() * places[:, 0] + to.m22() * places[:, 1]
        return np.column_stack((right, -up))

    def feet_a_pixel(self) -> float:
        """How many feet a pixel is."""
        width, height = self.box.viewPixelSize()
        return float(max(width, height))

    # The pointer

    @override
    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        place = ev.position().toPoint()
        if self._pressed is not None and self.is_drawing_allowed:
            is_drag = (place - self._pressed).manhattanLength() >= _DRAG_PX
            if self._trail or is_drag:
                self._trail = [*(self._trail or [self._pressed]), place]
                QToolTip.hideText()
                self.viewport().update()
            return
        self.pointed.emit(*self.to_feet(place), place)

    @override
    def mousePressEvent(self, ev: QMouseEvent) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._trail = ev.position().toPoint(), []
        ev.accept()

    @override
    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        pressed, trail = self._pressed, self._trail
        if ev.button() != Qt.MouseButton.LeftButton or pressed is None:
            return
        self.stop_drawing()
        if not trail:
            self.clicked.emit(*self.to_feet(pressed), pressed)
            return
        corners = [trail[0], ev.position().toPoint()] if self.tool is Tool.RECTANGLE else trail
        if self._is_area(corners):
            self.area_drawn.emit(self.tool, np.array([self.to_feet(corner) for corner in corners]))

    def stop_drawing(self) -> bool:
        """Give up the area that is being drawn; whether there was one."""
        was_drawing = bool(self._trail)
        self._pressed, self._trail = None, []
        self.viewport().update()
        return was_drawing

    def _is_area(self, corners: list[QPoint]) -> bool:
        xs, ys = [corner.x() for corner in corners], [corner.y() for corner in corners]
        return max(xs) - min(xs) >= _LEAST_PX and max(ys) - min(ys) >= _LEAST_PX

    @override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        self.key_pressed.emit(ev)

    @override
    def wheelEvent(self, ev: object) -> None:
        # The court does not scroll: what is around it may.
        ev.ignore()  # type: ignore[attr-defined]  # a QWheelEvent

    @override
    def leaveEvent(self, ev: QEvent) -> None:
        QToolTip.hideText()
        super().leaveEvent(ev)

    @override
    def resizeEvent(self, ev: object) -> None:
        super().resizeEvent(ev)
        # pyqtgraph resizes while it makes itself, and once more when its scene is gone.
        if hasattr(self, "_floor") and shiboken6.isValid(self._stage):
            self.fit()

    @override
    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        if not self._trail:
            return
        painter.save()
        painter.setWorldTransform(QTransform())
        path = QPainterPath()
        if self.tool is Tool.RECTANGLE:
            path.addRect(QRectF(QPointF(self._trail[0]), QPointF(self._trail[-1])).normalized())
        else:
            path.moveTo(QPointF(self._trail[0]))
            for place in self._trail[1:]:
                path.lineTo(QPointF(place))
        colour = QColor(self._tokens.accent)
        painter.setPen(QPen(colour, 1.5))
        colour.setAlpha(40)
        painter.setBrush(colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPath(path)
        painter.restore()
