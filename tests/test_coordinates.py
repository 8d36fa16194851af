import gzip
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from explorer.core.coordinates import (
    SHOTTRACKER_HOOP_Y_MM,
    Hoop,
    court_to_ctg,
    court_to_shottracker,
    ctg_to_court,
    fit_hoop,
    nominal_hoop,
    place_ctg,
    place_shottracker,
    shottracker_to_court,
)

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
NAN = math.nan
FT = 304.8

type Floats = NDArray[np.float64]


def session(
    rng: np.random.Generator,
    hoop: tuple[float, float],
    count: int,
    *,
    noise_mm: float = 10.0,
    outliers: float = 0.0,
) -> tuple[Floats, Floats, Floats]:
    """Made-up shots at one hoop: x, y in whole mm and the distance in cm, some distances grossly wrong."""
    angle = rng.uniform(-1.5, 1.5, count)
    radius = rng.uniform(500.0, 8500.0, count)
    inward = -math.copysign(1.0, hoop[1])
    x = np.round(hoop[0] + radius * np.sin(angle))
    y = np.round(hoop[1] + inward * radius * np.cos(angle))
    distance = np.hypot(x - hoop[0], y - hoop[1]) + rng.normal(0.0, noise_mm, count)
    wrong = rng.permutation(count)[: round(outliers * count)]
    distance[wrong] += rng.choice([-1, 1], len(wrong)) * rng.uniform(400.0, 2500.0, len(wrong))
    return x, y, np.abs(distance) / 10.0


def off_mm(hoop: Hoop, true: tuple[float, float]) -> float:
    return math.hypot(hoop.x_mm - true[0], hoop.y_mm - true[1])


feet_x = st.floats(-25, 25)
feet_y = st.floats(0, 94)
ends = st.sampled_from([1, -1])


