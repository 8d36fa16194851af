"""Court geometry as data: every measure in feet, per league and season, each with its source.

Frame: feet; `x_ft` positive to the right of a viewer who stands behind the basket and looks to mid-court;
`y_ft` from the inner edge of the baseline; the ring above (0, `ring_y_ft`). A measure is taken to the edge
that the rules name: the three-point line, lane and circles to the outer edge.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

INCH_FT = 1.0 / 12.0
METRE_FT = 1.0 / 0.3048


@dataclass(frozen=True, slots=True)
class Mark:
    """A short straight mark, in feet, given on the right side of the near half and drawn on both sides.

    `is_outside` marks lie outside the boundary (bench and substitution marks). The frame does not know
    which sideline holds the benches, so they are drawn on both. Where the rules give no length for one, its
    length here is a drawing choice.
    """

    name: str
    start: tuple[float, float]
    stop: tuple[float, float]
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Court:
    """The measures of one court, in feet; `source_of` names where each comes from.

    `key` is unique; `league` may have several courts, each in force from `first_season` (the year in which
    the season starts; None: from the first). `restricted_radius_ft` is None where the rules draw no
    restricted arc. `lane_marks_ft` holds (near, far) edges along the lane line, from the baseline.
    """

    key: str
    league: str
    title: str
    first_season: int | None
    length_ft: float
    width_ft: float
    ring_y_ft: float
    ring_radius_ft: float
    board_y_ft: float
    board_width_ft: float
    lane_width_ft: float
    lane_length_ft: float
    free_throw_radius_ft: float
    has_lower_free_throw_circle: bool
    centre_circle_radii_ft: tuple[float, ...]
    three_radius_ft: float
    three_corner_ft: float
    restricted_radius_ft: float | None
    lane_marks_ft: tuple[tuple[float, float], ...]
    lane_mark_depth_ft: float
    line_width_ft: float
    marks: tuple[Mark, ...]
    sources: Mapping[str, str] = field(hash=False, compare=False, repr=False)

    @property
    def half_length_ft(self) -> float:
        """Distance of the halfway line from the baseline, in feet."""
        return self.length_ft / 2.0

    @property
    def three_straight_ft(self) -> float:
        """Length of the straight part of the three-point line from the baseline, in feet: h + sqrt(R^2 -
        c^2)."""
        return self.ring_y_ft + math.sqrt(max(self.three_radius_ft**2 - self.three_corner_ft**2, 0.0))

    @property
    def three_half_angle_deg(self) -> float:
        """Half-angle of the arc seen from the ring, in degrees from the court's long axis: asin(c / R)."""
        return math.degrees(math.asin(min(self.three_corner_ft / self.three_radius_ft, 1.0)))

    def source_of(self, measure: str) -> str:
        """Return the source of the field `measure`; KeyError where no such measure has one."""
        return self.sources[measure]


def _feet(metres: float) -> float:
    """Turn metres into feet."""
    return metres * METRE_FT


_MEASURES: Mapping[str, tuple[str, ...]] = {
    "floor": ("length_ft", "width_ft", "centre_circle_radii_ft", "line_width_ft"),
    "basket": ("ring_y_ft", "ring_radius_ft", "board_y_ft", "board_width_ft"),
    "lane": (
        "lane_width_ft",
        "lane_length_ft",
        "free_throw_radius_ft",
        "has_lower_free_throw_circle",
        "lane_marks_ft",
        "lane_mark_depth_ft",
    ),
    "three": ("three_radius_ft", "three_corner_ft"),
    "restricted": ("restricted_radius_ft",),
    "marks": ("marks",),
}


def _sources(default: str, **parts: str) -> Mapping[str, str]:
    """Map each measure to its source; `parts` names the groups of _MEASURES that have another than
    `default`."""
    return MappingProxyType(
        {measure: parts.get(part, default) for part, measures in _MEASURES.items() for measure in measures}
    )


_NBA_SOURCE = "NBA Official Rules, Rule 1, and its court diagram"
_WNBA_SOURCE = "WNBA Official Rules, Rule 1, and its court diagram"
_NCAA_SOURCE = "NCAA Men's and Women's Basketball Court diagram, 17 June 2019"
_NCAA_OLD_THREE = "NCAA court diagram of 17 June 2019, the 20 ft 9 in line on the same sheet"
_FIBA_SOURCE = "FIBA Official Basketball Rules, Art. 2 and the court diagrams"
_NFHS_SOURCE = "NFHS Basketball Rules, Rule 1, Figure 1-1 (the 84 ft court)"

