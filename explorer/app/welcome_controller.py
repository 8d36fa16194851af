"""The welcome of the first start: shown once with the sample league, and again only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.games_controller import GamesController
from explorer.app.main_window import MainWindow
from explorer.app.settings import Settings
from explorer.widgets.welcome_card import Step

_TITLE = "Welcome"
_WORDS = (
    "What you see is a made-up league, to look around in: ask in the line above, click a row, a shot, a number. "
    "None of it goes into your library."
)
_STEPS = (
    Step("open_files", "&Open files…", "answers saved from ShotTracker or Cleaning the Glass; or drop them here"),
    Step("keys", "Sources and &keys…", "where to put your user name and secret, or your key, to fetch games"),
    Step("help_steps", "F&irst steps", "where things are, and how to ask"),
)
"""What a newcomer does next, each a command of the menus."""


class WelcomeController(QObject):
    """Shows the card, does what is clicked in it, and takes it away once the user's own games are there."""

    def __init__(self, window: MainWindow, viewer: Controller, games: GamesController, settings: Settings) -> None:
        """Take what is needed; nothing is shown before the sample league is."""
        super().__init__(window)
        self._window, self._games, self._settings = window, games, settings
        self._card = window.possessions.welcome
        self._card.fill(_TITLE, _WORDS, _STEPS)
        self._card.chosen.connect(lambda name: window.actions_[name].trigger())
        self._card.closed.connect(self._on_closed)
        self._is_asked = False
        viewer.changed.connect(self._on_changed)
        games.greet = self.greet

    @property
    def slots(self) -> dict[str, Callable[[], object]]:
        """What the menu's command does."""
        return {"welcome": self.show}

    def greet(self) -> bool:
        """Show the card at the first start of all; says whether it did."""
        if self._settings.is_welcomed():
            return False
        self._settings.keep_welcomed()
        # What a start has to say stays: where files are kept, or what broke off.
        self._window.possessions.bar.withdraw("sample")
        self._card.show()
        return True

    def show(self) -> None:
        """Show the card, since it is asked for; it stays until it is closed."""
        self._is_asked = True
        self._card.show()
        self._card.setFocus()

    def _on_closed(self) -> None:
        self._is_asked = False
        self._window.possessions.table.setFocus()

    def _on_changed(self) -> None:
        if not self._is_asked and not self._games.is_sample:
            self._card.hide()
