"""Checked answers -> whole games: sessions join what is already there, and each game is decoded once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from explorer.core import quality
from explorer.core.errors import ExplorerError
from explorer.core.model import Answer, Finding, Game, Key, Player
from explorer.core.table import Tables
from explorer.core.tabulate import VERSION, tabulate
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.sources.ctg.teams import same_ids
from explorer.sources.files import FileResult
from explorer.sources.namefiles import NameRow
from explorer.sources.source import DECODER_VERSION, JOIN_WITHIN_S, READERS, Part, decode_parts, group

COLUMNS_VERSION = f"{DECODER_VERSION}.{VERSION}"
"""What kept columns were made with."""


class Shelf(Protocol):
    """Where games already are: the library, or memory."""

    def neighbour(self, source: str, team_ids: Sequence[str], first_s: float, within_s: float) -> str | None:
        """The id of the game of the same teams near that time."""

    def answers(self, key: Key) -> list[Answer]:
        """The answers of a game; none where it is not there."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A game with everything that is made from it."""

    game: Game
    answers: tuple[Answer, ...]
    tables: Tables
    findings: tuple[Finding, ...]
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """A file or game that could not be taken, and why."""

    origin: str
    error: ExplorerError


def take_in(results: Iterable[FileResult], shelf: Shelf) -> Iterator[Taken | Failed | tuple[NameRow, ...]]:
    """Yield every game, every list of names and every failure of the results, in their order.

    Sessions of one game that follow each other are decoded together.
    """
    waiting: list[Part] = []
    for result in results:
        if result.error is not None:
            yield Failed(str(result.path), result.error)
        elif result.names:
            yield result.names
        elif result.part is not None:
            if waiting and not _belongs(result.part, waiting[0]):
                yield from _settle(waiting, shelf)
                waiting = []
            waiting.append(result.part)
    if waiting:
        yield from _settle(waiting, shelf)


def _belongs(part: Part, other: Part) -> bool:
    if (part.source, part.game_id, part.teams) != (other.source, other.game_id, other.teams):
        return False
    return part.game_id is not None or abs((part.first_s or 0.0) - (other.first_s or 0.0)) <= JOIN_WITHIN_S


def _settle(parts: Sequence[Part], shelf: Shelf) -> Iterator[Taken | Failed]:
    for game_id, members in group(parts):
        source = members[0].source
        known_id = game_id
        try:
            if members[0].game_id is None:
                first = members[0].first_s or 0.0
                known_id = shelf.neighbour(source, members[0].teams, first, JOIN_WITHIN_S) or game_id
            yield _join(known_id, members, shelf.answers((source, known_id)))
        except ExplorerError as error:
            yield Failed(", ".join(part.answer.origin for part in members), error)


def _join(game_id: str, new: Sequence[Part], kept: Sequence[Answer]) -> Taken:
    """Put new answers beside the kept ones: the same bytes are kept once, the same part is replaced."""
    source = new[0].source
    answers: dict[tuple[str, str], Part] = {}
    known = {answer.body: answer for answer in kept}
    is_changed = any(part.answer.body not in known for part in new)
    for answer in kept:
        answers[answer.kind, answer.part] = READERS[source](answer)
    for part in new:
        if part.answer.body not in known:
            answers[part.answer.kind, part.answer.part] = part
            known[part.answer.body] = part.answer
    parts = list(answers.values())
    game = decode_parts(parts, game_id)
    found = quality.findings(game)
    return Taken(game, tuple(part.answer for part in parts), tabulate(game), found, is_changed)


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
