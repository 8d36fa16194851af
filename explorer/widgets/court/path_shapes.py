"""The lines of the ball's path: geometry in feet, so that it is the same however the court is turned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot, pi, sin

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

from explorer.core.ball_path import Spot

_BULGE, _MOST_BULGE_FT = 0.09, 2.0
"""How far a pass bends aside, as a share of its length and at most: passes there and back stay apart."""
PIECES = 14
"""Pieces of a pass's curve: its points are one more."""
_POINTS_A_WAVE = 10
HEAD_PX = 9.0


def pass_curve(start: Spot, end: Spot) -> list[Spot]:
    """The way of a pass, bent a little to the passer's right, as `PIECES` + 1 points."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    # The point that a curve is drawn towards lies twice as far aside as the curve comes.
    aside = 2 * min(_BULGE, _MOST_BULGE_FT / (hypot(along_x, along_y) or 1.0))
    bend = ((start[0] + end[0]) / 2 + along_y * aside, (start[1] + end[1]) / 2 - along_x * aside)
    points = []
    for piece in range(PIECES + 1):
        t = piece / PIECES
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]))
    return points


def away_from(place: Spot, points: list[Spot]) -> float:
    """How far a place is from a line through points, in the points' unit."""
    if len(points) == 1:
        return hypot(place[0] - points[0][0], place[1] - points[0][1])
    return min(_from_piece(place, a, b) for a, b in pairwise(points))


def _from_piece(place: Spot, a: Spot, b: Spot) -> float:
    along_x, along_y = b[0] - a[0], b[1] - a[1]
    length = along_x**2 + along_y**2
    t = 0.0 if not length else ((place[0] - a[0]) * along_x + (place[1] - a[1]) * along_y) / length
    t = min(1.0, max(0.0, t))
    return hypot(place[0] - a[0] - t * along_x, place[1] - a[1] - t * along_y)


# In pixels


def length_of(points: Sequence[QPointF]) -> float:
    """The length of a line through points."""
    return sum(_distance(a, b) for a, b in pairwise(points))


def _distance(a: QPointF, b: QPointF) -> float:
    return hypot(b.x() - a.x(), b.y() - a.y())


def trimmed(points: Sequence[QPointF], first: float, last: float) -> list[QPointF]:
    """A line without so many pixels at its ends; empty where nothing is left."""
    if length_of(points) - first - last < 1.0:
        return []
    return _cut(_cut(points, first)[::-1], last)[::-1]


def _cut(points: Sequence[QPointF], off: float) -> list[QPointF]:
    for number, (a, b) in enumerate(pairwise(points)):
        piece = _distance(a, b)
        if off < piece:
            share = off / piece
            return [QPointF(a.x() + (b.x() - a.x()) * share, a.y() + (b.y() - a.y()) * share), *points[number + 1 :]]
        off -= piece
    return list(points[-1:])


def spread(points: Sequence[QPointF], apart_px: float = 6.0) -> list[tuple[float, float]]:
    """Points all along a line, for what must not be covered."""
    found: list[tuple[float, float]] = []
    for a, b in pairwise(points):
        x, y, along_x, along_y = a.x(), a.y(), b.x() - a.x(), b.y() - a.y()
        pieces = max(1, int(hypot(along_x, along_y) / apart_px))
        found += [(x + along_x * piece / pieces, y + along_y * piece / pieces) for piece in range(pieces)]
    return found


def waved(start: QPointF, end: QPointF, waves: int, height_px: float) -> list[QPointF]:
    """A line with so many waves, one a dribble; straight without."""
    length = _distance(start, end)
    if not waves or length < 2.0:
        return [start, end]
    along = ((end.x() - start.x()) / length, (end.y() - start.y()) / length)
    pieces = waves * _POINTS_A_WAVE
    points = []
    for piece in range(pieces + 1):
        share = piece / pieces
        aside = height_px * sin(2 * pi * waves * share)
        x, y = start.x() + (end.x() - start.x()) * share, start.y() + (end.y() - start.y()) * share
        points.append(QPointF(x - along[1] * aside, y + along[0] * aside))
    return points


def arrow_head(before: QPointF, tip: QPointF, size_px: float = HEAD_PX) -> QPolygonF:
    """A filled head that points from `before` to `tip`."""
    length = _distance(before, tip) or 1.0
    along = ((tip.x() - before.x()) / length, (tip.y() - before.y()) / length)
    foot = QPointF(tip.x() - along[0] * size_px, tip.y() - along[1] * size_px)
    half = size_px * 0.42
    return QPolygonF(
        [
            tip,
            QPointF(foot.x() - along[1] * half, foot.y() + along[0] * half),
            QPointF(foot.x() + along[1] * half, foot.y() - along[0] * half),
        ]
    )
