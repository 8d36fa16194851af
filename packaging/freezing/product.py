"""What is built: its names, its version, where its parts lie and where it goes."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
NAME = "possession-explorer"
TITLE = "Possession Explorer"
APP_ID = "io.github.possession_explorer.PossessionExplorer"
AUTHORS = "Possession Explorer contributors"
SUMMARY = "Explore the possessions of basketball games"
MIME_TYPES = {
    "application/x-possession-answers+json": "possessions.json",
    "application/x-possession-answers+gzip": "possessions.json.gz",
}
"""How a saved answer is to be called so that a double-click opens it, by its type; plain `.json` belongs to editors."""
LARGEST_MB = 180
"""Of the unpacked folder, in 1,000,000 bytes."""


class BuildError(Exception):
    """One sentence: what cannot be built, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one build."""

    work: Path = ROOT / "build"
    dist: Path = ROOT / "dist"

    @property
    def folder(self) -> Path:
        """The built program with all it needs."""
        return self.dist / NAME

    @property
    def contents(self) -> Path:
        """What PyInstaller puts beside the program."""
        return self.folder / "_internal"

    @property
    def program(self) -> Path:
        """The built program, to be started from a terminal."""
        return self.folder / (f"{NAME}.exe" if os.name == "nt" else NAME)

    @property
    def frozen(self) -> Path:
        """Where PyInstaller wrote down what it took."""
        return self.work / NAME

    @property
    def icons(self) -> Path:
        """The icons, drawn for this build."""
        return self.work / "icons"

    @property
    def walk(self) -> Path:
        """The pictures of a walk through the built program."""
        return self.work / "walk"


def version() -> str:
    """The program's version, from where it is declared; read as text, so that nothing of it is imported."""
    text = (ROOT / "explorer" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, flags=re.M)
    if found is None:
        raise BuildError("explorer/__init__.py names no version; restore the line `__version__ = ...`.")
    return found[1]


def system() -> str:
    """The system in the name of an archive."""
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")


def architecture() -> str:
    """The processor in the name of an archive: x86_64 or aarch64, whatever the system calls it."""
    machine = platform.machine().lower()
    return {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine)


def made_at_s() -> int:
    """Seconds since 1970 for everything dated: SOURCE_DATE_EPOCH, else the commit's time, else now."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told.isdecimal():
        return int(told)
    command = ["git", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=20)
        return int(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return int(time.time())
