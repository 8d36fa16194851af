"""Saved views: what is asked and how it is looked at, kept under a name, chosen again, and put in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMessageBox

from explorer.app.controller import Controller
from explorer.app.games_controller import GamesController
from explorer.app.main_window import TITLE, MainWindow
from explorer.core.errors import StoreError
from explorer.core.fields import BY_NAME
from explorer.core.groupings import BY_NAME as GROUPINGS
from explorer.core.text import count
from explorer.core.views import ORDER_OF_PLAY, View
from explorer.models.possession_model import PossessionModel
from explorer.services.annotations import Annotations
from explorer.widgets.breakdown_pane import MODES
from explorer.widgets.save_view_dialog import SaveViewDialog
from explorer.widgets.views_dialog import ViewsDialog

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_TYPING: dict[QKeySequence.StandardKey, str] = {
    QKeySequence.StandardKey.Cut: "Cut",
    QKeySequence.StandardKey.Paste: "Paste",
    QKeySequence.StandardKey.SelectAll: "Select all",
    QKeySequence.StandardKey.Undo: "Undo",
    QKeySequence.StandardKey.Redo: "Redo",
}
"""The keys that every field of text has by itself."""


class ViewsController(QObject):
    """Keeps the menu of views in step with what is saved, and does what is asked with them.

    Saving is a transaction of a few rows, so it is done at once: what is confirmed is on the disk.
    """

    definitions_chosen = Signal(object)
    """The definitions of a view that was chosen: choices by their definitions' names."""

    def __init__(
        self,
        window: MainWindow,
        model: PossessionModel,
        viewer: Controller,
        games: GamesController,
        annotations: Annotations,
    ) -> None:
        """Take everything that is needed, and show the saved views."""
        super().__init__(window)
        self._window, self._model, self._viewer, self._games = window, model, viewer, games
        self._annotations = annotations
        self._definitions: tuple[Mapping[str, str], str] = ({}, "")
        self._views: list[View] = []
        self._saving: SaveViewDialog | None = None
        self._managing: ViewsDialog | None = None
        self.slots: dict[str, Callable[[], object]] = {
            "save_view": self.open_saving,
            "manage_views": self.open_managing,
        }
        """What each command of views does."""
        self._menu = window.menus.views
        self._menu.view_chosen.connect(self.apply)
        # Another window may have saved some since.
        self._menu.aboutToShow.connect(self.show_views)
        viewer.changed.connect(self._on_changed)
        self.show_views()
        self._on_changed()

    def show_definitions(self, definitions: Mapping[str, str], words: str) -> None:
        """Take the definitions in force, and how they are called together, so that a view can keep them."""
        self._definitions = (dict(definitions), words)

    def show_views(self) -> None:
        """Read the saved views, and show them in the menu."""
        try:
            views = self._annotations.views()
        except StoreError as error:
            self._games.fail(error)
            return
        if views == self._views:
            return
        self._views = views
        # A key that a command has by now, or another view, would be good for neither.
        taken = set(self._taken())
        shown = []
        for view in views:
            shown.append(view if view.shortcut not in taken else replace(view, shortcut=""))
            taken.add(view.shortcut)
        self._menu.show_views(shown)

    def apply(self, view: View) -> None:
        """Ask a view's question, and look at the answer as the view wants it; what it leaves open stays."""
        if self._viewer.selection is None:
            return
        if view.definitions:
            self.definitions_chosen.emit(view.definitions)
        columns = [name for name in view.columns if name in BY_NAME]
        columns = columns or [field.name for field in self._model.fields]
        if view.sort in BY_NAME and view.sort not in columns:
            columns.append(view.sort)
        if columns != [field.name for field in self._model.fields]:
            self._viewer.choose_columns(columns)
        if view.sort:
            down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
            self._model.set_sorting(view.sort, down if view.is_descending else up)
        if view.breakdown:
            pane = self._window.possessions.breakdown
            is_table = view.breakdown[0] in MODES
            pane.show_mode(view.breakdown[0] if is_table else "breakdown")
            if not is_table:
                pane.show_field(*view.breakdown)
        self._viewer.ask(view.question)

    def _on_changed(self) -> None:
        self._window.actions_["save_view"].setEnabled(self._viewer.selection is not None)

    # Saving

    def open_saving(self) -> None:
        """Ask what the view is called, and what is kept besides the question."""
        if self._viewer.selection is None:
            return
        whole, words = self._whole()
        dialog = self._saving = SaveViewDialog(whole, words, self._taken(views=self._views), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.save_asked.connect(self._on_save)
        dialog.open()

    def _whole(self) -> tuple[View, dict[str, str]]:
        """What is looked at now as a view that keeps all of it, and the words for each part."""
        name, order = self._model.sorting
        is_descending = order is Qt.SortOrder.DescendingOrder
        pane = self._window.possessions.breakdown
        breakdown = pane.by if pane.mode == "breakdown" else (pane.mode,)
        definitions, called = self._definitions
        whole = View(
            "",
            self._viewer.question,
            breakdown,
            tuple(field.name for field in self._model.fields),
            name or ORDER_OF_PLAY,
            is_descending and bool(name),
            definitions,
        )
        words = {
            "breakdown": _shown(breakdown),
            "columns": count(len(whole.columns), "column"),
            "sort": f"by {BY_NAME[name].title}{', downwards' if is_descending else ''}" if name else "of play",
        }
        return whole, words | ({"definitions": called} if definitions else {})

    def _on_save(self, view: View) -> None:
        try:
            is_done = self._annotations.save(view)
            if not is_done and self._may_replace(view.title):
                is_done = self._annotations.save(view, is_replacing=True)
        except StoreError as error:
            self._games.fail(error)
            return
        if is_done:
            if self._saving is not None:
                self._saving.accept()
                self._saving = None
            self.show_views()
            self._window.possessions.bar.show_message(f"Saved as “{view.title}”: Edit > Views.")

    def _may_replace(self, title: str) -> bool:
        answer = QMessageBox.question(
            self._saving or self._window,
            TITLE,
            f"There is a view “{title}” already. Replace it?",
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Yes

    # Managing

    def open_managing(self) -> None:
        """Show the saved views, to be renamed, moved, removed, or given other shortcuts."""
        dialog = self._managing = ViewsDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        annotations = self._annotations
        dialog.rename_asked.connect(self._on_rename)
        dialog.remove_asked.connect(lambda title: self._do(lambda: annotations.remove(title)))
        dialog.move_asked.connect(lambda title, by: self._do(lambda: annotations.move(title, by), title))
        dialog.shortcut_asked.connect(
            lambda title, keys: self._do(lambda: annotations.set_shortcut(title, keys), title)
        )
        dialog.finished.connect(self._on_managed)
        self._do(lambda: None)
        dialog.open()

    def _on_managed(self) -> None:
        self._managing = None

    def _on_rename(self, title: str, new: str) -> None:
        done: list[bool] = []
        self._do(lambda: done.append(self._annotations.rename(title, new)), new)
        if done == [False] and self._managing is not None:
            self._managing.show_views(self._views, self._taken_besides, title)
            self._managing.say(f"There is a view “{new}” already.")

    def _do(self, what: Callable[[], object], chosen: str = "") -> None:
        """Do something with the saved views, and show what they are then; a failure is told in the dialog."""
        refused = ""
        try:
            what()
        except StoreError as error:
            refused = str(error)
        self.show_views()
        if self._managing is not None:
            self._managing.show_views(self._views, self._taken_besides, chosen)
            if refused:
                self._managing.say(refused)

    # Keys

    def _taken_besides(self, title: str) -> dict[str, str]:
        return self._taken(views=[view for view in self._views if view.title != title])

    def _taken(self, views: list[View] | tuple[View, ...] = ()) -> dict[str, str]:
        """What uses each key: commands, menus, fields of text, and these views."""
        own = set(self._menu.own)
        taken: dict[str, str] = {}
        for keys, name in _TYPING.items():
            taken |= {one.toString(_PORTABLE): name for one in QKeySequence.keyBindings(keys)}
        for action in self._window.findChildren(QAction):
            words = action.text().replace("&", "").rstrip("…")
            if action not in own:
                taken |= {one.toString(_PORTABLE): words for one in action.shortcuts()}
        for shortcut in self._window.findChildren(QShortcut):
            taken[shortcut.key().toString(_PORTABLE)] = "leaving the filter"
        for entry in self._window.menuBar().actions():
            name = entry.text().replace("&", "")
            taken[QKeySequence.mnemonic(entry.text()).toString(_PORTABLE)] = f"the menu {name}"
        taken |= {view.shortcut: view.title for view in views}
        taken.pop("", None)
        return taken


def _shown(breakdown: tuple[str, ...]) -> str:
    """What stands below the list, in words: the fields of the breakdown, or the table."""
    if breakdown[0] in MODES:
        return MODES[breakdown[0]].lower()
    return f"by {' and '.join(GROUPINGS[one].title for one in breakdown)}"
