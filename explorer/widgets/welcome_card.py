"""A short welcome above the list: what is seen, where to open a file, where to put a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_WIDE = 520
"""Pixels from which the words of the steps have room."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: the name of what does it, the words to click, and what they are for."""

    name: str
    title: str
    words: str


class WelcomeCard(QFrame):
    """Shows a title, a sentence and a few steps; says which step was chosen."""

    chosen = Signal(str)
    """The name of a step."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden and empty."""
        super().__init__(parent)
        self.setObjectName("welcome")
        self._title = QLabel()
        self._title.setObjectName("welcomeTitle")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._close = QPushButton("&Got it")
        self._close.setFlat(True)
        self._close.setToolTip("Close the welcome; Help > Welcome shows it again")
        self._close.clicked.connect(self.close_card)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_card)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self._steps = QGridLayout()
        self._steps.setHorizontalSpacing(12)
        self._steps.setVerticalSpacing(2)
        self._rows: list[tuple[QPushButton, QLabel]] = []
        self._is_wide = True
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._words)
        layout.addLayout(self._steps)
        self.hide()

    @property
    def words(self) -> str:
        """All that is said, empty where the card is hidden."""
        if self.isHidden():
            return ""
        return "\n".join(label.text() for label in self.findChildren(QLabel))

    def fill(self, title: str, words: str, steps: Sequence[Step]) -> None:
        """Say what is told; once."""
        self._title.setText(title)
        self._words.setText(words)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        for step in steps:
            button = QPushButton(step.title)
            button.setFlat(True)
            button.setToolTip(step.words)
            button.setAccessibleDescription(step.words)
            button.clicked.connect(lambda checked=False, name=step.name: self.chosen.emit(name))
            words_of = QLabel(step.words)
            words_of.setObjectName("paneNote")
            self._rows.append((button, words_of))
        # Tab goes on from there; from a card, which it never stops at, it would begin at the top of the window.
        self.setFocusProxy(self._rows[0][0] if self._rows else self._close)
        self._flow()

    def _flow(self) -> None:
        """One step below the other with its words; where there is no room for these, one beside the other."""
        is_wide = self._is_wide = self.width() >= _WIDE
        for number, (button, words_of) in enumerate(self._rows):
            place = (number, 0) if is_wide else (0, number)
            self._steps.addWidget(button, *place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self._steps.addWidget(words_of, number, 1 if is_wide else len(self._rows))
            words_of.setVisible(is_wide)
        for column in range(len(self._rows) + 1):
            self._steps.setColumnStretch(column, int(column == (1 if is_wide else len(self._rows))))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.size().width() >= _WIDE) != self._is_wide:
            self._flow()

    def close_card(self) -> None:
        """Hide it, as the user wants."""
        self.hide()
        self.closed.emit()
