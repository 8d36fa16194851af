"""Checked answers -> whole games: sessions join what is already there, and each game is decoded once."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.core import quality
from explorer.core.errors import DataError, ExplorerError
from explorer.core.model import Answer, Finding, Game, Key, Player
from explorer.core.table import Tables
from explorer.core.tabulate import VERSION, tabulate
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.services.joining import Shelf, place_of
from explorer.sources.ctg.teams import same_ids
from explorer.sources.files import FileResult, origin_of, read_piece
from explorer.sources.namefiles import NameRow
from explorer.sources.shottracker.locations import Piece
from explorer.sources.source import DECODER_VERSION, JOIN_WITHIN_S, Part, checked, decode_parts, group
from explorer.store.games import Kept

COLUMNS_VERSION = f"{DECODER_VERSION}.{VERSION}"
"""What kept columns were made with."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A new or changed game with everything that is made from it; `revision` is the state it was joined to."""

    game: Game
    answers: tuple[Answer, ...]
    tables: Tables
    findings: tuple[Finding, ...]
    revision: int | None
    parts: tuple[Part, ...]
    """The new answers."""


@dataclass(frozen=True, slots=True)
class Known:
    """A game that all new answers tell nothing new of: they are there already, or later ones are."""

    key: Key


@dataclass(frozen=True, slots=True)
class Failed:
    """A file or game that could not be taken, and why."""

    origin: str
    error: ExplorerError


@contextlib.contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the cyclic collector from walking the records of games: they hold no cycles, and it costs a sixth."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def take_in(
    results: Iterable[FileResult], shelf: Shelf
) -> Iterator[Taken | Known | Failed | Piece | tuple[NameRow, ...]]:
    """Yield every game, every list of names and every failure of the results, in their order, then every tracking.

    Sessions of one game that follow each other are decoded together; a tracking waits, since its game may come
    behind it. Raises StoreError where the shelf cannot be read.
    """
    waiting: list[Part] = []
    tracking: list[Path] = []
    for result in results:
        if result.error is not None:
            yield Failed(origin_of(result.path), result.error)
        elif result.is_tracking:
            tracking.append(result.path)
        elif result.names:
            yield result.names
        elif result.part is not None:
            if waiting and not _belongs(result.part, waiting[0]):
                yield from settle(waiting, shelf)
                waiting = []
            waiting.append(result.part)
    if waiting:
        yield from settle(waiting, shelf)
    # One at a time: the tracking of a season does not fit into memory.
    for path in tracking:
        try:
            yield read_piece(path)
        except ExplorerError as error:
            yield Failed(origin_of(path), error)


def _belongs(part: Part, other: Part) -> bool:
    if (part.source, part.game_id, part.teams) != (other.source, other.game_id, other.teams):
        return False
    return part.game_id is not None or abs((part.first_s or 0.0) - (other.first_s or 0.0)) <= JOIN_WITHIN_S


def settle(parts: Sequence[Part], shelf: Shelf) -> Iterator[Taken | Known | Failed]:
    """Put answers together to games, each with what is kept of it; one that cannot be decoded is left out."""
    for game_id, members in group(parts):
        source = members[0].source
        known_id = game_id if members[0].game_id is not None else place_of(game_id, members, shelf)
        kept = shelf.kept((source, known_id))
        try:
            yield join(known_id, members, kept)
        except DataError as error:
            faults = [_fault(part) for part in members]
            if None not in faults or not any(faults):
                yield Failed(", ".join(part.answer.origin for part in members), error)
                continue
            for part, fault in zip(members, faults, strict=True):
                if fault is not None:
                    yield Failed(part.answer.origin, fault)
            yield from settle([part for part, fault in zip(members, faults, strict=True) if fault is None], shelf)


def _fault(part: Part) -> DataError | None:
    """Why an answer cannot be decoded by itself; None where it can."""
    try:
        decode_parts([part])
    except DataError as error:
        return error
    return None


def join(game_id: str, new: Sequence[Part], kept: Kept, source: str = "", *, is_anew: bool = False) -> Taken | Known:
    """Put new answers beside the kept ones: the same bytes are kept once, the same part by the later answer.

    `source` is needed where nothing is new; with `is_anew` the game is put together even so. Raises DataError
    for answers that cannot be decoded.
    """
    source = source or new[0].source
    known = {answer.body for answer in kept.answers}
    answers = {(answer.kind, answer.part): answer for answer in kept.answers}
    taken: dict[tuple[str, str], Part] = {}
    for part in new:
        place = (part.answer.kind, part.answer.part)
        is_older = place in answers and part.answer.fetched_s < answers[place].fetched_s
        if part.answer.body not in known and not is_older:
            answers[place] = part.answer
            taken[place] = part
            known.add(part.answer.body)
    if not taken and not kept.damaged and not is_anew:
        return Known((source, game_id))
    for lost in kept.damaged:
        if (lost.kind, lost.part) not in answers:
            raise DataError(game_id, f"its kept answer from {lost.origin} is damaged: import that file again as well")
    parts = [taken.get(place) or checked(source, answer) for place, answer in answers.items()]
    game = decode_parts(parts, game_id)
    found = quality.findings(game)
    return Taken(game, tuple(part.answer for part in parts), tabulate(game), found, kept.revision, tuple(new))


def players_for_ctg(game: Game) -> list[tuple[str, Player, str | None]]:
    """The players of a ShotTracker roster whose team has the league's own id: good for Cleaning the Glass too."""
    if game.source != SHOTTRACKER:
        return []
    return [
        (CTG, player, team.team_id)
        for team in game.teams
        if same_ids(team.team_id, team.name)
        for player in team.players
    ]
