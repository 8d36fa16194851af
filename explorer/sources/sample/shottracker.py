"""A made-up game in the shape of ShotTracker's `GET /v1/data/stats/{id}/possessions`, all periods in one.

Frame: millimetres from mid-court, x across, y along, hoops surveyed a few centimetres off (0, +-12725).
Zones are numbered in a way of the made-up league's own:
`zone` 1 rim; 2 to 4 short two (left, middle, right); 5 to 9 long two (left baseline, left wing, middle, right
wing, right baseline); 10 left corner three, 11 to 13 three (left wing, middle, right wing), 14 right corner.
`advanced_zone` 1 rim; 2 to 4 two inside 8 ft; 5 to 9 two inside 16 ft; 10 to 14 two beyond; 15 to 19 three;
20 to 22 three beyond 27 ft (left, middle, right); 23 beyond 40 ft.
Screens: `ball_screens` is the sum of the three wings, and also of what the screener did (roll, pop, slip,
short_roll, stay, other); the four `pick_n_...` and `screened_shot` count how the ball went on and the rest how
a screen was set or used, so each of these is part of the sum only.
"""

from collections.abc import Iterable
from functools import cache
from math import sqrt
from typing import Any

from explorer.sources.sample.dice import Dice
from explorer.sources.sample.floor import BREAK_Y_FT, RING_Y_FT, hoop_distance_ft
from explorer.sources.sample.movement import WING_FT
from explorer.sources.sample.people import SampleTeam
from explorer.sources.sample.script import (
    Chance,
    Five,
    FreeThrow,
    Possession,
    Rebound,
    Script,
    Shot,
    Spot,
    Touch,
    Turnover,
)  # fmt: skip

MM_A_FOOT = 304.8
HOOP_Y_MM = 12725
_SURVEY_MM = 50
_LANE_HALF_FT = 8.0
_LANE_LENGTH_FT = 19.0
_ADDRESS = "https://api.shottracker.com/v1/data/sensors/locations"

_SCREEN_COUNTS = (
    "ball_screens", "ball_screens_left_wing", "ball_screens_middle_wing", "ball_screens_right_wing",
    "ball_screens_pick_n_pop", "ball_screens_pick_n_roll", "ball_screens_pick_n_short_roll",
    "ball_screens_screened_shot", "ball_screens_handoff", "ball_screens_drag", "ball_screens_pop",
    "ball_screens_roll", "ball_screens_slip", "ball_screens_short_roll", "ball_screens_reject",
    "ball_screens_re_screen", "ball_screens_stay", "ball_screens_step_up", "ball_screens_snake",
    "ball_screens_split", "ball_screens_other",
)  # fmt: skip
_NO_SCREENS = dict.fromkeys(_SCREEN_COUNTS, 0)


def clock_text(tenths: int) -> str:
    """Tenths of a second as `11:39.4`."""
    minutes, rest = divmod(tenths, 600)
    return f"{minutes}:{rest // 10:02d}.{rest % 10}"


def period_name(period: int) -> str:
    """`Q1` to `Q4`, then `OT1` onwards."""
    return f"Q{period}" if period <= 4 else f"OT{period - 4}"


@cache
def shot_details(is_three: bool, is_made: bool, words: tuple[str, ...]) -> tuple[str, ...]:
    """The detail words of a shot: the stats it counts for, then each of them split by every word of its kind."""
    value = "3" if is_three else "2"
    stats = ["FGA", f"FGA{value}"]
    if is_made:
        stats += ["FG", f"FG{value}"]
    return (*stats, *(f"{stat}_{word}" for word in words for stat in stats))


def sector(spot: Spot) -> int:
    """Which fifth of the half circle around the ring a spot lies in, 0 at the left baseline to 4 at the right.

    The borders stand at 18 and 54 degrees from the long axis.
    """
    x, depth = spot[0], spot[1] - RING_Y_FT
    side = abs(x)
    if depth > 0 and side < 0.3249 * depth:
        return 2
    if depth > 0 and side < 1.3764 * depth:
        return 1 if x < 0 else 3
    return 0 if x < 0 else 4


