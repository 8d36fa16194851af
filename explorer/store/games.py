"""The games of the library: raw answers, the columns made from them, and names."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import batched
from pathlib import Path
from typing import Any

from explorer.core.errors import StoreError
from explorer.core.model import Answer, Game, Key, Player, Team
from explorer.core.names import NameBook
from explorer.core.vocabulary import WITHOUT_SCORE
from explorer.store.database import Database
from explorer.store.schema import APPLICATION_ID, MIGRATIONS
from explorer.store.writing import PlayerRow, digest, write_answers, write_columns, write_players, write_teams

_LARGEST_BODY = 64 << 20
_BATCH = 250
TRACKING = "locations"
"""The kind of an answer that holds tracking."""


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
    revision: int = 0
    """Another number after every write of the game."""

    @property
    def key(self) -> Key:
        """The game's key: (source, id)."""
        return (self.source, self.game_id)

    @property
    def is_score_derived(self) -> bool:
        """Whether the score is no score of the feed's but the points inside possessions."""
        return self.score is not None and self.source in WITHOUT_SCORE


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one game: its whole answers, which are damaged, and the state that was read."""

    answers: tuple[Answer, ...] = ()
    damaged: tuple[Answer, ...] = ()
    """Answers whose bytes no longer match their sha256; their bodies are empty."""
    revision: int | None = None
    """The game's revision when it was read, None where the game is not kept."""


def unpacked(packed: bytes) -> bytes:
    """A kept body; nothing where it is damaged or blows up beyond what was ever put in."""
    machine = zlib.decompressobj()
    try:
        body = machine.decompress(packed, _LARGEST_BODY)
    except zlib.error:
        return b""
    return body if machine.eof else b""


