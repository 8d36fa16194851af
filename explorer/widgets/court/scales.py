"""Scales of colour for rates on the court: a few steps each, so that what is drawn shares its brushes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from explorer.core.shot_counts import Floats
from explorer.widgets.tokens import Tokens, mixed

_STEPS = 11
_HASTE = 0.85
_EDGE = 0.5
"""How much of the colour of text is in the edge of a colour that does not stand out from the floor by itself."""
FARTHEST_GAP = 0.30
"""Differences in points per shot from here on have the full colour."""
LOWEST, HIGHEST = 0.7, 1.3
"""Points per shot at the ends of the scale without a baseline."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Colours in even steps from one value to another; what lies beyond has the last one.

    `edges`: what is drawn around each; none where the colours stand out from the floor by themselves.
    """

    lowest: float
    highest: float
    colours: tuple[QColor, ...]
    edges: tuple[QColor, ...] = ()

    def steps(self, values: Floats) -> NDArray[np.intp]:
        """The number of the colour of each value; -1 where it is unknown."""
        last = len(self.colours) - 1
        place = (np.nan_to_num(values) - self.lowest) / (self.highest - self.lowest)
        return np.where(np.isnan(values), -1, np.clip(np.rint(place * last), 0, last)).astype(np.intp)

    def colour(self, value: float) -> QColor:
        """The colour of a known value."""
        return self.colours[int(self.steps(np.array([value]))[0])]


def scale_of_gaps(tokens: Tokens) -> Scale:
    """For differences from a baseline: under it, even, over it; what is even is as quiet as the floor."""
    under, even, over, text = (QColor(name) for name in (tokens.under, tokens.even, tokens.over, tokens.text))
    half = _STEPS // 2
    # The first steps from the middle already take a good part of the hue: small differences are seen.
    shares = [(step / half) ** _HASTE for step in range(1, half + 1)]
    below, above = ([mixed(even, end, share) for share in shares] for end in (under, over))
    colours = (*reversed(below), even, *above)
    return Scale(-FARTHEST_GAP, FARTHEST_GAP, colours, tuple(mixed(colour, text, _EDGE) for colour in colours))


def scale_of_rates(tokens: Tokens) -> Scale:
    """For points per shot where there is no baseline."""
    low, high = QColor(tokens.low), QColor(tokens.high)
    return Scale(LOWEST, HIGHEST, tuple(mixed(low, high, step / (_STEPS - 1)) for step in range(_STEPS)))
