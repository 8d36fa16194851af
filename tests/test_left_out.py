"""Possessions that the user leaves out count nowhere: not in masks, shots, counts, summaries, exports or lists."""

from __future__ import annotations

import contextlib
import functools
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from explorer import cli
from explorer.app.presenting import counted
from explorer.core import query
from explorer.core.baseline import opponents
from explorer.core.breakdown import Sample
from explorer.core.faceting import Faceting
from explorer.core.facets import FACETS
from explorer.core.query_names import MEANINGS
from explorer.core.table import Tables, concat
from explorer.core.vocabulary import SHOTTRACKER
from explorer.models.possession_model import PossessionModel
from explorer.models.roles import Role
from explorer.paths import find_paths
from explorer.services.annotations import open_annotations
from explorer.services.library import read_paths
from explorer.services.report import Question, sample_of, summary
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from tests import small_games

type Call = Callable[..., tuple[int, str, str]]

QUESTIONS = [
    "",
    "steal",
    "-start:steal",
    "zone:rim",
    "left_out:yes",
    "left_out:no",
    "steal or left_out:yes",
    "points>=2",
]


@functools.cache
def league() -> Selection:
    return load_sample(SHOTTRACKER, games=2, seed=3)


def without(rows: list[int], tables: Tables | None = None) -> Tables:
    tables = tables or league().tables
    return tables.leaving_out({int(key) for key in tables.possessions.key[rows]})


MANY = len(league().tables.possessions)


@settings(max_examples=40)
@given(st.lists(st.integers(0, MANY - 1), max_size=30), st.sampled_from(QUESTIONS))
def test_a_question_is_asked_of_the_others_unless_it_names_them(rows: list[int], question: str) -> None:
    tables, book = league().tables, league().book
    marked = without(rows)
    is_out = np.isin(np.arange(MANY), rows)
    asked = query.parse(question)
    terms = {
        "left_out:yes": is_out,
        "left_out:no": ~is_out,
        "steal or left_out:yes": query.possessions(query.parse("steal"), tables, book) | is_out,
    }
    expected = terms.get(question, query.possessions(asked, tables, book) & ~is_out)
    assert (query.possessions(asked, marked, book) == expected).all()
    shots = query.shots(asked, marked, book)
    assert (shots <= expected[marked.shots.possession]).all()
    if question not in terms:
        assert (shots == query.shots(asked, tables, book) & ~is_out[tables.shots.possession]).all()


def test_the_counts_of_completions_are_those_of_the_others() -> None:
    rows = list(range(0, MANY, 3))
    marked, book = without(rows), league().book
    others = league().tables.take(~np.isin(np.arange(MANY), rows))
    for name in MEANINGS:
        if name != "left_out":
            mine, theirs = (
                {value.text: value.count for value in query.values(name, tables, book)} for tables in (marked, others)
            )
            assert mine == theirs, name
    mine, theirs = ({c.text: c.count for c in query.complete("", 0, tables, book)} for tables in (marked, others))
    assert {**mine, "left_out:": 0} == {**theirs, "left_out:": 0}
    assert {value.text: value.count for value in query.values("left_out", marked, book)} == {
        "yes": len(rows),
        "no": MANY - len(rows),
    }


def test_taking_and_joining_keep_what_is_left_out() -> None:
    tables = league().tables
    marked = without([1, 4])
    assert marked.left_out is not None
    taken = marked.take(np.array([0, 4, 7]))
    assert taken.left_out is not None
    assert taken.left_out.tolist() == [False, True, False]
    both = concat([tables, marked])
    assert both.left_out is not None
    assert both.left_out.nonzero()[0].tolist() == [MANY + 1, MANY + 4]
    assert concat([tables, tables]).left_out is None
    assert Tables.unpack(marked.pack()).left_out is None
    assert marked.leaving_out(()).left_out is None
    assert tables.leaving_out({1, 2, 3}) is tables


def test_what_was_looked_up_before_is_not_taken_for_now() -> None:
    asked, book = query.parse("left_out:yes"), league().book
    marked = league().tables
    for rows in ([], [2], [2, 3], [5], []):
        marked = without(rows, marked)
        assert query.possessions(asked, marked, book).nonzero()[0].tolist() == rows


def test_a_summary_leaves_them_out_and_says_so() -> None:
    games = league()
    rows = [0, 1, 2, 10]
    marked = Selection(games.games, without(rows), games.book)
    whole, less = summary(games, Question(by="period")), summary(marked, Question(by="period"))
    assert "left_out" not in whole
    assert less["left_out"] == 4
    assert sum(group["n"] for group in whole["groups"]) - sum(group["n"] for group in less["groups"]) == 4
    assert json.dumps(less)
    assert sample_of(marked, "").rows.sum() == MANY - 4
    shown = summary(marked, Question("left_out:yes", "left_out"))
    assert [(group["by"], group["n"]) for group in shown["groups"]] == [({"left_out": "yes"}, 4)]


