"""Every colour of the program, light and dark, in one table; widgets and the theme read it.

The hues of marks and teams start from Okabe and Ito's palette, darkened for light and lightened for dark grounds
so that each reaches 3:1 against what it stands on. Those that stand together are then moved until the nearest two lie
15 dE apart, also for those who see two hues alone: `tests/colour_pairs.py` says what stands together and on what.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from explorer.core.vocabulary import Mark


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one appearance, as #rrggbb."""

    window: str
    base: str
    alternate: str
    raised: str
    text: str
    muted: str
    pale: str
    hairline: str
    edge: str
    """What shows where a field or a handle is: 3:1 on every ground, where a hairline only parts."""
    accent: str
    accent_text: str
    selection: str
    bar: str
    chosen_bar: str
    warning: str
    floor: str
    paint: str
    line: str
    boundary: str
    """Between areas that are filled with the colours of a scale."""
    make: str
    miss: str
    and_one: str
    blocked: str
    free_throw: str
    turnover: str
    won: str
    end: str
    ball: str
    teams: tuple[str, ...]
    under: str
    even: str
    over: str
    """The ends and the middle of the scale of differences from a baseline: words stand on them."""
    ramp: tuple[str, ...]
    """From the least to the most of a number that single marks are coloured by: more hues than a scale of areas."""
    low: str
    high: str
    """The ends of the scale of rates without a baseline, and of any other number."""

    def mark(self, mark: Mark) -> QColor:
        """The colour of a mark, the same wherever it is drawn."""
        named = {
            Mark.MAKE: self.make,
            Mark.MISS: self.miss,
            Mark.AND_ONE: self.and_one,
            Mark.BLOCKED: self.blocked,
            Mark.FREE_THROW: self.free_throw,
            Mark.TURNOVER: self.turnover,
            Mark.WON: self.won,
            Mark.END: self.end,
        }
        return QColor(named.get(mark, self.pale))

    def team(self, number: int) -> QColor:
        """The colour of a team by its number among those that are shown."""
        return QColor(self.teams[number % len(self.teams)])


LIGHT = Tokens(
    window="#f4f5f7",
    base="#ffffff",
    alternate="#f8f9fb",
    raised="#e9ecf1",
    text="#1a212c",
    muted="#566171",
    pale="#656f7e",
    hairline="#d9dee6",
    edge="#858f9d",
    accent="#1d66a8",
    accent_text="#ffffff",
    selection="#d5e5f5",
    bar="#e3ebf4",
    chosen_bar="#bcd4ea",
    warning="#8a5300",
    floor="#f6f2ea",
    paint="#efe8da",
    line="#857a67",
    boundary="#3e4653",
    make="#077146",
    miss="#c34f0a",
    and_one="#633aaf",
    blocked="#2c3b52",
    free_throw="#287bc0",
    turnover="#843882",
    won="#514d4f",
    end="#8b7e76",
    ball="#d25137",
    teams=("#15639d", "#bb6f00", "#8f70cc", "#178b67", "#7a286e", "#4b4a50", "#ae4542", "#356200"),
    under="#4f94d8",
    even="#e2dccf",
    over="#ec8129",
    ramp=("#b57700", "#bc4d4a", "#92378c", "#5c389e", "#1f1e5c"),
    low="#8a76a8",
    high="#3f0f6b",
)

DARK = Tokens(
    window="#1c2027",
    base="#14181e",
    alternate="#191d24",
    raised="#2a303a",
    text="#e5e9ef",
    muted="#a9b3c1",
    pale="#8e99a9",
    hairline="#2f3641",
    edge="#6d7683",
    accent="#5fabe8",
    accent_text="#0d141c",
    selection="#23425f",
    bar="#243140",
    chosen_bar="#32597e",
    warning="#e8b45a",
    floor="#20242b",
    paint="#272c34",
    line="#8b919b",
    boundary="#ccd2db",
    make="#06b788",
    miss="#ed7f38",
    and_one="#b587f2",
    blocked="#dee7f2",
    free_throw="#86c5fc",
    turnover="#bf81c9",
    won="#aac3de",
    end="#bebdbd",
    ball="#db833a",
    teams=("#52b8fb", "#e9a933", "#a987c7", "#52de9f", "#e7a8dd", "#c4bdbf", "#ea6e64", "#aed666"),
    under="#2a6db3",
    even="#3a414c",
    over="#a3570f",
    ramp=("#7b81fa", "#b88bec", "#dea9dd", "#fcb78d", "#ffe792"),
    low="#7f729a",
    high="#e6ccff",
)


def mixed(ground: QColor, colour: QColor, share: float) -> QColor:
    """So much of a colour on a ground."""
    parts = zip(ground.getRgb()[:3], colour.getRgb()[:3], strict=True)  # type: ignore[index]  # PySide says object
    return QColor(*(round(one + (other - one) * share) for one, other in parts))


def text_on(colour: QColor) -> QColor:
    """Black or white, whichever reads better on a colour (WCAG 2: 4.5:1 on any)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return QColor(Qt.GlobalColor.black if (light + 0.05) ** 2 > 1.05 * 0.05 else Qt.GlobalColor.white)


def tokens_of(palette: QPalette) -> Tokens:
    """The table that belongs to a palette: dark where its window is darker than its text."""
    key = palette.cacheKey()
    found = _known.get(key)
    if found is None:
        window, text = (palette.color(role) for role in (QPalette.ColorRole.Window, QPalette.ColorRole.WindowText))
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        found = _known[key] = DARK if window.lightness() < text.lightness() else LIGHT
    return found


_known: dict[int, Tokens] = {}
_MOST_KNOWN = 64
"""Palettes whose tokens are kept: every cell that is painted asks for them."""
