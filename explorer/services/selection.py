"""Games loaded as one set of tables, none summed twice, with what is needed to look into each."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from explorer.core import text
from explorer.core.definitions import Definitions
from explorer.core.model import Answer, Finding, Game, Key, Possession
from explorer.core.names import NameBook
from explorer.core.table import GameInfo, Tables
from explorer.core.vocabulary import SOURCE_TITLES, WITHOUT_SCORE


@dataclass(frozen=True, slots=True)
class Details:
    """One game decoded again, with its raw answers and its findings."""

    game: Game
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class KeptTracking:
    """Answers of tracking that are there: `name` stands for them as they are, `answers` reads them."""

    name: Hashable
    answers: Callable[[], tuple[Answer, ...]]


def no_tracking(possession: Possession) -> KeptTracking | None:
    """What a game says that has no tracking."""
    return None


@dataclass(frozen=True, slots=True)
class Loaded:
    """One game that is looked at: its files or addresses, final score, and how to get at its tables and details.

    `first_s` is when its first possession began, in seconds since 1970, where that is known; `tracking` finds what
    there is of where everybody was in a possession.
    """

    info: GameInfo
    part: Callable[[], Tables]
    origin: tuple[str, ...]
    score: dict[str, int] | None
    first_s: float | None
    details: Callable[[], Details]
    tracking: Callable[[Possession], KeptTracking | None] = no_tracking

    @property
    def tables(self) -> Tables:
        """The game's own tables: from memory, or read from the library again."""
        return self.part()

    @property
    def is_score_derived(self) -> bool:
        """Whether the score is no score of the feed's but the points inside possessions."""
        return self.score is not None and self.info.key[0] in WITHOUT_SCORE


@dataclass(frozen=True, slots=True)
class Selection:
    """The games that are looked at together."""

    games: tuple[Loaded, ...]
    tables: Tables
    book: NameBook
    notices: tuple[str, ...] = ()
    is_sample: bool = False
    errors: tuple[str, ...] = ()

    def under(self, definitions: Definitions) -> Selection:
        """The same games by other definitions."""
        return replace(self, tables=replace(self.tables, definitions=definitions))

    def details(self, game: int) -> Details:
        """Decode the game with this code in the tables."""
        key = self.tables.names.games[game].key
        return next(loaded for loaded in self.games if loaded.info.key == key).details()


@dataclass(slots=True)
class Twins:
    """Games that are known more than once: the one that is used and those set aside for it."""

    used: list[Loaded] = field(default_factory=list)
    aside: list[Loaded] = field(default_factory=list)


def same_game(info: GameInfo, letters: Callable[[Key], str | None]) -> tuple[object, ...]:
    """What two feeds' records of one game have in common: the day and both teams' names (letters only).

    A game without a day or with unnamed teams is like no other.
    """
    names = [letters(team) for team in info.teams]
    if info.day is None or len(names) != 2 or None in names:
        return info.key
    return (info.day, *sorted(filter(None, names)))


def _letters(team: Key, book: NameBook) -> str | None:
    """A team's name; where its own feed does not name it, the name that another feed gives that id."""
    for source in (team[0], *SOURCE_TITLES):
        name = book.team((source, team[1]))
        if not name.startswith("#"):
            return re.sub(r"[^\w]", "", name.casefold())
    return None


def part_twins(games: Sequence[Loaded], book: NameBook, preferred: str) -> Twins:
    """Keep one of the games that several feeds tell of: the preferred feed's, else the first."""
    found: dict[tuple[object, ...], list[Loaded]] = {}
    letters = cache(lambda team: _letters(team, book))
    for loaded in games:
        found.setdefault(same_game(loaded.info, letters), []).append(loaded)
    twins = Twins()
    for same in found.values():
        sources = {loaded.info.key[0] for loaded in same}
        if len(sources) < 2:
            twins.used += same
            continue
        source = preferred if preferred in sources else same[0].info.key[0]
        twins.used += [loaded for loaded in same if loaded.info.key[0] == source]
        twins.aside += [loaded for loaded in same if loaded.info.key[0] != source]
    order = {id(loaded): number for number, loaded in enumerate(games)}
    twins.used.sort(key=lambda loaded: order[id(loaded)])
    return twins


def twins_notice(twins: Twins) -> str:
    """The sentence for games that were set aside."""
    if not twins.aside:
        return ""
    games = text.count(len(twins.aside), "game is", "games are")
    sources = {loaded.info.key[0] for loaded in twins.aside}
    aside = text.listed(sorted(SOURCE_TITLES[source] for source in sources))
    return f"{games} known from two sources and counted once; {aside}'s is set aside."


def by_time(games: Sequence[Loaded]) -> list[Loaded]:
    """Games in order of play: by day, then by the first possession, then by key."""

    def first(loaded: Loaded) -> float:
        return math.inf if loaded.first_s is None else loaded.first_s

    return sorted(games, key=lambda loaded: (loaded.info.day or "", first(loaded), loaded.info.key))
