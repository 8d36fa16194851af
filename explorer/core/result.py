"""A table of groups and their figures: what every breakdown, table of both ends and comparison comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import overload, override

import numpy as np
from numpy.typing import NDArray

from explorer.core import text
from explorer.core.measures import Style
from explorer.core.metrics import Rates, differences
from explorer.core.vocabulary import Mark

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of figures, one a group, NaN unknown; a rate has its interval and its n.

    `beside` is how far each lies from a baseline. `is_difference` says that the values are differences themselves.
    """

    name: str
    title: str
    tip: str
    style: Style
    value: Floats
    low: Floats | None = None
    high: Floats | None = None
    n: Floats | None = None
    beside: Floats | None = None
    is_default: bool = True
    is_difference: bool = False
    half_of: str = ""
    """The figure of whose interval this is half."""

    def text(self, row: int) -> str:
        """A value as it is written on the screen."""
        write = self.style.write_difference if self.is_difference else self.style.write
        return write(float(self.value[row]))

    def texts(self) -> tuple[str, ...]:
        """All values as they are written on the screen."""
        return tuple(map(self.text, range(len(self.value))))

    def beside_text(self, row: int) -> str | None:
        """How far a value lies from the baseline, as it is written; None without one, empty where it is not known."""
        if self.beside is None:
            return None
        words = self.style.write_difference(float(self.beside[row]))
        return "" if words == text.UNKNOWN else f"Δ{words}"

    def interval(self, row: int) -> str:
        """The ends of a value's interval in words; empty where there is none."""
        if self.low is None or self.high is None or np.isnan(self.low[row]) or np.isnan(self.high[row]):
            return ""
        write = self.style.write_difference if self.is_difference else self.style.write
        return f"{write(float(self.low[row]))} to {write(float(self.high[row]))}"

    def taken(self, rows: NDArray[np.intp]) -> Figure:
        """The figure of other groups, each by its place."""

        def at(values: Floats | None) -> Floats | None:
            return None if values is None else values[rows]

        return replace(
            self,
            value=self.value[rows],
            low=at(self.low),
            high=at(self.high),
            n=at(self.n),
            beside=at(self.beside),
        )

    def rates(self) -> Rates:
        """The values as rates."""
        nothing = np.full(len(self.value), np.nan)
        return Rates(
            self.value,
            nothing if self.low is None else self.low,
            nothing if self.high is None else self.high,
            nothing if self.n is None else self.n,
        )


def rate_figure(name: str, title: str, tip: str, style: Style, rates: Rates, *, is_default: bool = True) -> Figure:
    """A figure of rates."""
    return Figure(name, title, tip, style, rates.value, rates.low, rates.high, rates.n, is_default=is_default)


class Terms(Sequence[str]):
    """The questions of groups, each written when it is asked for: of thousands of line-ups only a few are."""

    def __init__(self, write: Callable[[int], str], count: int) -> None:
        """`write` gives the question of a group by its place."""
        self._write, self._count = write, count

    def __len__(self) -> int:
        """How many groups there are."""
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    @override
    def __getitem__(self, place: int | slice) -> str | list[str]:
        """The question of a group."""
        places = range(self._count)[place]
        return self._write(places) if isinstance(places, int) else [self._write(one) for one in places]


@dataclass(frozen=True, slots=True)
class Result:
    """Groups, a row each, in the order of their keys, with their figures.

    `labels` are the words of every group, one a heading; `keys` what each heading sorts by, shape (groups,
    headings); `terms` the question that a group's rows are true of (empty: none). `share` is each group's part of
    the whole. `note` says what must be known to read it, such as that groups overlap.
    """

    headings: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    keys: Floats
    figures: tuple[Figure, ...]
    terms: Sequence[str]
    share: Floats
    marks: tuple[Mark | None, ...] = ()
    counted: str = "possession"
    note: str = ""
    codes: tuple[tuple[int, ...], ...] = ()
    """The groups' codes, one a heading; -1 the unknown."""
    whole: tuple[Figure, ...] = field(default=())
    """The same figures over all rows together, one value each; each row counted once."""

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.labels)

    def figure(self, name: str) -> Figure:
        """A figure by its name; KeyError where there is none."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(name)


NO_RESULT = Result((), (), np.zeros((0, 0)), (), (), np.zeros(0))


def beside(result: Result, baseline: Mapping[str, float]) -> Result:
    """The same result with how far every rate lies from a baseline, by the figures' names, and what that is."""

    def compared(figures: Sequence[Figure]) -> tuple[Figure, ...]:
        return tuple(
            replace(
                figure,
                beside=figure.value - baseline[figure.name],
                tip=f"{figure.tip}. Δ: from the baseline's {figure.style.write(baseline[figure.name])}",
            )
            if figure.name in baseline
            else figure
            for figure in figures
        )

    return replace(result, figures=compared(result.figures), whole=compared(result.whole))


