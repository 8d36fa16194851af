"""Rows of the library as they are written, within a transaction of the caller's."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Mapping

from explorer.core.model import Answer, Player, Team

_COMPRESSION = 3

PlayerRow = tuple[str, Player, str | None]
"""A source, a player as it names him, and his team's id."""


def digest(body: bytes) -> str:
    """The sha256 of an answer, as it is kept beside it."""
    return hashlib.sha256(body).hexdigest()


def write_answers(connection: sqlite3.Connection, number: int, answers: Iterable[Answer]) -> None:
    """Put answers beside the game with this row number."""
    connection.executemany(
        """INSERT INTO answers (game, kind, part, sha256, etag, fetched_s, origin, body)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                number,
                answer.kind,
                answer.part,
                digest(answer.body),
                answer.etag,
                answer.fetched_s,
                answer.origin,
                zlib.compress(answer.body, _COMPRESSION),
            )
            for answer in answers
        ],
    )


def write_columns(connection: sqlite3.Connection, number: int, columns: Mapping[str, bytes]) -> None:
    """Put columns, by name, in place of those of the game with this row number."""
    connection.execute("DELETE FROM columns WHERE game = ?", (number,))
    connection.executemany(
        "INSERT INTO columns (game, name, crc32, body) VALUES (?, ?, ?, ?)",
        [(number, name, zlib.crc32(body), body) for name, body in columns.items()],
    )


def write_teams(connection: sqlite3.Connection, source: str, teams: Iterable[Team]) -> None:
    """Keep names of teams; an empty abbreviation takes the place of none."""
    connection.executemany(
        """INSERT INTO teams (source, id, name, abbreviation) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET name = excluded.name,
               abbreviation = CASE excluded.abbreviation WHEN '' THEN abbreviation ELSE excluded.abbreviation END""",
        [(source, team.team_id, team.name, team.abbreviation or "") for team in teams if team.name],
    )


def write_players(connection: sqlite3.Connection, rows: Iterable[PlayerRow]) -> None:
    """Keep names of players; a number or team that is not told takes the place of none."""
    connection.executemany(
        """INSERT INTO players (source, id, name, number, team_id) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET name = excluded.name, number = coalesce(excluded.number, number),
               team_id = coalesce(excluded.team_id, team_id)""",
        [
            (source, player.player_id, player.name, player.number, team_id)
            for source, player, team_id in rows
            if player.name
        ],
    )
