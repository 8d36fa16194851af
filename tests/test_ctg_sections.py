"""The other sections of Cleaning the Glass' `markings`, joined to their possessions.

No real answer with these sections is at hand: the tests of shots, touches, passes, drives, rebounds, turnovers, fouls,
free throws, ball screens and transition_opportunities_player show agreement with the written reference (`apis.md`),
where the ids of ball screens and whether a free throw went in are inferred, and no more than that.
"""

from __future__ import annotations

from typing import Any

import pytest

from explorer.core import quality
from explorer.core.errors import DataError
from explorer.core.model import Game, Possession
from explorer.core.tabulate import tabulate
from explorer.core.vocabulary import EventKind
from explorer.sources.ctg.payload import Markings
from tests.payloads import DAL, GAME_ID, NOP, Json, ctg_game, ctg_row

POSSESSIONS = [ctg_row(0, DAL, NOP, 0, 12), ctg_row(1, NOP, DAL, 12, 30), ctg_row(2, DAL, NOP, 30, 50)]
FRAMES = [(row["start_he_frame"], row["end_he_frame"]) for row in POSSESSIONS]


def of(number: int) -> str:
    return str(POSSESSIONS[number]["possession_id_ctg"])


def a_shot(**more: Any) -> Json:
    return {
        "shot_id_ctg": "shot_aa",
        "game_id_nba": GAME_ID,
        "chance_id_ctg": "chance_1",
        "possession_id_ctg": of(1),
        "shooter_id_nba": 201,
        "team_id_nba": NOP,
        "pbp_event_id": 12,
        "period": 1,
        "start_he_frame": FRAMES[1][0] + 300,
        "end_he_frame": FRAMES[1][0] + 312,
        "start_game_clock": 700.0,
        "end_game_clock": 699.8,
        "start_shot_clock": 12.0,
        "end_shot_clock": 11.8,
        "start_wall_clock": "2024-11-30T00:10:17.000+00:00",
        "loc_x": 381.0,
        "loc_y": -120.0,
        "shot_distance_in": 169.7056,
        "shot_type": "floater",
        "is_made": True,
        "is_three": False,
        "is_fouled": False,
        "is_and_one": False,
        "is_blocked": False,
        "is_bank": True,
        "is_tip": False,
        "blocker_player_id_nba": None,
    } | more


def by_number(game: Game, number: int) -> Possession:
    return next(row for row in game.possessions if row.possession_id == of(number))


def test_a_shot_with_all_its_fields() -> None:
    game = ctg_game(POSSESSIONS, shots=[a_shot()])
    (event,) = by_number(game, 1).events
    assert (event.kind, event.words, event.player_id, event.event_id) == (
        EventKind.MAKE,
        ("floater", "bank"),
        "201",
        "shot_aa",
    )
    assert (event.game_clock_s, event.shot_clock_s, event.time_s) == (700.0, 12.0, 1732925417.0)
    shot = event.shot
    assert shot is not None
    assert (shot.x_ft, shot.y_ft) == pytest.approx((-10.0, 47 - 381 / 12))
    assert (shot.value, shot.raw_x, shot.raw_y, shot.raw_unit) == (2, 381.0, -120.0, "in")
    assert shot.residual_ft == pytest.approx(0, abs=0.001)
    assert (shot.is_blocked, shot.is_and_one, shot.is_fouled, shot.blocker_id) == (False, False, False, None)
    assert by_number(game, 1).counts.fg3a == 0


@pytest.mark.parametrize("attacks_plus", [True, False])
def test_the_feeds_direction_decides_the_end(attacks_plus: bool) -> None:
    heave = a_shot(loc_x=-300.0, loc_y=60.0, shot_distance_in=None, attacking_positive_x=attacks_plus)
    shot = by_number(ctg_game(POSSESSIONS, shots=[heave]), 1).events[0].shot
    assert shot is not None
    expected = (5.0, 72.0) if attacks_plus else (-5.0, 22.0)
    assert (shot.x_ft, shot.y_ft) == pytest.approx(expected)


def test_a_heave_without_direction_goes_where_its_distance_points() -> None:
    heave = a_shot(loc_x=-300.0, loc_y=60.0, shot_distance_in=(801.0**2 + 60**2) ** 0.5)
    shot = by_number(ctg_game(POSSESSIONS, shots=[heave]), 1).events[0].shot
    assert shot is not None
    assert shot.y_ft == pytest.approx(72.0)


def a_touch(number: int, **more: Any) -> Json:
    start = FRAMES[number][0]
    return {
        "possession_touch_id_ctg": f"possession_touch_{number}",
        "chance_id_ctg": f"chance_{number}",
        "team_id_nba": POSSESSIONS[number]["offensive_team_id_nba"],
        "player_id_nba": 300 + number,
        "period": 1,
        "start_he_frame": start,
        "end_he_frame": start + 60,
        "start_game_clock": 700.0,
        "end_game_clock": 699.0,
        "start_loc_x": -240.0,
        "start_loc_y": 36.0,
        "end_loc_x": 120.0,
        "end_loc_y": 36.0,
        "duration_sec": 1.0,
        "num_dribbles": 3,
        "is_inbounds": False,
        "outcome_type": "pass",
    } | more


