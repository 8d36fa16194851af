"""How the flow of a game is painted, in colours that are mixed once an appearance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.core import text
from explorer.core.flow import Flow
from explorer.core.stretch import Stretch, within
from explorer.core.vocabulary import Mark
from explorer.widgets.flow_geometry import MARK_PX, Geometry, Layer
from explorer.widgets.marks import OUTLINED
from explorer.widgets.tokens import Tokens, mixed

PADDING, SWATCH, SWATCH_AIR = 8, 8, 14
BELOW = 3
"""Pixels that lines and bands reach below the plot."""
_TEAMS_AT = (0.27, 0.64)
"""Where the teams' names stand, as shares of the plot's height; the day has its place below them."""
_OUTLINE_PX = 0.18 * MARK_PX
BAND, _PALE = 0.14, 0.2
"""Shares of the accent in a stretch, and of a mark's colour in a block that is not shown."""


@dataclass(frozen=True, slots=True)
class FlowWords:
    """What a flow says in words: the game where there are several (else empty), its day, both teams and their colours.

    `describe` tells of the possession in a row of the tables.
    """

    title: str
    day: str
    teams: tuple[str, str]
    colours: tuple[int, int]
    describe: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a strip shows; `chosen` and `hovered` are numbers of blocks."""

    flow: Flow
    words: FlowWords
    geometry: Geometry
    layers: tuple[Layer, ...]
    stretch: Stretch | None
    chosen: int | None
    hovered: int | None
    note: str
    is_dragging: bool


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of the marks, full and pale, of one appearance."""

    full: dict[Mark, QColor]
    pale: dict[Mark, QColor]

    @classmethod
    def of(cls, tokens: Tokens) -> Inks:
        """Mix them; the pale ones towards what they stand on."""
        full = {mark: tokens.mark(mark) for mark in Mark}
        return cls(full, {mark: mixed(QColor(tokens.base), colour, _PALE) for mark, colour in full.items()})


