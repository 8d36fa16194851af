"""Facets: counts agree with what ticking shows, ticks with what the text says, and an edit leaves the rest alone."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explorer.core import query
from explorer.core.errors import QueryError
from explorer.core.faceting import Faceting, set_range
from explorer.core.facets import BY_NAME, FACETS, Facet, How, Ticks
from explorer.core.query_edit import remove
from explorer.core.query_lookups import Mask
from explorer.core.query_syntax import parts
from explorer.core.table import Tables
from tests.random_questions import Maker
from tests.random_tables import PLAYERS, Row, book, rows_of, tables_of
from tests.test_query_oracle import written

NAMES = book()
TICKED = [facet for facet in FACETS if facet.how is not How.RANGE]
RANGES = [facet for facet in FACETS if facet.how is How.RANGE]
SINGLE = ["period", "offence", "start", "outcome", "home", "season"]


class World:
    """Random rows, a facet's question beside them, and what any question is true of."""

    def __init__(self, seed: int, count: int = 30) -> None:
        self.random = Random(seed)
        self.rows: list[Row] = rows_of(self.random, count)
        self.tables: Tables = tables_of(self.rows)
        self.faceting = Faceting(self.tables, NAMES)
        self._maker = Maker(self.random, self.rows)

    def question(self) -> str:
        """Random terms, among them terms of facets side by side."""
        terms = [written(self._maker.tree(2), self.random)] if self.random.random() < 0.6 else []
        own = [
            "start:steal,made",
            "start=dead_ball",
            "Start: made, nothing",
            "period:Q1..Q3,OT1",
            "period:5",
            "outcome:make",
            "zone:rim,long_mid",
            "paint_touch:yes",
            "on:gus",
            "on:lee",
            'player:"ann lee","BO"',
            "home:no",
            "left<=4:00",
            "margin:-5..5",
            "duration>=3",
            "screens>0",
            "after_timeout:no",
            "zone:7",
        ]
        terms += self.random.sample(own, self.random.randrange(4))
        self.random.shuffle(terms)
        text = self.random.choice((" ", "  ", " and ")).join(
            f"({one})" if " or " in one and len(terms) > 1 else one for one in terms
        )
        return text + self.random.choice(("", " "))

    def mask(self, question: str) -> Mask:
        return query.possessions(query.parse(question), self.tables, NAMES)

    def ticks(self, question: str, name: str) -> Ticks:
        return self.faceting.ticks(question, BY_NAME[name])


@given(st.integers(0, 2**40), st.sampled_from(TICKED))
@settings(max_examples=80)
def test_a_tick_shows_as_many_rows_as_its_count_says_and_goes_again_without_a_trace(seed: int, facet: Facet) -> None:
    world = World(seed)
    question = world.question()
    before = world.faceting.ticks(question, facet)
    for value in before.values:
        ticked = world.faceting.tick(question, facet, value.text, True)
        if value.is_ticked:
            assert ticked == question
            off = world.faceting.tick(question, facet, value.text, False)
            assert before.is_elsewhere or set(world.faceting.ticks(off, facet).ticked) == {*before.ticked} - {
                value.text
            }
            continue
        assert set(world.faceting.ticks(ticked, facet).ticked) == {*before.ticked, value.text}
        if facet.how is How.ALL or not before.ticked:
            assert world.mask(ticked).sum() == value.count
        elif not before.is_elsewhere:
            alone = world.faceting.tick(world.faceting.clear(question, facet), facet, value.text, True)
            assert world.mask(alone).sum() == value.count
        off = world.faceting.tick(ticked, facet, value.text, False)
        assert world.mask(off).tolist() == world.mask(question).tolist()
        assert world.faceting.ticks(off, facet).ticked == before.ticked


@given(st.integers(0, 2**40), st.sampled_from(SINGLE))
@settings(max_examples=60)
def test_counts_of_a_field_sum_to_the_rows_where_it_is_known(seed: int, name: str) -> None:
    world = World(seed)
    question = world.question()
    assume(not world.ticks(question, name).is_elsewhere)
    rest = world.faceting.clear(question, BY_NAME[name])
    known = world.mask(rest) & world.mask(f"{name}:?")
    assert sum(value.count for value in world.ticks(question, name).values) == known.sum()


