"""Tracking: rows in any order and shape become frames, and nothing is made up where nothing is known."""

from __future__ import annotations

import json
import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.errors import DataError
from explorer.core.tracking import FULL_LENGTH_FT, Tracking
from explorer.sources.shottracker.locations import is_locations, part_of, read_locations, sessions_of
from tests.payloads import AWAY, HOME, HOME_FIVE, TIP_MS, Json, answer
from tests.tracking_rows import SID, ball, piece, player, read

FT = 304.8


def same(one: Tracking, other: Tracking) -> bool:
    arrays = ("times_s", "ball", "players", "game_clock_s", "shot_clock_s", "session")
    return one.player_ids == other.player_ids and all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in arrays
    )


def test_both_shapes_in_any_order_and_repeated_are_one_tracking() -> None:
    rows = piece(1.0)
    mixed = [*rows, *rows[5:40]]
    random.Random(4).shuffle(mixed)
    first = read(rows)
    assert len(first) == 26
    assert first.players.shape == (26, 10, 2)
    assert same(first, read(rows, a_frame=True))
    by_id = read(mixed)
    order = [by_id.player_ids.index(name) for name in first.player_ids]
    assert np.array_equal(by_id.players[:, order], first.players)
    assert np.array_equal(by_id.ball, first.ball)


def test_answers_that_overlap_join_without_doubling() -> None:
    rows = piece(2.0)
    cut = [row for row in rows if row["t"] <= TIP_MS + 1200]
    rest = [row for row in rows if row["t"] >= TIP_MS + 800]
    assert same(read(rows), read(cut, rest))


def test_places_are_feet_seen_from_the_positive_hoop() -> None:
    tracking = read([ball(0, 0, 12725, 3048), player(0, 11, -FT * 10, 12725 - FT * 20)])
    assert tracking.ball[0] == pytest.approx([0, 5.25, 10.0])
    assert tracking.players[0, 0] == pytest.approx([10.0, 25.25])
    other = tracking.seen_from(-1)
    assert other.players[0, 0] == pytest.approx([-10.0, FULL_LENGTH_FT - 25.25])
    assert same(other.seen_from(1), tracking) or np.allclose(other.seen_from(1).players, tracking.players)
    assert abs(FULL_LENGTH_FT - 94) < 0.01


def test_rows_without_place_time_or_name_are_left_out_and_counted() -> None:
    rows = [
        ball(0),
        ball(40, None),
        {**player(0, 11), "t": None},
        {**player(0, None), "pid": None},
        {**player(0, None), "pid": None, "tag": "65575"},
        {**player(0, 12), "type": "REFEREE", "pid": None},
        player(0, 13),
    ]
    tracking = read(rows)
    assert tracking.left_out == 4
    assert set(tracking.player_ids) == {"sensor 65575", "13"}


def test_rows_of_another_day_are_left_out_and_counted() -> None:
    month_ms = 30 * 86400 * 1000
    rows = [*piece(1.0), ball(month_ms), player(-month_ms, HOME_FIVE[0])]
    tracking = read(rows)
    assert tracking.left_out == 2
    assert tracking.end_s - tracking.start_s == pytest.approx(1.0)
    assert len(read([ball(0), ball(month_ms)])) == 1
    assert read([*piece(1.0), ball(6 * 3600 * 1000)]).left_out == 0


def test_a_height_of_minus_one_and_a_missing_ball_are_not_known() -> None:
    tracking = read([ball(0, z=-1), player(0, 11), player(40, 11)])
    assert np.isfinite(tracking.ball[0, :2]).all()
    assert np.isnan(tracking.ball[0, 2])
    assert np.isnan(tracking.ball[1]).all()


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("12:30.00", 750.0), ("02.00", 2.0), (5.5, 5.5), (None, None), ("", None), ("--:--", None), ("99:99", None)],
)
def test_clocks_are_read_as_they_come_and_unknown_where_they_cannot_be(written: object, seconds: float | None) -> None:
    moment = read([ball(0, gc=written, sc=written), player(0, 11)]).at(TIP_MS / 1000)
    assert moment.game_clock_s == seconds
    assert moment.shot_clock_s == seconds


