"""Where everybody was in a made-up possession, in the shape of ShotTracker's `GET /v1/data/sensors/locations`.

Made only when asked for: 25 samples a second of ten players and the ball, each an object of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from explorer.sources.sample.dice import Dice
from explorer.sources.sample.floor import RING_Y_FT, hoop_distance_ft
from explorer.sources.sample.floor_plan import (
    FREE_THROW_SPOT,
    Floats,
    defence_paths,
    frames_ms,
    offence_paths,
    slot_of,
)
from explorer.sources.sample.people import SampleTeam
from explorer.sources.sample.script import Chance, FreeThrow, Possession, Rebound, Script, Shot, Spot, Turnover
from explorer.sources.sample.shottracker import HOOP_Y_MM, MM_A_FOOT, period_name

_RING_FT = 10.0
_HELD_FT, _DRIBBLE_FT, _RELEASE_FT = 3.6, 3.1, 8.2
_FALL_MS, _BOUNCE_MS = 420, 700
_ASIDE_FT = 1.1
"""How far from the middle of a player the ball is while he has it."""


_GUARD_MS = 80.0
"""At least two frames from the ring into somebody's hands."""


class _Ball:
    """The ball's way, filled stretch by stretch; what is never filled stays where it was."""

    def __init__(self, times: Floats, offence: Floats, defence: Floats) -> None:
        self.times, self.offence, self.defence = times, offence, defence
        self.path = np.full((len(times), 3), np.nan)

    def _rows(self, start: float, stop: float) -> tuple[slice, Floats]:
        first, last = np.searchsorted(self.times, (start, stop))
        share = (self.times[first:last] - start) / max(stop - start, 1.0)
        return slice(int(first), int(last)), share

    def hold(self, start: float, stop: float, players: Floats, slot: int, dribbles: int = 0) -> None:
        """A player has it, still or dribbling."""
        rows, share = self._rows(start, stop)
        place = players[rows, slot]
        aside = np.where(place[:, 0] > 0, -_ASIDE_FT, _ASIDE_FT)
        height = np.full(len(share), _HELD_FT)
        if dribbles:
            # Up in the hand at both ends of a dribble, on the floor between: a parabola down and one up.
            phase = np.abs(2 * ((share * dribbles) % 1.0) - 1)
            height = 0.4 + (_DRIBBLE_FT - 0.4) * (1 - (1 - phase) ** 2)
        self.path[rows] = np.column_stack((place[:, 0] + aside, place[:, 1], height))

    def fly(self, start: float, stop: float, begin: Floats, end: Floats, arch_ft: float) -> None:
        """It flies from a place (3,) to another, so much higher than the straight line in the middle."""
        rows, share = self._rows(start, stop)
        self.path[rows] = begin + (end - begin) * share[:, None]
        self.path[rows, 2] += 4 * arch_ft * share * (1 - share)

    def at(self, time: float, players: Floats, slot: int, height: float) -> Floats:
        """The place (3,) in a player's hands."""
        frame = min(max(int(np.searchsorted(self.times, time)), 0), len(self.times) - 1)
        return np.array((*players[frame, slot], height))

    def whole(self) -> Floats:
        """The way with every frame filled: where nothing was said, the last place on the floor or in the hand."""
        known = np.flatnonzero(np.isfinite(self.path[:, 0]))
        if not len(known):
            return np.column_stack((self.offence[:, 0], np.full(len(self.times), _HELD_FT)))
        before = np.maximum.accumulate(np.where(np.isfinite(self.path[:, 0]), np.arange(len(self.times)), -1))
        return self.path[np.where(before < 0, known[0], before)]


def payload(script: Script, possession: Possession, name: str, teams: Sequence[SampleTeam], dice: Dice) -> list[Any]:
    """A possession's tracking; `name` is the game's, `teams` home and away."""
    times = frames_ms(possession)
    offence = offence_paths(possession, times, dice)
    defence = defence_paths(offence)
    ball = _ball(possession, times, offence, defence)
    clock, shot_clock, chance_of = _clocks(possession, times)
    is_positive = script.attacks_positive(possession.side, possession.period)
    sign = -MM_A_FOOT if is_positive else MM_A_FOOT
    hoop_y = HOOP_Y_MM if is_positive else -HOOP_Y_MM
    session = f"{name}-{period_name(possession.period)}"
    ids = [teams[possession.side].team_id, teams[1 - possession.side].team_id]
    places = np.concatenate((ball[:, None, :2], offence, defence), axis=1)
    x = np.rint(sign * places[..., 0]).astype(int).tolist()
    y = np.rint(hoop_y + sign * (places[..., 1] - RING_Y_FT)).astype(int).tolist()
    z = np.rint(ball[:, 2] * MM_A_FOOT).astype(int).tolist()
    rows: list[dict[str, Any]] = []
    for frame, time in enumerate(times.tolist()):
        chance = possession.chances[chance_of[frame]]
        shared = {
            "t": script.midnight_ms + int(time),
            "sid": session,
            "gc": _clock_text(clock[frame]),
            "sc": None if np.isnan(shot_clock[frame]) else f"{shot_clock[frame]:05.2f}",
        }
        rows.append({"x": x[frame][0], "y": y[frame][0], "z": z[frame], "type": "BALL", **shared})
        for side, five in enumerate((chance.offence, chance.defence)):
            for slot, player in enumerate(five):
                place = 1 + 5 * side + slot
                rows.append(
                    {
                        "x": x[frame][place],
                        "y": y[frame][place],
                        "z": -1,
                        "type": "PLAYER",
                        "tid": ids[side],
                        "pid": player.player_id,
                        **shared,
                    }
                )
    return [{"locations": rows}]


