"""Both feeds' frames to the court frame, and each shot to the end it was aimed at.

ShotTracker: millimetres from mid-court, y along the court, x across; hoops are surveyed per court, so the
true ones lie near the nominal ones. Cleaning the Glass: inches from mid-court, x along, y across; hoops at
the nominal place. Court frame: feet on the attacked half, x positive to the right of a viewer behind the
basket who looks to mid-court, y from the baseline. Arrays are float64 with NaN for unknown; an infinite
number or a negative distance is unknown too.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

MM_PER_FT = 304.8
IN_PER_FT = 12.0
MM_PER_CM = 10.0
MM_PER_IN = 25.4

RING_Y_FT = 5.25
"""Distance of the ring's centre from the baseline on courts in feet."""
HALF_LENGTH_FT = 47.0
SHOTTRACKER_HOOP_Y_MM = 12725.0
"""ShotTracker: the nominal hoops stand at x = 0, y = +12725 and -12725 mm."""
CTG_HOOP_X_IN = 501.0
"""Cleaning the Glass: the hoops stand at x = +501 and -501 inches, y = 0."""

FAR_LIMIT_FT = 6.5
"""The farther hoop is believed only where it explains the distance to this: so far off may a true hoop be."""
FITTED_FAR_LIMIT_FT = 2.0
"""The same where the farther hoop's place is known: fitted, or of Cleaning the Glass."""

