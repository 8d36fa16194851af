"""What follows from the rest: outcome, start, seconds, who is at home."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.clock import parse_period
from explorer.core.inference import (
    Ending,
    ScoreStep,
    and_ones,
    duration_s,
    home_team,
    outcome_of_counts,
    outcome_of_events,
    start_of_events,
    won_by,
)
from explorer.core.model import Counts, Event, Shot
from explorer.core.vocabulary import EventKind, Outcome, StartType

Q1, Q2, OT = parse_period("Q1"), parse_period("Q2"), parse_period("OT")


def made(value: int | None = 2, player: str | None = "1") -> Event:
    return Event(EventKind.MAKE, player_id=player, shot=Shot(True, value))


def event(kind: EventKind, player: str | None = "1", *words: str) -> Event:
    return Event(kind, words, player_id=player)


FT, NO_FT = EventKind.FREE_THROW_MAKE, EventKind.FREE_THROW_MISS


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ([made(2)], Outcome.MAKE_2),
        ([made(3)], Outcome.MAKE_3),
        ([made(), event(FT)], Outcome.AND_ONE),
        ([made(), event(NO_FT)], Outcome.AND_ONE),
        ([made(player=None), event(FT)], Outcome.AND_ONE),
        ([made(), event(FT, "2")], Outcome.FREE_THROWS),
        ([made(), event(FT), event(FT)], Outcome.FREE_THROWS),
        ([event(EventKind.MISS), event(FT)], Outcome.FREE_THROWS),
        ([event(FT), made(), event(FT)], Outcome.AND_ONE),
        ([made(), event(EventKind.FOUL), event(FT)], Outcome.AND_ONE),
        ([made(), event(FT), event(EventKind.TURNOVER)], Outcome.TURNOVER),
        ([event(EventKind.PASS), event(EventKind.ASSIST)], None),
    ],
)
def test_outcome_of_events(events: list[Event], outcome: Outcome | None) -> None:
    assert outcome_of_events(events, 100.0) == outcome


def test_the_end_of_the_period_needs_a_clock_at_0() -> None:
    assert [outcome_of_events([], clock) for clock in (0.0, 0.04, 0.1, None)] == [
        Outcome.END_OF_PERIOD,
        Outcome.END_OF_PERIOD,
        None,
        None,
    ]
    nothing = Counts(fga=0, fta=0, turnovers=0)
    assert outcome_of_counts(nothing, 0.0) == Outcome.END_OF_PERIOD
    assert outcome_of_counts(Counts(), 0.0) is None


@given(st.builds(Counts, *(st.none() | st.integers(0, 3) for _ in range(8))))
def test_the_order_of_what_counts_tell(counts: Counts) -> None:
    outcome = outcome_of_counts(counts, 50.0)
    if counts.turnovers:
        assert outcome == Outcome.TURNOVER
    elif counts.fta:
        assert outcome == (Outcome.AND_ONE if counts.fgm and counts.fta == 1 else Outcome.FREE_THROWS)
    elif counts.fgm:
        assert outcome == (Outcome.MAKE_3 if counts.fg3m else Outcome.MAKE_2)
    else:
        assert outcome == (Outcome.MISS if counts.fga else None)


def test_what_won_the_ball_is_the_first_rebound_or_steal() -> None:
    steal, rebound = event(EventKind.STEAL), event(EventKind.DEFENSIVE_REBOUND)
    assert won_by([event(EventKind.OTHER), steal, rebound]) is steal
    assert won_by([made(), steal]) is None
    assert won_by([]) is None


def test_starts() -> None:
    def start(events: list[Event], before: Ending | None, period: object = Q1) -> StartType | None:
        assert period in (Q1, Q2, OT)
        return start_of_events(events, period if period is Q2 else OT if period is OT else Q1, "A", before)

    assert start([], None) == StartType.JUMP_BALL
    assert start([], Ending(Q1, "B", Outcome.MAKE_2, ()), Q2) == StartType.PERIOD_START
    assert start([], Ending(Q2, "B", Outcome.MAKE_2, ()), OT) == StartType.JUMP_BALL
    assert start([event(EventKind.STEAL)], None) == StartType.STEAL
    assert start([event(EventKind.DEFENSIVE_REBOUND, None)], None) == StartType.TEAM_REBOUND
    assert start([], Ending(Q1, "A", Outcome.MAKE_2, ())) is None
    assert start([], Ending(Q1, "B", Outcome.MISS, ())) is None
    assert start([], Ending(Q1, "B", None, ())) is None
    assert start([], Ending(Q1, "B", Outcome.MAKE_3, ())) == StartType.MADE_FIELD_GOAL
    live = event(EventKind.TURNOVER, "1", "TO", "LBTO")
    assert start([], Ending(Q1, "B", Outcome.TURNOVER, (live,))) == StartType.STEAL
    assert start([], Ending(Q1, "B", Outcome.TURNOVER, ())) == StartType.DEAD_BALL_TURNOVER
    for last, expected in ((FT, StartType.MADE_FREE_THROW), (NO_FT, None)):
        assert start([], Ending(Q1, "B", Outcome.FREE_THROWS, (event(FT), event(last)))) == expected


@pytest.mark.parametrize(
    ("clock", "time", "seconds"),
    [
        ((720, 708), (0, 99), 12),
        ((720, 720), (0, 99), 0),
        ((None, 708), (10, 15), 5),
        ((700, 708), (10, 15), 5),
        ((700, 708), (15, 10), None),
        ((None, None), (None, 4), None),
    ],
)
def test_seconds(
    clock: tuple[float | None, float | None], time: tuple[float | None, float | None], seconds: float | None
) -> None:
    assert duration_s(clock, time) == seconds


PLAY = st.lists(st.tuples(st.booleans(), st.sampled_from([0, 0, 1, 2, 3])), min_size=2, max_size=30)


@given(PLAY, st.booleans())
def test_home_is_who_moves_the_home_score(play: list[tuple[bool, int]], is_a_home: bool) -> None:
    score = {"A": 0, "B": 0}
    home, away = ("A", "B") if is_a_home else ("B", "A")
    steps = []
    for is_a, points in play:
        offence, defence = ("A", "B") if is_a else ("B", "A")
        steps.append(ScoreStep(offence, defence, score[home], score[away], points))
        score[offence] += points
    is_shown = any(step.points for step in steps[:-1])
    assert home_team(steps) == (home if is_shown else None)


def test_home_stays_unknown_without_scores_or_with_a_tie_of_votes() -> None:
    assert home_team([]) is None
    unknown = [ScoreStep("A", "B", None, 0, 2), ScoreStep("B", "A", 2, 0, 0)]
    assert home_team(unknown) is None
    tie = [ScoreStep("A", "B", 0, 0, 2), ScoreStep("A", "B", 2, 0, 2), ScoreStep("B", "A", 2, 2, 0)]
    assert home_team(tie) is None


def test_a_make_that_the_same_players_free_throw_follows_is_an_and_one() -> None:
    def event(kind: EventKind, player: str | None = "1") -> Event:
        return Event(kind=kind, player_id=player)

    make, miss, throw = EventKind.MAKE, EventKind.MISS, EventKind.FREE_THROW_MISS
    assert and_ones([event(make), event(EventKind.FOUL, "9"), event(throw)]) == {0}
    assert and_ones([event(make), event(throw, None)]) == {0}
    assert and_ones([event(make), event(throw, "2")]) == set()
    assert and_ones([event(miss), event(throw)]) == set()
    # After the missed free throw the possession goes on: the first make was an and-one all the same.
    going_on = [event(make), event(throw), event(EventKind.OFFENSIVE_REBOUND), event(make)]
    assert and_ones(going_on) == {0}
    assert and_ones([event(make), event(make), event(throw)]) == {1}
