"""A picture of the court as a file: PNG of any scale, SVG and PDF without a raster picture, or on the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from explorer.core.errors import FileError, UsageError
from explorer.services.preferences import write_whole
from explorer.widgets.court.court_picture import CourtPicture

SUFFIXES = (".png", ".svg", ".pdf")
LEAST_SCALE, MOST_SCALE = 0.5, 8.0
DOTS_AN_INCH = 96
"""A pixel of the screen is so much of an inch in a vector file."""
_POINTS_A_PIXEL = 72 / DOTS_AN_INCH
MOST_PIXELS = 100_000_000
TITLE = "Possession Explorer"


def write_picture(picture: CourtPicture, to: Path, scale: float = 1.0) -> None:
    """Write a picture by the suffix of its file; `scale` is that of a PNG.

    Raises UsageError for another suffix or scale, FileError where it cannot be drawn or written.
    """
    least = picture.least
    if picture.size.width() < least.width() or picture.size.height() < least.height():
        raise UsageError(
            f"a picture of {picture.size.width()}x{picture.size.height()} has no room for its words: it needs "
            f"{max(least.width(), picture.size.width())}x{least.height()}, or the court alone"
        )
    suffix = to.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"the suffix of {to.name} is none of {', '.join(SUFFIXES)}")
    if not LEAST_SCALE <= scale <= MOST_SCALE:
        raise UsageError(f"the scale is from {LEAST_SCALE:g} to {MOST_SCALE:g}")
    body = {".png": lambda: as_png(picture, scale), ".svg": lambda: as_svg(picture), ".pdf": lambda: as_pdf(picture)}
    found = body[suffix]()
    if not found:
        raise FileError(f"{to}: the picture could not be drawn.")
    write_whole(to, found)


def as_image(picture: CourtPicture, scale: float = 1.0) -> QImage:
    """The picture in pixels; its ground is transparent where the picture paints none.

    Raises UsageError for more pixels than MOST_PIXELS.
    """
    width, height = round(picture.size.width() * scale), round(picture.size.height() * scale)
    if width * height > MOST_PIXELS:
        raise UsageError(f"a picture of {width:,} x {height:,} pixels is too large: choose a smaller scale")
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    picture.paint(painter)
    painter.end()
    return image


def as_png(picture: CourtPicture, scale: float = 1.0) -> bytes:
    """The bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(as_image(picture, scale))
    return bytes(buffer.data().data())


def as_svg(picture: CourtPicture) -> bytes:
    """The bytes of an SVG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(DOTS_AN_INCH)
    generator.setSize(picture.size)
    generator.setViewBox(QRect(QPoint(0, 0), picture.size))
    generator.setTitle(TITLE)
    painter = QPainter(generator)
    picture.paint(painter)
    painter.end()
    return bytes(buffer.data().data())


def as_pdf(picture: CourtPicture) -> bytes:
    """The bytes of a PDF of one page, as large as the picture."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_AN_INCH)
    writer.setTitle(TITLE)
    size = QSizeF(picture.size) * _POINTS_A_PIXEL
    page = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    picture.paint(painter)
    painter.end()
    return bytes(data.data())
