"""How the density of shots is painted: a few paths, each with one colour, and the lines of the court over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import override

import numpy as np
import pyqtgraph as pg
from contourpy import FillType, contour_generator
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.core.court import Court
from explorer.core.court_lines import outline
from explorer.core.hexagons import HexGrid
from explorer.core.shot_counts import Floats
from explorer.core.smooth import Smooth
from explorer.widgets.court.court_item import LINE_PX, polygon
from explorer.widgets.court.drawing import Drawing, path_in_pixels
from explorer.widgets.court.scales import Scale
from explorer.widgets.tokens import Tokens, mixed

FULL = 0.94
"""The largest hexagon as a share of its cell: a hair of floor stays between neighbours."""
SMALLEST = 0.42
"""The same of a cell with a single shot among thousands, so that it is still seen."""
KNEE_AT, KNEE = 0.6, 0.75
"""So much of all shots lies in cells with fewer shots than the knee's; a cell there has so much of the full size. Above
it sizes grow with the logarithm: the rim alone would make all others dots, and yet is seen to be the busiest."""
LEAST_KNEE = 4.0
"""The knee is no lower: few shots do not fill the court."""
_PALE = 0.25
_EDGE_PX = 1.0
_A_PATH, _PATHS = 12, 64
"""Hexagons in one path at least, and how many paths there are to be about: Qt fills a few small paths side by side five
times as quickly as one that covers the court, but each must be made."""
_AREA_EDGE = 0.6
_FAINTEST, _STRONGEST = 0.16, 0.92
"""Shares of the highest colour in the largest area of the smooth density and in the densest."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Paths of one colour in feet; `edge` is drawn around them with a fine pen."""

    paths: tuple[QPainterPath, ...]
    fill: QColor | None
    edge: QColor | None = None


class DensityItem(Drawing):
    """Draws patches, asked for when they are first painted."""

    def __init__(self, court: Court, tokens: Tokens, patches: Callable[[], Sequence[Patch]]) -> None:
        """Draw what `patches` gives on a court."""
        super().__init__(tokens)
        self._patches = patches
        self.set_court(court)

    def set_court(self, court: Court) -> None:
        """Draw the lines of another court."""
        self._lines, self._dashed = QPainterPath(), QPainterPath()
        for line in outline(court, half=True):
            if not line.is_outside:
                (self._dashed if line.is_dashed else self._lines).addPolygon(polygon(line.points))
        self.update()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        patches = self._patches()
        if not patches:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        with path_in_pixels(painter) as in_px:
            for patch in patches:
                painter.setBrush(Qt.BrushStyle.NoBrush if patch.fill is None else patch.fill)
                painter.setPen(Qt.PenStyle.NoPen if patch.edge is None else QPen(patch.edge, _EDGE_PX))
                for path in patch.paths:
                    painter.drawPath(in_px(path))
            # The court's own lines lie below the shots; without them over these nobody sees where the arc is.
            pen = QPen(QColor(self.tokens.line), LINE_PX)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(in_px(self._lines))
            if not self._dashed.isEmpty():
                pen.setDashPattern([4.0, 4.0])
                painter.setPen(pen)
                painter.drawPath(in_px(self._dashed))


def knee_of(n: Floats) -> float:
    """The shots of a cell up to which its area goes with them: a quantile over shots, not over cells, of which most
    have a shot or two."""
    if not len(n):
        return LEAST_KNEE
    rising = np.sort(n)
    held = np.cumsum(rising)
    return max(float(rising[np.searchsorted(held, KNEE_AT * held[-1])]), LEAST_KNEE)


def sizes_of(n: Floats) -> Floats:
    """How large each hexagon is drawn, as a share of its cell: up to a knee its area goes with its shots."""
    knee, most = knee_of(n), float(n.max(initial=0.0))
    below = np.sqrt(n / knee)
    if most > knee:
        above = KNEE + (1 - KNEE) * np.log(np.maximum(n / knee, 1.0)) / np.log(most / knee)
        below = np.where(n > knee, above, KNEE * below)
    found: Floats = np.maximum(FULL * below, SMALLEST)
    return found


