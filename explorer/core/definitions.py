"""What is meant by the words that analysts use differently: named, versioned choices, each with its text and source.

A choice decides columns that are made after loading (`core/derive.py`) and the formulas of rates
(`core/measures.py`); it is never written into what is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from explorer.core.errors import UsageError


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to understand a word: its name in files, its title, what it says, and who says so."""

    name: str
    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number that belongs to a definition: its name, its words, its unit, and between what it may lie."""

    name: str
    title: str
    unit: str
    low: float
    high: float
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Definition:
    """A word with its choices; `version` rises when a choice comes to mean something else.

    `numbers` are asked for with the choice `needs_number`, or with any where that is empty.
    """

    name: str
    title: str
    choices: tuple[Choice, ...]
    numbers: tuple[Number, ...] = ()
    needs_number: str = ""
    version: int = 1


_LINES = (
    "The feed does not tell whose rules a game goes by: its shots are taken on this league's lines, unless others are "
    "chosen for a game under Court."
)
_YOURS = "your own knowledge of the games"

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "unit",
        "Points per",
        (
            Choice(
                "possession",
                "Possession",
                "From gaining the ball until the other side has it or the period ends; an offensive rebound does not "
                "end it. Everything is counted by possessions.",
                "Kubatko, Oliver, Pelton and Rosenbaum, 2007",
            ),
            Choice(
                "chance",
                "Possession, with chance beside it",
                "Points per chance (PPC) stand beside PPP where the feed tells of chances. A chance ends with each "
                "shot, turnover or stopped clock; one possession can hold several. All else goes by possessions.",
                "Cleaning the Glass, Pro Data Feed",
            ),
        ),
        version=2,
    ),
    Definition(
        "garbage_time",
        "Garbage time",
        (
            Choice("feed", "The feed's flag", "What the feed marks as garbage time.", "the feed itself"),
            Choice(
                "ctg",
                "Cleaning the Glass' guide",
                "A lead of 10 or more, two starters or fewer on the floor for both teams together, and the game never "
                "gets closer than 10 again.",
                "Cleaning the Glass, guide to garbage time",
            ),
            Choice(
                "custom",
                "A lead in the last minutes",
                "A lead of at least so many points within the last minutes of regulation or of an overtime.",
                "your own rule",
            ),
        ),
        (
            Number("garbage_margin", "Lead of at least", "points", 1, 60),
            Number("garbage_left_s", "in the last", "s", 1, 2880),
        ),
        needs_number="custom",
    ),
    Definition(
        "heave",
        "Heaves",
        (
            Choice(
                "possession",
                "Late possession",
                "A possession that begins with 4 seconds or less on the clock of a period that is not the last of "
                "regulation nor an overtime.",
                "Cleaning the Glass, guide to garbage time",
            ),
            Choice(
                "shot",
                "Long shot",
                "A possession with a shot from beyond 40 feet with less than 2 seconds on the clock.",
                "pbpstats, rule for heaves",
            ),
        ),
    ),
    Definition(
        "transition",
        "Transition",
        (
            Choice(
                "seconds",
                "First shot within",
                "The first shot, or without one the end of the possession, comes within so many seconds of its start.",
                "rules in use: 6 s (sportsdataverse), 8 s, 10 s (Hoop-Math)",
            ),
        ),
        (Number("transition_s", "First shot within", "s", 1, 24),),
    ),
    Definition(
        "ft_weight",
        "Free-throw weight",
        (
            Choice(
                "weight",
                "Part of a possession that a free throw ends",
                "How much of a possession one free-throw attempt stands for in TS% and usage.",
                "0.44 for the NBA, 0.475 for college (KenPom, FastModel)",
            ),
        ),
        (Number("ft_weight_value", "Weight", "", 0.3, 0.6, 3),),
    ),
    Definition(
        "ft_rate",
        "Free-throw rate",
        (
            Choice("fta", "Attempts", "Free-throw attempts / field-goal attempts.", "FastModel"),
            Choice("ftm", "Made", "Free throws made / field-goal attempts.", "Oliver, Basketball on Paper"),
        ),
    ),
    Definition(
        "feed_league",
        "League of ShotTracker's games",
        (
            Choice("ncaa_men", "NCAA men", _LINES, "ShotTracker's feed is made for college teams"),
            Choice("ncaa_women", "NCAA women", _LINES, _YOURS),
            Choice("nba", "NBA", _LINES, _YOURS),
            Choice("wnba", "WNBA", _LINES, _YOURS),
            Choice("fiba", "FIBA", _LINES, _YOURS),
            Choice("high_school", "US high school", _LINES, _YOURS),
        ),
    ),
)
"""Every definition that can be switched."""


@dataclass(frozen=True, slots=True)
class Definitions:
    """The choices in force; the defaults are what a newcomer gets. Two of the same choices are equal."""

    unit: str = "possession"
    garbage_time: str = "feed"
    garbage_margin: float = 15
    garbage_left_s: float = 300
    heave: str = "possession"
    transition: str = "seconds"
    transition_s: float = 8
    ft_weight: str = "weight"
    ft_weight_value: float = 0.44
    ft_rate: str = "fta"
    feed_league: str = "ncaa_men"

    def texts(self) -> dict[str, str]:
        """The choices as names and texts, for keeping."""
        return {name: value if isinstance(value, str) else f"{value:g}" for name, value in asdict(self).items()}

    @classmethod
    def read(cls, texts: Mapping[str, str]) -> Definitions:
        """The choices that `texts` wrote; what is missing, unknown or out of bounds takes its default."""
        found: dict[str, object] = {}
        for definition in DEFINITIONS:
            if texts.get(definition.name) in {choice.name for choice in definition.choices}:
                found[definition.name] = texts[definition.name]
            for number in definition.numbers:
                value = _number(texts.get(number.name, ""))
                if value is not None and number.low <= value <= number.high:
                    found[number.name] = value
        return replace(cls(), **found)  # type: ignore[arg-type]  # each value was checked against its definition

    def sentences(self) -> dict[str, str]:
        """Every choice in force in words, by the definition's name: title, numbers, text, version and source."""
        return {definition.name: _sentence(definition, self) for definition in DEFINITIONS}

    def changed(self) -> list[str]:
        """The choices that are not the defaults, in a few words each."""
        default = Definitions()
        return [
            f"{definition.title.lower()}: {_short(definition, self)}"
            for definition in DEFINITIONS
            if any(
                getattr(self, name) != getattr(default, name)
                for name in (definition.name, *(number.name for number in _asked(definition, self)))
            )
        ]


