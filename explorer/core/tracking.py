"""Where everybody and the ball were, frame by frame: asked at any instant, never made up where nothing is known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from explorer.core.coordinates import MM_PER_FT, RING_Y_FT, SHOTTRACKER_HOOP_Y_MM

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int32]

GAP_STEPS = 2.2
"""A step this many times the usual one is a gap: nothing is drawn across it."""
LEAST_GAP_S = 0.3
USUAL_STEP_S = 0.04
"""What is taken for the step where there are too few samples to tell: 25 samples a second."""
FULL_LENGTH_FT = 2 * (RING_Y_FT + SHOTTRACKER_HOOP_Y_MM / MM_PER_FT)
"""From baseline to baseline by the nominal hoops."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """Everybody at one instant: `ball` (3,) and `players` (P, 2) in feet, NaN where not known; clocks None."""

    t_s: float
    ball: Floats
    players: Floats
    game_clock_s: float | None
    shot_clock_s: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Tracking:
    """A stretch of tracking in the court frame, as seen from the hoop that is attacked; F frames, P players.

    `times_s` (F,) rises, in seconds since 1970; `ball` (F, 3): x, y and height in feet; `players` (F, P, 2) feet;
    `speed` (F, P) as the feed gives it (its unit is not documented); clocks (F,) in seconds left; `session` (F,) the
    number of the frame's session in `sessions`, -1 unknown. NaN where not known. `end` is +1 or -1: the feed's side
    of the hoop at (0, 5.25). `left_out` counts rows that name nobody, or no place or time, or one of another day.
    `usual_step_s` is that of the whole that this is a window of.
    """

    times_s: Floats
    ball: Floats
    players: Floats
    player_ids: tuple[str, ...]
    team_ids: tuple[str | None, ...]
    game_clock_s: Floats
    shot_clock_s: Floats
    speed: Floats
    session: Ints
    sessions: tuple[str, ...] = ()
    end: int = 1
    left_out: int = 0
    usual_step_s: float | None = None
    _before: Ints = field(init=False, repr=False)
    _after: Ints = field(init=False, repr=False)
    step_s: float = field(init=False)

    def __post_init__(self) -> None:
        """Note for every frame and everybody which known samples stand before and behind it."""
        known = np.isfinite(self._all_places()[..., 0])
        clocks = np.isfinite(np.column_stack((self.game_clock_s, self.shot_clock_s)))
        known = np.concatenate((known, clocks), axis=1)
        frames = np.arange(len(known), dtype=np.int32)[:, None]
        before = np.maximum.accumulate(np.where(known, frames, -1), axis=0)
        after = np.minimum.accumulate(np.where(known, frames, len(known))[::-1], axis=0)[::-1]
        object.__setattr__(self, "_before", before)
        object.__setattr__(self, "_after", after)
        step = self.usual_step_s if self.usual_step_s is not None else self._usual_step(known[:, :-2])
        object.__setattr__(self, "step_s", step)

    def _usual_step(self, known: NDArray[np.bool_]) -> float:
        """The median time between two samples of the same player: not everybody need be in every frame."""
        # Two frames of different sessions, or a pause, are few among many.
        steps = [np.diff(self.times_s[column]) for column in known.T]
        every = np.concatenate(steps) if steps else np.empty(0)
        return float(np.median(every)) if len(every) else USUAL_STEP_S

    def _all_places(self) -> Floats:
        flat = np.full((len(self.times_s), 1 + len(self.player_ids), 3), np.nan)
        flat[:, 0] = self.ball
        flat[:, 1:, :2] = self.players
        return flat

    def __len__(self) -> int:
        """How many frames there are."""
        return len(self.times_s)

    @property
    def start_s(self) -> float:
        """When it begins, NaN where it is empty."""
        return float(self.times_s[0]) if len(self) else float("nan")

    @property
    def end_s(self) -> float:
        """When it ends, NaN where it is empty."""
        return float(self.times_s[-1]) if len(self) else float("nan")

    @property
    def gap_s(self) -> float:
        """From this length on a step between two samples is a gap."""
        return max(GAP_STEPS * self.step_s, LEAST_GAP_S)

    @property
    def gaps(self) -> tuple[tuple[float, float], ...]:
        """The stretches without any sample, as (start_s, end_s)."""
        is_gap = np.diff(self.times_s) > self.gap_s
        starts, ends = self.times_s[:-1][is_gap].tolist(), self.times_s[1:][is_gap].tolist()
        return tuple(zip(starts, ends, strict=True))

    def frame_at(self, t_s: float) -> int:
        """The last frame that is not later, -1 before the first."""
        return int(np.searchsorted(self.times_s, t_s, side="right")) - 1

    def _weights(self, t_s: float) -> tuple[Ints, Ints, Floats]:
        """For everybody the known frames around an instant, and how far it is between them: NaN across a gap."""
        count, frame = len(self), self.frame_at(t_s)
        if frame < 0 or not count:
            none = np.zeros(self._before.shape[1], np.int32)
            return none, none, np.full(len(none), np.nan)
        first = self._before[frame]
        # On a frame, who is in it stands there: nothing behind it is needed.
        behind = frame if t_s == self.times_s[frame] else frame + 1
        last = self._after[behind] if behind < count else np.full(len(first), count)
        is_known = (first >= 0) & (last < count)
        first, last = np.where(is_known, first, 0), np.where(is_known, last, 0)
        start, end = self.times_s[first], self.times_s[last]
        is_known &= (end - start <= self.gap_s) & (self.session[first] == self.session[last])
        share = np.where(end > start, (t_s - start) / np.where(end > start, end - start, 1.0), 0.0)
        return first, last, np.where(is_known, share, np.nan)

    def at(self, t_s: float) -> Moment:
        """Everybody at an instant, on the straight line between two samples; NaN across a gap and outside."""
        if not len(self):
            return Moment(t_s, np.full(3, np.nan), np.full((len(self.player_ids), 2), np.nan), None, None)
        first, last, share = self._weights(t_s)
        who = np.arange(len(self.player_ids))
        a, b = self.players[first[1:-2], who], self.players[last[1:-2], who]
        players = a + (b - a) * share[1:-2, None]
        ball = self.ball[first[0]] + (self.ball[last[0]] - self.ball[first[0]]) * share[0]
        clocks = [
            _clock(column[first[place]], column[last[place]], share[place])
            for column, place in ((self.game_clock_s, -2), (self.shot_clock_s, -1))
        ]
        return Moment(t_s, ball, players, *clocks)

    def last_seen(self, t_s: float) -> tuple[Floats, Floats]:
        """Where each player was last seen not later than an instant, (P, 2) feet, and when, (P,); NaN: not yet."""
        frame = self.frame_at(t_s)
        if frame < 0:
            return np.full((len(self.player_ids), 2), np.nan), np.full(len(self.player_ids), np.nan)
        seen = self._before[frame][1:-2]
        is_seen = seen >= 0
        places = self.players[np.where(is_seen, seen, 0), np.arange(len(seen))]
        return np.where(is_seen[:, None], places, np.nan), np.where(is_seen, self.times_s[seen], np.nan)

    def speed_ft_s(self, t_s: float, over_s: float = 0.4) -> Floats:
        """How fast each player moves at an instant, (P,) feet a second from the places around it; NaN: not known."""
        half = max(over_s, 2 * self.step_s) / 2
        before, after = self.at(max(t_s - half, self.start_s)), self.at(min(t_s + half, self.end_s))
        passed = after.t_s - before.t_s
        if not passed > 0:
            return np.full(len(self.player_ids), np.nan)
        speed: Floats = np.hypot(*(after.players - before.players).T) / passed
        return speed

    def trail(self, t_s: float, seconds: float, every_s: float = 0.0) -> tuple[Floats, Floats]:
        """The way of everybody up to an instant: times (n,) and places (n, 1 + P, 2) feet, the ball first.

        A row of NaN stands wherever there is a gap, so that a line breaks there. At most one sample is taken for every
        `every_s` of the clock, the same whatever the instant is.
        """
        first, last = (int(np.searchsorted(self.times_s, time, side="right")) for time in (t_s - seconds, t_s))
        frames = np.arange(first, last)
        if every_s > self.step_s and last > first:
            slots = np.floor(self.times_s[first:last] / every_s)
            frames = frames[np.append(slots[1:] != slots[:-1], True)]
        times = self.times_s[frames]
        places = np.concatenate((self.ball[frames, None, :2], self.players[frames]), axis=1)
        breaks = np.flatnonzero(np.diff(times) > self.gap_s) + 1
        if len(breaks):
            times = np.insert(times, breaks, times[breaks])
            places = np.insert(places, breaks, np.nan, axis=0)
        now = self.at(t_s)
        here = np.concatenate((now.ball[None, :2], now.players))
        return np.append(times, t_s), np.concatenate((places, here[None]))

    def window(self, start_s: float, end_s: float) -> Tracking:
        """The frames of a stretch of time, both ends included, with those who are in them."""
        first = int(np.searchsorted(self.times_s, start_s, side="left"))
        last = int(np.searchsorted(self.times_s, end_s, side="right"))
        return self._taken(slice(first, max(first, last)))

    def of_session(self, session: str) -> Tracking:
        """The frames of one session; those of no known session too, where no other is named."""
        if session not in self.sessions:
            return self._taken(np.zeros(len(self), np.bool_))
        return self._taken(self.session == self.sessions.index(session))

    def _taken(self, rows: slice | NDArray[np.bool_]) -> Tracking:
        players = self.players[rows]
        is_there = np.isfinite(players[..., 0]).any(axis=0)
        who = np.flatnonzero(is_there).tolist()
        return replace(
            self,
            times_s=self.times_s[rows],
            ball=self.ball[rows],
            players=players[:, is_there],
            player_ids=tuple(self.player_ids[n] for n in who),
            team_ids=tuple(self.team_ids[n] for n in who),
            game_clock_s=self.game_clock_s[rows],
            shot_clock_s=self.shot_clock_s[rows],
            speed=self.speed[rows][:, is_there],
            session=self.session[rows],
            usual_step_s=self.step_s,
        )

    def seen_from(self, end: int) -> Tracking:
        """The same with the hoop at the feed's +y (+1) or -y (-1) end at (0, 5.25)."""
        if end == self.end:
            return self
        ball = np.column_stack((-self.ball[:, 0], FULL_LENGTH_FT - self.ball[:, 1], self.ball[:, 2]))
        players = np.stack((-self.players[..., 0], FULL_LENGTH_FT - self.players[..., 1]), axis=-1)
        return replace(self, ball=ball, players=players, end=end, usual_step_s=self.step_s)


def _clock(before: float, after: float, share: float) -> float | None:
    """A clock between two samples: it runs down or stands; one that was set anew holds until the next sample."""
    if not np.isfinite(share):
        return None
    return float(before if after > before else before + (after - before) * share)
