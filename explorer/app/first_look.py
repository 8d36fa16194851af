"""Until a start knows what it shows, its panes say that they open, and not that there is nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from explorer.app.controller import Controller
from explorer.app.games_controller import GamesController
from explorer.app.main_window import MainWindow
from explorer.jobs.runner import Lane, Runner


class FirstLook(QObject):
    """Watches from a start on until there are games, or nothing is left that could bring them."""

    def __init__(self, window: MainWindow, viewer: Controller, games: GamesController, runner: Runner) -> None:
        """Wait for the start."""
        super().__init__(window)
        self._window, self._viewer, self._runner = window, viewer, runner
        self._is_waiting = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        games.starting.connect(self._on_starting)
        viewer.changed.connect(self._on_changed)
        runner.busy_changed.connect(self._on_busy)

    def _on_starting(self) -> None:
        if self._viewer.selection is None:
            self._is_waiting = True
            self._window.library.set_waiting(True)
            self._window.possessions.show_opening()
            self._window.details.show_details(None, "")
            self._window.court.shots_layer.show_nothing("")

    def _on_changed(self) -> None:
        if self._is_waiting and self._viewer.selection is not None:
            self._is_waiting = False
            self._window.library.set_waiting(False)

    def _on_busy(self) -> None:
        if self._is_waiting:
            # What follows a job is asked for behind its end.
            self._soon.start(0)

    def _look(self) -> None:
        if self._is_waiting and not any(self._runner.jobs(lane) for lane in (Lane.LOOK, Lane.WORK)):
            self._is_waiting = False
            self._window.library.set_waiting(False)
            self._viewer.show_nothing()
