"""The question that was asked last: kept, and asked again at the next start, of the same games."""

from __future__ import annotations

from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.settings import Settings
from explorer.core import query
from explorer.core.errors import QueryError


class LastQuestion(QObject):
    """Asks once, when the games of the last time are looked at first; from then on it only keeps what is asked."""

    def __init__(self, viewer: Controller, settings: Settings) -> None:
        """Take who answers; what was kept is read before anything is shown."""
        super().__init__(viewer)
        self._viewer, self._settings = viewer, settings
        self._kept = settings.question()
        self._games = settings.games()
        viewer.changed.connect(self._on_changed)
        viewer.shown.connect(self._on_shown)

    def _on_changed(self) -> None:
        selection, question = self._viewer.selection, self._kept
        if selection is None:
            return
        self._kept = ""
        is_same = {loaded.info.key for loaded in selection.games} == set(self._games)
        if question and is_same and not selection.is_sample and not self._viewer.question and _can_be_read(question):
            self._viewer.ask(question)
        else:
            self._on_shown()

    def _on_shown(self) -> None:
        """The sample league's questions are not kept: it is looked at afresh every time."""
        selection = self._viewer.selection
        if selection is not None and not selection.is_sample and not self._kept:
            self._settings.keep_question(self._viewer.question)


def _can_be_read(question: str) -> bool:
    try:
        query.parse(question)
    except QueryError:
        return False
    return True
