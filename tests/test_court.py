import dataclasses
import math

import numpy as np
import pytest
from numpy.typing import NDArray

from explorer.core.court import COURTS, LEAGUES, Court, court_for, is_three, line_margin_ft
from explorer.core.court_lines import Polyline, outline

METRE_FT = 1 / 0.3048


def named(lines: tuple[Polyline, ...], name: str) -> list[Polyline]:
    return [line for line in lines if line.name == name]


def only(lines: tuple[Polyline, ...], name: str) -> Polyline:
    (line,) = named(lines, name)
    return line


@pytest.fixture(params=COURTS, ids=lambda court: court.key)
def court(request: pytest.FixtureRequest) -> Court:
    chosen = request.param
    assert isinstance(chosen, Court)
    return chosen


@pytest.mark.parametrize(
    ("league", "season", "straight_ft", "half_angle_deg"),
    [
        ("nba", None, 14.198, 67.87),
        ("wnba", None, 7.787, 83.42),
        ("ncaa_men", 2019, 9.881, 77.93),
        ("ncaa_women", 2021, 9.881, 77.93),
        ("ncaa_men", 2018, 5.25, 90.0),
        ("fiba", None, 2.990 * METRE_FT, 77.90),
        ("high_school", None, 5.25, 90.0),
    ],
)
def test_straight_part_and_arc_follow_from_the_rule_books(
    league: str, season: int | None, straight_ft: float, half_angle_deg: float
) -> None:
    chosen = court_for(league, season)
    assert chosen.three_straight_ft == pytest.approx(straight_ft, abs=0.0015)
    assert chosen.three_half_angle_deg == pytest.approx(half_angle_deg, abs=0.005)


def test_straight_parts_agree_with_the_inches_of_the_drawings() -> None:
    # WNBA rule: 93 1/3 in; NCAA drawing: 9 ft 10 3/8 in; NFHS figure: 63 in.
    assert court_for("wnba", None).three_straight_ft * 12 == pytest.approx(93 + 1 / 3, abs=0.15)
    assert court_for("ncaa_men", None).three_straight_ft == pytest.approx(9 + 10.375 / 12, abs=0.02)
    assert court_for("high_school", None).three_straight_ft * 12 == pytest.approx(63.0)


@pytest.mark.parametrize(
    ("league", "from_sideline_ft"),
    [
        ("nba", 3.0),
        ("wnba", 3.0),
        ("ncaa_men", 40.125 / 12),
        ("ncaa_women", 40.125 / 12),
        ("fiba", 0.90 * METRE_FT),
    ],
)
def test_corner_line_stands_where_the_rules_put_it(league: str, from_sideline_ft: float) -> None:
    chosen = court_for(league, None)
    assert chosen.width_ft / 2 - chosen.three_corner_ft == pytest.approx(from_sideline_ft, abs=1e-9)


@pytest.mark.parametrize(
    ("league", "season", "radius_ft"),
    [
        ("ncaa_men", 2018, 20.75),
        ("ncaa_men", 2019, 22 + 1.75 / 12),
        ("ncaa_women", 2020, 20.75),
        ("ncaa_women", 2021, 22 + 1.75 / 12),
        ("ncaa_men", None, 22 + 1.75 / 12),
        ("nba", 1999, 23.75),
    ],
)
def test_season_chooses_the_line(league: str, season: int | None, radius_ft: float) -> None:
    assert court_for(league, season).three_radius_ft == pytest.approx(radius_ft)


def test_unknown_league_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="netball"):
        court_for("netball", None)


def test_every_league_has_a_court_for_any_season() -> None:
    assert set(LEAGUES) == {"nba", "wnba", "ncaa_men", "ncaa_women", "fiba", "high_school"}
    for league in LEAGUES:
        for season in (1950, 2018, 2019, 2020, 2021, 2050):
            assert court_for(league, season).league == league
    assert len({court.key for court in COURTS}) == len(COURTS)


def test_ring_hangs_by_the_board_and_the_free_throw_line_at_its_distance(court: Court) -> None:
    is_metric = court.league == "fiba"
    gap = court.ring_y_ft - court.ring_radius_ft - court.board_y_ft
    assert gap == pytest.approx(0.15 * METRE_FT if is_metric else 0.5)
    to_line = court.lane_length_ft - court.board_y_ft
    assert to_line == pytest.approx(4.6 * METRE_FT if is_metric else 15.0)