@given(feet_x, feet_y, ends, st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_court_to_shottracker_and_back(x_ft: float, y_ft: float, end: int, off_x_mm: float, off_y_mm: float) -> None:
    hoop = (off_x_mm, end * SHOTTRACKER_HOOP_Y_MM + off_y_mm)
    feed = court_to_shottracker(x_ft, y_ft, *hoop, end)
    back = shottracker_to_court(*feed, *hoop, end)
    assert np.allclose(back, (x_ft, y_ft), atol=1e-9)


@given(feet_x, feet_y, ends)
def test_court_to_ctg_and_back(x_ft: float, y_ft: float, end: int) -> None:
    feed = court_to_ctg(x_ft, y_ft, end)
    assert np.allclose(ctg_to_court(*feed, end), (x_ft, y_ft), atol=1e-9)
    flag = 1 if end == 1 else 0
    placed = place_ctg(*feed, flag, NAN)
    assert np.allclose((placed.x_ft[0], placed.y_ft[0]), (x_ft, y_ft), atol=1e-9)


@given(feet_x, st.floats(0, 86), ends)
def test_shottracker_distance_brings_every_shot_back_even_from_the_back_court(
    x_ft: float, y_ft: float, end: int
) -> None:
    x, y = court_to_shottracker(x_ft, y_ft, 0.0, end * SHOTTRACKER_HOOP_Y_MM, end)
    distance_cm = math.hypot(x_ft, y_ft - 5.25) * FT / 10
    placed = place_shottracker(x, y, distance_cm, 0)
    if abs(y) > 1e-3:
        assert placed.end.tolist() == [end]
        assert np.allclose((placed.x_ft[0], placed.y_ft[0]), (x_ft, y_ft), atol=1e-6)
        assert placed.residual_ft[0] < 1e-6


def test_shottracker_hoop_to_player_sample_at_the_positive_hoop() -> None:
    # px 3117, py 7899, hx -44, hy 12783 with hsx -3160, hsy 4884, d 581.77 cm
    placed = place_shottracker(3117, 7899, 581.7677973212337, 0, hoop_x=-44, hoop_y=12783)
    assert placed.x_ft[0] * FT == pytest.approx(-3160, abs=1.5)
    assert (placed.y_ft[0] - 5.25) * FT == pytest.approx(4884)
    assert placed.end.tolist() == [1]
    assert (placed.hoop_x_mm[0], placed.hoop_y_mm[0]) == (-44, 12783)
    assert placed.residual_ft[0] < 0.01
    assert not placed.is_fitted[0]


def test_shottracker_hoop_to_event_sample_at_the_negative_hoop() -> None:
    # x -2516, y -2511 with hoopToEvent -2562, 10055: the hoop is at 46, -12566
    x_ft, y_ft = shottracker_to_court(-2516, -2511, 46, -12566, -1)
    assert x_ft * FT == pytest.approx(-2562)
    assert (y_ft - 5.25) * FT == pytest.approx(10055)


def test_ctg_shot_sample_is_its_distance_from_the_ring() -> None:
    placed = place_ctg(460.5, 13.91, 1, 42.82)
    assert placed.distance_ft[0] == pytest.approx(42.82 / 12)
    assert placed.residual_ft[0] < 0.001
    assert placed.y_ft[0] == pytest.approx(47 - 460.5 / 12)
    assert np.hypot(placed.x_ft[0], placed.y_ft[0] - 5.25) * 12 == pytest.approx(42.82, abs=0.005)


def test_ctg_region_samples_are_on_the_left() -> None:
    corner = place_ctg(-476.86, 130.3, 0, NAN)
    assert corner.x_ft[0] == pytest.approx(-130.3 / 12)
    assert corner.y_ft[0] < 14
    wing = place_ctg(409.11, -173.73, 1, NAN)
    assert wing.x_ft[0] == pytest.approx(-173.73 / 12)
    assert wing.distance_ft[0] == pytest.approx(16.38, abs=0.005)


def test_ctg_direction_is_from_the_flag_then_the_distance_then_the_nearer_hoop() -> None:
    x, y = -100.0, 60.0
    to_positive = math.hypot(x - 501, y)
    by_flag = place_ctg([x, x], [y, y], [1, 0], [NAN, to_positive])
    assert by_flag.end.tolist() == [1, -1]
    by_distance = place_ctg(x, y, -1, to_positive)
    assert by_distance.end.tolist() == [1]
    assert by_distance.y_ft[0] == pytest.approx(47 + 100 / 12)
    assert place_ctg(x, y, -1, NAN).end.tolist() == [-1]
    # A distance that neither hoop explains does not send a shot to the other half.
    assert place_ctg(x, y, -1, 3000.0).end.tolist() == [-1]
    # The row may lack a place although its direction is known.
    lost = place_ctg(NAN, NAN, 1, 120.0)
    assert np.isnan(lost.x_ft[0])
    assert lost.end.tolist() == [1]
    assert lost.distance_ft[0] == 10.0


def test_one_shot_that_disagrees_with_the_nominal_hoop_is_placed_and_measured() -> None:
    placed = place_shottracker(4096, 5320, 755.0178607158906, 0)
    assert placed.end.tolist() == [1]
    assert placed.x_ft[0] == pytest.approx(-4096 / FT)
    assert placed.y_ft[0] == pytest.approx(5.25 + (12725 - 5320) / FT)
    assert placed.residual_ft[0] == pytest.approx(3.0, abs=0.1)
    assert placed.distance_ft[0] == pytest.approx(755.0178607158906 * 10 / FT)
    assert not placed.is_fitted[0]


def test_no_shots() -> None:
    for placed in (place_shottracker([], [], [], []), place_ctg([], [], [], [])):
        assert placed.x_ft.shape == (0,)
        assert placed.end.dtype == np.int8
        assert placed.is_fitted.dtype == np.bool_
    assert fit_hoop([], [], [], -1) == nominal_hoop(-1)


def test_nothing_known_stays_unknown() -> None:
    blank = [NAN] * 12
    for placed in (
        place_shottracker(blank, blank, blank, 0),
        place_ctg(blank, blank, [-1] * 12, blank),
        place_shottracker([math.inf] * 12, blank, blank, 0),
    ):
        assert placed.end.tolist() == [0] * 12
        for column in (placed.x_ft, placed.y_ft, placed.distance_ft, placed.hoop_x_mm, placed.residual_ft):
            assert np.all(np.isnan(column))
    assert fit_hoop(blank, blank, blank, 1) == nominal_hoop(1)


def test_distance_without_a_place_is_kept_and_a_place_without_a_distance_measured() -> None:
    placed = place_shottracker([NAN, 0.0, 0.0], [NAN, 9677.0, 9677.0], [300.0, NAN, -5.0], 0)
    assert placed.distance_ft.tolist() == pytest.approx([3000 / FT, 10.0, 10.0])
    assert np.all(np.isnan(placed.residual_ft))
    assert placed.end.tolist() == [0, 1, 1]


def test_without_a_distance_the_nearer_hoop_is_taken_and_mid_court_tells_nothing() -> None:
    placed = place_shottracker([1000.0] * 3, [5.0, -5.0, 0.0], NAN, 0)
    assert placed.end.tolist() == [1, -1, 0]
    assert np.isnan(placed.x_ft[2])


def test_identical_and_collinear_places_fit_no_hoop() -> None:
    same = np.full(20, 1000.0)
    assert not fit_hoop(same, same + 8000, np.full(20, 300.0), 1).is_fitted
    true = (250.0, 12600.0)
    along = np.linspace(5000.0, 12000.0, 30)
    for across in (250.0, 900.0):
        distance = np.hypot(across - true[0], along - true[1]) / 10
        assert fit_hoop(np.full(30, across), along, distance, 1) == nominal_hoop(1)
    slanted = along * 0.3 - 2000.0
    distance = np.hypot(slanted - true[0], along - true[1]) / 10
    assert not fit_hoop(slanted, along, distance, 1).is_fitted


def test_nine_shots_are_too_few_and_ten_are_enough() -> None:
    x, y, distance = session(np.random.default_rng(5), (300.0, 12500.0), 10, noise_mm=1.0)
    assert fit_hoop(x[:9], y[:9], distance[:9], 1) == nominal_hoop(1)
    assert fit_hoop(x, y, distance, 1).is_fitted


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("outliers", [0.0, 0.3])
@pytest.mark.parametrize("displaced_mm", [0.0, 300.0, 1000.0])
def test_displaced_hoop_is_found_through_noise_and_outliers(sign: int, outliers: float, displaced_mm: float) -> None:
    for seed in range(8):
        rng = np.random.default_rng(seed)
        turn = rng.uniform(0.0, 2 * math.pi)
        true = (displaced_mm * math.cos(turn), sign * 12725.0 + displaced_mm * math.sin(turn))
        x, y, distance = session(rng, true, 40, noise_mm=15.0, outliers=outliers)
        hoop = fit_hoop(x, y, distance, sign)
        assert hoop.is_fitted, seed
        assert off_mm(hoop, true) < 25.0, seed


def test_noise_too_great_or_a_hoop_too_far_leaves_the_nominal_hoop() -> None:
    rng = np.random.default_rng(3)
    x, y, _ = session(rng, (0.0, 12725.0), 40)
    assert fit_hoop(x, y, rng.uniform(100.0, 900.0, 40), 1) == nominal_hoop(1)
    x, y, distance = session(rng, (0.0, 12725.0), 60, noise_mm=250.0)
    assert fit_hoop(x, y, distance, 1) == nominal_hoop(1)
    x, y, distance = session(rng, (0.0, 9500.0), 40)
    assert fit_hoop(x, y, distance, 1) == nominal_hoop(1)


def test_sessions_and_ends_have_hoops_of_their_own_and_heaves_are_not_turned_round() -> None:
    rng = np.random.default_rng(11)
    true = {(0, 1): (400.0, 12400.0), (0, -1): (-300.0, -13100.0), (1, 1): (0.0, 13300.0)}
    parts = [(*session(rng, hoop, 25), np.full(25, group), np.full(25, sign)) for (group, sign), hoop in true.items()]
    # Heaves from the back court of session 0 at its +y hoop, one of them close to mid-court.
    heave_x, heave_y = np.array([500.0, -900.0, 0.0]), np.array([-150.0, -4000.0, -10000.0])
    far = np.hypot(heave_x - 400.0, heave_y - 12400.0) / 10
    parts.append((heave_x, heave_y, far, np.zeros(3), np.ones(3)))
    x, y, distance, group, sign = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = rng.permutation(len(x))
    placed = place_shottracker(x[order], y[order], distance[order], group[order].astype(int))
    assert placed.end.tolist() == sign[order].astype(int).tolist()
    assert placed.is_fitted.all()
    assert placed.residual_ft.max() < 0.2
    for (one_group, one_sign), hoop in true.items():
        at = (group[order] == one_group) & (sign[order] == one_sign)
        assert np.unique(placed.hoop_x_mm[at]).size == 1
        assert math.hypot(placed.hoop_x_mm[at][0] - hoop[0], placed.hoop_y_mm[at][0] - hoop[1]) < 25
    assert np.sort(placed.y_ft)[-3:] == pytest.approx(5.25 + np.sort(12400.0 - heave_y) / FT, abs=0.1)


def test_session_of_unknown_code_is_placed_but_never_fitted() -> None:
    x, y, distance = session(np.random.default_rng(2), (500.0, 12725.0), 30)
    placed = place_shottracker(x, y, distance, -1)
    assert not placed.is_fitted.any()
    assert np.all(placed.hoop_x_mm == 0.0)
    assert place_shottracker(x, y, distance, 7).is_fitted.all()


def test_given_hoops_are_used_as_they_are_and_the_rest_decided() -> None:
    placed = place_shottracker([0.0, 0.0], [3000.0, 3000.0], [NAN, NAN], 0, hoop_x=[50.0, NAN], hoop_y=[-12600.0, NAN])
    assert placed.end.tolist() == [-1, 1]
    assert placed.hoop_y_mm.tolist() == [-12600.0, 12725.0]
    assert placed.y_ft.tolist() == pytest.approx([5.25 + 15600 / FT, 5.25 + 9725 / FT])


def test_wild_distance_does_not_send_a_shot_to_the_other_half() -> None:
    placed = place_shottracker(0.0, 8000.0, 2600.0, 0)
    assert placed.end.tolist() == [1]
    assert placed.residual_ft[0] > 60


def test_result_cannot_be_changed() -> None:
    placed = place_shottracker([0.0], [8000.0], [472.5], [0])
    with pytest.raises(ValueError, match="read-only"):
        placed.x_ft[0] = 1.0


numbers = st.one_of(st.floats(-20000, 20000), st.just(NAN), st.just(math.inf))


@settings(max_examples=60)
@given(st.lists(st.tuples(numbers, numbers, numbers, st.integers(-1, 2)), max_size=40))
def test_any_columns_are_placed_without_complaint(rows: list[tuple[float, float, float, int]]) -> None:
    x, y, distance = np.array([row[:3] for row in rows], dtype=np.float64).reshape(-1, 3).T
    placed = place_shottracker(x, y, distance, np.array([row[3] for row in rows], dtype=np.int64))
    known = np.isfinite(x) & np.isfinite(y)
    assert np.array_equal(np.isfinite(placed.x_ft), known & (placed.end != 0))
    assert np.all((placed.end != 0) == np.isfinite(placed.hoop_y_mm))
    assert np.all(np.sign(placed.hoop_y_mm[placed.end != 0]) == placed.end[placed.end != 0])


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent")
def test_recorded_games_fit_the_nominal_hoops() -> None:
    residuals, offsets, fitted = [], [], []
    for path in sorted((DATA / "shottracker").iterdir()):
        raw = path.read_bytes()
        game = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
        rows, periods = [], []
        for team in game["teams"]:
            for possession in team["possessions"]:
                for event in possession["stats"]:
                    shot = event.get("shot_attributes")
                    if shot is not None:
                        rows.append([shot.get(key, NAN) for key in ("x", "y", "shot_distance_cm")])
                        periods.append(possession["period"])
        codes = np.unique(periods, return_inverse=True)[1]
        x, y, distance = np.array(rows, dtype=np.float64).T
        placed = place_shottracker(x, y, distance, codes)
        residuals.append(placed.residual_ft[np.isfinite(placed.x_ft)])
        is_fitted = placed.is_fitted
        nominal = placed.end[is_fitted] * SHOTTRACKER_HOOP_Y_MM
        offsets.append(np.hypot(placed.hoop_x_mm[is_fitted], placed.hoop_y_mm[is_fitted] - nominal))
        fitted.append(is_fitted)
    assert np.concatenate(residuals).max() < 0.1
    assert np.concatenate(offsets).max() < 5.0
    assert np.concatenate(fitted).mean() > 0.9
