"""uv, in a tool folder of its own: it resolves the locks, and fetches a Python where none is new enough."""

from __future__ import annotations

from typing import NamedTuple

from devtools import environments
from devtools.places import (
    BENCH_LOCK,
    BUILD_LOCK,
    DEVELOPMENT_LOCK,
    PACKAGING,
    RESOLVER,
    ROOT,
    RUNTIME_LOCK,
    TOOLS,
    TOOLS_LOCK,
)
from devtools.processes import call
from devtools.speech import Failure, say


class Lock(NamedTuple):
    """A lock file: what it is resolved from, the lock it must agree with, the oldest Python it is for."""

    name: str
    sources: tuple[str, ...]
    agrees_with: str = ""
    python: str = "3.12"


# In this order: each may lean on one before it. What the program needs is named by pyproject.toml alone.
LOCKS = (
    Lock(TOOLS_LOCK, ("packaging/requirements-tools.in",), python="3.8"),
    Lock(RUNTIME_LOCK, ("pyproject.toml",)),
    Lock(DEVELOPMENT_LOCK, ("pyproject.toml", "packaging/requirements-dev.in"), RUNTIME_LOCK),
    Lock(
        BENCH_LOCK,
        ("pyproject.toml", "packaging/requirements-dev.in", "packaging/requirements-bench.in"),
        DEVELOPMENT_LOCK,
    ),
    Lock(BUILD_LOCK, ("pyproject.toml", "packaging/requirements-build.in"), RUNTIME_LOCK),
)
# No address of an index and no path of the machine that resolved: the lock is right for every index.
OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--upgrade",
    "--no-build",
    "--no-config",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)


def compile_command(lock: Lock) -> list[str]:
    """The arguments with which uv writes one lock."""
    command = ["pip", "compile", *lock.sources, "--output-file", f"packaging/{lock.name}", *OPTIONS]
    command += ["--python-version", lock.python]
    if lock.agrees_with:
        command += ["--constraints", f"packaging/{lock.agrees_with}"]
    return command


def renew(python: str, held: int = -1) -> None:
    """Write every lock anew, with the newest versions that fit together; Failure if one cannot be."""
    environments.make(RESOLVER, TOOLS_LOCK, held, python)
    for lock in LOCKS:
        say(f"Resolving packaging/{lock.name}.")
        if call([RESOLVER.scripts / "uv", *compile_command(lock)], held):
            raise Failure(
                f"packaging/{lock.name} could not be renewed, because uv failed (its words stand above); "
                f"correct {' or '.join(lock.sources)} or the network connection and start again."
            )
    say(f"Renewed {len(LOCKS)} locks in {PACKAGING.relative_to(ROOT)}/.")


def fetch_python(python: str, version: str, held: int = -1) -> str:
    """Have uv put a Python of this version into the tool folder, and return its path.

    python: any interpreter that can make the environment for uv. Raises Failure when it cannot be had.
    """
    environments.make(RESOLVER, TOOLS_LOCK, held, python)
    uv = RESOLVER.scripts / "uv"
    folder = str(TOOLS / "python")
    if call([uv, "python", "install", version, "--no-bin", "--no-config"], held, UV_PYTHON_INSTALL_DIR=folder):
        raise Failure("uv could not download it, as it says above")
    from devtools.interpreters import in_versions_folder, probe

    for path in in_versions_folder(TOOLS / "python"):
        found = probe([str(path)])
        if found is not None and found.is_able:
            return found.path
    raise Failure("what uv downloaded does not run")
