"""ShotTracker's `stats[]` -> events and counts in the house's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from explorer.core.model import Counts, Event, Scalar
from explorer.core.vocabulary import EventKind, split_detail

CLASSIFICATIONS: dict[str, tuple[str, ...]] = {
    "TWO_POINT_MAKE": ("FGA", "FGA2", "FG", "FG2"),
    "TWO_POINT_MISS": ("FGA", "FGA2"),
    "THREE_POINT_MAKE": ("FGA", "FGA3", "FG", "FG3"),
    "THREE_POINT_MISS": ("FGA", "FGA3"),
    "FREE_THROW_MAKE": ("FTA", "FT"),
    "FREE_THROW_MISS": ("FTA",),
    "OFFENSIVE_REBOUND": ("OFFENSIVE_REB",),
    "DEFENSIVE_REBOUND": ("DEFENSIVE_REB",),
    "LIVE_BALL_TURNOVER": ("LBTO", "TO"),
    "TURNOVER": ("TO",),
    "ASSIST": ("AST",),
    "STEAL": ("STL",),
}
"""The words of the vendor's play-by-play, in case a possession uses them in place of the stat names."""

_MOST = 10_000
_MADE = {"FG", "FG2", "FG3"}
_TRIED = {"FGA", "FGA2", "FGA3"}
_THREES = {"FGA3", "FG3"}
_TWOS = {"FGA2", "FG2"}
_SINGLE: tuple[tuple[str, EventKind], ...] = (
    ("FT", EventKind.FREE_THROW_MAKE),
    ("FTA", EventKind.FREE_THROW_MISS),
    ("OFFENSIVE_REB", EventKind.OFFENSIVE_REBOUND),
    ("DEFENSIVE_REB", EventKind.DEFENSIVE_REBOUND),
    ("AST", EventKind.ASSIST),
    ("TO", EventKind.TURNOVER),
    ("LBTO", EventKind.TURNOVER),
    ("STL", EventKind.STEAL),
    ("BLK", EventKind.BLOCK),
    ("FL", EventKind.FOUL),
)


@lru_cache(4096)
def words_of(possession_type: str | None, details: tuple[str, ...] | None) -> tuple[str, ...]:
    """All words of one stat without repeats, the details in their order first."""
    words = [*(details or ()), *((possession_type,) if possession_type else ())]
    return tuple(dict.fromkeys(words))


@lru_cache(4096)
def kind_of(words: tuple[str, ...]) -> EventKind:
    """What an event is, by its words; a make counts as an attempt whether or not `FGA` is repeated."""
    stats = _stats(words)
    if stats & _MADE:
        return EventKind.MAKE
    if stats & _TRIED:
        return EventKind.MISS
    return next((kind for stat, kind in _SINGLE if stat in stats), EventKind.OTHER)


@lru_cache(4096)
def value_of(words: tuple[str, ...], is_3point: bool | None) -> int | None:
    """Whether a shot counts 2 or 3: by its words, else by the feed's own flag, else unknown."""
    stats = _stats(words)
    if stats & _THREES:
        return 3
    if stats & _TWOS:
        return 2
    return None if is_3point is None else 3 if is_3point else 2


def _stats(words: tuple[str, ...]) -> set[str]:
    stats: set[str] = set()
    for word in words:
        stats.update(CLASSIFICATIONS.get(word, (split_detail(word)[0],)))
    return stats


def counts_of(events: Sequence[Event], attributes: Mapping[str, Scalar], opponent_dreb: int | None = None) -> Counts:
    """Add a possession's events up; a made shot of unknown value leaves points and threes unknown."""
    kinds = [event.kind for event in events]
    tried: list[int | None] = []
    made: list[int | None] = []
    for event in events:
        if event.kind == EventKind.MAKE or event.kind == EventKind.MISS:
            value = event.shot.value if event.shot is not None else None
            tried.append(value)
            if event.kind == EventKind.MAKE:
                made.append(value)
    ftm = kinds.count(EventKind.FREE_THROW_MAKE)
    is_valued = None not in made
    return Counts(
        points=sum(value or 0 for value in made) + ftm if is_valued else None,
        fga=len(tried),
        fgm=len(made),
        fg3a=tried.count(3) if None not in tried else None,
        fg3m=made.count(3) if is_valued else None,
        fta=ftm + kinds.count(EventKind.FREE_THROW_MISS),
        ftm=ftm,
        turnovers=kinds.count(EventKind.TURNOVER),
        oreb=kinds.count(EventKind.OFFENSIVE_REBOUND),
        dreb=kinds.count(EventKind.DEFENSIVE_REBOUND),
        opponent_dreb=opponent_dreb,
        assists=kinds.count(EventKind.ASSIST),
        steals=kinds.count(EventKind.STEAL),
        passes=_whole(attributes.get("passes")),
        screens=_whole(attributes.get("ball_screens")),
    )


def counts_untold(attributes: Mapping[str, Scalar]) -> Counts:
    """What the attributes alone tell where the feed sent no list of events."""
    return Counts(
        turnovers=_whole(attributes.get("turnover")),
        passes=_whole(attributes.get("passes")),
        screens=_whole(attributes.get("ball_screens")),
    )


def _whole(value: Scalar) -> int | None:
    """A count; None for what is none: a text, a fraction, a number below 0."""
    is_count = isinstance(value, int | float) and 0 <= value <= _MOST and value == int(value)
    return int(value) if is_count and value is not None else None
