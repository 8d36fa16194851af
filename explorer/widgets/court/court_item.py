"""The floor and the lines of a court, half or whole, as one item of the scene."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import override

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.core.court import Court
from explorer.core.court_lines import Polyline, outline
from explorer.widgets.court.drawing import path_in_pixels
from explorer.widgets.tokens import Tokens

LINE_PX = 1.5
MARGIN_FT = 1.75
"""The room around the lines: marks outside them are seen, and a shot from the line is not cut."""
_PARTS = ("m11", "m12", "m21", "m22", "dx", "dy")
_DASHES = [4.0, 4.0]


def polygon(points: NDArray[np.float64]) -> QPolygonF:
    """An (n, 2) array of feet as a polygon of the scene."""
    found: QPolygonF = pg.functions.arrayToQPolygonF(points[:, 0], points[:, 1])
    return found


class CourtItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no annotations
    """Draws the court in feet, y upwards from the baseline, with lines of a fixed width in pixels."""

    def __init__(self, court: Court, tokens: Tokens) -> None:
        """Draw this court in these colours."""
        super().__init__()
        self.setZValue(-10)
        self._is_bare = False
        self._picture: tuple[object, QPointF, QPixmap] | None = None
        self.set_court(court, tokens)

    def set_court(self, court: Court, tokens: Tokens, *, is_full: bool = False) -> None:
        """Draw another court, its half or all of it, or in other colours."""
        self.prepareGeometryChange()
        self._picture = None
        self._tokens = tokens
        length = court.length_ft if is_full else court.half_length_ft
        self._bounds = QRectF(-court.width_ft / 2, 0, court.width_ft, length)
        room = self.boundingRect()
        lines = [_cut(line, room) if line.is_outside else line for line in outline(court, half=not is_full)]
        self._solid = _path(line for line in lines if not line.is_dashed)
        self._dashed = _path(line for line in lines if line.is_dashed)
        half = court.lane_width_ft / 2
        near = QRectF(-half, 0, court.lane_width_ft, court.lane_length_ft)
        self._lanes = [near, near.translated(0, court.length_ft - court.lane_length_ft)] if is_full else [near]
        self.update()

    def set_bare(self, is_bare: bool) -> None:
        """Draw the lines alone, without the floor."""
        self._is_bare = is_bare
        self._picture = None

    @override
    def boundingRect(self) -> QRectF:
        return self._bounds.adjusted(-MARGIN_FT, -MARGIN_FT, MARGIN_FT, MARGIN_FT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        is_screen = widget is not None and painter.paintEngine().type() is QPaintEngine.Type.Raster
        if not is_screen:
            self._draw(painter)
            return
        # On the screen it is drawn once for each size: it never changes under what moves on it.
        transform, ratio = QTransform(painter.worldTransform()), painter.device().devicePixelRatioF()
        painter.save()
        painter.setWorldTransform(QTransform())
        # Where the widget's corner is among the device's pixels: between two of them where a scale is no whole number.
        origin = painter.deviceTransform().map(QPointF(0, 0))
        beside = QPointF(origin.x() % 1.0, origin.y() % 1.0)
        name = (*(getattr(transform, part)() for part in _PARTS), ratio, beside.x(), beside.y())
        if self._picture is None or self._picture[0] != name:
            self._picture = (name, *self._drawn(transform, ratio, beside))
        _, corner, picture = self._picture
        painter.drawPixmap(corner, picture)
        painter.restore()

    def _drawn(self, transform: QTransform, ratio: float, beside: QPointF) -> tuple[QPointF, QPixmap]:
        """The court as pixels of a screen, and where its corner goes: onto one of the device's pixels."""
        room = transform.mapRect(self.boundingRect()).adjusted(-2, -2, 2, 2)
        corner, size = room.topLeft() * ratio + beside, room.size() * ratio
        pixels = QRectF(corner, size).toAlignedRect()
        picture = QPixmap(pixels.size())
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        at = (QPointF(pixels.topLeft()) - beside) / ratio
        painter = QPainter(picture)
        painter.setWorldTransform(transform * QTransform.fromTranslate(-at.x(), -at.y()))
        self._draw(painter)
        painter.end()
        return at, picture

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._is_bare:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._tokens.floor))
            painter.drawRect(self._bounds)
            painter.setBrush(QColor(self._tokens.paint))
            painter.drawRects(self._lanes)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(QColor(self._tokens.line), LINE_PX)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        with path_in_pixels(painter) as path:
            painter.setPen(pen)
            painter.drawPath(path(self._solid))
            if not self._dashed.isEmpty():
                pen.setDashPattern(_DASHES)
                painter.setPen(pen)
                painter.drawPath(path(self._dashed))


def _cut(line: Polyline, room: QRectF) -> Polyline:
    """A mark of benches or substitutes, which reach farther out than there is room: straight along or across."""
    return replace(line, points=np.clip(line.points, (room.left(), room.top()), (room.right(), room.bottom())))


def _path(lines: Iterable[Polyline]) -> QPainterPath:
    path = QPainterPath()
    for line in lines:
        path.addPolygon(polygon(line.points))
    return path