FIT_LEAST_SHOTS, FIT_LEAST_INLIERS = 10, 8
FIT_INLIER_FT = 0.3
"""A shot whose distance a fitted hoop explains to this is an inlier."""
FIT_MEDIAN_FT = 0.1
"""The median residual of the inliers must be below this."""
FIT_REACH_MM = 2000.0
"""A fitted hoop must be this near the nominal one."""
FIT_SPREAD_MM = 500.0
"""Root mean square distance of the inliers from their best line, at least: shots on a line are explained as
well by the hoop's mirror image in it."""
FIT_CONDITION = 0.02
"""Least eigenvalue, at least, of the mean outer product of directions from shot to hoop (0.5 is best)."""
_ANNEAL_MM = (2000.0, 1000.0, 500.0, 250.0, 125.0, 60.0, 30.0)
_STEPS_PER_SCALE, _TRIM_STEPS = 2, 6
_GOOD_SHARE = 0.8
_SETTLE_ROUNDS = 4

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hoop:
    """The place of a hoop in ShotTracker's frame, in mm; `is_fitted` is False for the nominal one."""

    x_mm: float
    y_mm: float
    is_fitted: bool


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where shots were taken; every array is read-only and has one entry a shot.

    `x_ft`, `y_ft`: court frame. `distance_ft`: the feed's where given, else from the place. `end`: int8, +1
    or -1 for the attacked hoop's side of the feed's long axis, 0 unknown. `hoop_x_mm`, `hoop_y_mm`: that
    hoop on the feed's own axes, in millimetres. `is_fitted`: the hoop was fitted to the shots.
    `residual_ft`: how far, without sign, the feed's distance and the place disagree. Floats are NaN where
    unknown.
    """

    x_ft: Floats
    y_ft: Floats
    distance_ft: Floats
    end: NDArray[np.int8]
    hoop_x_mm: Floats
    hoop_y_mm: Floats
    is_fitted: NDArray[np.bool_]
    residual_ft: Floats


def shottracker_to_court(
    x_mm: ArrayLike, y_mm: ArrayLike, hoop_x_mm: ArrayLike, hoop_y_mm: ArrayLike, end: ArrayLike
) -> tuple[Floats, Floats]:
    """Return (x_ft, y_ft) of ShotTracker places seen from the hoop at `end` (+1 or -1; 0 gives NaN).

    At the +y hoop x = (hx - x) / 304.8 and y = 5.25 + (hy - y) / 304.8; at the -y hoop both differences
    turn sign. Shapes broadcast; a single place gives 0-d arrays.
    """
    sign = _signs(end)
    x = sign * (_floats(hoop_x_mm) - _floats(x_mm)) / MM_PER_FT
    y = RING_Y_FT + sign * (_floats(hoop_y_mm) - _floats(y_mm)) / MM_PER_FT
    return np.asarray(x), np.asarray(y)


def court_to_shottracker(
    x_ft: ArrayLike, y_ft: ArrayLike, hoop_x_mm: ArrayLike, hoop_y_mm: ArrayLike, end: ArrayLike
) -> tuple[Floats, Floats]:
    """Return (x_mm, y_mm): what `shottracker_to_court` turns into `x_ft`, `y_ft`."""
    sign = _signs(end)
    x = _floats(hoop_x_mm) - sign * _floats(x_ft) * MM_PER_FT
    y = _floats(hoop_y_mm) - sign * (_floats(y_ft) - RING_Y_FT) * MM_PER_FT
    return np.asarray(x), np.asarray(y)


def ctg_to_court(x_in: ArrayLike, y_in: ArrayLike, end: ArrayLike) -> tuple[Floats, Floats]:
    """Return (x_ft, y_ft) of Cleaning the Glass places; `end` as the sign of the attacked x, 0 gives NaN.

    Attacking +x: x = y_in / 12 and y = 47 - x_in / 12; attacking -x turns both signs first. Shapes broadcast.
    """
    sign = _signs(end)
    x = sign * _floats(y_in) / IN_PER_FT
    y = HALF_LENGTH_FT - sign * _floats(x_in) / IN_PER_FT
    return np.asarray(x), np.asarray(y)


def court_to_ctg(x_ft: ArrayLike, y_ft: ArrayLike, end: ArrayLike) -> tuple[Floats, Floats]:
    """Return (x_in, y_in): what `ctg_to_court` turns into `x_ft`, `y_ft`."""
    sign = _signs(end)
    x = sign * (HALF_LENGTH_FT - _floats(y_ft)) * IN_PER_FT
    y = sign * _floats(x_ft) * IN_PER_FT
    return np.asarray(x), np.asarray(y)


def place_shottracker(
    x: ArrayLike,
    y: ArrayLike,
    distance_cm: ArrayLike,
    group: ArrayLike,
    hoop_x: ArrayLike | None = None,
    hoop_y: ArrayLike | None = None,
) -> Placement:
    """Place ShotTracker shots: decide each shot's end, fit the hoops, turn to the court frame.

    `x`, `y` in mm; `distance_cm` from shooter to hoop; `group` int, one code a session, -1 unknown (never
    fitted). `hoop_x`, `hoop_y` in mm are used as they are where both are known. Scalars make one shot;
    shapes broadcast to one dimension. A shot with a distance goes to the hoop that explains it better, one
    without to the nearer hoop; ends and hoops of a group are settled in turn until the ends stay.
    """
    given = (np.nan if hoop_x is None else hoop_x, np.nan if hoop_y is None else hoop_y)
    x_mm, y_mm, distance_cm_, given_x, given_y, code = _columns(x, y, distance_cm, *given, group)
    distance_ft = np.where(distance_cm_ >= 0, distance_cm_, np.nan) * (MM_PER_CM / MM_PER_FT)
    code = np.nan_to_num(code, nan=-1.0)
    is_placed = np.isfinite(x_mm) & np.isfinite(y_mm)
    is_given = np.isfinite(given_x) & np.isfinite(given_y) & (given_y != 0.0)
    end = np.where(is_given, np.sign(given_y), 0.0)
    hoop_x_mm = np.where(is_given, given_x, np.nan)
    hoop_y_mm = np.where(is_given, given_y, np.nan)
    is_fitted = np.zeros(len(end), dtype=np.bool_)
    is_open = is_placed & ~is_given
    for one in np.unique(code[is_open]):
        rows = np.flatnonzero(is_open & (code == one))
        end[rows], hoops = _settle(x_mm[rows], y_mm[rows], distance_ft[rows], is_fitting=one >= 0)
        for sign, hoop in hoops.items():
            at = rows[end[rows] == sign]
            hoop_x_mm[at], hoop_y_mm[at], is_fitted[at] = hoop.x_mm, hoop.y_mm, hoop.is_fitted
    place = shottracker_to_court(x_mm, y_mm, hoop_x_mm, hoop_y_mm, end)
    return _placement(place, distance_ft, end, (hoop_x_mm, hoop_y_mm), is_fitted)


def place_ctg(x_in: ArrayLike, y_in: ArrayLike, attacking_positive_x: ArrayLike, distance_in: ArrayLike) -> Placement:
    """Place Cleaning the Glass shots; `x_in`, `y_in`, `distance_in` in inches.

    `attacking_positive_x` (1 yes, 0 no, -1 unknown) decides the end; else the distance does, else the nearer
    hoop. Scalars make one shot; shapes broadcast to one dimension.
    """
    along, across, flag, distance = _columns(x_in, y_in, attacking_positive_x, distance_in)
    distance_ft = np.where(distance >= 0, distance, np.nan) / IN_PER_FT
    hoop_mm = CTG_HOOP_X_IN * MM_PER_IN
    hoops = {sign: Hoop(0.0, sign * hoop_mm, is_fitted=True) for sign in (1, -1)}
    guess = _ends(across * MM_PER_IN, along * MM_PER_IN, distance_ft, hoops)
    end = np.select([flag == 1, flag == 0], [1.0, -1.0], default=guess)
    is_known = end != 0
    hoop_x_mm, hoop_y_mm = np.where(is_known, end * hoop_mm, np.nan), np.where(is_known, 0.0, np.nan)
    place = ctg_to_court(along, across, end)
    return _placement(place, distance_ft, end, (hoop_x_mm, hoop_y_mm), np.zeros(len(end), dtype=np.bool_))


def nominal_hoop(sign: int) -> Hoop:
    """Return ShotTracker's nominal hoop at the +y (`sign` +1) or -y (-1) end."""
    return Hoop(0.0, sign * SHOTTRACKER_HOOP_Y_MM, is_fitted=False)


