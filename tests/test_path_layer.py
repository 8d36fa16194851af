"""The layer of the ball's path: what is drawn where, what answers the pointer, the bar below, words and table."""

from __future__ import annotations

import functools
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from explorer.core.ball_path import BallPath, Step, StepKind, ball_path
from explorer.core.court import court_for
from explorer.core.model import Shot
from explorer.core.vocabulary import CTG, SHOTTRACKER, EventKind, Mark
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from explorer.widgets.court.canvas import Canvas, Orientation
from explorer.widgets.court.layer import Sign
from explorer.widgets.court.path_labels import Wanted, place_labels
from explorer.widgets.court.path_layer import NO_PLACES, NO_TOUCHES, NOTHING_CHOSEN, PathLayer
from explorer.widgets.court.path_legend import path_legend
from explorer.widgets.court.path_pencil import Look, Pencil
from explorer.widgets.court.step_bar import StepBar
from explorer.widgets.court.two_lines import TwoLines
from explorer.widgets.tokens import DARK, LIGHT, Tokens

COURT = court_for("nba", 2025)
WIDTH, HEIGHT = 450, 440


@functools.cache
def sample(source: str) -> Selection:
    return load_sample(source, games=4, seed=9)


@functools.cache
def paths(source: str) -> tuple[BallPath, ...]:
    (loaded, *_) = (loaded for loaded in sample(source).games if loaded.info.key[0] == source)
    return tuple(ball_path(row) for row in loaded.details().game.possessions)


def name_of(player_id: str) -> str:
    return sample(CTG).book.player_short((CTG, player_id))


def longest(*, is_full: bool = False) -> BallPath:
    fitting = (path for path in paths(CTG) if path.reaches_back_court == is_full)
    return max(fitting, key=lambda path: path.count(StepKind.PASS))


class Stage:
    """A layer on a bare canvas."""

    def __init__(self, qtbot: QtBot, tokens: Tokens = LIGHT) -> None:
        self.canvas = Canvas(COURT, tokens)
        self.layer = PathLayer(tokens)
        bar = self.layer.foot
        assert isinstance(bar, StepBar)
        self.bar = bar
        self.pane = QWidget()
        # Closed as a window of its own, a view of pyqtgraph takes its scene apart before its last resize.
        self.canvas.setParent(self.pane)
        self.bar.setParent(self.pane)
        qtbot.addWidget(self.pane)
        for item in self.layer.items:
            self.canvas.add(item)
        self.canvas.resize(WIDTH, HEIGHT)
        self.pane.resize(WIDTH, HEIGHT + 30)
        self.bar.setGeometry(0, HEIGHT, WIDTH, 30)
        self.pane.show()

    def show_path(self, path: BallPath, step: int | None = None) -> None:
        self.layer.set_path(path, name_of, 0)
        self.layer.set_step(step)
        self.canvas.set_view(Orientation.UP, is_flipped=False, is_full=self.layer.is_full_court)

    def image(self) -> QImage:
        image: QImage = self.canvas.grab().toImage()
        return image


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def pixels(image: QImage, colour: QColor, near: QPointF, reach: int) -> int:
    """How many pixels around a place have about this colour."""
    found = 0
    for x in range(int(near.x()) - reach, int(near.x()) + reach + 1):
        for y in range(int(near.y()) - reach, int(near.y()) + reach + 1):
            if image.rect().contains(x, y):
                seen = image.pixelColor(x, y)
                gaps = (seen.red() - colour.red(), seen.green() - colour.green(), seen.blue() - colour.blue())
                found += max(map(abs, gaps)) < 24
    return found


def test_every_step_with_a_place_is_drawn_there(stage: Stage) -> None:
    path = longest()
    stage.show_path(path)
    image = stage.image()
    team = LIGHT.team(0)
    for step in path.steps:
        if step.kind is StepKind.TOUCH and step.start is not None:
            at = QPointF(stage.canvas.to_pixels(*step.start))
            assert pixels(image, team, at, 5) > 12


def test_what_has_no_place_is_not_drawn_at_the_baseline(stage: Stage) -> None:
    """An unknown place is not the origin, where the middle of the baseline is."""
    unknown = BallPath(tuple(Step(kind, n, "1") for n, kind in enumerate(StepKind)), has_touches=True)
    stage.show_path(BallPath())
    bare = stage.image()
    stage.show_path(unknown)
    assert stage.image() == bare
    assert all(stage.layer.place_of(n) is None for n in range(len(unknown.steps)))
    assert stage.layer.notice == NO_PLACES


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_what_comes_after_the_current_step_is_pale(qtbot: QtBot, tokens: Tokens) -> None:
    stage = Stage(qtbot, tokens)
    path = longest()
    touches = [n for n, step in enumerate(path.steps) if step.kind is StepKind.TOUCH]
    stage.show_path(path, touches[0])
    last = path.steps[touches[-2]]
    assert last.start is not None
    image = stage.image()
    at = QPointF(stage.canvas.to_pixels(*last.start))
    before = pixels(image, tokens.team(0), at, 5)
    stage.layer.set_step(len(path.steps) - 1)
    assert before == 0 < pixels(stage.image(), tokens.team(0), at, 5)


