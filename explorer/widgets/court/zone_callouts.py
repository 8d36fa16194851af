"""Words of zones that have no room for them: beside the zone, on their own ground, with a line that leads there."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF

FARTHEST_FT = 16.0
"""Words farther away than this belong to nobody."""
_STEP_FT = 0.5
_TURN_DEG = 15
_AIR_PX = 3.0
"""So much stands between the words beside a zone and all other words."""
_AIR_OF_ZONE_PX = 4.0
_EDGE_FT = 0.3


def beside(
    middle: tuple[float, float], radius_ft: float, size_px: tuple[float, float], taken: Sequence[QRectF], court: QRectF,
    pixels_a_foot: float, *, is_sideways: bool,
) -> tuple[float, float] | None:  # fmt: skip
    """The middle in feet of the place nearest to a zone for a box of so many pixels; None where there is none near.

    `middle` and `radius_ft` are the zone's, which the box leaves free; `taken` are boxes of other words in feet,
    `court` is where it may lie. Of places as near the one nearest to the court's long axis is taken, then the right
    one.
    """
    width, height = (length / pixels_a_foot for length in (reversed(size_px) if is_sideways else size_px))
    air, apart = _AIR_PX / pixels_a_foot, radius_ft + _AIR_OF_ZONE_PX / pixels_a_foot
    room = court.adjusted(_EDGE_FT, _EDGE_FT, -_EDGE_FT, -_EDGE_FT)
    grown = [one.adjusted(-air, -air, air, air) for one in taken]
    found: tuple[float, float, float, float] | None = None
    for step in range(1, round(FARTHEST_FT / _STEP_FT) + 1):
        for turn in range(0, 360, _TURN_DEG):
            away = step * _STEP_FT
            x, y = middle[0] + away * math.cos(math.radians(turn)), middle[1] + away * math.sin(math.radians(turn))
            box = QRectF(x - width / 2, y - height / 2, width, height)
            gap = _distance(box, middle)
            if gap < apart or not room.contains(box) or any(box.intersects(one) for one in grown):
                continue
            choice = (round(gap + 0.1 * abs(x), 2), -x, x, y)
            found = choice if found is None else min(found, choice)
        # Whatever comes later is farther away than what was found a few steps ago.
        if found is not None and step * _STEP_FT > found[0] + max(width, height):
            break
    return None if found is None else found[2:]


def edge_towards(box: QRectF, place: tuple[float, float]) -> tuple[float, float]:
    """The place on a box that is nearest to another place."""
    return min(max(place[0], box.left()), box.right()), min(max(place[1], box.top()), box.bottom())


def _distance(box: QRectF, place: tuple[float, float]) -> float:
    nearest = edge_towards(box, place)
    return math.hypot(nearest[0] - place[0], nearest[1] - place[1])
