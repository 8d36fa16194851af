"""The density of a season's shots, counted and painted after every change of the filter; matplotlib draws the same."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from explorer.core.court import court_for
from explorer.core.court_lines import outline
from explorer.core.table import ShotTable
from explorer.services.selection import Selection
from explorer.widgets.court.canvas import Canvas
from explorer.widgets.court.density_layer import Baseline, DensityLayer, Form
from explorer.widgets.tokens import LIGHT
from tests.benchmarks.results import OURS, Results
from tests.benchmarks.test_numbers import time
from tests.window import application

ACROSS_FT = 1.5
SIZE = (450, 470)
NBA = court_for("nba", None)
RIVAL = "matplotlib"


@pytest.fixture(scope="module")
def shots(selection: Selection) -> ShotTable:
    """Every shot of the season."""
    assert len(selection.tables.shots) > 200_000
    return selection.tables.shots


def masks(shots: ShotTable) -> Callable[[], NDArray[np.bool_]]:
    """Another three quarters of the shots every time."""
    several = itertools.cycle([np.random.default_rng(seed).random(len(shots)) < 0.75 for seed in range(5)])
    return lambda: next(several)


def our_court(shots: ShotTable, form: Form) -> tuple[Canvas, DensityLayer, Callable[[NDArray[np.bool_]], object]]:
    """The canvas with the layer, and what narrows it to some shots, beside all of them, and paints it."""
    assert QApplication.instance() or QApplication(["bench"])
    canvas, layer = Canvas(NBA, LIGHT), DensityLayer(NBA, LIGHT)
    canvas.resize(*SIZE)
    for item in layer.items:
        canvas.add(item)
    layer.set_form(form)
    canvas.show()
    # A window that has not been shown yet paints nothing.
    application().processEvents()

    def work(mask: NDArray[np.bool_]) -> None:
        layer.set_shots(shots, mask, Baseline(shots, None, "all games"))
        canvas.viewport().repaint()

    work(np.ones(len(shots), np.bool_))
    assert layer._patches, "nothing was painted"
    return canvas, layer, work


class Rival:
    """The same court by matplotlib: hexagons coloured by points per shot, the lines above them."""

    def __init__(self, shots: ShotTable) -> None:
        known = (shots.made >= 0) & (shots.value > 0) & ~np.isnan(shots.x_ft) & (shots.y_ft <= NBA.half_length_ft)
        self._shots = known
        self._x, self._y = shots.x_ft, shots.y_ft
        self._points = np.where(shots.made == 1, shots.value, 0)
        self._figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
        self._canvas = FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        row_ft = ACROSS_FT * 3**0.5
        # Its lattice laid upon ours: a hexagon on the ring.
        columns, below, above = 36, 4, 18
        self._grid = (columns, below + above)
        self._extent = (
            -columns / 2 * ACROSS_FT, columns / 2 * ACROSS_FT,
            NBA.ring_y_ft - below * row_ft, NBA.ring_y_ft + above * row_ft,
        )  # fmt: skip

    def counts(self, mask: NDArray[np.bool_]) -> dict[tuple[float, float], int]:
        """The shots of every hexagon by its middle."""
        found = self._hexagons(mask, None)
        told = zip(found.get_offsets().tolist(), found.get_array().tolist(), strict=True)
        return {(round(x, 2) + 0.0, round(y, 2)): int(n) for (x, y), n in told}

    def work(self, mask: NDArray[np.bool_]) -> None:
        """Draw some shots."""
        self._hexagons(mask, self._points)
        for line in outline(NBA, half=True):
            self._axes.plot(line.points[:, 0], line.points[:, 1], color="#857a67", lw=1.5)
        self._axes.set(xlim=(-26, 26), ylim=(-1, 48))
        self._canvas.draw()

    def _hexagons(self, mask: NDArray[np.bool_], values: NDArray[np.int64] | None) -> mpl.collections.PolyCollection:
        self._axes.clear()
        rows = mask & self._shots
        return self._axes.hexbin(
            self._x[rows], self._y[rows], None if values is None else values[rows],
            gridsize=self._grid, extent=self._extent, mincnt=1,
        )  # fmt: skip


def test_density_to_the_painted_court(benchmark: BenchmarkFixture, results: Results, shots: ShotTable) -> None:
    canvas, layer, work = our_court(shots, Form.HEXAGONS)
    mask = masks(shots)()
    known = (shots.made >= 0) & (shots.value > 0)
    work(mask & known)
    cells = layer.cells
    middles = zip(cells.grid.x_ft[cells.cells].tolist(), cells.grid.y_ft[cells.cells].tolist(), strict=True)
    ours = {(round(x, 2) + 0.0, round(y, 2)): int(n) for (x, y), n in zip(middles, cells.n.tolist(), strict=True)}
    theirs = Rival(shots).counts(mask)
    differing = sum(abs(ours.get(place, 0) - theirs.get(place, 0)) for place in ours.keys() | theirs.keys())
    # A place in whole inches can lie on the edge of two hexagons, and rounding decides.
    assert differing <= 0.02 * sum(theirs.values())
    following = masks(shots)
    time(benchmark, results, "density", OURS, lambda: work(following()))
    canvas.hide()


def test_density_by_matplotlib(benchmark: BenchmarkFixture, results: Results, shots: ShotTable) -> None:
    rival, following = Rival(shots), masks(shots)
    time(benchmark, results, "density", RIVAL, lambda: rival.work(following()))


def test_smooth_areas_to_the_painted_court(benchmark: BenchmarkFixture, results: Results, shots: ShotTable) -> None:
    canvas, _, work = our_court(shots, Form.SMOOTH)
    following = masks(shots)
    time(benchmark, results, "smooth", OURS, lambda: work(following()))
    canvas.hide()


def test_what_is_pointed_at(benchmark: BenchmarkFixture, results: Results, shots: ShotTable) -> None:
    canvas, layer, work = our_court(shots, Form.HEXAGONS)
    work(masks(shots)())
    places = itertools.cycle([(x / 2 - 22.0, y / 2 + 2.0) for x in range(80) for y in range(50)])

    def point() -> str:
        mark = layer.mark_at(*next(places), 0.5)
        return "" if mark is None else layer.words_of(mark)

    assert "points per shot" in layer.words_of(0)
    time(benchmark, results, "pointed", OURS, point)
    canvas.hide()
