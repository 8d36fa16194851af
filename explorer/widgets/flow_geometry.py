"""Where the flow of a game stands in a rectangle: blocks, marks and the line of the margin, worked out once a size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QTransform

from explorer.core.flow import Flow
from explorer.core.vocabulary import OUTCOME_WORDS, OUTCOMES, Mark
from explorer.widgets.marks import mark_path

MARK_PX = 6.0
STUB_PX = 4.0
"""A block without points, so that every possession is seen."""
_LEAST_POINTS, _LEAST_LEAD = 4, 10
"""The scales of points and of the margin go at least as far as this, so that small games do not look large."""
_LEAST_WIDTH = 1.5
_GAP = 0.75
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class Block:
    """One possession as it is drawn: `tip` is where its mark stands if there is room for one."""

    rect: QRectF
    mark: Mark
    is_told: bool
    """Whether its points are known."""
    is_first: bool
    tip: QPointF


@dataclass(frozen=True, slots=True)
class Layer:
    """The blocks of one mark that stand out, or that do not; `shapes` are their marks, where there is room."""

    mark: Mark
    is_shown: bool
    told: tuple[QRectF, ...]
    hollow: tuple[QRectF, ...]
    """Those whose points are unknown."""
    shapes: QPainterPath


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where everything of a flow stands in a rectangle: `left` and `right` bound the blocks, shape (n,), in pixels."""

    plot: QRectF
    length_s: float
    blocks: tuple[Block, ...]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    margin: QPainterPath
    last_lead: QPointF | None

    def x_of(self, at_s: float) -> float:
        """The place of a time, in seconds since the tip-off."""
        return self.plot.left() + at_s / max(self.length_s, 1.0) * self.plot.width()

    def time_at(self, x: float) -> float:
        """The time at a place, in seconds since the tip-off; not before it, nor after the end."""
        share = (x - self.plot.left()) / max(self.plot.width(), 1.0)
        return min(max(share, 0.0), 1.0) * self.length_s

    def block_at(self, place: QPointF, is_first: NDArray[np.bool_], reach_px: float) -> int | None:
        """The block nearest to a place, on its side of the line where there is one within reach; else None."""
        if not len(self.left):
            return None
        away = np.maximum(np.maximum(self.left - place.x(), place.x() - self.right), 0.0)
        off_centre = np.abs((self.left + self.right) / 2 - place.x())
        for is_side in (is_first == (place.y() < self.plot.center().y()), np.ones(len(away), np.bool_)):
            near = np.where(is_side, away, np.inf)
            if near.min() <= reach_px:
                # The shortest are drawn wider than they are, and may lie over a neighbour.
                return int(np.where(near == near.min(), off_centre, np.inf).argmin())
        return None


def laid_out(flow: Flow, plot: QRectF) -> Geometry:
    """Work out where the possessions and the margin of a flow stand in a rectangle."""
    middle, half = plot.center().y(), plot.height() / 2
    scale = plot.width() / max(flow.length_s, 1.0)
    left = plot.left() + flow.start_s.astype(np.float64) * scale
    width = np.maximum((flow.end_s - flow.start_s) * scale - _GAP, _LEAST_WIDTH)
    most = max(_LEAST_POINTS, int(flow.points.max(initial=0)))
    a_point = (half - STUB_PX - MARK_PX / 2) / most
    blocks = []
    for number in range(len(flow)):
        points, outcome = int(flow.points[number]), int(flow.outcome[number])
        height = STUB_PX + max(points, 0) * a_point
        is_first = bool(flow.is_first[number])
        outer = middle - height if is_first else middle + height
        rect = QRectF(left[number], min(outer, middle), width[number], height)
        away = -MARK_PX / 2 - 1 if is_first else MARK_PX / 2 + 1
        tip = QPointF(rect.center().x(), outer + away)
        mark = OUTCOME_WORDS[OUTCOMES[outcome]].mark if outcome >= 0 else Mark.NEUTRAL
        blocks.append(Block(rect, mark, points >= 0, is_first, tip))
    path, last = _margin(flow, plot, scale)
    return Geometry(plot, flow.length_s, tuple(blocks), left, left + width, path, last)


def layers_of(geometry: Geometry, is_shown: NDArray[np.bool_]) -> tuple[Layer, ...]:
    """The blocks in the order in which they are painted: those that are not shown first; `is_shown` of shape (n,)."""
    has_room = _has_room(geometry, is_shown)
    layers = []
    for shown in (False, True):
        parts: dict[Mark, list[int]] = {}
        for number in np.flatnonzero(is_shown == shown).tolist():
            parts.setdefault(geometry.blocks[number].mark, []).append(number)
        for mark, numbers in parts.items():
            blocks = [geometry.blocks[number] for number in numbers]
            shapes = QPainterPath()
            for number, block in zip(numbers, blocks, strict=True):
                if has_room[number]:
                    place = QTransform(MARK_PX, 0, 0, MARK_PX, block.tip.x(), block.tip.y())
                    shapes.addPath(place.map(mark_path(mark)))
            told = tuple(block.rect for block in blocks if block.is_told)
            hollow = tuple(block.rect for block in blocks if not block.is_told)
            layers.append(Layer(mark, shown, told, hollow, shapes))
    return tuple(layers)


def _has_room(geometry: Geometry, is_shown: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the blocks that are shown have room for their marks beside the others of their side; shape (n,).

    Where only a few have, none is taken to have: marks here and there would look as if they meant something.
    """
    centres = (geometry.left + geometry.right) / 2
    is_first = np.array([block.is_first for block in geometry.blocks], np.bool_)
    found = is_shown.copy()
    for is_side in (is_first, ~is_first):
        side = np.flatnonzero(is_side & is_shown)
        is_close = np.diff(centres[side]) < MARK_PX + 1
        found[side[:-1][is_close]] = False
        found[side[1:][is_close]] = False
    return found if found.sum() >= _MOSTLY * is_shown.sum() else np.zeros_like(found)


def _margin(flow: Flow, plot: QRectF, scale: float) -> tuple[QPainterPath, QPointF | None]:
    """The first team's lead as steps, broken where it is unknown, and where the last of it stands."""
    path = QPainterPath()
    known = flow.margin[~np.isnan(flow.margin)]
    most = max(_LEAST_LEAD, float(np.abs(known).max(initial=0.0)))
    unit = (plot.height() / 2 - 2) / most
    last: QPointF | None = None
    for at_s, lead in zip(flow.margin_at_s.tolist(), flow.margin.tolist(), strict=True):
        if lead != lead:
            last = None
            continue
        place = QPointF(plot.left() + at_s * scale, plot.center().y() - lead * unit)
        if last is None:
            path.moveTo(place)
        else:
            path.lineTo(place.x(), last.y())
            path.lineTo(place)
        last = place
    return path, last
