"""The promise that every vendor keeps: answers are told apart by content, checked, and decoded to a game."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from explorer.core.clock import day_of
from explorer.core.errors import DataError
from explorer.core.model import Answer, Finding, Game
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.sources.ctg import decode as ctg
from explorer.sources.ctg import payload as ctg_payload
from explorer.sources.joining import are_same, may_join, sittings
from explorer.sources.shottracker import decode as shottracker
from explorer.sources.shottracker import payload as shottracker_payload
from explorer.sources.shottracker.merge import merge
from explorer.sources.shottracker.places import Hoops
from explorer.sources.shottracker.schedule import home_of
from explorer.sources.shottracker.shots_payload import ShotsPayload, parse_shots

DECODER_VERSION = 4
"""Raised with every change of what decoding yields, so that kept columns are made anew."""
SHOTS = "shots"
"""The kind of an answer that lists a session's shots."""
LISTING = "listing"
"""The kind of a game's row of the schedule, kept with it."""
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


def read_shots(answer: Answer) -> Part:
    """Check one answer of the shots endpoint: it belongs to the possessions of the same session."""
    return Part(SHOTTRACKER, answer, parse_shots(answer), None, (), None)


def read_listing(answer: Answer) -> Part:
    """Check a game's row of the schedule: it tells who is at home."""
    return Part(SHOTTRACKER, answer, home_of(answer.body, answer.origin), None, (), None)


READERS: dict[str, Callable[[Answer], Part]] = {
    shottracker.POSSESSIONS: read_shottracker,
    SHOTS: read_shots,
    LISTING: read_listing,
    ctg.MARKINGS: read_ctg,
}
"""How an answer of each kind is checked."""


def in_order(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """A game's answers, those that hold possessions first, else as they came: the numbers in a `RawPlace`."""
    return tuple(sorted(answers, key=lambda answer: answer.kind not in (shottracker.POSSESSIONS, ctg.MARKINGS)))


def decode_parts(parts: Sequence[Part], game_id: str | None = None) -> Game:
    """Decode the answers of one game; all are of one source."""
    known_id = game_id or parts[0].game_id
    if parts[0].source == CTG:
        return ctg.decode(
            [(p.answer, p.payload) for p in parts if isinstance(p.payload, ctg_payload.MarkingsPayload)],
            known_id,
        )
    told = [part for part in parts if part.answer.kind == shottracker.POSSESSIONS]
    shots = {part.answer.part: part.payload for part in parts if isinstance(part.payload, ShotsPayload)}
    payloads: list[tuple[Answer, shottracker_payload.PossessionsPayload]] = []
    hoops: Hoops = {}
    findings: list[Finding] = []
    for number, part in enumerate(told):
        payload, listed = part.payload, shots.get(part.answer.part)
        if not isinstance(payload, shottracker_payload.PossessionsPayload):
            continue
        if listed is not None:
            merged = merge(payload, listed)
            payload = merged.payload
            hoops |= {
                (number, *place): (row.hoop_x, row.hoop_y)
                for place, row in merged.shots.items()
                if row.hoop_x is not None and row.hoop_y is not None
            }
            findings += merged.findings
        payloads.append((part.answer, payload))
    game = shottracker.decode(payloads, known_id or made_id(told[0].teams, told), hoops)
    home = next((part.payload for part in parts if part.answer.kind == LISTING), None)
    if isinstance(home, str) and game.team(home) is not None:
        game = replace(game, home_team_id=home)
    return replace(game, findings=(*game.findings, *findings)) if findings else game


def checked(source: str, answer: Answer) -> Part:
    """Check an answer by its kind; one of a kind that tells nothing of possessions is kept as it came."""
    reader = READERS.get(answer.kind)
    return Part(source, answer, None, None, (), None) if reader is None else reader(answer)


def decode_answers(source: str, game_id: str, answers: Sequence[Answer]) -> Game:
    """Decode the kept answers of one game, in the order of `in_order`."""
    return decode_parts([checked(source, answer) for answer in in_order(answers)], game_id)


def group(parts: Sequence[Part]) -> list[tuple[str, list[Part]]]:
    """Put the answers of one game together: by the vendor's id, else by teams, sessions and time; with the game's id.

    Two games of the same teams on one day get the same made id here: what is kept decides which they are.
    """
    games: dict[tuple[str, str], list[Part]] = {}
    loose: dict[tuple[str, ...], list[Part]] = {}
    for part in parts:
        if part.game_id is not None or part.first_s is None:
            games.setdefault((part.source, part.game_id or made_id(part.teams, [part])), []).append(part)
        else:
            loose.setdefault((part.source, *part.teams), []).append(part)
    found = [(game_id, members) for (_, game_id), members in games.items()]
    for (_, *teams), members in loose.items():
        chains: list[list[Part]] = []
        for part in sorted(members, key=lambda p: p.first_s or 0.0):
            chain = _chain_of(part, chains)
            if chain is None:
                chains.append([part])
            else:
                chain.append(part)
        found += [(made_id(teams, chain), chain) for chain in chains]
    return found


def _chain_of(part: Part, chains: Sequence[list[Part]]) -> list[Part] | None:
    """The game that a session belongs to: one that has it already, else the latest that it can be a part of."""
    mine = sittings([part.payload])
    near = [chain for chain in chains if (part.first_s or 0.0) - (chain[0].first_s or 0.0) <= JOIN_WITHIN_S]
    for is_theirs in (are_same, may_join):
        for chain in reversed(near):
            if is_theirs(mine, sittings(other.payload for other in chain)):
                return chain
    return None


def made_id(teams: Sequence[str], parts: Sequence[Part]) -> str:
    """The id of a game that the vendor does not name: team ids and day of play.

    Where no row has a time, the sessions (else the periods) stand for the day.
    """
    first_s = min((part.first_s for part in parts if part.first_s is not None), default=None)
    return "-".join([*teams, parts[0].answer.part if first_s is None else day_of(first_s)])
