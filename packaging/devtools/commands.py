"""The commands of dev.py. What only a set-up needs is imported when one is due: a start is to be quick."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from devtools import stamp
from devtools.places import (
    BENCH,
    BENCH_LOCK,
    BUILD,
    BUILD_LOCK,
    DEVELOPMENT_LOCK,
    MAIN,
    PACKAGING,
    ROOT,
    RUNTIME_LOCK,
    TOOLS,
    Environment,
)
from devtools.speech import Failure, say

ARCHITECTURE_TEST = "tests/test_architecture.py"
BENCHMARKS = "tests/benchmarks"
NO_BUILD_STATUS = 4
# A file stays with one worker, which so reads what its tests share once; an argument of the caller comes last and wins.
# A worker that crashes is not replaced: by files, pytest-xdist 3.8 hands its finished tests out again and then waits
# for them for ever (its issues 1323 and 1378). What the others still do is told, and the run has failed.
# Files come in the order of tests/conftest.py, the long ones first, so that no worker is left with one at the end.
SIDE_BY_SIDE = (
    *("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"),
    *("--max-worker-restart", "0"),
)
# The checks, in order: a name, and the arguments of the environment's Python.
CHECKS = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    ("import rules", ("-m", "pytest", "-q", ARCHITECTURE_TEST)),
)


def run(arguments: list[str]) -> NoReturn:
    """Start the program in the place of dev.py."""
    from devtools import qt_libraries
    from devtools.processes import become, environment_variables

    wanted = qt_libraries.alternatives(os.environ, sys.platform)
    _ensure(MAIN, RUNTIME_LOCK, wanted, frozenset({qt_libraries.XCB}))
    become([MAIN.python, MAIN.launcher, *arguments], environment_variables())


def test(arguments: list[str]) -> NoReturn:
    """Run the test suite from the root, offscreen; all of it on every core, chosen tests on one."""
    is_whole = all(argument.startswith("-") for argument in arguments)
    _pytest(MAIN, DEVELOPMENT_LOCK, [*(SIDE_BY_SIDE if is_whole else ()), *arguments])


def bench(arguments: list[str]) -> int:
    """Run the benchmarks, if there are any, in an environment that holds the rivals too."""
    if any((ROOT / BENCHMARKS).glob("**/test_*.py")):
        # A rival's warning about itself is no failure of ours.
        _pytest(BENCH, BENCH_LOCK, [BENCHMARKS, "--benchmark-only", "-W", "default", *arguments])
    say(f"There are no benchmarks yet: {BENCHMARKS} holds no tests.")
    return 0


def build(arguments: list[str]) -> NoReturn:
    """Freeze the program and try what came of it, in an environment that holds nothing else than what that needs."""
    from devtools import qt_libraries, screen_programs
    from devtools.processes import become, environment_variables

    try:
        _ensure(BUILD, BUILD_LOCK, _offscreen(), frozenset({qt_libraries.XCB, qt_libraries.WAYLAND}))
    except Failure as failure:
        # Told apart, so that a machine without a network can go on without a build.
        raise Failure(str(failure), NO_BUILD_STATUS if failure.status == 1 else failure.status) from failure
    screen_programs.ensure()
    os.chdir(str(ROOT))
    variables = environment_variables(PYTHONPATH=str(PACKAGING))
    become([BUILD.python, "-m", "freezing", *arguments], variables)


def check(arguments: list[str]) -> int:
    """Run every check, and return 1 when one of them failed."""
    from devtools.processes import STDOUT, call

    _ensure(MAIN, DEVELOPMENT_LOCK, _offscreen())
    failed = []
    for name, command in CHECKS:
        if ARCHITECTURE_TEST in command and not (ROOT / ARCHITECTURE_TEST).is_file():
            continue
        say(f"{name}:")
        if call([MAIN.python, *command], stdout=STDOUT, QT_QPA_PLATFORM="offscreen"):
            failed.append(name)
    if failed:
        raise Failure(f"The check failed in {', '.join(failed)}, as told above; correct it and check again.")
    return 0


def lock(arguments: list[str]) -> int:
    """Renew the locks; environments made from the old ones are made anew when they are next used."""
    from devtools import interpreters, mutex, resolver

    with mutex.held(TOOLS / "setup.lock") as held:
        resolver.renew(interpreters.find(held), held)
    return 0


def _pytest(environment: Environment, lock: str, arguments: list[str]) -> NoReturn:
    from devtools.processes import become, environment_variables

    _ensure(environment, lock, _offscreen())
    os.chdir(str(ROOT))
    become([environment.python, "-m", "pytest", *arguments], environment_variables(QT_QPA_PLATFORM="offscreen"))


def _offscreen() -> list[frozenset[str]]:
    from devtools import qt_libraries

    return qt_libraries.alternatives({}, sys.platform)


def _ensure(
    environment: Environment, lock: str, libraries: list[frozenset[str]], also: frozenset[str] = frozenset()
) -> None:
    """See that the environment and one of the sets of libraries are there; quick if they were before."""
    if stamp.holds(environment, lock) and stamp.has_libraries(environment, libraries):
        return
    from devtools import environments, mutex, qt_libraries

    with mutex.held(TOOLS / "setup.lock") as held:
        environments.make(environment, lock, held)
        if not stamp.has_libraries(environment, libraries):
            qt_libraries.ensure(environment, libraries, also, held)
