"""Shapes in a question's text: what was drawn on the court as a term, put in the stead of another, taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as replaced

import numpy as np
from numpy.typing import NDArray

from explorer.core.query_binding import Part
from explorer.core.query_edit import add, remove, replace
from explorer.core.query_names import PLACE
from explorer.core.query_syntax import QUOTES, parts, read
from explorer.core.query_tree import And, Node, Not, Or, Some, Term, Within
from explorer.core.shapes import Kind, Shape

Floats = NDArray[np.float64]

TOLERANCE_FT = 0.3
"""How far a lasso's written line may lie from the drawn one, where that needs no more than MOST_CORNERS."""
MOST_CORNERS = 24
RECTANGLE = "rectangle"
_EXACT = 3
"""Decimals of a foot of what is not drawn by hand."""
_STEP_FT = 0.1
"""What numbers are rounded to."""
_NO_NAME = f"={QUOTES}"


def exact_term(corners: Floats) -> str:
    """A polygon as a term with its corners as they are, shape (n, 2) in feet: what holds in it is what it holds."""
    return term_of(Shape(Kind.LASSO, tuple(round(float(number), _EXACT) + 0.0 for number in np.ravel(corners))))


def shape_term(tool: str, corners: Floats) -> str:
    """What was drawn as a term: `place:"rect -8 0 8 19"`.

    `tool` is `rectangle`, with two opposite corners, or `lasso`, with all of them; `corners` has the shape (n, 2), in
    feet. A lasso's line is simplified (Douglas and Peucker, 1973); one that holds no floor becomes a rectangle.
    """
    places = np.asarray(corners, np.float64).reshape(-1, 2)
    if tool != RECTANGLE:
        drawn = _rounded(_simplified(places))
        if len(drawn) >= 3 and _spread(drawn):
            return term_of(Shape(Kind.LASSO, tuple(drawn.ravel().tolist())))
    (left, near), (right, far) = _rounded(np.array([places.min(axis=0), places.max(axis=0)]), is_closed=False)
    right, far = max(right, round(left + _STEP_FT, 1)), max(far, round(near + _STEP_FT, 1))
    return term_of(Shape(Kind.RECT, tuple(float(number) for number in (left, near, right, far))))


def term_of(shape: Shape) -> str:
    """A shape as a term: `place:left_elbow`, `place:"my spot = rect -8 0 8 19"`; signs that no name can have go."""
    if shape.kind is Kind.NAMED and not shape.label:
        return f"place:{shape.name}"
    label = " ".join("".join(sign for sign in shape.label if sign not in _NO_NAME).split())
    return f'place:"{replaced(shape, label=label).text}"'


def with_place(question: str, term: str) -> str:
    """The question with a place: in the stead of one that it asks for already, else at its end. Raises QueryError."""
    own = _own(question)
    if not own:
        return add(question, term)
    return replace(remove(question, own[1:]), own[0], term)


def without_places(question: str) -> str:
    """The question without the places that it asks for; those in brackets or turned round stay. Raises QueryError."""
    return remove(question, _own(question)).strip()


def shapes_in(question: str) -> tuple[Shape, ...]:
    """The shapes that a question asks for, from left to right, each once; not those that it leaves out.

    Raises QueryError for a question that cannot be read.
    """
    found = sorted(_shapes(read(question), True), key=lambda one: one[0])
    return tuple(dict.fromkeys(shape for _, shape in found))


def _shapes(node: Node, is_wanted: bool) -> Iterator[tuple[int, Shape]]:
    """Each with the place of its term in the text."""
    match node:
        case Term(test=Within(shapes)):
            yield from ((node.start, shape) for shape in shapes if is_wanted)
        case Not():
            yield from _shapes(node.child, not is_wanted)
        case Some():
            yield from _shapes(node.child, is_wanted)
        case And() | Or():
            for child in node.children:
                yield from _shapes(child, is_wanted)


def _own(question: str) -> list[Part]:
    """The parts that ask for a place, and for nothing else."""
    return [
        part
        for part in parts(question)
        if part.compared is not None and part.compared.meaning is PLACE and part.compared.operator in (":", "=")
    ]


def _rounded(places: Floats, *, is_closed: bool = True) -> Floats:
    """Places to a tenth of a foot; of corners of a closed line that fall together, one."""
    # Nothing is -0.0: it would be written so.
    found = np.round(places, 1) + 0.0
    return found[(found != np.roll(found, 1, axis=0)).any(axis=1)] if is_closed and len(found) > 1 else found


def _spread(places: Floats) -> bool:
    """Whether the corners of a closed line do not all lie on one line."""
    away = places - places[0]
    farthest = away[np.argmax((away**2).sum(axis=1))]
    return bool((np.abs(away[:, 0] * farthest[1] - away[:, 1] * farthest[0]) > 1e-9).any())


def _simplified(places: Floats) -> Floats:
    """The fewest corners of a closed line that keep within the tolerance, which grows until they are few enough."""
    if len(places) < 4:
        return places
    tolerance = TOLERANCE_FT
    while True:
        found = _closed(places, tolerance)
        if len(found) <= MOST_CORNERS:
            return found
        tolerance *= 1.25


def _closed(places: Floats, tolerance: float) -> Floats:
    """Douglas and Peucker of both halves of a closed line, parted at the corner farthest from its first."""
    turn = int(np.argmax(((places - places[0]) ** 2).sum(axis=1)))
    round_ = np.vstack([places, places[:1]])
    keep = np.zeros(len(round_), np.bool_)
    keep[[0, turn]] = True
    spans = [(0, turn), (turn, len(places))]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = _distances(round_[first + 1 : last], round_[first], round_[last])
        worst = int(np.argmax(away))
        if away[worst] > tolerance:
            keep[first + 1 + worst] = True
            spans += [(first, first + 1 + worst), (first + 1 + worst, last)]
    return places[keep[:-1]]


def _distances(places: Floats, start: Floats, stop: Floats) -> Floats:
    """How far each place lies from a straight stretch."""
    run = stop - start
    length = float(run @ run)
    along = np.clip((places - start) @ run / length, 0.0, 1.0) if length else np.zeros(len(places))
    gap: Floats = np.hypot(*(places - start - along[:, None] * run).T)
    return gap
