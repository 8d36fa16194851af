"""What is left of a program that broke off: a file each run, into which Python writes when all is lost.

A run that ends well takes its file away. One that is killed, or that loses its power, leaves it empty: nobody calls
that a fault of the program, and nothing is told. Only a file with something in it is.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from explorer.app.file_lock import try_lock

_PREFIX = "broke-off-"
_MOST_BYTES = 200_000
_FATAL = ("Fatal Python error: ", "Windows fatal exception: ")
_HANDLED = ("code 0x8001", "code 0x8004")
"""What COM throws and catches itself within dialogs of Windows: Python notes it, and the program goes on."""


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """One run that broke off: when, in seconds since 1970; why, as the system calls it; and the traces."""

    when_s: float
    reason: str
    text: str


class CrashFile:
    """This run's file; as long as it is open, other runs see that it is somebody's."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path, self._descriptor = path, descriptor

    def write(self, words: str) -> None:
        """Add what is said before all is lost."""
        with contextlib.suppress(OSError):
            os.write(self._descriptor, words.encode(errors="replace") + b"\n")

    def end(self) -> None:
        """The run has ended well."""
        faulthandler.disable()
        if sys.stderr is not None:
            faulthandler.enable()
        os.close(self._descriptor)
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def begin(folder: Path) -> CrashFile | None:
    """Let Python write into a new file of the folder from now on; None where none can be made."""
    path = folder / f"{_PREFIX}{secrets.token_hex(6)}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
    except OSError:
        # A program for Windows that has no terminal has no stderr.
        if sys.stderr is not None:
            faulthandler.enable()
        return None
    with contextlib.suppress(OSError):
        try_lock(descriptor)
    faulthandler.enable(descriptor)
    return CrashFile(path, descriptor)


def left_behind(folder: Path) -> list[LeftBehind]:
    """The runs that broke off, the latest last; each is told once: its file is taken away."""
    found = [left for path in folder.glob(f"{_PREFIX}*.txt") if (left := _taken(path)) is not None]
    return sorted(found, key=lambda left: left.when_s)


def _taken(path: Path) -> LeftBehind | None:
    """What stands in a file that is nobody's any more, None where that is nothing; the file is gone then."""
    with contextlib.suppress(OSError):
        with path.open("r+b") as stream:
            if not try_lock(stream.fileno()):
                return None
            body, when_s = stream.read(_MOST_BYTES), os.fstat(stream.fileno()).st_mtime
        path.unlink()
        text = body.decode(errors="replace").strip()
        reason = _reason(text)
        return LeftBehind(when_s, reason, text) if text and not reason.startswith(_HANDLED) else None
    return None


def _reason(text: str) -> str:
    """The first reason that ends a program, else the first that is given."""
    found = [
        line.removeprefix(start).strip() for line in text.splitlines() for start in _FATAL if line.startswith(start)
    ]
    return next((reason for reason in found if not reason.startswith(_HANDLED)), found[0] if found else "unknown")