def test_every_measure_names_its_source(court: Court) -> None:
    named_otherwise = {"key", "league", "title", "first_season", "sources"}
    for field in dataclasses.fields(Court):
        if field.name not in named_otherwise:
            assert court.source_of(field.name)
    assert "20 ft 9 in" in court_for("ncaa_men", 2010).source_of("three_radius_ft")
    with pytest.raises(KeyError):
        court.source_of("title")


def test_court_is_frozen(court: Court) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        court.length_ft = 1.0  # type: ignore[misc]  # the assignment is what must fail


@pytest.mark.parametrize("half", [True, False])
def test_lines_lie_inside_the_boundary_and_marks_outside_do_not(court: Court, half: bool) -> None:
    top = court.half_length_ft if half else court.length_ft
    for line in outline(court, half=half):
        x, y = line.points.T
        if line.is_outside:
            assert np.all(np.abs(x) >= court.width_ft / 2 - 1e-9)
        else:
            assert np.all(np.abs(x) <= court.width_ft / 2 + 1e-9)
        assert np.all((y >= -1e-9) & (y <= top + 1e-9))


def test_points_are_finite_read_only_pairs_of_float64(court: Court) -> None:
    for line in outline(court, half=False):
        assert line.points.dtype == np.float64
        assert line.points.ndim == 2
        assert line.points.shape[0] >= 2
        assert line.points.shape[1] == 2
        assert np.all(np.isfinite(line.points))
        with pytest.raises(ValueError, match="read-only"):
            line.points[0, 0] = 1.0


def test_half_court_holds_one_of_each_great_line(court: Court) -> None:
    lines = outline(court, half=True)
    for name in ("boundary", "halfway_line", "lane", "three_point_line", "backboard", "ring", "ring_neck"):
        only(lines, name)
    only(lines, "free_throw_circle_upper")
    assert len(named(lines, "centre_circle")) == len(court.centre_circle_radii_ft)
    assert len(named(lines, "restricted_arc")) == (court.league != "high_school")
    lower = named(lines, "free_throw_circle_lower")
    assert len(lower) == (court.league in {"nba", "wnba"})
    assert {line.name for line in lines if line.is_dashed} <= {"free_throw_circle_lower"}
    assert all(line.is_dashed for line in lower)


def test_every_line_of_the_half_has_its_mirror_image(court: Court) -> None:
    def places(points: NDArray[np.float64]) -> frozenset[tuple[float, float]]:
        return frozenset((round(float(x), 6) + 0.0, round(float(y), 6) + 0.0) for x, y in points)

    lines = outline(court, half=True)
    drawn = {(line.name, places(line.points)) for line in lines}
    mirrored = {(line.name, places(line.points * (-1, 1))) for line in lines}
    assert drawn == mirrored


def test_lines_are_as_wide_as_their_measures(court: Court) -> None:
    lines = outline(court, half=True)
    widths = {
        "boundary": court.width_ft,
        "lane": court.lane_width_ft,
        "backboard": court.board_width_ft,
        "ring": 2 * court.ring_radius_ft,
        "three_point_line": 2 * court.three_corner_ft,
        "free_throw_circle_upper": 2 * court.free_throw_radius_ft,
    }
    for name, width in widths.items():
        assert np.ptp(only(lines, name).points[:, 0]) == pytest.approx(width, abs=0.02), name


def test_three_point_line_is_straight_then_a_true_circle(court: Court) -> None:
    points = only(outline(court, half=True), "three_point_line").points
    corner, straight = court.three_corner_ft, court.three_straight_ft
    assert points[0].tolist() == [corner, 0.0]
    assert points[-1].tolist() == [-corner, 0.0]
    assert points[1].tolist() == pytest.approx([corner, straight])
    assert points[-2].tolist() == pytest.approx([-corner, straight])
    radius = np.hypot(points[1:-1, 0], points[1:-1, 1] - court.ring_y_ft)
    assert np.allclose(radius, court.three_radius_ft, atol=1e-9)
    assert points[:, 1].max() == pytest.approx(court.ring_y_ft + court.three_radius_ft)


def test_restricted_arc_runs_straight_to_the_board(court: Court) -> None:
    if court.restricted_radius_ft is None:
        assert court.league == "high_school"
        return
    points = only(outline(court, half=True), "restricted_arc").points
    radius = court.restricted_radius_ft
    assert points[0].tolist() == pytest.approx([radius, court.board_y_ft])
    assert points[-1].tolist() == pytest.approx([-radius, court.board_y_ft])
    assert points[:, 1].max() == pytest.approx(court.ring_y_ft + radius)


