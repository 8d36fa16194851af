"""The ball's way through a possession: what joins, what is numbered, what has no place and is not drawn."""

from __future__ import annotations

import functools
import random
from dataclasses import replace
from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.ball_path import RING, BallPath, StepKind, ball_path
from explorer.core.model import Event, Game, Possession, Shot, Touch
from explorer.core.vocabulary import CTG, SHOTTRACKER, EventKind
from explorer.services.sample import load_sample
from explorer.sources.sample import SampleGame, league
from tests.payloads import DAL, NEEDS_SHARED, NOP, SHARED, answer, ctg_game, ctg_row, decode

SHOTS = (EventKind.MAKE, EventKind.MISS)


@functools.cache
def games(source: str) -> tuple[Game, ...]:
    selection = load_sample(source, games=4, seed=12)
    return tuple(loaded.details().game for loaded in selection.games if loaded.info.key[0] == source)


def of(source: str) -> list[tuple[Possession, BallPath]]:
    return [(row, ball_path(row)) for game in games(source) for row in game.possessions]


@pytest.mark.parametrize("source", [CTG, SHOTTRACKER])
def test_every_event_and_touch_is_one_step(source: str) -> None:
    for row, path in of(source):
        events = sorted(step.row for step in path.steps if step.kind is not StepKind.TOUCH)
        assert events == list(range(len(row.events)))
        touches = sorted(step.touch for step in path.steps if step.kind is StepKind.TOUCH and step.touch is not None)
        assert touches == list(range(len(row.touches)))
        shots = [event for event in row.events if event.kind in SHOTS]
        assert [step.shot for step in path.steps if step.kind is StepKind.SHOT] == [event.shot for event in shots]


@pytest.mark.parametrize("source", [CTG, SHOTTRACKER])
def test_places_lie_on_the_court_and_none_is_the_origin(source: str) -> None:
    spots = [
        spot for _, path in of(source) for step in path.steps for spot in (step.start, step.end, step.other) if spot
    ]
    assert len(spots) > 500
    for x, y in spots:
        assert abs(x) <= 25.5
        assert -0.5 <= y <= 94.5
        assert (x, y) != (0.0, 0.0)


def test_touches_of_the_sample_join_by_their_pass() -> None:
    seen = 0
    for row, path in of(CTG):
        for index, step in enumerate(path.steps):
            if step.kind is not StepKind.PASS:
                continue
            before = [s for s in path.steps[:index] if s.kind is StepKind.TOUCH][-1]
            after = next(s for s in path.steps[index:] if s.kind is StepKind.TOUCH)
            assert (before.player_id, after.player_id) == (step.player_id, step.other_player_id)
            assert (before.end, after.start) == (step.start, step.end)
            assert (before.row, step.touch) == (step.row, before.touch)
            assert step.clock_s == row.touches[before.touch or 0].end_clock_s
            seen += 1
    assert seen > 500


def test_passes_are_numbered_from_one_in_order_of_time() -> None:
    for row, path in of(CTG):
        passes = [step for step in path.steps if step.kind is StepKind.PASS]
        assert [step.number for step in passes] == list(range(1, len(passes) + 1))
        frames = [row.events[step.row].frame or 0 for step in passes]
        assert frames == sorted(frames)
        assert len(passes) == row.counts.passes
        assert all(step.number is None for step in path.steps if step.kind is not StepKind.PASS)


def test_the_shot_stands_where_the_last_touch_ended_and_flies_to_the_ring() -> None:
    for _, path in of(CTG):
        touch = None
        for step in path.steps:
            touch = step if step.kind is StepKind.TOUCH else touch
            if step.kind is StepKind.SHOT:
                assert touch is not None
                assert touch.end is not None
                assert step.start is not None
                assert step.end == RING
                assert hypot(touch.end[0] - step.start[0], touch.end[1] - step.start[1]) < 0.1


