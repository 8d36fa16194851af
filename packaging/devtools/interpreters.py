"""Finding a Python that is new enough: on this machine, or fetched by uv."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Iterable, Iterator, Mapping, NamedTuple

from devtools import debian
from devtools.places import TOOLS
from devtools.processes import answer
from devtools.speech import Failure, say

OLDEST = (3, 12)
# Versions for which every locked package has a wheel; a newer one is tried when there is nothing else.
KNOWN = ((3, 14), (3, 13), (3, 12))

# Run in the candidate. It names its base, as an environment made from another environment dies with that one.
PROBE = """
import sys, sysconfig
try:
    import ensurepip, venv
    able = 1
except ImportError:
    able = 0
usual = sys.implementation.name == "cpython" and not sysconfig.get_config_var("Py_GIL_DISABLED")
base = getattr(sys, "_base_executable", None) or sys.executable
print("python-is", sys.version_info[0], sys.version_info[1], able, int(usual and sys.maxsize > 2**32), base)
"""


class Interpreter(NamedTuple):
    """A Python that answered: its path, its version, and whether it can make virtual environments."""

    path: str
    version: tuple[int, int]
    is_able: bool

    @property
    def is_new_enough(self) -> bool:
        """Whether the project runs on it."""
        return self.version >= OLDEST

    @property
    def is_known(self) -> bool:
        """Whether it is no newer than the versions that the locks are made for."""
        return self.version <= KNOWN[0]


def parse(text: str | None) -> Interpreter | None:
    """Read what the probe printed; None for anything else, as from a shim that only complains."""
    for row in (text or "").splitlines():
        parts = row.split(" ", 5)
        if parts[0] == "python-is" and len(parts) == 6 and parts[4] == "1":
            return Interpreter(parts[5], (int(parts[1]), int(parts[2])), parts[3] == "1")
    return None


def probe(command: Iterable[str]) -> Interpreter | None:
    """Run a candidate: that its file is there says nothing."""
    return parse(answer([*command, "-c", PROBE]))


def candidates(variables: Mapping[str, str], running: str, home: Path) -> Iterator[list[str]]:
    """Commands that may start a Python, in order of preference.

    The running one, those on the path, the Windows launcher's, pyenv's, and the one that uv fetched earlier.
    """
    yield [running]
    folders = [Path(part) for part in variables.get("PATH", "").split(os.pathsep) if part]
    names = [f"python{major}.{minor}" for major, minor in KNOWN] + ["python3", "python"]
    suffix = ".exe" if os.name == "nt" else ""
    for name in names:
        yield from ([str(folder / (name + suffix))] for folder in folders if (folder / (name + suffix)).is_file())
    if os.name == "nt" and shutil.which("py"):
        yield from (["py", f"-{major}.{minor}"] for major, minor in KNOWN)
    roots = [home / ".pyenv", home / ".pyenv" / "pyenv-win"]
    roots += [Path(variables[name]) for name in ("PYENV_ROOT", "PYENV") if variables.get(name)]
    roots += [folder.parent for folder in folders if folder.name == "shims"]
    for root in dict.fromkeys(roots):
        yield from ([str(path)] for path in in_versions_folder(root / "versions"))
    yield from ([str(path)] for path in in_versions_folder(TOOLS / "python"))


def in_versions_folder(folder: Path) -> list[Path]:
    """The interpreters in a folder with a sub-folder a version (pyenv's, uv's), newest version first."""
    found = []
    for version in KNOWN:
        for pattern in ("{}.{}.*", "cpython-{}.{}.*"):
            for place in sorted(folder.glob(pattern.format(*version)), reverse=True):
                found += [path for path in (place / "bin" / "python3", place / "python.exe") if path.is_file()]
    return found


def find(held: int = -1) -> str:
    """The path of a Python that can make an environment for the project.

    held: the descriptor of the set-up lock. Raises Failure when there is none and none could be fetched.
    """
    unable: list[Interpreter] = []
    others: list[Interpreter] = []
    asked = set()
    for command in candidates(os.environ, sys.executable, Path.home()):
        if tuple(command) in asked:
            continue
        asked.add(tuple(command))
        found = probe(command)
        if found is None:
            continue
        if found.is_able and found.is_new_enough and found.is_known:
            return found.path
        (others if found.is_able else unable).append(found)
    return _made_able(unable, held) or _fetched(others, held)


def _made_able(unable: list[Interpreter], held: int) -> str | None:
    """A system Python that is new enough, once Debian's package that lets it make environments is there."""
    for found in unable:
        if found.is_new_enough and found.is_known and found.path.startswith("/usr/bin/"):
            package = "python{}.{}-venv".format(*found.version)
            if not debian.can_install():
                raise debian.missing(
                    f"Python {found.version[0]}.{found.version[1]} cannot make virtual environments, because "
                    f"the package {package} is missing",
                    debian.line([package]),
                )
            debian.install([package], held)
            again = probe([found.path])
            if again is not None and again.is_able:
                return again.path
    return None


def _fetched(others: list[Interpreter], held: int) -> str:
    """A Python from uv, for which any older Python that can make environments is enough."""
    from devtools import resolver

    wanted = "{}.{}".format(*OLDEST)
    if not others:
        if not debian.can_install():
            raise debian.missing(
                f"No Python {wanted} or newer was found, and the one that runs cannot make the virtual "
                "environment to fetch it with",
                debian.line(["python3-venv"]),
            )
        debian.install(["python3-venv"], held)
        again = probe([sys.executable])
        if again is not None and again.is_able:
            others = [again]
    newer = [found for found in others if found.is_new_enough]
    say(f"No Python {wanted} to {KNOWN[0][0]}.{KNOWN[0][1]} was found here; fetching one into .tools.")
    try:
        if not others:
            raise Failure("python3-venv could not be installed")
        path = resolver.fetch_python(others[0].path, wanted, held)
    except Failure as failure:
        if newer:
            return newer[0].path
        raise Failure(
            f"No Python {wanted} or newer was found, and none could be fetched ({failure}); "
            f"install Python {wanted} or newer and start again."
        ) from failure
    return path
