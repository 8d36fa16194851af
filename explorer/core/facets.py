"""Facets: what could be asked beside the text, with counts; ticking one edits the text, and the text ticks it.

A facet owns one term at the top of a question, `field:a,b` or `field:a..b`; its counts follow all the rest of the
question and not that term, so that a second value can be ticked. Where values go together (`How.ALL`), as the
players of a line-up do, each value is a term of its own. Terms in brackets, under `or` or `not` are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from explorer.core.vocabulary import ATTRIBUTES


class How(Enum):
    """How the values of a facet are asked for."""

    ANY = "any of the ticked values"
    ALL = "all of the ticked values"
    RANGE = "from one number to another"


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: the field in questions, its words, and how its values are asked for.

    `terms` are the values, as a question asks for them and as a screen shows them, where they are not one field's.
    `step` and `page` are those of a range, in the field's unit; `is_natural`: values stand in an order of their own.
    """

    name: str
    title: str
    how: How = How.ANY
    terms: tuple[tuple[str, str], ...] = ()
    step: int = 1
    page: int = 5
    is_natural: bool = False
    is_clock: bool = False


def _attribute_terms() -> tuple[tuple[str, str], ...]:
    """Yes where the feed says yes, more than none where it counts; ball screens of each kind."""
    found = [("after_timeout:yes", "after time-out"), ("garbage_time:no", "no garbage time")]
    for attribute in ATTRIBUTES:
        if attribute.is_flag:
            found.append((f"{attribute.name}:yes", attribute.title))
        elif attribute.name.startswith("ball_screens_"):
            found.append((f"{attribute.name}>0", f"screen: {attribute.title}"))
        elif attribute.name == "ball_screens":
            found.append(("screens>0", "any ball screen"))
        elif attribute.name == "ball_reversals":
            found.append(("ball_reversals>0", "ball reversal"))
    return tuple(found)


FACETS: tuple[Facet, ...] = (
    Facet("period", "Period", is_natural=True),
    Facet("left", "Time left", How.RANGE, step=10, page=60, is_clock=True),
    Facet("clock", "Clock", How.RANGE, step=10, page=60, is_clock=True),
    Facet("margin", "Margin", How.RANGE),
    Facet("offence", "Offence"),
    Facet("start", "Start"),
    Facet("outcome", "Outcome", is_natural=True),
    Facet("duration", "Duration", How.RANGE),
    Facet("zone", "Zone of a shot", is_natural=True),
    Facet("attributes", "Attributes", How.ALL, _attribute_terms(), is_natural=True),
    Facet("on", "Line-up", How.ALL),
    Facet("player", "Player"),
    Facet("home", "Home or away", is_natural=True),
    Facet("season", "Season"),
)
BY_NAME: dict[str, Facet] = {facet.name: facet for facet in FACETS}


@dataclass(frozen=True, slots=True)
class Tick:
    """A value of a facet: as a question writes it, as a screen does, how many possessions have it, if it is ticked."""

    text: str
    title: str
    count: int
    is_ticked: bool = False


@dataclass(frozen=True, slots=True)
class Ticks:
    """The values of a facet, of which the tables hold `size`.

    `is_elsewhere` where the question also speaks of the facet in a way that ticks do not show.
    """

    values: tuple[Tick, ...]
    size: int = 0
    is_elsewhere: bool = False

    @property
    def ticked(self) -> tuple[str, ...]:
        """The texts of those that are ticked."""
        return tuple(value.text for value in self.values if value.is_ticked)


@dataclass(frozen=True, slots=True)
class Range:
    """A range: what is asked for (None: no bound), between what the tables hold in whole units (None: nothing).

    `counts` are possessions in bins of one width from `least` to `most`.
    """

    low: float | None
    high: float | None
    ends: tuple[int, int] | None
    counts: tuple[int, ...] = ()
    is_elsewhere: bool = False