_PRO_MARKS = (
    Mark("hash", (25.0, 28.0), (22.0, 28.0)),
    Mark("defence_box", (11.0, 0.0), (11.0, 0.5)),
    Mark("defence_box", (5.0, 13.0), (5.5, 13.0)),
    Mark("substitution_box", (25.0, 43.0), (29.0, 43.0), is_outside=True),
)
_COLLEGE_BENCH_MARKS = (
    Mark("bench_line", (25.0, 28.0), (28.0, 28.0), is_outside=True),
    Mark("coaching_box", (25.0, 38.0), (27.0, 38.0), is_outside=True),
)


def _two_inch(*near_edges_ft: float) -> tuple[tuple[float, float], ...]:
    """Return the (near, far) edges of lane marks that are two inches wide."""
    return tuple((near, near + 2.0 * INCH_FT) for near in near_edges_ft)


_NBA = Court(
    key="nba",
    league="nba",
    title="NBA",
    first_season=None,
    length_ft=94.0,
    width_ft=50.0,
    ring_y_ft=5.25,
    ring_radius_ft=0.75,
    board_y_ft=4.0,
    board_width_ft=6.0,
    lane_width_ft=16.0,
    lane_length_ft=19.0,
    free_throw_radius_ft=6.0,
    has_lower_free_throw_circle=True,
    centre_circle_radii_ft=(6.0, 2.0),
    three_radius_ft=23.75,
    three_corner_ft=22.0,
    restricted_radius_ft=4.0,
    lane_marks_ft=_two_inch(7.0, 8.0, 8.0 + 38 * INCH_FT, 8.0 + 76 * INCH_FT),
    lane_mark_depth_ft=0.5,
    line_width_ft=2.0 * INCH_FT,
    marks=_PRO_MARKS,
    sources=_sources(_NBA_SOURCE),
)

_WNBA = replace(
    _NBA,
    key="wnba",
    league="wnba",
    title="WNBA",
    three_radius_ft=22.0 + 1.75 * INCH_FT,
    sources=_sources(_WNBA_SOURCE),
)

_NCAA_MEN = replace(
    _NBA,
    key="ncaa_men",
    league="ncaa_men",
    title="NCAA men",
    first_season=2019,
    lane_width_ft=12.0,
    has_lower_free_throw_circle=False,
    centre_circle_radii_ft=(6.0,),
    three_radius_ft=22.0 + 1.75 * INCH_FT,
    three_corner_ft=21.0 + 7.875 * INCH_FT,
    lane_marks_ft=((7.0, 8.0), *_two_inch(11.0, 11.0 + 38 * INCH_FT, 11.0 + 76 * INCH_FT)),
    lane_mark_depth_ft=8.0 * INCH_FT,
    marks=_COLLEGE_BENCH_MARKS,
    sources=_sources(_NCAA_SOURCE, three=f"{_NCAA_SOURCE}; in force for men from 2019-20"),
)

_NCAA_WOMEN = replace(
    _NCAA_MEN,
    key="ncaa_women",
    league="ncaa_women",
    title="NCAA women",
    first_season=2021,
    marks=(
        Mark("hash", (25.0, 28.0), (22.0, 28.0)),
        Mark("defence_box", (9.0, 0.0), (9.0, 1.0)),
        *_COLLEGE_BENCH_MARKS,
    ),
    sources=_sources(_NCAA_SOURCE, three=f"{_NCAA_SOURCE}, the men's line; in force for women from 2021-22"),
)


def _with_old_line(court: Court) -> Court:
    """Return the college court of the seasons before its present line: a plain half circle of 20 ft 9 in."""
    return replace(
        court,
        key=f"{court.key}_20_75",
        title=f"{court.title}, 20 ft 9 in line",
        first_season=None,
        three_radius_ft=20.75,
        three_corner_ft=20.75,
        sources=_sources(_NCAA_SOURCE, three=_NCAA_OLD_THREE),
    )


