"""The places of the floor that have a name, each worked out from the measures of a court; and areas in feet.

What the rules draw (lane, arc, restricted area) is as they draw it. Blocks, elbows, wings and the like are spots: all
within some feet of a point that the lines define.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.court import Court, is_three
from explorer.core.court_lines import arc
from explorer.core.zones import RIM_FT

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SPOT_FT = 4.0
"""How far from its middle a block or an elbow goes."""
WING_FT = 6.0
"""How far from its middle, which lies on the three-point line, a wing goes."""
TOP_FT = 5.0
"""How far from the farthest point of the free-throw circle the top of the key goes."""
NAIL_FT = 3.0
"""How far from the middle of the free-throw line the nail goes."""
SHORT_CORNER_FT = 8.0
"""How far from the baseline a short corner goes."""
_BEFORE_ZERO = -1e-30
"""Left is x < 0, so that the middle belongs to the right, as in the zones."""


@dataclass(frozen=True, slots=True)
class Box:
    """All places from one corner to the other, in feet."""

    left: float
    near: float
    right: float
    far: float

    def holds(self, x_ft: Array, y_ft: Array) -> Mask:
        """Whether each place lies in it, edges included."""
        found: Mask = (x_ft >= self.left) & (x_ft <= self.right) & (y_ft >= self.near) & (y_ft <= self.far)
        return found

    def outline(self) -> Floats:
        """The corners, shape (4, 2)."""
        return np.array(
            [(self.left, self.near), (self.right, self.near), (self.right, self.far), (self.left, self.far)]
        )


@dataclass(frozen=True, slots=True)
class Disc:
    """All places within some feet of a point."""

    x: float
    y: float
    radius: float

    def holds(self, x_ft: Array, y_ft: Array) -> Mask:
        """Whether each place lies in it, its edge included."""
        found: Mask = (x_ft - self.x) ** 2 + (y_ft - self.y) ** 2 <= self.radius**2
        return found

    def outline(self) -> Floats:
        """Points on the circle, shape (n, 2)."""
        return arc(self.radius, (self.x, self.y), 0.0, 2 * math.pi)[:-1]


@dataclass(frozen=True, slots=True)
class Lasso:
    """All places inside a closed line by the even-odd rule; `numbers` are x and y of its corners in turn."""

    numbers: tuple[float, ...]

    def outline(self) -> Floats:
        """The corners, shape (n, 2)."""
        return np.array(self.numbers).reshape(-1, 2)

    def holds(self, x_ft: Array, y_ft: Array) -> Mask:
        """Whether each place lies in it: a line from it to the right crosses the edges an odd number of times."""
        corners = self.outline()
        found = np.zeros(x_ft.shape, np.bool_)
        (left, near), (right, far) = corners.min(axis=0), corners.max(axis=0)
        within = np.flatnonzero((x_ft >= left) & (x_ft <= right) & (y_ft >= near) & (y_ft <= far))
        x, y = x_ft.ravel()[within], y_ft.ravel()[within]
        if len(within) < _FEW or left == right or near == far:
            found.ravel()[within] = _is_inside(corners, x, y)
            return found
        # A cell of the grid that no edge meets is inside or outside as a whole: few places need the edges themselves.
        wide, long = (right - left) / _CELLS, (far - near) / _CELLS
        middles = (np.arange(_CELLS) + 0.5)[:, None]
        columns = np.minimum(((x - x.dtype.type(left)) * x.dtype.type(1 / wide)).astype(np.int32), _CELLS - 1)
        rows = np.minimum(((y - y.dtype.type(near)) * y.dtype.type(1 / long)).astype(np.int32), _CELLS - 1)
        across, along = np.broadcast_arrays(left + middles.T * wide, near + middles * long)
        is_in = _is_inside(corners, across.ravel(), along.ravel())
        is_met = _is_met(corners, across, along, wide, long).ravel()
        cells = rows * _CELLS + columns
        inside = is_in[cells]
        close = np.flatnonzero(is_met[cells])
        inside[close] = _is_inside(corners, x[close], y[close])
        found.ravel()[within] = inside
        return found


_CELLS = 64
_FEW = 4_000
"""So few places are compared with every edge."""
_REACH = 1.01
"""Cells are taken for a little larger than they are, since places are put into them in single precision."""


def _is_inside(corners: Floats, x_ft: Array, y_ft: Array) -> Mask:
    """The even-odd rule for places that stand in one row, shape (n,)."""
    x, y = x_ft.astype(np.float64), y_ft.astype(np.float64)
    found = np.zeros(len(x), np.bool_)
    above = y[None, :] < corners[:, 1, None]
    for number, (start, stop) in enumerate(zip(np.roll(corners, 1, axis=0), corners, strict=True)):
        # Only where an edge begins below and ends above a place, or the reverse, can it be crossed.
        met = np.flatnonzero(above[number] != above[number - 1])
        if len(met):
            slope = (stop[0] - start[0]) / (stop[1] - start[1])
            found[met] ^= x[met] < start[0] + slope * (y[met] - start[1])
    return found


def _is_met(corners: Floats, x_ft: Floats, y_ft: Floats, wide: float, long: float) -> Mask:
    """Whether an edge meets each cell about these middles: no line parts the two (separating axes)."""
    found = np.zeros(x_ft.shape, np.bool_)
    half_x, half_y = _REACH * wide / 2, _REACH * long / 2
    for start, stop in zip(np.roll(corners, 1, axis=0), corners, strict=True):
        run, rise = stop - start
        apart = np.abs((x_ft - start[0]) * rise - (y_ft - start[1]) * run)
        (left, near), (right, far) = np.minimum(start, stop), np.maximum(start, stop)
        found |= (
            (x_ft >= left - half_x)
            & (x_ft <= right + half_x)
            & (y_ft >= near - half_y)
            & (y_ft <= far + half_y)
            & (apart <= half_x * abs(rise) + half_y * abs(run))
        )
    return found


@dataclass(frozen=True, slots=True)
class Arced:
    """All places of the half court on one side of the three-point line."""

    court: Court
    is_beyond: bool

    def holds(self, x_ft: Array, y_ft: Array) -> Mask:
        """Whether each place lies in it; the line belongs to the inside."""
        found: Mask = (is_three(self.court, x_ft, y_ft) == int(self.is_beyond)) & (y_ft <= self.court.half_length_ft)
        return found

    def outline(self) -> Floats:
        """The line with the baseline, or with the edges of the half court, shape (n, 2)."""
        court = self.court
        half_angle = math.radians(court.three_half_angle_deg)
        curve = arc(court.three_radius_ft, (0.0, court.ring_y_ft), math.pi / 2 - half_angle, math.pi / 2 + half_angle)
        line = np.vstack([(court.three_corner_ft, 0.0), curve, (-court.three_corner_ft, 0.0)])
        if not self.is_beyond:
            return line
        side, far = court.width_ft / 2, court.half_length_ft
        return np.vstack([line, (-side, 0.0), (-side, far), (side, far), (side, 0.0)])


Area = Box | Disc | Lasso | Arced


@dataclass(frozen=True, slots=True)
class Named:
    """A place with a name: `name` for questions, `title` for the screen, and where it is on a court."""

    name: str
    title: str
    area: Callable[[Court], Area] = field(repr=False)


def _block_y_ft(court: Court) -> float:
    """The middle of the block: of the wide mark where one is drawn, else of the first mark with what is near it."""
    marks = court.lane_marks_ft
    wide = [mark for mark in marks if mark[1] - mark[0] > 2 * court.line_width_ft]
    first = wide[0] if wide else marks[0]
    last = first if wide else [mark for mark in marks if mark[0] - first[1] <= 1.0][-1]
    return (first[0] + last[1]) / 2


def _two(name: str, title: str, area: Callable[[Court, int], Area]) -> tuple[Named, Named]:
    """The place on the left, where x is negative, and on the right."""
    return (
        Named(f"left_{name}", f"left {title}", lambda court: area(court, -1)),
        Named(f"right_{name}", f"right {title}", lambda court: area(court, 1)),
    )


def _sided(court: Court, sign: int, inner: float, outer: float, far: float) -> Box:
    """From the baseline to `far`, between two distances from the middle on one side."""
    return Box(inner, 0.0, outer, far) if sign > 0 else Box(-outer, 0.0, -inner, far)


def _half(court: Court, sign: int) -> Box:
    side, far = court.width_ft / 2, court.half_length_ft
    return Box(0.0, 0.0, side, far) if sign > 0 else Box(-side, 0.0, _BEFORE_ZERO, far)


def _wing(court: Court, sign: int) -> Disc:
    away = court.three_radius_ft * math.sqrt(0.5)
    return Disc(sign * away, court.ring_y_ft + away, WING_FT)


NAMED: tuple[Named, ...] = (
    Named("paint", "paint", lambda c: Box(-c.lane_width_ft / 2, 0.0, c.lane_width_ft / 2, c.lane_length_ft)),
    Named(
        "restricted_area",
        "restricted area",
        lambda c: Disc(0.0, c.ring_y_ft, RIM_FT if c.restricted_radius_ft is None else c.restricted_radius_ft),
    ),
    Named("inside_arc", "inside the three-point line", lambda c: Arced(c, is_beyond=False)),
    Named("beyond_arc", "beyond the three-point line", lambda c: Arced(c, is_beyond=True)),
    *_two("half", "half", _half),
    *_two("block", "block", lambda c, sign: Disc(sign * c.lane_width_ft / 2, _block_y_ft(c), SPOT_FT)),
    *_two("elbow", "elbow", lambda c, sign: Disc(sign * c.lane_width_ft / 2, c.lane_length_ft, SPOT_FT)),
    Named("nail", "nail", lambda c: Disc(0.0, c.lane_length_ft, NAIL_FT)),
    Named("top_of_key", "top of the key", lambda c: Disc(0.0, c.lane_length_ft + c.free_throw_radius_ft, TOP_FT)),
    *_two("wing", "wing", _wing),
    *_two("corner", "corner", lambda c, sign: _sided(c, sign, c.three_corner_ft, c.width_ft / 2, c.three_straight_ft)),
    *_two(
        "short_corner",
        "short corner",
        lambda c, sign: _sided(c, sign, c.lane_width_ft / 2, c.three_corner_ft, SHORT_CORNER_FT),
    ),
)
"""Every named place, as menus and completion have them."""

BY_NAME: dict[str, Named] = {one.name: one for one in NAMED}
