"""Shots as marks of a fixed size: copies of one small picture a group on a screen, paths in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import override

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.core.vocabulary import Mark
from explorer.widgets.court.drawing import Drawing, in_pixels
from explorer.widgets.court.stamps import Stamps, blank
from explorer.widgets.marks import OUTLINED, mark_path
from explorer.widgets.tokens import Tokens

FILL_ALPHA = 205
_EDGE_PX, _STROKE_PX = 1.0, 1.8
_ROOM = 1.15
"""How much wider than its size a mark may be: the points of a star."""


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
        self._stamps: list[Stamps] = []
        self._ratio = 0.0
        self._is_for_file = False

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Draw these; groups without a shot are passed over."""
        self._groups = tuple(group for group in groups if len(group.x_ft))
        self._ratio = 0.0
        self.update()

    def set_for_file(self, is_for_file: bool) -> None:
        """Draw paths instead of copies of small pictures, for a file of any scale."""
        self._is_for_file = is_for_file

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not self._groups:
            return
        if self._is_for_file:
            self._paint_paths(painter)
            return
        ratio = painter.device().devicePixelRatio()
        if ratio != self._ratio:
            self._ratio = ratio
            self._stamps = [Stamps(self._picture(group, ratio), group.x_ft, group.y_ft) for group in self._groups]
        transform = QTransform(painter.worldTransform())
        painter.save()
        painter.setWorldTransform(QTransform())
        for stamps in self._stamps:
            stamps.paint(painter, transform)
        painter.restore()

    def _picture(self, group: Group, ratio: float) -> QPixmap:
        image = blank(group.size_px * _ROOM + 2 * _STROKE_PX, ratio)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(image.width() / ratio / 2, image.height() / ratio / 2)
        self._mark(painter, group)
        painter.end()
        return QPixmap.fromImage(image)

    def _paint_paths(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        with in_pixels(painter) as place:
            for group in self._groups:
                for x, y in zip(group.x_ft.tolist(), group.y_ft.tolist(), strict=True):
                    painter.save()
                    painter.translate(place(x, y))
                    self._mark(painter, group)
                    painter.restore()

    def _mark(self, painter: QPainter, group: Group) -> None:
        """Draw one mark around the painter's origin."""
        pen = group.pen(self.tokens.floor)
        # The mark is drawn in units of its size.
        pen.setWidthF(pen.widthF() / group.size_px)
        painter.scale(group.size_px, group.size_px)
        painter.setPen(pen)
        painter.setBrush(group.brush())
        painter.drawPath(mark_path(group.mark))


def faded(colour: QColor, alpha: int) -> QColor:
    """The same colour, so far transparent."""
    found = QColor(colour)
    found.setAlpha(alpha)
    return found
