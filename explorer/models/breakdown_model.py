"""A result as a table: a row a group, sorted by any figure, a small n pale, all rows together below."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, override

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from explorer.core import text
from explorer.core.result import NO_RESULT, Figure, Result
from explorer.models.roles import Index, Look, Role

_ROOT = QModelIndex()
SMALL_N = 20
"""Below so many a rate is pale, unless another number was chosen: chance alone moves it far."""
ALL = "all"
"""What stands before the row of all groups together."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: a heading with its labels, or a figure with that of all groups together."""

    header: str
    tip: str
    keys: NDArray[np.float64]
    heading: int = -1
    figure: Figure | None = None
    whole: Figure | None = None


class BreakdownModel(QAbstractTableModel):
    """Shows a Result; its last row, where there is one, is that of all groups together."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without groups."""
        super().__init__(parent)
        self._result = NO_RESULT
        self._columns: list[_Column] = []
        self._order: NDArray[np.intp] = np.zeros(0, np.intp)
        self._sort: tuple[str, Qt.SortOrder] = ("", Qt.SortOrder.AscendingOrder)
        self._small_n = SMALL_N

    @property
    def result(self) -> Result:
        """What is shown."""
        return self._result

    @property
    def small_n(self) -> int:
        """Below how many a rate is pale."""
        return self._small_n

    def set_small_n(self, limit: int) -> None:
        """Pale what rests on fewer."""
        self._small_n = limit
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        if last.isValid():
            self.dataChanged.emit(self.index(0, 0), last)

    def show_result(self, result: Result, figures: Collection[str] | None = None) -> None:
        """Show other groups with the named figures, or those that are shown by default. The sorting stays."""
        self.beginResetModel()
        self._result = result
        whole = {figure.name: figure for figure in result.whole}
        self._columns = [
            _Column(heading, heading, result.keys[:, at], at) for at, heading in enumerate(result.headings)
        ]
        self._columns += [
            _Column(figure.title, figure.tip, figure.value, figure=figure, whole=whole.get(figure.name))
            for figure in result.figures
            if (figure.is_default if figures is None else figure.name in figures or figure.is_difference)
        ]
        self._arrange()
        self.endResetModel()

    @property
    def has_whole(self) -> bool:
        """Whether the last row is that of all groups together."""
        return bool(self._result.whole) and len(self._result) > 0

    def term_at(self, row: int) -> str:
        """The question that the rows of a group are true of; empty where there is none."""
        return self._result.terms[int(self._order[row])] if row < len(self._order) else ""

    def codes_at(self, row: int) -> tuple[int, ...]:
        """The codes of the group in a row, where the result has them."""
        codes = self._result.codes
        return codes[int(self._order[row])] if row < len(self._order) and codes else ()

    @property
    def headings(self) -> int:
        """How many of the columns name the group."""
        return len(self._result.headings)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._order) + self.has_whole

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].header
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._columns[section].tip
        return int(self._alignment(section)) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        section, is_whole = index.column(), index.row() >= len(self._order)
        row = len(self._result) if is_whole else int(self._order[index.row()])
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(column, row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(self._alignment(section))
        if role == Role.LOOK:
            parts = (self.data(index, part) for part in (Role.MARK, Role.SHARE, Role.IS_PALE, Role.BESIDE))
            mark, share, is_pale, beside = parts
            alignment = int(self._alignment(section))
            return Look(self._text(column, row), alignment, mark, None, share, is_pale or False, is_whole, beside)
        if role == Role.IS_HEADING:
            return is_whole
        if role == Role.BESIDE:
            return _beside(column, row, is_whole)
        if role == Role.MARK:
            marks = self._result.marks
            return marks[row] if section == 0 and row < len(marks) else None
        if role == Role.SHARE:
            figure = column.figure
            is_size = figure is not None and figure.name == "n" and not is_whole
            return float(self._result.share[row]) if is_size else None
        if role == Role.KEY:
            return self.term_at(index.row())
        return self._told(column, row, is_whole, role)

    def _text(self, column: _Column, row: int) -> str:
        if row < len(self._result):
            return self._result.labels[row][column.heading] if column.figure is None else column.figure.text(row)
        if column.figure is None:
            return ALL if column.heading == 0 else ""
        return "" if column.whole is None else column.whole.text(0)

    def _told(self, column: _Column, row: int, is_whole: bool, role: int) -> Any:
        """What a figure says besides its text: its n, its interval, the baseline."""
        figure, at = (column.whole, 0) if is_whole else (column.figure, row)
        words = self._text(column, row)
        n = None if figure is None or figure.n is None or np.isnan(figure.n[at]) else int(figure.n[at])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            beside = _beside(column, row, is_whole)
            told = f", {beside} to the baseline" if beside else ""
            return f"{column.header} {words}" + ("" if n is None else f", n {n}") + told
        if role == Qt.ItemDataRole.ToolTipRole:
            if figure is None or n is None:
                return None
            interval = figure.interval(at)
            return f"{words} (n {n:,})" + (f", 95 % interval {interval}" if interval else "")
        if role == Role.IS_PALE:
            return words == text.UNKNOWN or (n is not None and n < self._small_n)
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = [int(self._order[index.row()]) if index.row() < len(self._order) else -1 for index in before]
        name = self._columns[column].header if 0 <= column < len(self._columns) else ""
        self._sort = (name, order)
        self._arrange()
        place = {row: number for number, row in enumerate(self._order.tolist())} | {-1: len(self._order)}
        self.changePersistentIndexList(
            before, [self.index(place[row], index.column()) for row, index in zip(rows, before, strict=True)]
        )
        self.layoutChanged.emit()

    @property
    def sorting(self) -> tuple[int, Qt.SortOrder]:
        """The column that sorts the groups, -1 where none of this name is shown, and the direction."""
        headers = [column.header for column in self._columns]
        name, order = self._sort
        return (headers.index(name) if name in headers else -1, order)

    def _arrange(self) -> None:
        """Sort by a column, the unknown last either way; groups come in the order of their keys."""
        place, order = self.sorting
        if place < 0:
            self._order = np.arange(len(self._result))
            return
        keys = self._columns[place].keys
        self._order = np.argsort(-keys if order is Qt.SortOrder.DescendingOrder else keys, kind="stable")

    def _alignment(self, section: int) -> Qt.AlignmentFlag:
        is_figure = section >= len(self._result.headings)
        return (
            Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
        ) | Qt.AlignmentFlag.AlignVCenter


def _beside(column: _Column, row: int, is_whole: bool) -> str | None:
    """How far a cell lies from the baseline; None where there is none."""
    figure, at = (column.whole, 0) if is_whole else (column.figure, row)
    return None if figure is None else figure.beside_text(at)
