"""What is drawn on the court: items in feet, which write and mark in pixels whichever way the court is turned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import override

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QTransform

from explorer.widgets.tokens import Tokens

type ToPixels = Callable[[float, float], QPointF]
"""A place of the court in feet -> where it is painted, in pixels."""
type PathToPixels = Callable[[QPainterPath], QPainterPath]
"""The same for a whole path."""

_ANYWHERE = QRectF(-60.0, -30.0, 120.0, 154.0)
"""Any court with room for what stands beside its lines, in feet."""


class Drawing(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no annotations
    """One item of the court's scene, in feet of the court frame, drawn in the colours of a table of tokens."""

    def __init__(self, tokens: Tokens, height: float = 0.0) -> None:
        """Start with these colours; the higher an item, the later it is drawn."""
        super().__init__()
        self.tokens = tokens
        self.setZValue(height)

    def set_tokens(self, tokens: Tokens) -> None:
        """Draw in other colours."""
        self.tokens = tokens
        self.update()

    @override
    def boundingRect(self) -> QRectF:
        return _ANYWHERE


@contextmanager
def in_pixels(painter: QPainter) -> Iterator[ToPixels]:
    """Paint in pixels inside an item's `paint`: words stand upright and marks keep their size, however the court is
    turned, and whatever is painted on: a screen, an image of any density, a vector file."""
    painter.save()
    transform = QTransform(painter.worldTransform())
    painter.setWorldTransform(QTransform())
    try:
        yield lambda x_ft, y_ft: transform.map(QPointF(x_ft, y_ft))
    finally:
        painter.restore()


@contextmanager
def path_in_pixels(painter: QPainter) -> Iterator[PathToPixels]:
    """The same as `in_pixels`, for whole paths in feet.

    Pens keep their width in pixels, as cosmetic ones do, but grow with the scale of a picture.
    """
    painter.save()
    transform = QTransform(painter.worldTransform())
    painter.setWorldTransform(QTransform())
    try:
        yield transform.map
    finally:
        painter.restore()


def pixels_a_foot(painter: QPainter) -> float:
    """How many pixels a foot is where an item is being painted."""
    transform = painter.worldTransform()
    return float((transform.m11() ** 2 + transform.m12() ** 2) ** 0.5)
