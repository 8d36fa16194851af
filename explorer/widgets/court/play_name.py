"""Where the chosen player's name stands: beside his disc, on a side where it hides nobody."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from PySide6.QtCore import QPointF, QRectF, QSizeF

_GAP_PX = 6.0
_SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Below, above, to the right, to the left, and the corners."""
_OUTSIDE = 4.0
"""How much worse it is to be cut off than to lie over a disc, by area."""


def free_seat(
    centre: QPointF, size: QSizeF, radius: float, discs: Sequence[QPointF], court: QRectF, seat: int
) -> tuple[int, QRectF]:
    """A seat's number and its rectangle: `seat` again while it is free, so that a name does not jump about."""
    seats = {number: _seat(centre, size, radius, number) for number in (seat, *range(len(_SIDES)))}
    costs = {number: _cost(room, radius, discs, court) for number, room in seats.items()}
    best = min(seats, key=lambda number: costs[number])
    return best, seats[best]


def _seat(centre: QPointF, size: QSizeF, radius: float, number: int) -> QRectF:
    right, down = _SIDES[number]
    reach = (radius + _GAP_PX) * (0.75 if right and down else 1.0)
    x = centre.x() + right * (reach + size.width() / 2)
    y = centre.y() + down * (reach + size.height() / 2)
    return QRectF(x - size.width() / 2, y - size.height() / 2, size.width(), size.height())


def _cost(room: QRectF, radius: float, discs: Sequence[QPointF], court: QRectF) -> float:
    """How much is hidden or cut off; 0 where nothing is."""
    inside = room.intersected(court)
    cut = room.width() * room.height() - inside.width() * inside.height()
    return cut * _OUTSIDE + sum(_bite(room, disc, radius) for disc in discs)


def _bite(room: QRectF, disc: QPointF, radius: float) -> float:
    """How far a disc reaches into a rectangle, as an area."""
    x = min(max(disc.x(), room.left()), room.right())
    y = min(max(disc.y(), room.top()), room.bottom())
    depth = radius - hypot(disc.x() - x, disc.y() - y)
    return 2 * radius * max(depth, 0.0)
