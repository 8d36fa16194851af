"""Tables: packing, joining and taking against plain Python; the unknown is never 0."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.columns import Columns
from explorer.core.errors import DataError
from explorer.core.model import Game
from explorer.core.table import EventTable, PossessionTable, ShotTable, Tables, concat
from explorer.core.tabulate import key_of, shot_words, tabulate
from explorer.core.vocabulary import ATTRIBUTE_NAMES, OUTCOMES
from tests.payloads import (
    AWAY,
    HOME,
    MAKE_2,
    MISS_3,
    Json,
    answer,
    ctg_game,
    decode,
    shot,
    st_payload,
    st_row,
    stat,
)

EVENTS = st.lists(
    st.sampled_from(
        [
            stat(MAKE_2, 11),
            shot(MISS_3, 12, 100, 5000, 773.1),
            stat("TO", 13),
            stat("FTA FT", 14),
            stat("STL"),
            stat("A_NEW_WORD", 15),
        ]
    ),
    max_size=4,
)


@st.composite
def games(draw: st.DrawFn) -> Game:
    """A small ShotTracker game; teams and players are partly shared between games."""
    teams: dict[int, list[Json]] = {HOME: [], draw(st.sampled_from([AWAY, 882, 883])): []}
    for number in range(draw(st.integers(1, 6))):
        team = draw(st.sampled_from(sorted(teams)))
        attributes = draw(st.dictionaries(st.sampled_from(ATTRIBUTE_NAMES), st.integers(0, 9), max_size=4))
        five = draw(st.lists(st.integers(10, 30), max_size=6, unique=True))
        row = st_row(number * 10, number * 10 + 10, draw(st.none() | EVENTS), five=five)
        teams[team].append(row | {"possession_attributes": attributes})
    return decode(answer("possessions", st_payload(teams)))


def plain(tables: Tables) -> list[dict[str, Any]]:
    """Every possession with its shots and events, codes looked up, as dictionaries."""
    names = tables.names

    def row(table: Columns, index: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for spec in dataclasses.fields(table):
            value = getattr(table, spec.name)[index]
            texts = getattr(names, spec.metadata["codes"]) if spec.metadata["codes"] else None
            values = [value] if np.ndim(value) == 0 else list(value)
            shown = [None if texts and v < 0 else texts[v] if texts else v for v in values]
            found[spec.name] = [None if isinstance(v, np.floating) and np.isnan(v) else v for v in shown]
        return found

    rows = []
    for index in range(len(tables.possessions)):
        found = row(tables.possessions, index)
        for name, table in (("shots", tables.shots), ("happened", tables.events)):
            own = [row(table, int(i)) for i in np.flatnonzero(table.possession == index)]
            for one in own:
                del one["possession"]
            found[name] = own
        rows.append(found)
    return rows


def same(one: Tables, other: Tables) -> bool:
    return plain(one) == plain(other)


@given(games())
def test_unpack_undoes_pack(game: Game) -> None:
    tables = tabulate(game)
    again = Tables.unpack(tables.pack())
    assert again.names == tables.names
    for name in ("possessions", "shots", "events"):
        one, other = getattr(tables, name), getattr(again, name)
        for spec in dataclasses.fields(one):
            np.testing.assert_array_equal(getattr(one, spec.name), getattr(other, spec.name))
            assert getattr(other, spec.name).dtype == spec.metadata["dtype"]


@settings(max_examples=40)
@given(games())
def test_packed_columns_that_do_not_fit_are_refused(game: Game) -> None:
    parts = tabulate(game).pack()
    for name in parts:
        for body in (
            b"",
            parts[name][:-1],
            parts[name] + b"x",
            b"\xff" * 50,
            parts["names" if name != "names" else "shots"],
        ):
            with pytest.raises(DataError):
                Tables.unpack(parts | {name: body})


@settings(max_examples=40)
@given(st.lists(games(), max_size=4))
def test_concat_is_one_list_below_the_other(several: list[Game]) -> None:
    parts = [tabulate(game) for game in several]
    whole = concat(parts)
    assert plain(whole) == [row for part in parts for row in plain(part)]
    for texts in (whole.names.games, whole.names.teams, whole.names.players, whole.names.words):
        assert len(set(texts)) == len(texts)


@settings(max_examples=40)
@given(st.lists(games(), min_size=1, max_size=3), st.data())
def test_take_keeps_shots_and_events_with_their_possession(several: list[Game], data: st.DataObject) -> None:
    whole = concat([tabulate(game) for game in several])
    n = len(whole.possessions)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)), np.bool_)
    expected = [row for row, is_taken in zip(plain(whole), mask, strict=True) if is_taken]
    assert plain(whole.take(mask)) == expected
    assert same(whole.take(np.flatnonzero(mask)), whole.take(mask))


def test_no_tables_are_empty_tables() -> None:
    for tables in (concat([]), Tables.empty(), Tables.unpack(Tables.empty().pack())):
        assert (len(tables.possessions), len(tables.shots), len(tables.events)) == (0, 0, 0)
        assert tables.take(np.zeros(0, np.bool_)).names == tables.names


def test_the_unknown_is_never_0() -> None:
    """A possession that tells nothing: NaN in every float column, -1 in every other."""
    table = tabulate(ctg_game([{"game_id_nba": "0022400777"}])).possessions
    known = {"key", "game", "number", "events"}
    for spec in dataclasses.fields(table):
        values = getattr(table, spec.name)
        if spec.name not in known:
            assert np.isnan(values).all() if values.dtype.kind == "f" else (values == -1).all(), spec.name


@pytest.mark.parametrize("kind", [PossessionTable, ShotTable, EventTable])
def test_none_becomes_unknown_in_every_column(kind: type[Columns]) -> None:
    values = {s.name: [()] if s.metadata["width"] else [None] for s in dataclasses.fields(kind)}
    table = kind.of(**values)
    for spec in dataclasses.fields(kind):
        column = getattr(table, spec.name)
        assert np.isnan(column).all() if column.dtype.kind == "f" else (column == -1).all()


def test_numbers_too_large_for_a_column_are_unknown() -> None:
    attributes = {"passes": 40_000, "ball_screens": 1.5, "ball_reversals": -2, "paint_touch": "yes", "half_court": True}
    game = decode(answer("possessions", st_payload({HOME: [st_row(0, 9, [], possession_attributes=attributes)]})))
    table = tabulate(game).possessions
    found = dict(zip(ATTRIBUTE_NAMES, table.attributes[0].tolist(), strict=True))
    assert [found[name] for name in attributes] == [-1, -1, -1, -1, 1]
    assert (table.passes[0], table.screens[0]) == (-1, -1)


def test_more_words_than_a_column_holds_are_unknown_and_not_others() -> None:
    def words(first: int) -> Tables:
        rows = [st_row(0, 9, [stat(f"W{number}") for number in range(first, first + 20_000)])]
        return tabulate(decode(answer("possessions", st_payload({HOME: rows}))))

    whole = concat([words(0), words(20_000)])
    told = {whole.names.words[code] if code >= 0 else None for code in whole.events.words[20_000:]}
    assert told <= {None, *(f"W{number}" for number in range(20_000, 40_000))}
    assert len(told) > 1


def test_columns_say_what_the_records_say() -> None:
    rows = [st_row(0, 9, [stat("STL", 11), shot(MAKE_2 + " FGA_LAYUP", 12, 10, 12000, 72.6, clock="11:55")])]
    game = decode(answer("possessions", st_payload({HOME: rows, AWAY: []})))
    tables = tabulate(game)
    table, (row,) = tables.possessions, game.possessions
    assert table.key[0] == key_of(game.key, row.possession_id)
    assert OUTCOMES[table.outcome[0]] == row.outcome
    assert tables.names.words[table.start[0]] == "steal"
    assert [tables.names.players[code] for code in table.on[0]] == [("shottracker", str(n)) for n in range(11, 16)]
    assert tables.shots.into_s[0] == pytest.approx(5.0)
    assert tables.names.words[tables.shots.words[0]] == "LAYUP"
    assert tables.events.order.tolist() == [0, 1]


def test_keys_are_stable_and_positive() -> None:
    key = key_of(("shottracker", "880-881-2023-11-14"), "s1:880:1700000000000")
    assert key == key_of(("shottracker", "880-881-2023-11-14"), "s1:880:1700000000000")
    assert key != key_of(("ctg", "880-881-2023-11-14"), "s1:880:1700000000000")
    assert 0 <= key < 2**63


def test_what_kind_of_shot() -> None:
    assert shot_words(("FGA", "FGA3", "FGA_OTD", "FGA3_OTD", "FGA_JUMPSHOT")) == "OTD JUMPSHOT"
    assert shot_words(("floater", "bank")) == "floater bank"
    assert shot_words(("FGA", "FG")) == ""
