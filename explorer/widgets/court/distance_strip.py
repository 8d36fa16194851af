"""The strip below the court: shots by their distance from the ring, and what they are worth."""

from __future__ import annotations

import math
from typing import override

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from explorer.core.court import Court
from explorer.core.distances import BINS, Distances
from explorer.widgets.cells import tabular
from explorer.widgets.court.distance_drawing import Places, paint_profile
from explorer.widgets.court.distance_words import Profile, ends_of, feet_in_words, summary_of, table_of, words_of
from explorer.widgets.court.layer import Rows
from explorer.widgets.tokens import tokens_of

HEIGHT = 84
"""Pixels, where the font is not large."""
_LINES = 5.4
"""Lines of text that the strip has room for, at any size of the font."""
_SMALL = 0.85
_DRAG_PX = 4


class DistanceStrip(QWidget):
    """Shows a `Profile`; says which distances were chosen by a click, a drag, or keys."""

    distances_chosen = Signal(float, float)
    """From so many feet to below so many; infinity for the bin of all that is farther."""
    distances_dropped = Signal()
    """The distances are not wanted any more: Escape, or a second click on what is chosen."""

    def __init__(self, court: Court, parent: QWidget | None = None) -> None:
        """Start without shots."""
        super().__init__(parent)
        self.setObjectName("distances")
        self.setAccessibleName("Shots by distance")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._court = court
        self._profile: Profile | None = None
        self._chosen: tuple[int, int] | None = None
        self._hovered: int | None = None
        self._marked: tuple[int, int] | None = None
        """The bin where a range by keys began, and the one where the keys are."""
        self._pressed: QPoint | None = None
        self._dragged: tuple[int, int] | None = None
        self._fit()
        self._describe()

    # What is shown

    def set_distances(self, shots: Distances | None, baseline: Distances | None = None, title: str = "") -> None:
        """Show shots by distance, beside those of a baseline; None for none."""
        court = self._court
        self._profile = (
            None if shots is None else Profile(shots, court.three_radius_ft, court.three_corner_ft, baseline, title)
        )
        self._describe()
        self.update()

    def set_court(self, court: Court) -> None:
        """Draw the arc of another court."""
        self._court = court
        if self._profile is not None:
            self.set_distances(self._profile.shots, self._profile.baseline, self._profile.title)

    def set_chosen(self, low_ft: float | None, high_ft: float | None = None) -> None:
        """Mark the distances that the question asks for; None for none. Nothing is said."""
        if low_ft is None:
            self._chosen = None
        else:
            far = BINS if high_ft is None or math.isinf(high_ft) else math.ceil(high_ft)
            last = max(min(far - 1, BINS - 1), int(low_ft))
            self._chosen = (min(int(low_ft), BINS - 1), min(last, BINS - 1))
        self._describe()
        self.update()

    @property
    def profile(self) -> Profile | None:
        """What is shown."""
        return self._profile

    def summary(self) -> str:
        """The strip in one sentence."""
        return summary_of(self._profile)

    def table(self) -> Rows:
        """The same numbers as a table, a row a bin that has shots."""
        return table_of(self._profile)

    def words_at(self, place: QPoint) -> str:
        """What is told of a place of the widget."""
        return "" if self._profile is None else words_of(self._profile, *self._bins_at(place))

    def column_of(self, feet: int) -> QRectF:
        """Where the bin of so many feet stands in the widget."""
        return self._places().column(feet, feet)

    def _bins_at(self, place: QPoint) -> tuple[int, int]:
        number = self._places().bin_at(place.x())
        return number, number

    def _describe(self) -> None:
        parts = [self.summary()]
        if self._profile is not None and self._marked is not None:
            parts.append(words_of(self._profile, *sorted(self._marked)).replace("\n", "; "))
        if self._chosen is not None:
            parts.append(f"Narrowed to {feet_in_words(*self._chosen)}.")
        self.setAccessibleDescription(" ".join(parts))

    # Size and painting

    def _small(self) -> QFont:
        font = tabular(self.font())
        font.setPointSizeF(max(font.pointSizeF() * _SMALL, 6.0))
        return font

    def _fit(self) -> None:
        self.setFixedHeight(max(HEIGHT, math.ceil(_LINES * QFontMetricsF(self._small()).height())))

    def _places(self) -> Places:
        return Places.of(QRectF(self.rect()), QFontMetricsF(self._small()))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def paint_at(self, painter: QPainter, room: QRectF) -> None:
        """Draw what is shown into a room, for a picture; nothing where there is no shot."""
        if self._profile is not None and self._profile.shots.n:
            font = self._small()
            painter.setFont(font)
            paint_profile(painter, Places.of(room, QFontMetricsF(font)), self._profile, tokens_of(self.palette()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, places = tokens_of(self.palette()), self._places()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.window))
        painter.setFont(self._small())
        if self._profile is None or not self._profile.shots.n:
            painter.setPen(QColor(tokens.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.summary())
        else:
            paint_profile(painter, places, self._profile, tokens, self._dragged or self._key_range() or self._chosen)
            if self._hovered is not None and self._dragged is None:
                painter.setPen(QColor(tokens.accent))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(places.column(self._hovered, self._hovered))
        if self.hasFocus():
            painter.fillRect(0, self.height() - 2, self.width(), 2, QColor(tokens.accent))

    def _key_range(self) -> tuple[int, int] | None:
        if self._marked is None or not self.hasFocus():
            return None
        return min(self._marked), max(self._marked)

    # The pointer

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._profile is not None:
            self._pressed = event.position().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if self._dragged is not None or abs(place.x() - self._pressed.x()) >= _DRAG_PX:
                ends = self._bins_at(self._pressed)[0], self._bins_at(place)[0]
                self._dragged = min(ends), max(ends)
                self._tell(self._dragged, place)
                self.update()
            return
        self._hover(self._bins_at(place)[0])

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        bins = self._dragged or self._bins_at(self._pressed)
        self._pressed = self._dragged = None
        self._choose(bins)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, number: int | None) -> None:
        if number != self._hovered:
            self._hovered = number
            self.update()

    def _choose(self, bins: tuple[int, int]) -> None:
        self.update()
        if bins == self._chosen:
            self.distances_dropped.emit()
        else:
            self.distances_chosen.emit(*ends_of(*bins))

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            if self._profile is not None and self._profile.shots.n:
                self._tell(self._bins_at(event.pos()), event.pos())
            return True
        return super().event(event)

    def _tell(self, bins: tuple[int, int], place: QPoint) -> None:
        if self._profile is not None:
            QToolTip.showText(self.mapToGlobal(place), words_of(self._profile, *bins), self)

    # Keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -BINS, Qt.Key.Key_End: BINS}
        if self._profile is None:
            super().keyPressEvent(event)
        elif key in steps:
            self._step(steps[Qt.Key(key)], is_wider=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._marked is not None:
            self._choose((min(self._marked), max(self._marked)))
        elif key == Qt.Key.Key_Escape and (self._pressed is not None or self._marked is not None):
            self._pressed = self._dragged = self._marked = None
            self._describe()
            self.update()
        elif key == Qt.Key.Key_Escape and self._chosen is not None:
            self.distances_dropped.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, step: int, *, is_wider: bool) -> None:
        """Go to another bin, or with Shift as far as another one."""
        if self._marked is None:
            at = start = 0 if step > 0 and step < BINS else BINS - 1 if step > 0 else 0
        else:
            start, at = self._marked
            at = min(max(at + step, 0), BINS - 1)
            start = start if is_wider else at
        self._marked = start, at
        self._describe()
        middle = self._places().column(at, at).center().toPoint()
        self._tell((min(start, at), max(start, at)), middle)
        self.update()
