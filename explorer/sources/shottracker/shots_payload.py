"""The shape of `GET /v1/data/stats/{id}/shots`, checked at the border; every field may be missing."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from explorer.core.model import Answer
from explorer.sources import border
from explorer.sources.shottracker.payload import Clock, Id, Millimetres, Milliseconds, ZoneNumber


class ShotRow(Struct, frozen=True):
    """One shot; places in millimetres from mid-court, `hoop_player_*` from the hoop towards mid-court and right."""

    occurred_at: Milliseconds | None = None
    is_make: bool | None = None
    is_3point: bool | None = None
    zone: ZoneNumber | None = None
    advanced_zone: ZoneNumber | None = None
    player_x: Millimetres | None = None
    player_y: Millimetres | None = None
    player_z: Millimetres | None = None
    hoop_x: Millimetres | None = None
    hoop_y: Millimetres | None = None
    hoop_z: Millimetres | None = None
    hoop_player_x: Millimetres | None = None
    hoop_player_y: Millimetres | None = None
    status: Annotated[str, Meta(max_length=200)] | None = None
    game_clock: Clock | None = None
    shot_clock: Clock | None = None
    period: Annotated[str, Meta(max_length=40)] | Annotated[int, Meta(ge=-1000, le=1000)] | None = None
    attributes: tuple[Annotated[str, Meta(max_length=200)], ...] | None = None


class ShotDetails(Struct, frozen=True):
    """Who the shots are by; here the names are written `firstname` and `lastname`."""

    id: Id | None = None
    firstname: str | None = None
    lastname: str | None = None


class PlayerShots(Struct, frozen=True):
    """The shots of one player."""

    id: Id | None = None
    player_details: ShotDetails | None = None
    shots: tuple[ShotRow, ...] | None = None

    @property
    def player_id(self) -> str | None:
        """Whose the shots are."""
        known = self.id if self.id is not None or self.player_details is None else self.player_details.id
        return None if known is None else str(known)


class ShotTeam(Struct, frozen=True):
    """The shots of one team."""

    id: Id | None = None
    name: str | None = None
    player_shots: tuple[PlayerShots, ...] | None = None


class ShotsPayload(Struct, frozen=True):
    """The whole answer."""

    teams: tuple[ShotTeam, ...] | None = None


def parse_shots(answer: Answer) -> ShotsPayload:
    """Check and read one answer; raises DataError that names file, section, row and field."""
    return border.decode(answer.body, ShotsPayload, answer.origin)
