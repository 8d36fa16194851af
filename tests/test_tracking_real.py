"""The real pieces of tracking: read, placed, and matched to the possessions of their games."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from explorer.core.model import Game
from explorer.core.tracking import Tracking
from explorer.core.tracking_match import BY_CLOCK, FROM_BALL, stretch_of
from explorer.services.library import read_paths
from explorer.sources import border
from explorer.sources.shottracker.locations import read_locations
from tests.payloads import NEEDS_SHARED, SHARED, answer

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=NEEDS_SHARED)

FOLDER = SHARED / "shottracker_locations"
QUARTERS = ("0021500003", "0021500021", "0021500022", "0021500040")
SHARE_INSIDE = 0.98
"""Of the rows of players, at least, that stand inside the lines."""


def pieces() -> list[Path]:
    return sorted(FOLDER.glob("*.json.gz")) if FOLDER.is_dir() else []


@cache
def tracking_of(path: Path) -> Tracking:
    return read_locations([answer("locations", border.unpack(path.read_bytes(), path.name), origin=path.name)])


@cache
def game_of(game_id: str) -> Game:
    (path,) = (SHARED / "shottracker").glob(f"{game_id}.json*")
    return read_paths([path], "shottracker").details(0).game


def piece_of(game_id: str) -> Tracking:
    (path,) = FOLDER.glob(f"{game_id}_*")
    return tracking_of(path)


@pytest.mark.parametrize("path", pieces(), ids=lambda path: path.name)
def test_every_piece_is_read_whole_and_stands_inside_the_lines(path: Path) -> None:
    tracking = tracking_of(path)
    assert tracking.left_out == 0
    assert len(set(tracking.team_ids)) == 2
    places = tracking.players[np.isfinite(tracking.players[..., 0])]
    # Each of ten players in each frame of these files, and no row twice.
    assert len(places) > 9.9 * len(tracking)
    is_inside = (np.abs(places[:, 0]) <= 25) & (places[:, 1] >= 0) & (places[:, 1] <= 94)
    assert is_inside.mean() >= SHARE_INSIDE
    heights = tracking.ball[:, 2][np.isfinite(tracking.ball[:, 2])]
    assert 3 < np.median(heights) < 8


@pytest.mark.parametrize("game_id", QUARTERS)
def test_every_possession_whose_clock_is_covered_is_found(game_id: str) -> None:
    tracking, game = piece_of(game_id), game_of(game_id)
    (session,) = tracking.sessions
    asked = found = 0
    for possession in game.possessions:
        start, end = possession.start_clock_s, possession.end_clock_s
        assert start is not None
        assert end is not None
        stretch = stretch_of(tracking, possession, game)
        if possession.session_id != session:
            assert stretch is None
            continue
        clock = tracking.game_clock_s[(tracking.game_clock_s <= start) & (tracking.game_clock_s >= end)]
        if len(clock) > 1 and clock.max() - clock.min() >= 1.5:
            asked += 1
            found += stretch is not None and stretch.how == BY_CLOCK
    assert asked >= 40
    assert found == asked


def nearest_ft(game_id: str) -> list[float]:
    """For each placed shot of the quarter, how near its shooter comes to its place about its clock.

    The play-by-play writes a shot down up to some seconds after it was taken.
    """
    tracking, game = piece_of(game_id), game_of(game_id)
    nearest = []
    for possession in game.possessions:
        stretch = stretch_of(tracking, possession, game)
        if stretch is None:
            continue
        for mark in stretch.marks:
            event = possession.events[mark.number]
            if event.shot is None or event.shot.x_ft is None or event.player_id not in stretch.tracking.player_ids:
                continue
            around = stretch.tracking.window(mark.t_s - 8, mark.t_s + 2)
            if event.player_id in around.player_ids:
                places = around.players[:, around.player_ids.index(event.player_id)]
                away = np.hypot(places[:, 0] - event.shot.x_ft, places[:, 1] - (event.shot.y_ft or 0))
                nearest.append(float(np.nanmin(away)))
            else:
                nearest.append(float("inf"))
    return nearest


def test_most_shooters_stand_where_their_shot_is_drawn() -> None:
    nearest = np.array([away for game_id in QUARTERS for away in nearest_ft(game_id)])
    assert len(nearest) > 150
    assert np.mean(nearest <= 6.0) > 0.8
    assert np.median(nearest) < 3.0


def test_a_game_whose_shots_are_all_at_one_end_is_turned_by_the_ball() -> None:
    tracking, game = piece_of("0021500001"), game_of("0021500001")
    stretches = [(p, s) for p in game.possessions if (s := stretch_of(tracking, p, game)) is not None]
    assert len(stretches) == 1
    ((possession, stretch),) = stretches
    assert stretch.how == BY_CLOCK
    assert stretch.end_by == FROM_BALL
    # Its wall clock is many seconds off: by time alone another possession would be shown.
    assert possession.start_time_s is not None
    assert abs(stretch.start_s - possession.start_time_s) > 5
    (event,) = [event for event in possession.events if event.shot is not None]
    assert event.shot is not None
    assert event.shot.x_ft is not None
    assert event.shot.y_ft is not None
    who = stretch.tracking.player_ids.index(event.player_id or "")
    away = np.hypot(*(stretch.tracking.players[:, who] - (event.shot.x_ft, event.shot.y_ft)).T)
    assert np.nanmin(away) < 1.0
