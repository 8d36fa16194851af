"""The strip above the list: one game along its time, both teams' possessions as blocks, the margin as a line."""

from __future__ import annotations

import math
from typing import override

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from explorer.core import text
from explorer.core.flow import Flow
from explorer.core.stretch import Stretch, touched, within
from explorer.widgets.cells import tabular
from explorer.widgets.flow_drawing import BELOW, PADDING, SWATCH_AIR, FlowWords, Inks, Scene, paint_scene
from explorer.widgets.flow_geometry import Geometry, Layer, laid_out, layers_of
from explorer.widgets.tokens import Tokens, tokens_of

HEIGHT = 84
"""Pixels, where the font is not large."""
DRAG_PX = 5.0
"""How far the pointer goes before a click is a drag."""
REACH_PX = 4.0
"""How near the pointer must be to a block, in pixels."""
_MOST_GUTTER, _RIGHT, _LEAST_PLOT = 132, 36, 40
_WIDEST_LEAD = "−88"
_SMALL = 0.9
_LINES = 5
"""Lines of text that the strip has room for, at any size of the font."""

_STEPS = {key: key for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)} | {
    Qt.Key.Key_K: Qt.Key.Key_Left,
    Qt.Key.Key_J: Qt.Key.Key_Right,
}
"""J and K go through time here as they go through the list there."""


