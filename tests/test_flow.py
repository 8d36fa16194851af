"""The flow of a game: where its possessions stand in time, and a stretch of it as a term of a question."""

from __future__ import annotations

import functools
import itertools
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.flow import Flow, flow_of
from explorer.core.query import parse, possessions
from explorer.core.seasons import elapsed_s
from explorer.core.stretch import Stretch, narrowed, stretch_of, term, touched, widened, within
from explorer.core.table import Tables
from explorer.core.tabulate import tabulate
from explorer.core.vocabulary import SHOTTRACKER
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from tests.payloads import DAL, NOP, ctg_game, ctg_row
from tests.random_questions import Maker
from tests.random_tables import book, rows_of, tables_of
from tests.test_query_oracle import written

NAMES = book()


@functools.cache
def games() -> Selection:
    return load_sample(SHOTTRACKER, games=2, seed=3)


# The flow


@given(st.integers(0, 2**32 - 1), st.integers(0, 2))
@settings(max_examples=40)
def test_every_possession_with_a_time_and_a_team_stands_on_the_axis_once(seed: int, game: int) -> None:
    tables = tables_of(rows_of(Random(seed), 60))
    table, flow = tables.possessions, flow_of(tables, game)
    ours = table.game == game
    is_timed = ours & ~np.isnan(elapsed_s(tables)) & (table.offence >= 0)
    assert set(flow.rows.tolist()) == set(np.flatnonzero(is_timed).tolist())
    assert len(flow) == len(set(flow.rows.tolist()))
    assert flow.left_out == ours.sum() - is_timed.sum()
    np.testing.assert_array_equal(flow.start_s, elapsed_s(tables)[flow.rows])
    assert (np.diff(flow.start_s) >= 0).all()
    assert (flow.end_s >= flow.start_s).all()
    np.testing.assert_array_equal(flow.is_first, table.offence[flow.rows] == flow.teams[0])
    np.testing.assert_array_equal(flow.points, table.points[flow.rows])
    leads = np.where(flow.is_first, 1, -1) * table.margin[flow.rows]
    np.testing.assert_array_equal(flow.margin[: len(flow)], leads)
    ends = [(period.start_s, period.end_s) for period in flow.periods]
    assert all(one[1] == other[0] for one, other in itertools.pairwise(ends))
    assert not len(flow) or ends[0][0] == 0


def test_sides_margin_and_periods_of_a_game_told_by_hand() -> None:
    # New Orleans is at home; Dallas scores two, then New Orleans three in the overtime.
    rows = [
        ctg_row(1, DAL, NOP, 0, 20, fga=1, fgm=1, fga_pts=2),
        ctg_row(2, NOP, DAL, 20, 30, start_score_away=2),
        ctg_row(3, NOP, DAL, 710, 720, period=5, fga=1, fgm=1, fga_pts=3, start_score_away=2),
    ]
    tables = tabulate(ctg_game(rows))
    flow = flow_of(tables, 0)
    assert tables.names.games[0].home == tables.names.teams[flow.teams[0]]
    assert flow.is_first.tolist() == [False, True, True]
    assert [(period.name, period.start_s, period.end_s) for period in flow.periods] == [
        ("Q1", 0, 720),
        ("Q2", 720, 1440),
        ("Q3", 1440, 2160),
        ("Q4", 2160, 2880),
        ("OT1", 2880, 3180),
    ]
    assert flow.start_s.tolist() == [0, 20, 3170]
    assert flow.end_s.tolist() == [20, 30, 3180]
    assert flow.length_s == 3180
    assert flow.margin.tolist() == [0, -2, -2, 1]
    assert flow.margin_at_s.tolist() == [0, 20, 3170, 3180]


def test_a_game_without_clocks_has_an_empty_axis() -> None:
    row = ctg_row(1, DAL, NOP, 0, 20)
    del row["start_game_clock"]
    flow = flow_of(tabulate(ctg_game([row])), 0)
    assert (len(flow), flow.left_out, flow.periods, flow.length_s) == (0, 1, (), 0.0)
    assert len(flow.margin) == len(flow.margin_at_s) == 0


# A stretch of it


def flow_and_tables() -> tuple[Flow, Tables]:
    tables = games().tables
    return flow_of(tables, 1), tables


