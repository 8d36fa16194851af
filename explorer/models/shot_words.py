"""One shot in words, as it is told when the pointer is on it."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.core import text
from explorer.core.clock import period_name
from explorer.core.columns import Array
from explorer.core.names import NameBook
from explorer.core.table import ShotTable, Tables
from explorer.core.vocabulary import SHOT_ATTRIBUTE_WORDS, split_detail
from explorer.core.zones import BASIC


def shot_cells(shots: ShotTable, shot: int, zones: Array, tables: Tables, book: NameBook) -> tuple[str, ...]:
    """The same as `describe_shot`, as the cells of a row: shooter, result, distance, zone, period, clock, team."""
    possessions, names = tables.possessions, tables.names
    row, shooter = int(shots.possession[shot]), int(shots.shooter[shot])
    offence, zone = int(possessions.offence[row]), int(shots.zone[shot])
    return (
        book.player(names.players[shooter]) if shooter >= 0 else text.UNKNOWN,
        _result(shots, shot),
        text.feet(float(shots.distance_ft[shot])),
        _zone(zones, shot) or (f"{zone} of the feed" if zone >= 0 else text.UNKNOWN),
        period_name(int(possessions.period[row]), int(possessions.regulation[row])),
        text.clock(float(shots.game_clock_s[shot])),
        book.team_short(names.teams[offence]) if offence >= 0 else text.UNKNOWN,
    )


def _result(shots: ShotTable, shot: int) -> str:
    made, value = int(shots.made[shot]), int(shots.value[shot])
    result = {1: "make", 0: "miss"}.get(made, "shot")
    more = ", and-one" if shots.is_and_one[shot] == 1 else ", blocked" if shots.is_blocked[shot] == 1 else ""
    return f"{f'{value}PT {result}' if value > 0 else result}{more}"


def _zone(zones: Array, shot: int) -> str:
    """The zone of one shot; empty where its place is unknown."""
    code = int(zones[shot])
    return BASIC.zones[code].title if code >= 0 else ""


def describe_shot(shots: ShotTable, shot: int, zones: Array, tables: Tables, book: NameBook) -> str:
    """Shooter, what came of it, distance, clock and team, a line each.

    `shots` is a part of the tables' shots, `zones` are their codes in the basic scheme.
    """
    possessions, names = tables.possessions, tables.names
    row = int(shots.possession[shot])
    shooter = int(shots.shooter[shot])
    words = names.words[int(shots.words[shot])] if shots.words[shot] >= 0 else ""
    zone = int(shots.zone[shot])
    clock = float(shots.game_clock_s[shot])
    period = period_name(int(possessions.period[row]), int(possessions.regulation[row]))
    offence = int(possessions.offence[row])
    distance, named = text.feet(float(shots.distance_ft[shot])), _zone(zones, shot)
    told = [
        book.player(names.players[shooter]) if shooter >= 0 else "shooter unknown",
        ", ".join([_result(shots, shot), *shot_attributes(words.split())]),
        ", ".join(filter(None, (distance, named.casefold(), f"zone {zone} of the feed" if zone >= 0 else ""))),
        f"{period} {text.clock(clock)}, {book.team(names.teams[offence] if offence >= 0 else None)}",
    ]
    return "\n".join(told)


def shot_attributes(words: Sequence[str]) -> list[str]:
    """The attributes of a shot in words, each once; what stands alone and is no stat counts too."""
    found: dict[str, None] = {}
    for word in words:
        stat, attribute = split_detail(word)
        if attribute:
            found[SHOT_ATTRIBUTE_WORDS.get(attribute, attribute.lower().replace("_", " "))] = None
        elif stat in SHOT_ATTRIBUTE_WORDS:
            found[SHOT_ATTRIBUTE_WORDS[stat]] = None
        elif not stat.isupper():
            found[stat.replace("_", " ")] = None
    return list(found)
