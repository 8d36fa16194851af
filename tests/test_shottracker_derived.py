"""What is derived from ShotTracker's events: outcome, start, score, margin, the rebound of the defence."""

from __future__ import annotations

import pytest

from explorer.core import quality
from explorer.core.model import Game, Possession
from explorer.core.vocabulary import Outcome, StartType
from tests.payloads import HOME, MAKE_2, MAKE_3, MISS_2, Json, answer, decode, st_game, st_payload, st_row, stat


def only(game: Game) -> Possession:
    (row,) = game.possessions
    return row


@pytest.mark.parametrize(
    ("stats", "outcome"),
    [
        ([stat(MAKE_2, 11)], Outcome.MAKE_2),
        ([stat(MAKE_3, 11)], Outcome.MAKE_3),
        ([stat(MAKE_2, 11), stat("FTA FT", 11)], Outcome.AND_ONE),
        ([stat(MAKE_2, 11), stat("FTA", 11), stat("OFFENSIVE_REB REB", 12)], Outcome.AND_ONE),
        ([stat(MAKE_2, 11), stat("FTA FT", 12)], Outcome.FREE_THROWS),
        ([stat(MAKE_2, 11), stat("FTA FT", 11), stat("FTA FT", 11)], Outcome.FREE_THROWS),
        ([stat("FTA FT", 11), stat("FTA", 11)], Outcome.FREE_THROWS),
        ([stat(MISS_2, 11), stat("OFFENSIVE_REB REB", 11), stat("TO", 12)], Outcome.TURNOVER),
        ([stat("FTA", 11), stat(MISS_2, 12)], Outcome.MISS),
        ([stat("OFFENSIVE_REB REB", 11)], None),
        ([], None),
    ],
)
def test_outcome_is_the_last_that_ends_a_possession(stats: list[Json], outcome: Outcome | None) -> None:
    assert only(st_game([st_row(0, 9, stats)])).outcome == outcome


def test_with_nothing_at_0_it_is_the_end_of_the_period() -> None:
    assert only(st_game([st_row(715, 720, [])])).outcome == Outcome.END_OF_PERIOD
    assert only(st_game([st_row(715, 720, None)])).outcome is None


def after(*first: Json) -> str | None:
    """How the away team's possession after a home possession with these events is said to begin."""
    return st_game([st_row(0, 9, first)], [st_row(9, 20, [stat(MISS_2, 22)])]).possessions[1].start


def test_start_follows_from_how_the_possession_before_ended() -> None:
    assert after(stat(MAKE_2, 11)) == StartType.MADE_FIELD_GOAL
    assert after(stat(MAKE_2, 11), stat("FTA FT", 11)) == StartType.MADE_FREE_THROW
    assert after(stat(MAKE_2, 11), stat("FTA", 11)) is None
    assert after(stat("FTA", 11), stat("FTA FT", 11)) == StartType.MADE_FREE_THROW
    assert after(stat("FTA FT", 11), stat("FTA", 11)) is None
    assert after(stat("TO", 11)) == StartType.DEAD_BALL_TURNOVER
    assert after(stat("TO LBTO", 11)) == StartType.STEAL
    assert after(stat(MISS_2, 11)) is None
    assert after() is None


def test_what_won_the_ball_comes_first() -> None:
    def start(*events: Json) -> str | None:
        return st_game([st_row(0, 9, [stat(MAKE_2, 11)])], [st_row(9, 20, events)]).possessions[1].start

    assert start(stat("DEFENSIVE_REB REB", 22)) == StartType.DEFENSIVE_REBOUND
    assert start(stat("DEFENSIVE_REB REB")) == StartType.TEAM_REBOUND
    assert start(stat("STL", 22)) == StartType.STEAL
    assert start(stat("TIMEOUT"), stat("STL", 22)) == StartType.STEAL
    assert start(stat(MISS_2, 22), stat("STL", 22)) == StartType.MADE_FIELD_GOAL


@pytest.mark.parametrize(
    ("period", "start"),
    [
        ("Q1", StartType.JUMP_BALL),
        ("Q3", StartType.PERIOD_START),
        ("H1", StartType.JUMP_BALL),
        ("H2", StartType.PERIOD_START),
        ("OT", StartType.JUMP_BALL),
        ("OT2", StartType.JUMP_BALL),
        (5, StartType.JUMP_BALL),
        ("Zwei", None),
        (None, None),
    ],
)
def test_the_first_possession_of_a_period(period: str | int | None, start: StartType | None) -> None:
    assert only(st_game([st_row(0, 9, [], period=period)])).start == start


def test_the_same_side_again_began_in_an_unknown_way() -> None:
    game = st_game([st_row(0, 9, [stat(MAKE_2, 11)]), st_row(9, 12, [])])
    assert game.possessions[1].start is None
    assert "same_side" in {finding.kind for finding in quality.findings(game)}


def test_running_score_margin_and_final_score() -> None:
    game = st_game(
        [st_row(0, 9, [stat(MAKE_3, 11)]), st_row(20, 30, [stat("FTA FT", 11)], period="Q4", session="s4")],
        [st_row(9, 20, [stat(MAKE_2, 22)])],
    )
    assert game.score is None, "Q2 and Q3 are missing"
    whole: tuple[list[Json], list[Json]] = ([], [])
    for number in range(1, 5):
        whole[0].append(
            st_row(number * 1000, number * 1000 + 9, [stat(MAKE_3, 11)], period=number, session=f"s{number}")
        )
        whole[1].append(
            st_row(number * 1000 + 9, number * 1000 + 20, [stat(MAKE_2, 22)], period=number, session=f"s{number}")
        )
    game = st_game(*whole)
    assert [row.margin for row in game.possessions] == [0, -3, 1, -4, 2, -5, 3, -6]
    assert game.score == {"880": 12, "881": 8}
    assert "margin" in game.possessions[0].derived


def test_a_later_session_alone_does_not_begin_at_nil() -> None:
    game = st_game([st_row(0, 9, [stat(MAKE_3, 11)], period="Q2")], [st_row(9, 20, [], period="Q2")])
    assert [row.margin for row in game.possessions] == [None, None]
    assert game.score is None


def test_the_rebound_of_the_defence_is_what_won_the_next_possession() -> None:
    miss, rebound = [stat(MISS_2, 11)], [stat("DEFENSIVE_REB REB", 22)]
    game = st_game([st_row(0, 9, miss), st_row(20, 30, miss)], [st_row(9, 20, rebound)])
    assert [row.counts.opponent_dreb for row in game.possessions] == [1, 0, None]
    assert [row.counts.dreb for row in game.possessions] == [0, 1, 0]
    assert only(st_game([st_row(700, 720, miss)])).counts.opponent_dreb == 0
    alone = decode(answer("possessions", st_payload({HOME: [st_row(0, 9, miss)]})))
    assert only(alone).counts.opponent_dreb is None
