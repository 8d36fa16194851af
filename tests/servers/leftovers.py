"""What a test of the network must not leave behind: threads that still ask, sockets that are still open."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_NAMES = ("request to", "test server", "test connection", "keyring")


@contextmanager
def nothing_left_over() -> Iterator[None]:
    """Fail where a thread of ours outlives the test by a second; collect what is gone, so that sockets complain."""
    yield
    until_s = time.monotonic() + 1.0
    while left := [one.name for one in threading.enumerate() if one.name.startswith(_NAMES)]:
        assert time.monotonic() < until_s, left
        time.sleep(0.005)
    # The young generations hold what this test made; the whole heap would take longer than the test.
    gc.collect(1)
