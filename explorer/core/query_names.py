"""What the name of a field means in a question: every field of the lists, and those of players and shots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from explorer.core import text
from explorer.core.columns import Array
from explorer.core.court import LEAGUES, Court, court_for
from explorer.core.definitions import Definitions
from explorer.core.fields import FIELDS, Field, Kind
from explorer.core.names import NameBook
from explorer.core.query_tree import Form, Meaning, Spelling, Spellings
from explorer.core.seasons import season_start
from explorer.core.table import GameInfo, Names, Tables
from explorer.core.vocabulary import (
    OUTCOME_WORDS,
    OUTCOMES,
    SHOT_ATTRIBUTE_WORDS,
    START_WORDS,
    Word,
    detail_title,
    title_of,
)
from explorer.core.zones import BASIC, NBA14, Scheme, classify

_FORMS = {
    Kind.NUMBER: Form.NUMBER,
    Kind.SIGNED: Form.NUMBER,
    Kind.CLOCK: Form.TIME,
    Kind.SECONDS: Form.TIME,
    Kind.YES_NO: Form.YES_NO,
    Kind.PERIOD: Form.PERIOD,
    Kind.CODE: Form.WORDS,
}
_SIGNED = (Kind.SIGNED, Kind.CLOCK, Kind.SECONDS)
_ORDERED = frozenset({"day", "season"})
_OTHER_NAMES = {
    "offense": "offence",
    "defense": "defence",
    "opponent": "defence",
    "turnover": "turnovers",
    "ball_screens": "screens",
    "zone": "shot.zone",
    "area": "shot.area",
    "place": "shot.place",
    "shooter": "shot.shooter",
}
COLLEGE = "ncaa"
"""The league of a game of which its feed does not tell more."""


def _word(name: str, title: str) -> Spelling:
    return Spelling(str(name), tuple(dict.fromkeys((name.casefold(), title.casefold()))))


def _worded(words: Mapping[str, Word], names: Iterable[str]) -> list[Spelling]:
    return [_word(name, title_of(dict(words), name)) for name in names]


_OUTCOMES = tuple(_worded(OUTCOME_WORDS, map(str, OUTCOMES)))


def _zone_words(scheme: Scheme) -> tuple[Spelling, ...]:
    return tuple(_word(zone.name, zone.title) for zone in scheme.zones)


_KNOWN_STARTS = frozenset(part for spelling in _worded(START_WORDS, START_WORDS) for part in spelling.parts)


def _plain(field: Field) -> Spellings:
    def spellings(names: Names, book: NameBook) -> list[Spelling]:
        assert field.texts is not None
        written = field.texts(names, book)
        return [Spelling(one, () if one == text.UNKNOWN else (one.casefold(),)) for one in written]

    return spellings


def _teams(names: Names, book: NameBook) -> list[Spelling]:
    return [
        Spelling(
            book.team_short(key), (book.team_short(key).casefold(), book.team(key).casefold()), (key[1].casefold(),)
        )
        for key in names.teams
    ]


def _known_teams(book: NameBook) -> frozenset[str]:
    return frozenset(form.casefold() for _, team in book.team_rows() for form in (team.name, team.abbreviation))


def _players(names: Names, book: NameBook) -> list[Spelling]:
    return [Spelling(book.player(key), (book.player(key).casefold(),), (key[1].casefold(),)) for key in names.players]


def _known_players(book: NameBook) -> frozenset[str]:
    return frozenset(player.name.casefold() for _, player in book.player_rows())


def _games(names: Names, book: NameBook) -> list[Spelling]:
    titles = next(field for field in FIELDS if field.name == "game").texts
    assert titles is not None
    return [
        Spelling(title, (title.casefold(),), (info.key[1].casefold(),))
        for title, info in zip(titles(names, book), names.games, strict=True)
    ]


def _shot_kinds(names: Names, book: NameBook) -> list[Spelling]:
    """A shot's words, together and one by one, as the feed and as the screen write them; no words are unknown."""
    found = []
    for words in names.words:
        parts = words.split()
        titles = [SHOT_ATTRIBUTE_WORDS.get(word, detail_title(word)).casefold() for word in parts]
        found.append(
            Spelling(words, (words.casefold(), *(part.casefold() for part in parts), *titles) if words else ())
        )
    return found


_SPELLINGS: dict[str, Spellings] = {
    "start": lambda names, book: _worded(START_WORDS, names.words),
    "outcome": lambda names, book: list(_OUTCOMES),
    "offence": _teams,
    "defence": _teams,
    "game": _games,
    "finisher": _players,
}
_KNOWN: dict[str, Callable[[NameBook], frozenset[str]]] = {
    "start": lambda book: _KNOWN_STARTS,
    "offence": _known_teams,
    "defence": _known_teams,
    "finisher": _known_players,
}


def _meaning(field: Field) -> Meaning:
    is_words = field.kind is Kind.CODE
    return Meaning(
        field.name,
        field.title,
        _FORMS[field.kind],
        field.values,
        is_signed=field.kind in _SIGNED,
        is_ordered=field.name in _ORDERED,
        spellings=_SPELLINGS.get(field.name, _plain(field)) if is_words else None,
        known=_KNOWN.get(field.name),
        closed=_OUTCOMES if field.name == "outcome" else (),
    )


def _shot(name: str, title: str, form: Form, column: str, *, is_signed: bool = True) -> Meaning:
    def read(tables: Tables) -> Array:
        values: Array = getattr(tables.shots, column)
        return values

    return Meaning(f"shot.{name}", title, form, read, is_shot=True, is_signed=is_signed)


