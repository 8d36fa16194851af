"""Zones as filled outlines with words in them, as one item of the court's scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import override

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.core.zone_outlines import Outline
from explorer.core.zone_rooms import Rooms
from explorer.widgets.court.court_item import polygon
from explorer.widgets.court.drawing import Drawing, in_pixels, path_in_pixels, pixels_a_foot
from explorer.widgets.court.zone_words import Placed, Words, paint_words, place_words
from explorer.widgets.tokens import Tokens

EDGE_PX = 1.0
FILL_ALPHA = 215
"""The lines of the court are seen through a zone."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One zone: where it lies, and what it is filled with; None for a zone that has no figure."""

    outline: Outline
    fill: QColor | None


class ZonesItem(Drawing):
    """Draws zones, then their words above all of them."""

    def __init__(self, tokens: Tokens) -> None:
        """Start without a zone."""
        super().__init__(tokens)
        self._paths: list[tuple[QPainterPath, QColor | None]] = []
        self._words: tuple[Words, ...] = ()
        self._rooms: Rooms | None = None
        self._kept: tuple[tuple[float, bool], list[Placed]] | None = None

    def set_zones(self, zones: Sequence[Filled], words: Sequence[Words], rooms: Rooms | None) -> None:
        """Draw these zones and words, which find their places in the rooms."""
        self._paths = [(_path(zone.outline), zone.fill) for zone in zones]
        self._words, self._rooms, self._kept = tuple(words), rooms, None
        self.update()

    def placed(self, pixels: float, *, is_sideways: bool) -> list[Placed]:
        """Where the words stand on a court of so many pixels a foot; worked out when that changes."""
        key = (round(pixels, 3), is_sideways)
        if self._kept is None or self._kept[0] != key:
            found = (
                [] if self._rooms is None else place_words(self._words, self._rooms, pixels, is_sideways=is_sideways)
            )
            self._kept = key, found
        return self._kept[1]

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(QColor(self.tokens.boundary), EDGE_PX)
        edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        for path, fill in self._paths:
            painter.setPen(Qt.PenStyle.NoPen)
            if fill is not None:
                colour = QColor(fill)
                colour.setAlpha(FILL_ALPHA)
                painter.setBrush(colour)
                painter.drawPath(path)
        with path_in_pixels(painter) as in_px:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(edge)
            for path, _ in self._paths:
                painter.drawPath(in_px(path))
        transform = painter.worldTransform()
        is_sideways = abs(transform.m12()) > abs(transform.m11())
        placed = self.placed(pixels_a_foot(painter), is_sideways=is_sideways)
        with in_pixels(painter) as to_pixels:
            paint_words(painter, placed, to_pixels, self.tokens)


def _path(outline: Outline) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in outline.rings:
        path.addPolygon(polygon(ring))
        path.closeSubpath()
    return path
