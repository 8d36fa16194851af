"""The zones of the court: filled, worded within their borders, told of, chosen."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.core import query
from explorer.core.breakdown import Sample
from explorer.core.court import court_for
from explorer.core.metrics import Rate
from explorer.core.vocabulary import SHOTTRACKER
from explorer.core.zone_figures import ZONINGS, ZoneFigures, zone_figures
from explorer.core.zone_rooms import rooms_of
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from explorer.widgets.court.canvas import Canvas, Orientation
from explorer.widgets.court.drawing import pixels_a_foot
from explorer.widgets.court.scales import FARTHEST_GAP
from explorer.widgets.court.zone_words import SMALL_PX, _box, choices, place_words
from explorer.widgets.court.zones_item import FILL_ALPHA, ZonesItem
from explorer.widgets.court.zones_layer import ZonesLayer
from explorer.widgets.tokens import DARK, LIGHT, Tokens

pytestmark = pytest.mark.usefixtures("qapp")
COURT = court_for("ncaa_men", None)


@functools.cache
def games() -> Selection:
    return load_sample(SHOTTRACKER, games=4, seed=3)


@functools.cache
def figures(zoning: str, *, is_compared: bool = True) -> ZoneFigures:
    whole = Sample.whole(games().tables, games().book)
    rows = games().tables.possessions.game == 0
    return zone_figures(whole.narrowed(rows), ZONINGS[zoning], whole.narrowed(~rows) if is_compared else None)


def shown(zoning: str = "nba14", tokens: Tokens = LIGHT, small_n: int = 10, *, is_compared: bool = True) -> ZonesLayer:
    layer = ZonesLayer(tokens)
    outlines = ZONINGS[zoning].outlines(COURT, games().tables.shots)
    layer.set_figures(figures(zoning, is_compared=is_compared), outlines, "the other games", small_n)
    return layer


def on_canvas(qtbot: QtBot, layer: ZonesLayer, width: int = 450, height: int = 470) -> Canvas:
    canvas = Canvas(COURT, layer.tokens)
    qtbot.addWidget(canvas)
    for item in layer.items:
        canvas.add(item)
    canvas.resize(width, height)
    canvas.show()
    return canvas


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_every_zone_is_a_mark_that_is_found_where_it_stands() -> None:
    for name in ZONINGS:
        layer = shown(name)
        assert layer.count() >= 6
        for mark in range(layer.count()):
            place = layer.place_of(mark)
            assert place is not None
            assert layer.mark_at(*place, 0.5) == mark
            assert layer.words_of(mark)
        assert layer.mark_at(0, 70, 1) is None
        assert layer.place_of(layer.count()) is None


def test_a_chosen_zone_gives_the_question_for_its_shots(qtbot: QtBot) -> None:
    tables, book = games().tables, games().book
    for name, first in (("basic", "zone:rim"), ("nba14", "zone:restricted_area"), ("zone_number", "zone:1")):
        layer = shown(name)
        mark = layer.mark_at(0.0, COURT.ring_y_ft, 1.0)
        assert mark is not None
        with qtbot.waitSignal(layer.zone_chosen) as chosen:
            layer.choose(mark)
        assert chosen.args == [first]
    for name, zoning in ZONINGS.items():
        for zone in figures(name).zones:
            assert zoning.term(zone.code) == zone.term
            of_game = query.shots(query.parse(zone.term), tables, book)
            assert (tables.possessions.game[tables.shots.possession[of_game]] == 0).sum() == zone.attempts


def test_a_click_on_the_canvas_finds_the_zone_under_it(qtbot: QtBot) -> None:
    layer = shown("basic")
    canvas = on_canvas(qtbot, layer)
    canvas.clicked.connect(lambda x, y, _: layer.choose(layer.mark_at(x, y, 1.0) or 0))
    chosen: list[str] = []
    layer.zone_chosen.connect(chosen.append)
    for orientation in Orientation:
        canvas.set_view(orientation, is_flipped=orientation is Orientation.UP, is_full=False)
        for place in ((0.0, COURT.ring_y_ft), (-23.5, 4.0), (0.0, 40.0)):
            QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.to_pixels(*place))
    assert chosen == ["zone:rim", "zone:left_corner_3", "zone:above_break_3"] * 2


def test_words_lie_in_their_zones_and_never_over_each_other() -> None:
    for name, pixels, is_sideways in itertools.product(ZONINGS, (4.2, 8.3, 16.0), (False, True)):
        layer = shown(name)
        (item,) = layer.items
        assert isinstance(item, ZonesItem)
        placed = item.placed(pixels, is_sideways=is_sideways)
        told = [zone for zone in layer.figures.zones if zone.attempts and layer.mark_at(0, 0, 1) is not None]
        assert len(placed) >= min(len(told), layer.count()) * (0.9 if pixels > SMALL_PX else 0.6), (name, pixels)
        if name == "basic":
            assert {one.words.code for one in placed} == set(range(6)), "the rim and the corners have words at any size"
        boxes = []
        for one in placed:
            if pixels < SMALL_PX:
                assert len(one.lines) <= 2
            width, height = (length / pixels for length in _box(one.lines, one.size_px))
            across, along = (height, width) if is_sideways != one.is_turned else (width, height)
            boxes.append(QRectF(one.x_ft - across / 2, one.y_ft - along / 2, across, along))
            # Words beside their zone have a line that leads into it.
            at = (one.x_ft, one.y_ft) if one.towards is None else one.towards
            assert one.towards is None or not boxes[-1].contains(*one.towards)
            mark = layer.mark_at(*at, 1.0)
            assert mark is not None
            title = layer.words_of(mark).split(":")[0]
            figure = layer.figures.of(one.words.code)
            assert figure is not None
            assert title.casefold() == figure.title.casefold()
        assert not any(a.intersects(b) for a, b in itertools.combinations(boxes, 2)), (name, pixels)


def test_a_larger_court_has_room_for_more_lines() -> None:
    layer = shown("nba14")
    (item,) = layer.items
    assert isinstance(item, ZonesItem)
    lines = [sum(len(one.lines) for one in item.placed(pixels, is_sideways=False)) for pixels in (4.2, 8.3, 20.0)]
    assert lines == sorted(lines)
    assert lines[0] < lines[1] < lines[2]
    full = item.placed(20.0, is_sideways=False)
    assert {len(one.lines) for one in full} <= {2, 3}
    rooms = rooms_of(ZONINGS["nba14"].outlines(COURT, games().tables.shots))
    assert place_words((), rooms, 8.0, is_sideways=False) == []


def test_the_fill_says_which_way_and_how_far(qtbot: QtBot) -> None:
    for tokens in (LIGHT, DARK):
        layer = shown("basic", tokens)
        canvas = on_canvas(qtbot, layer)
        found = picture(canvas)
        for zone in layer.figures.zones:
            mark = next((n for n in range(layer.count()) if layer.words_of(n).startswith(zone.title)), None)
            if mark is None or zone.gap.value is None or zone.attempts < 10 or abs(zone.gap.value) < 0.1:
                continue
            place = layer.place_of(mark)
            assert place is not None
            # A little beside the words.
            at = canvas.to_pixels(place[0] + (0.6 if "corner" in zone.title else 3.2), place[1] - 2.9)
            colour = QColor(found.pixel(at))
            is_warm = colour.red() > colour.blue()
            assert is_warm == (zone.gap.value > 0), (zone, colour.name())


def test_few_shots_are_pale_and_none_are_empty() -> None:
    few = shown("basic", small_n=10_000)
    many = shown("basic", small_n=0)

    def distance(layer: ZonesLayer, mark: int) -> float:
        figure = layer.figures.of(mark)
        assert figure is not None
        fill = layer._fill(figure)
        assert fill is not None
        floor = QColor(LIGHT.floor)
        parts = ((fill.red(), floor.red()), (fill.green(), floor.green()), (fill.blue(), floor.blue()))
        return math.sqrt(sum((a - b) ** 2 for a, b in parts))

    for mark in range(6):
        assert distance(few, mark) < distance(many, mark)
    assert any("fewer than 10,000" in entry.words for entry in few.legend())
    assert not any("pale" in entry.words for entry in many.legend())
    plain = shown("basic", is_compared=False)
    # Without a baseline the colours tell of the zones against each other.
    assert all((plain._fill(figure) is None) == (figure.pps.value is None) for figure in plain.figures.zones)
    assert any("all shots shown" in entry.words for entry in plain.legend())


def test_words_stand_out_from_every_fill() -> None:
    for tokens in (LIGHT, DARK):
        layer = ZonesLayer(tokens)
        floors = [QColor(tokens.floor), QColor(tokens.paint)]
        for gap in np.linspace(-FARTHEST_GAP, FARTHEST_GAP, 21):
            for floor in floors:
                fill = _over(layer._colour(float(gap)), floor, FILL_ALPHA / 255)
                assert _contrast(QColor(tokens.text), fill) >= 4.5, (gap, fill.name())
        few = shown("basic", tokens, small_n=10_000)
        for figure in few.figures.zones:
            pale = few._fill(figure)
            if pale is not None:
                assert _contrast(QColor(tokens.muted), _over(pale, floors[0], FILL_ALPHA / 255)) >= 4.5
        ends = [_over(layer._colour(gap), floors[0], FILL_ALPHA / 255) for gap in (-FARTHEST_GAP, 0.0, FARTHEST_GAP)]
        # Apart for eyes without red, green or blue cones too (Viénot, Brettel and Mollon, 1999).
        for first, second in itertools.combinations(ends, 2):
            for kind in ("protan", "deutan"):
                assert _apart(_seen(first, kind), _seen(second, kind)) > 25, (kind, first.name(), second.name())


def _over(colour: QColor, floor: QColor, alpha: float) -> QColor:
    pairs = zip(
        (colour.redF(), colour.greenF(), colour.blueF()), (floor.redF(), floor.greenF(), floor.blueF()), strict=True
    )
    return QColor.fromRgbF(*(a * alpha + b * (1 - alpha) for a, b in pairs))


def _linear(colour: QColor) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = np.where(
        parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4
    )
    return found


def _contrast(first: QColor, second: QColor) -> float:
    light, dark = sorted((float(_linear(one) @ (0.2126, 0.7152, 0.0722)) for one in (first, second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


_SEEN = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def _seen(colour: QColor, kind: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A colour as such eyes see it, as values of a screen from 0 to 255."""
    linear = np.clip(np.array(_SEEN[kind]) @ _linear(colour), 0, 1)
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = 255 * linear ** (1 / 2.2)
    return found


