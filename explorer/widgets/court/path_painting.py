"""How the ball's path is painted: dashed arrows for passes, waves for carries, heavy arrows for drives.

Everything is written and marked in pixels, so that it keeps its size whichever way the court is turned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from explorer.core.ball_path import RING, BallPath, Spot, Step, StepKind
from explorer.core.coordinates import HALF_LENGTH_FT
from explorer.core.vocabulary import EventKind, Mark
from explorer.models.path_words import mark_of
from explorer.widgets.court.drawing import ToPixels
from explorer.widgets.court.path_labels import Wanted, overlap, place_labels
from explorer.widgets.court.path_pencil import END_PX, HALO_PX, Look, Pencil, square
from explorer.widgets.court.path_shapes import length_of, pass_curve, spread, trimmed, waved
from explorer.widgets.marks import paint_mark
from explorer.widgets.tokens import Tokens

_WIDTH_FT, _MARGIN_FT = 50.0, 1.0
_FULL_SIZE_PX, _LEAST_SCALE = 7.5, 0.72
"""Pixels a foot from which marks have their full size, and how small they get."""
_SMALL = 0.8
_STUB_PX, _RING_PX, _WAVE_PX, _BESIDE_PX = 22.0, 5.0, 3.2, 14.0
_NAMES_APART_PX = 46.0
"""The same name nearer than this is written once."""
_PIECES = (7, 6, 8, 5, 9, 4, 10)
"""The points of a pass's curve that its number may stand on, the best first: from the middle outwards."""
_AROUND = ((0, -1), (0, 1), (-1, 0), (1, 0), (0.72, -0.72), (-0.72, -0.72), (0.72, 0.72), (-0.72, 0.72))
_DASHES, _DOTS = (4.0, 2.6), (1.0, 3.0)
_OWN_PLACE = {StepKind.SHOT, StepKind.REBOUND}


@dataclass(frozen=True, slots=True)
class PathPicture:
    """What is painted: the path, a name a step, the current step (None: all), the number of the team's colour."""

    path: BallPath = BallPath()
    names: tuple[str, ...] = ()
    step: int | None = None
    team: int = 0
    length_ft: float = HALF_LENGTH_FT
    """How much of the court is shown, from the baseline."""
    is_cut: bool = False
    """Whether what lies beyond it is cut off."""


