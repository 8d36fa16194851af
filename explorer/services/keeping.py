"""Fetched answers put beside what is kept of their game, in one transaction, and what they changed in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from time import time

from explorer.core import quality
from explorer.core.errors import StoreError
from explorer.core.model import Answer, Game, Key
from explorer.services.difference import Change, difference
from explorer.services.intake import COLUMNS_VERSION, Known, Taken, join, players_for_ctg
from explorer.services.joining import both, carried_over, held_again, place_of, without_gone
from explorer.services.selection import Details
from explorer.sources.ctg.decode import MARKINGS
from explorer.sources.shottracker.decode import POSSESSIONS
from explorer.sources.source import Part, checked, decode_answers, in_order, made_id
from explorer.store.games import GameStore, Kept

TRIES = 5
"""How often a game is put together anew where other processes write it at the same time."""


@dataclass(frozen=True, slots=True)
class KeptGame:
    """A game that fetched answers were kept for: whether it is new, what changed, and the key that it had before."""

    key: Key
    is_new: bool
    changes: tuple[Change, ...]
    replaced: Key | None = None


def decode_details(key: Key, answers: tuple[Answer, ...]) -> Details:
    """Decode a game from its answers, with its findings."""
    game = decode_answers(*key, answers)
    return Details(game, in_order(answers), quality.findings(game))


def keep(
    store: GameStore,
    source: str,
    game_id: str | None,
    answers: Sequence[Answer],
    held: Collection[tuple[str, str]] = (),
    listed: Collection[str] | None = None,
) -> KeptGame:
    """Keep fetched answers with their game; one transaction.

    A game that was known by an id made of teams and day until now goes on under the vendor's `game_id`. `held`
    are the answers, by kind and part, of which the vendor says that they still hold; `listed` the sessions that
    the whole game has now: kept ones that are none of these are dropped. Raises DataError for answers that
    cannot be read, and StoreError; nothing is kept then.
    """
    parts = [checked(source, answer) for answer in answers]
    for _ in range(TRIES):
        done = _try(store, source, game_id, parts, held, listed)
        if done is not None:
            return done
    raise StoreError("The library is being written by another program all the time; try again later.")


def _try(
    store: GameStore,
    source: str,
    game_id: str | None,
    parts: Sequence[Part],
    held: Collection[tuple[str, str]],
    listed: Collection[str] | None,
) -> KeptGame | None:
    told = [part for part in parts if part.teams]
    known_id = game_id or (place_of(made_id(told[0].teams, told), told, store) if told else parts[0].game_id) or ""
    made = carried_over(known_id, told, store) if game_id else None
    key = (source, known_id)
    old_key = key if made is None else (source, made)
    as_it_was, old = store.kept(key), Kept() if made is None else store.kept(old_key)
    before = _decoded(key, as_it_was) or _decoded(old_key, old)
    joined = both(as_it_was, old) if made is not None else as_it_was
    new = [part.answer for part in parts]
    left = joined if listed is None else without_gone(joined, listed, new)
    kept = held_again(left, new, held, time())
    is_anew = made is not None or len(_all(left)) < len(_all(joined)) or _order(kept) != _order(left)
    is_new = as_it_was.revision is None and old.revision is None
    taken = join(known_id, parts, kept, source, is_anew=is_anew)
    if isinstance(taken, Known):
        store.touch(key, [now for now, was in zip(kept.answers, left.answers, strict=True) if now != was])
        return KeptGame(key, False, ())
    replaces = None if made is None else (old_key, old.revision)
    is_kept = put(store, taken, instead_of=as_it_was.revision, replaces=replaces)
    if not is_kept:
        return None
    changes = () if before is None else difference(before, taken.game)
    return KeptGame(key, is_new, changes, None if made is None else old_key)


def put(
    store: GameStore, taken: Taken, *, instead_of: int | None, replaces: tuple[Key, int | None] | None = None
) -> bool:
    """Write a game with all that is made from it; false where another process has written it since `instead_of`."""
    return store.save(
        taken.game,
        taken.answers,
        taken.tables.pack(),
        COLUMNS_VERSION,
        len(taken.findings),
        instead_of=instead_of,
        people=players_for_ctg(taken.game),
        replaces=replaces,
    )


def _decoded(key: Key, kept: Kept) -> Game | None:
    """The game as it was; None where it was not kept, or nothing whole is left of it."""
    told = [answer for answer in kept.answers if answer.kind in (POSSESSIONS, MARKINGS)]
    return decode_answers(*key, kept.answers) if told else None


def _all(kept: Kept) -> tuple[Answer, ...]:
    return (*kept.answers, *kept.damaged)


def _order(kept: Kept) -> list[tuple[str, str]]:
    """The answers that hold possessions by age: where two tell of the same possessions, the later counts."""
    told = [answer for answer in kept.answers if answer.kind in (POSSESSIONS, MARKINGS)]
    return [(answer.kind, answer.part) for answer in sorted(told, key=lambda answer: answer.fetched_s)]