def fit_hoop(x_mm: ArrayLike, y_mm: ArrayLike, distance_cm: ArrayLike, sign: int) -> Hoop:
    """Fit the hoop at the `sign` end to shots with distance, or return the nominal hoop where no fit is sure.

    Least squares of |shot - hoop| - distance from the nominal hoop and, where that explains few shots, from
    the linearised solution; Geman-McClure weights of shrinking scale, then the inliers alone. Accepted: the
    FIT_ limits hold, half of the shots are inliers, and they are well spread.
    """
    nominal = nominal_hoop(sign)
    x, y, distance = _columns(x_mm, y_mm, distance_cm)
    is_known = np.isfinite(x) & np.isfinite(y) & (distance >= 0)
    shots, distance = np.column_stack((x, y))[is_known], distance[is_known] * MM_PER_CM
    if len(shots) < FIT_LEAST_SHOTS or _spread_mm(shots) < FIT_SPREAD_MM:
        return nominal
    start = np.array((nominal.x_mm, nominal.y_mm))
    place = _refined(shots, distance, start)
    share = np.mean(_is_inlier(shots, distance, place))
    if share < _GOOD_SHARE:
        other = _refined(shots, distance, _linear_start(shots, distance))
        place = other if np.mean(_is_inlier(shots, distance, other)) > share else place
    if np.hypot(*(place - start)) > FIT_REACH_MM or not _is_sure(shots, distance, place):
        return nominal
    return Hoop(float(place[0]), float(place[1]), is_fitted=True)


def _columns(*columns: ArrayLike) -> list[Floats]:
    """Return the columns as float64 arrays of one shared length, what is infinite made NaN."""
    floats = (np.atleast_1d(np.asarray(column, dtype=np.float64)) for column in columns)
    return [np.where(np.isfinite(column), column, np.nan) for column in np.broadcast_arrays(*floats)]


def _placement(
    place: tuple[Floats, Floats],
    distance_ft: Floats,
    end: Floats,
    hoop: tuple[Floats, Floats],
    is_fitted: NDArray[np.bool_],
) -> Placement:
    """Complete the columns of a Placement with distance and residual, and make them read-only."""
    computed_ft = np.hypot(place[0], place[1] - RING_Y_FT)
    result = Placement(
        x_ft=place[0],
        y_ft=place[1],
        distance_ft=np.where(np.isnan(distance_ft), computed_ft, distance_ft),
        end=end.astype(np.int8),
        hoop_x_mm=hoop[0],
        hoop_y_mm=hoop[1],
        is_fitted=is_fitted,
        residual_ft=np.abs(computed_ft - distance_ft),
    )
    for column in fields(result):
        getattr(result, column.name).setflags(write=False)
    return result


def _settle(x_mm: Floats, y_mm: Floats, distance_ft: Floats, *, is_fitting: bool) -> tuple[Floats, dict[int, Hoop]]:
    """Return the end of each shot of one session (+1, -1, 0) and the hoops by end."""
    hoops = {sign: nominal_hoop(sign) for sign in (1, -1)}
    end = _ends(x_mm, y_mm, distance_ft, hoops)
    for _ in range(_SETTLE_ROUNDS if is_fitting else 0):
        distance_cm = distance_ft * (MM_PER_FT / MM_PER_CM)
        hoops = {sign: fit_hoop(x_mm[end == sign], y_mm[end == sign], distance_cm[end == sign], sign) for sign in hoops}
        before, end = end, _ends(x_mm, y_mm, distance_ft, hoops)
        if np.array_equal(before, end):
            break
    return end, hoops


