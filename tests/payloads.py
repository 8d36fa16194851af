"""Builders of both vendors' answers: the published shapes with values of our own, and short ways to decode them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from explorer.core.model import Answer, Game
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.sources.source import READERS, decode_parts

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
NEEDS_SHARED = "needs ../shared"

Json = dict[str, Any]

HOME, AWAY = 880, 881
HOME_FIVE, AWAY_FIVE = [11, 12, 13, 14, 15], [21, 22, 23, 24, 25]
TIP_MS = 1_700_000_000_000
"""The first possession of made games: 2023-11-14 22:13:20 UTC."""

ATTRIBUTES = """
turnover passes half_court paint_touch ball_reversals ball_screens ball_screens_left_wing ball_screens_middle_wing
ball_screens_right_wing ball_screens_pick_n_pop ball_screens_pick_n_roll ball_screens_pick_n_short_roll
ball_screens_screened_shot ball_screens_handoff ball_screens_drag ball_screens_pop ball_screens_roll ball_screens_slip
ball_screens_short_roll ball_screens_reject ball_screens_re_screen ball_screens_stay ball_screens_step_up
ball_screens_snake ball_screens_split ball_screens_other
""".split()
"""The 26 names of the vendor's sample, in its order."""


def body_of(payload: object) -> bytes:
    return json.dumps(payload).encode()


def answer(kind: str, payload: object, *, fetched_s: float = 0.0, part: str = "", origin: str = "made.json") -> Answer:
    body = payload if isinstance(payload, bytes) else body_of(payload)
    return Answer(kind, part, body, origin, fetched_s)


def decode(*answers: Answer) -> Game:
    """Read answers of one game as a file or a fetch would be read."""
    return decode_parts([READERS[one.kind](one) for one in answers])


def stat(
    words: str, player: int | None = None, at_s: float | None = None, *, clock: str | float | None = None, **more: Any
) -> Json:
    """One event: `words` are its details, the first also its type; `at_s` seconds after the tip."""
    details = words.split()
    made: Json = {"possession_type": details[0], "details": details}
    if player is not None:
        made["player_id"] = player
    if at_s is not None:
        made["timestamp"] = TIP_MS + int(at_s * 1000)
    if clock is not None:
        made["game_clock"] = clock
    return made | more


def shot(words: str, player: int, x: float, y: float, distance_cm: float | None = None, **more: Any) -> Json:
    place: Json = {"x": x, "y": y, "z": -1, "zone": 3, "advanced_zone": 5, "is_3point": "3" in words}
    if distance_cm is not None:
        place["shot_distance_cm"] = distance_cm
    return stat(words, player, shot_attributes=place, **more)


MAKE_2, MAKE_3 = "FGA FGA2 FG FG2", "FGA FGA3 FG FG3"
MISS_2, MISS_3 = "FGA FGA2", "FGA FGA3"


def st_row(
    start_s: float | None,
    end_s: float | None,
    stats: Sequence[Json] | None = (),
    *,
    period: str | int | None = "Q1",
    session: str | None = "s1",
    five: Sequence[int] = HOME_FIVE,
    against: Sequence[int] = AWAY_FIVE,
    length_s: float = 720.0,
    **more: Any,
) -> Json:
    """A possession from `start_s` to `end_s` after the tip; a period begins every 1000 s, its clock at `length_s`."""
    row: Json = {"player_ids": list(five), "opposing_player_ids": list(against), "period": period}
    if session is not None:
        row["_locations"] = f"https://feed.example.invalid/v1/data/sensors/locations?id={session}&from=1&to=2"
    for side, at_s in (("start", start_s), ("end", end_s)):
        if at_s is not None:
            minutes, seconds = divmod(length_s - at_s % 1000, 60)
            row[f"{side}_timestamp"] = TIP_MS + int(at_s * 1000)
            row[f"{side}_game_clock"] = f"{int(minutes)}:{seconds:.1f}"
    if stats is not None:
        row["stats"] = list(stats)
    return row | more


def st_payload(teams: Mapping[int, Iterable[Json]], names: Mapping[int, str] | None = None) -> Json:
    return {
        "teams": [
            {
                "id": team,
                "name": (names or {}).get(team, f"Team {team}"),
                "team_player_details": [
                    {"id": player, "first_name": f"F{player}", "last_name": f"L{player}", "profile_image_link": ""}
                    for player in (HOME_FIVE if team == HOME else AWAY_FIVE)
                ],
                "possessions": list(rows),
            }
            for team, rows in teams.items()
        ]
    }


