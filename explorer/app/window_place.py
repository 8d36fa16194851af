"""Where a window stands: on a screen that is there, no larger than it, whatever was kept of another day's screens."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

FRAME = QSize(4, 40)
"""What a frame around a window may take in pixels, before there is one to be measured."""
LOWEST = 480
"""Below this many pixels no window goes, whatever the screen."""


def fitting(place: QRect, screens: list[QRect], least: QSize) -> QRect:
    """The place, moved and shrunk so that all of it, with a frame, is on one of the screens, unless all is seen anyway.

    screens: what windows may cover on each; the first counts where the place touches none. least: the size below which
    a window does not go, even on a smaller screen.
    """
    place = QRect(place.topLeft(), place.size().expandedTo(least))
    if not screens or sum(_covered(one, place) for one in screens) >= place.width() * place.height():
        return place
    screen = max(screens, key=lambda one: _covered(one, place))
    room = screen.adjusted(FRAME.width(), FRAME.height(), -FRAME.width(), -FRAME.width())
    size = place.size().boundedTo(room.size()).expandedTo(least)
    # Where it is too large beside a frame, the frame's edge is what may be hidden.
    left = room.left() if size.width() <= room.width() else screen.left()
    x = max(left, min(place.left(), room.right() - size.width() + 1))
    y = max(room.top(), min(place.top(), room.bottom() - size.height() + 1))
    return QRect(QPoint(x, y), size)


def keep_on_screen(window: QWidget) -> None:
    """Move and shrink a window that is not shown yet so that all of it can be seen; a maximised one stays."""
    if window.isMaximized() or window.isFullScreen():
        return
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    lower_least(window, screens)
    place = window.geometry()
    wanted = fitting(place, screens, window.minimumSize())
    if wanted != place:
        window.setGeometry(wanted)


def lower_least(window: QWidget, screens: list[QRect]) -> None:
    """Let the window be lower where its least size and a frame are higher than every screen."""
    if screens:
        height = max(screen.height() for screen in screens) - FRAME.height() - FRAME.width()
        window.setMinimumHeight(max(LOWEST, min(window.minimumHeight(), height)))


def shrink_to_screen(window: QWidget, over: QWidget) -> None:
    """Make a window that is not shown yet no larger than the screen of the one it comes up over, less a frame."""
    screen = over.screen().availableGeometry().size()
    room = screen - QSize(2 * FRAME.width(), FRAME.height() + FRAME.width())
    window.resize(window.size().boundedTo(room).expandedTo(window.minimumSize()))


def _covered(screen: QRect, place: QRect) -> int:
    common = screen.intersected(place)
    return common.width() * common.height() if common.isValid() else 0
