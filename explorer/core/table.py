"""The tables that everything above the sources looks at: possessions, shots and events of any number of games."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array, Columns, Recoding, column
from explorer.core.definitions import Definitions
from explorer.core.errors import DataError
from explorer.core.model import Key
from explorer.core.vocabulary import ATTRIBUTE_NAMES

FIVE = 5
TEXTS = ("games", "teams", "players", "words")
"""The lists of names that codes point into."""


@dataclass(frozen=True, slots=True)
class GameInfo:
    """What is known of a game as a whole; team keys in the feed's order."""

    key: Key
    day: str | None
    league: str
    teams: tuple[Key, ...]
    home: Key | None = None
    court: str = ""
    """The league whose court the user chose for the game; empty: its own league's. Never packed."""


@dataclass(frozen=True, slots=True)
class Names:
    """The lists that the codes of the tables point into: games, teams, players (keys), words (texts)."""

    games: tuple[GameInfo, ...] = ()
    teams: tuple[Key, ...] = ()
    players: tuple[Key, ...] = ()
    words: tuple[str, ...] = ()

    def pack(self) -> bytes:
        """The lists as bytes that `unpack` reads."""
        games = [(info.key, info.day, info.league, info.teams, info.home) for info in self.games]
        return json.dumps((games, self.teams, self.players, self.words), separators=(",", ":")).encode()

    @classmethod
    def unpack(cls, body: bytes) -> Names:
        """Read what `pack` wrote; raises DataError where it is something else."""
        try:
            games, teams, players, words = json.loads(body)
            return cls(
                tuple(
                    GameInfo(_key(key), day, league, tuple(map(_key, both)), home and _key(home))
                    for key, day, league, both, home in games
                ),
                tuple(map(_key, teams)),
                tuple(map(_key, players)),
                tuple(map(str, words)),
            )
        except (ValueError, TypeError) as error:
            raise DataError("the library", f"kept names cannot be read ({error})") from None


@dataclass(frozen=True, slots=True)
class PossessionTable(Columns):
    """A row a possession, in the order of play within its game.

    Seconds are seconds; scores and the margin are points at the start; `key` is stable over fetches.
    """

    key: NDArray[np.int64] = column("i8")
    game: NDArray[np.int32] = column("i4", codes="games")
    number: NDArray[np.int32] = column("i4")
    period: NDArray[np.int8] = column("i1")
    regulation: NDArray[np.int8] = column("i1")
    offence: NDArray[np.int32] = column("i4", codes="teams")
    defence: NDArray[np.int32] = column("i4", codes="teams")
    start_clock_s: NDArray[np.float32] = column("f4")
    end_clock_s: NDArray[np.float32] = column("f4")
    start_time_s: NDArray[np.float64] = column("f8")
    end_time_s: NDArray[np.float64] = column("f8")
    duration_s: NDArray[np.float32] = column("f4")
    offence_score: NDArray[np.float32] = column("f4")
    defence_score: NDArray[np.float32] = column("f4")
    margin: NDArray[np.float32] = column("f4")
    start: NDArray[np.int16] = column("i2", codes="words")
    outcome: NDArray[np.int8] = column("i1")
    points: NDArray[np.int16] = column("i2")
    fga: NDArray[np.int16] = column("i2")
    fgm: NDArray[np.int16] = column("i2")
    fg3a: NDArray[np.int16] = column("i2")
    fg3m: NDArray[np.int16] = column("i2")
    fta: NDArray[np.int16] = column("i2")
    ftm: NDArray[np.int16] = column("i2")
    turnovers: NDArray[np.int16] = column("i2")
    oreb: NDArray[np.int16] = column("i2")
    dreb: NDArray[np.int16] = column("i2")
    opponent_dreb: NDArray[np.int16] = column("i2")
    assists: NDArray[np.int16] = column("i2")
    chances: NDArray[np.int16] = column("i2")
    steals: NDArray[np.int16] = column("i2")
    passes: NDArray[np.int16] = column("i2")
    screens: NDArray[np.int16] = column("i2")
    events: NDArray[np.int16] = column("i2")
    is_after_timeout: NDArray[np.int8] = column("i1")
    is_garbage_time: NDArray[np.int8] = column("i1")
    on: NDArray[np.int32] = column("i4", codes="players", width=FIVE)
    against: NDArray[np.int32] = column("i4", codes="players", width=FIVE)
    attributes: NDArray[np.int16] = column("i2", width=len(ATTRIBUTE_NAMES))


