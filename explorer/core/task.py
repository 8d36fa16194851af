"""Cancelling and progress of work that may take long, independent of the thread that runs it."""

from __future__ import annotations

import threading
from collections.abc import Callable


class CancelledError(Exception):
    """Raised by `CancelToken.check` inside work that the user has called off."""


class CancelToken:
    """A flag that one thread sets and another looks at; it can call back to end a blocking wait."""

    def __init__(self) -> None:
        """Start not cancelled."""
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `CancelledError` when the work was called off."""
        if self._event.is_set():
            raise CancelledError

    def wait(self, timeout_s: float) -> None:
        """Sleep for `timeout_s` seconds, or raise `CancelledError` as soon as the work is called off."""
        if self._event.wait(timeout_s):
            raise CancelledError


Progress = Callable[[int, int, str], None]
"""Called with (done, total, words); total 0 where it cannot be counted."""


def no_progress(done: int, total: int, words: str) -> None:
    """Swallow the progress of work that nobody watches."""
