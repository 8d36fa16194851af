"""Outlines of zones: the same as classifying by place, on every court; rooms for words; regions from the shots."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.court import COURTS, Court, court_for
from explorer.core.zone_outlines import is_inside, outlines
from explorer.core.zone_rooms import Rooms, label_places
from explorer.core.zone_traces import REACH_FT, traced
from explorer.core.zones import BASIC, NBA14, SCHEMES, Scheme, classify
from tests.payloads import NEEDS_SHARED, SHARED
from tests.test_query_real_games import real

NBA = court_for("nba", None)
CLOSE_FT = 0.05
EVERY = [(scheme, court) for scheme in SCHEMES.values() for court in COURTS]
IDS = [f"{scheme.name}-{court.key}" for scheme, court in EVERY]


def some_places(court: Court, count: int, seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.uniform(-court.width_ft / 2, court.width_ft / 2, count), rng.uniform(0, court.half_length_ft, count)


@pytest.mark.parametrize(("scheme", "court"), EVERY, ids=IDS)
def test_a_place_lies_inside_the_outline_of_its_zone_alone(scheme: Scheme, court: Court) -> None:
    x, y = some_places(court, 3000)
    codes = classify(scheme, court, x, y, -1)
    # What is nearer to a border than the promise is on neither side of it.
    steps = [(CLOSE_FT * np.cos(turn), CLOSE_FT * np.sin(turn)) for turn in np.arange(8) * np.pi / 4]
    is_clear = np.all([classify(scheme, court, x + dx, y + dy, -1) == codes for dx, dy in steps], axis=0)
    assert is_clear.mean() > 0.97
    found = outlines(scheme, court)
    inside = np.array([is_inside(zone.rings, x, y) for zone in found.zones])
    assert (inside.sum(axis=0)[is_clear] == 1).all()
    zones = np.array([zone.code for zone in found.zones])
    np.testing.assert_array_equal(zones[inside.argmax(axis=0)][is_clear], codes[is_clear])
    assert {scheme.zones[code].name for code in zones} == {zone.name for zone in scheme.zones} - {"backcourt"}


@pytest.mark.parametrize(("scheme", "court"), EVERY, ids=IDS)
def test_outlines_stay_within_the_lines_and_meet_without_a_gap(scheme: Scheme, court: Court) -> None:
    found = outlines(scheme, court)
    floor = 0.0
    for zone in found.zones:
        for number, ring in enumerate(zone.rings):
            assert np.abs(ring[:, 0]).max() <= court.width_ft / 2 + 1e-6
            assert ring[:, 1].min() >= -1e-6
            assert ring[:, 1].max() <= court.half_length_ft + 1e-6
            x, y = ring.T
            others = zone.rings[:number] + zone.rings[number + 1 :]
            sign = -1 if is_inside(others, x[:1], y[:1])[0] else 1
            floor += sign * abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1))) / 2
    assert floor == pytest.approx(court.width_ft * court.half_length_ft, rel=1e-4)


@pytest.mark.parametrize(("scheme", "court"), EVERY, ids=IDS)
def test_a_label_stands_well_inside_its_zone(scheme: Scheme, court: Court) -> None:
    found = outlines(scheme, court)
    places = label_places(found)
    assert set(places) == {zone.code for zone in found.zones}
    for code, (x, y) in places.items():
        for turn in np.arange(12) * np.pi / 6:
            assert classify(scheme, court, x + 0.4 * np.cos(turn), y + 0.4 * np.sin(turn), -1) == code


@given(st.sampled_from([BASIC, NBA14]), st.floats(0.5, 14), st.floats(0.5, 8), st.integers(0, 13))
def test_a_box_that_fits_lies_in_its_zone(scheme: Scheme, width_ft: float, height_ft: float, place: int) -> None:
    found = outlines(scheme, NBA)
    rooms = _rooms(scheme)
    zone = found.zones[place % len(found.zones)]
    at = rooms.fit(zone.code, width_ft, height_ft)
    if at is None:
        assert max(width_ft, height_ft) > 1
        return
    xs, ys = np.meshgrid(np.linspace(-0.5, 0.5, 9) * width_ft + at[0], np.linspace(-0.5, 0.5, 9) * height_ft + at[1])
    x, y = xs.ravel(), ys.ravel()
    # Cells are a quarter of a foot: a corner may lie that much outside.
    assert is_inside(zone.rings, x * 0.99 + at[0] * 0.01, y * 0.99 + at[1] * 0.01).mean() > 0.85
    assert is_inside(zone.rings, np.array([at[0]]), np.array([at[1]]))[0]


_kept: dict[str, Rooms] = {}


def _rooms(scheme: Scheme) -> Rooms:
    if scheme.name not in _kept:
        _kept[scheme.name] = Rooms(outlines(scheme, NBA))
    return _kept[scheme.name]


def test_a_zone_of_another_scheme_has_no_room() -> None:
    assert _rooms(BASIC).fit(12, 1, 1) is None
    assert _rooms(BASIC).fit(0, 30, 30) is None
    assert outlines(BASIC, NBA).of(12) is None
    assert outlines(BASIC, NBA).code_at(0, 5.25) == BASIC.code("rim")
    assert outlines(BASIC, NBA).code_at(0, 60) == -1


# From the shots


def test_regions_follow_the_numbers_of_the_shots() -> None:
    x, y = some_places(NBA, 30_000)
    # Numbered as recorded games do it, from 1 on, by the NBA's areas.
    numbers = classify(NBA14, NBA, x, y, -1) + 1
    found = traced(NBA, x, y, numbers)
    assert found.is_derived
    assert {zone.code for zone in found.zones} == set(range(1, 15))
    places = some_places(NBA, 4000, seed=9)
    truth = classify(NBA14, NBA, *places, -1) + 1
    inside = np.array([is_inside(zone.rings, *places) for zone in found.zones])
    assert inside.sum(axis=0).max() == 1
    shown = np.where(inside.any(axis=0), np.array([zone.code for zone in found.zones])[inside.argmax(axis=0)], -1)
    assert (shown == truth).mean() > 0.95
    for code, (label_x, label_y) in label_places(found).items():
        assert classify(NBA14, NBA, label_x, label_y, -1) + 1 == code


@pytest.mark.skipif(not SHARED.is_dir(), reason=NEEDS_SHARED)
@pytest.mark.parametrize("column", ["zone", "advanced_zone"])
def test_the_regions_of_the_real_games_hold_the_shots_of_their_numbers(column: str) -> None:
    shots = real("shottracker", "shottracker").tables.shots
    numbers = getattr(shots, column)
    found = traced(NBA, shots.x_ft, shots.y_ft, numbers)
    is_told = (numbers >= 0) & (shots.y_ft < NBA.half_length_ft) & (shots.y_ft > 0)
    is_told &= np.abs(shots.x_ft) < NBA.width_ft / 2
    x, y, own = shots.x_ft[is_told].astype(float), shots.y_ft[is_told].astype(float), numbers[is_told]
    assert len(own) > 5000
    inside = np.array([is_inside(zone.rings, x, y) for zone in found.zones])
    assert inside.sum(axis=0).max() <= 2
    zones = np.array([zone.code for zone in found.zones])
    shown = np.where(inside.any(axis=0), zones[inside.argmax(axis=0)], -1)
    assert (shown == own).mean() > 0.95
    assert ((shown >= 0) & (shown != own)).mean() < 0.04


def test_where_no_shot_is_there_is_no_region() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(0, 1, 500), rng.normal(12, 1, 500)
    found = traced(NBA, x.astype(np.float32), y.astype(np.float32), np.full(500, 4, np.int16))
    (zone,) = found.zones
    assert zone.code == 4
    corners = np.vstack(zone.rings)
    nearest = np.hypot(corners[:, None, 0] - x, corners[:, None, 1] - y).min(axis=1)
    assert nearest.max() <= 2 * REACH_FT
    unknown = np.array([np.nan, 0.0, 0.0, 99.0])
    assert traced(NBA, unknown, np.array([1.0, np.nan, 60.0, 5.0]), np.array([1, 1, 1, 1])).zones == ()
    assert traced(NBA, np.zeros(50), np.full(50, 9.0), np.full(50, -1)).zones == ()