def st_answer(teams: Mapping[int, Iterable[Json]], **more: Any) -> Answer:
    return answer("possessions", st_payload(teams), **more)


def st_game(home: Iterable[Json], away: Iterable[Json] = ()) -> Game:
    return decode(st_answer({HOME: home, AWAY: away}))


def st_sample() -> Json:
    """The shape of the vendor's published sample, whole: one team, one possession, every field once."""
    won, shot_at = TIP_MS + 90_000, TIP_MS + 94_000
    return {
        "teams": [
            {
                "id": HOME,
                "name": "Rivertown",
                "team_player_details": [
                    {"id": 12, "first_name": "Ada", "last_name": "Reed", "profile_image_link": ""},
                    {"id": 14, "first_name": "Bea", "last_name": "Stone", "profile_image_link": "https://x.invalid/b"},
                ],
                "possessions": [
                    {
                        "_locations": f"https://feed.example.invalid/v1/data/sensors/locations?id=ses-7&from={won}&to=2",
                        "start_timestamp": won,
                        "end_timestamp": shot_at,
                        "start_game_clock": "13:10.0",
                        "end_game_clock": "13:01.0",
                        "period": "Q1",
                        "player_ids": [11, 12, 13, 14, 15],
                        "opposing_player_ids": [21, 22, 23, 24, 25],
                        "stats": [
                            {
                                "timestamp": won,
                                "possession_type": "DEFENSIVE_REB",
                                "details": ["DEFENSIVE_REB", "REB"],
                                "player_id": 12,
                            },
                            {
                                "timestamp": shot_at,
                                "game_clock": "13:01.0",
                                "shot_clock": "11.5",
                                "possession_type": "FGA",
                                "details": ["FGA", "FGA3", "FGA_OTD", "FGA3_OTD"],
                                "player_id": 14,
                                "shot_attributes": {
                                    "shot_distance_cm": 755.0178607158906,
                                    "x": 4096,
                                    "y": 5320,
                                    "z": -1,
                                    "zone": 12,
                                    "advanced_zone": 18,
                                    "is_3point": True,
                                },
                            },
                        ],
                        "possession_attributes": {
                            name: number % 3 if name not in ("half_court", "paint_touch") else name == "paint_touch"
                            for number, name in enumerate(ATTRIBUTES, 4)
                        },
                    }
                ],
            }
        ]
    }


DAL, NOP = 1610612742, 1610612740
GAME_ID = "0022400777"


def ctg_row(number: int, offence: int, defence: int, start_s: float, end_s: float, **more: Any) -> Json:
    """A row of `possessions` with all 24 fields; times are seconds into a first quarter."""

    def wall(at_s: float) -> str:
        return f"2024-11-30T00:{10 + int(at_s) // 60:02d}:{at_s % 60:06.3f}+00:00"

    return {
        "game_id_nba": GAME_ID,
        "possession_id_ctg": f"possession_{number:032x}",
        "offensive_team_id_nba": offence,
        "defensive_team_id_nba": defence,
        "period": 1,
        "start_he_frame": 500 + int(start_s * 60),
        "start_wall_clock": wall(start_s),
        "start_game_clock": 720.0 - start_s,
        "end_he_frame": 500 + int(end_s * 60),
        "end_wall_clock": wall(end_s),
        "end_game_clock": 720.0 - end_s,
        "possession_start_type": "jump_ball",
        "is_after_timeout": False,
        "start_score_home": 0,
        "start_score_away": 0,
        "in_garbage_time": False,
        "fgm": 0,
        "fga": 1,
        "fga_pts": 0,
        "ftm": 0,
        "fta": 0,
        "tov": 0,
        "fg_dreb": 1,
        "fg_oreb": 0,
    } | more


def ctg_payload(possessions: Sequence[Any] | None, **sections: Any) -> Json:
    found: Json = {} if possessions is None else {"possessions": list(possessions)}
    return {"markings": found | sections}


def ctg_game(possessions: Sequence[Json], **sections: Any) -> Game:
    return decode(answer("markings", ctg_payload(possessions, **sections)))


SOURCES = (SHOTTRACKER, CTG)
