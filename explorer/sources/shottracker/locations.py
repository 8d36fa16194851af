"""Answers of `GET /v1/data/sensors/locations` -> one tracking: rows in any order, grouped by their time.

One object may hold all rows, or one object a frame: what counts is each row's `t`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from explorer.core.clock import parse_clock
from explorer.core.coordinates import MM_PER_FT, nominal_hoop, shottracker_to_court
from explorer.core.errors import DataError
from explorer.core.model import Answer
from explorer.core.tracking import Tracking
from explorer.sources import border
from explorer.sources.shottracker.payload import Clock, Id, Millimetres, Milliseconds

LOCATIONS = "locations"
"""The kind of an answer that holds tracking."""
MOST_PLAYERS = 200
"""Players in one answer: more are no game."""
MOST_PLACES = 40_000_000
"""Frames times players: what would not fit into memory is refused."""
FAR_S = 12 * 3600.0
"""A row that is farther from the middle one in time is of another day: its time is wrong, or its place here."""


class LocationRow(Struct, frozen=True, gc=False):
    """Where one sensor was: millimetres from mid-court, x across, y along; `z` is -1 where it is not known."""

    x: Millimetres | None = None
    y: Millimetres | None = None
    z: Millimetres | None = None
    t: Milliseconds | None = None
    type: Annotated[str, Meta(max_length=40)] | None = None
    sid: Id | None = None
    tag: Id | None = None
    tid: Id | None = None
    pid: Id | None = None
    speed: Annotated[float, Meta(ge=-1e6, le=1e6)] | None = None
    gc: Clock | None = None
    sc: Clock | None = None


class _Track(Struct, frozen=True):
    locations: tuple[LocationRow, ...] | None = None


class _Outline(Struct):
    locations: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class Piece:
    """One checked answer of tracking, and what tells the game it belongs to; times in seconds since 1970."""

    answer: Answer
    sessions: tuple[str, ...]
    team_ids: frozenset[str]
    player_ids: frozenset[str]
    first_s: float
    last_s: float
    path: Path


def is_locations(body: bytes) -> bool:
    """Whether JSON has the shape of tracking: objects with `locations`, in an array or one by itself."""
    try:
        found = msgspec.json.decode(body, type=list[_Outline] | _Outline)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return False
    return any(track.locations is not msgspec.UNSET for track in (found if isinstance(found, list) else [found]))


def identify_locations(answer: Answer, path: Path) -> Piece:
    """Check an answer of tracking and name its part; raises DataError where it cannot be read."""
    tracking = read_locations([answer])
    return Piece(
        replace(answer, part=answer.part or part_of(tracking)),
        tracking.sessions,
        frozenset(team for team in tracking.team_ids if team is not None),
        frozenset(tracking.player_ids),
        tracking.start_s,
        tracking.end_s,
        path,
    )


def read_locations(answers: Sequence[Answer]) -> Tracking:
    """Read answers as one tracking, as seen from the +y hoop; what several tell of the same instant is told once.

    Raises DataError where one cannot be read, and where none holds a place of anybody.
    """
    rows: list[LocationRow] = []
    for answer in answers:
        is_alone = answer.body.lstrip().startswith(b"{")
        tracks = (
            (border.decode(answer.body, _Track, answer.origin),)
            if is_alone
            else border.decode(answer.body, tuple[_Track, ...], answer.origin)
        )
        for track in tracks:
            rows += track.locations or ()
    origin = ", ".join(dict.fromkeys(answer.origin for answer in answers)) or "the tracking"
    return _tracking(rows, origin)


def _is_ball(row: LocationRow) -> bool:
    """Whether a row is the ball's: how the vendor writes its type is not documented."""
    word = (row.type or "").upper()
    return "BALL" in word or (not word and row.pid is None and row.tid is None and row.tag is None)


def _who(row: LocationRow) -> str | None:
    """Whom a row is of: the ball `""`, a player by id, or by sensor where no id is given; None: nobody known."""
    if row.pid is not None:
        return str(row.pid)
    if _is_ball(row):
        return ""
    if row.type is not None and row.type.upper() != "PLAYER":
        return None
    return None if row.tag is None else f"sensor {row.tag}"


