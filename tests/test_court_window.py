"""The court in the window: what is done on it becomes a question, and it never disagrees with the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from explorer.app import court_presenting
from explorer.app.court_files import SUFFIXES
from explorer.app.court_wanted import Wanted
from explorer.app.main import Program
from explorer.core.hexagons import SIZES_FT
from explorer.core.query_names import court_of
from explorer.core.query_places import shapes_in
from explorer.core.shapes import Kind
from explorer.core.views import View
from explorer.paths import find_paths
from explorer.services.annotations import open_annotations
from explorer.widgets.court import shots_layer
from explorer.widgets.court.canvas import Canvas, Orientation
from explorer.widgets.court.picture_dialog import PictureDialog
from tests.window import running, settle, write_games


def opened(program: Program, paths: list[Path]) -> None:
    program.games.start(paths)
    settle(program)


def drag(canvas: Canvas, corners: list[tuple[float, float]]) -> None:
    viewport = canvas.viewport()
    places = [canvas.to_pixels(x, y) for x, y in corners]
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(viewport, place)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=places[-1])


def click(program: Program, mark: int, name: str) -> None:
    view = program.window.court
    assert view.drawn.name == name
    at = view.canvas.mapFrom(view, view.place_of(mark)) + QPoint(1, 1)
    QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle(program)


def test_a_drawn_area_is_a_question_kept_in_views_undone_by_back_and_cleared_by_escape(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        window, viewer = program.window, program.controller
        program.controller.ask("period:Q1,Q2")
        everything = len(program.model.rows)
        drag(window.court.canvas, [(-8, 0.5), (0, 9), (8, 19)])
        settle(program)
        (shape,) = shapes_in(viewer.question)
        assert shape.kind is Kind.RECT
        assert viewer.question.startswith('period:Q1,Q2 place:"rect ')
        shots = viewer.sample.tables.shots.take(viewer.sample.shots)
        left, near, right, far = shape.numbers
        assert 0 < len(shots) < len(viewer.sample.shots)
        inside = (shots.x_ft >= left) & (shots.x_ft <= right) & (shots.y_ft >= near) & (shots.y_ft <= far)
        assert inside.all()
        assert len(program.model.rows) < everything
        assert window.court.shapes == 1
        # Another area takes the place of the first.
        window.actions_["lasso"].trigger()
        drag(window.court.canvas, [(-20, 10), (-10, 30), (5, 25), (0, 12)])
        settle(program)
        assert [shape.kind for shape in shapes_in(viewer.question)] == [Kind.LASSO]
        drawn = viewer.question
        program.views._on_save(View("Elbow", drawn))
        window.actions_["back"].trigger()
        settle(program)
        assert shapes_in(viewer.question) == (shape,)
        window.actions_["back"].trigger()
        settle(program)
        assert (viewer.question, len(program.model.rows)) == ("period:Q1,Q2", everything)
        annotations = open_annotations(find_paths(tmp_path / "base").annotations)
        (saved,) = annotations.views()
        annotations.close()
        program.views.apply(saved)
        settle(program)
        assert viewer.question == drawn
        assert window.court.shapes == 1
        window.court.canvas.setFocus()
        QTest.keyClick(window.court.canvas, Qt.Key.Key_Escape)
        settle(program)
        assert viewer.question == "period:Q1,Q2"
        assert window.court.shapes == 0


def test_a_click_on_a_zone_asks_for_it_and_a_second_one_takes_it_back(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        window, viewer = program.window, program.controller
        window.actions_["layer_zones"].trigger()
        settle(program)
        layer = window.court.zones_layer
        rim = next(mark for mark in range(layer.count()) if layer.words_of(mark).startswith("Rim"))
        attempts = layer.figures.of(0)
        assert attempts is not None
        click(program, rim, "zones")
        assert viewer.question == "zone:rim"
        assert int(viewer.sample.shots.sum()) == attempts.attempts
        click(program, rim, "zones")
        assert viewer.question == ""


def test_a_click_on_a_cell_of_the_density_asks_for_exactly_its_shots(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 2))
        window, viewer = program.window, program.controller
        window.actions_["layer_density"].trigger()
        layer = window.court.density_layer
        for across_ft in SIZES_FT:
            layer.set_across(across_ft)
            settle(program)
            n = int(layer.cells.tally.cells.n[layer.cells.cells[0]])
            assert n > 1
            assert f"{n:,}" in layer.table().rows[0]
            click(program, 0, "density")
            assert int(viewer.sample.shots.sum()) == n
            viewer.ask("")
            settle(program)


def test_distances_are_chosen_in_the_strip_and_dropped_again(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        window, viewer = program.window, program.controller
        viewer.ask("period:Q1")
        window.actions_["distances"].trigger()
        settle(program)
        strip = window.court.strip
        assert strip.isVisible()
        at = [strip.column_of(feet).center().toPoint() for feet in (0, 3)]
        QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=at[0])
        QTest.mouseMove(strip, at[1])
        QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=at[1])
        settle(program)
        assert viewer.question == "period:Q1 shot.distance<4"
        shots = viewer.sample.tables.shots.distance_ft[viewer.sample.shots]
        assert len(shots)
        assert (shots < 4).all()
        strip.distances_dropped.emit()
        settle(program)
        assert viewer.question == "period:Q1"


def test_shots_and_list_lead_to_each_other_and_keys_walk_the_shots(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        window, viewer = program.window, program.controller
        viewer.ask("outcome:miss")
        settle(program)
        shots = window.court.shots.possession
        viewer.choose_row(int(shots[0]))
        seen = []
        for _ in range(6):
            window.actions_["next_shot"].trigger()
            settle(program)
            seen.append((viewer.chosen, window.court.standing))
            assert window.possessions.table.currentIndex().isValid()
        assert [row for row, _ in seen] == [int(row) for row in shots[:6]]
        assert [mark for _, mark in seen] == list(range(6))
        window.actions_["previous_shot"].trigger()
        settle(program)
        assert (viewer.chosen, window.court.standing) == (int(shots[4]), 4)
        click(program, 9, "shots")
        assert viewer.chosen in {int(shots[9]), *(int(shots[m]) for m in range(len(shots)))}
        assert window.court.shots_layer._chosen == viewer.chosen


def test_too_many_shots_turn_into_density_which_says_so(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (court_presenting, shots_layer):
        monkeypatch.setattr(module, "MOST_POINTS", 100)
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        view, viewer = program.window.court, program.controller
        n = int(viewer.sample.shots.sum())
        assert n > 100
        assert (view.layer.name, view.drawn.name) == ("shots", "density")
        assert view.notice.startswith(f"{n} shots: shown as density")
        viewer.ask("period:Q1")
        settle(program)
        assert view.drawn.name == "shots"
        assert view.notice == ""
        assert len(view.shots) == viewer.sample.shots.sum()


def test_a_game_keeps_the_court_that_was_chosen_for_it_and_no_other_does(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 2)
    with running(tmp_path / "base") as program:
        opened(program, paths)
        first, second = sorted(program.games.library_keys())
        program.games.choose([first])
        settle(program)
        own = program.window.court.court.key
        before = program.controller.sample
        program.lines.choose_league("fiba")
        settle(program)
        assert program.window.court.court.key == "fiba"
        assert court_of(program.model.tables.names.games[0]).key == "fiba"
        assert program.controller.sample is not before
        program.games.choose([second])
        settle(program)
        assert program.window.court.court.key == own
    with running(tmp_path / "base") as program:
        opened(program, [])
        program.games.choose([first])
        settle(program)
        assert program.window.court.court.key == "fiba"
        program.lines.choose_league("")
        settle(program)
        assert program.window.court.court.key == own
    annotations = open_annotations(find_paths(tmp_path / "base").annotations)
    assert annotations.courts() == {}
    annotations.close()


def test_the_court_is_looked_at_as_the_last_time(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 1)
    with running(tmp_path / "base") as program:
        opened(program, paths)
        for name in ("layer_density", "sideways", "flip", "distances", "lasso"):
            program.window.actions_[name].trigger()
        program.window.court.density_layer.size_chosen.emit(3.0)
        settle(program)
    with running(tmp_path / "base") as program:
        opened(program, [])
        view, actions = program.window.court, program.window.actions_
        assert view.layer.name == "density"
        assert (view.canvas.orientation, view.canvas.is_flipped) == (Orientation.SIDEWAYS, True)
        assert view.density_layer.across_ft == 3.0
        assert view.has_strip
        assert all(actions[name].isChecked() for name in ("layer_density", "sideways", "flip", "distances", "lasso"))
        program.courts.want(layer="shots")
        program.window.court.shots_layer.fields_wanted.emit("shooter", "distance")
        settle(program)
        assert any(entry.words == "colour: shooter" for entry in view.shots_layer.legend())


def test_every_layer_tells_its_numbers_as_a_table_and_its_marks_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1, ctg=True))
        window = program.window
        window.actions_["court_table"].trigger()
        for name in ("shots", "zones", "density", "path"):
            window.actions_[f"layer_{name}"].trigger()
            settle(program)
            layer = window.court.drawn
            told = layer.table()
            assert window.court.is_table
            assert told.rows
            assert all(len(row) == len(told.headers) for row in told.rows)
            assert layer.summary()
            assert all(layer.words_of(mark) for mark in range(layer.count()))


def test_what_the_court_compares_with_is_chosen_and_named_on_both_sides(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 2))
        courts, viewer, window = program.courts, program.controller, program.window
        nothing = (None, "")
        assert courts.baseline(viewer.sample, nothing) == nothing
        viewer.ask("period:Q1")
        whole, title = courts.baseline(viewer.sample, nothing)
        assert whole is not None
        assert (int(whole.rows.sum()), title) == (len(whole.rows), "all loaded games")
        courts.want(baseline="second", layer="zones")
        assert courts.baseline(viewer.sample, nothing) == nothing
        program.compares.compare("period:Q4")
        settle(program)
        first, second = (view.zones_layer for view in window.courts.views)
        fourth = program.compares.sample()
        assert fourth is not None
        # Each side is set against the other.
        assert first.figures.base_total == second.figures.total == fourth.shots.sum()
        assert second.figures.base_total == first.figures.total == viewer.sample.shots.sum()
        for layer, letter in ((first, "B"), (second, "A")):
            assert any(f"against {letter} " in entry.words for entry in layer.legend())
        courts.want(baseline="opponent")
        settle(program)
        # Where all of both teams are shown, the other team's are the same possessions.
        viewer.ask("")
        settle(program)
        assert first.figures.base_total == 0
        team = viewer.sample.book.team_short(viewer.sample.tables.names.teams[0])
        viewer.ask(f"offence:{team}")
        settle(program)
        assert first.figures.base_total > 0
        assert any("the other team" in entry.words for entry in first.legend())


def test_what_is_done_on_the_court_of_b_changes_b(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        program.controller.ask("period:Q1")
        program.courts.want(layer="zones", has_distances="yes")
        program.compares.compare("period:Q2 place:paint shot.distance<8")
        settle(program)
        first, second = program.window.courts.views
        assert (first.shapes, second.shapes) == (0, 1)
        second.zones_layer.zone_chosen.emit("zone:rim")
        settle(program)
        assert program.compares.question == "period:Q2 place:paint shot.distance<8 zone:rim"
        assert program.controller.question == "period:Q1"
        second.escaped.emit()
        settle(program)
        assert program.compares.question == "period:Q2 shot.distance<8 zone:rim"
        program.window.actions_["court_table"].trigger()
        assert [view.is_table for view in program.window.courts.views] == [True, True]
        program.courts.want(layer="path")
        settle(program)
        assert not program.window.courts.is_pair
        program.courts.want(layer="shots")
        settle(program)
        assert program.window.courts.is_pair


@pytest.mark.parametrize("layer", ["path", "play"])
def test_a_drag_over_one_possession_asks_for_nothing(qtbot: QtBot, tmp_path: Path, layer: str) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        program.courts.want(layer=layer)
        settle(program)
        drag(program.window.court.canvas, [(-8, 0.5), (0, 9), (8, 19)])
        settle(program)
        assert program.controller.question == ""


def test_turning_the_court_keeps_the_place_of_the_keyboard(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        view = program.window.court
        view.stand_on(5)
        for name in ("sideways", "flip", "lasso"):
            program.window.actions_[name].trigger()
            settle(program)
        assert view.standing == 5


def test_a_row_of_the_table_leads_to_the_mark_it_tells_of(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        program.courts.want(layer="zones", zoning="nba14")
        program.controller.ask("shot.distance>=10")
        settle(program)
        layer = program.window.court.zones_layer
        told = layer.table()
        assert len(told.rows) < layer.count()
        for row, cells in enumerate(told.rows):
            mark = told.mark_of(row)
            if cells[0] == "No known zone":
                assert mark is None
            elif mark is not None:
                assert layer.words_of(mark).startswith(cells[0])


def test_kept_nonsense_is_as_at_the_first_start() -> None:
    kept = {"layer": "zones", "baseline": "bar", "colour": "nope", "zoning": "x", "tool": "", "path_front": "yes"}
    found = Wanted.read(kept)
    usual = Wanted()
    assert (found.layer, found.path_front) == ("zones", "yes")
    for name in ("baseline", "colour", "zoning", "tool", "orientation", "trail_s"):
        assert getattr(found, name) == getattr(usual, name)


def test_after_a_question_without_answer_the_first_row_can_be_chosen_again(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        viewer = program.controller
        seen = [viewer.chosen]
        for question in ("passes>1000", ""):
            viewer.ask(question)
            settle(program)
            seen.append(viewer.chosen)
        assert seen == [0, None, 0]
        assert program.window.possessions.table.currentIndex().row() == 0


def test_a_shot_of_b_that_a_hides_is_not_gone_to_unasked(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        viewer = program.controller
        viewer.ask("period:Q1")
        program.compares.compare("period:Q2")
        settle(program)
        row = int(program.window.courts.second.shots.possession[0])
        program.window.courts.second.shots_layer.shot_chosen.emit(row)
        settle(program)
        assert viewer.question == "period:Q1"
        assert viewer.chosen != row


def test_keys_walk_the_shots_also_where_they_are_too_many_to_be_drawn(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (court_presenting, shots_layer):
        monkeypatch.setattr(module, "MOST_POINTS", 100)
    with running(tmp_path / "base") as program:
        opened(program, write_games(tmp_path / "files", 1))
        viewer = program.controller
        rows = sorted(set(viewer.sample.tables.shots.possession.tolist()))
        viewer.choose_row(rows[0])
        seen = []
        for _ in range(4):
            program.courts.step(1)
            settle(program)
            seen.append(viewer.chosen)
        assert seen == rows[1:5]
        program.courts.step(-1)
        settle(program)
        assert viewer.chosen == rows[3]


def test_what_is_typed_into_the_dialog_of_pictures_never_fails(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = PictureDialog(tmp_path, SUFFIXES, (0.5, 8.0))
    qtbot.addWidget(dialog)
    for words in ("~nobody-of-that-name/x.png", "x" * 400 + ".png", "", ".", "a/b.svg", "\0.png"):
        dialog._file.setText(words)
        assert dialog._save.isEnabled() == words.endswith((".png", ".svg"))
