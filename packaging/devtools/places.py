"""Where things lie in the checkout, and the environments that dev.py makes there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
TOOLS = ROOT / ".tools"

RUNTIME_LOCK = "requirements.txt"
DEVELOPMENT_LOCK = "requirements-dev.txt"
BENCH_LOCK = "requirements-bench.txt"
BUILD_LOCK = "requirements-build.txt"
TOOLS_LOCK = "requirements-tools.txt"

# A lock that holds all that another one holds, in the same versions.
SUPERSETS = {
    DEVELOPMENT_LOCK: (RUNTIME_LOCK,),
    BENCH_LOCK: (RUNTIME_LOCK, DEVELOPMENT_LOCK),
    BUILD_LOCK: (RUNTIME_LOCK,),
}


class Environment(NamedTuple):
    """A virtual environment: its folder, and whether `explorer` can be imported in it."""

    folder: Path
    holds_project: bool = True

    @property
    def scripts(self) -> Path:
        """The folder of the environment's programs."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.scripts / ("python.exe" if os.name == "nt" else "python")

    @property
    def launcher(self) -> Path:
        """The script that starts the program, to be handed to `python`."""
        return self.scripts / ("possession-explorer.py" if os.name == "nt" else "possession-explorer")


MAIN = Environment(ROOT / ".venv")
BENCH = Environment(ROOT / ".venv-bench")
# Apart from the one for development, whose packages must not slip into what is built.
BUILD = Environment(TOOLS / "build")
RESOLVER = Environment(TOOLS / "uv", holds_project=False)


def lock_file(name: str) -> Path:
    """The path of a lock by its name."""
    return PACKAGING / name
