"""Builders of tracking: rows in the vendor's shape, from places in millimetres, and short ways to read them."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.core.tracking import Tracking
from explorer.sources.shottracker.locations import read_locations
from tests.payloads import AWAY, AWAY_FIVE, HOME, HOME_FIVE, TIP_MS, Json, answer

SID = "made-Q1"


def ball(t_ms: float, x: float | None = 0, y: float | None = 0, z: float | None = 1000, **more: object) -> Json:
    return {"type": "BALL", "t": TIP_MS + t_ms, "x": x, "y": y, "z": z, "sid": SID, **more}


def player(t_ms: float, pid: object, x: float | None = 0, y: float | None = 0, **more: object) -> Json:
    team = HOME if pid in HOME_FIVE else AWAY
    return {
        "type": "PLAYER", "t": TIP_MS + t_ms, "x": x, "y": y, "z": -1, "sid": SID, "tid": team, "pid": pid, **more,
    }  # fmt: skip


def clock(seconds: float) -> str:
    return f"{int(seconds // 60):02d}:{seconds % 60:05.2f}"


def piece(
    seconds: float = 4.0,
    step_s: float = 0.04,
    gc: float | None = 600.0,
    *,
    start_s: float = 0.0,
    y: float = 9000,
    sid: str | None = SID,
) -> list[Json]:
    """Ten players and the ball walking to the right at a metre a second around `y`; the clock runs."""
    rows: list[Json] = []
    for frame in range(round(seconds / step_s) + 1):
        t_s = frame * step_s
        more: Json = {"sid": sid}
        if gc is not None:
            more |= {"gc": clock(gc - t_s), "sc": clock(24 - t_s)}
        t_ms = (start_s + t_s) * 1000
        rows.append(ball(t_ms, 1000 * t_s, y, 1500, **more))
        for place, pid in enumerate((*HOME_FIVE, *AWAY_FIVE)):
            rows.append(player(t_ms, pid, 1000 * t_s - 500 * place, y - 300 * place, **more))
    return rows


def read(*answers: Sequence[Json], a_frame: bool = False) -> Tracking:
    """The tracking of answers that hold these rows: one object with all, or one object a frame."""
    bodies = []
    for rows in answers:
        if a_frame:
            frames: dict[object, list[Json]] = {}
            for row in rows:
                frames.setdefault(row["t"], []).append(row)
            bodies.append([{"locations": found} for found in frames.values()])
        else:
            bodies.append([{"locations": list(rows)}])
    return read_locations([answer("locations", body) for body in bodies])
