"""The services in a terminal: a module a command, loaded when it is called; no Qt.

Exit status: 0 done, 1 failed (a sentence on stderr), 2 wrong usage, 3 done in part. stdout carries the result.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from explorer import __version__
from explorer.cli.words import COMMANDS, PICTURE
from explorer.core.errors import ExplorerError, UsageError

DONE, FAILED, WRONG, PARTLY, INTERRUPTED = 0, 1, 2, 3, 130


def add_common(parser: argparse.ArgumentParser, *, is_top: bool = False) -> None:
    """Add the options that every command has; below the top they keep what was given before the command."""
    absent = argparse.SUPPRESS
    parser.add_argument(
        "--basedir",
        type=Path,
        metavar="DIR",
        default=None if is_top else absent,
        help="keep all files below DIR",
    )
    parser.add_argument("--offline", action="store_true", default=False if is_top else absent, help="use no network")
    parser.add_argument("--version", action="version", version=f"Possession Explorer {__version__}")


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit status."""
    parser = _parser(arguments)
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except UsageError as error:
        return _say(f"{parser.prog}: {error}", WRONG)
    except ExplorerError as error:
        return _say(str(error), FAILED)
    except KeyboardInterrupt:
        return _say("Stopped.", INTERRUPTED)
    except BrokenPipeError:
        # The reader has left: nothing more can be said to it, and that is no failure of this program's.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return status


def _say(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="possession-explorer",
        description="Explore basketball possessions. Without a command, and with FILES or none, the window opens.",
        usage="%(prog)s [--basedir DIR] [--offline] [FILE ... | COMMAND ...]",
    )
    add_common(parser, is_top=True)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (module, line) in COMMANDS.items():
        command = commands.add_parser(name, help=line, description=line[:1].upper() + line[1:] + ".")
        add_common(command)
        if name in arguments:
            importlib.import_module(f"explorer.cli.{module}").prepare(command)
    commands.add_parser(PICTURE[0], help=PICTURE[1], add_help=False)
    return parser
