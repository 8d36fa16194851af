"""Where touches, screens and what ends them stood: which end is attacked, what joins them, what stays unknown.

No real answer with these sections is at hand: the tests show agreement with the written reference (`apis.md`).
"""

from __future__ import annotations

from math import hypot

import pytest

from explorer.core.ball_path import ball_path
from explorer.core.model import Event, Game
from explorer.core.vocabulary import EventKind
from explorer.sources.sample import league
from tests.payloads import DAL, NOP, Json, ctg_game, ctg_row

POSSESSIONS = [ctg_row(0, DAL, NOP, 0, 12), ctg_row(1, NOP, DAL, 12, 30)]
NOP_ROW = {"possession_id_ctg": POSSESSIONS[1]["possession_id_ctg"], "period": 1, "team_id_nba": NOP}
TOUCH: Json = NOP_ROW | {
    "possession_touch_id_ctg": "possession_touch_1",
    "player_id_nba": 7,
    "start_he_frame": 1300,
    "end_he_frame": 1360,
    "start_wall_clock": "2024-11-30T00:10:13.000+00:00",
    "end_wall_clock": "2024-11-30T00:10:14.000+00:00",
    "start_loc_x": 120.0,
    "start_loc_y": 36.0,
    "end_loc_x": 240.0,
    "end_loc_y": -36.0,
    "num_dribbles": 2,
    "outcome_type": "pass",
    "outcome_ctg_id": "pass_1",
    "is_inbounds": False,
}
SCREEN: Json = NOP_ROW | {
    "ball_screen_id_ctg": "ball_screen_1",
    "ball_handler_id_nba": 7,
    "screener_id_nba": 8,
    "screening_he_frame": 1330,
    "screener_loc_x": 240.0,
    "screener_loc_y": 60.0,
    "ball_handler_loc_x": 228.0,
    "ball_handler_loc_y": 48.0,
}


def of_kind(game: Game, kind: EventKind) -> Event:
    (event,) = (event for row in game.possessions for event in row.events if event.kind == kind)
    return event


@pytest.mark.parametrize(("is_positive", "sign"), [(True, 1), (False, -1)])
def test_the_row_of_a_screen_says_which_end_is_attacked(is_positive: bool, sign: int) -> None:
    screen = SCREEN | {"attacking_positive_x_basket": is_positive}
    event = of_kind(ctg_game(POSSESSIONS, ball_screens=[screen]), EventKind.BALL_SCREEN)
    assert (event.player_id, event.other_player_id, event.frame) == ("7", "8", 1330)
    assert (event.x_ft, event.y_ft) == pytest.approx((sign * 4, 47 - sign * 19))
    assert (event.other_x_ft, event.other_y_ft) == pytest.approx((sign * 5, 47 - sign * 20))


def test_what_one_row_says_of_the_end_turns_the_touches_of_both_teams() -> None:
    screen = SCREEN | {"attacking_positive_x_basket": False}
    other = TOUCH | {"possession_id_ctg": POSSESSIONS[0]["possession_id_ctg"], "team_id_nba": DAL}
    game = ctg_game(POSSESSIONS, ball_screens=[screen], possession_touches=[TOUCH, other])
    (dal,), (nop,) = (row.touches for row in game.possessions)
    assert (nop.start_x_ft, nop.start_y_ft) == pytest.approx((-3.0, 57.0))
    assert (dal.start_x_ft, dal.start_y_ft) == pytest.approx((3.0, 37.0))


def test_a_touch_of_the_other_team_stands_in_the_frame_of_the_possession() -> None:
    """A ball that is tipped away for a moment is on the same half as the rest of the possession."""
    tipped = TOUCH | {"team_id_nba": DAL, "player_id_nba": 99, "start_he_frame": 1400}
    screen = SCREEN | {"attacking_positive_x_basket": True}
    game = ctg_game(POSSESSIONS, ball_screens=[screen], possession_touches=[TOUCH, tipped])
    one, other = game.possessions[1].touches
    assert (one.start_x_ft, one.start_y_ft) == (other.start_x_ft, other.start_y_ft) == pytest.approx((3.0, 37.0))


