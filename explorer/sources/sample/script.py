"""What happened in a made-up game, in nobody's format: both feeds are written from these records.

Clocks (`_ds`) are whole tenths of a second left in the period, wall times (`_ms`) whole milliseconds since
`Script.midnight_ms`. Places are feet on the attacking half: x to the right of a viewer behind the basket who looks to
mid-court, y from the baseline, ring at (0, 5.25); a place behind mid-court has y above 47.
"""

from dataclasses import dataclass, field

from explorer.sources.sample.people import SamplePlayer

type Spot = tuple[float, float]
type Five = tuple[SamplePlayer, ...]


@dataclass(slots=True)
class Touch:
    """One player's hold of the ball. `outcome` is pass, shot, turnover, foul, held_ball or end_of_period."""

    player: SamplePlayer
    start_ds: int
    end_ds: int
    start: Spot
    end: Spot
    dribbles: int
    is_inbounds: bool
    outcome: str
    is_drive: bool


@dataclass(slots=True)
class Screen:
    """A screen for the player with the ball, or a hand-off.

    `action` is what the screener did; `result` names the attribute that counts how the ball went on, if any;
    `manner` names the attributes of the way it was set and used.
    """

    handler: SamplePlayer
    screener: SamplePlayer
    handler_slot: int
    screener_slot: int
    touch: int
    set_ds: int
    spot: Spot
    place: str
    action: str
    result: str | None
    manner: tuple[str, ...]


@dataclass(slots=True)
class Shot:
    """A field goal attempt. `words` are the words of its kind, as OTD or LAYUP."""

    shooter: SamplePlayer
    clock_ds: int
    wall_ms: int
    spot: Spot
    zone: int
    is_three: bool
    is_made: bool
    is_fouled: bool
    words: tuple[str, ...]
    assist: SamplePlayer | None
    blocker: SamplePlayer | None


@dataclass(slots=True)
class FreeThrow:
    """Free throw `number` of a trip of `of`."""

    shooter: SamplePlayer
    clock_ds: int
    wall_ms: int
    number: int
    of: int
    is_made: bool


@dataclass(slots=True)
class Rebound:
    """A rebound; `player` is None when it is the team's. `is_free_throw` tells what was missed."""

    player: SamplePlayer | None
    clock_ds: int
    wall_ms: int
    is_defensive: bool
    is_free_throw: bool


@dataclass(slots=True)
class Turnover:
    """A lost ball; `player` is None when it is the team's, `stealer` when the ball was dead."""

    player: SamplePlayer | None
    clock_ds: int
    wall_ms: int
    kind: str
    stealer: SamplePlayer | None


@dataclass(slots=True)
class Foul:
    """A foul; `is_offensive` when the team with the ball committed it. `total` counts the player's own."""

    player: SamplePlayer
    fouled: SamplePlayer
    clock_ds: int
    wall_ms: int
    is_offensive: bool
    is_shooting: bool
    free_throws: int
    total: int


type Event = Shot | FreeThrow | Rebound | Turnover | Foul


@dataclass(slots=True)
class Chance:
    """From gaining the ball to a shot, a loss or a whistle. `shot_clock_ds` is None when the clock is off."""

    start_ds: int
    end_ds: int
    wall_ms: int
    shot_clock_ds: int | None
    is_transition: bool
    offence: Five
    defence: Five
    touches: list[Touch] = field(default_factory=list)
    screens: list[Screen] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def wall_at(self, clock_ds: int) -> int:
        """The wall time at a reading of the game clock; the clock never stops inside a chance."""
        return self.wall_ms + (self.start_ds - clock_ds) * 100

    def shot_clock_at(self, clock_ds: int) -> float | None:
        """Seconds on the shot clock at a reading of the game clock; None when it is off."""
        if self.shot_clock_ds is None:
            return None
        return (self.shot_clock_ds - self.start_ds + clock_ds) / 10


@dataclass(slots=True)
class Possession:
    """A possession of side 0 (home) or 1 (away); `won` is the event of the other side that began it, if any."""

    side: int
    period: int
    start_type: str
    is_after_timeout: bool
    start_ds: int
    start_ms: int
    score: tuple[int, int]
    offence: Five
    defence: Five
    won: Rebound | Turnover | None
    end_ds: int = 0
    end_ms: int = 0
    is_garbage: bool = False
    chances: list[Chance] = field(default_factory=list)


@dataclass(slots=True)
class Script:
    """A whole game.

    `home_attacks_positive` holds for the first half; ends change at half-time. `midnight_ms` is the epoch time
    (milliseconds) of the UTC midnight that wall times count from: small numbers are quicker to reckon with.
    """

    midnight_ms: int
    possessions: list[Possession]
    score: tuple[int, int]
    home_attacks_positive: bool

    def attacks_positive(self, side: int, period: int) -> bool:
        """Whether a side attacks the positive end in a period; overtimes keep the ends of the second half."""
        return (self.home_attacks_positive == (side == 0)) == (period <= 2)
