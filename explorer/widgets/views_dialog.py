"""The dialog that manages the user's own views: order, names, shortcuts, removal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from explorer.core.views import View
from explorer.widgets.cells import CellDelegate
from explorer.widgets.shortcut_edit import ShortcutEdit

_NAME, _SHORTCUT, _QUESTION = range(3)
_EMPTY = "No view is saved yet: ask something, then choose Edit > Save this view."


class ViewsDialog(QDialog):
    """Shows views; says what the user wants done with which, by its title."""

    rename_asked = Signal(str, str)
    remove_asked = Signal(str)
    move_asked = Signal(str, int)
    shortcut_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without views."""
        super().__init__(parent)
        self.setWindowTitle("Manage views")
        self.setObjectName("viewsDialog")
        self.resize(640, 380)
        self._taken: Callable[[str], Mapping[str, str]] = lambda title: {}
        self._views: list[View] = []
        self.list = QTreeWidget()
        self.list.setAccessibleName("Views")
        self.list.setHeaderLabels(["name", "shortcut", "question"])
        self.list.setRootIsDecorated(False)
        self.list.setItemDelegate(CellDelegate(self.list))
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.itemDoubleClicked.connect(lambda item, column: self.list.editItem(item, _NAME))
        self.list.itemChanged.connect(self._on_edited)
        self.list.currentItemChanged.connect(self._on_current)
        self.shortcut = ShortcutEdit()
        self.shortcut.changed.connect(self._on_shortcut)
        self._words = QLabel()
        self._words.setObjectName("refusal")
        self._words.setWordWrap(True)
        self.buttons = {
            name: self._button(words, slot)
            for name, words, slot in (
                ("rename", "Re&name", self._on_rename),
                ("up", "Move &up", lambda: self._on_move(-1)),
                ("down", "Move &down", lambda: self._on_move(1)),
                ("remove", "&Remove", self._on_remove),
            )
        }
        column = QVBoxLayout()
        column.setSpacing(8)
        for button in self.buttons.values():
            column.addWidget(button)
        column.addStretch(1)
        upper = QHBoxLayout()
        upper.setSpacing(16)
        upper.addWidget(self.list, 1)
        upper.addLayout(column)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow("S&hortcut", self.shortcut)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(upper, 1)
        layout.addLayout(form)
        layout.addWidget(self._words)
        layout.addWidget(close)
        self.show_views([], lambda title: {})

    def show_views(self, views: Sequence[View], taken: Callable[[str], Mapping[str, str]], chosen: str = "") -> None:
        """Show views in their order with one chosen; `taken` gives for a title what uses each key besides it."""
        self._views, self._taken = list(views), taken
        self.list.blockSignals(True)
        self.list.clear()
        for view in views:
            native = QKeySequence(view.shortcut, QKeySequence.SequenceFormat.PortableText).toString(
                QKeySequence.SequenceFormat.NativeText
            )
            item = QTreeWidgetItem([view.title, native, view.question or "every possession"])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(_QUESTION, view.question)
            self.list.addTopLevelItem(item)
        titles = [view.title for view in views]
        if views:
            place = titles.index(chosen) if chosen in titles else 0
            self.list.setCurrentIndex(self.list.model().index(place, _NAME))
        for section in (_NAME, _SHORTCUT):
            self.list.resizeColumnToContents(section)
        self.list.blockSignals(False)
        self.say("" if views else _EMPTY)
        self._on_current()

    def say(self, words: str) -> None:
        """Say why something was not done; empty: nothing."""
        self._words.setText(words)
        self._words.setVisible(bool(words))

    @property
    def chosen(self) -> View | None:
        """The view that is chosen."""
        place = self.list.currentIndex().row()
        return self._views[place] if 0 <= place < len(self._views) else None

    def _button(self, words: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda checked=False: slot())
        return button

    def _on_current(self) -> None:
        view = self.chosen
        place = -1 if view is None else self._views.index(view)
        for name, is_possible in (
            ("rename", view is not None),
            ("remove", view is not None),
            ("up", place > 0),
            ("down", 0 <= place < len(self._views) - 1),
        ):
            self.buttons[name].setEnabled(is_possible)
        self.shortcut.setEnabled(view is not None)
        self.shortcut.show_shortcut(view.shortcut if view else "", self._taken(view.title) if view else {})

    def _on_rename(self) -> None:
        self.list.edit(self.list.currentIndex().siblingAtColumn(_NAME))

    def _on_edited(self, item: QTreeWidgetItem, column: int) -> None:
        title = self._views[self.list.indexOfTopLevelItem(item)].title
        new = " ".join(item.text(column).split())
        if column == _NAME and new and new != title:
            self.rename_asked.emit(title, new)
        else:
            # Only a name can be changed, and not to nothing.
            self.show_views(self._views, self._taken, title)

    def _on_move(self, by: int) -> None:
        if (view := self.chosen) is not None:
            self.move_asked.emit(view.title, by)

    def _on_remove(self) -> None:
        if (view := self.chosen) is not None:
            self.remove_asked.emit(view.title)

    def _on_shortcut(self) -> None:
        view = self.chosen
        if view is not None and not self.shortcut.refusal and self.shortcut.shortcut != view.shortcut:
            self.shortcut_asked.emit(view.title, self.shortcut.shortcut)
