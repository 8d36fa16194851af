"""The 48 real games in both formats against their reference totals, through the same summary as the command line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from explorer.cli import DONE
from explorer.cli import main as cli_main
from explorer.core import quality
from explorer.core.errors import ExplorerError
from explorer.core.model import Game
from explorer.core.vocabulary import CTG, SHOTTRACKER, Outcome
from explorer.services.library import read_paths
from explorer.services.report import Question, summary
from explorer.services.selection import Selection
from explorer.sources import files
from explorer.sources.source import Part, decode_parts, group
from tests.payloads import NEEDS_SHARED, SHARED

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=NEEDS_SHARED)

FOLDERS = {CTG: "markings", SHOTTRACKER: "shottracker"}

KNOWN_FAULTS: dict[tuple[str, str, str], str] = {}
"""(source, game, number) whose total is known to differ, with the reason; none differs."""

LOST_FREE_THROWS = "free throws of the defence are in the score and in no possession"
LEFT_OUT = "the source lost two free throws between two possessions of one side"
WORTH_MORE = "one free throw may be worth two or three points"
SHORT_SCORES: dict[tuple[str, str], str] = {
    (SHOTTRACKER, "0021500003"): LEFT_OUT,
    (SHOTTRACKER, "0021500212"): LOST_FREE_THROWS,
    (SHOTTRACKER, "0021500405"): LOST_FREE_THROWS,
    (SHOTTRACKER, "0021500422"): LOST_FREE_THROWS,
    (SHOTTRACKER, "0021500581"): LOST_FREE_THROWS,
    (SHOTTRACKER, "0021600270"): LOST_FREE_THROWS,
    (SHOTTRACKER, "2021900002"): WORTH_MORE,
}
"""Games whose final score cannot be told from the points inside possessions, and why."""


@cache
def references() -> dict[str, dict[str, Any]]:
    games = json.loads((SHARED / "reference_totals.json").read_bytes())["games"]
    return {game["game_id_nba"]: game for game in games}


def game_ids() -> list[str]:
    return sorted(references()) if SHARED.is_dir() else []


def file_of(source: str, game_id: str) -> Path:
    (path,) = (SHARED / FOLDERS[source]).glob(f"{game_id}.json*")
    return path


@cache
def selection(source: str) -> Selection:
    return read_paths([SHARED / FOLDERS[source]], source)


@cache
def summaries(source: str) -> dict[str, dict[str, Any]]:
    games = summary(selection(source), Question())["games"]
    return {Path(game["origin"][0]).name.partition(".")[0]: game for game in games}


@cache
def part(path: Path) -> Part:
    found = files.read(path).part
    assert found is not None
    return found


@cache
def decoded(source: str, game_id: str) -> Game:
    return decode_parts([part(file_of(source, game_id))])


def expected(source: str, game_id: str, team_id: str) -> dict[str, int]:
    teams = references()[game_id]["teams"]
    own = teams[team_id]
    (other,) = (team for known, team in teams.items() if known != team_id)
    converted, sums, words = own["converted_possessions"], own["markings_sums"], own["shottracker_detail_counts"]
    numbers = {
        "possessions": sums["possessions"],
        "points": converted["pts"],
        "fga": converted["fga"],
        "fgm": converted["fgm"],
        "fg3m": converted["fg3m"],
        "fta": converted["fta"],
        "ftm": converted["ftm"],
        "turnovers": converted["tov"],
    }
    if source == CTG:
        # The key fg_dreb counts what the other side grabbed.
        return numbers | {"oreb": sums["fg_oreb"], "dreb": other["markings_sums"]["fg_dreb"]}
    return numbers | {
        "fg3a": words["FGA3"],
        "oreb": words["OFFENSIVE_REB"],
        "dreb": words["DEFENSIVE_REB"],
        "assists": words["AST"],
    }


def differences(source: str, game_id: str) -> set[tuple[str, str, str]]:
    """The numbers of a game that differ from the reference in either team."""
    found = {team["team_id"]: team for team in summaries(source)[game_id]["teams"]}
    assert set(found) == set(references()[game_id]["teams"])
    return {
        (source, game_id, name)
        for team_id, team in found.items()
        for name, number in expected(source, game_id, team_id).items()
        if team[name] != number
    }


def test_all_games_are_there() -> None:
    assert len(references()) == 48
    for source in FOLDERS:
        assert selection(source).errors == ()
        assert set(summaries(source)) == set(references())


@pytest.mark.parametrize("game_id", game_ids())
@pytest.mark.parametrize("source", FOLDERS)
def test_totals_equal_the_reference(source: str, game_id: str) -> None:
    assert differences(source, game_id) - set(KNOWN_FAULTS) == set()


def test_every_known_fault_is_needed() -> None:
    wrong = {fault for source in FOLDERS for game_id in references() for fault in differences(source, game_id)}
    assert set(KNOWN_FAULTS) <= wrong


@pytest.mark.parametrize("game_id", game_ids())
def test_what_cleaning_the_glass_does_not_tell_is_unknown(game_id: str) -> None:
    for team in summaries(CTG)[game_id]["teams"]:
        assert (team["fg3a"], team["assists"]) == (None, None)


def points_of(team: dict[str, Any]) -> int:
    """The official points of a team; one game has no official box, then those of the play-by-play."""
    points: int = (team["official_box"] or team["play_by_play_events"])["pts"]
    return points


@pytest.mark.parametrize("source", FOLDERS)
def test_final_scores_equal_the_box_but_for_the_known_faults(source: str) -> None:
    wrong = set()
    for game_id, reference in references().items():
        final = {team_id: points_of(team) for team_id, team in reference["teams"].items()}
        if summaries(source)[game_id]["score"] != final:
            wrong.add((source, game_id))
    assert wrong == {known for known in SHORT_SCORES if known[0] == source}


def test_the_reasons_of_short_scores_hold() -> None:
    for (_, game_id), reason in SHORT_SCORES.items():
        teams = references()[game_id]["teams"].values()
        inside = sum(team["converted_possessions"]["pts"] for team in teams)
        missing = sum(map(points_of, teams)) - inside
        by_defence = sum(team["free_throws_by_defence_not_in_any_possession"]["ftm"] for team in teams)
        one_each = sum(team["play_by_play_events"]["pts"] for team in teams)
        left_out = one_each - inside - by_defence
        assert missing > 0
        assert {LOST_FREE_THROWS: by_defence, LEFT_OUT: left_out, WORTH_MORE: missing - left_out}[reason] == missing


def test_home_teams_dates_and_ids() -> None:
    for game_id, reference in references().items():
        month, day, year = reference["date"].split("-")
        game = summaries(CTG)[game_id]
        assert game["game_id"] == game_id
        assert game["home_team_id"] == str(reference["home_team_id_nba"])
        assert decoded(CTG, game_id).home_is_derived
        assert game["date"] == summaries(SHOTTRACKER)[game_id]["date"] == f"{year}-{month}-{day}"
        assert summaries(SHOTTRACKER)[game_id]["home_team_id"] is None


@pytest.mark.parametrize("game_id", game_ids())
def test_both_formats_tell_the_same_possessions_in_the_same_order(game_id: str) -> None:
    """The merge of two lists a team is checked against the one list of the markings."""
    markings = part(file_of(CTG, game_id)).answer.body
    raw_ids = [row["possession_id_ctg"] for row in json.loads(markings)["markings"]["possessions"]]
    one, other = decoded(CTG, game_id), decoded(SHOTTRACKER, game_id)
    assert [row.possession_id for row in one.possessions] == raw_ids
    told = [
        [(row.period.number, row.offence_id, row.start_clock_s, row.end_clock_s) for row in game.possessions]
        for game in (one, other)
    ]
    assert told[0] == told[1]


def starts_alone(game: Game) -> list[str]:
    """The order that sorting a game's possessions by the start alone would give."""
    by_team = [row for team in game.teams for row in game.possessions if row.offence_id == team.team_id]
    rows = sorted(by_team, key=lambda row: (row.period.number or 0, row.start_time_s or 0.0))
    return [row.possession_id for row in rows]


