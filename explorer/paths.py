"""Where files are: data, cache, settings and logs of this user, and the program's own resources.

`--basedir` comes before the marker of a portable program, that before the platform's folders.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import platformdirs

APP_NAME = "possession-explorer"
MARKER = "portable.txt"
"""A file of this name beside the program, whatever is in it, keeps all of the user's files there too."""
PORTABLE = "data"
"""The folder beside a portable program in which they are, as `--basedir` would have them."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The program's folders; none is made before something is written into it."""

    data: Path
    config: Path
    cache: Path
    log: Path
    notice: str = ""
    """What the user should know of where his files are."""

    @property
    def library(self) -> Path:
        """The library's file."""
        return self.data / "library.sqlite"

    @property
    def annotations(self) -> Path:
        """The file of what the user keeps himself: saved views, and possessions left out."""
        return self.data / "annotations.sqlite"

    @property
    def preferences(self) -> Path:
        """The file of the choices that window and command line read."""
        return self.config / "preferences.json"

    @property
    def settings(self) -> Path:
        """The file of the window's own state."""
        return self.config / "window.ini"


def find_paths(basedir: Path | None = None) -> Paths:
    """All of them below `basedir`, or beside a portable program, else the platform's folders for this user."""
    if basedir is not None:
        return Paths(basedir / "data", basedir / "config", basedir / "cache", basedir / "log")
    program = program_folder()
    if not (program / MARKER).is_file():
        return _platform_paths()
    if _is_writable(program / PORTABLE):
        return find_paths(program / PORTABLE)
    return replace(
        _platform_paths(),
        notice=f"{program / MARKER} asks for all files beside the program, but {program / PORTABLE} cannot be written "
        "to: your own folders are used. Move the program to a folder of yours, or take that file away.",
    )


def program_folder() -> Path:
    """The folder in which the user sees the program: that of the built program, of a bundle, or of a checkout."""
    if not getattr(sys, "frozen", False):
        return Path(__file__).resolve().parents[1]
    # Of an AppImage the program itself is in a place that is mounted for this run.
    program = Path(os.environ.get("APPIMAGE") or sys.executable).resolve()
    bundle = next((folder for folder in program.parents if folder.suffix == ".app"), program)
    return bundle.parent


def _is_writable(folder: Path) -> bool:
    # Only here: nothing else of the program's start needs it.
    import tempfile

    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Rights alone do not tell, on Windows and on what is mounted to be read.
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _platform_paths() -> Paths:
    dirs = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
    return Paths(
        Path(dirs.user_data_dir),
        Path(dirs.user_config_dir),
        Path(dirs.user_cache_dir),
        Path(dirs.user_log_dir),
    )


def resource(name: str) -> Path:
    """A file of `resources/`, from a checkout, an installed wheel or a frozen build."""
    spec = find_spec("explorer")
    places = spec.submodule_search_locations if spec else None
    package = Path(next(iter(places))) if places else Path(__file__).parent
    inside = package / "_resources" / name
    return inside if inside.exists() else package.parent / "resources" / name
