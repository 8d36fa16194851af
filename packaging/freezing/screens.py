"""A screen that nobody sits at: Xvfb, and what is on it as pixels, read from its memory without another program."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from freezing.product import BuildError

type Pixels = NDArray[np.uint8]
"""Rows of columns of red, green and blue, each 0 to 255."""

WIDTH, HEIGHT = 1440, 900
_HEADER = struct.Struct(">25I")
"""The head of a window dump, X11/XWDFile.h: 25 numbers, the highest byte first."""
_COLOUR_BYTES = 12
_PROGRAMS = ("Xvfb", "xdotool")
_ENDS_WITHIN_S = 20


@dataclass(frozen=True, slots=True)
class Screen:
    """A running screen: its name for DISPLAY, and the file that holds its pixels."""

    name: str
    buffer: Path

    def pixels(self) -> Pixels:
        """What is on it now, the mouse pointer too."""
        return read_dump(self.buffer.read_bytes())


@contextmanager
def virtual_screen() -> Iterator[Screen]:
    """A screen of Xvfb while the block runs, with no window manager on it; raises BuildError where there is none."""
    reader, writer = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
        # Without the last, the screen is made anew whenever nobody is connected, and refuses whoever comes meanwhile.
        command += ["-nolisten", "tcp", "-fbdir", folder, "-noreset"]
        process = subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL)
        os.close(writer)
        try:
            with os.fdopen(reader) as stream:
                number = stream.readline().strip()
            if not number:
                raise BuildError("Xvfb did not start; see what it says when it is started by hand.")
            yield Screen(f":{number}", Path(folder) / "Xvfb_screen0")
        finally:
            process.terminate()
            process.wait(timeout=_ENDS_WITHIN_S)


def missing() -> list[str]:
    """What a screen that is typed and clicked on needs of this system and is not there."""
    return [name for name in _PROGRAMS if shutil.which(name) is None]


def read_dump(content: bytes) -> Pixels:
    """The pixels of a window dump (XWD) of 32 bits a pixel, the lowest byte first; BuildError for any other."""
    size, _, _, _, width, height, *rest = _HEADER.unpack_from(content)
    lowest_first, bits, row_bytes, colours = not rest[1], rest[5], rest[6], rest[13]
    if bits != 32 or not lowest_first:
        raise BuildError(f"The screen keeps {bits} bits a pixel, which the walk cannot read; start Xvfb with depth 24.")
    start = size + colours * _COLOUR_BYTES
    rows = np.frombuffer(content, np.uint8, row_bytes * height, start).reshape(height, row_bytes)
    return rows[:, : width * 4].reshape(height, width, 4)[:, :, 2::-1].copy()


def write_png(pixels: Pixels, path: Path) -> None:
    """Write pixels to a PNG file; needs PySide6."""
    from PySide6.QtGui import QImage

    height, width, _ = pixels.shape
    image = QImage(np.ascontiguousarray(pixels).data, width, height, width * 3, QImage.Format.Format_RGB888)
    if not image.save(str(path)):
        raise BuildError(f"{path} cannot be written; see whether its folder is there and has room.")


def size_of(path: Path) -> tuple[int, int, int]:
    """Width and height of a picture's file in pixels, and how many colours one pixel in 49 shows; needs PySide6."""
    from PySide6.QtGui import QImage

    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    if image.isNull():
        return (0, 0, 0)
    held: Any = image.constBits()
    rows = np.frombuffer(held, np.uint8).reshape(image.height(), image.bytesPerLine())
    return (image.width(), image.height(), colours(rows[:, : image.width() * 3].reshape(image.height(), -1, 3)))


def colours(pixels: Pixels) -> int:
    """How many colours one pixel in 49 shows: few where nothing is drawn."""
    return len(np.unique(pixels[::7, ::7].reshape(-1, 3), axis=0))
