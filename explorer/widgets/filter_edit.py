"""The line in which questions are typed, with what could stand at the cursor below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from explorer.core.query import Completion

MOST_SHOWN = 12


class FilterEdit(QLineEdit):
    """Asks for offers while a question is typed, and puts the chosen one in its place."""

    offers_wanted = Signal(str, int)
    """The text and the place of the cursor."""
    left_downwards = Signal()
    """Down was pressed, and nothing is offered to go down to: the answer lies below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._offers: list[Completion] = []
        self._texts = QStringListModel(self)
        self._popup = QCompleter(self._texts, self)
        self._popup.setWidget(self)
        self._popup.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup.setMaxVisibleItems(MOST_SHOWN)
        self._list = QListView()
        self._list.setAccessibleName("What could stand here")
        self._popup.setPopup(self._list)
        self._popup.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]  # Qt's overload by type
        self.textEdited.connect(self._on_edited)
        self.setAccessibleName("Filter")
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)
        ask = QShortcut(QKeySequence("Ctrl+Space"), self)
        ask.setContext(Qt.ShortcutContext.WidgetShortcut)
        ask.activated.connect(self._on_edited)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._list.isVisible() and not _has_modifiers(event):
            self.left_downwards.emit()
            return
        super().keyPressEvent(event)

    def show_offers(self, offers: Sequence[Completion]) -> None:
        """Show what could stand at the cursor; nothing closes the list."""
        self._offers = list(offers[:MOST_SHOWN])
        self._texts.setStringList(["    ".join(_words(offer)) for offer in self._offers])
        if self._offers and self.hasFocus():
            self._popup.complete()
            # Qt makes the first one current without showing it as chosen: Return would take it over what was typed.
            self._list.setCurrentIndex(QModelIndex())
        else:
            self._list.hide()

    @property
    def offered(self) -> list[str]:
        """The texts that are offered."""
        return [offer.text for offer in self._offers]

    def take(self, number: int) -> None:
        """Put an offer in its place."""
        offer = self._offers[number]
        text = self.text()
        self.setText(text[: offer.start] + offer.text + text[offer.end :])
        self.setCursorPosition(offer.start + len(offer.text))

    def _on_edited(self) -> None:
        self.offers_wanted.emit(self.text(), self.cursorPosition())

    def _on_activated(self, index: QModelIndex) -> None:
        self.take(index.row())


def _has_modifiers(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)


def _words(offer: Completion) -> list[str]:
    return [part for part in (offer.text, offer.title, f"{offer.count:,}") if part]
