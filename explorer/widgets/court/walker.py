"""Walking over the marks of the court by keys: to the nearest of a direction, as the eye would."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QToolTip

from explorer.widgets.court.canvas import Canvas
from explorer.widgets.court.layer import Layer
from explorer.widgets.court.rings_item import RingsItem
from explorer.widgets.tokens import Tokens

_DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_RING_PX = 25.0
_BESIDE = QPoint(12, 12)


class Walker:
    """Stands on one mark of the layer that is drawn, rings it, and tells of it."""

    def __init__(self, canvas: Canvas, drawn: Callable[[], Layer], tokens: Tokens) -> None:
        """Stand nowhere on this court."""
        self._canvas, self._drawn = canvas, drawn
        self.ring = RingsItem(tokens, 5.0, is_dashed=True, size_px=_RING_PX)
        canvas.add(self.ring)
        self.mark: int | None = None

    def press(self, event: QKeyEvent) -> bool:
        """Go where an arrow points, or choose the mark; whether the key meant either."""
        key = Qt.Key(event.key())
        if key in _DIRECTIONS and event.modifiers() in _PLAIN:
            self._walk(*_DIRECTIONS[key])
            return True
        if key in _ENTER and self.mark is not None:
            self._drawn().choose(self.mark)
            return True
        return False

    def _walk(self, across: int, down: int) -> None:
        """Go to the nearest mark in a direction; from nowhere, to the first."""
        layer = self._drawn()
        count = layer.count()
        if not count:
            return
        places = np.array([layer.place_of(mark) or (np.nan, np.nan) for mark in range(count)])
        has_place = np.isfinite(places).all(axis=1)
        if self.mark is None or self.mark >= count or not has_place[self.mark]:
            # From nowhere, or from what is nowhere, to the first that stands somewhere.
            if has_place.any():
                self.stand_on(int(np.argmax(has_place)))
            return
        turned = self._canvas.turned(places)
        gap = turned - turned[self.mark]
        ahead, beside = gap[:, 0] * across + gap[:, 1] * down, np.abs(gap[:, 0] * down + gap[:, 1] * across)
        is_ahead = ahead > 0.01
        # What lies more to the side than ahead belongs to another arrow, unless nothing else is left.
        in_cone = is_ahead & (beside <= ahead)
        chosen = in_cone if in_cone.any() else is_ahead
        if chosen.any():
            self.stand_on(int(np.argmin(np.where(chosen, ahead + 2 * beside, np.inf))))

    def stand_on(self, mark: int | None) -> None:
        """Stand on a mark, which a screen reader tells, or nowhere."""
        self.mark = mark
        layer = self._drawn()
        place = None if mark is None else layer.place_of(mark)
        places = np.array([] if place is None else [place]).reshape(-1, 2)
        self.ring.set_places(places[:, 0], places[:, 1])
        if mark is None:
            return
        words = layer.words_of(mark)
        self._canvas.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._canvas, words.replace("\n", ", ")))
        if self._canvas.hasFocus() and place is not None:
            at = self._canvas.to_pixels(*place)
            QToolTip.showText(self._canvas.mapToGlobal(at + _BESIDE), words, self._canvas)
