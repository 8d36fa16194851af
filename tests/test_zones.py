import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.coordinates import place_shottracker
from explorer.core.court import COURTS, Court, court_for
from explorer.core.zones import BASIC, NBA14, SCHEMES, Scheme, Zone, classify, contradicts

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
NBA = court_for("nba", None)
WNBA = court_for("wnba", None)
RING = 5.25

# The recorded games number the NBA's areas from right to left, 1 at the ring, 14 in the left corner.
RECORDED = {
    1: "restricted_area",
    2: "paint_right",
    3: "paint_centre",
    4: "paint_left",
    5: "mid_right",
    6: "mid_right_centre",
    7: "mid_centre",
    8: "mid_left_centre",
    9: "mid_left",
    10: "right_corner_3",
    11: "right_centre_3",
    12: "centre_3",
    13: "left_centre_3",
    14: "left_corner_3",
}


def zone_of(scheme: Scheme, x_ft: float, y_ft: float, value: float = -1, court: Court = NBA) -> str:
    (code,) = classify(scheme, court, [x_ft], [y_ft], [value])
    return scheme.zones[code].name if code >= 0 else "-"


@pytest.mark.parametrize(
    ("x_ft", "y_ft", "value", "zone"),
    [
        (0.0, RING, 2, "rim"),
        (0.0, RING + 3.999, 2, "rim"),
        (0.0, RING + 4.0, 2, "short_mid"),
        (13.999, RING, 2, "short_mid"),
        (14.0, RING, 2, "long_mid"),
        (0.0, RING + 23.0, 2, "long_mid"),
        (-22.5, 5.0, 3, "left_corner_3"),
        (22.5, 5.0, 3, "right_corner_3"),
        (22.5, 14.0, 3, "right_corner_3"),
        (22.5, 14.3, 3, "above_break_3"),
        (0.0, 30.0, 3, "above_break_3"),
        (0.0, 46.9, 3, "above_break_3"),
        (0.0, 47.1, 3, "backcourt"),
        (3.0, 80.0, -1, "backcourt"),
    ],
)
def test_basic(x_ft: float, y_ft: float, value: int, zone: str) -> None:
    assert zone_of(BASIC, x_ft, y_ft, value) == zone


@pytest.mark.parametrize(
    ("x_ft", "y_ft", "value", "zone"),
    [
        (0.0, RING, 2, "restricted_area"),
        (0.0, 2.0, 2, "restricted_area"),
        (-7.0, RING, 2, "paint_centre"),
        (0.0, 18.9, 2, "paint_centre"),
        (-7.5, 12.0, 2, "paint_left"),
        (7.5, 12.0, 2, "paint_right"),
        (0.0, 19.1, 2, "mid_centre"),
        (0.0, 28.0, 2, "mid_centre"),
        (-8.5, 24.0, 2, "mid_left_centre"),
        (8.5, 24.0, 2, "mid_right_centre"),
        (-12.0, 6.0, 2, "mid_left"),
        (20.0, 6.0, 2, "mid_right"),
        (-23.0, 3.0, 3, "left_corner_3"),
        (23.0, 3.0, 3, "right_corner_3"),
        (-20.0, 20.0, 3, "left_centre_3"),
        (20.0, 20.0, 3, "right_centre_3"),
        (0.0, 30.0, 3, "centre_3"),
        (-2.0, 60.0, 3, "backcourt"),
    ],
)
def test_nba14(x_ft: float, y_ft: float, value: int, zone: str) -> None:
    assert zone_of(NBA14, x_ft, y_ft, value) == zone


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.name)
def test_value_decides_near_the_line_and_the_line_where_no_value_is_known(scheme: Scheme) -> None:
    x_ft, inside, beyond = 0.0, RING + 23.5, RING + 24.0
    assert "3" in zone_of(scheme, x_ft, inside, 3)
    assert "mid" in zone_of(scheme, x_ft, beyond, 2)
    for unknown in (-1, np.nan, 0):
        assert "mid" in zone_of(scheme, x_ft, inside, unknown)
        assert "3" in zone_of(scheme, x_ft, beyond, unknown)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.name)
@pytest.mark.parametrize("value", [2, 3, -1])
def test_unknown_place_has_no_zone(scheme: Scheme, value: int) -> None:
    codes = classify(scheme, NBA, [np.nan, 1.0, np.inf], [1.0, np.nan, 1.0], value)
    assert codes.dtype == np.int16
    assert codes.tolist() == [-1, -1, -1]
    assert classify(scheme, NBA, [], [], []).shape == (0,)


