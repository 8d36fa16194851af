"""Shots for tests of the court: at places of their own, or as many as a season has, where players take them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.core.court import Court, is_three
from explorer.core.table import ShotTable


def shots_at(
    places: Sequence[tuple[float, float]], made: Sequence[int] = (), value: Sequence[int] = (), ring_y_ft: float = 5.25
) -> ShotTable:
    """Shots at places in feet; missed twos unless told."""
    x, y = (np.array([place[axis] for place in places], np.float64) for axis in (0, 1))
    return _table(x, y, np.array(made or [0] * len(x)), np.array(value or [2] * len(x)), ring_y_ft)


def season(count: int, court: Court, seed: int = 1) -> ShotTable:
    """Many shots at the rim, in between and behind the line; a few without a place, from afar, or unknown."""
    rng = np.random.default_rng(seed)
    part = rng.random(count)
    radius = np.select(
        [part < 0.35, part < 0.6],
        [np.abs(rng.normal(0, 2, count)), rng.uniform(4, 22, count)],
        rng.normal(25, 1, count),
    )
    angle = rng.uniform(-1.5, 1.5, count)
    x = np.clip(radius * np.sin(angle), -24.9, 24.9)
    y = np.clip(court.ring_y_ft + radius * np.cos(angle), 0.2, None)
    value = np.where(is_three(court, x, y) == 1, 3, 2)
    made = (rng.random(count) < np.where(value == 3, 0.36, np.where(radius < 4, 0.63, 0.42))).astype(int)
    rare = rng.random(count)
    x, y = np.where(rare < 0.002, np.nan, x), np.where(rare > 0.999, 60.0, y)
    return _table(x, y, np.where((rare > 0.5) & (rare < 0.503), -1, made), value, court.ring_y_ft)


def _table(x: np.ndarray, y: np.ndarray, made: np.ndarray, value: np.ndarray, ring_y_ft: float) -> ShotTable:
    values = {
        spec.name: np.full((len(x), spec.width) if spec.width else len(x), np.nan if spec.dtype.kind == "f" else -1)
        for spec in ShotTable.specs()
    }
    values |= {"possession": np.arange(len(x)), "made": made, "value": value, "x_ft": x, "y_ft": y}
    return ShotTable.of(**values | {"distance_ft": np.hypot(x, y - ring_y_ft)})
