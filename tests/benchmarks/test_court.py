"""Single shots painted, refilled and pointed at, beside matplotlib drawing the same."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from explorer.core.court import court_for
from explorer.core.court_lines import outline
from explorer.core.table import ShotTable
from explorer.services.selection import Selection
from explorer.widgets.court.court_view import CourtView
from explorer.widgets.court.shots_layer import is_placed
from tests.benchmarks.results import OURS, Results
from tests.benchmarks.test_density import RIVAL, SIZE
from tests.benchmarks.test_numbers import time
from tests.window import application

NBA = court_for("nba", None)
FEW, MANY = 1_000, 10_000


def some(selection: Selection, many: int) -> ShotTable:
    """So many shots of the season."""
    shots = selection.tables.shots
    return shots.take(np.flatnonzero(is_placed(shots))[:many])


def our_view(shots: ShotTable) -> tuple[CourtView, Callable[[], object], Callable[[], object]]:
    """The view with shots on it, what paints it anew, and what fills and paints it."""
    assert QApplication.instance() or QApplication(["bench"])
    view = CourtView(NBA)
    view.resize(*SIZE)
    view.show()
    layer = view.shots_layer

    def refill() -> None:
        layer.set_shots(shots, lambda shot: "", lambda shot: ())
        view.canvas.viewport().repaint()

    application().processEvents()
    refill()
    assert layer.count() == len(shots)
    return view, view.canvas.viewport().repaint, refill


def their_court(shots: ShotTable) -> Callable[[], object]:
    """What draws the same by matplotlib: lines, misses as crosses, makes as discs."""
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
    canvas, axes = FigureCanvasAgg(figure), figure.add_axes((0, 0, 1, 1))
    for line in outline(NBA, half=True):
        axes.plot(line.points[:, 0], line.points[:, 1], color="#857a67", lw=1.5)
    for made, marker in ((0, "x"), (1, "o")):
        rows = shots.made == made
        axes.scatter(shots.x_ft[rows], shots.y_ft[rows], s=40, marker=marker, linewidths=1.3)
    axes.set(xlim=(-26, 26), ylim=(-1, 48))
    return lambda: canvas.draw()


@pytest.mark.parametrize("many", [FEW, MANY])
def test_shots_painted(benchmark: BenchmarkFixture, results: Results, selection: Selection, many: int) -> None:
    view, repaint, _ = our_view(some(selection, many))
    time(benchmark, results, f"shots_{many}", OURS, repaint)
    view.hide()


@pytest.mark.parametrize("many", [FEW, MANY])
def test_shots_by_matplotlib(benchmark: BenchmarkFixture, results: Results, selection: Selection, many: int) -> None:
    time(benchmark, results, f"shots_{many}", RIVAL, their_court(some(selection, many)))


def test_shots_refilled(benchmark: BenchmarkFixture, results: Results, selection: Selection) -> None:
    view, _, refill = our_view(some(selection, MANY))
    time(benchmark, results, "refill", OURS, refill)
    view.hide()


def test_a_shot_that_is_pointed_at(benchmark: BenchmarkFixture, results: Results, selection: Selection) -> None:
    view, *_ = our_view(some(selection, MANY))
    places = itertools.cycle([(x - 22.0, y + 2.0) for x in range(40) for y in range(25)])
    time(benchmark, results, "pointed_shot", OURS, lambda: view.shots_layer.mark_at(*next(places), 0.5))
    view.hide()
