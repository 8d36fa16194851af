"""The breakdown: against plain Python over random tables; its groups add up, and each leads to its rows."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from explorer.core import grouping, query
from explorer.core.breakdown import Form, Sample, breakdown, measured
from explorer.core.errors import UsageError
from explorer.core.grouping import RowKind
from explorer.core.groupings import BY_NAME, GROUPINGS
from explorer.core.query_edit import toggle
from explorer.core.result import beside, compared
from explorer.core.vocabulary import SHOTTRACKER
from explorer.models.breakdown_model import BreakdownModel
from explorer.models.roles import Role
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from tests.random_tables import Row, book, rows_of, tables_of
from tests.window import running, settle, write_games

SEEDS = st.integers(0, 2**32 - 1)
WITH_TERMS = [grouping for grouping in GROUPINGS if grouping.name not in ("player", "screen")]


@functools.cache
def games() -> Selection:
    return load_sample(SHOTTRACKER, games=4, seed=3)


def random_sample(seed: int, share: float = 0.8) -> tuple[list[Row], Sample]:
    random = Random(seed)
    rows = rows_of(random, random.choice((0, 1, 5, 40)))
    tables = tables_of(rows)
    mask = np.array([random.random() < share for _ in rows], np.bool_)
    return rows, Sample.whole(tables, book()).narrowed(mask)


def added(rows: Iterable[Row], over: str, under: str | None) -> tuple[float, float, int]:
    """Sums of both over the rows where both are known, and how many these are."""
    pairs = [(row[over], 1 if under is None else row[under]) for row in rows]
    known = [(x, y) for x, y in pairs if x is not None and y is not None]
    return sum(x for x, _ in known), sum(y for _, y in known), len(known)


def half_width(pairs: list[tuple[float, float]]) -> float | None:
    """Half of the ratio estimator's 95 % interval (Cochran, Sampling Techniques, 6.4), by its definition."""
    n, under = len(pairs), sum(y for _, y in pairs)
    if n < 2 or not under:
        return None
    ratio = sum(x for x, _ in pairs) / under
    variance = sum((x - ratio * y) ** 2 for x, y in pairs) / (n - 1)
    return 1.959964 * math.sqrt(n * variance) / under


@given(SEEDS, st.sampled_from(["start", "period", "offence", "margin", "game", "passes", "after_timeout"]))
@settings(max_examples=120)
def test_figures_of_groups_are_those_of_plain_python(seed: int, name: str) -> None:
    rows, sample = random_sample(seed)
    result = breakdown(sample, [BY_NAME[name]])
    codes = BY_NAME[name].make(sample.tables, sample.book, sample.lookups).codes
    for place, (code,) in enumerate(result.codes):
        own = [row for row, mine, is_in in zip(rows, codes, sample.rows, strict=True) if is_in and mine == code]
        assert result.figure("n").value[place] == len(own) > 0
        points = [row["points"] for row in own]
        total = result.figure("points").value[place]
        assert math.isnan(total) if None in points else total == sum(points)
        for figure, over, under in (("ppp", "points", None), ("ft_rate", "fta", "fga"), ("ppc", "points", "chances")):
            x, y, _n = added(own, over, under)
            found = result.figure(figure).rates().at(place)
            assert found.n == y, "so many as it is divided by"
            assert found.value == (pytest.approx(x / y) if y else None)
            pairs = [(row[over], row[under] if under else 1) for row in own]
            half = half_width([(p, q) for p, q in pairs if p is not None and q is not None])
            assert found.low == (None if half is None else pytest.approx(max(x / y - half, 0), abs=1e-7))
            assert found.high == (None if half is None else pytest.approx(x / y + half, abs=1e-7))


@given(SEEDS, st.sampled_from(GROUPINGS))
@settings(max_examples=150)
def test_groups_add_up_and_together_are_the_whole(seed: int, grouping: object) -> None:
    assert isinstance(grouping, type(GROUPINGS[0]))
    _, sample = random_sample(seed)
    result = breakdown(sample, [grouping])
    whole = sample.shots.sum() if grouping.row_kind is RowKind.SHOT else sample.rows.sum()
    sizes = result.figure("n").value
    assert (sizes > 0).all()
    assert len(set(result.codes)) == len(result)
    if not grouping.overlaps:
        assert sizes.sum() == whole
        assert result.note == ""
    else:
        assert (sizes <= whole).all()
        assert "overlap" in result.note
    assert [figure.name for figure in result.whole] == [figure.name for figure in result.figures]
    assert result.whole[0].value[0] == whole


