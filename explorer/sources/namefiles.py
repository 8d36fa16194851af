"""Names of players from a file: `names.csv` (id, name, optional number and team) or a saved ShotTracker roster."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Struct

from explorer.core.errors import DataError
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.sources import border
from explorer.sources.ctg.teams import same_ids
from explorer.sources.shottracker.payload import Id

_ID_WORDS = {"id", "player_id", "player_id_nba", "person_id"}
_NAME_WORDS = {"name", "player", "player_name", "full_name"}
_NUMBER_WORDS = {"number", "jersey", "jersey_number"}
_TEAM_WORDS = {"team", "team_id", "team_id_nba"}
MOST_ROWS = 200_000
NO_HEAD = "its first line must name the columns id and name"


@dataclass(frozen=True, slots=True)
class NameRow:
    """A player's name as a file gives it, for one source's ids."""

    source: str
    player_id: str
    name: str
    number: str | None = None
    team_id: str | None = None


def is_names_text(body: bytes) -> bool:
    """Whether a file's first line is the head of a names file: it has an id and a name."""
    head = _head(body)
    if not head or head[:1] in b"{[":
        return False
    words = _words(head.decode(errors="replace"))
    return bool(_ID_WORDS & set(words)) and bool(_NAME_WORDS & set(words))


def is_table(body: bytes) -> bool:
    """Whether a file's first line has the separators of a table, and no brace as JSON has."""
    head = _head(body)
    return any(mark in head for mark in b",;\t") and not any(mark in head for mark in b"{}[]\0")


def _head(body: bytes) -> bytes:
    return body[:4096].lstrip().split(b"\n", 1)[0]


def _words(head: str) -> list[str]:
    separator = ";" if head.count(";") > head.count(",") else "\t" if "\t" in head else ","
    return [word.strip().strip('"').casefold().replace(" ", "_") for word in head.split(separator)]


def read_names(body: bytes, origin: str) -> Iterator[NameRow]:
    """The rows of a names file for Cleaning the Glass' ids; comma, semicolon or tab.

    Raises DataError that names the line, for a row without an id or name, and for text that is not UTF-8.
    """
    try:
        content = body.decode()
    except UnicodeDecodeError as error:
        raise DataError(origin, f"it is not UTF-8 text (byte {error.start})") from None
    head = content.lstrip().split("\n", 1)[0].rstrip("\r")
    separator = ";" if head.count(";") > head.count(",") else "\t" if "\t" in head else ","
    words = _words(head)
    places = {
        name: next((i for i, word in enumerate(words) if word in known), None)
        for name, known in (
            ("id", _ID_WORDS),
            ("name", _NAME_WORDS),
            ("number", _NUMBER_WORDS),
            ("team", _TEAM_WORDS),
        )
    }
    try:
        rows = list(csv.reader(io.StringIO(content.lstrip()), delimiter=separator, strict=True))[1:]
    except csv.Error as error:
        raise DataError(origin, f"the table cannot be read ({error})") from None
    if len(rows) > MOST_ROWS:
        raise DataError(origin, f"it has more than {MOST_ROWS:,} lines")
    for line, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        values = {name: row[i].strip() if i is not None and i < len(row) else "" for name, i in places.items()}
        if not values["id"] or not values["name"]:
            raise DataError(origin, "the row has no id or no name", f"line {line}")
        yield NameRow(CTG, values["id"], values["name"], values["number"] or None, values["team"] or None)


class _RosterPlayer(Struct, frozen=True):
    id: Id
    first_name: str | None = None
    last_name: str | None = None
    display_name: str | None = None
    jersey_number_str: str | None = None
    jersey_number: int | str | None = None


class _Roster(Struct, frozen=True):
    id: Id
    name: str | None = None
    players: tuple[_RosterPlayer, ...] = ()


def names_of_roster(body: bytes, origin: str) -> Iterator[NameRow]:
    """The players of a saved roster answer; also for Cleaning the Glass where the team has the league's id."""
    roster = border.decode(body, _Roster, origin)
    sources = (SHOTTRACKER, CTG) if same_ids(str(roster.id), roster.name) else (SHOTTRACKER,)
    for player in roster.players:
        name = f"{player.first_name or ''} {player.last_name or ''}".strip() or player.display_name or ""
        number = player.jersey_number_str or (None if player.jersey_number is None else str(player.jersey_number))
        if name:
            for source in sources:
                yield NameRow(source, str(player.id), name, number, str(roster.id))
