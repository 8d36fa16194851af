"""A small table of ready-made cells: the tabs that tell of one possession."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, override

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from explorer.core.vocabulary import Mark
from explorer.models.roles import Index, Role

_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, what it says when pointed at, and how it is drawn."""

    text: str
    tip: str = ""
    mark: Mark | None = None
    team: int | None = None
    is_pale: bool = False
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `key` is what a click on it means."""

    cells: tuple[Cell, ...]
    key: object = None
    is_heading: bool = False


class RowsModel(QAbstractTableModel):
    """Shows rows as they are."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        """Start without rows under these headers."""
        super().__init__(parent)
        self._headers = tuple(headers)
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row], headers: Sequence[str] | None = None) -> None:
        """Show other rows, under other headers where they are given."""
        self.beginResetModel()
        self._rows = tuple(rows)
        if headers is not None:
            self._headers = tuple(headers)
        self.endResetModel()

    def row(self, number: int) -> Row:
        """The row at a place."""
        return self._rows[number]

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headers)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._rows[index.row()].is_heading:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Role.IS_HEADING:
            return row.is_heading
        if role == Role.KEY:
            return row.key
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(row, index.column())
        if index.column() >= len(row.cells):
            return None
        cell = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if cell.is_number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return (
            {Role.MARK: cell.mark, Role.TEAM: cell.team, Role.IS_PALE: cell.is_pale}.get(Role(role))
            if role
            in (
                Role.MARK,
                Role.TEAM,
                Role.IS_PALE,
            )
            else None
        )

    def _said(self, row: Row, column: int) -> str:
        """What is heard of a cell: with its header, or that there is nothing; all of a heading is the heading."""
        text = row.cells[column].text if column < len(row.cells) else ""
        if row.is_heading and not text:
            return row.cells[0].text
        return f"{self._headers[column]} {text or 'empty'}".strip()
