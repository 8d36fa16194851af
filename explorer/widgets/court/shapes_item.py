"""The outlines of the places that a question asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.widgets.court.court_item import polygon
from explorer.widgets.court.drawing import Drawing, path_in_pixels
from explorer.widgets.tokens import Tokens

_PEN_PX, _FILL_ALPHA = 1.6, 22

type Outline = NDArray[np.float64]


class ShapesItem(Drawing):
    """Draws closed outlines, each of shape (n, 2) in feet, with a faint fill."""

    def __init__(self, tokens: Tokens, height: float) -> None:
        """Start without one."""
        super().__init__(tokens, height)
        self._path = QPainterPath()
        self.count = 0
        """How many are drawn."""

    def set_outlines(self, outlines: Sequence[Outline]) -> None:
        """Draw these."""
        self._path = QPainterPath()
        self.count = len(outlines)
        for outline in outlines:
            self._path.addPolygon(polygon(outline))
            self._path.closeSubpath()
        self.update()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._path.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self.tokens.accent)
        pen = QPen(colour, _PEN_PX)
        pen.setDashPattern([5.0, 3.0])
        colour.setAlpha(_FILL_ALPHA)
        with path_in_pixels(painter) as path:
            painter.setPen(pen)
            painter.setBrush(colour)
            painter.drawPath(path(self._path))
