"""What an environment was made from, written into it last, so that a half-made one never has it.

pyproject.toml is not part of it: what it says about dependencies arrives through the locks, and nothing else
in an environment is made from it. The interpreter is: pyvenv.cfg names it with its version.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from devtools.places import ROOT, SUPERSETS, Environment, lock_file

NAME = "made-by-dev.json"
FORMAT = 1


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, empty when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def read(environment: Environment) -> dict[str, Any]:
    """The stamp, empty when there is none that fits this checkout and this interpreter."""
    try:
        content = json.loads((environment.folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    expected = {"format": FORMAT, "root": str(ROOT), "interpreter": _interpreter(environment)}
    if not isinstance(content, dict) or any(content.get(key) != value for key, value in expected.items()):
        return {}
    # The link to an interpreter that has been removed since still exists, but leads nowhere.
    return content if environment.python.exists() else {}


def holds(environment: Environment, lock: str) -> bool:
    """Whether everything that the lock names is installed, as the lock names it now."""
    return bool(read(environment).get("locks", {}).get(lock) == digest(lock_file(lock)) != "")


def is_current(environment: Environment) -> bool:
    """Whether the environment is whole and none of the locks it was made from has changed."""
    locks = read(environment).get("locks", {})
    return bool(locks) and all(made == digest(lock_file(lock)) for lock, made in locks.items())


def has_libraries(environment: Environment, wanted: list[frozenset[str]]) -> bool:
    """Whether the libraries of one of these sets of groups have been found before, or none is wanted."""
    found = set(read(environment).get("libraries", []))
    return not wanted or any(groups <= found for groups in wanted)


def write(environment: Environment, lock: str) -> None:
    """Say that the environment holds what the lock, and every lock it is a superset of, names now."""
    locks = {name: digest(lock_file(name)) for name in (lock, *SUPERSETS.get(lock, ()))}
    stamp = {"format": FORMAT, "root": str(ROOT), "interpreter": _interpreter(environment), "locks": locks}
    _replace(environment, stamp)


def write_libraries(environment: Environment, groups: frozenset[str]) -> None:
    """Add groups of shared libraries that have been found."""
    stamp = read(environment)
    if stamp:
        stamp["libraries"] = sorted(groups | set(stamp.get("libraries", [])))
        _replace(environment, stamp)


def remove(environment: Environment) -> None:
    """Take the stamp away, before the environment is changed."""
    path = environment.folder / NAME
    if path.exists():
        path.unlink()


def _interpreter(environment: Environment) -> str:
    return digest(environment.folder / "pyvenv.cfg")


def _replace(environment: Environment, stamp: dict[str, Any]) -> None:
    path = environment.folder / NAME
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    draft.replace(path)
