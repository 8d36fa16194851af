"""The facets: what could be asked beside the text, each group open or closed."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from explorer.core.facets import FACETS
from explorer.widgets.facet_group import FacetGroup

FIRST_OPEN = ("period", "left", "margin", "offence", "start", "outcome")
"""The groups that are open until the user has opened or closed one."""


class FacetsPane(QWidget):
    """Shows a group a facet; says what the user ticked, chose or opened."""

    ticked = Signal(str, str, bool)
    """The facet's name, the value as a question writes it, and whether it shall hold."""
    range_chosen = Signal(str, object, object)
    """The facet's name and the two ends, None for no bound."""
    clear_asked = Signal(str)
    opened = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without anything to choose."""
        super().__init__(parent)
        self.setObjectName("facets")
        self.groups: dict[str, FacetGroup] = {}
        inner = QWidget()
        inner.setObjectName("facetsInner")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 2, 0, 8)
        lines.setSpacing(0)
        for facet in FACETS:
            group = self.groups[facet.name] = FacetGroup(facet)
            name = facet.name
            group.ticked.connect(lambda text, on, name=name: self.ticked.emit(name, text, on))
            group.range_chosen.connect(lambda low, high, name=name: self.range_chosen.emit(name, low, high))
            group.clear_asked.connect(lambda name=name: self.clear_asked.emit(name))
            group.opened.connect(lambda on, name=name: self.opened.emit(name, on))
            lines.addWidget(group)
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("Facets")
        self._words = QLabel()
        self._words.setObjectName("emptyLabel")
        self._words.setWordWrap(True)
        self._words.setMargin(16)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.addWidget(scroll)
        self._stack.addWidget(self._words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setMinimumSize(150, 120)
        self.show_words("Open a game to narrow its possessions here.")

    @property
    def open_names(self) -> list[str]:
        """The facets whose groups are open, from the top."""
        return [name for name, group in self.groups.items() if group.is_open]

    def open_groups(self, names: Collection[str]) -> None:
        """Open these groups and close the others."""
        for name, group in self.groups.items():
            group.heading.setChecked(name in names)

    def show_words(self, words: str) -> None:
        """Show a sentence in place of the groups."""
        self._words.setText(words)
        self._stack.setCurrentIndex(1)

    def show_groups(self) -> None:
        """Show the groups."""
        self._stack.setCurrentIndex(0)