def compared(first: Result, second: Result, names: Sequence[str], *, is_independent: bool) -> Result:
    """Two results of the same headings side by side: for each figure named A, B and A - B.

    Groups are those of either; a difference has an interval only where the two share no rows.
    """
    rows = list(dict.fromkeys([*first.labels, *second.labels]))
    at = [_places(rows, result) for result in (first, second)]
    keys = np.full((len(rows), len(first.headings)), np.nan)
    for result, places in zip((first, second), at, strict=True):
        here = places >= 0
        keys[here] = result.keys[places[here]]
    figures: list[Figure] = []
    whole: list[Figure] = []
    for name in names:
        pair = [_spread(result.figure(name), places) for result, places in zip((first, second), at, strict=True)]
        figures += _three(pair, is_independent)
        alone = [next(figure for figure in result.whole if figure.name == name) for result in (first, second)]
        whole += _three(alone, is_independent)
    order = np.lexsort(keys.T[::-1]) if len(rows) else np.zeros(0, np.intp)
    marks = dict(zip(second.labels, second.marks, strict=False)) | dict(zip(first.labels, first.marks, strict=False))
    return Result(
        first.headings,
        tuple(rows[place] for place in order),
        keys[order],
        tuple(figure.taken(order) for figure in figures),
        Terms(lambda place: _term((first, second), rows[order[place]]), len(rows)),
        np.zeros(len(rows)),
        tuple(marks.get(rows[place]) for place in order),
        first.counted,
        "" if is_independent else "A and B share rows: their differences have no interval.",
        whole=tuple(whole),
    )


def _term(results: Sequence[Result], labels: tuple[str, ...]) -> str:
    """The question of a group, by the first result that has it."""
    result = next(result for result in results if labels in result.labels)
    return result.terms[result.labels.index(labels)]


def _places(rows: Sequence[tuple[str, ...]], result: Result) -> NDArray[np.intp]:
    known = {labels: place for place, labels in enumerate(result.labels)}
    return np.array([known.get(labels, -1) for labels in rows], np.intp)


def _spread(figure: Figure, places: NDArray[np.intp]) -> Figure:
    """A figure's values at these places, NaN at -1."""

    def longer(values: Floats | None) -> Floats | None:
        return None if values is None else np.append(values, np.nan)

    value = np.append(figure.value, 0.0 if figure.name == "n" else np.nan)
    with_nothing = replace(
        figure, value=value, low=longer(figure.low), high=longer(figure.high), n=longer(figure.n), beside=None
    )
    return with_nothing.taken(places)


def _three(pair: Sequence[Figure], is_independent: bool) -> list[Figure]:
    first, second = pair
    shown = [
        replace(figure, name=f"{figure.name}_{side.lower()}", title=f"{figure.title} {side}", is_default=True)
        for figure, side in ((first, "A"), (second, "B"))
    ]
    if first.n is None:
        return shown
    gap = differences(first.rates(), second.rates())
    nothing = np.full(len(gap.value), np.nan)
    low, high = (gap.low, gap.high) if is_independent else (nothing, nothing)
    tip = f"{first.title} of A less that of B"
    half = np.where(np.isnan(low), np.nan, (high - low) / 2)
    half_tip = f"Half of the 95 % interval of the difference in {first.title}"
    return [
        *shown,
        Figure(
            f"{first.name}_gap", f"Δ {first.title}", tip, first.style, gap.value, low, high, gap.n, is_difference=True
        ),
        Figure(f"{first.name}_gap_half", "±", half_tip, first.style, half, n=gap.n, half_of=f"{first.name}_gap"),
    ]
