"""One shot in words, as it is told when the pointer is on it."""

from __future__ import annotations

from explorer.core import text
from explorer.core.clock import period_name
from explorer.core.names import NameBook
from explorer.core.table import ShotTable, Tables
from explorer.models.possession_rows import shot_attributes


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
