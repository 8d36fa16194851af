"""The house's words for what happens on court, and how each is written on screen.

Every list is open: a word that is not here is kept and shown as the feed wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SHOTTRACKER = "shottracker"
CTG = "ctg"
SOURCE_TITLES = {SHOTTRACKER: "ShotTracker", CTG: "Cleaning the Glass"}
WITHOUT_SCORE = frozenset({SHOTTRACKER})
"""Feeds that tell no score: theirs is derived from the points inside possessions."""


class StartType(StrEnum):
    """How a possession began."""

    JUMP_BALL = "jump_ball"
    PERIOD_START = "period_start"
    MADE_FIELD_GOAL = "made_field_goal"
    MADE_FREE_THROW = "made_free_throw"
    DEFENSIVE_REBOUND = "defensive_rebound"
    TEAM_REBOUND = "team_rebound"
    STEAL = "steal"
    DEAD_BALL_TURNOVER = "dead_ball_turnover"
    DEAD_BALL = "dead_ball"


class Outcome(StrEnum):
    """How a possession ended; the order is that of the codes in the tables."""

    MAKE_2 = "make_2"
    MAKE_3 = "make_3"
    AND_ONE = "and_one"
    FREE_THROWS = "free_throws"
    MISS = "miss"
    TURNOVER = "turnover"
    END_OF_PERIOD = "end_of_period"


OUTCOMES = tuple(Outcome)


class EventKind(StrEnum):
    """What an event is."""

    MAKE = "make"
    MISS = "miss"
    FREE_THROW_MAKE = "free_throw_make"
    FREE_THROW_MISS = "free_throw_miss"
    OFFENSIVE_REBOUND = "offensive_rebound"
    DEFENSIVE_REBOUND = "defensive_rebound"
    ASSIST = "assist"
    TURNOVER = "turnover"
    STEAL = "steal"
    BLOCK = "block"
    FOUL = "foul"
    PASS = "pass"
    DRIVE = "drive"
    BALL_SCREEN = "ball_screen"
    OFF_BALL_SCREEN = "off_ball_screen"
    CUT = "cut"
    OTHER = "other"


class Mark(StrEnum):
    """The small shape that stands for a start or an outcome, the same everywhere."""

    MAKE = "make"
    MISS = "miss"
    AND_ONE = "and_one"
    BLOCKED = "blocked"
    FREE_THROW = "free_throw"
    TURNOVER = "turnover"
    END = "end"
    WON = "won"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Word:
    """How a word is written on screen, and the mark beside it."""

    title: str
    mark: Mark = Mark.NEUTRAL


START_WORDS: dict[str, Word] = {
    StartType.JUMP_BALL: Word("jump ball"),
    StartType.PERIOD_START: Word("period start"),
    StartType.MADE_FIELD_GOAL: Word("made field goal", Mark.MAKE),
    StartType.MADE_FREE_THROW: Word("made free throw", Mark.FREE_THROW),
    StartType.DEFENSIVE_REBOUND: Word("defensive rebound", Mark.MISS),
    StartType.TEAM_REBOUND: Word("team rebound", Mark.MISS),
    StartType.STEAL: Word("steal", Mark.WON),
    StartType.DEAD_BALL_TURNOVER: Word("dead-ball turnover", Mark.TURNOVER),
    StartType.DEAD_BALL: Word("dead ball"),
}

OUTCOME_WORDS: dict[str, Word] = {
    Outcome.MAKE_2: Word("2PT make", Mark.MAKE),
    Outcome.MAKE_3: Word("3PT make", Mark.MAKE),
    Outcome.AND_ONE: Word("and-one", Mark.AND_ONE),
    Outcome.FREE_THROWS: Word("free throws", Mark.FREE_THROW),
    Outcome.MISS: Word("miss", Mark.MISS),
    Outcome.TURNOVER: Word("turnover", Mark.TURNOVER),
    Outcome.END_OF_PERIOD: Word("end of period", Mark.END),
}

EVENT_WORDS: dict[str, Word] = {
    EventKind.MAKE: Word("made shot", Mark.MAKE),
    EventKind.MISS: Word("missed shot", Mark.MISS),
    EventKind.FREE_THROW_MAKE: Word("made free throw", Mark.FREE_THROW),
    EventKind.FREE_THROW_MISS: Word("missed free throw", Mark.FREE_THROW),
    EventKind.OFFENSIVE_REBOUND: Word("offensive rebound", Mark.WON),
    EventKind.DEFENSIVE_REBOUND: Word("defensive rebound", Mark.WON),
    EventKind.ASSIST: Word("assist"),
    EventKind.TURNOVER: Word("turnover", Mark.TURNOVER),
    EventKind.STEAL: Word("steal", Mark.WON),
    EventKind.BLOCK: Word("block", Mark.WON),
    EventKind.FOUL: Word("foul"),
    EventKind.PASS: Word("pass"),
    EventKind.DRIVE: Word("drive"),
    EventKind.BALL_SCREEN: Word("ball screen"),
    EventKind.OFF_BALL_SCREEN: Word("off-ball screen"),
    EventKind.CUT: Word("cut"),
    EventKind.OTHER: Word("event"),
}


class AttributeGroup(StrEnum):
    """The headings under which the attributes of a possession stand."""

    MOVEMENT = "Ball movement"
    PLACE = "Ball screens by place"
    ACTION = "Ball screens by action"
    COVERAGE = "Ball screens by answer to the coverage"
    ENDING = "Ending"
    OTHER = "Other attributes of the feed"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a possession: the feed's name, the words, and its heading."""

    name: str
    title: str
    group: AttributeGroup
    is_flag: bool = False