def test_the_whole_court_where_the_ball_came_from_the_back(stage: Stage) -> None:
    front, back = longest(), longest(is_full=True)
    stage.show_path(front)
    assert not stage.layer.is_full_court
    seen: list[bool] = []
    stage.layer.changed.connect(lambda: seen.append(stage.layer.is_full_court))
    stage.show_path(back)
    names, front_only = stage.layer.options()
    assert names.isChecked()
    front_only.setChecked(True)
    stage.show_path(front)
    assert not front_only.isEnabled()
    assert seen == [True, False, False]


def test_the_pointer_finds_each_step_where_it_stands(stage: Stage) -> None:
    found = total = 0
    for path in paths(CTG):
        stage.layer.set_path(path, name_of)
        for number, step in enumerate(path.steps):
            place = stage.layer.place_of(number)
            assert (place is not None) == step.is_placed
            if place is None:
                continue
            mark = stage.layer.mark_at(*place, 1.5)
            assert mark is not None
            total += 1
            found += mark == number
    # A shot stands where its touch ended, free throws at one line: the first that is as near answers there.
    assert found > 0.75 * total
    assert stage.layer.mark_at(200.0, 200.0, 1.5) is None


def test_the_bar_walks_over_the_steps(stage: Stage, qtbot: QtBot) -> None:
    path = longest()
    stage.show_path(path)
    chosen: list[int] = []
    stage.layer.step_chosen.connect(chosen.append)
    last = len(path.steps) - 1
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home)
    for key in keys:
        QTest.keyClick(stage.bar, key)
    assert chosen == [0, 1, last, last - 1, 0]
    QTest.keyClick(stage.bar, Qt.Key.Key_Left)
    assert (chosen[-1], stage.layer.step, stage.layer.row) == (-1, None, None)
    buttons = stage.bar.findChildren(QToolButton)
    assert [button.isEnabled() for button in buttons] == [True, False, True, True]
    for button in (2, 3, 1, 0):
        QTest.mouseClick(buttons[button], Qt.MouseButton.LeftButton)
    assert chosen[-4:] == [0, last, last - 1, 0]
    stage.pane.activateWindow()
    QTest.mouseClick(buttons[2], Qt.MouseButton.LeftButton)
    assert stage.pane.focusWidget() is stage.bar
    QTest.keyClick(stage.pane.focusWidget(), Qt.Key.Key_Home)
    assert stage.bar.words == stage.layer.words_of(0)
    assert stage.bar.accessibleDescription().startswith(f"Step 1 of {last + 1}: ")


def test_being_told_a_step_says_nothing_back(stage: Stage) -> None:
    chosen: list[int] = []
    stage.layer.step_chosen.connect(chosen.append)
    stage.show_path(longest(), 3)
    stage.layer.set_step(10_000)
    assert (chosen, stage.layer.step) == ([], None)
    stage.layer.choose(2)
    stage.layer.choose(10_000)
    assert (chosen, stage.layer.step) == ([2], 2)
    assert stage.layer.row == longest().steps[2].row


