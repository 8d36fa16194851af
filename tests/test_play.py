"""Play: time goes on by its clock, gaps are gaps, keys, buttons and marks do what they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from explorer.core.vocabulary import Mark
from explorer.widgets.court.mark_row import side_by_side
from explorer.widgets.court.play import PlayEvent
from explorer.widgets.court.play_clock import PlayClock
from explorer.widgets.court.play_layer import PlayLayer
from tests.play_pane import TIP_S, Clock, Pane, play_of, shown_pane
from tests.tracking_rows import piece


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pane(qtbot: QtBot, clock: Clock) -> Pane:
    return shown_pane(qtbot, clock)


@pytest.fixture
def layer(pane: Pane) -> PlayLayer:
    return pane.layer


def plays(layer: PlayLayer) -> bool:
    return layer.clock.is_playing


def seconds(layer: PlayLayer) -> float:
    return layer.clock.t_s - TIP_S


def test_a_play_begins_at_rest_where_the_possession_begins(layer: PlayLayer) -> None:
    assert not plays(layer)
    assert seconds(layer) == pytest.approx(1.0)


@pytest.mark.parametrize("speed", [0.25, 1.0, 4.0])
def test_time_goes_on_by_the_clock_and_the_speed_alone(layer: PlayLayer, clock: Clock, speed: float) -> None:
    layer.clock.set_speed(speed)
    layer.clock.seek(TIP_S)
    layer.clock.play()
    for step_s in (0.011, 0.2, 0.05, 0.3):
        clock.now_s += step_s
        layer.clock.tick()
    assert seconds(layer) == pytest.approx(0.561 * speed, abs=1e-4)


def test_a_change_of_speed_or_place_while_playing_goes_on_from_there(layer: PlayLayer, clock: Clock) -> None:
    layer.clock.play()
    clock.now_s += 0.5
    layer.clock.tick()
    layer.clock.set_speed(2.0)
    clock.now_s += 0.5
    layer.clock.tick()
    assert seconds(layer) == pytest.approx(2.5, abs=1e-4)
    layer.clock.seek(TIP_S + 0.5)
    clock.now_s += 0.1
    layer.clock.tick()
    assert seconds(layer) == pytest.approx(0.7, abs=1e-4)


def test_it_rests_at_the_end_and_begins_again_from_the_start(layer: PlayLayer, clock: Clock) -> None:
    layer.clock.play()
    clock.now_s += 10
    layer.clock.tick()
    assert not plays(layer)
    assert seconds(layer) == pytest.approx(4.0)
    layer.clock.play()
    assert seconds(layer) == pytest.approx(0.0)


def test_a_loop_goes_on_without_losing_time(layer: PlayLayer, clock: Clock) -> None:
    layer.clock.set_looping(True)
    layer.clock.play()
    clock.now_s += 3.5
    layer.clock.tick()
    assert plays(layer)
    assert seconds(layer) == pytest.approx(0.5, abs=1e-4)


def test_the_timer_runs_only_while_it_plays_and_is_seen(layer: PlayLayer, qtbot: QtBot) -> None:
    timer = layer.clock._timer
    assert not timer.isActive()
    layer.clock.play()
    assert timer.isActive()
    layer.bar.hide()
    assert not timer.isActive()
    layer.bar.show()
    layer.clock.play()
    layer.show_play(play_of())
    assert not timer.isActive()
    layer.clock.play()
    layer.show_nothing()
    assert not timer.isActive()
    layer.clock.play()
    assert not timer.isActive()


def test_it_plays_by_itself(qtbot: QtBot) -> None:
    clock = PlayClock()
    clock.set_span(0, 0.2)
    times: list[float] = []
    clock.moved.connect(times.append)
    with qtbot.waitSignal(clock.state_changed):
        clock.play()
    qtbot.waitUntil(lambda: not clock.is_playing)
    assert times == sorted(times)
    assert len(times) > 3
    assert times[-1] == 0.2


def test_a_long_gap_is_cut_short_and_a_short_one_is_not(layer: PlayLayer, clock: Clock) -> None:
    rows = [*piece(1.0), *piece(1.0, start_s=61, gc=590), *piece(1.0, start_s=64, gc=580)]
    layer.show_play(play_of(rows, (0.0, 65.0)))
    layer.clock.play()
    clock.now_s += 1.5
    layer.clock.tick()
    assert seconds(layer) == pytest.approx(1.5, abs=1e-4)
    clock.now_s += 0.6
    layer.clock.tick()
    assert seconds(layer) == pytest.approx(61.0, abs=1e-4)
    clock.now_s += 2.0
    layer.clock.tick()
    assert seconds(layer) == pytest.approx(63.0, abs=1e-4)
    layer.options()[-1].setChecked(False)
    layer.clock.seek(TIP_S + 2)
    clock.now_s += 3
    layer.clock.tick()
    assert seconds(layer) == pytest.approx(5.0, abs=1e-4)


def test_events_are_told_as_they_are_reached_and_shown_when_asked(layer: PlayLayer, clock: Clock) -> None:
    reached: list[int] = []
    layer.event_reached.connect(reached.append)
    layer.show_event(3)
    assert seconds(layer) == pytest.approx(2.5)
    layer.show_event(99)
    assert seconds(layer) == pytest.approx(2.5)
    assert reached == []
    layer.clock.seek(TIP_S)
    layer.clock.play()
    for _ in range(30):
        clock.now_s += 0.1
        layer.clock.tick()
    assert reached == [0, 3]


KEYS: list[tuple[Qt.Key, Qt.KeyboardModifier, Callable[[float], float]]] = [
    (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, lambda t: t + 0.04),
    (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, lambda t: t - 0.04),
    (Qt.Key.Key_Period, Qt.KeyboardModifier.NoModifier, lambda t: t + 0.04),
    (Qt.Key.Key_Comma, Qt.KeyboardModifier.NoModifier, lambda t: t - 0.04),
    (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, lambda t: t + 1),
    (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, lambda t: t - 1),
    (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, lambda t: 0.0),
    (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, lambda t: 4.0),
]


@pytest.mark.parametrize(("key", "modifier", "after"), KEYS)
def test_keys_go_by_frames_and_seconds(
    layer: PlayLayer, key: Qt.Key, modifier: Qt.KeyboardModifier, after: Callable[[float], float]
) -> None:
    layer.clock.seek(TIP_S + 2.0)
    QTest.keyClick(layer.bar.scrub, key, modifier)
    assert seconds(layer) == pytest.approx(after(2.0), abs=2e-3)


def test_keys_play_loop_and_choose_the_speed(layer: PlayLayer) -> None:
    QTest.keyClick(layer.bar.scrub, Qt.Key.Key_Space)
    assert plays(layer)
    QTest.keyClick(layer.bar.scrub, Qt.Key.Key_Right)
    assert not plays(layer)
    QTest.keyClick(layer.bar.scrub, Qt.Key.Key_L)
    assert layer.clock.is_looping
    for number, speed in enumerate((0.25, 0.5, 1.0, 2.0, 4.0)):
        QTest.keyClick(layer.bar.scrub, Qt.Key(Qt.Key.Key_1 + number))
        assert layer.clock.speed == speed
        assert layer.bar.speed.text() == f"{speed:g}×"


def test_frames_step_to_samples_wherever_the_time_stands(layer: PlayLayer) -> None:
    layer.clock.seek(TIP_S + 2.013)
    layer.step(1)
    assert seconds(layer) == pytest.approx(2.04, abs=1e-4)
    layer.step(-1)
    assert seconds(layer) == pytest.approx(2.0, abs=1e-4)
    layer.clock.seek(TIP_S + 4)
    layer.step(1)
    assert seconds(layer) == pytest.approx(4.0, abs=1e-4)


def test_buttons_do_what_their_names_say(layer: PlayLayer) -> None:
    bar = layer.bar
    layer.clock.seek(TIP_S + 2)
    QTest.mouseClick(bar.on, Qt.MouseButton.LeftButton)
    assert seconds(layer) == pytest.approx(2.04, abs=1e-3)
    QTest.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    assert seconds(layer) == pytest.approx(2.0, abs=1e-3)
    assert bar.play.accessibleName() == "Play"
    QTest.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    assert plays(layer)
    assert bar.play.accessibleName() == "Pause"
    QTest.mouseClick(bar.loop, Qt.MouseButton.LeftButton)
    assert layer.clock.is_looping
    assert bar.loop.isChecked()
    names = [widget.accessibleName() for widget in (bar.back, bar.on, bar.loop, bar.speed, bar.scrub)]
    assert all(names)


def test_the_bar_jumps_where_it_is_pressed_and_a_mark_brings_its_event(layer: PlayLayer) -> None:
    scrub = layer.bar.scrub
    place = QPoint(round(scrub.x_of(TIP_S + 3.0)), 21)
    QTest.mouseClick(scrub, Qt.MouseButton.LeftButton, pos=place)
    assert seconds(layer) == pytest.approx(3.0, abs=0.02)
    assert scrub.value() == pytest.approx(0.75 * scrub.maximum(), rel=0.01)
    QTest.mouseClick(scrub, Qt.MouseButton.LeftButton, pos=QPoint(round(scrub.x_of(TIP_S + 2.5)) + 2, 7))
    assert seconds(layer) == pytest.approx(2.5, abs=1e-4)
    found = scrub.event_at(QPointF(scrub.x_of(TIP_S + 2.5), 7))
    assert found is not None
    assert found.words == "2PT make"
    assert scrub.event_at(QPointF(scrub.x_of(TIP_S + 2.0), 7)) is None


def test_a_held_handle_rests_and_goes_on_where_it_is_let_go(layer: PlayLayer) -> None:
    scrub = layer.bar.scrub
    layer.clock.play()
    QTest.mousePress(scrub, Qt.MouseButton.LeftButton, pos=QPoint(round(scrub.x_of(TIP_S + 1)), 21))
    assert not plays(layer)
    QTest.mouseMove(scrub, QPoint(round(scrub.x_of(TIP_S + 2)), 21))
    QTest.mouseRelease(scrub, Qt.MouseButton.LeftButton, pos=QPoint(round(scrub.x_of(TIP_S + 2)), 21))
    assert plays(layer)
    assert seconds(layer) == pytest.approx(2.0, abs=0.05)


def test_marks_of_one_instant_stand_side_by_side_and_an_assist_has_none(layer: PlayLayer) -> None:
    shot = PlayEvent(1, TIP_S + 2.0, "2PT make", Mark.MAKE)
    layer.show_play(replace(play_of(), events=(shot, replace(shot, number=2, mark=None, words="assist"))))
    scrub = layer.bar.scrub
    (place,) = scrub.mark_places()
    assert place == pytest.approx(scrub.x_of(TIP_S + 2.0))
    foul = replace(shot, number=3, mark=Mark.NEUTRAL, words="foul")
    layer.show_play(replace(play_of(), events=(shot, foul)))
    first, second = scrub.mark_places()
    assert second - first >= 8
    assert (first + second) / 2 == pytest.approx(place)
    chosen: list[int] = []
    scrub.event_chosen.connect(chosen.append)
    for x in (first, second):
        QTest.mouseClick(scrub, Qt.MouseButton.LeftButton, pos=QPoint(round(x), 7))
    assert chosen == [1, 3]


@given(st.lists(st.floats(10, 300), max_size=40), st.floats(1, 12))
def test_marks_in_a_row_keep_apart_stay_inside_and_keep_their_order(wanted: list[float], apart: float) -> None:
    places = side_by_side(wanted, apart, 10, 300)
    room = min(apart, 290 / max(len(wanted) - 1, 1))
    ordered = sorted(places)
    assert all(later - earlier >= room - 1e-6 for earlier, later in pairwise(ordered))
    assert all(10 - 1e-6 <= place <= 300 + 1e-6 for place in places)
    assert [place for _, place in sorted(zip(wanted, places, strict=True), key=lambda pair: pair[0])] == ordered
    if all(later - earlier >= apart for earlier, later in pairwise(sorted(wanted))):
        assert places == pytest.approx(wanted)


def test_a_month_of_time_is_a_slider_like_any_other(layer: PlayLayer) -> None:
    scrub = layer.bar.scrub
    scrub.show_span(TIP_S, TIP_S + 40 * 86400, (TIP_S, TIP_S + 40 * 86400))
    scrub.show_time(TIP_S + 30 * 86400)
    assert scrub.value() == pytest.approx(0.75 * scrub.maximum(), abs=1)
    assert scrub.time_at(scrub.x_of(TIP_S + 30 * 86400)) == pytest.approx(TIP_S + 30 * 86400, abs=1)


def test_what_is_told_while_it_plays_is_fresh_four_times_a_second(layer: PlayLayer, clock: Clock) -> None:
    told: list[float] = []
    layer.clock.play()
    layer.moved.connect(lambda: told.append(layer.clock.t_s))
    for _ in range(60):
        clock.now_s += 1 / 60
        layer.clock.tick()
    assert plays(layer)
    assert 3 <= len(told) <= 5
    layer.clock.pause()
    told.clear()
    for number in range(3):
        layer.clock.seek(TIP_S + number)
    assert len(told) == 3
