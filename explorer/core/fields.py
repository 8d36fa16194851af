"""Every field of a possession that one can show, sort, filter, group or export: declared once, used by all."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from explorer.core import field_texts
from explorer.core.columns import Array
from explorer.core.derive import is_garbage_time, is_heave, is_transition
from explorer.core.field import COUNT, GAME, LEFT_OUT, PLAY, Decoration, Field, Kind, Texts
from explorer.core.finishing import finisher
from explorer.core.seasons import elapsed_s, is_home, left_s
from explorer.core.table import PossessionTable, Tables
from explorer.core.vocabulary import (
    ATTRIBUTES,
    AttributeGroup,
)

__all__ = [
    "BY_NAME",
    "COUNT",
    "FIELDS",
    "GAME",
    "GROUPS",
    "LEFT_OUT",
    "PLAY",
    "Decoration",
    "Field",
    "Kind",
    "Texts",
    "period_code",
]


def period_code(table: PossessionTable) -> Array:
    """The period as one number that sorts in order of play: number * 8 + regulation; -1 unknown."""
    known = table.period.astype(np.int16) * 8 + np.maximum(table.regulation, 0)
    return np.where(table.period < 1, -1, known)


def _count(
    name: str,
    title: str,
    tip: str,
    heading: str = "",
    *,
    is_default: bool = False,
    is_derived: bool = False,
    decoration: Decoration = Decoration.NONE,
) -> Field:
    def read(table: PossessionTable) -> Array:
        column: Array = getattr(table, name)
        return column

    return Field(
        name,
        title,
        Kind.NUMBER,
        read,
        tip,
        COUNT,
        heading=heading,
        is_default=is_default,
        is_derived=is_derived,
        decoration=decoration,
    )


def _flag(name: str, title: str, tip: str, derive: Callable[[Tables], Array]) -> Field:
    return Field(name, title, Kind.YES_NO, lambda t: t.is_garbage_time, tip, is_derived=True, derive=derive)


def _attribute_fields() -> list[Field]:
    def reader(index: int) -> Callable[[PossessionTable], Array]:
        return lambda table: table.attributes[:, index]

    fields = []
    for index, attribute in enumerate(ATTRIBUTES):
        if attribute.name in ("passes", "ball_screens", "turnover"):
            continue
        is_screen = attribute.name.startswith("ball_screens_")
        title = f"screens: {attribute.title}" if is_screen else attribute.title
        tip = f"Ball screens, {attribute.title}" if is_screen else f"{attribute.title.capitalize()}, as the feed says"
        kind = Kind.YES_NO if attribute.is_flag else Kind.NUMBER
        fields.append(Field(attribute.name, title, kind, reader(index), tip, str(attribute.group)))
    return fields


def _is_left_out(tables: Tables) -> Array:
    if tables.left_out is None:
        return np.zeros(len(tables.possessions), np.int8)
    return tables.left_out.astype(np.int8)


_END_CLOCK_TIP = "Clock of the period when the possession ended"
_LEFT_TIP = "Time to the end of regulation, or of the overtime, when the possession began"
_ELAPSED_TIP = "Game time since the tip-off when the possession began"
_TIMEOUT_TIP = "Whether a time-out came right before"

FIELDS: tuple[Field, ...] = (
    Field(
        "day",
        "date",
        Kind.CODE,
        lambda t: t.game,
        "Day of play (UTC minus 8 hours)",
        GAME,
        texts=field_texts.days,
        is_default=True,
        is_for_many=True,
        is_by_text=True,
    ),
    Field(
        "game",
        "game",
        Kind.CODE,
        lambda t: t.game,
        "The two teams",
        GAME,
        texts=field_texts.game_titles,
        is_default=True,
        is_for_many=True,
    ),
    Field(
        "source",
        "source",
        Kind.CODE,
        lambda t: t.game,
        "The feed it came from",
        GAME,
        texts=field_texts.sources,
        is_by_text=True,
    ),
    Field(
        "season",
        "season",
        Kind.CODE,
        lambda t: t.game,
        "Season of the game",
        GAME,
        texts=field_texts.seasons,
        is_by_text=True,
    ),
    Field(
        "game_type",
        "game type",
        Kind.CODE,
        lambda t: t.game,
        "Regular season, playoffs and so on, as the league's game id tells",
        GAME,
        texts=field_texts.game_types,
        is_by_text=True,
    ),
    Field(
        "number",
        "number",
        Kind.NUMBER,
        lambda t: t.number,
        "The possession's number in the game",
        GAME,
        heading="#",
        is_default=True,
    ),
    Field(
        "period",
        "period",
        Kind.PERIOD,
        period_code,
        "Quarter, half or overtime",
        heading="per",
        is_default=True,
    ),
    Field(
        "clock",
        "clock",
        Kind.CLOCK,
        lambda t: t.start_clock_s,
        "Clock of the period when the possession began",
        unit="m:ss",
        is_default=True,
    ),
    Field("end_clock", "end clock", Kind.CLOCK, lambda t: t.end_clock_s, _END_CLOCK_TIP, unit="m:ss"),
    Field("left", "time left", Kind.CLOCK, lambda t: t.start_clock_s, _LEFT_TIP, unit="m:ss", derive=left_s),
    Field("elapsed", "time played", Kind.CLOCK, lambda t: t.start_clock_s, _ELAPSED_TIP, unit="m:ss", derive=elapsed_s),
    Field(
        "duration",
        "duration",
        Kind.SECONDS,
        lambda t: t.duration_s,
        "Seconds by the game clock, else by the timestamps",
        unit="s",
        heading="sec",
        is_default=True,
        is_derived=True,
        decoration=Decoration.BAR,
    ),
    Field(
        "offence",
        "offence",
        Kind.CODE,
        lambda t: t.offence,
        "The team with the ball",
        texts=field_texts.teams,
        is_default=True,
        decoration=Decoration.TEAM,
    ),
    Field(
        "defence",
        "defence",
        Kind.CODE,
        lambda t: t.defence,
        "The other team",
        texts=field_texts.teams,
        decoration=Decoration.TEAM,
    ),
    Field("home", "at home", Kind.YES_NO, lambda t: t.offence, "Whether the offence is the home side", derive=is_home),
    Field(
        "margin",
        "margin",
        Kind.SIGNED,
        lambda t: t.margin,
        "The offence's lead when the possession began",
        unit="points",
        is_default=True,
        is_derived=True,
    ),
    Field(
        "offence_score",
        "offence score",
        Kind.NUMBER,
        lambda t: np.nan_to_num(t.offence_score, nan=-1),
        "The offence's score when the possession began",
        unit="points",
    ),
    Field(
        "defence_score",
        "defence score",
        Kind.NUMBER,
        lambda t: np.nan_to_num(t.defence_score, nan=-1),
        "The defence's score when the possession began",
        unit="points",
    ),
    Field(
        "start",
        "start",
        Kind.CODE,
        lambda t: t.start,
        "How the possession began",
        texts=field_texts.starts,
        is_default=True,
        decoration=Decoration.START,
    ),
    Field(
        "outcome",
        "outcome",
        Kind.CODE,
        lambda t: t.outcome,
        "How the possession ended",
        texts=field_texts.outcomes,
        is_default=True,
        is_derived=True,
        decoration=Decoration.OUTCOME,
    ),
    _count(
        "points",
        "points",
        "Points of field goals and free throws in the possession",
        "pts",
        is_default=True,
        is_derived=True,
        decoration=Decoration.BAR,
    ),
    _count("fga", "shots", "Field-goal attempts", is_default=True),
    _count("passes", "passes", "Passes, as the feed counts them", is_default=True),
    _count("screens", "screens", "Ball screens, as the feed counts them", is_default=True),
    _count("fgm", "field goals made", "Field goals made", "fgm"),
    _count("fg3a", "three-point attempts", "Three-point attempts", "3pa"),
    _count(
        "fg3m",
        "threes made",
        "Three-pointers made; from points where the feed does not say",
        "3pm",
        is_derived=True,
    ),
    _count("fta", "free-throw attempts", "Free-throw attempts", "fta"),
    _count("ftm", "free throws made", "Free throws made", "ftm"),
    _count("turnovers", "turnovers", "Turnovers", "tov"),
    _count("oreb", "offensive rebounds", "Offensive rebounds in the possession", "oreb"),
    _count("opponent_dreb", "defence's rebounds", "Rebounds of the defence that ended the possession", "opp dreb"),
    _count("assists", "assists", "Assists", "ast"),
    _count("chances", "chances", "Chances: each shot, turnover or stopped clock ends one"),
    _count("steals", "steals", "Steals that began the possession", "stl"),
    _count("events", "events", "Events that the feed tells of the possession"),
    Field("after_timeout", "after time-out", Kind.YES_NO, lambda t: t.is_after_timeout, _TIMEOUT_TIP),
    _flag("garbage_time", "garbage time", "Whether the game was decided, by the definition in force", is_garbage_time),
    _flag(
        "transition", "transition", "Whether it was a transition possession, by the definition in force", is_transition
    ),
    _flag("heave", "heave", "Whether it was a last heave of the period, by the definition in force", is_heave),
    Field(
        "finisher",
        "finisher",
        Kind.CODE,
        lambda t: t.offence,
        "Who took the last shot, free throw or turnover",
        texts=field_texts.players,
        derive=finisher,
    ),
    Field(
        LEFT_OUT,
        "left out",
        Kind.YES_NO,
        lambda t: np.zeros(len(t), np.int8),
        "Whether you leave the possession out, so that it counts nowhere",
        GAME,
        derive=_is_left_out,
    ),
    *_attribute_fields(),
)

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}
GROUPS: tuple[str, ...] = (GAME, PLAY, COUNT, *map(str, AttributeGroup))
