"""Shots that are too many for a point each: a fine grid over the court, a cell the stronger the more shots it has."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from explorer.core.table import ShotTable
from explorer.widgets.tokens import Tokens

CELL_FT = 0.5
_WIDTH_FT, _LENGTH_FT = 56.0, 94.0
"""What the grid covers; beyond it no shot is told of."""
_COLUMNS, _ROWS = round(_WIDTH_FT / CELL_FT), round(_LENGTH_FT / CELL_FT)
_FULL = 0.995
"""The share of the cells with a shot that are not yet at full strength: the ring itself outshines all others."""
_FAINTEST = 28.0


def counts_of(shots: ShotTable) -> NDArray[np.int64]:
    """How many shots each cell has; shape (rows from the baseline, columns from the left)."""
    columns = np.floor((shots.x_ft + np.float32(_WIDTH_FT / 2)) * np.float32(1 / CELL_FT)).astype(np.int32)
    rows = np.floor(shots.y_ft * np.float32(1 / CELL_FT)).astype(np.int32)
    # A shot from outside the lines stands in the outermost cell.
    cells = np.clip(rows, 0, _ROWS - 1) * np.int32(_COLUMNS) + np.clip(columns, 0, _COLUMNS - 1)
    return np.bincount(cells, minlength=_ROWS * _COLUMNS).reshape(_ROWS, _COLUMNS)


def strengths(counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """How opaque each cell is, 0 to 255: by the root of its shots, so that the lone ones are seen too."""
    some = counts[counts > 0]
    if not len(some):
        return np.zeros(counts.shape, np.uint8)
    share = np.sqrt(np.minimum(counts / max(float(np.quantile(some, _FULL)), 1.0), 1.0))
    return np.where(counts > 0, np.rint(_FAINTEST + (255.0 - _FAINTEST) * share), 0).astype(np.uint8)


class CrowdLayer:
    """One image below the points; nothing is drawn until there are shots."""

    def __init__(self, view: pg.ViewBox) -> None:
        """Add the image to a view."""
        self._image = pg.ImageItem(axisOrder="row-major")
        self._image.setZValue(-0.5)
        view.addItem(self._image)

    def show_shots(self, shots: ShotTable | None, tokens: Tokens) -> None:
        """Draw shots, all of which have a place; None takes the image away."""
        self._image.setVisible(shots is not None)
        if shots is None:
            self._image.clear()
            return
        colour = QColor(tokens.accent)
        pixels = np.empty((_ROWS, _COLUMNS, 4), np.uint8)
        pixels[..., :3] = (colour.red(), colour.green(), colour.blue())
        pixels[..., 3] = strengths(counts_of(shots))
        self._image.setImage(pixels, autoLevels=False, levels=None)
        self._image.setRect(QRectF(-_WIDTH_FT / 2, 0, _WIDTH_FT, _LENGTH_FT))
