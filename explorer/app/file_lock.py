"""A lock on an open file that ends with the process which holds it, however that process ends."""

from __future__ import annotations

import os
import sys

_FAR = 1 << 30
"""Windows lets nobody read what is locked: the byte that is stands far behind whatever is written."""


def try_lock(descriptor: int) -> bool:
    """Take the lock of an open file, or say that another process has it; raises OSError where there are no locks."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
