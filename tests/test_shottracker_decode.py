"""ShotTracker's answers -> a game.

The shape is that of the vendor's published sample of `GET /v1/data/stats/{id}/possessions`, built here with other
values. Words beyond that sample (FG, FT, TO, STL ...) agree with the list of stats the vendor documents; how a real
answer puts them into a possession could not be seen.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from explorer.core import quality
from explorer.core.errors import DataError
from explorer.core.model import Game, Possession
from explorer.core.vocabulary import ATTRIBUTE_NAMES, EventKind
from explorer.sources.shottracker.events import kind_of, value_of
from tests.payloads import (
    ATTRIBUTES,
    AWAY,
    AWAY_FIVE,
    HOME,
    MAKE_2,
    MAKE_3,
    MISS_2,
    Json,
    answer,
    decode,
    shot,
    st_answer,
    st_game,
    st_payload,
    st_row,
    st_sample,
    stat,
)


def only(game: Game) -> Possession:
    (row,) = game.possessions
    return row


def test_every_field_of_the_published_sample_is_kept() -> None:
    game = decode(answer("possessions", st_sample()))
    row = only(game)
    team = game.teams[0]
    assert (game.source, game.game_id, game.day, team.team_id, team.name) == (
        "shottracker",
        "880-2023-11-14",
        "2023-11-14",
        "880",
        "Rivertown",
    )
    assert [(p.player_id, p.name, p.image) for p in team.players] == [
        ("12", "Ada Reed", None),
        ("14", "Bea Stone", "https://x.invalid/b"),
    ]
    assert (row.start_clock_s, row.end_clock_s, row.duration_s, row.period.name) == (790.0, 781.0, 9.0, "Q1")
    assert (row.start_time_s, row.end_time_s) == (1_700_000_090.0, 1_700_000_094.0)
    assert row.on_ids == ("11", "12", "13", "14", "15")
    assert row.against_ids == ("21", "22", "23", "24", "25")
    assert row.session_id == "ses-7"
    assert row.locations is not None
    assert row.locations.endswith("id=ses-7&from=1700000090000&to=2")
    assert row.possession_id == "ses-7:880:1700000090000"
    rebound, miss = row.events
    assert (rebound.kind, rebound.words, rebound.player_id) == (
        EventKind.DEFENSIVE_REBOUND,
        ("DEFENSIVE_REB", "REB"),
        "12",
    )
    assert (rebound.time_s, rebound.game_clock_s, rebound.shot_clock_s) == (1_700_000_090.0, None, None)
    assert (miss.kind, miss.words) == (EventKind.MISS, ("FGA", "FGA3", "FGA_OTD", "FGA3_OTD"))
    assert (miss.time_s, miss.game_clock_s, miss.shot_clock_s) == (1_700_000_094.0, 781.0, 11.5)
    tried = miss.shot
    assert tried is not None
    assert (tried.made, tried.value, tried.zone, tried.advanced_zone) == (False, 3, 12, 18)
    assert (tried.raw_x, tried.raw_y, tried.raw_z, tried.raw_unit) == (4096, 5320, -1, "mm")
    assert tried.distance_ft == pytest.approx(755.0178607158906 * 10 / 304.8)
    assert list(row.attributes) == ATTRIBUTES
    assert dict(row.attributes) == st_sample()["teams"][0]["possessions"][0]["possession_attributes"]


def test_the_house_knows_all_26_attributes() -> None:
    assert sorted(ATTRIBUTE_NAMES) == sorted(ATTRIBUTES)
    assert len(ATTRIBUTES) == 26


def test_what_is_odd_in_the_published_sample_is_found_and_opens() -> None:
    found = quality.findings(decode(answer("possessions", st_sample())))
    assert [finding.kind for finding in found] == [
        "one_team",
        "period_length",
        "clock_time",
        "roster",
        "shot_place",
    ]
    reasons = [finding.reason for finding in found]
    assert "13:10" in reasons[1]
    assert reasons[2] == "9 s by the clock, 4 s by the timestamps"
    assert "#11, #13 and #15" in reasons[3]


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inside in items for found in [(*path, key), *paths_of(inside, (*path, key))]]


OBJECT_PATHS = [path for path in paths_of(st_sample()) if isinstance(path[-1], str)]


@pytest.mark.parametrize("path", OBJECT_PATHS, ids=lambda path: ".".join(map(str, path)))
def test_any_field_may_be_missing_or_null(path: tuple[str | int, ...]) -> None:
    for change in ("missing", "null"):
        payload: Any = st_sample()
        place = payload
        for key in path[:-1]:
            place = place[key]
        if change == "missing":
            del place[path[-1]]
        else:
            place[path[-1]] = None
        if path in (("teams",), ("teams", 0, "id"), ("teams", 0, "possessions")):
            with pytest.raises(DataError):
                decode(answer("possessions", payload))
        else:
            assert len(decode(answer("possessions", payload)).possessions) == 1


def test_a_possession_without_anything_is_all_unknown() -> None:
    game = decode(st_answer({HOME: [{}, st_row(10, 20)], AWAY: []}))
    row = next(row for row in game.possessions if row.start_clock_s is None)
    counts = row.counts
    assert {getattr(counts, name) for name in counts.__slots__} == {None}
    unknown = (row.outcome, row.start, row.duration_s, row.start_time_s, row.margin, row.is_after_timeout)
    assert set(unknown) == {None}
    assert (row.events, row.on_ids, dict(row.attributes)) == ((), (), {})


def test_no_list_of_events_is_unknown_but_an_empty_one_is_none() -> None:
    untold, empty = st_game(
        [st_row(0, 10, None, possession_attributes={"turnover": 1, "passes": 4}), st_row(20, 30, [])]
    ).possessions
    assert (untold.counts.fga, untold.counts.points, untold.counts.turnovers, untold.counts.passes) == (
        None,
        None,
        1,
        4,
    )
    assert (empty.counts.fga, empty.counts.points, empty.counts.turnovers, empty.counts.passes) == (0, 0, 0, None)


def test_unknown_fields_words_and_attributes_stay() -> None:
    row = st_row(
        0,
        10,
        [stat("TELEPORT ZAP_OTD", 12, mood="odd"), stat(MISS_2 + " FGA_NEWWORD", 13)],
        possession_attributes={"tempo": "fast", "when": 1_700_000_000_123, "nested": {"a": [1]}, "half": 0.5},
        new_field=[1, {"deep": None}],
    )
    found = only(decode(answer("possessions", st_payload({HOME: [row], AWAY: []}) | {"meta": 5})))
    assert dict(found.attributes) == {
        "tempo": "fast",
        "when": 1_700_000_000_123,
        "nested": '{"a":[1]}',
        "half": 0.5,
    }
    assert found.events[0].kind == EventKind.OTHER
    assert found.events[0].words == ("TELEPORT", "ZAP_OTD")
    assert found.events[1].words == ("FGA", "FGA2", "FGA_NEWWORD")
    assert found.counts.fga == 1


def test_ids_may_be_numbers_or_texts() -> None:
    payload = st_payload({HOME: [st_row(0, 5)]})
    payload["teams"][0]["id"] = "club-1"
    payload["teams"][0]["possessions"][0]["player_ids"] = ["p1", 2, None]
    game = decode(answer("possessions", payload))
    assert game.teams[0].team_id == "club-1"
    assert only(game).on_ids == ("p1", "2")


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        (MAKE_2, EventKind.MAKE, 2),
        ("FG FG2", EventKind.MAKE, 2),
        ("FG3", EventKind.MAKE, 3),
        ("FG", EventKind.MAKE, None),
        ("FGA3_OTD", EventKind.MISS, 3),
        ("FT", EventKind.FREE_THROW_MAKE, None),
        ("FTA FT", EventKind.FREE_THROW_MAKE, None),
        ("FTA", EventKind.FREE_THROW_MISS, None),
        ("TO LBTO", EventKind.TURNOVER, None),
        ("LBTO", EventKind.TURNOVER, None),
        ("OFFENSIVE_REB REB", EventKind.OFFENSIVE_REBOUND, None),
        ("THREE_POINT_MAKE", EventKind.MAKE, 3),
        ("TWO_POINT_MISS", EventKind.MISS, 2),
        ("STL", EventKind.STEAL, None),
        ("BLK", EventKind.BLOCK, None),
        ("REB", EventKind.OTHER, None),
    ],
)
def test_words_of_an_event(words: str, kind: EventKind, value: int | None) -> None:
    assert kind_of(tuple(words.split())) == kind
    assert value_of(tuple(words.split()), None) == value


def test_a_make_counts_as_an_attempt_with_and_without_fga() -> None:
    row = only(st_game([st_row(0, 9, [stat(MAKE_3, 12), stat("FG FG2", 12), stat(MISS_2, 13)])]))
    counts = row.counts
    assert (counts.points, counts.fga, counts.fgm, counts.fg3a, counts.fg3m) == (5, 3, 2, 1, 1)


def test_a_make_of_unknown_value_leaves_the_points_unknown() -> None:
    game = st_game([st_row(0, 9, [stat("FGA FG", 12)]), st_row(20, 30, [])])
    first, second = game.possessions
    assert (first.counts.points, first.counts.fgm, first.counts.fg3m) == (None, 1, None)
    assert second.offence_score is None
    assert game.score is None


def test_three_teams_or_one_leave_the_opponent_unknown() -> None:
    rows = [st_row(0, 9, [stat(MAKE_2, 11)])]
    for teams in ({HOME: rows}, {HOME: rows, AWAY: [], 882: []}):
        game = decode(answer("possessions", st_payload(teams)))
        row = only(game)
        assert (row.defence_id, row.margin, game.score) == (None, None, None)


def test_a_team_without_id_keeps_its_possessions() -> None:
    payload = st_payload({HOME: [st_row(0, 9)], AWAY: [st_row(9, 20, [stat(MAKE_2, 22)], five=AWAY_FIVE)]})
    del payload["teams"][1]["id"]
    game = decode(answer("possessions", payload))
    assert [row.offence_id for row in game.possessions] == ["880", None]


def broken(change: Callable[[Json], None]) -> Json:
    payload = st_sample()
    change(payload["teams"][0]["possessions"][0])
    return payload


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda row: row.update(start_game_clock="half past"), "start_game_clock"),
        (lambda row: row.update(end_game_clock="1:75"), "end_game_clock"),
        (lambda row: row["stats"][1].update(shot_clock="x"), "stats[1].shot_clock"),
        (lambda row: row["stats"][1].update(game_clock=-3), "stats[1].game_clock"),
        (lambda row: row.update(start_timestamp="now"), "start_timestamp"),
        (lambda row: row.update(end_timestamp=1e15), "end_timestamp"),
        (lambda row: row.update(player_ids=[1.5]), "player_ids[0]"),
        (lambda row: row.update(stats={}), "stats"),
        (lambda row: row["stats"][1]["shot_attributes"].update(x=1e9), "stats[1].shot_attributes.x"),
        (lambda row: row["possession_attributes"].update(passes=[1]), "possession_attributes.passes"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(change: Callable[[Json], None], place: str) -> None:
    with pytest.raises(DataError) as caught:
        decode(answer("possessions", broken(change), origin="game 5.json"))
    assert caught.value.place == f"teams[0].possessions[0].{place}"
    assert str(caught.value).startswith("game 5.json, teams[0]")


def test_a_shot_goes_to_the_hoop_that_its_distance_names() -> None:
    near = shot(MISS_2, 11, 0, 9725, 300.0)
    heave = shot(MISS_2, 11, 0, -8000, 2072.5)
    row = only(st_game([st_row(0, 9, [near, heave])]))
    ys = [event.shot.y_ft for event in row.events if event.shot]
    assert ys[0] == pytest.approx(5.25 + 3000 / 304.8)
    assert ys[1] == pytest.approx(5.25 + 20725 / 304.8)


def test_a_shot_without_place_is_a_shot_still() -> None:
    event = only(st_game([st_row(0, 9, [stat(MAKE_2, 11)])])).events[0]
    assert event.shot is not None
    assert (event.shot.made, event.shot.value, event.shot.x_ft, event.shot.distance_ft) == (True, 2, None, None)


def test_the_raw_place_leads_back_to_the_row() -> None:
    payload = st_payload({HOME: [st_row(20, 30), st_row(0, 9, [stat(MISS_2, 11)])], AWAY: []})
    game = decode(answer("possessions", payload))
    for row in game.possessions:
        found: Any = json.loads(json.dumps(payload))
        for key in row.raw[0].path:
            found = found[key]
        assert found["start_timestamp"] / 1000 == row.start_time_s
        for event in row.events:
            assert event.raw is not None
            assert event.raw.path[: len(row.raw[0].path)] == row.raw[0].path
