"""The words of zones on the court: as many lines as each zone has room for, never over its edge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QGuiApplication, QPainter, QPen

from explorer.core import text
from explorer.core.measures import Style
from explorer.core.zone_figures import ZoneFigure
from explorer.core.zone_rooms import Rooms
from explorer.widgets.court.drawing import ToPixels
from explorer.widgets.court.zone_callouts import beside, edge_towards
from explorer.widgets.tokens import Tokens

SMALL_PX = 5.5
"""On a court with fewer pixels a foot every zone has only points per shot and shots."""
_SIZES = (1.0, 0.86, 0.74, 0.68)
"""How large words are written, beside the font of the program."""
_LEAST_SIZE = 0.86
"""Three lines are written no smaller than this."""
_LEAST_SPREAD = 0.005
"""Less than this is written as 0.00."""
_AIR_PX = 1.0
_DOT_PX = 1.8
"""The end of the line that leads to a zone."""
_WIDE_AIR_PX = 6.0
"""So much air words have about them where there is room for it."""

type Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be written in one zone: the choices of lines from the fullest to the shortest, and their colour."""

    code: int
    choices: tuple[Lines, ...]
    colour: QColor


@dataclass(frozen=True, slots=True)
class Placed:
    """Lines with the middle of their box in feet, and the size of the font in pixels.

    `is_turned` where they run upwards, since the room is narrow. `towards`: the place of the zone that a line leads to,
    where the words stand outside it.
    """

    words: Words
    lines: Lines
    x_ft: float
    y_ft: float
    size_px: int
    is_turned: bool = False
    towards: tuple[float, float] | None = None

    def box(self, pixels_a_foot: float, *, is_sideways: bool) -> QRectF:
        """What the words cover, in feet."""
        size = [length / pixels_a_foot for length in _box(self.lines, self.size_px)]
        across, along = reversed(size) if is_sideways != self.is_turned else size
        return QRectF(self.x_ft - across / 2, self.y_ft - along / 2, across, along)


def choices(figure: ZoneFigure) -> tuple[Lines, ...]:
    """Lines for a zone, from the fullest to points per shot and shots in one; none of a zone without a shot."""
    if not figure.attempts:
        return ()
    pps = Style.RATE.write(math.nan if figure.pps.value is None else figure.pps.value)
    made = text.share(figure.fg.value)
    share = text.share(figure.share.value)
    count = f"{figure.attempts:,}"
    short = (pps, f"{made} FG", count)
    found: list[Lines] = [(pps, f"{made} FG", f"{count} · {share}"), short, (pps, count), (f"{pps} · {count}",)]
    if is_told_with_spread(figure):
        half = Style.RATE.write((figure.pps.high or 0.0) - (figure.pps.value or 0.0))
        found.insert(0, (f"{pps} ±{half}", *found[0][1:]))
    return tuple(found)


def is_told_with_spread(figure: ZoneFigure) -> bool:
    """Whether its points per shot can be written as so much more or less: an interval cut off at 0 reaches no
    farther down, and one worked out from no shot made is wide to one side."""
    low, value, high = figure.pps.low, figure.pps.value, figure.pps.high
    if low is None or value is None or high is None:
        return False
    return high - value > _LEAST_SPREAD and abs((high - value) - (value - low)) < _LEAST_SPREAD


def place_words(words: Sequence[Words], rooms: Rooms, pixels_a_foot: float, *, is_sideways: bool) -> list[Placed]:
    """Where each zone's words stand, and how many of them; those of a zone without room stand beside it.

    `is_sideways` where the court's long axis lies across the picture.
    """
    found: list[Placed] = []
    left = []
    for one in words:
        for lines, size, is_turned in _tries(one, pixels_a_foot):
            place = _place(one.code, lines, size, rooms, pixels_a_foot, is_along=is_sideways != is_turned)
            if place is not None:
                found.append(Placed(one, lines, *place, size, is_turned))
                break
        else:
            left.append(one)
    for one in left:
        taken = [placed.box(pixels_a_foot, is_sideways=is_sideways) for placed in found]
        outside = _beside(one, rooms, taken, pixels_a_foot, is_sideways=is_sideways)
        if outside is not None:
            found.append(outside)
    return found


