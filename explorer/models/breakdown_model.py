"""The breakdown as a table: a row a group, sorted by any number, a small n pale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, override

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from explorer.core import text
from explorer.core.breakdown import Breakdown
from explorer.core.fields import Field
from explorer.core.metrics import MEASURES
from explorer.core.vocabulary import Mark
from explorer.models.roles import Index, Role

_ROOT = QModelIndex()
SMALL_N = 20
"""Below so many possessions a rate is pale: chance alone moves it far."""
_DECIMALS = {"ppp": 2, "ft_rate": 2}
"""Measures written as numbers with so many decimals; the others are shares, written as per cent."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its header, what it says when pointed at, its values and what they are sorted by."""

    header: str
    tip: str
    texts: tuple[str, ...]
    keys: NDArray[np.float64]
    n: NDArray[np.int64] | None = None


class BreakdownModel(QAbstractTableModel):
    """Shows a Breakdown of a field."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without groups."""
        super().__init__(parent)
        self._columns: list[_Column] = []
        self._marks: Sequence[Mark | None] = ()
        self._codes: list[int] = []
        self._order: NDArray[np.intp] = np.zeros(0, np.intp)
        self._share: NDArray[np.float64] = np.zeros(0)
        self._sort: tuple[int, Qt.SortOrder] = (0, Qt.SortOrder.AscendingOrder)

    def show_groups(self, field: Field, groups: Breakdown, marks: Sequence[Mark | None]) -> None:
        """Show other groups; `marks` stand before the labels, one a group. The sorting stays."""
        self.beginResetModel()
        self._codes, self._marks, self._share = groups.codes.tolist(), marks, groups.share
        numbers = np.arange(len(groups), dtype=np.float64)
        self._columns = [
            _Column(field.title, field.tip, groups.labels, numbers),
            _Column("n", "Possessions", _written(groups.n.astype(float), 0), groups.n.astype(float)),
            _Column("pts", "Points of these possessions", _written(groups.points, 0), groups.points),
        ]
        for measure in MEASURES:
            rates = groups.rates[measure.name]
            texts, halves = _rate_texts(measure.name, rates.value), _rate_texts(measure.name, rates.half)
            self._columns.append(_Column(measure.title, measure.formula, texts, rates.value, rates.n))
            if measure.name == "ppp":
                tip = "Half of the 95 % interval of PPP: the true rate lies within this of it, 19 times in 20"
                self._columns.append(_Column("±", tip, halves, rates.half, rates.n))
        self._arrange()
        self.endResetModel()

    def code_at(self, row: int) -> int:
        """The field's code of the group in a row; -1 for the unknown."""
        return self._codes[int(self._order[row])]

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._order)

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
        return int(_alignment(section)) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, section = int(self._order[index.row()]), index.column()
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.texts[row]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(section))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = f"{column.header} {column.texts[row]}"
            return told if column.n is None else f"{told}, n {column.n[row]}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return None if column.n is None else f"{column.texts[row]} (n {column.n[row]:,})"
        if role == Role.IS_PALE:
            return column.texts[row] == text.UNKNOWN or (column.n is not None and bool(column.n[row] < SMALL_N))
        if role == Role.MARK and section == 0 and row < len(self._marks):
            return self._marks[row]
        if role == Role.SHARE and section == 1:
            return float(self._share[row])
        return self.code_at(index.row()) if role == Role.KEY else None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = [int(self._order[index.row()]) for index in before]
        self._sort = (column, order)
        self._arrange()
        place = {row: number for number, row in enumerate(self._order.tolist())}
        self.changePersistentIndexList(
            before, [self.index(place[row], index.column()) for row, index in zip(rows, before, strict=True)]
        )
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        """Sort by a column, the unknown last either way."""
        column, order = self._sort
        if not 0 <= column < len(self._columns):
            self._order = np.arange(len(self._codes))
            return
        keys = self._columns[column].keys
        self._order = np.argsort(-keys if order is Qt.SortOrder.DescendingOrder else keys, kind="stable")


def _alignment(section: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _written(values: NDArray[np.float64], decimals: int) -> tuple[str, ...]:
    return tuple(text.number(value, decimals) for value in values.tolist())


def _rate_texts(name: str, values: NDArray[np.float64]) -> tuple[str, ...]:
    decimals = _DECIMALS.get(name)
    if decimals is not None:
        return _written(values, decimals)
    return tuple(text.share(value, 1) for value in values.tolist())
