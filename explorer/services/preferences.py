"""The choices that both the window and the command line read; a broken file is set aside, never trusted."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from explorer.core.errors import FileError
from explorer.core.vocabulary import CTG, SHOTTRACKER


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the user has chosen; the defaults are what a newcomer gets."""

    preferred_source: str = SHOTTRACKER
    """Which feed a game known from both is taken from: ShotTracker's rows carry shots and line-ups."""
    theme: str = "system"
    """`system`, `light` or `dark`."""


CHOICES: dict[str, tuple[str, ...]] = {
    "preferred_source": (SHOTTRACKER, CTG),
    "theme": ("system", "light", "dark"),
}


def read_preferences(path: Path) -> Preferences:
    """Read the file; what is missing or not one of the choices takes its default."""
    try:
        values: Any = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError):
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".broken"))
        return Preferences()
    if not isinstance(values, dict):
        return Preferences()
    known = {
        spec.name: values[spec.name]
        for spec in fields(Preferences)
        if isinstance(values.get(spec.name), str) and values[spec.name] in CHOICES[spec.name]
    }
    return replace(Preferences(), **known)


def write_preferences(path: Path, preferences: Preferences) -> None:
    """Write the file whole or not at all; raises FileError."""
    write_whole(path, (json.dumps(asdict(preferences), indent=2) + "\n").encode())


def write_whole(path: Path, body: bytes) -> None:
    """Write a file so that it is whole or not there: a neighbour is written, flushed, and put in its place.

    Raises FileError that names the file; what stood there before is left as it was.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from None
