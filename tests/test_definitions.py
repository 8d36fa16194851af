"""Definitions: kept and read again, each against plain Python, in force everywhere at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from explorer.core import query
from explorer.core.breakdown import Sample, measured
from explorer.core.court import LEAGUES
from explorer.core.definitions import DEFINITIONS, NAMES, Definitions, define
from explorer.core.derive import is_garbage_time, is_heave, is_transition
from explorer.core.errors import UsageError
from explorer.core.query_names import court_of, zone_codes
from explorer.core.table import GameInfo, Tables
from explorer.core.vocabulary import SHOTTRACKER
from explorer.core.zones import NBA14
from explorer.services.preferences import Preferences, read_preferences, write_preferences
from explorer.services.sample import load_sample
from explorer.widgets.definitions_dialog import DefinitionsDialog
from tests.random_tables import Row, book, rows_of, tables_of
from tests.window import running, settle, write_games

SEEDS = st.integers(0, 2**32 - 1)


def random_tables(seed: int, definitions: Definitions) -> tuple[list[Row], Tables]:
    random = Random(seed)
    rows = sorted(rows_of(random, random.choice((0, 1, 30))), key=lambda row: row["game"])
    return rows, replace(tables_of(rows), definitions=definitions)


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        **{one.name: st.sampled_from([choice.name for choice in one.choices]) for one in DEFINITIONS},
        **{
            number.name: st.integers(int(number.low) + 1, int(number.high)).map(str)
            if number.high > 1
            else st.sampled_from(["0.44", "0.475"])
            for one in DEFINITIONS
            for number in one.numbers
        },
    },
)


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), st.text(max_size=8)))
def test_texts_that_mean_nothing_leave_the_defaults(texts: Mapping[str, str]) -> None:
    found = Definitions.read(texts)
    assert Definitions.read(found.texts()) == found
    assert all(getattr(found, name) == getattr(Definitions(), name) for name in NAMES if name not in texts)


@given(CHOICES)
def test_choices_are_kept_whole_and_said_where_they_are_no_defaults(texts: Mapping[str, str]) -> None:
    found = Definitions.read(texts)
    for name, value in texts.items():
        kept = getattr(found, name)
        assert kept == (value if isinstance(kept, str) else float(value))
    assert Definitions.read(found.texts()) == found
    in_force = found
    if found.garbage_time != "custom":
        in_force = replace(found, garbage_margin=15, garbage_left_s=300)
    assert bool(found.changed()) == (in_force != Definitions())
    assert set(found.sentences()) == {one.name for one in DEFINITIONS}
    assert all("source:" in words and "Version" in words for words in found.sentences().values())


def test_a_choice_by_its_name_or_a_clear_sentence() -> None:
    found = define(define(Definitions(), "garbage_time", "ctg"), "transition_s", "10")
    assert (found.garbage_time, found.transition_s) == ("ctg", 10)
    for name, value in (("colour", "blue"), ("garbage_time", "never"), ("transition_s", "90"), ("transition_s", "x")):
        with pytest.raises(UsageError, match=name):
            define(Definitions(), name, value)


def test_preferences_keep_definitions(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    chosen = Preferences(definitions=Definitions(garbage_time="custom", garbage_margin=20))
    write_preferences(path, chosen)
    assert read_preferences(path) == chosen
    path.write_text(json.dumps({"definitions": {"garbage_time": "no such", "ft_weight_value": "7"}, "theme": "dark"}))
    assert read_preferences(path) == Preferences(theme="dark")


@given(SEEDS)
@settings(max_examples=60)
def test_garbage_time_of_the_users_own(seed: int) -> None:
    rows, tables = random_tables(seed, Definitions(garbage_time="custom", garbage_margin=5, garbage_left_s=240))
    left = query.parse("left<=4:00")
    is_late = query.possessions(left, tables, book())
    for flag, row, late in zip(is_garbage_time(tables), rows, is_late, strict=True):
        if row["margin"] is not None and late:
            assert flag == (abs(row["margin"]) >= 5)
        elif row["margin"] is not None and abs(row["margin"]) < 5:
            assert flag == 0
        else:
            assert flag != 1


@given(SEEDS)
@settings(max_examples=60)
def test_garbage_time_by_the_guide(seed: int) -> None:
    rows, tables = random_tables(seed, Definitions(garbage_time="ctg"))
    for row in rows:
        if row["margin"] is not None:
            row["margin"] *= 4
    tables = replace(tables_of(rows), definitions=tables.definitions)
    flags = is_garbage_time(tables).tolist()
    for at, (row, flag) in enumerate(zip(rows, flags, strict=True)):
        game = [one for one in rows if one["game"] == row["game"]]
        later = [one["margin"] for one in rows[at:] if one["game"] == row["game"]]
        first = game[0]
        ten = [*row["on"], *row["against"]]
        own = {*first["on"], *first["against"]} if len(first["on"]) == 5 and len(first["against"]) == 5 else None
        starters = (
            sum(p in own for p in ten) if own is not None and len(row["on"]) == len(row["against"]) == 5 else None
        )
        is_close = any(margin is not None and abs(margin) < 10 for margin in later)
        if flag == 1:
            assert not is_close
            assert None not in later
            assert starters is not None
            assert starters <= 2
        is_settled = not is_close and None not in later and starters is not None and starters <= 2
        assert (flag == 1) == is_settled
        if is_close or (starters is not None and starters > 2):
            assert flag == 0


@given(SEEDS, st.sampled_from([4.0, 8.0, 15.0]))
@settings(max_examples=60)
def test_transition_is_by_the_first_shot(seed: int, seconds: float) -> None:
    rows, tables = random_tables(seed, Definitions(transition_s=seconds))
    for flag, row in zip(is_transition(tables), rows, strict=True):
        when = row["shots"][0]["into"] if row["shots"] else row["duration"] if row["fga"] == 0 else None
        assert flag == (-1 if when is None else when <= seconds)


@given(SEEDS)
@settings(max_examples=60)
def test_heaves_by_both_rules(seed: int) -> None:
    rows, tables = random_tables(seed, Definitions())
    for flag, row in zip(is_heave(tables), rows, strict=True):
        early = row["period"] is not None and row["period"] < row["regulation"]
        if row["period"] is None or (early and row["clock"] is None):
            assert flag == -1
        else:
            assert flag == (early and row["clock"] <= 4)


def test_a_long_late_shot_is_a_heave_and_other_shots_are_none() -> None:
    tables = replace(load_sample(SHOTTRACKER, games=2, seed=4).tables, definitions=Definitions(heave="shot"))
    shots = tables.shots
    distance = np.full(len(shots), 20, np.float32)
    clock = np.full(len(shots), 100, np.float32)
    long_and_late, long_alone, untold = (int(row) for row in np.flatnonzero(shots.event >= 0)[[3, 9, 15]])
    distance[[long_and_late, long_alone]], clock[long_and_late] = 55, 1.4
    distance[untold] = np.nan
    changed = replace(shots, distance_ft=distance, game_clock_s=clock)
    flags = is_heave(replace(tables, shots=changed))
    owner = shots.possession
    assert flags[owner[long_and_late]] == 1
    assert flags[owner[untold]] == (-1 if clock[untold] < 2 else 0)
    told = np.setdiff1d(np.flatnonzero(tables.possessions.fga >= 0), owner[[long_and_late, untold]])
    whole = np.bincount(owner, minlength=len(flags)) == tables.possessions.fga
    assert (flags[told[whole[told]]] == 0).all()
    assert (flags == 1).sum() == 1


def test_a_season_without_starters_is_unknown_not_over() -> None:
    tables = load_sample(SHOTTRACKER, games=2, seed=4).tables
    on = np.full_like(tables.possessions.on, -1)
    blank = replace(tables, possessions=replace(tables.possessions, on=on), definitions=Definitions(garbage_time="ctg"))
    assert not (is_garbage_time(blank) == 1).any()


def test_weights_and_variants_change_the_rates() -> None:
    games = load_sample(SHOTTRACKER, games=2, seed=4)
    table = games.tables.possessions
    found = {}
    for name, chosen in (("nba", Definitions()), ("ncaa", Definitions(ft_weight_value=0.475, ft_rate="ftm"))):
        sample = Sample.whole(replace(games.tables, definitions=chosen), games.book)
        found[name] = measured(sample)
    points, fga, fta, ftm = (int(getattr(table, column).sum()) for column in ("points", "fga", "fta", "ftm"))
    assert found["nba"]["ts"].value[0] == pytest.approx(points / (2 * (fga + 0.44 * fta)))
    assert found["ncaa"]["ts"].value[0] == pytest.approx(points / (2 * (fga + 0.475 * fta)))
    assert found["nba"]["ft_rate"].value[0] == pytest.approx(fta / fga)
    assert found["ncaa"]["ft_rate"].value[0] == pytest.approx(ftm / fga)


def test_the_dialog_shows_each_text_and_gives_back_what_was_chosen(qtbot: QtBot) -> None:
    dialog = DefinitionsDialog(Definitions(garbage_time="custom", garbage_margin=12), has_chances=False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.definitions == Definitions(garbage_time="custom", garbage_margin=12)
    assert dialog._numbers["garbage_margin"].isVisible()
    assert not dialog._choices["unit"].isEnabled()
    combo = dialog._choices["garbage_time"]
    combo.setCurrentIndex(combo.findData("ctg"))
    assert not dialog._numbers["garbage_margin"].isVisible()
    assert "starters" in dialog._texts["garbage_time"].text()
    dialog.show_definitions(Definitions())
    assert dialog.definitions == Definitions()


def test_a_choice_changes_what_a_question_finds_and_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        program.controller.ask("transition:yes")
        few = program.model.rowCount()
        program.definitions.choose(Definitions(transition_s=20))
        settle(program)
        assert program.model.rowCount() > few > 0
        assert program.window.filter.text() == "transition:yes"
        assert "first shot within 20 s" in program.window._definitions.text()
    with running(tmp_path, read_preferences(tmp_path / "config" / "preferences.json")) as program:
        assert program.definitions.definitions.transition_s == 20


def test_every_league_that_has_a_court_can_be_that_of_the_feeds_games() -> None:
    definition = next(one for one in DEFINITIONS if one.name == "feed_league")
    assert {choice.name for choice in definition.choices} == set(LEAGUES)


@pytest.mark.parametrize("league", LEAGUES)
def test_games_of_an_untold_league_are_on_the_lines_of_the_chosen_one(league: str) -> None:
    definitions = Definitions(feed_league=league)
    for told, chosen, wanted in (("ncaa", "", league), ("nba", "", "nba"), ("ncaa", "wnba", "wnba")):
        info = GameInfo(("shottracker", "1"), None, told, (), court=chosen)
        assert court_of(info, definitions).league == wanted


def test_another_league_moves_shots_into_other_zones() -> None:
    """The rim is the same everywhere; which shots are mid-range hangs on the line."""
    tables = load_sample(SHOTTRACKER, games=1, seed=4).tables
    games = tuple(replace(info, court="", league="ncaa") for info in tables.names.games)
    tables = replace(tables, names=replace(tables.names, games=games))
    of_nba, of_school = (
        zone_codes(replace(tables, definitions=Definitions(feed_league=league)), NBA14)
        for league in ("nba", "high_school")
    )
    assert (of_nba != of_school).any()
    rim = next(number for number, zone in enumerate(NBA14.zones) if "restricted" in zone.name or "rim" in zone.name)
    assert ((of_nba == rim) == (of_school == rim)).all()


def test_the_lines_that_are_drawn_follow_the_definition(qtbot: QtBot, tmp_path: Path) -> None:
    paths = write_games(tmp_path / "files", 1)
    with running(tmp_path) as program:
        program.games.start(paths)
        settle(program)
        assert program.window.court.court.league == "ncaa_men"
        program.definitions.choose(Definitions(feed_league="fiba"))
        settle(program)
        assert program.window.court.court.league == "fiba"
        program.lines.choose_league("wnba")
        settle(program)
        assert program.window.court.court.league == "wnba"
