"""What the status bar says of what is shown: the few figures that are always seen, and all when it is pointed at."""

from __future__ import annotations

from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.main_window import MainWindow
from explorer.app.presenting import counted, every_figure


class CountsController(QObject):
    """Keeps the status bar in step with what the list shows."""

    def __init__(self, window: MainWindow, viewer: Controller) -> None:
        """Take everything that is needed."""
        super().__init__(window)
        self._window, self._viewer = window, viewer
        viewer.shown.connect(self._on_shown)
        window.counts_pointed.connect(self._on_pointed)
        self._on_shown()

    def _on_shown(self) -> None:
        has_games = self._viewer.selection is not None
        self._window.show_counts(counted(self._viewer.sample) if has_games else "")

    def _on_pointed(self) -> None:
        # All figures of a season take longer than a key may: they are made for those who ask.
        if self._viewer.selection is not None:
            self._window.show_count_details(every_figure(self._viewer.sample))
