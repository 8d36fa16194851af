"""A choice of one of several, as a submenu of a layer."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu


class Choices(QObject):
    """Holds the submenu; says what was chosen."""

    chosen = Signal(str)

    def __init__(self, title: str, words: Mapping[str, str], parent: QObject | None = None) -> None:
        """Offer values with their words."""
        super().__init__(parent)
        self._menu = QMenu(title)
        self._group = QActionGroup(self)
        for value, said in words.items():
            action = QAction(said, self._group, checkable=True)
            action.setData(value)
            self._menu.addAction(action)
        self._group.triggered.connect(lambda action: self.chosen.emit(action.data()))

    @property
    def action(self) -> QAction:
        """What opens the submenu."""
        return self._menu.menuAction()

    def tick(self, value: str) -> None:
        """Mark a value as the one that holds."""
        for action in self._group.actions():
            action.setChecked(action.data() == value)
