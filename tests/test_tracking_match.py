"""A possession's stretch of tracking: by its session and clock, else by time; turned to the end it attacks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from explorer.core.model import Game
from explorer.core.tracking import Tracking
from explorer.core.tracking_match import (
    BY_CLOCK,
    BY_TIME,
    FROM_BALL,
    FROM_SHOTS,
    FROM_TEAM_SHOTS,
    LEAD_S,
    Stretch,
    end_of_shot,
    stretch_of,
    whole,
)
from tests.payloads import MAKE_2, MISS_2, TIP_MS, shot, st_game, st_row, stat
from tests.tracking_rows import piece, read

TIP_S = TIP_MS / 1000


def game(**more: Any) -> Game:
    """Home attacks +y from 0 to 10 s with a shot, away -y from 10 to 20 s, home again from 20 to 30 s without one."""
    make = shot(MAKE_2, 11, 0, 12000, at_s=6, clock="11:54.0")
    miss = shot(MISS_2, 21, 500, -11000, at_s=15, clock="11:45.0")
    return st_game(
        [st_row(0, 10, [make], **more), st_row(20, 30, [stat("TO", 12, at_s=29, clock="11:31.0")], **more)],
        [st_row(10, 20, [miss], **more)],
    )


def found(tracking: Tracking, number: int, known: Game | None = None) -> Stretch | None:
    known = known or game()
    return stretch_of(tracking, known.possessions[number], known)


def test_the_session_and_the_clock_find_it_however_far_off_the_wall_clock_is() -> None:
    late_s = 57.0
    tracking = read(piece(40, gc=725, start_s=late_s - 5, sid="s1"))
    stretch = found(tracking, 1)
    assert stretch is not None
    assert stretch.how == BY_CLOCK
    assert stretch.start_s == pytest.approx(TIP_S + late_s + 10, abs=0.05)
    assert stretch.end_s == pytest.approx(TIP_S + late_s + 20, abs=0.05)
    assert stretch.tracking.start_s == pytest.approx(stretch.start_s - LEAD_S, abs=0.05)
    assert stretch.tracking.end_s == pytest.approx(stretch.end_s + LEAD_S, abs=0.05)
    (mark,) = stretch.marks
    assert mark.t_s == pytest.approx(stretch.start_s + 5, abs=0.05)


def test_another_session_with_the_same_clock_is_not_it() -> None:
    assert found(read(piece(40, gc=725, start_s=3600, sid="s2")), 0) is None
    # At the same time with the same people it is the same game under another name.
    stretch = found(read(piece(40, gc=725, sid="s2")), 0)
    assert stretch is not None
    assert stretch.how == BY_TIME


def test_without_a_session_the_clock_counts_where_the_times_are_near() -> None:
    assert found(read(piece(40, gc=725, sid=None)), 0) is not None
    assert found(read(piece(40, gc=725, start_s=3600, sid=None)), 0) is None


def test_without_a_clock_the_time_finds_it() -> None:
    tracking = read(piece(40, gc=None, start_s=-5, sid="s1"))
    stretch = found(tracking, 2)
    assert stretch is not None
    assert stretch.how == BY_TIME
    assert (stretch.start_s, stretch.end_s) == (TIP_S + 20, TIP_S + 30)
    assert stretch.marks[0].t_s == pytest.approx(TIP_S + 29)


def test_the_time_alone_does_not_bring_in_other_people() -> None:
    tracking = read(piece(40, gc=None, sid=None))
    known = game(five=[71, 72, 73, 74, 75], against=[81, 82, 83, 84, 85])
    assert found(tracking, 0, known) is None


@pytest.mark.parametrize("gc", [650.0, 800.0])
def test_what_is_not_covered_is_not_found(gc: float) -> None:
    assert found(read(piece(20, gc=gc, sid="s1")), 1) is None


def test_a_possession_begins_when_the_clock_starts_and_ends_when_it_first_stands_at_its_end() -> None:
    # The clock stands at 11:50 for twenty seconds before the possession, and at 11:40 after it.
    running = [row | {"gc": f"11:{50 - min(max(s - 20, 0), 10):05.2f}"} for row in piece(60, gc=None, sid="s1")
               for s in [(row["t"] - TIP_MS) / 1000]]  # fmt: skip
    stretch = found(read(running), 1)
    assert stretch is not None
    assert stretch.start_s == pytest.approx(TIP_S + 20, abs=0.05)
    assert stretch.end_s == pytest.approx(TIP_S + 30, abs=0.05)


def test_the_attacked_end_is_that_of_the_shots_then_of_the_teams_shots() -> None:
    tracking = read(piece(40, gc=725, sid="s1"))
    home, away, second = (found(tracking, number) for number in range(3))
    assert home and away and second  # noqa: PT018  # one thought
    assert (home.tracking.end, home.end_by) == (1, FROM_SHOTS)
    assert (away.tracking.end, away.end_by) == (-1, FROM_SHOTS)
    assert (second.tracking.end, second.end_by) == (1, FROM_TEAM_SHOTS)


def test_shots_that_are_all_drawn_at_one_end_tell_nothing_and_the_ball_decides() -> None:
    known = game()
    (away,) = known.possessions[1].events
    assert away.shot is not None
    turned = replace(away, shot=replace(away.shot, raw_y=11000.0, raw_x=-500.0))
    rows = list(known.possessions)
    rows[1] = replace(rows[1], events=(turned,))
    known = replace(known, possessions=tuple(rows))
    tracking = read(
        [
            *piece(9.96, gc=720, sid="s1", y=9000),
            *piece(9.96, gc=710, start_s=10, sid="s1", y=-9000),
            *piece(10, gc=700, start_s=20, sid="s1", y=9000),
        ]
    )
    ends = []
    for number in range(3):
        stretch = found(tracking, number, known)
        assert stretch is not None
        assert stretch.end_by == FROM_BALL
        ends.append(stretch.tracking.end)
        places = stretch.tracking.window(stretch.end_s - 3, stretch.end_s).ball[:, 1]
        assert np.nanmedian(places) < 47
    assert ends == [1, -1, 1]


def test_the_end_of_a_shot_from_behind_half_court_is_the_one_it_was_turned_to() -> None:
    (event,) = game().possessions[0].events
    assert event.shot is not None
    far = replace(event.shot, raw_x=0.0, raw_y=-2000.0, x_ft=0.0, y_ft=5.25 + (12725 + 2000) / 304.8)
    assert end_of_shot(far) == 1
    assert end_of_shot(replace(far, raw_y=None)) == 0


def test_a_tracking_by_itself_is_shown_whole_with_the_end_where_the_ball_is() -> None:
    tracking = read(piece(2))
    stretch = whole(tracking)
    assert stretch.tracking is tracking
    assert whole(read(piece(2, y=-9000))).tracking.end == -1
    assert whole(read(piece(90, step_s=0.5, y=-9000))).tracking.end == 1
    assert (stretch.start_s, stretch.end_s) == (tracking.start_s, tracking.end_s)