def hexagon_patches(
    grid: HexGrid, cells: NDArray[np.intp], n: Floats, values: Floats, is_pale: NDArray[np.bool_],
    scale: Scale, tokens: Tokens,
) -> list[Patch]:  # fmt: skip
    """The hexagons of cells that have shots: their size by `n`, their colour by `values`, hollow where unknown."""
    corners = grid.corners(cells, sizes_of(n))
    steps = scale.steps(values)
    floor = QColor(tokens.floor)
    # Sorted by what they share, so that each patch is one slice, and by row, so that what is in a path lies together.
    kinds = steps * 2 + is_pale
    order = np.lexsort((cells, kinds))
    a_path = max(_A_PATH, len(cells) // _PATHS)
    kinds, corners = kinds[order], corners[order]
    starts: list[int] = np.flatnonzero(np.diff(kinds, prepend=-9)).tolist()
    found = []
    for start, stop in zip(starts, [*starts[1:], len(kinds)], strict=True):
        step, pale = divmod(int(kinds[start]), 2)
        paths = tuple(_closed(corners[at : min(at + a_path, stop)]) for at in range(start, stop, a_path))
        if step < 0:
            found.append(Patch(paths, None, QColor(tokens.pale)))
        elif pale:
            colour = scale.colours[step]
            found.append(Patch(paths, mixed(floor, colour, _PALE), _edge(scale, step) or colour))
        else:
            found.append(Patch(paths, scale.colours[step], _edge(scale, step)))
    return found


def _edge(scale: Scale, step: int) -> QColor | None:
    return scale.edges[step] if scale.edges else None


def _closed(shapes: NDArray[np.float64]) -> QPainterPath:
    """Polygons of one number of corners, shape (n, corners, 2), as one path."""
    count, corners, _ = shapes.shape
    closed = np.concatenate((shapes, shapes[:, :1]), axis=1).reshape(-1, 2)
    goes_on = np.ones((count, corners + 1), np.int32)
    goes_on[:, -1] = 0
    return _path(closed, goes_on.reshape(-1))


def _path(points: NDArray[np.float64], goes_on: NDArray[np.int32]) -> QPainterPath:
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    path: QPainterPath = pg.arrayToQPath(x, y, connect=goes_on, finiteCheck=False)
    return path


def area_colours(tokens: Tokens, count: int) -> list[QColor]:
    """The colours of so many areas, from the largest to the densest."""
    # Not the accent: its blue means fewer points than the baseline where hexagons are drawn.
    floor, high = QColor(tokens.floor), QColor(tokens.high)
    return [mixed(floor, high, share) for share in np.linspace(_FAINTEST, _STRONGEST, count).tolist()]


def area_edge(tokens: Tokens) -> QColor:
    """What is drawn around the largest area."""
    return mixed(QColor(tokens.floor), QColor(tokens.high), _AREA_EDGE)


def area_patches(smooth: Smooth, tokens: Tokens) -> list[Patch]:
    """The areas of a smooth density, each lying on the larger one; polygons, so that vector files hold no picture."""
    if not smooth.levels:
        return []
    # To the lines themselves: the grid's outermost points lie half a cell within them.
    x, y = (_to_the_lines(places) for places in (smooth.x_ft, smooth.y_ft))
    contours = contour_generator(x, y, np.pad(smooth.density, 1, mode="edge"), fill_type=FillType.OuterOffset)
    above = float(smooth.density.max()) * 2
    found: list[Patch] = []
    for level, colour in zip(smooth.levels, area_colours(tokens, len(smooth.levels)), strict=True):
        path = QPainterPath()
        for points, offsets in zip(*contours.filled(level, above), strict=True):
            goes_on = np.ones(len(points), np.int32)
            goes_on[np.asarray(offsets[1:], np.intp) - 1] = 0
            path.addPath(_path(np.asarray(points), goes_on))
        # The largest is as pale as the floor: its edge says how far it reaches.
        found.append(Patch((path,), colour, None if found else area_edge(tokens)))
    return found


def _to_the_lines(places: Floats) -> Floats:
    half = (places[1] - places[0]) / 2
    return np.concatenate(([places[0] - half], places, [places[-1] + half]))
