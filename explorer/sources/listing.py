"""A game as a vendor lists it, before anything of it is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from explorer.core.model import Key, Scalar

LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class ListedGame:
    """A game that can be fetched; `extra` holds the vendor's fields as they came, None means not told."""

    source: str
    game_id: str
    day: str | None
    title: str
    home: str | None = None
    away: str | None = None
    home_id: str | None = None
    away_id: str | None = None
    start_s: float | None = None
    status: str = ""
    extra: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """The game's key: (source, id)."""
        return (self.source, self.game_id)


def text_of(value: object) -> str | None:
    """A name or id as text; None for what is neither text nor number, and for an empty one."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = " ".join(str(value).split())[:LONGEST_TEXT]
    return text or None


def as_it_came(row: Mapping[str, object]) -> dict[str, Scalar]:
    """A row's fields for showing: plain values as they are, what is nested as JSON text."""
    return {
        name[:LONGEST_TEXT]: value if value is None or isinstance(value, bool | int | float) else _text(value)
        for name, value in row.items()
    }


def _text(value: object) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 3]}..."