def _clock_text(tenths: float) -> str:
    hundredths = round(tenths * 10)
    return f"{hundredths // 6000:02d}:{hundredths % 6000 / 100:05.2f}"


def _clocks(possession: Possession, times: Floats) -> tuple[Floats, Floats, list[int]]:
    """The game clock in tenths, the shot clock in seconds, NaN where it is off, and the chance of every frame."""
    clock = np.full(len(times), float(possession.start_ds))
    shot = np.full(len(times), np.nan)
    chance_of = np.zeros(len(times), int)
    for number, chance in enumerate(possession.chances):
        is_since = times >= chance.wall_ms
        chance_of[is_since] = number
        gone = np.minimum((times[is_since] - chance.wall_ms) / 100, chance.start_ds - chance.end_ds)
        clock[is_since] = chance.start_ds - gone
        shot[is_since] = np.nan
        if chance.shot_clock_ds is not None:
            shot[is_since] = np.maximum(chance.shot_clock_ds - gone, 0) / 10
    return clock, shot, chance_of.tolist()


def _ball(possession: Possession, times: Floats, offence: Floats, defence: Floats) -> Floats:
    """The ball's way, (F, 3) feet: in hands, dribbled, passed, shot and rebounded."""
    ball = _Ball(times, offence, defence)
    for chance in possession.chances:
        before: tuple[float, Floats] | None = None
        for touch in chance.touches:
            start, stop = chance.wall_at(touch.start_ds), chance.wall_at(touch.end_ds)
            slot = slot_of(chance, touch.player)
            if before is not None:
                ball.fly(before[0], start, before[1], ball.at(start, offence, slot, 4.2), 1.5)
            ball.hold(start, stop + 1, offence, slot, touch.dribbles)
            before = (stop, ball.at(stop, offence, slot, 4.2))
        _finish(ball, chance)
    return ball.whole()


def _finish(ball: _Ball, chance: Chance) -> None:
    """What the ball does after the touches of a chance: shots, free throws, rebounds, steals."""
    for number, event in enumerate(chance.events):
        match event:
            case Shot():
                _shoot(ball, event.wall_ms, event.spot, event.is_made, _next_rebound(chance, number))
            case FreeThrow():
                slot = slot_of(chance, event.shooter)
                ball.hold(event.wall_ms - 1500, event.wall_ms, ball.offence, slot)
                _shoot(ball, event.wall_ms, FREE_THROW_SPOT, event.is_made, _next_rebound(chance, number))
            case Turnover() if event.stealer is not None:
                slot = next((n for n, player in enumerate(chance.defence) if player is event.stealer), 0)
                ball.hold(event.wall_ms, ball.times[-1] + 1, ball.defence, slot)
            case Rebound() if event.player is not None:
                for players, five in ((ball.offence, chance.offence), (ball.defence, chance.defence)):
                    if (slot := next((n for n, one in enumerate(five) if one is event.player), -1)) >= 0:
                        ball.hold(max(event.wall_ms, 0), ball.times[-1] + 1, players, slot)
            case _:
                pass


def _next_rebound(chance: Chance, number: int) -> float | None:
    """When the ball that was shot by this event is caught again, where that is told."""
    after = chance.events[number + 1] if number + 1 < len(chance.events) else None
    return float(after.wall_ms) if isinstance(after, Rebound) else None


def _shoot(ball: _Ball, wall_ms: float, spot: Spot, is_made: bool, caught_ms: float | None) -> None:
    """A shot: up to the ring in an arc, through it or off it."""
    distance = hoop_distance_ft(spot)
    flight_ms = 450 + 30 * distance
    if caught_ms is not None:
        flight_ms = min(flight_ms, max(0.6 * (caught_ms - wall_ms), 200.0))
    begin, ring = np.array((*spot, _RELEASE_FT)), np.array((0.0, RING_Y_FT, _RING_FT))
    there = wall_ms + flight_ms
    ball.fly(wall_ms, there, begin, ring, 1.2 + 0.2 * distance)
    if is_made:
        ball.fly(there, there + _FALL_MS, ring, np.array((0.0, RING_Y_FT, 1.0)), 0.0)
    else:
        until = there + _BOUNCE_MS if caught_ms is None else max(caught_ms, there + _GUARD_MS)
        off = np.array((0.35 * spot[0] if spot[0] else 3.0, RING_Y_FT + 4.0, 5.0))
        ball.fly(there, until, ring, off, 2.5)
