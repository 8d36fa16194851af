"""`sample --games N --seed S --to DIR`: a made-up league in both vendors' formats."""

from __future__ import annotations

import argparse
from pathlib import Path

from explorer.cli import DONE
from explorer.cli.opening import say
from explorer.core.text import count
from explorer.services.sample import GAMES, SEED, write_sample

MOST_GAMES = 10_000


def prepare(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--games", type=_games, default=GAMES, metavar="N", help=f"how many games ({GAMES})")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S", help=f"another seed, another league ({SEED})")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="the folder, made if it is not there")
    parser.set_defaults(run=run)


def _games(word: str) -> int:
    number = int(word)
    if not 1 <= number <= MOST_GAMES:
        raise argparse.ArgumentTypeError(f"choose 1 to {MOST_GAMES:,} games")
    return number


def run(options: argparse.Namespace) -> int:
    """Write the files and say how many."""
    files = write_sample(options.to, options.games, options.seed)
    say(f"{options.to}: {count(options.games, 'game')} in {count(files, 'file')}")
    return DONE
