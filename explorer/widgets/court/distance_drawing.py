"""How shots by distance are painted: bars for how many, a line with a band for points per shot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from explorer.core.distances import BINS, FARTHEST_FT
from explorer.core.metrics import Rates
from explorer.core.shot_counts import Floats
from explorer.widgets.court.distance_words import Profile
from explorer.widgets.tokens import Tokens, mixed

HIGHEST_PPS = 2.0
"""The top of the scale of points per shot; what is above stands at the top."""
LEAST_TOLD = 3.0
"""The line needs so many shots: of fewer it would jump between nothing and three points."""
_MARGIN, _AIR, _ABOVE = 8.0, 3.0, 5.0
_TICKS = range(0, FARTHEST_FT + 1, 5)
_TICK_PX = 34.0
"""Labels nearer to each other than this are left out, every second one."""
_BAR, _EDGE, _BAND_ALPHA = 0.42, 0.85, 60
_LINE_PX = 1.8
GROUND_ALPHA = 225
BAND_EDGE_ALPHA, _BAND_EDGE_PX = 190, 0.7


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand in the strip, in pixels: the plot, and from it the bins."""

    plot: QRectF

    @classmethod
    def of(cls, room: QRectF, metrics: QFontMetricsF) -> Places:
        """The plot within a room: below it the feet, at its right the scale of points per shot."""
        right = metrics.horizontalAdvance("0.0") + 2 * _AIR
        line = metrics.height()
        width, height = room.width() - 2 * _MARGIN - right, room.height() - 2 * line - _AIR - _ABOVE
        return cls(QRectF(room.left() + _MARGIN, room.top() + line + _ABOVE, max(width, 1), max(height, 1)))

    def x(self, feet: float) -> float:
        """Where a distance stands."""
        return self.plot.left() + self.plot.width() * feet / BINS

    def y(self, pps: float) -> float:
        """Where so many points per shot stand."""
        return self.plot.bottom() - self.plot.height() * min(pps, HIGHEST_PPS) / HIGHEST_PPS

    def column(self, first: int, last: int) -> QRectF:
        """The room of some bins."""
        return QRectF(QPointF(self.x(first), self.plot.top()), QPointF(self.x(last + 1), self.plot.bottom()))

    def bin_at(self, x: float) -> int:
        """The bin at a place, the nearest beside the plot."""
        return int(np.clip((x - self.plot.left()) / self.plot.width() * BINS, 0, BINS - 1))


