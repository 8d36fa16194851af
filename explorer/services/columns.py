"""How a column of a sheet is declared, and read from the tables: whole columns, never a Python object a cell."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.fields import Field, Kind
from explorer.core.model import Key
from explorer.core.names import NameBook
from explorer.core.table import GameInfo, Tables
from explorer.core.written import write
from explorer.services.cells import Coded, Type, Values, coded, taken, type_of


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows of which tables: the tables are whole, since a field may depend on a row's neighbours.

    `own` are the rows of the sheet's own table (`table`), `at` the rows of their possessions.
    """

    tables: Tables
    book: NameBook
    table: str
    own: NDArray[np.intp]
    at: NDArray[np.intp]

    def plain(self, name: str) -> Array:
        """A column of the sheet's own table, as it stands."""
        column: Array = getattr(getattr(self.tables, self.table), name)[self.own]
        return column


Read = Callable[[Rows], Values]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the type and unit of its values, what it is in words, and how it is read."""

    name: str
    type: Type
    unit: str
    title: str
    read: Read
    is_derived: bool = False
    """Whether the program works it out, rather than a feed telling it."""

    def documented(self) -> dict[str, object]:
        """What a reader of a file should know of it, for a program to read."""
        return {
            "name": self.name,
            "type": self.type.value,
            "unit": self.unit or None,
            "title": self.title,
            "is_derived": self.is_derived,
        }


@dataclass(frozen=True, slots=True)
class Filled:
    """Columns with their values, in order; `count` rows."""

    columns: tuple[Column, ...]
    values: tuple[Values, ...]
    count: int

    def column(self, name: str) -> Values:
        """The values of a column."""
        return next(values for column, values in zip(self.columns, self.values, strict=True) if column.name == name)

    def take(self, rows: Array, without: Container[str] = ()) -> Filled:
        """Some rows by their numbers, and all columns but some."""
        kept = [pair for pair in zip(self.columns, self.values, strict=True) if pair[0].name not in without]
        return Filled(tuple(column for column, _ in kept), tuple(taken(values, rows) for _, values in kept), len(rows))


def fill(columns: Sequence[Column], rows: Rows) -> Filled:
    """Read columns of some rows."""
    return Filled(tuple(columns), tuple(column.read(rows) for column in columns), len(rows.own))


# How columns are read


def of_game(read: Callable[[GameInfo], str | None]) -> Read:
    """A text of the game, for any sheet."""
    return lambda rows: coded(rows.tables.possessions.game[rows.at], [read(info) for info in rows.tables.names.games])


def of_possession(name: str) -> Read:
    """A column of the possession, for any sheet."""
    return lambda rows: getattr(rows.tables.possessions, name)[rows.at]


def team_ids(name: str) -> Read:
    """The id of a team of the possession, for any sheet."""
    return lambda rows: _ids(rows.tables.names.teams, getattr(rows.tables.possessions, name)[rows.at])


def own(name: str) -> Read:
    """A column of the sheet's own table."""
    return lambda rows: rows.plain(name)


def words(name: str) -> Read:
    """A column of words of the sheet's own table."""
    return lambda rows: coded(rows.plain(name), rows.tables.names.words)


def player_ids(name: str) -> Read:
    """The ids of players in a column of the sheet's own table."""
    return lambda rows: _ids(rows.tables.names.players, rows.plain(name))


def player_names(name: str) -> Read:
    """The names of players in a column of the sheet's own table."""
    return lambda rows: coded(rows.plain(name), [rows.book.player(key) for key in rows.tables.names.players])


def _ids(keys: Sequence[Key], codes: Array) -> Coded:
    return coded(codes, [key[1] for key in keys])


def five(name: str, write_one: Callable[[NameBook, Key], str]) -> Read:
    """The players of one side on the floor, each distinct five written once."""

    def values(rows: Rows) -> Values:
        players: Array = getattr(rows.tables.possessions, name)[rows.at]
        people = [write_one(rows.book, key) for key in rows.tables.names.players]
        groups = np.zeros(len(players), np.int64)
        for place in range(players.shape[1]):
            # Numbered anew at every step, so that the product with the number of players fits 63 bits.
            groups = np.unique(groups * (len(people) + 1) + players[:, place] + 1, return_inverse=True)[1]
        _, first, codes = np.unique(groups, return_index=True, return_inverse=True)
        texts = ["; ".join(people[code] for code in row if code >= 0) or None for row in players[first].tolist()]
        return coded(codes, texts)

    return values


def of_field(field: Field) -> Column:
    """A field of possessions as a column of any sheet."""
    if field.kind in (Kind.CODE, Kind.PERIOD):
        kind = Type.TEXT
    elif field.kind is Kind.YES_NO:
        kind = Type.YES_NO
    else:
        kind = type_of(field.values(Tables.empty()).dtype)
    # A clock is shown as m:ss and written in the seconds that it stands for.
    unit = "s" if field.kind is Kind.CLOCK else field.unit
    is_derived = field.is_derived or field.derive is not None
    return Column(field.name, kind, unit, field.tip, partial(_field_values, field), is_derived)


def _field_values(field: Field, rows: Rows) -> Values:
    if field.kind in (Kind.CODE, Kind.PERIOD):
        written = write(field, rows.tables, rows.book)
        return coded(written.codes[rows.at], written.texts)
    values = field.values(rows.tables)[rows.at]
    # Counts are never negative: their unknown is -1 also where they are kept as floats.
    return np.where(values < 0, np.nan, values) if field.kind is Kind.NUMBER and values.dtype.kind == "f" else values
