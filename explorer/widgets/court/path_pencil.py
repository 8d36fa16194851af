"""What the ball's path is drawn with: lines, arrows, discs, bars, numbers and names, in the looks of a step."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QGuiApplication, QPainter, QPen, QPolygonF

from explorer.widgets.court.path_shapes import HEAD_PX, arrow_head, trimmed
from explorer.widgets.tokens import Tokens

HALO_PX, END_PX = 10.5, 2.5
_DISC_PX, _BADGE_PX, _MARK_PX, _BAR_PX, _STEM_PX = 5.0, 7.5, 14.0, 18.0, 7.0
_HALO_WIDTH = 1.8
_LEAST_NAME_PX, _LEAST_NUMBER_PX = 10, 8
PLATE, LATER = 205, 235
"""How opaque the ground behind a name is, and what comes after the current step."""


class Look(IntEnum):
    """How a step is drawn: pale after the current one, strong where it is that one; painted in this order."""

    LATER = 0
    PAST = 1
    NOW = 2


class Pencil:
    """Draws in pixels with the colours of one appearance and the team's; `scale` makes the marks smaller."""

    def __init__(self, painter: QPainter, tokens: Tokens, team: int, scale: float) -> None:
        """Prepare sizes and fonts."""
        self.painter, self._tokens, self._team = painter, tokens, team
        self.disc, self.badge, self.mark = _DISC_PX * scale, _BADGE_PX * scale, _MARK_PX * scale
        self.bar, self._head = _BAR_PX * scale, HEAD_PX * scale
        self._fonts = {is_bold: QFont(QGuiApplication.font()) for is_bold in (False, True)}
        for is_bold, font in self._fonts.items():
            font.setPixelSize(max(_LEAST_NAME_PX, QFontInfo(font).pixelSize() - 2))
            font.setBold(is_bold)
        self._metrics = {is_bold: QFontMetricsF(font) for is_bold, font in self._fonts.items()}

    def ink(self, look: Look, full: QColor | None = None) -> QColor:
        """The colour of a step: the team's, or `full`; pale where it is still to come."""
        if look is not Look.LATER:
            return full or self._tokens.team(self._team)
        pale = QColor(self._tokens.pale)
        pale.setAlpha(LATER)
        return pale

    def stroke(
        self,
        points: Sequence[QPointF],
        look: Look,
        width: float,
        *,
        dashes: tuple[float, ...] = (),
        has_head: bool = False,
        colour: QColor | None = None,
    ) -> None:
        """Draw a line through points, dashed and with an arrow's head where it is wished."""
        if len(points) < 2:
            return
        painter, ink, is_now = self.painter, self.ink(look, colour), look is Look.NOW
        pen = QPen(ink, width + (1.2 if is_now else 0.0))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if dashes else Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashes:
            pen.setDashPattern(list(dashes))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        shaft = trimmed(points, 0.0, self._head * 0.7) if has_head else points
        painter.drawPolyline(QPolygonF(list(shaft)))
        if has_head:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            before = shaft[-1] if shaft else points[0]
            painter.drawPolygon(arrow_head(before, points[-1], self._head + (2.0 if is_now else 0.0)))

    def paint_halo(self, at: QPointF, radius: float = HALO_PX) -> None:
        """Draw the ring around the current step."""
        self.paint_ring(at, radius, QColor(self._tokens.accent), _HALO_WIDTH)

    def paint_ring(self, at: QPointF, radius: float, colour: QColor, width: float) -> None:
        """Draw an open circle."""
        self.painter.setPen(QPen(colour, width))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawEllipse(at, radius, radius)

    def paint_disc(self, at: QPointF, look: Look) -> None:
        """Draw where a touch began."""
        self.painter.setPen(QPen(QColor(self._tokens.floor), 1.2))
        # What lies below must not shine through a pale disc.
        for colour in (QColor(self._tokens.floor), self.ink(look)):
            self.painter.setBrush(colour)
            self.painter.drawEllipse(at, self.disc, self.disc)

    def paint_end(self, at: QPointF, look: Look) -> None:
        """Draw where a touch ended."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.ink(look))
        self.painter.drawEllipse(at, END_PX, END_PX)

    def paint_bar(self, at: QPointF, handler: QPointF | None, look: Look) -> None:
        """Draw a screen: a bar across the way from the handler, on a stem."""
        line = QLineF(at, handler if handler is not None else at)
        line = line if line.length() > 0.5 else QLineF(at, at + QPointF(0.0, 1.0))
        unit = line.unitVector()
        along = unit.p2() - unit.p1()
        aside = QPointF(-along.y(), along.x()) * (self.bar / 2)
        ink = self.ink(look)
        for width, colour in ((6.0, QColor(self._tokens.floor)), (4.6 if look is Look.NOW else 3.4, ink)):
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            self.painter.setPen(pen)
            self.painter.drawLine(at - aside, at + aside)
        self.painter.setPen(QPen(ink, 1.8))
        self.painter.drawLine(at, at - along * _STEM_PX)
        if look is Look.NOW:
            self.paint_halo(at, self.bar / 2 + 4)

    def paint_badge(self, words: str, at: QPointF, look: Look) -> None:
        """Write a number into a small circle."""
        painter, tokens, is_now = self.painter, self._tokens, look is Look.NOW
        painter.setPen(QPen(QColor(tokens.accent) if is_now else self.ink(look), 1.2))
        painter.setBrush(QColor(tokens.accent if is_now else tokens.floor))
        radius = self.badge + (1.5 if is_now else 0.0)
        painter.drawEllipse(at, radius, radius)
        font = QFont(self._fonts[True])
        font.setPixelSize(max(_LEAST_NUMBER_PX, round(self.badge * 1.5) - (len(words) > 1)))
        painter.setFont(font)
        painter.setPen(QColor(tokens.accent_text if is_now else tokens.pale if look is Look.LATER else tokens.text))
        painter.drawText(square(at, 2 * self.badge), Qt.AlignmentFlag.AlignCenter, words)

    def size_of(self, name: str, look: Look) -> tuple[float, float]:
        """Width and height of a name with a little air."""
        metrics = self._metrics[look is Look.NOW]
        return metrics.horizontalAdvance(name) + 4, metrics.height() - 2

    def paint_name(self, name: str, rect: QRectF, look: Look) -> None:
        """Write a name on a ground that keeps lines away from it."""
        painter, tokens = self.painter, self._tokens
        plate = QColor(tokens.floor)
        plate.setAlpha(PLATE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(plate)
        painter.drawRoundedRect(rect, 3, 3)
        painter.setFont(self._fonts[look is Look.NOW])
        painter.setPen(QColor(tokens.pale if look is Look.LATER else tokens.text))
        painter.drawText(rect.adjusted(-2, -2, 2, 2), Qt.AlignmentFlag.AlignCenter, name)


def square(centre: QPointF, half: float) -> QRectF:
    """The square around a point."""
    return QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
