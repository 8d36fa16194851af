"""Values -> words: clocks, margins, rates, places. The unknown is `-` everywhere."""

from __future__ import annotations

import math

UNKNOWN = "-"
MINUS = "−"


def number(value: float | None, decimals: int = 0) -> str:
    """A number with so many decimals; a true minus sign."""
    if value is None or math.isnan(value):
        return UNKNOWN
    written = f"{abs(value):.{decimals}f}"
    return f"{MINUS}{written}" if value < 0 and float(written) else written


def signed(value: float | None, decimals: int = 0) -> str:
    """A difference: its sign is always written, but for zero."""
    if value is None or math.isnan(value):
        return UNKNOWN
    return f"+{number(value, decimals)}" if value > 0 and float(number(value, decimals)) else number(value, decimals)


def clock(seconds: float | None) -> str:
    """Seconds left as `m:ss`; tenths within the last minute where there are any."""
    if seconds is None or math.isnan(seconds):
        return UNKNOWN
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    whole, tenth = divmod(rest, 10)
    return f"{minutes}:{whole:02d}" + (f".{tenth}" if tenth and not minutes else "")


def span(seconds: float | None) -> str:
    """A duration in seconds: whole where it is whole, else with tenths."""
    if seconds is None or math.isnan(seconds):
        return UNKNOWN
    return number(seconds, 0 if abs(seconds - round(seconds)) < 0.05 else 1)


def yes_no(value: bool | int | None) -> str:
    """Yes, no, or unknown (None or -1)."""
    return UNKNOWN if value is None or value < 0 else "yes" if value else "no"


def share(value: float | None, decimals: int = 0) -> str:
    """A share as per cent."""
    return UNKNOWN if value is None or math.isnan(value) else f"{number(value * 100, decimals)}%"


def feet(value: float | None) -> str:
    """A distance in feet."""
    return UNKNOWN if value is None or math.isnan(value) else f"{number(value, 1)} ft"


def count(n: int, singular: str, plural: str = "") -> str:
    """A number with its noun: `1 game`, `3 games`."""
    return f"{n:,} {singular if n == 1 else plural or singular + 's'}"


def listed(words: list[str], most: int = 3) -> str:
    """`a, b and c`; a long list is cut: `a, b, c and 4 more`."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
