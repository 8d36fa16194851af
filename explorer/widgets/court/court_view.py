"""The court: one of its layers drawn on the floor, which answers when it is pointed at, clicked or walked by keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QToolTip, QVBoxLayout, QWidget

from explorer.core.court import Court
from explorer.core.table import ShotTable
from explorer.models.rows_model import Cell, Row
from explorer.widgets.court.canvas import Canvas, Orientation
from explorer.widgets.court.court_head import CourtHead
from explorer.widgets.court.layer import Layer
from explorer.widgets.court.legend import Legend
from explorer.widgets.court.rings_item import RingsItem
from explorer.widgets.court.shapes_item import Outline, ShapesItem
from explorer.widgets.court.shots_layer import ShotsLayer
from explorer.widgets.rows_table import RowsTable
from explorer.widgets.tokens import tokens_of

REACH_PX = 9.0
"""How near the pointer must be to a mark, in pixels."""
_NONE = Qt.KeyboardModifier.NoModifier
_DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CourtView(QWidget):
    """Shows one layer at a time on the court of a league, or its numbers as a table."""

    layer_changed = Signal(str)
    """Another layer is shown: its name."""
    area_drawn = Signal(str, object)
    """A tool's name and its corners in feet, see `Canvas`."""
    escaped = Signal()
    """Escape was pressed, and no area was being drawn."""

    def __init__(self, court: Court, parent: QWidget | None = None) -> None:
        """Start with an empty court and its shots' layer."""
        super().__init__(parent)
        self.setObjectName("court")
        self.setAccessibleName("Court")
        tokens = tokens_of(self.palette())
        self.canvas = Canvas(court, tokens, self)
        self.canvas.setAccessibleName("Court")
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shots_layer = ShotsLayer(tokens, court, self)
        self.layers: tuple[Layer, ...] = (self.shots_layer,)
        self._layer: Layer = self.shots_layer
        self._shapes = ShapesItem(tokens, 4.0)
        self._standing = RingsItem(tokens, 5.0, is_dashed=True, size_px=25.0)
        for item in (self._shapes, self._standing):
            self.canvas.add(item)
        self._mark: int | None = None
        self.head = CourtHead(self.layers)
        self._legend = Legend()
        self._foot = QStackedWidget()
        self._foot.addWidget(self._legend)
        self._table = RowsTable("Numbers of the court", ())
        self._body = QStackedWidget()
        self._body.addWidget(self.canvas)
        self._body.addWidget(self._table)
        self._notice = QLabel(self)
        self._notice.setObjectName("courtNotice")
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._notice.setWordWrap(True)
        self._notice.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget, stretch in ((self.head, 0), (self._body, 1), (self._foot, 0)):
            layout.addWidget(widget, stretch)
        self.setMinimumSize(220, 220)
        for layer in self.layers:
            for item in layer.items:
                self.canvas.add(item)
            layer.changed.connect(lambda layer=layer: self._on_changed(layer))
            if layer.foot is not None:
                self._foot.addWidget(layer.foot)
        self.head.layer_wanted.connect(self.show_layer)
        self.canvas.pointed.connect(self._on_pointed)
        self.canvas.clicked.connect(self._on_clicked)
        self.canvas.area_drawn.connect(self.area_drawn)
        self.canvas.key_pressed.connect(self._on_key)
        self._table.activated.connect(lambda index: self._choose(index.row()))
        self._show_items()

    # What is drawn

    @property
    def court(self) -> Court:
        """The court that is drawn."""
        return self.canvas.court

    @property
    def layer(self) -> Layer:
        """The layer whose tab is shown."""
        return self._layer

    @property
    def drawn(self) -> Layer:
        """The layer that is drawn: where there are too many shots for points, the density stands in for them."""
        return self._layer

    @property
    def shots(self) -> ShotTable:
        """The shots of the layer of shots, those with a place."""
        return self.shots_layer.shots

    @property
    def others(self) -> ShotTable:
        """The shots that stand pale behind them."""
        return self.shots_layer.others

    @property
    def notice(self) -> str:
        """The words over the court, empty where there are none."""
        return self._notice.text() if not self._notice.isHidden() else ""

    def layer_named(self, name: str) -> Layer:
        """The layer of a name; KeyError where there is none."""
        found = next((layer for layer in self.layers if layer.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def show_layer(self, name: str) -> None:
        """Show the layer of a name."""
        layer = self.layer_named(name)
        if layer is self._layer:
            return
        self._layer = layer
        self.head.show_layer(name)
        # Whoever fills the layer does so before it is drawn.
        self.layer_changed.emit(name)
        self._show_items()

    def set_court(self, court: Court) -> None:
        """Draw another league's court."""
        self.canvas.set_court(court)
        for layer in self.layers:
            layer.set_court(court)

    def set_view(self, orientation: Orientation, *, is_flipped: bool) -> None:
        """Turn the court."""
        self.canvas.set_view(orientation, is_flipped=is_flipped, is_full=self.drawn.is_full_court)

    def set_chosen(self, possession: int | None) -> None:
        """Ring the shots of a possession, by its row in the tables."""
        self.shots_layer.set_chosen(possession)

    def set_shapes(self, outlines: Sequence[Outline]) -> None:
        """Draw the outlines of the places that are asked for."""
        self._shapes.set_outlines(outlines)

    def set_for_file(self, is_for_file: bool, *, is_bare: bool = False) -> None:
        """Draw for a file of any scale until told otherwise; bare, without the floor."""
        self.canvas.set_bare(is_bare)
        self._standing.setVisible(not is_for_file)
        for layer in self.layers:
            layer.set_for_file(is_for_file)

    def show_table(self, is_table: bool) -> None:
        """Show the layer's numbers as a table, or the picture."""
        self._body.setCurrentIndex(int(is_table))
        self._fill_table()
        self._place_notice()

    @property
    def is_table(self) -> bool:
        """Whether the numbers stand there as a table."""
        return self._body.currentIndex() == 1

    def place_of(self, mark: int) -> QPoint:
        """Where the n-th mark of the layer is, in this widget's pixels."""
        x_ft, y_ft = self.drawn.place_of(mark) or (0.0, 0.0)
        place: QPoint = self.canvas.mapTo(self, self.canvas.to_pixels(x_ft, y_ft))
        return place

    def _show_items(self) -> None:
        drawn = self.drawn
        for layer in self.layers:
            for item in layer.items:
                item.setVisible(layer is drawn)
        canvas = self.canvas
        canvas.set_view(canvas.orientation, is_flipped=canvas.is_flipped, is_full=drawn.is_full_court)
        self._foot.setCurrentWidget(drawn.foot or self._legend)
        self._stand_on(None)
        self._show_words()

    def _on_changed(self, layer: Layer) -> None:
        if layer is self.shots_layer and self._layer is layer:
            self._show_items()
        elif layer is self.drawn:
            if self.canvas.is_full != layer.is_full_court:
                self._show_items()
            else:
                self._stand_on(None)
                self._show_words()

    def _show_words(self) -> None:
        drawn = self.drawn
        self._legend.set_entries(drawn.legend())
        self._foot.setFixedHeight(self._legend.height() if drawn.foot is None else drawn.foot.sizeHint().height())
        self._notice.setText(drawn.notice)
        self._notice.setVisible(bool(drawn.notice) and not self.is_table)
        self._place_notice()
        self.canvas.setAccessibleDescription(drawn.summary())
        self._fill_table()

    def _fill_table(self) -> None:
        if self.is_table:
            told = self.drawn.table()
            is_number = told.is_number or (False,) * len(told.headers)
            self._table.show_rows(
                [
                    Row(tuple(Cell(words, is_number=number) for words, number in zip(row, is_number, strict=True)))
                    for row in told.rows
                ],
                told.headers,
            )
            self._notice.hide()

    # The pointer

    def _mark_at(self, x_ft: float, y_ft: float) -> int | None:
        return self.drawn.mark_at(x_ft, y_ft, REACH_PX * self.canvas.feet_a_pixel())

    def _on_pointed(self, x_ft: float, y_ft: float, place: QPoint) -> None:
        mark = self._mark_at(x_ft, y_ft)
        self.canvas.setCursor(Qt.CursorShape.ArrowCursor if mark is None else Qt.CursorShape.PointingHandCursor)
        if mark is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(self.canvas.mapToGlobal(place), self.drawn.words_of(mark), self.canvas)

    def _on_clicked(self, x_ft: float, y_ft: float, place: QPoint) -> None:
        mark = self._mark_at(x_ft, y_ft)
        if mark is not None:
            self._choose(mark)

    def _choose(self, mark: int) -> None:
        if 0 <= mark < self.drawn.count():
            self.drawn.choose(mark)

    # The keyboard

    def _on_key(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.drawn.press(event):
            event.accept()
        elif key in _DIRECTIONS and event.modifiers() in (_NONE, Qt.KeyboardModifier.KeypadModifier):
            self._walk(*_DIRECTIONS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._mark is not None:
            self._choose(self._mark)
        elif key == Qt.Key.Key_Escape:
            if not self.canvas.stop_drawing():
                self._stand_on(None)
                self.escaped.emit()
        else:
            event.ignore()

    def _walk(self, across: int, down: int) -> None:
        """Go to the nearest mark in a direction, as the eye would; from nowhere, to the first."""
        count = self.drawn.count()
        if not count:
            return
        if self._mark is None:
            self._stand_on(0)
            return
        places = np.array([self.drawn.place_of(mark) or (np.nan, np.nan) for mark in range(count)])
        turned = self.canvas.turned(places)
        gap = turned - turned[self._mark]
        ahead, beside = gap[:, 0] * across + gap[:, 1] * down, np.abs(gap[:, 0] * down + gap[:, 1] * across)
        is_ahead = ahead > 0.01
        # What lies more to the side than ahead belongs to another arrow, unless nothing else is left.
        in_cone = is_ahead & (beside <= ahead)
        chosen = in_cone if in_cone.any() else is_ahead
        if chosen.any():
            self._stand_on(int(np.argmin(np.where(chosen, ahead + 2 * beside, np.inf))))

    @property
    def standing(self) -> int | None:
        """The mark that the keyboard stands on."""
        return self._mark

    def stand_on(self, mark: int) -> None:
        """Let the keyboard stand on a mark, which a screen reader tells."""
        self._stand_on(mark)

    def _stand_on(self, mark: int | None) -> None:
        self._mark = mark
        place = None if mark is None else self.drawn.place_of(mark)
        places = np.array([] if place is None else [place]).reshape(-1, 2)
        self._standing.set_places(places[:, 0], places[:, 1])
        if mark is not None:
            words = self.drawn.words_of(mark)
            self.canvas.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.canvas, words.replace("\n", ", ")))
            if self.canvas.hasFocus() and place is not None:
                at = self.canvas.to_pixels(*place)
                QToolTip.showText(self.canvas.mapToGlobal(at + QPoint(12, 12)), words, self.canvas)

    # Keeping in step

    def _place_notice(self) -> None:
        self._notice.setMaximumWidth(max(self.canvas.width() - 48, 80))
        self._notice.adjustSize()
        place = self._notice.rect()
        place.moveCenter(self._body.geometry().center())
        self._notice.setGeometry(place)
        self._notice.raise_()

    @override
    def resizeEvent(self, event: object) -> None:
        self._show_words()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_legend"):
            tokens = tokens_of(self.palette())
            self.canvas.set_tokens(tokens)
            for item in (self._shapes, self._standing):
                item.set_tokens(tokens)
            for layer in self.layers:
                layer.set_tokens(tokens)
            self._show_words()