def test_corner_ends_with_the_straight_part_of_each_court() -> None:
    assert zone_of(BASIC, 22.5, 10.0, 3, NBA) == "right_corner_3"
    assert zone_of(BASIC, 22.5, 10.0, 3, WNBA) == "above_break_3"
    assert zone_of(BASIC, 22.5, 7.7, 3, WNBA) == "right_corner_3"


def test_narrow_lane_makes_the_college_paint_narrower() -> None:
    assert zone_of(NBA14, 7.0, 10.0, 2, NBA) == "paint_right"
    assert zone_of(NBA14, 7.0, 10.0, 2, court_for("ncaa_men", None)) == "mid_right"


def test_a_scheme_without_a_rule_is_refused() -> None:
    odd = Scheme("odd", "Odd", (Zone("all", "All"),), "nowhere")
    with pytest.raises(ValueError, match="odd"):
        classify(odd, NBA, [0.0], [0.0], [2])


def test_codes_are_places_in_the_scheme() -> None:
    for name, scheme in SCHEMES.items():
        assert scheme.name == name
        assert scheme.source
        assert len({zone.name for zone in scheme.zones}) == len(scheme.zones)
        assert [scheme.code(zone.name) for zone in scheme.zones] == list(range(len(scheme.zones)))
    with pytest.raises(KeyError):
        BASIC.code("moon")


def test_contradictions_begin_beyond_the_tolerance() -> None:
    y = np.array([RING + 23.75 + off for off in (-0.8, -0.7, 0.7, 0.8)])
    assert contradicts(NBA, 0.0, y, 3).tolist() == [True, False, False, False]
    assert contradicts(NBA, 0.0, y, 2).tolist() == [False, False, False, True]
    assert contradicts(NBA, 0.0, y, -1).tolist() == [False] * 4
    assert contradicts(NBA, 0.0, y, 3, tolerance_ft=0.0).tolist() == [True, True, False, False]
    assert contradicts(NBA, [np.nan, 0.0], [1.0, np.nan], [3, 2]).tolist() == [False, False]
    assert contradicts(NBA, [21.0, -24.0], [3.0, 3.0], [3, 2]).tolist() == [True, True]


places = st.tuples(st.floats(-25, 25), st.floats(0, 94), st.sampled_from([-1, 2, 3]), st.sampled_from(COURTS))


@given(places)
def test_every_known_place_has_one_zone_that_agrees_with_its_value(
    place: tuple[float, float, int, Court],
) -> None:
    x_ft, y_ft, value, court = place
    for scheme in SCHEMES.values():
        zone = zone_of(scheme, x_ft, y_ft, value, court)
        assert zone != "-"
        if zone != "backcourt" and value in (2, 3):
            assert zone.endswith("_3") == (value == 3)


@given(places)
def test_mirror_image_swaps_left_and_right(place: tuple[float, float, int, Court]) -> None:
    x_ft, y_ft, value, court = place
    for scheme in SCHEMES.values():
        zone = zone_of(scheme, x_ft, y_ft, value, court)
        mirrored = zone_of(scheme, -x_ft, y_ft, value, court)
        swapped = zone.replace("left", "~").replace("right", "left").replace("~", "right")
        assert mirrored == (zone if x_ft == 0 else swapped)


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent")
def test_nba14_agrees_with_the_labels_of_recorded_shots() -> None:
    rows = []
    for path in sorted((DATA / "shottracker").iterdir())[:12]:
        raw = path.read_bytes()
        game = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
        shots = [
            event["shot_attributes"]
            for team in game["teams"]
            for possession in team["possessions"]
            for event in possession["stats"]
            if "x" in event.get("shot_attributes", {})
        ]
        rows += [
            (shot["x"], shot["y"], shot["shot_distance_cm"], shot["zone"], 3 if shot["is_3point"] else 2)
            for shot in shots
            if shot.get("zone")
        ]
    x, y, distance, zone, value = np.array(rows, dtype=np.float64).T
    assert len(zone) > 1500
    placed = place_shottracker(x, y, distance, 0)
    codes = classify(NBA14, NBA, placed.x_ft, placed.y_ft, value)
    wanted = np.array([NBA14.code(RECORDED[int(one)]) for one in zone])
    assert np.mean(codes == wanted) > 0.998
    assert contradicts(NBA, placed.x_ft, placed.y_ft, value).sum() == 0
