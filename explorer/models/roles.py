"""What cells carry beside their text, for the delegates that draw them."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

type Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Data roles of the house; each is documented by what it returns."""

    KEY = Qt.ItemDataRole.UserRole + 1
    """The row's own key (int or tuple): a row is known by it, not by its number."""
    MARK = Qt.ItemDataRole.UserRole + 2
    """A core.vocabulary.Mark to draw before the text, or None."""
    TEAM = Qt.ItemDataRole.UserRole + 3
    """The number of a team's colour to draw before the text, or None."""
    SHARE = Qt.ItemDataRole.UserRole + 4
    """A share from 0 to 1 to draw as a bar inside the cell, or None."""
    IS_PALE = Qt.ItemDataRole.UserRole + 5
    """Whether the text is of less weight: a zero, or something unknown."""
    IS_HEADING = Qt.ItemDataRole.UserRole + 6
    """Whether the row is a heading over those below it."""
    BESIDE = Qt.ItemDataRole.UserRole + 8
    """A quieter text to the right of the text: how far a value lies from a baseline; or None."""
    SUBTITLE = Qt.ItemDataRole.UserRole + 7
    """A second, quieter line."""
