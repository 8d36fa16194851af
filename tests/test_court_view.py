"""The court under the hands of a user: turned, pointed at, walked by keys, drawn on, told as a table, in every size."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from explorer.app import theme
from explorer.core.court import COURTS, Court, court_for
from explorer.core.shot_fields import Split
from explorer.core.table import ShotTable
from explorer.core.vocabulary import Mark
from explorer.widgets.court.canvas import Canvas, Orientation, Tool
from explorer.widgets.court.court_view import CourtView
from explorer.widgets.court.limits import MOST_LISTED, MOST_POINTS
from explorer.widgets.court.shots_layer import RESULTS, results
from explorer.widgets.tokens import LIGHT
from tests.window import application

NBA = court_for("nba", None)
TURNS = list(product(Orientation, (False, True), (False, True)))


def shots_at(x_ft: list[float], y_ft: list[float], **columns: object) -> ShotTable:
    """Shots at these places, unknown in all else but the named columns."""
    empty, many = ShotTable.empty(), len(x_ft)
    made: dict[str, NDArray[np.generic]] = {}
    for field in fields(ShotTable):
        column = getattr(empty, field.name)
        made[field.name] = np.full(many, np.nan if column.dtype.kind == "f" else -1, column.dtype)
    given = {"x_ft": x_ft, "y_ft": y_ft, "possession": list(range(many)), **columns}
    for name, values in given.items():
        made[name] = np.array(values, getattr(empty, name).dtype)
    return ShotTable(**made)  # type: ignore[arg-type]  # a column a field, of its own type


def shown(qtbot: QtBot, court: Court = NBA, size: tuple[int, int] = (450, 520)) -> CourtView:
    theme.apply(application(), "light")
    view = CourtView(court)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    return view


def fill(
    view: CourtView,
    shots: ShotTable,
    others: ShotTable | None = None,
    colours: tuple[Split | None, str] = (None, ""),
    sizes: tuple[Split | None, str] = (None, ""),
) -> None:
    view.shots_layer.set_shots(
        shots,
        lambda shot: f"shot {shot}",
        lambda shot: (f"shot {shot}",) * 7,
        others=others,
        colours=colours,
        sizes=sizes,
    )


@pytest.mark.parametrize("court", COURTS, ids=lambda court: court.key)
def test_each_place_of_each_court_is_found_again_whichever_way_it_is_turned(qtbot: QtBot, court: Court) -> None:
    canvas = Canvas(court, LIGHT)
    qtbot.addWidget(canvas)
    canvas.show()
    for size, (orientation, is_flipped, is_full) in product(((450, 470), (230, 300)), TURNS):
        canvas.resize(*size)
        canvas.set_view(orientation, is_flipped=is_flipped, is_full=is_full)
        length = court.length_ft if is_full else court.half_length_ft
        for x, y in ((-court.width_ft / 2, 0.0), (court.width_ft / 2, length), (3.0, 5.0), (-20.0, length - 1)):
            place = canvas.to_pixels(x, y)
            assert canvas.rect().contains(place)
            assert np.hypot(*np.subtract(canvas.to_feet(place), (x, y))) < 1.5 * canvas.feet_a_pixel()


def test_turning_never_mirrors_the_court_and_keeps_both_axes_equal(qtbot: QtBot) -> None:
    canvas = Canvas(NBA, LIGHT)
    qtbot.addWidget(canvas)
    canvas.show()
    canvas.resize(470, 450)
    for orientation, is_flipped, is_full in TURNS:
        canvas.set_view(orientation, is_flipped=is_flipped, is_full=is_full)
        ring, right, ahead = (canvas.to_pixels(*place) for place in ((0, 5), (20, 5), (0, 25)))
        across, along = right - ring, ahead - ring
        # On a screen y grows downwards: to the right of who looks ahead is a turn clockwise.
        assert along.x() * across.y() - along.y() * across.x() > 0
        assert np.hypot(across.x(), across.y()) == pytest.approx(np.hypot(along.x(), along.y()), abs=2)


def test_the_half_court_lies_as_wished(qtbot: QtBot) -> None:
    view = shown(qtbot)
    below = {}
    for orientation, is_flipped in product(Orientation, (False, True)):
        view.set_view(orientation, is_flipped=is_flipped)
        ring, middle = view.canvas.to_pixels(0, 5.25), view.canvas.to_pixels(0, 47)
        below[orientation, is_flipped] = (np.sign(ring.x() - middle.x()), np.sign(ring.y() - middle.y()))
    assert below == {
        (Orientation.UP, False): (0, 1),
        (Orientation.UP, True): (0, -1),
        (Orientation.SIDEWAYS, False): (-1, 0),
        (Orientation.SIDEWAYS, True): (1, 0),
    }


def test_what_came_of_a_shot_is_told_apart_by_shape_and_colour() -> None:
    shots = shots_at(
        [0.0] * 6, [9.0] * 6, made=[1, 1, 0, 0, -1, 1], is_and_one=[0, 1, 0, 1, -1, -1], is_blocked=[0, 0, 1, 0, 1, 1]
    )
    assert [RESULTS[code] for code in results(shots)] == [
        Mark.MAKE,
        Mark.AND_ONE,
        Mark.BLOCKED,
        Mark.MISS,
        Mark.NEUTRAL,
        Mark.MAKE,
    ]
    assert len({LIGHT.mark(mark).name() for mark in RESULTS}) == len(RESULTS)


def test_the_legend_counts_every_shot_and_says_what_is_not_drawn(qtbot: QtBot) -> None:
    view = shown(qtbot)
    nan = float("nan")
    fill(
        view,
        shots_at([0, 1, 2, nan, 0], [5, 6, 7, nan, 60], made=[1, 0, 1, 1, 0], is_and_one=[1, 0, 0, 0, 0]),
        others=shots_at([5.0], [5.0]),
    )
    words = [entry.words for entry in view.shots_layer.legend()]
    assert words == [
        "1 made",
        "2 missed",
        "1 and-one",
        "1 other of these possessions",
        "1 without a place",
        "1 beyond half court",
    ]
    assert len(view.shots) == 4
    assert "4 shots" in view.canvas.accessibleDescription()


def test_pointing_and_clicking_find_the_nearest_shot_however_the_court_is_turned(qtbot: QtBot) -> None:
    view = shown(qtbot)
    fill(view, shots_at([-10.0, 12.0, 0.0], [20.0, 8.0, 30.0], possession=[4, 7, 9]))
    chosen: list[int] = []
    view.shots_layer.shot_chosen.connect(chosen.append)
    for orientation, is_flipped in product(Orientation, (False, True)):
        view.set_view(orientation, is_flipped=is_flipped)
        for mark in range(3):
            at = view.canvas.mapFrom(view, view.place_of(mark)) + QPoint(2, 2)
            QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen == [4, 7, 9] * 4
    QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=view.canvas.to_pixels(-10, 40))
    assert len(chosen) == 12


def drag(canvas: Canvas, corners: list[tuple[float, float]], end: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    viewport = canvas.viewport()
    places = [canvas.to_pixels(x, y) for x, y in corners]
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(viewport, place)
    if end is Qt.MouseButton.LeftButton:
        QTest.mouseRelease(viewport, end, pos=places[-1])


def test_a_drag_draws_a_rectangle_or_a_lasso_in_feet(qtbot: QtBot) -> None:
    view = shown(qtbot)
    drawn: list[tuple[str, NDArray[np.float64]]] = []
    view.area_drawn.connect(lambda tool, corners: drawn.append((tool, corners)))
    drag(view.canvas, [(-12, 4), (0, 10), (12, 20)])
    assert drawn[0][0] == Tool.RECTANGLE
    assert drawn[0][1] == pytest.approx(np.array([[-12, 4], [12, 20]]), abs=0.3)
    view.canvas.tool = Tool.LASSO
    way = [(-5.0, 10.0), (0.0, 20.0), (5.0, 10.0), (0.0, 6.0)]
    drag(view.canvas, way)
    assert drawn[1][0] == Tool.LASSO
    assert drawn[1][1] == pytest.approx(np.array(way), abs=0.3)
    # A click, a shaky one, and a line without width draw nothing.
    drag(view.canvas, [(0, 30), (0.1, 30.1)])
    drag(view.canvas, [(0, 30), (0, 40)])
    assert len(drawn) == 2


def test_escape_gives_up_the_area_that_is_being_drawn_and_only_then_the_one_that_holds(qtbot: QtBot) -> None:
    view = shown(qtbot)
    drawn, escaped = [], []
    view.area_drawn.connect(lambda tool, corners: drawn.append(tool))
    view.escaped.connect(lambda: escaped.append(True))
    view.canvas.setFocus()
    drag(view.canvas, [(-12, 4), (0, 10), (12, 20)], Qt.MouseButton.NoButton)
    QTest.keyClick(view.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=view.canvas.to_pixels(12, 20))
    assert (drawn, escaped) == ([], [])
    QTest.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert escaped == [True]


def test_arrows_walk_to_the_nearest_mark_of_their_direction_and_enter_chooses_it(qtbot: QtBot) -> None:
    view = shown(qtbot)
    fill(view, shots_at([0.0, 10.0, -10.0, 0.5], [10.0, 10.5, 9.5, 30.0], possession=[1, 2, 3, 4]))
    chosen: list[int] = []
    view.shots_layer.shot_chosen.connect(chosen.append)
    view.canvas.setFocus()
    for key, mark in ((Qt.Key.Key_Up, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, 0), (Qt.Key.Key_Up, 3)):
        QTest.keyClick(view.canvas, key)
        assert view.standing == mark
        assert view.canvas.accessibleDescription() == f"shot {mark}"
    QTest.keyClick(view.canvas, Qt.Key.Key_Return)
    # Sideways, what was ahead lies to the right.
    view.set_view(Orientation.SIDEWAYS, is_flipped=False)
    view.stand_on(0)
    QTest.keyClick(view.canvas, Qt.Key.Key_Right)
    QTest.keyClick(view.canvas, Qt.Key.Key_Return)
    assert chosen == [4, 4]


def test_every_mark_has_words_and_the_table_tells_the_same_numbers(qtbot: QtBot) -> None:
    view = shown(qtbot)
    fill(view, shots_at(list(np.linspace(-20, 20, 30)), [12.0] * 30))
    layer = view.shots_layer
    assert layer.count() == 30
    assert all(layer.words_of(mark) and layer.place_of(mark) for mark in range(30))
    view.show_table(True)
    rows = view._table.rows
    assert (rows.rowCount(), rows.columnCount()) == (30, 7)
    assert view._table.horizontalHeader().isVisible()
    chosen: list[int] = []
    layer.shot_chosen.connect(chosen.append)
    view._table.activated.emit(rows.index(4, 0))
    assert chosen == [4]
    fill(view, shots_at([1.0] * (MOST_LISTED + 5), [9.0] * (MOST_LISTED + 5)))
    assert rows.rowCount() == MOST_LISTED + 1
    assert rows.row(MOST_LISTED).cells[0].text == "and 5 more"


def test_too_many_shots_for_points_are_none(qtbot: QtBot) -> None:
    view = shown(qtbot)
    many = MOST_POINTS + 1
    view.shots_layer.show_too_many(many)
    assert (view.shots_layer.is_too_many, view.shots_layer.count()) == (True, 0)
    assert view.shots_layer.mark_at(0, 10, 50) is None
    fill(view, shots_at([0.0], [10.0]))
    assert view.shots_layer.mark_at(0, 10.2, 1) == 0


def colours_of(view: CourtView) -> set[str]:
    image = view.canvas.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_colours_and_sizes_mean_the_field_that_was_chosen(qtbot: QtBot) -> None:
    view = shown(qtbot)
    shots = shots_at([-10.0, 0.0, 10.0], [10.0, 20.0, 10.0], made=[0, 0, 0])
    fill(view, shots)
    miss = LIGHT.mark(Mark.MISS).name()
    assert miss in colours_of(view)
    codes = np.array([0, 1, -1])
    fill(view, shots, colours=(Split(codes, ("first", "second")), "kind"))
    found = colours_of(view)
    assert {LIGHT.team(0).name(), LIGHT.team(1).name()} <= found
    assert miss not in found
    words = [entry.words for entry in view.shots_layer.legend()]
    assert words[-4:] == ["colour: kind", "first", "second", "unknown"]
    steps = Split(np.array([0, 1, 2]), ("0 to 1 s", "1 to 2 s", "2 to 3 s"), is_of_numbers=True)
    fill(view, shots, sizes=(steps, "seconds"))
    assert [group.size_px for group in view.shots_layer._item._groups] == pytest.approx([9 * 0.55, 9, 9 * 1.65])


def test_the_chosen_possession_is_ringed_and_loses_its_ring(qtbot: QtBot) -> None:
    view = shown(qtbot)
    fill(view, shots_at([-10.0, 12.0], [20.0, 8.0], possession=[4, 7]))
    accent = LIGHT.accent
    assert accent not in colours_of(view)
    view.set_chosen(7)
    assert accent in colours_of(view)
    view.set_chosen(None)
    assert accent not in colours_of(view)


def test_nothing_is_cut_off_in_a_small_pane(qtbot: QtBot) -> None:
    view = shown(qtbot, size=(230, 260))
    fill(view, replace(shots_at([0.0, 24.0], [5.0, 1.0]), made=np.array([1, 0], np.int8)))
    for place in ((-25.0, 0.0), (25.0, 0.0), (25.0, 47.0)):
        assert view.canvas.rect().contains(view.canvas.to_pixels(*place))
    assert view.minimumSizeHint().width() <= 230
    view.shots_layer.show_nothing("The feed of this game tells no places of shots.")
    label = view._notice
    assert label.width() <= view.canvas.width()
    assert label.height() >= label.heightForWidth(label.width())
