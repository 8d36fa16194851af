"""ShotTracker's lists: the games of some days, and the sessions of a game."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from explorer.core.clock import day_of
from explorer.core.errors import DataError
from explorer.core.vocabulary import SHOTTRACKER
from explorer.sources import border
from explorer.sources.listing import ListedGame, as_it_came, text_of
from explorer.sources.shottracker.payload import LATEST_MS, Id

Time = Annotated[int, Meta(ge=0, le=LATEST_MS)] | Annotated[float, Meta(ge=0, le=LATEST_MS)]


class _Schedule(Struct, frozen=True):
    games: tuple[dict[str, object], ...] | None = None


class _Result(Struct, frozen=True):
    """One session of a game."""

    id: Id | None = None
    name: str | None = None
    type: str | None = None
    started_at: Time | None = None
    ended_at: Time | None = None


class _Game(Struct, frozen=True):
    id: Id | None = None
    name: str | None = None
    results: tuple[_Result, ...] | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A half, quarter or overtime of a game: the unit in which possessions, shots and tracking are asked for."""

    session_id: str
    event_id: str
    game: str
    """The game's name as the vendor writes it; empty where it has none."""
    name: str = ""
    kind: str = ""
    start_ms: int | None = None
    end_ms: int | None = None


class _Sides(Struct, frozen=True):
    """Who is at home, out of a game's row of the schedule."""

    home_team_id: Id | None = None


def home_of(body: bytes, origin: str) -> str | None:
    """The home team's id in a kept row of the schedule; None where it does not tell."""
    known = border.decode(body, _Sides, origin).home_team_id
    return None if known is None else str(known)


def read_schedule(body: bytes, origin: str) -> list[ListedGame]:
    """The games of a schedule, in order of their start; one without an id cannot be fetched and is left out."""
    rows = border.decode(body, _Schedule, origin).games or ()
    games = [game for row in rows if (game := _listed(row)) is not None]
    return sorted(games, key=lambda game: (game.start_s is None, game.start_s or 0.0))


def _listed(row: dict[str, object]) -> ListedGame | None:
    event_id = text_of(row.get("event_id"))
    if event_id is None:
        return None
    home, away = text_of(row.get("home_team_name")), text_of(row.get("away_team_name"))
    tip = row.get("tipoff_at")
    is_time = isinstance(tip, int | float) and not isinstance(tip, bool) and 0 <= tip <= LATEST_MS
    start_s = tip / 1000 if is_time and isinstance(tip, int | float) else None
    return ListedGame(
        source=SHOTTRACKER,
        game_id=event_id,
        day=None if start_s is None else day_of(start_s),
        title=f"{away or '-'} at {home or '-'}" if home or away else event_id,
        home=home,
        away=away,
        home_id=text_of(row.get("home_team_id")),
        away_id=text_of(row.get("away_team_id")),
        start_s=start_s,
        status=text_of(row.get("status")) or "",
        extra=as_it_came(row),
    )


def read_sessions(body: bytes, origin: str, event_id: str) -> tuple[Session, ...]:
    """The sessions of a game in order of their start, each once; none where the game has not begun.

    Raises DataError for a session without an id.
    """
    game = border.decode(body, _Game, origin)
    found: dict[str, Session] = {}
    for number, row in enumerate(game.results or ()):
        if row.id is None:
            raise DataError(origin, "the session has no id", f"results[{number}]")
        start, end = (None if time is None else int(time) for time in (row.started_at, row.ended_at))
        session = Session(str(row.id), event_id, game.name or "", row.name or "", row.type or "", start, end)
        found.setdefault(session.session_id, session)
    return tuple(sorted(found.values(), key=lambda session: (session.start_ms is None, session.start_ms or 0)))


class _Possessions(Struct, frozen=True):
    possessions: tuple[msgspec.Raw, ...] | None = None


class _Teams(Struct, frozen=True):
    teams: tuple[_Possessions, ...] | None = None


def holds_possessions(body: bytes, origin: str) -> bool:
    """Whether an answer of the possessions endpoint has any yet; raises DataError where it is none."""
    return any(team.possessions for team in border.decode(body, _Teams, origin).teams or ())
