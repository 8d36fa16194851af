"""What the panes say of a selection: counts, a possession's details, why a court is empty."""

from __future__ import annotations

import json
from functools import lru_cache, partial
from typing import Any

import numpy as np

from explorer.core import text
from explorer.core.both_ends import End, net
from explorer.core.breakdown import Form, Sample, measured
from explorer.core.figures import COUNTS, DEFAULTS
from explorer.core.model import Answer, RawPlace
from explorer.core.names import NameBook
from explorer.core.on_off import Split
from explorer.core.result import Figure
from explorer.models import possession_rows
from explorer.models.possession_model import PossessionModel
from explorer.services.selection import Details
from explorer.sources.border import load_plain
from explorer.widgets.details_pane import PossessionDetails

_SHORT = (("efg", "eFG"), ("tov_rate", "TOV"), ("oreb_rate", "OREB"), ("ft_rate", "FTr"))


def counted(sample: Sample) -> str:
    """`41 of 196 possessions   1.17 PPP ± 0.31 (n 41) …`.

    The rate's n is its own: possessions whose points are not known do not count.
    """
    # Those that are left out belong to the whole only where they are asked for.
    counted = sample.tables.counted
    shown = int(sample.rows.sum())
    total = len(sample.rows) if counted is None else int((counted | sample.rows).sum())
    possessions = text.count(shown, "possession") if shown == total else f"{shown:,} of {total:,} possessions"
    games = int(np.count_nonzero(np.bincount(sample.tables.possessions.game[sample.rows])))
    parts = [possessions + (f" in {text.count(games, 'game')}" if games > 1 else "")]
    figures = measured(sample, DEFAULTS | {"ts", "ppc"})
    rate = figures["ppp"].rates().at(0)
    if rate.value is not None:
        half = None if rate.high is None else rate.high - rate.value
        spread = "" if half is None else f" ± {text.number(half, 2)}"
        parts.append(f"{text.number(rate.value, 2)} PPP{spread} (n {rate.n:,})")
        if sample.tables.definitions.unit == "chance":
            parts.append(f"{figures['ppc'].text(0)} PPC")
        parts += [f"{title} {figures[name].text(0)}" for name, title in _SHORT]
    return "   ".join(parts)


def every_figure(sample: Sample) -> str:
    """Every figure of what is shown with its n and interval, a line each; counts in all, a game and per 100."""
    lines = [_line(figure) for figure in measured(sample).values() if not figure.half_of]
    for form in (Form.PER_GAME, Form.PER_100):
        told = [
            figure for figure in measured(sample, COUNTS, form).values() if figure.n is None and "/" in figure.title
        ]
        lines.append("   ".join(f"{figure.title} {figure.text(0)}" for figure in told))
    return "\n".join(lines)


def _line(figure: Figure) -> str:
    """A figure in words: `eFG% 52.1% (n 60, 45.0% to 58.9%)`."""
    interval = figure.interval(0)
    n = "" if figure.n is None else f" (n {figure.n[0]:,.0f}{', ' + interval if interval else ''})"
    return f"{figure.title} {figure.text(0)}{n}"


def together_in_words(players: int, offence: Split, defence: Split) -> str:
    """`3 together: net +4.1 ± 9.0 (n 120)   not all of them −2.0 ± 5.1 (n 300)   unknown 0`."""

    def told(offence_end: End, defence_end: End) -> str:
        gap = net(offence_end, defence_end)
        n = int(offence_end.n[0] + defence_end.n[0])
        half = float(gap.high[0] - gap.low[0]) / 2
        spread = "" if half != half else f" ± {text.number(half, 1)}"
        return f"{text.signed(float(gap.value[0]), 1)}{spread} (n {n:,})"

    unknown = int(offence.unknown[0] + defence.unknown[0])
    return (
        f"{players} together: net {told(offence.on, defence.on)}   "
        f"not all of them {told(offence.off, defence.off)}   unknown {unknown:,}"
    )


def details_of(model: PossessionModel, row: int, details: Details, book: NameBook) -> PossessionDetails:
    """Everything the tabs show of the possession in a row of the tables."""
    number = int(model.tables.possessions.number[row])
    game = details.game
    possession = game.possessions[number - 1]
    people, headers = possession_rows.line_ups(possession, game, book)
    return PossessionDetails(
        heading=possession_rows.heading(possession, book, game.source),
        findings=tuple(
            finding.reason if finding.possession == number else f"whole game: {finding.reason}"
            for finding in details.findings
            if finding.possession in (number, None)
        ),
        timeline=possession_rows.timeline(possession, book, game.source),
        stats=possession_rows.stats(model, row, possession),
        attributes=possession_rows.attributes(possession.attributes),
        line_ups=people,
        line_up_headers=headers,
        source=partial(raw_text, possession.raw, details.answers),
    )


@lru_cache(maxsize=8)
def _parsed(body: bytes) -> Any:
    """An answer as plain JSON; those last looked at are kept, since walking through a game asks for each row."""
    return load_plain(body)


def raw_text(places: tuple[RawPlace, ...], answers: tuple[Answer, ...]) -> str:
    """The JSON of a possession's rows as the vendor sent it, each section under its name."""
    sections: dict[str, list[Any]] = {}
    for place in places:
        value = _parsed(answers[place.answer].body)
        for step in place.path:
            value = value[step]
        names = [str(step) for step in place.path if isinstance(step, str)]
        sections.setdefault(names[-1] if names else "", []).append(value)
    if len(sections) == 1:
        (values,) = sections.values()
        return json.dumps(values[0] if len(values) == 1 else values, indent=2, ensure_ascii=False)
    return json.dumps(sections, indent=2, ensure_ascii=False)
