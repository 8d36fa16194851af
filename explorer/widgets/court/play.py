"""What is played on the court: one stretch of tracking with the names, teams and events that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from explorer.core.tracking import Tracking
from explorer.core.vocabulary import Mark


@dataclass(frozen=True, slots=True)
class PlayEvent:
    """An event of the possession on the tracking's own time; `number` is its place among the events.

    Without a mark it is told of, and not drawn.
    """

    number: int
    t_s: float
    words: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class PlayTeam:
    """How a team is called and which of the team colours it has."""

    name: str
    short: str
    colour: int


def _no_words(player_id: str) -> str:
    return ""


@dataclass(frozen=True, slots=True, eq=False)
class Play:
    """A stretch of tracking; `start_s` and `end_s` are the possession's own, without lead-in and lead-out.

    `label_of` gives what stands in a player's disc, at most three letters, `name_of` the full name. `how` says in
    words how the stretch was found.
    """

    tracking: Tracking
    start_s: float
    end_s: float
    events: tuple[PlayEvent, ...] = ()
    offence_id: str | None = None
    teams: Mapping[str, PlayTeam] = field(default_factory=dict)
    label_of: Callable[[str], str] = _no_words
    name_of: Callable[[str], str] = _no_words
    how: str = ""

    def team_of(self, player: int) -> PlayTeam | None:
        """The team of the player in a column of the tracking."""
        return self.teams.get(self.tracking.team_ids[player] or "")

    def is_offence(self, player: int) -> bool:
        """Whether a player's disc is filled: the offence's, or everybody's where it is not known."""
        return self.offence_id is None or self.tracking.team_ids[player] in (None, self.offence_id)
