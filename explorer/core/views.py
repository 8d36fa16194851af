"""Questions that are asked again and again, with how their answer is looked at, ready to be chosen."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from explorer.core.vocabulary import ATTRIBUTES, AttributeGroup

ORDER_OF_PLAY = "order_of_play"
"""What a view is sorted by that wants the order of play; no field has this name."""


@dataclass(frozen=True, slots=True)
class View:
    """A saved question and how its answer is looked at; what is empty stays as it is when the view is chosen.

    `breakdown` holds at most two groupings' names, or that of a table of both ends; `columns` the fields of the list
    from the left, `sort` one of them or ORDER_OF_PLAY; `definitions` named choices by their definitions' names,
    `shortcut` a key sequence in Qt's portable spelling.
    """

    title: str
    question: str
    breakdown: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    sort: str = ""
    is_descending: bool = False
    definitions: Mapping[str, str] = field(default_factory=dict, hash=False)
    shortcut: str = ""


def folded(title: str) -> str:
    """What two titles have in common that are the same but for capitals, spaces and the coding of accents."""
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


_SCREENS = (AttributeGroup.PLACE, AttributeGroup.ACTION, AttributeGroup.COVERAGE)

BALL_SCREENS: dict[str, tuple[View, ...]] = {
    str(group): tuple(
        View(attribute.title[:1].upper() + attribute.title[1:], f"{attribute.name}>0")
        for attribute in ATTRIBUTES
        if attribute.group == group
    )
    for group in _SCREENS
}
"""A view for each kind of ball screen, by the headings under which the kinds stand."""

QUESTIONS: tuple[View, ...] = (
    View("After time-outs", "after_timeout:yes"),
    View("Last four minutes within five", "left<=4:00 margin:-5..5"),
    View("Steals into transition", "start:steal transition:yes"),
    View("After live rebounds", "start:defensive_rebound"),
    View("First chance", "oreb=0"),
    View("Second chance", "oreb>0"),
    View("No garbage time", "garbage_time:no"),
    View("Turnovers", "outcome:turnover"),
    View("With a paint touch", "paint_touch:yes"),
    View("Threes from the corner", "zone:left_corner_3,right_corner_3"),
    View("Shots at the rim", "zone:rim"),
)

BUILT_IN: tuple[View, ...] = (*QUESTIONS, *(view for views in BALL_SCREENS.values() for view in views))
"""The views that every user has; a test asks each of them."""
