"""One bar for what the user should know: what happened, why, what to do; never in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import override

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.widgets.cells import fixed

_ROOM_FOR_WORDS, _MARGINS, _SPACING = 260, 24, 4
_MOST_LINES = 7
"""Lines of details that are seen at once."""
_MOST_KEPT = 12
"""Messages that wait below the one that is seen; the log has them all."""

type Button = tuple[str, Callable[[], None]]


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """What the bar says: a sentence, what can be done about it, and lines of details.

    `topic` is what it is about: there is one message of a topic at most.
    """

    words: str
    is_warning: bool
    buttons: tuple[Button, ...]
    details: tuple[str, ...]
    is_open: bool
    topic: str


class MessageBar(QFrame):
    """Shows the latest message with its buttons; what still needs an answer waits below it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._messages: list[Message] = []
        self._words = QLabel()
        self._words.setWordWrap(True)
        # What a file or a vendor is called is never taken for markup.
        self._words.setTextFormat(Qt.TextFormat.PlainText)
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
        self._rows = QVBoxLayout()
        self._rows.setSpacing(_SPACING)
        self._counts: list[int] = []
        self._places: list[QHBoxLayout] = []
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setContentsMargins(12, 6, 8, 6)
        self._lines.setSpacing(6)
        self._lines.addWidget(self._words, 1)
        self._lines.addLayout(self._rows)
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
        return self._messages[-1].words if self._messages else ""

    @property
    def waiting(self) -> int:
        """How many messages wait below the one that is shown."""
        return max(len(self._messages) - 1, 0)

    def show_message(
        self,
        words: str,
        *,
        is_warning: bool = False,
        buttons: Sequence[Button] = (),
        details: Sequence[str] = (),
        is_open: bool = False,
        topic: str = "",
    ) -> None:
        """Show a sentence with buttons (words, what to do); `details` are lines shown on demand, or at once.

        It takes the place of the last message of its topic. A warning is kept until it is dismissed or withdrawn;
        what merely tells of something, or offers to undo it, goes when the next message comes.
        """
        message = Message(words, is_warning, tuple(buttons), tuple(details), is_open, topic)
        self._messages = [
            one
            for one in self._messages
            if one.is_warning and one.words != words and not (topic and one.topic == topic)
        ][-_MOST_KEPT:]
        self._messages.append(message)
        self._show_last()

    def dismiss(self) -> None:
        """Take away the message that is shown; one that waits comes back."""
        if self._messages:
            self._messages.pop()
        self._show_last()

    def withdraw(self, topic: str) -> None:
        """Take away the message of a topic, which is not true any more, whether it is shown or waits."""
        left = [one for one in self._messages if one.topic != topic]
        if len(left) < len(self._messages):
            was_shown = self._messages[-1].topic == topic
            self._messages = left
            self._show_last(is_new=was_shown)

    def _show_next(self) -> None:
        """Look at the one that waits longest, and so through all of them."""
        self._messages.append(self._messages.pop(0))
        self._show_last()

    def _show_last(self, *, is_new: bool = True) -> None:
        had_focus = self._has_focus()
        if not self._messages:
            self._take_buttons()
            self.hide()
            self.closed.emit()
            return
        message = self._messages[-1]
        if is_new:
            self._words.setText(message.words)
            self._fill_details(message)
        self._take_buttons()
        if message.details and not message.is_open:
            self._add("&Details", self._toggle_details)
        for title, action in message.buttons:
            self._add(title, action)
        if self.waiting:
            more = self._add(f"{self.waiting} mo&re", self._show_next)
            more.setToolTip("Look at the next message that waits")
        dismiss = self._add("Dis&miss", self.dismiss)
        self.setProperty("warning", message.is_warning)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(message.words)
        self.show()
        self._flow()
        if had_focus:
            # The button that was pressed is gone; whoever works by keys goes on from here.
            dismiss.setFocus()
        if is_new:
            self._announce(message)

    def _fill_details(self, message: Message) -> None:
        self.details.setPlainText("\n".join(message.details))
        lines = min(self.details.document().blockCount(), _MOST_LINES)
        frame = 2 * (self.details.frameWidth() + round(self.details.document().documentMargin()))
        bar = self.details.horizontalScrollBar().sizeHint().height()
        self.details.setFixedHeight(lines * self.details.fontMetrics().lineSpacing() + frame + bar)
        self.details.setVisible(message.is_open)

    def _announce(self, message: Message) -> None:
        """Let a screen reader say it: the bar never takes the focus, so nothing else would."""
        event = QAccessibleAnnouncementEvent(self, message.words)
        levels = QAccessible.AnnouncementPoliteness
        event.setPoliteness(levels.Assertive if message.is_warning else levels.Polite)
        QAccessible.updateAccessibility(event)

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _take_buttons(self) -> None:
        for button in self._buttons:
            self._take_out(button)
            button.hide()
            button.deleteLater()
        self._buttons, self._counts = [], []

    def _add(self, title: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(title, self)
        button.setFlat(True)
        button.clicked.connect(lambda checked=False: action())
        # Not when the layout comes to it: it may be given the focus now.
        button.show()
        self._buttons.append(button)
        return button

    def _flow(self) -> None:
        """Put the buttons beside the words where there is room, else below them, if need be in several rows."""
        widths = [button.sizeHint().width() for button in self._buttons]
        is_wide = self.width() >= sum(widths) + _SPACING * len(widths) + _ROOM_FOR_WORDS
        directions = QBoxLayout.Direction
        self._lines.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        room = self.width() - _MARGINS
        counts, used = [0], 0
        for width in widths:
            if counts[-1] and not is_wide and used + width > room:
                counts.append(0)
                used = 0
            counts[-1] += 1
            used += width + _SPACING
        if counts != self._counts:
            self._counts = counts
            self._place()

    def _place(self) -> None:
        """Put the buttons into rows of so many each; a row stays when it is empty, and takes no room then."""
        while len(self._places) < len(self._counts):
            row = QHBoxLayout()
            row.setSpacing(_SPACING)
            row.addStretch(1)
            self._rows.addLayout(row)
            self._places.append(row)
        for button in self._buttons:
            self._take_out(button)
        buttons = iter(self._buttons)
        for row, number in zip(self._places, self._counts, strict=False):
            for place in range(number):
                row.insertWidget(place, next(buttons))

    def _take_out(self, button: QPushButton) -> None:
        for row in self._places:
            row.removeWidget(button)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        widest = max((button.sizeHint().width() for button in self._buttons), default=0)
        return QSize(max(widest + 24, 160), super().minimumSizeHint().height())

    def _toggle_details(self) -> None:
        self.details.setVisible(self.details.isHidden())
