"""A layer of the court: what is drawn, what answers to the pointer, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent
from PySide6.QtWidgets import QWidget

from explorer.core.court import Court
from explorer.core.vocabulary import Mark
from explorer.widgets.tokens import Tokens


class Sign(StrEnum):
    """How a colour stands in a legend: as it is seen on the court."""

    PATCH = "patch"
    DISC = "disc"
    RING = "ring"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a legend: a mark of the house, a sign of a colour or a scale, and its words; else words alone.

    `inner` is a mark that stands within `mark`, half as large and of its colour.
    """

    words: str
    mark: Mark | None = None
    colour: QColor | None = None
    scale: tuple[QColor, ...] = ()
    """Colours from less to more; `ends` is what the first and the last stand for."""
    ends: tuple[str, str] = ("", "")
    sign: Sign = Sign.PATCH
    inner: Mark | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The numbers of a layer as a table of texts; `is_number` says which columns are figures.

    `marks` are the marks that the rows tell of, None for a row of none; empty: the n-th row is the n-th mark's.
    """

    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_number: tuple[bool, ...] = ()
    marks: tuple[int | None, ...] = ()

    def mark_of(self, row: int) -> int | None:
        """The mark that a row tells of."""
        return self.marks[row] if self.marks else row


class Layer(QObject):
    """One way to look at the court; the view shows one at a time.

    Marks are numbered from 0: shots, zones, cells, steps. Places are feet of the court frame.
    """

    changed = Signal()
    """Other marks are shown, or the same ones otherwise: legend, notice and table are stale."""

    moved = Signal()
    """The same marks stand elsewhere: what is told of them is stale, and no more."""

    name = ""
    """What settings and the command line call it."""
    title = ""
    """What its tab says."""
    is_of_one_possession = False
    """Whether it draws the chosen possession, rather than all that are shown."""
    is_full_court = False
    """Whether it is drawn on the whole court."""

    def __init__(self, tokens: Tokens, parent: QObject | None = None) -> None:
        """Start with nothing to show."""
        super().__init__(parent)
        self.tokens = tokens

    @property
    def items(self) -> Sequence[Any]:
        """The items of the scene, each in feet of the court frame, with `set_tokens`; `Drawing`s in most layers."""
        return ()

    @property
    def foot(self) -> QWidget | None:
        """What stands below the court instead of a legend: controls of the layer's own."""
        return None

    def set_tokens(self, tokens: Tokens) -> None:
        """Draw in other colours."""
        self.tokens = tokens
        for item in self.items:
            item.set_tokens(tokens)

    def set_for_file(self, is_for_file: bool) -> None:
        """Draw for a file of any scale until told otherwise: no copies of small pictures."""

    def set_court(self, court: Court) -> None:
        """The court that everything is drawn on is another."""

    def options(self) -> Sequence[QAction]:
        """The choices of this layer, for its menu; separators and submenus as actions too."""
        return ()

    def mark_at(self, x_ft: float, y_ft: float, reach_ft: float) -> int | None:
        """The mark nearest to a place, within reach; None where there is none."""
        return None

    def place_of(self, mark: int) -> tuple[float, float] | None:
        """Where a mark stands."""
        return None

    def words_of(self, mark: int) -> str:
        """Everything that is known of a mark, for the pointer and for a screen reader."""
        return ""

    def choose(self, mark: int) -> None:
        """The mark was clicked, or entered by key."""

    def press(self, event: QKeyEvent) -> bool:
        """A key was pressed on the court; whether the layer did something with it."""
        return False

    def count(self) -> int:
        """How many marks there are."""
        return 0

    def legend(self) -> Sequence[Entry]:
        """What stands below the court."""
        return ()

    @property
    def notice(self) -> str:
        """What stands over the court where there is nothing to draw, or where it is drawn otherwise than asked."""
        return ""

    def summary(self) -> str:
        """The layer in one sentence, for a screen reader and below an exported picture."""
        return ""

    def table(self) -> Rows:
        """The same numbers as a table."""
        return Rows()
