"""Words in at most two lines: the second is cut with an ellipsis where they need more."""

from __future__ import annotations

from typing import override

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_MOST = 2


class TwoLines(QLabel):
    """A QLabel as high as two lines whatever it says, so that nothing around it moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def lines(self) -> list[str]:
        """The words as they are shown in the width that there is."""
        words, metrics, width = self.text(), self.fontMetrics(), self.contentsRect().width()
        layout = QTextLayout(words, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        shown: list[str] = []
        layout.beginLayout()
        while words and len(shown) < _MOST and (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            end = len(words) if len(shown) == _MOST - 1 else line.textStart() + line.textLength()
            part = words[line.textStart() : end].rstrip()
            shown.append(metrics.elidedText(part, Qt.TextElideMode.ElideRight, width))
        layout.endLayout()
        return shown

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _MOST * self.fontMetrics().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, _MOST * self.fontMetrics().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        metrics, lines, rect = self.fontMetrics(), self.lines(), self.contentsRect()
        top = rect.top() + (rect.height() - len(lines) * metrics.height()) / 2
        for number, line in enumerate(lines):
            painter.drawText(QPointF(rect.left(), top + number * metrics.height() + metrics.ascent()), line)
