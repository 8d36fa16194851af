"""What can be exported: three sheets of named, typed and described columns over the same tables and fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.fields import BY_NAME, FIELDS
from explorer.core.names import NameBook
from explorer.core.query_names import MEANINGS, zone_codes
from explorer.core.table import Tables
from explorer.core.zones import BASIC, NBA14, Scheme
from explorer.services.cells import Type, Values, coded
from explorer.services.columns import (
    Column,
    Filled,
    Read,
    Rows,
    fill,
    five,
    of_field,
    of_game,
    of_possession,
    own,
    player_ids,
    player_names,
    team_ids,
    words,
)

SOURCE, SEASON = "source", "season"
"""The columns by which a season of files is parted."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of its own: a row a possession, shot or event."""

    name: str
    singular: str
    title: str
    owner: Callable[[Tables], Array]
    """The possession's row of every row of the sheet's own table."""
    columns: tuple[Column, ...]

    def fill(self, tables: Tables, book: NameBook, rows: NDArray[np.intp]) -> Filled:
        """Read every column of some rows of the sheet's own table, by their numbers."""
        return fill(self.columns, Rows(tables, book, self.name, rows, self.owner(tables)[rows].astype(np.intp)))


_GAME = (
    Column(SOURCE, Type.TEXT, "", "The feed that tells of it: shottracker or ctg", of_game(lambda info: info.key[0])),
    Column("game_id", Type.TEXT, "", "The feed's id of the game", of_game(lambda info: info.key[1])),
    Column("date", Type.DAY, "", BY_NAME["day"].tip, of_game(lambda info: info.day)),
    of_field(BY_NAME[SEASON]),
    Column(
        "possession_key",
        Type.INT64,
        "",
        "Stands for the possession in every sheet, the same after every fetch; in JSON as text",
        of_possession("key"),
        is_derived=True,
    ),
)
_TOLD = frozenset({"day", "game", *(column.name for column in _GAME)})
"""The fields that stand among the columns of the game, as they are or in another form."""
_OFFENCE_ID = Column("offence_team_id", Type.TEXT, "", "The feed's id of the team with the ball", team_ids("offence"))
_DEFENCE_ID = Column("defence_team_id", Type.TEXT, "", "The feed's id of the other team", team_ids("defence"))
_OWNER = (
    *_GAME,
    Column(
        "possession",
        Type.INT32,
        "",
        "The possession's number in the game: `number` among the possessions",
        of_possession("number"),
    ),
    of_field(BY_NAME["period"]),
    of_field(BY_NAME["offence"]),
    _OFFENCE_ID,
)
"""What tells of a shot or an event whose it is."""


def _line_up(name: str, side: str) -> tuple[Column, Column]:
    tip = f"Their ids in the feed, in the order of `{name}`"
    return (
        Column(name, Type.TEXT, "", f"The players of the {side} on the floor", five(name, NameBook.player)),
        Column(f"{name}_ids", Type.TEXT, "", tip, five(name, lambda book, key: key[1])),
    )


def _shot(name: str, kind: Type, read: Read, unit: str = "", *, is_derived: bool = False) -> Column:
    """A column by the name and in the words that questions have for it."""
    title = MEANINGS[f"shot.{name}"].title
    return Column(name, kind, unit, title[:1].upper() + title[1:], read, is_derived)


def _zone(name: str, tip: str, scheme: Scheme) -> Column:
    def read(rows: Rows) -> Values:
        return coded(zone_codes(rows.tables, scheme)[rows.own], [zone.name for zone in scheme.zones])

    return Column(name, Type.TEXT, "", tip, read, is_derived=True)


def _order(rows: Rows) -> Array:
    """Places among a possession's events from 1; -1 unknown."""
    places = rows.plain("order")
    return np.where(places < 0, -1, places + 1)


_SHEETS = (
    Sheet(
        "possessions",
        "possession",
        "a row a possession",
        lambda tables: np.arange(len(tables.possessions)),
        (
            *_GAME,
            *(of_field(field) for field in FIELDS if field.name not in _TOLD),
            _OFFENCE_ID,
            _DEFENCE_ID,
            *_line_up("on", "offence"),
            *_line_up("against", "defence"),
        ),
    ),
    Sheet(
        "shots",
        "shot",
        "a row a field-goal attempt; places in feet on the attacking half",
        lambda tables: tables.shots.possession,
        (
            *_OWNER,
            Column("shooter_id", Type.TEXT, "", "The feed's id of the shooter", player_ids("shooter")),
            _shot("shooter", Type.TEXT, player_names("shooter")),
            _shot("made", Type.YES_NO, own("made")),
            _shot("value", Type.INT16, own("value"), "points"),
            _shot("kind", Type.TEXT, words("words"), "feed's words"),
            _shot("x", Type.FLOAT, own("x_ft"), "ft", is_derived=True),
            _shot("y", Type.FLOAT, own("y_ft"), "ft", is_derived=True),
            _shot("distance", Type.FLOAT, own("distance_ft"), "ft", is_derived=True),
            _zone("zone", "Zone by the shot's place and value, as questions have it", BASIC),
            _zone("area", "Zone among the NBA's 14 areas, by the shot's place and value", NBA14),
            _shot("zone_number", Type.INT16, own("zone"), "feed's number"),
            _shot("advanced_zone", Type.INT16, own("advanced_zone"), "feed's number"),
            _shot("clock", Type.FLOAT, own("game_clock_s"), "s"),
            _shot("shot_clock", Type.FLOAT, own("shot_clock_s"), "s"),
            _shot("into", Type.FLOAT, own("into_s"), "s", is_derived=True),
            _shot("blocked", Type.YES_NO, own("is_blocked")),
            _shot("and_one", Type.YES_NO, own("is_and_one")),
            Column("raw_x", Type.FLOAT, "feed's unit", "Place along the feed's own x", own("raw_x")),
            Column("raw_y", Type.FLOAT, "feed's unit", "Place along the feed's own y", own("raw_y")),
        ),
    ),
    Sheet(
        "events",
        "event",
        "a row an event, in the feed's order within its possession",
        lambda tables: tables.events.possession,
        (
            *_OWNER,
            Column("order", Type.INT16, "", "The event's number in its possession", _order),
            Column("kind", Type.TEXT, "", "What happened, in the program's words", words("kind")),
            Column("words", Type.TEXT, "feed's words", "What happened, as the feed writes it", words("words")),
            Column("player_id", Type.TEXT, "", "The feed's id of who did it", player_ids("player")),
            Column("player", Type.TEXT, "", "Who did it", player_names("player")),
            Column("other_player_id", Type.TEXT, "", "The feed's id of who else took part", player_ids("other_player")),
            Column("clock", Type.FLOAT, "s", "Game clock of the event", own("game_clock_s")),
            Column("shot_clock", Type.FLOAT, "s", "Shot clock of the event", own("shot_clock_s")),
            Column("time", Type.DOUBLE, "s since 1970", "When it happened, UTC", own("time_s")),
        ),
    ),
)

SHEETS: dict[str, Sheet] = {sheet.name: sheet for sheet in _SHEETS}
"""What can be exported, by name."""
