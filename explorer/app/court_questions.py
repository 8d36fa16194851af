"""What is done on the court as questions: an area, a zone, a cell, distances; each is one step that Back undoes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.main_window import MainWindow
from explorer.core.query_distance import with_distances
from explorer.core.query_edit import toggle
from explorer.core.query_places import exact_term, shape_term, with_place, without_places
from explorer.widgets.court.court_view import CourtView

type Read = Callable[[], str]
type Ask = Callable[[str], None]


class CourtQuestions(QObject):
    """Changes the filter as the court says, and the second question as B's court says."""

    def __init__(self, window: MainWindow, viewer: Controller, second: tuple[Read, Ask]) -> None:
        """Listen to both courts; `second` reads and asks the question of B."""
        super().__init__(window)
        self._window, self._viewer = window, viewer
        first = (lambda: viewer.question, viewer.ask)
        self._connect(window.court, first)
        window.courts.second_made.connect(lambda view: self._connect(view, second))
        window.menus.connect_commands({"clear_place": partial(self._ask, first, without_places)})

    def _connect(self, view: CourtView, side: tuple[Read, Ask]) -> None:
        ask = partial(self._ask, side)
        view.shots_layer.shot_chosen.connect(partial(self._on_shot, view))
        view.zones_layer.zone_chosen.connect(lambda term: ask(lambda question: toggle(question, term)))
        view.density_layer.cell_chosen.connect(lambda mark: ask(_with(exact_term(view.density_layer.corners_of(mark)))))
        view.area_drawn.connect(lambda tool, corners: ask(_with(shape_term(tool, corners))))
        view.escaped.connect(lambda: ask(without_places))
        view.strip.distances_chosen.connect(lambda low, high: ask(_between(low, high)))
        view.strip.distances_dropped.connect(lambda: ask(_between(None, None)))

    def _on_shot(self, view: CourtView, row: int) -> None:
        """Choose a shot's possession; one that A hides is not gone to at A's cost without being asked."""
        if view is self._window.court or self._viewer.is_shown(row):
            self._viewer.choose_row(row)
            return
        self._window.possessions.bar.show_message(
            "That possession answers B and not A.",
            buttons=[("&Go to it, and clear A", partial(self._viewer.choose_row, row))],
        )

    def _ask(self, side: tuple[Read, Ask], change: Callable[[str], str]) -> None:
        """Ask the question of a side with a change."""
        read, put = side
        question = change(read())
        if self._viewer.selection is not None and question != read():
            put(question)


def _with(term: str) -> Callable[[str], str]:
    return lambda question: with_place(question, term)


def _between(low_ft: float | None, high_ft: float | None) -> Callable[[str], str]:
    return lambda question: with_distances(question, low_ft, high_ft)