def test_the_feeds_word_outweighs_where_the_shots_fell() -> None:
    shot = NOP_ROW | {"shot_id_ctg": "s", "loc_x": 460.0, "loc_y": 0.0, "shot_distance_in": 41.0, "is_made": False}
    lost = {"turnover_id_ctg": "t", "possession_team_id_nba": NOP, "period": 1, "game_clock": 700.0}
    for flag, y_ft in ((False, 57.0), (True, 37.0), (None, 37.0)):
        turnovers = [lost | {"attacking_positive_x": flag}]
        game = ctg_game(POSSESSIONS, shots=[shot], turnovers=turnovers, possession_touches=[TOUCH])
        assert game.possessions[1].touches[0].start_y_ft == pytest.approx(y_ft)


def test_a_screen_whose_end_nothing_tells_has_no_place() -> None:
    event = of_kind(ctg_game(POSSESSIONS, ball_screens=[SCREEN]), EventKind.BALL_SCREEN)
    assert {event.x_ft, event.y_ft, event.other_x_ft, event.other_y_ft} == {None}


def test_a_place_is_known_part_by_part() -> None:
    screen = {name: value for name, value in SCREEN.items() if not name.startswith("ball_handler_loc")}
    game = ctg_game(POSSESSIONS, ball_screens=[screen | {"attacking_positive_x_basket": True}])
    event = of_kind(game, EventKind.BALL_SCREEN)
    assert event.x_ft is None
    assert event.other_x_ft == pytest.approx(5.0)


def test_what_links_touches_passes_and_drives_is_kept() -> None:
    game = ctg_game(
        POSSESSIONS,
        possession_touches=[TOUCH],
        passes=[
            {
                "pass_id_ctg": "pass_1",
                "passer_id_nba": 7,
                "intended_receiver_id_nba": 8,
                "pass_release_he_frame": 1360,
                "pass_release_wall_clock": "2024-11-30T00:10:14.000+00:00",
                "receiver_touch_start_he_frame": 1390,
                "receiver_touch_start_wall_clock": "2024-11-30T00:10:14.500+00:00",
            }
        ],
        drives=[NOP_ROW | {"drive_id_ctg": "d", "ballhandler_possession_touch_id": "possession_touch_1"}],
    )
    (touch,) = game.possessions[1].touches
    thrown, drive = of_kind(game, EventKind.PASS), of_kind(game, EventKind.DRIVE)
    assert (touch.outcome_id, touch.touch_id) == (thrown.event_id, drive.touch_id) == ("pass_1", "possession_touch_1")
    assert (touch.start_frame, touch.end_frame, thrown.frame, thrown.end_frame) == (1300, 1360, 1360, 1390)
    assert touch.end_time_s == thrown.time_s == 1732925414.0
    assert thrown.end_time_s == 1732925414.5
    assert (touch.start_time_s, touch.is_inbounds) == (1732925413.0, False)


def test_older_rows_tell_less_and_nothing_is_made_up() -> None:
    newer = ("outcome_ctg_id", "possession_touch_id_ctg", "start_wall_clock", "end_wall_clock", "end_he_frame")
    old = {name: value for name, value in TOUCH.items() if name not in newer}
    (touch,) = ctg_game(POSSESSIONS, possession_touches=[old]).possessions[1].touches
    told = (touch.outcome_id, touch.touch_id, touch.start_time_s, touch.end_time_s, touch.end_frame)
    assert told == (None,) * 5


