"""Whose lines are drawn: each game's own league's, or those that the user chose for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.fetch_controller import FetchController
from explorer.app.games_controller import GamesController
from explorer.app.main_window import MainWindow
from explorer.core.court import Court, court_for
from explorer.core.definitions import Definitions
from explorer.core.errors import StoreError
from explorer.core.model import Key
from explorer.core.query_names import court_of
from explorer.core.table import Names
from explorer.core.text import count
from explorer.services.annotations import Annotations
from explorer.services.fetching import Fetched


class CourtLinesController(QObject):
    """Keeps the courts that were chosen for games, and draws that of most of the games that are looked at."""

    def __init__(
        self,
        window: MainWindow,
        viewer: Controller,
        games: GamesController,
        fetches: FetchController,
        annotations: Annotations,
    ) -> None:
        """Take everything that is needed, and read what was chosen."""
        super().__init__(window)
        self._window, self._viewer, self._games, self._annotations = window, viewer, games, annotations
        self._courts: dict[Key, str] = {}
        self._drawn: tuple[Names, Definitions] | None = None
        # Before the layers are filled: the zones of shots hang on the lines.
        viewer.shown.connect(self._on_shown)
        viewer.changed.connect(self._on_shown)
        fetches.fetched.connect(self._on_fetched)
        window.menus.league_chosen.connect(self.choose_league)
        self._read()
        self._on_shown()

    @property
    def league(self) -> str:
        """The league whose lines were chosen for all of the games; empty where there is none such."""
        selection = self._viewer.selection
        chosen = {info.court for info in selection.tables.names.games} if selection is not None else set()
        return chosen.pop() if len(chosen) == 1 else ""

    @property
    def court(self) -> Court:
        """The court of most of the games that are looked at."""
        selection = self._viewer.selection
        if selection is None or not selection.tables.names.games:
            return court_for("nba", None)
        tables = selection.tables
        courts = [court_of(info, tables.definitions) for info in tables.names.games]
        key = Counter(court.key for court in courts).most_common(1)[0][0]
        return next(court for court in courts if court.key == key)

    def choose_league(self, league: str) -> None:
        """Draw the games that are looked at on a league's court, or for an empty word each on its own league's."""
        selection = self._viewer.selection
        if selection is None:
            return
        keys = [info.key for info in selection.tables.names.games]
        # What is made up is made anew at each start: only real games keep their courts.
        if not selection.is_sample and not self._try(lambda: self._annotations.choose_court(keys, league)):
            self._tick()
            return
        self._courts = {**self._courts, **dict.fromkeys(keys, league)}
        self._viewer.use_courts(self._courts)
        where = f"the court of {self.court.title}" if league else "its own league’s court"
        self._window.possessions.bar.show_message(f"{count(len(keys), 'game')} on {where}.")
        self._tick()

    def _on_shown(self) -> None:
        selection = self._viewer.selection
        if selection is not None:
            names, definitions = selection.tables.names, selection.tables.definitions
            if self._drawn is not None and self._drawn[0] is names and self._drawn[1] == definitions:
                return
            self._drawn = names, definitions
        court = self.court
        for view in self._window.courts.views:
            if view.court is not court:
                view.set_court(court)
        self._tick()

    def _tick(self) -> None:
        self._window.menus.show_league(self.league)

    def _read(self) -> None:
        if self._try(self._read_all):
            self._viewer.use_courts(self._courts)

    def _read_all(self) -> None:
        self._courts = {**self._courts, **self._annotations.courts()}

    def _on_fetched(self, fetched: Fetched) -> None:
        """A game that goes on under another id keeps its court."""
        old, new = fetched.replaced, fetched.key
        if old is not None and new is not None and old in self._courts:
            self._try(lambda: self._annotations.follow_court(old, new))
            self._read()

    def _try(self, what: Callable[[], object]) -> bool:
        try:
            what()
        except StoreError as error:
            self._games.fail(error)
            return False
        return True
