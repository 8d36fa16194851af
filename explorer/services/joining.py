"""Where fetched and opened answers belong among the kept games, and which sessions a kept game still has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from explorer.core.model import Answer, Key
from explorer.core.vocabulary import SHOTTRACKER
from explorer.sources.joining import Sitting, are_same, is_made, may_join, sittings
from explorer.sources.shottracker.decode import POSSESSIONS
from explorer.sources.shottracker.payload import PossessionsPayload
from explorer.sources.source import JOIN_WITHIN_S, SHOTS, Part, checked
from explorer.store.games import Kept


class Shelf(Protocol):
    """Where games already are: the library, or memory."""

    def neighbours(self, source: str, team_ids: Sequence[str], first_s: float, within_s: float) -> list[str]:
        """The ids of the games of the same teams near that time, the nearest first."""

    def kept(self, key: Key) -> Kept:
        """The answers of a game; none where it is not there."""


def place_of(made: str, parts: Sequence[Part], shelf: Shelf) -> str:
    """The id of the kept game that answers without one belong to, else an id made for them that no other game has."""
    source, first_s = parts[0].source, parts[0].first_s
    if first_s is None:
        return made
    mine = sittings(part.payload for part in parts)
    near = [
        (name, shelf.kept((source, name))) for name in shelf.neighbours(source, parts[0].teams, first_s, JOIN_WITHIN_S)
    ]
    for is_theirs in (are_same, may_join):
        for name, kept in near:
            if _is_holder(mine, kept) or is_theirs(mine, _sittings(source, kept)):
                return name
    number, name = 1, made
    while (kept := shelf.kept((source, name))).answers and not may_join(mine, _sittings(source, kept)):
        number += 1
        name = f"{made}-{number}"
    return name


def carried_over(game_id: str, parts: Sequence[Part], shelf: Shelf) -> str | None:
    """The made id under which these answers' game is kept until now; a vendor's id is never given up for another."""
    told = next((part for part in parts if part.teams and part.first_s is not None), None)
    if told is None or told.first_s is None:
        return None
    mine = sittings(part.payload for part in parts)
    for name in shelf.neighbours(told.source, told.teams, told.first_s, JOIN_WITHIN_S):
        if name != game_id and is_made(name, told.teams):
            kept = shelf.kept((told.source, name))
            if _is_holder(mine, kept) or are_same(mine, _sittings(told.source, kept)):
                return name
    return None


def _is_holder(mine: Sequence[Sitting], kept: Kept) -> bool:
    """Whether a kept answer, even a damaged one, is by its name of a session of these."""
    wanted = {one.session for one in mine}
    answers = (*kept.answers, *kept.damaged)
    return any(name in wanted for a in answers if a.kind == POSSESSIONS for name in a.part.split("+"))


def _sittings(source: str, kept: Kept) -> tuple[Sitting, ...]:
    return sittings(checked(source, answer).payload for answer in kept.answers if answer.kind == POSSESSIONS)


def session_ids(answer: Answer) -> tuple[str, ...]:
    """The ids of the sessions that a possessions answer is of; names of periods are none."""
    names = answer.part.split("+")
    if not answer.body:
        return tuple(names)
    payload = checked(SHOTTRACKER, answer).payload
    if not isinstance(payload, PossessionsPayload):
        return ()
    periods = {str(row.period) for team in payload.teams or () for row in team.possessions or ()}
    return tuple(name for name in names if name and name not in periods)


def without_gone(kept: Kept, listed: Collection[str], new: Iterable[Answer]) -> Kept:
    """What is kept without the sessions that the vendor lists no more.

    An answer that also holds sessions that are still listed stays until these are there by themselves.
    """
    there = {a.part for a in (*kept.answers, *new) if a.kind == POSSESSIONS}

    def is_gone(answer: Answer) -> bool:
        if answer.kind == SHOTS:
            return answer.part not in listed
        if answer.kind != POSSESSIONS:
            return False
        names = session_ids(answer)
        return not set(names) <= set(listed) and all(name in there for name in names if name in listed)

    answers = tuple(answer for answer in kept.answers if not is_gone(answer))
    return replace(kept, answers=answers, damaged=tuple(answer for answer in kept.damaged if not is_gone(answer)))


def held_again(kept: Kept, new: Iterable[Answer], held: Collection[tuple[str, str]], now_s: float) -> Kept:
    """What is kept, with the time of now where the vendor says that it still holds or sends the same bytes again.

    Bytes that are processed by now are kept as such.
    """
    places = {(answer.kind, answer.part) for answer in kept.answers}
    same = {(answer.kind, answer.body): answer for answer in new}

    def fresh(answer: Answer) -> Answer:
        again = same.get((answer.kind, answer.body))
        if again is not None and again.fetched_s > answer.fetched_s:
            is_processed = again.part == "processed" and (again.kind, again.part) not in places
            part = again.part if is_processed else answer.part
            # A validator is good for the address alone that gave it.
            etag = again.etag if again.part == part else None
            return replace(answer, part=part, fetched_s=again.fetched_s, etag=etag or answer.etag)
        return replace(answer, fetched_s=now_s) if (answer.kind, answer.part) in held else answer

    return replace(kept, answers=tuple(fresh(answer) for answer in kept.answers))


def both(kept: Kept, older: Kept) -> Kept:
    """The answers of one game that is kept under two ids; of the same kind and part the later one."""
    found = {(a.kind, a.part): a for a in sorted((*older.answers, *kept.answers), key=lambda a: a.fetched_s)}
    lost = {(a.kind, a.part): a for a in (*older.damaged, *kept.damaged) if (a.kind, a.part) not in found}
    return Kept(tuple(found.values()), tuple(lost.values()), kept.revision)