def test_a_drive_goes_the_way_of_its_touch() -> None:
    drives = [(path, step) for _, path in of(CTG) for step in path.steps if step.kind is StepKind.DRIVE]
    assert len(drives) > 30
    for path, step in drives:
        touch = next(s for s in path.steps if s.kind is StepKind.TOUCH and s.touch == step.touch)
        assert (step.start, step.end, step.dribbles) == (touch.start, touch.end, touch.dribbles)


def test_the_clock_never_runs_backwards() -> None:
    for _, path in of(CTG):
        clocks = [step.clock_s for step in path.steps if step.clock_s is not None]
        # A pass takes its clock from the touch, whole tenths; a screen is timed from when its window begins.
        assert all(later <= earlier + 1.3 for earlier, later in pairwise(clocks))


def test_shottracker_tells_shots_alone() -> None:
    kinds = {step.kind for _, path in of(SHOTTRACKER) for step in path.steps if step.is_placed}
    assert kinds == {StepKind.SHOT, StepKind.FREE_THROW}
    assert not any(path.has_touches for _, path in of(SHOTTRACKER))
    for row, path in of(SHOTTRACKER):
        assert [step.row for step in path.steps] == list(range(len(row.events)))


def test_the_order_does_not_hang_on_the_order_of_the_records() -> None:
    dice = random.Random(3)
    for row, path in of(CTG)[::9]:
        touches = list(row.touches)
        dice.shuffle(touches)
        mixed = ball_path(replace(row, touches=tuple(touches)))
        assert [replace(s, touch=None) for s in mixed.steps] == [replace(s, touch=None) for s in path.steps]


# Answers with missing parts


def touch(player: str, start: float | None, end: float | None, **more: object) -> Touch:
    """A touch by its frames, at (frame / 100, 20) feet."""
    made = Touch(player, None, None, None, None, None, None, 0, None)
    if start is not None:
        made = replace(made, start_frame=int(start), start_x_ft=start / 100, start_y_ft=20.0)
    if end is not None:
        made = replace(made, end_frame=int(end), end_x_ft=end / 100, end_y_ft=20.0)
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name


def passed(player: str, to: str | None, frame: int | None, caught: int | None, **more: object) -> Event:
    made = Event(EventKind.PASS, (), player, to, frame=frame, end_frame=caught)
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name


POSSESSION = ctg_game([ctg_row(0, DAL, NOP, 0, 12)]).possessions[0]


def path_of(touches: list[Touch], events: list[Event]) -> BallPath:
    return ball_path(replace(POSSESSION, touches=tuple(touches), events=tuple(events)))


def test_without_ids_the_same_player_at_the_same_moment_joins() -> None:
    path = path_of([touch("a", 100, 200), touch("b", 230, 300)], [passed("a", "b", 198, 230)])
    assert [step.kind for step in path.steps] == [StepKind.TOUCH, StepKind.PASS, StepKind.TOUCH]
    thrown = path.steps[1]
    assert (thrown.start, thrown.end) == ((2.0, 20.0), (2.3, 20.0))


def test_a_pass_nobody_caught_ends_unknown() -> None:
    for events in (
        [passed("a", "b", 200, None, words=("not caught",))],
        [passed("a", "b", 200, 1000)],
        [passed("a", "c", 200, 230)],
    ):
        path = path_of([touch("a", 100, 200), touch("b", 230, 300)], events)
        thrown = next(step for step in path.steps if step.kind is StepKind.PASS)
        assert (thrown.start, thrown.end) == ((2.0, 20.0), None)


def test_a_pass_without_the_passers_touch_begins_unknown() -> None:
    path = path_of([touch("b", 230, 300)], [passed("a", "b", 200, 230)])
    assert [step.kind for step in path.steps] == [StepKind.PASS, StepKind.TOUCH]
    assert (path.steps[0].start, path.steps[0].end) == (None, (2.3, 20.0))


