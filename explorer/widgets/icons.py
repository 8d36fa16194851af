"""Line icons of one weight, tinted to the text's colour."""

from __future__ import annotations

import math

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIZES_PX = (16, 18, 20, 24)
"""The sizes that menus, buttons and tool bars have."""


def tinted(drawing: bytes, palette: QPalette) -> QIcon:
    """An icon from an SVG drawn in black: in the palette's text colour, pale where it is disabled.

    It is drawn for the pixels of every screen there is, so that none is shown larger or smaller than it was drawn.
    """
    icon = QIcon()
    ratios = {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        colour = palette.color(group, QPalette.ColorRole.ButtonText)
        renderer = QSvgRenderer(QByteArray(drawing.replace(b"#000000", colour.name().encode())))
        for size in sorted({math.floor(size * ratio + 0.5) for size in SIZES_PX for ratio in ratios}):
            icon.addPixmap(_drawn(renderer, size), mode)
    return icon


def _drawn(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
