"""Chance that falls the same way on every machine, and identifiers made from a seed."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from hashlib import sha256, shake_256
from random import Random

_IDS_A_BLOCK = 256


class Dice:
    """A seeded source of chance.

    Only `Random.random` is drawn from, since it alone is promised to give the same sequence in every
    version of Python; no function of the platform's mathematics library is used either.
    """

    __slots__ = ("roll",)

    def __init__(self, *words: object) -> None:
        """`words` together are the seed; equal words give equal dice."""
        digest = sha256("/".join(map(str, words)).encode()).digest()
        self.roll = Random(int.from_bytes(digest[:8])).random

    def normal(self) -> float:
        """Roughly normal, mean 0, deviation 1, never beyond 3.5 (the sum of four uniform draws)."""
        roll = self.roll
        return (roll() + roll() + roll() + roll() - 2.0) * 1.7320508

    def between(self, low: float, high: float) -> float:
        """Uniform in [low, high)."""
        return low + (high - low) * self.roll()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int((high - low + 1) * self.roll())

    def place(self, cumulative: Sequence[float]) -> int:
        """An index, drawn by weights that are given as running totals."""
        return bisect(cumulative, self.roll() * cumulative[-1], 0, len(cumulative) - 1)

    def shuffled[T](self, items: Sequence[T]) -> list[T]:
        """The items in a new order (Fisher and Yates)."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.whole(0, last)
            order[last], order[other] = order[other], order[last]
        return order


def running_totals(weights: Sequence[float]) -> tuple[float, ...]:
    """Weights as running totals, the form that `Dice.place` reads."""
    total = 0.0
    totals = []
    for weight in weights:
        total += weight
        totals.append(total)
    return tuple(totals)


def identifiers(kind: str, *words: object) -> Iterator[str]:
    """Endless `<kind>_<32 hex>` identifiers, the same for equal words."""
    key = "/".join(map(str, words))
    head = f"{kind}_"
    block = 0
    while True:
        text = shake_256(f"{key}/{kind}/{block}".encode()).hexdigest(16 * _IDS_A_BLOCK)
        yield from [head + text[start : start + 32] for start in range(0, 32 * _IDS_A_BLOCK, 32)]
        block += 1