def _number(written: str) -> float | None:
    try:
        return float(written)
    except (TypeError, ValueError):
        return None


def choice_of(definition: Definition, definitions: Definitions) -> Choice:
    """The choice of a definition that is in force."""
    name = getattr(definitions, definition.name)
    return next(choice for choice in definition.choices if choice.name == name)


def _asked(definition: Definition, definitions: Definitions) -> tuple[Number, ...]:
    """The numbers that the choice in force goes by."""
    chosen = choice_of(definition, definitions).name
    return definition.numbers if definition.needs_number in ("", chosen) else ()


def _short(definition: Definition, definitions: Definitions) -> str:
    numbers = [
        f"{number.title} {getattr(definitions, number.name):g} {number.unit}".strip()
        for number in _asked(definition, definitions)
    ]
    # Where there are numbers, they say all.
    words = " ".join(numbers) or choice_of(definition, definitions).title
    return words[:1].lower() + words[1:]


def _sentence(definition: Definition, definitions: Definitions) -> str:
    choice = choice_of(definition, definitions)
    words = _short(definition, definitions)
    return f"{words}. {choice.text} Version {definition.version}; source: {choice.source}."


def define(definitions: Definitions, name: str, value: str) -> Definitions:
    """The same choices but for one; raises UsageError for a name or a value that there is not."""
    if name not in NAMES:
        raise UsageError(f"there is no definition {name!r}; definitions are: {', '.join(NAMES)}")
    made = Definitions.read(definitions.texts() | {name: value})
    if made.texts()[name] != value and _number(value) != getattr(made, name):
        allowed = next(_allowed(definition, name) for definition in DEFINITIONS if _allowed(definition, name))
        raise UsageError(f"{name} cannot be {value!r}: it is {allowed}")
    return made


def _allowed(definition: Definition, name: str) -> str:
    """What a name of a definition may be, in words; empty where it is not of this definition."""
    if name == definition.name:
        return " or ".join(choice.name for choice in definition.choices)
    bounds = (f"a number from {n.low:g} to {n.high:g}" for n in definition.numbers if n.name == name)
    return next(bounds, "")


NAMES: tuple[str, ...] = tuple(spec.name for spec in fields(Definitions))
"""The names under which the choices are kept."""
