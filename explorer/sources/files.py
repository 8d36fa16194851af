"""Files and folders of saved answers: found, told apart by content, checked; one bad file stops nothing."""

from __future__ import annotations

import os
import re
import stat
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from explorer.core.errors import DataError, ExplorerError, FileError
from explorer.core.model import Answer
from explorer.core.task import CancelToken, Progress, no_progress
from explorer.sources import border
from explorer.sources.ctg.decode import MARKINGS
from explorer.sources.namefiles import NO_HEAD, NameRow, is_names_text, is_table, names_of_roster, read_names
from explorer.sources.shottracker.decode import POSSESSIONS
from explorer.sources.shottracker.locations import LOCATIONS, Piece, identify_locations, is_locations
from explorer.sources.source import READERS, Part

_ANSWER_SUFFIXES = (".json", ".json.gz")
"""What a file of a folder is called that is opened, and complained of, whatever it holds."""
_HEAD_BYTES = 4096
_GZIP, _BYTE_ORDER_MARK = b"\x1f\x8b", b"\xef\xbb\xbf"
_BEGINS_AS_JSON = re.compile(rb"\s*(\{\s*([\"}]|\Z)|\[\s*([\[{\"\]\d-]|\Z))")

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
    """What one file holds: an answer that is part of a game, or tracking, or names, or why it cannot be read."""

    path: Path
    part: Part | None = None
    is_tracking: bool = False
    """It holds tracking: `read_piece` reads it, when the games that it may be of are known."""
    names: tuple[NameRow, ...] = ()
    error: ExplorerError | None = None


def find(paths: Iterable[Path], token: CancelToken | None = None) -> Iterator[Path]:
    """A named file whatever it is; of a folder, to its bottom and in order of name, what begins as a saved answer.

    Hidden files and folders are passed over, links to folders are not followed. A folder that cannot be listed
    comes as itself: reading it says why.
    """
    closed: list[Path] = []

    def note(error: OSError) -> None:
        closed.append(Path(error.filename))

    for path in paths:
        if not _is_folder(path):
            yield path
            continue
        for folder, folders, files in os.walk(path, onerror=note):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(name for name in files if not name.startswith(".")):
                if token is not None:
                    token.check()
                found = Path(folder, name)
                if name.lower().endswith(_ANSWER_SUFFIXES) or _begins_as_answer(found):
                    yield found
    yield from closed


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _begins_as_answer(path: Path) -> bool:
    """Whether the first bytes of a file, unpacked, are those of JSON or of a names file."""
    try:
        # Opening a pipe or a device could wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb", buffering=0) as stream:
            head = stream.read(_HEAD_BYTES)
        if head.startswith(_GZIP):
            head = zlib.decompressobj(wbits=31).decompress(head, _HEAD_BYTES)
    except (OSError, zlib.error):
        return False
    head = head.removeprefix(_BYTE_ORDER_MARK)
    return bool(_BEGINS_AS_JSON.match(head)) or is_names_text(head)


def origin_of(path: Path) -> str:
    """A path as text that can be kept and printed, whatever bytes its name is made of."""
    return os.fsencode(path).decode(errors="backslashreplace")


def read(path: Path) -> FileResult:
    """Open one file; a failure that is the file's is kept in the result."""
    origin = origin_of(path)
    try:
        packed, modified_s = _bytes(path, origin)
        body = border.unpack(packed, origin)
        if is_names_text(body):
            return FileResult(path, names=_some(read_names(body, origin), origin))
        if is_table(body) or (path.suffix.lower() == ".csv" and not _BEGINS_AS_JSON.match(body)):
            raise DataError(origin, NO_HEAD)
        return _told(path, body, origin, modified_s)
    except ExplorerError as error:
        return FileResult(path, error=error)


def read_piece(path: Path) -> Piece:
    """Read a file of tracking; raises ExplorerError where it is none, or cannot be read."""
    origin = origin_of(path)
    packed, modified_s = _bytes(path, origin)
    body = border.unpack(packed, origin)
    if not is_locations(body):
        raise DataError(origin, "it holds no tracking")
    return identify_locations(Answer(LOCATIONS, "", body, origin, modified_s), path)


def _bytes(path: Path, origin: str) -> tuple[bytes, float]:
    """The content of a file and when it was last written; raises FileError, DataError for a file too large."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            # Only a folder that could not be listed comes here: the same call says why.
            next(path.iterdir(), None)
        if not stat.S_ISREG(mode):
            # Waiting for what a pipe or a device may send could take for ever.
            raise FileError(f"{origin}: it is not a file")
        with path.open("rb") as stream:
            data = stream.read(border.LARGEST_BODY + 1)
            # A file from the future would stand above every answer that is fetched until then.
            modified_s = min(os.fstat(stream.fileno()).st_mtime, time.time())
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "it cannot be opened"
        raise FileError(f"{origin}: {reason[:1].lower()}{reason[1:]}") from None
    if len(data) > border.LARGEST_BODY:
        raise DataError(origin, f"the file is larger than {border.LARGEST_BODY >> 20} MB")
    if not data:
        raise DataError(origin, "the file is empty")
    return data, modified_s


def _some(names: Iterable[NameRow], origin: str) -> tuple[NameRow, ...]:
    rows = tuple(names)
    if not rows:
        raise DataError(origin, "it holds no names")
    return rows


def _told(path: Path, body: bytes, origin: str, modified_s: float) -> FileResult:
    kind = kind_of(body, origin)
    if kind == "roster":
        return FileResult(path, names=_some(names_of_roster(body, origin), origin))
    answer = Answer(kind, "", body, origin, modified_s)
    if kind == LOCATIONS:
        return FileResult(path, is_tracking=True)
    return FileResult(path, READERS[kind](answer))


def kind_of(body: bytes, origin: str) -> str:
    """Tell a saved answer's kind by its content; raises DataError for anything that is not read here."""
    if is_locations(body):
        return LOCATIONS
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


_NEITHER = (
    "it is neither ShotTracker's possessions (`teams`) or tracking (`locations`) nor Cleaning the Glass' `markings`"
)


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
