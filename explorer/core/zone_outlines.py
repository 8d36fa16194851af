"""The outlines of zones as polygons in feet, by place alone, clipped at the lines of the half court.

From the ring every ray crosses a zone in one stretch at most. Along a ray a zone can end only where a circle or a line
of the court or of the scheme is met, so the stretches are told by the middles between these: exactly. Rays are added
wherever two neighbours do not tell what lies between them, down to a hair, so that corners are sharp.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explorer.core import zones
from explorer.core.court import Court
from explorer.core.zones import Scheme, classify

Floats = NDArray[np.float64]
Codes = NDArray[np.int16]

_FIRST_RAYS = 360
_NARROWEST = 1e-7
"""Radians between two rays that are not parted any further."""
_CLOSE_FT = 0.004
"""How far from the straight line between two neighbours an end may lie."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """One zone: its code in its scheme (or the feed's number), its words, and its closed lines in feet, each of shape
    (n, 2) with the first corner not repeated. A place inside an even number of them is outside."""

    code: int
    title: str
    rings: tuple[Floats, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """All zones that have a place on the half court of a court. `is_derived`: worked out from the shots themselves,
    since nobody publishes the map."""

    court: Court
    zones: tuple[Outline, ...]
    is_derived: bool = False

    def of(self, code: int) -> Outline | None:
        """The outline of a zone by its code; None where it has none here."""
        return next((zone for zone in self.zones if zone.code == code), None)

    def code_at(self, x_ft: float, y_ft: float) -> int:
        """The zone of a place, -1 where there is none."""
        for zone in self.zones:
            if is_inside(zone.rings, np.array([x_ft]), np.array([y_ft]))[0]:
                return zone.code
        return -1


def is_inside(rings: tuple[Floats, ...], x_ft: Floats, y_ft: Floats) -> NDArray[np.bool_]:
    """Whether places of shape (n,) lie inside closed lines, by the even-odd rule over all of them."""
    found = np.zeros(len(x_ft), np.bool_)
    for ring in rings:
        start, stop = np.roll(ring, 1, axis=0), ring
        is_met = (y_ft[:, None] < start[:, 1]) != (y_ft[:, None] < stop[:, 1])
        rise = np.where(start[:, 1] == stop[:, 1], 1.0, stop[:, 1] - start[:, 1])
        at = start[:, 0] + (stop[:, 0] - start[:, 0]) / rise * (y_ft[:, None] - start[:, 1])
        found ^= ((is_met & (x_ft[:, None] < at)).sum(axis=1) % 2).astype(np.bool_)
    return found


@lru_cache(maxsize=32)
def outlines(scheme: Scheme, court: Court) -> Outlines:
    """The outlines of every zone of a scheme that has a place on the half court, in the order of their codes."""
    angles, stretches = _swept(scheme, court)
    found = []
    for code, zone in enumerate(scheme.zones):
        rings = _rings(angles, stretches[:, code], court)
        if rings:
            found.append(Outline(code, zone.title, rings))
    return Outlines(court, tuple(found))


def _swept(scheme: Scheme, court: Court) -> tuple[Floats, Floats]:
    """Rays by their angle from the long axis, rising through a full turn, and where each zone begins and ends on each:
    shape (rays, zones, 2), NaN where a ray does not meet it."""
    # Between two rays lies the axis itself, where left becomes right.
    angles: Floats = (np.arange(_FIRST_RAYS + 1, dtype=np.float64) - 0.5) * (2 * np.pi / _FIRST_RAYS)
    stretches = _stretches(scheme, court, angles)
    while True:
        gaps = np.diff(angles)
        middles = angles[:-1] + gaps / 2
        at = np.flatnonzero(gaps > _NARROWEST)
        between = _stretches(scheme, court, middles[at])
        is_told = _is_told(angles, stretches, at, between)
        at, between = at[~is_told], between[~is_told]
        if not len(at):
            return angles[:-1], stretches[:-1]
        angles = np.insert(angles, at + 1, middles[at])
        stretches = np.insert(stretches, at + 1, between, axis=0)


def _is_told(angles: Floats, stretches: Floats, at: NDArray[np.intp], between: Floats) -> NDArray[np.bool_]:
    """Whether straight lines between two neighbouring rays say where every zone lies on the ray in their middle."""
    first, last = stretches[at], stretches[at + 1]
    half = (angles[at + 1] - angles[at])[:, None, None] / 2
    # Where the chord from one end to the other crosses the ray in the middle.
    with np.errstate(divide="ignore", invalid="ignore"):
        chord = 2 * first * last * np.cos(half) / (first + last)
    chord = np.where((first == 0) & (last == 0), 0.0, chord)
    is_close = np.abs(chord - between) <= _CLOSE_FT
    is_nowhere = np.isnan(first) & np.isnan(last) & np.isnan(between)
    told: NDArray[np.bool_] = (is_close | is_nowhere).all(axis=(1, 2))
    return told


def _stretches(scheme: Scheme, court: Court, angles: Floats) -> Floats:
    """Where each zone begins and ends on rays from the ring, (rays, zones, 2) in feet, NaN where it is not met."""
    cuts = _cuts(court, angles)
    middles = (cuts[:, 1:] + cuts[:, :-1]) / 2
    x = middles * np.sin(angles)[:, None]
    y = court.ring_y_ft + middles * np.cos(angles)[:, None]
    codes = classify(scheme, court, x, y, -1)
    is_some = cuts[:, 1:] > cuts[:, :-1]
    found = np.full((len(angles), len(scheme.zones), 2), np.nan)
    for code in range(len(scheme.zones)):
        is_here = (codes == code) & is_some
        met = np.flatnonzero(is_here.any(axis=1))
        first = is_here[met].argmax(axis=1)
        last = is_here.shape[1] - 1 - is_here[met][:, ::-1].argmax(axis=1)
        found[met, code, 0] = cuts[met, first]
        found[met, code, 1] = cuts[met, last + 1]
    return found


def _cuts(court: Court, angles: Floats) -> Floats:
    """Where rays can pass from one zone to another, rising from 0 to the edge of the half court; shape (rays, cuts)."""
    sine, cosine = np.sin(angles), np.cos(angles)
    restricted = zones.RIM_FT if court.restricted_radius_ft is None else court.restricted_radius_ft
    circles = (
        restricted,
        zones.RIM_FT,
        zones.PAINT_CENTRE_FT,
        zones.SHORT_MID_FT,
        zones.NEAR_BAND_FT,
        court.three_radius_ft,
    )
    ring = court.ring_y_ft
    with np.errstate(divide="ignore"):
        lines = [x / np.abs(sine) for x in (court.lane_width_ft / 2, court.three_corner_ft)]
        lines += [(y - ring) / cosine for y in (court.lane_length_ft, court.three_straight_ft)]
        side = court.width_ft / 2 / np.abs(sine)
        ahead = (court.half_length_ft - ring) / cosine
        behind = -ring / cosine
    edge = np.minimum(side, np.where(cosine > 0, ahead, behind))
    every = np.stack([np.zeros(len(angles)), edge, *(np.full(len(angles), one) for one in circles), *lines], axis=1)
    clipped: Floats = np.sort(np.clip(every, 0.0, edge[:, None]), axis=1)
    return clipped


_SAME_FT = 1e-6
"""Nearer than this a corner is the same, or lies on a line."""


def _rings(angles: Floats, stretch: Floats, court: Court) -> tuple[Floats, ...]:
    """The closed lines of one zone from where it begins and ends on every ray, shape (rays, 2)."""
    is_met = ~np.isnan(stretch[:, 0])
    if not is_met.any():
        return ()
    if is_met.all():
        outer = _plain(_places(angles, stretch[:, 1], court))
        return (outer, _plain(_places(angles, stretch[:, 0], court))) if stretch[:, 0].any() else (outer,)
    # Turned so that no stretch of rays runs over the end of the turn.
    start = int(np.flatnonzero(~is_met)[0])
    order = np.roll(np.arange(len(angles)), -start)
    rings = []
    for run in np.split(order, np.flatnonzero(np.diff(is_met[order].astype(np.int8)) != 0) + 1):
        if is_met[run[0]]:
            outer = _places(angles[run], stretch[run, 1], court)
            inner = _places(angles[run], stretch[run, 0], court)
            rings.append(_plain(np.vstack([outer, inner[::-1]])))
    return tuple(rings)


def _places(angles: Floats, away: Floats, court: Court) -> Floats:
    return np.column_stack((away * np.sin(angles), court.ring_y_ft + away * np.cos(angles)))


def _plain(line: Floats) -> Floats:
    """A closed line without the corners that lie on the straight way between their neighbours."""
    is_new = np.hypot(*(line - np.roll(line, 1, axis=0)).T) > _SAME_FT
    line = line[is_new]
    is_shorter = True
    while is_shorter:
        is_shorter = False
        # Of two neighbours one stays for now: each is judged by the other.
        for turn in (0, 1):
            before, after = np.roll(line, 1, axis=0), np.roll(line, -1, axis=0)
            run = after - before
            away = (line[:, 0] - before[:, 0]) * run[:, 1] - (line[:, 1] - before[:, 1]) * run[:, 0]
            is_straight = np.abs(away) <= _SAME_FT * np.hypot(*run.T)
            is_onward = ((line - before) * (after - line)).sum(axis=1) > 0
            is_gone = is_straight & is_onward & (np.arange(len(line)) % 2 == turn)
            is_gone[-1] = False
            if is_gone.any():
                line, is_shorter = line[~is_gone], True
    return line
