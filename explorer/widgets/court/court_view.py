"""The court with its shots: a picture that answers when it is pointed at."""

from __future__ import annotations

from collections.abc import Callable
from typing import override

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from explorer.core import text
from explorer.core.court import Court
from explorer.core.table import ShotTable
from explorer.core.vocabulary import Mark
from explorer.widgets.court.court_item import CourtItem
from explorer.widgets.court.shot_layer import ShotLayer
from explorer.widgets.marks import paint_mark
from explorer.widgets.tokens import tokens_of

REACH_PX = 9.0
"""How near the pointer must be to a shot, in pixels."""
_MARGIN_FT = 1.0


class _Plot(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no annotations
    """The scene's view: the court fills it, equal axes, nothing to drag."""

    pointed = Signal(QPoint)
    clicked = Signal(QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, background=None)
        self.setMouseTracking(True)
        self.box = pg.ViewBox(lockAspect=True, enableMouse=False, enableMenu=False)
        self.box.setDefaultPadding(0.0)
        self.setCentralItem(self.box)

    @override
    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        self.pointed.emit(ev.position().toPoint())
        super().mouseMoveEvent(ev)

    @override
    def mousePressEvent(self, ev: QMouseEvent) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(ev.position().toPoint())
        super().mousePressEvent(ev)

    @override
    def leaveEvent(self, ev: QEvent) -> None:
        QToolTip.hideText()
        super().leaveEvent(ev)

    def show_court(self, court: Court) -> None:
        """Fit the half court into the view."""
        width, length = court.width_ft / 2 + _MARGIN_FT, court.half_length_ft
        self.box.setRange(xRange=(-width, width), yRange=(-_MARGIN_FT, length + _MARGIN_FT), padding=0)


class _Legend(QWidget):
    """The shapes and how many shots each stands for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: list[tuple[Mark, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_entries(self, entries: list[tuple[Mark, str]]) -> None:
        self._entries = entries
        self.setAccessibleName(", ".join(words for _, words in entries) or "No shots")
        self._fit()
        self.update()

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        tokens = tokens_of(self.palette())
        metrics = self.fontMetrics()
        for (x, line), (mark, words) in zip(self._flow(), self._entries, strict=True):
            middle = 5 + (line + 0.5) * metrics.height()
            paint_mark(painter, mark, QPointF(x + 5, middle), tokens.mark(mark))
            painter.setPen(QColor(tokens.muted))
            painter.drawText(QPointF(x + 14, middle + metrics.ascent() / 2 - 1.5), words)

    def _flow(self) -> list[tuple[int, int]]:
        """Where each entry stands (pixels from the left, line): what does not fit goes to the next line."""
        places: list[tuple[int, int]] = []
        x, line = 10, 0
        for _, words in self._entries:
            width = 14 + self.fontMetrics().horizontalAdvance(words)
            if places and x + width > self.width():
                x, line = 10, line + 1
            places.append((x, line))
            x += width + 16
        return places

    def _fit(self) -> None:
        lines = max((line for _, line in self._flow()), default=0) + 1
        self.setFixedHeight(lines * self.fontMetrics().height() + 10)

    @override
    def resizeEvent(self, event: object) -> None:
        self._fit()


class CourtView(QWidget):
    """Shows shots on the court of a league; says which possession's shot was clicked."""

    possession_chosen = Signal(object)
    """The table's row number of the possession whose shot was clicked."""

    def __init__(self, court: Court, parent: QWidget | None = None) -> None:
        """Start with an empty court."""
        super().__init__(parent)
        self.setObjectName("court")
        self.setAccessibleName("Court")
        self._court = court
        self._describe: Callable[[int], str] = lambda shot: ""
        self._plot = _Plot(self)
        self._plot.setAccessibleName("Shots on the court")
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tokens = tokens_of(self.palette())
        self._plot.setBackground(tokens.window)
        self._item = CourtItem(court, tokens)
        self._plot.box.addItem(self._item)
        self._layer = ShotLayer(self._plot.box, tokens)
        self._legend = _Legend(self)
        self._notice = QLabel(self)
        self._notice.setObjectName("courtNotice")
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._notice.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._plot, 1)
        layout.addWidget(self._legend)
        self.setMinimumSize(220, 220)
        self._plot.pointed.connect(self._on_pointed)
        self._plot.clicked.connect(self._on_clicked)
        self._plot.show_court(court)

    @property
    def court(self) -> Court:
        """The court that is drawn."""
        return self._court

    @property
    def shots(self) -> ShotTable:
        """The shots that are drawn, those with a place."""
        return self._layer.shots

    @property
    def others(self) -> ShotTable:
        """The shots that are drawn pale behind them."""
        return self._layer.others

    @property
    def notice(self) -> str:
        """The words over the court, empty where there are none."""
        return self._notice.text() if not self._notice.isHidden() else ""

    def set_court(self, court: Court) -> None:
        """Draw another league's court."""
        self._court = court
        self._item.set_court(court, tokens_of(self.palette()))
        self._plot.show_court(court)

    def set_shots(
        self,
        shots: ShotTable,
        describe: Callable[[int], str],
        notice: str = "",
        others: ShotTable | None = None,
    ) -> None:
        """Show shots, and `others` pale behind them: those of the same possessions that are not asked for.

        `describe` words the n-th shot with a place; `notice` stands over the court.
        """
        self._describe = describe
        self._layer.set_shots(shots, others)
        self._notice.setText(notice)
        self._notice.setVisible(bool(notice))
        self._place_notice()
        self._legend.set_entries(self._entries(shots))
        drawn = text.count(len(self._layer.shots), "shot")
        self._plot.setAccessibleDescription(f"{drawn} on the court of {self._court.title}")

    def set_chosen(self, possession: int | None) -> None:
        """Ring the shots of a possession, by its row in the tables."""
        self._layer.set_chosen(possession)

    def place_of(self, shot: int) -> QPoint:
        """Where the n-th drawn shot is, in this widget's pixels."""
        shots = self._layer.shots
        scene = self._plot.box.mapViewToScene(QPointF(float(shots.x_ft[shot]), float(shots.y_ft[shot])))
        place: QPoint = self._plot.mapTo(self, self._plot.mapFromScene(scene))
        return place

    def _entries(self, shots: ShotTable) -> list[tuple[Mark, str]]:
        drawn = self._layer.shots
        made, missed = int((drawn.made == 1).sum()), int((drawn.made == 0).sum())
        if not len(shots):
            return []
        entries = [(Mark.MAKE, f"{made:,} made"), (Mark.MISS, f"{missed:,} missed")]
        if self._layer.is_crowd:
            share = text.share(made / max(made + missed, 1), 1)
            entries = [(Mark.NEUTRAL, f"{len(drawn):,} shots, {share} made")]
        beyond = int((drawn.y_ft > self._court.half_length_ft).sum())
        words = [
            *([f"{len(self._layer.others):,} others of these possessions"] if len(self._layer.others) else []),
            *(["the stronger a spot, the more shots"] if self._layer.is_crowd else []),
            *([f"{len(shots) - len(drawn):,} without a place"] if len(shots) > len(drawn) else []),
            *([f"{beyond:,} beyond half court"] if beyond else []),
        ]
        return [*entries, *((Mark.NEUTRAL, phrase) for phrase in words)]

    def _shot_at(self, place: QPoint) -> int | None:
        box = self._plot.box
        point = box.mapSceneToView(self._plot.mapToScene(place))
        width, height = box.viewPixelSize()
        return self._layer.nearest(point.x(), point.y(), REACH_PX * max(width, height))

    def _on_pointed(self, place: QPoint) -> None:
        shot = self._shot_at(place)
        self._plot.setCursor(Qt.CursorShape.ArrowCursor if shot is None else Qt.CursorShape.PointingHandCursor)
        if shot is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(self._plot.mapToGlobal(place), self._describe(shot), self._plot)

    def _on_clicked(self, place: QPoint) -> None:
        shot = self._shot_at(place)
        if shot is not None:
            self.possession_chosen.emit(int(self._layer.shots.possession[shot]))

    def _place_notice(self) -> None:
        self._notice.setMaximumWidth(max(self._plot.width() - 48, 80))
        self._notice.adjustSize()
        place = self._notice.rect()
        place.moveCenter(self._plot.geometry().center())
        self._notice.setGeometry(place)
        self._notice.raise_()

    @override
    def resizeEvent(self, event: object) -> None:
        self._plot.show_court(self._court)
        self._place_notice()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_layer"):
            tokens = tokens_of(self.palette())
            self._plot.setBackground(tokens.window)
            self._item.set_court(self._court, tokens)
            self._layer.set_tokens(tokens)