def test_touches_without_passes_are_a_gap() -> None:
    path = path_of([touch("a", 100, 200), touch("b", 400, 500)], [])
    assert [step.kind for step in path.steps] == [StepKind.TOUCH] * 2
    assert [step.row for step in path.steps] == [0, 1]


def test_a_touch_that_nothing_ended_has_a_row_of_its_own() -> None:
    path = path_of([touch("a", 100, 200), touch("b", 230, 300)], [passed("a", "b", 200, 230)])
    assert [step.row for step in path.steps] == [0, 0, 2]
    assert [path.step_of(row) for row in (0, 1, 2)] == [1, None, 2]


def test_ids_join_where_no_time_is_told() -> None:
    touches = [touch("a", None, None, outcome_id="p"), touch("b", None, None, outcome_id="s")]
    shot = Event(EventKind.MISS, (), "b", shot=Shot(False, 2, 1.0, 6.0), event_id="s")
    path = path_of(touches, [passed("a", "b", None, None, event_id="p"), shot])
    kinds = [StepKind.TOUCH, StepKind.PASS, StepKind.TOUCH, StepKind.SHOT]
    assert [step.kind for step in path.steps] == kinds
    assert [step.is_placed for step in path.steps] == [False, False, False, True]
    assert path.steps[3].start == (1.0, 6.0)


def test_a_rebound_begins_the_rebounders_touch() -> None:
    rebound = Event(EventKind.OFFENSIVE_REBOUND, (), "b", frame=400)
    path = path_of([touch("a", 100, 200), touch("b", 402, 500)], [rebound])
    assert [step.kind for step in path.steps] == [StepKind.TOUCH, StepKind.REBOUND, StepKind.TOUCH]
    assert path.steps[1].start == (4.02, 20.0)
    other = path_of([touch("a", 100, 200), touch("b", 600, 700)], [rebound])
    assert other.steps[1].start is None


def test_what_is_not_told_whether_it_went_in_is_a_shot_and_a_free_throw_still() -> None:
    shot = Event(EventKind.OTHER, (), "b", shot=Shot(None, None, 1.0, 6.0))
    throw = Event(EventKind.OTHER, ("free throw",), "b")
    assert [step.kind for step in path_of([], [shot, throw]).steps] == [StepKind.SHOT, StepKind.FREE_THROW]


PLACES = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.floats(-40, 110))
FRAMES = st.one_of(st.none(), st.integers(0, 1000))
IDS = st.one_of(st.none(), st.sampled_from("pqrs"))
PLAYERS = st.one_of(st.none(), st.sampled_from("abc"))
TOUCHES = st.builds(
    Touch, PLAYERS, FRAMES, FRAMES, PLACES, PLACES, PLACES, PLACES, st.none(), st.none(), IDS, IDS, FRAMES, FRAMES
)
EVENTS = st.builds(
    Event,
    st.sampled_from(EventKind),
    st.sampled_from([(), ("not caught",)]),
    PLAYERS,
    PLAYERS,
    game_clock_s=FRAMES,
    event_id=IDS,
    touch_id=IDS,
    frame=FRAMES,
    end_frame=FRAMES,
    x_ft=PLACES,
    y_ft=PLACES,
)


@given(st.lists(TOUCHES, max_size=6), st.lists(EVENTS, max_size=8))
@settings(max_examples=120)
def test_any_records_make_a_path(touches: list[Touch], events: list[Event]) -> None:
    path = path_of(touches, events)
    assert len(path.steps) == len(touches) + len(events)
    assert {step.row for step in path.steps if step.kind is not StepKind.TOUCH} == set(range(len(events)))
    passes = [step.number for step in path.steps if step.kind is StepKind.PASS]
    assert passes == list(range(1, len(passes) + 1))
    for step in path.steps:
        for spot in (step.start, step.end, step.other):
            assert spot is None or (abs(spot[0]) <= 32 and -7 <= spot[1] <= 101)
    for touched in path.steps:
        assert path.step_of(touched.row) is not None


