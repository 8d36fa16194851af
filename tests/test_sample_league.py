"""The made-up league: it follows from its seed, its two formats agree, the rules of the game hold."""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice, pairwise
from math import hypot
from pathlib import Path
from typing import Any

import pytest

from explorer.sources.sample import SampleGame, league, name_rows, teams

GAMES = 24
SEED = 11
START_TYPES = {
    "jump_ball", "period_start", "made_field_goal", "made_free_throw", "defensive_rebound", "team_rebound", "steal",
    "dead_ball_turnover", "dead_ball",
}  # fmt: skip
PLACES = ("left_wing", "middle_wing", "right_wing")
ACTIONS = ("roll", "pop", "slip", "short_roll", "stay", "other")
MANNERS = ("handoff", "drag", "re_screen", "step_up", "reject", "snake", "split")
type Row = dict[str, Any]


def rows_of(game: SampleGame) -> list[Row]:
    """The markings' possessions, in order."""
    rows: list[Row] = game.markings["markings"]["possessions"]
    return rows


def pairs_of(game: SampleGame) -> list[tuple[Row, Row, int]]:
    """Every possession in both formats, with the team that ShotTracker has it under."""
    other = [(row, team["id"]) for team in game.shottracker["teams"] for row in team["possessions"]]
    other.sort(key=lambda item: item[0]["start_timestamp"])
    return [(row, mate, team) for row, (mate, team) in zip(rows_of(game), other, strict=True)]


def seconds(text: str) -> float:
    minutes, rest = text.split(":")
    return round(60 * int(minutes) + float(rest), 1)


def shots_of(game: SampleGame) -> Iterator[tuple[Row, Row]]:
    """Every shot of ShotTracker with its possession."""
    for _, mate, _ in pairs_of(game):
        for stat in mate["stats"]:
            if "shot_attributes" in stat:
                yield stat, mate


def both_formats_agree(game: SampleGame) -> Iterator[str]:
    for number, (row, mate, team) in enumerate(pairs_of(game)):
        words = Counter(word for stat in mate["stats"] for word in stat["details"])
        period = row["period"]
        told = {
            "team": (row["offensive_team_id_nba"], team),
            "period": (f"Q{period}" if period < 5 else f"OT{period - 4}", mate["period"]),
            "start": (row["start_game_clock"], seconds(mate["start_game_clock"])),
            "end": (row["end_game_clock"], seconds(mate["end_game_clock"])),
            "fga": (row["fga"], words["FGA"]),
            "fgm": (row["fgm"], words["FG"]),
            "points": (row["fga_pts"], 2 * words["FG2"] + 3 * words["FG3"]),
            "fta": (row["fta"], words["FTA"]),
            "ftm": (row["ftm"], words["FT"]),
            "tov": (row["tov"], words["TO"], mate["possession_attributes"]["turnover"]),
            "steal": (row["possession_start_type"] == "steal", words["STL"] == 1),
            "rebound": (row["possession_start_type"].endswith("_rebound"), words["DEFENSIVE_REB"] == 1),
        }
        for name, values in told.items():
            if len(set(values)) > 1:
                yield f"{number} {name} {values}"
        wall_ms = datetime.fromisoformat(row["start_wall_clock"]).timestamp() * 1000
        if round(wall_ms) != mate["start_timestamp"]:
            yield f"{number} wall clock {row['start_wall_clock']} {mate['start_timestamp']}"


def score_adds_up(game: SampleGame) -> Iterator[str]:
    score = {game.home.team_id: 0, game.away.team_id: 0}
    for row in rows_of(game):
        if (row["start_score_home"], row["start_score_away"]) != tuple(score.values()):
            yield f"{row['possession_id_ctg']} starts at a wrong score"
        score[row["offensive_team_id_nba"]] += row["fga_pts"] + row["ftm"]
    if len(set(score.values())) == 1:
        yield "a draw"