def _apart(
    first: np.ndarray[tuple[int], np.dtype[np.float64]], second: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> float:
    return float(np.linalg.norm(first - second))


def test_hover_tells_all_with_n_interval_and_baseline() -> None:
    layer = shown("basic")
    words = layer.words_of(0)
    rim = layer.figures.of(0)
    assert rim is not None
    assert rim.pps.value is not None
    assert f"Rim: {rim.attempts} shots" in words
    assert f"{rim.pps.value:.2f}" in words
    assert f"n {rim.base_attempts}" in words
    assert "The other games: " in words
    assert "Difference" in words
    assert words.count(" to ") == 4
    assert "without an interval" not in words


def test_legend_summary_and_table_say_the_same() -> None:
    layer = shown("nba14")
    (scale,) = (entry for entry in layer.legend() if entry.scale)
    assert scale.ends == ("−0.30", "+0.30")
    assert len({colour.name() for colour in scale.scale}) == len(scale.scale)
    assert any("the other games" in entry.words for entry in layer.legend())
    table = layer.table()
    assert {len(row) for row in table.rows} == {len(table.headers)} == {len(table.is_number)}
    attempts = [int(row[1].replace(",", "")) for row in table.rows]
    assert sum(attempts) == layer.figures.total
    assert f"{layer.figures.total} shots by zone" in layer.summary()
    assert "the other games" in layer.summary()
    assert any("worked out from the shots" in entry.words for entry in shown("zone_number").legend())
    plain = shown("nba14", is_compared=False)
    assert len(plain.table().headers) == 6


def test_no_spread_is_written_where_the_interval_is_lopsided() -> None:
    rim = figures("basic").of(0)
    assert rim is not None
    lines = {0.9: "1.00 ±0.10", 0.3: "1.00"}
    for low, first in lines.items():
        found = choices(dataclasses.replace(rim, pps=Rate(1.0, low, 1.1, 60)))
        assert found[0][0] == first
    nothing = choices(dataclasses.replace(rim, attempts=2, pps=Rate(0.0, 0.0, 1.3, 2)))
    assert not any("±" in line for one in nothing for line in one)
    assert nothing[-1] == ("0.00 · 2",)
    assert choices(dataclasses.replace(rim, attempts=2, pps=Rate(2.0, 2.0, 2.0, 2)))[0][0] == "2.00"


def test_shots_without_a_place_here_are_counted_and_told() -> None:
    layer = shown("basic")
    backcourt = [zone for zone in layer.figures.zones if zone.title == "Backcourt"]
    assert backcourt, "the game has a heave"
    told = f"{backcourt[0].attempts} in the backcourt, not drawn"
    assert told in [entry.words for entry in layer.legend()]
    assert told in layer.summary()
    (item,) = layer.items
    assert isinstance(item, ZonesItem)
    drawn = [layer.figures.of(one.words.code) for one in item.placed(16.0, is_sideways=False)]
    assert sum(one.attempts for one in drawn if one) + backcourt[0].attempts == layer.figures.total


def test_without_shots_the_court_says_so() -> None:
    layer = ZonesLayer(LIGHT)
    assert (layer.count(), layer.words_of(0), layer.mark_at(0, 5, 1)) == (0, "", None)
    assert layer.notice == "No shots to show."
    assert layer.legend() == ()
    assert layer.summary() == "No shots by zone."
    layer.choose(0)
    shots = games().tables.shots
    without = shots.take(shots.zone < -5)
    layer.set_figures(figures("zone_number"), ZONINGS["zone_number"].outlines(COURT, without))
    assert "no zone numbers" in layer.notice


def test_another_parting_is_asked_for_and_stays_until_its_figures_come(qtbot: QtBot) -> None:
    layer = shown("basic")
    actions = {str(action.data()): action for action in layer.options()}
    assert [name for name, action in actions.items() if action.isChecked()] == ["basic"]
    with qtbot.waitSignal(layer.zoning_chosen) as wanted:
        actions["nba14"].trigger()
    assert wanted.args == ["nba14"]
    assert actions["basic"].isChecked()
    with qtbot.waitSignal(layer.changed):
        layer.set_figures(figures("nba14"), ZONINGS["nba14"].outlines(COURT, games().tables.shots))
    assert actions["nba14"].isChecked()


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_picture_follows_colours_and_holds_no_raster(qtbot: QtBot, tokens: Tokens) -> None:
    layer = shown("nba14", LIGHT)
    canvas = on_canvas(qtbot, layer)
    first = picture(canvas)
    layer.set_tokens(tokens)
    canvas.set_tokens(tokens)
    assert (picture(canvas) == first) == (tokens is LIGHT)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(450, 470))
    generator.setViewBox(QRectF(0, 0, 450, 470))
    painter = QPainter(generator)
    canvas.render(painter, QRectF(0, 0, 450, 470), canvas.viewport().rect())
    painter.end()
    drawn = bytes(buffer.data().data()).decode()
    assert "<image" not in drawn
    assert "FG" in drawn


def test_a_foot_is_as_many_pixels_as_it_is_drawn(qtbot: QtBot) -> None:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.rotate(90)
    painter.scale(7.0, 7.0)
    assert pixels_a_foot(painter) == pytest.approx(7.0)
    painter.end()
