"""The strip of distances: what it tells, that pointer and keys choose the same, and that it is drawn as it says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from explorer.app.theme import palette_of
from explorer.core.court import court_for
from explorer.core.distances import BINS, FARTHEST_FT, Distances, distance_codes, distances
from explorer.core.table import ShotTable
from explorer.widgets.court.distance_strip import DistanceStrip
from explorer.widgets.tokens import DARK, LIGHT, Tokens
from tests.shots_at import season, shots_at
from tests.window import application

NBA = court_for("nba", None)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def at(*feet: float, made: int = 0) -> Distances:
    shots = shots_at([(0.0, 5.25 + away) for away in feet], made=[made] * len(feet))
    return distances(distance_codes(shots))


def strip_of(qtbot: QtBot, shots: Distances | None, *, width: int = 450, tokens: Tokens = LIGHT) -> DistanceStrip:
    strip = DistanceStrip(NBA)
    qtbot.addWidget(strip)
    strip.setPalette(palette_of(tokens))
    strip.resize(width, strip.height())
    strip.set_distances(shots)
    strip.show()
    return strip


def middle(strip: DistanceStrip, feet: int) -> QPoint:
    return strip.column_of(feet).center().toPoint()


def drag(strip: DistanceStrip, first: int, last: int) -> None:
    QTest.mousePress(strip, LEFT, NONE, middle(strip, first))
    QTest.mouseMove(strip, (middle(strip, first) + middle(strip, last)) / 2)
    QTest.mouseMove(strip, middle(strip, last))
    QTest.mouseRelease(strip, LEFT, NONE, middle(strip, last))


def test_a_bin_tells_its_numbers_and_the_line_what_it_rests_on(qtbot: QtBot) -> None:
    shots = shots_at([(0.0, 5.25 + away) for away in (8.5, 8.6, 9.5, 20.0)], made=[1, 0, 1, 0])
    strip = DistanceStrip(NBA)
    qtbot.addWidget(strip)
    base = at(8.2, 8.3, 8.4, 8.9, made=1)
    strip.set_distances(distances(distance_codes(shots)), base, "all games loaded")
    strip.resize(450, strip.height())
    words = strip.words_at(middle(strip, 8)).split("\n")
    assert words[0] == "8 to 9 ft"
    assert words[1] == "2 shots, 50.0% of 4"
    assert words[2].startswith("1 of 2 made, 50.0% (")
    assert words[3] == "1.00 (0.00 to 2.96) points per shot (n 2)"
    assert words[4] == "against all games loaded (dashed): 2.00 points per shot (n 4)"
    assert words[5].startswith("the line: 1.33 (")
    assert words[5].endswith("over 7 to 10 ft (n 3)")
    assert strip.words_at(middle(strip, 15)).split("\n")[1] == "0 shots, 0.0% of 4"
    assert strip.words_at(middle(strip, FARTHEST_FT)).startswith("30 ft and more")


def test_every_place_of_the_strip_belongs_to_some_bin_and_bins_stand_side_by_side(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, at(3.0))
    for feet in range(BINS):
        column = strip.column_of(feet)
        assert strip.rect().contains(column.toAlignedRect())
        assert strip.words_at(column.center().toPoint()).startswith(f"{feet} ")
        if feet:
            assert column.left() == pytest.approx(strip.column_of(feet - 1).right())
    assert strip.words_at(QPoint(0, 20)).startswith("0 to 1 ft")
    assert strip.words_at(QPoint(449, 20)).startswith("30 ft and more")


def test_click_and_drag_choose_distances(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, at(3.0, 12.0))
    told: list[tuple[float, float]] = []
    strip.distances_chosen.connect(lambda low, high: told.append((low, high)))
    QTest.mouseClick(strip, LEFT, NONE, middle(strip, 7))
    drag(strip, 4, 9)
    drag(strip, 22, 15)
    drag(strip, 28, FARTHEST_FT)
    assert told == [(7.0, 8.0), (4.0, 10.0), (15.0, 23.0), (28.0, math.inf)]


def test_what_is_chosen_is_let_go_by_a_second_click_or_escape(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, at(3.0, 12.0))
    strip.set_chosen(4.0, 10.0)
    assert "Narrowed to 4 to 10 ft." in strip.accessibleDescription()
    with qtbot.waitSignal(strip.distances_dropped):
        drag(strip, 4, 9)
    with qtbot.waitSignal(strip.distances_dropped):
        QTest.keyClick(strip, Qt.Key.Key_Escape)
    strip.set_chosen(28.0, math.inf)
    assert "Narrowed to 28 ft and more." in strip.accessibleDescription()
    strip.set_chosen(None)
    assert "Narrowed" not in strip.accessibleDescription()


def test_keys_walk_over_bins_and_choose_one_or_several(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, at(0.5, 3.0, 12.0))
    told: list[tuple[float, float]] = []
    strip.distances_chosen.connect(lambda low, high: told.append((low, high)))
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert "0 to 1 ft; 1 shot, 33.3% of 3" in strip.accessibleDescription()
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert "0 to 1 ft" in strip.accessibleDescription()
    for _ in range(3):
        QTest.keyClick(strip, Qt.Key.Key_Right)
    QTest.keyClick(strip, Qt.Key.Key_Return)
    for _ in range(2):
        QTest.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(strip, Qt.Key.Key_Space)
    QTest.keyClick(strip, Qt.Key.Key_End)
    QTest.keyClick(strip, Qt.Key.Key_Right)
    QTest.keyClick(strip, Qt.Key.Key_Enter)
    QTest.keyClick(strip, Qt.Key.Key_Home)
    QTest.keyClick(strip, Qt.Key.Key_Enter)
    assert told == [(3.0, 4.0), (3.0, 6.0), (30.0, math.inf), (0.0, 1.0)]
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    QTest.keyClick(strip, Qt.Key.Key_Enter)
    assert len(told) == 4


def test_end_as_the_first_key_goes_to_the_far_end(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, at(0.5, 40.0))
    QTest.keyClick(strip, Qt.Key.Key_End)
    assert "30 ft and more; 1 shot" in strip.accessibleDescription()


def test_the_pointer_is_answered(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, at(12.2, 12.4))
    place = middle(strip, 12)
    application().sendEvent(strip, QHelpEvent(QHelpEvent.Type.ToolTip, place, strip.mapToGlobal(place)))
    assert QToolTip.text().startswith("12 to 13 ft\n2 shots")
    QToolTip.hideText()


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_bars_are_as_high_as_their_shots(qtbot: QtBot, tokens: Tokens) -> None:
    strip = strip_of(qtbot, at(*[5.5] * 40, *[15.5] * 20, *[10.5]), tokens=tokens)
    picture: QImage = strip.grab().toImage()
    ground = QColor(tokens.window)

    def height(feet: int) -> int:
        column = strip.column_of(feet)
        # At the right of the middle: the line of points lies at the very bottom, since none was made.
        x = round(column.left() + column.width() * 0.7)
        rows = range(math.ceil(column.top()), math.floor(column.bottom()) - 4)
        return sum(picture.pixelColor(x, y) != ground and abs(y - strip.column_of(0).center().y()) > 1.5 for y in rows)

    assert height(5) == pytest.approx(2 * height(15), abs=5)
    assert height(15) > 10
    assert height(10) <= 3
    assert height(8) <= 1


def test_without_shots_it_says_so(qtbot: QtBot) -> None:
    for shots in (None, distances(distance_codes(ShotTable.empty()))):
        strip = strip_of(qtbot, shots)
        assert strip.summary() == "No shot with a distance." == strip.accessibleDescription()
        assert strip.table().rows == ()
        QTest.keyClick(strip, Qt.Key.Key_Right)
        QTest.mouseClick(strip, LEFT, NONE, QPoint(100, 20))
        assert strip.grab().width() == 450


def test_the_table_and_the_summary_have_the_numbers(qtbot: QtBot) -> None:
    shots = season(5_000, NBA)
    codes = distance_codes(shots)
    found, base = distances(codes, np.arange(5_000) < 1_000), distances(codes)
    strip = DistanceStrip(NBA)
    qtbot.addWidget(strip)
    strip.set_distances(found, base, "all")
    table = strip.table()
    assert len(table.rows) == (found.bins.n > 0).sum()
    assert {len(row) for row in table.rows} == {len(table.headers)} == {len(table.is_number)}
    assert sum(int(row[table.headers.index("shots")].replace(",", "")) for row in table.rows) == found.n
    assert "PPS of all" in table.headers
    assert strip.summary().startswith(f"{found.n} shots by distance: ")
    assert f"{found.unknown} without a distance" in strip.summary()


@pytest.mark.parametrize("width", [230, 450, 900])
def test_nothing_is_cut_off(qtbot: QtBot, width: int) -> None:
    strip = strip_of(qtbot, at(*[1.5] * 9, *[24.5] * 12, *[40.0] * 3), width=width)
    strip.clearFocus()
    picture: QImage = strip.grab().toImage()
    ground = QColor(LIGHT.window)
    edges = [
        *((x, y) for x in range(width) for y in (0, picture.height() - 1)),
        *((x, y) for y in range(picture.height()) for x in (0, 1, width - 1)),
    ]
    assert all(picture.pixelColor(x, y) == ground for x, y in edges)