def test_the_samples_screens_are_set_where_the_ball_is() -> None:
    """Within a step of the ball, in the front court, as far from the rim as the vendor counts screens at all."""
    for game in league(2, 5):
        marks = game.markings["markings"]
        touches = marks["possession_touches"]
        for screen in marks["ball_screens"]:
            frame, handler = screen["screening_he_frame"], screen["ball_handler_id_nba"]
            touch = next(
                touch
                for touch in touches
                if touch["player_id_nba"] == handler and touch["start_he_frame"] <= frame <= touch["end_he_frame"]
            )
            share = (frame - touch["start_he_frame"]) / max(1, touch["end_he_frame"] - touch["start_he_frame"])
            ball = [touch[f"start_loc_{a}"] + share * (touch[f"end_loc_{a}"] - touch[f"start_loc_{a}"]) for a in "xy"]
            away = hypot(ball[0] - screen["screener_loc_x"], ball[1] - screen["screener_loc_y"])
            # A tenth of a second of a sprint with the ball.
            assert away < 48.0
            assert 10 <= screen["screener_hoop_distance"] <= 45


CUT: Json = NOP_ROW | {
    "cut_id_ctg": "cut_1",
    "player_id_nba": 9,
    "team_id_nba": None,
    "start_he_frame": 1320,
    "end_he_frame": 1380,
    "loc_x": 240.0,
    "loc_y": 60.0,
    "after_loc_x": 480.0,
    "after_loc_y": 12.0,
    "received_ball": True,
}


def test_cuts_and_screens_away_from_the_ball_stand_where_the_offence_attacks() -> None:
    """Their rows name no team: the possession that they belong to does."""
    lost = {"turnover_id_ctg": "t", "possession_team_id_nba": NOP, "period": 1, "attacking_positive_x": True}
    away = NOP_ROW | {"team_id_nba": None, "screening_he_frame": 1340, "cutter_id_nba": 9, "screener_id_nba": 8}
    away |= {"screener_loc_x": 300.0, "screener_loc_y": 24.0}
    game = ctg_game(POSSESSIONS, turnovers=[lost | {"game_clock": 700.0}], cuts=[CUT], off_ball_screens=[away])
    cut, screen = of_kind(game, EventKind.CUT), of_kind(game, EventKind.OFF_BALL_SCREEN)
    assert (cut.x_ft, cut.y_ft, cut.end_x_ft, cut.end_y_ft) == pytest.approx((5.0, 27.0, 1.0, 7.0))
    assert (cut.player_id, cut.words, cut.frame, cut.end_frame) == ("9", ("got the ball",), 1320, 1380)
    assert (screen.other_x_ft, screen.other_y_ft) == pytest.approx((2.0, 22.0))
    assert (screen.player_id, screen.other_player_id, screen.x_ft) == ("9", "8", None)
    steps = ball_path(game.possessions[1]).steps
    placed = {step.event_kind: step for step in steps}
    assert placed[EventKind.CUT].end == pytest.approx((1.0, 7.0))
    assert placed[EventKind.OFF_BALL_SCREEN].other == pytest.approx((2.0, 22.0))
    unknown = of_kind(ctg_game(POSSESSIONS, cuts=[CUT]), EventKind.CUT)
    assert {unknown.x_ft, unknown.y_ft, unknown.end_x_ft, unknown.end_y_ft} == {None}
    other = lost | {"attacking_positive_x": False, "game_clock": 700.0}
    turned = of_kind(ctg_game(POSSESSIONS, turnovers=[other], cuts=[CUT]), EventKind.CUT)
    assert (turned.x_ft, turned.y_ft) == pytest.approx((-5.0, 67.0))


def test_a_screen_without_a_team_is_turned_with_its_possession() -> None:
    lost = {"turnover_id_ctg": "t", "possession_team_id_nba": NOP, "period": 1, "game_clock": 700.0}
    game = ctg_game(
        POSSESSIONS,
        turnovers=[lost | {"attacking_positive_x": False}],
        ball_screens=[{name: value for name, value in SCREEN.items() if name != "team_id_nba"}],
    )
    event = of_kind(game, EventKind.BALL_SCREEN)
    assert (event.other_x_ft, event.other_y_ft) == pytest.approx((-5.0, 67.0))
