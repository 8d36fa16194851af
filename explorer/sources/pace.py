"""How often a host is asked: one request at a time, a gap between them, and a rest after failures in a row."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from explorer.core.errors import HostPausedError
from explorer.core.task import CancelToken

_LOOK_S = 0.05
"""How long a thread waits for its turn, or sleeps, before it looks whether it is still wanted."""
_APART_S = 0.015


class Clock(Protocol):
    """Time, so that a test can let hours pass."""

    def monotonic(self) -> float:
        """Seconds that only ever rise."""

    def wall(self) -> float:
        """Seconds since 1970, as this machine believes."""

    def wait(self, token: CancelToken, seconds: float) -> None:
        """Let time pass; raises CancelledError as soon as the work is called off."""


class SystemClock:
    """The machine's own time."""

    def monotonic(self) -> float:
        """Seconds that only ever rise."""
        return time.monotonic()

    def wall(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def wait(self, token: CancelToken, seconds: float) -> None:
        """Sleep; raises CancelledError as soon as the work is called off."""
        token.wait(seconds)


@dataclass(frozen=True, slots=True)
class Rest:
    """Why a host is not asked, and until when on the clock's rising scale; None until the user goes on."""

    reason: str
    until_s: float | None


class HostQueue:
    """The requests to one host, one after the other."""

    def __init__(self, host: str, gap_s: float, pause_after: int, clock: Clock) -> None:
        """Leave at least `gap_s` seconds between the starts of requests; rest after so many failures in a row."""
        self.host = host
        self._gap_s = gap_s
        self._pause_after = pause_after
        self._clock = clock
        self._turn = threading.Lock()
        self._state = threading.Lock()
        self._last_start_s: float | None = None
        self._ready_s = 0.0
        self._failures = 0
        self._jitters_s: list[float] = []
        self._rest: Rest | None = None

    @contextmanager
    def turn(self, token: CancelToken) -> Iterator[None]:
        """Wait until this request is the host's only one and its time has come.

        Raises HostPausedError at once where the host is at rest, CancelledError when called off.
        """
        self.check()
        while not self._turn.acquire(timeout=_LOOK_S):
            token.check()
            self.check()
        try:
            while True:
                token.check()
                self.check()
                wait_s = self.ready_in_s()
                if wait_s <= 0:
                    break
                self._clock.wait(token, min(wait_s, _LOOK_S * 5))
            with self._state:
                self._last_start_s = self._clock.monotonic()
            yield
        finally:
            self._turn.release()

    def ready_in_s(self) -> float:
        """Seconds until the host may be asked again; 0 or less when it may be now."""
        with self._state:
            now = self._clock.monotonic()
            by_gap = now if self._last_start_s is None else self._last_start_s + self._gap_s
            return max(by_gap, self._ready_s) - now

    def check(self) -> None:
        """Raise HostPausedError while the host is at rest."""
        rest = self.rest
        if rest is None:
            return
        left_s = None if rest.until_s is None else rest.until_s - self._clock.monotonic()
        raise HostPausedError(self.host, f"{self.host} is not asked for now: {rest.reason}.", left_s)

    @property
    def rest(self) -> Rest | None:
        """Why the host is at rest, None when it is not; a rest with an end is over by itself."""
        with self._state:
            rest = self._rest
            if rest is not None and rest.until_s is not None and rest.until_s <= self._clock.monotonic():
                self._rest = rest = None
            return rest

    @property
    def failures(self) -> int:
        """How many requests in a row have failed."""
        with self._state:
            return self._failures

    def succeeded(self) -> None:
        """Note that the host answered in earnest, be it with a refusal."""
        with self._state:
            self._failures = 0
            self._jitters_s.clear()

    def failed(self, jitter_s: float, at_least_s: float = 0.0) -> None:
        """Note a failure; the next request to this host comes `jitter_s` after the time it might have come.

        A little more where a wait of this row of failures was just as long: no two of them are alike.
        """
        with self._state:
            while any(abs(jitter_s - other_s) < _APART_S for other_s in self._jitters_s):
                jitter_s += _APART_S
            self._jitters_s.append(jitter_s)
            now = self._clock.monotonic()
            last_s = now if self._last_start_s is None else self._last_start_s
            # The jitter comes on top of the gap: below it, all waits would be of one length.
            self._ready_s = max(self._ready_s, max(now + at_least_s, last_s + self._gap_s) + jitter_s)
            self._failures += 1
            if self._failures >= self._pause_after:
                self._rest = Rest(f"{self._failures} requests in a row failed", None)

    def pause(self, reason: str, wait_s: float) -> None:
        """Rest because the host asked for it."""
        with self._state:
            self._rest = Rest(reason, self._clock.monotonic() + wait_s)

    def resume(self) -> None:
        """Go on by the user's word: failures and waits are forgotten, the gap between requests is not."""
        with self._state:
            self._rest = None
            self._failures = 0
            self._jitters_s.clear()
            self._ready_s = 0.0
