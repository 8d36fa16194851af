"""One facet in the pane: a heading that opens and closes, and below it ticks with counts, or a range."""

from __future__ import annotations

from typing import override

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from explorer.core import text as writing
from explorer.core.facets import Facet, How, Range, Tick, Ticks
from explorer.widgets.cells import row_height, tabular
from explorer.widgets.range_slider import RangeSlider
from explorer.widgets.tokens import tokens_of

FEW, MOST = 12, 150
"""Values that are shown at first, and after `More`; what is ticked is always shown."""
_INDENT, _GAP = 8, 6
_ELSEWHERE = "The question asks for this in another way too."


class _TickRow(QCheckBox):
    """A value with its tick on the left, its count on the right, and its share as a faint bar behind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._count, self._share = 0, 0.0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_tick(self, tick: Tick, largest: int) -> None:
        self._count, self._share = tick.count, tick.count / largest if largest else 0.0
        # A title is not a mnemonic.
        self.setText(tick.title.replace("&", "&&"))
        self.setChecked(tick.is_ticked)
        self.setAccessibleName(f"{tick.title}, {writing.count(tick.count, 'possession')}")
        self.setToolTip(f"{tick.title}: {writing.count(tick.count, 'possession')}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(100, row_height(self))

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        painter.setFont(tabular(self.font()))
        rect = self.rect()
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        box.moveLeft(_INDENT)
        left = box.right() + _GAP
        # The quiet words of what cannot be ticked stand on no bar.
        share = self._share if self.isEnabled() else 0.0
        bar = QRectF(left - 2, 2, (rect.width() - left - 4) * share, rect.height() - 4)
        painter.fillRect(bar, QColor(tokens.chosen_bar if self.isChecked() else tokens.bar))
        option.rect = box
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, option, painter, self)
        count = f"{self._count:,}"
        room = painter.fontMetrics().horizontalAdvance(count)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(tokens.text if self._count and self.isEnabled() else tokens.pale))
        painter.drawText(rect.adjusted(0, 0, -_INDENT, 0), middle | int(Qt.AlignmentFlag.AlignRight), count)
        words = QRect(left + 2, 0, rect.width() - _INDENT - room - _GAP - left - 2, rect.height())
        title = self.text().replace("&&", "&")
        title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, middle | int(Qt.AlignmentFlag.AlignLeft), title)
        if self.hasFocus():
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 0, -2, -1))
        painter.end()


class FacetGroup(QWidget):
    """Shows one facet; says what is ticked, which range is chosen, and that it was opened or closed."""

    ticked = Signal(str, bool)
    """The value as a question writes it, and whether it shall hold."""
    range_chosen = Signal(object, object)
    clear_asked = Signal()
    opened = Signal(bool)

    def __init__(self, facet: Facet, parent: QWidget | None = None) -> None:
        """Start closed, with nothing to choose."""
        super().__init__(parent)
        self.facet = facet
        self._ticks = Ticks(())
        self._is_whole = False
        self._rows: list[_TickRow] = []
        self.heading = QToolButton()
        self.heading.setObjectName("facetHeading")
        self.heading.setText(facet.title)
        self.heading.setCheckable(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setArrowType(Qt.ArrowType.RightArrow)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.toggled.connect(self._on_toggled)
        self.clear = QPushButton("Clear")
        self.clear.setFlat(True)
        self.clear.setAccessibleName(f"Clear {facet.title}")
        self.clear.setToolTip(f"Take away what is asked of {facet.title.lower()}")
        self.clear.clicked.connect(lambda checked=False: self.clear_asked.emit())
        self._body = QWidget()
        self._lines = QVBoxLayout(self._body)
        self._lines.setContentsMargins(0, 0, 0, 8)
        self._lines.setSpacing(0)
        self._elsewhere = QLabel(_ELSEWHERE)
        self._elsewhere.setObjectName("facetNote")
        self._elsewhere.setWordWrap(True)
        self.slider = RangeSlider(facet.title, self._write, facet.step, facet.page)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName(f"Search in {facet.title}")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda text: self._show_rows())
        self.more = QPushButton()
        self.more.setFlat(True)
        self.more.clicked.connect(self._on_more)
        if facet.how is How.RANGE:
            margins = QHBoxLayout()
            margins.setContentsMargins(_INDENT, 0, _INDENT, 0)
            margins.addWidget(self.slider)
            self._lines.addLayout(margins)
            self.slider.range_chosen.connect(self.range_chosen)
        else:
            self.slider.hide()
            self._lines.addWidget(self.search)
        self._lines.addWidget(self._elsewhere)
        self._lines.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 4, 0)
        head.setSpacing(0)
        head.addWidget(self.heading, 1)
        head.addWidget(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._body)
        for hidden in (self._body, self.clear, self._elsewhere, self.search, self.more):
            hidden.hide()

    @property
    def is_open(self) -> bool:
        """Whether what is below the heading is shown."""
        return self.heading.isChecked()

    @property
    def shown(self) -> list[str]:
        """The values that are shown, as a question writes them."""
        return [str(row.property("value")) for row in self._rows if not row.isHidden()]

    def row(self, text: str) -> QCheckBox:
        """The tick of a value that is shown; StopIteration where it is not."""
        return next(row for row in self._rows if not row.isHidden() and row.property("value") == text)

    def show_asked(self, is_asked: bool, can_clear: bool) -> None:
        """Show by the heading whether the question speaks of this facet, open or closed."""
        font = self.heading.font()
        font.setBold(is_asked)
        self.heading.setFont(font)
        self.clear.setVisible(can_clear)

    def show_ticks(self, ticks: Ticks) -> None:
        """Show values with their counts."""
        self._ticks = ticks
        self.search.setVisible(ticks.size > FEW)
        self._elsewhere.setVisible(ticks.is_elsewhere)
        self._show_rows()

    def show_range(self, shown: Range) -> None:
        """Show a range with what there is along it."""
        self.slider.show_range(shown.low, shown.high, shown.ends or (0, 0), shown.counts)
        self.slider.setEnabled(shown.ends is not None)
        self._elsewhere.setVisible(shown.is_elsewhere)

    def _show_rows(self) -> None:
        sought = self.search.text().strip().casefold()
        found = [tick for tick in self._ticks.values if sought in tick.title.casefold()]
        most = MOST if self._is_whole or sought else FEW
        shown = [tick for number, tick in enumerate(found) if number < most or tick.is_ticked]
        largest = max((tick.count for tick in found), default=0)
        while len(self._rows) < len(shown):
            self._add_row()
        for row, tick in zip(self._rows, shown, strict=False):
            row.setProperty("value", tick.text)
            row.show_tick(tick, largest)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(shown))
        hidden = min(len(found), MOST) - FEW
        self.more.setVisible(hidden > 0 and not sought)
        self.more.setText("Fewer" if self._is_whole else f"{hidden} more")

    def _add_row(self) -> None:
        row = _TickRow(self._body)
        row.clicked.connect(lambda checked, row=row: self.ticked.emit(str(row.property("value")), checked))
        # Behind the search, before the note and what shows more.
        self._lines.insertWidget(1 + len(self._rows), row)
        self._rows.append(row)

    def _write(self, value: float) -> str:
        if self.facet.is_clock:
            return writing.clock(value)
        return writing.signed(value) if self.facet.name == "margin" else f"{writing.span(value)} s"

    def _on_more(self) -> None:
        self._is_whole = not self._is_whole
        self._show_rows()

    def _on_toggled(self, is_open: bool) -> None:
        self.heading.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._body.setVisible(is_open)
        self.opened.emit(is_open)
