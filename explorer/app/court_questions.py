"""What is done on the court as questions: an area, a zone, a cell, distances; each is one step that Back undoes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.main_window import MainWindow
from explorer.core.query_distance import with_distances
from explorer.core.query_edit import toggle
from explorer.core.query_places import shape_term, with_place, without_places
from explorer.widgets.court.canvas import Tool
from explorer.widgets.court.court_view import CourtView


class CourtQuestions(QObject):
    """Changes the filter as the courts say."""

    def __init__(self, window: MainWindow, viewer: Controller) -> None:
        """Listen to the courts, also to one that is made later."""
        super().__init__(window)
        self._viewer = viewer
        self._connect(window.court)
        window.courts.second_made.connect(self._connect)
        window.menus.connect_commands({"clear_place": self.clear_place})

    def _connect(self, view: CourtView) -> None:
        view.shots_layer.shot_chosen.connect(self._viewer.choose_row)
        view.zones_layer.zone_chosen.connect(self._on_zone)
        view.density_layer.cell_chosen.connect(partial(self._on_cell, view))
        view.area_drawn.connect(self._on_area)
        view.escaped.connect(self.clear_place)
        view.strip.distances_chosen.connect(self._on_distances)
        view.strip.distances_dropped.connect(partial(self._on_distances, None, None))

    def _ask(self, change: Callable[[str], str]) -> None:
        """Ask the question that holds with a change."""
        question = change(self._viewer.question)
        if self._viewer.selection is not None and question != self._viewer.question:
            self._viewer.ask(question)

    def clear_place(self) -> None:
        """Ask for shots from anywhere again."""
        self._ask(without_places)

    def _on_area(self, tool: str, corners: NDArray[np.float64]) -> None:
        self._ask(lambda question: with_place(question, shape_term(tool, corners)))

    def _on_zone(self, term: str) -> None:
        self._ask(lambda question: toggle(question, term))

    def _on_cell(self, view: CourtView, *_: float) -> None:
        mark = view.density_layer.chosen_mark
        if mark is not None:
            self._on_area(Tool.LASSO, view.density_layer.corners_of(mark))

    def _on_distances(self, low_ft: float | None, high_ft: float | None) -> None:
        self._ask(lambda question: with_distances(question, low_ft, high_ft))
