"""Cleaning the Glass' `possessions` -> a game: the 24 fields of the vendor's page, built here with other values."""

from __future__ import annotations

import random
from typing import Any

import pytest

from explorer.core import quality
from explorer.core.errors import DataError
from explorer.core.model import Game, Possession
from explorer.core.tabulate import tabulate
from explorer.core.vocabulary import Outcome
from explorer.sources.ctg.teams import NBA_TEAMS
from tests.payloads import DAL, GAME_ID, NOP, Json, answer, ctg_game, ctg_payload, ctg_row, decode


def only(game: Game) -> Possession:
    (row,) = game.possessions
    return row


def test_all_24_fields_are_kept() -> None:
    row = ctg_row(
        7,
        DAL,
        NOP,
        30.0,
        44.5,
        fgm=1,
        fga=2,
        fga_pts=3,
        ftm=1,
        fta=2,
        tov=0,
        fg_dreb=0,
        fg_oreb=1,
        start_score_home=4,
        start_score_away=4,
        possession_start_type="off_steal_word",
        is_after_timeout=True,
        in_garbage_time=True,
    )
    assert len(row) == 24
    game = ctg_game([row])
    found = only(game)
    assert (game.game_id, game.day, game.league, game.sections) == (GAME_ID, "2024-11-29", "nba", ("possessions",))
    assert (found.possession_id, found.offence_id, found.defence_id) == (f"possession_{7:032x}", str(DAL), str(NOP))
    assert (found.period.name, found.start_clock_s, found.end_clock_s, found.duration_s) == ("Q1", 690.0, 675.5, 14.5)
    assert found.start_time_s is not None
    assert found.end_time_s is not None
    assert found.end_time_s - found.start_time_s == pytest.approx(14.5)
    assert dict(found.attributes) == {"start_he_frame": 2300, "end_he_frame": 3170}
    assert (found.start, found.is_after_timeout, found.is_garbage_time) == ("off_steal_word", True, True)
    assert (found.offence_score, found.defence_score, found.margin) == (4, 4, 0)
    counts = found.counts
    assert (counts.points, counts.fga, counts.fgm, counts.fg3m, counts.fta, counts.ftm) == (4, 2, 1, 1, 2, 1)
    assert (counts.turnovers, counts.oreb, counts.opponent_dreb) == (0, 1, 0)
    unknown = (counts.fg3a, counts.dreb, counts.assists, counts.steals, counts.passes, counts.screens)
    assert set(unknown) == {None}
    assert {"points", "fg3m", "duration", "margin", "outcome"} <= found.derived
    assert "start" not in found.derived


@pytest.mark.parametrize("field", list(ctg_row(1, DAL, NOP, 0, 1)))
def test_any_field_may_be_missing_or_null(field: str) -> None:
    row = ctg_row(1, DAL, NOP, 0, 12)
    rest = {name: value for name, value in row.items() if name != field}
    for changed in (rest, rest | {field: None}):
        game = ctg_game([changed, ctg_row(2, NOP, DAL, 12, 20)])
        assert len(game.possessions) == 2
        assert len(tabulate(game).possessions) == 2
    counts = {"fgm": "fgm", "fga": "fga", "ftm": "ftm", "fta": "fta", "tov": "turnovers", "fg_oreb": "oreb"}
    if field in counts:
        assert getattr(ctg_game([rest]).possessions[0].counts, counts[field]) is None


def test_points_are_unknown_where_a_part_of_them_is() -> None:
    row = ctg_row(1, DAL, NOP, 0, 12, fgm=1, fga_pts=2)
    del row["ftm"]
    assert only(ctg_game([row])).counts.points is None
    assert only(ctg_game([ctg_row(1, DAL, NOP, 0, 12, fgm=2, fga_pts=3)])).counts.fg3m is None


def test_a_row_without_anything_is_all_unknown() -> None:
    game = ctg_game([ctg_row(1, DAL, NOP, 0, 12), {}])
    row = game.possessions[1]
    assert {getattr(row.counts, name) for name in row.counts.__slots__} == {None}
    assert {row.outcome, row.start, row.duration_s, row.offence_id, row.margin, row.is_garbage_time} == {None}
    table = tabulate(game).possessions
    assert (table.points[1], table.offence[1], table.period[1], table.is_after_timeout[1]) == (-1, -1, -1, -1)


def test_a_game_without_id_is_named_by_teams_and_day() -> None:
    row = ctg_row(1, DAL, NOP, 0, 12)
    del row["game_id_nba"]
    assert ctg_game([row]).game_id == f"{NOP}-{DAL}-2024-11-29"
    del row["start_wall_clock"]
    with pytest.raises(DataError, match="name a game"):
        ctg_game([row])


def test_rows_of_two_games_are_refused() -> None:
    with pytest.raises(DataError, match="2 games"):
        ctg_game([ctg_row(1, DAL, NOP, 0, 12), ctg_row(2, DAL, NOP, 12, 20, game_id_nba="0022400778")])


def test_a_repeated_id_is_kept_apart_and_found() -> None:
    game = ctg_game([ctg_row(1, DAL, NOP, 0, 12), ctg_row(1, NOP, DAL, 12, 20)])
    assert len({row.possession_id for row in game.possessions}) == 2
    assert "repeated" in {finding.kind for finding in quality.findings(game)}


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ({"tov": 1, "fgm": 1, "fga_pts": 2, "fta": 1}, Outcome.TURNOVER),
        ({"fgm": 1, "fga_pts": 2, "fta": 1}, Outcome.AND_ONE),
        ({"fgm": 1, "fga_pts": 2, "fta": 2}, Outcome.FREE_THROWS),
        ({"fga": 0, "fta": 2}, Outcome.FREE_THROWS),
        ({"fgm": 1, "fga_pts": 2}, Outcome.MAKE_2),
        ({"fgm": 1, "fga_pts": 3}, Outcome.MAKE_3),
        ({}, Outcome.MISS),
        ({"fga": 0}, None),
        ({"fga": 0, "end_game_clock": 0.0}, Outcome.END_OF_PERIOD),
        ({"fga": 0, "tov": None, "end_game_clock": 0.0}, None),
    ],
)
def test_outcome_from_counts_alone(counts: Json, outcome: Outcome | None) -> None:
    assert only(ctg_game([ctg_row(1, DAL, NOP, 0, 12, **counts)])).outcome == outcome


