"""The chosen possession's path on the court, in step with its timeline."""

from __future__ import annotations

from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.court_controller import CourtController
from explorer.app.court_wanted import YES, word_of
from explorer.app.main_window import MainWindow
from explorer.core.ball_path import ball_path
from explorer.models.possession_model import team_colours


class PathController(QObject):
    """Gives the layer the possession that is chosen, while it is looked at; leads steps and rows together."""

    def __init__(self, window: MainWindow, viewer: Controller, courts: CourtController) -> None:
        """Take everything that is needed."""
        super().__init__(window)
        self._window, self._viewer, self._courts = window, viewer, courts
        self._layer = window.court.path_layer
        self._shown: object = None
        viewer.possession_known.connect(self._show)
        courts.wanted_changed.connect(self._show)
        self._layer.step_chosen.connect(lambda step: window.details.show_event(self._layer.row))
        self._layer.front_only_chosen.connect(lambda is_only: courts.want(path_front=word_of(is_only)))
        window.details.event_chosen.connect(self._on_event)

    def _show(self) -> None:
        self._layer.set_front_only(self._courts.wanted.path_front == YES)
        known = self._viewer.known
        # A path is made for those who look at it.
        if self._window.court.layer is not self._layer or (known is self._shown and known is not None):
            return
        self._shown = known
        selection, row = self._viewer.selection, self._viewer.chosen
        if known is None or selection is None or row is None:
            self._layer.set_path(None)
            return
        details, possession = known
        source, book = details.game.source, selection.book
        colours = team_colours(selection.tables.names, book)
        team = int(selection.tables.possessions.offence[row])
        colour = colours[team] if team >= 0 else 0
        self._layer.set_path(ball_path(possession), lambda player: book.player_short((source, player)), colour)

    def _on_event(self, number: int) -> None:
        path = self._layer.path
        if path is not None and self._shown is self._viewer.known:
            self._layer.set_step(path.step_of(number))
