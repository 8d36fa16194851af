"""Two questions side by side: B's rows, both courts, the differences; swapped, wrong, and closed again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.core.breakdown import measured
from tests.window import running, settle, write_games


def test_two_questions_are_shown_side_by_side(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        window, compares = program.window, program.compares
        bar, model = window.possessions.compare, window.possessions.breakdown.table.model()
        assert bar.isHidden()
        program.controller.ask("period:Q1")
        window.actions_["compare"].trigger()
        assert not bar.isHidden()
        compares.compare("period:Q2")
        settle(program)
        second = compares.sample()
        assert second is not None
        assert (second.tables.possessions.period[second.rows] == 2).all()
        headers = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
        assert headers[:6] == ["start", "n A", "n B", "PPP A", "PPP B", "Δ PPP"]
        assert window.courts.is_pair
        assert len(window.courts.second.shots) == second.shots.sum()
        told = bar._gap.text()
        gap = measured(program.controller.sample)["ppp"].value[0] - measured(second)["ppp"].value[0]
        assert "95 % interval" in told
        assert float(told.split()[3].replace("−", "-")) == pytest.approx(gap, abs=0.006)
        bar.swap_asked.emit()
        settle(program)
        assert (window.filter.text(), bar.second.text()) == ("period:Q2", "period:Q1")
        compares.compare("period:Q1,Q2")
        assert "share" in bar._gap.text()
        row = int(second.tables.shots.possession[second.shots][0])
        window.courts.second.shots_layer.shot_chosen.emit(row)
        assert program.controller.chosen == row


def test_a_wrong_second_question_says_so_and_the_last_one_holds(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        compares, bar = program.compares, program.window.possessions.compare
        compares.compare("period:Q2")
        compares.compare("nosuchfield:3")
        assert "nosuchfield" in bar._gap.text()
        second = compares.sample()
        assert second is not None
        assert (second.tables.possessions.period[second.rows] == 2).all()
        program.window.actions_["compare"].trigger()
        assert bar.isHidden()
        assert not program.window.courts.is_pair
        assert compares.sample() is None
        headers = program.window.possessions.breakdown.table.model().headerData(3, Qt.Orientation.Horizontal)
        assert headers == "PPP"
