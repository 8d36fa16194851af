"""The fields by which shots can be told apart on the court: each one's words, and how it is read from the tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core import field_texts, text
from explorer.core.clock import QUARTERS, period_name
from explorer.core.columns import Array
from explorer.core.names import NameBook
from explorer.core.query_names import zone_codes
from explorer.core.table import Tables
from explorer.core.vocabulary import detail_title
from explorer.core.zones import BASIC

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ShotField:
    """A field of shots: `read` gives one value a shot, NaN unknown, or a code (-1 unknown) of the texts of `texts`."""

    name: str
    title: str
    read: Callable[[Tables], Array]
    texts: Callable[[Tables, NameBook], Sequence[str]] | None = None
    unit: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its values are figures, which can be sizes too."""
        return self.texts is None


def _number(column: str) -> Callable[[Tables], Array]:
    def read(tables: Tables) -> Array:
        values: Array = getattr(tables.shots, column)
        return values if values.dtype.kind == "f" else np.where(values < 0, np.nan, values).astype(np.float32)

    return read


def _possession_number(column: str) -> Callable[[Tables], Array]:
    def read(tables: Tables) -> Array:
        values: Array = getattr(tables.possessions, column)[tables.shots.possession]
        return values if values.dtype.kind == "f" else np.where(values < 0, np.nan, values).astype(np.float32)

    return read


def _of_possession(column: str) -> Callable[[Tables], Array]:
    def read(tables: Tables) -> Array:
        codes: Array = getattr(tables.possessions, column)[tables.shots.possession]
        return codes

    return read


def _periods(tables: Tables) -> Array:
    """The period and the number of those in regulation, as one code."""
    table, owner = tables.possessions, tables.shots.possession
    period, regulation = table.period[owner].astype(np.int64), table.regulation[owner].astype(np.int64)
    regulation = np.where((regulation < 1) | (regulation >= _REGULATIONS), QUARTERS, regulation)
    return np.where((period < 1) | (period > _MOST_PERIODS), -1, (period - 1) * _REGULATIONS + regulation)


_REGULATIONS, _MOST_PERIODS = 5, 40
"""A period's code is its number and how many there are in regulation: no game is parted into more."""


def _period_names(tables: Tables, book: NameBook) -> list[str]:
    return [
        period_name(number, regulation) for number in range(1, _MOST_PERIODS + 1) for regulation in range(_REGULATIONS)
    ]


def _kinds(tables: Tables, book: NameBook) -> list[str]:
    return [", ".join(dict.fromkeys(detail_title(word) for word in one.split())) for one in tables.names.words]


SHOT_FIELDS: tuple[ShotField, ...] = (
    ShotField("value", "points it is worth", lambda t: t.shots.value, lambda t, b: ["0", "1", "two", "three"]),
    ShotField("shooter", "shooter", lambda t: t.shots.shooter, lambda t, b: [b.player(key) for key in t.names.players]),
    ShotField("team", "team", _of_possession("offence"), lambda t, b: [b.team_short(key) for key in t.names.teams]),
    ShotField("zone", "zone", zone_codes, lambda t, b: [zone.title for zone in BASIC.zones]),
    ShotField("kind", "kind of shot", lambda t: t.shots.words, _kinds),
    ShotField("start", "start of the possession", _of_possession("start"), lambda t, b: field_texts.starts(t.names, b)),
    ShotField("period", "period", _periods, _period_names),
    ShotField("distance", "distance", _number("distance_ft"), unit="ft"),
    ShotField("into", "seconds into the possession", _number("into_s"), unit="s"),
    ShotField("shot_clock", "shot clock", _number("shot_clock_s"), unit="s"),
    ShotField("game_clock", "game clock", _number("game_clock_s"), unit="s"),
    ShotField("passes", "passes of the possession", _possession_number("passes")),
    ShotField("margin", "margin", _possession_number("margin"), unit="points"),
)
"""Everything that the colour or the size of a shot can stand for."""
BY_NAME: dict[str, ShotField] = {field.name: field for field in SHOT_FIELDS}

MOST_KINDS = 7
"""So many values are told apart by colour; all further ones share one."""
STEPS = 5


@dataclass(frozen=True, slots=True)
class Split:
    """Shots parted by a field: the class of each (-1 unknown), and what the classes are called."""

    codes: Codes
    titles: tuple[str, ...]
    has_rest: bool = False
    """Whether the last class is all values that are too many to be told apart."""
    is_of_numbers: bool = False
    """Whether the classes are steps from less to more."""
    colours: tuple[int, ...] = ()
    """The numbers of the colours of the classes, where these have some of their own."""


def split(field: ShotField, tables: Tables, book: NameBook, shots: NDArray[np.bool_]) -> Split:
    """Part the shots of a mask by a field: numbers into up to STEPS steps of equal size, words by how often they come.

    Codes have shape (shots of the mask,).
    """
    values = field.read(tables)[shots]
    return _steps(values, field.unit) if field.texts is None else _kinds_of(values, field.texts(tables, book))


def _steps(values: Array, unit: str) -> Split:
    known = values[np.isfinite(values)]
    if not len(known):
        return Split(np.full(len(values), -1), (), is_of_numbers=True)
    edges = np.unique(np.quantile(known, np.linspace(0, 1, STEPS + 1)).round(1))
    if len(edges) == 1:
        edges = np.array([edges[0], edges[0]])
    codes = np.clip(np.searchsorted(edges[1:-1], values, side="right"), 0, len(edges) - 2)
    titles = tuple(
        f"{text.number(low, 1)} to {text.number(high, 1)}{f' {unit}' if unit else ''}"
        for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    )
    return Split(np.where(np.isfinite(values), codes, -1).astype(np.int64), titles, is_of_numbers=True)


def _kinds_of(codes: Array, texts: Sequence[str]) -> Split:
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    met = [int(code) for code in np.argsort(-counts, kind="stable") if counts[code]]
    # Codes of equal text are one value: two feeds' names of a player.
    names = list(dict.fromkeys(texts[code] for code in met if texts[code] != text.UNKNOWN))
    shown = names if len(names) <= MOST_KINDS + 1 else names[:MOST_KINDS]
    place = {name: number for number, name in enumerate(shown)}
    rest = len(shown)
    classes = np.array([*(_class(name, place, rest) for name in texts), -1], np.int64)
    has_rest = len(names) > len(shown)
    return Split(classes[codes], (*shown, *([f"{len(names) - rest} others"] if has_rest else [])), has_rest)


def _class(name: str, place: dict[str, int], rest: int) -> int:
    return -1 if name in ("", text.UNKNOWN) else place.get(name, rest)
