"""Which definitions are in force: asked for in a dialog, kept, said in the status bar, and counted by everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.main_window import MainWindow
from explorer.app.views_controller import ViewsController
from explorer.core.definitions import Definitions
from explorer.core.text import count
from explorer.widgets.definitions_dialog import DefinitionsDialog

_LONGEST = 72
"""Letters that the status bar gives to the choices in force; the tip tells all."""


class DefinitionsController(QObject):
    """Asks for definitions and puts them in force."""

    def __init__(
        self,
        window: MainWindow,
        viewer: Controller,
        views: ViewsController,
        definitions: Definitions,
        keep: Callable[[Definitions], None],
    ) -> None:
        """Begin with the user's choices; `keep` keeps others."""
        super().__init__(window)
        self._window, self._viewer, self._views, self._keep = window, viewer, views, keep
        self._definitions = definitions
        window.definitions_asked.connect(self.open_dialog)
        views.definitions_chosen.connect(self.choose_texts)
        self._apply()

    @property
    def definitions(self) -> Definitions:
        """The choices in force."""
        return self._definitions

    def open_dialog(self) -> None:
        """Let the user choose."""
        selection = self._viewer.selection
        has_chances = selection is not None and bool((selection.tables.possessions.chances >= 0).any())
        dialog = DefinitionsDialog(self._definitions, has_chances, self._window)
        dialog.accepted.connect(lambda: self.choose(dialog.definitions))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose(self, definitions: Definitions) -> None:
        """Count by these from now on."""
        if definitions != self._definitions:
            self._definitions = definitions
            self._keep(definitions)
            self._apply()

    def choose_texts(self, texts: Mapping[str, str]) -> None:
        """Count by the choices that a view keeps."""
        self.choose(Definitions.read(self._definitions.texts() | dict(texts)))

    def _apply(self) -> None:
        changed = self._definitions.changed()
        words = f"Definitions: {', '.join(changed)}" if changed else "Default definitions"
        if len(words) > _LONGEST:
            words = f"{count(len(changed), 'definition')} of your own"
        self._window.show_definitions(words, "\n".join(self._definitions.sentences().values()))
        self._views.show_definitions(self._definitions.texts(), ", ".join(changed) or "the defaults")
        self._viewer.count_by(self._definitions)
