"""One shot in words, as it is told when the pointer is on it."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.core import text
from explorer.core.clock import period_name
from explorer.core.names import NameBook
from explorer.core.table import ShotTable, Tables
from explorer.core.vocabulary import SHOT_ATTRIBUTE_WORDS, split_detail


def describe_shot(shots: ShotTable, shot: int, tables: Tables, book: NameBook) -> str:
    """Shooter, what came of it, distance, clock and team, a line each; `shots` is a part of the tables' shots."""
    possessions, names = tables.possessions, tables.names
    row = int(shots.possession[shot])
    shooter = int(shots.shooter[shot])
    made, value = int(shots.made[shot]), int(shots.value[shot])
    result = {1: "make", 0: "miss"}.get(made, "shot")
    worth = f"{value}PT {result}" if value > 0 else result
    words = names.words[int(shots.words[shot])] if shots.words[shot] >= 0 else ""
    zone = int(shots.zone[shot])
    clock = float(shots.game_clock_s[shot])
    period = period_name(int(possessions.period[row]), int(possessions.regulation[row]))
    offence = int(possessions.offence[row])
    told = [
        book.player(names.players[shooter]) if shooter >= 0 else "shooter unknown",
        ", ".join([worth, *shot_attributes(words.split())]),
        text.feet(float(shots.distance_ft[shot])) + (f", zone {zone} of the feed" if zone >= 0 else ""),
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
