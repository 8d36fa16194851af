"""The timeline and the ball's path in step: the same rows in the same order, chosen here and shown there."""

from __future__ import annotations

import functools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from explorer.core.ball_path import StepKind, ball_path
from explorer.core.model import Possession
from explorer.core.names import NameBook
from explorer.core.vocabulary import CTG, SHOTTRACKER, EventKind
from explorer.models.possession_rows import timeline
from explorer.models.rows_model import Row
from explorer.services.sample import load_sample
from explorer.widgets.court.path_layer import PathLayer
from explorer.widgets.details_pane import DetailsPane, PossessionDetails
from explorer.widgets.tokens import LIGHT
from tests.payloads import DAL, NOP, Json, ctg_game, ctg_row


@functools.cache
def sample(source: str) -> tuple[tuple[Possession, ...], NameBook]:
    selection = load_sample(source, games=4, seed=9)
    (loaded, *_) = (loaded for loaded in selection.games if loaded.info.key[0] == source)
    return loaded.details().game.possessions, selection.book


def rows_of(possession: Possession, source: str = CTG) -> list[Row]:
    return timeline(possession, sample(CTG)[1], source)


@pytest.mark.parametrize("source", [CTG, SHOTTRACKER])
def test_the_timeline_has_a_row_for_every_step_of_the_path(source: str) -> None:
    for possession in sample(source)[0]:
        rows = rows_of(possession, source)
        keys = [row.key for row in rows if row.key is not None]
        path = ball_path(possession)
        assert set(keys) == {step.row for step in path.steps}
        assert len(set(keys)) == len(keys) == len(rows) - 2
        own = [path.step_of(key) for key in keys if isinstance(key, int)]
        assert own == sorted(own, key=lambda step: -1 if step is None else step)


def test_what_a_player_did_with_the_ball_stands_with_the_event_that_ended_it() -> None:
    told = 0
    for possession in sample(CTG)[0]:
        texts = {row.key: row.cells for row in rows_of(possession)}
        for step in ball_path(possession).steps:
            if step.kind is not StepKind.TOUCH or not step.dribbles:
                continue
            clock, _, _, title = texts[step.row]
            word = "after" if step.row < len(possession.events) else "has the ball,"
            assert f"{word} {step.dribbles} dribble" in title.text
            assert clock.text != "-"
            told += 1
    assert told > 200


def a_touch(**more: object) -> Json:
    row = ctg_row(0, DAL, NOP, 0, 12)
    return {
        "possession_id_ctg": row["possession_id_ctg"],
        "team_id_nba": DAL,
        "player_id_nba": 7,
        "start_game_clock": 715.0,
        "end_game_clock": 711.5,
        "num_dribbles": 4,
        "outcome_type": "end_of_period",
    } | more


def test_a_touch_that_nothing_ended_has_a_row() -> None:
    (possession,) = ctg_game([ctg_row(0, DAL, NOP, 0, 12)], possession_touches=[a_touch()]).possessions
    _, row, _ = rows_of(possession)
    assert [cell.text for cell in row.cells] == ["11:55", "-", "#7", "has the ball, 4 dribbles in 3.5 s"]
    assert row.key == 0
    assert all(cell.is_pale for cell in row.cells)


def test_a_pass_takes_its_clock_from_the_touch_and_says_so() -> None:
    thrown = {"pass_id_ctg": "p", "possession_id_ctg": a_touch()["possession_id_ctg"], "passer_id_nba": 7}
    touch = a_touch(outcome_ctg_id="p", num_dribbles=0)
    game = ctg_game([ctg_row(0, DAL, NOP, 0, 12)], possession_touches=[touch], passes=[thrown])
    _, row, _ = rows_of(game.possessions[0])
    assert [cell.text for cell in row.cells] == ["11:51", "-", "#7", "pass, held 3.5 s"]
    assert "touch ended" in row.cells[0].tip
    assert row.cells[0].is_pale


@pytest.fixture
def pane(qtbot: QtBot) -> DetailsPane:
    made = DetailsPane()
    qtbot.addWidget(made)
    made.resize(460, 400)
    made.show()
    return made


def show(pane: DetailsPane, possession: Possession) -> None:
    pane.show_details(
        PossessionDetails(("", ""), (), rows_of(possession), (), (), (), ("offence", "defence"), lambda: "")
    )


def longest() -> Possession:
    return max(sample(CTG)[0], key=lambda row: sum(event.kind == EventKind.PASS for event in row.events))


def click(pane: DetailsPane, row: int) -> None:
    table = pane.table("Timeline")
    place = table.visualRect(table.rows.index(row, 3)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_row_that_is_clicked_or_walked_to_is_told(pane: DetailsPane) -> None:
    show(pane, longest())
    chosen: list[int] = []
    pane.event_chosen.connect(chosen.append)
    table = pane.table("Timeline")
    click(pane, 2)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert chosen == [table.rows.row(2).key, table.rows.row(3).key]
    click(pane, 0)
    assert len(chosen) == 2


def test_an_event_that_is_shown_is_chosen_and_seen_and_says_nothing(pane: DetailsPane) -> None:
    show(pane, longest())
    chosen: list[int] = []
    pane.event_chosen.connect(chosen.append)
    table = pane.table("Timeline")
    last = table.rows.rowCount() - 2
    number = table.rows.row(last).key
    assert isinstance(number, int)
    pane.show_event(number)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [last]
    assert table.viewport().rect().contains(table.visualRect(table.rows.index(last, 0)).center())
    for nothing in (None, 10_000):
        pane.show_event(nothing)
        assert not table.selectionModel().hasSelection()
    assert chosen == []


def test_path_and_timeline_walk_together(pane: DetailsPane) -> None:
    possession = longest()
    show(pane, possession)
    layer = PathLayer(LIGHT)
    path = ball_path(possession)
    layer.set_path(path)
    layer.step_chosen.connect(lambda step: pane.show_event(layer.row))
    pane.event_chosen.connect(lambda number: layer.set_step(path.step_of(number)))
    table = pane.table("Timeline")
    for step in range(len(path.steps)):
        layer.choose(step)
        (chosen,) = table.selectionModel().selectedRows()
        assert table.rows.row(chosen.row()).key == path.steps[step].row
        assert layer.step == step
    click(pane, 1)
    assert layer.row == table.rows.row(1).key
