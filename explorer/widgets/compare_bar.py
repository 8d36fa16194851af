"""Two questions, A and B: what each comes to, and how far they lie apart."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from explorer.widgets.elided_label import ElidedLabel
from explorer.widgets.filter_edit import FilterEdit

ASK_AFTER_MS = 150


class CompareBar(QWidget):
    """Shows A, which is the filter's question, and takes B; says what was typed and asked for."""

    second_asked = Signal(str)
    """The question of B."""
    swap_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden, without questions."""
        super().__init__(parent)
        self.setObjectName("compareBar")
        self._first = ElidedLabel()
        self._first.setAccessibleName("Question A")
        self.second = FilterEdit()
        self.second.setAccessibleName("Question B")
        self.second.setPlaceholderText("everything")
        self._told = [ElidedLabel(), ElidedLabel()]
        self._gap = ElidedLabel()
        self._gap.setObjectName("compareGap")
        self._gap.setAccessibleName("Difference of A and B")
        swap = self._button("⇄", "Swap A and B", self.swap_asked)
        close = self._button("✕", "Compare no longer", self.closed)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 8, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for row, (letter, question) in enumerate((("A", self._first), ("B", self.second))):
            label = QLabel(f"<b>{letter}</b>")
            grid.addWidget(label, row, 0)
            grid.addWidget(question, row, 1)
            grid.addWidget(self._told[row], row, 2)
            self._told[row].setObjectName("paneNote")
        grid.addWidget(self._gap, 2, 1, 1, 2)
        grid.addWidget(swap, 0, 3)
        grid.addWidget(close, 1, 3)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(ASK_AFTER_MS)
        self._typing.timeout.connect(self._on_typed)
        self.second.textChanged.connect(self._typing.start)
        self.second.returnPressed.connect(self._on_typed)
        self.hide()

    def _button(self, sign: str, words: str, signal: SignalInstance) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setAutoRaise(True)
        button.clicked.connect(signal)
        return button

    def show_questions(self, first: str, second: str) -> None:
        """Show both questions as they hold."""
        self._first.setText(first or "everything")
        self._first.setToolTip(first)
        # What is being typed is not written over: half a question is not asked yet.
        if self.second.text() != second and not self._typing.isActive():
            self.second.blockSignals(True)  # Nobody typed it.
            self.second.setText(second)
            self.second.blockSignals(False)

    def show_told(self, first: str, second: str, gap: str) -> None:
        """Say what both come to, and how far they lie apart."""
        for label, words in zip(self._told, (first, second), strict=True):
            label.setText(words)
            label.setToolTip(words)
        self._gap.setText(gap)
        self._gap.setToolTip(gap)

    def show_error(self, sentence: str) -> None:
        """Mark B as wrong with the reason, or as right by an empty sentence."""
        self.second.setProperty("wrong", bool(sentence))
        self.second.setToolTip(sentence)
        self.second.style().unpolish(self.second)
        self.second.style().polish(self.second)
        if sentence:
            self._gap.setText(sentence)

    def _on_typed(self) -> None:
        self._typing.stop()
        self.second_asked.emit(self.second.text())