def test_a_step_in_words() -> None:
    layer = PathLayer(LIGHT)
    names = {"1": "A. Long", "2": "C. Bell"}
    thrown = Step(StepKind.PASS, 0, "1", "2", EventKind.PASS, (0.0, 30.0), (9.0, 20.0), clock_s=14.0, number=3)
    shot = Step(StepKind.SHOT, 1, "2", "1", EventKind.MISS, (9.0, 20.0), clock_s=12.4, words=("jump_shot",))
    layer.set_path(
        BallPath(
            (
                thrown,
                replace(thrown, end=None, words=("not caught",)),
                replace(shot, shot=Shot(False, 2, distance_ft=17.3)),
                Step(StepKind.TOUCH, 3, "1", start=(0.0, 30.0), dribbles=1, held_s=2.4),
                Step(StepKind.SCREEN, 4, "1", "2", EventKind.BALL_SCREEN, words=("hand-off",)),
                Step(StepKind.REBOUND, 5, None, event_kind=EventKind.OFFENSIVE_REBOUND),
            )
        ),
        names.__getitem__,
    )
    assert [layer.words_of(n) for n in range(6)] == [
        "Pass 3: A. Long to C. Bell, 0:14 on the clock",
        "Pass 3: A. Long to C. Bell, not caught, 0:14 on the clock, not told where to",
        "2PT miss by C. Bell blocked by A. Long, jump shot, 17.3 ft, 0:12.4 on the clock",
        "A. Long has the ball, 1 dribble in 2.4 s",
        "Hand-off by C. Bell for A. Long, place not told",
        "Offensive rebound by the team, place not told",
    ]
    assert layer.words_of(6) == ""
    rows = layer.table()
    assert rows.rows[0] == (
        "1",
        "0:14",
        "Pass 3",
        "A. Long",
        "0 ft right, 30 ft out",
        "C. Bell, 9 ft right, 20 ft out",
        "-",
        "-",
    )
    assert rows.rows[2][2] == "2PT miss blocked by A. Long, jump shot, 17.3 ft"
    assert rows.rows[3][6:] == ("1", "2.4")
    assert rows.rows[4][2:4] == ("Hand-off by C. Bell", "A. Long")
    assert {len(row) for row in rows.rows} == {len(rows.headers)} == {len(rows.is_number)}


def test_the_layer_says_what_the_feed_does_not_tell(stage: Stage) -> None:
    layer = stage.layer
    assert layer.notice == layer.summary() == NOTHING_CHOSEN
    assert (layer.count(), layer.table().rows, layer.legend()) == (0, (), ())
    path = next(p for p in paths(SHOTTRACKER) if p.count(StepKind.SHOT) and p.count(StepKind.REBOUND))
    stage.show_path(path)
    assert layer.notice == NO_TOUCHES
    assert layer.count() == len(path.steps) == len(layer.table().rows)
    marks = {entry.mark for entry in layer.legend() if entry.mark is not None}
    assert marks <= {Mark.MAKE, Mark.MISS, Mark.FREE_THROW}
    assert "without a place" in layer.summary()
    stage.show_path(longest())
    assert layer.notice == ""
    layer.set_path(None)
    assert layer.notice == NOTHING_CHOSEN


def test_the_legend_names_what_is_drawn(stage: Stage) -> None:
    path = next(p for p in paths(CTG) if p.count(StepKind.DRIVE) and p.count(StepKind.SCREEN))
    stage.show_path(path)
    words = " ".join(entry.words for entry in stage.layer.legend())
    for word in ("touch", "pass", "drive", "screen"):
        assert word in words


@pytest.mark.parametrize("orientation", list(Orientation))
def test_a_vector_file_holds_no_picture_of_pixels(stage: Stage, orientation: Orientation) -> None:
    stage.show_path(longest(is_full=True), 4)
    stage.canvas.set_view(orientation, is_flipped=True, is_full=True)
    held = QByteArray()
    buffer = QBuffer(held)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(WIDTH, HEIGHT))
    painter = QPainter(generator)
    stage.canvas.render(painter)
    painter.end()
    drawing = bytes(held.data())
    assert b"<image" not in drawing
    assert QSvgRenderer(held).isValid()
    assert drawing.count(b"<text") > 8