def _screens(group: AttributeGroup, **titles: str) -> tuple[Attribute, ...]:
    return tuple(Attribute(f"ball_screens_{name}", title, group) for name, title in titles.items())


ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("passes", "passes", AttributeGroup.MOVEMENT),
    Attribute("ball_reversals", "ball reversals", AttributeGroup.MOVEMENT),
    Attribute("paint_touch", "paint touch", AttributeGroup.MOVEMENT, is_flag=True),
    Attribute("half_court", "half court", AttributeGroup.MOVEMENT, is_flag=True),
    Attribute("turnover", "turnover", AttributeGroup.ENDING),
    Attribute("ball_screens", "ball screens", AttributeGroup.PLACE),
    *_screens(
        AttributeGroup.PLACE,
        left_wing="left wing",
        middle_wing="middle",
        right_wing="right wing",
    ),
    *_screens(
        AttributeGroup.ACTION,
        pick_n_pop="pick and pop",
        pick_n_roll="pick and roll",
        pick_n_short_roll="pick and short roll",
        screened_shot="screened shot",
        handoff="hand-off",
        drag="drag",
        step_up="step-up",
        pop="pop",
        roll="roll",
        short_roll="short roll",
        stay="stay",
        other="other",
    ),
    *_screens(
        AttributeGroup.COVERAGE,
        slip="slip",
        reject="reject",
        re_screen="re-screen",
        snake="snake",
        split="split",
    ),
)

ATTRIBUTE_NAMES = tuple(attribute.name for attribute in ATTRIBUTES)

SHOT_STATS = frozenset({"FGA", "FG", "FGA2", "FG2", "FGA3", "FG3"})
"""Stats that a detail word may split by a shot attribute: FGA3_OTD is FGA3 off the dribble."""

DETAIL_WORDS: dict[str, str] = {
    "FGA": "field-goal attempt",
    "FG": "field goal made",
    "FGA2": "two-point attempt",
    "FG2": "two-pointer made",
    "FGA3": "three-point attempt",
    "FG3": "three-pointer made",
    "FTA": "free-throw attempt",
    "FT": "free throw made",
    "PTS": "points",
    "AST": "assist",
    "TO": "turnover",
    "LBTO": "live-ball turnover",
    "STL": "steal",
    "REB": "rebound",
    "OFFENSIVE_REB": "offensive rebound",
    "DEFENSIVE_REB": "defensive rebound",
    "DIST": "distance",
    "FL": "foul",
    "BLK": "block",
    "TEAM_SCORE": "team score",
    "OPPOSING_TEAM_SCORE": "opponent's score",
}

SHOT_ATTRIBUTE_WORDS: dict[str, str] = {
    "CAS": "catch and shoot",
    "OTD": "off the dribble",
    "GUARDED": "guarded",
    "UNGUARDED": "unguarded",
    "CLEAN": "no rim",
    "DUNK": "dunk",
    "LAYUP": "lay-up",
    "JUMPSHOT": "jump shot",
    "FADEAWAY": "fadeaway",
}


def title_of(words: dict[str, Word], word: str | None) -> str:
    """Write a word of one of the tables above; an unknown one as it came, a missing one as `-`."""
    if word is None:
        return "-"
    known = words.get(word)
    return known.title if known else word.replace("_", " ")


def split_detail(word: str) -> tuple[str, str]:
    """Part a detail word into its stat and its shot attribute: FGA3_OTD -> (FGA3, OTD), REB -> (REB, "")."""
    stat, _, attribute = word.partition("_")
    return (stat, attribute) if attribute and stat in SHOT_STATS else (word, "")


def detail_title(word: str) -> str:
    """Write one detail word: FGA3_OTD -> `three-point attempt, off the dribble`; an unknown one as it came."""
    stat, attribute = split_detail(word)
    title = DETAIL_WORDS.get(stat, stat)
    if not attribute:
        return title
    return f"{title}, {SHOT_ATTRIBUTE_WORDS.get(attribute, attribute.lower().replace('_', ' '))}"
