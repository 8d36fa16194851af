"""The court: one of its layers drawn on the floor, which answers when it is pointed at, clicked or walked by keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QToolTip, QVBoxLayout, QWidget

from explorer.core.court import Court
from explorer.core.table import ShotTable
from explorer.models.rows_model import Cell, Row
from explorer.widgets.court.canvas import Canvas, Orientation
from explorer.widgets.court.court_head import CourtHead
from explorer.widgets.court.density_layer import DensityLayer
from explorer.widgets.court.distance_strip import DistanceStrip
from explorer.widgets.court.layer import Layer, Rows
from explorer.widgets.court.legend import Legend
from explorer.widgets.court.path_layer import PathLayer
from explorer.widgets.court.play_layer import PlayLayer
from explorer.widgets.court.shapes_item import Outline, ShapesItem
from explorer.widgets.court.shots_layer import ShotsLayer
from explorer.widgets.court.walker import Walker
from explorer.widgets.court.zones_layer import ZonesLayer
from explorer.widgets.rows_table import RowsTable
from explorer.widgets.tokens import tokens_of

REACH_PX = 9.0
"""How near the pointer must be to a mark, in pixels."""
_NOTICE_TOP_PX = 6


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
        self.zones_layer = ZonesLayer(tokens, self)
        self.density_layer = DensityLayer(court, tokens, self)
        self.path_layer = PathLayer(tokens, self)
        self.play_layer = PlayLayer(tokens, self)
        self.layers: tuple[Layer, ...] = (
            self.shots_layer,
            self.zones_layer,
            self.density_layer,
            self.path_layer,
            self.play_layer,
        )
        self._layer: Layer = self.shots_layer
        self._shapes = ShapesItem(tokens, 4.0)
        self.canvas.add(self._shapes)
        self._walker = Walker(self.canvas, lambda: self.drawn, tokens)
        self.head = CourtHead(self.layers)
        self._legend = Legend()
        self._rows = Rows()
        self._table = RowsTable("Numbers of the court", ())
        self._distances = RowsTable("Shots by distance, as a table", ())
        tables = QSplitter(Qt.Orientation.Vertical)
        tables.setHandleWidth(1)
        tables.setChildrenCollapsible(False)
        tables.addWidget(self._table)
        tables.addWidget(self._distances)
        self._body = QStackedWidget()
        self._body.addWidget(self.canvas)
        self._body.addWidget(tables)
        self.strip = DistanceStrip(court)
        self.strip.hide()
        self._is_strip_wanted = False
        self._notice = QLabel(self)
        self._notice.setObjectName("courtNotice")
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._notice.setWordWrap(True)
        self._notice.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        feet = [layer.foot for layer in self.layers if layer.foot is not None]
        for widget, stretch in ((self.head, 0), (self._body, 1), *((foot, 0) for foot in feet)):
            layout.addWidget(widget, stretch)
        layout.addWidget(self._legend)
        layout.addWidget(self.strip)
        self.setMinimumSize(220, 180)
        for layer in self.layers:
            for drawing in layer.items:
                self.canvas.add(drawing)
            layer.changed.connect(lambda layer=layer: self._on_changed(layer))
            layer.moved.connect(lambda layer=layer: self._on_moved(layer))
        self.head.layer_wanted.connect(self.show_layer)
        self.canvas.pointed.connect(self._on_pointed)
        self.canvas.clicked.connect(self._on_clicked)
        self.canvas.area_drawn.connect(self.area_drawn)
        self.canvas.key_pressed.connect(self._on_key)
        self._table.activated.connect(lambda index: self._choose(self._rows.mark_of(index.row())))
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
        return self.density_layer if self.is_crowded else self._layer

    @property
    def is_crowded(self) -> bool:
        """Whether single shots are wanted, and are too many for a point each."""
        return self._layer is self.shots_layer and self.shots_layer.is_too_many

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
        self.strip.set_court(court)

    def set_view(self, orientation: Orientation, *, is_flipped: bool) -> None:
        """Turn the court."""
        self.canvas.set_view(orientation, is_flipped=is_flipped, is_full=self.drawn.is_full_court)

    def set_chosen(self, possession: int | None) -> None:
        """Ring the shots of a possession, by its row in the tables."""
        self.shots_layer.set_chosen(possession)

    def set_shapes(self, outlines: Sequence[Outline]) -> None:
        """Draw the outlines of the places that are asked for."""
        self._shapes.set_outlines(outlines)

    @property
    def shapes(self) -> int:
        """How many places that are asked for are outlined."""
        return self._shapes.count

    def set_for_file(self, is_for_file: bool, *, is_bare: bool = False) -> None:
        """Draw for a file of any scale until told otherwise; bare, without the floor."""
        self.canvas.set_bare(is_bare)
        self._walker.ring.setVisible(not is_for_file)
        for layer in self.layers:
            layer.set_for_file(is_for_file)

    def show_strip(self, is_shown: bool) -> None:
        """Show the shots by distance below the court, or not."""
        self._is_strip_wanted = is_shown
        self.strip.setVisible(self.has_strip)
        self._fill_table()

    @property
    def has_strip(self) -> bool:
        """Whether the shots by distance are shown: not below what one possession's layers draw."""
        return self._is_strip_wanted and not self.drawn.is_of_one_possession

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
        for layer in self.layers:
            if layer.foot is not None:
                layer.foot.setVisible(layer is drawn)
        self.strip.setVisible(self.has_strip)
        canvas.is_drawing_allowed = not drawn.is_of_one_possession
        self._walker.stand_on(None)
        self._show_words()

    def _on_moved(self, layer: Layer) -> None:
        """The marks stand elsewhere: who stands on one goes along with it."""
        if layer is self.drawn:
            if self._walker.mark is not None:
                self._walker.stand_on(self._walker.mark)
            self._show_legend()
            self._fill_table()

    def _on_changed(self, layer: Layer) -> None:
        if layer is self.shots_layer and self._layer is layer:
            self._show_items()
        elif layer is self.drawn:
            if self.canvas.is_full != layer.is_full_court:
                self._show_items()
            else:
                self._walker.stand_on(None)
                self._show_words()

    def _show_words(self) -> None:
        drawn = self.drawn
        self._show_legend()
        self._notice.setText(drawn.notice)
        self._notice.setVisible(bool(drawn.notice) and not self.is_table)
        self._place_notice()
        self.canvas.setAccessibleDescription(drawn.summary())
        self._fill_table()

    def _show_legend(self) -> None:
        entries = self.drawn.legend()
        if entries != self._legend.entries:
            self._legend.set_entries(entries)
            self._legend.setVisible(bool(entries))

    def _fill_table(self) -> None:
        if self.is_table:
            self._rows = self.drawn.table()
            _show_rows(self._table, self._rows)
            self._distances.setVisible(self.has_strip)
            if self.has_strip:
                _show_rows(self._distances, self.strip.table())
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

    def _choose(self, mark: int | None) -> None:
        if mark is not None and 0 <= mark < self.drawn.count():
            self.drawn.choose(mark)

    # The keyboard

    def _on_key(self, event: QKeyEvent) -> None:
        if self.drawn.press(event) or self._walker.press(event):
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            if not self.canvas.stop_drawing():
                self._walker.stand_on(None)
                self.escaped.emit()
        else:
            event.ignore()

    @property
    def standing(self) -> int | None:
        """The mark that the keyboard stands on."""
        return self._walker.mark

    def stand_on(self, mark: int) -> None:
        """Let the keyboard stand on a mark, which a screen reader tells."""
        self._walker.stand_on(mark)

    # Keeping in step

    def _place_notice(self) -> None:
        self._notice.setMaximumWidth(max(self.canvas.width() - 48, 80))
        # A label keeps the size that it wanted when it might not be so wide.
        self._notice.setWordWrap(False)
        self._notice.setWordWrap(True)
        self._notice.adjustSize()
        place = self._notice.rect()
        place.moveCenter(self._body.geometry().center())
        if self.drawn.count():
            # Words about what is drawn do not stand in front of it.
            place.moveTop(self._body.geometry().top() + _NOTICE_TOP_PX)
        self._notice.setGeometry(place)
        self._notice.raise_()

    @override
    def resizeEvent(self, event: object) -> None:
        self._place_notice()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_legend"):
            tokens = tokens_of(self.palette())
            self.canvas.set_tokens(tokens)
            self._shapes.set_tokens(tokens)
            self._walker.ring.set_tokens(tokens)
            for layer in self.layers:
                layer.set_tokens(tokens)
            self._show_words()


def _show_rows(table: RowsTable, told: Rows) -> None:
    """Show the rows of a layer as those of a table."""
    is_number = told.is_number or (False,) * len(told.headers)
    table.show_rows(
        [
            Row(tuple(Cell(words, is_number=number) for words, number in zip(row, is_number, strict=True)))
            for row in told.rows
        ],
        told.headers,
    )