@given(SEEDS, st.sampled_from(WITH_TERMS), st.sampled_from(WITH_TERMS))
@settings(max_examples=150)
def test_two_groupings_cross_and_each_group_leads_to_its_rows(seed: int, first: object, second: object) -> None:
    assert isinstance(first, type(GROUPINGS[0]))
    assert isinstance(second, type(GROUPINGS[0]))
    _, sample = random_sample(seed, share=1.0)
    result = breakdown(sample, [first, second])
    if not (first.overlaps or second.overlaps):
        assert result.figure("n").value.sum() == result.whole[0].value[0]
    for place in range(min(len(result), 6)):
        term = result.terms[place]
        if not term:
            continue
        asked = query.parse(term)
        if result.counted == "shot":
            found = query.shots(asked, sample.tables, sample.book).sum()
        else:
            found = query.possessions(asked, sample.tables, sample.book).sum()
        if "!?" not in term:
            assert found == result.figure("n").value[place], term


@pytest.mark.parametrize("grouping", GROUPINGS, ids=lambda grouping: grouping.name)
def test_a_group_of_the_sample_league_leads_to_its_rows(grouping: object) -> None:
    assert isinstance(grouping, type(GROUPINGS[0]))
    sample = Sample.whole(games().tables, games().book)
    result = breakdown(sample, [grouping], wanted=["n"])
    for place in {*range(min(len(result), 4)), len(result) - 1}:
        if term := result.terms[place]:
            asked = query.parse(term)
            ask = query.shots if grouping.row_kind is RowKind.SHOT else query.possessions
            assert ask(asked, sample.tables, sample.book).sum() == result.figure("n").value[place], term


def test_shot_terms_leave_the_other_shots_out_of_shooting_but_not_out_of_points() -> None:
    tables, names = games().tables, games().book
    asked = query.parse("zone:rim")
    shots = query.shots(asked, tables, names)
    sample = Sample(tables, names, query.possessions(asked, tables, names), shots, asked.has_shot_terms)
    found = measured(sample)
    assert found["fga"].value[0] == shots.sum()
    assert found["fg_pct"].value[0] == pytest.approx(tables.shots.made[shots].mean())
    assert found["fg3a_rate"].value[0] == 0
    assert found["points"].value[0] == tables.possessions.points[sample.rows].sum()


def test_counts_a_game_and_per_100_are_the_sums_divided() -> None:
    sample = Sample.whole(games().tables, games().book)
    total, per_game, per_100 = (breakdown(sample, [BY_NAME["offence"]], form) for form in Form)
    n = total.figure("n").value
    assert per_game.figure("games").value.sum() == 2 * len(games().games)
    for name in ("points", "fga", "turnovers"):
        assert per_game.figure(name).value * per_game.figure("games").value == pytest.approx(total.figure(name).value)
        assert per_100.figure(name).value * n / 100 == pytest.approx(total.figure(name).value)
    assert per_100.figure("points").value == pytest.approx(100 * total.figure("ppp").value)


def test_the_unknown_is_a_group_of_its_own_and_stands_last() -> None:
    sample = Sample.whole(games().tables, games().book)
    result = breakdown(sample, [BY_NAME["assists"]])
    assert result.labels[-1] == ("-",)
    assert result.codes[-1] == (-1,)
    assert result.figure("n").value[-1] == (games().tables.possessions.assists < 0).sum() > 0


def test_pace_is_that_of_the_game() -> None:
    """Over a whole game in regulation, as many as each team had."""
    sample = Sample.whole(games().tables, games().book)
    result = breakdown(sample, [BY_NAME["game"]])
    assert result.figure("pace").value == pytest.approx(result.figure("n").value / 2, rel=0.06)


def test_baselines_and_comparisons_are_differences() -> None:
    sample = Sample.whole(games().tables, games().book)
    first, second = (sample.narrowed(sample.tables.possessions.period == period) for period in (1, 2))
    by = [BY_NAME["start"]]
    a, b = breakdown(first, by), breakdown(second, by)
    told = beside(a, {"ppp": 1.0}).figure("ppp")
    assert told.beside is not None
    assert told.beside == pytest.approx(a.figure("ppp").value - 1.0, nan_ok=True)
    both = compared(a, b, ("n", "ppp"), is_independent=True)
    assert set(both.labels) == set(a.labels) | set(b.labels)
    for place, labels in enumerate(both.labels):
        if labels in a.labels and labels in b.labels:
            ours, theirs = a.labels.index(labels), b.labels.index(labels)
            gap = a.figure("ppp").value[ours] - b.figure("ppp").value[theirs]
            assert both.figure("ppp_gap").value[place] == pytest.approx(gap)
    low = both.whole[-2].low
    assert low is not None
    assert not np.isnan(low).any()
    shared = compared(a, a, ("n", "ppp"), is_independent=False)
    assert shared.figure("ppp_gap").value == pytest.approx(np.zeros(len(a)), nan_ok=True)
    no_low = shared.figure("ppp_gap").low
    assert no_low is not None
    assert np.isnan(no_low).all()
    assert "no interval" in shared.note


