"""Shot -> zone, by named schemes, on any court.

The feed's shot value decides between two and three where it is known, the drawn line where it is not; all
else is geometry. Left is x < 0, seen from behind the basket.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.core.court import Court, is_three, line_margin_ft

RIM_FT = 4.0
"""A shot nearer to the ring than this is at the rim."""
SHORT_MID_FT = 14.0
"""A two nearer to the ring than this, and not at the rim, is a short mid-range shot."""
PAINT_CENTRE_FT = 8.0
"""Nearer to the ring than this, the paint is not parted into sides."""
NEAR_BAND_FT = 16.0
"""Nearer than this the NBA parts the floor into three sectors, farther into five."""
NEAR_SECTOR_DEG = 30.0
"""Half-width of the middle sector of three."""
CENTRE_SECTOR_DEG = 18.0
"""Half-width of the middle sector of five."""
WING_SECTOR_DEG = 54.0
"""Outer edge of the left and right centre sectors of five."""
DEFAULT_TOLERANCE_FT = 0.75
"""How far a shot may lie on the wrong side of the line before its value is contradicted."""


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone of a scheme: `name` for files and filters, `title` for the screen."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A named way to part the floor; the code of a zone is its place in `zones`."""

    name: str
    title: str
    zones: tuple[Zone, ...]
    source: str

    def code(self, zone: str) -> int:
        """Return the code of the zone with that name; KeyError where the scheme has none."""
        for code, known in enumerate(self.zones):
            if known.name == zone:
                return code
        raise KeyError(zone)


BASIC = Scheme(
    name="basic",
    title="Rim, mid-range, threes",
    zones=(
        Zone("rim", "Rim"),
        Zone("short_mid", "Short mid-range"),
        Zone("long_mid", "Long mid-range"),
        Zone("left_corner_3", "Left corner 3"),
        Zone("right_corner_3", "Right corner 3"),
        Zone("above_break_3", "Above the break 3"),
        Zone("backcourt", "Backcourt"),
    ),
    source="The distance bands in common use with possession data: rim < 4 ft, short mid 4 to < 14 ft, "
    "long mid beyond; corner threes beside the straight part of the line",
)

NBA14 = Scheme(
    name="nba14",
    title="NBA's 14 areas",
    zones=(
        Zone("restricted_area", "Restricted area"),
        Zone("paint_left", "Paint, left"),
        Zone("paint_centre", "Paint, centre"),
        Zone("paint_right", "Paint, right"),
        Zone("mid_left", "Mid-range, left"),
        Zone("mid_left_centre", "Mid-range, left centre"),
        Zone("mid_centre", "Mid-range, centre"),
        Zone("mid_right_centre", "Mid-range, right centre"),
        Zone("mid_right", "Mid-range, right"),
        Zone("left_corner_3", "Left corner 3"),
        Zone("left_centre_3", "Above the break 3, left centre"),
        Zone("centre_3", "Above the break 3, centre"),
        Zone("right_centre_3", "Above the break 3, right centre"),
        Zone("right_corner_3", "Right corner 3"),
        Zone("backcourt", "Backcourt"),
    ),
    source="NBA shot charts: a shot's zone, area and range folded into the 14 areas of the zone charts, with "
    "the backcourt as a fifteenth; edges (18, 30 and 54 degrees; 8 and 16 ft) measured on labelled shots",
)

SCHEMES: Mapping[str, Scheme] = MappingProxyType({scheme.name: scheme for scheme in (BASIC, NBA14)})
"""The schemes by name."""


def classify(scheme: Scheme, court: Court, x_ft: ArrayLike, y_ft: ArrayLike, value: ArrayLike) -> NDArray[np.int16]:
    """Return the zone's code of each shot, int16, -1 where the place is unknown.

    `value` is 2 or 3 where the feed knows it; anything else (-1, NaN) leaves the choice to the drawn line.
    A corner ends where the line's straight part ends. Shapes broadcast. ValueError for a scheme that is not
    one of SCHEMES.
    """
    columns = (np.asarray(column, dtype=np.float64) for column in (x_ft, y_ft, value))
    x, y, value_ = np.broadcast_arrays(*columns)
    three = _is_three_point(court, x, y, value_)
    if scheme is BASIC:
        choices = _basic(court, x, y, three)
    elif scheme is NBA14:
        choices = _nba14(court, x, y, three)
    else:
        raise ValueError(f"no rule is known for the zone scheme {scheme.name!r}")
    known = np.isfinite(x) & np.isfinite(y)
    tests = [~known, *(test for _, test in choices)]
    codes = [-1, *(scheme.code(zone) for zone, _ in choices)]
    return np.select(tests, codes, default=-1).astype(np.int16)