@pytest.mark.parametrize(("loc_x", "sign"), [(460.0, 1), (-460.0, -1)])
def test_touches_are_turned_to_the_end_that_their_team_shoots_at(loc_x: float, sign: int) -> None:
    shots = [a_shot(loc_x=loc_x, loc_y=0.0, shot_distance_in=41.0)]
    (touch,) = by_number(ctg_game(POSSESSIONS, shots=shots, possession_touches=[a_touch(1)]), 1).touches
    assert (touch.start_x_ft, touch.start_y_ft) == pytest.approx((sign * 3.0, 47 + sign * 20))
    assert touch.end_y_ft == pytest.approx(47 - sign * 10)
    assert (touch.player_id, touch.dribbles, touch.outcome) == ("301", 3, "pass")
    assert (touch.start_clock_s, touch.end_clock_s) == (700.0, 699.0)


def test_touches_of_a_team_without_shots_have_no_place() -> None:
    (touch,) = by_number(ctg_game(POSSESSIONS, possession_touches=[a_touch(1)]), 1).touches
    assert {touch.start_x_ft, touch.start_y_ft, touch.end_x_ft, touch.end_y_ft} == {None}


def test_a_touch_at_the_change_belongs_to_the_team_that_has_the_ball() -> None:
    """The first frame of a possession is the last of the one before."""
    touch = a_touch(1, chance_id_ctg=None)
    assert len(by_number(ctg_game(POSSESSIONS, possession_touches=[touch]), 1).touches) == 1


def test_chances_are_counted_where_all_of_them_have_a_possession() -> None:
    ids = [row["possession_id_ctg"] for row in POSSESSIONS]
    rows = [{"chance_id_ctg": f"c{n}", "possession_id_ctg": ids[n > 1]} for n in range(4)]
    game = ctg_game(POSSESSIONS, chances=rows)
    assert [row.counts.chances for row in game.possessions[:3]] == [2, 2, None]
    table = tabulate(game).possessions
    assert table.chances[:3].tolist() == [2, 2, -1]
    lost = [*rows, {"chance_id_ctg": "c9", "possession_id_ctg": "nowhere"}]
    assert {row.counts.chances for row in ctg_game(POSSESSIONS, chances=lost).possessions} == {None}
    assert {row.counts.chances for row in ctg_game(POSSESSIONS).possessions} == {None}


def test_chances_join_the_sections_that_name_no_possession() -> None:
    """No frame and no clock: the chance alone, learnt from the shot, leads to the possession."""
    game = ctg_game(
        POSSESSIONS,
        shots=[a_shot()],
        passes=[{"pass_id_ctg": "p", "chance_id_ctg": "chance_1", "passer_id_nba": 1, "intended_receiver_id_nba": 2}],
        drives=[{"drive_id_ctg": "d", "chance_id_ctg": "chance_1", "player_id_nba": 3, "ballhandler_outcome": "shot"}],
        ball_screens=[{"chance_id_ctg": "chance_1", "ball_handler_id_nba": 3, "screener_id_nba": 4}],
    )
    row = by_number(game, 1)
    assert {event.kind for event in row.events} == {
        EventKind.MAKE,
        EventKind.PASS,
        EventKind.DRIVE,
        EventKind.BALL_SCREEN,
    }
    assert (row.counts.passes, row.counts.screens) == (1, 1)
    assert (by_number(game, 0).counts.passes, by_number(game, 0).counts.screens) == (0, 0)
    passed = next(event for event in row.events if event.kind == EventKind.PASS)
    assert (passed.player_id, passed.other_player_id) == ("1", "2")


def test_a_rebound_is_joined_by_its_shot() -> None:
    """Its frame lies in the next possession, where a defensive rebound begins."""
    rebound = {
        "rebound_id_ctg": "rebound_1",
        "shot_id_ctg": "shot_aa",
        "rebound_chance_id_ctg": "chance_2",
        "player_id_nba": 9,
        "period": 1,
        "game_clock": 690.0,
        "rebound_he_frame": FRAMES[2][0] + 30,
        "is_defensive": True,
    }
    game = ctg_game(POSSESSIONS, shots=[a_shot(is_made=False)], rebounds=[rebound], possession_touches=[a_touch(2)])
    assert [event.kind for event in by_number(game, 1).events] == [EventKind.MISS, EventKind.DEFENSIVE_REBOUND]
    team = ctg_game(POSSESSIONS, shots=[a_shot(is_made=False)], rebounds=[rebound | {"player_id_nba": None}])
    assert by_number(team, 1).events[1].words == ("team",)
    by_chance = ctg_game(
        POSSESSIONS,
        shots=[a_shot(is_made=False)],
        rebounds=[rebound | {"shot_id_ctg": None, "shot_chance_id_ctg": "chance_1"}],
    )
    assert len(by_number(by_chance, 1).events) == 2


