"""Where names stand beside their places: eight seats around each, the one that covers least is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

type Pixels = NDArray[np.float64]

_GAP_PX = 3.0
_DIAGONAL = 0.75
_SEATS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""To the right, to the left, above, below, and the corners."""
_LINE_COST, _OUTSIDE_COST, _OVERLAP_COST, _SEAT_COST = 14.0, 8.0, 8.0, 2.0
_BADGE_COST, _FAR_COST = 200.0, 60.0
_FAR_PX = 12.0
"""How much farther away the second ring of seats is, for a name that finds none beside its place."""
_MOST_OVERLAP, _MOST_COVERED = 0.04, 0.12
"""A name that would cover more of another, or of all marks and numbers, than these shares of its size is left out."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text that wants to stand beside a place: its size, and the radius of what is drawn there, in pixels."""

    at: QPointF
    width: float
    height: float
    radius: float
    is_needed: bool = False
    """Whether it is written whatever it covers."""


def place_labels(
    wanted: Sequence[Wanted],
    taken: Sequence[QRectF],
    lines: Sequence[tuple[float, float]],
    room: QRectF,
    badges: Sequence[QRectF] = (),
) -> list[QRectF | None]:
    """Where each text stands, in the order of importance; None for one that finds no seat.

    `taken` are rectangles that should stay free, `lines` points of lines that are better not covered; `badges` hold
    numbers, which no name may cover.
    """
    x, y = np.array(lines, np.float64).reshape(-1, 2).T
    marks, numbers = _sides(taken), _sides(badges)
    seats: list[QRectF | None] = []
    names: list[QRectF] = []

    def cost_of(seat: tuple[float, QRectF]) -> float:
        dislike, rect = seat
        return _cost(rect, covering, x, y, room) + _covered(rect, numbers) * _BADGE_COST + dislike

    def is_lost(rect: QRectF) -> bool:
        size = rect.width() * rect.height()
        return (
            max((overlap(rect, name) for name in names), default=0.0) > _MOST_OVERLAP * size
            or _covered(rect, marks) > _MOST_COVERED * size
            or _covered(rect, numbers) > 0.0
            or not room.contains(rect)
        )

    for label in wanted:
        covering = _sides([*taken, *names])
        near = _around(label, room)
        rect: QRectF | None = min(near, key=cost_of)[1]
        if rect is not None and is_lost(rect):
            far = [seat for seat in _around(label, room, _FAR_PX) if room.contains(seat[1])]
            rect = min([*near, *far], key=cost_of)[1]
            if is_lost(rect) and not label.is_needed:
                rect = None
        seats.append(rect)
        if rect is not None:
            names.append(rect)
    return seats


def _around(label: Wanted, room: QRectF, off_px: float = 0.0) -> list[tuple[float, QRectF]]:
    """The seats with how little they are liked; beside a border the text moves along it to stay inside."""
    seats = []
    for number, (right, down) in enumerate(_SEATS):
        reach = (label.radius + _GAP_PX + off_px) * (_DIAGONAL if right and down else 1.0)
        x = label.at.x() + right * (reach + label.width / 2) - label.width / 2
        y = label.at.y() + down * (reach + label.height / 2) - label.height / 2
        if down:
            x = max(room.left(), min(x, room.right() - label.width))
        if right:
            y = max(room.top(), min(y, room.bottom() - label.height))
        dislike = number * _SEAT_COST + (_FAR_COST if off_px else 0.0)
        seats.append((dislike, QRectF(x, y, label.width, label.height)))
    return seats


def overlap(one: QRectF, other: QRectF) -> float:
    """The area that two rectangles share."""
    shared = one.intersected(other)
    return max(0.0, shared.width()) * max(0.0, shared.height())


def _sides(rects: Sequence[QRectF]) -> Pixels:
    """Left, top, right and bottom of rectangles, shape (4, n)."""
    rows = [(rect.left(), rect.top(), rect.right(), rect.bottom()) for rect in rects]
    return np.array(rows, np.float64).reshape(-1, 4).T


def _covered(rect: QRectF, sides: Pixels) -> float:
    """The area of a rectangle that others cover, each counted."""
    wide = np.minimum(sides[2], rect.right()) - np.maximum(sides[0], rect.left())
    high = np.minimum(sides[3], rect.bottom()) - np.maximum(sides[1], rect.top())
    return float((wide.clip(0.0) * high.clip(0.0)).sum())


def _cost(rect: QRectF, covering: Pixels, x: Pixels, y: Pixels, room: QRectF) -> float:
    is_crossed = (x > rect.left()) & (x < rect.right()) & (y > rect.top()) & (y < rect.bottom())
    outside = rect.width() * rect.height() - overlap(rect, room)
    return (
        outside * _OUTSIDE_COST
        + _covered(rect, covering) * _OVERLAP_COST
        + int(np.count_nonzero(is_crossed)) * _LINE_COST
    )