def contradicts(
    court: Court,
    x_ft: ArrayLike,
    y_ft: ArrayLike,
    value: ArrayLike,
    tolerance_ft: float = DEFAULT_TOLERANCE_FT,
) -> NDArray[np.bool_]:
    """Return where the feed's value (2 or 3) and the drawn line disagree by more than `tolerance_ft`.

    An unknown place or value contradicts nothing. Shapes broadcast.
    """
    margin = line_margin_ft(court, x_ft, y_ft)
    value_ = np.asarray(value, dtype=np.float64)
    is_wrong_three = (value_ == 3) & (margin < -tolerance_ft)
    is_wrong_two = (value_ == 2) & (margin > tolerance_ft)
    is_wrong: NDArray[np.bool_] = is_wrong_three | is_wrong_two
    return is_wrong


_Choices = list[tuple[str, NDArray[np.bool_]]]
"""Zone names with the shots they hold; the first that holds a shot has it."""


def _is_three_point(
    court: Court, x: NDArray[np.float64], y: NDArray[np.float64], value: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return where a shot counts as a three: by its value, else by the drawn line."""
    is_drawn_three: NDArray[np.bool_] = is_three(court, x, y) == 1
    return np.where((value == 2) | (value == 3), value == 3, is_drawn_three)


def _basic(court: Court, x: NDArray[np.float64], y: NDArray[np.float64], three: NDArray[np.bool_]) -> _Choices:
    """Return the tests of the scheme `basic`, in order."""
    distance = np.hypot(x, y - court.ring_y_ft)
    corner = three & (y <= court.three_straight_ft)
    return [
        ("backcourt", y > court.half_length_ft),
        ("left_corner_3", corner & (x < 0)),
        ("right_corner_3", corner),
        ("above_break_3", three),
        ("rim", distance < RIM_FT),
        ("short_mid", distance < SHORT_MID_FT),
        ("long_mid", ~three),
    ]


def _nba14(court: Court, x: NDArray[np.float64], y: NDArray[np.float64], three: NDArray[np.bool_]) -> _Choices:
    """Return the tests of the scheme `nba14`, in order.

    The angle is taken at the ring from the court's long axis, so that what lies behind the ring is left or
    right. Where the rules draw no restricted arc, its area is the rim's.
    """
    distance = np.hypot(x, y - court.ring_y_ft)
    angle = np.degrees(np.arctan2(np.abs(x), y - court.ring_y_ft))
    left = x < 0
    corner = three & (y <= court.three_straight_ft)
    centre = angle <= np.where(distance < NEAR_BAND_FT, NEAR_SECTOR_DEG, CENTRE_SECTOR_DEG)
    wing = (distance >= NEAR_BAND_FT) & (angle <= WING_SECTOR_DEG)
    paint = (np.abs(x) <= court.lane_width_ft / 2.0) & (y <= court.lane_length_ft)
    restricted_ft = RIM_FT if court.restricted_radius_ft is None else court.restricted_radius_ft
    return [
        ("backcourt", y > court.half_length_ft),
        ("left_corner_3", corner & left),
        ("right_corner_3", corner),
        ("centre_3", three & (angle <= CENTRE_SECTOR_DEG)),
        ("left_centre_3", three & left),
        ("right_centre_3", three),
        ("restricted_area", distance < restricted_ft),
        ("paint_centre", paint & ((distance < PAINT_CENTRE_FT) | (angle <= NEAR_SECTOR_DEG))),
        ("paint_left", paint & left),
        ("paint_right", paint),
        ("mid_centre", centre),
        ("mid_left_centre", wing & left),
        ("mid_right_centre", wing),
        ("mid_left", left),
        ("mid_right", ~left),
    ]
