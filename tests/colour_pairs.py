"""What the program paints on what, and which colours stand together: read off the widgets, layers and the style sheet.

A colour is told by the name of its token, or by a function of the tokens where the program mixes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QColor

from explorer.widgets.cells import Inks
from explorer.widgets.court.density_item import area_colours, area_edge
from explorer.widgets.court.distance_drawing import BAND_EDGE_ALPHA, bar_inks
from explorer.widgets.court.path_pencil import LATER, PLATE
from explorer.widgets.court.play_item import TRAIL_PARTS
from explorer.widgets.court.scales import scale_of_gaps, scale_of_rates
from explorer.widgets.court.shots_item import FILL_ALPHA
from explorer.widgets.court.shots_layer import PALE_ALPHA
from explorer.widgets.court.zones_item import FILL_ALPHA as ZONE_ALPHA
from explorer.widgets.court.zones_layer import PALE as PALE_ZONE
from explorer.widgets.flow_drawing import BAND
from explorer.widgets.tokens import Tokens, mixed, text_on

type Ink = Callable[[Tokens], Sequence[QColor]]

TEXT, MARK = 4.5, 3.0
"""WCAG 2.2: 1.4.3 for text, 1.4.11 for marks and for edges that tell something."""
AREAS, TEAMS = 6, 8
"""How many areas the smooth density has, and how many colours of teams there are."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Colours that stand on others, each on each."""

    where: str
    front: Sequence[str | Ink]
    grounds: Sequence[str | Ink]
    least: float


@dataclass(frozen=True, slots=True)
class Together:
    """Colours that stand side by side and mean different things; `shapes` tells those apart that are too near."""

    where: str
    inks: Sequence[str | Ink]
    shapes: str = ""


def named(name: str, tokens: Tokens) -> list[QColor]:
    """The colours of a token."""
    found = getattr(tokens, name)
    return [QColor(one) for one in ((found,) if isinstance(found, str) else found)]


def colours(inks: Sequence[str | Ink], tokens: Tokens) -> list[QColor]:
    """All of them, in order."""
    return [one for ink in inks for one in (named(ink, tokens) if isinstance(ink, str) else ink(tokens))]


def seen_through(name: str, alpha: int, ground: str) -> Ink:
    """A token so far transparent on a ground."""
    return lambda t: [mixed(on, one, alpha / 255) for one in named(name, t) for on in named(ground, t)]


def _in_zones(t: Tokens, *, is_pale: bool) -> list[QColor]:
    """What zones are filled with, over the floor and over the paint."""
    fills = scale_of_gaps(t).colours
    shown = [mixed(QColor(t.floor), fill, PALE_ZONE) for fill in fills] if is_pale else fills
    return [mixed(QColor(ground), fill, ZONE_ALPHA / 255) for ground in (t.floor, t.paint) for fill in shown]


def of_team(number: int) -> Ink:
    """The colour of one team."""
    return lambda t: [t.team(number)]


def number_on_team(number: int) -> Ink:
    """What a player's number is written in on that colour."""
    return lambda t: [text_on(t.team(number))]


zones: Ink = partial(_in_zones, is_pale=False)
pale_zones: Ink = partial(_in_zones, is_pale=True)
stretch: Ink = lambda t: [mixed(QColor(t.base), QColor(t.accent), BAND)]  # noqa: E731  # one of many colours
PANES = ("window", "base", "alternate")
COURT = ("floor", "paint")
ROWS = ("base", "alternate", "selection")
MARKS = ("make", "miss", "and_one", "blocked", "free_throw", "turnover", "won", "end")

