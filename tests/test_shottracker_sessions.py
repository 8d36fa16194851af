"""ShotTracker's sessions of one game: both teams on one time line, several answers joined, nothing doubled."""

from __future__ import annotations

import itertools

from explorer.core import quality
from explorer.core.model import Game, Possession
from tests.payloads import AWAY, HOME, MAKE_2, MAKE_3, MISS_2, Json, decode, st_answer, st_game, st_row, stat


def only(game: Game) -> Possession:
    (row,) = game.possessions
    return row


def test_both_teams_on_one_line_by_start_and_end() -> None:
    home = [st_row(0, 10), st_row(10, 10), st_row(25, 40)]
    away = [st_row(10, 25), st_row(40, 41)]
    game = st_game(home, away)
    assert [(row.offence_id, row.start_clock_s, row.end_clock_s) for row in game.possessions] == [
        ("880", 720, 710),
        ("880", 710, 710),
        ("881", 710, 695),
        ("880", 695, 680),
        ("881", 680, 679),
    ]
    assert [row.number for row in game.possessions] == [1, 2, 3, 4, 5]


def untimed(row: Json) -> Json:
    return {name: value for name, value in row.items() if "timestamp" not in name}


def test_without_timestamps_the_clock_orders_and_the_sessions_name_the_game() -> None:
    game = st_game([untimed(st_row(20, 30)), untimed(st_row(0, 10))], [untimed(st_row(10, 20))])
    assert [row.start_clock_s for row in game.possessions] == [720, 710, 700]
    assert [row.duration_s for row in game.possessions] == [10, 10, 10]
    assert (game.day, game.game_id) == (None, "880-881-s1")
    mixed = st_game([st_row(20, 30), untimed(st_row(0, 10))], [st_row(10, 20)])
    assert [row.start_clock_s for row in mixed.possessions] == [720, 710, 700]


def test_without_clocks_the_timestamps_give_the_seconds() -> None:
    row = st_row(3, 15)
    del row["start_game_clock"]
    assert only(st_game([row])).duration_s == 12.0


def test_a_clock_that_runs_backwards_gives_no_negative_seconds() -> None:
    row = st_row(3, 15) | {"start_game_clock": "1:00", "end_game_clock": "2:00"}
    game = st_game([row])
    assert only(game).duration_s == 12.0
    assert "clock_order" in {finding.kind for finding in quality.findings(game)}


def quarters() -> list[dict[int, list[Json]]]:
    sessions = []
    for number in range(1, 5):
        begin = (number - 1) * 1000
        home = [st_row(begin, begin + 10, [stat(MAKE_2, 11)], period=f"Q{number}", session=f"s{number}")]
        away = [st_row(begin + 10, begin + 30, [stat(MAKE_3, 22)], period=f"Q{number}", session=f"s{number}")]
        sessions.append({HOME: home, AWAY: away})
    return sessions


def ids_of(game: Game) -> list[str]:
    return [row.possession_id for row in game.possessions]


def test_sessions_join_in_any_order_beside_the_whole_game_without_doubling() -> None:
    sessions = quarters()
    whole = st_answer({team: [row for session in sessions for row in session[team]] for team in (HOME, AWAY)})
    parts = [st_answer(session, fetched_s=number) for number, session in enumerate(sessions)]
    expected = ids_of(decode(whole))
    assert len(expected) == len(set(expected)) == 8
    for order in itertools.permutations(parts):
        assert ids_of(decode(*order)) == expected
    for answers in ([whole, *parts], [*parts, whole], [parts[2], whole, whole, parts[2]]):
        game = decode(*answers)
        assert ids_of(game) == expected
        assert game.score == {"880": 8, "881": 12}


def test_a_file_without_addresses_and_one_with_them_are_not_doubled() -> None:
    sessions = quarters()

    def nameless(row: Json) -> Json:
        return {name: value for name, value in row.items() if name != "_locations"}

    corrected = {
        team: [nameless(row) | {"end_game_clock": "1:00"} for row in rows] for team, rows in sessions[0].items()
    }
    for older, newer, end_s in ((0.0, 1.0, 60.0), (1.0, 0.0, 710.0)):
        game = decode(st_answer(sessions[0], fetched_s=older), st_answer(corrected, fetched_s=newer))
        assert [row.offence_id for row in game.possessions] == ["880", "881"]
        assert game.possessions[0].end_clock_s == end_s
    row = sessions[0][HOME][0]
    shortened = {HOME: [row, nameless(st_row(40, 50))], AWAY: sessions[0][AWAY]}
    rows = decode(st_answer(shortened, fetched_s=0), st_answer(sessions[0], fetched_s=1)).possessions
    assert len(rows) == 2, "a row without an address is of the session that its answer names"


def test_the_later_fetch_of_a_session_counts() -> None:
    first, second = quarters()[0], quarters()[0]
    second[HOME][0]["stats"] = [stat(MAKE_3, 11)]
    second[HOME].append(st_row(30, 40, [stat(MISS_2, 12)], session="s1"))
    for answers in itertools.permutations([st_answer(first, fetched_s=5), st_answer(second, fetched_s=9)]):
        game = decode(*answers)
        assert [row.counts.points for row in game.possessions] == [3, 3, 0]


def test_ids_survive_a_new_fetch() -> None:
    game = st_game([st_row(0, 10), st_row(30, 40), st_row(30, 30)], [st_row(10, 30)])
    fetched = st_row(30, 40, [stat(MISS_2, 11)]) | {"start_timestamp": float(st_row(30, 40)["start_timestamp"])}
    again = st_game([st_row(0, 10), fetched, st_row(30, 30), st_row(50, 60)], [st_row(10, 30)])
    assert ids_of(again)[:4] == ids_of(game)
    assert len(set(ids_of(game))) == 4


def test_two_overtimes_that_the_feed_calls_ot() -> None:
    rows = [st_row(3000, 3010, [], period="OT", session="ot-a"), st_row(4000, 4010, [], period="OT", session="ot-b")]
    whole = st_game([st_row(0, 9), *rows])
    assert [row.period.name for row in whole.possessions] == ["Q1", "OT1", "OT2"]
    parts = decode(*(st_answer({HOME: [row], AWAY: []}) for row in reversed(rows)))
    assert [row.period.name for row in parts.possessions] == ["OT1", "OT2"]


def test_halves_make_the_overtime_the_third_period() -> None:
    rows = [st_row(n * 1000, n * 1000 + 5, [], period=p, session=str(n)) for n, p in enumerate(["H1", "H2", "OT"])]
    periods = [row.period for row in st_game(rows).possessions]
    assert [(p.number, p.regulation, p.name) for p in periods] == [(1, 2, "H1"), (2, 2, "H2"), (3, 2, "OT1")]
