"""Finding things in pixels, as somebody who looks does: where a line runs, a ring stands, a row has changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from freezing.screens import Pixels

_ROW_SHARE = 0.6
"""How much of a row of pixels changes where a filled bar comes or goes; the words in it stay."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of pixels; `right` and `bottom` are the first outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def centre(self) -> tuple[int, int]:
        """Its middle, across and down."""
        return ((self.left + self.right) // 2, (self.top + self.bottom) // 2)

    @property
    def size(self) -> tuple[int, int]:
        """Its width and height."""
        return (self.right - self.left, self.bottom - self.top)

    def of(self, pixels: Pixels) -> Pixels:
        """What stands in it."""
        return pixels[self.top : self.bottom, self.left : self.right]


def rgb(colour: str) -> tuple[int, int, int]:
    """A colour written as #rrggbb."""
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def bars(pixels: Pixels, colour: str, within: Box, least: int = 20, most: int = 150) -> list[Box]:
    """Level lines of a colour, two pixels high and so wide, from the top down: those below a chosen tab."""
    mask = _is(within.of(pixels), colour)
    both = mask[:-1] & mask[1:]
    found: list[Box] = []
    for y in np.flatnonzero(both.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], both[y].astype(np.int8), [0]))))
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            if least <= right - left <= most:
                x, top = within.left + int(left), within.top + int(y)
                found.append(Box(x, top, within.left + int(right), top + 2))
    return found


def around(pixels: Pixels, colour: str, within: Box) -> Box | None:
    """The smallest box around everything of a colour; None where there is nothing of it."""
    mask = _is(within.of(pixels), colour)
    if not mask.any():
        return None
    ys, xs = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return Box(
        within.left + int(xs[0]), within.top + int(ys[0]), within.left + int(xs[-1]) + 1, within.top + int(ys[-1]) + 1
    )


def changed_band(before: Pixels, after: Pixels, within: Box) -> Box | None:
    """The band over the whole width in which most pixels have changed; None where there is none."""
    differ = (within.of(before) != within.of(after)).any(axis=2)
    rows = np.flatnonzero(differ.mean(axis=1) >= _ROW_SHARE)
    if not len(rows):
        return None
    return Box(within.left, within.top + int(rows[0]), within.right, within.top + int(rows[-1]) + 1)


def _is(pixels: Pixels, colour: str) -> NDArray[np.bool_]:
    return np.all(pixels == np.array(rgb(colour), np.uint8), axis=2)
