"""Both ends of the floor: teams, line-ups and players on and off it, each with offence, defence and net.

Points per 100 possessions; every one with its n and its interval, the net's from those of both ends. "Off" is the
team's possessions whose five are known, less those with the player: exact, and blank where there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.breakdown import Sample, groups_of
from explorer.core.columns import Array
from explorer.core.grouping import Asked
from explorer.core.groupings import BY_NAME
from explorer.core.measures import Style
from explorer.core.metrics import Moments, Rates, differences, ratios
from explorer.core.result import Figure, Result, Terms, rate_figure

Codes = NDArray[np.intp]
Floats = NDArray[np.float64]

_PER = 100.0


@dataclass(frozen=True, slots=True)
class End:
    """One end of the floor by group: how many possessions, and the sums of their points."""

    n: Floats
    points: Moments

    def __sub__(self, other: End) -> End:
        """What is left without some of the same possessions."""
        a, b = self.points, other.points
        parts = ((a.n, b.n), (a.x, b.x), (a.y, b.y), (a.xx, b.xx), (a.yy, b.yy), (a.xy, b.xy))
        return End(self.n - other.n, Moments(*(one - two for one, two in parts)))

    def take(self, groups: Codes) -> End:
        """The same for other groups, each by its place."""
        p = self.points
        return End(self.n[groups], Moments(*(part[groups] for part in (p.n, p.x, p.y, p.xx, p.yy, p.xy))))

    def rating(self) -> Rates:
        """Points per 100 possessions."""
        found = ratios(self.points)
        return Rates(found.value * _PER, found.low * _PER, found.high * _PER, found.n)


def end(points: Array, groups: Codes, count: int) -> End:
    """The sums of one end; whole `points` of each possession, -1 unknown, and its group, -1 for none.

    Points are few different numbers: possessions are counted by group and points, and all sums follow from that.
    """
    width = int(points.max(initial=-1)) + 2
    places = (groups + 1) * width + (points.astype(np.intp) + 1)
    counted = np.bincount(places, minlength=(count + 1) * width).reshape(-1, width)[1:].astype(np.float64)
    scored = np.arange(width - 1, dtype=np.float64)
    told = counted[:, 1:]
    n, x, xx = told.sum(axis=1), told @ scored, told @ (scored * scored)
    return End(counted.sum(axis=1), Moments(n, x, n, xx, n, x))


def net(offence: End, defence: End) -> Rates:
    """Points per 100 possessions made less those allowed."""
    return differences(offence.rating(), defence.rating())


def _net_figure(name: str, title: str, tip: str, offence: Rates, defence: Rates) -> Figure:
    gap = differences(offence, defence)
    return Figure(name, title, tip, Style.NET, gap.value, gap.low, gap.high, gap.n)


def half_of(figure: Figure) -> Figure:
    """Half of the 95 % interval of a figure, to stand behind it."""
    assert figure.low is not None
    assert figure.high is not None
    return Figure(
        f"{figure.name}_half",
        f"± {figure.title}",
        f"Half of the 95 % interval of {figure.title}: the true value lies within this of it, 19 times in 20",
        Style.TENTHS,
        (figure.high - figure.low) / 2,
        n=figure.n,
        is_default=figure.is_default,
        half_of=figure.name,
    )


def both(offence: End, defence: End, prefix: str = "", words: str = "") -> list[Figure]:
    """n, rating and net of two ends; `prefix` and `words` part several such sets."""
    ours, theirs = offence.rating(), defence.rating()
    suffix = f" {words}" if words else ""
    when = f" while he is {words} the floor" if words else ""
    difference = _net_figure(f"{prefix}net", f"Net{suffix}", f"ORtg less DRtg{when}", ours, theirs)
    return [
        Figure(f"{prefix}off_n", f"n O{suffix}", f"Possessions on offence{when}", Style.COUNT, offence.n),
        rate_figure(f"{prefix}ortg", f"ORtg{suffix}", f"Points per 100 possessions{when}", Style.TENTHS, ours),
        Figure(f"{prefix}def_n", f"n D{suffix}", f"Possessions on defence{when}", Style.COUNT, defence.n),
        rate_figure(
            f"{prefix}drtg", f"DRtg{suffix}", f"Points allowed per 100 possessions{when}", Style.TENTHS, theirs
        ),
        difference,
        half_of(difference),
    ]


def sorted_table(
    heading: Sequence[str],
    labels: Sequence[tuple[str, ...]],
    figures: Sequence[Figure],
    term: Callable[[int], str],
    size: Floats,
    note: str = "",
    codes: Sequence[tuple[int, ...]] = (),
) -> Result:
    """A result of rows in the order of their size, the largest first."""
    order = np.argsort(-size, kind="stable")
    keys = np.empty((len(labels), len(heading)))
    for column in range(len(heading)):
        folded = np.array([row[column].casefold() for row in labels], dtype=np.str_)
        keys[:, column] = np.unique(folded, return_inverse=True)[1] if len(labels) else 0
    chosen = [figure.taken(order) for figure in figures]
    total = max(float(size.sum()), 1.0)
    return Result(
        tuple(heading),
        tuple(labels[place] for place in order),
        keys[order],
        tuple(chosen),
        Terms(lambda place: term(int(order[place])), len(labels)),
        size[order] / total,
        note=note,
        codes=tuple(codes[place] for place in order) if codes else (),
    )


def teams(sample: Sample) -> Result:
    """Every team at both ends."""
    table = sample.tables.possessions
    names = sample.tables.names.teams
    points = table.points[sample.rows]
    ends = [end(points, side[sample.rows].astype(np.intp), len(names)) for side in (table.offence, table.defence)]
    labels = [sample.book.team(key) for key in names]
    asked = Asked([sample.book.team_short(key) for key in names], names)
    return _seen(
        ("team",),
        [(label,) for label in labels],
        lambda code: f"(offence={asked.name(code)} or defence={asked.name(code)}){asked.source([code])}",
        ends[0],
        ends[1],
    )


def line_ups(sample: Sample) -> Result:
    """Every five that stood on the floor, at both ends."""
    on, against = (groups_of(BY_NAME[name], sample) for name in ("line_up", "line_up_against"))
    points = sample.tables.possessions.points[sample.rows]
    ends = [end(points, groups.codes[sample.rows], len(groups.labels)) for groups in (on, against)]
    unknown = int((on.codes[sample.rows] < 0).sum())
    note = f"{unknown:,} possessions tell of no five on offence." if unknown else ""
    return _seen(
        ("line-up",),
        [(label,) for label in on.labels],
        lambda code: f"({on.ask(code)} or {against.ask(code)})",
        ends[0],
        ends[1],
        note,
    )


def _seen(
    heading: Sequence[str],
    labels: Sequence[tuple[str, ...]],
    term: Callable[[int], str],
    offence: End,
    defence: End,
    note: str = "",
) -> Result:
    """Both ends of those groups that have a possession at either."""
    here = np.flatnonzero(offence.n + defence.n)
    ours, theirs = offence.take(here), defence.take(here)
    return sorted_table(
        heading,
        [labels[code] for code in here.tolist()],
        both(ours, theirs),
        lambda place: term(int(here[place])),
        ours.n + theirs.n,
        note,
    )