def test_the_start_alone_would_be_wrong_in_nine_games() -> None:
    games = [decoded(SHOTTRACKER, game_id) for game_id in references()]
    wrong = [game for game in games if starts_alone(game) != [row.possession_id for row in game.possessions]]
    assert len(wrong) == 9


def test_derived_starts_and_outcomes_agree_with_the_other_format() -> None:
    """Nearly all: a possession with several endings is told by its last one, and by counts alone in the other."""
    starts: Counter[bool] = Counter()
    outcomes: Counter[bool] = Counter()
    for game_id in references():
        for one, other in zip(
            decoded(CTG, game_id).possessions, decoded(SHOTTRACKER, game_id).possessions, strict=True
        ):
            starts[one.start == other.start] += 1
            outcomes[one.outcome == other.outcome] += 1
            if Outcome.TURNOVER in (one.outcome, other.outcome):
                assert one.outcome == other.outcome
    assert starts[False] <= 6
    assert outcomes[False] / outcomes.total() < 0.01


def test_findings_are_few_and_of_known_kinds() -> None:
    expected = {
        CTG: {"same_side", "clock_time", "score"},
        SHOTTRACKER: {"same_side", "clock_time", "floor", "shot_value"},
    }
    for source, kinds in expected.items():
        found = Counter(
            finding.kind for game_id in references() for finding in quality.findings(decoded(source, game_id))
        )
        assert set(found) == kinds
        assert found["same_side"] == 5


