"""The breakdown: its groups add up to the whole, agree with each rate by itself, and lead to their rows."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from explorer.core import metrics
from explorer.core.breakdown import breakdown
from explorer.core.fields import BY_NAME, FIELDS
from explorer.core.vocabulary import SHOTTRACKER
from explorer.core.written import write
from explorer.models.breakdown_model import BreakdownModel
from explorer.models.roles import Role
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from tests.window import running, settle, write_games

NAMES = [field.name for field in FIELDS]


@functools.cache
def games() -> Selection:
    return load_sample(SHOTTRACKER, games=4, seed=3)


@given(st.sampled_from(NAMES), st.integers(0, 2**32 - 1), st.floats(0, 1))
@settings(max_examples=80)
def test_groups_add_up_and_agree_with_each_rate_by_itself(name: str, seed: int, share: float) -> None:
    tables = games().tables
    table = tables.possessions
    mask = np.random.default_rng(seed).random(len(table)) < share
    written = write(BY_NAME[name], tables, games().book)
    groups = breakdown(table, written, mask)
    assert groups.n.sum() == mask.sum()
    assert (groups.n > 0).all()
    assert len(set(groups.codes.tolist())) == len(groups)
    for place, code in enumerate(groups.codes.tolist()):
        rows = table.take(mask & (written.codes == code))
        assert groups.n[place] == len(rows)
        total = metrics.total(rows.points)
        assert np.isnan(groups.points[place]) if total is None else groups.points[place] == total
        for name_, rate in metrics.rates(rows).items():
            found = groups.rates[name_]
            assert found.n[place] == rate.n
            if rate.value is None:
                assert np.isnan(found.value[place])
                continue
            assert found.value[place] == pytest.approx(rate.value)
            if rate.high is None:
                assert np.isnan(found.half[place])
            else:
                assert found.half[place] == pytest.approx(rate.high - rate.value, abs=1e-7)


def test_the_unknown_is_a_group_of_its_own_and_stands_last() -> None:
    tables = games().tables
    written = write(BY_NAME["assists"], tables, games().book)
    everything = np.ones(len(tables.possessions), np.bool_)
    groups = breakdown(tables.possessions, written, everything)
    assert groups.labels[-1] == "-"
    assert groups.codes[-1] == -1
    assert groups.n[-1] == (tables.possessions.assists < 0).sum() > 0


def test_model_sorts_by_any_number_and_pales_a_small_n(qtbot: QtBot) -> None:
    tables = games().tables
    field = BY_NAME["start"]
    everything = np.ones(len(tables.possessions), np.bool_)
    groups = breakdown(tables.possessions, write(field, tables, games().book), everything)
    model = BreakdownModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_groups(field, groups, [None] * len(groups))
    for column in range(model.columnCount()):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            model.sort(column, order)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    sizes = [int(str(model.data(model.index(row, 1))).replace(",", "")) for row in range(model.rowCount())]
    assert sizes == sorted(groups.n.tolist(), reverse=True)
    assert [bool(model.data(model.index(row, 3), Role.IS_PALE)) for row in range(len(sizes))] == [n < 20 for n in sizes]
    assert "n " in str(model.data(model.index(0, 3), Qt.ItemDataRole.ToolTipRole))
    assert tester.failureReportingMode() == QAbstractItemModelTester.FailureReportingMode.Fatal


def test_a_click_on_a_group_narrows_and_a_second_widens(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        program.games.start(paths)
        settle(program)
        pane = program.window.possessions.breakdown
        everything = program.model.rowCount()
        pane.table.model().sort(1, Qt.SortOrder.DescendingOrder)
        size = int(str(pane.table.model().index(0, 1).data()))
        label = str(pane.table.model().index(0, 0).data())
        pane.table.clicked.emit(pane.table.model().index(0, 0))
        settle(program)
        assert program.model.rowCount() == size < everything
        assert label in program.window.filter.text().replace('"', "")
        assert pane.table.model().rowCount() == 1
        pane.table.clicked.emit(pane.table.model().index(0, 0))
        settle(program)
        assert program.model.rowCount() == everything
        pane.show_field("period")
        assert (
            sum(int(str(pane.table.model().index(row, 1).data())) for row in range(pane.table.model().rowCount()))
            == everything
        )
    with running(tmp_path) as program:
        assert program.window.possessions.breakdown.field == "period"
