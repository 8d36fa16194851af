"""Every way to part possessions or shots, in one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.core import query
from explorer.core.columns import Array
from explorer.core.fields import FIELDS, GROUPS, Decoration, Field, Kind
from explorer.core.grouping import Asked, Grouping, Groups, Make, RowKind, numbered
from explorer.core.line_ups import line_ups
from explorer.core.model import Key
from explorer.core.names import NameBook
from explorer.core.query_lookups import Lookups
from explorer.core.query_names import zone_codes
from explorer.core.table import FIVE, Tables
from explorer.core.vocabulary import ATTRIBUTES, OUTCOME_WORDS, OUTCOMES, START_WORDS, Mark
from explorer.core.written import Written, write
from explorer.core.zones import BASIC, NBA14, Scheme

BANDS, PEOPLE, SHOTS = "Bands", "People on the floor", "Shots"


def _of_field(field: Field) -> Grouping:
    def make(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
        written: Written = lookups.once(("written", field.name), lambda: write(field, tables, book))
        if field.kind is Kind.PERIOD:
            written = _one_a_text(written)
        keys = np.full(len(written.texts), np.nan)
        keys[written.codes] = written.sort_keys

        terms = Asked(written.texts[:-1], _KEYED[field.name](tables)).of(field.name) if field.name in _KEYED else None

        def term(code: int) -> str:
            return query.term_for(field, written, code) if terms is None else terms(code)

        return Groups(
            written.codes, written.texts[:-1], keys[:-1], term, f"{field.name}:!?", marks=_marks(field, tables)
        )

    return Grouping(field.name, field.title, field.tip, field.group, make)


def _one_a_text(written: Written) -> Written:
    """Values of one text as one: the overtimes of halves and those of quarters."""
    texts = tuple(dict.fromkeys(written.texts))
    place = {words: code for code, words in enumerate(texts)}
    # The unknown's text stands last.
    codes = np.array([place[words] for words in written.texts[:-1]] + [-1], np.intp)
    return Written(codes[written.codes], texts, written.sort_keys)


_KEYED: dict[str, Callable[[Tables], Sequence[Key]]] = {
    "offence": lambda tables: tables.names.teams,
    "defence": lambda tables: tables.names.teams,
    "finisher": lambda tables: tables.names.players,
    "game": lambda tables: [info.key for info in tables.names.games],
}
"""Fields whose values have ids."""


def _marks(field: Field, tables: Tables) -> list[Mark | None]:
    if field.decoration is Decoration.START:
        return [START_WORDS[word].mark if word in START_WORDS else None for word in tables.names.words]
    if field.decoration is Decoration.OUTCOME:
        return [OUTCOME_WORDS[outcome].mark for outcome in OUTCOMES]
    return []


def _banded(name: str, values: Array, edges: list[float], unit: str, *, is_signed: bool = False) -> Groups:
    """Groups of numbers between edges, each with its lower edge; below the first and from the last on are open."""
    floats = values.astype(np.float64)
    is_known = ~np.isnan(floats) if is_signed or values.dtype.kind == "f" else floats >= 0
    codes = np.where(is_known, np.searchsorted(edges, np.where(is_known, floats, 0), side="right"), -1)
    bounds = [-np.inf, *edges, np.inf]
    labels, terms = [], []
    for low, high in pairwise(bounds):
        label, term = _band_words(name, low, high, unit)
        labels.append(label)
        terms.append(term)
    return Groups(codes.astype(np.intp), labels, list(range(len(labels))), terms.__getitem__, f"{name}:!?")


def _band_words(name: str, low: float, high: float, unit: str) -> tuple[str, str]:
    if np.isinf(low):
        return f"below {high:g}{unit}", f"{name}<{high:g}"
    if np.isinf(high):
        return f"{low:g}{unit} and more", f"{name}>={low:g}"
    return f"{low:g} to below {high:g}{unit}", f"{name}>={low:g} {name}<{high:g}"


def _margin_bands(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
    margin = tables.possessions.margin
    spans = ((-999, -16), (-15, -11), (-10, -6), (-5, -1), (0, 0), (1, 5), (6, 10), (11, 15), (16, 999))
    edges = np.array([low for low, _ in spans[1:]], np.float64)
    is_known = ~np.isnan(margin)
    codes = np.where(is_known, np.searchsorted(edges, np.where(is_known, margin, 0), side="right"), -1)
    labels, terms = [], []
    for low, high in spans:
        if low == high:
            labels.append("level")
            terms.append("margin=0")
        elif low == -999 or high == 999:
            side = f"{'behind' if low < 0 else 'ahead'} by 16 or more"
            labels.append(side)
            terms.append("margin<=-16" if low < 0 else "margin>=16")
        else:
            near, far = sorted((abs(low), abs(high)))
            labels.append(f"{'behind' if low < 0 else 'ahead'} by {near} to {far}")
            terms.append(f"margin:{low}..{high}")
    return Groups(codes.astype(np.intp), labels, list(range(len(labels))), terms.__getitem__, "margin:!?")


def _duration_bands(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
    return _banded("duration", tables.possessions.duration_s, [4, 8, 12, 16, 20, 24], " s")


def _into_bands(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
    return _banded("shot.into", tables.shots.into_s, [4, 8, 12, 16, 20, 24], " s")


def _shot_clock_bands(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
    return _banded("shot.shot_clock", tables.shots.shot_clock_s, [4, 7, 15, 18, 22], " s")


def _distance_bands(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
    return _banded("shot.distance", tables.shots.distance_ft, [4, 8, 14, 19, 24, 28], " ft")


def _value(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
    value = tables.shots.value
    codes = np.where((value == 2) | (value == 3), value - 2, -1).astype(np.intp)
    return Groups(codes, ["two-pointer", "three-pointer"], [2, 3], lambda c: f"shot.value={c + 2}", "shot.value:!?")


def _zones(scheme: Scheme, unknown: str, kept: str) -> Make:
    def make(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
        codes: NDArray[Any] = lookups.once(kept, lambda: zone_codes(tables, scheme))
        zones = scheme.zones
        titles = [zone.title for zone in zones]
        return Groups(
            codes.astype(np.intp), titles, list(range(len(zones))), lambda c: f"zone:{zones[c].name}", unknown
        )

    return make


def _numbers(column: str, asked: str, unknown: str) -> Make:
    """The feed's own numbers of zones, of which the map is not published."""

    def make(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
        codes: Array = getattr(tables.shots, column)
        most = int(codes.max(initial=-1)) + 1
        labels = [f"zone {number}" for number in range(most)]
        return Groups(np.maximum(codes, -1).astype(np.intp), labels, range(most), lambda c: f"{asked}{c}", unknown)

    return make


def _player_labels(tables: Tables, book: NameBook) -> tuple[list[str], NDArray[np.float64]]:
    labels = [book.player(key) for key in tables.names.players]
    folded = np.array([label.casefold() for label in labels], dtype=np.str_)
    return labels, np.unique(folded, return_inverse=True)[1].astype(np.float64)


def _shooters(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
    labels, keys = _player_labels(tables, book)
    return Groups(
        tables.shots.shooter.astype(np.intp),
        labels,
        keys,
        Asked(labels, tables.names.players).of("shooter"),
        "shot.shooter:!?",
    )


def members(codes: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(rows, codes) of a matrix of codes, -1 for nobody; a row of whom nobody is known once, as -1."""
    is_told = codes >= 0
    rows, places = np.nonzero(is_told)
    nobody = np.flatnonzero(~is_told.any(axis=1))
    all_rows = np.concatenate([rows, nobody])
    all_codes = np.concatenate([codes[rows, places], np.full(len(nobody), -1)])
    order = np.argsort(all_rows, kind="stable")
    return all_rows[order].astype(np.intp), all_codes[order].astype(np.intp)


def _on_floor(word: str) -> Make:
    def make(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
        table = tables.possessions
        five = table.on if word == "on" else table.against
        rows, codes = lookups.once(("members", word), lambda: members(five))
        labels, keys = _player_labels(tables, book)
        return Groups(codes, labels, keys, Asked(labels, tables.names.players).of(word), f"{word}:!?", rows)

    return make


def _took_part(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
    """Who did something: each player once a possession."""

    def find() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        events, shots, many = tables.events, tables.shots, len(tables.names.players) + 1
        rows = np.concatenate([events.possession, shots.possession]).astype(np.int64)
        people = np.concatenate([events.player, shots.shooter])
        pairs = np.unique(rows[people >= 0] * many + people[people >= 0])
        has = np.zeros(len(tables.possessions), np.bool_)
        has[pairs // many] = True
        both = np.sort(np.concatenate([pairs, np.flatnonzero(~has) * many + many - 1]))
        codes = both % many
        return (both // many).astype(np.intp), np.where(codes == many - 1, -1, codes).astype(np.intp)

    rows, codes = lookups.once("took part", find)
    labels, keys = _player_labels(tables, book)
    return Groups(codes, labels, keys, Asked(labels, tables.names.players).of("player"), "", rows)


def _fives(word: str) -> Make:
    def make(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
        found = lookups.once("line-ups", lambda: line_ups(tables))
        short = [book.player_short(key) for key in tables.names.players]
        asked = Asked([book.player(key) for key in tables.names.players], tables.names.players)
        labels = [" · ".join(sorted(short[code] for code in five)) for five in found.fives.tolist()]

        def term(code: int) -> str:
            people = ", ".join(asked.name(player) for player in found.fives[code].tolist())
            return f"{word}={FIVE} of ({people}){asked.source(found.fives[code].tolist())}"

        codes = found.on if word == "on" else found.against
        return Groups(codes, labels, list(range(len(labels))), term, f"{word}:!?")

    return make


def _pairs(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
    """Every two who are told to be on the floor for the offence; where no two are, the unknown one."""

    def find() -> tuple[NDArray[np.intp], NDArray[np.intp], list[tuple[int, int]]]:
        on, many = tables.possessions.on, max(len(tables.names.players), 1)
        places = list(combinations(range(FIVE), 2))
        first, second = (on[:, [pair[side] for pair in places]] for side in (0, 1))
        pairs = np.minimum(first, second).astype(np.int64) * many + np.maximum(first, second)
        is_told = (first >= 0) & (second >= 0) & (first != second)
        pairs[~is_told] = -1
        rows, codes = members(pairs)
        names, found = numbered(codes, many * many)
        return rows, found, [(int(name // many), int(name % many)) for name in names]

    rows, codes, pairs = lookups.once("pairs", find)
    people = tables.names.players
    asked = Asked([book.player(key) for key in people], people)
    labels = [" · ".join(sorted((book.player_short(people[a]), book.player_short(people[b])))) for a, b in pairs]

    def term(code: int) -> str:
        return " ".join(f"on={asked.name(player)}" for player in pairs[code]) + asked.source(pairs[code])

    return Groups(codes, labels, list(range(len(labels))), term, "", rows)


def _screens(tables: Tables, book: NameBook, lookups: Lookups) -> Groups:
    """Each kind of ball screen that the possession had; one without any, or of which nothing is told, in none."""
    kinds = [(at, a) for at, a in enumerate(ATTRIBUTES) if a.name.startswith("ball_screens_")]
    counts = tables.possessions.attributes[:, [at for at, _ in kinds]]
    rows, codes = np.nonzero(counts > 0)
    names = [attribute.name for _, attribute in kinds]
    titles = [attribute.title for _, attribute in kinds]
    return Groups(codes.astype(np.intp), titles, list(range(len(kinds))), lambda c: f"{names[c]}>0", "", rows)


_SHOT, _POSSESSION = RowKind.SHOT, RowKind.POSSESSION

GROUPINGS: tuple[Grouping, ...] = (
    *(_of_field(field) for group in GROUPS for field in FIELDS if field.group == group and field.name != "number"),
    Grouping("margin_band", "margin in bands", "The offence's lead at the start", BANDS, _margin_bands),
    Grouping("duration_band", "duration in bands", "Seconds of the possession", BANDS, _duration_bands),
    Grouping("line_up", "line-up of five", "The five on the floor for the offence", PEOPLE, _fives("on")),
    Grouping("line_up_against", "line-up against", "The five on the floor for the defence", PEOPLE, _fives("against")),
    Grouping("pair", "pairs", "Every two of the five on the floor", PEOPLE, _pairs, _POSSESSION, True),
    Grouping("on", "on the floor", "Players on the floor for the offence", PEOPLE, _on_floor("on"), _POSSESSION, True),
    Grouping(
        "against", "against", "Players on the floor for the defence", PEOPLE, _on_floor("against"), _POSSESSION, True
    ),
    Grouping("player", "player", "Players who did something in it", PEOPLE, _took_part, _POSSESSION, True),
    Grouping("screen", "ball screens by kind", "Each kind of screen that it had", PEOPLE, _screens, _POSSESSION, True),
    Grouping("zone", "zone", "Where the shot was taken", SHOTS, _zones(BASIC, "shot.zone:!?", "zones"), _SHOT),
    Grouping(
        "area",
        "zone, NBA's 14 areas",
        "Where the shot was taken, by the areas of the NBA's charts",
        SHOTS,
        _zones(NBA14, "shot.area:!?", "areas"),
        _SHOT,
    ),
    Grouping(
        "zone_number",
        "zone, the feed's number",
        "The feed's own number of the zone; its map is not published",
        SHOTS,
        _numbers("zone", "zone:", "shot.zone_number:!?"),
        _SHOT,
    ),
    Grouping(
        "advanced_zone",
        "advanced zone, the feed's number",
        "The feed's own number of the advanced zone; its map is not published",
        SHOTS,
        _numbers("advanced_zone", "shot.advanced_zone=", "shot.advanced_zone:!?"),
        _SHOT,
    ),
    Grouping("shooter", "shooter", "Who took the shot", SHOTS, _shooters, _SHOT),
    Grouping("shot_value", "two or three", "What the shot is worth", SHOTS, _value, _SHOT),
    Grouping("distance_band", "shot distance in bands", "Feet from the ring", SHOTS, _distance_bands, _SHOT),
    Grouping("shot_clock_band", "shot clock in bands", "Shot clock of the shot", SHOTS, _shot_clock_bands, _SHOT),
    Grouping("into_band", "seconds into the possession", "When in it the shot was taken", SHOTS, _into_bands, _SHOT),
)
"""All ways to part rows, by sections in the order of the menus."""

BY_NAME: dict[str, Grouping] = {grouping.name: grouping for grouping in GROUPINGS}
SECTIONS: tuple[str, ...] = (*GROUPS, BANDS, PEOPLE, SHOTS)
OTHER_NAMES: dict[str, str] = {"opponent": "defence", "lineup": "line_up", "pairs": "pair"}
"""Other names of the same groupings, as questions and users have them."""


def find(name: str) -> Grouping | None:
    """The grouping of that name; None where there is none."""
    return BY_NAME.get(OTHER_NAMES.get(name, name))
