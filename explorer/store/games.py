"""The games of the library: raw answers, the columns made from them, and names."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.core.errors import StoreError
from explorer.core.model import Answer, Game, Key, Player, Team
from explorer.core.names import NameBook
from explorer.store.database import Database
from explorer.store.schema import APPLICATION_ID, MIGRATIONS

_COMPRESSION = 3


@dataclass(frozen=True, slots=True)
class GameRow:
    """What the library's list shows of a game without opening it."""

    source: str
    game_id: str
    day: str | None
    league: str
    team_ids: tuple[str, ...]
    home_team_id: str | None
    score: Mapping[str, int] | None
    possessions: int
    findings: int
    fetched_s: float | None
    version: str
    first_s: float | None = None

    @property
    def key(self) -> Key:
        """The game's key: (source, id)."""
        return (self.source, self.game_id)


def digest(body: bytes) -> str:
    """The sha256 of an answer, as it is kept beside it."""
    return hashlib.sha256(body).hexdigest()


class GameStore:
    """Reads and writes games; every write of a game is one transaction."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is opened when first used."""
        self.database = Database(path, APPLICATION_ID, MIGRATIONS)

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def rows(self) -> list[GameRow]:
        """Every game, by day and id."""
        with self.database.reading() as connection:
            found = connection.execute(
                """SELECT source, game_id, day, league, teams, home_team_id, score, possessions, findings,
                          (SELECT max(fetched_s) FROM answers WHERE game = games.id), version, first_s
                   FROM games ORDER BY day, game_id, source"""
            ).fetchall()
        return [_row(values) for values in found]

    def neighbour(self, source: str, team_ids: Sequence[str], first_s: float, within_s: float) -> str | None:
        """The id of the game of the same teams that began nearest in time, None where none is near enough."""
        with self.database.reading() as connection:
            found = connection.execute(
                """SELECT game_id FROM games WHERE source = ? AND teams = ? AND abs(first_s - ?) <= ?
                   ORDER BY abs(first_s - ?) LIMIT 1""",
                (source, json.dumps(sorted(team_ids)), first_s, within_s, first_s),
            ).fetchone()
        return found[0] if found else None

    def answers(self, key: Key) -> list[Answer]:
        """The raw answers of a game, oldest first; raises StoreError where one does not match its sha256."""
        with self.database.reading() as connection:
            found = connection.execute(
                """SELECT kind, part, body, sha256, etag, fetched_s, origin FROM answers
                   JOIN games ON games.id = answers.game
                   WHERE source = ? AND game_id = ? ORDER BY fetched_s, answers.id""",
                key,
            ).fetchall()
        return [
            Answer(kind, part, self._body(packed, sha256, key), origin, fetched_s, etag)
            for kind, part, packed, sha256, etag, fetched_s, origin in found
        ]

    def _body(self, packed: bytes, sha256: str, key: Key) -> bytes:
        try:
            body = zlib.decompress(packed)
        except zlib.error:
            body = b""
        if digest(body) != sha256:
            raise StoreError(f"The kept answer of game {key[1]} is damaged; import or fetch the game again.")
        return body

    def origins(self, key: Key) -> list[str]:
        """The files or addresses that a game's answers came from, oldest first."""
        with self.database.reading() as connection:
            found = connection.execute(
                """SELECT origin FROM answers JOIN games ON games.id = answers.game
                   WHERE source = ? AND game_id = ? ORDER BY fetched_s, answers.id""",
                key,
            ).fetchall()
        return list(dict.fromkeys(origin for (origin,) in found))

    def save(
        self, game: Game, answers: Sequence[Answer], columns: Mapping[str, bytes], version: str, findings: int
    ) -> None:
        """Keep a game with all its answers and columns, in place of what was known; one transaction."""
        first = min((p.start_time_s for p in game.possessions if p.start_time_s is not None), default=None)
        values = (
            game.day,
            game.league,
            json.dumps(sorted(team.team_id for team in game.teams)),
            game.home_team_id,
            None if game.score is None else json.dumps(dict(game.score)),
            first,
            len(game.possessions),
            findings,
            version,
        )
        with self.database.writing() as connection:
            (number,) = connection.execute(
                """INSERT INTO games (source, game_id, day, league, teams, home_team_id, score, first_s,
                                      possessions, findings, version)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                   ON CONFLICT (source, game_id) DO UPDATE SET day = excluded.day, league = excluded.league,
                       teams = excluded.teams, home_team_id = excluded.home_team_id, score = excluded.score,
                       first_s = excluded.first_s, possessions = excluded.possessions,
                       findings = excluded.findings, version = excluded.version
                   RETURNING id""",
                (*game.key, *values),
            ).fetchone()
            connection.execute("DELETE FROM answers WHERE game = ?", (number,))
            connection.executemany(
                """INSERT INTO answers (game, kind, part, body, sha256, etag, fetched_s, origin)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    (
                        number,
                        answer.kind,
                        answer.part,
                        zlib.compress(answer.body, _COMPRESSION),
                        digest(answer.body),
                        answer.etag,
                        answer.fetched_s,
                        answer.origin,
                    )
                    for answer in answers
                ],
            )
            _write_columns(connection, number, columns)
            _write_teams(connection, game.source, game.teams)
            for team in game.teams:
                _write_players(connection, [(game.source, p, team.team_id) for p in team.players])

    def save_columns(self, key: Key, columns: Mapping[str, bytes], version: str) -> None:
        """Replace the columns of a game by those of this version; one transaction."""
        with self.database.writing() as connection:
            found = connection.execute("SELECT id FROM games WHERE source = ? AND game_id = ?", key).fetchone()
            if found:
                _write_columns(connection, found[0], columns)
                connection.execute("UPDATE games SET version = ? WHERE id = ?", (version, found[0]))

    def columns(self, key: Key, names: Iterable[str]) -> tuple[str, dict[str, bytes]]:
        """The version and the named columns of a game; empty where the game is not kept."""
        with self.database.reading() as connection:
            found = connection.execute(
                """SELECT version, name, body FROM columns JOIN games ON games.id = columns.game
                   WHERE source = ? AND game_id = ?""",
                key,
            ).fetchall()
        wanted = set(names)
        version = found[0][0] if found else ""
        return version, {name: body for _, name, body in found if name in wanted}

    def remove(self, keys: Sequence[Key]) -> None:
        """Forget games with all their answers; one transaction."""
        with self.database.writing() as connection:
            connection.executemany("DELETE FROM games WHERE source = ? AND game_id = ?", keys)

    def save_players(self, rows: Sequence[tuple[str, Player, str | None]]) -> None:
        """Keep names of players, a row (source, player, team id); one transaction."""
        with self.database.writing() as connection:
            _write_players(connection, rows)

    def names(self) -> NameBook:
        """Every kept name."""
        book = NameBook()
        with self.database.reading() as connection:
            for source, team_id, name, short in connection.execute(
                "SELECT source, id, name, abbreviation FROM teams ORDER BY source, id"
            ):
                book.learn_team(source, Team(team_id, name, short or None))
            for source, player_id, name, number, team_id in connection.execute(
                "SELECT source, id, name, number, team_id FROM players"
            ):
                book.learn_player(source, Player(player_id, name, number=number), team_id)
        return book


def _row(values: Sequence[object]) -> GameRow:
    source, game_id, day, league, teams, home, score, possessions, findings, fetched, version, first = values
    return GameRow(
        source=str(source),
        game_id=str(game_id),
        day=None if day is None else str(day),
        league=str(league),
        team_ids=tuple(json.loads(str(teams))),
        home_team_id=None if home is None else str(home),
        score=None if score is None else json.loads(str(score)),
        possessions=int(str(possessions)),
        findings=int(str(findings)),
        fetched_s=None if fetched is None else float(str(fetched)),
        version=str(version),
        first_s=None if first is None else float(str(first)),
    )


def _write_columns(connection: sqlite3.Connection, number: int, columns: Mapping[str, bytes]) -> None:
    connection.execute("DELETE FROM columns WHERE game = ?", (number,))
    connection.executemany(
        "INSERT INTO columns (game, name, body) VALUES (?, ?, ?)",
        [(number, name, body) for name, body in columns.items()],
    )


def _write_teams(connection: sqlite3.Connection, source: str, teams: Iterable[Team]) -> None:
    connection.executemany(
        """INSERT INTO teams (source, id, name, abbreviation) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET name = excluded.name,
               abbreviation = CASE excluded.abbreviation WHEN '' THEN abbreviation ELSE excluded.abbreviation END""",
        [(source, team.team_id, team.name, team.abbreviation or "") for team in teams if team.name],
    )


def _write_players(connection: sqlite3.Connection, rows: Iterable[tuple[str, Player, str | None]]) -> None:
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
