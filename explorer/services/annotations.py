"""What the user keeps himself, for the window and the command line: saved views, possessions left out, courts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from explorer.core import text
from explorer.core.court import LEAGUES
from explorer.core.model import Game, Key
from explorer.core.table import Tables
from explorer.core.tabulate import key_of
from explorer.core.views import View
from explorer.services.selection import Selection
from explorer.store.annotations import AnnotationStore, LeftOut

__all__ = ["Annotations", "LeftOut", "left_out_words", "open_annotations"]


class Annotations:
    """The saved views, left-out possessions and chosen courts of one user. What reads or writes raises StoreError."""

    def __init__(self, store: AnnotationStore) -> None:
        """Work on a store."""
        self._store = store

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    @property
    def notice(self) -> str:
        """What became of a damaged file when this one was opened; empty where nothing was wrong."""
        aside, restored = self._store.database.set_aside, self._store.database.restored
        if aside is None:
            return ""
        now = f"its copy {restored.name} has taken its place" if restored is not None else "a new one is begun"
        return f"The annotations file was damaged; it is kept as {aside.name}, and {now}."

    # Views

    def views(self) -> list[View]:
        """The saved views, in the user's order."""
        return self._store.views()

    def save(self, view: View, *, is_replacing: bool = False) -> bool:
        """Keep a view under its title; false, and nothing is done, where another has it and is not to be replaced."""
        return self._store.save(replace(view, title=_title(view.title)), is_replacing=is_replacing)

    def rename(self, title: str, new: str) -> bool:
        """Give a view another title; false where another has it already, or there is no such view."""
        return self._store.rename(title, _title(new))

    def set_shortcut(self, title: str, shortcut: str) -> None:
        """Give a view another shortcut; empty: none."""
        self._store.set_shortcut(title, shortcut)

    def remove(self, title: str) -> None:
        """Forget a view."""
        self._store.remove(title)

    def move(self, title: str, by: int) -> None:
        """Move a view down in the order (up: negative)."""
        self._store.move(title, by)

    # Possessions left out

    def left_out(self) -> list[LeftOut]:
        """Every possession left out, of any game, the latest last."""
        return self._store.left_out()

    def leave_out(self, tables: Tables, rows: Iterable[int], reason: str = "") -> None:
        """Leave out the possessions in these rows of the tables, for a reason or none."""
        table, games = tables.possessions, tables.names.games
        self._store.leave_out(
            LeftOut(int(table.key[row]), games[int(table.game[row])].key, " ".join(reason.split())) for row in rows
        )

    def restore(self, rows: Iterable[LeftOut]) -> None:
        """Leave possessions out again as they were, with their reasons."""
        self._store.leave_out(rows)

    def take_back(self, keys: Iterable[int]) -> None:
        """Let the possessions with these keys count again."""
        self._store.take_back(keys)

    def applied(self, selection: Selection, *, is_all_counted: bool = False) -> Selection:
        """The same games on their chosen courts, with what the user leaves out as left out.

        `is_all_counted`: what is left out is marked, and no more.
        """
        keys = {row.key for row in self.left_out()}
        tables = selection.tables.on_courts(self.courts()).leaving_out(keys, is_all_counted=is_all_counted)
        return replace(selection, tables=tables)

    def courts(self) -> dict[Key, str]:
        """The leagues whose courts were chosen for games; a league that is not known any more is left out."""
        return {key: league for key, league in self._store.courts().items() if league in LEAGUES}

    def choose_court(self, games: Iterable[Key], league: str) -> None:
        """Choose a league's court for games; empty: each its own league's again."""
        self._store.choose_court(games, league)

    def follow_court(self, old: Key, new: Key) -> None:
        """Keep the court of a game that was kept under another id until now."""
        self._store.rename_game(old, new)

    def follow(self, old: Key, game: Game) -> None:
        """Keep the possessions of a game left out that was kept under another id until now."""
        known = {row.key for row in self.left_out() if row.game == old}
        pairs = [(key_of(old, row.possession_id), key_of(game.key, row.possession_id)) for row in game.possessions]
        if changes := [(was, now) for was, now in pairs if was in known]:
            self._store.change_keys(changes, game.key)


def open_annotations(path: Path) -> Annotations:
    """The annotations kept in a file, which is opened when it is first used and made by the first write."""
    return Annotations(AnnotationStore(path))


def left_out_words(rows: Sequence[LeftOut]) -> str:
    """Why possessions are left out: `2 for “wrong clock”, 1 without a reason`."""
    reasons = Counter(row.reason for row in rows)
    return text.listed(
        [f"{n:,} for “{reason}”" if reason else f"{n:,} without a reason" for reason, n in reasons.most_common()], 4
    )


def _title(title: str) -> str:
    return " ".join(title.split())
