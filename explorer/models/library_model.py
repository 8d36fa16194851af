"""The library's tree: days, and the games of each, narrowed by the words of a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, override

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from explorer.core.model import Key
from explorer.models.roles import Index, Role

_ROOT = QModelIndex()
_DAY = 0xFFFFFFFF
"""The internal number of a day's index; a game's carries the number of its day."""


@dataclass(frozen=True, slots=True)
class GameItem:
    """What the library shows of a game: a title, a quieter line, and all words that a search finds it by."""

    key: Key
    day: str
    title: str
    subtitle: str
    tip: str
    words: str


class LibraryModel(QAbstractItemModel):
    """A day is a row with its games below, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without games."""
        super().__init__(parent)
        self._items: tuple[GameItem, ...] = ()
        self._search = ""
        self._days: list[tuple[str, list[GameItem]]] = []
        self._places: dict[Key, tuple[int, int]] = {}

    def set_items(self, items: Sequence[GameItem]) -> None:
        """Show other games."""
        self.beginResetModel()
        self._items = tuple(items)
        self._arrange()
        self.endResetModel()

    def set_search(self, words: str) -> None:
        """Show only games that hold every word."""
        self.beginResetModel()
        self._search = words
        self._arrange()
        self.endResetModel()

    def game_keys(self) -> list[Key]:
        """Every game that is shown, in order."""
        return [item.key for _, items in self._days for item in items]

    def index_of(self, key: Key) -> QModelIndex:
        """Where a game is shown; an invalid index where it is not."""
        found = self._places.get(key)
        return QModelIndex() if found is None else self.createIndex(found[1], 0, found[0])

    def item_at(self, index: Index) -> GameItem | None:
        """The game of an index; None for a day."""
        if not index.isValid() or index.internalId() == _DAY:
            return None
        return self._days[index.internalId()][1][index.row()]

    def _arrange(self) -> None:
        words = self._search.casefold().split()
        days: dict[str, list[GameItem]] = {}
        for item in self._items:
            if all(word in item.words.casefold() for word in words):
                days.setdefault(item.day, []).append(item)
        self._days = sorted(days.items(), key=lambda day: day[0], reverse=True)
        self._places = {
            item.key: (day, place) for day, (_, items) in enumerate(self._days) for place, item in enumerate(items)
        }

    @override
    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        if column != 0 or row < 0:
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, 0, _DAY) if row < len(self._days) else QModelIndex()
        if parent.internalId() != _DAY or row >= len(self._days[parent.row()][1]):
            return QModelIndex()
        return self.createIndex(row, 0, parent.row())

    @override
    def parent(self, child: Index = _ROOT) -> QModelIndex:  # type: ignore[override]  # Qt's other parent() is QObject's
        if not child.isValid() or child.internalId() == _DAY:
            return QModelIndex()
        return self.createIndex(child.internalId(), 0, _DAY)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        if not parent.isValid():
            return len(self._days)
        return len(self._days[parent.row()][1]) if parent.internalId() == _DAY else 0

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 1

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and index.internalId() == _DAY:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self.item_at(index)
        if item is None:
            day, items = self._days[index.row()]
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return day
            return True if role == Role.IS_HEADING else str(len(items)) if role == Role.SUBTITLE else None
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.title}, {item.subtitle}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.tip
        if role == Role.SUBTITLE:
            return item.subtitle
        return item.key if role == Role.KEY else None
