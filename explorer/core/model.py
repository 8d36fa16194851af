"""The records of a game in the house's own words; frozen, with units in the names.

None means unknown, never zero. Ids are the vendor's as text and belong to the game's source; `is_derived`
and `derived` say what the feed did not state and was worked out from the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from explorer.core.clock import Period

Key = tuple[str, str]
"""(source, id): the same number means different people in different feeds."""

Scalar = str | int | float | bool | None
NO_ATTRIBUTES: Mapping[str, Scalar] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a vendor as it came: the truth that everything else is rebuilt from."""

    kind: str
    part: str
    body: bytes
    origin: str
    fetched_s: float
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class RawPlace:
    """Where in a game's answers a record was read: the answer's number and the path inside it."""

    answer: int
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Player:
    """A player of a roster."""

    player_id: str
    first_name: str = ""
    last_name: str = ""
    number: str | None = None
    image: str | None = None

    @property
    def name(self) -> str:
        """First and last name, or nothing where the feed gives none."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Team:
    """A team with its roster as far as the feed names one."""

    team_id: str
    name: str | None = None
    abbreviation: str | None = None
    players: tuple[Player, ...] = ()


@dataclass(frozen=True, slots=True)
class Shot:
    """A field-goal attempt; the place in feet on one attacking half, with the feed's own pair beside it."""

    made: bool | None
    value: int | None
    x_ft: float | None = None
    y_ft: float | None = None
    distance_ft: float | None = None
    zone: int | None = None
    advanced_zone: int | None = None
    raw_x: float | None = None
    raw_y: float | None = None
    raw_z: float | None = None
    raw_unit: str = ""
    residual_ft: float | None = None
    is_blocked: bool | None = None
    is_and_one: bool | None = None
    is_fouled: bool | None = None
    blocker_id: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: `kind` in the house's words, `words` as the feed wrote them, in order.

    Places are feet on the attacking half (the back court has y above 47): `x_ft`, `y_ft` where the player was,
    `other_x_ft`, `other_y_ft` where the other player was, `end_x_ft`, `end_y_ft` where it led to; a shot's place stands
    in its own record. `end_` times tell when it was over: of a pass, when it was caught. `touch_id` names the touch
    that it happened in.
    """

    kind: str
    words: tuple[str, ...] = ()
    player_id: str | None = None
    other_player_id: str | None = None
    time_s: float | None = None
    game_clock_s: float | None = None
    shot_clock_s: float | None = None
    shot: Shot | None = None
    event_id: str | None = None
    raw: RawPlace | None = None
    x_ft: float | None = None
    y_ft: float | None = None
    other_x_ft: float | None = None
    other_y_ft: float | None = None
    end_x_ft: float | None = None
    end_y_ft: float | None = None
    frame: int | None = None
    end_frame: int | None = None
    end_time_s: float | None = None
    touch_id: str | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """One player's continuous control of the ball; places in feet on the attacking half.

    `outcome_id` is the id of the pass, shot or turnover that ended it; frames count the feed's own camera.
    """

    player_id: str | None
    start_clock_s: float | None
    end_clock_s: float | None
    start_x_ft: float | None
    start_y_ft: float | None
    end_x_ft: float | None
    end_y_ft: float | None
    dribbles: int | None
    outcome: str | None
    outcome_id: str | None = None
    touch_id: str | None = None
    start_frame: int | None = None
    end_frame: int | None = None
    start_time_s: float | None = None
    end_time_s: float | None = None
    is_inbounds: bool | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a possession counts up to, for the offence unless the name says `opponent`."""

    points: int | None = None
    fga: int | None = None
    fgm: int | None = None
    fg3a: int | None = None
    fg3m: int | None = None
    fta: int | None = None
    ftm: int | None = None
    turnovers: int | None = None
    oreb: int | None = None
    dreb: int | None = None
    opponent_dreb: int | None = None
    assists: int | None = None
    chances: int | None = None
    steals: int | None = None
    passes: int | None = None
    screens: int | None = None


@dataclass(frozen=True, slots=True)
class Possession:
    """One team's time with the ball, from gaining it until the other side has it or the period ends."""

    possession_id: str
    number: int
    period: Period
    offence_id: str | None
    defence_id: str | None
    start_clock_s: float | None
    end_clock_s: float | None
    start_time_s: float | None
    end_time_s: float | None
    duration_s: float | None
    start: str | None
    outcome: str | None
    counts: Counts
    offence_score: int | None = None
    defence_score: int | None = None
    on_ids: tuple[str, ...] = ()
    against_ids: tuple[str, ...] = ()
    is_after_timeout: bool | None = None
    is_garbage_time: bool | None = None
    attributes: Mapping[str, Scalar] = NO_ATTRIBUTES
    events: tuple[Event, ...] = ()
    touches: tuple[Touch, ...] = ()
    session_id: str | None = None
    locations: str | None = None
    derived: frozenset[str] = frozenset()
    raw: tuple[RawPlace, ...] = ()

    @property
    def margin(self) -> int | None:
        """The offence's lead when the possession began, in points."""
        if self.offence_score is None or self.defence_score is None:
            return None
        return self.offence_score - self.defence_score


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that looks wrong in the data, by game and possession, with the reason in words."""

    kind: str
    reason: str
    possession: int | None = None
    """The possession's number in the game, from 1; None where it concerns the whole game."""


@dataclass(frozen=True, slots=True)
class Game:
    """A game as one feed tells it."""

    source: str
    game_id: str
    origin: tuple[str, ...]
    day: str | None
    league: str
    teams: tuple[Team, ...]
    possessions: tuple[Possession, ...]
    home_team_id: str | None = None
    home_is_derived: bool = False
    score: Mapping[str, int] | None = None
    findings: tuple[Finding, ...] = ()
    sections: tuple[str, ...] = field(default=())

    @property
    def key(self) -> Key:
        """The game's key: (source, id)."""
        return (self.source, self.game_id)

    def team(self, team_id: str | None) -> Team | None:
        """Find a team of the game, None where the id is not one of its teams."""
        return next((team for team in self.teams if team.team_id == team_id), None)
