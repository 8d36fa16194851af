"""Shots in hexagons: each in the one it lies in, none lost, rates beside a baseline that says what it is."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.court import COURTS, Court, court_for
from explorer.core.hexagon_rates import CELL_SHOTS, against, alone
from explorer.core.hexagons import KERNEL_FT, OUTSIDE_FT, SIZES_FT, HexGrid, hex_grid
from explorer.core.table import ShotTable
from tests.shots_at import season, shots_at

NBA = court_for("nba", None)
PLACES = st.tuples(st.floats(-40, 40, width=32), st.floats(-20, 100, width=32))
HAIR_FT = 1e-4


def plain_is_in(grid: HexGrid, cell: int, x: float, y: float) -> bool:
    """Whether a place lies in a hexagon: on the inner side of its three pairs of sides."""
    dx, dy = x - float(grid.x_ft[cell]), y - float(grid.y_ft[cell])
    ways = [math.radians(angle) for angle in (0, 60, 120)]
    return all(abs(dx * math.cos(way) + dy * math.sin(way)) <= grid.across_ft / 2 + HAIR_FT for way in ways)


@given(st.lists(PLACES, min_size=1, max_size=40), st.sampled_from(SIZES_FT), st.sampled_from(COURTS))
def test_each_shot_lies_in_the_hexagon_that_counts_it(
    places: list[tuple[float, float]], across_ft: float, court: Court
) -> None:
    grid = hex_grid(court, across_ft)
    shots = shots_at(places)
    found = []
    for number in range(len(shots)):
        tally = grid.tally(grid.codes_of(shots), np.array([number]))
        x, y = float(shots.x_ft[number]), float(shots.y_ft[number])
        is_in = abs(x) <= grid.court.width_ft / 2 + OUTSIDE_FT and -OUTSIDE_FT <= y <= grid.court.half_length_ft
        apart = (tally.without_place, tally.beyond_half, tally.outside)
        if is_in:
            (cell,) = np.flatnonzero(tally.cells.n).tolist()
            assert plain_is_in(grid, cell, x, y)
            assert grid.cell_at(x, y) == cell
            assert apart == (0, 0, 0)
            found.append(cell)
        else:
            is_beyond = y > grid.court.half_length_ft
            assert apart == (0, is_beyond, not is_beyond)
            assert grid.cell_at(x, y) is None
    expected = np.bincount(np.array(found, np.intp), minlength=len(grid))
    np.testing.assert_array_equal(grid.tally(grid.codes_of(shots)).cells.n, expected)


def test_counts_of_a_season_add_up_and_unknown_is_not_a_miss() -> None:
    shots = season(20_000, NBA)
    grid = hex_grid(NBA, 1.5)
    codes, mask = grid.codes_of(shots), np.arange(len(shots)) % 3 > 0
    tally = grid.tally(codes, mask)
    is_placed = mask & ~np.isnan(shots.x_ft) & (shots.y_ft <= NBA.half_length_ft)
    cells = tally.cells
    assert tally.placed == is_placed.sum() > 13_000
    assert tally.placed + tally.without_place + tally.beyond_half + tally.outside == mask.sum()
    assert tally.without_place == (mask & np.isnan(shots.x_ft)).sum() > 0
    assert tally.beyond_half == (mask & (shots.y_ft > NBA.half_length_ft)).sum() > 0
    assert cells.known.sum() == (is_placed & (shots.made >= 0)).sum() < tally.placed
    assert cells.made.sum() == (is_placed & (shots.made == 1)).sum()
    assert cells.points.sum() == shots.value[is_placed & (shots.made == 1)].sum()
    np.testing.assert_array_equal(cells.n, grid.tally(codes, np.flatnonzero(mask)).cells.n)


def test_points_are_told_only_where_make_and_value_are_known() -> None:
    places = [(1.0, 8.0)] * 7
    shots = shots_at(places, made=[1, 1, 0, -1, 1, 0, 0], value=[2, 3, 3, 3, -1, -1, 2])
    cells = hex_grid(NBA, 2.0).tally(hex_grid(NBA, 2.0).codes_of(shots)).cells
    busy = np.flatnonzero(cells.n)
    one = cells.take(busy)
    assert [float(part[0]) for part in (one.n, one.known, one.made, one.told, one.points, one.squares)] == [
        7, 6, 3, 4, 5, 13,
    ]  # fmt: skip
    assert one.fg().at(0).value == pytest.approx(3 / 6)
    assert one.pps().at(0).value == pytest.approx(5 / 4)
    assert one.pps().at(0).n == 4


def test_the_grid_is_the_same_from_left_and_right_and_centred_on_the_ring() -> None:
    for court in COURTS:
        grid = hex_grid(court, 1.5)
        ring = grid.cell_at(0.0, court.ring_y_ft)
        assert ring is not None
        assert (grid.x_ft[ring], grid.y_ft[ring]) == pytest.approx((0.0, court.ring_y_ft), abs=1e-9)
        on = {(round(x, 6), round(y, 6)) for x, y in zip(grid.x_ft, grid.y_ft, strict=True) if abs(x) < 25 and y < 40}
        assert on == {(-x + 0.0, y) for x, y in on}


def test_corners_stand_around_the_middle_at_the_size_asked_for() -> None:
    grid = hex_grid(NBA, 2.0)
    corners = grid.corners(np.array([40, 700]), np.array([1.0, 0.5]))
    for cell, scale, shape in zip((40, 700), (1.0, 0.5), corners, strict=True):
        np.testing.assert_allclose(shape.mean(axis=0), (grid.x_ft[cell], grid.y_ft[cell]))
        assert np.ptp(shape[:, 0]) == pytest.approx(2.0 * scale)
        assert np.ptp(shape[:, 1]) == pytest.approx(2.0 * scale * 2 / math.sqrt(3))


def test_smoothing_weighs_each_cell_by_how_far_it_is_and_never_reaches_across_the_court() -> None:
    for across_ft in SIZES_FT:
        grid = hex_grid(NBA, across_ft)
        given_n = np.zeros(len(grid))
        for n, place in enumerate(((-27.0, 20.0), (27.0, 20.0), (0.0, 5.25), (25.0, 46.9), (-20.0, -2.5)), 1):
            given_n[grid.cell_at(*place)] = n
        (found,) = grid.smoothed(given_n)
        for cell in range(0, len(grid), 7):
            if abs(grid.x_ft[cell]) > NBA.width_ft / 2 + OUTSIDE_FT:
                continue
            away = np.hypot(grid.x_ft - grid.x_ft[cell], grid.y_ft - grid.y_ft[cell]) / KERNEL_FT
            expected = (given_n * np.where(away <= 3.0 + 1e-9, np.exp(-(away**2) / 2), 0.0)).sum()
            assert found[cell] == pytest.approx(expected, abs=1e-12)


def test_a_sample_beside_itself_is_no_different_anywhere() -> None:
    grid = hex_grid(NBA, 1.5)
    for count in (3, 60, 5_000):
        tally = grid.tally(grid.codes_of(season(count, NBA)))
        rates = against(grid, tally, tally)
        assert rates.gap is not None
        seen = tally.cells.told > 0
        np.testing.assert_allclose(rates.gap[seen], 0.0, atol=1e-12)
        np.testing.assert_allclose(rates.rate[seen], np.asarray(rates.expected)[seen])


def test_a_gap_grows_with_its_shots_towards_what_is_there() -> None:
    grid = hex_grid(NBA, 2.0)
    place = (0.0, 20.0)
    base = grid.tally(grid.codes_of(shots_at([place] * 100_000, made=[0, 1] * 50_000)))
    cell = grid.cell_at(*place)
    gaps = []
    for count in (1, 10, 100, 10_000):
        sample = grid.tally(grid.codes_of(shots_at([place] * count, made=[1] * count)))
        rates = against(grid, sample, base)
        assert rates.gap is not None
        gaps.append(float(rates.gap[cell]))
        assert np.asarray(rates.expected)[cell] == pytest.approx(1.0)
    assert gaps == sorted(gaps)
    assert gaps[0] < 0.1
    assert gaps[-1] == pytest.approx(1.0, abs=0.01)


def test_where_a_place_has_few_shots_its_zone_speaks() -> None:
    grid = hex_grid(NBA, 1.5)
    wing, top = (-20.0, 22.0), (0.0, 31.0)
    base = season(20_000, NBA)
    base_tally = grid.tally(grid.codes_of(base))
    # Many threes made from the left wing, one missed at the top.
    sample = shots_at([wing] * 400 + [top], made=[1] * 400 + [0], value=[3] * 401)
    rates = against(grid, grid.tally(grid.codes_of(sample)), base_tally)
    assert rates.gap is not None
    at_top, at_wing = (float(rates.gap[grid.cell_at(*place)]) for place in (top, wing))
    assert 0.5 < at_top < at_wing
    at_rim = float(rates.gap[grid.cell_at(0.0, 6.0)])
    assert math.isnan(at_rim), "no shot of the sample is near the ring"


def test_without_a_baseline_the_rate_leans_on_its_zone() -> None:
    grid = hex_grid(NBA, 1.5)
    sample = shots_at([(0.0, 6.0)] * 1000 + [(1.0, 18.0)], made=[1, 0] * 500 + [1])
    rates = alone(grid, grid.tally(grid.codes_of(sample)))
    rim, far = (float(rates.rate[grid.cell_at(*place)]) for place in ((0.0, 6.0), (1.0, 18.0)))
    assert rim == pytest.approx(1.0, abs=0.01)
    assert 1.0 < far < 1.0 + 2 / CELL_SHOTS + 0.05
    assert rates.gap is None
    assert np.isnan(rates.rate[grid.cell_at(-20.0, 40.0)])


def test_heaves_do_not_lean_on_the_threes_of_the_arc() -> None:
    grid = hex_grid(NBA, 1.5)
    heave, arc = (0.0, 44.0), (0.0, 30.5)
    shots = shots_at([arc] * 3000 + [heave] * 200, made=[1, 0] * 1500 + [0] * 200, value=[3] * 3200)
    rates = alone(grid, grid.tally(grid.codes_of(shots)))
    assert float(rates.rate[grid.cell_at(*arc)]) == pytest.approx(1.5, abs=0.02)
    assert float(rates.rate[grid.cell_at(*heave)]) < 0.1


def test_no_shots_are_no_rates() -> None:
    grid = hex_grid(NBA, 4.0)
    empty = grid.tally(grid.codes_of(ShotTable.empty()))
    assert (empty.placed, empty.outside) == (0, 0)
    assert np.isnan(alone(grid, empty).rate).all()
    some = grid.tally(grid.codes_of(season(50, NBA)))
    for sample, base in ((empty, some), (some, empty), (empty, empty)):
        assert np.isnan(np.asarray(against(grid, sample, base).gap)).all()


def test_shots_of_unknown_outcome_alone_have_no_rate() -> None:
    grid = hex_grid(NBA, 2.0)
    shots = shots_at([(5.0, 9.0)] * 4, made=[-1] * 4)
    tally = grid.tally(grid.codes_of(shots))
    assert tally.placed == 4
    assert np.isnan(alone(grid, tally).rate).all()
    assert math.isnan(tally.cells.total().fg().value[0])
    assert dataclasses.replace(tally, outside=1).placed == 4
