"""Questions of the 48 real games, against plain Python over the raw files."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from explorer.core.query import parse, possessions
from explorer.services.library import read_paths
from explorer.services.selection import Selection
from tests.payloads import NEEDS_SHARED, SHARED

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=NEEDS_SHARED)


def raw(folder: str) -> dict[str, Any]:
    found = {}
    for path in sorted((SHARED / folder).glob("*.json*")):
        body = path.read_bytes()
        found[path.name.partition(".")[0]] = json.loads(gzip.decompress(body) if path.suffix == ".gz" else body)
    return found


@cache
def real(folder: str, source: str) -> Selection:
    return read_paths([SHARED / folder], source)


def counted(selection: Selection, mask: Any) -> Counter[str]:
    files = [Path(loaded.origin[0]).name.partition(".")[0] for loaded in selection.games]
    codes = {info.key: code for code, info in enumerate(selection.tables.names.games)}
    places = {codes[loaded.info.key]: name for loaded, name in zip(selection.games, files, strict=True)}
    return Counter(places[code] for code in selection.tables.possessions.game[mask].tolist())


MARKINGS: dict[str, Callable[[Any], bool]] = {
    "start:steal": lambda row: row["possession_start_type"] == "steal",
    "left<=4:00 margin:-5..5": lambda row: (
        row["period"] >= 4
        and row["start_game_clock"] <= 240
        and abs(row["start_score_home"] - row["start_score_away"]) <= 5
    ),
    "left>24:00": lambda row: row["period"] < 4 and row["start_game_clock"] + 720 * (4 - row["period"]) > 1440,
    "elapsed:12:30..18:45": lambda row: row["period"] == 2 and 315 <= row["start_game_clock"] <= 690,
    "period:Q2,OT -start:made": lambda row: (
        (row["period"] == 2 or row["period"] > 4) and "made" not in row["possession_start_type"]
    ),
    "fga>=2 or fta>0": lambda row: row["fga"] >= 2 or row["fta"] > 0,
    'offence:"Golden State Warriors" clock>6:00': lambda row: (
        row["offensive_team_id_nba"] == 1610612744 and row["start_game_clock"] > 360
    ),
    "turnover:yes -outcome:end": lambda row: row["tov"] > 0,
}


@pytest.mark.parametrize("question", MARKINGS)
def test_questions_of_the_real_markings(question: str) -> None:
    selection = real("markings", "ctg")
    expected = {
        game: sum(map(MARKINGS[question], payload["markings"]["possessions"]))
        for game, payload in raw_games("markings").items()
    }
    found = counted(selection, possessions(parse(question), selection.tables, selection.book))
    assert found == Counter({game: number for game, number in expected.items() if number})
    assert sum(expected.values())


@cache
def raw_games(folder: str) -> dict[str, Any]:
    return raw(folder)


def tries(row: Any) -> list[Any]:
    return [stat for stat in row["stats"] if "FGA" in stat["details"]]


SHOTTRACKER: dict[str, Callable[[Any], bool]] = {
    "threes shot.made:no": lambda row: any(
        stat["shot_attributes"].get("is_3point") and "FG" not in stat["details"] for stat in tries(row)
    ),
    "on:201939": lambda row: 201939 in row["player_ids"],
    "against:201939 period:Q4": lambda row: 201939 in row["opposing_player_ids"] and row["period"] == "Q4",
    "player:201939": lambda row: any(stat["player_id"] == 201939 for stat in row["stats"]),
    "on>=2 of (201939, 203110, 202691)": lambda row: len({201939, 203110, 202691} & set(row["player_ids"])) >= 2,
    "zone:1 shot.made:yes": lambda row: any(
        stat["shot_attributes"].get("zone") == 1 and "FG" in stat["details"] for stat in tries(row)
    ),
    "left<=0:30 period:OT": lambda row: row["period"].startswith("OT") and seconds(row["start_game_clock"]) <= 30,
}


def seconds(clock: str) -> float:
    minutes, rest = clock.split(":")
    return int(minutes) * 60 + float(rest)


@pytest.mark.parametrize("question", SHOTTRACKER)
def test_questions_of_the_real_shottracker_games(question: str) -> None:
    selection = real("shottracker", "shottracker")
    expected = {
        game: sum(SHOTTRACKER[question](row) for team in payload["teams"] for row in team["possessions"])
        for game, payload in raw_games("shottracker").items()
    }
    found = counted(selection, possessions(parse(question), selection.tables, selection.book))
    assert found == Counter({game: number for game, number in expected.items() if number})
    assert sum(expected.values())