def zones(spot: Spot, is_three: bool) -> tuple[int, int]:
    """`zone` 1 to 14 and `advanced_zone` 1 to 23 of a spot."""
    distance = hoop_distance_ft(spot)
    fifth = sector(spot)
    third = (fifth + 1) // 2
    if is_three:
        corner = 10 if spot[0] < 0 else 14
        zone = corner if spot[1] <= BREAK_Y_FT else 11 + min(2, max(0, fifth - 1))
        return zone, 23 if distance > 40.0 else 20 + third if distance > 27.0 else 15 + fifth
    if distance < 4.0:
        return 1, 1
    zone = 2 + third if distance < 14.0 else 5 + fifth
    return zone, 2 + third if distance < 8.0 else 5 + fifth if distance < 16.0 else 10 + fifth


class Hoops:
    """Where the two hoops of a game were surveyed, in millimetres."""

    def __init__(self, dice: Dice) -> None:
        """A few centimetres off the ideal, to any side."""
        off = [dice.whole(-_SURVEY_MM, _SURVEY_MM) for _ in range(4)]
        self._hoops = {True: (off[0], HOOP_Y_MM + off[1]), False: (off[2], -HOOP_Y_MM + off[3])}

    def attributes(self, shot: Shot, is_positive: bool) -> dict[str, Any]:
        """The `shot_attributes` of a shot at the positive or the negative end."""
        hoop_x, hoop_y = self._hoops[is_positive]
        sign = -MM_A_FOOT if is_positive else MM_A_FOOT
        x = hoop_x + round(sign * shot.spot[0])
        y = hoop_y + round(sign * (shot.spot[1] - RING_Y_FT))
        zone, advanced_zone = zones(shot.spot, shot.is_three)
        return {
            "shot_distance_cm": sqrt((x - hoop_x) ** 2 + (y - hoop_y) ** 2) / 10,
            "x": x,
            "y": y,
            "z": -1,
            "zone": zone,
            "advanced_zone": advanced_zone,
            "is_3point": shot.is_three,
        }


def _stat(
    wall_ms: int,
    kind: str,
    details: Iterable[str],
    player_id: int | None,
    clock: str,
    shot_clock: float | None,
) -> dict[str, Any]:
    row: dict[str, Any] = {"timestamp": wall_ms, "game_clock": clock}
    if shot_clock is not None:
        row["shot_clock"] = f"{shot_clock:.1f}"
    row["possession_type"] = kind
    row["details"] = list(details)
    row["player_id"] = player_id
    return row


def _stats(possession: Possession, midnight_ms: int, hoops: Hoops, is_positive: bool) -> list[dict[str, Any]]:
    """The events of a possession in order: first the one that won the ball, without a clock, as the feed has it."""
    rows: list[dict[str, Any]] = []
    won = possession.won
    if won is not None:
        is_rebound = isinstance(won, Rebound)
        player = won.player if isinstance(won, Rebound) else won.stealer
        rows.append(
            {
                "timestamp": midnight_ms + possession.start_ms,
                "possession_type": "DEFENSIVE_REB" if is_rebound else "STL",
                "details": ["DEFENSIVE_REB", "REB"] if is_rebound else ["STL"],
                "player_id": player.player_id if player else None,
            }
        )
    for chance in possession.chances:
        for event in chance.events:
            clock = clock_text(event.clock_ds)
            wall_ms = midnight_ms + event.wall_ms
            match event:
                case Shot():
                    shot_clock = chance.shot_clock_at(event.clock_ds)
                    words = shot_details(event.is_three, event.is_made, event.words)
                    kind = "FG" if event.is_made else "FGA"
                    row = _stat(wall_ms, kind, words, event.shooter.player_id, clock, shot_clock)
                    row["shot_attributes"] = hoops.attributes(event, is_positive)
                    rows.append(row)
                    if event.assist is not None:
                        rows.append(_stat(wall_ms, "AST", ("AST",), event.assist.player_id, clock, shot_clock))
                case FreeThrow():
                    kind = "FT" if event.is_made else "FTA"
                    words = ("FTA", "FT") if event.is_made else ("FTA",)
                    rows.append(_stat(wall_ms, kind, words, event.shooter.player_id, clock, None))
                case Rebound():
                    if not event.is_defensive:
                        player_id = event.player.player_id if event.player else None
                        rows.append(_stat(wall_ms, "OFFENSIVE_REB", ("OFFENSIVE_REB", "REB"), player_id, clock, None))
                case Turnover():
                    words = ("LBTO", "TO") if event.stealer else ("TO",)
                    player_id = event.player.player_id if event.player else None
                    rows.append(_stat(wall_ms, "TO", words, player_id, clock, chance.shot_clock_at(event.clock_ds)))
                case _:
                    pass
    return rows