def paint_profile(
    painter: QPainter, places: Places, profile: Profile, tokens: Tokens, chosen: tuple[int, int] | None = None
) -> None:
    """Draw the profile on a ground that is filled already, in the painter's font; `chosen` bins stand out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_scale(painter, places, profile, tokens)
    if chosen is not None:
        painter.fillRect(places.column(*chosen), QColor(tokens.selection))
    _paint_bars(painter, places, profile.shots.bins.n, tokens, chosen)
    if profile.baseline is not None:
        pen = QPen(QColor(tokens.muted), 1.2)
        pen.setDashPattern([3.0, 2.5])
        _paint_line(painter, places, profile.baseline.pps, pen)
    _paint_band(painter, places, profile.shots.pps, tokens)
    _paint_line(painter, places, profile.shots.pps, QPen(QColor(tokens.accent), _LINE_PX))
    _paint_arc(painter, places, profile, tokens)


def _paint_scale(painter: QPainter, places: Places, profile: Profile, tokens: Tokens) -> None:
    plot, metrics = places.plot, QFontMetricsF(painter.font(), painter.device())
    painter.setPen(QPen(QColor(tokens.hairline), 1))
    painter.drawLine(QLineF(plot.left(), places.y(1.0), plot.right(), places.y(1.0)))
    painter.drawLine(QLineF(plot.bottomLeft(), plot.bottomRight()))
    painter.setPen(QColor(tokens.muted))
    height = metrics.height()
    for pps in (1.0, HIGHEST_PPS):
        room = QRectF(plot.right() + _AIR, places.y(pps) - height / 2, metrics.horizontalAdvance("0.0") + _AIR, height)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{pps:.1f}")
    step = 1 if plot.width() / BINS * 5 >= _TICK_PX else 2
    for feet in _TICKS[::step]:
        last = feet == FARTHEST_FT
        words = f"{feet}+ ft" if last else str(feet)
        width = metrics.horizontalAdvance(words)
        left = max(plot.left(), places.x(feet) - width / 2) if not last else places.x(feet) - width * 0.3
        painter.drawText(QPointF(left, plot.bottom() + metrics.ascent() + 1), words)
    _paint_heading(painter, places, profile)


def headings(title: str) -> tuple[str, ...]:
    """What the strip says of itself, from the fullest to the shortest; `title` is what the dashed line stands for."""
    dashed = f", dashed: {title}" if title else ""
    return (
        f"bars: shots by distance, line: points per shot with its 95 % interval{dashed}",
        f"bars: shots, line: points per shot, 95 % band{dashed}",
        f"bars: shots, line: PPS, 95 % band{dashed}",
        f"shots, PPS, 95 % band{dashed}",
        f"shots, PPS{dashed}",
        "shots, PPS ± 95 %",
        "shots, PPS",
    )


def _paint_heading(painter: QPainter, places: Places, profile: Profile) -> None:
    """Write the number of the highest bar over it, and in the larger room beside it what is drawn."""
    plot, metrics = places.plot, QFontMetricsF(painter.font(), painter.device())
    n = profile.shots.bins.n
    row = QRectF(plot.left(), plot.top() - metrics.height() - 2, plot.width() + _MARGIN, metrics.height())
    most = int(np.argmax(n))
    number = f"{n[most]:,.0f}"
    width = metrics.horizontalAdvance(number)
    left = min(max(places.column(most, most).center().x() - width / 2, row.left()), row.right() - width)
    painter.drawText(QRectF(left, row.top(), width + 1, row.height()), Qt.AlignmentFlag.AlignLeft, number)
    before, after = QRectF(row), QRectF(row)
    before.setRight(left - 2 * _AIR)
    after.setLeft(left + width + 2 * _AIR)
    room = max(before, after, key=QRectF.width)
    choices = headings(profile.title if profile.baseline is not None else "")
    heading = next((words for words in choices if metrics.horizontalAdvance(words) <= room.width()), choices[-1])
    painter.drawText(
        room, Qt.AlignmentFlag.AlignRight, metrics.elidedText(heading, Qt.TextElideMode.ElideRight, room.width())
    )


def bar_inks(tokens: Tokens, *, is_chosen: bool) -> tuple[QColor, QColor]:
    """What a bar is filled with, and the edge that says how high it is."""
    ground, accent = QColor(tokens.window), QColor(tokens.accent)
    mark = QColor(tokens.pale)
    return (
        (mixed(ground, accent, _BAR), accent) if is_chosen else (mixed(ground, mark, _BAR), mixed(ground, mark, _EDGE))
    )


def _paint_bars(
    painter: QPainter, places: Places, n: Floats, tokens: Tokens, chosen: tuple[int, int] | None
) -> None:  # fmt: skip
    most = float(n.max())
    if not most:
        return
    plain, marked = bar_inks(tokens, is_chosen=False), bar_inks(tokens, is_chosen=True)
    for place in np.flatnonzero(n).tolist():
        room = places.column(place, place).adjusted(0.75, 0, -0.75, 0)
        # A lone shot among thousands is still a hair of a bar.
        room.setTop(room.bottom() - max(room.height() * float(n[place]) / most, 1.0))
        is_chosen = chosen is not None and chosen[0] <= place <= chosen[1]
        fill, edge = marked if is_chosen else plain
        painter.fillRect(room, fill)
        painter.fillRect(QRectF(room.left(), room.top(), room.width(), 1.2), edge)


def _paint_arc(painter: QPainter, places: Places, profile: Profile, tokens: Tokens) -> None:
    """A stroke where the arc is, and one where it is nearest, in the corner."""
    plot, metrics = places.plot, QFontMetricsF(painter.font(), painter.device())
    painter.setPen(QPen(QColor(tokens.line), 1.2))
    for feet in {profile.three_ft, profile.corner_ft}:
        painter.drawLine(QLineF(places.x(feet), plot.top(), places.x(feet), plot.bottom()))
    near, far = sorted((profile.three_ft, profile.corner_ft))
    words = "3" if near == far else "3 corner"
    _write_on_ground(painter, places.x(near) - metrics.horizontalAdvance(words) - _AIR, plot.top(), words, tokens)
    if near != far:
        _write_on_ground(painter, places.x(far) + _AIR, plot.top(), "3 arc", tokens)


def _write_on_ground(painter: QPainter, x: float, top: float, words: str, tokens: Tokens) -> None:
    """Write over lines, which are faint behind the words."""
    metrics = QFontMetricsF(painter.font(), painter.device())
    ground = QColor(tokens.window)
    ground.setAlpha(GROUND_ALPHA)
    painter.fillRect(QRectF(x - 1, top, metrics.horizontalAdvance(words) + 2, metrics.ascent() + 1), ground)
    painter.setPen(QColor(tokens.muted))
    painter.drawText(QPointF(x, top + metrics.ascent() * 0.9), words)


def _runs(rates: Rates) -> list[list[int]]:
    """The bins of the line, those that lie side by side together."""
    found: list[list[int]] = []
    for place in np.flatnonzero((rates.n >= LEAST_TOLD) & ~np.isnan(rates.value)).tolist():
        # What is far away is not the next foot: it stands by itself.
        if found and found[-1][-1] == place - 1 and place != FARTHEST_FT:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _points(places: Places, run: list[int], values: Floats) -> list[QPointF]:
    if len(run) == 1:
        near, far = places.x(run[0] + 0.15), places.x(run[0] + 0.85)
        return [QPointF(x, places.y(float(values[run[0]]))) for x in (near, far)]
    return [QPointF(places.x(place + 0.5), places.y(float(values[place]))) for place in run]


def _paint_line(painter: QPainter, places: Places, rates: Rates, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for run in _runs(rates):
        painter.drawPolyline(QPolygonF(_points(places, run, rates.value)))


def _paint_band(painter: QPainter, places: Places, rates: Rates, tokens: Tokens) -> None:
    colour, edge = QColor(tokens.accent), QColor(tokens.accent)
    colour.setAlpha(_BAND_ALPHA)
    edge.setAlpha(BAND_EDGE_ALPHA)
    for run in _runs(rates):
        low, high = (_points(places, run, end) for end in (rates.low, rates.high))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([*low, *reversed(high)]))
        painter.setPen(QPen(edge, _BAND_EDGE_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in (low, high):
            painter.drawPolyline(QPolygonF(line))