def sessions() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted((SHARED / "shottracker_sessions").glob("*.json")):
        found.setdefault(path.name.partition("_")[0], []).append(path)
    return found


def orders(paths: list[Path]) -> Iterator[list[Path]]:
    yield paths
    yield paths[::-1]
    yield [*paths[2:], *paths[:2]]


@pytest.mark.parametrize("game_id", sorted(sessions()) if SHARED.is_dir() else [])
def test_sessions_join_into_the_whole_game(game_id: str) -> None:
    known = list((SHARED / "shottracker").glob(f"{game_id}.json*"))
    whole = [row.possession_id for row in decoded(SHOTTRACKER, game_id).possessions] if known else None
    for paths in orders(sessions()[game_id]):
        for more in ([], known, known * 2):
            parts = [part(path) for path in [*paths, *more]]
            ((made_id, members),) = group(parts)
            ids = [row.possession_id for row in decode_parts(members, made_id).possessions]
            whole = whole or ids
            assert ids == whole
            assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("source", FOLDERS)
def test_the_command_line_prints_the_same(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    game_id = "0021500001"
    status = cli_main(["summary", str(file_of(source, game_id)), "--json", "--basedir", str(tmp_path)])
    printed = json.loads(capsys.readouterr().out)
    assert status == DONE
    assert set(printed) == {"games", "groups", "definitions"}
    (game,) = printed["games"]
    assert game["teams"] == summaries(source)[game_id]["teams"]


def test_names_come_from_the_teams_table_and_the_rosters() -> None:
    for source in FOLDERS:
        for game_id, reference in references().items():
            found = {team["team_id"]: team["name"] for team in summaries(source)[game_id]["teams"]}
            is_nba = game_id.startswith("00")
            for team_id, team in reference["teams"].items():
                if is_nba or source == SHOTTRACKER:
                    assert found[team_id] == team["name"]


def test_a_cut_game_names_its_file(tmp_path: Path) -> None:
    body = part(file_of(CTG, "0021500001")).answer.body
    path = tmp_path / "cut.json"
    path.write_bytes(body[: len(body) // 2])
    error = files.read(path).error
    assert isinstance(error, ExplorerError)
    assert str(error).startswith(str(path))