def test_at_is_the_straight_line_between_samples() -> None:
    tracking = read(piece(2.0))
    t_s = TIP_MS / 1000 + 1.013
    moment = tracking.at(t_s)
    assert moment.ball[0] == pytest.approx(-1013 / FT, abs=1e-3)
    assert moment.game_clock_s == pytest.approx(600 - 1.013, abs=0.01)
    assert moment.shot_clock_s == pytest.approx(24 - 1.013, abs=0.01)
    assert moment.players[:, 0] == pytest.approx([-(1013 - 500 * n) / FT for n in range(10)], abs=1e-3)


def test_nothing_is_known_across_a_gap_and_outside() -> None:
    rows = [*piece(1.0), *piece(1.0, start_s=3.0, gc=590)]
    tracking = read(rows)
    start_s = TIP_MS / 1000
    (gap,) = tracking.gaps
    assert gap == pytest.approx((start_s + 1, start_s + 3))
    for t_s in (start_s - 0.1, start_s + 1.02, start_s + 2, start_s + 2.99, start_s + 4.1):
        moment = tracking.at(t_s)
        assert np.isnan(moment.players).all()
        assert np.isnan(moment.ball).all()
        assert moment.game_clock_s is None
    assert np.isfinite(tracking.at(start_s + 1).players).all()
    assert np.isfinite(tracking.at(start_s + 3).players).all()
    seen, when = tracking.last_seen(start_s + 2)
    assert np.isfinite(seen).all()
    assert when == pytest.approx(np.full(10, start_s + 1))


def test_a_player_who_is_missing_for_a_while_is_missing_alone() -> None:
    rows = [row for row in piece(3.0) if not (row.get("pid") == 11 and TIP_MS + 1000 < row["t"] < TIP_MS + 2000)]
    tracking = read(rows)
    moment = tracking.at(TIP_MS / 1000 + 1.5)
    is_known = np.isfinite(moment.players[:, 0])
    assert [tracking.player_ids[n] for n in np.flatnonzero(~is_known)] == ["11"]
    assert tracking.gaps == ()


def test_a_clock_that_stands_or_is_set_anew_never_runs_backwards_in_between() -> None:
    rows = [ball(0, gc="10:00", sc="3"), ball(40, gc="10:00", sc="24"), ball(80, gc="9:59.9", sc="24")]
    tracking = read(rows)
    start_s = TIP_MS / 1000
    assert tracking.at(start_s + 0.02).game_clock_s == 600
    assert tracking.at(start_s + 0.02).shot_clock_s == 3
    assert tracking.at(start_s + 0.06).shot_clock_s == 24


def test_samples_of_players_that_take_turns_are_not_gaps() -> None:
    # Every sensor with times of its own: the frames are close, a player's own samples half a second apart.
    rows = [player(500 * n + 45 * k, pid, 100 * n, 0) for n in range(20) for k, pid in enumerate(HOME_FIVE)]
    tracking = read(rows)
    assert tracking.step_s == pytest.approx(0.5)
    assert np.isfinite(tracking.at(TIP_MS / 1000 + 5.01).players).all()


def test_a_window_keeps_who_is_in_it_and_the_step_of_the_whole() -> None:
    rows = [*piece(4.0), player(4040, 99)]
    tracking = read(rows)
    window = tracking.window(TIP_MS / 1000 + 1, TIP_MS / 1000 + 1.1)
    assert len(window) == 3
    assert "99" not in window.player_ids
    assert window.step_s == tracking.step_s
    assert np.array_equal(
        window.at(TIP_MS / 1000 + 1.05).players, tracking.at(TIP_MS / 1000 + 1.05).players[: len(window.player_ids)]
    )
    assert len(tracking.window(0, 1)) == 0
    assert np.isnan(tracking.window(0, 1).at(0.5).ball).all()


def test_a_trail_breaks_at_a_gap_and_ends_where_everybody_is() -> None:
    tracking = read([*piece(1.0), *piece(1.0, start_s=2.0, gc=590)])
    t_s = TIP_MS / 1000 + 2.51
    times, places = tracking.trail(t_s, 2.0)
    assert places.shape == (len(times), 11, 2)
    assert np.isnan(places).all(axis=(1, 2)).sum() == 1
    assert np.array_equal(places[-1, 1:], tracking.at(t_s).players)
    assert times[0] > t_s - 2.0


