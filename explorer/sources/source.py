"""The promise that every vendor keeps: answers are told apart by content, checked, and decoded to a game."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from explorer.core.clock import day_of
from explorer.core.errors import DataError
from explorer.core.model import Answer, Game
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.sources.ctg import decode as ctg
from explorer.sources.ctg import payload as ctg_payload
from explorer.sources.shottracker import decode as shottracker
from explorer.sources.shottracker import payload as shottracker_payload

DECODER_VERSION = 2
"""Raised with every change of what decoding yields, so that kept columns are made anew."""
JOIN_WITHIN_S = 8 * 3600.0
"""Sessions of the same teams that begin within this of each other are one game."""


@dataclass(frozen=True, slots=True)
class Part:
    """One checked answer and the game it belongs to: `teams` and `first_s` join sessions, `game_id` is given."""

    source: str
    answer: Answer
    payload: object
    game_id: str | None
    teams: tuple[str, ...]
    first_s: float | None


def read_shottracker(answer: Answer) -> Part:
    """Check one answer of the possessions endpoint; raises DataError where it holds no possessions or names no team."""
    payload = shottracker_payload.parse(answer)
    identity = shottracker.identify(payload)
    if not identity.sessions:
        raise DataError(answer.origin, "it holds no possessions yet", "teams")
    if not identity.team_ids:
        raise DataError(answer.origin, "no team has an id", "teams[0].id")
    named = replace(answer, part=answer.part or "+".join(identity.sessions))
    return Part(SHOTTRACKER, named, payload, None, identity.team_ids, identity.first_s)


def read_ctg(answer: Answer) -> Part:
    """Check one answer of the markings endpoint; raises DataError where it holds no possessions."""
    payload = ctg_payload.parse(answer)
    if not (payload.markings and payload.markings.possessions):
        raise DataError(answer.origin, "it holds no possessions yet", "markings.possessions")
    return Part(CTG, answer, payload, ctg.game_id_of(payload, answer.origin), (), None)


READERS: dict[str, Callable[[Answer], Part]] = {SHOTTRACKER: read_shottracker, CTG: read_ctg}
KINDS: dict[str, str] = {shottracker.POSSESSIONS: SHOTTRACKER, ctg.MARKINGS: CTG}
"""Which source an answer's kind belongs to."""


def decode_parts(parts: Sequence[Part], game_id: str | None = None) -> Game:
    """Decode the answers of one game; all are of one source."""
    known_id = game_id or parts[0].game_id
    if parts[0].source == CTG:
        return ctg.decode(
            [(p.answer, p.payload) for p in parts if isinstance(p.payload, ctg_payload.MarkingsPayload)],
            known_id,
        )
    payloads = [(p.answer, p.payload) for p in parts if isinstance(p.payload, shottracker_payload.PossessionsPayload)]
    return shottracker.decode(payloads, known_id or made_id(parts[0].teams, parts))


def decode_answers(source: str, game_id: str, answers: Sequence[Answer]) -> Game:
    """Decode the kept answers of one game."""
    return decode_parts([READERS[source](answer) for answer in answers], game_id)


def group(parts: Sequence[Part]) -> list[tuple[str, list[Part]]]:
    """Put the answers of one game together: by the vendor's id, else by teams and time; with the game's id."""
    games: dict[tuple[str, str], list[Part]] = {}
    loose: dict[tuple[str, ...], list[Part]] = {}
    for part in parts:
        if part.game_id is not None or part.first_s is None:
            games.setdefault((part.source, part.game_id or made_id(part.teams, [part])), []).append(part)
        else:
            loose.setdefault((part.source, *part.teams), []).append(part)
    found = [(game_id, members) for (_, game_id), members in games.items()]
    for (_, *teams), members in loose.items():
        chain: list[Part] = []
        for part in sorted(members, key=lambda p: p.first_s or 0.0):
            if chain and (part.first_s or 0.0) - (chain[0].first_s or 0.0) > JOIN_WITHIN_S:
                found.append((made_id(teams, chain), chain))
                chain = []
            chain.append(part)
        found.append((made_id(teams, chain), chain))
    return found


def made_id(teams: Sequence[str], parts: Sequence[Part]) -> str:
    """The id of a game that the vendor does not name: team ids and day of play.

    Where no row has a time, the sessions (else the periods) stand for the day.
    """
    first_s = min((part.first_s for part in parts if part.first_s is not None), default=None)
    return "-".join([*teams, parts[0].answer.part if first_s is None else day_of(first_s)])
