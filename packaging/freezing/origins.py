"""Whose each frozen file is: a distribution's, Python's, a system package's, or our own."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from freezing.product import NAME, ROOT, BuildError, version

DISTRIBUTION, PYTHON, DEBIAN, VENDOR, OWN = "distribution", "python", "debian", "vendor", "own"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where a file is from: the kind, the name as its packager writes it, the version."""

    kind: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What PyInstaller took: `to` is the path in the folder, or `archive:` and a module's name."""

    to: str
    source: str


PYTHON_ITSELF = Origin(PYTHON, "Python", ".".join(map(str, sys.version_info[:3])))
OURS = Origin(OWN, NAME, version())
_MICROSOFT = Origin(VENDOR, "Microsoft Visual C++ runtime", "14")
_TIMEOUT_S = 60


def canonical(name: str) -> str:
    """A distribution's name as the index writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_taken(folder: Path, contents: str) -> list[Taken]:
    """What PyInstaller wrote down: the files of the folder and the modules in the program's archive.

    folder: its working folder. contents: the name of the folder beside the program. Links lead to other files.
    """
    collected, archived = _toc(folder / "COLLECT-00.toc"), _toc(folder / "PYZ-00.toc")
    # Scripts that run before the program lie beside its modules.
    archived += [entry for entry in _toc(folder / "PKG-00.toc") if entry[2] == "PYSOURCE"]
    files = [Taken(_below(to, contents, kind), source) for to, source, kind in collected if kind != "SYMLINK"]
    # A folder without an __init__.py has no source of its own; its modules have.
    modules = [Taken(f"archive:{to}", source) for to, source, _ in archived if source not in ("-", "")]
    return files + modules


def _below(to: str, contents: str, kind: str) -> str:
    path = to.replace("\\", "/")
    return path if kind == "EXECUTABLE" else f"{contents}/{path}"


def _toc(path: Path) -> list[tuple[str, str, str]]:
    try:
        tree = ast.literal_eval(path.read_text("utf-8"))
    except (OSError, ValueError, SyntaxError) as error:
        raise BuildError(f"{path.name} cannot be read ({error}); remove build/ and build again.") from error
    return list(_entries(tree))


def _entries(tree: object) -> Iterable[tuple[str, str, str]]:
    """The entries, wherever a version of PyInstaller puts them in its file."""
    if isinstance(tree, tuple | list):
        if len(tree) == 3 and isinstance(tree, tuple) and all(isinstance(part, str) for part in tree):
            yield (tree[0], tree[1], tree[2])
        else:
            for part in tree:
                yield from _entries(part)


class Origins:
    """Finds the origin of files by their paths on the machine that builds."""

    def __init__(self, work: Path, places: Sequence[str] | None = None) -> None:
        """Read what is installed; `places` are the folders of an environment's packages, by default ours."""
        self._work = work.resolve()
        self._found: dict[str, Origin] = {}
        self.installed: dict[str, Distribution] = {}
        known = distributions() if places is None else distributions(path=list(places))
        for one in known:
            name = canonical(one.metadata["Name"])
            self.installed.setdefault(name, one)
            origin = Origin(DISTRIBUTION, name, one.version)
            # Resolving every file by itself would take seconds.
            folder = Path(str(one.locate_file(""))).resolve()
            for file in one.files or ():
                self._found.setdefault(os.path.normpath(folder / file), origin)

    def of_all(self, sources: Iterable[str]) -> dict[str, Origin]:
        """The origin of every file; raises BuildError where there is none, as nothing unknown is shipped."""
        found: dict[str, Origin] = {}
        unknown = []
        for source in sources:
            origin = self._found.get(str(Path(source).resolve())) or self._by_place(Path(source))
            if origin is None:
                unknown.append(source)
            else:
                found[source] = origin
        found |= _debian(unknown) if sys.platform.startswith("linux") else _microsoft(unknown)
        if missing := [source for source in unknown if source not in found]:
            raise BuildError(f"Nobody knows where {missing[0]} is from; leave it out of the build or name its origin.")
        return found

    def _by_place(self, path: Path) -> Origin | None:
        whole = path.resolve()
        if whole.is_relative_to(self._work):
            # What PyInstaller compiles or packs there is Python's own, but for the program itself, around its loader.
            return OURS if path.stem in (NAME, "PossessionExplorer") else PYTHON_ITSELF
        if whole.is_relative_to(Path(sys.base_prefix).resolve()) and sys.base_prefix != "/usr":
            return PYTHON_ITSELF
        if any(whole.is_relative_to(ROOT / part) for part in ("explorer", "resources", "packaging")):
            return OURS
        return None


def _debian(sources: Iterable[str]) -> dict[str, Origin]:
    """By dpkg, asked once; a library is registered with or without the /usr of its folder."""
    names: dict[str, str] = {}
    for source in sources:
        whole = str(Path(source).resolve())
        names |= dict.fromkeys((source, whole, whole.removeprefix("/usr"), f"/usr{whole}"), source)
    rows = _asked(["dpkg-query", "--search", *names]).splitlines() if names else []
    owners = {
        names[path]: owner.split(":")[0] for owner, _, path in (row.partition(": ") for row in rows) if path in names
    }
    packages = sorted(set(owners.values()))
    told = _asked(["dpkg-query", "--show", "--showformat=${Package} ${Version}\\n", *packages]) if packages else ""
    numbers = dict(row.split(" ", 1) for row in told.splitlines())
    return {
        source: PYTHON_ITSELF if package.startswith("libpython3") else Origin(DEBIAN, package, numbers.get(package, ""))
        for source, package in owners.items()
    }


def _microsoft(sources: Iterable[str]) -> dict[str, Origin]:
    starts = ("vcruntime", "msvcp", "ucrtbase", "api-ms-win-", "concrt")
    return {source: _MICROSOFT for source in sources if Path(source).name.lower().startswith(starts)}


def _asked(command: list[str]) -> str:
    try:
        # Of several names the known ones are told, and the status is 1.
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=_TIMEOUT_S).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""
