"""Small games in both vendors' formats, for tests: a few possessions, points that can be counted by hand."""

import gzip
import json
from pathlib import Path
from typing import Any

HOME, AWAY = 501, 502
NAMES = {HOME: "Northport", AWAY: "Southam"}
TIP_MS = 1_760_000_000_000
QUARTER_MS = 1_800_000
DAY_MS = 86_400_000


def shottracker(
    sessions: tuple[str, ...] = ("Q1",), *, game: int = 0, home: int = HOME, away: int = AWAY, extra: int = 0
) -> dict[str, Any]:
    """A whole game or some of its sessions: each has six possessions, every one a made two, and `extra` misses."""
    teams: dict[int, list[dict[str, Any]]] = {home: [], away: []}
    for name in sessions:
        start = TIP_MS + game * DAY_MS + (int(name[1:]) - 1) * QUARTER_MS
        for number in range(6):
            side, other = ((home, away), (away, home))[number % 2]
            row = _possession(f"game{game}-{name}", name, number, start + number * 20_000, side, other)
            row["stats"] += [{"possession_type": "FGA", "details": ["FGA", "FGA2"]}] * extra
            teams[side].append(row)
    return {
        "teams": [
            {
                "id": team,
                "name": NAMES.get(team, f"Club {team}"),
                "team_player_details": [
                    {"id": player, "first_name": f"First{player}", "last_name": f"Last{player}"}
                    for player in five(team)
                ],
                "possessions": rows,
            }
            for team, rows in teams.items()
        ]
    }


def five(team: int) -> list[int]:
    """The ids of a team's five players."""
    return [team * 10 + number for number in range(5)]


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}.0"


def _possession(session: str, period: str, number: int, start_ms: int, team: int, other: int) -> dict[str, Any]:
    clock = 720 - number * 20
    return {
        "_locations": f"https://locations.example.invalid/?id={session}&from={start_ms}",
        "start_timestamp": start_ms,
        "end_timestamp": start_ms + 18_000,
        "start_game_clock": _clock(clock),
        "end_game_clock": _clock(clock - 18),
        "period": period,
        "player_ids": five(team),
        "opposing_player_ids": five(other),
        "stats": [
            {
                "timestamp": start_ms + 17_000,
                "game_clock": _clock(clock - 17),
                "possession_type": "FG",
                "details": ["FGA", "FGA2", "FG", "FG2"],
                "player_id": five(team)[number % 5],
                "shot_attributes": {"shot_distance_cm": 300.0, "x": 0, "y": 9725, "is_3point": False},
            }
        ],
        "possession_attributes": {"passes": 3, "turnover": 0},
    }


def markings(game_id: str = "0029900001", *, home: int = HOME, away: int = AWAY, rows: int = 6) -> dict[str, Any]:
    """A game as Cleaning the Glass tells it: possessions in turn, each a made two."""
    possessions = []
    for number in range(rows):
        side, other = ((home, away), (away, home))[number % 2]
        clock = 720 - number * 20
        possessions.append(
            {
                "game_id_nba": game_id,
                "possession_id_ctg": f"possession_{game_id}_{number}",
                "period": 1,
                "offensive_team_id_nba": side,
                "defensive_team_id_nba": other,
                "start_game_clock": float(clock),
                "end_game_clock": float(clock - 18),
                "start_wall_clock": f"2025-10-09T08:{53 + number // 3:02d}:{number % 3 * 20:02d}.000+00:00",
                "start_he_frame": number * 1200,
                "start_score_home": 2 * ((number + 1) // 2),
                "start_score_away": 2 * (number // 2),
                "possession_start_type": "jump_ball" if number == 0 else "made_field_goal",
                **dict.fromkeys(("fta", "ftm", "tov", "fg_oreb", "fg_dreb"), 0),
                "fga": 1,
                "fgm": 1,
                "fga_pts": 2,
            }
        )
    return {"markings": {"possessions": possessions}}


def write(path: Path, payload: object) -> Path:
    """Save a payload as JSON, packed where the name ends in `.gz`; makes the folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = json.dumps(payload).encode()
    path.write_bytes(gzip.compress(body) if path.suffix == ".gz" else body)
    return path