def scored(home: int) -> list[Json]:
    """Three possessions after which the score of the team `home` moves on the home side."""
    rows, score = [], {DAL: 0, NOP: 0}
    away = NOP if home == DAL else DAL
    for number, (offence, points) in enumerate([(DAL, 2), (NOP, 3), (DAL, 0)]):
        defence = NOP if offence == DAL else DAL
        begin = number * 15
        made = {"fgm": 1, "fga_pts": points} if points else {}
        at = {"start_score_home": score[home], "start_score_away": score[away]}
        rows.append(ctg_row(number, offence, defence, begin, begin + 15, **made, **at))
        score[offence] += points
    return rows


@pytest.mark.parametrize("home", [DAL, NOP])
def test_who_is_at_home_follows_from_the_score(home: int) -> None:
    game = ctg_game(scored(home))
    assert (game.home_team_id, game.home_is_derived) == (str(home), True)
    assert [row.margin for row in game.possessions] == [0, -2, -1]
    assert game.score == {str(DAL): 2, str(NOP): 3}


def test_nobody_is_at_home_where_nothing_shows_it() -> None:
    game = ctg_game([ctg_row(1, DAL, NOP, 0, 12, start_score_home=5, start_score_away=3), ctg_row(2, NOP, DAL, 12, 20)])
    assert (game.home_team_id, game.home_is_derived) == (None, False)
    assert [row.margin for row in game.possessions] == [None, 0]


def test_contradicting_scores_leave_the_home_side_unknown() -> None:
    rows = scored(DAL)
    other = [row | {"possession_id_ctg": row["possession_id_ctg"] + "b", "period": 2} for row in scored(NOP)]
    assert ctg_game([*rows, *other]).home_team_id is None


def test_order_of_play_without_frames_and_without_wall_clocks() -> None:
    rows = [ctg_row(number, DAL, NOP, number * 10, number * 10 + 10) for number in range(20)]
    expected = [row["possession_id_ctg"] for row in rows]
    for hidden in ((), ("frame",), ("frame", "wall_clock")):
        shuffled = [{n: v for n, v in row.items() if not any(word in n for word in hidden)} for row in rows]
        random.Random(5).shuffle(shuffled)
        assert [row.possession_id for row in ctg_game(shuffled).possessions] == expected
    del rows[4]["start_he_frame"]
    random.Random(6).shuffle(rows)
    assert [row.possession_id for row in ctg_game(rows).possessions] == expected


def test_the_processed_stream_counts_before_the_delayed_and_the_later_fetch_before() -> None:
    def stream(part: str, fga: int, fetched_s: float) -> Any:
        payload = ctg_payload([ctg_row(1, DAL, NOP, 0, 12, fga=fga)])
        return answer("markings", payload, part=part, fetched_s=fetched_s)

    assert only(decode(stream("delayed", 5, 9), stream("processed", 6, 1))).counts.fga == 6
    assert only(decode(stream("", 7, 1), stream("", 8, 2))).counts.fga == 8


def test_wall_clocks_without_an_offset_are_utc() -> None:
    row = ctg_row(1, DAL, NOP, 0, 12, start_wall_clock="2024-11-30T00:10:00.5")
    aware = ctg_row(1, DAL, NOP, 0, 12, start_wall_clock="2024-11-29T19:10:00.50-05:00")
    assert only(ctg_game([row])).start_time_s == only(ctg_game([aware])).start_time_s == 1732925400.5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fga", -1),
        ("fga", 1.5),
        ("fga", "1"),
        ("start_game_clock", "x"),
        ("end_game_clock", 1e9),
        ("start_wall_clock", "yesterday"),
        ("end_wall_clock", "0001-01-01T00:00:00+00:00"),
        ("is_after_timeout", 1),
        ("period", []),
    ],
)
def test_a_wrong_value_is_named_with_its_place(field: str, value: object) -> None:
    rows = [ctg_row(1, DAL, NOP, 0, 12), ctg_row(2, NOP, DAL, 12, 20) | {field: value}]
    with pytest.raises(DataError) as caught:
        decode(answer("markings", ctg_payload(rows), origin="m.json"))
    assert (caught.value.origin, caught.value.place) == ("m.json", f"markings.possessions[1].{field}")


@pytest.mark.parametrize("payload", [{"markings": {}}, {"markings": None}, {"markings": {"possessions": []}}, {}])
def test_no_possessions_is_said(payload: Json) -> None:
    with pytest.raises(DataError, match="no possessions"):
        decode(answer("markings", payload))


def test_the_leagues_thirty_teams() -> None:
    assert len(NBA_TEAMS) == 30
    assert len({team.abbreviation for team in NBA_TEAMS.values()}) == 30
    assert len({team.name for team in NBA_TEAMS.values()}) == 30
    assert [team.name for team in ctg_game([ctg_row(1, DAL, NOP, 0, 12)]).teams] == [
        "Dallas Mavericks",
        "New Orleans Pelicans",
    ]
    stranger = ctg_game([ctg_row(1, DAL, 99, 0, 12)]).teams[1]
    assert (stranger.team_id, stranger.name, stranger.abbreviation) == ("99", None, None)
