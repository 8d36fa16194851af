"""The small shapes that stand for outcomes and starts: each its own, the same in list, timeline and court."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from explorer.core.vocabulary import Mark

SIZE = 9
"""Pixels of a mark beside text."""
OUTLINED = {Mark.MISS, Mark.BLOCKED, Mark.FREE_THROW}


@cache
def mark_path(mark: Mark) -> QPainterPath:
    """The shape of a mark within the square from -0.5 to 0.5."""
    path = QPainterPath()
    if mark is Mark.MAKE:
        path.addEllipse(QRectF(-0.45, -0.45, 0.9, 0.9))
    elif mark is Mark.MISS:
        path.moveTo(-0.38, -0.38)
        path.lineTo(0.38, 0.38)
        path.moveTo(-0.38, 0.38)
        path.lineTo(0.38, -0.38)
    elif mark is Mark.AND_ONE:
        path.addPolygon(_star())
        path.closeSubpath()
    elif mark is Mark.BLOCKED:
        path.addRect(QRectF(-0.36, -0.36, 0.72, 0.72))
        path.moveTo(-0.36, 0.36)
        path.lineTo(0.36, -0.36)
    elif mark is Mark.FREE_THROW:
        path.addEllipse(QRectF(-0.38, -0.38, 0.76, 0.76))
    elif mark is Mark.TURNOVER:
        path.addPolygon(_triangle(1))
        path.closeSubpath()
    elif mark is Mark.WON:
        path.addPolygon(_triangle(-1))
        path.closeSubpath()
    elif mark is Mark.END:
        path.addRect(QRectF(-0.32, -0.32, 0.64, 0.64))
    else:
        path.addEllipse(QRectF(-0.16, -0.16, 0.32, 0.32))
    return path


def _star() -> QPolygonF:
    corners = []
    for number in range(10):
        angle, radius = math.pi * number / 5 - math.pi / 2, 0.56 if number % 2 == 0 else 0.26
        corners.append(QPointF(radius * math.cos(angle), radius * math.sin(angle)))
    return QPolygonF(corners)


def _triangle(direction: int) -> QPolygonF:
    return QPolygonF(
        [QPointF(-0.46, -0.36 * direction), QPointF(0.46, -0.36 * direction), QPointF(0, 0.44 * direction)]
    )


def paint_mark(painter: QPainter, mark: Mark, centre: QPointF, colour: QColor, size: float = SIZE) -> None:
    """Draw a mark around a point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    painter.scale(size, size)
    if mark in OUTLINED:
        pen = QPen(colour, 0.18)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
    painter.drawPath(mark_path(mark))
    painter.restore()
