"""`summary [PATH or GAME ...] [--where QUESTION] [--by FIELD] [--json]`: totals and rates per game and team."""

from __future__ import annotations

import argparse
import json

from explorer.cli import DONE, PARTLY
from explorer.cli.opening import add_games, say, select


def prepare(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_games(parser)
    parser.add_argument("--where", default="", metavar="QUESTION", help="only what answers it: start:steal")
    parser.add_argument("--by", default="", metavar="FIELD", help="also by one field or two: start, or start,period")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the summary."""
    from explorer.services.report import Question, lines, summary, uncounted, untold

    selection, is_whole = select(options)
    result = summary(selection, Question(options.where, options.by))
    if options.json:
        print(json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print("\n".join(lines(result)))
    for sentence in (*untold(selection, options.where), *uncounted(selection)):
        say(sentence)
    if not selection.games:
        say("There are no games: `possession-explorer import PATH` takes some in.")
    return DONE if is_whole else PARTLY
