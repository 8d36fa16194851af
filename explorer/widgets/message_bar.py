"""One bar for what the user should know: what happened, why, what to do; never in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import override

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from explorer.widgets.cells import fixed

_ROOM_FOR_WORDS = 260
_MOST_LINES = 7
"""Lines of details that are seen at once."""


class MessageBar(QFrame):
    """Shows one message with its buttons; the latest replaces the one before."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._buttons: list[QPushButton] = []
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setFont(fixed(self.font()))
        self.details.setAccessibleName("Details of the message")
        # A caret below a line points at its character only where neither is broken.
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setTabChangesFocus(True)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setContentsMargins(12, 6, 8, 6)
        self._lines.setSpacing(6)
        self._lines.addWidget(self._words, 1)
        self._lines.addLayout(self._row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._lines)
        below = QHBoxLayout()
        below.setContentsMargins(8, 0, 8, 0)
        below.addWidget(self.details)
        layout.addLayout(below)
        self.hide()

    @property
    def words(self) -> str:
        """The message that is shown, empty where there is none."""
        return "" if self.isHidden() else self._words.text()

    def show_message(
        self,
        words: str,
        *,
        is_warning: bool = False,
        buttons: Sequence[tuple[str, Callable[[], None]]] = (),
        details: Sequence[str] = (),
        is_open: bool = False,
    ) -> None:
        """Show a sentence with buttons (words, what to do); `details` are lines shown on demand, or at once."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        self._words.setText(words)
        self.details.setPlainText("\n".join(details))
        lines = min(self.details.document().blockCount(), _MOST_LINES)
        frame = 2 * (self.details.frameWidth() + round(self.details.document().documentMargin()))
        bar = self.details.horizontalScrollBar().sizeHint().height()
        self.details.setFixedHeight(lines * self.details.fontMetrics().lineSpacing() + frame + bar)
        self.details.setVisible(is_open)
        if details and not is_open:
            self._add("&Details", self._toggle_details)
        for title, action in buttons:
            self._add(title, action)
        self._add("Dis&miss", self.dismiss)
        self.setProperty("warning", is_warning)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(words)
        self.show()
        self._flow()

    def dismiss(self) -> None:
        """Hide the message."""
        self.hide()
        self.closed.emit()

    def _add(self, title: str, action: Callable[[], None]) -> None:
        button = QPushButton(title)
        button.setFlat(True)
        button.clicked.connect(lambda checked=False: action())
        self._row.addWidget(button)
        self._buttons.append(button)

    def _flow(self) -> None:
        """Put the buttons beside the words where there is room, else below them."""
        needed = sum(button.sizeHint().width() + 4 for button in self._buttons) + _ROOM_FOR_WORDS
        is_wide = self.width() >= needed
        directions = QBoxLayout.Direction
        self._lines.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    @override
    def minimumSizeHint(self) -> QSize:
        widest = max((button.sizeHint().width() for button in self._buttons), default=0)
        return QSize(max(widest + 24, 160), super().minimumSizeHint().height())

    def _toggle_details(self) -> None:
        self.details.setVisible(self.details.isHidden())