_FIBA = Court(
    key="fiba",
    league="fiba",
    title="FIBA",
    first_season=None,
    length_ft=_feet(28.0),
    width_ft=_feet(15.0),
    ring_y_ft=_feet(1.575),
    ring_radius_ft=_feet(0.225),
    board_y_ft=_feet(1.2),
    board_width_ft=_feet(1.8),
    lane_width_ft=_feet(4.9),
    lane_length_ft=_feet(5.8),
    free_throw_radius_ft=_feet(1.8),
    has_lower_free_throw_circle=False,
    centre_circle_radii_ft=(_feet(1.8),),
    three_radius_ft=_feet(6.75),
    three_corner_ft=_feet(6.6),
    restricted_radius_ft=_feet(1.25),
    lane_marks_ft=tuple(
        (_feet(near), _feet(far)) for near, far in ((1.75, 1.8), (2.65, 3.05), (3.9, 3.95), (4.8, 4.85))
    ),
    lane_mark_depth_ft=_feet(0.1),
    line_width_ft=_feet(0.05),
    marks=(
        Mark("throw_in_line", (_feet(7.5), _feet(8.325)), (_feet(7.65), _feet(8.325)), is_outside=True),
        Mark("bench_line", (_feet(7.5), _feet(9.0)), (_feet(9.5), _feet(9.0)), is_outside=True),
    ),
    sources=_sources(_FIBA_SOURCE),
)

_HIGH_SCHOOL = replace(
    _NCAA_MEN,
    key="high_school",
    league="high_school",
    title="US high school",
    first_season=None,
    length_ft=84.0,
    three_radius_ft=19.75,
    three_corner_ft=19.75,
    restricted_radius_ft=None,
    lane_marks_ft=_two_inch(7.0 + 10 * INCH_FT, 11.0, 11.0 + 38 * INCH_FT, 11.0 + 76 * INCH_FT),
    marks=(Mark("coaching_box", (25.0, 28.0), (28.0, 28.0), is_outside=True),),
    sources=_sources(_NFHS_SOURCE, restricted="NFHS Basketball Rules: no restricted area is marked"),
)

COURTS: tuple[Court, ...] = (
    _NBA,
    _WNBA,
    _with_old_line(_NCAA_MEN),
    _NCAA_MEN,
    _with_old_line(_NCAA_WOMEN),
    _NCAA_WOMEN,
    _FIBA,
    _HIGH_SCHOOL,
)
"""Every known court; the courts of one league stand in the order of their seasons."""

LEAGUES: tuple[str, ...] = tuple(dict.fromkeys(court.league for court in COURTS))
"""The leagues that `court_for` knows."""


def court_for(league: str, season: int | None) -> Court:
    """Return the court of `league` in the season that started in the year `season`; None means the present
    one.

    Raises ValueError for a league that is not in LEAGUES.
    """
    courts = [court for court in COURTS if court.league == league]
    if not courts:
        raise ValueError(f"no court is known for the league {league!r}; known are {', '.join(LEAGUES)}")
    if season is None:
        return courts[-1]
    return [court for court in courts if court.first_season is None or court.first_season <= season][-1]


def line_margin_ft(court: Court, x_ft: ArrayLike, y_ft: ArrayLike) -> NDArray[np.float64]:
    """Return how far beyond the three-point line each place is, in feet; negative inside it, NaN where
    unknown.

    Beside the straight part the distance is taken across the court, above it along the radius. Shapes
    broadcast.
    """
    x = np.asarray(x_ft, dtype=np.float64)
    y = np.asarray(y_ft, dtype=np.float64)
    beside = np.abs(x) - court.three_corner_ft
    radial = np.hypot(x, y - court.ring_y_ft) - court.three_radius_ft
    margin = np.where(y <= court.three_straight_ft, beside, radial)
    return np.where(np.isfinite(x) & np.isfinite(y), margin, np.nan)


def is_three(court: Court, x_ft: ArrayLike, y_ft: ArrayLike) -> NDArray[np.int8]:
    """Return 1 where a place lies beyond the three-point line, 0 where not, -1 where the place is unknown.

    The line is measured to its outer edge and belongs to the two-point area. Shapes broadcast.
    """
    margin = line_margin_ft(court, x_ft, y_ft)
    return np.where(np.isnan(margin), -1, margin > 0.0).astype(np.int8)
