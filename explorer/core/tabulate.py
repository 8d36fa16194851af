"""A game's records -> its tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from explorer.core.inference import FREE_THROWS, and_ones
from explorer.core.model import Event, Game, Key, Possession, Scalar
from explorer.core.table import EventTable, GameInfo, Names, PossessionTable, ShotTable, Tables
from explorer.core.vocabulary import ATTRIBUTE_NAMES, OUTCOMES, EventKind, split_detail

VERSION = 5
"""Raised with every change of what the columns hold, so that kept ones are made anew."""

_OUTCOME_CODES: dict[str, int] = {outcome: code for code, outcome in enumerate(OUTCOMES)}
_COUNTS = "points fga fgm fg3a fg3m fta ftm turnovers oreb dreb opponent_dreb assists chances steals".split()
_COUNTS += ["passes", "screens"]
_TIMES = "start_clock_s end_clock_s start_time_s end_time_s duration_s".split()
_POSSESSION_PATHS = {
    **{name: name for name in ("number", *_TIMES, "offence_score", "defence_score", "margin")},
    **{name: name for name in ("is_after_timeout", "is_garbage_time")},
    "period": "period.number",
    "regulation": "period.regulation",
    **{name: f"counts.{name}" for name in _COUNTS},
}
_EVENT_PATHS = {name: name for name in ("game_clock_s", "shot_clock_s", "time_s")}
_SHOT_FACTS = "made value x_ft y_ft distance_ft zone advanced_zone is_blocked is_and_one raw_x raw_y".split()
_SHOT_PATHS = {**_EVENT_PATHS, **{name: f"shot.{name}" for name in _SHOT_FACTS}}
"""Where the columns of numbers stand in the records."""
_ATTRIBUTE_PLACES = {name: place for place, name in enumerate(ATTRIBUTE_NAMES)}
_LARGEST = 32_767


def key_of(game: Key, possession_id: str) -> int:
    """A number that stands for one possession over all fetches: 63 bits of a hash of its key."""
    digest = hashlib.blake2b("\0".join([*game, possession_id]).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


class _Codes:
    """Numbers texts in the order they are met."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def all_of(self, names: Iterable[str]) -> list[int]:
        """The numbers of several texts."""
        found = self.found
        return [found.setdefault(name, len(found)) for name in names]

    def any_of(self, names: Iterable[str | None]) -> list[int]:
        """The numbers of texts of which some may be missing."""
        found = self.found
        return [-1 if name is None else found.setdefault(name, len(found)) for name in names]

    def keys(self, source: str) -> tuple[Key, ...]:
        """The texts, in order, as keys of a source."""
        return tuple((source, name) for name in self.found)


def tabulate(game: Game) -> Tables:
    """Make the tables of one game; None becomes NaN in floats and -1 elsewhere."""
    teams, players, words = _Codes(), _Codes(), _Codes()
    source = game.source
    teams.all_of(team.team_id for team in game.teams)
    rows = game.possessions
    possessions = PossessionTable.of(
        key=[key_of(game.key, row.possession_id) for row in rows],
        game=[0] * len(rows),
        offence=teams.any_of(row.offence_id for row in rows),
        defence=teams.any_of(row.defence_id for row in rows),
        start=words.any_of(row.start for row in rows),
        outcome=[None if row.outcome is None else _OUTCOME_CODES[row.outcome] for row in rows],
        events=[len(row.events) for row in rows],
        on=[players.all_of(row.on_ids) for row in rows],
        against=[players.all_of(row.against_ids) for row in rows],
        attributes=[_attributes(row.attributes) for row in rows],
        **_plain(rows, _POSSESSION_PATHS),
    )
    happened = [(i, n, event) for i, row in enumerate(rows) for n, event in enumerate(row.events)]
    shots = _shots(rows, happened, players, words)
    events = EventTable.of(
        possession=[i for i, _, _ in happened],
        order=[n for _, n, _ in happened],
        kind=words.all_of(str(event.kind) for *_, event in happened),
        words=words.all_of(" ".join(event.words) for *_, event in happened),
        player=players.any_of(event.player_id for *_, event in happened),
        other_player=players.any_of(event.other_player_id for *_, event in happened),
        **_plain([event for *_, event in happened], _EVENT_PATHS),
    )
    info = GameInfo(
        game.key,
        game.day,
        game.league,
        tuple((source, team.team_id) for team in game.teams),
        None if game.home_team_id is None else (source, game.home_team_id),
    )
    names = Names((info,), teams.keys(source), players.keys(source), tuple(words.found))
    return Tables(possessions, shots, events, names)


def _attributes(given: Mapping[str, Scalar]) -> list[int]:
    found = [-1] * len(ATTRIBUTE_NAMES) if given else []
    for name, value in given.items():
        place = _ATTRIBUTE_PLACES.get(name)
        # A fraction is no count: it stays unknown here, and whole in the record.
        if place is not None and isinstance(value, int | float) and 0 <= value <= _LARGEST and value == int(value):
            found[place] = int(value)
    return found


def _shots(
    rows: Sequence[Possession],
    happened: Sequence[tuple[int, int, Event]],
    players: _Codes,
    words: _Codes,
) -> ShotTable:
    tried = [
        (i, n, event)
        for i, n, event in happened
        if event.shot is not None and event.kind in (EventKind.MAKE, EventKind.MISS)
    ]
    plain = _plain([event for *_, event in tried], _SHOT_PATHS)
    plain["is_and_one"] = _and_ones(rows, tried, happened, plain["is_and_one"])
    time_s = plain.pop("time_s")
    owners = _plain([rows[i] for i, *_ in tried], {"clock_s": "start_clock_s", "time_s": "start_time_s"})
    by_clock, by_time = owners["clock_s"] - plain["game_clock_s"], time_s - owners["time_s"]
    return ShotTable.of(
        possession=[i for i, *_ in tried],
        event=[n for _, n, _ in tried],
        shooter=players.any_of(event.player_id for *_, event in tried),
        into_s=np.where(np.isnan(by_clock), by_time, by_clock),
        words=words.all_of(shot_words(event.words) for *_, event in tried),
        **plain,
    )


def _and_ones(
    rows: Sequence[Possession],
    tried: Sequence[tuple[int, int, Event]],
    happened: Sequence[tuple[int, int, Event]],
    told: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Whether each shot was an and-one: as the feed tells, else by the free throw after it, where it tells of any."""
    if not np.isnan(told).any() or all(event.kind not in FREE_THROWS for *_, event in happened):
        return told
    found = {i: and_ones(rows[i].events) for i in {i for i, *_ in tried}}
    return np.where(np.isnan(told), [n in found[i] for i, n, _ in tried], told)


def _plain(records: Sequence[object], paths: Mapping[str, str]) -> dict[str, NDArray[np.float64]]:
    """The columns that stand in the records as numbers, by their attributes' paths, read together; None as NaN."""
    read = attrgetter(*paths.values())
    block = np.array([read(record) for record in records], np.float64).reshape(len(records), len(paths))
    return dict(zip(paths, block.T, strict=True))


@lru_cache(4096)
def shot_words(words: tuple[str, ...]) -> str:
    """What kind of shot it was, without the stats and their repeats: `FGA FGA_OTD FGA2_OTD` -> `OTD`."""
    found = (
        attribute or ("" if word.startswith("FG") else stat)
        for word in words
        for stat, attribute in [split_detail(word)]
    )
    return " ".join(dict.fromkeys(word for word in found if word))
