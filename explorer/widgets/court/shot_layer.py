"""The shots as points: made and missed apart by shape and colour, the chosen possession's ringed.

More than can be told apart as points are drawn as a crowd.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QBrush, QColor, QPen

from explorer.core.table import ShotTable
from explorer.core.vocabulary import Mark
from explorer.widgets.court.crowd_layer import CrowdLayer
from explorer.widgets.marks import mark_path
from explorer.widgets.tokens import Tokens

MADE_PX, MISSED_PX, RING_PX = 10, 9, 19
OTHER_PX = 5
_FILL_ALPHA, _PALE_ALPHA = 205, 110
_CROWD = 1500
"""Above so many shots the points are drawn smaller, so that they stay apart."""
_CROWD_SCALE = 0.72
MOST_POINTS = 4000
"""More shots than this are drawn as a crowd: their points would cover each other and the court."""


def _placed(shots: ShotTable) -> ShotTable:
    """The shots that have a place."""
    has_place = ~(np.isnan(shots.x_ft) | np.isnan(shots.y_ft))
    return shots if has_place.all() else shots.take(has_place)


class ShotLayer:
    """A few scatter items with shared brushes, and the way from a place back to the shot."""

    def __init__(self, view: pg.ViewBox, tokens: Tokens) -> None:
        """Add the items to a view."""
        self._view = view
        self._missed = pg.ScatterPlotItem(pxMode=True)
        self._made = pg.ScatterPlotItem(pxMode=True)
        self._unknown = pg.ScatterPlotItem(pxMode=True)
        self._rings = pg.ScatterPlotItem(pxMode=True)
        self._others = pg.ScatterPlotItem(pxMode=True)
        self._other_shots = ShotTable.empty()
        for height, item in enumerate((self._others, self._unknown, self._missed, self._made, self._rings)):
            item.setZValue(height)
            view.addItem(item)
        self._crowd = CrowdLayer(view)
        self._shots = ShotTable.empty()
        self._chosen: int | None = None
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        """Draw in other colours."""
        self._tokens = tokens
        self._draw()

    def set_shots(self, shots: ShotTable, others: ShotTable | None = None) -> None:
        """Show these shots, and `others` pale behind them; those without a place are left out."""
        self._shots = _placed(shots)
        self._other_shots = ShotTable.empty() if others is None else _placed(others)
        self._draw()

    def set_chosen(self, possession: int | None) -> None:
        """Ring the shots of a possession, by its row in the tables."""
        self._chosen = possession
        self._ring()

    @property
    def shots(self) -> ShotTable:
        """The shots that are drawn."""
        return self._shots

    @property
    def others(self) -> ShotTable:
        """The shots that are drawn pale behind the others."""
        return self._other_shots

    @property
    def is_crowd(self) -> bool:
        """Whether the shots are too many for a point each."""
        return len(self._shots) > MOST_POINTS

    def nearest(self, x_ft: float, y_ft: float, reach_ft: float) -> int | None:
        """The number of the drawn shot nearest to a place within reach; None where there is none."""
        if not len(self._shots):
            return None
        away = np.hypot(self._shots.x_ft - x_ft, self._shots.y_ft - y_ft)
        best = int(np.argmin(away))
        return best if away[best] <= reach_ft else None

    def _draw(self) -> None:
        tokens = self._tokens
        shots = ShotTable.empty() if self.is_crowd else self._shots
        self._crowd.show_shots(self._shots if self.is_crowd else None, tokens)
        scale = _CROWD_SCALE if len(shots) > _CROWD else 1.0
        made, miss = tokens.mark(Mark.MAKE), tokens.mark(Mark.MISS)
        fill = QColor(made)
        fill.setAlpha(_FILL_ALPHA)
        edge = pg.mkPen(tokens.floor, width=1)
        self._put(self._made, shots, 1, Mark.MAKE, edge, QBrush(fill), MADE_PX * scale)
        self._put(self._missed, shots, 0, Mark.MISS, pg.mkPen(miss, width=1.8), None, MISSED_PX * scale)
        plain = QBrush(QColor(tokens.pale))
        pale = QColor(tokens.pale)
        pale.setAlpha(_PALE_ALPHA)
        others = self._other_shots
        if len(others) and len(others) <= MOST_POINTS:
            self._others.setData(x=others.x_ft, y=others.y_ft, symbol="o", pen=None, brush=QBrush(pale), size=OTHER_PX)
        else:
            self._others.clear()
        self._put(self._unknown, shots, -1, Mark.NEUTRAL, edge, plain, MADE_PX * scale)
        self._ring()

    def _put(
        self,
        item: pg.ScatterPlotItem,
        shots: ShotTable,
        made: int,
        mark: Mark,
        pen: QPen,
        brush: QBrush | None,
        size: float,
    ) -> None:
        mask = shots.made == made
        if not mask.any():
            item.clear()
            return
        item.setData(x=shots.x_ft[mask], y=shots.y_ft[mask], symbol=mark_path(mark), pen=pen, brush=brush, size=size)

    def _ring(self) -> None:
        mask = self._shots.possession == (-1 if self._chosen is None else self._chosen)
        if not mask.any():
            self._rings.clear()
            return
        pen = pg.mkPen(self._tokens.accent, width=2.2)
        self._rings.setData(
            x=self._shots.x_ft[mask], y=self._shots.y_ft[mask], symbol="o", pen=pen, brush=None, size=RING_PX
        )
