"""Making virtual environments from the locks: completely, or not at all."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from devtools import stamp
from devtools.places import ROOT, Environment, lock_file
from devtools.processes import answer, call
from devtools.speech import Failure, say

# Says, in a folder without a stamp, that dev.py began it and may clear it.
MARKER = "being-made-by-dev"
PIP_OPTIONS = (
    "--require-hashes",
    "--only-binary",
    ":all:",
    "--no-input",
    "--disable-pip-version-check",
    "--no-compile",
)

COMPILE_TIMEOUT_S = 600

# The shell hands it to the interpreter, as a #! line cannot name a path with a space; to Python the two lines
# below it are a string.
LAUNCHER = """#!/bin/sh
'''exec' {python} "$0" "$@"
' '''
import sys

from explorer.__main__ import main

sys.exit(main())
"""


def make(environment: Environment, lock: str, held: int = -1, python: str = "") -> None:
    """See that the environment holds what the lock names: leave it, add to it, or make it anew.

    held: the descriptor of the set-up lock. python: the interpreter to use; found when not given.
    Raises Failure with the reason when it cannot be made.
    """
    if stamp.holds(environment, lock):
        return
    if not lock_file(lock).is_file():
        raise Failure(f"packaging/{lock} is missing, so nothing can be installed; restore it from version control.")
    if stamp.is_current(environment):
        stamp.remove(environment)
        (environment.folder / MARKER).touch()
    else:
        from devtools import interpreters

        python = python or interpreters.find(held)
        clear(environment.folder)
        name = environment.folder.relative_to(ROOT)
        say(f"Making {name} with {python}.")
        if call([python, "-m", "venv", environment.folder], held):
            raise Failure(
                f"{name} could not be made, because {python} failed (its words stand above); "
                "see that the disk has room and start again."
            )
    _install(environment, lock, held)
    _finish(environment)
    stamp.write(environment, lock)
    (environment.folder / MARKER).unlink()


def clear(folder: Path) -> None:
    """Leave an empty folder with the marker in it; what is not an environment is not touched but refused."""
    name = folder.name
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise Failure(
                f"{name} is not a folder of its own, so dev.py leaves it alone; move it away and start again."
            )
        folder.mkdir(parents=True, exist_ok=True)
        entries = list(folder.iterdir())
        ours = {MARKER, stamp.NAME, "pyvenv.cfg"}
        if entries and not ours & {entry.name for entry in entries}:
            raise Failure(
                f"{name} holds files but is not a virtual environment, so dev.py leaves it alone; "
                "move it away and start again."
            )
        # The marker stays throughout, so that a killed clearing can be taken up again.
        (folder / MARKER).touch()
        for entry in entries:
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(str(entry))
            elif entry.name != MARKER:
                entry.unlink()
    except OSError as error:
        raise Failure(
            f"{name} could not be cleared, because of {error.filename} ({error.strerror}); "
            "close the programs that run from it and start again."
        ) from error


def _install(environment: Environment, lock: str, held: int) -> None:
    say(f"Installing what packaging/{lock} names; the first time this takes a minute or two.")
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    options = [*quiet, *PIP_OPTIONS, "-r", str(lock_file(lock))]
    status = call([str(environment.python), "-m", "pip", "install", *options], held)
    if status:
        raise Failure(
            f"The packages of packaging/{lock} could not be installed, because pip ended with status "
            f"{status} (its words stand above); see that the network and the disk are well and start again."
        )


def _finish(environment: Environment) -> None:
    """Let the environment import the checkout, and compile everything, which halves the first start."""
    text = answer([environment.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    if text is None:
        raise Failure(f"{environment.python} does not run although it was just installed; start again.")
    packages = Path(text.strip())
    compiled = [packages]
    if environment.holds_project:
        # A path file instead of an editable wheel: it needs no build backend in the user's environment, nor a
        # copy of resources/ that would grow old. A relative line is plain ASCII wherever the checkout lies.
        (packages / "possession_explorer.pth").write_text(os.path.relpath(str(ROOT), str(packages)) + "\n")
        text = LAUNCHER.format(python=shlex.quote(environment.python.as_posix()))
        environment.launcher.write_text(text, encoding="utf-8")
        environment.launcher.chmod(0o755)
        compiled.append(ROOT / "explorer")
    # In several processes where the system lets them share memory. That some package carries a template which
    # does not compile harms nobody, so the outcome is not looked at.
    compileall: list[str | Path] = [environment.python, "-m", "compileall", "-qq"]
    if answer([*compileall, "-j", "0", *compiled], COMPILE_TIMEOUT_S) is None:
        answer([*compileall, *compiled], COMPILE_TIMEOUT_S)
