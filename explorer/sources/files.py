"""Files and folders of saved answers: found, told apart by content, checked; one bad file stops nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from explorer.core.errors import DataError, ExplorerError, FileError
from explorer.core.model import Answer
from explorer.core.task import CancelToken, Progress, no_progress
from explorer.sources import border
from explorer.sources.ctg.decode import MARKINGS
from explorer.sources.namefiles import NameRow, is_names_text, names_of_roster, read_names
from explorer.sources.shottracker.decode import POSSESSIONS
from explorer.sources.source import KINDS, READERS, Part

SUFFIXES = (".json", ".json.gz", ".csv", ".gz")
"""What a folder is searched for; a file named by the user is opened whatever it is called."""


_ABSENT = msgspec.Raw(b"")


class _Team(msgspec.Struct):
    player_shots: msgspec.Raw = _ABSENT


class _Outline(msgspec.Struct):
    """The top of an answer, enough to tell the formats apart."""

    teams: tuple[_Team, ...] | None = None
    markings: msgspec.Raw = _ABSENT
    players: msgspec.Raw = _ABSENT
    games: msgspec.Raw = _ABSENT
    shots: msgspec.Raw = _ABSENT


@dataclass(frozen=True, slots=True)
class FileResult:
    """What one file holds: an answer that is part of a game, or names, or why it cannot be read."""

    path: Path
    part: Part | None = None
    names: tuple[NameRow, ...] = ()
    error: ExplorerError | None = None


def find(paths: Iterable[Path], token: CancelToken | None = None) -> Iterator[Path]:
    """Every file of the paths, folders searched to the bottom in order of name; a named file whatever its name.

    Links to folders are not followed; what cannot be listed is raised as FileError by reading it.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, files in os.walk(path):
            folders.sort()
            for name in sorted(files):
                if token is not None:
                    token.check()
                if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                    yield Path(folder) / name


def read(path: Path) -> FileResult:
    """Open one file; a failure that is the file's is kept in the result."""
    try:
        origin = str(path)
        body = border.unpack(_bytes(path), origin)
        if is_names_text(body):
            return FileResult(path, names=tuple(read_names(body, origin)))
        return _told(path, body, origin)
    except ExplorerError as error:
        return FileResult(path, error=error)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > border.LARGEST_BODY:
            raise DataError(str(path), f"the file is larger than {border.LARGEST_BODY >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise FileError(f"{path}: {reason[:1].lower()}{reason[1:]}") from None


def _told(path: Path, body: bytes, origin: str) -> FileResult:
    kind = kind_of(body, origin)
    if kind == "roster":
        return FileResult(path, names=tuple(names_of_roster(body, origin)))
    answer = Answer(kind, "", body, origin, _modified(path))
    return FileResult(path, READERS[KINDS[kind]](answer))


def _modified(path: Path) -> float:
    return path.stat().st_mtime


def kind_of(body: bytes, origin: str) -> str:
    """Tell a saved answer's kind by its content; raises DataError for anything that is not read here."""
    try:
        outline = msgspec.json.decode(body, type=_Outline)
    except msgspec.ValidationError:
        border.check_text(body, origin)
        raise DataError(origin, _NEITHER) from None
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        border.check_text(body, origin)
        raise DataError(origin, f"it is not whole JSON ({error})") from None
    if outline.markings != _ABSENT:
        return MARKINGS
    if outline.players != _ABSENT:
        return "roster"
    if outline.teams is not None:
        if any(team.player_shots != _ABSENT for team in outline.teams):
            raise DataError(origin, "it holds ShotTracker's list of shots without possessions: open the possessions")
        return POSSESSIONS
    if outline.games != _ABSENT or outline.shots != _ABSENT:
        raise DataError(origin, "it holds a list of games or shots, not possessions")
    raise DataError(origin, _NEITHER)


_NEITHER = "it is neither ShotTracker's possessions (`teams`) nor Cleaning the Glass' `markings`"


def read_all(
    paths: Sequence[Path], token: CancelToken | None = None, progress: Progress = no_progress
) -> Iterator[FileResult]:
    """Read every file of the paths in turn, telling how far it is; raises CancelledError when called off."""
    files = list(find(paths, token))
    for number, path in enumerate(files):
        if token is not None:
            token.check()
        progress(number, len(files), path.name)
        yield read(path)
    progress(len(files), len(files), "")
