"""Pages of the help made from the tables of the program: fields, numbers, groupings, zones and places, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from explorer.core import both_ends, measures
from explorer.core.breakdown import Sample
from explorer.core.court import Court, court_for
from explorer.core.definitions import DEFINITIONS, Definition, Definitions, choice_of
from explorer.core.field import LEFT_OUT, Field, Kind
from explorer.core.fields import FIELDS, GROUPS
from explorer.core.figures import Counted, all_figures, shot_figures
from explorer.core.grouping import RowKind
from explorer.core.groupings import GROUPINGS, SECTIONS
from explorer.core.measures import MEASURES, Style
from explorer.core.named_shapes import NAMED, Arced, Area, Box, Disc
from explorer.core.names import NameBook
from explorer.core.on_off import on_off
from explorer.core.players import players
from explorer.core.query_names import MEANINGS
from explorer.core.result import Figure
from explorer.core.shot_fields import SHOT_FIELDS
from explorer.core.table import Tables
from explorer.core.vocabulary import OUTCOME_WORDS, START_WORDS, Word
from explorer.core.zones import SCHEMES
from explorer.models.help_page import DO, PAGE, Page, Section, code, escaped, example, link

FIELDS_PAGE, DEFINITIONS_PAGE = "fields", "definitions"
_KINDS: dict[Kind, str] = {
    Kind.NUMBER: "number",
    Kind.SIGNED: "number with a sign",
    Kind.CLOCK: "m:ss",
    Kind.SECONDS: "s",
    Kind.YES_NO: "yes or no",
    Kind.PERIOD: "period",
    Kind.CODE: "text",
}
_STYLES: dict[Style, str] = {
    Style.COUNT: "count",
    Style.TENTHS: "number",
    Style.RATE: "rate",
    Style.SHARE: "%",
    Style.NET: "difference",
}
_FIGURES = ("name", "unit", "what it is")
_DEFINED = {definition.name for definition in DEFINITIONS}


def fields_page() -> Page:
    """Every field, number, grouping, zone and named place."""
    return Page(
        FIELDS_PAGE,
        "Fields and numbers",
        (
            *(_fields(group) for group in GROUPS),
            _others("people", "People", [m.name for m in MEANINGS.values() if not m.is_shot]),
            _others("shots", "Single shots", [m.name for m in MEANINGS.values() if m.is_shot]),
            _words("starts", "How a possession begins", "start", START_WORDS),
            _words("outcomes", "How a possession ends", "outcome", OUTCOME_WORDS),
            _rates(),
            *_more_figures(),
            *_groupings(),
            *_zones(),
            _places(court_for("nba", None)),
            Section(
                "marks",
                "What colour and size of a shot can stand for",
                (),
                ("what", "unit"),
                tuple((escaped(one.title), one.unit or ("number" if one.is_number else "text")) for one in SHOT_FIELDS),
            ),
        ),
        (
            "Click a name to ask for the possessions where it is known. A dash in the list means that the feed does "
            "not tell; what is worked out from the rest says so here and in its column.",
        ),
    )


def definitions_page(in_force: Definitions) -> Page:
    """Every definition with its choices, those in force marked."""
    return Page(
        DEFINITIONS_PAGE,
        "Definitions",
        tuple(_definition(definition, in_force) for definition in DEFINITIONS),
        (
            "Some words are used in more than one way. What is in force is chosen under "
            f"{link('Definitions', DO, 'definitions')}, said in the status bar, and written into every export. Nothing "
            f"is left out by a definition: ask {example('garbage_time:no')}, {example('transition:yes')} or "
            f"{example('heave:no')}.",
        ),
    )


# Fields


def _fields(group: str) -> Section:
    rows = tuple(
        (
            example_of(field.name),
            escaped(field.title),
            escaped(field.unit or _KINDS[field.kind]),
            _origin(field),
            escaped(field.tip),
        )
        for field in FIELDS
        if field.group == group
    )
    return Section(f"fields_{_anchor(group)}", group, (), ("name", "words", "unit", "from", "what it is"), rows)


def example_of(name: str) -> str:
    """A field's name, which asks where it is known."""
    return link(name, "ask", f"{name}:?")


def _origin(field: Field) -> str:
    if field.name == LEFT_OUT:
        return "you"
    if field.name in _DEFINED:
        return link("by definition", PAGE, f"{DEFINITIONS_PAGE}#{field.name}")
    return "worked out" if field.is_derived or field.derive is not None else "the feed"


def _others(name: str, title: str, names: Iterable[str]) -> Section:
    """What questions know beside the fields of the list."""
    own = {field.name for field in FIELDS}
    rows = tuple(
        (example_of(one), MEANINGS[one].form.value, escaped(MEANINGS[one].title)) for one in names if one not in own
    )
    return Section(name, title, (), ("name", "compared with", "what it is"), rows)


def _words(name: str, title: str, field: str, words: dict[str, Word]) -> Section:
    rows = tuple((example(f"{field}={word}"), escaped(known.title)) for word, known in words.items())
    return Section(name, title, (), ("question", "words"), rows)


# Numbers