def test_chords_stay_within_a_hundredth_of_a_foot(court: Court) -> None:
    centres = {
        "three_point_line": ((0.0, court.ring_y_ft), court.three_radius_ft, slice(1, -1)),
        "free_throw_circle_upper": ((0.0, court.lane_length_ft), court.free_throw_radius_ft, slice(None)),
        "ring": ((0.0, court.ring_y_ft), court.ring_radius_ft, slice(None)),
    }
    lines = outline(court, half=True)
    for name, (centre, radius, part) in centres.items():
        points = only(lines, name).points[part]
        middles = (points[1:] + points[:-1]) / 2
        far = np.hypot(*(middles - centre).T)
        assert np.all(np.abs(far - radius) < 0.01), name


def test_ring_is_closed_and_hangs_at_its_place(court: Court) -> None:
    ring = only(outline(court, half=True), "ring").points
    assert np.allclose(ring[0], ring[-1])
    assert ring[:-1].mean(axis=0).tolist() == pytest.approx([0.0, court.ring_y_ft], abs=1e-9)


def test_far_half_is_the_near_half_turned_about_mid_court(court: Court) -> None:
    lines = outline(court, half=False)
    near = [line for line in lines if not line.is_far and line.name not in FLOOR]
    far = [line for line in lines if line.is_far]
    assert [line.name for line in near] == [line.name for line in far]
    for one, other in zip(near, far, strict=True):
        assert np.allclose(one.points + other.points, (0.0, court.length_ft))
        assert (one.is_dashed, one.is_outside) == (other.is_dashed, other.is_outside)
    boundary = only(lines, "boundary").points
    assert np.allclose(boundary[0], boundary[-1])
    assert np.ptp(boundary[:, 1]) == pytest.approx(court.length_ft)


FLOOR = {"boundary", "halfway_line", "centre_circle"}


def test_professional_marks_stand_where_the_diagram_puts_them() -> None:
    lines = outline(court_for("nba", None), half=True)
    assert sorted(line.points[:, 1].max() for line in named(lines, "hash")) == [28.0, 28.0]
    assert {abs(x) for line in named(lines, "hash") for x in line.points[:, 0]} == {22.0, 25.0}
    marks = sorted({round(float(line.points[0, 1]), 4) for line in named(lines, "lane_mark")})
    # Two strokes bound the 12 in neutral zone from 7 ft; then 3 ft between strokes of 2 in.
    assert marks == pytest.approx([7 + 1 / 12, 8 + 1 / 12, 11.25, 14 + 5 / 12], abs=1e-3)


def test_college_block_begins_seven_feet_from_the_baseline() -> None:
    blocks = named(outline(court_for("ncaa_men", None), half=True), "lane_block")
    assert len(blocks) == 2
    for block in blocks:
        assert (block.points[:, 1].min(), block.points[:, 1].max()) == pytest.approx((7.0, 8.0))
        assert np.ptp(block.points[:, 0]) == pytest.approx(8 / 12)


def test_is_three_on_each_side_of_the_line(court: Court) -> None:
    step = 1e-6
    corner, top = court.three_corner_ft, court.ring_y_ft + court.three_radius_ft
    x = np.array([corner + step, corner - step, -corner - step, -corner + step, 0.0, 0.0, 0.0])
    y = np.array([1.0, 1.0, 0.5, 0.5, top + step, top - step, 80.0])
    assert is_three(court, x, y).tolist() == [1, 0, 1, 0, 1, 0, 1]


def test_on_the_line_is_a_two() -> None:
    nba = court_for("nba", None)
    assert is_three(nba, [22.0, 0.0], [5.0, 29.0]).tolist() == [0, 0]


def test_is_three_knows_what_it_does_not_know() -> None:
    answer = is_three(court_for("nba", None), [np.nan, 0.0, np.inf, 24.0], [1.0, np.nan, 1.0, 5.0])
    assert answer.dtype == np.int8
    assert answer.tolist() == [-1, -1, -1, 1]
    assert is_three(court_for("nba", None), [], []).shape == (0,)


def test_margin_is_zero_along_the_drawn_line(court: Court) -> None:
    points = only(outline(court, half=True), "three_point_line").points
    assert np.allclose(line_margin_ft(court, points[:, 0], points[:, 1]), 0.0, atol=1e-6)
    assert line_margin_ft(court, 0.0, court.ring_y_ft).item() == pytest.approx(-court.three_corner_ft)


def test_half_angle_and_straight_part_describe_one_corner(court: Court) -> None:
    angle = math.radians(court.three_half_angle_deg)
    assert court.three_radius_ft * math.sin(angle) == pytest.approx(court.three_corner_ft)
    assert court.ring_y_ft + court.three_radius_ft * math.cos(angle) == pytest.approx(court.three_straight_ft)
