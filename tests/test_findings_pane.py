"""The Data quality pane: every finding of the games that are looked at, one click from its possession."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from explorer.app import findings_controller
from tests.window import running, settle, write_games


def test_findings_lead_to_their_possessions(qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = write_games(tmp_path / "files", 1)
    payload = json.loads(path.read_text())
    broken = payload["teams"][0]["possessions"][7]
    broken["player_ids"] = broken["player_ids"][:4]
    path.write_text(json.dumps(payload))
    with running(tmp_path) as program:
        program.games.start([path])
        settle(program)
        pane = program.window.findings
        assert pane.table.rows.rowCount() == 0
        program.window.findings_dock.show()
        settle(program)
        rows = [pane.table.rows.row(number) for number in range(pane.table.rows.rowCount())]
        number = next(i for i, row in enumerate(rows) if row.cells[2].text == "not five players")
        assert "4 players" in rows[number].cells[3].text
        program.controller.ask("no possession shows these words")
        pane.table.clicked.emit(pane.table.rows.index(number, 0))
        settle(program)
        current = program.window.possessions.table.currentIndex().row()
        assert program.model.key_at(current) == rows[number].key
        assert "4 players" in program.window.details._findings.text()


def test_without_findings_the_pane_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.window.findings_dock.show()
        settle(program)
        assert program.window.findings._stack.currentIndex() == 1


def test_more_findings_than_are_shown_say_so(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings_controller, "MOST_ROWS", 3)
    paths = write_games(tmp_path / "files", 2)
    for path in paths:
        payload = json.loads(path.read_text())
        for possession in payload["teams"][0]["possessions"][:5]:
            possession["player_ids"] = possession["player_ids"][:4]
        path.write_text(json.dumps(payload))
    with running(tmp_path) as program:
        program.games.start(paths)
        settle(program)
        program.window.findings_dock.show()
        settle(program)
        rows = program.window.findings.table.rows
        assert rows.rowCount() == 4
        assert [cell.text for cell in rows.row(3).cells] == [
            "…",
            "",
            "the first 3 rows",
            "more was found in the first 1 game of 2; choose fewer games to see the rest",
        ]