@given(st.integers(-500, 35_000), st.integers(-500, 35_000))
@settings(max_examples=40)
def test_a_stretch_holds_exactly_the_possessions_that_are_touched(one: int, other: int) -> None:
    flow, tables = flow_and_tables()
    one_s, other_s = one / 10, other / 10
    found = touched(flow.start_s, flow.end_s, one_s, other_s)
    low_s, high_s = min(one_s, other_s), max(one_s, other_s)
    runs = [n for n in range(len(flow)) if flow.start_s[n] <= high_s and flow.end_s[n] > low_s]
    runs += [n for n in range(len(flow)) if low_s < flow.start_s[n] <= high_s]
    if found is None:
        assert not runs
        return
    inside = np.flatnonzero(within(found, flow.start_s))
    # What starts at the same moment cannot be told apart by time.
    assert set(runs) <= set(inside.tolist())
    assert {float(flow.start_s[n]) for n in runs} == set(flow.start_s[inside].tolist())
    question = term(found, flow.start_s)
    asked = possessions(parse(question), tables, games().book)
    assert set(np.flatnonzero(asked & (tables.possessions.game == 1)).tolist()) == set(flow.rows[inside].tolist())


@pytest.mark.parametrize(
    ("starts", "stretch", "expected"),
    [
        ([0, 750, 1125, 2000], Stretch(750, 1125), "elapsed:12:30..18:45"),
        ([700, 750.4, 1124.6, 2000], Stretch(750.4, 1124.6), "elapsed:12:30..18:45"),
        ([750, 750.4, 1124.6, 1125], Stretch(750.4, 1124.6), "elapsed:12:30.4..18:44.6"),
        ([719.2, 720], Stretch(719.2, 719.2), "elapsed:11:59.2..11:59.2"),
        ([0, 6100], Stretch(0, 6100), "elapsed:0:00..6100"),
    ],
)
def test_a_stretch_is_written_with_no_more_figures_than_it_needs(
    starts: list[float], stretch: Stretch, expected: str
) -> None:
    assert term(stretch, np.array(starts, np.float32)) == expected


@given(st.integers(0, 2**32 - 1), st.sampled_from(["elapsed:2:00..9:30", 'game="SOU at NPH" elapsed:2:00..9:30']))
@settings(max_examples=70)
def test_any_question_is_narrowed_to_a_stretch_and_widened_again(seed: int, first: str) -> None:
    random = Random(seed)
    rows = rows_of(random, 30)
    tables = tables_of(rows)
    question = written(Maker(random, rows).tree(3), random)
    while stretch_of(question):
        question = widened(question)

    def shown(text: str) -> list[int]:
        return np.flatnonzero(possessions(parse(text), tables, NAMES)).tolist()

    once = narrowed(question, first)
    assert shown(once) == sorted({*shown(question)} & {*shown(first)})
    assert stretch_of(once) == Stretch(120, 570)
    second = "elapsed:10:00..20:00.5"
    again = narrowed(once, second)
    assert shown(again) == sorted({*shown(question)} & {*shown(second)})
    assert shown(widened(again)) == shown(widened(once)) == shown(question)
    assert stretch_of(widened(again)) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", ""),
        ("elapsed:2:00..9:30", ""),
        ("start:steal elapsed:2:00..9:30", "start:steal"),
        ("start:steal and elapsed:2:00..9:30 and points>0", "start:steal and points>0"),
        ("elapsed:2:00..9:30 AND points>0", "points>0"),
        ('start:steal game="SOU at NPH" elapsed:120..570 points>0', "start:steal points>0"),
        ("-game=0021500001 elapsed:2:00..9:30", "-game=0021500001"),
        ("not game=0021500001 elapsed:2:00..9:30", "not game=0021500001"),
        # What does not hold for every row shown, or was not written by a stretch, stays.
        ("-elapsed:2:00..9:30", None),
        ("steal or elapsed:2:00..9:30", None),
        ("elapsed<9:30", None),
        ("elapsed:..9:30", None),
        ('"elapsed:2:00..9:30"', None),
    ],
)
def test_only_a_stretch_of_the_whole_question_is_taken_out(question: str, expected: str | None) -> None:
    assert widened(question) == (question if expected is None else expected)
    assert stretch_of(question) == (None if expected is None or not question else Stretch(120, 570))


def test_alternatives_are_narrowed_together() -> None:
    assert (
        narrowed("start:steal or start:jump", "elapsed:0:00..1:00") == "(start:steal or start:jump) elapsed:0:00..1:00"
    )
    assert narrowed("(steal or jump)", "elapsed:0:00..1:00") == "(steal or jump) elapsed:0:00..1:00"
    assert narrowed("zone:rim or zone:short_mid", "elapsed:0:00..1:00").startswith("(zone:rim or zone:short_mid) ")
