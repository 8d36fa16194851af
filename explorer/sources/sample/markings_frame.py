"""What every section of a made-up `markings` answer needs: frames, wall clocks, ids, inches, the chance at hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from explorer.sources.sample.dice import identifiers
from explorer.sources.sample.script import Chance, Possession, Spot

HOOP_X_IN = 501.0
_HALF_COURT_FT = 47.0
_FIRST_FRAME = 100
_EVENT_STEP = 3
# A game holds thousands of times; parts of a text that are looked up are made in a fraction of the time.
_MINUTES = tuple(f"T{minute // 60:02d}:{minute % 60:02d}:" for minute in range(24 * 60))
_SECONDS = tuple(f"{second:02d}." for second in range(60))
_THOUSANDTHS = tuple(f"{part:03d}+00:00" for part in range(1000))

type Row = dict[str, Any]


class Times:
    """Wall times as the feed writes them: camera frames, 60 a second, and texts in UTC."""

    __slots__ = ("_minutes", "_tip_ms")

    def __init__(self, midnight_ms: int, tip_ms: int) -> None:
        """Frames are counted from shortly before the tip; times are milliseconds after a midnight in UTC."""
        self._tip_ms = tip_ms
        day = datetime.fromtimestamp(midnight_ms // 1000, UTC).date().isoformat()
        self._minutes = [day + minute for minute in _MINUTES]

    def frame(self, wall_ms: int) -> int:
        """The camera frame."""
        return _FIRST_FRAME + (wall_ms - self._tip_ms) * 3 // 50

    def at(self, wall_ms: int) -> tuple[int, str]:
        """The camera frame, and the time as `2025-12-23T01:10:36.423+00:00`."""
        second = wall_ms // 1000
        minute = second // 60
        text = self._minutes[minute] + _SECONDS[second - minute * 60] + _THOUSANDTHS[wall_ms - second * 1000]
        return _FIRST_FRAME + (wall_ms - self._tip_ms) * 3 // 50, text


@dataclass(slots=True)
class Scene:
    """A chance with the ids that its rows are joined by; `next_chance_id` is None at the end of a period."""

    possession: Possession
    chance: Chance
    possession_id: str
    chance_id: str
    next_chance_id: str | None
    team_id: int
    defensive_team_id: int
    is_positive: bool
    before: Chance | None


class Writer:
    """The sections of one game as they fill, and what is counted over the whole game."""

    def __init__(self, game_id: str, season: int, key: str, times: Times, sections: tuple[str, ...]) -> None:
        """`game_id` has ten digits; `key` makes the ids of this game differ from those of any other."""
        self.game_id = game_id
        self.season = season
        self.times = times
        self.rows: dict[str, list[Row]] = {name: [] for name in sections}
        self.losses: dict[int, int] = {}
        self._key = key
        self._event = 1
        self.possession_id = self.ids("possession")
        self.chance_id = self.ids("chance")
        self.touch_id = self.ids("possession_touch")
        self.pass_id = self.ids("pass")
        self.drive_id = self.ids("drive")
        self.shot_id = self.ids("shot")
        self.free_throw_id = self.ids("free_throw")
        self.rebound_id = self.ids("rebound")
        self.turnover_id = self.ids("turnover")
        self.foul_id = self.ids("foul")
        self.ball_screen_id = self.ids("ball_screen")

    def ids(self, kind: str) -> Callable[[], str]:
        """What gives the next `<kind>_<32 hex>` when called."""
        return identifiers(kind, self._key).__next__

    def next_event(self) -> int:
        """The next number of the official play-by-play."""
        self._event += _EVENT_STEP
        return self._event


def inches(spot: Spot, is_positive: bool) -> tuple[float, float]:
    """A spot of the attacking half on the whole court, in inches (x along, y across) to the hundredth."""
    scale = 1200.0 if is_positive else -1200.0
    return round(scale * (_HALF_COURT_FT - spot[1])) / 100.0, round(scale * spot[0]) / 100.0
