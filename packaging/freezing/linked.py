"""What a Linux library is linked with, and freeing it of what only a debugger reads; both by binutils."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from freezing import contents
from freezing.product import BuildError

_TIMEOUT_S = 60


def needed(path: str | Path) -> list[str]:
    """The names of the libraries that this one names itself; ldd would tell those of the libraries too."""
    done = _run(["objdump", "-p", str(path)])
    return [row.split()[1] for row in done.splitlines() if row.strip().startswith("NEEDED ")]


def glibc_versions(paths: Iterable[Path]) -> set[str]:
    """The versions of glibc's symbols that libraries ask for, such as GLIBC_2.34."""
    return {name for path in paths for name in re.findall(r"\bGLIBC_[0-9.]+\b", _run(["objdump", "-p", str(path)]))}


def is_library(path: Path) -> bool:
    """Whether a file is an ELF program or library."""
    with path.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def needed_from_outside(folder: Path) -> list[str]:
    """The libraries that a built folder is linked with and does not hold, sorted."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    own = {path.name for path in files}
    wanted = {name for path in files if not path.is_symlink() and is_library(path) for name in needed(path)}
    return sorted(wanted - own)


def strip(folder: Path) -> list[Path]:
    """Free the libraries of a built folder that bear it; returns those that were looked at."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    found = [path for path in paths if contents.is_stripped(path.relative_to(folder).as_posix()) and is_library(path)]
    if found:
        _run(["strip", "--strip-unneeded", *map(str, found)])
    return found


def _run(command: Iterable[str]) -> str:
    parts = list(command)
    try:
        done = subprocess.run(parts, capture_output=True, text=True, timeout=_TIMEOUT_S, check=True)
    except FileNotFoundError as error:
        raise BuildError(f"{parts[0]} is missing; install binutils and build again.") from error
    except subprocess.SubprocessError as error:
        raise BuildError(f"{parts[0]} failed on {parts[-1]} ({error}); remove build/ and build again.") from error
    return done.stdout
