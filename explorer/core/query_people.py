"""Who took part, who stood on the floor, and which shots are told of: masks over possessions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.query_lookups import Lookups, Mask
from explorer.core.query_tree import Among, Known, Matching, Test, Words
from explorer.core.table import FIVE, Tables

type Codes = Callable[[Words | Matching], list[int]]
"""The players whose names are what a test looks for."""


class People:
    """Masks of players over one set of tables."""

    def __init__(self, tables: Tables, lookups: Lookups) -> None:
        """Look into these tables."""
        self._tables = tables
        self._lookups = lookups

    def mask(self, how: str, test: Test, want: bool, codes: Codes) -> Mask:
        """The possessions where `player`, `on`, `off` or `against` is surely `want`; shape (possessions,)."""
        if isinstance(test, Known):
            known = ~self._is_untold() if how == "player" else self._is_full(how)
            return known if want else ~known
        if isinstance(test, Among):
            return self._among(how, test, want, codes)
        assert isinstance(test, Words | Matching)
        return self._one(how, codes(test), want)

    def of_shots(self, shots: Mask) -> Mask:
        """The possessions of some shots."""
        found = np.zeros(len(self._tables.possessions), np.bool_)
        found[self._tables.shots.possession[shots]] = True
        return found

    @property
    def has_untold_shots(self) -> Mask:
        """Where there are, or may be, shots of which nothing is told."""
        return self._lookups.once("untold shots", self._untold_shots)

    def _untold_shots(self) -> Mask:
        table = self._tables.possessions
        told = np.bincount(self._tables.shots.possession, minlength=len(table))
        found: Mask = (table.fga < 0) | (table.fga > told)
        return found

    def _is_untold(self) -> Mask:
        """Where no event is told though something happened, or may have."""

        def make() -> Mask:
            table = self._tables.possessions
            told = np.zeros(len(table), np.bool_)
            told[self._tables.events.possession] = True
            told[self._tables.shots.possession] = True
            nothing = (table.fga == 0) & (table.fta == 0) & (table.turnovers == 0)
            untold: Mask = ~(told | nothing)
            return untold

        return self._lookups.once("untold", make)

    def _five(self, how: str) -> list[Array]:
        """The five places on the floor, a contiguous column each."""
        table = self._tables.possessions
        five = table.against if how == "against" else table.on
        return self._lookups.once(("five", five is table.on), lambda: list(np.ascontiguousarray(five.T)))

    def _empty(self, how: str) -> NDArray[np.int8]:
        """How many of the five are not known."""

        def make() -> NDArray[np.int8]:
            places = [(column < 0).astype(np.int8) for column in self._five(how)]
            found: NDArray[np.int8] = np.sum(places, axis=0, dtype=np.int8)
            return found

        return self._lookups.once(("empty", how == "against"), make)

    def _is_full(self, how: str) -> Mask:
        def make() -> Mask:
            found: Mask = self._empty(how) == 0
            return found

        return self._lookups.once(("full", how == "against"), make)

    def _one(self, how: str, codes: list[int], want: bool) -> Mask:
        """Whether one of these players is or does what `how` says."""
        if how == "off":
            return self._off(codes, want)
        if how == "player":
            found = self._took_part(codes)
            return found if want else ~(found | self._is_untold())
        found = self._is_on(how, codes)
        return found if want else self._is_full(how) & ~found

    def _is_on(self, how: str, codes: list[int]) -> Mask:
        found = np.zeros(len(self._tables.possessions), np.bool_)
        for column in self._five(how):
            for hit in self._hits(column, codes):
                np.logical_or(found, hit, out=found)
        return found

    def _hits(self, column: Array, codes: list[int]) -> list[Mask]:
        if len(codes) <= 3:
            return [column == code for code in codes]
        is_one = np.zeros(len(self._tables.names.players) + 1, np.bool_)
        is_one[codes] = True
        return [is_one[column]]

    def _took_part(self, codes: list[int]) -> Mask:
        events, shots = self._tables.events, self._tables.shots
        found = np.zeros(len(self._tables.possessions), np.bool_)
        for hit in self._hits(events.player, codes):
            found[events.possession[hit]] = True
        for hit in self._hits(shots.shooter, codes):
            found[shots.possession[hit]] = True
        return found

    def _off(self, codes: list[int], want: bool) -> Mask:
        """Whether one of these players, of the offence's team, sits: fewer of them play than the team has."""
        table = self._tables.possessions
        members = self._members(codes)[table.offence]
        playing = np.zeros(len(table), np.int16)
        for column in self._five("on"):
            for hit in self._hits(column, codes):
                playing += hit
        is_sure = self._is_full("on") & (table.offence >= 0)
        found: Mask = playing < members
        return (found if want else ~found) & is_sure

    def _members(self, codes: list[int]) -> NDArray[np.int16]:
        """How many of these players each team has: those seen on the floor for it; nobody for no team (-1)."""
        teams, players = len(self._tables.names.teams), len(self._tables.names.players)

        def make() -> NDArray[np.bool_]:
            table = self._tables.possessions
            seen = np.zeros((teams + 1, players + 1), np.bool_)
            for how, team in (("on", table.offence), ("against", table.defence)):
                for column in self._five(how):
                    seen[team, column] = True
            return seen[:, :players]

        found = self._lookups.once("members", make)[:, codes].sum(axis=1).astype(np.int16)
        found[teams] = 0
        return found

    def _among(self, how: str, test: Among, want: bool, codes: Codes) -> Mask:
        """How many of the names it is true of: surely `least`, possibly up to `most`."""
        count = len(test.people)
        sure = [codes(words) for words in test.people]
        least = _counted([self._one(how, one, True) for one in sure])
        if how in ("on", "against"):
            # No more can be hidden than there are places whose player is not known.
            most = np.minimum(least + np.minimum(self._empty(how), FIVE), count)
        else:
            most = count - _counted([self._one(how, one, False) for one in sure])
        fits = [
            any(_is_within(number, span.low, span.high, span.is_open) for span in test.numbers.spans)
            for number in range(count + 1)
        ]
        answers = [
            all(fit == want for fit in fits[low : high + 1]) for low in range(count + 1) for high in range(count + 1)
        ]
        found: Mask = np.take(np.array(answers), least.astype(np.int16) * np.int16(count + 1) + most)
        return found


def _counted(masks: list[Mask]) -> NDArray[np.int8]:
    found = masks[0].astype(np.int8)
    for mask in masks[1:]:
        found += mask
    return found


def _is_within(number: int, low: float, high: float, is_open: bool) -> bool:
    return low < number < high if is_open else low <= number <= high
