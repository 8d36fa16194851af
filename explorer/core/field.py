"""What a field is: its name, its words, its kind of value, and how it is read from the tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from explorer.core.columns import Array
from explorer.core.names import NameBook
from explorer.core.table import Names, PossessionTable, Tables


class Kind(Enum):
    """What a field's values are, which decides how they are written, sorted and aligned."""

    NUMBER = "number"
    SIGNED = "signed"
    CLOCK = "clock"
    SECONDS = "seconds"
    YES_NO = "yes_no"
    PERIOD = "period"
    CODE = "code"


class Decoration(Enum):
    """What stands before or in a cell beside its text."""

    NONE = "none"
    START = "start"
    OUTCOME = "outcome"
    TEAM = "team"
    BAR = "bar"


Texts = Callable[[Names, NameBook], Sequence[str]]

GAME, PLAY, COUNT = "Game", "Play", "Counts"
LEFT_OUT = "left_out"
"""The field of what the user leaves out: a question that does not name it is asked of the other possessions."""
LEFT_OUT_ONLY = f"{LEFT_OUT}:yes"
"""The question for these alone."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in questions and exports, its words, and how it is read from the table.

    `read` gives one value a row (codes for `Kind.CODE`, whose `texts` are what the codes mean); `derive`, where
    there is one, does so from all tables together.
    """

    name: str
    title: str
    kind: Kind
    read: Callable[[PossessionTable], Array]
    tip: str
    group: str = PLAY
    unit: str = ""
    texts: Texts | None = None
    heading: str = ""
    is_default: bool = False
    is_derived: bool = False
    is_for_many: bool = False
    is_by_text: bool = False
    """Whether codes of equal text are one value: two games of one day."""
    decoration: Decoration = Decoration.NONE
    derive: Callable[[Tables], Array] | None = None

    def values(self, tables: Tables) -> Array:
        """One value a possession, shape (possessions,)."""
        return self.read(tables.possessions) if self.derive is None else self.derive(tables)

    @property
    def header(self) -> str:
        """The short words above a column."""
        return self.heading or self.title

    @property
    def is_number(self) -> bool:
        """Whether values are figures, to be aligned on the right."""
        return self.kind not in (Kind.CODE, Kind.YES_NO)
