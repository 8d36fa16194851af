"""The shots of the real games: where plain arithmetic puts them, and on the right side of the three-point line."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explorer.core.court import court_for, line_margin_ft
from explorer.core.vocabulary import SHOTTRACKER
from explorer.services.library import read_paths
from explorer.services.selection import Selection
from tests.payloads import NEEDS_SHARED, SHARED

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=NEEDS_SHARED)

GAMES = SHARED / "shottracker"

WITHIN_FT = 0.3
MM_A_FOOT, HOOP_MM, RING_FT = 304.8, 12725.0, 5.25


@pytest.fixture(scope="module")
def games() -> Selection:
    return read_paths([GAMES], SHOTTRACKER)


def plain(shot: dict[str, Any]) -> tuple[float, float]:
    """The place of a raw shot from the nominal hoop that its distance speaks for, with nothing but arithmetic."""
    found = []
    for sign in (1, -1):
        x, y = -sign * shot["x"] / MM_A_FOOT, RING_FT + sign * (sign * HOOP_MM - shot["y"]) / MM_A_FOOT
        found.append((abs(math.hypot(x, y - RING_FT) - shot["shot_distance_cm"] * 10 / MM_A_FOOT), x, y))
    return min(found)[1:]


def raw_shots(path: Path) -> list[dict[str, Any]]:
    body = path.read_bytes()
    payload = json.loads(gzip.decompress(body) if path.suffix == ".gz" else body)
    stats = [stat for team in payload["teams"] for possession in team["possessions"] for stat in possession["stats"]]
    shots = (stat.get("shot_attributes") or {} for stat in stats)
    return [shot for shot in shots if shot.get("x") is not None]


def test_every_shot_stands_where_plain_arithmetic_puts_it(games: Selection) -> None:
    shots = games.tables.shots
    placed: dict[tuple[int, int], list[tuple[float, float]]] = {}
    is_raw = np.isfinite(shots.raw_x)
    columns = (column[is_raw].tolist() for column in (shots.raw_x, shots.raw_y, shots.x_ft, shots.y_ft))
    for raw_x, raw_y, x, y in zip(*columns, strict=True):
        placed.setdefault((round(raw_x), round(raw_y)), []).append((x, y))
    count, farthest = 0, 0.0
    for path in sorted(GAMES.iterdir()):
        for shot in raw_shots(path):
            x, y = plain(shot)
            # The same raw place may be a shot at either end in another game: one of them is this one's.
            gaps = [math.hypot(x - one, y - two) for one, two in placed[round(shot["x"]), round(shot["y"])]]
            count, farthest = count + 1, max(farthest, min(gaps))
    assert count == is_raw.sum() > 8000
    assert farthest < WITHIN_FT


def test_threes_lie_outside_the_arc_and_twos_inside_but_for_those_that_are_listed(games: Selection) -> None:
    shots = games.tables.shots
    margin = line_margin_ft(court_for("nba", None), shots.x_ft, shots.y_ft)
    is_known = np.isfinite(margin)
    inside_threes = np.flatnonzero(is_known & (shots.value == 3) & (margin <= 0))
    outside_twos = np.flatnonzero(is_known & (shots.value == 2) & (margin > 0))
    listed = sorted(round(float(margin[row]), 2) for row in outside_twos)
    assert (is_known & (shots.value == 3)).sum() > 2000
    assert not len(inside_threes)
    # Two twos with a foot on the line, by the feed's own places: 0.001 and 0.30 ft beyond its outer edge.
    assert listed == [0.0, 0.3]