class GameStore:
    """Reads and writes games; every write of a game is one transaction."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is opened when first used."""
        self.database = Database(path, APPLICATION_ID, MIGRATIONS)

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def rows(self) -> list[GameRow]:
        """Every game, by day and id; its age is that of its possessions, whatever else was fetched since."""
        with self.database.reading() as connection:
            found = connection.execute(
                """SELECT source, game_id, day, league, teams, home_team_id, score, possessions, findings,
                          (SELECT max(fetched_s) FROM answers
                           WHERE game = games.id AND kind IN ('possessions', 'markings')), version, first_s, revision
                   FROM games ORDER BY day, game_id, source"""
            ).fetchall()
        return [_row(values) for values in found]

    def revisions(self) -> dict[Key, int]:
        """The revision of every game."""
        with self.database.reading() as connection:
            found = connection.execute("SELECT source, game_id, revision FROM games").fetchall()
        return {(source, game_id): revision for source, game_id, revision in found}

    def neighbours(self, source: str, team_ids: Sequence[str], first_s: float, within_s: float) -> list[str]:
        """The ids of the games of the same teams that began within some seconds of a time, the nearest first."""
        with self.database.reading() as connection:
            found = connection.execute(
                """SELECT game_id FROM games WHERE source = ? AND teams = ? AND abs(first_s - ?) <= ?
                   ORDER BY abs(first_s - ?), game_id""",
                (source, json.dumps(sorted(team_ids)), first_s, within_s, first_s),
            ).fetchall()
        return [game_id for (game_id,) in found]

    def kept(self, key: Key, *, beside: bool = True) -> Kept:
        """The raw answers of a game, oldest first, those that are damaged apart; `beside`: tracking too."""
        with self.database.reading() as connection:
            found = connection.execute(
                """SELECT kind, part, body, sha256, etag, fetched_s, origin, revision FROM answers
                   JOIN games ON games.id = answers.game
                   WHERE source = ? AND game_id = ? AND (? OR kind <> ?) ORDER BY fetched_s, answers.id""",
                (*key, beside, TRACKING),
            ).fetchall()
        whole: list[Answer] = []
        damaged: list[Answer] = []
        for kind, part, packed, sha256, etag, fetched_s, origin, _ in found:
            body = unpacked(packed)
            if digest(body) == sha256:
                whole.append(Answer(kind, part, body, origin, fetched_s, etag))
            else:
                damaged.append(Answer(kind, part, b"", origin, fetched_s, etag))
        return Kept(tuple(whole), tuple(damaged), found[0][-1] if found else None)

    def answers(self, key: Key) -> list[Answer]:
        """The raw answers that tell of a game's possessions, oldest first, without tracking, which can be large.

        Raises StoreError where one does not match its sha256.
        """
        kept = self.kept(key, beside=False)
        if kept.damaged:
            origin = kept.damaged[0].origin
            raise StoreError(f"The kept answer of game {key[1]} ({origin}) is damaged; import or fetch the game again.")
        return list(kept.answers)

    def origins(self, keys: Sequence[Key]) -> dict[Key, list[str]]:
        """The files or addresses that the answers of games came from, oldest first."""
        found: dict[Key, list[str]] = {key: [] for key in keys}
        for source, game_id, origin in self._of_games(
            keys,
            """SELECT source, game_id, origin FROM answers JOIN games ON games.id = answers.game
               WHERE {} ORDER BY fetched_s, answers.id""",
        ):
            if origin not in found[source, game_id]:
                found[source, game_id].append(origin)
        return found

    def _of_games(self, keys: Sequence[Key], statement: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement for many games, a few hundred games at a time."""
        for batch in batched(keys, _BATCH):
            places = ", ".join(["(?, ?)"] * len(batch))
            with self.database.reading() as connection:
                rows = connection.execute(
                    statement.format(f"(source, game_id) IN (VALUES {places})"),
                    [value for key in batch for value in key],
                ).fetchall()
            yield from rows

    def save(
        self,
        game: Game,
        answers: Sequence[Answer],
        columns: Mapping[str, bytes],
        version: str,
        findings: int,
        *,
        instead_of: int | None = None,
        people: Sequence[PlayerRow] = (),
        replaces: tuple[Key, int | None] | None = None,
    ) -> bool:
        """Keep a game with all its answers and columns, and names of players; one transaction.

        `instead_of` is the revision that the answers were put together from, `replaces` the key and revision of
        a game that goes on as this one and is forgotten. Where either has another revision by now, nothing is
        written and False is returned.
        """
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
            for key, revision in ((game.key, instead_of), *([replaces] if replaces else [])):
                found = connection.execute(
                    "SELECT revision FROM games WHERE source = ? AND game_id = ?", key
                ).fetchone()
                if (found[0] if found else None) != revision:
                    return False
            if replaces:
                connection.execute("DELETE FROM games WHERE source = ? AND game_id = ?", replaces[0])
            (number,) = connection.execute(
                """INSERT INTO games (source, game_id, day, league, teams, home_team_id, score, first_s,
                                      possessions, findings, version, revision)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, random())
                   ON CONFLICT (source, game_id) DO UPDATE SET day = excluded.day, league = excluded.league,
                       teams = excluded.teams, home_team_id = excluded.home_team_id, score = excluded.score,
                       first_s = excluded.first_s, possessions = excluded.possessions,
                       findings = excluded.findings, version = excluded.version,
                       revision = excluded.revision
                   RETURNING id""",
                (*game.key, *values),
            ).fetchone()
            connection.execute("DELETE FROM answers WHERE game = ?", (number,))
            write_answers(connection, number, answers)
            write_columns(connection, number, columns)
            write_teams(connection, game.source, game.teams)
            for team in game.teams:
                write_players(connection, [(game.source, p, team.team_id) for p in team.players])
            write_players(connection, people)
        return True

    def save_beside(self, key: Key, answers: Sequence[Answer]) -> bool:
        """Keep more answers of a kept game, in place of those of the same kind and part; one transaction.

        Returns whether the game is there; nothing is written where it is not.
        """
        with self.database.writing() as connection:
            found = connection.execute("SELECT id FROM games WHERE source = ? AND game_id = ?", key).fetchone()
            if found:
                connection.executemany(
                    "DELETE FROM answers WHERE game = ? AND kind = ? AND part = ?",
                    [(found[0], answer.kind, answer.part) for answer in answers],
                )
                write_answers(connection, found[0], answers)
                # Who put the game together without these answers must see that it is another by now.
                connection.execute("UPDATE games SET revision = random() WHERE id = ?", found)
        return found is not None

    def touch(self, key: Key, answers: Sequence[Answer]) -> None:
        """Note that kept answers, known by kind and part, were found to hold at `fetched_s`; one transaction."""
        with self.database.writing() as connection:
            connection.executemany(
                """UPDATE answers SET fetched_s = max(fetched_s, ?), etag = coalesce(?, etag)
                   WHERE kind = ? AND part = ? AND sha256 = ?
                     AND game = (SELECT id FROM games WHERE source = ? AND game_id = ?)""",
                [(a.fetched_s, a.etag, a.kind, a.part, digest(a.body), *key) for a in answers],
            )

    def save_columns(self, key: Key, columns: Mapping[str, bytes], version: str, revision: int | None) -> None:
        """Replace the columns of a game that is still at this revision by those of a version; one transaction."""
        with self.database.writing() as connection:
            found = connection.execute(
                "SELECT id FROM games WHERE source = ? AND game_id = ? AND revision = ?", (*key, revision)
            ).fetchone()
            if found:
                write_columns(connection, found[0], columns)
                connection.execute("UPDATE games SET version = ? WHERE id = ?", (version, found[0]))

    def columns(self, keys: Sequence[Key]) -> Iterator[tuple[Key, str, dict[str, bytes]]]:
        """The version and the undamaged columns, by name, of every game that has any; in no order."""
        found: dict[Key, tuple[str, dict[str, bytes]]] = {}
        for batch in batched(keys, _BATCH):
            found.clear()
            for source, game_id, version, name, crc32, body in self._of_games(
                batch,
                """SELECT source, game_id, version, name, crc32, body FROM columns
                   JOIN games ON games.id = columns.game WHERE {}""",
            ):
                if zlib.crc32(body) == crc32:
                    found.setdefault((source, game_id), (version, {}))[1][name] = body
            for key, (version, bodies) in found.items():
                yield key, version, bodies

    def remove(self, keys: Sequence[Key]) -> None:
        """Forget games with all their answers; one transaction."""
        with self.database.writing() as connection:
            connection.executemany("DELETE FROM games WHERE source = ? AND game_id = ?", keys)

    def save_players(self, rows: Sequence[PlayerRow]) -> None:
        """Keep names of players; one transaction."""
        with self.database.writing() as connection:
            write_players(connection, rows)

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


@lru_cache(4096)
def _team_ids(words: str) -> tuple[str, ...]:
    """The teams of a game; a season has the same pairings again and again."""
    return tuple(json.loads(words))


def _row(values: Sequence[object]) -> GameRow:
    source, game_id, day, league, teams, home, score, possessions, findings, fetched, version, first, revision = values
    return GameRow(
        source=str(source),
        game_id=str(game_id),
        day=None if day is None else str(day),
        league=str(league),
        team_ids=_team_ids(str(teams)),
        home_team_id=None if home is None else str(home),
        score=None if score is None else json.loads(str(score)),
        possessions=int(str(possessions)),
        findings=int(str(findings)),
        fetched_s=None if fetched is None else float(str(fetched)),
        version=str(version),
        first_s=None if first is None else float(str(first)),
        revision=int(str(revision)),
    )