@dataclass(frozen=True, slots=True)
class ShotTable(Columns):
    """A row a field-goal attempt; `possession` is its possession's row; places in feet on one attacking half."""

    possession: NDArray[np.int32] = column("i4")
    event: NDArray[np.int16] = column("i2")
    shooter: NDArray[np.int32] = column("i4", codes="players")
    made: NDArray[np.int8] = column("i1")
    value: NDArray[np.int8] = column("i1")
    x_ft: NDArray[np.float32] = column("f4")
    y_ft: NDArray[np.float32] = column("f4")
    distance_ft: NDArray[np.float32] = column("f4")
    zone: NDArray[np.int16] = column("i2")
    advanced_zone: NDArray[np.int16] = column("i2")
    game_clock_s: NDArray[np.float32] = column("f4")
    shot_clock_s: NDArray[np.float32] = column("f4")
    into_s: NDArray[np.float32] = column("f4")
    is_blocked: NDArray[np.int8] = column("i1")
    is_and_one: NDArray[np.int8] = column("i1")
    words: NDArray[np.int16] = column("i2", codes="words")
    raw_x: NDArray[np.float32] = column("f4")
    raw_y: NDArray[np.float32] = column("f4")


@dataclass(frozen=True, slots=True)
class EventTable(Columns):
    """A row an event, in the feed's order within its possession."""

    possession: NDArray[np.int32] = column("i4")
    order: NDArray[np.int16] = column("i2")
    kind: NDArray[np.int16] = column("i2", codes="words")
    words: NDArray[np.int16] = column("i2", codes="words")
    player: NDArray[np.int32] = column("i4", codes="players")
    other_player: NDArray[np.int32] = column("i4", codes="players")
    game_clock_s: NDArray[np.float32] = column("f4")
    shot_clock_s: NDArray[np.float32] = column("f4")
    time_s: NDArray[np.float64] = column("f8")


