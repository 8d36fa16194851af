"""Shots by distance: each in its foot, the farthest together, rates over three feet with the n they rest on."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.court import court_for
from explorer.core.distances import BINS, FARTHEST_FT, distance_codes, distances
from explorer.core.table import ShotTable
from tests.shots_at import season, shots_at

RING_FT = 5.25
SHOTS = st.tuples(st.one_of(st.floats(0, 95, width=32), st.just(math.nan)), st.sampled_from([-1, 0, 1]),
                  st.sampled_from([-1, 2, 3]))  # fmt: skip


def at(told: list[tuple[float, int, int]]) -> ShotTable:
    return shots_at(
        [(0.0, RING_FT + away) for away, _, _ in told], [made for _, made, _ in told], [value for *_, value in told]
    )


@given(st.lists(SHOTS, max_size=60))
def test_bins_against_plain_counting(told: list[tuple[float, int, int]]) -> None:
    shots = at(told) if told else ShotTable.empty()
    found = distances(distance_codes(shots))
    bins: list[list[int]] = [[] for _ in range(BINS)]
    for number, away in enumerate(shots.distance_ft.tolist()):
        if not math.isnan(away):
            bins[min(int(away), FARTHEST_FT)].append(number)
    assert found.unknown == sum(math.isnan(away) for away in shots.distance_ft.tolist())
    assert found.n + found.unknown == len(told)
    for place, rows in enumerate(bins):
        points = [told[row][2] * told[row][1] for row in rows if told[row][1] >= 0 and told[row][2] > 0]
        assert found.bins.n[place] == len(rows)
        assert found.bins.known[place] == sum(told[row][1] >= 0 for row in rows)
        assert found.bins.made[place] == sum(told[row][1] == 1 for row in rows)
        assert (found.bins.told[place], found.bins.points[place]) == (len(points), sum(points))
        assert found.bins.squares[place] == sum(point**2 for point in points)


def test_a_rate_rests_on_the_bin_and_those_beside_it_but_never_on_the_far_one() -> None:
    told = [(4.5, 1, 2), (5.5, 0, 2), (6.5, 1, 3), (7.5, 1, 2), (29.5, 1, 3), (30.5, 0, 3), (60.0, 0, 3)]
    found = distances(distance_codes(at(told))).pps
    assert found.at(5).value == pytest.approx((2 + 0 + 3) / 3)
    assert found.at(5).n == 3
    assert found.at(6).value == pytest.approx((0 + 3 + 2) / 3)
    assert found.at(6).n == 3
    assert found.at(29).value == pytest.approx(3.0)
    assert found.at(29).n == 1
    assert found.at(FARTHEST_FT).value == pytest.approx(0.0)
    assert found.at(FARTHEST_FT).n == 2
    assert found.at(15).value is None
    plain = np.array([2, 0, 3])
    half = 1.959964 * plain.std(ddof=1) / math.sqrt(3)
    assert found.at(5).high == pytest.approx(plain.mean() + half)


def test_rows_choose_among_the_shots() -> None:
    shots = season(3_000, court_for("nba", None))
    codes = distance_codes(shots)
    mask = shots.made == 1
    found = distances(codes, mask)
    assert found.n + found.unknown == mask.sum()
    np.testing.assert_array_equal(found.bins.made, found.bins.n)
    np.testing.assert_array_equal(found.bins.n, distances(codes, np.flatnonzero(mask)).bins.n)
