"""The library: days and games, a search above, and what to do where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from explorer.core.model import Key
from explorer.models.library_model import GameItem, LibraryModel
from explorer.models.roles import Index, Role
from explorer.widgets.cells import paint_chosen, tabular
from explorer.widgets.tokens import tokens_of

_PADDING = 8


class _GameDelegate(QStyledItemDelegate):
    """Draws a game in two lines, a day in one."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        return QSize(120, line + 12 if index.data(Role.IS_HEADING) else 2 * line + 11)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        tokens = tokens_of(palette)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            paint_chosen(painter, rect, palette)
        font = tabular(option.font)
        inner = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        title = str(index.data(Qt.ItemDataRole.DisplayRole))
        subtitle = str(index.data(Role.SUBTITLE) or "")
        if index.data(Role.IS_HEADING):
            painter.setFont(font)
            painter.setPen(QColor(tokens.muted))
            painter.drawText(inner.adjusted(0, 4, 0, 0), Qt.AlignmentFlag.AlignVCenter, title)
            painter.setPen(QColor(tokens.hairline))
            painter.drawLine(rect.left() + _PADDING, rect.top(), rect.right() - _PADDING, rect.top())
            painter.restore()
            return
        metrics = painter.fontMetrics()
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        top = QRect(inner.left(), rect.top() + 5, inner.width(), metrics.height())
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, _fit(painter, title, inner.width()))
        painter.setPen(QColor(tokens.muted))
        below = top.translated(0, metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, _fit(painter, subtitle, inner.width()))
        painter.restore()


def _fit(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)


class LibraryPane(QWidget):
    """Shows the games; says which are chosen, and what is to be done with them."""

    games_chosen = Signal(object)
    """A list of keys."""
    open_asked = Signal()
    remove_asked = Signal(object)
    """A list of keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without games."""
        super().__init__(parent)
        self.setObjectName("library")
        self.model = LibraryModel(self)
        self._search = QLineEdit()
        self._search.setPlaceholderText("Search teams, days")
        self._search.setClearButtonEnabled(True)
        self._search.setAccessibleName("Search the library")
        self._search.setAcceptDrops(False)
        self._search.textChanged.connect(self._on_search)
        self.tree = QTreeView()
        self.tree.setObjectName("libraryTree")
        self.tree.setAccessibleName("Library")
        self.tree.setModel(self.model)
        self.tree.setItemDelegate(_GameDelegate(self.tree))
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(0)
        self.tree.setFrameShape(QTreeView.Shape.NoFrame)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._on_menu)
        self.tree.selectionModel().selectionChanged.connect(self._on_selection)
        self._remove = QAction("&Remove from the library", self)
        self._remove.setShortcut(QKeySequence.StandardKey.Delete)
        self._remove.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._remove.triggered.connect(self._on_remove)
        self.tree.addAction(self._remove)
        self._empty = QWidget()
        empty = QVBoxLayout(self._empty)
        empty.setContentsMargins(16, 24, 16, 16)
        words = QLabel("No games yet.\n\nOpen saved answers of ShotTracker or Cleaning the Glass, or drop them here.")
        words.setObjectName("emptyLabel")
        words.setWordWrap(True)
        button = QPushButton("&Open files…")
        button.clicked.connect(self.open_asked)
        empty.addWidget(words)
        empty.addSpacing(8)
        empty.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        empty.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self._empty)
        nothing = QLabel("No game shows these words.")
        nothing.setObjectName("emptyLabel")
        nothing.setWordWrap(True)
        nothing.setMargin(16)
        nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack.addWidget(nothing)
        self._stack.addWidget(QWidget())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._search)
        layout.addWidget(self._stack, 1)
        self.setMinimumWidth(150)
        self._is_telling = True
        self._may_remove = True
        self._has_items = False
        self._is_waiting = False
        self._chosen: list[Key] = []
        self.show_games(())

    def show_games(self, items: Sequence[GameItem], *, may_remove: bool = True) -> None:
        """Show other games; what was chosen stays chosen where it is still there, and nothing is said."""
        self._may_remove = may_remove
        self._remove.setEnabled(may_remove)
        known = {item.key for item in items}
        self._chosen = [key for key in self._chosen if key in known]
        self._is_telling = False
        self.model.set_items(items)
        self._show_chosen()
        self._is_telling = True
        self._has_items = bool(items)
        self._search.setVisible(self._has_items)
        self._show_page()

    def set_waiting(self, is_waiting: bool) -> None:
        """Say nothing of an empty library as long as it is not read."""
        self._is_waiting = is_waiting
        self._show_page()

    def _show_page(self) -> None:
        if self._has_items:
            self._stack.setCurrentIndex(0 if self.model.game_keys() else 2)
        else:
            self._stack.setCurrentIndex(3 if self._is_waiting else 1)

    def choose(self, keys: Sequence[Key]) -> None:
        """Choose games by their keys, also where a search hides them. Nothing is said."""
        self._chosen = list(keys)
        self._show_chosen()

    def _show_chosen(self) -> None:
        before, self._is_telling = self._is_telling, False
        self.tree.expandAll()
        selection = QItemSelection()
        first = None
        for key in self._chosen:
            index = self.model.index_of(key)
            if index.isValid():
                selection.select(index, index)
                first = first or index
        picked = self.tree.selectionModel()
        picked.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if first is not None:
            picked.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.tree.scrollTo(first)
        self._is_telling = before

    def chosen(self) -> list[Key]:
        """The keys of the chosen games."""
        return list(self._chosen)

    def choose_all(self) -> None:
        """Choose every game that is shown, and say so."""
        self.choose(self.model.game_keys())
        self.games_chosen.emit(self.chosen())

    def _on_search(self, words: str) -> None:
        self._is_telling = False
        self.model.set_search(words)
        self._show_chosen()
        self._is_telling = True
        self._show_page()

    def _on_selection(self) -> None:
        if not self._is_telling:
            return
        picked = self.tree.selectionModel().selectedIndexes()
        keys = {tuple(index.data(Role.KEY)) for index in picked if index.data(Role.KEY)}
        if not keys:
            # Something is always looked at: an empty choice goes back to what was chosen, once the click is over.
            QTimer.singleShot(0, self, self._show_chosen)
            return
        self._chosen = [key for key in self.model.game_keys() if key in keys]
        self.games_chosen.emit(self.chosen())

    def _on_remove(self) -> None:
        if self._may_remove and (keys := self.chosen()):
            self.remove_asked.emit(keys)

    def _on_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        everything = menu.addAction("Choose &all games")
        everything.triggered.connect(self.choose_all)
        menu.addAction(self._remove)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.tree.viewport().mapToGlobal(place))