def _rates() -> Section:
    rows = tuple(
        (
            escaped(measure.title),
            _STYLES[measure.style],
            "Wilson’s" if measure.is_share else "ratio",
            escaped(measure.formula) + _by_definition(measure.name),
        )
        for measure in MEASURES
    )
    return Section(
        "rates",
        "Rates of possessions",
        (
            "Every rate is a sum over a sum, over the rows where both are known, and carries its n, what it is divided "
            "by. Its 95 % interval is the ratio estimator’s (Cochran, Sampling Techniques, ch. 6); true shares, so "
            "many of so many trials, have Wilson’s (1927); the difference of two samples that share no possession has "
            "Newcombe’s (1998). A rate over nothing is a dash.",
            f"Formulas: {escaped(measures.SOURCE)}; variants under {link('Definitions', PAGE, DEFINITIONS_PAGE)}.",
        ),
        ("name", "unit", "interval", "formula"),
        rows,
    )


def _by_definition(measure: str) -> str:
    """What a measure's formula hangs on, as a link; nothing where it hangs on nothing."""
    name = {"ppc": "unit", "ts": "ft_weight", "ft_rate": "ft_rate"}.get(measure)
    return "" if name is None else f" ({link('definition', PAGE, f'{DEFINITIONS_PAGE}#{name}')})"


def _more_figures() -> list[Section]:
    """The counts and figures beside the rates, and those of shots, of both ends and of players."""
    rates = {measure.name for measure in MEASURES}
    nothing = Sample.whole(Tables.empty(), NameBook())
    rows = np.zeros(0, np.intp)
    counted = Counted(rows, rows, 1)
    return [
        _figures("counts", "Other numbers of possessions", [one for one in all_figures() if one.name not in rates]),
        _figures("shot_figures", "Numbers of shots", shot_figures(nothing.tables, counted, None)),
        _figures("teams", "Teams and line-ups", both_ends.teams(nothing).figures),
        _figures("on_off", "On and off the floor", on_off(nothing).figures, OFF),
        _figures("players", "Players", players(nothing).figures),
    ]


OFF = (
    "Off is what the team did with five known players of whom he is none; on, off and unknown together are all that "
    "it did."
)


def _figures(name: str, title: str, figures: Sequence[Figure], *texts: str) -> Section:
    rows = tuple((escaped(one.title), _STYLES[one.style], escaped(one.tip)) for one in figures)
    return Section(name, title, texts, _FIGURES, rows)


# Groups, zones and places


def _groupings() -> list[Section]:
    """The ways to part rows that are no field of the list."""
    own = {field.name for field in FIELDS}
    found = []
    for section in SECTIONS:
        rows = tuple(
            (
                escaped(one.title),
                "shots" if one.row_kind is RowKind.SHOT else "possessions",
                escaped(one.tip) + (". One can be in several groups" if one.overlaps else ""),
            )
            for one in GROUPINGS
            if one.section == section and one.name not in own
        )
        if rows:
            found.append(
                Section(
                    f"groups_{_anchor(section)}", f"Groups: {section.lower()}", (), ("by", "of", "what it is"), rows
                )
            )
    return found


def _zones() -> list[Section]:
    names = {"basic": "zone", "nba14": "area"}
    return [
        Section(
            f"zones_{scheme.name}",
            f"Zones: {scheme.title}",
            (f"{escaped(scheme.source)}. Left is on the left of somebody who stands behind the basket.",),
            ("question", "words"),
            tuple((example(f"{names[scheme.name]}={zone.name}"), escaped(zone.title)) for zone in scheme.zones),
        )
        for scheme in SCHEMES.values()
    ]


def _places(court: Court) -> Section:
    rows = tuple((example(f"place:{one.name}"), escaped(one.title), _where(one.area(court))) for one in NAMED)
    return Section(
        "places",
        "Places with a name",
        (
            "Each is worked out from the measures of the court that a game was played on; here in feet on the NBA’s. "
            "x runs to the right of somebody behind the basket, y from the baseline; the ring is at 0, 5.25.",
        ),
        ("question", "words", "where"),
        rows,
    )


def _where(area: Area) -> str:
    match area:
        case Disc(x, y, radius):
            return f"within {radius:.3g} ft of {_feet(x)}, {_feet(y)}"
        case Box(left, near, right, far):
            return f"x {_feet(left)} to {_feet(right)}, y {_feet(near)} to {_feet(far)}"
        case Arced(_, is_beyond):
            return "beyond the line" if is_beyond else "inside the line, and on it"
        case _:
            return "as drawn"


def _feet(value: float) -> str:
    return f"{round(value, 2) + 0.0:g}".replace("-", "−")


# Definitions


def _definition(definition: Definition, in_force: Definitions) -> Section:
    chosen = choice_of(definition, in_force)
    rows = tuple(
        (
            f"{escaped(choice.title)}{' ✓' if choice is chosen else ''}",
            escaped(choice.text),
            escaped(choice.source[:1].upper() + choice.source[1:]),
        )
        for choice in definition.choices
    )
    numbers = tuple(
        f"{escaped(number.title[:1].upper() + number.title[1:])} "
        + f"{getattr(in_force, number.name):g} {number.unit}".strip()
        + f", from {number.low:g} to {number.high:g}. In a terminal: {code(f'--define {number.name}=…')}"
        for number in definition.numbers
    )
    return Section(
        definition.name,
        definition.title,
        (f"Version {definition.version}. In a terminal: {code(f'--define {definition.name}=…')}", *numbers),
        ("choice", "what it means", "source"),
        rows,
    )


def _anchor(title: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in title.lower())
