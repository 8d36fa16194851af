"""Marks in one row: each as near to its place as it can be without lying on another."""

from __future__ import annotations

from collections.abc import Sequence


def side_by_side(wanted: Sequence[float], apart: float, least: float, most: float) -> list[float]:
    """Where marks stand that want to be at places, in the order given, at least `apart` from each other.

    All stay between `least` and `most`; they stand closer where there is no room for that. What wants one place is
    parted around it, in its own order.
    """
    count = len(wanted)
    if count > 1:
        apart = min(apart, max(most - least, 0.0) / (count - 1))
    order = sorted(range(count), key=lambda number: wanted[number])
    # Groups that touch become one: (sum of the wanted places, how many).
    groups: list[tuple[float, int]] = []

    def first_of(group: tuple[float, int]) -> float:
        width = (group[1] - 1) * apart
        return max(least, min(group[0] / group[1] - width / 2, most - width))

    for number in order:
        group = (wanted[number], 1)
        while groups and first_of(groups[-1]) + groups[-1][1] * apart > first_of(group):
            total, members = groups.pop()
            group = (total + group[0], members + group[1])
        groups.append(group)
    places = (first_of(group) + n * apart for group in groups for n in range(group[1]))
    found = [0.0] * count
    for number, place in zip(order, places, strict=True):
        found[number] = place
    return found