def test_turnovers_fouls_and_free_throws_are_joined_by_team_and_time() -> None:
    frame = FRAMES[1][1]
    game = ctg_game(
        POSSESSIONS,
        turnovers=[
            {
                "turnover_id_ctg": "turnover_1",
                "player_id_nba": 5,
                "possession_team_id_nba": NOP,
                "defensive_team_id_nba": DAL,
                "stealer_id_nba": 6,
                "turnover_he_frame": frame,
                "turnover_wall_clock": "2024-11-30T00:10:30.00+00:00",
                "event_pbp_subtype": "badpass",
            }
        ],
        fouls=[
            {
                "foul_id_ctg": "foul_1",
                "player_id_nba": 7,
                "fouled_player_id_nba": 8,
                "possession_team_id_nba": DAL,
                "foul_he_frame": frame,
                "event_pbp_subtype": "personal",
                "event_pbp_descriptor": "shooting",
                "event_pbp_qualifiers": '["2freethrow", "penalty"]',
            },
            {"period": 1, "game_clock": 685.0, "event_pbp_qualifiers": "not a list", "possession_team_id_nba": DAL},
        ],
        free_throws=[{"free_throw_id_ctg": "free_throw_1", "shooter_id_nba": 8, "period": 1, "game_clock": 684.0}],
    )
    (turnover,) = by_number(game, 1).events
    assert (turnover.kind, turnover.words, turnover.player_id, turnover.other_player_id) == (
        EventKind.TURNOVER,
        ("badpass",),
        "5",
        "6",
    )
    assert turnover.time_s == 1732925430.0
    first, second, throw = by_number(game, 2).events
    assert first.words == ("personal", "shooting", "2freethrow", "penalty")
    assert second.words == ("not a list",)
    assert (throw.kind, throw.player_id) == (EventKind.OTHER, "8")


def test_the_ten_on_the_floor() -> None:
    ten = [
        {"chance_id_ctg": "chance_1", "player_id_nba": number, "team_id_nba": team, "side": side}
        for team, side, numbers in ((NOP, "offense", range(5)), (DAL, "defense", range(10, 15)))
        for number in numbers
    ]
    game = ctg_game(POSSESSIONS, shots=[a_shot()], transition_opportunities_player=ten)
    row = by_number(game, 1)
    assert (row.on_ids, row.against_ids) == (tuple("01234"), ("10", "11", "12", "13", "14"))
    for side in (None, "a new word"):
        game = ctg_game(
            POSSESSIONS, shots=[a_shot()], transition_opportunities_player=[p | {"side": side} for p in ten]
        )
        assert by_number(game, 1).on_ids == tuple("01234")
    nowhere = [{"chance_id_ctg": "chance_1", "player_id_nba": 4}]
    row = by_number(ctg_game(POSSESSIONS, shots=[a_shot()], transition_opportunities_player=nowhere), 1)
    assert (row.on_ids, row.against_ids) == ((), ())


def test_rows_that_nothing_joins_are_found() -> None:
    game = ctg_game(POSSESSIONS, passes=[{"chance_id_ctg": "chance_of_nothing"}, {}], drives=[{}])
    reasons = [finding.reason for finding in quality.findings(game) if finding.kind == "unjoined"]
    assert reasons == ["2 rows of passes belong to no possession", "1 rows of drives belong to no possession"]


SECTIONS = Markings.__struct_fields__[1:]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_may_be_null_empty_or_hold_empty_rows(section: str) -> None:
    for rows in (None, [], [{}, {"new_field": {"a": [1]}, "period": None}]):
        game = ctg_game(POSSESSIONS, **{section: rows})
        assert len(game.possessions) == 3
        assert (section in game.sections) == (rows is not None)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_of_another_type_is_named(section: str) -> None:
    for rows, place in (({"a": 1}, ""), ("rows", ""), ([{}, 5], "[1]"), ([{"period": []}], "[0].period")):
        with pytest.raises(DataError) as caught:
            ctg_game(POSSESSIONS, **{section: rows})
        assert caught.value.place == f"markings.{section}{place}"
    with pytest.raises(DataError) as caught:
        ctg_game(POSSESSIONS, **{section: [{}, {"shot_clock": "soon"}]})
    assert caught.value.place == f"markings.{section}[1].shot_clock"


def test_sections_that_are_not_read_are_no_error() -> None:
    game = ctg_game(POSSESSIONS, dribbles=[{"dribble_hand": "left"}], brand_new="words")
    assert game.sections == ("possessions",)


def test_the_raw_places_of_joined_rows_are_kept() -> None:
    row = by_number(ctg_game(POSSESSIONS[::-1], shots=[a_shot()], possession_touches=[a_touch(1)]), 1)
    assert [place.path for place in row.raw] == [
        ("markings", "possessions", 1),
        ("markings", "shots", 0),
        ("markings", "possession_touches", 0),
    ]
