"""Where the ten of a made-up possession go: through the places that its events name, and plausibly in between."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

from explorer.sources.sample.dice import Dice
from explorer.sources.sample.floor import RING_Y_FT
from explorer.sources.sample.movement import SPOTS
from explorer.sources.sample.script import Chance, FreeThrow, Possession, Shot, Spot

type Floats = NDArray[np.float64]

FRAME_MS = 40
LEAD_MS = 2000
"""Before the possession and after it: a little more than is shown."""
FREE_THROW_SPOT: Spot = (0.0, 18.9)
_FIVE = 5
_HALF_Y_FT = 47.0
_SETTLES_MS = 4000
"""How long after the ball the others come into the front court."""
_STAYS_MS = (1800, 3600)
_ROOM_MS = 1100
"""So far from a place where he must be, a player has none of his own choice."""
_HOLD_MS = (160, 280)
"""How long a shooter stands before and after the ball leaves his hands."""
_FASTEST_FT_S = 20.0
_OFF_FT, _LEAST_OFF_FT = 0.2, 2.6
"""How far a defender stands from his man towards the ring: a share of the way, and at least."""
_SMOOTH, _LATE = 11, 7
"""Frames: over how many a path is evened out, and how late a defender follows."""

type Keys = list[tuple[float, Spot]]


def frames_ms(possession: Possession) -> Floats:
    """The times of the frames, in milliseconds since the script's midnight; shape (F,)."""
    return np.arange(possession.start_ms - LEAD_MS, possession.end_ms + LEAD_MS + 1, FRAME_MS, dtype=np.float64)


def offence_paths(possession: Possession, times: Floats, dice: Dice) -> Floats:
    """Where the five of the offence are, by slot; shape (F, 5, 2) feet on the attacking half."""
    paths = np.empty((len(times), _FIVE, 2))
    for slot in range(_FIVE):
        needed = _needed(possession, slot)
        keys = _walkable(needed, _chosen(possession, slot, [time for time, _ in needed], dice))
        at = np.array([time for time, _ in keys])
        places = np.array([spot for _, spot in keys])
        for axis in (0, 1):
            paths[:, slot, axis] = _even(np.interp(times, at, places[:, axis]))
    return _inside(paths)


def defence_paths(offence: Floats) -> Floats:
    """The defenders: each between his man and the ring, a little late; shape (F, 5, 2)."""
    late = np.concatenate((np.repeat(offence[:1], _LATE, axis=0), offence[:-_LATE]))
    way = np.array((0.0, RING_Y_FT)) - late
    length = np.maximum(np.hypot(way[..., 0], way[..., 1]), 0.1)
    off = np.minimum(np.maximum(_OFF_FT * length, _LEAST_OFF_FT), length * 0.9)
    paths = late + way * (off / length)[..., None]
    for slot in range(_FIVE):
        for axis in (0, 1):
            paths[:, slot, axis] = _even(paths[:, slot, axis])
    return _inside(paths)


def slot_of(chance: Chance, player: object) -> int:
    """The slot of a player of the offence; the first where he is not among the five."""
    return next((slot for slot, one in enumerate(chance.offence) if one is player), 0)


def _needed(possession: Possession, slot: int) -> Keys:
    """Where the events need a player to be, and when."""
    keys: Keys = []
    for chance in possession.chances:
        for touch in chance.touches:
            if slot_of(chance, touch.player) == slot:
                keys.append((chance.wall_at(touch.start_ds), touch.start))
                keys.append((chance.wall_at(touch.end_ds), touch.end))
        for event in chance.events:
            if isinstance(event, Shot) and slot_of(chance, event.shooter) == slot:
                keys += [(event.wall_ms - _HOLD_MS[0], event.spot), (event.wall_ms + _HOLD_MS[1], event.spot)]
            elif isinstance(event, FreeThrow) and slot_of(chance, event.shooter) == slot:
                keys += [(event.wall_ms - 1500, FREE_THROW_SPOT), (event.wall_ms + 600, FREE_THROW_SPOT)]
    return keys


def _chosen(possession: Possession, slot: int, needed: list[float], dice: Dice) -> Keys:
    """Where a player goes by himself, wherever no event needs him: with the ball up the floor, then about his spots."""
    keys: Keys = []
    spots = SPOTS[slot]

    def add(time: float, spot: Spot) -> None:
        if all(abs(time - other) > _ROOM_MS for other in needed):
            keys.append((time, spot))

    for chance in possession.chances:
        time = float(chance.wall_ms)
        stop = float(chance.wall_at(chance.end_ds))
        ball = chance.touches[0].start if chance.touches else (0.0, 30.0)
        spot = spots[int(dice.roll() * len(spots))]
        if ball[1] > _HALF_Y_FT:
            add(time, (0.7 * spot[0], max(ball[1] - dice.between(4.0, 26.0), spot[1])))
            time += min(_SETTLES_MS, 0.6 * (stop - time))
        while time <= stop:
            add(time, spot)
            if dice.roll() < 0.45:
                spot = spots[int(dice.roll() * len(spots))]
            time += dice.between(*_STAYS_MS)
    if not keys and not needed:
        keys.append((float(possession.start_ms), spots[0]))
    return keys


def _walkable(needed: Keys, chosen: Keys) -> Keys:
    """All keys in order of time, without those of a player's own choice that he could not run to."""
    must = set(needed)
    keys = sorted(needed + chosen)
    while True:
        speeds = [hypot(b[1][0] - a[1][0], b[1][1] - a[1][1]) / max(b[0] - a[0], 1.0) * 1000 for a, b in pairwise(keys)]
        too_fast = [
            (speed, key)
            for speed, pair in zip(speeds, pairwise(keys), strict=True)
            if speed > _FASTEST_FT_S
            for key in pair
            if key not in must
        ]
        if not too_fast or len(keys) == 1:
            return keys
        keys.remove(max(too_fast)[1])


def _even(values: Floats) -> Floats:
    """A path without corners: the mean over some frames around each."""
    padded = np.concatenate((np.repeat(values[:1], _SMOOTH // 2), values, np.repeat(values[-1:], _SMOOTH // 2)))
    even: Floats = np.convolve(padded, np.full(_SMOOTH, 1.0 / _SMOOTH), mode="valid")
    return even


def _inside(paths: Floats) -> Floats:
    """The same within the lines."""
    return np.stack((np.clip(paths[..., 0], -24.9, 24.9), np.clip(paths[..., 1], 0.2, 93.8)), axis=-1)
