"""The fields of one game as text: what is told of a chosen possession is not written for a whole season."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from explorer.core.fields import Field
from explorer.core.names import NameBook
from explorer.core.table import Tables
from explorer.core.written import Written, write


@dataclass(slots=True)
class GameFields:
    """One game of some tables: its rows in the whole, in rising order, and its own tables."""

    whole: Tables
    code: int
    rows: NDArray[np.intp]
    own: Tables
    found: dict[str, Written] = field(default_factory=dict)

    @classmethod
    def around(cls, tables: Tables, row: int) -> GameFields:
        """The game of a row of the tables."""
        code = int(tables.possessions.game[row])
        rows = np.flatnonzero(tables.possessions.game == code)
        return cls(tables, code, rows, tables.take(rows))

    def is_around(self, tables: Tables, row: int) -> bool:
        """Whether it is the game of a row of these tables."""
        return self.whole is tables and self.code == int(tables.possessions.game[row])

    def told(self, one: Field, row: int, book: NameBook) -> tuple[str, bool]:
        """What a field says of a row of the whole tables, and whether it is known."""
        written = self.found.get(one.name)
        if written is None:
            written = self.found[one.name] = write(one, self.own, book)
        return written.told(int(np.searchsorted(self.rows, row)))
