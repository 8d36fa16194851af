"""What follows from the game a possession belongs to: its season, who is at home, the time that is left
and the time that has been played.
"""

from __future__ import annotations

import re

import numpy as np

from explorer.core.clock import HALVES, OVERTIME_S
from explorer.core.columns import Array
from explorer.core.table import GameInfo, Tables
from explorer.core.vocabulary import CTG

BEGINS_IN = 8
"""The month from which on a day belongs to the season that starts in that year."""
WITHIN_A_YEAR = frozenset({"wnba"})
"""Leagues whose season lies within one calendar year."""
HALF_S = 1200.0
LONG_QUARTER_S, SHORT_QUARTER_S = 720.0, 600.0
"""Quarters of the NBA, and of everybody else who plays quarters (see `core/clock.py`)."""

_LEAGUE_ID = re.compile(r"(?:00|10|20)[0-9]([0-9]{2})[0-9]{5}")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-[0-9]{2}")


def season_start(info: GameInfo) -> int | None:
    """The year in which the game's season started: by the league's own id where it has one, else by its day."""
    source, known_id = info.key
    if source == CTG and (match := _LEAGUE_ID.fullmatch(known_id)):
        year = int(match[1])
        return 1900 + year if year > 45 else 2000 + year
    match = _DAY.match(info.day or "")
    if match is None:
        return None
    year = int(match[1])
    return year if info.league in WITHIN_A_YEAR or int(match[2]) >= BEGINS_IN else year - 1


def season_name(info: GameInfo) -> str | None:
    """The season as it is written: `2015-16`, or `2016` within one year; None where it is not known."""
    start = season_start(info)
    if start is None or info.league in WITHIN_A_YEAR:
        return None if start is None else str(start)
    return f"{start}-{(start + 1) % 100:02d}"


GAME_TYPES = {
    "1": "preseason",
    "2": "regular season",
    "3": "all-star",
    "4": "playoffs",
    "5": "play-in",
    "6": "cup final",
}
"""What the third digit of a game id of the NBA, WNBA or G League stands for."""


def game_type(info: GameInfo) -> str | None:
    """What kind of game it was, by the league's own id; None where the id is no such id."""
    source, known_id = info.key
    is_told = source == CTG and _LEAGUE_ID.fullmatch(known_id) is not None
    return GAME_TYPES.get(known_id[2]) if is_told else None


def is_home(tables: Tables) -> Array:
    """Whether the offence is the home side: int8, 1, 0, or -1 where either is not known; shape (possessions,)."""
    table, names = tables.possessions, tables.names
    teams = {team: code for code, team in enumerate(names.teams)}
    # -2 is no team at all: not even that of an unknown offence.
    homes = np.array([*(-2 if info.home is None else teams.get(info.home, -2) for info in names.games), -2], np.int32)
    home = homes[table.game]
    return np.where((home < 0) | (table.offence < 0), -1, table.offence == home).astype(np.int8)


def quarter_lengths_s(tables: Tables) -> Array:
    """Seconds of a quarter by game, shape (games,): 720 in the NBA or where a clock shows more than 600, else 600."""
    table, infos = tables.possessions, tables.names.games
    lengths = np.full(len(infos), SHORT_QUARTER_S, np.float32)
    lengths[[info.league == "nba" for info in infos]] = LONG_QUARTER_S
    is_long = (table.start_clock_s > SHORT_QUARTER_S) & (table.period <= table.regulation) & (table.regulation > HALVES)
    lengths[table.game[is_long]] = LONG_QUARTER_S
    return lengths


def left_s(tables: Tables) -> Array:
    """Seconds to the end of regulation, or of the overtime, when the possession began; NaN unknown; float32."""
    table = tables.possessions
    if not len(table):
        return table.start_clock_s
    regulation = table.regulation.astype(np.int16)
    length = np.where(regulation == HALVES, np.float32(HALF_S), quarter_lengths_s(tables)[table.game])
    left = table.start_clock_s + length * np.maximum(regulation - table.period, 0)
    return np.where((table.period < 1) | (regulation < 1), np.float32(np.nan), left).astype(np.float32)


def elapsed_s(tables: Tables) -> Array:
    """Seconds of game time since the tip-off when the possession began; NaN unknown; float32; shape (possessions,)."""
    return elapsed_at(tables, tables.possessions.start_clock_s)


def elapsed_at(tables: Tables, clock_s: Array) -> Array:
    """Seconds of game time since the tip-off at a clock of each possession's period: float32, shape (possessions,).

    NaN where the period or the clock is unknown, or the clock shows more than the period has.
    """
    table = tables.possessions
    if not len(table):
        return clock_s
    regulation, period = table.regulation.astype(np.float32), table.period.astype(np.float32)
    length = np.where(table.regulation == HALVES, np.float32(HALF_S), quarter_lengths_s(tables)[table.game])
    overtimes = np.maximum(period - regulation, np.float32(0))
    ends = length * np.minimum(period, regulation) + np.float32(OVERTIME_S) * overtimes
    most = np.where(overtimes > 0, np.float32(OVERTIME_S), length)
    is_unknown = (table.period < 1) | (table.regulation < 1) | (clock_s > most)
    # A difference of tenths is a hair off a tenth: rounded, it is what a question writes.
    return np.where(is_unknown, np.float32(np.nan), np.round(ends - clock_s, 2)).astype(np.float32)