def clocks_run_down(game: SampleGame) -> Iterator[str]:
    periods = defaultdict(list)
    for row, mate, _ in pairs_of(game):
        periods[row["period"]].append((row, mate))
    if list(periods) != list(range(1, len(periods) + 1)) or len(periods) < 4:
        yield f"periods {list(periods)}"
    for period, rows in periods.items():
        if rows[0][0]["start_game_clock"] != (720.0 if period <= 4 else 300.0) or rows[-1][0]["end_game_clock"] != 0:
            yield f"period {period} is not played in full"
        for (before, before_mate), (after, after_mate) in pairwise(rows):
            if after["start_game_clock"] != before["end_game_clock"]:
                yield f"gap in the clock at {after['start_game_clock']} of {period}"
            if after_mate["start_timestamp"] <= before_mate["end_timestamp"]:
                yield f"overlap in time at {after['start_game_clock']} of {period}"
            if after["start_he_frame"] <= before["end_he_frame"]:
                yield f"shared frame at {after['start_game_clock']} of {period}"
    for row, mate, _ in pairs_of(game):
        ran_s = row["start_game_clock"] - row["end_game_clock"]
        passed_s = (mate["end_timestamp"] - mate["start_timestamp"]) / 1000
        if ran_s < 0 or passed_s < ran_s - 0.01:
            yield f"{ran_s} s of play in {passed_s} s at {row['start_wall_clock']}"
        if abs((row["end_he_frame"] - row["start_he_frame"]) / 60 - passed_s) > 0.05:
            yield f"frames at {row['start_wall_clock']}"
        times = [stat["timestamp"] for stat in mate["stats"]]
        if times != sorted(times) or (times and not mate["start_timestamp"] <= times[0]):
            yield f"events out of order at {row['start_wall_clock']}"
        if times and times[-1] > mate["end_timestamp"]:
            yield f"event after the end at {row['start_wall_clock']}"


def sides_alternate(game: SampleGame) -> Iterator[str]:
    rows = rows_of(game)
    for before, after in pairwise(rows):
        if before["period"] == after["period"] and before["offensive_team_id_nba"] == after["offensive_team_id_nba"]:
            yield f"twice in a row at {after['start_wall_clock']}"
    counts = Counter(row["offensive_team_id_nba"] for row in rows)
    if abs(counts[game.home.team_id] - counts[game.away.team_id]) > 4:
        yield f"uneven {counts}"
    if unknown := {row["possession_start_type"] for row in rows} - START_TYPES:
        yield f"start types {unknown}"


def fives_are_fives(game: SampleGame) -> Iterator[str]:
    rosters = {team.team_id: {p.player_id for p in team.players} for team in (game.home, game.away)}
    chances: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in game.markings["markings"]["transition_opportunities_player"]:
        chances[row["chance_id_ctg"]][row["team_id_nba"]].add(row["player_id_nba"])
    floors = list(chances.values())
    for number, (row, mate, team) in enumerate(pairs_of(game)):
        other = row["defensive_team_id_nba"]
        for side, ids in ((team, mate["player_ids"]), (other, mate["opposing_player_ids"])):
            if len(ids) != 5 or len(set(ids)) != 5 or not rosters[side].issuperset(ids):
                yield f"line-up {ids} at {row['start_wall_clock']}"
            if floors[number][side] != set(ids):
                yield f"the ten on the floor differ at {row['start_wall_clock']}"


def shots_are_on_the_court(game: SampleGame) -> Iterator[str]:
    for stat, mate in shots_of(game):
        shot = stat["shot_attributes"]
        x, y, value = shot["x"] / 304.8, shot["y"] / 304.8, 3 if shot["is_3point"] else 2
        if abs(x) > 25 or abs(y) > 47:
            yield f"out of court {shot}"
        ahead = [abs(y) * sign for sign in (1, -1)]
        distances = [hypot(x, 41.75 - along) for along in ahead]
        nearest = min(distances, key=lambda feet: abs(feet - shot["shot_distance_cm"] / 30.48))
        if value != (3 if abs(x) >= 22 or nearest >= 23.75 else 2) or f"FGA{value}" not in stat["details"]:
            yield f"value {shot}"
        if (
            not (1 <= shot["zone"] <= 14 and 1 <= shot["advanced_zone"] <= 23)
            or stat["timestamp"] > mate["end_timestamp"]
        ):
            yield f"zone or time {stat}"
    for row in game.markings["markings"]["shots"]:
        x, y = row["loc_x"], row["loc_y"]
        distance = min((hypot(x - hoop, y) for hoop in (501, -501)), key=lambda d: abs(d - row["shot_distance_in"]))
        if abs(distance - row["shot_distance_in"]) > 0.02 or row["is_three"] != (abs(y) >= 264 or distance >= 285):
            yield f"shot {row['shot_id_ctg']}"


def shots_agree(game: SampleGame) -> Iterator[str]:
    for (stat, _), row in zip(shots_of(game), game.markings["markings"]["shots"], strict=True):
        shot = stat["shot_attributes"]
        same = row["shooter_id_nba"] == stat["player_id"] and row["is_made"] == (stat["possession_type"] == "FG")
        apart = hypot(row["loc_x"] * 25.4 - shot["y"], row["loc_y"] * 25.4 + shot["x"])
        if not same or row["is_three"] != shot["is_3point"] or apart > 80:
            yield f"{row['shot_id_ctg']} {apart} mm"