def _paint_blocks(painter: QPainter, layers: Sequence[Layer], inks: Inks) -> None:
    """Draw the blocks; one whose points are unknown is hollow."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for layer in layers:
        colour = (inks.full if layer.is_shown else inks.pale)[layer.mark]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRects(layer.told)
        is_outlined = layer.mark in OUTLINED
        if not is_outlined:
            painter.drawPath(layer.shapes)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, _OUTLINE_PX))
        painter.drawRects(layer.hollow)
        if is_outlined:
            painter.drawPath(layer.shapes)


def paint_scene(painter: QPainter, scene: Scene, tokens: Tokens, inks: Inks) -> None:
    """Draw a flow on a ground that is filled already."""
    geometry = scene.geometry
    _paint_gutter(painter, scene, tokens)
    if not len(scene.flow):
        painter.setPen(QColor(tokens.muted))
        painter.drawText(geometry.plot, Qt.AlignmentFlag.AlignCenter, "The feed tells no clocks of this game.")
        return
    _paint_band(painter, scene, tokens)
    _paint_periods(painter, scene, tokens)
    _paint_blocks(painter, scene.layers, inks)
    _paint_margin(painter, geometry, tokens)
    _paint_marked(painter, scene, tokens)
    _paint_lead(painter, scene, tokens)


def _paint_gutter(painter: QPainter, scene: Scene, tokens: Tokens) -> None:
    """The teams beside their halves, the game above and its day below them where there are several."""
    words, plot, metrics = scene.words, scene.geometry.plot, painter.fontMetrics()
    room = round(plot.left()) - 2 * PADDING
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for share, name, colour in zip(_TEAMS_AT, words.teams, words.colours, strict=True):
        middle = plot.top() + plot.height() * share
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.team(colour))
        painter.drawRoundedRect(QRectF(PADDING, middle - SWATCH / 2, SWATCH, SWATCH), 2, 2)
        painter.setPen(QColor(tokens.text))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room - SWATCH_AIR)
        painter.drawText(QPointF(PADDING + SWATCH_AIR, middle + (metrics.ascent() - metrics.descent()) / 2), shown)
    if words.title:
        painter.setPen(QColor(tokens.muted))
        title = metrics.elidedText(words.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(PADDING, metrics.ascent() + 1), title)
        painter.drawText(QPointF(PADDING, plot.bottom() - 1), words.day)


def _paint_band(painter: QPainter, scene: Scene, tokens: Tokens) -> None:
    """The stretch, to the end of its last possession."""
    flow, geometry, stretch = scene.flow, scene.geometry, scene.stretch
    if stretch is None:
        return
    high_s = max(float(flow.end_s[within(stretch, flow.start_s)].max(initial=0.0)), stretch.high_s)
    left, right = geometry.x_of(max(stretch.low_s, 0.0)), geometry.x_of(min(high_s, flow.length_s))
    band = QRectF(left - 1, geometry.plot.top(), right - left + 2, geometry.plot.height() + BELOW)
    painter.fillRect(band, mixed(QColor(tokens.base), QColor(tokens.accent), BAND))


def _paint_periods(painter: QPainter, scene: Scene, tokens: Tokens) -> None:
    """The periods with their names, the line that the margin is measured from, and the note at the right."""
    geometry, metrics = scene.geometry, painter.fontMetrics()
    plot, baseline = geometry.plot, metrics.ascent() + 1
    lines = [QLineF(plot.left(), plot.center().y(), plot.right(), plot.center().y())]
    for at_s in (*(period.start_s for period in scene.flow.periods), scene.flow.length_s):
        lines.append(QLineF(geometry.x_of(at_s), 3, geometry.x_of(at_s), plot.bottom() + BELOW))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(tokens.hairline), 1.0))
    painter.drawLines(lines)
    end = plot.right() - 4
    if scene.note:
        end -= metrics.horizontalAdvance(scene.note)
        painter.setPen(QColor(tokens.text if scene.is_dragging else tokens.muted))
        painter.drawText(QPointF(end, baseline), scene.note)
        end -= 12
    painter.setPen(QColor(tokens.muted))
    for period in scene.flow.periods:
        x = geometry.x_of(period.start_s) + 4
        if x + metrics.horizontalAdvance(period.name) <= min(end, geometry.x_of(period.end_s)):
            painter.drawText(QPointF(x, baseline), period.name)


def _paint_margin(painter: QPainter, geometry: Geometry, tokens: Tokens) -> None:
    """The line of the margin, on a seam of the ground that parts it from the blocks."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    seam = QColor(tokens.base)
    seam.setAlphaF(0.7)
    for colour, width in ((seam, 3.5), (QColor(tokens.text), 1.25)):
        painter.setPen(QPen(colour, width))
        painter.drawPath(geometry.margin)


def _paint_marked(painter: QPainter, scene: Scene, tokens: Tokens) -> None:
    """The possession that is pointed at, and the chosen one with a line from top to bottom."""
    plot = scene.geometry.plot
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for number, colour, width in ((scene.hovered, tokens.text, 1.0), (scene.chosen, tokens.accent, 2.0)):
        if number is None:
            continue
        rect = scene.geometry.blocks[number].rect.adjusted(-width, -width, width, width)
        painter.setPen(QPen(QColor(colour), width))
        painter.drawRect(rect)
        if number == scene.chosen:
            x = rect.center().x()
            painter.drawLine(QLineF(x, plot.top(), x, rect.top()))
            painter.drawLine(QLineF(x, rect.bottom(), x, plot.bottom() + BELOW))


def _paint_lead(painter: QPainter, scene: Scene, tokens: Tokens) -> None:
    """The first team's lead where the line ends."""
    place = scene.geometry.last_lead
    if place is None:
        return
    ascent = painter.fontMetrics().ascent()
    painter.setPen(QColor(tokens.text))
    y = min(max(place.y() + ascent / 2 - 1, ascent + 1.0), scene.geometry.plot.bottom())
    painter.drawText(QPointF(place.x() + 5, y), text.signed(float(scene.flow.margin[-1])))