def court_of(info: GameInfo, definitions: Definitions | None = None) -> Court:
    """The court that a game was played on: the one chosen for it, else as far as its league and season tell.

    Whose lines college games are played on is a definition. The NBA's for an unknown league.
    """
    usual = (definitions or Definitions()).feed_league if info.league == COLLEGE else info.league
    league = info.court or usual
    return court_for(league if league in LEAGUES else "nba", season_start(info))


def by_court(tables: Tables) -> Sequence[tuple[Court, NDArray[np.intp]]]:
    """The courts that the games were played on, each with the row numbers of the shots that were taken there."""
    shots, infos = tables.shots, tables.names.games
    courts = [court_of(info, tables.definitions) for info in infos]
    kinds = list({court.key: court for court in courts}.values())
    if len(kinds) < 2:
        return [(court, np.arange(len(shots))) for court in kinds]
    place = {court.key: number for number, court in enumerate(kinds)}
    played = np.array([place[court.key] for court in courts], np.int16)[tables.possessions.game[shots.possession]]
    return [(court, np.flatnonzero(played == number)) for number, court in enumerate(kinds)]


def zone_codes(tables: Tables, scheme: Scheme = BASIC) -> Array:
    """The zone of every shot in a scheme, on the court of its game; int16, -1 unknown; shape (shots,)."""
    shots = tables.shots
    codes = np.full(len(shots), -1, np.int16)
    for court, here in by_court(tables):
        codes[here] = classify(scheme, court, shots.x_ft[here], shots.y_ft[here], shots.value[here])
    return codes


def _people(name: str, title: str) -> Meaning:
    return Meaning(name, title, Form.PEOPLE, spellings=_players, known=_known_players)


def _zoned(name: str, title: str, scheme: Scheme) -> Meaning:
    words = _zone_words(scheme)
    return Meaning(
        name,
        title,
        Form.WORDS,
        lambda tables: zone_codes(tables, scheme),
        is_shot=True,
        spellings=lambda names, book: list(words),
        closed=words,
    )


ZONE = _zoned("shot.zone", "zone", BASIC)
AREA = _zoned("shot.area", "zone, NBA's 14 areas", NBA14)
ZONE_NUMBER = _shot("zone_number", "zone, the feed's number", Form.NUMBER, "zone", is_signed=False)
PLACE = Meaning(
    "shot.place",
    "where the shot was taken",
    Form.PLACE,
    # Known where both are.
    lambda tables: tables.shots.x_ft + tables.shots.y_ft,
    is_shot=True,
    is_signed=True,
)
ANYTHING = Meaning("", "anything", Form.ANY_TEXT)
PLAYER = _people("player", "player who took part")

MEANINGS: dict[str, Meaning] = {
    meaning.name: meaning
    for meaning in (
        *map(_meaning, FIELDS),
        PLAYER,
        _people("on", "player on the floor for the offence"),
        _people("off", "player of the offence's team who is not on the floor"),
        _people("against", "player on the floor for the defence"),
        ZONE,
        AREA,
        ZONE_NUMBER,
        _shot("advanced_zone", "advanced zone, the feed's number", Form.NUMBER, "advanced_zone", is_signed=False),
        _shot("made", "shot made", Form.YES_NO, "made", is_signed=False),
        _shot("value", "points the shot is worth", Form.NUMBER, "value", is_signed=False),
        _shot("distance", "distance of the shot in feet", Form.NUMBER, "distance_ft"),
        _shot("x", "place of the shot across the court in feet", Form.NUMBER, "x_ft"),
        _shot("y", "place of the shot from the baseline in feet", Form.NUMBER, "y_ft"),
        PLACE,
        _shot("clock", "game clock of the shot", Form.TIME, "game_clock_s"),
        _shot("shot_clock", "shot clock of the shot", Form.TIME, "shot_clock_s"),
        _shot("into", "seconds into the possession", Form.TIME, "into_s"),
        _shot("blocked", "shot blocked", Form.YES_NO, "is_blocked", is_signed=False),
        _shot("and_one", "shot made with a foul", Form.YES_NO, "is_and_one", is_signed=False),
        Meaning(
            "shot.shooter",
            "shooter",
            Form.WORDS,
            lambda tables: tables.shots.shooter,
            is_shot=True,
            spellings=_players,
            known=_known_players,
        ),
        Meaning(
            "shot.kind",
            "kind of shot",
            Form.WORDS,
            lambda tables: tables.shots.words,
            is_shot=True,
            spellings=_shot_kinds,
        ),
    )
}
"""Every name that a question can use."""


def _titles() -> dict[str, str]:
    """The words above a column as a name too, where only one field has them."""
    found: dict[str, list[str]] = {}
    for field in FIELDS:
        for title in {field.title, field.header}:
            found.setdefault(title.replace(" ", "_"), []).append(field.name)
    return {title: names[0] for title, names in found.items() if len(names) == 1}


ALIASES: dict[str, str] = {
    name: meant for name, meant in (_titles() | _OTHER_NAMES).items() if name not in MEANINGS and meant in MEANINGS
}
"""Other names of the same fields."""

_UNSEARCHED = frozenset({"source", "finisher", "game_type"})
"""A feed's name stands in every row, and a finisher took part anyway: a word alone would find too much."""
SEARCHED: tuple[Meaning, ...] = (
    *(m for m in MEANINGS.values() if m.form is Form.WORDS and not m.is_shot and m.name not in _UNSEARCHED),
    PLAYER,
)
"""The fields in which a word without a field is looked for; periods besides."""


def find(name: str) -> Meaning | None:
    """The field of that name, however it is capitalised; None where there is none."""
    name = name.casefold()
    return MEANINGS.get(ALIASES.get(name, name))


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean ...?` with the nearest of the known words, nothing where none is near."""
    close = get_close_matches(word.casefold(), list(known), 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""