def one_hoop_fits_each_end(game: SampleGame) -> Iterator[str]:
    ends = defaultdict(list)
    for stat, mate in shots_of(game):
        if stat["shot_attributes"]["advanced_zone"] != 23:
            ends[stat["shot_attributes"]["y"] > 0].append((mate["period"], stat["shot_attributes"]))
    for is_positive, shots in ends.items():
        # Differences of squared distances are linear in the hoop: two equations from three shots.
        (x1, y1, d1), *rest = [(s["x"], s["y"], 10 * s["shot_distance_cm"]) for _, s in shots]
        sums = [0.0] * 5
        for x, y, d in rest:
            a, b, c = 2 * (x1 - x), 2 * (y1 - y), d * d - d1 * d1 + x1 * x1 - x * x + y1 * y1 - y * y
            sums = [s + t for s, t in zip(sums, (a * a, a * b, b * b, a * c, b * c), strict=True)]
        aa, ab, bb, ac, bc = sums
        hoop_x, hoop_y = (ac * bb - bc * ab) / (aa * bb - ab * ab), (aa * bc - ab * ac) / (aa * bb - ab * ab)
        if hypot(hoop_x - round(hoop_x), hoop_y - round(hoop_y)) > 0.01:
            yield f"no hoop at {hoop_x}, {hoop_y}"
        if max(abs(hoop_x), abs(hoop_y - (12725 if is_positive else -12725))) > 60:
            yield f"hoop far off at {hoop_x}, {hoop_y}"


def attributes_are_consistent(game: SampleGame) -> Iterator[str]:
    marks = game.markings["markings"]
    screens = Counter(row["possession_id_ctg"] for row in marks["ball_screens"])
    handoffs = Counter(row["possession_id_ctg"] for row in marks["ball_screens"] if row["is_handoff"])
    frames = [(row["start_he_frame"], row["end_he_frame"]) for row in rows_of(game)]
    passes = Counter(_holder(frames, row["pass_release_he_frame"]) for row in marks["passes"])
    for number, (row, mate, _) in enumerate(pairs_of(game)):
        told = mate["possession_attributes"]
        count = {name.removeprefix("ball_screens_"): value for name, value in told.items()}
        key = row["possession_id_ctg"]
        if len(told) != 26 or count["passes"] != passes[number] or count["ball_reversals"] > count["passes"]:
            yield f"{key} passes"
        all_screens = count["ball_screens"]
        sums = {all_screens, screens[key], sum(count[n] for n in PLACES), sum(count[n] for n in ACTIONS)}
        if len(sums) > 1 or count["handoff"] != handoffs[key] or max(count[n] for n in MANNERS) > all_screens:
            yield f"{key} screens {count}"
        if count["pick_n_pop"] > count["pop"] or count["pick_n_short_roll"] > count["short_roll"]:
            yield f"{key} pops"
        if count["pick_n_roll"] > count["roll"] + count["slip"] or count["screened_shot"] > all_screens:
            yield f"{key} rolls"
        at_rim = any(s["shot_attributes"]["advanced_zone"] == 1 for s in mate["stats"] if "shot_attributes" in s)
        if at_rim and not told["paint_touch"]:
            yield f"{key} paint"
        if not told["half_court"] and count["drag"] != all_screens - count["handoff"] - count["re_screen"]:
            yield f"{key} screens in transition"


def _holder(frames: list[tuple[int, int]], frame: int) -> int | None:
    return next((number for number, (start, end) in enumerate(frames) if start <= frame <= end), None)


def ids_are_joined(game: SampleGame) -> Iterator[str]:
    marks = game.markings["markings"]
    kinds = {
        "shots": "shot", "possession_touches": "possession_touch", "passes": "pass", "drives": "drive",
        "rebounds": "rebound", "turnovers": "turnover", "fouls": "foul", "free_throws": "free_throw",
        "ball_screens": "ball_screen", "possessions": "possession",
    }  # fmt: skip
    ids = {name: [row[f"{kind}_id_ctg"] for row in marks[name]] for name, kind in kinds.items()}
    for name, kind in kinds.items():
        good = all(i.startswith(f"{kind}_") and len(i) == len(kind) + 33 for i in ids[name])
        if not good or len(set(ids[name])) != len(ids[name]) or not ids[name]:
            yield f"ids of {name}"
    chances = {row["chance_id_ctg"] for row in marks["possession_touches"]}
    for name in ("shots", "passes", "drives", "ball_screens", "free_throws", "transition_opportunities_player"):
        if not chances.issuperset(row["chance_id_ctg"] for row in marks[name]):
            yield f"chances of {name}"
    outcomes = {i for name in ("shots", "passes", "turnovers", "fouls") for i in ids[name]}
    for row in marks["possession_touches"]:
        if row["outcome_ctg_id"] not in outcomes and row["outcome_type"] not in ("end_of_period", "held_ball"):
            yield f"outcome of {row['possession_touch_id_ctg']}"
        if row["duration_sec"] < 0 or not (abs(row["start_loc_x"]) <= 564 and abs(row["start_loc_y"]) <= 300):
            yield f"touch {row['possession_touch_id_ctg']}"
    for row in marks["rebounds"]:
        if (row["shot_id_ctg"] is None) == (row["free_throw_id_ctg"] is None):
            yield f"missed shot of {row['rebound_id_ctg']}"