def test_speed_is_that_of_the_places() -> None:
    speed = read(piece(2.0)).speed_ft_s(TIP_MS / 1000 + 1)
    assert speed == pytest.approx(np.full(10, 1000 / FT), rel=1e-3)


def test_teams_and_sessions_are_known_and_name_the_kept_part() -> None:
    tracking = read([*piece(0.4), *piece(0.4, start_s=5, sid="made-Q2")])
    assert set(tracking.team_ids) == {str(HOME), str(AWAY)}
    assert tracking.sessions == (SID, "made-Q2")
    assert sessions_of(part_of(tracking)) == (SID, "made-Q2")
    assert len(tracking.of_session("made-Q2")) == 11
    assert len(tracking.of_session("other")) == 0
    assert sessions_of("abc-123:1-2") == ("abc-123",)


def test_at_takes_well_under_a_millisecond() -> None:
    tracking = read(piece(60.0))
    times = np.linspace(tracking.start_s, tracking.end_s, 500)
    best = min(_seconds(tracking, times) for _ in range(3))
    assert best / len(times) < 1e-3


def _seconds(tracking: Tracking, times: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    began = time.perf_counter()
    for t_s in times:
        tracking.at(float(t_s))
    return time.perf_counter() - began


# The border

numbers = st.one_of(st.none(), st.integers(-20000, 20000), st.floats(-20000, 20000, allow_nan=False))
rows_of_anything = st.fixed_dictionaries(
    {},
    optional={
        "x": numbers,
        "y": numbers,
        "z": numbers,
        "t": st.one_of(st.none(), st.integers(0, 5).map(lambda n: TIP_MS + 40 * n), st.floats(0, 1e12)),
        "type": st.sampled_from([None, "PLAYER", "BALL", "ball", "REFEREE", ""]),
        "sid": st.one_of(st.none(), st.just("a"), st.just("b"), st.integers(0, 3)),
        "tid": st.one_of(st.none(), st.integers(1, 3), st.just("7")),
        "pid": st.one_of(st.none(), st.integers(1, 12), st.sampled_from(["1", "x"])),
        "tag": st.one_of(st.none(), st.just("65575")),
        "speed": numbers,
        "gc": st.sampled_from([None, "12:30.00", "0:00", "abc", 5, 7.5, ""]),
        "sc": st.sampled_from([None, "02.00", "-1", 24]),
    },
)


@settings(max_examples=150)
@given(st.lists(st.lists(rows_of_anything, max_size=12), max_size=4), st.floats(0, 1))
def test_whatever_comes_is_read_or_refused_in_one_sentence(tracks: list[list[Json]], share: float) -> None:
    try:
        tracking = read_locations([answer("locations", [{"locations": rows} for rows in tracks])])
    except DataError:
        return
    assert (np.diff(tracking.times_s) > 0).all()
    told = sum(len(rows) for rows in tracks) - tracking.left_out
    assert len(tracking) <= told
    moment = tracking.at(tracking.start_s + share * (tracking.end_s - tracking.start_s))
    known = moment.players[np.isfinite(moment.players[:, 0])]
    for axis in (0, 1) if len(known) else ():
        everything = tracking.players[..., axis]
        assert np.nanmin(everything) - 1e-6 <= known[:, axis].min()
        assert known[:, axis].max() <= np.nanmax(everything) + 1e-6


@given(st.binary(max_size=200))
def test_rubbish_is_refused_in_one_sentence(body: bytes) -> None:
    with pytest.raises(DataError):
        read_locations([answer("locations", body)])


@pytest.mark.parametrize(
    "payload",
    [[], [{}], [{"locations": []}], [{"locations": None}], [{"locations": [{"x": 1}]}], [{"locations": [{"x": "a"}]}]],
)
def test_what_holds_no_place_is_refused(payload: object) -> None:
    with pytest.raises(DataError):
        read_locations([answer("locations", payload)])


def test_more_players_than_any_game_has_are_refused() -> None:
    with pytest.raises(DataError, match="players"):
        read([player(0, 1000 + n) for n in range(300)])


@pytest.mark.parametrize(
    ("payload", "is_it"),
    [([{"locations": []}], True), ([{}], False), ([], False), ({"locations": []}, True), ([[1]], False), ([1], False)],
)
def test_tracking_is_told_by_its_shape(payload: object, *, is_it: bool) -> None:
    assert is_locations(json.dumps(payload).encode()) is is_it
