"""Running other programs: as helpers whose words go to stderr, or as the one that takes dev.py's place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Mapping, NoReturn, Sequence, Union

from devtools.places import ROOT
from devtools.speech import Failure

STDOUT, STDERR = 1, 2
# Settings that would send pip's installation somewhere else than into the environment it is started from.
PIP_DESTINATIONS = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV")

Command = Sequence[Union[str, Path]]


def environment_variables(**changes: str) -> dict[str, str]:
    """The variables for a program started from here: ours, without those that would mislead it."""
    misleading = (*PIP_DESTINATIONS, "PYTHONHOME", "__PYVENV_LAUNCHER__")
    return {**{name: value for name, value in os.environ.items() if name not in misleading}, **changes}


def call(command: Command, held: int = -1, stdout: int = STDERR, **changes: str) -> int:
    """Run a program from the checkout's root without a standard input, and return its exit status.

    held: the descriptor of a lock that the program holds too, so that it outlives dev.py if that is killed.
    changes: environment variables to set.
    """
    try:
        return subprocess.call(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            cwd=str(ROOT),
            env=environment_variables(**changes),
            pass_fds=(held,) if held >= 0 and os.name != "nt" else (),
        )
    except OSError as error:
        raise Failure(
            f"Could not start {command[0]}: {error.strerror}; see that it is there and may be run."
        ) from error


def answer(command: Command, timeout_s: float = 20) -> str | None:
    """What a program prints on stdout, or None when it cannot be run, fails, or takes too long."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout_s,
            cwd=str(ROOT),
            env=environment_variables(LC_ALL="C"),
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def become(command: Command, variables: Mapping[str, str]) -> NoReturn:
    """Put a program in dev.py's place, with its standard streams, its arguments and its exit status."""
    parts = [str(part) for part in command]
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        if sys.platform == "win32":
            # execve on Windows returns to the prompt at once and loses the exit status.
            sys.exit(subprocess.call(parts, env=dict(variables)))
        else:
            os.execve(parts[0], parts, dict(variables))
    except OSError as error:
        raise Failure(f"Could not start {parts[0]}: {error.strerror}; remove .venv and start again.") from error