PAIRS = (
    # Words
    Pair("words of panes, dialogs, menus, buttons, help", ["text"], PANES, TEXT),
    Pair("notes, headings, status bar, dock titles, tabs, headers", ["muted"], PANES, TEXT),
    Pair("placeholders, small samples, what cannot be used now", ["pale"], PANES, TEXT),
    Pair("a small sample over a bar", [lambda t: [QColor(Inks.on_row(t, has_bar=True).pale)]], ["bar"], TEXT),
    Pair("a chosen row", [lambda t: _inks_of(Inks.on_row(t, is_chosen=True))], ["selection"], TEXT),
    Pair(
        "a chosen row over a bar",
        [lambda t: _inks_of(Inks.on_row(t, is_chosen=True, has_bar=True))],
        ["chosen_bar"],
        TEXT,
    ),
    Pair("cells and ticked values over bars", ["text"], ["bar", "chosen_bar"], TEXT),
    Pair("tool tips, message bar, shot clock, code of the help", ["text"], ["raised"], TEXT),
    Pair("links, flat buttons, typed letters of the palette", ["accent"], ["window", "base", "raised"], TEXT),
    Pair("refusals, findings, gaps of a play", ["warning"], ["window", "base"], TEXT),
    Pair("a marked step of the path", ["accent_text"], ["accent"], TEXT),
    Pair("words of zones", ["text"], [zones, "floor", "paint"], TEXT),
    Pair("words of zones with few shots", ["muted"], [pale_zones, "floor", "paint"], TEXT),
    Pair(
        "names and numbers of the path",
        ["text"],
        [seen_through("floor", PLATE, "paint"), seen_through("floor", PLATE, "line")],
        TEXT,
    ),
    Pair("numbers of what comes later", ["pale"], ["floor"], TEXT),
    Pair("a missing player's number", ["muted"], COURT, TEXT),
    *(
        Pair(
            f"players' numbers on the colour of team {number}",
            [number_on_team(number)],
            [of_team(number)],
            TEXT,
        )
        for number in range(TEAMS)
    ),
    Pair("a defender's number", ["text"], ["base"], TEXT),
    Pair("stretches of the flow", ["text"], [stretch], TEXT),
    # What tells something without words
    Pair("outcomes and starts in rows, timeline, flow, legends", MARKS, (*ROWS, "window", stretch), MARK),
    Pair("shots", ["miss", "blocked"], COURT, MARK),
    Pair(
        "shots that are seen through",
        [seen_through(name, FILL_ALPHA, "floor") for name in ("make", "and_one")],
        COURT,
        MARK,
    ),
    Pair("an unknown value, hollow cells, a missing player", ["pale"], COURT, MARK),
    Pair("shots that are not asked for", [seen_through("pale", PALE_ALPHA, "floor")], COURT, MARK),
    Pair("later steps of the path", [seen_through("pale", LATER, "floor")], COURT, MARK),
    Pair("teams in rows, flow, court, play", ["teams"], (*ROWS, *COURT, "window"), MARK),
    Pair("the newer half of the ways of a play", [seen_through("teams", TRAIL_PARTS[-1], "floor")], ["floor"], MARK),
    Pair("shots by a number", ["ramp"], COURT, MARK),
    Pair("the ball", ["ball"], (*COURT, "window"), MARK),
    Pair("the edge of the ball", ["text"], COURT, MARK),
    Pair("lines of the court", ["line"], (*COURT, "window"), MARK),
    Pair("edges of zones", ["boundary"], (zones, pale_zones, *COURT), MARK),
    Pair("edges of hexagons", [lambda t: scale_of_gaps(t).edges], COURT, MARK),
    Pair("hexagons without a baseline", [lambda t: scale_of_rates(t).colours], COURT, MARK),
    Pair("the edge of the largest smooth area", [lambda t: [area_edge(t)]], COURT, MARK),
    Pair("rings, halos, outlines of places, what is drawn", ["accent"], COURT, MARK),
    Pair("what the keyboard stands on", ["text"], COURT, MARK),
    Pair("bars of distances", [lambda t: [bar_inks(t, is_chosen=False)[1]]], ["window"], MARK),
    Pair("chosen bars of distances", [lambda t: [bar_inks(t, is_chosen=True)[1]]], ["window", "selection"], MARK),
    Pair("points by distance over bars", ["accent", "muted"], [lambda t: [bar_inks(t, is_chosen=False)[0]]], MARK),
    Pair(
        "the edge of the band of points by distance",
        [seen_through("accent", BAND_EDGE_ALPHA, "window")],
        ["window"],
        MARK,
    ),
    Pair(
        "focus, chosen tab, chosen row, slider, progress, what is switched on",
        ["accent"],
        (*ROWS, "window", "raised"),
        MARK,
    ),
    Pair("a question that cannot be read, a warning", ["miss"], ["window", "base", "raised"], MARK),
    Pair("fields, handles, histogram, track of a range", ["edge"], ["window", "base"], MARK),
    Pair("ticks and boxes, lines below the headings of the help", ["pale"], ["window", "base"], MARK),
    Pair("time of the possession on the track of a play", ["pale", "accent"], ["hairline", "window"], MARK),
)


def _inks_of(inks: Inks) -> list[QColor]:
    return [QColor(inks.text), QColor(inks.muted), QColor(inks.pale)]


QUIET = {
    "bar": "the length of a bar says again what its number says",
    "chosen_bar": "the same in a chosen row",
    "hairline": "parts panes and rows that are apart by their places",
    "window": "a ground",
    "base": "a ground",
    "alternate": "a ground",
    "raised": "a ground",
    "selection": "a ground; an edge in the accent says that a row is chosen",
    "floor": "a ground",
    "paint": "a ground that the line of the lane bounds",
}
"""Tokens that are nowhere in front, with the reason."""

TOGETHER = (
    Together("what came of shots", ["make", "miss", "and_one", "blocked", "pale"]),
    Together("outcomes and starts, in the flow by colour alone", [*MARKS, "pale"]),
    Together("teams, the ball, and whose team is unknown", ["teams", "ball", "pale"]),
    Together("shots by a number, and an unknown one", ["ramp", "pale"]),
    Together("under, as and over the baseline", ["under", "even", "over"]),
    Together("rates without a baseline", ["low", "high"]),
    Together("the frame of a field: at rest, in focus, not to be read", ["edge", "accent", "miss"]),
    Together("the edge of a message: told, warned", ["accent", "miss"]),
    Together("a ring of the accent around marks and players", ["accent", *MARKS, "teams"], shapes="ring"),
    Together("points by distance and those of the baseline", ["accent", "muted"], shapes="dash"),
    Together("what is chosen and what the keyboard stands on", ["accent", "text"], shapes="dash"),
)


def steps(t: Tokens) -> dict[str, list[QColor]]:
    """Colours that go from less to more: their order has to be seen."""
    gaps = scale_of_gaps(t).colours
    middle = len(gaps) // 2
    return {
        "areas": area_colours(t, AREAS),
        "rates": list(scale_of_rates(t).colours),
        "ramp": named("ramp", t),
        "under the baseline": list(gaps[middle::-1]),
        "over the baseline": list(gaps[middle:]),
    }