@dataclass(frozen=True, slots=True)
class Tables:
    """Possessions, shots and events that belong together, with the names their codes point into.

    `definitions` decide the columns that are worked out from these (`core/derive.py`); they are never packed.
    """

    possessions: PossessionTable
    shots: ShotTable
    events: EventTable
    names: Names
    definitions: Definitions = Definitions()
    left_out: NDArray[np.bool_] | None = None
    """The possessions that the user leaves out, shape (possessions,); None where there is none. Never packed."""
    is_all_counted: bool = False
    """Whether those count all the same: they are marked, and no more."""

    @classmethod
    def empty(cls) -> Tables:
        """Tables without a game."""
        return cls(PossessionTable.empty(), ShotTable.empty(), EventTable.empty(), Names())

    @property
    def counted(self) -> NDArray[np.bool_] | None:
        """The possessions that count, shape (possessions,); None where all do."""
        return None if self.left_out is None or self.is_all_counted else ~self.left_out

    def count_left_out(self) -> int:
        """How many possessions count nowhere, since the user leaves them out."""
        return 0 if self.left_out is None or self.is_all_counted else int(self.left_out.sum())

    def leaving_out(self, keys: Collection[int], *, is_all_counted: bool = False) -> Tables:
        """The same tables, with the possessions of these keys, and only these, as left out."""
        table = self.possessions
        found = np.isin(table.key, np.fromiter(keys, np.int64, len(keys)))
        left_out = found if found.any() else None
        if left_out is None and self.left_out is None:
            return self
        return dataclasses.replace(self, left_out=left_out, is_all_counted=is_all_counted)

    def on_courts(self, leagues: Mapping[Key, str]) -> Tables:
        """The same tables with the leagues whose courts were chosen for these games; empty: their own league's."""
        games = self.names.games
        if all(info.court == leagues.get(info.key, info.court) for info in games):
            return self
        chosen = tuple(dataclasses.replace(info, court=leagues.get(info.key, info.court)) for info in games)
        return dataclasses.replace(self, names=dataclasses.replace(self.names, games=chosen))

    def take(self, rows: Array) -> Tables:
        """The possessions of a mask or of row numbers in rising order, with their shots and events."""
        chosen = np.flatnonzero(rows) if rows.dtype == bool else rows
        place = np.full(len(self.possessions) + 1, -1, np.int32)
        place[chosen] = np.arange(len(chosen), dtype=np.int32)

        def follow[T: (ShotTable, EventTable)](table: T) -> T:
            kept = table.take(place[table.possession] >= 0)
            return dataclasses.replace(kept, possession=place[kept.possession])

        return Tables(
            self.possessions.take(chosen),
            follow(self.shots),
            follow(self.events),
            self.names,
            self.definitions,
            None if self.left_out is None else self.left_out[chosen],
            self.is_all_counted,
        )

    def pack(self) -> dict[str, bytes]:
        """The tables as named bytes, for keeping."""
        return {
            "possessions": self.possessions.pack(),
            "shots": self.shots.pack(),
            "events": self.events.pack(),
            "names": self.names.pack(),
        }

    @classmethod
    def unpack(cls, parts: dict[str, bytes]) -> Tables:
        """Read what `pack` wrote; raises DataError where it does not fit this version."""
        try:
            return cls(
                PossessionTable.unpack(parts["possessions"]),
                ShotTable.unpack(parts["shots"]),
                EventTable.unpack(parts["events"]),
                Names.unpack(parts["names"]),
            )
        except KeyError as error:
            raise DataError("the library", f"kept columns cannot be read ({error})") from None


def _key(pair: Sequence[str]) -> Key:
    source, known_id = pair
    return (str(source), str(known_id))


def concat(parts: Sequence[Tables]) -> Tables:
    """Put the tables of several games below each other, with one list of names for all."""
    if len(parts) == 1:
        return parts[0]
    recodings: dict[str, Recoding] = {}
    merged: dict[str, tuple[Hashable, ...]] = {}
    for kind in TEXTS:
        codes: dict[Hashable, int] = {}
        own: Iterable[Sequence[Hashable]] = (getattr(part.names, kind) for part in parts)
        recodings[kind] = Recoding.of([[codes.setdefault(name, len(codes)) for name in names] for names in own])
        merged[kind] = tuple(codes)
    starts = np.cumsum([0, *(len(part.possessions) for part in parts)], dtype=np.int32)[:-1]

    def below[T: (ShotTable, EventTable)](tables: Sequence[T], kind: type[T]) -> T:
        joined = kind.concat(tables, recodings)
        firsts = np.repeat(starts, [len(table) for table in tables])
        return dataclasses.replace(joined, possession=joined.possession + firsts)

    return Tables(
        PossessionTable.concat([part.possessions for part in parts], recodings),
        below([part.shots for part in parts], ShotTable),
        below([part.events for part in parts], EventTable),
        Names(**merged),  # type: ignore[arg-type]  # one list a kind
        parts[0].definitions if parts else Definitions(),
        _left_out(parts),
        any(part.is_all_counted for part in parts),
    )


def _left_out(parts: Sequence[Tables]) -> NDArray[np.bool_] | None:
    if all(part.left_out is None for part in parts):
        return None
    return np.concatenate(
        [np.zeros(len(part.possessions), np.bool_) if part.left_out is None else part.left_out for part in parts]
    )
