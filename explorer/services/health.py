"""How the program and its library are: versions, folders, damaged games, findings in the data."""

from __future__ import annotations

import contextlib
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from explorer import __version__
from explorer.core.errors import ExplorerError
from explorer.core.model import Finding
from explorer.paths import Paths
from explorer.services.annotations import Annotations, open_annotations
from explorer.services.library import Library
from explorer.services.titles import row_title
from explorer.store.database import engine_version

_PACKAGES = (
    "PySide6-Essentials",
    "pyqtgraph",
    "numpy",
    "requests",
    "msgspec",
    "keyring",
    "truststore",
    "contourpy",
    "platformdirs",
)


@dataclass(frozen=True, slots=True)
class GameFindings:
    """The findings of one game."""

    game_id: str
    source: str
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """The whole report; `problems` are what makes a game or the library unusable."""

    versions: dict[str, str]
    folders: dict[str, str]
    games: int
    problems: tuple[str, ...]
    findings: tuple[GameFindings, ...]
    views: int
    left_out: int

    def as_dict(self) -> dict[str, Any]:
        """The report for JSON."""
        return asdict(self)


def versions() -> dict[str, str]:
    """The versions of the program and of what it stands on."""
    found = {
        "program": __version__,
        "Python": platform.python_version(),
        "SQLite": engine_version(),
        "system": platform.platform(terse=True),
    }
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not found"
    return found


def examine(paths: Paths, library: Library) -> Health:
    """Read every game of the library anew, and report what is damaged, what looks wrong, what the user keeps."""
    problems: list[str] = []
    found: list[GameFindings] = []
    rows = []
    try:
        rows = library.rows()
        book = library.names()
        if library.set_aside is not None:
            problems.append(f"The library was damaged and is set aside as {library.set_aside}.")
        for row in rows:
            try:
                findings = library.details(row.key).findings
            except ExplorerError as error:
                problems.append(str(error))
                continue
            if findings:
                found.append(GameFindings(row.game_id, row.source, row_title(row, book), findings))
    except ExplorerError as error:
        problems.append(str(error))
    views, left_out = _kept(open_annotations(paths.annotations), problems)
    places = {
        "library": paths.library,
        "annotations": paths.annotations,
        "config": paths.config,
        "cache": paths.cache,
        "log": paths.log,
    }
    return Health(
        versions(),
        {name: str(place) for name, place in places.items()},
        len(rows),
        tuple(problems),
        tuple(found),
        views,
        left_out,
    )


def _kept(annotations: Annotations, problems: list[str]) -> tuple[int, int]:
    """How many views are saved and possessions left out."""
    with contextlib.closing(annotations):
        try:
            counts = len(annotations.views()), len(annotations.left_out())
        except ExplorerError as error:
            problems.append(str(error))
            return 0, 0
        if annotations.notice:
            problems.append(annotations.notice)
        return counts
