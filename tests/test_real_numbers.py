"""The numbers of the 48 real games: by team, start and period, against plain Python over the raw files."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import Any

import numpy as np
import pytest

from explorer.core.both_ends import line_ups, teams
from explorer.core.breakdown import Sample, breakdown
from explorer.core.groupings import BY_NAME
from explorer.core.on_off import on_off
from explorer.core.players import players
from explorer.services.report import Question, summary
from tests.payloads import NEEDS_SHARED, SHARED
from tests.test_query_real_games import raw, real

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=NEEDS_SHARED)
SOURCES = [("markings", "ctg"), ("shottracker", "shottracker")]

Counts = dict[tuple[str, str], Counter[str]]


def of_markings() -> Counts:
    found: Counts = defaultdict(Counter)
    for game, body in raw("markings").items():
        for row in body["markings"]["possessions"]:
            found[game, str(row["offensive_team_id_nba"])] += Counter(
                possessions=1,
                points=row["fga_pts"] + row["ftm"],
                fga=row["fga"],
                fgm=row["fgm"],
                threes=row["fga_pts"] - 2 * row["fgm"],
                fta=row["fta"],
                turnovers=row["tov"],
                oreb=row["fg_oreb"],
                dreb=row["fg_dreb"],
            )
    return found


def of_shottracker() -> Counts:
    found: Counts = defaultdict(Counter)
    for game, body in raw("shottracker").items():
        for team in body["teams"]:
            for row in team["possessions"]:
                words = [set(stat["details"]) for stat in row["stats"]]
                made, threes = sum("FG" in one for one in words), sum({"FG", "FG3"} <= one for one in words)
                free = sum("FT" in one for one in words)
                found[game, str(team["id"])] += Counter(
                    possessions=1,
                    points=2 * made + threes + free,
                    fga=sum("FGA" in one for one in words),
                    fgm=made,
                    threes=threes,
                    fta=sum("FTA" in one for one in words),
                    turnovers=sum("TO" in one for one in words),
                    oreb=sum("OFFENSIVE_REB" in one for one in words),
                )
    return found


@cache
def told(folder: str, source: str) -> Any:
    selection = real(folder, source)
    names = {loaded.info.key[1]: loaded.origin[0].rpartition("/")[2].partition(".")[0] for loaded in selection.games}
    return {
        (names[game["game_id"]], team["team_id"]): team
        for game in summary(selection, Question())["games"]
        for team in game["teams"]
    }


@pytest.mark.parametrize(("folder", "source"), SOURCES)
def test_totals_and_rates_by_team_are_those_of_the_raw_files(folder: str, source: str) -> None:
    raw_counts = of_markings() if source == "ctg" else of_shottracker()
    found = told(folder, source)
    assert set(found) == set(raw_counts)
    assert len(found) == 96
    for key, counts in raw_counts.items():
        team = found[key]
        for name in ("possessions", "points", "fga", "fgm", "fta", "turnovers", "oreb"):
            assert team[name] == counts[name], (key, name)
        assert team["fg3m"] == counts["threes"], key
        assert team["ppp"] == pytest.approx(counts["points"] / counts["possessions"])
        assert team["efg"] == pytest.approx((counts["fgm"] + 0.5 * counts["threes"]) / counts["fga"])
        assert team["tov_rate"] == pytest.approx(counts["turnovers"] / counts["possessions"])
        assert team["ft_rate"] == pytest.approx(counts["fta"] / counts["fga"])
        if source == "ctg":
            assert team["oreb_rate"] == pytest.approx(counts["oreb"] / (counts["oreb"] + counts["dreb"]))


@pytest.mark.parametrize(("folder", "source"), SOURCES)
@pytest.mark.parametrize("by", ["start", "period", "outcome", "margin_band", "line_up", "game", "finisher"])
def test_groups_sum_to_the_whole(folder: str, source: str, by: str) -> None:
    selection = real(folder, source)
    sample = Sample.whole(selection.tables, selection.book)
    result = breakdown(sample, [BY_NAME[by]])
    for name in ("n", "points", "fga", "turnovers"):
        whole = next(figure for figure in result.whole if figure.name == name).value[0]
        assert result.figure(name).value.sum() == whole > 0


def test_on_and_off_and_unknown_are_all_that_a_team_had() -> None:
    selection = real("shottracker", "shottracker")
    table = selection.tables.possessions
    result = on_off(Sample.whole(selection.tables, selection.book))
    had = Counter(selection.book.team_short(selection.tables.names.teams[code])
                  for side in (table.offence, table.defence) for code in side.tolist())  # fmt: skip
    parts = [result.figure(name).value for name in ("on_off_n", "on_def_n", "off_off_n", "off_def_n", "unknown")]
    assert np.sum(parts, axis=0).tolist() == [had[team] for _, team in result.labels]
    assert len(result) > 300


def test_line_ups_teams_and_players_agree_with_the_whole() -> None:
    selection = real("shottracker", "shottracker")
    sample = Sample.whole(selection.tables, selection.book)
    table = selection.tables.possessions
    fives, both, people = line_ups(sample), teams(sample), players(sample)
    assert fives.figure("off_n").value.sum() == (table.on >= 0).all(axis=1).sum()
    assert both.figure("off_n").value.sum() == both.figure("def_n").value.sum() == len(table)
    assert people.figure("points").value.sum() == table.points.sum()
    assert people.figure("fga").value.sum() == table.fga.sum()
