"""A quiet table of ready-made rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from explorer.models.rows_model import Row, RowsModel
from explorer.widgets.cells import row_height
from explorer.widgets.quiet_table import add_copy, make_quiet

_MOST_WIDTH, _LEAST_LAST = 240, 120
_LEAST = 72
"""Pixels below which no column is cut: numbers stay whole, names are broken into lines."""
_MOST_WRAPPED = 300
"""Rows: a longer table keeps one line a row, since measuring each takes time."""


class RowsTable(QTableView):
    """Shows rows, headings across all columns; the columns' widths follow what they hold."""

    def __init__(self, name: str, headers: Sequence[str], parent: QWidget | None = None) -> None:
        """Name the table for a screen reader; the last column takes what width is left."""
        super().__init__(parent)
        self._wanted: list[int] = []
        self._rows = RowsModel(headers, self)
        self.setModel(self._rows)
        make_quiet(self, name)
        self.setWordWrap(True)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setVisible(any(headers))
        self._set_heights()
        add_copy(self, self._on_copy)

    @property
    def rows(self) -> RowsModel:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[Row], headers: Sequence[str] | None = None) -> None:
        """Show other rows, under other headers where they are given."""
        self.clearSpans()
        self._rows.set_rows(rows, headers)
        if headers is not None:
            self.horizontalHeader().setVisible(any(headers))
        columns = self._rows.columnCount()
        for number, row in enumerate(rows):
            if row.is_heading and columns > 1:
                self.setSpan(number, 0, 1, columns)
        self.resizeColumnsToContents()
        self._wanted = [self.horizontalHeader().sectionSize(column) for column in range(columns - 1)]
        self._fill()

    def _fill(self) -> None:
        """Give the last column what room is left; a header in a hidden tab does not do it by itself."""
        header = self.horizontalHeader()
        last = header.count() - 1
        if last >= 0:
            widths = fitting(self._wanted[:last], self.viewport().width() - _LEAST_LAST)
            for column, width in enumerate(widths):
                header.resizeSection(column, width)
            header.resizeSection(last, max(self.viewport().width() - sum(widths), _LEAST_LAST))
            self._set_row_heights()

    def _set_row_heights(self) -> None:
        """Give wrapped text its lines; Qt's own way would also ask the hidden header, which wants more air."""
        if self._rows.rowCount() <= _MOST_WRAPPED:
            for row in range(self._rows.rowCount()):
                self.setRowHeight(row, max(self.sizeHintForRow(row), row_height(self)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _set_heights(self) -> None:
        self.verticalHeader().setDefaultSectionSize(row_height(self))

    def _on_copy(self) -> None:
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        rows = chosen or range(self._rows.rowCount())
        lines = ["\t".join(cell.text for cell in self._rows.row(number).cells) for number in rows]
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_heights()


def fitting(wanted: Sequence[int], room: int) -> list[int]:
    """Widths of columns in pixels that fit into a room, the widest cut first and none to less than can be read."""
    widths = [min(width, _MOST_WIDTH) for width in wanted]
    while sum(widths) > room and max(widths, default=0) > _LEAST:
        widest = widths.index(max(widths))
        widths[widest] = max(_LEAST, widths[widest] - max(1, min(sum(widths) - room, 8)))
    return widths
