"""What cells carry beside their text, for the delegates that draw them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from explorer.core.vocabulary import Mark

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
    LOOK = Qt.ItemDataRole.UserRole + 9
    """All that a cell shows, as a Look; None where a model tells it role by role."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell shows, told at once: a long list is painted by asking for hundreds of cells."""

    text: str
    alignment: int
    mark: Mark | None = None
    team: int | None = None
    share: float | None = None
    is_pale: bool = False
    is_heading: bool = False
    beside: str | None = None


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def look_of(index: Index) -> Look:
    """What a cell of any model shows."""
    look = index.data(Role.LOOK)
    if isinstance(look, Look):
        return look
    mark = index.data(Role.MARK)
    return Look(
        str(index.data(Qt.ItemDataRole.DisplayRole) or ""),
        index.data(Qt.ItemDataRole.TextAlignmentRole) or _LEFT,
        # Qt hands the word back as a plain text.
        Mark(mark) if mark else None,
        index.data(Role.TEAM),
        index.data(Role.SHARE),
        bool(index.data(Role.IS_PALE)),
        bool(index.data(Role.IS_HEADING)),
        index.data(Role.BESIDE),
    )