@pytest.mark.parametrize(("question", "words"), [("", f"{MANY - 3:,} possessions"), ("left_out:yes", f"3 of {MANY:,}")])
def test_the_status_counts_the_others(question: str, words: str) -> None:
    marked = without([0, 1, 2])
    selection = Selection(league().games, marked, league().book)
    assert counted(sample_of(selection, question)).startswith(words)


def test_the_list_keeps_qts_rules_and_the_place_of_the_others(qtbot: QtBot) -> None:
    model = PossessionModel()
    model.set_tables(league().tables, league().book)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_fields(["number", "left_out"])
    key = model.key_at(3)
    model.change_left_out(without([2, 5]))
    assert model.rowCount() == MANY - 2
    assert model.key_at(2) == key
    model.set_question("left_out:yes")
    assert [model.row_at(position) for position in range(model.rowCount())] == [2, 5]
    assert [model.data(model.index(position, 1)) for position in (0, 1)] == ["yes", "yes"]
    assert model.data(model.index(0, 0), Role.IS_PALE)
    model.change_left_out(league().tables)
    assert model.rowCount() == 0
    model.set_question("")
    assert model.rowCount() == MANY
    assert not model.data(model.index(2, 0), Role.IS_PALE)
    assert tester.failureReportingMode() is QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """The command line in this process, on folders of the test's own: status, stdout, stderr."""

    def call(*words: object) -> tuple[int, str, str]:
        status = cli.main([*map(str, words), "--basedir", str(tmp_path / "base")])
        return (status, *capsys.readouterr())

    return call


def test_every_command_leaves_them_out_and_says_so(tmp_path: Path, call: Call) -> None:
    files = tmp_path / "files"
    for number in range(2):
        small_games.write(files / f"{number}.json", small_games.shottracker(("Q1", "Q2"), game=number))
    call("import", files)
    games = read_paths([files], SHOTTRACKER)
    with contextlib.closing(open_annotations(find_paths(tmp_path / "base").annotations)) as annotations:
        annotations.leave_out(games.tables, [0, 2, 13])
    sentence = "3 possessions are left out; --all counts them too.\n"

    _, out, err = call("list", "--json")
    listed = json.loads(out)
    assert ([game["possessions"] for game in listed["games"]], listed["left_out"], err) == ([10, 11], 3, sentence)
    _, out, err = call("list", "--json", "--all")
    assert ([game["possessions"] for game in json.loads(out)["games"]], "left_out" in out, err) == ([12, 12], False, "")

    for where in ((), (files,)):
        _, out, err = call("summary", *where, "--json")
        summed = json.loads(out)
        teams = [team["possessions"] for game in summed["games"] for team in game["teams"]]
        assert (sum(teams), summed["left_out"], err) == (21, 3, sentence)
        _, out, err = call("summary", *where, "--json", "--all")
        assert (sum(t["possessions"] for g in json.loads(out)["games"] for t in g["teams"]), err) == (24, "")

        to = tmp_path / "out.json"
        assert call("export", *where, "--to", to)[2].startswith(sentence)
        assert len(json.loads(to.read_text("utf-8"))["possessions"]) == 21
        call("export", *where, "--to", to, "--where", "left_out:yes")
        assert [row["left_out"] for row in json.loads(to.read_text("utf-8"))["possessions"]] == [True] * 3
        call("export", *where, "--to", to, "--all")
        assert sum(row["left_out"] for row in json.loads(to.read_text("utf-8"))["possessions"]) == 3

    found = json.loads(call("doctor", "--json")[1])
    assert (found["views"], found["left_out"]) == (0, 3)
    assert "left out     3" in call("doctor")[1]


def test_what_is_left_out_counts_in_no_facet_and_no_baseline() -> None:
    marked, names = without([0, 1, 2, 10]), league().book
    whole = Sample.whole(marked, names)
    assert whole.rows.sum() == MANY - 4
    assert opponents(whole).rows.sum() <= MANY - 4
    assert not opponents(whole).rows[[0, 1, 2, 10]].any()
    faceting = Faceting(marked, names)
    period = next(facet for facet in FACETS if facet.name == "period")
    ticks = faceting.ticks("", period)
    assert sum(value.count for value in ticks.values) == MANY - 4
    assert sum(value.count for value in faceting.ticks("left_out:yes", period).values) == 4