def _beside(
    one: Words, rooms: Rooms, taken: Sequence[QRectF], pixels_a_foot: float, *, is_sideways: bool
) -> Placed | None:
    middle = rooms.middle(one.code)
    if middle is None:
        return None
    court, lines = rooms.court, one.choices[-1]
    floor = QRectF(-court.width_ft / 2, 0.0, court.width_ft, court.half_length_ft)
    for size in _SIZES[1:]:
        size_px = round(_base_px() * size)
        place = beside(
            middle, rooms.radius(one.code), _box(lines, size_px), taken, floor, pixels_a_foot, is_sideways=is_sideways
        )
        if place is not None:
            return Placed(one, lines, *place, size_px, towards=middle)
    return None


def _place(
    code: int, lines: Lines, size_px: int, rooms: Rooms, pixels_a_foot: float, *, is_along: bool
) -> tuple[float, float] | None:
    """The middle of lines in a zone, with air about them where there is room; `is_along` the court's long axis."""
    for air in (_WIDE_AIR_PX, 0.0):
        box = [(length + 2 * air) / pixels_a_foot for length in _box(lines, size_px)]
        place = rooms.fit(code, *(reversed(box) if is_along else box))
        if place is not None:
            return place
    return None


def _tries(words: Words, pixels_a_foot: float) -> list[tuple[Lines, int, bool]]:
    """Lines, sizes of the font, and whether they are turned, in the order of liking."""
    base = _base_px()
    wanted = words.choices[-2:] if pixels_a_foot < SMALL_PX else words.choices
    found = []
    for lines in wanted:
        sizes = _SIZES if len(lines) < 3 else [size for size in _SIZES if size >= _LEAST_SIZE]
        found += [(lines, round(base * size), False) for size in sizes]
    return [*found, *((wanted[-1], round(base * size), True) for size in _SIZES)]


@lru_cache(maxsize=2048)
def _box(lines: Lines, size_px: int) -> tuple[float, float]:
    """Width and height of lines in pixels, with a little air around them."""
    fonts = _fonts(size_px, len(lines))
    metrics = [QFontMetricsF(font) for font in fonts]
    width = max(one.horizontalAdvance(line) for one, line in zip(metrics, lines, strict=True))
    return width + 2 * _AIR_PX, sum(one.height() for one in metrics) + _AIR_PX


def _fonts(size_px: int, lines: int) -> list[QFont]:
    """The font of each line: the first is strong."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(size_px)
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    return [strong, *[font] * (lines - 1)]


def _base_px() -> int:
    return QFontInfo(QGuiApplication.font()).pixelSize()


def paint_words(painter: QPainter, placed: Sequence[Placed], to_pixels: ToPixels, tokens: Tokens) -> None:
    """Write placed words; to be called where the painter paints in pixels."""
    for one in placed:
        width, height = _box(one.lines, one.size_px)
        if one.towards is not None:
            _paint_ground(painter, to_pixels(one.x_ft, one.y_ft), to_pixels(*one.towards), width, height, tokens)
        top = -(height - _AIR_PX) / 2
        painter.save()
        painter.translate(to_pixels(one.x_ft, one.y_ft))
        if one.is_turned:
            painter.rotate(-90)
        painter.setPen(one.words.colour)
        for font, line in zip(_fonts(one.size_px, len(one.lines)), one.lines, strict=True):
            tall = QFontMetricsF(font).height()
            painter.setFont(font)
            painter.drawText(QRectF(-width, top, 2 * width, tall), Qt.AlignmentFlag.AlignCenter, line)
            top += tall
        painter.restore()


def _paint_ground(
    painter: QPainter, at: QPointF, towards: QPointF, width: float, height: float, tokens: Tokens
) -> None:  # fmt: skip
    """What words outside their zone stand on, so that nobody takes them for those of another zone."""
    room = QRectF(at.x() - width / 2 - 1, at.y() - height / 2, width + 2, height)
    painter.save()
    painter.setPen(QPen(QColor(tokens.muted), 1))
    painter.drawLine(QLineF(QPointF(*edge_towards(room, (towards.x(), towards.y()))), towards))
    painter.setBrush(QColor(tokens.floor))
    painter.drawRoundedRect(room, 2, 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.muted))
    painter.drawEllipse(towards, _DOT_PX, _DOT_PX)
    painter.restore()
