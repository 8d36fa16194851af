"""The commands that fit what is typed, as the palette lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import override

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from explorer.core.matching import ranked

type _Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One command: its words, the menus that lead to it, its key, and why it cannot be used now, if it cannot."""

    title: str
    path: str
    shortcut: str = ""
    tip: str = ""
    is_enabled: bool = True
    reason: str = ""
    is_checked: bool = False

    @property
    def note(self) -> str:
        """What stands behind the title: the menus, or why it cannot be used."""
        return self.path if self.is_enabled else f"{self.path} · {self.reason or 'not now'}"

    @property
    def spoken(self) -> str:
        """What a screen reader tells of it."""
        state = "" if self.is_enabled else f"unavailable: {self.reason or 'not now'}"
        parts = (self.title, "ticked" if self.is_checked else "", self.path, self.shortcut, state)
        return ", ".join(part for part in parts if part)


class PaletteModel(QAbstractListModel):
    """Lists the entries that fit, the best first; what cannot be used stands behind what fits as well and can."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._entries: tuple[PaletteEntry, ...] = ()
        self._shown: list[tuple[int, tuple[int, ...]]] = []

    def set_entries(self, entries: Sequence[PaletteEntry]) -> None:
        """List these, all of them."""
        self._entries = tuple(entries)
        self.narrow("")

    def narrow(self, typed: str) -> None:
        """List those that fit what is typed."""
        found = ranked(typed, [(entry.title, entry.path, entry.tip) for entry in self._entries])
        if typed.strip():
            found.sort(key=lambda one: (one[1].cost, not self._entries[one[0]].is_enabled))
        self.beginResetModel()
        self._shown = [(number, fit.places) for number, fit in found]
        self.endResetModel()

    def entry(self, row: int) -> PaletteEntry:
        """The entry in a row."""
        return self._entries[self._shown[row][0]]

    def number(self, row: int) -> int:
        """The place among all entries of the one in a row."""
        return self._shown[row][0]

    def places(self, row: int) -> tuple[int, ...]:
        """The letters of the title in a row that fit what is typed."""
        return self._shown[row][1]

    @override
    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entry(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title
            case Qt.ItemDataRole.ToolTipRole:
                return entry.tip
            case Qt.ItemDataRole.AccessibleTextRole:
                return entry.spoken
            case _:
                return None
