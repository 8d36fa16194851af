"""The flow above the list: what it shows, and that clicks, drags and keys in it lead to the rows."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import SIGNAL, QPoint, QRectF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.core.fields import BY_NAME
from explorer.core.flow import Flow, flow_of
from explorer.core.seasons import elapsed_s
from explorer.core.table import Tables
from explorer.core.vocabulary import SHOTTRACKER
from explorer.services.sample import load_sample
from explorer.widgets import flow_strip
from explorer.widgets.flow_geometry import laid_out, layers_of
from explorer.widgets.flow_strip import FlowStrip
from explorer.widgets.tokens import DARK, LIGHT
from tests import small_games
from tests.window import application, running, settle, write_games

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@functools.cache
def sample() -> Tables:
    return load_sample(SHOTTRACKER, games=2, seed=3).tables


def strip_of(program: Program) -> FlowStrip:
    return program.window.possessions.flow


@contextmanager
def looking_at(folder: Path, paths: list[Path]) -> Iterator[Program]:
    with running(folder) as program:
        program.games.start(paths)
        settle(program)
        yield program


def place(program: Program, row: int) -> QPoint:
    found = strip_of(program).place_of(row)
    assert found is not None
    return found.toPoint()


def drag(program: Program, first_row: int, last_row: int) -> None:
    """Drag from the block of one row to that of another; both have to be wide enough to be hit."""
    strip = strip_of(program)
    start, end = place(program, first_row), place(program, last_row)
    QTest.mousePress(strip, LEFT, NONE, start)
    QTest.mouseMove(strip, (start + end) / 2)
    QTest.mouseMove(strip, end)
    QTest.mouseRelease(strip, LEFT, NONE, end)
    settle(program)


def shown(program: Program) -> list[int]:
    return sorted(program.model.rows.tolist())


# Where everything stands


@given(st.integers(0, 1), st.integers(60, 2500), st.integers(0, 2**32 - 1), st.floats(0, 1))
@settings(max_examples=15)
def test_every_block_stands_inside_on_its_side_and_is_painted_once(
    game: int, width: int, seed: int, share: float
) -> None:
    flow = flow_of(sample(), game)
    plot = QRectF(50, 14, width, 66)
    geometry = laid_out(flow, plot)
    heights: dict[int, float] = {}
    for block, is_first, points in zip(geometry.blocks, flow.is_first, flow.points.tolist(), strict=True):
        assert plot.top() <= block.rect.top() < block.rect.bottom() <= plot.bottom()
        assert (block.rect.bottom() if is_first else block.rect.top()) == pytest.approx(plot.center().y())
        assert heights.setdefault(points, block.rect.height()) == pytest.approx(block.rect.height())
    in_order = [heights[points] for points in sorted(heights)]
    assert in_order == sorted(in_order)
    assert in_order[0] >= 3
    assert min(np.diff(in_order)) > 3
    assert (np.diff(geometry.left) >= 0).all()
    assert geometry.left.min() >= plot.left()
    is_shown = np.random.default_rng(seed).random(len(flow)) < share
    layers = layers_of(geometry, is_shown)
    for stands_out in (True, False):
        rects = [rect for layer in layers if layer.is_shown == stands_out for rect in (*layer.told, *layer.hollow)]
        assert len(rects) == (is_shown == stands_out).sum()
    assert all(layer.is_shown or layer.shapes.isEmpty() for layer in layers)
    assert plot.adjusted(-1, 0, 1, 0).contains(geometry.margin.boundingRect())
    for number in np.flatnonzero(geometry.right - geometry.left > 2).tolist()[::10]:
        assert geometry.block_at(geometry.blocks[number].rect.center(), flow.is_first, 0) == number


def test_blocks_far_from_each_other_carry_their_marks() -> None:
    flow = flow_of(sample(), 0)
    geometry = laid_out(flow, QRectF(50, 14, 700, 66))
    assert all(layer.shapes.isEmpty() for layer in layers_of(geometry, np.ones(len(flow), np.bool_)))
    few = np.arange(len(flow)) % 20 == 0
    assert not any(layer.shapes.isEmpty() for layer in layers_of(geometry, few) if layer.is_shown)


def test_the_axis_is_as_long_as_the_game_and_goes_back_and_forth() -> None:
    geometry = laid_out(flow_of(sample(), 0), QRectF(50, 14, 700, 66))
    assert geometry.x_of(0) == 50
    assert geometry.x_of(geometry.length_s) == pytest.approx(750)
    assert geometry.time_at(geometry.x_of(1234.5)) == pytest.approx(1234.5)
    assert (geometry.time_at(-10), geometry.time_at(9999)) == (0, geometry.length_s)


def test_what_is_unknown_is_hollow_and_leaves_a_gap_in_the_margin() -> None:
    known = flow_of(sample(), 0)
    points, margin = known.points.copy(), known.margin.copy()
    points[10], margin[5:8] = -1, np.nan
    parts = {name: getattr(known, name) for name in Flow.__dataclass_fields__}
    flow = Flow(**parts | {"points": points, "margin": margin})
    geometry = laid_out(flow, QRectF(50, 14, 700, 66))
    layers = layers_of(geometry, np.ones(len(flow), np.bool_))
    assert sum(len(layer.hollow) for layer in layers) == 1
    starts = [geometry.margin.elementAt(n) for n in range(geometry.margin.elementCount())]
    assert sum(one.isMoveTo() for one in starts) == 2


# In the window


def test_the_flow_shows_the_game_and_what_is_shown_stands_out(qtbot: QtBot, tmp_path: Path) -> None:
    with looking_at(tmp_path, write_games(tmp_path / "files", 1)) as program:
        strip = strip_of(program)
        assert strip.isVisible()
        assert strip.shown_rows == shown(program)
        assert strip.chosen_row == program.controller.chosen
        assert strip.words.title == ""
        program.controller.ask("points>0")
        assert sorted(strip.shown_rows) == shown(program)
        assert 0 < len(strip.shown_rows) < len(program.model.tables.possessions)
        assert f"{len(strip.shown_rows)} of" in strip.accessibleDescription()
        for theme, tokens in (("dark", DARK), ("light", LIGHT)):
            program.window.menus.theme_chosen.emit(theme)
            picture = strip.grab().toImage()
            colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
            assert {tokens.base, tokens.make} <= colours
        program.controller.show_nothing()
        assert not strip.isVisible()


def test_pointing_tells_and_a_click_chooses_also_what_is_hidden(qtbot: QtBot, tmp_path: Path) -> None:
    with looking_at(tmp_path, write_games(tmp_path / "files", 1)) as program:
        table = program.model.tables.possessions
        row = int(np.flatnonzero((table.duration_s > 15) & (table.points == 2))[4])
        strip, at = strip_of(program), place(program, row)
        QApplication.sendEvent(strip, QHelpEvent(QHelpEvent.Type.ToolTip, at, strip.mapToGlobal(at)))
        assert QToolTip.text().startswith(f"{table.number[row]}.  Q")
        assert "2 points, margin " in QToolTip.text()
        QTest.mouseClick(strip, LEFT, NONE, at)
        assert program.controller.chosen == strip.chosen_row == row
        program.controller.ask("points:0")
        assert program.controller.chosen != row
        QTest.mouseClick(strip_of(program), LEFT, NONE, place(program, row))
        assert program.controller.chosen == row
        assert program.controller.question == ""


def test_a_drag_narrows_to_the_stretch_and_the_next_one_replaces_it(qtbot: QtBot, tmp_path: Path) -> None:
    with looking_at(tmp_path, write_games(tmp_path / "files", 1)) as program:
        table, elapsed = program.model.tables.possessions, elapsed_s(program.model.tables)
        wide = np.flatnonzero(table.duration_s > 15).tolist()
        strip = strip_of(program)
        QTest.mousePress(strip, LEFT, NONE, QPoint(200, 40))
        QTest.mouseMove(strip, QPoint(300, 40))
        QTest.keyClick(strip, Qt.Key.Key_Escape)
        QTest.mouseRelease(strip, LEFT, NONE, QPoint(300, 40))
        assert program.controller.question == ""
        program.controller.ask("points:0 or points>0")
        everything = shown(program)
        for first, last in ((wide[5], wide[20]), (wide[40], wide[30])):
            drag(program, first, last)
            low, high = sorted((elapsed[first], elapsed[last]))
            assert shown(program) == np.flatnonzero((elapsed >= low) & (elapsed <= high)).tolist()
            assert program.controller.question.count("elapsed:") == 1
            assert program.window.filter.text() == program.controller.question
            assert strip_of(program).shown_rows == shown(program)
        QTest.keyClick(strip_of(program), Qt.Key.Key_Escape)
        assert shown(program) == everything
        assert "elapsed" not in program.controller.question
        drag(program, wide[5], wide[20])
        QTest.mouseDClick(strip_of(program), LEFT, NONE, place(program, wide[7]))
        assert shown(program) == everything
        # A click beside the stretch only takes the stretch away.
        drag(program, wide[5], wide[20])
        QTest.mouseClick(strip_of(program), LEFT, NONE, place(program, wide[30]))
        assert program.controller.chosen == wide[30]
        assert program.controller.question == "(points:0 or points>0)"


def test_the_keys_step_through_what_is_shown_in_order_of_time_and_nothing_is_laid_out_again(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with looking_at(tmp_path, write_games(tmp_path / "files", 1)) as program:
        strip = strip_of(program)
        application().processEvents()
        calls: list[object] = []
        monkeypatch.setattr(flow_strip, "laid_out", lambda *given: calls.append(given))
        program.model.set_sorting("points", Qt.SortOrder.DescendingOrder)
        program.controller.ask("points>=3 period:Q1")
        rows = strip.shown_rows
        QTest.keyClick(strip, Qt.Key.Key_Home)
        walked = [program.controller.chosen]
        for _ in rows[1:]:
            QTest.keyClick(strip, Qt.Key.Key_Right)
            walked.append(program.controller.chosen)
        assert walked == rows
        QTest.keyClick(strip, Qt.Key.Key_Right)
        assert program.controller.chosen == rows[-1]
        QTest.keyClick(strip, Qt.Key.Key_Left)
        assert program.controller.chosen == rows[-2]
        QTest.keyClick(strip, Qt.Key.Key_End)
        assert program.controller.chosen == rows[-1]
        assert "chosen:" in strip.accessibleDescription()
        strip.grab()
        assert calls == []


def test_of_several_games_the_chosen_one_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    # The same two teams twice, which only the id tells apart, and two others.
    pairs = [(501, 502), (501, 502), (503, 504)]
    paths = [
        small_games.write(tmp_path / f"{n}.json", small_games.shottracker(("Q1", "Q2"), game=n, home=home, away=away))
        for n, (home, away) in enumerate(pairs)
    ]
    with looking_at(tmp_path, paths) as program:
        program.controller.ask("points>=0")
        strip, table = strip_of(program), program.model.tables.possessions
        titles = program.model.written(BY_NAME["game"]).texts[:3]
        twice = max(titles, key=titles.count)
        assert titles.count(twice) == 2
        for game in (1, 2, 0):
            rows = np.flatnonzero(table.game == game).tolist()
            program.window.possessions.table.choose(rows[4])
            assert strip.flow is not None
            assert strip.flow.rows.tolist() == rows
            assert strip.words.title == titles[game]
            beside = QPoint(10, 40)
            QApplication.sendEvent(strip, QHelpEvent(QHelpEvent.Type.ToolTip, beside, strip.mapToGlobal(beside)))
            assert QToolTip.text() == f"{titles[game]}, {strip.words.day}"
            assert strip.words.day == program.model.tables.names.games[game].day
            drag(program, rows[1], rows[8])
            assert shown(program) == rows[1:9]
            named = program.controller.question.removeprefix("points>=0 game=").partition(" elapsed:")[0]
            assert (named == f'"{titles[game]}"') == (titles[game] != twice)
            QTest.keyClick(strip, Qt.Key.Key_Escape)
            assert program.controller.question == "points>=0"


def test_the_menu_hides_the_flow_and_it_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 1)
    with looking_at(tmp_path, paths) as program:
        assert program.window.actions_["flow"].isChecked()
        program.window.actions_["flow"].trigger()
        assert not strip_of(program).isVisible()
    with looking_at(tmp_path, paths) as program:
        assert not strip_of(program).isVisible()
        program.controller.ask("points>0")
        program.window.actions_["flow"].trigger()
        assert strip_of(program).isVisible()
        assert sorted(strip_of(program).shown_rows) == shown(program)


def test_a_game_without_clocks_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    payload = small_games.markings()
    for row in payload["markings"]["possessions"]:
        del row["start_game_clock"]
    with looking_at(tmp_path, [small_games.write(tmp_path / "game.json", payload)]) as program:
        strip = strip_of(program)
        assert strip.isVisible()
        assert "0 of 0 possessions shown. 6 without clock or team" in strip.accessibleDescription()
        QTest.mouseClick(strip, LEFT, NONE, QPoint(300, 40))
        QTest.keyClick(strip, Qt.Key.Key_Right)
        assert not strip.grab().isNull()


def test_every_command_does_something(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        idle = [name for name, act in program.window.actions_.items() if not act.receivers(SIGNAL("triggered(bool)"))]
        assert idle == []
