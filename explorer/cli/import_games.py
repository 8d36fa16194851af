"""`import PATH ...`: files or folders of saved answers, tracking among them, or a names file, into the library."""

from __future__ import annotations

import argparse
from pathlib import Path

from explorer.cli import DONE, FAILED, PARTLY
from explorer.cli.opening import open_library, say, say_failures
from explorer.core.text import count


def prepare(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or folder")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import the paths and print what came in."""
    from explorer.services.choosing import NOTHING_FOUND

    with open_library(options) as library:
        report = library.import_paths(options.paths)
    say_failures([sentence for _, sentence in report.failures])
    changed = set(report.changed) - set(report.added)
    unchanged = set(report.unchanged) - {*report.added, *report.changed}
    tracked_before = report.tracked_before
    words = [
        count(len(set(report.added)), "game") + " added",
        *([count(len(changed), "game") + " changed"] if changed else []),
        *([count(len(unchanged), "game") + " already there"] if unchanged else []),
        *([f"tracking of {count(len(set(report.tracked)), 'game')} added"] if report.tracked else []),
        *([f"{count(len(tracked_before), 'tracking')} already there"] if tracked_before else []),
        *([count(report.names, "name")] if report.names else []),
        *([count(len(report.failures), "file") + " not read"] if report.failures else []),
    ]
    print(", ".join(words))
    has_result = bool(report.games or report.names or report.tracked or report.tracked_before)
    if report.failures:
        return PARTLY if has_result else FAILED
    if not has_result:
        say(NOTHING_FOUND)
        return FAILED
    return DONE
