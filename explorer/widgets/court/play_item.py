"""Ten players and the ball at one instant, with the ways they came and both clocks: one item of the court's scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import override

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.core.tracking import FULL_LENGTH_FT, Floats, Moment
from explorer.widgets.court.drawing import Drawing, ToPixels, in_pixels, path_in_pixels, pixels_a_foot
from explorer.widgets.court.play import Play
from explorer.widgets.court.play_name import free_seat
from explorer.widgets.court.play_panel import paint_panel
from explorer.widgets.tokens import Tokens, text_on

PLAYER_FT, LEAST_PLAYER_PX = 1.55, 8.0
BALL_FT, LEAST_BALL_PX = 0.62, 3.6
LABEL_SIZE = 0.85
"""The letters' height as a share of the radius: two wide ones fit."""
LIFT_FT = 0.22
"""How far up the ball is drawn for every foot of its height."""
GROWTH = 0.05
"""How much larger it is drawn for every foot."""
SMALL_PX = 3.5
"""Pixels a foot below which the clocks are written smaller."""
_RING_HEIGHT_FT = 10.0
HELD_FT = 7.0
"""A ball over a player that is no higher is held or dribbled: it is drawn at the rim of his disc."""
TRAIL_STEP_S = 0.16
"""A way is drawn through so few places that it costs little, and is smooth all the same."""
TRAIL_PARTS = (100, 235)
"""How strong the ways are drawn, the older half first."""
_TRAIL_PX, _BALL_TRAIL_PX = 1.5, 1.0
_FIVE = 5
_HALF_WIDTH_FT, _SAME_PX = 25.0, 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What is drawn at one instant: `ghosts` (P, 2) are places of players who are missing now, `trail` all ways."""

    moment: Moment
    ghosts: Floats
    missing_s: Floats
    trail_s: Floats
    trail: Floats
    is_gap: bool


def frame_of(play: Play, t_s: float, trail_s: float) -> Frame:
    """Everything to draw at an instant; nobody is drawn where nothing is known but as a ghost where last seen."""
    tracking = play.tracking
    moment = tracking.at(t_s)
    times, trail = np.empty(0), np.empty((0, 1 + len(tracking.player_ids), 2))
    if trail_s:
        times, trail = tracking.trail(t_s, trail_s, TRAIL_STEP_S)
    is_here = np.isfinite(moment.players[:, 0])
    ghosts = np.full_like(moment.players, np.nan)
    missing_s = np.full(len(is_here), np.nan)
    if not is_here.all():
        places, seen_s = tracking.last_seen(t_s)
        for team in set(tracking.team_ids):
            of_team = np.array([one == team for one in tracking.team_ids])
            # A player who went to the bench is no gap: five of a team are on the floor.
            room = _FIVE - int((of_team & is_here).sum())
            away = np.flatnonzero(of_team & ~is_here & np.isfinite(seen_s))
            for player in sorted(away.tolist(), key=lambda n: -seen_s[n])[: max(room, 0)]:
                ghosts[player], missing_s[player] = places[player], t_s - seen_s[player]
    is_gap = not is_here.any() and not np.isfinite(moment.ball[0])
    return Frame(moment, ghosts, missing_s, times, trail, is_gap)


class PlayItem(Drawing):
    """Draws a frame of a play."""

    def __init__(self, tokens: Tokens) -> None:
        """Start with nothing to draw."""
        super().__init__(tokens, 10.0)
        self._play: Play | None = None
        self._frame: Frame | None = None
        self._chosen: int | None = None
        self._is_for_file = False
        self._seat = 0

    def set_for_file(self, is_for_file: bool) -> None:
        """Draw ways as files want them, which takes longer than a frame may."""
        self._is_for_file = is_for_file

    @property
    def frame(self) -> Frame | None:
        """What is drawn."""
        return self._frame

    def show_frame(self, play: Play | None, frame: Frame | None, chosen: int | None = None) -> None:
        """Draw this instant of a play, one player's name beside him; or nothing."""
        self._play, self._frame, self._chosen = play, frame, chosen
        self.update()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        play, frame = self._play, self._frame
        if play is None or frame is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = pixels_a_foot(painter)
        with in_pixels(painter) as to_pixels:
            is_small = scale < SMALL_PX
            paint_panel(painter, play, frame.moment, frame.is_gap, is_small, self.tokens, to_pixels)
        self._paint_trails(painter, play, frame)
        radius = max(PLAYER_FT * scale, LEAST_PLAYER_PX)
        font = QFont(painter.font())
        font.setPixelSize(max(round(radius * LABEL_SIZE), 8))
        font.setWeight(QFont.Weight.DemiBold)
        with in_pixels(painter) as to_pixels:
            painter.setFont(font)
            self._paint_players(painter, play, frame, radius, to_pixels)
            self._paint_ball(painter, frame, scale, radius, to_pixels)
            self._paint_name(painter, play, frame, radius, to_pixels)

    def _paint_trails(self, painter: QPainter, play: Play, frame: Frame) -> None:
        count = len(frame.trail)
        if count < 2:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        since = frame.trail_s[-1] - frame.trail_s
        length = max(float(since[0]), 1e-6)
        for part, alpha in enumerate(TRAIL_PARTS):
            newest, oldest = (len(TRAIL_PARTS) - part - 1, len(TRAIL_PARTS) - part)
            is_in = (since <= length * oldest / len(TRAIL_PARTS)) & (since >= length * newest / len(TRAIL_PARTS))
            rows = np.flatnonzero(is_in)
            if not len(rows):
                continue
            # One more, so that the parts join.
            piece = frame.trail[rows[0] : rows[-1] + 2]
            for colour, columns, width in self._inks(play):
                colour.setAlpha(alpha)
                pen = QPen(colour, width)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                ways = self._ways(piece[:, columns])
                if not ways.isEmpty():
                    with path_in_pixels(painter) as in_px:
                        painter.setPen(pen)
                        painter.drawPath(in_px(ways))

    def _ways(self, places: Floats) -> QPainterPath:
        """One path for all of a colour, from places of shape (instants, players, 2); unknown ones part it."""
        if self._is_for_file:
            return _whole_ways(places)
        joined = np.full((places.shape[1], len(places) + 1, 2), np.nan)
        joined[:, :-1] = places.transpose(1, 0, 2)
        x, y = np.ascontiguousarray(joined.reshape(-1, 2).T)
        path: QPainterPath = pg.arrayToQPath(x, y, connect="finite")
        return path

    def _inks(self, play: Play) -> list[tuple[QColor, list[int], float]]:
        """The colours of the ways, the columns of the trail that each is for, and how broad they are."""
        inks: list[tuple[QColor, list[int], float]] = [(QColor(self.tokens.ball), [0], _BALL_TRAIL_PX)]
        for team in dict.fromkeys(play.tracking.team_ids):
            columns = [1 + n for n, one in enumerate(play.tracking.team_ids) if one == team]
            inks.append((QColor(self._colour(play, columns[0] - 1)), columns, _TRAIL_PX))
        return inks

    def _colour(self, play: Play, player: int) -> QColor:
        team = play.team_of(player)
        return QColor(self.tokens.pale) if team is None else self.tokens.team(team.colour)

    def _paint_players(self, painter: QPainter, play: Play, frame: Frame, radius: float, to_pixels: ToPixels) -> None:
        tokens = self.tokens
        for player, (x_ft, y_ft) in enumerate(frame.ghosts.tolist()):
            if x_ft == x_ft:
                pen = QPen(QColor(tokens.pale), 1.2, Qt.PenStyle.DashLine)
                self._paint_disc(painter, to_pixels(x_ft, y_ft), radius, pen, None)
                self._paint_label(painter, play, player, to_pixels(x_ft, y_ft), radius, QColor(tokens.muted))
        places = frame.moment.players.tolist()
        # Whom the user chose is seen whole.
        for player in sorted(range(len(places)), key=lambda player: player == self._chosen):
            x_ft, y_ft = places[player]
            if x_ft != x_ft:
                continue
            centre, colour = to_pixels(x_ft, y_ft), self._colour(play, player)
            if player == self._chosen:
                self._paint_disc(painter, centre, radius + 4, QPen(QColor(tokens.accent), 2.0), None)
            if play.is_offence(player):
                self._paint_disc(painter, centre, radius, QPen(QColor(tokens.floor), 1.2), colour)
                self._paint_label(painter, play, player, centre, radius, text_on(colour))
            else:
                self._paint_disc(painter, centre, radius - 1, QPen(colour, 2.4), QColor(tokens.base))
                self._paint_label(painter, play, player, centre, radius, QColor(tokens.text))

    def _paint_disc(self, painter: QPainter, centre: QPointF, radius: float, pen: QPen, fill: QColor | None) -> None:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
        painter.drawEllipse(centre, radius, radius)

    def _paint_label(
        self, painter: QPainter, play: Play, player: int, centre: QPointF, radius: float, colour: QColor
    ) -> None:
        words = play.label_of(play.tracking.player_ids[player])
        painter.setPen(colour)
        room = QRectF(centre.x() - 2 * radius, centre.y() - radius, 4 * radius, 2 * radius)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_name(self, painter: QPainter, play: Play, frame: Frame, radius: float, to_pixels: ToPixels) -> None:
        """The name of the chosen player beside his disc, where no other is, on a patch of the ground's colour."""
        if self._chosen is None or self._chosen >= len(frame.moment.players):
            return
        x_ft, y_ft = frame.moment.players[self._chosen].tolist()
        words = play.name_of(play.tracking.player_ids[self._chosen])
        if x_ft != x_ft or not words:
            return
        centre = to_pixels(x_ft, y_ft)
        width = painter.fontMetrics().horizontalAdvance(words) + 8
        height = painter.fontMetrics().height()
        here = (*frame.moment.players.tolist(), *frame.ghosts.tolist(), frame.moment.ball[:2].tolist())
        others = [to_pixels(*place) for place in here]
        discs = [place for place in others if place.x() == place.x() and place != centre]
        corners = (to_pixels(-_HALF_WIDTH_FT, 0.0), to_pixels(_HALF_WIDTH_FT, FULL_LENGTH_FT))
        court = QRectF(*corners).normalized()
        self._seat, room = free_seat(centre, QSizeF(width, height), radius, discs, court, self._seat)
        patch = QColor(self.tokens.window)
        patch.setAlpha(220)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(patch)
        painter.drawRoundedRect(room, 3, 3)
        painter.setPen(QColor(self.tokens.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_ball(
        self, painter: QPainter, frame: Frame, scale: float, player_radius: float, to_pixels: ToPixels
    ) -> None:
        """The ball above its shadow, the higher the farther from it and the larger; at the rim of who has it."""
        x_ft, y_ft, height_ft = frame.moment.ball.tolist()
        if x_ft != x_ft:
            return
        tokens, ground = self.tokens, to_pixels(x_ft, y_ft)
        radius = max(BALL_FT * scale, LEAST_BALL_PX)
        edge = QPen(QColor(tokens.text), 1.3)
        rim = None if height_ft > HELD_FT else _rim(ground, frame, player_radius, to_pixels)
        ground = ground if rim is None else rim
        if height_ft != height_ft:
            # Without a height it lies on the floor with a broken edge.
            edge.setStyle(Qt.PenStyle.DotLine)
            self._paint_disc(painter, ground, radius, edge, QColor(tokens.ball))
            return
        height_ft = min(max(height_ft, 0.0), 3 * _RING_HEIGHT_FT)
        # Lifted, it would lie over the number again.
        centre = ground if rim is not None else QPointF(ground.x(), ground.y() - height_ft * LIFT_FT * scale)
        shadow = QColor(tokens.text)
        shadow.setAlpha(70)
        if rim is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shadow)
            painter.drawEllipse(ground, radius * 0.95, radius * 0.6)
            painter.setPen(QPen(shadow, 1.0))
            painter.drawLine(ground, centre)
        larger = radius * (1 + GROWTH * height_ft)
        self._paint_disc(painter, centre, larger, edge, QColor(tokens.ball))
        if larger >= 5:
            seam = QPainterPath(QPointF(centre.x() - larger, centre.y()))
            seam.quadTo(QPointF(centre.x(), centre.y() - larger * 0.5), QPointF(centre.x() + larger, centre.y()))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.text), 0.9))
            painter.drawPath(seam)


def _rim(ball: QPointF, frame: Frame, radius: float, to_pixels: ToPixels) -> QPointF | None:
    """Where a ball stands that lies over a player's disc: at the rim of the nearest, on its own side; else None."""
    discs = [to_pixels(*place) for place in frame.moment.players.tolist() if place[0] == place[0]]
    lines = [QLineF(disc, ball) for disc in discs]
    nearest = min(lines, key=lambda line: line.length(), default=None)
    if nearest is None or nearest.length() > radius:
        return None
    if nearest.length() < _SAME_PX:
        return nearest.p1() + QPointF(radius, 0.0)
    nearest.setLength(radius)
    return nearest.p2()


def _whole_ways(places: Floats) -> QPainterPath:
    """The same without a point that nothing is joined to: readers of PDF take that for a fault."""
    path = QPainterPath()
    for player in range(places.shape[1]):
        # The unknown is unlike itself, too; who stands still draws no line.
        gaps = np.diff(places[:, player], axis=0)
        for first in np.flatnonzero(np.abs(gaps).sum(axis=1) > 0).tolist():
            path.moveTo(*places[first, player].tolist())
            path.lineTo(*places[first + 1, player].tolist())
    return path
