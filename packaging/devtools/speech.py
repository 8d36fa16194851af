"""How dev.py speaks: whole sentences on stderr."""

from __future__ import annotations

import sys


class Failure(Exception):
    """One sentence for the user: what failed, why, what to do; with the exit status that goes with it."""

    def __init__(self, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.status = status


def say(sentence: str) -> None:
    """Print on stderr, at once; stdout belongs to the program that dev.py starts."""
    print(sentence, file=sys.stderr, flush=True)
