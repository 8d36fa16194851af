#!/usr/bin/env python3
"""Set up and run Possession Explorer from a checkout, with nothing but a Python (3.8 or newer).

What dev.py has to say goes to stderr, so that stdout carries only what the started program prints.
Exit status: that of the started program; otherwise 1 when something failed, 2 for wrong usage, 3 when system
packages are missing and only the user can install them, 4 when what a build needs cannot be fetched.
"""

from __future__ import annotations

import sys

from devtools import commands
from devtools.speech import Failure, say

USAGE = """usage: python3 packaging/dev.py COMMAND [ARGS ...]

  run [ARGS ...]            make the environment if need be, and start possession-explorer ARGS
  test [PYTEST ARGS ...]    the test suite, offscreen (add --slow for the long tests)
  check                     ruff, mypy and the import rules
  build [--archives]        the program with all it needs as one folder in dist/, tried and, on Linux, walked
                            through with keys and mouse (pictures in build/walk/); or archives of it too
  lock                      renew packaging/requirements*.txt
  bench [PYTEST ARGS ...]   the benchmarks, in an environment of their own
"""

COMMANDS = {
    "run": commands.run,
    "test": commands.test,
    "check": commands.check,
    "build": commands.build,
    "lock": commands.lock,
    "bench": commands.bench,
}
WITHOUT_ARGUMENTS = ("check", "lock")


def main(arguments: list[str]) -> int:
    """Do what the first argument names with the rest, and return the exit status."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(USAGE, end="")
        return 0
    if not arguments or arguments[0] not in COMMANDS:
        print(USAGE, end="", file=sys.stderr)
        return 2
    name, rest = arguments[0], arguments[1:]
    if rest and name in WITHOUT_ARGUMENTS:
        say(f"'{name}' takes no arguments, but was given '{rest[0]}'; start it without.")
        return 2
    try:
        return COMMANDS[name](rest)
    except Failure as failure:
        say(str(failure))
        return failure.status
    except KeyboardInterrupt:
        say(f"'{name}' was stopped from the keyboard; start it again to go on.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