def _tracking(rows: Sequence[LocationRow], origin: str) -> Tracking:
    told: list[tuple[LocationRow, str]] = []
    left_out = 0
    for row in rows:
        who = _who(row)
        if who is None or row.t is None or row.x is None or row.y is None:
            left_out += 1
        else:
            told.append((row, who))
    if not told:
        raise DataError(origin, "it holds no place of a player or of the ball", LOCATIONS)
    near = _near_in_time(told)
    left_out += len(told) - len(near)
    told = near
    team_of: dict[str, str | None] = {}
    for row, who in told:
        if who and team_of.get(who) is None:
            team_of[who] = None if row.tid is None else str(row.tid)
    # Team by team, as the feed first names them: an order of its own would change with every window.
    teams = list(dict.fromkeys(team for team in team_of.values() if team is not None))
    ids = sorted(team_of, key=lambda who: teams.index(t) if (t := team_of[who]) is not None else len(teams))
    if len(ids) > MOST_PLAYERS:
        raise DataError(origin, f"it names {len(ids):,} players, more than {MOST_PLAYERS}", LOCATIONS)
    t_s = np.array([row.t for row, _ in told], np.float64) / 1000
    times_s, frame = np.unique(t_s, return_inverse=True)
    if len(times_s) * (1 + len(ids)) > MOST_PLACES:
        raise DataError(origin, f"it holds {len(times_s):,} instants of {len(ids)} players, too many", LOCATIONS)
    number = {who: n for n, who in enumerate(ids)}
    column = np.array([number.get(who, -1) for _, who in told], np.int32)
    # None becomes NaN in an array of floats.
    x, y, z, speed = np.array([(row.x, row.y, row.z, row.speed) for row, _ in told], np.float64).T
    hoop = nominal_hoop(1)
    x_ft, y_ft = shottracker_to_court(x, y, hoop.x_mm, hoop.y_mm, 1)
    is_ball = column < 0
    ball = np.full((len(times_s), 3), np.nan)
    height = np.where(z >= 0, z, np.nan) / MM_PER_FT
    ball[frame[is_ball]] = np.column_stack((x_ft, y_ft, height))[is_ball]
    players = np.full((len(times_s), len(ids), 2), np.nan)
    speeds = np.full((len(times_s), len(ids)), np.nan)
    at = (frame[~is_ball], column[~is_ball])
    players[at] = np.column_stack((x_ft, y_ft))[~is_ball]
    speeds[at] = speed[~is_ball]
    session, sessions = _sessions([row for row, _ in told], frame, len(times_s))
    return Tracking(
        times_s=times_s,
        ball=ball,
        players=players,
        player_ids=tuple(ids),
        team_ids=tuple(team_of[who] for who in ids),
        game_clock_s=_clocks((row.gc for row, _ in told), frame, len(times_s)),
        shot_clock_s=_clocks((row.sc for row, _ in told), frame, len(times_s)),
        speed=speeds,
        session=session,
        sessions=sessions,
        left_out=left_out,
    )


def _near_in_time(told: list[tuple[LocationRow, str]]) -> list[tuple[LocationRow, str]]:
    """The rows of one day: never none, as the middle one is a row's own time."""
    t_s = np.array([row.t for row, _ in told], np.float64) / 1000
    middle_s = np.partition(t_s, len(t_s) // 2)[len(t_s) // 2]
    is_near = np.abs(t_s - middle_s) <= FAR_S
    return told if is_near.all() else [told[number] for number in np.flatnonzero(is_near).tolist()]


def _sessions(
    rows: Sequence[LocationRow], frame: NDArray[np.intp], frames: int
) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    names = [None if row.sid is None else str(row.sid) for row in rows]
    found = {name: n for n, name in enumerate(dict.fromkeys(name for name in names if name is not None))}
    codes = np.array([-1 if name is None else found[name] for name in names], np.int32)
    session = np.full(frames, -1, np.int32)
    session[frame[codes >= 0]] = codes[codes >= 0]
    if len(found) == 1:
        # A row that names none is of the only one there is.
        session[:] = 0
    return session, tuple(found)


def _clocks(values: Iterable[str | float | None], frame: NDArray[np.intp], frames: int) -> NDArray[np.float64]:
    """A clock by frame, NaN where no row of it has one that can be read: the places are good without it."""
    read = np.array([_clock(value) for value in values], np.float64)
    clock = np.full(frames, np.nan)
    is_known = np.isfinite(read)
    clock[frame[is_known]] = read[is_known]
    return clock


def _clock(value: str | float | None) -> float | None:
    try:
        return parse_clock(value)
    except ValueError:
        return None


def part_of(tracking: Tracking) -> str:
    """What an answer that holds a tracking is kept under: its sessions and its window in milliseconds."""
    span = f"{round(tracking.start_s * 1000)}-{round(tracking.end_s * 1000)}"
    return f"{'+'.join(tracking.sessions)}:{span}"


def sessions_of(part: str) -> tuple[str, ...]:
    """The sessions that a kept answer of tracking is of, by the name it is kept under."""
    return tuple(name for name in part.rpartition(":")[0].split("+") if name)
