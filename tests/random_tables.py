"""Small random tables with unknown values everywhere, as tables and as plain rows."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np

from explorer.core.model import Player, Team
from explorer.core.names import NameBook
from explorer.core.table import EventTable, GameInfo, Names, PossessionTable, ShotTable, Tables
from explorer.core.vocabulary import ATTRIBUTE_NAMES, OUTCOMES

Row = dict[str, Any]

TEAMS = ("Northport Herons", "Southam Kites", "Eastwick Norths")
SHORT = ("NPH", "SOU", "ORTH")
PLAYERS = ("Ann Lee", "Bo Leeds", "Cy Park", "Dee Parkes", "Eve O'Hara", "Flo Lee-Hart", "Gus", "Hal Ng")
STARTS = ("steal", "made_field_goal", "dead_ball", "dead_ball_turnover", "SLOB_2")
EVENTS = ("make", "miss", "pass")
WORDS = (*STARTS, *EVENTS, "OTD", "CAS GUARDED", "")
COUNTS = (
    "points fga fgm fg3a fg3m fta ftm turnovers oreb dreb opponent_dreb assists chances steals passes screens".split()
)
GAMES = (
    GameInfo(("ctg", "0021500001"), "2015-10-27", "nba", (("s", "1"), ("s", "2")), ("s", "1")),
    GameInfo(("shottracker", "77"), "2016-08-02", "ncaa", (("s", "2"), ("s", "3")), None),
    GameInfo(("shottracker", "78"), None, "wnba", (("s", "1"), ("s", "3")), ("s", "3")),
)


def book() -> NameBook:
    """The names of the teams and players."""
    found = NameBook()
    for number, (name, short) in enumerate(zip(TEAMS, SHORT, strict=True), 1):
        found.learn_team("s", Team(str(number), name, short))
    for number, name in enumerate(PLAYERS, 100):
        first, _, last = name.partition(" ")
        found.learn_player("s", Player(str(number), first, last))
    return found


def rows_of(random: Random, count: int) -> list[Row]:
    """Random possessions, each with its shots and events; None is unknown."""
    return [_row(random) for _ in range(count)]


def _maybe(random: Random, value: Any, share: float = 0.2) -> Any:
    return None if random.random() < share else value


def _row(random: Random) -> Row:
    game = random.randrange(3)
    offence = random.randrange(2)
    five = random.sample(range(8), 8)
    teams = [int(team[1]) - 1 for team in GAMES[game].teams]
    regulation = random.choice((2, 4))
    row: Row = {
        "game": game,
        "number": random.randrange(1, 200),
        "period": _maybe(random, random.randrange(1, regulation + 3), 0.1),
        "regulation": regulation,
        "offence": _maybe(random, teams[offence], 0.1),
        "defence": _maybe(random, teams[1 - offence], 0.1),
        "clock": _maybe(random, float(np.float32(random.choice((0, 30, 59.5, 120, 240, 239.9, 241, 500, 720)))), 0.1),
        "duration": _maybe(random, float(random.randrange(0, 24))),
        "margin": _maybe(random, random.randrange(-8, 9)),
        "start": _maybe(random, random.choice(STARTS)),
        "outcome": _maybe(random, random.randrange(len(OUTCOMES))),
        "after_timeout": _maybe(random, random.randrange(2)),
        "attributes": {name: _maybe(random, random.randrange(3)) for name in ATTRIBUTE_NAMES},
        "on": five[: random.choice((5, 5, 4, 0))],
        "against": five[5:],
        "shots": [],
        "events": [],
        **{name: _maybe(random, random.randrange(4), 0.15) for name in COUNTS},
    }
    for _ in range(random.choice((0, 0, 1, 2, 3))):
        row["shots"].append(_shot(random))
    row["fga"] = random.choice((len(row["shots"]), len(row["shots"]), row["fga"]))
    for _ in range(random.choice((0, 1, 2))):
        row["events"].append(_maybe(random, random.randrange(8)))
    if random.random() < 0.3:
        row.update(fga=0, fta=0, turnovers=0, shots=[])
    return row


def _shot(random: Random) -> Row:
    place = _maybe(random, (random.choice((-22.5, -8.0, 0.5, 8.0, 22.5)), random.choice((3.0, 5.0, 16.0, 30.0, 60.0))))
    return {
        "x": place and place[0],
        "y": place and place[1],
        "shooter": _maybe(random, random.randrange(8)),
        "made": _maybe(random, random.randrange(2)),
        "value": random.choice((2, 3)),
        "distance": _maybe(random, float(random.randrange(0, 30))),
        "zone_number": _maybe(random, random.randrange(1, 15)),
        "into": _maybe(random, float(random.randrange(0, 24))),
        "kind": random.choice(("OTD", "CAS GUARDED", "")),
    }


def tables_of(rows: list[Row]) -> Tables:
    """The rows as tables."""
    nothing = [None] * len(rows)
    shots = [(number, shot) for number, row in enumerate(rows) for shot in row["shots"]]
    events = [(number, player) for number, row in enumerate(rows) for player in row["events"]]
    names = Names(
        GAMES,
        tuple(("s", str(number)) for number in range(1, 4)),
        tuple(("s", str(number)) for number in range(100, 108)),
        WORDS,
    )
    possessions = PossessionTable.of(
        key=list(range(len(rows))),
        start=[None if row["start"] is None else WORDS.index(row["start"]) for row in rows],
        start_clock_s=[row["clock"] for row in rows],
        duration_s=[row["duration"] for row in rows],
        attributes=[[-1 if value is None else value for value in row["attributes"].values()] for row in rows],
        events=[len(row["events"]) for row in rows],
        is_after_timeout=[row["after_timeout"] for row in rows],
        **dict.fromkeys(
            "end_clock_s start_time_s end_time_s offence_score defence_score is_garbage_time".split(), nothing
        ),
        **{
            name: [row[name] for row in rows]
            for name in (*COUNTS, *"game number period regulation offence defence margin outcome on against".split())
        },
    )
    blank = [None] * len(shots)
    shot_table = ShotTable.of(
        possession=[number for number, _ in shots],
        words=[WORDS.index(shot["kind"]) for _, shot in shots],
        **dict.fromkeys("event advanced_zone game_clock_s shot_clock_s is_blocked is_and_one".split(), blank),
        **dict.fromkeys(("raw_x", "raw_y"), blank),
        **{
            column: [shot[name] for _, shot in shots]
            for column, name in {
                **{name: name for name in ("shooter", "made", "value")},
                "x_ft": "x",
                "y_ft": "y",
                "distance_ft": "distance",
                "zone": "zone_number",
                "into_s": "into",
            }.items()
        },
    )
    empty = [None] * len(events)
    event_table = EventTable.of(
        possession=[number for number, _ in events],
        order=[0] * len(events),
        kind=[WORDS.index("pass")] * len(events),
        words=[WORDS.index("")] * len(events),
        player=[player for _, player in events],
        **dict.fromkeys(("other_player", "game_clock_s", "shot_clock_s", "time_s"), empty),
    )
    return Tables(possessions, shot_table, event_table, names)
