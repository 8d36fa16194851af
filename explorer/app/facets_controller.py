"""Keeps the facets in step with the question, and the question with what is ticked."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from explorer.app.controller import Controller
from explorer.app.main_window import MainWindow
from explorer.app.settings import Settings
from explorer.core.errors import QueryError
from explorer.core.faceting import Faceting, set_range
from explorer.core.facets import BY_NAME, How
from explorer.services.selection import Selection
from explorer.widgets.facets_pane import FIRST_OPEN

TURN_S = 0.008
"""So long may counting hold up the window in one turn, but for the group that is being counted."""
COUNT_AFTER_MS = 30
"""So long after other rows are shown the facets are counted anew."""


class FacetsController(QObject):
    """Counts what is open, once the list has been painted; every tick is a question of its own."""

    def __init__(self, window: MainWindow, viewer: Controller, settings: Settings) -> None:
        """Take everything that is needed; nothing is counted while the pane is hidden."""
        super().__init__(window)
        self._window, self._viewer, self._settings = window, viewer, settings
        self._pane = window.facets
        self._faceting: Faceting | None = None
        self._of: Selection | None = None
        self._counted: str | None = None
        self._waiting: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        names = settings.open_facets()
        self._pane.open_groups(FIRST_OPEN if names is None else names)
        self._pane.ticked.connect(
            lambda name, text, on: self._ask(lambda faceting, asked: faceting.tick(asked, BY_NAME[name], text, on))
        )
        self._pane.range_chosen.connect(
            lambda name, low, high: self._ask(lambda _, asked: set_range(asked, BY_NAME[name], low, high))
        )
        self._pane.clear_asked.connect(
            lambda name: self._ask(lambda faceting, asked: faceting.clear(asked, BY_NAME[name]))
        )
        self._pane.opened.connect(self._on_opened)
        # The list is painted first, and what is typed on is not held up.
        viewer.shown.connect(lambda: self._timer.start(COUNT_AFTER_MS))
        window.facets_dock.visibilityChanged.connect(lambda is_visible: self._timer.start(0))
        self._show()

    @property
    def is_counting(self) -> bool:
        """Whether some open group does not show yet what holds."""
        return self._timer.isActive()

    def _show(self) -> None:
        """Count the open groups under the question that holds, as many as a turn has room for."""
        selection = self._viewer.selection
        if not self._window.facets_dock.isVisible():
            return
        if selection is None:
            self._of = self._faceting = None
            self._pane.show_words("Open a game to narrow its possessions here.")
            return
        if self._faceting is None or selection is not self._of:
            self._of, self._faceting = selection, Faceting(selection.tables, selection.book)
            self._counted = None
        question = self._viewer.question
        if question != self._counted:
            self._counted, self._waiting = question, list(self._pane.groups)
        self._pane.show_groups()
        end_s = time.perf_counter() + TURN_S
        while self._waiting:
            self._show_group(self._faceting, question, self._waiting.pop(0))
            if self._waiting and time.perf_counter() > end_s:
                # The rest comes after what the user has done meanwhile.
                self._timer.start(0)
                return

    def _show_group(self, faceting: Faceting, question: str, name: str) -> None:
        group, facet = self._pane.groups[name], BY_NAME[name]
        is_asked = faceting.is_asked(question, facet)
        group.show_asked(is_asked, is_asked and faceting.clear(question, facet) != question)
        if group.is_open and facet.how is How.RANGE:
            group.show_range(faceting.range_of(question, facet))
        elif group.is_open:
            group.show_ticks(faceting.ticks(question, facet))

    def _ask(self, edited: Callable[[Faceting, str], str]) -> None:
        """Ask what the text becomes; a text that cannot be read is kept, and said to be wrong."""
        if self._faceting is None:
            return
        typed = self._window.filter.text()
        try:
            asked = edited(self._faceting, typed)
        except QueryError:
            asked = typed
        self._viewer.ask(asked)
        # Where nothing else is shown, a tick that does not hold is taken back.
        self._count_again()

    def _on_opened(self, name: str, is_open: bool) -> None:
        self._settings.keep_open_facets(self._pane.open_names)
        self._count_again()

    def _count_again(self) -> None:
        self._counted = None
        self._timer.start(0)
