"""The made-up league's tracking: made when asked for, the same every time, and true to what the possession tells."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest

from explorer.core.model import Game
from explorer.core.tracking_match import FROM_SHOTS, FROM_TEAM_SHOTS, Stretch
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from explorer.services.tracking import Trackings
from explorer.sources import sample

FASTEST_FT_S = 33.0
"""The fastest people run 12 m/s for a moment; a tenth of the possessions may hold a hastier step."""


@cache
def selection() -> Selection:
    return load_sample(SHOTTRACKER, games=4)


@cache
def stretches(source: str) -> tuple[Game, list[Stretch]]:
    """Every eighth possession of a game of this feed."""
    chosen = selection()
    code = next(n for n, loaded in enumerate(chosen.games) if loaded.info.key[0] == source)
    game, trackings = chosen.details(code).game, Trackings()
    found = [trackings.stretch_of(chosen, game, p) for p in game.possessions[::8]]
    assert None not in found
    return game, [stretch for stretch in found if stretch is not None]


@pytest.mark.parametrize("source", [SHOTTRACKER, CTG])
def test_every_possession_has_ten_players_and_the_ball_inside_the_lines(source: str) -> None:
    game, found = stretches(source)
    assert len(found) > 20
    for possession, stretch in zip(game.possessions[::8], found, strict=True):
        tracking = stretch.tracking
        assert (
            set(possession.on_ids) | set(possession.against_ids) >= set(tracking.player_ids)
            or len(tracking.player_ids) > 10
        )
        here = np.isfinite(tracking.players[..., 0]).sum(axis=1)
        assert (here == 10).all()
        assert tracking.gaps == ()
        assert tracking.step_s == pytest.approx(0.04)
        x, y = tracking.players[..., 0], tracking.players[..., 1]
        is_known = np.isfinite(x)
        assert (np.abs(x[is_known]) <= 25).all()
        assert ((y[is_known] >= 0) & (y[is_known] <= 94)).all()
        assert np.nanmin(tracking.ball[:, 2]) >= 0
        assert np.nanmax(tracking.ball[:, 2]) < 30
        assert stretch.end_by in (FROM_SHOTS, FROM_TEAM_SHOTS)


@pytest.mark.parametrize(("source", "within_ft"), [(SHOTTRACKER, 0.5), (CTG, 2.5)])
def test_the_shooter_stands_where_the_shot_is_told_and_the_ball_goes_to_the_ring(source: str, within_ft: float) -> None:
    game, found = stretches(source)
    shots = 0
    for possession, stretch in zip(game.possessions[::8], found, strict=True):
        for mark in stretch.marks:
            event = possession.events[mark.number]
            if event.shot is None or event.shot.x_ft is None or event.shot.y_ft is None:
                continue
            shots += 1
            who = stretch.tracking.player_ids.index(event.player_id or "")
            place = stretch.tracking.at(mark.t_s).players[who]
            assert np.hypot(*(place - np.array((event.shot.x_ft, event.shot.y_ft)))) < within_ft
            if event.shot.made:
                after = stretch.tracking.window(mark.t_s, mark.t_s + 1.6).ball
                near = np.hypot(after[:, 0], after[:, 1] - 5.25) < 1.0
                assert (near & (after[:, 2] > 9)).any()
    assert shots > 12


def test_nobody_runs_faster_than_people_can() -> None:
    _, found = stretches(SHOTTRACKER)
    fastest = []
    for stretch in found:
        steps = np.diff(stretch.tracking.players, axis=0)
        fastest.append(float(np.nanmax(np.hypot(steps[..., 0], steps[..., 1]))) / 0.04)
    assert np.percentile(fastest, 90) < FASTEST_FT_S


def test_it_is_the_same_every_time_and_another_for_another_possession() -> None:
    game, _ = stretches(SHOTTRACKER)
    first = game.possessions[0]
    index = int(game.origin[0].rpartition("-")[2]) - 1
    asked = (2026, index, 1, round((first.start_clock_s or 0) * 10), int(first.offence_id or 0))
    one, again = sample.tracking(*asked), sample.tracking(*asked)
    assert one is not None
    assert json.dumps(one) == json.dumps(again)
    assert sample.tracking(2026, index, 9, 7200, asked[-1]) is None
    assert sample.tracking(*asked[:-1], 1) is None
