"""A stretch of game time as a term of a question: written, found again, replaced and taken out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core import query
from explorer.core.query_tree import And, Node, Numbers, Or, Some, Span, Term

FIELD = "elapsed"
_LONGEST_MINUTES = 99
"""A time of more minutes is written in seconds, since clocks have two figures for them."""
_DECIMALS = (0, 1, 3, 9)

_TIME = r"\d+(?::\d+)?(?:\.\d+)?"
_WRITTEN = re.compile(
    rf"(?<!\S)(?P<game>game=(?:\"[^\"]*\"|\S+)\s+)?(?P<term>{FIELD}:{_TIME}\.\.{_TIME})(?!\S)", re.IGNORECASE
)
_AND_BEFORE = re.compile(r"(?:^|\s)and\s*\Z", re.IGNORECASE)
_AND_AFTER = re.compile(r"\A\s*and\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when a possession began, in seconds since the tip-off; both ends belong to it."""

    low_s: float
    high_s: float


@dataclass(frozen=True, slots=True)
class _Found:
    """A stretch in a question: what stands before and after it, and what it says."""

    before: str
    after: str
    span: Span


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
    return None if found is None else Stretch(found.span.low, found.span.high)


def narrowed(question: str, term: str) -> str:
    """The question narrowed to a stretch (its term, with that of its game before it), in place of an earlier one.

    Raises QueryError where the question cannot be read.
    """
    found = _find(question)
    if found is not None:
        return found.before + term + found.after
    question = question.strip()
    if not question:
        return term
    joined = f"{question} {term}"
    node = query.parse(joined).node
    # Side by side, the term would narrow only the last of the alternatives.
    is_alternatives = isinstance(node, Or) or (isinstance(node, Some) and isinstance(node.child, Or))
    return f"({question}) {term}" if is_alternatives else joined


def widened(question: str) -> str:
    """The question without the stretch it was narrowed to. Raises QueryError where it cannot be read."""
    found = _find(question)
    if found is None:
        return question
    before, after = found.before, found.after
    if _AND_BEFORE.search(before):
        before = _AND_BEFORE.sub("", before)
    else:
        after = _AND_AFTER.sub("", after)
    return f"{before.rstrip()} {after.lstrip()}".strip()


def _find(question: str) -> _Found | None:
    """The stretch in a question, where every row that is shown has to lie in it; the last of several."""
    if FIELD not in question.casefold():
        return None
    terms = {one.start: one for one in _all_of(query.parse(question).node)}
    found = None
    for match in _WRITTEN.finditer(question):
        one = terms.get(match.start("term"))
        if one is not None and isinstance(one.test, Numbers):
            start = match.start() if match.start() in terms else match.start("term")
            found = _Found(question[:start], question[match.end() :], one.test.spans[0])
    return found


def _all_of(node: Node) -> list[Term]:
    """The terms that all have to be true."""
    children = node.children if isinstance(node, And) else (node,)
    return [child for child in children if isinstance(child, Term)]
