"""The services in a terminal: a module a command, loaded when it is called; no Qt.

Exit status: 0 done, 1 failed (a sentence on stderr), 2 wrong usage, 3 done in part. stdout carries the result.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import sys
from collections.abc import Sequence

from explorer.cli.words import COMMANDS, PICTURE
from explorer.core.errors import ExplorerError, QueryError, UsageError
from explorer.options import add_common

PROGRAM = "possession-explorer"
DONE, FAILED, WRONG, PARTLY, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit status."""
    _write_utf8()
    try:
        options = _parser(arguments).parse_args(arguments)
        status: int = options.run(options)
        if sys.stdout is not None:
            sys.stdout.flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG
    except (UsageError, QueryError) as error:
        return _say(f"{PROGRAM}: {error}", WRONG)
    except ExplorerError as error:
        return _say(str(error), FAILED)
    except KeyboardInterrupt:
        return _say("Stopped.", INTERRUPTED)
    except BrokenPipeError:
        # The reader has left: nothing more can be said to it, and that is no failure of this program's.
        _drop_output()
        return DONE
    except OSError as error:
        _drop_output()
        return _say(f"The result cannot be written: {(error.strerror or str(error)).lower()}.", FAILED)
    return status


def _write_utf8() -> None:
    """Names have letters from everywhere: results are UTF-8 also where the system's pipes speak something else."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        allow_abbrev=False,
        description="Explore basketball possessions. Without a command, and with FILES or none, the window opens.",
        usage="%(prog)s [--basedir DIR] [--offline] [FILE ... | COMMAND ...]",
    )
    add_common(parser, is_top=True)
    commands = parser.add_subparsers(prog=PROGRAM, title="commands", metavar="COMMAND", required=True)
    for name, (module, line) in COMMANDS.items():
        command = commands.add_parser(
            name, help=line, description=line[:1].upper() + line[1:] + ".", allow_abbrev=False
        )
        add_common(command)
        if name in arguments:
            importlib.import_module(f"explorer.cli.{module}").prepare(command)
    commands.add_parser(PICTURE[0], help=PICTURE[1], add_help=False)
    return parser
