"""Shapes of the floor that a question can ask for: drawn ones in feet, and named ones that a court defines.

rect -8 0 8 19                two opposite corners
circle 0 5.25 4               middle and radius
lasso -8 12 -4 19 0 22 3 14   three corners or more; inside by the even-odd rule
left_elbow                    a named shape, worked out from the court that a game was played on
my spot = rect -8 0 8 19      any of them under a name of the user's own
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.core.court import Court
from explorer.core.named_shapes import BY_NAME, NAMED, Area, Box, Disc, Lasso

__all__ = ["EXAMPLES", "NAMED", "TITLES", "Kind", "Shape", "ShapeError", "read_shape"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FARTHEST_FT = 200.0
"""No number of a shape is larger."""
MOST_CORNERS = 200
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,4}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})")


class Kind(StrEnum):
    """How a shape is written."""

    RECT = "rect"
    CIRCLE = "circle"
    LASSO = "lasso"
    NAMED = "named"


EXAMPLES: dict[Kind, str] = {
    Kind.RECT: "rect -8 0 8 19",
    Kind.CIRCLE: "circle 0 5.25 4",
    Kind.LASSO: "lasso -8 12 -4 19 0 22 3 14",
}
"""What a drawn shape looks like."""
TITLES: dict[Kind, str] = {
    Kind.RECT: "a rectangle, two opposite corners in feet",
    Kind.CIRCLE: "a circle, its middle and radius in feet",
    Kind.LASSO: "any outline, three corners or more in feet",
}


class ShapeError(ValueError):
    """A text that is no shape; `position` is the offending character's place in it."""

    def __init__(self, message: str, position: int) -> None:
        """Keep the sentence and the place."""
        self.position = position
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: `numbers` in feet, or, of a named one, its `name`. Two of the same floor are equal, whatever they are
    called: `label` is the user's word for it."""

    kind: Kind
    numbers: tuple[float, ...] = ()
    name: str = ""
    label: str = field(default="", compare=False)

    @property
    def title(self) -> str:
        """Its words for the screen: the user's own before any other."""
        if self.label:
            return self.label
        if self.kind is Kind.NAMED:
            return BY_NAME[self.name].title
        return {Kind.RECT: "rectangle", Kind.CIRCLE: "circle", Kind.LASSO: "outline"}[self.kind]

    @property
    def text(self) -> str:
        """As a question writes it, without quotation marks."""
        written = self.name if self.kind is Kind.NAMED else " ".join([self.kind, *(f"{n:.10g}" for n in self.numbers)])
        return f"{self.label} = {written}" if self.label else written

    def holds(self, court: Court, x_ft: ArrayLike, y_ft: ArrayLike) -> Mask:
        """Whether each place lies in it, edges included; false where the place is unknown. Shapes broadcast.

        A shot that is told to stand outside the lines counts as on the line for a named shape.
        """
        x, y = np.broadcast_arrays(np.asarray(x_ft), np.asarray(y_ft))
        if self.kind is Kind.NAMED:
            side = court.width_ft / 2
            return self._area(court).holds(np.clip(x, -side, side), np.maximum(y, 0))
        return self._area(court).holds(x, y)

    def outline(self, court: Court) -> Floats:
        """Its corners on a court in feet, shape (n, 2), the first not repeated."""
        return self._area(court).outline()

    def _area(self, court: Court) -> Area:
        match self.kind:
            case Kind.RECT:
                x0, y0, x1, y1 = self.numbers
                return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            case Kind.CIRCLE:
                return Disc(*self.numbers)
            case Kind.LASSO:
                return Lasso(self.numbers)
            case Kind.NAMED:
                return BY_NAME[self.name].area(court)


def read_shape(text: str) -> Shape:
    """Read a shape as a question writes it; raises ShapeError with one sentence, the place and an example."""
    label, at = "", 0
    if (sign := text.find("=")) >= 0:
        label, at = text[:sign].strip(), sign + 1
        if not label:
            raise ShapeError(f"a name stands before '=', as in 'my spot = {EXAMPLES[Kind.RECT]}'", 0)
    words = [(match[0], match.start()) for match in _WORD.finditer(text, at)]
    if not words:
        raise ShapeError(f"a shape is missing, such as 'paint' or '{EXAMPLES[Kind.RECT]}'", min(at, len(text)))
    word, start = words[0]
    kind = _KINDS.get(word.casefold())
    if kind is None:
        return Shape(Kind.NAMED, name=_named(text[start:].strip(), start), label=label)
    numbers = tuple(_number(*one, kind) for one in words[1:])
    _check(kind, numbers, words)
    return Shape(kind, numbers, label=label)


_KINDS = {"rect": Kind.RECT, "rectangle": Kind.RECT, "circle": Kind.CIRCLE, "lasso": Kind.LASSO}


def _named(word: str, start: int) -> str:
    wanted = " ".join(word.casefold().replace("_", " ").split())
    known = {form: one.name for one in NAMED for form in (one.name.replace("_", " "), one.title.casefold())}
    if wanted in known:
        return known[wanted]
    close = get_close_matches(wanted, [*known, *_KINDS], 1, 0.6)
    near = known.get(close[0], close[0]) if close else ""
    advice = f"did you mean {near!r}?" if near else f"a shape is written 'paint' or '{EXAMPLES[Kind.RECT]}'"
    raise ShapeError(f"there is no place {word!r}; {advice}", start)


def _number(word: str, start: int, kind: Kind) -> float:
    # Minus signs and dashes as screens and word processors write them; commas between numbers are a habit.
    plain = word.replace("\u2212", "-").replace("\u2013", "-").rstrip(",;")
    if not _NUMBER.fullmatch(plain):
        raise ShapeError(f"{word!r} is no number of feet; a {kind} is written '{EXAMPLES[kind]}'", start)
    if abs(number := float(plain)) > FARTHEST_FT:
        raise ShapeError(f"{word!r} lies beyond {FARTHEST_FT:g} feet; a {kind} is written '{EXAMPLES[kind]}'", start)
    return number


_COUNTS = {Kind.RECT: (4, "four numbers, two opposite corners"), Kind.CIRCLE: (3, "three numbers, middle and radius")}


def _check(kind: Kind, numbers: tuple[float, ...], words: list[tuple[str, int]]) -> None:
    """Refuse too few or too many numbers, and what holds no floor."""
    end = words[-1][1] + len(words[-1][0])
    example = f"such as '{EXAMPLES[kind]}'"
    if kind in _COUNTS:
        count, what = _COUNTS[kind]
        if len(numbers) != count:
            at = words[count + 1][1] if len(numbers) > count else end
            raise ShapeError(f"a {kind} has {what}, {example}", at)
    elif len(numbers) < 6 or len(numbers) % 2:
        raise ShapeError(f"a lasso has two numbers for each of three corners or more, {example}", end)
    elif len(numbers) > 2 * MOST_CORNERS:
        raise ShapeError(f"a lasso has at most {MOST_CORNERS} corners", words[2 * MOST_CORNERS + 1][1])
    if kind is Kind.CIRCLE and numbers[2] <= 0:
        raise ShapeError(f"a circle's radius is more than 0, {example}", words[3][1])
    if kind is Kind.RECT and (numbers[0] == numbers[2] or numbers[1] == numbers[3]):
        raise ShapeError(f"the corners of a rectangle lie on no common line, {example}", words[1][1])
