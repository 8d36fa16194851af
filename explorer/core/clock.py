"""Periods and clocks: what a feed writes, their order, and the time they stand for.

Lengths of periods are those of the rule books by the number of regulation periods: four quarters of at
most 12 minutes (NBA; 10 elsewhere), two halves of 20 minutes (NCAA men), overtimes of 5 minutes.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

QUARTERS = 4
HALVES = 2
LONGEST_CLOCK_S = 100 * 60.0

DAY_OFFSET = timedelta(hours=-8)
"""The day of play is that of the first possession at UTC minus 8 hours."""

_MINUTES = re.compile(r"(?:0{1,2}:)?(\d{1,2}):(\d{1,2}(?:\.\d{1,20})?)")
_SECONDS = re.compile(r"\d{1,4}(?:\.\d{1,20})?")
_PERIOD = re.compile(r"(Q|H|OT)\s*(\d{0,2})", re.IGNORECASE)
_LENGTH_S = {QUARTERS: 720.0, HALVES: 1200.0}
OVERTIME_S = 300.0


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a game: its order in the game from 1, and how many make up regulation (2 or 4).

    `number` is None for a word that no rule of the game knows; `name` is then the feed's own word.
    """

    number: int | None
    regulation: int | None
    name: str

    @property
    def is_overtime(self) -> bool:
        """Whether the period comes after regulation."""
        return self.number is not None and self.regulation is not None and self.number > self.regulation

    @property
    def length_s(self) -> float | None:
        """The longest the period can be, in seconds; None where it is not known."""
        if self.number is None or self.regulation is None:
            return None
        return OVERTIME_S if self.is_overtime else _LENGTH_S[self.regulation]


def period_name(number: int, regulation: int) -> str:
    """Write a period: Q1..Q4, H1, H2, OT1, OT2 ...; `-` for an unknown number (below 1)."""
    if number < 1:
        return "-"
    if number > regulation:
        return f"OT{number - regulation}"
    return f"{'H' if regulation == HALVES else 'Q'}{number}"


@lru_cache(256)
def parse_period(value: str | int | None, regulation: int = QUARTERS) -> Period:
    """Read `Q1..Q4, H1, H2, OT, OT1 ...` or an integer (5 is the first overtime of four quarters).

    `regulation` says how many periods come before an overtime. An unknown word is kept as the name.
    """
    if value is None:
        return Period(None, None, "-")
    if isinstance(value, int):
        if not 1 <= value <= 40:
            return Period(None, None, str(value))
        return Period(value, regulation, period_name(value, regulation))
    match = _PERIOD.fullmatch(value.strip())
    if match is None:
        is_number = value.isascii() and value.isdecimal() and len(value) < 4
        return parse_period(int(value), regulation) if is_number else Period(None, None, value)
    letter, digits = match[1].upper(), match[2]
    if letter == "OT":
        number = regulation + (int(digits) if digits else 1)
        if number == regulation:
            return Period(None, None, value)
    else:
        regulation = HALVES if letter == "H" else QUARTERS
        number = int(digits) if digits else 0
        if not 1 <= number <= regulation:
            return Period(None, None, value)
    return Period(number, regulation, period_name(number, regulation))


@lru_cache(8192)
def parse_clock(value: str | float | None) -> float | None:
    """Read a clock as seconds left: `12:30.0`, `1:2.3`, `00:12:30`, `05.7`, a number of seconds; None stays None.

    Raises ValueError with the reason where it cannot be read.
    """
    if value is None:
        return None
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        if match := _MINUTES.fullmatch(text):
            seconds = float(match[2])
            if seconds >= 60:
                raise ValueError(f"the clock {value!r} has {match[2]} seconds in a minute")
            return int(match[1]) * 60 + seconds
        if not _SECONDS.fullmatch(text):
            raise ValueError(f"the clock {value!r} cannot be read")
        value = float(text)
    if not math.isfinite(value) or not 0 <= value <= LONGEST_CLOCK_S:
        raise ValueError(f"the clock {value!r} is not a time within a period")
    return float(value)


def day_of(time_s: float) -> str:
    """The day of play, ISO, of an instant in seconds since 1970."""
    return (datetime.fromtimestamp(time_s, UTC) + DAY_OFFSET).date().isoformat()
