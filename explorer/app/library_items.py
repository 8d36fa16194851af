"""The library's rows, and the sample's games, as items of the tree."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from explorer.core import text
from explorer.core.model import Key
from explorer.core.names import NameBook
from explorer.core.seasons import season_name
from explorer.core.table import GameInfo
from explorer.core.vocabulary import SOURCE_TITLES
from explorer.models.library_model import GameItem
from explorer.services.selection import Selection
from explorer.services.titles import game_title
from explorer.store.games import GameRow

_AGES = ((86400.0 * 365, "year"), (86400.0, "day"), (3600.0, "hour"), (60.0, "minute"))


def library_items(rows: Sequence[GameRow], book: NameBook) -> list[GameItem]:
    """An item a game of the library."""
    now = time.time()
    return [
        _item(
            row.key,
            row.day,
            row.league,
            tuple((row.source, team) for team in row.team_ids),
            None if row.home_team_id is None else (row.source, row.home_team_id),
            row.score,
            row.is_score_derived,
            row.possessions,
            "" if row.fetched_s is None else f"from {age(now - row.fetched_s)}",
            book,
        )
        for row in rows
    ]


def sample_items(sample: Selection) -> list[GameItem]:
    """An item a game that is in memory only."""
    return [
        _item(
            loaded.info.key,
            loaded.info.day,
            loaded.info.league,
            loaded.info.teams,
            loaded.info.home,
            loaded.score,
            loaded.is_score_derived,
            len(loaded.tables.possessions),
            "sample" if sample.is_sample else "",
            sample.book,
        )
        for loaded in sample.games
    ]


def age(seconds: float) -> str:
    """How long ago, in the largest whole unit: `3 hours ago`."""
    for size, unit in _AGES:
        if seconds >= size:
            return f"{text.count(int(seconds // size), unit)} ago"
    return "just now"


def _item(
    key: Key,
    day: str | None,
    league: str,
    teams: tuple[Key, ...],
    home: Key | None,
    score: Mapping[str, int] | None,
    is_score_derived: bool,
    possessions: int,
    note: str,
    book: NameBook,
) -> GameItem:
    # The visitors stand first, as scoreboards have it, where it is known who they are.
    ordered = sorted(teams, key=lambda team: team == home)

    def side(team: Key) -> str:
        points = "" if score is None or team[1] not in score else f" {score[team[1]]}"
        return f"{book.team_short(team)}{points}"

    title = "   ".join(side(team) for team in ordered) or key[1]
    source = SOURCE_TITLES.get(key[0], key[0])
    full = game_title(key, teams, home, book)
    parts = [f"{possessions} poss", source]
    season = season_name(GameInfo(key, day, league, teams)) or ""
    words = " ".join([day or "", season, league, full, title, source, key[1]])
    origin = "score from points inside possessions" if is_score_derived else ""
    facts = (full, f"{day or 'day unknown'}, {source}", f"game {key[1]}", origin, note)
    tip = "\n".join(fact for fact in facts if fact)
    return GameItem(key, day or "Day unknown", title, " · ".join(parts), tip, words)
