"""`import PATH ...`: files or folders of saved answers, or a names file, into the library."""

from __future__ import annotations

import argparse
from pathlib import Path

from explorer.cli import DONE, FAILED, PARTLY
from explorer.cli.opening import open_library, say
from explorer.core.text import count


def prepare(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or folder")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import the paths and print what came in."""
    library = open_library(options)
    try:
        report = library.import_paths(options.paths)
    finally:
        library.close()
    for _, sentence in report.failures:
        say(sentence)
    words = [
        count(len(set(report.added)), "game") + " added",
        *([count(len(set(report.changed)), "game") + " changed"] if report.changed else []),
        *([count(len(set(report.unchanged)), "game") + " already there"] if report.unchanged else []),
        *([count(report.names, "name")] if report.names else []),
        *([count(len(report.failures), "file") + " not read"] if report.failures else []),
    ]
    print(", ".join(words))
    has_result = bool(report.games or report.names)
    if report.failures:
        return PARTLY if has_result else FAILED
    if not has_result:
        say("No file of saved answers was found there.")
        return FAILED
    return DONE
