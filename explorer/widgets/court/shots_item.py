"""Shots as marks of a fixed size: scatter items with shared brushes on a screen, paths in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import override

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.core.vocabulary import Mark
from explorer.widgets.court.drawing import Drawing, in_pixels
from explorer.widgets.marks import OUTLINED, mark_path
from explorer.widgets.tokens import Tokens

FILL_ALPHA = 205
_EDGE_PX, _STROKE_PX = 1.0, 1.8


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Shots that are drawn alike: `x_ft`, `y_ft` of shape (n,)."""

    mark: Mark
    colour: QColor
    size_px: float
    x_ft: NDArray[np.float32]
    y_ft: NDArray[np.float32]

    def pen(self, edge: str) -> QPen:
        """The pen of its marks: a stroke of an outlined mark, else an edge that parts marks which touch."""
        if self.mark in OUTLINED:
            pen = QPen(self.colour, _STROKE_PX)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            return pen
        return QPen(QColor(edge), _EDGE_PX)

    def brush(self) -> QBrush:
        """The brush of its marks."""
        return QBrush(Qt.BrushStyle.NoBrush) if self.mark in OUTLINED else QBrush(self.colour)


class ShotsItem(Drawing):
    """Draws groups of shots, the later ones above the earlier."""

    def __init__(self, tokens: Tokens, height: float = 1.0) -> None:
        """Start with nothing."""
        super().__init__(tokens, height)
        self._groups: tuple[Group, ...] = ()
        self._scatters: list[pg.ScatterPlotItem] = []
        self._is_for_file = False

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Draw these; groups without a shot are passed over."""
        self._groups = tuple(group for group in groups if len(group.x_ft))
        while len(self._scatters) < len(self._groups):
            scatter = pg.ScatterPlotItem(pxMode=True)
            scatter.setZValue(len(self._scatters))
            scatter.setParentItem(self)
            self._scatters.append(scatter)
        for number, scatter in enumerate(self._scatters):
            if number < len(self._groups):
                self._fill(scatter, self._groups[number])
            elif len(scatter.data):
                scatter.clear()
        self.update()

    def _fill(self, scatter: pg.ScatterPlotItem, group: Group) -> None:
        pen = group.pen(self.tokens.floor)
        # The mark is drawn in units of its size.
        pen.setCosmetic(True)
        scatter.setData(
            x=group.x_ft,
            y=group.y_ft,
            symbol=mark_path(group.mark),
            pen=pen,
            brush=group.brush(),
            size=group.size_px,
        )

    def set_for_file(self, is_for_file: bool) -> None:
        """Draw paths instead of copies of small pictures, for a file of any scale."""
        self._is_for_file = is_for_file
        for scatter in self._scatters:
            scatter.setVisible(not is_for_file)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not self._is_for_file:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        with in_pixels(painter) as place:
            for group in self._groups:
                path, pen = mark_path(group.mark), group.pen(self.tokens.floor)
                # The mark is drawn in units of its size.
                pen.setWidthF(pen.widthF() / group.size_px)
                painter.setPen(pen)
                painter.setBrush(group.brush())
                for x, y in zip(group.x_ft.tolist(), group.y_ft.tolist(), strict=True):
                    at = place(x, y)
                    painter.save()
                    painter.translate(at)
                    painter.scale(group.size_px, group.size_px)
                    painter.drawPath(path)
                    painter.restore()


def faded(colour: QColor, alpha: int) -> QColor:
    """The same colour, so far transparent."""
    found = QColor(colour)
    found.setAlpha(alpha)
    return found
