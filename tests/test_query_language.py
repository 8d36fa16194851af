"""The filter language: what is understood, what is refused and where, and what is offered."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.errors import QueryError
from explorer.core.fields import BY_NAME, FIELDS
from explorer.core.model import Team
from explorer.core.query import (
    MEANINGS,
    Query,
    complete,
    parse,
    pointed,
    possessions,
    shots,
    unmatched,
    values,
)
from explorer.core.seasons import elapsed_s, left_s, quarter_lengths_s
from explorer.core.table import Tables, concat
from explorer.core.vocabulary import ATTRIBUTE_NAMES
from tests.random_tables import Row, book, rows_of, tables_of

NAMES = book()


@cache
def made() -> tuple[list[Row], Tables]:
    rows = rows_of(Random(7), 400)
    return rows, tables_of(rows)


def shown(question: str, tables: Tables | None = None) -> list[int]:
    return np.flatnonzero(possessions(parse(question), made()[1] if tables is None else tables, NAMES)).tolist()


def rows_where(holds: Callable[[Row], Any]) -> list[int]:
    return [number for number, row in enumerate(made()[0]) if holds(row)]


# What is understood


@pytest.mark.parametrize(
    "question",
    [
        "offence:STQA left<=4:00 margin:-5..5 start:steal",
        "clock<=0:30 or duration>20",
        "points:2,3 and not outcome:turnover",
        "assists:? -assists:!? assists>=1",
        'player:"Ann Lee" on:gus off:bo against:park',
        'on>=3 of (Ann Lee, Bo Leeds, Cy Park, "Eve O\'Hara")',
        "(zone:rim shot.made:no) or shot.value:3",
        "threes shot.made:no shot.distance<40",
        "passes>=3 paint_touch:yes ball_screens>0 ball_screens_handoff>0 half_court:no",
        "start~/^(dead|steal)/ -gus",
        "season:2015-16 home:yes day>=2015-10",
        "margin:\u22125..5",
        "LEFT <= 240 AND NOT Points = 0",
        "margin:>=3",
        "\u201cAnn Lee\u201d",
    ],
)
def test_a_question_is_understood(question: str) -> None:
    tables = made()[1]
    assert len(possessions(parse(question), tables, NAMES)) == len(tables.possessions)
    assert len(shots(parse(question), tables, NAMES)) == len(tables.shots)


@pytest.mark.parametrize("question", ["", "  ", "\t\n"])
def test_a_blank_question_is_true_of_all(question: str) -> None:
    assert shown(question) == list(range(400))
    assert shots(parse(question), made()[1], NAMES).all()
    assert shown(question, Tables.empty()) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a b", "a and b"),
        ("-start:steal", "not start:steal"),
        ("not not start:steal", "start:steal"),
        ("points!=2", "-points=2"),
        ("points:1..2", "points:1,2"),
        ("points:2..", "points>=2"),
        ("left<=4:00", "left<=240"),
        ("assists:!?", "-assists:?"),
        ("start:steal or miss points>1", "start:steal or (miss and points>1)"),
        ("screens>0", "ball_screens>0"),
        ("opponent:SOU", "defence:sou"),
        ("zone:rim,corner", "zone:rim or zone:corner"),
        ("turnover:yes", "turnovers>0"),
        ("shooter:lee", "shot.shooter:lee"),
        ('start:"dead-ball turnover"', "start:dead_ball_turnover"),
        ("defense:NPH", "defence:1"),
        ("zone:3", "shot.zone_number=3"),
        ("twos", "shot.value:2"),
        ("on>=1 of (gus, park)", "on:gus,park"),
    ],
)
def test_two_ways_to_say_the_same(one: str, other: str) -> None:
    assert shown(one) == shown(other)


def test_alternatives_bind_less_than_what_stands_side_by_side() -> None:
    assert shown("points:0 or points:2 margin>0") != shown("(points:0 or points:2) margin>0")


def test_the_unknown_is_neither_so_nor_otherwise() -> None:
    known = rows_where(lambda row: row["assists"] is not None)
    assert sorted(shown("assists>=2") + shown("-assists>=2")) == known == shown("assists:?")
    assert len(known) < 400
    assert sorted(shown("assists<2") + shown("assists>=2") + shown("assists:!?")) == list(range(400))


def test_on_off_and_unknown_are_all_of_a_team() -> None:
    tables = made()[1]
    rows = [shown(f"{how} offence:NPH") for how in ("on:gus", "off:gus", "-on:gus -off:gus")]
    unknown = [row for row in shown("offence:NPH on:!?") if row not in rows[0]]
    assert sorted(rows[0] + rows[1] + unknown) == shown("offence:NPH")
    assert not set(rows[0]) & set(rows[1])
    assert rows[1]
    assert len(tables.possessions) == 400


def test_an_exact_name_is_not_part_of_another() -> None:
    assert shown("offence:NORTH") == sorted(shown('offence:"Northport Herons"') + shown('offence:"Eastwick Norths"'))
    assert shown("offence:ORTH") == shown("offence:3")
    assert set(shown("start:dead_ball")) < set(shown("start:dead"))


# One and the same shot


def a_shot(holds: Callable[[Row], bool]) -> list[int]:
    return rows_where(lambda row: any(map(holds, row["shots"])))


def test_shot_terms_side_by_side_speak_of_one_shot() -> None:
    rows, tables = made()
    missed_three = a_shot(lambda shot: shot["value"] == 3 and shot["made"] == 0)
    assert (
        shown("shot.value:3 shot.made:no")
        == missed_three
        == shown("threes points:? shot.made:no or shot.made:no threes")
    )
    apart = sorted(set(a_shot(lambda shot: shot["value"] == 3)) & set(a_shot(lambda shot: shot["made"] == 0)))
    assert shown("(shot.value:3) (shot.made:no)") == apart
    assert set(missed_three) < set(apart)
    meant = shots(parse("shot.value:3 shot.made:no"), tables, NAMES).tolist()
    assert meant == [shot["value"] == 3 and shot["made"] == 0 for row in rows for shot in row["shots"]]


def test_bracketed_alternatives_stand_for_one_term() -> None:
    expected = a_shot(lambda shot: (shot["value"] == 3 or (shot["distance"] or 99) < 4) and shot["made"] == 0)
    assert set(expected) <= set(shown("(shot.value:3 or shot.distance<4) shot.made:no"))
    assert shown("(threes or twos) shot.made:no") == shown("shot.made:no")


def test_no_such_shot_and_a_shot_that_is_not_such() -> None:
    def without(row: Row) -> bool:
        return row["fga"] is not None and row["fga"] <= len(row["shots"]) and all(s["value"] == 2 for s in row["shots"])

    assert shown("(zone:rim,3) (threes)") == sorted(set(shown("zone:rim,3")) & set(shown("threes")))
    assert shown("-(threes)") == rows_where(without)
    assert shown("-threes") == a_shot(lambda shot: shot["value"] == 2)


def test_without_shot_terms_all_shots_count() -> None:
    tables = made()[1]
    rows = possessions(parse("margin>0"), tables, NAMES)
    np.testing.assert_array_equal(shots(parse("margin>0"), tables, NAMES), rows[tables.shots.possession])


# What is refused, and where


@pytest.mark.parametrize(
    ("question", "position", "words"),
    [
        ("start:steal offfence:DAL", 12, "did you mean 'offence'?"),
        ("zone:rmi", 5, "did you mean 'rim'?"),
        ("outcome:turnovr", 8, "did you mean 'turnover'?"),
        ("left<=4:0x", 6, "written 4:00"),
        ("left<=4:75", 6, "written 4:00"),
        ("passes>=many", 8, "'many' is none"),
        ("margin:5..-5", 7, "write -5..5"),
        ("margin:..", 7, "1..5"),
        ("points:1,", 9, "after ','"),
        ("points:", 7, "after 'points:'"),
        ("start:steal (miss", 12, "not closed"),
        ("start:steal )", 12, "not opened"),
        ("()", 0, "nothing between"),
        ('player:"Ann', 7, "quotation mark"),
        ("steal or", 8, "after 'or'"),
        ("and steal", 0, "missing"),
        ("steal - miss", 6, "'-'"),
        ("not", 3, "after 'not'"),
        ("on>=3", 0, "of whom"),
        ("on>=3 of (Ann", 9, "closed"),
        ("on>=3 of (Ann,)", 14, "a name is missing"),
        ("on>=x of (Ann)", 4, "'x' is none"),
        ("shot.made:perhaps", 10, "yes or no"),
        ("home>yes", 5, "yes or no"),
        ("start>steal", 6, "text"),
        ("start~steal", 6, "slashes"),
        ("start~/(/", 7, "not closed"),
        ("start~/a", 6, "slash"),
        ("points~/1/", 0, "a number"),
        ("period:Q9", 7, "Q1, H2, OT"),
        ("period:H1..Q2", 7, "quarters or over halves"),
        (":steal", 0, "none before"),
        ("day>a,b", 4, "single value"),
        ("(" * 60 + "a", 40, "inside each other"),
    ],
)
def test_an_error_says_what_and_where(question: str, position: int, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(question)
    assert caught.value.position == position
    assert words in str(caught.value)
    text, caret = pointed(question, caught.value).split("\n")
    assert (text, caret) == (question, " " * position + "^")


def test_a_long_question_is_refused() -> None:
    with pytest.raises(QueryError):
        parse("a " * 5000)


def read(text: str) -> Query | None:
    """The question, or None where it is refused with a place within the text."""
    try:
        return parse(text)
    except QueryError as error:
        places = range(len(text) + 1)
        found = error.position
    assert found in places
    return None


@given(st.one_of(st.text(max_size=40), st.text(' ()",:=<>!~?-./*+{}[]|^$\\abonf0123', max_size=40)))
@settings(max_examples=400)
def test_any_text_is_understood_or_refused(text: str) -> None:
    query = read(text)
    if query is None:
        return
    tables = made()[1]
    assert len(possessions(query, tables, NAMES)) == 400
    assert len(shots(query, tables, NAMES)) == len(tables.shots)
    unmatched(query, tables, NAMES)


FRAGMENTS = [
    *'( ) , .. : ~/ / -5 ? !? " or and not - of threes'.split(),
    *"zone:rim points>=2 on>=2 start: start~/(a|b)+$/ margin: left<=4:00 player: steal shot.made:no".split(),
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12), st.sampled_from(["", " "]))
@settings(max_examples=400)
def test_any_heap_of_fragments_is_understood_or_refused(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    tables = made()[1]
    for cursor in range(0, len(text) + 1, 7):
        complete(text, cursor, tables, NAMES)
    query = read(text)
    if query is not None:
        assert parse(text) == query
        assert hash(parse(text)) == hash(query)
        assert len(possessions(query, tables, NAMES)) == 400


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*b", "(.*){20}x", "((a?){20}){10}", "((){90}){90}", "a{,5}", "(?i)a"]
)
def test_no_pattern_takes_long(pattern: str) -> None:
    tables = made()[1]
    start = time.monotonic()
    query = read(f"~/{pattern}/")
    if query is not None:
        possessions(query, tables, NAMES)
    assert time.monotonic() - start < 2.0


def test_what_stands_nowhere_is_told_with_the_nearest() -> None:
    tables = made()[1]
    found = unmatched(parse("points>0 offence:NPX player:Gs start:steal on>=1 of (ann, flow) zone:rim"), tables, NAMES)
    assert [error.position for error in found] == [17, 28, 58]
    assert "did you mean 'nph'?" in str(found[0])
    assert "did you mean 'gus'?" in str(found[1])


# Fields


def test_every_field_of_the_lists_can_be_asked_for() -> None:
    assert set(BY_NAME) <= set(MEANINGS)
    tables = made()[1]
    for field in FIELDS:
        known = possessions(parse(f"{field.name}:?"), tables, NAMES)
        unknown = possessions(parse(f"{field.name}:!?"), tables, NAMES)
        assert (known ^ unknown).all(), field.name
    for name in (*ATTRIBUTE_NAMES, "turnover"):
        possessions(parse(f"{name}>=1" if name not in ("paint_touch", "half_court") else f"{name}:yes"), tables, NAMES)


def test_time_left_in_quarters_halves_and_overtimes() -> None:
    def left(row: Row) -> bool:
        if row["clock"] is None or row["period"] is None:
            return False
        return bool(row["clock"] <= 240 and row["period"] >= row["regulation"])

    assert shown("left<=4:00") == rows_where(left)


def test_time_played_and_time_left_make_up_regulation() -> None:
    tables = made()[1]
    table = tables.possessions
    played, left = elapsed_s(tables), left_s(tables)
    regulation_s = np.where(table.regulation == 2, 2400, 4 * quarter_lengths_s(tables)[table.game])
    is_known = ~np.isnan(played)
    overtimes = table.period.astype(int) - table.regulation
    is_regulation = overtimes <= 0
    assert (played + left == regulation_s)[is_known & is_regulation].all()
    assert (played + left == regulation_s + 300 * overtimes)[is_known & ~is_regulation].all()
    assert np.isnan(played[np.isnan(left)]).all()
    # An overtime has five minutes: a clock that shows more tells no time.
    assert np.isnan(played[~is_regulation & (table.start_clock_s > 300)]).all()
    assert is_known.sum() > 200


def test_a_question_is_the_same_of_one_game_and_of_many() -> None:
    tables = made()[1]
    twice = concat([tables, tables])
    for question in (
        "-steal",
        "off:gus",
        "zone:rim -(threes)",
        "left<=8:00",
        "elapsed<8:00",
        "day:2015",
        "on>=2 of (gus, park, bo)",
    ):
        once = shown(question)
        assert shown(question, twice) == once + [row + 400 for row in once], question


def test_a_name_that_is_learnt_later_is_found() -> None:
    tables, names = made()[1], book()
    assert not possessions(parse("offence:Rivertown"), tables, names).any()
    names.learn_team("s", Team("1", "Rivertown", "RIV"))
    assert possessions(parse("offence:Rivertown"), tables, names).any()


# What is offered


def offered(text: str, cursor: int | None = None) -> dict[str, int]:
    at = len(text) if cursor is None else cursor
    return {text[: one.start] + one.text + text[one.end :]: one.count for one in complete(text, at, made()[1], NAMES)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("poi", "points:"),
        ("points>1 -sta", "points>1 -start:"),
        ("start:st", "start:steal"),
        ("offence:nor", "offence:NPH"),
        ("offence:NPH,s", "offence:NPH,SOU"),
        ('player:"ann', 'player:"Ann Lee"'),
        ("player:lee", 'player:"Flo Lee-Hart"'),
        ("on>=2 of (gus, bo", 'on>=2 of (gus, "Bo Leeds"'),
        ("(zone:r", "(zone:rim"),
        ("period:", "period:Q1"),
        ("half_court:", "half_court:yes"),
        ("half_court: n", "half_court: no"),
        ("steal or gu", "steal or player:Gus"),
    ],
)
def test_completion_goes_on_with(text: str, expected: str) -> None:
    assert expected in offered(text)


def test_completion_replaces_the_word_under_the_cursor() -> None:
    assert "start:steal points>1" in offered("start:dead points>1", 6)
    assert "points: margin>1" in offered("po margin>1", 2)


@pytest.mark.parametrize(
    "name", ["start", "outcome", "offence", "defence", "period", "half_court", "points", "player", "on"]
)
def test_a_values_count_is_that_of_the_rows_it_shows(name: str) -> None:
    found = values(name, made()[1], NAMES)
    assert found
    for value in found:
        assert len(shown(f"{name}:{value.text}")) == value.count, value


def test_values_of_shots_count_shots() -> None:
    tables = made()[1]
    for value in values("zone", tables, NAMES):
        assert shots(parse(f"zone:{value.text}"), tables, NAMES).sum() == value.count
    with pytest.raises(QueryError):
        values("nothing", tables, NAMES)


@pytest.mark.parametrize(
    ("question", "most", "expected"),
    [
        ("x magin:3", 80, "x magin:3\n  ^"),
        ("中 magin:3", 80, "中 magin:3\n   ^"),
        ("e\u0301 magin:3", 80, "e\u0301 magin:3\n  ^"),
        ("x\tmagin:3", 80, "x magin:3\n  ^"),
        ("steal steal steal magin:3 steal", 10, "…teal magin…\n      ^"),
    ],
)
def test_the_caret_counts_letters_as_wide_as_they_are(question: str, most: int, expected: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(question)
    assert pointed(question, caught.value, most) == expected
