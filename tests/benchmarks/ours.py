"""Our side of the benchmarks' rows that group possessions: the product's own code, handed back as plain columns."""

from __future__ import annotations

import numpy as np

from explorer.core.both_ends import end
from explorer.core.breakdown import Sample, breakdown
from explorer.core.groupings import BY_NAME
from explorer.core.line_ups import line_ups
from explorer.core.metrics import differences
from explorer.core.names import NameBook
from explorer.core.on_off import Split, split_figures, splits
from explorer.core.table import FIVE, Tables
from tests.benchmarks.frames import Found


def ours_breakdown_by_two(tables: Tables, book: NameBook) -> Found:
    """Start by period as the window shows it: n, points, PPP and half its 95 % interval."""
    result = breakdown(Sample.whole(tables, book), [BY_NAME["start"], BY_NAME["period"]], wanted=("ppp",))
    ppp = result.figure("ppp").rates()
    return {
        "start": np.array([codes[0] for codes in result.codes]),
        # A period's sort key is its number and the periods of regulation in one.
        "period": result.keys[:, 1] // 8,
        # Of the rows whose points are known, as the rivals have it.
        "n": ppp.n,
        "points": ppp.value * ppp.n,
        "ppp": ppp.value,
        "half": result.figure("ppp_half").value,
    }


def ours_line_ups(tables: Tables) -> Found:
    """Every five: n and points as offence and as defence, and net points per 100 with its interval.

    Nothing is kept from the time before: the line-ups are numbered anew each time.
    """
    found = line_ups(tables)
    points = tables.possessions.points
    ours, theirs = (end(points, codes, len(found.fives)) for codes in (found.on, found.against))
    net = differences(ours.rating(), theirs.rating())
    seen = np.flatnonzero(ours.points.n + theirs.points.n)
    return {
        **{f"p{place}": found.fives[seen, place] for place in range(FIVE)},
        "offence_n": ours.points.n[seen],
        "offence_points": ours.points.x[seen],
        "defence_n": theirs.points.n[seen],
        "defence_points": theirs.points.x[seen],
        "net": net.value[seen],
    }


def ours_on_off(tables: Tables, book: NameBook, team: int) -> Found:
    """Every player seen on a team's floor: n and points with him on and off, at both ends, and n unknown."""
    table = tables.possessions
    sample = Sample.whole(tables, book).narrowed(
        ((table.offence == team) | (table.defence == team)) & (table.points >= 0)
    )
    found = splits(sample)
    split_figures(found.offence, found.defence)
    mine = np.flatnonzero(found.team == team)
    return {
        "player": found.player[mine],
        **_columns("offence", found.offence, mine),
        **_columns("defence", found.defence, mine),
    }


def _columns(name: str, split: Split, rows: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Found:
    on, off = split.on.take(rows), split.off.take(rows)
    return {
        f"{name}_on_n": on.n,
        f"{name}_on_points": on.points.x,
        f"{name}_off_n": off.n,
        f"{name}_off_points": off.points.x,
        f"{name}_unknown_n": split.unknown[rows],
    }
