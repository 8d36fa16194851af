"""Where files are: data, cache, settings and logs of this user, and the program's own resources."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import platformdirs

APP_NAME = "possession-explorer"


@dataclass(frozen=True, slots=True)
class Paths:
    """The program's folders; none is made before something is written into it."""

    data: Path
    config: Path
    cache: Path
    log: Path

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
    """The platform's folders for this user, or all of them below `basedir`."""
    if basedir is not None:
        return Paths(basedir / "data", basedir / "config", basedir / "cache", basedir / "log")
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
