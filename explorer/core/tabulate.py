"""A game's records -> its tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from explorer.core.model import Event, Game, Key, Possession, Scalar
from explorer.core.table import EventTable, GameInfo, Names, PossessionTable, ShotTable, Tables
from explorer.core.vocabulary import ATTRIBUTE_NAMES, OUTCOMES, EventKind, split_detail

VERSION = 2
"""Raised with every change of what the columns hold, so that kept ones are made anew."""

_OUTCOME_CODES: dict[str, int] = {outcome: code for code, outcome in enumerate(OUTCOMES)}
_COUNTS = "points fga fgm fg3a fg3m fta ftm turnovers oreb dreb opponent_dreb assists steals passes screens".split()
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

    def __call__(self, name: str | None) -> int:
        return -1 if name is None else self.found.setdefault(name, len(self.found))

    def all_of(self, names: Iterable[str]) -> list[int]:
        """The numbers of several texts."""
        return [self(name) for name in names]

    def keys(self, source: str) -> tuple[Key, ...]:
        """The texts, in order, as keys of a source."""
        return tuple((source, name) for name in self.found)


def tabulate(game: Game) -> Tables:
    """Make the tables of one game; None becomes NaN in floats and -1 elsewhere."""
    teams, players, words = _Codes(), _Codes(), _Codes()
    source = game.source
    teams.all_of(team.team_id for team in game.teams)
    rows = game.possessions
    counts = {name: [getattr(row.counts, name) for row in rows] for name in _COUNTS}
    possessions = PossessionTable.of(
        key=[key_of(game.key, row.possession_id) for row in rows],
        game=[0] * len(rows),
        number=[row.number for row in rows],
        period=[row.period.number for row in rows],
        regulation=[row.period.regulation for row in rows],
        offence=[teams(row.offence_id) for row in rows],
        defence=[teams(row.defence_id) for row in rows],
        start_clock_s=[row.start_clock_s for row in rows],
        end_clock_s=[row.end_clock_s for row in rows],
        start_time_s=[row.start_time_s for row in rows],
        end_time_s=[row.end_time_s for row in rows],
        duration_s=[row.duration_s for row in rows],
        offence_score=[row.offence_score for row in rows],
        defence_score=[row.defence_score for row in rows],
        margin=[row.margin for row in rows],
        start=[words(row.start) for row in rows],
        outcome=[None if row.outcome is None else _OUTCOME_CODES[row.outcome] for row in rows],
        events=[len(row.events) for row in rows],
        is_after_timeout=[row.is_after_timeout for row in rows],
        is_garbage_time=[row.is_garbage_time for row in rows],
        on=[players.all_of(row.on_ids) for row in rows],
        against=[players.all_of(row.against_ids) for row in rows],
        attributes=[_attributes(row.attributes) for row in rows],
        **counts,
    )
    happened = [(i, n, event) for i, row in enumerate(rows) for n, event in enumerate(row.events)]
    shots = _shots(rows, happened, players, words)
    events = EventTable.of(
        possession=[i for i, _, _ in happened],
        order=[n for _, n, _ in happened],
        kind=[words(str(event.kind)) for *_, event in happened],
        words=[words(" ".join(event.words)) for *_, event in happened],
        player=[players(event.player_id) for *_, event in happened],
        other_player=[players(event.other_player_id) for *_, event in happened],
        game_clock_s=[event.game_clock_s for *_, event in happened],
        shot_clock_s=[event.shot_clock_s for *_, event in happened],
        time_s=[event.time_s for *_, event in happened],
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
        (i, n, event, event.shot)
        for i, n, event in happened
        if event.shot is not None and event.kind in (EventKind.MAKE, EventKind.MISS)
    ]
    return ShotTable.of(
        possession=[i for i, *_ in tried],
        event=[n for _, n, *_ in tried],
        shooter=[players(e.player_id) for _, _, e, _ in tried],
        made=[shot.made for *_, shot in tried],
        value=[shot.value for *_, shot in tried],
        x_ft=[shot.x_ft for *_, shot in tried],
        y_ft=[shot.y_ft for *_, shot in tried],
        distance_ft=[shot.distance_ft for *_, shot in tried],
        zone=[shot.zone for *_, shot in tried],
        advanced_zone=[shot.advanced_zone for *_, shot in tried],
        game_clock_s=[event.game_clock_s for _, _, event, _ in tried],
        shot_clock_s=[event.shot_clock_s for _, _, event, _ in tried],
        into_s=[_seconds_into(rows[i], event) for i, _, event, _ in tried],
        is_blocked=[shot.is_blocked for *_, shot in tried],
        is_and_one=[shot.is_and_one for *_, shot in tried],
        words=[words(shot_words(event.words)) for _, _, event, _ in tried],
        raw_x=[shot.raw_x for *_, shot in tried],
        raw_y=[shot.raw_y for *_, shot in tried],
    )


def shot_words(words: Sequence[str]) -> str:
    """What kind of shot it was, without the stats and their repeats: `FGA FGA_OTD FGA2_OTD` -> `OTD`."""
    found = (
        attribute or ("" if word.startswith("FG") else stat)
        for word in words
        for stat, attribute in [split_detail(word)]
    )
    return " ".join(dict.fromkeys(word for word in found if word))


def _seconds_into(row: Possession, event: Event) -> float | None:
    if row.start_clock_s is not None and event.game_clock_s is not None:
        return row.start_clock_s - event.game_clock_s
    if row.start_time_s is not None and event.time_s is not None:
        return event.time_s - row.start_time_s
    return None
