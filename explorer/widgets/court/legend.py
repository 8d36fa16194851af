"""The legend below the court: marks, patches of colour and words, flowing over as many lines as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import override

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.widgets.court.layer import Entry, Sign
from explorer.widgets.marks import SIZE, paint_mark
from explorer.widgets.tokens import Tokens, tokens_of

_EDGE, _GAP, _SIGN, _ABOVE, _NEAR = 10, 16, 14, 5, 5
_PATCH, _RING_WIDTH = 9.0, 2.0
_STEP, _LEAST_STEP = 11, 3
"""Pixels of a step of a scale, where there is room and where there is none."""
MOST_LINES = 4
"""So many lines are shown; how many entries come after is told, and the tooltip has them all."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry, or a line of one that is wider than the legend: pixels from the left, its line, and what is written.

    `is_first` where the sign of the entry stands before its words.
    """

    entry: Entry
    x: int
    line: int
    words: str
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class Flow:
    """Where everything stands; `more` and its place tell of entries that have no line."""

    pieces: tuple[Piece, ...]
    more: str = ""
    more_x: int = 0

    @property
    def lines(self) -> int:
        """How many lines there are, at least one."""
        return max((piece.line for piece in self.pieces), default=0) + 1


def flow(entries: Sequence[Entry], metrics: QFontMetrics, width: int) -> Flow:
    """Each entry in a line; what does not fit goes to the next, and a sentence that fits in none is wrapped."""
    pieces = _pieces(entries, metrics, width)
    if not pieces or pieces[-1].line < MOST_LINES:
        return Flow(tuple(pieces))
    shown = [piece for piece in pieces if piece.line < MOST_LINES]
    while True:
        last = shown[-1]
        whole = {id(piece.entry) for piece in shown} - {id(piece.entry) for piece in pieces[len(shown) :]}
        more = f"… and {len(entries) - len(whole):,} more"
        end = last.x + _sign(last, metrics, width) + metrics.horizontalAdvance(last.words) + _GAP
        if last.line < MOST_LINES - 1:
            return Flow((*shown, Piece(Entry(""), _EDGE, MOST_LINES - 1, "")), more, _EDGE)
        if end + metrics.horizontalAdvance(more) <= width - _EDGE // 2:
            return Flow(tuple(shown), more, end)
        shown.pop()


def _pieces(entries: Sequence[Entry], metrics: QFontMetrics, width: int) -> list[Piece]:
    pieces: list[Piece] = []
    x, line, right = _EDGE, 0, width - _EDGE // 2
    for entry in entries:
        sign = _sign(Piece(entry, 0, 0, ""), metrics, width)
        needed = sign + metrics.horizontalAdvance(entry.words)
        if x > _EDGE and x + needed > right:
            x, line = _EDGE, line + 1
        if entry.scale and x + needed > right:
            # Words that do not fit behind a scale stand below it.
            pieces.append(Piece(entry, x, line, ""))
            rows = _wrapped(entry.words, metrics, right - _EDGE)
            pieces += [Piece(entry, _EDGE, line + 1 + number, row, False) for number, row in enumerate(rows)]
            x, line = _EDGE + metrics.horizontalAdvance(rows[-1]) + _GAP, line + len(rows)
            continue
        if x + needed <= right:
            pieces.append(Piece(entry, x, line, entry.words))
            x += needed + _GAP
            continue
        rows = _wrapped(entry.words, metrics, right - x - sign)
        for number, row in enumerate(rows):
            pieces.append(Piece(entry, x + (sign if number else 0), line + number, row, not number))
        line += len(rows) - 1
        x += sign + metrics.horizontalAdvance(rows[-1]) + _GAP
    return pieces


def _wrapped(words: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Words in lines of a width; a single word that is wider is cut with a sign."""
    width = max(width, 20)
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and metrics.horizontalAdvance(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    # What is just as wide as its room would be cut by a fraction of a pixel.
    return [
        line
        if metrics.horizontalAdvance(line) <= width
        else metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
        for line in lines
    ]


def height_of(entries: Sequence[Entry], metrics: QFontMetrics, width: int) -> int:
    """How many pixels a legend of a width needs."""
    return flow(entries, metrics, width).lines * metrics.height() + 2 * _ABOVE


def paint_legend(painter: QPainter, entries: Sequence[Entry], width: int, tokens: Tokens) -> None:
    """Draw a legend from the painter's origin, in its font; it may stand on a screen, in an image or a vector file."""
    metrics = QFontMetrics(painter.font())
    found = flow(entries, metrics, width)
    for piece in found.pieces:
        middle, baseline = _heights(piece.line, metrics)
        entry, x = piece.entry, piece.x
        if piece.is_first and entry.mark is not None:
            for mark, size in ((entry.mark, float(SIZE)), (entry.inner, SIZE / 2)):
                if mark is not None:
                    paint_mark(painter, mark, QPointF(x + 5, middle), entry.colour or tokens.mark(entry.mark), size)
        elif piece.is_first and entry.colour is not None:
            _paint_colour(painter, entry.colour, entry.sign, QPointF(x + 5, middle), tokens)
        painter.setPen(QColor(tokens.muted))
        if piece.is_first and entry.scale:
            _paint_scale(painter, entry, metrics, x, middle, baseline, width, tokens)
        painter.drawText(QPointF(x + _sign(piece, metrics, width), baseline), piece.words)
    if found.more:
        painter.drawText(QPointF(found.more_x, _heights(found.lines - 1, metrics)[1]), found.more)


def _heights(line: int, metrics: QFontMetrics) -> tuple[float, float]:
    """Where the middle and the foot of the letters of a line are."""
    middle = _ABOVE + (line + 0.5) * metrics.height()
    return middle, middle + metrics.ascent() / 2 - 1.5


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
    painter: QPainter, entry: Entry, metrics: QFontMetrics, x: int, middle: float, baseline: float, width: int,
    tokens: Tokens,
) -> None:  # fmt: skip
    """Draw the colours side by side, with what the first and the last stand for."""
    first, last = entry.ends
    step = _step(entry, metrics, width)
    painter.drawText(QPointF(x, baseline), first)
    x += metrics.horizontalAdvance(first) + _NEAR
    top = round(middle - _PATCH / 2)
    for number, colour in enumerate(entry.scale):
        painter.fillRect(QRectF(x + number * step, top, step, _PATCH + 1), colour)
    painter.setPen(QPen(QColor(tokens.pale), 1))
    painter.drawRect(QRectF(x - 0.5, top - 0.5, len(entry.scale) * step + 1, _PATCH + 2))
    painter.setPen(QColor(tokens.muted))
    painter.drawText(QPointF(x + len(entry.scale) * step + _NEAR, baseline), last)


def _step(entry: Entry, metrics: QFontMetrics, width: int) -> int:
    """How wide a step of a scale is where the legend is so wide."""
    ends = sum(metrics.horizontalAdvance(end) for end in entry.ends)
    room = width - _EDGE - _EDGE // 2 - ends - 2 * _NEAR
    return max(min(room // len(entry.scale), _STEP), _LEAST_STEP)


def _sign(piece: Piece, metrics: QFontMetrics, width: int) -> int:
    """How many pixels stand before an entry's words."""
    entry = piece.entry
    if not piece.is_first:
        return 0
    if entry.scale:
        ends = sum(metrics.horizontalAdvance(end) for end in entry.ends)
        after = _SIGN // 2 if entry.words else 0
        return ends + len(entry.scale) * _step(entry, metrics, width) + 2 * _NEAR + after
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
        return (
            f"{entry.ends[0]} to {entry.ends[1]} {entry.words}".rstrip() if entry.scale else entry.words
            for entry in self._entries
        )

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
        has_more = bool(flow(self._entries, self.fontMetrics(), self.width()).more)
        self.setToolTip("\n".join(self._words()) if has_more else "")

    @override
    def resizeEvent(self, event: object) -> None:
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height() + 2 * _ABOVE)
