"""A stretch of game time as a term of a question: written, found again, replaced and taken out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core import query, query_edit
from explorer.core.query_binding import Part
from explorer.core.query_syntax import parts
from explorer.core.query_tree import Numbers, Term

FIELD = "elapsed"
_LONGEST_MINUTES = 99
"""A time of more minutes is written in seconds, since clocks have two figures for them."""
_DECIMALS = (0, 1, 3, 9)

_TIME = r"\d+(?::\d+)?(?:\.\d+)?"
_WRITTEN = re.compile(rf"{FIELD}:{_TIME}\.\.{_TIME}", re.IGNORECASE)
_GAME = re.compile(r"game=(?:\"[^\"]*\"|\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when a possession began, in seconds since the tip-off; both ends belong to it."""

    low_s: float
    high_s: float


def touched(start_s: NDArray[np.float32], end_s: NDArray[np.float32], from_s: float, to_s: float) -> Stretch | None:
    """The stretch of the possessions that run at a time between `from_s` and `to_s`, in either order; None of none.

    Both arrays hold seconds since the tip-off in the order of the starts, shape (n,).
    """
    from_s, to_s = min(from_s, to_s), max(from_s, to_s)
    first = int(np.searchsorted(start_s, from_s, "right"))
    if first and end_s[first - 1] > from_s:
        first -= 1
    last = int(np.searchsorted(start_s, to_s, "right")) - 1
    return Stretch(float(start_s[first]), float(start_s[last])) if first <= last else None


def term(stretch: Stretch, start_s: NDArray[np.float32]) -> str:
    """`elapsed:12:30..18:45`: true of exactly the starts within the stretch, with no more decimals than that needs."""
    wanted = int(within(stretch, start_s).sum())
    written = ""
    for decimals in _DECIMALS:
        scale = 10**decimals
        low, high = _parts(stretch.low_s, scale, math.floor), _parts(stretch.high_s, scale, math.ceil)
        written = f"{FIELD}:{_time(low, decimals)}..{_time(high, decimals)}"
        if within(Stretch(low / scale, high / scale), start_s).sum() == wanted:
            break
    return written


def within(stretch: Stretch, start_s: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which starts lie in the stretch, compared as a question compares them; shape (n,)."""
    found: NDArray[np.bool_] = (start_s >= stretch.low_s) & (start_s <= stretch.high_s)
    return found


def _parts(value_s: float, scale: int, outwards: Callable[[float], int]) -> int:
    """A time in parts of a second: the nearest where the column cannot tell it from the time, else outwards."""
    nearest = round(value_s * scale)
    return nearest if np.float32(nearest / scale) == np.float32(value_s) else outwards(value_s * scale)


def _time(parts: int, decimals: int) -> str:
    scale = 10**decimals
    minutes, rest = divmod(parts, 60 * scale)
    if minutes > _LONGEST_MINUTES:
        return f"{parts / scale:.{decimals}f}"
    whole, part = divmod(rest, scale)
    return f"{minutes}:{whole:02d}" + (f".{part:0{decimals}d}" if decimals else "")


def stretch_of(question: str) -> Stretch | None:
    """The stretch that a question is narrowed to; None where it is to none. Raises QueryError like `query.parse`."""
    found = _find(question)
    if not found:
        return None
    node = query.parse(question[found[-1].start : found[-1].end]).node
    assert isinstance(node, Term)
    assert isinstance(node.test, Numbers)
    (span,) = node.test.spans
    return Stretch(span.low, span.high)


def narrowed(question: str, term: str) -> str:
    """The question narrowed to a stretch (its term, with that of its game before it), in place of an earlier one.

    Raises QueryError where the question cannot be read.
    """
    found = _find(question)
    if not found:
        return query_edit.add(question, term)
    return question[: found[0].start] + term + question[found[-1].end :]


def widened(question: str) -> str:
    """The question without the stretch it was narrowed to. Raises QueryError where it cannot be read."""
    return query_edit.remove(question, _find(question)).strip()


def _find(question: str) -> list[Part]:
    """The parts of a question that narrow it to a stretch, that of its game first; the last stretch of several."""
    if FIELD not in question.casefold():
        return []
    every = parts(question)
    texts = [question[part.start : part.end] for part in every]
    for number in reversed(range(len(every))):
        if _WRITTEN.fullmatch(texts[number]):
            has_game = number > 0 and _GAME.fullmatch(texts[number - 1]) is not None
            return list(every[number - has_game : number + 1])
    return []
