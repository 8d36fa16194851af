"""The choices that both the window and the command line read; a broken file is set aside, never trusted."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, BinaryIO

from explorer.core.definitions import Definitions
from explorer.core.errors import FileError
from explorer.core.vocabulary import CTG, SHOTTRACKER


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the user has chosen; the defaults are what a newcomer gets."""

    preferred_source: str = SHOTTRACKER
    """Which feed a game known from both is taken from: ShotTracker's rows carry shots and line-ups."""
    theme: str = "system"
    """`system`, `light` or `dark`."""
    network: str = "online"
    """`online`, or `offline`: nothing is fetched."""
    follow_s: str = "60"
    """How often a game that is followed is asked for, in seconds."""
    shottracker_host: str = ""
    """The base address of ShotTracker's API; empty for the vendor's own."""
    definitions: Definitions = field(default_factory=Definitions)
    """What is meant by the words that analysts use differently."""
    ctg_host: str = ""
    """The base address of Cleaning the Glass' API; empty for the vendor's own."""


CHOICES: dict[str, tuple[str, ...]] = {
    "preferred_source": (SHOTTRACKER, CTG),
    "theme": ("system", "light", "dark"),
    "network": ("online", "offline"),
    "follow_s": ("30", "60", "300"),
}
"""What a choice may be; a field that is not here takes any text."""
_LONGEST_TEXT = 500


def read_preferences(path: Path) -> Preferences:
    """Read the file; what is missing or not one of the choices takes its default."""
    try:
        values: Any = json.loads(path.read_text("utf-8"))
        if not isinstance(values, dict):
            raise ValueError
    except OSError:
        # One that cannot be read now may be whole: it stays.
        return Preferences()
    except (ValueError, RecursionError):
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".broken"))
        return Preferences()
    known = {
        spec.name: values[spec.name]
        for spec in fields(Preferences)
        if isinstance(value := values.get(spec.name), str)
        and (value in CHOICES[spec.name] if spec.name in CHOICES else len(value) <= _LONGEST_TEXT)
    }
    kept = values.get("definitions")
    texts = {name: word for name, word in kept.items() if isinstance(word, str)} if isinstance(kept, dict) else {}
    return replace(Preferences(), **known, definitions=Definitions.read(texts))


def write_preferences(path: Path, preferences: Preferences) -> None:
    """Write the file whole or not at all; raises FileError."""
    write_whole(
        path,
        (json.dumps(asdict(preferences) | {"definitions": preferences.definitions.texts()}, indent=2) + "\n").encode(),
    )


def write_whole(path: Path, body: bytes) -> None:
    """Write a file so that it is there whole or as it was; raises FileError that names it."""
    with writing_whole(path) as stream:
        stream.write(body)


@contextlib.contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """A stream into a file that is there whole or as it was: beside it, to the disk, then in its place.

    A link is followed, and the rights of the file that stood there are kept. Raises FileError that names the
    file; no temporary is left behind, whatever is raised inside.
    """
    try:
        target = Path(os.path.realpath(path))
    except (OSError, ValueError) as error:
        raise FileError(f"{str(path)!r} cannot be written: {error}.") from None
    temporary = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Bring the new name to the disk as well, where the system has a way to: the file itself is there by now."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