# The sample league as an older or a shorter feed would tell it


@functools.cache
def made_game() -> SampleGame:
    (game,) = league(1, 4)
    return game


@functools.cache
def told_without(*, sections: tuple[str, ...] = (), fields: tuple[str, ...] = ()) -> list[tuple[Possession, BallPath]]:
    """A game of the sample league without these sections, and without these fields in all sections but one."""
    marks = {name: rows for name, rows in made_game().markings["markings"].items() if name not in sections}
    for name, rows in marks.items():
        if name != "possessions":
            marks[name] = [{key: value for key, value in row.items() if key not in fields} for row in rows]
    decoded = decode(answer("markings", {"markings": marks}))
    return [(row, ball_path(row)) for row in decoded.possessions]


@pytest.mark.parametrize("section", ["possession_touches", "passes", "shots", "drives", "ball_screens", "rebounds"])
def test_a_feed_without_a_section_tells_the_rest(section: str) -> None:
    kinds = {
        "possession_touches": StepKind.TOUCH,
        "passes": StepKind.PASS,
        "shots": StepKind.SHOT,
        "drives": StepKind.DRIVE,
        "ball_screens": StepKind.SCREEN,
        "rebounds": StepKind.REBOUND,
    }
    whole, short = told_without(), told_without(sections=(section,))
    for kind in StepKind:
        count, left = (sum(path.count(kind) for _, path in told) for told in (whole, short))
        assert left == (0 if kind is kinds[section] else count)
    for _, path in short:
        assert path.has_touches == (section != "possession_touches") or not path.steps
        for step in path.steps:
            if step.kind is StepKind.PASS and section == "possession_touches":
                assert (step.start, step.end) == (None, None)
            if step.kind is StepKind.TOUCH:
                # Screens say which end is attacked where no shot does.
                assert step.is_placed


FRAMES_OF = ("start_he_frame", "end_he_frame", "pass_release_he_frame", "receiver_touch_start_he_frame")
IDS_OF = ("outcome_ctg_id", "ballhandler_possession_touch_id")
WALLS_OF = ("start_wall_clock", "end_wall_clock", "pass_release_wall_clock", "receiver_touch_start_wall_clock")


@pytest.mark.parametrize("fields", [IDS_OF, FRAMES_OF, WALLS_OF, IDS_OF + FRAMES_OF, FRAMES_OF + WALLS_OF])
def test_older_rows_join_by_what_they_have(fields: tuple[str, ...]) -> None:
    """Without ids by frames or times, without those by ids: the ball's way is the same."""
    joined = total = 0
    for (_, path), (_, older) in zip(told_without(), told_without(fields=fields), strict=True):
        way = [(step.number, step.start, step.end) for step in path.steps if step.kind is StepKind.PASS]
        old_way = [(step.number, step.start, step.end) for step in older.steps if step.kind is StepKind.PASS]
        assert len(way) == len(old_way)
        total += len(way)
        joined += sum(one == other for one, other in zip(way, old_way, strict=True))
    assert total > 400
    assert joined > 0.97 * total


@pytest.mark.skipif(not SHARED.is_dir(), reason=NEEDS_SHARED)
@pytest.mark.parametrize("game_id", ["0021500001", "0021500229", "0021900001"])
def test_every_shot_of_a_real_game_is_in_its_path_once(game_id: str) -> None:
    body = (SHARED / "shottracker" / f"{game_id}.json").read_bytes()
    possessions = decode(answer("possessions", body)).possessions
    shots = 0
    for row in possessions:
        path = ball_path(row)
        told = [event.shot for event in row.events if event.kind in SHOTS]
        drawn = [step for step in path.steps if step.kind is StepKind.SHOT]
        assert [step.shot for step in drawn] == told
        for step in drawn:
            assert step.shot is not None
            has_place = step.shot.x_ft is not None
            assert (step.start is not None) == has_place
        shots += len(drawn)
    assert shots > 120
