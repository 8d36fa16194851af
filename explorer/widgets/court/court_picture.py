"""The court as a picture for others: alone, or with what it shows written around it; on any painter."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QGraphicsView

from explorer.widgets.court.court_view import CourtView
from explorer.widgets.court.legend import height_of, paint_legend
from explorer.widgets.tokens import tokens_of

_EDGE, _GAP = 12, 6
_TITLE_SCALE, _SMALL_SCALE = 1.25, 0.9
_LEAST_COURT, _LEAST_WIDTH = 80, 160
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around the court: a title and lines above it, lines below it and its legend."""

    title: str
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


class CourtPicture:
    """Paints what a court shows, in a size of its own."""

    def __init__(self, view: CourtView, size: QSize, caption: Caption | None, *, is_transparent: bool = False) -> None:
        """`caption` None is the court alone; transparent, neither ground nor floor is painted."""
        self._view, self.size, self._caption, self._is_transparent = view, size, caption, is_transparent

    @classmethod
    def fitting(cls, view: CourtView, width: int, caption: Caption | None, *, is_transparent: bool) -> CourtPicture:
        """The picture of a width that is just as high as the court and its words need."""
        found = cls(view, QSize(width, width), caption, is_transparent=is_transparent)
        room = view.canvas.court_rect()
        words, inner = (0, width) if caption is None else (found._words_height(caption), width - 2 * _EDGE)
        found.size = QSize(width, words + max(round(inner * room.height() / room.width()), _LEAST_COURT))
        return found

    @property
    def least(self) -> QSize:
        """The least size in which the court and its words have room, at this width."""
        words = 0 if self._caption is None else self._words_height(self._caption)
        return QSize(_LEAST_WIDTH, words + _LEAST_COURT)

    def paint(self, painter: QPainter) -> None:
        """Paint it from the painter's origin."""
        tokens = tokens_of(self._view.palette())
        room = QRect(QPoint(0, 0), self.size)
        if not self._is_transparent:
            painter.fillRect(room, QColor(tokens.window))
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        if self._caption is not None:
            room = self._paint_words(painter, self._caption)
        self._paint_court(painter, room)

    def _paint_words(self, painter: QPainter, caption: Caption) -> QRect:
        """Write the words; the room that is left for the court."""
        tokens, plain = tokens_of(self._view.palette()), self._view.font()
        title, small = _scaled(plain, _TITLE_SCALE), _scaled(plain, _SMALL_SCALE)
        title.setBold(True)
        width, top = self.size.width() - 2 * _EDGE, _EDGE
        above = [(caption.title, title, tokens.text), *((line, plain, tokens.muted) for line in caption.above)]
        for words, font, colour in above:
            top += _write(painter, words, font, colour, QPoint(_EDGE, top), width)
        bottom = self.size.height() - _EDGE
        for line in reversed(caption.below):
            bottom -= _height(line, small, width)
            _write(painter, line, small, tokens.muted, QPoint(_EDGE, bottom), width)
        if self._view.has_strip:
            bottom -= self._view.strip.height()
            self._view.strip.paint_at(painter, QRectF(_EDGE, bottom, width, self._view.strip.height()))
        entries = self._view.drawn.legend()
        if entries:
            painter.setFont(plain)
            bottom -= height_of(entries, QFontMetrics(plain), self.size.width())
            painter.save()
            painter.translate(0, bottom)
            paint_legend(painter, entries, self.size.width(), tokens)
            painter.restore()
        top += _GAP
        return QRect(_EDGE, top, width, max(bottom - top, _LEAST_COURT))

    def _words_height(self, caption: Caption) -> int:
        """How much of the height the words take."""
        plain = self._view.font()
        title, small = _scaled(plain, _TITLE_SCALE), _scaled(plain, _SMALL_SCALE)
        title.setBold(True)
        width = self.size.width() - 2 * _EDGE
        lines = [(caption.title, title), *((line, plain) for line in caption.above)]
        lines += [(line, small) for line in caption.below]
        entries = self._view.drawn.legend()
        legend = height_of(entries, QFontMetrics(plain), self.size.width()) if entries else 0
        strip = self._view.strip.height() if self._view.has_strip else 0
        return sum(_height(words, font, width) for words, font in lines) + legend + strip + 2 * _EDGE + _GAP

    def _paint_court(self, painter: QPainter, room: QRect) -> None:
        canvas = self._view.canvas
        ground = canvas.backgroundBrush()
        self._view.set_for_file(True, is_bare=self._is_transparent)
        canvas.setBackgroundBrush(Qt.BrushStyle.NoBrush)
        try:
            painter.save()
            # The court's own room within the view: what the view has beside it would only make it smaller.
            source = canvas.court_rect()
            size = QSizeF(source.size()).scaled(QSizeF(room.size()), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(QPointF(0, 0), size)
            target.moveCenter(QRectF(room).center())
            QGraphicsView.render(canvas, painter, target, source, Qt.AspectRatioMode.IgnoreAspectRatio)
            painter.restore()
            if self._view.notice:
                self._write_notice(painter, room)
        finally:
            self._view.set_for_file(False)
            canvas.setBackgroundBrush(ground)

    def _write_notice(self, painter: QPainter, room: QRect) -> None:
        painter.setFont(self._view.font())
        painter.setPen(QColor(tokens_of(self._view.palette()).text))
        # Words about what is drawn do not stand in front of it.
        where = Qt.AlignmentFlag.AlignTop if self._view.drawn.count() else Qt.AlignmentFlag.AlignVCenter
        flags = where | Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room.adjusted(0, _GAP, 0, 0), flags, self._view.notice)


def _scaled(font: QFont, by: float) -> QFont:
    scaled = QFont(font)
    if font.pixelSize() > 0:
        scaled.setPixelSize(max(round(font.pixelSize() * by), 1))
    else:
        scaled.setPointSizeF(font.pointSizeF() * by)
    return scaled


def _height(words: str, font: QFont, width: int) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10_000), _WRAPPED, words).height() + 2


def _write(painter: QPainter, words: str, font: QFont, colour: str, at: QPoint, width: int) -> int:
    """Write words, wrapped within a width; how high they are."""
    height = _height(words, font, width)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(QRect(at, QSize(width, height)), _WRAPPED, words)
    return height