@given(st.integers(0, 2**40))
@settings(max_examples=30)
def test_counts_agree_with_counting_by_hand(seed: int) -> None:
    world = World(seed)
    shown = [row for row, is_true in zip(world.rows, world.mask("points>=1").tolist(), strict=True) if is_true]
    starts = {value.text: value.count for value in world.ticks("points>=1", "start").values}
    assert starts == {
        start: sum(row["start"] == start for row in shown)
        for start in {row["start"] for row in world.rows if row["start"]}
    }
    players = {value.title: value.count for value in world.ticks("points>=1", "player").values}
    for number, name in enumerate(PLAYERS):
        doing = [{*row["events"], *(shot["shooter"] for shot in row["shots"])} for row in shown]
        assert players.get(name, 0) == sum(number in doers for doers in doing)
    on = {value.title: value.count for value in world.ticks("points>=1", "on").values}
    for number, name in enumerate(PLAYERS):
        assert on.get(name, 0) == sum(number in row["on"] for row in shown)


@given(st.integers(0, 2**40), st.sampled_from(RANGES), st.integers(-9, 700), st.integers(0, 300))
@settings(max_examples=80)
def test_a_range_goes_into_the_text_and_out_again(seed: int, facet: Facet, start: int, length: int) -> None:
    world = World(seed)
    question = world.question()
    rest = world.faceting.clear(question, facet)
    before = world.faceting.range_of(question, facet)
    assume(not before.is_elsewhere)
    low = None if start % 3 == 0 else float(max(start, 0) if facet.is_clock else start)
    high = None if length % 3 == 0 else (low or 0) + length
    asked = set_range(question, facet, low, high)
    after = world.faceting.range_of(asked, facet)
    assert (after.low, after.high, after.is_elsewhere) == (low, high, False)
    assert (after.ends, after.counts) == (before.ends, before.counts)
    column = query.MEANINGS[facet.name].column
    assert column is not None
    values = column(world.tables)
    expected = world.mask(rest)
    if (low, high) != (None, None):
        with np.errstate(invalid="ignore"):
            expected &= (values >= (-np.inf if low is None else low)) & (values <= (np.inf if high is None else high))
    assert world.mask(asked).tolist() == expected.tolist()
    assert sum(after.counts) == (world.mask(rest) & ~np.isnan(values)).sum()
    cleared = set_range(asked, facet, None, None)
    assert world.mask(cleared).tolist() == world.mask(rest).tolist()
    assert set_range(cleared, facet, None, None) == cleared


@pytest.mark.parametrize(
    ("question", "name", "text", "is_on", "expected"),
    [
        ("", "start", "steal", True, "start:steal"),
        ("Points >= 2  and ( x or y )", "start", "steal", True, "Points >= 2  and ( x or y ) start:steal"),
        ("START= Steal   -x", "start", "dead_ball", True, "START= Steal,dead_ball   -x"),
        ("a or b", "start", "steal", True, "(a or b) start:steal"),
        ("(start:steal) a", "start", "steal", True, "(start:steal) a start:steal"),
        ("a and start:steal and b", "start", "steal", False, "a and b"),
        ("start:steal and b", "start", "steal", False, "b"),
        ("a and start:steal", "start", "steal", False, "a"),
        ("(start:steal)start:steal(b)", "start", "steal", False, "(start:steal)(b)"),
        ("period:Q1..Q3", "period", "Q2", False, "period:Q1,Q3"),
        ("start:nothing,steal", "start", "nothing", False, "start:steal"),
        ("x", "attributes", "paint_touch:yes", True, "x paint_touch:yes"),
        ("screens>0 paint_touch:yes x", "attributes", "screens>0", False, "paint_touch:yes x"),
        ("on:gus", "on", '"Bo Leeds"', True, 'on:gus on:"Bo Leeds"'),
    ],
)
def test_the_rest_stays_as_it_was_typed(question: str, name: str, text: str, is_on: bool, expected: str) -> None:
    world = World(1, 300)
    assert world.faceting.tick(question, BY_NAME[name], text, is_on) == expected


