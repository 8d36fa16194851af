"""Tracking of games: whose a piece is, and a possession's stretch of it, read when asked and kept for a while."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from explorer.core.errors import DataError
from explorer.core.model import Answer, Game, Key, Possession
from explorer.core.tracking import Tracking
from explorer.core.tracking_match import LEAST_SHARED, Stretch, stretch_of
from explorer.core.vocabulary import SHOTTRACKER
from explorer.services.selection import KeptTracking, Selection
from explorer.sources import files
from explorer.sources.shottracker.locations import LOCATIONS, Piece, read_locations, sessions_of
from explorer.sources.source import decode_answers
from explorer.store.beside import answers_beside, games_begun, games_of_session, parts_beside
from explorer.store.games import GameStore
from explorer.store.writing import digest

EARLY_S, LATE_S = 900.0, 4 * 3600.0
"""A piece belongs to a game only where it begins this little before it or this long after it at most."""
MOST_TRACKINGS = 4
"""Trackings that are kept in memory: a quarter at 25 Hz takes some 20 MB."""


class Shelf(Protocol):
    """Where games are: the library, or memory."""

    def of_session(self, session: str) -> Sequence[Key]:
        """The games that have a session."""

    def begun(self, from_s: float, to_s: float) -> Sequence[Key]:
        """The games that began between two times, the latest first."""

    def game(self, key: Key) -> Game:
        """A game, decoded."""


class LibraryShelf:
    """The games of the library."""

    def __init__(self, store: GameStore) -> None:
        """Read a store."""
        self._store = store

    def of_session(self, session: str) -> Sequence[Key]:
        """The games that have a session."""
        return games_of_session(self._store, session)

    def begun(self, from_s: float, to_s: float) -> Sequence[Key]:
        """The games that began between two times, the latest first."""
        return games_begun(self._store, from_s, to_s)

    def game(self, key: Key) -> Game:
        """A game, decoded."""
        return decode_answers(*key, self._store.answers(key))


class MemoryShelf:
    """Games that are in no library."""

    def __init__(self, games: Mapping[Key, Game]) -> None:
        """Look among these."""
        self._games = games

    def of_session(self, session: str) -> Sequence[Key]:
        """The games that have a session."""
        return [key for key, game in self._games.items() if any(p.session_id == session for p in game.possessions)]

    def begun(self, from_s: float, to_s: float) -> Sequence[Key]:
        """The games that began between two times, the latest first."""
        found = []
        for key, game in self._games.items():
            first = min((p.start_time_s for p in game.possessions if p.start_time_s is not None), default=None)
            if first is not None and from_s <= first <= to_s:
                found.append((first, key))
        return [key for _, key in sorted(found, reverse=True)]

    def game(self, key: Key) -> Game:
        """A game."""
        return self._games[key]


def holder_of(piece: Piece, shelf: Shelf) -> Key | None:
    """The game that a piece of tracking is of: the one with its session, else by teams, players and time."""
    for session in piece.sessions:
        if keys := shelf.of_session(session):
            return keys[-1]
    near = shelf.begun(piece.first_s - LATE_S, piece.first_s + EARLY_S)
    for key in sorted(near, key=lambda key: key[0] != SHOTTRACKER):
        if _has_people(piece, shelf.game(key)):
            return key
    return None


def _has_people(piece: Piece, game: Game) -> bool:
    teams = {team.team_id for team in game.teams}
    if len(piece.team_ids) > 1 and teams:
        return piece.team_ids <= teams
    players = {player.player_id for team in game.teams for player in team.players}
    for possession in game.possessions:
        players.update(possession.on_ids, possession.against_ids)
    return len(players & piece.player_ids) >= LEAST_SHARED


def homeless(piece: Piece) -> DataError:
    """Why a piece of tracking cannot be kept."""
    named = f" with the session {piece.sessions[0]}" if piece.sessions else " of its teams at its time"
    return DataError(
        piece.answer.origin,
        f"it holds tracking, but there is no game{named}: open that game's possessions first, or play it by itself",
    )


def is_kept(store: GameStore, key: Key, piece: Piece) -> bool:
    """Whether the same bytes are kept with a game already, under whatever name."""
    sha256 = digest(piece.answer.body)
    return any(known == sha256 for _, known in parts_beside(store, key, LOCATIONS))


def _is_of(part: str, possession: Possession) -> bool:
    """Whether an answer that is kept under this name may hold a possession's session."""
    sessions = sessions_of(part)
    return possession.session_id is None or not sessions or possession.session_id in sessions


def kept_tracking(store: GameStore, key: Key, possession: Possession) -> KeptTracking | None:
    """What the library keeps of the tracking of a possession's session; None where there is nothing."""

    def is_wanted(part: str) -> bool:
        return _is_of(part, possession)

    parts = [known for known in parts_beside(store, key, LOCATIONS) if is_wanted(known[0])]
    if not parts:
        return None
    return KeptTracking((key, *parts), lambda: tuple(answers_beside(store, key, LOCATIONS, is_wanted)))


def tracking_in_memory(answers: Sequence[Answer]) -> Callable[[Possession], KeptTracking | None]:
    """The way to the tracking of a game of which these answers, which may still grow in number, are in memory."""

    def found(possession: Possession) -> KeptTracking | None:
        wanted = tuple(answer for answer in answers if _is_of(answer.part, possession))
        name = tuple(hashlib.sha256(answer.body).hexdigest() for answer in wanted)
        return KeptTracking(name, lambda: wanted) if wanted else None

    return found


def open_tracking(path: Path) -> Tracking:
    """Read a file of tracking that is played by itself; raises ExplorerError where it is none."""
    return read_locations([files.read_piece(path).answer])


class Trackings:
    """The trackings that were asked for last, decoded."""

    def __init__(self, most: int = MOST_TRACKINGS) -> None:
        """Keep this many."""
        self._most = most
        self._known: OrderedDict[Hashable, Tracking] = OrderedDict()

    def tracking_of(self, selection: Selection, key: Key, possession: Possession) -> Tracking | None:
        """The whole tracking in which a possession may be found; None where nothing is kept of it.

        Raises ExplorerError where what is kept cannot be read.
        """
        loaded = next((game for game in selection.games if game.info.key == key), None)
        kept = None if loaded is None else loaded.tracking(possession)
        if kept is None:
            return None
        known = self._known.pop(kept.name, None)
        if known is None:
            answers = kept.answers()
            if not answers:
                return None
            known = read_locations(answers)
        self._known[kept.name] = known
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return known

    def stretch_of(self, selection: Selection, game: Game, possession: Possession) -> Stretch | None:
        """A possession's own stretch, turned to the end that it attacks; None where it is not covered."""
        tracking = self.tracking_of(selection, game.key, possession)
        return None if tracking is None else stretch_of(tracking, possession, game)
