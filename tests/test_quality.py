"""Findings: what contradicts the rest is kept, and said of the right possession."""

from __future__ import annotations

import pytest

from explorer.core import quality
from explorer.core.model import Game
from tests.payloads import (
    AWAY,
    AWAY_FIVE,
    DAL,
    HOME,
    HOME_FIVE,
    MISS_2,
    MISS_3,
    NOP,
    Json,
    answer,
    ctg_game,
    ctg_row,
    decode,
    shot,
    st_game,
    st_payload,
    st_row,
    stat,
)


def found(game: Game) -> list[tuple[str, int | None]]:
    return [(finding.kind, finding.possession) for finding in quality.findings(game)]


AWAY_ROW = st_row(10, 20, [], five=AWAY_FIVE, against=HOME_FIVE)


def with_row(row: Json) -> Game:
    return st_game([row], [AWAY_ROW])


def test_a_sound_game_has_none() -> None:
    assert found(with_row(st_row(0, 10, [stat(MISS_2, 11)]))) == []
    assert found(ctg_game([ctg_row(1, DAL, NOP, 0, 12), ctg_row(2, NOP, DAL, 12, 20)])) == []


def test_every_kind_has_words() -> None:
    assert all(quality.KINDS.values())


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"start_game_clock": "12:30.0"}, "period_length"),
        ({"start_game_clock": "11:00", "end_game_clock": "11:50"}, "clock_order"),
        ({"start_game_clock": "12:00", "end_game_clock": "11:47.0"}, "clock_time"),
        ({"player_ids": [11, 12, 13, 14]}, "line_up"),
        ({"player_ids": [*HOME_FIVE, 16]}, "line_up"),
        ({"player_ids": [11, 12, 13, 14, 14]}, "line_up"),
        ({"player_ids": [11, 12, 13, 14, 99]}, "roster"),
        ({"opposing_player_ids": [21, 22, 23, 24, 99]}, "roster"),
        ({"stats": [stat(MISS_2, 98)]}, "floor"),
        ({"stats": [shot(MISS_2, 11, 0, 9725, 400.0)]}, "shot_place"),
        ({"stats": [shot(MISS_3, 11, 0, 9725)]}, "shot_value"),
        ({"stats": [shot(MISS_2, 11, 0, 5000)]}, "shot_value"),
        ({"period": "Fifth"}, "unknown_period"),
    ],
)
def test_what_contradicts_the_rest_is_kept_and_found(change: Json, kind: str) -> None:
    game = with_row(st_row(0, 10, []) | change)
    number = 2 if kind == "unknown_period" else 1
    assert len(game.possessions) == 2
    assert (kind, number) in found(game)
    assert kind in quality.KINDS


@pytest.mark.parametrize(
    "change",
    [
        {"end_game_clock": "11:49.2"},
        {"player_ids": []},
        {"player_ids": None},
        {"period": None},
        {"stats": [stat("TIMEOUT")]},
        {"stats": [shot(MISS_2, 11, 0, 9725, 355.0)]},
    ],
)
def test_what_is_missing_or_close_is_no_finding(change: Json) -> None:
    assert found(with_row(st_row(0, 10, []) | change)) == []


def test_players_are_called_by_the_names_of_the_rosters() -> None:
    row = st_row(0, 10, [stat(MISS_2, 24), stat(MISS_2, 98)], five=[11, 12, 13, 14, 25], against=[21, 22, 23, 99, 25])
    told = [(finding.kind, finding.reason) for finding in quality.findings(with_row(row))]
    assert [reason for kind, reason in told if kind == "roster"] == [
        "offence: F25 L25 not on the team's roster",
        "defence: #99 not on the team's roster",
    ]
    assert ("floor", "F24 L24 and #98 did something from outside the ten") in told


def test_possessions_without_a_team_are_found() -> None:
    nobody = {"offensive_team_id_nba": None, "defensive_team_id_nba": None}
    game = ctg_game([ctg_row(1, DAL, NOP, 0, 12) | nobody])
    assert found(game) == [("no_team", None)]
    game = ctg_game([ctg_row(1, DAL, NOP, 0, 12), ctg_row(2, NOP, DAL, 12, 20) | nobody])
    (finding,) = quality.findings(game)
    assert finding.reason.startswith("1 possession names no team")


def test_timestamps_that_run_backwards() -> None:
    row = st_row(0, 10, [])
    row["start_timestamp"], row["end_timestamp"] = row["end_timestamp"], row["start_timestamp"]
    assert ("clock_order", 2) in found(with_row(row)) or ("clock_order", 1) in found(with_row(row))
    assert "clock_time" not in {kind for kind, _ in found(with_row(row))}


def test_a_possession_that_begins_before_the_one_before_ended() -> None:
    row = st_row(0, 10, []) | {"end_game_clock": "11:00.0", "end_timestamp": None}
    (finding,) = [one for one in quality.findings(with_row(row)) if one.kind == "clock_order"]
    assert finding.possession == 2
    assert "11:50" in finding.reason
    assert "11:00" in finding.reason


def test_the_same_side_and_one_team() -> None:
    game = decode(answer("possessions", st_payload({HOME: [st_row(0, 10), st_row(10, 20)]})))
    assert found(game) == [("one_team", None), ("same_side", 2)]
    assert "possession 1" in quality.findings(game)[1].reason


def test_points_that_do_not_add_up_to_the_next_score() -> None:
    """Dallas is at home: it scores 2, and Orleans begins with the home side at 2, or not."""
    first = ctg_row(1, DAL, NOP, 0, 12) | {"fgm": 1, "fga": 1, "fga_pts": 2, "ftm": 0}
    second = ctg_row(2, NOP, DAL, 12, 20) | {"start_score_home": 2}
    third = ctg_row(3, DAL, NOP, 20, 30)
    assert found(ctg_game([first, second, third | {"start_score_home": 2}])) == []
    (finding,) = quality.findings(ctg_game([first, second, third | {"start_score_home": 2, "start_score_away": 1}]))
    assert (finding.kind, finding.possession) == ("score", 3)
    assert "had 0" in finding.reason
    assert "begins with 1" in finding.reason


def test_players_without_a_roster_are_not_strangers() -> None:
    payload = st_payload({HOME: [st_row(0, 10)], AWAY: []})
    for team in payload["teams"]:
        del team["team_player_details"]
    assert found(decode(answer("possessions", payload))) == []
