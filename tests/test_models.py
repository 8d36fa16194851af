"""The Qt models: what a view may rely on, and that sorting and filtering agree with a plain reading."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from explorer.core.errors import QueryError
from explorer.core.fields import BY_NAME, FIELDS, Kind
from explorer.core.vocabulary import SHOTTRACKER, Mark
from explorer.models.library_model import GameItem, LibraryModel
from explorer.models.possession_model import PossessionModel, columns_as_text
from explorer.models.roles import Look, Role
from explorer.models.rows_model import Cell, Row, RowsModel
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from explorer.widgets.rows_table import fitting

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@functools.cache
def sample_games() -> Selection:
    return load_sample(SHOTTRACKER, games=3, seed=9)


@pytest.fixture
def model(qtbot: QtBot) -> PossessionModel:
    made = PossessionModel()
    made.set_tables(sample_games().tables, sample_games().book)
    return made


def shown(model: PossessionModel, name: str) -> list[str]:
    column = [field.name for field in model.fields].index(name)
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def test_possession_model_keeps_qts_rules_while_everything_changes(model: PossessionModel) -> None:
    # Qt's tester looks at every cell again and again: one game has them all.
    game = load_sample(SHOTTRACKER, games=1, seed=9)
    model.set_tables(game.tables, game.book)
    tester = QAbstractItemModelTester(model, FATAL)
    for column in range(model.columnCount()):
        model.sort(column, DESCENDING)
    model.set_question("steal")
    model.sort(-1)
    model.set_question("no possession shows these words")
    assert model.rowCount() == 0
    model.set_question("")
    model.set_fields(["points", "number", "no such field"])
    assert [field.name for field in model.fields] == ["points", "number"]
    assert tester.failureReportingMode() == FATAL


@given(st.sampled_from([field.name for field in FIELDS]), st.sampled_from([ASCENDING, DESCENDING]))
@settings(max_examples=60)
def test_sorting_is_stable_ordered_and_puts_the_unknown_last(name: str, order: Qt.SortOrder) -> None:
    model = PossessionModel()
    model.set_tables(sample_games().tables, sample_games().book)
    model.set_fields([name, "number"])
    model.sort(0, order)
    keys = model.written(BY_NAME[name]).sort_keys[model.rows]
    known = keys[~np.isnan(keys)]
    assert np.isnan(keys[len(known) :]).all()
    steps = np.diff(known)
    assert ((steps >= 0) if order is ASCENDING else (steps <= 0)).all()
    ties = np.flatnonzero(steps == 0)
    assert (model.rows[ties] < model.rows[ties + 1]).all()
    assert sorted(model.rows) == list(range(len(model.tables.possessions)))


@pytest.mark.parametrize("question", ["steal", "miss Q1", "-miss", '"made field goal"', "3PT -Q4", "zzz", ""])
def test_filter_equals_looking_at_every_shown_cell(model: PossessionModel, question: str) -> None:
    everything = [
        [str(model.data(model.index(row, column))).casefold() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    words = (
        [("made field goal", True)]
        if question.startswith('"')
        else [(word.lstrip("-").casefold(), not word.startswith("-")) for word in question.split()]
    )
    wanted = [
        row
        for row, cells in enumerate(everything)
        if all(any(word in cell for cell in cells) == is_wanted for word, is_wanted in words)
    ]
    model.set_question(question)
    assert model.rows.tolist() == wanted


def test_an_open_quotation_mark_is_told_and_changes_nothing(model: PossessionModel) -> None:
    model.set_question("steal")
    before = model.rows.tolist()
    with pytest.raises(QueryError) as caught:
        model.set_question('steal "made')
    assert caught.value.position == 6
    assert model.rows.tolist() == before


def test_a_row_is_known_by_its_key_over_sorting_and_filtering(model: PossessionModel) -> None:
    index = QPersistentModelIndex(model.index(40, 2))
    key = model.key_at(40)
    model.sort(model.columnCount() - 1, DESCENDING)
    assert model.data(index, Role.KEY) == key
    number = shown(model, "number")[index.row()]
    model.set_question(f"number={number}")
    assert model.key_at(index.row()) == key
    model.set_question("no such words anywhere")
    assert not index.isValid()


def test_every_cell_has_a_text_and_a_word_for_a_screen_reader(model: PossessionModel) -> None:
    model.set_fields([field.name for field in FIELDS])
    for column, field in enumerate(FIELDS):
        index = model.index(3, column)
        assert model.data(index)
        assert str(model.data(index, Qt.ItemDataRole.AccessibleTextRole)).startswith(field.title)
        assert model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)


def test_unknown_is_a_dash_with_its_reason_and_never_zero(qtbot: QtBot) -> None:
    ctg = load_sample("ctg", games=4, seed=9)
    part = next(loaded for loaded in ctg.games if loaded.info.key[0] == "ctg")
    model = PossessionModel()
    model.set_tables(part.tables, ctg.book)
    model.set_fields(["assists"])
    assert set(shown(model, "assists")) == {"-"}
    assert "does not tell" in str(model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole))
    assert model.data(model.index(0, 0), Role.IS_PALE) is True
    assert "assists" in model.unknown_fields()


def test_copying_gives_headers_and_the_rows_as_shown(model: PossessionModel) -> None:
    lines = columns_as_text(model, [5, 2]).splitlines()
    assert lines[0].split("\t") == [field.title for field in model.fields]
    assert lines[1].split("\t") == [str(model.data(model.index(5, c))) for c in range(model.columnCount())]
    assert len(lines) == 3


def items() -> list[GameItem]:
    return [
        GameItem(("shottracker", "a"), "2026-01-02", "ABC 90   DEF 80", "190 poss", "", "2026-01-02 Abc Def"),
        GameItem(("ctg", "b"), "2026-01-02", "GHI 99   JKL 98", "200 poss", "", "2026-01-02 Ghi Jkl"),
        GameItem(("ctg", "c"), "2026-01-03", "ABC 99   JKL 98", "200 poss", "", "2026-01-03 Abc Jkl"),
    ]


def test_library_model_is_a_proper_tree_with_the_newest_day_first(qtbot: QtBot) -> None:
    model = LibraryModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.set_items(items())
    assert [model.data(model.index(row, 0)) for row in range(model.rowCount())] == ["2026-01-03", "2026-01-02"]
    assert model.game_keys() == [("ctg", "c"), ("shottracker", "a"), ("ctg", "b")]
    for key in model.game_keys():
        assert model.data(model.index_of(key), Role.KEY) == key
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    model.set_search("abc jkl")
    assert model.game_keys() == [("ctg", "c")]
    assert not model.index_of(("ctg", "b")).isValid()
    model.set_items([])
    assert model.rowCount(QModelIndex()) == 0
    assert tester.failureReportingMode() == FATAL


def test_rows_model_shows_what_it_is_given(qtbot: QtBot) -> None:
    model = RowsModel(("a", "b"))
    tester = QAbstractItemModelTester(model, FATAL)
    model.set_rows([Row((Cell("Head"),), is_heading=True), Row((Cell("x"), Cell("1", is_number=True)), key=7)])
    assert model.data(model.index(1, 1)) == "1"
    assert model.data(model.index(1, 0), Role.KEY) == 7
    assert model.data(model.index(0, 1)) is None
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert tester.failureReportingMode() == FATAL


def test_what_is_told_of_one_row_is_what_the_list_would_show_of_it() -> None:
    sample = sample_games()
    whole, fresh = PossessionModel(), PossessionModel()
    for model in (whole, fresh):
        model.set_tables(sample.tables, sample.book)
    for row in (0, 300, len(sample.tables.possessions) - 1, 1):
        for field in FIELDS:
            written = whole.written(field)
            code = int(written.codes[row])
            assert fresh.told(field, row)[1] == (code >= 0)
            if field.kind is not Kind.SECONDS:
                assert fresh.told(field, row)[0] == written.texts[code]


def test_what_a_cell_shows_is_told_at_once_as_role_by_role(model: PossessionModel) -> None:
    model.set_fields(field.name for field in FIELDS)
    for row in (0, model.rowCount() // 2, model.rowCount() - 1):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            look = index.data(Role.LOOK)
            assert isinstance(look, Look)
            mark = index.data(Role.MARK)
            assert (look.text, look.mark) == (index.data(), None if mark is None else Mark(mark))
            assert (look.team, look.share) == (index.data(Role.TEAM), index.data(Role.SHARE))
            assert look.is_pale == index.data(Role.IS_PALE)
            assert look.alignment == index.data(Qt.ItemDataRole.TextAlignmentRole)


@given(st.lists(st.integers(20, 400), max_size=8), st.integers(-50, 900))
def test_columns_are_cut_only_where_room_is_missing_and_numbers_never(wanted: list[int], room: int) -> None:
    widths = fitting(wanted, room)
    assert len(widths) == len(wanted)
    assert all(width == min(want, 240) or 72 <= width < want for width, want in zip(widths, wanted, strict=True))
    if sum(min(want, 240) for want in wanted) <= room:
        assert widths == [min(want, 240) for want in wanted]
    elif max(widths, default=0) > 72:
        assert sum(widths) <= room
