"""Rings around single places: the chosen possession's shots, and the mark that the keyboard stands on."""

from __future__ import annotations

from typing import override

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.widgets.court.drawing import Drawing, in_pixels
from explorer.widgets.tokens import Tokens

RING_PX = 19.0
_PEN_PX = 2.2

type Places = NDArray[np.float32] | NDArray[np.float64]


class RingsItem(Drawing):
    """Draws a ring of fixed size around each place; broken lines mark the keyboard's place."""

    def __init__(self, tokens: Tokens, height: float, *, is_dashed: bool = False, size_px: float = RING_PX) -> None:
        """Start without a ring."""
        super().__init__(tokens, height)
        self._is_dashed, self._size_px = is_dashed, size_px
        self._x: Places = np.zeros(0)
        self._y: Places = np.zeros(0)

    def set_places(self, x_ft: Places, y_ft: Places) -> None:
        """Ring these places, in feet."""
        if len(self._x) or len(x_ft):
            self._x, self._y = x_ft, y_ft
            self.update()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not len(self._x):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self.tokens.text if self._is_dashed else self.tokens.accent), _PEN_PX)
        if self._is_dashed:
            pen.setDashPattern([1.5, 1.5])
        with in_pixels(painter) as place:
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for x, y in zip(self._x.tolist(), self._y.tolist(), strict=True):
                painter.drawEllipse(place(x, y), self._size_px / 2, self._size_px / 2)
