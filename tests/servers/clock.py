"""A clock whose waits take no time, and remember how long they would have taken."""

from __future__ import annotations

import threading
import time

from explorer.core.task import CancelToken


class FakeClock:
    """Time that passes only in waits; `wall` is the machine's time plus what was waited, plus `ahead_s`."""

    def __init__(self, ahead_s: float = 0.0) -> None:
        self.ahead_s = ahead_s
        self._now = 1000.0
        self._lock = threading.Lock()

    def monotonic(self) -> float:
        return self._now

    def wall(self) -> float:
        return time.time() + self.ahead_s + self._now - 1000.0

    def wait(self, token: CancelToken, seconds: float) -> None:
        token.check()
        with self._lock:
            self._now += seconds

    @property
    def waited_s(self) -> float:
        return self._now - 1000.0