class FlowStrip(QWidget):
    """Shows a Flow; says which possession was chosen and which stretch. Takes no room while there is none."""

    possession_chosen = Signal(object)
    """The table's row number of the possession."""
    stretch_chosen = Signal(object)
    """A Stretch of game time that was dragged over."""
    stretch_dropped = Signal()
    """The stretch is not wanted any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without a game, hidden."""
        super().__init__(parent)
        self.setObjectName("flow")
        self.setAccessibleName("Flow of the game")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self._flow: Flow | None = None
        self._words = FlowWords("", "", ("", ""), (0, 0), lambda row: "")
        self._is_shown: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._stretch: Stretch | None = None
        self._chosen: int | None = None
        self._hovered: int | None = None
        self._pressed: QPointF | None = None
        self._dragged: float | None = None
        self._geometry: Geometry | None = None
        self._layers: tuple[Layer, ...] = ()
        self._inks: tuple[Tokens, Inks] | None = None
        self.hide()

    # What is shown

    def show_flow(self, flow: Flow | None, words: FlowWords | None = None) -> None:
        """Show the flow of a game with all its possessions, or none."""
        self._flow = flow
        self._words = words or self._words
        self._is_shown = np.ones(0 if flow is None else len(flow), np.bool_)
        self._stretch = self._chosen = self._hovered = self._pressed = self._dragged = None
        self._lay_out()
        self.setVisible(flow is not None)
        self._describe()

    def set_shown(self, is_shown: NDArray[np.bool_], stretch: Stretch | None) -> None:
        """Say which possessions of the flow the list shows, shape (n,), and the stretch it is narrowed to."""
        self._is_shown, self._stretch = is_shown, stretch
        self._layers = () if self._geometry is None else layers_of(self._geometry, is_shown)
        self._describe()
        self.update()

    def set_chosen(self, row: int | None) -> None:
        """Mark the possession in a row of the tables."""
        self._chosen = self._number_of(row)
        self._describe()
        self.update()

    @property
    def flow(self) -> Flow | None:
        """What is shown."""
        return self._flow

    @property
    def chosen_row(self) -> int | None:
        """The row of the marked possession; None where it is not of this game."""
        return None if self._flow is None or self._chosen is None else int(self._flow.rows[self._chosen])

    @property
    def shown_rows(self) -> list[int]:
        """The rows of the possessions that stand out, in order of time."""
        return [] if self._flow is None else self._flow.rows[self._is_shown].tolist()

    @property
    def words(self) -> FlowWords:
        """What is said beside it."""
        return self._words

    def place_of(self, row: int) -> QPointF | None:
        """The middle of the block of a row of the tables; None where it has none."""
        number = self._number_of(row)
        return None if number is None or self._geometry is None else self._geometry.blocks[number].rect.center()

    def _number_of(self, row: int | None) -> int | None:
        found = [] if self._flow is None or row is None else np.flatnonzero(self._flow.rows == row).tolist()
        return found[0] if found else None

    def _describe(self) -> None:
        """Tell a screen reader what is seen."""
        if self._flow is None:
            self.setAccessibleDescription("")
            return
        shown = f"{int(self._is_shown.sum()):,} of {text.count(len(self._flow), 'possession')} shown"
        chosen = self.chosen_row
        parts = [self._words.title, " and ".join(self._words.teams), shown, self._note()]
        parts.append("" if chosen is None else f"chosen: {self._words.describe(chosen)}")
        self.setAccessibleDescription(". ".join(part for part in parts if part))

    def _note(self) -> str:
        """How many possessions cannot be drawn."""
        left_out = 0 if self._flow is None else self._flow.left_out
        return f"{left_out:,} without clock or team" if left_out else ""

    # Where it stands, and painting

    def _small(self) -> QFont:
        font = tabular(self.font())
        font.setPointSizeF(max(font.pointSizeF() * _SMALL, 6.0))
        return font

    def _lay_out(self) -> None:
        self._geometry = None
        if self._flow is None:
            return
        metrics = QFontMetricsF(self._small())
        self.setFixedHeight(max(HEIGHT, math.ceil(_LINES * metrics.height())))
        titles = (self._words.title, self._words.day if self._words.title else "")
        widest = max(map(metrics.horizontalAdvance, titles))
        teams = max(map(metrics.horizontalAdvance, self._words.teams)) + SWATCH_AIR
        gutter = min(max(teams, widest), _MOST_GUTTER) + 2 * PADDING
        top = metrics.height() + 2
        gutter = math.ceil(gutter)
        right = max(_RIGHT, math.ceil(metrics.horizontalAdvance(_WIDEST_LEAD)) + PADDING)
        width = max(self.width() - gutter - right, _LEAST_PLOT)
        self._geometry = laid_out(self._flow, QRectF(gutter, top, width, self.height() - top - BELOW - 1))
        self._layers = layers_of(self._geometry, self._is_shown)
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay_out()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._flow is None or self._geometry is None:
            return
        tokens = tokens_of(self.palette())
        if self._inks is None or self._inks[0] is not tokens:
            self._inks = tokens, Inks.of(tokens)
        dragged = self._dragged_over()
        scene = Scene(
            self._flow,
            self._words,
            self._geometry,
            self._layers,
            dragged or self._stretch,
            self._chosen,
            self._hovered,
            self._said_of(dragged) if dragged else self._note(),
            dragged is not None,
        )
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.base))
        painter.setFont(self._small())
        paint_scene(painter, scene, tokens, self._inks[1])
        line, colour = (2, tokens.accent) if self.hasFocus() else (1, tokens.hairline)
        painter.fillRect(0, self.height() - line, self.width(), line, QColor(colour))

    # Pointing

    def _dragged_over(self) -> Stretch | None:
        if self._dragged is None or self._pressed is None or self._flow is None or self._geometry is None:
            return None
        times = (self._geometry.time_at(x) for x in (self._pressed.x(), self._dragged))
        return touched(self._flow.start_s, self._flow.end_s, *times)

    def _said_of(self, stretch: Stretch) -> str:
        number = 0 if self._flow is None else int(within(stretch, self._flow.start_s).sum())
        return f"{text.clock(stretch.low_s)}–{text.clock(stretch.high_s)}, {text.count(number, 'possession')}"

    def _at(self, place: QPointF) -> int | None:
        if self._geometry is None or self._flow is None:
            return None
        return self._geometry.block_at(place, self._flow.is_first, REACH_PX)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        plot = self._geometry and self._geometry.plot
        if event.button() == Qt.MouseButton.LeftButton and plot and event.position().x() >= plot.left() - REACH_PX:
            self._pressed = event.position()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if self._dragged is not None or abs(place.x() - self._pressed.x()) >= DRAG_PX:
                self._dragged = place.x()
                self._hovered = None
                self.update()
            return
        self._hover(self._at(place))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        stretch, is_click, number = self._dragged_over(), self._dragged is None, self._at(event.position())
        self._pressed = self._dragged = None
        self.update()
        if stretch is not None:
            self.stretch_chosen.emit(stretch)
        elif is_click and number is not None and self._flow is not None:
            self.possession_chosen.emit(int(self._flow.rows[number]))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.stretch_dropped.emit()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, number: int | None) -> None:
        if number != self._hovered:
            self._hovered = number
            self.update()

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell(event)
            return True
        return super().event(event)

    def _tell(self, event: QHelpEvent) -> None:
        """Name the possession that is pointed at, or what the strip is for."""
        number = self._at(QPointF(event.pos()))
        if number is not None and self._flow is not None and self._geometry is not None:
            rect = self._geometry.blocks[number].rect.adjusted(-2, -2, 2, 2).toAlignedRect()
            QToolTip.showText(event.globalPos(), self._words.describe(int(self._flow.rows[number])), self, rect)
        else:
            is_beside = self._geometry is not None and event.pos().x() < self._geometry.plot.left()
            game = ", ".join(words for words in (self._words.title, self._words.day, self._note()) if words)
            words = "Click a possession to choose it; drag to narrow to a stretch, double-click to widen again."
            QToolTip.showText(event.globalPos(), game if is_beside and game else words, self)

    # Keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self._pressed is not None:
            self._pressed = self._dragged = None
            self.update()
        elif key == Qt.Key.Key_Escape:
            self.stretch_dropped.emit()
        elif key in _STEPS:
            self._step(_STEPS[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def _step(self, key: Qt.Key) -> None:
        """Go to a neighbour among those that are shown, or to the first or last of them."""
        shown = np.flatnonzero(self._is_shown)
        if self._flow is None or not len(shown):
            return
        place = -1 if self._chosen is None else self._chosen
        before, after = shown[shown < place], shown[shown > place]
        found = {
            Qt.Key.Key_Left: before[-1] if len(before) else shown[0 if self._chosen is not None else -1],
            Qt.Key.Key_Right: after[0] if len(after) else shown[-1],
            Qt.Key.Key_Home: shown[0],
            Qt.Key.Key_End: shown[-1],
        }[key]
        self.possession_chosen.emit(int(self._flow.rows[found]))