def test_model_sorts_by_any_figure_and_pales_a_small_n(qtbot: QtBot) -> None:
    sample = Sample.whole(games().tables, games().book)
    result = breakdown(sample, [BY_NAME["start"], BY_NAME["period"]])
    model = BreakdownModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_result(result)
    for column in range(model.columnCount()):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            model.sort(column, order)
    headers = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    n, ppp = headers.index("n"), headers.index("PPP")
    model.sort(n, Qt.SortOrder.DescendingOrder)
    sizes = [int(str(model.index(row, n).data())) for row in range(len(result))]
    assert sizes == sorted(result.figure("n").value.tolist(), reverse=True)
    assert [bool(model.index(row, ppp).data(Role.IS_PALE)) for row in range(len(sizes))] == [s < 20 for s in sizes]
    model.set_small_n(0)
    assert not any(model.index(row, ppp).data(Role.IS_PALE) for row in range(len(sizes)))
    assert "95 % interval" in str(model.index(0, ppp).data(Qt.ItemDataRole.ToolTipRole))
    last = model.rowCount() - 1
    assert model.index(last, 0).data() == "all"
    assert model.index(last, n).data() == str(len(sample.rows))
    model.show_result(beside(result, {"ppp": 1.0}))
    assert str(model.index(0, ppp).data(Role.BESIDE))[:2] in ("Δ+", "Δ−", "Δ0")
    assert tester.failureReportingMode() == QAbstractItemModelTester.FailureReportingMode.Fatal


def test_a_click_on_a_group_narrows_and_a_second_widens(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        program.games.start(paths)
        settle(program)
        pane = program.window.possessions.breakdown
        model = pane.table.model()
        everything = program.model.rowCount()
        model.sort(1, Qt.SortOrder.DescendingOrder)
        size, label = int(str(model.index(0, 1).data())), str(model.index(0, 0).data())
        pane.table.clicked.emit(model.index(0, 0))
        settle(program)
        assert program.model.rowCount() == size < everything
        assert label in program.window.filter.text().replace('"', "")
        assert model.rowCount() == 2, "the group and all"
        pane.table.clicked.emit(model.index(0, 0))
        settle(program)
        assert program.model.rowCount() == everything
        pane.show_field("period", "home")
        assert sum(int(str(model.index(row, 2).data())) for row in range(model.rowCount() - 1)) == everything
        for mode in ("teams", "line_ups", "on_off", "players"):
            pane.show_mode(mode)
            assert model.rowCount() > 0
            assert model.index(0, 0).data()
        pane.show_mode("teams")
        pane.figures_chosen.emit(["net"])
        assert [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())] == ["team", "Net"]
    with running(tmp_path) as program:
        pane = program.window.possessions.breakdown
        assert (pane.mode, pane.by) == ("teams", ("period", "home"))
        settle(program)
        assert pane.table.model().columnCount() == 2


def test_several_players_are_told_of_together(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        pane = program.window.possessions.breakdown
        pane.show_mode("on_off")
        model = pane.table.model()
        teams = [str(model.index(row, 1).data()) for row in range(model.rowCount())]
        own = [row for row, team in enumerate(teams) if team == teams[0]][:3]
        chosen = QItemSelection()
        for row in own:
            chosen.select(model.index(row, 0), model.index(row, 0))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        pane.table.selectionModel().select(chosen, flags)
        words = pane._note.text()
        assert words.startswith("3 together: net ")
        counts = [int(part.rpartition(" ")[2].rstrip(")").replace(",", "")) for part in words.split("   ")]
        # Every possession of the game is the team's at one of its two ends.
        assert sum(counts) == program.model.rowCount()


@pytest.mark.parametrize(
    ("question", "term", "narrowed"),
    [
        ("", "start:steal", "start:steal"),
        ("passes>=3", "start:steal", "passes>=3 start:steal"),
        ("start:steal or start:jump", "period=Q1", "(start:steal or start:jump) period=Q1"),
        ("-start:steal", "on=A on=B", "-start:steal on=A on=B"),
    ],
)
def test_a_term_is_put_to_the_whole_question_and_taken_back(question: str, term: str, narrowed: str) -> None:
    assert toggle(question, term) == narrowed
    bracketed = f"({question})" if " or " in question else question
    assert toggle(narrowed, term) == bracketed


def test_too_many_pairs_of_groups_are_refused_in_words(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "MOST_PAIRS", 100)
    sample = Sample.whole(games().tables, games().book)
    with pytest.raises(UsageError, match="narrow the question"):
        breakdown(sample, [BY_NAME["on"], BY_NAME["player"]])
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        pane = program.window.possessions.breakdown
        pane.show_field("on", "player")
        assert pane.table.model().rowCount() == 0
        assert "too many" in pane._note.text()
        pane.show_field("start")
        assert pane.table.model().rowCount() > 0
