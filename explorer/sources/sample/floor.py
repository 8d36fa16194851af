"""Where shots are taken from in the made-up league, and how often they fall.

The line is that of the NBA: 23.75 ft from the ring's centre, 22 ft from the long axis in the corners.
"""

from math import sqrt

from explorer.sources.sample.dice import Dice
from explorer.sources.sample.script import Spot

RING_Y_FT = 5.25
ARC_FT = 23.75
CORNER_FT = 22.0
BREAK_Y_FT = 14.2
HALF_WIDTH_FT = 25.0

RIM, PAINT, LONG, CORNER, ABOVE, HEAVE = range(6)

# Odds of an attempt on which no foul is called.
_ODDS = (0.600, 0.405, 0.395, 0.372, 0.338, 0.025)
# Share of attempts on which the shooter is fouled.
FOULED = (0.200, 0.095, 0.025, 0.008, 0.012, 0.0)
# Share of open shots, and of shots straight from a catch, when nothing else decides.
_OPEN = (0.35, 0.30, 0.40, 0.62, 0.52, 0.5)
CAUGHT = (0.36, 0.22, 0.28, 0.90, 0.66, 0.0)

# A player's feet keep clear of the line, so that no small error of a hoop's survey changes a shot's value.
_CLEAR_FT = 0.4


def hoop_distance_ft(spot: Spot) -> float:
    """Feet from the ring's centre."""
    x, y = spot[0], spot[1] - RING_Y_FT
    return sqrt(x * x + y * y)


def is_three(spot: Spot) -> bool:
    """Whether a shot from a spot counts three; the arc and the straight parts meet, so either test will do."""
    return abs(spot[0]) >= CORNER_FT or hoop_distance_ft(spot) >= ARC_FT


def _cents(value: float) -> float:
    """A length cut to hundredths of a foot, so that both feeds can state it exactly."""
    return int(value * 100.0) / 100.0


def _around(distance_ft: float, turn: float) -> Spot:
    """The spot at a distance from the ring; turn -1..1 goes from the left baseline to the right one.

    The unit circle's rational form, (2t, 1 - t^2) / (1 + t^2).
    """
    square = turn * turn
    scale = distance_ft / (1.0 + square)
    return _cents(2.0 * turn * scale), _cents(RING_Y_FT + (1.0 - square) * scale)


def shot_spot(dice: Dice, zone: int) -> Spot:
    """A spot inside a zone."""
    roll = dice.roll
    if zone == RIM:
        x, y = _around(0.4 + 3.3 * roll(), 2.4 * roll() - 1.2)
        return x, max(y, 4.3)
    if zone == PAINT:
        x, y = _around(4.3 + 9.4 * roll() * (0.5 + 0.5 * roll()), 1.8 * roll() - 0.9)
        return x, y
    if zone == CORNER:
        x = CORNER_FT + _CLEAR_FT + 1.6 * roll()
        return _cents(x if roll() < 0.5 else -x), _cents(1.0 + 12.6 * roll())
    if zone == HEAVE:
        return _cents(36.0 * roll() - 18.0), _cents(47.5 + 33.0 * roll())
    if zone == LONG:
        while True:
            spot = _around(14.2 + (ARC_FT - 14.2 - _CLEAR_FT) * roll(), 1.9 * roll() - 0.95)
            if abs(spot[0]) <= CORNER_FT - _CLEAR_FT:
                return spot
    while True:
        depth = roll()
        spot = _around(ARC_FT + _CLEAR_FT + 4.8 * depth * depth, 1.3 * roll() - 0.65)
        if abs(spot[0]) < HALF_WIDTH_FT - 0.6 and spot[1] > BREAK_Y_FT:
            return spot


def is_open(dice: Dice, zone: int, is_transition: bool) -> bool:
    """Whether no defender is near the shooter."""
    return dice.roll() < _OPEN[zone] + (0.18 if is_transition else 0.0)


def odds(zone: int, is_shot_open: bool, shift: float) -> float:
    """The odds that an unfouled shot falls; `shift` sums up the players, the place and the score."""
    bonus = 0.045 * (1.0 - _OPEN[zone]) if is_shot_open else -0.045 * _OPEN[zone]
    return max(0.01, _ODDS[zone] + bonus + shift) if zone != HEAVE else _ODDS[zone]