def _ends(across_mm: Floats, along_mm: Floats, distance_ft: Floats, hoops: dict[int, Hoop]) -> Floats:
    """Return the end each shot was aimed at, +1 or -1, or 0 where nothing tells.

    The half that the shot stands in, unless the other hoop explains the distance better and well.
    """
    error = {
        sign: np.abs(np.hypot(across_mm - hoop.x_mm, along_mm - hoop.y_mm) / MM_PER_FT - distance_ft)
        for sign, hoop in hoops.items()
    }
    end = np.nan_to_num(np.sign(along_mm), nan=0.0)
    for sign, hoop in hoops.items():
        limit_ft = FITTED_FAR_LIMIT_FT if hoop.is_fitted else FAR_LIMIT_FT
        end[(along_mm * sign <= 0) & (error[sign] < error[-sign]) & (error[sign] <= limit_ft)] = sign
    return end


def _spread_mm(shots: Floats) -> float:
    """Return the root mean square distance of places (n, 2) from the line that fits them best, in mm."""
    centred = shots - shots.mean(axis=0)
    return float(np.sqrt(max(np.linalg.eigvalsh(centred.T @ centred / len(shots))[0], 0.0)))


def _linear_start(shots: Floats, distance_mm: Floats) -> Floats:
    """Return the hoop that solves x^2 + y^2 - d^2 = 2 x hx + 2 y hy - |h|^2 with a free constant, in mm."""
    design = np.column_stack((2.0 * shots, np.ones(len(shots))))
    solution = np.linalg.lstsq(design, (shots**2).sum(axis=1) - distance_mm**2, rcond=None)[0]
    return np.asarray(solution[:2])


def _residual_mm(shots: Floats, distance_mm: Floats, hoop: Floats) -> tuple[Floats, Floats]:
    """Return how much farther each shot is from the hoop than its distance says, and the directions (n,
    2)."""
    away = hoop - shots
    far = np.maximum(np.hypot(away[:, 0], away[:, 1]), 1.0)
    return far - distance_mm, away / far[:, None]


def _is_inlier(shots: Floats, distance_mm: Floats, hoop: Floats) -> NDArray[np.bool_]:
    """Return which shots the hoop explains to FIT_INLIER_FT."""
    inlier: NDArray[np.bool_] = np.abs(_residual_mm(shots, distance_mm, hoop)[0]) < FIT_INLIER_FT * MM_PER_FT
    return inlier


def _refined(shots: Floats, distance_mm: Floats, hoop: Floats) -> Floats:
    """Return the hoop moved from its start to the place that explains most shots best."""
    if np.mean(_is_inlier(shots, distance_mm, hoop)) < _GOOD_SHARE:
        for scale_mm in _ANNEAL_MM:
            for _ in range(_STEPS_PER_SCALE):
                residual, toward = _residual_mm(shots, distance_mm, hoop)
                hoop = hoop - _step(residual, toward, 1.0 / (1.0 + (residual / scale_mm) ** 2) ** 2)
    for _ in range(_TRIM_STEPS):
        residual, toward = _residual_mm(shots, distance_mm, hoop)
        step = _step(residual, toward, (np.abs(residual) < FIT_INLIER_FT * MM_PER_FT).astype(np.float64))
        hoop = hoop - step
        if np.hypot(step[0], step[1]) < 0.01:
            break
    return hoop


def _step(residual_mm: Floats, toward: Floats, weight: Floats) -> Floats:
    """Return one weighted Gauss-Newton step of the hoop, in mm; damped so that no direction runs away."""
    normal = (toward * weight[:, None]).T @ toward + 1e-6 * np.eye(2)
    step: Floats = np.linalg.solve(normal, toward.T @ (weight * residual_mm))
    return step * min(1.0, FIT_REACH_MM / max(float(np.hypot(step[0], step[1])), 1.0))


def _is_sure(shots: Floats, distance_mm: Floats, hoop: Floats) -> bool:
    """Return whether enough inliers, close and well spread, hold the hoop in its place."""
    residual, toward = _residual_mm(shots, distance_mm, hoop)
    inlier = _is_inlier(shots, distance_mm, hoop)
    if np.count_nonzero(inlier) < max(FIT_LEAST_INLIERS, len(shots) / 2):
        return False
    directions = toward[inlier]
    condition = float(np.linalg.eigvalsh(directions.T @ directions / len(directions))[0])
    return bool(
        np.median(np.abs(residual[inlier])) < FIT_MEDIAN_FT * MM_PER_FT
        and condition >= FIT_CONDITION
        and _spread_mm(shots[inlier]) >= FIT_SPREAD_MM
    )


def _floats(values: ArrayLike) -> Floats:
    """Return the values as float64."""
    return np.asarray(values, dtype=np.float64)


def _signs(end: ArrayLike) -> Floats:
    """Return ends as float64 +1 or -1, NaN where 0."""
    sign = _floats(end)
    return np.where(sign == 0, np.nan, sign)
