"""When a failed request is tried again: waits with jitter, `Retry-After` in every form, a clock that is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from explorer.core.text import count

RETRIED = frozenset({429, 500, 502, 503, 504})
"""The answers after which asking again makes sense."""
BACK_OFF_S = 0.5
LONGEST_BACK_OFF_S = 30.0
_SECONDS = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")


def back_off_s(failures: int, chance: float) -> float:
    """Full jitter: anything from 0 to half a second doubled with every failure, 30 at most.

    `chance` is from 0 to 1. Source: Brooker, "Exponential Backoff And Jitter", 2015.
    """
    return chance * min(LONGEST_BACK_OFF_S, BACK_OFF_S * 2.0 ** min(max(failures - 1, 0), 16))


def retry_after_s(headers: Mapping[str, str], now_s: float) -> float | None:
    """Seconds that the server asks to wait: a number of any kind, or a date against the server's own `Date`.

    Below 0 counts as 0; None where there is none, or nothing that can be read. `now_s` is this machine's time.
    """
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        seconds = float(text) if len(text) < 300 else math.inf
        return max(0.0, seconds)
    until_s = date_s(text)
    if until_s is None:
        return None
    sent_s = date_s(headers.get("date", ""))
    return max(0.0, until_s - (now_s if sent_s is None else sent_s))


def date_s(text: str) -> float | None:
    """Read an HTTP date as seconds since 1970; None where it is none."""
    if not text or len(text) > 100:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def date_text(time_s: float) -> str:
    """Write seconds since 1970 as an HTTP date in UTC."""
    return format_datetime(datetime.fromtimestamp(time_s, UTC), usegmt=True)


def skew_s(headers: Mapping[str, str], sent_s: float, received_s: float) -> float | None:
    """How far the server's clock is ahead of this machine's; None where the answer does not tell.

    The `Date` is compared with the middle of sending and receiving; one that a cache has kept (`Age`) is old.
    """
    server_s = date_s(headers.get("date", ""))
    if server_s is None or "age" in headers:
        return None
    return server_s - (sent_s + received_s) / 2


def span_words(seconds: float) -> str:
    """A wait in words: `40 seconds`, `3 minutes`, `12 days`."""
    for size, unit in ((86400.0, "day"), (3600.0, "hour"), (60.0, "minute")):
        if seconds >= 2 * size:
            return count(round(seconds / size), unit) if seconds < 1e9 else "for years"
    return count(max(1, round(seconds)), "second")
