"""What is kept beside a game's possessions, such as tracking: which game it belongs to, and its answers alone."""

from __future__ import annotations

from collections.abc import Callable

from explorer.core.errors import StoreError
from explorer.core.model import Answer, Key
from explorer.store.games import GameStore, unpacked
from explorer.store.writing import digest


def games_of_session(store: GameStore, session: str) -> list[Key]:
    """The games of which a possessions answer is kept under the name of a session, by day."""
    with store.database.reading() as connection:
        found = connection.execute(
            """SELECT DISTINCT source, game_id FROM answers JOIN games ON games.id = answers.game
               WHERE kind = 'possessions' AND instr('+' || part || '+', '+' || ? || '+') ORDER BY day, game_id""",
            (session,),
        ).fetchall()
    return [(source, game_id) for source, game_id in found]


def games_begun(store: GameStore, from_s: float, to_s: float) -> list[Key]:
    """The games that began between two times, in seconds since 1970, the latest first."""
    with store.database.reading() as connection:
        found = connection.execute(
            "SELECT source, game_id FROM games WHERE first_s BETWEEN ? AND ? ORDER BY first_s DESC, source DESC",
            (from_s, to_s),
        ).fetchall()
    return [(source, game_id) for source, game_id in found]


def parts_beside(store: GameStore, key: Key, kind: str) -> list[tuple[str, str]]:
    """The answers of one kind that are kept with a game, as (part, sha256), oldest first."""
    with store.database.reading() as connection:
        found = connection.execute(
            """SELECT part, sha256 FROM answers JOIN games ON games.id = answers.game
               WHERE source = ? AND game_id = ? AND kind = ? ORDER BY fetched_s, answers.id""",
            (*key, kind),
        ).fetchall()
    return [(part, sha256) for part, sha256 in found]


def answers_beside(store: GameStore, key: Key, kind: str, is_wanted: Callable[[str], bool]) -> list[Answer]:
    """The answers of one kind whose part is wanted, oldest first; raises StoreError where one is damaged."""
    answers = []
    wanted = [part for part, _ in parts_beside(store, key, kind) if is_wanted(part)]
    with store.database.reading() as connection:
        for part in wanted:
            row = connection.execute(
                """SELECT body, sha256, etag, fetched_s, origin FROM answers JOIN games ON games.id = answers.game
                   WHERE source = ? AND game_id = ? AND kind = ? AND part = ?""",
                (*key, kind, part),
            ).fetchone()
            if row is None:
                continue
            packed, sha256, etag, fetched_s, origin = row
            body = unpacked(packed)
            if digest(body) != sha256:
                raise StoreError(f"The kept tracking of game {key[1]} ({origin}) is damaged; fetch or open it again.")
            answers.append(Answer(kind, part, body, origin, fetched_s, etag))
    return answers