def _is_in_lane(spot: Spot) -> bool:
    return abs(spot[0]) <= _LANE_HALF_FT and spot[1] <= _LANE_LENGTH_FT


def _reversals(touches: Iterable[Touch]) -> int:
    """How often passes took the ball from one wing to the other."""
    count = side = 0
    for touch in touches:
        x, y = touch.start
        if y > 47.0 or abs(x) <= WING_FT:
            continue
        now = 1 if x > 0 else -1
        count += side * now < 0
        side = now
    return count


def _attributes(chances: list[Chance]) -> dict[str, Any]:
    """The 26 `possession_attributes`."""
    passes = reversals = turnover = 0
    in_lane = half_court = False
    screens = _NO_SCREENS.copy()
    for chance in chances:
        half_court = half_court or not chance.is_transition
        touches = chance.touches
        reversals += _reversals(touches)
        for touch in touches:
            passes += touch.outcome == "pass"
            if not in_lane and (_is_in_lane(touch.start) or _is_in_lane(touch.end)):
                in_lane = True
        for event in chance.events:
            turnover += isinstance(event, Turnover)
        for screen in chance.screens:
            screens["ball_screens"] += 1
            screens[f"ball_screens_{screen.place}_wing"] += 1
            screens[f"ball_screens_{screen.action}"] += 1
            if screen.result is not None:
                screens[f"ball_screens_{screen.result}"] += 1
            for word in screen.manner:
                screens[f"ball_screens_{word}"] += 1
    return {
        "turnover": turnover,
        "passes": passes,
        "half_court": half_court,
        "paint_touch": in_lane,
        "ball_reversals": reversals,
        **screens,
    }


def _team(team: SampleTeam, possessions: list[dict[str, Any]]) -> dict[str, Any]:
    players = [
        {"id": p.player_id, "first_name": p.first_name, "last_name": p.last_name, "profile_image_link": ""}
        for p in team.players
    ]
    return {"id": team.team_id, "name": team.name, "team_player_details": players, "possessions": possessions}


def _ids(five: Five) -> list[int]:
    return sorted([player.player_id for player in five])


def payload(script: Script, name: str, home: SampleTeam, away: SampleTeam, dice: Dice) -> dict[str, Any]:
    """The whole game, the home team first; each period is a session `<name>-<period>`."""
    hoops = Hoops(dice)
    midnight_ms = script.midnight_ms
    rows: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for possession in script.possessions:
        period = period_name(possession.period)
        start, end = midnight_ms + possession.start_ms, midnight_ms + possession.end_ms
        is_positive = script.attacks_positive(possession.side, possession.period)
        rows[possession.side].append(
            {
                "_locations": f"{_ADDRESS}?id={name}-{period}&from={start}&to={end}",
                "start_timestamp": start,
                "end_timestamp": end,
                "start_game_clock": clock_text(possession.start_ds),
                "end_game_clock": clock_text(possession.end_ds),
                "period": period,
                "player_ids": _ids(possession.offence),
                "opposing_player_ids": _ids(possession.defence),
                "stats": _stats(possession, midnight_ms, hoops, is_positive),
                "possession_attributes": _attributes(possession.chances),
            }
        )
    return {"teams": [_team(home, rows[0]), _team(away, rows[1])]}
