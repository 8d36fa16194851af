"""The layer of the ball's path: one possession, step by step, in step with the timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import hypot
from typing import Any, override

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.core.ball_path import BallPath, Spot, Step, StepKind
from explorer.core.coordinates import HALF_LENGTH_FT
from explorer.models.path_words import HEADERS, NUMBERS, path_rows, path_summary, step_words
from explorer.widgets.court.drawing import Drawing, in_pixels
from explorer.widgets.court.layer import Entry, Layer, Rows
from explorer.widgets.court.path_legend import path_legend
from explorer.widgets.court.path_painting import PathPainter, PathPicture
from explorer.widgets.court.path_shapes import away_from, pass_curve
from explorer.widgets.court.step_bar import StepBar
from explorer.widgets.tokens import Tokens

HEIGHT = 5.0
_LINE_COST_FT = 0.6
"""A line answers the pointer only where no disc or mark is as near."""
NOTHING_CHOSEN = "Choose a possession in the list to see the ball’s way."
NO_TOUCHES = "The feed tells no touches and passes of this possession: its shots alone are drawn."
NO_PLACES = "The feed tells no places of this possession: its steps are in the timeline."


def _nobody(player_id: str) -> str:
    return f"#{player_id}"


class PathItem(Drawing):
    """Draws one picture of a path."""

    def __init__(self, tokens: Tokens) -> None:
        """Start with nothing to draw."""
        super().__init__(tokens, HEIGHT)
        self.picture = PathPicture()

    def show_picture(self, picture: PathPicture) -> None:
        """Draw another path, or the same at another step."""
        self.picture = picture
        self.update()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self.picture.path.is_placed:
            with in_pixels(painter) as to_pixels:
                PathPainter(painter, self.tokens, self.picture, to_pixels).paint()


class PathLayer(Layer):
    """Shows the path of one possession; the marks are its steps."""

    name = "path"
    title = "Path"
    is_of_one_possession = True

    step_chosen = Signal(int)
    """A step was chosen here, by its number from 0, or the whole path (-1): the timeline should follow."""
    front_only_chosen = Signal(bool)
    """Whether the front court alone is wanted, also of a path that reaches farther."""

    def __init__(self, tokens: Tokens, parent: QObject | None = None) -> None:
        """Start with no possession."""
        super().__init__(tokens, parent)
        self._path: BallPath | None = None
        self._name_of: Callable[[str], str] = _nobody
        self._step: int | None = None
        self._team = 0
        self._item = PathItem(tokens)
        self._bar = StepBar()
        self._bar.step_chosen.connect(self._on_step)
        self._names = self._choice("Names of players", is_on=True)
        self._front_only = self._choice("Front court only", is_on=False)
        self._front_only.toggled.connect(self.front_only_chosen)

    def _choice(self, title: str, *, is_on: bool) -> QAction:
        action = QAction(title, self)
        action.setCheckable(True)
        action.setChecked(is_on)
        action.toggled.connect(self._show)
        return action

    # What is shown

    def set_path(self, path: BallPath | None, name_of: Callable[[str], str] = _nobody, team: int = 0) -> None:
        """Show another possession's path, whole; None where none is chosen.

        `name_of` writes a player's id, `team` is the number of the offence's colour in the tokens.
        """
        self._path, self._name_of, self._team, self._step = path, name_of, team, None
        self._show()

    def set_front_only(self, is_only: bool) -> None:
        """Draw the front court alone, or the whole court of a path that reaches farther."""
        self._front_only.setChecked(is_only)

    def set_step(self, step: int | None) -> None:
        """Make a step the current one, by its number from 0; None or -1 shows the path whole. Emits nothing."""
        steps = () if self._path is None else self._path.steps
        step = step if step is not None and 0 <= step < len(steps) else None
        if step != self._step:
            self._step = step
            self._show_step()

    @property
    def step(self) -> int | None:
        """The current step, None where the path is shown whole."""
        return self._step

    @property
    def row(self) -> int | None:
        """The row of the timeline that the current step belongs to; None where the path is shown whole."""
        return None if self._path is None or self._step is None else self._path.steps[self._step].row

    @property
    def path(self) -> BallPath | None:
        """The path that is shown."""
        return self._path

    def _show(self) -> None:
        is_long = self._path is not None and self._path.reaches_back_court
        self.is_full_court = is_long and not self._front_only.isChecked()
        self._front_only.setEnabled(is_long)
        self._show_step()
        self.changed.emit()

    def _show_step(self) -> None:
        path = self._path or BallPath()
        length = HALF_LENGTH_FT * (2 if self.is_full_court else 1)
        is_cut = path.reaches_back_court and not self.is_full_court
        names = tuple(self._label(step) for step in path.steps)
        self._item.show_picture(PathPicture(path, names, self._step, self._team, length, is_cut))
        words = path_summary(path) if self._step is None else self.words_of(self._step)
        self._bar.show_step(self._step, len(path.steps), words)

    def _label(self, step: Step) -> str:
        if not self._names.isChecked():
            return ""
        player = step.other_player_id if step.kind is StepKind.SCREEN else step.player_id
        return "" if player is None else self._name_of(player)

    def _on_step(self, step: int) -> None:
        self.set_step(step)
        self.step_chosen.emit(step)

    # What a layer promises

    @property
    @override
    def items(self) -> Sequence[Any]:
        return (self._item,)

    @property
    @override
    def foot(self) -> QWidget | None:
        return self._bar

    @override
    def options(self) -> Sequence[QAction]:
        return (self._names, self._front_only)

    @override
    def press(self, event: QKeyEvent) -> bool:
        return self._bar.take_key(event)

    @override
    def count(self) -> int:
        return 0 if self._path is None else len(self._path.steps)

    @override
    def choose(self, mark: int) -> None:
        if 0 <= mark < self.count():
            self._on_step(mark)

    @override
    def mark_at(self, x_ft: float, y_ft: float, reach_ft: float) -> int | None:
        steps = () if self._path is None else self._path.steps
        gaps = [(away, number) for number, step in enumerate(steps) if (away := _away((x_ft, y_ft), step)) is not None]
        best = min(gaps, default=None)
        return best[1] if best is not None and best[0] <= reach_ft else None

    @override
    def place_of(self, mark: int) -> Spot | None:
        if self._path is None or not 0 <= mark < self.count():
            return None
        step = self._path.steps[mark]
        if step.kind is StepKind.SCREEN:
            return step.other or step.start
        if step.start is None or step.end is None or step.kind not in (StepKind.PASS, StepKind.DRIVE, StepKind.CUT):
            return step.start or step.end
        points = pass_curve(step.start, step.end) if step.kind is StepKind.PASS else [step.start, step.end]
        middle = points[len(points) // 2]
        return middle if step.kind is StepKind.PASS else _between(step.start, step.end)

    @override
    def words_of(self, mark: int) -> str:
        if self._path is None or not 0 <= mark < self.count():
            return ""
        return step_words(self._path.steps[mark], self._name_of)

    @override
    def legend(self) -> Sequence[Entry]:
        if self._path is None or not self._path.is_placed:
            return ()
        return path_legend(self._path, self.tokens.team(self._team))

    @property
    @override
    def notice(self) -> str:
        if self._path is None:
            return NOTHING_CHOSEN
        if not self._path.is_placed:
            return NO_PLACES
        return "" if self._path.has_touches else NO_TOUCHES

    @override
    def summary(self) -> str:
        if self._path is None:
            return NOTHING_CHOSEN
        told = path_summary(self._path)
        unplaced = sum(not step.is_placed for step in self._path.steps)
        missing = f"; {unplaced} of {self.count()} steps without a place" if unplaced else ""
        return f"The ball’s way: {told or 'no steps'}{missing}."

    @override
    def table(self) -> Rows:
        if self._path is None:
            return Rows()
        return Rows(HEADERS, path_rows(self._path, self._name_of), NUMBERS)


def _away(place: Spot, step: Step) -> float | None:
    """How far a place is from what is drawn of a step, in feet; None where nothing is."""
    spot = step.other if step.kind is StepKind.SCREEN else step.start or step.end
    if spot is None:
        return None
    near = hypot(place[0] - spot[0], place[1] - spot[1])
    if step.start is None or step.end is None or step.kind in (StepKind.SHOT, StepKind.FREE_THROW):
        return near
    line = pass_curve(step.start, step.end) if step.kind is StepKind.PASS else [step.start, step.end]
    along = away_from(place, line) + _LINE_COST_FT
    # A pass and a drive begin where a touch ended or began: there the touch answers.
    return along if step.kind in (StepKind.PASS, StepKind.DRIVE) else min(near, along)


def _between(a: Spot, b: Spot) -> Spot:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
