"""The legend below the court: marks, patches of colour and words, flowing over as many lines as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import override

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.widgets.court.layer import Entry, Sign
from explorer.widgets.marks import SIZE, paint_mark
from explorer.widgets.tokens import Tokens, tokens_of

_EDGE, _GAP, _SIGN, _ABOVE, _NEAR = 10, 16, 14, 5, 5
_PATCH, _RING_WIDTH = 9.0, 2.0
_STEP = 11
"""Pixels of a step of a scale."""
MOST_LINES = 4
"""So many lines are shown; what comes after is in the table of the layer."""


def flow(entries: Sequence[Entry], metrics: QFontMetrics, width: int) -> list[tuple[Entry, int, int]]:
    """Each entry with its pixels from the left and its line; what does not fit goes to the next line."""
    places: list[tuple[Entry, int, int]] = []
    x, line = _EDGE, 0
    for entry in entries:
        needed = _sign(entry, metrics) + metrics.horizontalAdvance(entry.words)
        if x > _EDGE and x + needed > width - _EDGE // 2:
            x, line = _EDGE, line + 1
        places.append((entry, x, line))
        x += needed + _GAP
    return places


def height_of(entries: Sequence[Entry], metrics: QFontMetrics, width: int) -> int:
    """How many pixels a legend of a width needs."""
    lines = min(max((line for *_, line in flow(entries, metrics, width)), default=0) + 1, MOST_LINES)
    return lines * metrics.height() + 2 * _ABOVE


def paint_legend(painter: QPainter, entries: Sequence[Entry], width: int, tokens: Tokens) -> None:
    """Draw a legend from the painter's origin, in its font; it may stand on a screen, in an image or a vector file."""
    metrics = QFontMetrics(painter.font())
    for entry, x, line in flow(entries, metrics, width):
        if line >= MOST_LINES:
            break
        middle = _ABOVE + (line + 0.5) * metrics.height()
        if entry.mark is not None:
            for mark, size in ((entry.mark, float(SIZE)), (entry.inner, SIZE / 2)):
                if mark is not None:
                    paint_mark(painter, mark, QPointF(x + 5, middle), entry.colour or tokens.mark(entry.mark), size)
        elif entry.colour is not None:
            _paint_colour(painter, entry.colour, entry.sign, QPointF(x + 5, middle), tokens)
        painter.setPen(QColor(tokens.muted))
        baseline = middle + metrics.ascent() / 2 - 1.5
        if entry.scale:
            _paint_scale(painter, entry, metrics, x, middle, baseline)
        start = x + _sign(entry, metrics)
        # A single entry can be wider than the whole legend.
        words = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, max(width - start - 2, 20))
        painter.drawText(QPointF(start, baseline), words)


def _paint_colour(painter: QPainter, colour: QColor, sign: Sign, centre: QPointF, tokens: Tokens) -> None:
    if sign is Sign.PATCH:
        painter.setPen(QPen(QColor(tokens.pale), 1))
        painter.setBrush(colour)
        painter.drawRect(QRectF(centre.x() - 4.5, round(centre.y() - _PATCH / 2) + 0.5, _PATCH, _PATCH))
    elif sign is Sign.DISC:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(centre, _PATCH / 2, _PATCH / 2)
    else:
        painter.setPen(QPen(colour, _RING_WIDTH))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = (_PATCH - _RING_WIDTH) / 2
        painter.drawEllipse(centre, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_scale(
    painter: QPainter, entry: Entry, metrics: QFontMetrics, x: int, middle: float, baseline: float
) -> None:
    """Draw the colours side by side, with what the first and the last stand for."""
    first, last = entry.ends
    painter.drawText(QPointF(x, baseline), first)
    x += metrics.horizontalAdvance(first) + _NEAR
    for number, colour in enumerate(entry.scale):
        painter.fillRect(QRectF(x + number * _STEP, round(middle - _PATCH / 2), _STEP, _PATCH + 1), colour)
    painter.drawText(QPointF(x + len(entry.scale) * _STEP + _NEAR, baseline), last)


def _sign(entry: Entry, metrics: QFontMetrics) -> int:
    """How many pixels stand before an entry's words."""
    if entry.scale:
        ends = sum(metrics.horizontalAdvance(end) for end in entry.ends)
        return ends + len(entry.scale) * _STEP + 2 * _NEAR + _SIGN // 2
    return 0 if entry.mark is None and entry.colour is None else _SIGN


class Legend(QWidget):
    """Shows what marks and colours stand for, and how many there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without an entry."""
        super().__init__(parent)
        self._entries: Sequence[Entry] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these."""
        self._entries = entries
        self.setAccessibleName(", ".join(self._words()) or "No shots")
        self._fit()
        self.update()

    def _words(self) -> Iterator[str]:
        return (f"{entry.ends[0]} to {entry.ends[1]}" if entry.scale else entry.words for entry in self._entries)

    @property
    def entries(self) -> Sequence[Entry]:
        """What is shown."""
        return self._entries

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_legend(painter, self._entries, self.width(), tokens_of(self.palette()))

    def _fit(self) -> None:
        self.setFixedHeight(height_of(self._entries, self.fontMetrics(), self.width()))
        lines = max((line for *_, line in flow(self._entries, self.fontMetrics(), self.width())), default=0)
        self.setToolTip("\n".join(self._words()) if lines >= MOST_LINES else "")

    @override
    def resizeEvent(self, event: object) -> None:
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height() + 2 * _ABOVE)
