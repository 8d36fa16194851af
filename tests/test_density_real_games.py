"""The density of the real games' shots: every shot is in the picture or told of, against plain Python."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from explorer.core.court import court_for
from explorer.core.distances import BINS, FARTHEST_FT, distance_codes, distances
from explorer.core.hexagons import OUTSIDE_FT, SIZES_FT, hex_grid
from explorer.core.smooth import smooth_grid
from explorer.core.table import ShotTable
from tests.payloads import NEEDS_SHARED, SHARED
from tests.test_query_real_games import real

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=NEEDS_SHARED)
NBA = court_for("nba", None)
_ROOT = math.sqrt(3)


def shots() -> ShotTable:
    """Every shot of the real games; the feed with places is ShotTracker's."""
    return real("shottracker", "shottracker").tables.shots


def nearest(x: float, y: float, across_ft: float) -> tuple[float, float]:
    """The middle of the hexagon of a place, by looking at all near rows: the nearest middle."""
    row_ft = across_ft * _ROOT / 2
    near = round((y - NBA.ring_y_ft) / row_ft)
    found = []
    for row in (near - 1, near, near + 1):
        shift = across_ft / 2 * (row % 2)
        middle = round((x - shift) / across_ft) * across_ft + shift
        found.append((math.hypot(x - middle, y - NBA.ring_y_ft - row * row_ft), middle, NBA.ring_y_ft + row * row_ft))
    return min(found)[1:]


def test_every_real_shot_is_counted_in_the_nearest_hexagon_or_told_of() -> None:
    table = shots()
    assert len(table) > 3000
    places = list(zip(table.x_ft.tolist(), table.y_ft.tolist(), strict=True))
    for across_ft in (SIZES_FT[0], 1.5, SIZES_FT[-1]):
        grid = hex_grid(NBA, across_ft)
        tally = grid.tally(grid.codes_of(table))
        apart: Counter[str] = Counter()
        middles: Counter[tuple[float, float]] = Counter()
        for x, y in places:
            if math.isnan(x) or math.isnan(y):
                apart["without"] += 1
            elif y > NBA.half_length_ft:
                apart["beyond"] += 1
            elif abs(x) > NBA.width_ft / 2 + OUTSIDE_FT or y < -OUTSIDE_FT:
                apart["outside"] += 1
            else:
                x_ft, y_ft = nearest(x, y, across_ft)
                middles[round(x_ft, 3) + 0.0, round(y_ft, 3)] += 1
        assert (tally.without_place, tally.beyond_half, tally.outside) == tuple(
            apart[kind] for kind in ("without", "beyond", "outside")
        )
        n = tally.cells.n.tolist()
        ours = {
            (round(float(grid.x_ft[cell]), 3) + 0.0, round(float(grid.y_ft[cell]), 3)): int(count)
            for cell, count in enumerate(n)
            if count
        }
        # A place on the edge of two hexagons belongs to either: floats of half the length decide otherwise than these.
        differing = sum(abs(ours.get(place, 0) - middles[place]) for place in ours.keys() | middles.keys())
        assert differing <= 0.002 * len(table)
        assert sum(middles.values()) + apart["without"] + apart["beyond"] > 0.99 * len(table)
    smooth = smooth_grid(NBA)
    is_within = [abs(x) <= NBA.width_ft / 2 and 0 <= y <= NBA.half_length_ft for x, y in places]
    assert smooth.smooth(smooth.codes_of(table)).n == sum(is_within)


def test_real_distances_against_plain_sums() -> None:
    table = shots()
    found = distances(distance_codes(table))
    n: Counter[int] = Counter()
    points: Counter[int] = Counter()
    columns = (table.distance_ft, table.made, table.value)
    for feet, made, value in zip(*(column.tolist() for column in columns), strict=True):
        if not math.isnan(feet):
            place = min(int(feet), FARTHEST_FT)
            n[place] += 1
            points[place] += max(made, 0) * max(value, 0)
    assert [n[place] for place in range(BINS)] == found.bins.n.tolist()
    assert [points[place] for place in range(BINS)] == found.bins.points.tolist()
    assert found.n + found.unknown == len(table)