def is_plain_json(game: SampleGame) -> Iterator[str]:
    for payload in (game.shottracker, game.markings):
        if json.loads(json.dumps(payload, allow_nan=False)) != payload:
            yield "changed by JSON"
    first = rows_of(game)[0]["start_wall_clock"]
    if (datetime.fromisoformat(first).astimezone(UTC) - timedelta(hours=8)).date() != game.day:
        yield f"day {game.day} {first}"


CHECKS: tuple[Callable[[SampleGame], Iterator[str]], ...] = (
    both_formats_agree, score_adds_up, clocks_run_down, sides_alternate, fives_are_fives, shots_are_on_the_court,
    shots_agree, one_hoop_fits_each_end, attributes_are_consistent, ids_are_joined, is_plain_json,
)  # fmt: skip


@pytest.fixture(scope="module")
def faults() -> dict[str, list[str]]:
    """What each check finds in every game; the games are not kept, since each takes megabytes."""
    found: dict[str, list[str]] = {check.__name__: [] for check in CHECKS}
    for game in league(GAMES, SEED):
        for check in CHECKS:
            found[check.__name__] += [f"{game.name}: {fault}" for fault in check(game)]
    return found


@pytest.mark.parametrize("check", [check.__name__ for check in CHECKS])
def test_every_game(faults: dict[str, list[str]], check: str) -> None:
    assert faults[check] == []


def text_of(game: SampleGame) -> str:
    return json.dumps([game.name, game.day.isoformat(), game.shottracker, game.markings])


def test_a_game_depends_on_seed_and_number_alone() -> None:
    few, many = list(league(3, SEED)), list(islice(league(500, SEED), 3))
    assert [text_of(game) for game in few] == [text_of(game) for game in many]
    assert text_of(next(league(1, SEED + 1))) != text_of(few[0])
    assert len({text_of(game) for game in few}) == 3
    assert list(league(0, SEED)) == []


def test_a_game_is_the_same_in_another_process() -> None:
    code = (
        "import json, hashlib; from explorer.sources.sample import league; g = next(league(1, 11));"
        "print(hashlib.sha256(json.dumps([g.shottracker, g.markings]).encode()).hexdigest())"
    )
    env = {**os.environ, "PYTHONHASHSEED": "12345"}
    root = Path(__file__).parents[1]
    said = subprocess.run([sys.executable, "-c", code], cwd=root, env=env, capture_output=True, text=True, check=True)
    game = next(league(1, SEED))
    assert said.stdout.strip() == sha256(json.dumps([game.shottracker, game.markings]).encode()).hexdigest()


@pytest.mark.slow
def test_the_schedule_is_a_league() -> None:
    games = [(game.name, game.day, game.home.team_id, game.away.team_id) for game in league(132, SEED)]
    assert len({name for name, *_ in games}) == 132
    for start in range(0, 132, 6):
        matchday = games[start : start + 6]
        assert len({day for _, day, *_ in matchday}) == 1
        assert len({team for _, _, *sides in matchday for team in sides}) == 12
    assert set(Counter((home, away) for *_, home, away in games).values()) == {1}
    assert len({day for _, day, *_ in games}) == 22


def test_clubs_and_players_are_told_apart() -> None:
    clubs = teams(SEED)
    players = [player for club in clubs for player in club.players]
    assert len(clubs) == 12
    assert {len(club.players) for club in clubs} == {12}
    assert all(len({player.number for player in club.players}) == 12 for club in clubs)
    assert len({player.player_id for player in players}) == 144
    assert len({(player.first_name, player.last_name) for player in players}) == 144
    assert len({club.abbreviation for club in clubs}) == len({club.name for club in clubs}) == 12
    assert teams(SEED) == clubs != teams(SEED + 1)
    header, *rows = name_rows(SEED)
    assert header == ("id", "name", "number", "team")
    assert [row[0] for row in rows] == [str(player.player_id) for player in players]
    assert len({row[1] for row in rows}) == 144


def test_every_payload_is_ones_own_to_change() -> None:
    one, two = league(2, SEED)
    again = text_of(two)
    for row in one.markings["markings"]["passes"]:
        row.clear()
    for stat, _ in shots_of(one):
        stat["details"].clear()
    assert text_of(two) == again
    assert text_of(list(league(2, SEED))[1]) == again
