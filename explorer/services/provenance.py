"""Where an export comes from: what every written file says of its program, games, filter and definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from explorer import __version__
from explorer.core.text import count
from explorer.core.vocabulary import SOURCE_TITLES
from explorer.services.selection import Selection

PROGRAM = f"Possession Explorer {__version__}"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What stands at the head of an export; `where` is the filter as it was asked, empty for all."""

    written: datetime
    games: int
    sources: Mapping[str, int]
    first_day: str | None
    last_day: str | None
    where: str
    left_out: int
    definitions: Mapping[str, str]

    def sentences(self) -> dict[str, str]:
        """What a reader should know, by the word that it is about; each on one line."""
        sources = ", ".join(f"{SOURCE_TITLES.get(name, name)} {number:,}" for name, number in self.sources.items())
        days = self.first_day or "unknown"
        if self.last_day != self.first_day:
            days += f" to {self.last_day}"
        return {
            "written": f"{self.written.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
            "games": f"{self.games:,} ({sources})" if sources else "0",
            "days": days,
            "filter": self.where if self.where.strip() else "none",
            "left out": f"{count(self.left_out, 'possession')} by the user",
        }

    def facts(self) -> dict[str, object]:
        """The same for a program to read; unknown is None."""
        return {
            "program": PROGRAM,
            "written": self.written.astimezone(UTC).isoformat(timespec="seconds"),
            "games": {
                "count": self.games,
                "sources": dict(self.sources),
                "first_day": self.first_day,
                "last_day": self.last_day,
            },
            "filter": self.where if self.where.strip() else None,
            "left_out": self.left_out,
            "definitions": dict(self.definitions),
        }


def provenance(
    selection: Selection, where: str, definitions: Mapping[str, str], left_out: int, written: datetime | None = None
) -> Provenance:
    """What is known of a selection that is about to be written; `written` is now where it is not given."""
    days = sorted(loaded.info.day for loaded in selection.games if loaded.info.day)
    sources = Counter(loaded.info.key[0] for loaded in selection.games)
    return Provenance(
        written or datetime.now(UTC),
        len(selection.games),
        {name: sources[name] for name in sorted(sources)},
        days[0] if days else None,
        days[-1] if days else None,
        where,
        left_out,
        definitions,
    )
