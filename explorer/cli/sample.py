"""`sample --games N --seed S --to DIR`: a made-up league in both vendors' formats."""

from __future__ import annotations

import argparse
from pathlib import Path

from explorer.cli import DONE
from explorer.cli.opening import say
from explorer.core.text import count

MOST_GAMES = 10_000


def prepare(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--games", type=_games, metavar="N", help="how many games (those of the built-in league)")
    parser.add_argument("--seed", type=int, metavar="S", help="another seed, another league (the built-in one)")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="the folder, made if it is not there")
    parser.set_defaults(run=run)


def _games(word: str) -> int:
    number = int(word)
    if not 1 <= number <= MOST_GAMES:
        raise argparse.ArgumentTypeError(f"choose 1 to {MOST_GAMES:,} games")
    return number


def run(options: argparse.Namespace) -> int:
    """Write the files and say how many."""
    from explorer.services.sample import GAMES, SEED, write_sample

    games = GAMES if options.games is None else options.games
    files = write_sample(options.to, games, SEED if options.seed is None else options.seed)
    say(f"{options.to}: {count(games, 'game')} in {count(files, 'file')}")
    return DONE
