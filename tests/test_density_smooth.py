"""The smooth density of shots: it keeps their number, lies where they are, and its areas hold the shares they tell."""

from __future__ import annotations

import math

import numpy as np
import pytest

from explorer.core.court import COURTS, court_for
from explorer.core.smooth import BANDWIDTH_FT, CELL_FT, SHARES, smooth_grid
from explorer.core.table import ShotTable
from tests.shots_at import season, shots_at

NBA = court_for("nba", None)


def test_one_shot_is_a_bell_of_the_width_declared() -> None:
    grid = smooth_grid(NBA)
    found = grid.smooth(grid.codes_of(shots_at([(0.25, 20.25)])))
    assert found.density.sum() * CELL_FT**2 == pytest.approx(1.0, abs=1e-3)
    for row in range(20, 60, 3):
        for column in range(30, 70, 3):
            away2 = (found.x_ft[column] - 0.25) ** 2 + (found.y_ft[row] - 20.25) ** 2
            plain = math.exp(-away2 / (2 * BANDWIDTH_FT**2)) / (2 * math.pi * BANDWIDTH_FT**2)
            assert found.density[row, column] == pytest.approx(plain, rel=0.02, abs=1e-5)


def test_even_shots_stay_even_up_to_the_lines() -> None:
    for court in COURTS:
        grid = smooth_grid(court)
        places = [(float(x), float(y)) for y in grid.y_ft for x in grid.x_ft]
        found = grid.smooth(grid.codes_of(shots_at(places)))
        assert found.n == len(places)
        np.testing.assert_allclose(found.density, 1 / CELL_FT**2)


def test_areas_hold_the_shares_they_tell() -> None:
    grid = smooth_grid(NBA)
    found = grid.smooth(grid.codes_of(season(30_000, NBA)))
    assert list(found.levels) == sorted(found.levels)
    total = found.density.sum()
    for share, level in zip(SHARES, found.levels, strict=True):
        assert found.density[found.density >= level].sum() / total == pytest.approx(share, abs=0.01)


def test_only_shots_within_the_lines_of_the_half_are_counted() -> None:
    grid = smooth_grid(NBA)
    shots = shots_at([(25.0, 0.0), (-25.0, 47.0), (25.1, 10), (0, 47.1), (0, -0.1), (math.nan, 5), (3, math.nan)])
    codes = grid.codes_of(shots)
    assert (codes > 0).tolist() == [True, True, False, False, False, False, False]
    assert grid.smooth(codes, np.array([0, 2, 3])).n == 1
    assert grid.smooth(codes, codes == 0).levels == ()
    assert grid.smooth(grid.codes_of(ShotTable.empty())).n == 0
