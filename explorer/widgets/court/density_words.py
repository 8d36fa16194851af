"""What is told of the cells of the density: for the pointer, for a screen reader, as a legend and as a table."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from explorer.core import text
from explorer.core.hexagon_rates import CellRates
from explorer.core.hexagons import HexGrid, Tally
from explorer.core.metrics import Rate, Rates, never_certain
from explorer.core.shot_counts import Counts
from explorer.core.smooth import SHARES
from explorer.core.zones import BASIC
from explorer.widgets.court.density_item import area_colours, knee_of
from explorer.widgets.court.layer import Entry, Rows
from explorer.widgets.court.scales import scale_of_gaps, scale_of_rates
from explorer.widgets.tokens import Tokens

FEW = 5.0
"""Fewer shots than this around a place, and what is told of it is pale."""
_MIDDLE_FT = 1.0


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells that have shots, the busiest first: `cells` are their numbers in the grid.

    `baseline`: what the rates stand beside; empty without one.
    """

    grid: HexGrid
    tally: Tally
    rates: CellRates
    cells: NDArray[np.intp]
    baseline: str

    @property
    def n(self) -> NDArray[np.float64]:
        """The shots of each."""
        return self.tally.cells.n[self.cells]

    @property
    def is_pale(self) -> NDArray[np.bool_]:
        """Whether too few shots stand behind the rate of each."""
        return self.rates.nearby[self.cells] < FEW


def feet_of(grid: HexGrid, cell: int) -> float:
    """How far the middle of a cell is from the ring."""
    return math.hypot(float(grid.x_ft[cell]), float(grid.y_ft[cell]) - grid.court.ring_y_ft)


def place_words(grid: HexGrid, cell: int) -> str:
    """`Short mid-range, 8.5 ft, left`; `At the rim` where the ring is in the cell."""
    x, zone = float(grid.x_ft[cell]), BASIC.zones[int(grid.zone[cell])]
    if feet_of(grid, cell) < grid.across_ft / 2:
        return "At the rim"
    side = "" if abs(x) < _MIDDLE_FT or "corner" in zone.name else ", left" if x < 0 else ", right"
    return f"{zone.title}, {text.feet(feet_of(grid, cell))}{side}"


def with_interval(rate: Rate, *, is_share: bool) -> str:
    """`41.7% (19.3% to 68.0%)`."""

    def written(value: float | None) -> str:
        return text.share(value, 1) if is_share else text.number(value, 2)

    spread = "" if rate.low is None or rate.high is None else f" ({written(rate.low)} to {written(rate.high)})"
    return written(rate.value) + spread


def pps_of(counts: Counts) -> Rates:
    """Points per shot; of no shot made there is no interval, since nobody knows what those shots were worth."""
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.where(counts.made > 0, counts.points / counts.made, np.nan)
    return never_certain(counts.pps(), counts.fg(), worth)


def words_of(found: Cells, mark: int) -> str:
    """Everything that is known of a cell, a line each."""
    cell = int(found.cells[mark])
    counts = found.tally.cells.take(found.cells[mark : mark + 1])
    n, known, told = int(counts.n[0]), int(counts.known[0]), int(counts.told[0])
    lines = [
        place_words(found.grid, cell),
        f"{text.count(n, 'shot')}, {text.share(n / found.tally.placed, 1)} of {found.tally.placed:,}",
        f"{int(counts.made[0]):,} of {known:,} made, {with_interval(counts.fg().at(0), is_share=True)}",
        f"{with_interval(pps_of(counts).at(0), is_share=False)} points per shot (n {told:,})",
    ]
    nearby, rate = float(found.rates.nearby[cell]), float(found.rates.rate[cell])
    if nearby > 0:
        around = f"{text.count(round(nearby), 'shot')} around"
        if found.rates.gap is not None and found.rates.expected is not None:
            gap, expected = float(found.rates.gap[cell]), float(found.rates.expected[cell])
            lines.append(
                f"{text.signed(gap, 2)} against {text.number(expected, 2)} of {found.baseline}, smoothed ({around})"
            )
        else:
            lines.append(f"{text.number(rate, 2)} smoothed ({around})")
    if nearby < FEW:
        lines.append("pale: too few shots to tell")
    return "\n".join(lines)


def legend_of_cells(found: Cells, tokens: Tokens) -> list[Entry]:
    """The scale of the colours in numbers, and what size means."""
    if not len(found.cells):
        return []
    is_beside = found.rates.gap is not None
    scale = scale_of_gaps(tokens) if is_beside else scale_of_rates(tokens)
    low, high = (text.signed(end, 2) if is_beside else text.number(end, 2) for end in (scale.lowest, scale.highest))
    beside = f" against {found.baseline}" if is_beside else ""
    knee, most = knee_of(found.n), int(found.n.max())
    slower = f", above {knee:,.0f} growing more slowly" if knee < most else ""
    entries = [
        Entry(f"PPS{beside}, smoothed", scale=scale.colours, ends=(low, high)),
        Entry(f"size: shots, the busiest {most:,}{slower}"),
    ]
    if found.is_pale.any():
        entries.append(Entry(f"pale: fewer than {FEW:.0f} shots around"))
    return entries


def legend_of_areas(tokens: Tokens) -> list[Entry]:
    """What the areas of the smooth density hold."""
    colours: list[QColor] = area_colours(tokens, len(SHARES))
    told = [(text.share(share), colour) for share, colour in zip(SHARES, colours, strict=True)][::-1]
    ends = (" of the shots lie inside the densest area", " inside the next", *("" for _ in told[2:]))
    return [Entry(f"{share}{end}", colour=colour) for (share, colour), end in zip(told, ends, strict=True)]


def apart(tally: Tally) -> list[str]:
    """How many shots the picture does not show, and why."""
    return [
        *([f"{tally.without_place:,} without a place"] if tally.without_place else []),
        *([f"{tally.beyond_half:,} in the backcourt, not drawn"] if tally.beyond_half else []),
        *([f"{tally.outside:,} outside the lines"] if tally.outside else []),
    ]


def table_of(found: Cells) -> Rows:
    """A row a cell, the busiest first."""
    has_baseline = found.rates.gap is not None
    headers = ["zone", "x ft", "y ft", "distance", "shots", "share", "FG%", "PPS", "n of PPS"]
    headers += ["smoothed PPS", "shots around"]
    headers += [f"PPS of {found.baseline}", "difference"] if has_baseline else []
    counts = found.tally.cells.take(found.cells)
    fg, pps, placed = counts.fg(), counts.pps(), max(found.tally.placed, 1)
    rows = []
    for mark, cell in enumerate(found.cells.tolist()):
        grid, rates = found.grid, found.rates
        row = [
            BASIC.zones[int(grid.zone[cell])].title,
            text.number(float(grid.x_ft[cell]), 1),
            text.number(float(grid.y_ft[cell]), 1),
            text.number(feet_of(grid, cell), 1),
            f"{counts.n[mark]:,.0f}",
            text.share(float(counts.n[mark]) / placed, 1),
            text.share(float(fg.value[mark]), 1),
            text.number(float(pps.value[mark]), 2),
            f"{counts.told[mark]:,.0f}",
            text.number(float(rates.rate[cell]), 2),
            text.number(float(rates.nearby[cell]), 1),
        ]
        if rates.expected is not None and rates.gap is not None:
            row += [text.number(float(rates.expected[cell]), 2), text.signed(float(rates.gap[cell]), 2)]
        rows.append(tuple(row))
    return Rows(tuple(headers), tuple(rows), (False, *(True for _ in headers[1:])))
