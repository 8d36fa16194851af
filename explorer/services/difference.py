"""What a new fetch changed in a game: possessions added, removed and altered, with the fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from explorer.core import text
from explorer.core.model import Counts, Game, Possession
from explorer.core.vocabulary import OUTCOME_WORDS, START_WORDS, title_of

_PASSED_OVER = {"number", "raw", "counts", "events", "touches", "derived"}
"""Fields that follow from the others or only say where a row was read."""


class ChangeKind(StrEnum):
    """What became of a possession."""

    ADDED = "added"
    REMOVED = "removed"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Change:
    """One possession's change: its number in the game (the old one for a removed), and what is new in words."""

    kind: ChangeKind
    number: int
    title: str
    fields: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The change in one line."""
        told = f": {', '.join(self.fields)}" if self.fields else ""
        return f"#{self.number} {self.title} {self.kind}{told}"


def difference(before: Game, after: Game) -> tuple[Change, ...]:
    """The changes from one fetch to the next, possession by possession, known by their ids."""
    old = {row.possession_id: row for row in before.possessions}
    new = {row.possession_id: row for row in after.possessions}
    changes = [Change(ChangeKind.REMOVED, row.number, _title(row)) for key, row in old.items() if key not in new]
    for key, row in new.items():
        if key not in old:
            changes.append(Change(ChangeKind.ADDED, row.number, _title(row)))
        elif altered := tuple(_altered(old[key], row)):
            changes.append(Change(ChangeKind.ALTERED, row.number, _title(row), altered))
    return tuple(sorted(changes, key=lambda change: change.number))


def _title(row: Possession) -> str:
    return f"{row.period.name} {text.clock(row.start_clock_s)}"


def _altered(old: Possession, new: Possession) -> Iterator[str]:
    for spec in fields(Possession):
        before, after = getattr(old, spec.name), getattr(new, spec.name)
        if spec.name not in _PASSED_OVER and before != after:
            yield _told(spec.name, before, after)
    for spec in fields(Counts):
        before, after = getattr(old.counts, spec.name), getattr(new.counts, spec.name)
        if before != after:
            yield _told(spec.name, before, after)
    if _happened(old) != _happened(new):
        yield "events"
    if old.touches != new.touches:
        yield "touches"


def _happened(row: Possession) -> list[tuple[object, ...]]:
    return [(e.kind, e.words, e.player_id, e.game_clock_s, e.shot_clock_s, e.time_s, e.shot) for e in row.events]


def _told(name: str, before: object, after: object) -> str:
    words = {"start": START_WORDS, "outcome": OUTCOME_WORDS}.get(name)
    if words is not None:
        was, now = (title_of(words, None if value is None else str(value)) for value in (before, after))
        return f"{name} {was} to {now}"
    if isinstance(before, int | float) and isinstance(after, int | float):
        return f"{name.replace('_', ' ')} {before:g} to {after:g}"
    return name.replace("_", " ")
