"""A selection as plain columns for other programs: possessions, shots, events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.fields import FIELDS, Field, Kind
from explorer.core.model import Key
from explorer.core.table import Tables
from explorer.core.written import write
from explorer.services.selection import Selection

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A named column with its unit; None is unknown."""

    name: str
    unit: str
    values: Sequence[Cell]


def possessions(selection: Selection, rows: NDArray[np.bool_]) -> list[Column]:
    """A row a possession: every field by its name, ids and both line-ups besides."""
    tables = selection.tables.take(rows)
    table, names = tables.possessions, tables.names
    columns = _game_columns(tables, table.game)
    for field in FIELDS:
        if field.name not in ("day", "game"):
            # A clock is shown as m:ss and written in the seconds that it stands for.
            unit = "s" if field.kind is Kind.CLOCK else field.unit
            columns.append(Column(field.name, unit, _cells(field, tables, selection)))
    columns += [
        Column("offence_team_id", "", _ids(names.teams, table.offence)),
        Column("defence_team_id", "", _ids(names.teams, table.defence)),
    ]
    for name, five in (("on", table.on), ("against", table.against)):
        people = [selection.book.player(key) for key in names.players]
        written = ["; ".join(people[code] for code in row if code >= 0) or None for row in five.tolist()]
        columns.append(Column(name, "players", written))
    return columns


def _cells(field: Field, tables: Tables, selection: Selection) -> Sequence[Cell]:
    written = write(field, tables, selection.book)
    if field.kind in (Kind.CODE, Kind.PERIOD):
        return [None if code < 0 else written.texts[code] for code in written.codes.tolist()]
    if field.kind is Kind.YES_NO:
        return [None if code < 0 else bool(value) for code, value in zip(written.codes, written.sort_keys, strict=True)]
    return _numbers(written.sort_keys)


def _numbers(values: Array) -> list[Cell]:
    """Floats as numbers of at most 3 decimals, whole where they are whole; NaN as None."""
    rounded = [None if np.isnan(value) else round(float(value), 3) for value in values]
    return [int(value) if value is not None and value.is_integer() else value for value in rounded]


def _counts(values: Array) -> list[Cell]:
    return [None if value < 0 else int(value) for value in values]


def _flags(values: Array) -> list[Cell]:
    return [None if value < 0 else bool(value) for value in values]


def _ids(keys: Sequence[Key], codes: Array) -> list[Cell]:
    return [None if code < 0 else keys[code][1] for code in codes.tolist()]


def _game_columns(tables: Tables, games: Array) -> list[Column]:
    infos = tables.names.games
    return [
        Column("source", "", [infos[code].key[0] for code in games.tolist()]),
        Column("game_id", "", [infos[code].key[1] for code in games.tolist()]),
        Column("date", "", [infos[code].day for code in games.tolist()]),
    ]


def shots(selection: Selection, rows: NDArray[np.bool_]) -> list[Column]:
    """A row a field-goal attempt of the chosen possessions; places in feet on the attacking half."""
    tables = selection.tables.take(rows)
    table, names, at = tables.shots, tables.names, tables.shots.possession
    owner = tables.possessions.take(at)
    words = [None if code < 0 or not names.words[code] else names.words[code] for code in table.words.tolist()]
    return [
        *_game_columns(tables, owner.game),
        Column("possession", "", _counts(owner.number)),
        Column("offence_team_id", "", _ids(names.teams, owner.offence)),
        Column("shooter_id", "", _ids(names.players, table.shooter)),
        Column("shooter", "", _people(selection, names.players, table.shooter)),
        Column("made", "", _flags(table.made)),
        Column("value", "points", _counts(table.value)),
        Column("x", "ft", _numbers(table.x_ft)),
        Column("y", "ft", _numbers(table.y_ft)),
        Column("distance", "ft", _numbers(table.distance_ft)),
        Column("zone", "feed's number", _counts(table.zone)),
        Column("advanced_zone", "feed's number", _counts(table.advanced_zone)),
        Column("clock", "s", _numbers(table.game_clock_s)),
        Column("shot_clock", "s", _numbers(table.shot_clock_s)),
        Column("seconds_into", "s", _numbers(table.into_s)),
        Column("blocked", "", _flags(table.is_blocked)),
        Column("words", "feed's words", words),
        Column("raw_x", "feed's unit", _numbers(table.raw_x)),
        Column("raw_y", "feed's unit", _numbers(table.raw_y)),
    ]


def events(selection: Selection, rows: NDArray[np.bool_]) -> list[Column]:
    """A row an event of the chosen possessions, in the feed's order."""
    tables = selection.tables.take(rows)
    table, names = tables.events, tables.names
    owner = tables.possessions.take(table.possession)
    return [
        *_game_columns(tables, owner.game),
        Column("possession", "", _counts(owner.number)),
        Column("order", "", _counts(table.order + 1)),
        Column("kind", "", [names.words[code] for code in table.kind.tolist()]),
        Column("words", "feed's words", [names.words[code] or None for code in table.words.tolist()]),
        Column("player_id", "", _ids(names.players, table.player)),
        Column("player", "", _people(selection, names.players, table.player)),
        Column("other_player_id", "", _ids(names.players, table.other_player)),
        Column("clock", "s", _numbers(table.game_clock_s)),
        Column("shot_clock", "s", _numbers(table.shot_clock_s)),
        Column("time", "s since 1970", _numbers(table.time_s)),
    ]


def _people(selection: Selection, keys: Sequence[Key], codes: Array) -> list[Cell]:
    return [None if code < 0 else selection.book.player(keys[code]) for code in codes.tolist()]


SHEETS: dict[str, Callable[[Selection, NDArray[np.bool_]], list[Column]]] = {
    "possessions": possessions,
    "shots": shots,
    "events": events,
}
"""What can be exported, by name."""
