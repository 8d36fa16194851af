"""What the user keeps himself: saved views, possessions left out, courts; backed up by day, never refetched."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.core.model import Key
from explorer.core.views import View, folded
from explorer.store.annotations_schema import APPLICATION_ID, MIGRATIONS
from explorer.store.backups import copies_of, keep_copy
from explorer.store.database import Database

_COLUMNS = "title, question, breakdown, columns, sort, is_descending, definitions, shortcut"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A possession that the user leaves out: its key, its game, why (maybe empty), and since when."""

    key: int
    game: Key
    reason: str = ""
    since_s: float = 0.0


class AnnotationStore:
    """Reads and writes the file; every change is one transaction. All raise StoreError."""

    def __init__(self, path: Path, today: Callable[[], str] = lambda: time.strftime("%Y-%m-%d")) -> None:
        """Name the file; it is opened when first used, and made by the first write."""
        self._today = today
        self.database = Database(path, APPLICATION_ID, MIGRATIONS, "annotations file", lambda: copies_of(path))

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self.database.writing() as connection:
            ((is_filled,),) = connection.execute(
                """SELECT EXISTS (SELECT 1 FROM views) OR EXISTS (SELECT 1 FROM left_out)
                   OR EXISTS (SELECT 1 FROM courts)"""
            )
            if is_filled:
                keep_copy(self.database.path, self._today())
            yield connection

    # Views

    def views(self) -> list[View]:
        """The saved views, in the user's order."""
        with self.database.reading() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM views ORDER BY place, id").fetchall()
        return [_view(row) for row in rows]

    def save(self, view: View, *, is_replacing: bool) -> bool:
        """Keep a view, as the last or in the place of the one of its title; false where that must not be replaced."""
        values = (
            view.question,
            json.dumps(view.breakdown),
            json.dumps(view.columns),
            view.sort,
            int(view.is_descending),
            json.dumps(dict(view.definitions), sort_keys=True),
            view.shortcut,
        )
        with self._writing() as connection:
            known = connection.execute("SELECT id FROM views WHERE folded = ?", (folded(view.title),)).fetchone()
            if known is not None and not is_replacing:
                return False
            if known is None:
                connection.execute(
                    f"""INSERT INTO views ({_COLUMNS}, folded, changed_s, place)
                        SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(max(place), 0) + 1 FROM views""",
                    (view.title, *values, folded(view.title), time.time()),
                )
            else:
                connection.execute(
                    """UPDATE views SET title = ?, question = ?, breakdown = ?, columns = ?, sort = ?,
                       is_descending = ?, definitions = ?, shortcut = ?, changed_s = ? WHERE id = ?""",
                    (view.title, *values, time.time(), known[0]),
                )
        return True

    def rename(self, title: str, new: str) -> bool:
        """Give a view another title; false where there is no such view, or another has that title already."""
        with self._writing() as connection:
            taken = connection.execute(
                "SELECT 1 FROM views WHERE folded = ? AND folded != ?", (folded(new), folded(title))
            ).fetchone()
            if taken is not None:
                return False
            done = connection.execute(
                "UPDATE views SET title = ?, folded = ?, changed_s = ? WHERE folded = ?",
                (new, folded(new), time.time(), folded(title)),
            )
            return done.rowcount > 0

    def set_shortcut(self, title: str, shortcut: str) -> None:
        """Give a view another shortcut, or none; nothing where there is no such view."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE views SET shortcut = ?, changed_s = ? WHERE folded = ?", (shortcut, time.time(), folded(title))
            )

    def remove(self, title: str) -> None:
        """Forget a view; nothing where there is none of that title."""
        with self._writing() as connection:
            connection.execute("DELETE FROM views WHERE folded = ?", (folded(title),))

    def move(self, title: str, by: int) -> None:
        """Move a view so many places down (up: negative) among the others, at most to an end."""
        with self._writing() as connection:
            order = [number for (number,) in connection.execute("SELECT id FROM views ORDER BY place, id")]
            found = connection.execute("SELECT id FROM views WHERE folded = ?", (folded(title),)).fetchone()
            if found is None:
                return
            place = min(max(order.index(found[0]) + by, 0), len(order) - 1)
            order.remove(found[0])
            order.insert(place, found[0])
            connection.executemany(
                "UPDATE views SET place = ? WHERE id = ?", [(place, number) for place, number in enumerate(order)]
            )

    # Possessions left out

    def left_out(self) -> list[LeftOut]:
        """The possessions left out, the latest last."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT key, source, game_id, reason, since_s FROM left_out ORDER BY since_s, key"
            ).fetchall()
        return [LeftOut(key, (source, game_id), reason, since_s) for key, source, game_id, reason, since_s in rows]

    def leave_out(self, rows: Iterable[LeftOut]) -> None:
        """Leave possessions out; one that is left out already takes the new reason."""
        now_s = time.time()
        with self._writing() as connection:
            connection.executemany(
                """INSERT INTO left_out (key, source, game_id, reason, since_s) VALUES (?, ?, ?, ?, ?)
                   ON CONFLICT DO UPDATE SET reason = excluded.reason""",
                [(row.key, *row.game, row.reason, row.since_s or now_s) for row in rows],
            )

    def take_back(self, keys: Iterable[int]) -> None:
        """Let possessions count again; nothing for a key that is not left out."""
        with self._writing() as connection:
            connection.executemany("DELETE FROM left_out WHERE key = ?", [(key,) for key in keys])

    def change_keys(self, changes: Sequence[tuple[int, int]], game: Key) -> None:
        """Go on with possessions under new keys (old, new), since their game has another id now."""
        with self._writing() as connection:
            connection.executemany(
                "UPDATE OR REPLACE left_out SET key = ?, source = ?, game_id = ? WHERE key = ?",
                [(new, *game, old) for old, new in changes],
            )

    # Courts

    def courts(self) -> dict[Key, str]:
        """The leagues whose courts were chosen for games."""
        with self.database.reading() as connection:
            rows = connection.execute("SELECT source, game_id, league FROM courts").fetchall()
        return {(source, game_id): league for source, game_id, league in rows}

    def choose_court(self, games: Iterable[Key], league: str) -> None:
        """Choose a league's court for games; empty: each its own league's again."""
        with self._writing() as connection:
            if league:
                connection.executemany(
                    """INSERT INTO courts (source, game_id, league) VALUES (?, ?, ?)
                       ON CONFLICT DO UPDATE SET league = excluded.league""",
                    [(*game, league) for game in games],
                )
            else:
                connection.executemany("DELETE FROM courts WHERE source = ? AND game_id = ?", list(games))

    def rename_game(self, old: Key, new: Key) -> None:
        """Go on with the court of a game that has another id now."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE OR REPLACE courts SET source = ?, game_id = ? WHERE source = ? AND game_id = ?", (*new, *old)
            )

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()


def _view(row: tuple[str, str, str, str, str, int, str, str]) -> View:
    title, question, breakdown, columns, sort, is_descending, definitions, shortcut = row
    return View(
        title,
        question,
        _texts(breakdown),
        _texts(columns),
        sort,
        bool(is_descending),
        {name: choice for name, choice in _read(definitions, dict).items() if isinstance(choice, str)},
        shortcut,
    )


def _texts(written: str) -> tuple[str, ...]:
    return tuple(text for text in _read(written, list) if isinstance(text, str))


def _read[T: (list[Any], dict[str, Any])](written: str, kind: type[T]) -> T:
    """What stands in a cell as JSON; nothing where it is damaged, since the question alone is worth having."""
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(written)
        if isinstance(found, kind):
            return found
    return kind()