def test_names_keep_apart_for_every_possession(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[QRectF] = []
    monkeypatch.setattr(
        "explorer.widgets.court.path_pencil.Pencil.paint_name", lambda self, name, rect, look: written.append(rect)
    )
    total = 0
    for path in paths(CTG)[::4]:
        written.clear()
        stage.show_path(path)
        stage.image()
        total += len(written)
        for one, other in combinations(written, 2):
            shared = one.intersected(other)
            assert shared.width() * shared.height() <= 0.05 * one.width() * one.height() + 1
        room = QRectF(0, 0, WIDTH, HEIGHT)
        assert all(room.contains(rect) for rect in written)
    assert total > 100


SPOTS = st.tuples(st.floats(0, 400), st.floats(0, 400))


@given(st.lists(SPOTS, max_size=10), st.lists(SPOTS, max_size=10))
@settings(max_examples=80)
def test_the_first_label_always_finds_a_seat_and_none_covers_another(
    spots: list[tuple[float, float]], marks: list[tuple[float, float]]
) -> None:
    wanted = [Wanted(QPointF(x, y), 60.0, 14.0, 5.0, is_needed=n == 0) for n, (x, y) in enumerate(spots)]
    taken = [QRectF(x - 6, y - 6, 12, 12) for x, y in marks]
    rects = place_labels(wanted, taken, spots, QRectF(0, 0, 400, 400))
    assert len(rects) == len(spots)
    assert not rects or rects[0] is not None
    for one, other in combinations([rect for rect in rects if rect is not None], 2):
        shared = one.intersected(other)
        assert shared.width() * shared.height() <= 0.05 * 60 * 14


def test_a_name_is_never_taken_for_a_page(stage: Stage) -> None:
    name = "<img src=file:///etc/passwd><h1>"
    stage.layer.set_path(longest(), lambda player_id: name)
    stage.layer.choose(0)
    assert name in stage.bar.words
    (label,) = (label for label in stage.bar.findChildren(QLabel) if label.toolTip())
    assert "<img" not in label.toolTip()
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert not stage.image().isNull()


def test_no_name_lies_on_a_number(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[QRectF] = []
    badges: list[tuple[QPointF, float]] = []

    def write(pencil: Pencil, name: str, rect: QRectF, look: Look) -> None:
        if look is not Look.NOW:
            names.append(rect)

    monkeypatch.setattr(Pencil, "paint_name", write)
    monkeypatch.setattr(Pencil, "paint_badge", lambda pencil, words, at, look: badges.append((at, pencil.badge)))
    total = 0
    for width, height in ((WIDTH, HEIGHT), (260, 240)):
        stage.canvas.resize(width, height)
        for path in paths(CTG)[::6]:
            names.clear()
            badges.clear()
            stage.show_path(path)
            stage.image()
            total += len(names)
            for at, radius in badges:
                room = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
                assert not any(room.intersects(name) for name in names)
    assert total > 60


def test_each_kind_of_free_throw_and_the_foul_stand_in_the_legend(stage: Stage) -> None:
    throw = Step(StepKind.FREE_THROW, 0, "1", event_kind=EventKind.FREE_THROW_MAKE, start=(0.0, 19.0), end=(0.0, 5.25))
    foul = Step(StepKind.FOUL, 2, "1", event_kind=EventKind.FOUL, start=(9.0, 9.0))
    missed = replace(throw, row=1, event_kind=EventKind.FREE_THROW_MISS)
    touch = Step(StepKind.TOUCH, 3, "1", start=(0.0, 30.0), end=(5.0, 25.0), dribbles=0)
    shot = Step(StepKind.SHOT, 4, "1", event_kind=EventKind.MISS, start=(5.0, 25.0), end=(0.0, 5.25))
    stage.layer.set_path(BallPath((throw, missed, foul, touch, shot), True), str, 0)
    legend = {entry.words: entry for entry in stage.layer.legend()}
    made = legend["made free throw"]
    assert (made.mark, made.inner) == (Mark.FREE_THROW, Mark.MAKE)
    assert (legend["missed free throw"].mark, legend["missed free throw"].inner) == (Mark.FREE_THROW, None)
    assert legend["touch"].sign is Sign.DISC
    assert {"F: foul", "small dot: its end", "dotted to the ring: shot"} <= set(legend)
    assert "waves: dribbles" not in legend
    assert not {"small dot: its end", "F: foul"} & {
        entry.words for entry in path_legend(BallPath((throw,)), LIGHT.team(0))
    }


def test_a_rebound_is_not_covered_by_the_rebounders_touch(stage: Stage) -> None:
    rebound = Step(StepKind.REBOUND, 0, "1", event_kind=EventKind.OFFENSIVE_REBOUND, start=(0.0, 20.0))
    touch = Step(StepKind.TOUCH, 1, "1", start=(0.0, 20.0), end=(0.0, 20.0), dribbles=0)
    stage.layer.set_path(BallPath((rebound, touch), True), lambda player_id: "", 0)
    with_touch = stage.image()
    stage.layer.set_path(BallPath((rebound,), True), lambda player_id: "", 0)
    assert stage.image() == with_touch


def test_a_step_takes_two_lines_where_one_is_too_short(qtbot: QtBot) -> None:
    label = TwoLines()
    qtbot.addWidget(label)
    words = "Pass 3: A. Long to C. Bell, not caught, 0:14 on the clock, not told where to"
    label.setText(words)
    whole = label.fontMetrics().horizontalAdvance(words)
    height = label.sizeHint().height()
    label.resize(whole + 4, height)
    assert label.lines() == [words]
    label.resize(round(whole * 0.65), height)
    assert len(label.lines()) == 2
    assert " ".join(label.lines()) == words
    label.resize(round(whole * 0.3), height)
    first, second = label.lines()
    assert words.startswith(first)
    assert second.endswith("…")
    assert all(label.fontMetrics().horizontalAdvance(line) <= label.width() for line in (first, second))
    label.setText("")
    assert label.lines() == []
    assert label.sizeHint().height() == height