@pytest.mark.parametrize(
    ("question", "name", "ticked", "is_elsewhere"),
    [
        ("start:steal", "start", {"steal"}, False),
        ("start:made", "start", {"made_field_goal"}, False),
        ("-start:steal", "start", set(), True),
        ("start!=steal", "start", set(), True),
        ("start:steal (start:dead or points>2)", "start", {"steal"}, True),
        ("start:steal or points>2", "start", set(), True),
        ("start:?", "start", set(), True),
        ("steal", "start", set(), False),
        ("start:nowhere", "start", {"nowhere"}, False),
        ("zone:7", "zone", set(), True),
        ("zone:mid_left", "zone", set(), True),
        ("on:lee", "on", set(), True),
        ("on:gus", "on", {"Gus"}, False),
        ("on>=1 of (gus)", "on", set(), True),
        ("paint_touch:no", "attributes", set(), True),
        ("half_court:YES screens>0", "attributes", {"half_court:yes", "screens>0"}, False),
    ],
)
def test_the_text_ticks_the_facet(question: str, name: str, ticked: set[str], is_elsewhere: bool) -> None:
    world = World(2, 300)
    found = world.ticks(question, name)
    assert (set(found.ticked), found.is_elsewhere) == (ticked, is_elsewhere)


def test_a_range_is_shown_as_it_was_typed_or_said_to_be_asked_for_otherwise() -> None:
    world = World(3, 200)
    shown = {
        "left<=4:00": (None, 240.0, False),
        "left>=4:00": (240.0, None, False),
        "left:1:00..4:00 x": (60.0, 240.0, False),
        "left=59.5": (59.5, 59.5, False),
        "left<4:00": (None, None, True),
        "left!=4:00": (None, None, True),
        "left:1,2": (None, None, True),
        "clock<=4:00": (None, None, False),
    }
    for question, expected in shown.items():
        found = world.faceting.range_of(question, BY_NAME["left"])
        assert (found.low, found.high, found.is_elsewhere) == expected, question
    assert set_range("left<=4:00 x", BY_NAME["left"], 125.5, 240.0) == "left:125.5..4:00 x"
    assert set_range("x", BY_NAME["margin"], -5.0, 5.0) == "x margin:-5..5"


@pytest.mark.parametrize(
    ("question", "name", "text"),
    [
        ("paint_touch:yes x", "attributes", "paint_touch:yes"),
        ("on:gus x", "on", "gus"),
        ("player:gus,nobody x", "player", "nobody"),
        ("start:nowhere x", "start", "nowhere"),
    ],
)
def test_what_is_asked_for_and_stands_in_no_row_is_shown_and_can_be_taken_away(
    question: str, name: str, text: str
) -> None:
    rows = [
        {**row, "on": [], "events": [], "attributes": dict.fromkeys(row["attributes"])} for row in rows_of(Random(4), 9)
    ]
    faceting = Faceting(tables_of(rows), NAMES)
    found = next(value for value in faceting.ticks(question, BY_NAME[name]).values if value.text == text)
    assert (found.count, found.is_ticked) == (0, True)
    left = faceting.tick(question, BY_NAME[name], text, False)
    assert text not in left
    assert left.endswith("x")


def test_nothing_is_counted_without_games_and_a_question_that_cannot_be_read_is_refused() -> None:
    faceting = Faceting(Tables.empty(), NAMES)
    for facet in FACETS:
        if facet.how is How.RANGE:
            assert faceting.range_of("", facet).ends is None
        else:
            assert faceting.ticks("", facet).values == ()
    with pytest.raises(QueryError):
        faceting.tick("(", BY_NAME["start"], "steal", True)


@given(st.integers(0, 2**40), st.data())
@settings(max_examples=60)
def test_parts_taken_out_leave_the_others(seed: int, data: st.DataObject) -> None:
    question = World(seed, 5).question()
    every = parts(question)
    gone = data.draw(st.lists(st.sampled_from(every), unique_by=lambda part: part.start)) if every else []
    stays = [question[part.start : part.end].strip() for part in every if part not in gone]
    left = remove(question, gone)
    assert [left[part.start : part.end].strip() for part in parts(left)] == stays
