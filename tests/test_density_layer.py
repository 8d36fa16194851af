"""The layer of the density: what it draws, says and answers, with hexagons and with smooth areas."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from explorer.core.court import COURTS, court_for
from explorer.core.hexagons import SIZES_FT, USUAL_FT, HexGrid
from explorer.core.table import ShotTable
from explorer.widgets.court import density_layer
from explorer.widgets.court.canvas import Canvas, Orientation
from explorer.widgets.court.density_item import FULL, LEAST_KNEE, SMALLEST, knee_of, sizes_of
from explorer.widgets.court.density_layer import Baseline, DensityLayer, Form
from explorer.widgets.court.scales import scale_of_gaps, scale_of_rates
from explorer.widgets.tokens import DARK, LIGHT, Tokens
from tests.shots_at import season, shots_at

NBA = court_for("nba", None)
SIDE = (-12.0, 15.0)
MANY = shots_at([SIDE] * 40 + [(0.0, 6.0)] * 10 + [(20.0, 25.0)], made=[1, 0] * 25 + [1], value=[2] * 50 + [3])


def on_canvas(qtbot: QtBot, layer: DensityLayer, tokens: Tokens = LIGHT) -> Canvas:
    canvas = Canvas(NBA, tokens)
    qtbot.addWidget(canvas)
    canvas.resize(450, 470)
    for item in layer.items:
        canvas.add(item)
    canvas.show()
    return canvas


def contrast(one: QColor, other: QColor) -> float:
    def light(colour: QColor) -> float:
        parts = [colour.redF(), colour.greenF(), colour.blueF()]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lights = sorted((light(one), light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def colour_at(canvas: Canvas, x_ft: float, y_ft: float) -> QColor:
    picture: QImage = canvas.grab().toImage()
    return picture.pixelColor(canvas.to_pixels(x_ft, y_ft))


def middle_of(layer: DensityLayer, place: tuple[float, float]) -> tuple[float, float]:
    """The middle of the hexagon that a place lies in."""
    mark = layer.mark_at(*place, 0.1)
    assert mark is not None
    middle = layer.place_of(mark)
    assert middle is not None
    return middle


def test_a_hexagon_is_found_where_it_is_and_tells_its_numbers(qtbot: QtBot) -> None:
    layer = DensityLayer(NBA, LIGHT)
    layer.set_shots(MANY)
    assert layer.count() == 3
    mark = layer.mark_at(*SIDE, 0.3)
    assert mark == 0, "the busiest comes first"
    place = layer.place_of(0)
    assert place is not None
    assert np.hypot(place[0] - SIDE[0], place[1] - SIDE[1]) < USUAL_FT / 2 * 1.2
    words = layer.words_of(0)
    assert "40 shots, 78.4% of 51" in words
    assert "20 of 40 made, 50.0% (35.2% to 64.8%)" in words
    assert re.search(r"1\.00 \(0\.\d\d to 1\.\d\d\) points per shot \(n 40\)", words)
    assert words.startswith("Long mid-range, 15.")
    assert ", left" in words
    assert layer.mark_at(5.0, 40.0, 0.3) is None
    assert layer.mark_at(*SIDE, 0.0) == layer.mark_at(place[0] + 1.6, place[1], 1.0)
    assert "pale: too few shots to tell" in layer.words_of(2)
    assert layer.words_of(3) == ""
    assert layer.place_of(3) is None


def test_a_chosen_hexagon_says_where_it_is_and_its_corners_hold_just_its_shots(qtbot: QtBot) -> None:
    layer = DensityLayer(NBA, LIGHT)
    shots = season(4_000, NBA)
    layer.set_shots(shots)
    for mark in (0, 5, layer.count() - 1):
        with qtbot.waitSignal(layer.cell_chosen) as told:
            layer.choose(mark)
        assert told.args is not None
        assert told.args == [mark]
        corners = layer.corners_of(mark)
        inside = np.ones(len(shots), np.bool_)
        for one, other in itertools.pairwise((*corners, corners[0])):
            along = other - one
            inside &= along[0] * (shots.y_ft - one[1]) - along[1] * (shots.x_ft - one[0]) >= 0
        assert inside.sum() == layer.cells.n[mark]


def test_a_click_on_the_canvas_reaches_the_hexagon_however_the_court_is_turned(qtbot: QtBot) -> None:
    layer = DensityLayer(NBA, LIGHT)
    layer.set_shots(MANY)
    canvas = on_canvas(qtbot, layer)
    for orientation, is_flipped in itertools.product(Orientation, (False, True)):
        canvas.set_view(orientation, is_flipped=is_flipped, is_full=False)
        x, y = canvas.to_feet(canvas.to_pixels(*SIDE))
        assert layer.mark_at(x, y, canvas.feet_a_pixel()) == 0
        assert contrast(colour_at(canvas, *SIDE), QColor(LIGHT.floor)) >= 3


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_stand_out_from_the_floor_and_the_ends_from_the_middle(tokens: Tokens) -> None:
    for scale in (scale_of_gaps(tokens), scale_of_rates(tokens)):
        for colour in scale.edges or scale.colours:
            for ground in (tokens.floor, tokens.paint):
                assert contrast(colour, QColor(ground)) >= 3.0, (colour.name(), ground)
        assert len({colour.name() for colour in scale.colours}) == len(scale.colours)
    gaps = scale_of_gaps(tokens)
    assert gaps.colour(0.0).name() == tokens.even
    assert (gaps.colour(-9.0).name(), gaps.colour(9.0).name()) == (tokens.under, tokens.over)
    assert gaps.steps(np.array([np.nan, -0.3, 0.0, 0.3])).tolist() == [-1, 0, 5, 10]


def test_better_than_the_baseline_has_the_one_colour_and_worse_the_other(qtbot: QtBot) -> None:
    layer = DensityLayer(NBA, LIGHT)
    canvas = on_canvas(qtbot, layer)
    base = shots_at([SIDE] * 2000 + [(12.0, 15.0)] * 2000, made=[1, 0] * 2000)
    ours = shots_at([SIDE] * 400 + [(12.0, 15.0)] * 400, made=[1] * 400 + [0] * 400)
    layer.set_shots(ours, None, Baseline(base, None, "all games loaded"))
    left, right = (middle_of(layer, place) for place in (SIDE, (12.0, 15.0)))
    assert colour_at(canvas, *left).name() == LIGHT.over
    assert colour_at(canvas, *right).name() == LIGHT.under
    assert "against 1.00 of all games loaded, smoothed" in layer.words_of(0)
    assert any("against all games loaded" in entry.words for entry in layer.legend())
    layer.set_tokens(DARK)
    assert colour_at(canvas, *left).name() == DARK.over
    layer.set_shots(base, np.arange(len(base)) % 2 == 0, Baseline(base, np.arange(0, len(base), 2), "itself"))
    assert colour_at(canvas, *left).name() == DARK.even


def test_size_goes_with_the_shots_and_the_rim_does_not_swallow_the_rest() -> None:
    n = np.concatenate((np.arange(1, 100, dtype=float), [2_000.0]))
    sizes = sizes_of(n)
    assert (np.diff(sizes) >= 0).all()
    assert (sizes.max(), sizes.min()) == (FULL, SMALLEST)
    assert (sizes[80] / sizes[40]) ** 2 == pytest.approx(n[80] / n[40]), "area, not width"
    assert (sizes > FULL / 2).sum() > 20
    game = np.array([1.0] * 60 + [2.0] * 15 + [4.0] * 5 + [55.0])
    corner, rim = sizes_of(game)[[-2, -1]]
    assert rim == FULL
    assert corner < 0.8 * rim, "a cell of 4 shots is not taken for one of 55"
    assert knee_of(game) == LEAST_KNEE
    assert sizes_of(np.ones(5)) == pytest.approx(FULL / np.sqrt(LEAST_KNEE))
    assert len(sizes_of(np.empty(0))) == 0


def test_few_shots_are_pale_with_an_edge_and_unknown_ones_hollow(qtbot: QtBot) -> None:
    layer = DensityLayer(NBA, LIGHT)
    spot, other = (0.0, 25.0), (15.0, 10.0)
    layer.set_shots(shots_at([spot] * 2 + [other] * 9, made=[1, 1] + [-1] * 9))
    patches = layer._patches_shown()
    assert {(patch.fill is None, patch.edge is None) for patch in patches} == {(False, False), (True, False)}
    for patch in patches:
        assert patch.edge is not None
        assert contrast(patch.edge, QColor(LIGHT.floor)) >= 3
    assert any("fewer than 5" in entry.words for entry in layer.legend())
    assert "0 of 0 made, -" in layer.words_of(0)


def test_smooth_areas_cover_where_shots_are_and_nothing_else(qtbot: QtBot) -> None:
    layer = DensityLayer(NBA, LIGHT)
    canvas = on_canvas(qtbot, layer)
    layer.set_form(Form.SMOOTH)
    layer.set_shots(MANY)
    bare = Canvas(NBA, LIGHT)
    qtbot.addWidget(bare)
    bare.resize(450, 470)
    bare.show()
    assert colour_at(canvas, *SIDE) != colour_at(bare, *SIDE)
    assert colour_at(canvas, -12.0, 40.0) == colour_at(bare, -12.0, 40.0)
    assert [entry.words for entry in layer.legend()][:3] == [
        "20% of the shots lie inside the densest area", "35% inside the next", "50%",
    ]  # fmt: skip
    assert layer.mark_at(*SIDE, 0.3) == 0, "the numbers of a place are told here too"
    layer.set_form(Form.HEXAGONS)
    assert not any("densest" in entry.words for entry in layer.legend())


def test_options_change_form_and_size_and_follow_what_is_set(qtbot: QtBot) -> None:
    layer = DensityLayer(NBA, LIGHT)
    layer.set_shots(season(3_000, NBA))
    hexagons, smooth, separator, sizes = layer.options()
    assert separator.isSeparator()
    menu = sizes.menu()
    assert isinstance(menu, QMenu)
    assert [action.data() for action in menu.actions()] == list(SIZES_FT)
    assert [action.isChecked() for action in menu.actions()] == [size == USUAL_FT for size in SIZES_FT]
    counts = []
    for action in menu.actions():
        with qtbot.waitSignal(layer.changed):
            action.trigger() if not action.isChecked() else layer.changed.emit()
        counts.append(layer.count())
        assert layer.cells.tally.placed == sum(layer.cells.n)
    assert counts == sorted(counts, reverse=True)
    with qtbot.waitSignal(layer.changed):
        smooth.trigger()
    assert layer.form is Form.SMOOTH
    layer.set_form(Form.HEXAGONS)
    assert hexagons.isChecked()
    assert not smooth.isChecked()


def test_what_is_not_shown_is_told(qtbot: QtBot) -> None:
    layer = DensityLayer(NBA, LIGHT)
    nowhere = float("nan")
    layer.set_shots(shots_at([(0.0, 6.0)] * 3 + [(nowhere, 3.0), (0.0, 60.0), (0.0, 61.0), (40.0, 10.0)]))
    words = [entry.words for entry in layer.legend()]
    assert {"1 without a place", "2 in the backcourt, not drawn", "1 outside the lines"} <= set(words)
    assert "1 without a place; 2 in the backcourt, not drawn; 1 outside the lines." in layer.summary()
    assert layer.notice == ""
    layer.set_shots(shots_at([(nowhere, nowhere)] * 2))
    assert layer.notice == "None of 2 shots has a place on this half."
    layer.set_shots(ShotTable.empty())
    assert (layer.notice, layer.summary(), layer.count()) == ("No shots to show.", "No shot on the court.", 0)
    assert layer.mark_at(0.0, 6.0, 1.0) is None
    layer.set_shots(MANY, is_instead_of_points=True)
    assert layer.notice == "51 shots: shown as density above 20,000"


@pytest.mark.parametrize("has_baseline", [False, True])
def test_the_table_has_the_numbers_that_are_shown(qtbot: QtBot, has_baseline: bool) -> None:
    layer = DensityLayer(NBA, LIGHT)
    layer.set_shots(MANY, None, Baseline(season(500, NBA), None, "B") if has_baseline else None)
    table = layer.table()
    assert len(table.rows) == layer.count()
    assert {len(row) for row in table.rows} == {len(table.headers)} == {len(table.is_number)}
    first = dict(zip(table.headers, table.rows[0], strict=True))
    assert (first["zone"], first["shots"], first["share"], first["FG%"], first["PPS"]) == (
        "Long mid-range", "40", "78.4%", "50.0%", "1.00",
    )  # fmt: skip
    assert ("PPS of B" in table.headers) is has_baseline


def test_what_was_worked_out_for_a_table_is_kept_for_the_next_question(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer, shots = DensityLayer(NBA, LIGHT), season(2_000, NBA)
    layer.set_shots(shots)
    first = layer.count()

    def refuse(*_: object) -> None:
        raise AssertionError("the codes of these shots are known")

    monkeypatch.setattr(HexGrid, "codes_of", refuse)
    layer.set_shots(shots, np.arange(len(shots)) < 100, Baseline(shots, None, "all"))
    assert 0 < layer.count() < first
    # Another table is another matter, and the first one is let go.
    for other in (season(20, NBA), shots):
        layer.set_shots(other)
        with pytest.raises(AssertionError):
            layer.count()


def test_another_court_is_parted_anew(qtbot: QtBot) -> None:
    layer = DensityLayer(NBA, LIGHT)
    layer.set_shots(season(500, NBA))
    for court in COURTS:
        layer.set_court(court)
        assert layer.cells.grid.court is court
        assert layer.cells.tally.placed + layer.cells.tally.without_place + layer.cells.tally.beyond_half == 500


@pytest.mark.parametrize("form", Form)
def test_a_vector_file_holds_no_picture_and_is_the_same_twice(
    qtbot: QtBot, form: Form, tmp_path_factory: pytest.TempPathFactory
) -> None:
    layer, bodies = DensityLayer(NBA, LIGHT), []
    layer.set_form(form)
    layer.set_shots(season(2_000, NBA))
    canvas = on_canvas(qtbot, layer)
    for turn in range(2):
        path = tmp_path_factory.mktemp("vector") / f"{turn}.svg"
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(QSize(450, 470))
        painter = QPainter(generator)
        canvas.render(painter)
        painter.end()
        bodies.append(path.read_bytes())
    assert bodies[0] == bodies[1]
    assert b"<image" not in bodies[0]
    assert b"<path" in bodies[0]


def test_nothing_is_worked_out_before_it_is_seen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = DensityLayer(NBA, LIGHT)
    times = []
    monkeypatch.setattr(density_layer.DensityLayer, "_counted", lambda self: times.append(1))
    layer.set_shots(MANY)
    layer.set_across(2.0)
    layer.set_form(Form.SMOOTH)
    assert times == []


def test_it_paints_on_an_image_of_any_density(qtbot: QtBot) -> None:
    layer = DensityLayer(NBA, LIGHT)
    layer.set_shots(MANY)
    canvas = on_canvas(qtbot, layer)
    for density in (1, 2):
        picture = QImage(450 * density, 470 * density, QImage.Format.Format_ARGB32)
        painter = QPainter(picture)
        canvas.render(painter, QRectF(picture.rect()), canvas.rect())
        painter.end()
        place: QPoint = canvas.to_pixels(*middle_of(layer, SIDE)) * density
        assert contrast(picture.pixelColor(place), QColor(LIGHT.floor)) >= 3
