"""One set-up at a time: a lock of the operating system, which ends with the processes that hold it.

A lock file that is only made and removed would stay behind when dev.py is killed, and whether it is stale
would have to be guessed. This one is held by the open file: a pip that outlives a killed dev.py still holds
it, as it inherits the descriptor, so nobody clears an environment that is still being written to.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import Iterator

from devtools.speech import say


@contextlib.contextmanager
def held(path: Path) -> Iterator[int]:
    """Hold the lock of this file while the block runs; yields its descriptor, for children to share."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(str(path), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _try_lock(descriptor):
            say("Another dev.py is setting up this checkout; waiting until it has finished.")
            while not _try_lock(descriptor):
                time.sleep(0.2)
        yield descriptor
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # A file system without locks: better two set-ups at once than none at all.
            return True
    return True
