"""The distances that a question asks for, as they are chosen beside the court: from so many feet to below so many."""

from __future__ import annotations

import math
from collections.abc import Iterable

from explorer.core.query_binding import Compared, Part
from explorer.core.query_edit import add, remove
from explorer.core.query_names import MEANINGS
from explorer.core.query_syntax import parts

DISTANCE = MEANINGS["shot.distance"]


def with_distances(question: str, low_ft: float | None, high_ft: float | None) -> str:
    """The question for shots from `low_ft` to below `high_ft`, in the stead of other distances that it asks for.

    None, or infinity above, is no bound. Raises QueryError.
    """
    found = remove(question, [part for part, _ in _own(question)]).strip()
    if low_ft:
        found = add(found, f"{DISTANCE.name}>={low_ft:g}")
    if high_ft is not None and math.isfinite(high_ft):
        found = add(found, f"{DISTANCE.name}<{high_ft:g}")
    return found


def distances_in(question: str) -> tuple[float | None, float | None]:
    """The range that a question asks for as `with_distances` writes it: (None, None) for none, infinity for no end.

    Raises QueryError for a question that cannot be read.
    """
    own = {compared.operator: compared for _, compared in _own(question)}
    if not own or not set(own) <= {">=", "<"}:
        return None, None
    try:
        low, high = (_number(own[operator]) if operator in own else None for operator in (">=", "<"))
    except ValueError:
        return None, None
    return 0.0 if low is None else low, math.inf if high is None else high


def _own(question: str) -> Iterable[tuple[Part, Compared]]:
    """The parts that compare the distance, and nothing else."""
    return [
        (part, part.compared)
        for part in parts(question)
        if part.compared is not None and part.compared.meaning is DISTANCE
    ]


def _number(compared: Compared) -> float:
    """The one number that a part compares with; ValueError where it is something else."""
    (item,) = compared.items
    return float(item.low.text if item.low is not None else "")
