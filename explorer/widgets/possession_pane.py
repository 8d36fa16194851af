"""The middle of the window: the list of possessions, or what to do where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from explorer.models.breakdown_model import BreakdownModel
from explorer.models.possession_model import PossessionModel
from explorer.widgets.breakdown_pane import BreakdownPane
from explorer.widgets.compare_bar import CompareBar
from explorer.widgets.flow_strip import FlowStrip
from explorer.widgets.message_bar import MessageBar
from explorer.widgets.possession_table import PossessionTable
from explorer.widgets.welcome_card import WelcomeCard

_LIST, _EMPTY, _NOTHING_FOUND, _OPENING = range(4)
"""The pages of the pane."""


class PossessionPane(QWidget):
    """Holds the welcome, the message bar, the flow of the game, the table, and the empty state."""

    open_asked = Signal()
    fetch_asked = Signal()
    sample_asked = Signal()
    clear_asked = Signal()

    def __init__(self, model: PossessionModel, groups: BreakdownModel, parent: QWidget | None = None) -> None:
        """Show the list of possessions, and below it their groups."""
        super().__init__(parent)
        self.welcome = WelcomeCard()
        self.bar = MessageBar()
        self.compare = CompareBar()
        self.flow = FlowStrip()
        self.table = PossessionTable(model)
        self.table.setFrameShape(PossessionTable.Shape.NoFrame)
        self._stack = QStackedWidget()
        self.breakdown = BreakdownPane(groups)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.table)
        self.split.addWidget(self.breakdown)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 1)
        self._stack.addWidget(self.split)
        self._stack.addWidget(self._empty_state())
        self._stack.addWidget(self._nothing_found())
        opening = QLabel("Opening…")
        opening.setObjectName("opening")
        opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(opening)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.welcome)
        layout.addWidget(self.bar)
        layout.addWidget(self.compare)
        layout.addWidget(self.flow)
        layout.addWidget(self._stack, 1)
        self.setMinimumWidth(260)

    def show_table(self) -> None:
        """Show the list; where there was none before, keys go to it, unless something is being typed."""
        was_empty = self._stack.currentIndex() in (_EMPTY, _OPENING)
        self._stack.setCurrentIndex(_LIST)
        now = self.window().focusWidget()
        if was_empty and not (isinstance(now, QLineEdit) and now.text()):
            self.take_focus()

    def take_focus(self) -> None:
        """Give the keys to the list, or to the next step where there is none."""
        page = self._stack.currentWidget()
        step = None if page is None or self.is_table_shown else page.findChild(QPushButton)
        (step or self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_empty(self, title: str, words: str) -> None:
        """Show the empty state with these words."""
        self._title.setText(title)
        self._words.setText(words)
        self._stack.setCurrentIndex(_EMPTY)

    def show_opening(self) -> None:
        """Say that something is about to be shown."""
        self._stack.setCurrentIndex(_OPENING)

    def show_nothing_found(self, question: str, hints: Sequence[str] = ()) -> None:
        """Show that no row answers the filter; `hints` say what in it stands nowhere."""
        self._none.setText("\n\n".join([f"No possession answers “{question}”.", *hints]))
        self._stack.setCurrentIndex(_NOTHING_FOUND)

    @property
    def is_table_shown(self) -> bool:
        """Whether the list is what is seen."""
        return self._stack.currentIndex() == _LIST

    def _empty_state(self) -> QWidget:
        page = QWidget()
        self._title = QLabel()
        self._title.setObjectName("emptyTitle")
        self._words = QLabel()
        self._words.setObjectName("emptyLabel")
        self._words.setWordWrap(True)
        self._words.setMaximumWidth(420)
        open_files = QPushButton("&Open files…")
        open_files.setDefault(True)
        open_files.clicked.connect(self.open_asked)
        fetch = QPushButton("&Fetch games with your key…")
        fetch.clicked.connect(self.fetch_asked)
        sample = QPushButton("Look at the &sample league")
        sample.clicked.connect(self.sample_asked)
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(open_files, 0, Qt.AlignmentFlag.AlignLeft)
        for link in (fetch, sample):
            link.setFlat(True)
            link.setObjectName("nextStep")
            buttons.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        inner = QVBoxLayout()
        inner.setSpacing(12)
        inner.addStretch(2)
        inner.addWidget(self._title)
        inner.addWidget(self._words)
        inner.addLayout(buttons)
        inner.addStretch(3)
        outer = QHBoxLayout(page)
        outer.setContentsMargins(32, 32, 32, 32)
        outer.addStretch(1)
        outer.addLayout(inner)
        outer.addStretch(1)
        return page

    def _nothing_found(self) -> QWidget:
        page = QWidget()
        self._none = QLabel()
        self._none.setObjectName("emptyLabel")
        self._none.setWordWrap(True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        clear = QPushButton("&Clear the filter")
        clear.clicked.connect(self.clear_asked)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self._none)
        layout.addWidget(clear, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(2)
        return page
