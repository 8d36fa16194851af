"""Games are removed from the library, after asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from explorer.app.games_controller import GamesController
from explorer.app.main_window import TITLE, MainWindow
from explorer.core.model import Key
from explorer.core.text import count
from explorer.jobs.runner import Job, Lane, Runner
from explorer.services.library import Library


class RemovalController(QObject):
    """Asks, removes, and has what is left looked at."""

    def __init__(self, window: MainWindow, games: GamesController, library: Library, runner: Runner) -> None:
        """Take what is needed."""
        super().__init__(window)
        self._window, self._games, self._library, self._runner = window, games, library, runner
        window.library.remove_asked.connect(self._ask)

    @property
    def slots(self) -> dict[str, Callable[[], object]]:
        """What the menu's command does."""
        return {"remove_games": self.remove_chosen}

    def remove_chosen(self) -> None:
        """Forget the chosen games, after asking."""
        keys = self._window.library.chosen()
        if keys and not self._games.is_sample:
            self._ask(keys)

    def _ask(self, keys: Sequence[Key]) -> None:
        answer = QMessageBox.question(
            self._window,
            TITLE,
            f"Remove {count(len(keys), 'game')} from the library?\n\n"
            "What was kept is deleted; the files they came from stay.",
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        if answer == QMessageBox.StandardButton.Yes:
            self.remove(keys)

    def remove(self, keys: Sequence[Key]) -> None:
        """Forget games of the library."""

        def done(_: None) -> None:
            self._games.emptied.emit()
            self._games.refresh_list(self._games.choose_last)

        def ended() -> None:
            if job.token.is_cancelled:
                self._window.possessions.bar.show_message("Stopped; the games that were not removed yet are kept.")
                self._games.refresh_list(self._games.look_again)

        job = Job(
            "Removing games",
            lambda token, tell: self._library.remove(keys, token, tell),
            done,
            self._games.fail,
            on_end=ended,
        )
        self._runner.submit(Lane.WORK, job)
