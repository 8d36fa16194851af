"""`export [PATH or GAME ...] --to FILE [--where QUESTION] [--what possessions,shots,events]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from explorer.cli import DONE, PARTLY
from explorer.cli.opening import add_games, say, select
from explorer.core.text import count


def prepare(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_games(parser)
    parser.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FILE",
        help="the file; its suffix is one of .csv, .json",
    )
    parser.add_argument("--where", default="", metavar="QUESTION", help="only what answers it: start:steal")
    parser.add_argument(
        "--what", default="possessions", metavar="SHEETS", help="of possessions, shots, events; several for JSON"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file and say how much is in it."""
    from explorer.services.export import export
    from explorer.services.report import mask_of

    selection, is_whole = select(options)
    what = [name.strip() for name in options.what.split(",") if name.strip()] or ["possessions"]
    rows = export(selection, mask_of(selection, options.where), options.to, what, options.where)
    say(f"{options.to}: {count(rows, what[0].rstrip('s'), what[0])}")
    return DONE if is_whole else PARTLY
