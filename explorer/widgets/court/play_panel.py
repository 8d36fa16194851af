"""The corner of a play: game and shot clock, and which disc is whose. It lies below the players and hides nobody."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from explorer.core import text
from explorer.core.tracking import FULL_LENGTH_FT, Moment
from explorer.widgets.cells import tabular
from explorer.widgets.court.drawing import ToPixels
from explorer.widgets.court.play import Play
from explorer.widgets.tokens import Tokens

_HALF_FT = 25.0
_PADDING = 6.0
_SHARP_S = 5.0
"""The shot clock shows tenths below this."""
_NAME_PX, _SMALL_NAME_PX = 66.0, 46.0
"""How wide a team's name gets; abbreviations are a good deal narrower."""


def clock_words(moment: Moment) -> tuple[str, str]:
    """The game clock and the shot clock as a scoreboard has them."""
    shot = moment.shot_clock_s
    whole = shot is not None and shot >= _SHARP_S
    return text.clock(moment.game_clock_s), text.number(shot, 0 if whole else 1)


def paint_panel(
    painter: QPainter,
    play: Play,
    moment: Moment,
    is_gap: bool,
    is_small: bool,
    tokens: Tokens,
    to_pixels: ToPixels,
) -> None:
    """Paint the panel into the corner of the end that is not attacked, the one farthest up in the picture."""
    near, far = to_pixels(0, 0), to_pixels(0, FULL_LENGTH_FT)
    corners = [to_pixels(side * _HALF_FT, FULL_LENGTH_FT) for side in (-1, 1)]
    corner = min(corners, key=lambda point: (round(point.y()), round(point.x())))
    large, small = tabular(QFont(painter.font())), tabular(QFont(painter.font()))
    large.setPixelSize(13 if is_small else 17)
    large.setWeight(QFont.Weight.DemiBold)
    small.setPixelSize(10 if is_small else 12)
    game, shot = clock_words(moment)
    wide, narrow = QFontMetricsF(large), QFontMetricsF(small)
    clock_width = max(wide.horizontalAdvance("12:00"), wide.horizontalAdvance(game))
    shot_width = narrow.horizontalAdvance("24.0") + 8
    most = _SMALL_NAME_PX if is_small else _NAME_PX
    names = [
        (
            narrow.elidedText(team.short, Qt.TextElideMode.ElideRight, most),
            tokens.team(team.colour),
            play.offence_id in (None, team_id),
        )
        for team_id, team in play.teams.items()
    ]
    names_width = sum(narrow.horizontalAdvance(name) + 13 for name, *_ in names) + 8 * max(len(names) - 1, 0)
    width = max(clock_width + 8 + shot_width, names_width) + 2 * _PADDING
    height = wide.height() + (narrow.height() + 2 if names or is_gap else 0) + 2 * _PADDING - 4
    # Inwards from the corner: away from the sideline and from the baseline that it lies at.
    middle = (near + far) / 2
    left = corner.x() + 4 if corner.x() <= middle.x() else corner.x() - 4 - width
    top = corner.y() + 4 if corner.y() <= middle.y() else corner.y() - 4 - height
    room = QRectF(left, top, width, height)
    # Plain rectangles: round corners would cost as much as all players together, in every frame.
    painter.fillRect(room, QColor(tokens.window))
    line = QRectF(left + _PADDING, top + _PADDING - 2, width - 2 * _PADDING, wide.height())
    painter.setFont(large)
    painter.setPen(QColor(tokens.text))
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, game)
    painter.setFont(small)
    box_height = narrow.height() + 2
    box = QRectF(line.right() - shot_width, line.center().y() - box_height / 2, shot_width, box_height)
    painter.fillRect(box, QColor(tokens.raised))
    painter.setPen(QColor(tokens.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shot)
    below = QRectF(left + _PADDING, line.bottom(), width - 2 * _PADDING, narrow.height() + 2)
    if is_gap:
        painter.setPen(QColor(tokens.warning))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "no data")
    else:
        _paint_teams(painter, names, below, narrow, tokens)


def _paint_teams(
    painter: QPainter, names: list[tuple[str, QColor, bool]], room: QRectF, metrics: QFontMetricsF, tokens: Tokens
) -> None:
    x = room.left()
    for name, colour, is_filled in names:
        painter.setPen(QPen(colour, 2))
        painter.setBrush(colour if is_filled else QColor(tokens.base))
        painter.drawEllipse(QPointF(x + 4.5, room.center().y()), 3.5, 3.5)
        width = metrics.horizontalAdvance(name)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(
            QRectF(x + 12, room.top(), width + 2, room.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            name,
        )
        x += width + 21
