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
        return LeftBehind(when_s, _reason(text), text) if text else None
    return None


def _reason(text: str) -> str:
    for line in text.splitlines():
        for start in _FATAL:
            if line.startswith(start):
                return line.removeprefix(start).strip()
    return "unknown"
