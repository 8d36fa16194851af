"""The icons of all systems out of the one SVG: PNGs for Linux, an .ico for Windows, an .icns for macOS."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from pathlib import Path

from freezing.product import ROOT, BuildError

SOURCE = ROOT / "resources" / "icons" / "application.svg"
LINUX_SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
MACOS_KINDS = {
    b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512,
    b"ic10": 1024, b"ic11": 32, b"ic12": 64, b"ic13": 256, b"ic14": 512,
}  # fmt: skip
"""Apple's four letters for each size in pixels; the last four are for screens with two pixels a point."""
MACOS_MARGIN = 0.1
"""Apple's icons leave this much of their width free on each side."""

_PNG = b"\x89PNG\r\n\x1a\n"


def draw(size: int, margin: float = 0.0) -> bytes:
    """The icon as a PNG of so many pixels each way, `margin` of that left free on each side. Needs PySide6."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, QRectF
    from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPixmap
    from PySide6.QtSvg import QSvgRenderer

    app = QGuiApplication.instance() or QGuiApplication(["icons"])
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    free = size * margin
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(free, free, size - 2 * free, size - 2 * free))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QPixmap.fromImage(image).save(buffer, "PNG")
    body = bytes(buffer.data().data())
    del app
    if not body.startswith(_PNG):
        raise BuildError(f"The icon could not be drawn at {size} pixels; see that {SOURCE.name} is whole.")
    return body


def ico(pictures: Mapping[int, bytes]) -> bytes:
    """An icon file for Windows of PNGs by their size, at most 256 pixels.

    Six bytes of head, 16 for each picture, then the pictures; a size of 256 is written as 0
    (https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)).
    """
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    rows, bodies = b"", b""
    for size, body in sorted(pictures.items()):
        rows += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(body), at + len(bodies))
        bodies += body
    return head + rows + bodies


def icns(pictures: Mapping[bytes, bytes]) -> bytes:
    """An icon file for macOS of PNGs by Apple's four letters: `icns`, the whole length, then each with its own."""
    parts = b"".join(kind + struct.pack(">I", len(body) + 8) + body for kind, body in pictures.items())
    return b"icns" + struct.pack(">I", len(parts) + 8) + parts


def draw_all(folder: Path) -> None:
    """Draw the icons of all systems into a folder: application-SIZE.png, application.ico, application.icns."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in LINUX_SIZES:
        (folder / f"application-{size}.png").write_bytes(draw(size))
    (folder / "application.ico").write_bytes(ico({size: draw(size) for size in WINDOWS_SIZES}))
    sharp = {kind: draw(size, MACOS_MARGIN) for kind, size in MACOS_KINDS.items()}
    (folder / "application.icns").write_bytes(icns(sharp))
