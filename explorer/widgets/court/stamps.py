"""Many copies of one small picture in one call: ten thousand marks cost what one loop over them would not."""

from __future__ import annotations

import math

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QTransform

_FIELDS = 10
"""The numbers of a `QPainter.PixmapFragment`: x, y, source left, top, width, height, scale x, y, rotation, opacity."""


class Stamps:
    """A small picture and the places in feet where it is drawn."""

    def __init__(self, picture: QPixmap, x_ft: NDArray[np.float32], y_ft: NDArray[np.float32]) -> None:
        """Remember both; `x_ft`, `y_ft` of shape (n,)."""
        self._picture = picture
        self._places = np.stack((x_ft, y_ft)).astype(np.float64)
        ratio = picture.devicePixelRatio()
        self._fragments = np.empty((len(x_ft), _FIELDS), np.float64)
        self._fragments[:, 2:] = (0, 0, picture.width(), picture.height(), 1 / ratio, 1 / ratio, 0.0, 1.0)

    def paint(self, painter: QPainter, to: QTransform) -> None:
        """Draw all of them with a painter in pixels, where `to` turns feet into pixels."""
        if not len(self._fragments):
            return
        x, y = self._places
        self._fragments[:, 0] = to.m11() * x + to.m21() * y + to.m31()
        self._fragments[:, 1] = to.m12() * x + to.m22() * y + to.m32()
        # The painter takes a row of fragments that lie one after the other: just what the array is.
        first = shiboken6.wrapInstance(self._fragments.ctypes.data, QPainter.PixmapFragment)
        assert isinstance(first, QPainter.PixmapFragment)
        painter.drawPixmapFragments(first, len(self._fragments), self._picture)


def blank(size_px: float, ratio: float) -> QImage:
    """An empty square for a picture of so many pixels of the screen, each of `ratio` pixels of the device."""
    side = math.ceil(size_px * ratio)
    # An odd side has a pixel in its middle, which is the mark's place.
    side += 1 - side % 2
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image
