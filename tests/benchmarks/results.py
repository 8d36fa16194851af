"""What was measured, as a table of ratios that do not depend on the machine."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

OURS = "ours"
RIVALS = ("pandas", "Polars", "DuckDB")
PAINTERS = ("matplotlib",)
"""Those that draw what we draw."""
_OTHERS = (*RIVALS, *PAINTERS)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: what is done, and what it may take at most, with its unit."""

    title: str
    target: float
    unit: str = "ms"


ROWS = {
    "warm": Row("load the season from the library, warm", 200),
    "cold": Row("load it in a fresh process, start of Python included", 1000),
    "first": Row("load it in a fresh process without what earlier loads kept", 1000),
    "mask": Row("the mask of a changed filter", 2),
    "key": Row("a filter's change to the repainted window", 40),
    "sort": Row("sort by clock", 40),
    "sorted": Row("sort by clock to the repainted window", 40),
    "breakdown": Row("breakdown by start and period, with intervals", 12),
    "line-ups": Row("every line-up of five at both ends", 30),
    "on-off": Row("on/off of all players of a team", 10),
    "shots_1000": Row("1,000 shots painted anew", 2),
    "shots_10000": Row("10,000 shots painted anew", 4),
    "refill": Row("10,000 other shots filled in and painted", 15),
    "pointed_shot": Row("the shot under the pointer among 10,000", 5),
    "density": Row("density of a season's shots, from a changed filter to the painted court", 15),
    "smooth": Row("the same as smooth areas", 15),
    "pointed": Row("what is under the pointer among a season's shots", 5),
    "memory": Row("memory of the window's process with the season", 350, "MB"),
}


@dataclass(slots=True)
class Results:
    """Measured values by row and engine: milliseconds, or megabytes."""

    found: dict[tuple[str, str], float] = field(default_factory=dict)

    def add(self, row: str, engine: str, value: float) -> None:
        """Keep a value."""
        assert row in ROWS
        self.found[row, engine] = value

    def as_markdown(self) -> str:
        """Our values with their targets, and ours divided by each rival's: below 1 we are faster."""
        lines = [
            f"| | target | ours | {' | '.join(f'ours / {name}' for name in _OTHERS)} |",
            f"| --- | ---: | ---: | {' | '.join('---:' for _ in _OTHERS)} |",
        ]
        for name, row in ROWS.items():
            ours = self.found.get((name, OURS))
            if ours is None:
                continue
            ratios = [self.found.get((name, rival)) for rival in _OTHERS]
            told = ["-" if value is None else f"{ours / value:.2f}" for value in ratios]
            cells = [row.title, f"{row.target:g} {row.unit}", f"{_told(ours)} {row.unit}", *told]
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines)


def _told(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"


RESULTS = pytest.StashKey[Results]()