class PathPainter:
    """Paints one picture once: lines first, then marks, then the names where there is room."""

    def __init__(self, painter: QPainter, tokens: Tokens, picture: PathPicture, to_pixels: ToPixels) -> None:
        """Prepare places, and what is in the way of names."""
        self._painter, self._tokens, self._picture, self._to_pixels = painter, tokens, picture, to_pixels
        self._steps = picture.path.steps
        room = QRectF(-_WIDTH_FT / 2, 0.0, _WIDTH_FT, picture.length_ft)
        room.adjust(-_MARGIN_FT, -_MARGIN_FT, _MARGIN_FT, _MARGIN_FT)
        corners = (room.topLeft(), room.topRight(), room.bottomLeft(), room.bottomRight())
        self._room = QPolygonF([to_pixels(corner.x(), corner.y()) for corner in corners]).boundingRect()
        pixels = min(self._room.width(), self._room.height()) / min(room.width(), room.height())
        self._pencil = Pencil(painter, tokens, picture.team, min(1.0, max(_LEAST_SCALE, pixels / _FULL_SIZE_PX)))
        self._driven = {step.touch for step in self._steps if step.kind is StepKind.DRIVE and step.start and step.end}
        self._marked = [self._at(step.start) for step in self._steps if step.kind in _OWN_PLACE and step.start]
        """Where shots and rebounds are marked: a touch at the same place needs no disc of its own."""
        self._lines: list[tuple[float, float]] = []
        self._taken: list[QRectF] = []
        self._badges: list[QRectF] = []

    def paint(self) -> None:
        """Paint everything."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._picture.is_cut:
            self._painter.setClipRect(self._room, Qt.ClipOperation.IntersectClip)
        order = sorted(range(len(self._steps)), key=lambda number: (self._look(number), number))
        self._reserve()
        for number in order:
            self._paint_line(self._steps[number], self._look(number))
        for number in order:
            self._paint_mark(self._steps[number], self._look(number), number)
        self._paint_names()

    def _look(self, number: int) -> Look:
        now = self._picture.step
        if now is None or number < now:
            return Look.PAST
        return Look.NOW if number == now else Look.LATER

    def _at(self, spot: Spot) -> QPointF:
        return self._to_pixels(*spot)

    def _reserve(self) -> None:
        """Keep the places of discs and marks free of numbers and names."""
        pencil = self._pencil
        small = pencil.mark * _SMALL / 2
        radii = {StepKind.TOUCH: pencil.disc, StepKind.SHOT: pencil.mark / 2}
        radii |= dict.fromkeys((StepKind.REBOUND, StepKind.TURNOVER, StepKind.FREE_THROW), small)
        for number, step in enumerate(self._steps):
            if step.kind in radii and step.start is not None:
                self._taken.append(square(self._mark_place(step.start, step, number), radii[step.kind] + 1))
            if step.kind is StepKind.FOUL and step.start is not None:
                self._badges.append(square(self._foul_place(step.start), pencil.badge + 1))
            if step.kind is StepKind.SCREEN and step.other is not None:
                self._taken.append(square(self._at(step.other), pencil.bar / 2))

    # Lines

    def _paint_line(self, step: Step, look: Look) -> None:
        pencil = self._pencil
        if step.kind is StepKind.PASS:
            self._paint_pass(step, look)
            return
        if step.start is None or step.end is None:
            return
        start, end = self._at(step.start), self._at(step.end)
        if step.kind is StepKind.TOUCH and step.touch not in self._driven:
            # How often the ball was dribbled may not be told: that is no straight carry.
            line = [start, end] if step.dribbles is None else waved(start, end, step.dribbles, _WAVE_PX)
            pencil.stroke(self._seen(line), look, 1.8, dashes=_DOTS if step.dribbles is None else ())
        elif step.kind is StepKind.DRIVE:
            line = trimmed([start, end], pencil.disc, pencil.mark / 2 + 1)
            pencil.stroke(self._seen(line), look, 3.4, has_head=True)
        elif step.kind is StepKind.CUT:
            colour = QColor(self._tokens.muted)
            pencil.stroke(self._seen([start, end]), look, 1.4, has_head=True, colour=colour)
        elif step.kind is StepKind.SHOT:
            line = trimmed([start, end], pencil.mark / 2 + 1, _RING_PX)
            pencil.stroke(self._seen(line), look, 1.3, dashes=_DOTS, colour=self._tokens.mark(mark_of(step)))

    def _seen(self, line: list[QPointF]) -> list[QPointF]:
        """The same line; names keep away from it."""
        self._lines += spread(line)
        return line

    def _paint_pass(self, step: Step, look: Look) -> None:
        pencil = self._pencil
        if step.start is not None and step.end is not None:
            curve = [self._at(spot) for spot in pass_curve(step.start, step.end)]
            line = trimmed(curve, END_PX + 1, pencil.disc + 1.5)
            pencil.stroke(self._seen(line), look, 1.6, dashes=_DASHES, has_head=True)
        elif step.start is not None:
            start = self._at(step.start)
            end = start + self._aside(start)
            pencil.stroke(self._seen([start, end]), look, 1.6, dashes=_DASHES)
            pencil.paint_ring(end, END_PX + 0.5, pencil.ink(look), 1.4)
        elif step.end is not None:
            end = self._at(step.end)
            line = trimmed([end + self._aside(end), end], 0.0, pencil.disc + 1.5)
            pencil.stroke(self._seen(line), look, 1.6, dashes=_DASHES, has_head=True)

    def _aside(self, place: QPointF) -> QPointF:
        """A short way into the court, for a pass of which one end is not known."""
        middle = self._room.center()
        towards = QLineF(place, middle if QLineF(place, middle).length() > 1.0 else self._at(RING))
        towards.setLength(_STUB_PX)
        return towards.p2() - towards.p1()

    # Marks

    def _paint_mark(self, step: Step, look: Look, number: int) -> None:
        if step.kind is StepKind.PASS:
            self._paint_number(step, look)
            return
        if step.kind is StepKind.SCREEN:
            if step.other is not None:
                handler = None if step.start is None else self._at(step.start)
                self._pencil.paint_bar(self._at(step.other), handler, look)
            return
        if step.start is None or step.kind in (StepKind.DRIVE, StepKind.CUT):
            return
        at = self._mark_place(step.start, step, number)
        if look is Look.NOW:
            self._pencil.paint_halo(at)
        if step.kind is StepKind.TOUCH:
            self._paint_touch(step, at, look)
        elif step.kind is StepKind.FOUL:
            self._pencil.paint_badge("F", self._foul_place(step.start), look)
        else:
            mark = mark_of(step)
            size = self._pencil.mark * (1.0 if step.kind is StepKind.SHOT else _SMALL)
            ink = self._pencil.ink(look, self._tokens.mark(mark))
            paint_mark(self._painter, mark, at, ink, size)
            if step.event_kind == EventKind.FREE_THROW_MAKE:
                paint_mark(self._painter, Mark.MAKE, at, ink, size / 2)

    def _paint_touch(self, step: Step, at: QPointF, look: Look) -> None:
        pencil = self._pencil
        if not any(QLineF(at, mark).length() < pencil.disc + 2 for mark in self._marked):
            pencil.paint_disc(at, look)
        if step.end is not None and step.touch not in self._driven:
            end = self._at(step.end)
            if QLineF(at, end).length() > pencil.disc + END_PX:
                pencil.paint_end(end, look)

    def _mark_place(self, spot: Spot, step: Step, number: int) -> QPointF:
        """Where a mark is drawn: free throws side by side, all else at its own place."""
        if step.kind is not StepKind.FREE_THROW:
            return self._at(spot)
        throws = [n for n, step in enumerate(self._steps) if step.kind is StepKind.FREE_THROW]
        return self._at(spot) + QPointF((throws.index(number) - (len(throws) - 1) / 2) * _BESIDE_PX, 0.0)

    def _foul_place(self, spot: Spot) -> QPointF:
        return self._at(spot) + QPointF(0.0, _BESIDE_PX)

    def _paint_number(self, step: Step, look: Look) -> None:
        spots: Iterable[QPointF]
        if step.start is not None and step.end is not None:
            points = [self._at(spot) for spot in pass_curve(step.start, step.end)]
            if length_of(points) < 4 * self._pencil.badge:
                # A hand-off is as short as its number is wide: the number stands beside it.
                middle = points[_PIECES[0]]
                spots = (middle + QPointF(x, y) * _BESIDE_PX for x, y in _AROUND)
            else:
                spots = (points[number] for number in _PIECES)
            at = min(spots, key=self._in_the_way)
        elif (known := step.start or step.end) is not None:
            place = self._at(known)
            at = place + self._aside(place) * 1.6
        else:
            return
        self._write_badge(str(step.number), at, look)

    def _in_the_way(self, at: QPointF) -> float:
        badge = square(at, self._pencil.badge)
        return sum(overlap(badge, rect) for rect in (*self._taken, *self._badges) if badge.intersects(rect))

    def _write_badge(self, words: str, at: QPointF, look: Look) -> None:
        self._pencil.paint_badge(words, at, look)
        self._badges.append(square(at, self._pencil.badge + 1))

    # Names

    def _paint_names(self) -> None:
        """The current step's name first, then in order of time, so that a name left out is one that matters least."""
        now = self._picture.step
        told: list[tuple[str, Look]] = []
        wanted: list[Wanted] = []
        for number in sorted(range(len(self._steps)), key=lambda number: (number != now, number)):
            step, look, name = self._steps[number], self._look(number), self._picture.names[number]
            spot = step.other if step.kind is StepKind.SCREEN else step.start
            if not name or spot is None or not _is_named(step, look):
                continue
            at = self._at(spot)
            if self._picture.is_cut and not self._room.contains(at):
                continue
            others = (w for (words, _), w in zip(told, wanted, strict=True) if words == name)
            if any(QLineF(at, other.at).length() < _NAMES_APART_PX for other in others):
                continue
            told.append((name, look))
            is_now = look is Look.NOW
            radius = HALO_PX if is_now else self._pencil.disc
            wanted.append(Wanted(at, *self._pencil.size_of(name, look), radius, is_needed=is_now))
        rects = place_labels(wanted, self._taken, self._lines, self._room, self._badges)
        for (name, look), rect in zip(told, rects, strict=True):
            if rect is not None:
                self._pencil.paint_name(name, rect, look)


def _is_named(step: Step, look: Look) -> bool:
    if step.kind in (StepKind.SCREEN, StepKind.DRIVE, StepKind.CUT):
        return look is Look.NOW
    return step.kind is StepKind.TOUCH or (step.kind is StepKind.SHOT and step.touch is None)
