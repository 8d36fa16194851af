"""The shape of `GET /v1/data/stats/{id}/possessions`, checked at the border; every field may be missing."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from explorer.core.errors import DataError
from explorer.core.model import Answer
from explorer.core.vocabulary import ATTRIBUTE_NAMES
from explorer.sources import border

LATEST_MS = 4_102_444_800_000
"""The year 2100 in milliseconds: a timestamp beyond is a wrong unit."""

ATTRIBUTE_SET = frozenset(ATTRIBUTE_NAMES)
_JSON_NAMES: dict[type, str] = {list: "an array", dict: "an object"}

Id = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | Annotated[str, Meta(min_length=1, max_length=200)]
Milliseconds = Annotated[int, Meta(ge=0, le=LATEST_MS)] | Annotated[float, Meta(ge=0, le=LATEST_MS)]
Clock = Annotated[str, Meta(max_length=40)] | float
Millimetres = Annotated[float, Meta(ge=-1e6, le=1e6)]
ZoneNumber = Annotated[int, Meta(ge=-1000, le=1000)]


class PlayerDetails(Struct, gc=False, frozen=True):
    """A row of `team_player_details`."""

    id: Id | None = None
    first_name: str | None = None
    last_name: str | None = None
    profile_image_link: str | None = None


class ShotAttributes(Struct, gc=False, frozen=True):
    """Where a shot was taken: millimetres from mid-court, y along the court; the distance in cm."""

    shot_distance_cm: Annotated[float, Meta(ge=0, le=1e5)] | None = None
    x: Millimetres | None = None
    y: Millimetres | None = None
    z: Millimetres | None = None
    zone: ZoneNumber | None = None
    advanced_zone: ZoneNumber | None = None
    is_3point: bool | None = None


class Stat(Struct, frozen=True):
    """One event of a possession."""

    timestamp: Milliseconds | None = None
    game_clock: Clock | None = None
    shot_clock: Clock | None = None
    possession_type: str | None = None
    details: tuple[str, ...] | None = None
    player_id: Id | None = None
    shot_attributes: ShotAttributes | None = None


class PossessionRow(Struct, frozen=True):
    """One possession of a team."""

    start_timestamp: Milliseconds | None = None
    end_timestamp: Milliseconds | None = None
    start_game_clock: Clock | None = None
    end_game_clock: Clock | None = None
    period: Annotated[str, Meta(max_length=40)] | Annotated[int, Meta(ge=-1000, le=1000)] | None = None
    player_ids: tuple[Id | None, ...] | None = None
    opposing_player_ids: tuple[Id | None, ...] | None = None
    stats: tuple[Stat, ...] | None = None
    possession_attributes: dict[str, Any] | None = None
    locations: str | None = msgspec.field(name="_locations", default=None)


class TeamRow(Struct, frozen=True):
    """A team with its possessions on offence."""

    id: Id | None = None
    name: str | None = None
    team_player_details: tuple[PlayerDetails, ...] | None = None
    possessions: tuple[PossessionRow, ...] | None = None


class PossessionsPayload(Struct, frozen=True):
    """The whole answer."""

    teams: tuple[TeamRow, ...] | None = None


def parse(answer: Answer) -> PossessionsPayload:
    """Check and read one answer; raises DataError that names file, section, row and field."""
    payload = border.decode(answer.body, PossessionsPayload, answer.origin)
    for t, team in enumerate(payload.teams or ()):
        for p, row in enumerate(team.possessions or ()):
            for name, value in (row.possession_attributes or {}).items():
                if name in ATTRIBUTE_SET and isinstance(value, list | dict):
                    place = f"teams[{t}].possessions[{p}].possession_attributes.{name}"
                    raise DataError(answer.origin, f"expected a number, got {_JSON_NAMES[type(value)]}", place)
    return payload
