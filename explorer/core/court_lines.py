"""The lines of a court as polylines, in feet, for whoever draws or measures them."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.court import Court

CHORD_ERROR_FT = 0.005
"""The farthest that a drawn chord may lie from its true circle, in feet."""

_FULL_TURN = 2.0 * math.pi


@dataclass(frozen=True, slots=True, eq=False)
class Polyline:
    """One line of the court: `points` is a read-only (n, 2) float64 array of x_ft, y_ft, closed where first
    is last.

    `is_dashed`: drawn broken by the rules. `is_outside`: lies outside the boundary. `is_far`: belongs to
    the far end.
    """

    name: str
    points: NDArray[np.float64]
    is_dashed: bool = False
    is_outside: bool = False
    is_far: bool = False


def outline(court: Court, *, half: bool) -> tuple[Polyline, ...]:
    """Return every line of the court: the attacking half (`half`) or all of it, in the court frame.

    The full court continues the same frame to the far baseline at y = `court.length_ft`; the far end is the
    near end turned by 180 degrees about mid-court. Names may occur more than once (marks on both sides,
    both ends).
    """
    near = _end_lines(court)
    floor = _floor_lines(court, half=half)
    if half:
        return (*floor, *near)
    return (*floor, *near, *(_turned(court, line) for line in near))


def arc(radius_ft: float, centre: tuple[float, float], start: float, stop: float) -> NDArray[np.float64]:
    """Return points on a circle from angle `start` to `stop` (radians, from +x, turning to +y), shape (n, 2).

    The number of points keeps each chord within CHORD_ERROR_FT of the circle.
    """
    step = 2.0 * math.acos(max(1.0 - CHORD_ERROR_FT / radius_ft, 0.0))
    count = max(math.ceil(abs(stop - start) / step), 2)
    # An even count puts a point in the middle: an arc symmetric about the court's axis touches that axis.
    count += count % 2
    angle = np.linspace(start, stop, count + 1)
    return np.column_stack((centre[0] + radius_ft * np.cos(angle), centre[1] + radius_ft * np.sin(angle)))


def _line(
    name: str,
    points: NDArray[np.float64] | list[tuple[float, float]],
    *,
    is_dashed: bool = False,
    is_outside: bool = False,
    is_far: bool = False,
) -> Polyline:
    """Make a Polyline of its own read-only copy of `points`."""
    own = np.array(points, dtype=np.float64)
    own.setflags(write=False)
    return Polyline(name, own, is_dashed, is_outside, is_far)


def _turned(court: Court, line: Polyline) -> Polyline:
    """Return the line turned by 180 degrees about mid-court, as it stands at the far end."""
    points = np.array((0.0, court.length_ft)) - line.points
    return _line(line.name, points, is_dashed=line.is_dashed, is_outside=line.is_outside, is_far=True)


def _floor_lines(court: Court, *, half: bool) -> tuple[Polyline, ...]:
    """Return the lines that belong to neither end: boundary, halfway line, centre circles."""
    side, middle = court.width_ft / 2.0, court.half_length_ft
    if half:
        boundary = [(-side, middle), (-side, 0.0), (side, 0.0), (side, middle)]
    else:
        far = court.length_ft
        boundary = [(-side, 0.0), (side, 0.0), (side, far), (-side, far), (-side, 0.0)]
    turn = (math.pi, _FULL_TURN) if half else (0.0, _FULL_TURN)
    return (
        _line("boundary", boundary),
        _line("halfway_line", [(-side, middle), (side, middle)]),
        *(_line("centre_circle", arc(r, (0.0, middle), *turn)) for r in court.centre_circle_radii_ft),
    )


def _end_lines(court: Court) -> tuple[Polyline, ...]:
    """Return the lines of the near end: lane, circle, three-point line, restricted arc, basket, marks."""
    lane, top = court.lane_width_ft / 2.0, court.lane_length_ft
    board = court.board_width_ft / 2.0
    circle, top_centre = court.free_throw_radius_ft, (0.0, court.lane_length_ft)
    ring_back = court.ring_y_ft - court.ring_radius_ft
    lines = [
        _line("lane", [(-lane, 0.0), (-lane, top), (lane, top), (lane, 0.0)]),
        _line("free_throw_circle_upper", arc(circle, top_centre, 0.0, math.pi)),
        _line("three_point_line", _three_point_line(court)),
        _line("backboard", [(-board, court.board_y_ft), (board, court.board_y_ft)]),
        _line("ring_neck", [(0.0, court.board_y_ft), (0.0, ring_back)]),
        _line("ring", arc(court.ring_radius_ft, (0.0, court.ring_y_ft), 0.0, _FULL_TURN)),
    ]
    if court.has_lower_free_throw_circle:
        lower = arc(circle, top_centre, math.pi, _FULL_TURN)
        lines.append(_line("free_throw_circle_lower", lower, is_dashed=True))
    if court.restricted_radius_ft is not None:
        lines.append(_line("restricted_arc", _restricted_arc(court, court.restricted_radius_ft)))
    for sign in (1.0, -1.0):
        lines.extend(_lane_marks(court, sign))
        for mark in court.marks:
            ends = [(sign * x, y) for x, y in (mark.start, mark.stop)]
            lines.append(_line(mark.name, ends, is_outside=mark.is_outside))
    return tuple(lines)


def _three_point_line(court: Court) -> NDArray[np.float64]:
    """Return the three-point line from the right corner over the arc to the left one."""
    corner, straight = court.three_corner_ft, court.three_straight_ft
    half_angle = math.radians(court.three_half_angle_deg)
    centre = (0.0, court.ring_y_ft)
    curve = arc(court.three_radius_ft, centre, math.pi / 2 - half_angle, math.pi / 2 + half_angle)
    # The ends are set to the corner's own numbers, so that the straight parts are exactly straight.
    curve[0], curve[-1] = (corner, straight), (-corner, straight)
    return np.vstack(((corner, 0.0), curve, (-corner, 0.0)))


def _restricted_arc(court: Court, radius_ft: float) -> NDArray[np.float64]:
    """Return the restricted arc with its straight runs to the plane of the board's face."""
    curve = arc(radius_ft, (0.0, court.ring_y_ft), 0.0, math.pi)
    return np.vstack(((radius_ft, court.board_y_ft), curve, (-radius_ft, court.board_y_ft)))


def _lane_marks(court: Court, sign: float) -> list[Polyline]:
    """Return the marks along one lane line: a stroke in the middle of a thin mark, the outline of a block."""
    inner = sign * court.lane_width_ft / 2.0
    outer = inner + sign * court.lane_mark_depth_ft
    lines = []
    for near, far in court.lane_marks_ft:
        if far - near > 2.0 * court.line_width_ft:
            block = [(inner, near), (outer, near), (outer, far), (inner, far), (inner, near)]
            lines.append(_line("lane_block", block))
        else:
            middle = (near + far) / 2.0
            lines.append(_line("lane_mark", [(inner, middle), (outer, middle)]))
    return lines
