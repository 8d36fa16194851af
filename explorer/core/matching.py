"""Finding what somebody means by a few typed letters: words that begin so, then letters in that order anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

BEGINS, WORD, STARTS, INSIDE, SCATTERED = 0, 1, 2, 3, 12
"""How well a typed word fits, the best first: as the beginning, at the beginning of a word, as beginnings of words one
after the other, in one piece, or letter by letter."""
_BESIDE = 4
"""How much worse it is to be found in the next text beside the title; letters scattered over one mean nothing."""


@dataclass(frozen=True, slots=True)
class Match:
    """How well something fits, the less the better, and the places of the letters in its title that do."""

    cost: int
    places: tuple[int, ...]


def match(typed: str, title: str, *beside: str) -> Match | None:
    """How a title, with the texts beside it, the nearest first, fits what is typed; None where a word is in none.

    Typed words can stand in any order; capitals do not count. Nothing typed fits everything.
    """
    cost, places = 0, set[int]()
    for word in typed.split():
        own = _fit(_lowered(word), _lowered(title))
        others = [
            _BESIDE * number + found[0]
            for number, text in enumerate(beside, 1)
            if (found := _fit(_lowered(word), _lowered(text))) and found[0] < SCATTERED
        ]
        if own is not None and (not others or own[0] < SCATTERED):
            cost += own[0]
            places.update(own[1])
        elif others:
            cost += min(others)
        else:
            return None
    return Match(cost, tuple(sorted(places)))


def ranked(typed: str, entries: Sequence[tuple[str, ...]]) -> list[tuple[int, Match]]:
    """The entries (title, texts beside it) that fit, by their numbers, the best first, else in their order."""
    found = [(number, fit) for number, texts in enumerate(entries) if (fit := match(typed, *texts))]
    # Of two that fit as well, the shorter says less besides.
    return sorted(found, key=lambda one: (one[1].cost, len(entries[one[0]][0]) if typed.strip() else 0, one[0]))


def _lowered(text: str) -> str:
    """Small letters, each in the place where it stood."""
    return "".join(letter.lower()[:1] or letter for letter in text)


@lru_cache(maxsize=8192)
def _fit(word: str, text: str) -> tuple[int, tuple[int, ...]] | None:
    if text.startswith(word):
        return BEGINS, tuple(range(len(word)))
    starts = [at for at, letter in enumerate(text) if letter.isalnum() and (at == 0 or not text[at - 1].isalnum())]
    for at in starts:
        if text.startswith(word, at):
            return WORD, tuple(range(at, at + len(word)))
    if (places := _by_starts(word, text, starts)) is not None:
        return STARTS, places
    if (at := text.find(word)) >= 0:
        return INSIDE, tuple(range(at, at + len(word)))
    scattered: list[int] = []
    for letter in word:
        at = text.find(letter, scattered[-1] + 1 if scattered else 0)
        if at < 0:
            return None
        scattered.append(at)
    return SCATTERED, tuple(scattered)


def _by_starts(word: str, text: str, starts: Sequence[int]) -> tuple[int, ...] | None:
    """Every letter at the beginning of a word, or right behind the letter before; None where that cannot be."""
    dead: set[tuple[int, int]] = set()

    def go(done: int, last: int) -> tuple[int, ...] | None:
        if done == len(word):
            return ()
        if (done, last) in dead:
            return None
        nexts = [last + 1] if done and last + 1 < len(text) else []
        nexts += [at for at in starts if at > last + 1 or (at > last and not done)]
        for at in nexts:
            if text[at] == word[done] and (rest := go(done + 1, at)) is not None:
                return (at, *rest)
        dead.add((done, last))
        return None

    return go(0, -1)
