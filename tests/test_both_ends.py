"""Both ends of the floor: on + off + unknown = all, line-ups and teams against plain counting."""

from __future__ import annotations

import functools
from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core import query
from explorer.core.both_ends import line_ups, teams
from explorer.core.breakdown import Sample
from explorer.core.finishing import events_of
from explorer.core.on_off import on_off, together
from explorer.core.players import players
from explorer.core.result import Result
from explorer.core.vocabulary import SHOTTRACKER, EventKind
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from tests.random_tables import PLAYERS, SHORT, Row, book, rows_of, tables_of

SEEDS = st.integers(0, 2**32 - 1)


@functools.cache
def games() -> Selection:
    return load_sample(SHOTTRACKER, games=6, seed=3)


def random_sample(seed: int) -> tuple[list[Row], Sample]:
    random = Random(seed)
    rows = rows_of(random, random.choice((0, 1, 8, 40)))
    mask = np.array([random.random() < 0.8 for _ in rows], np.bool_)
    return [row for row, is_in in zip(rows, mask, strict=True) if is_in], Sample.whole(
        tables_of(rows), book()
    ).narrowed(mask)


def five(row: Row, side: str) -> tuple[int, ...]:
    return tuple(sorted(row[side])) if len(row[side]) == 5 else ()


def by_label(result: Result, name: str) -> dict[tuple[str, ...], float]:
    return dict(zip(result.labels, result.figure(name).value.tolist(), strict=True))


@given(SEEDS)
@settings(max_examples=80)
def test_on_and_off_and_unknown_are_all(seed: int) -> None:
    rows, sample = random_sample(seed)
    found = on_off(sample)
    for name, team, side in (("off_n", "offence", "on"), ("def_n", "defence", "against")):
        own = [row for row in rows if row[team] is not None]
        on = Counter((PLAYERS[player], SHORT[row[team]]) for row in own for player in set(row[side]))
        assert {label: n for label, n in by_label(found, f"on_{name}").items() if n} == on
        for (player, short), without in by_label(found, f"off_{name}").items():
            whole = [row for row in own if SHORT[row[team]] == short and five(row, side)]
            assert without == sum(PLAYERS.index(player) not in row[side] for row in whole)
    both = Counter(SHORT[row[team]] for row in rows for team in ("offence", "defence") if row[team] is not None)
    counted = np.sum(
        [found.figure(name).value for name in ("on_off_n", "on_def_n", "off_off_n", "off_def_n", "unknown")], axis=0
    )
    assert counted.tolist() == [both[label[1]] for label in found.labels]


@given(SEEDS, st.sets(st.integers(0, 7), min_size=1, max_size=3), st.integers(0, 2))
@settings(max_examples=80)
def test_a_set_of_players_is_on_where_all_of_them_are(seed: int, people: set[int], team: int) -> None:
    rows, sample = random_sample(seed)
    for split, who, side in zip(
        together(sample, team, sorted(people)), ("offence", "defence"), ("on", "against"), strict=True
    ):
        own = [row for row in rows if row[who] == team]
        on = [row for row in own if people <= set(row[side])]
        assert split.on.n[0] == len(on)
        assert split.off.n[0] == sum(bool(five(row, side)) and not people <= set(row[side]) for row in own)
        assert split.on.n[0] + split.off.n[0] + split.unknown[0] == len(own) == split.total[0]
        assert split.on.points.x[0] == sum(row["points"] or 0 for row in on)


@given(SEEDS)
@settings(max_examples=80)
def test_line_ups_at_both_ends_are_counted(seed: int) -> None:
    rows, sample = random_sample(seed)
    found = line_ups(sample)
    sizes = sorted(zip(*(found.figure(name).value.tolist() for name in ("off_n", "def_n")), strict=True))
    offence, defence = (Counter(five(row, side) for row in rows if five(row, side)) for side in ("on", "against"))
    assert sizes == sorted((offence[one], defence[one]) for one in {*offence, *defence})


def test_teams_have_both_ends_and_the_nets_of_a_game_are_opposite() -> None:
    tables = games().tables
    sample = Sample.whole(tables, games().book)
    sample = sample.narrowed(tables.possessions.game == 0)
    found = teams(sample)
    assert len(found) == 2
    net, ours, theirs = (found.figure(name).value for name in ("net", "ortg", "drtg"))
    assert net[0] == pytest.approx(-net[1])
    assert ours[0] == pytest.approx(theirs[1])
    assert found.figure("off_n").value.sum() == sample.rows.sum() == found.figure("def_n").value.sum()


def test_nobody_off_the_floor_leaves_a_blank() -> None:
    tables = games().tables
    first = np.zeros(len(tables.possessions), np.bool_)
    first[np.flatnonzero(tables.possessions.game == 0)[:2]] = True
    found = on_off(Sample.whole(tables, games().book).narrowed(first))
    off = found.figure("off_ortg")
    assert np.isnan(off.value).all()
    assert set(off.texts()) == {"-"}
    assert np.isnan(found.figure("net_gap").value).all()


@pytest.mark.parametrize("table", [teams, line_ups, on_off, players])
def test_each_row_leads_to_possessions_of_its_own(table: object) -> None:
    assert callable(table)
    sample = Sample.whole(games().tables, games().book)
    result = table(sample)
    for place in range(min(len(result), 12)):
        rows = query.possessions(query.parse(result.terms[place]), sample.tables, sample.book)
        assert rows.any()
        if table in (teams, line_ups):
            both = result.figure("off_n").value[place] + result.figure("def_n").value[place]
            assert rows.sum() == both


def test_what_players_did_adds_up_to_what_teams_did() -> None:
    tables = games().tables
    is_told = np.isin(
        tables.possessions.game, [c for c, info in enumerate(tables.names.games) if info.key[0] == SHOTTRACKER]
    )
    sample = Sample.whole(tables, games().book).narrowed(is_told)
    found = players(sample)
    table = tables.possessions.take(is_told)
    of_teams = events_of(tables, EventKind.TURNOVER) & is_told[tables.events.possession] & (tables.events.player < 0)
    assert found.figure("turnovers").value.sum() + of_teams.sum() == table.turnovers.sum()
    for name in ("points", "fga", "fta", "assists"):
        assert found.figure(name).value.sum() == getattr(table, name).sum(), name
    usage = found.figure("usage").value
    weighted = np.nansum(usage * found.figure("on_n").value) / np.nansum(found.figure("on_n").value)
    assert weighted == pytest.approx(0.2, abs=0.02), "five share what their team uses"
