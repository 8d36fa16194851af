"""Every field as text and as a sort key."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from explorer.core import written
from explorer.core.fields import BY_NAME, FIELDS, GROUPS, Kind
from explorer.core.names import NameBook
from explorer.core.table import Tables, concat
from explorer.core.tabulate import tabulate
from explorer.core.vocabulary import ATTRIBUTE_NAMES
from explorer.core.written import Written, is_known_anywhere, write
from explorer.models.possession_rows import attributes
from tests import random_tables
from tests.payloads import (
    AWAY,
    DAL,
    HOME,
    MAKE_2,
    MAKE_3,
    MISS_2,
    NOP,
    Json,
    ctg_game,
    ctg_row,
    decode,
    st_answer,
    st_game,
    st_row,
    stat,
)


def game_on(day: int, home_rows: list[Json]) -> Tables:
    def moved(row: Json) -> Json:
        shift = {name: row[name] + day * 86_400_000 for name in ("start_timestamp", "end_timestamp")}
        return row | shift

    return tabulate(decode(st_answer({HOME: [moved(row) for row in home_rows], AWAY: []})))


@pytest.fixture
def book() -> NameBook:
    names = NameBook()
    names.learn_game(st_game([st_row(0, 9)]))
    return names


@pytest.fixture
def tables() -> Tables:
    home = [
        st_row(0, 10, [stat(MAKE_3, 11)], possession_attributes={"passes": 4, "paint_touch": True, "half_court": 0}),
        st_row(20, 26.5, None),
    ]
    away = [st_row(10, 20, [stat(MISS_2, 22)]), st_row(690, 720, [], period="OT2")]
    return tabulate(st_game(home, away))


def texts(written: Written) -> list[str]:
    return [written.texts[code] for code in written.codes]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("day", ["2023-11-14"] * 4),
        ("number", ["1", "2", "3", "4"]),
        ("period", ["Q1", "Q1", "Q1", "OT2"]),
        ("clock", ["12:00", "11:50", "11:40", "0:30"]),
        ("end_clock", ["11:50", "11:40", "11:33", "0:00"]),
        ("duration", ["10.0", "10.0", "6.5", "30.0"]),
        ("margin", ["0", "\u22123", "+3", "-"]),
        ("offence_score", ["0", "0", "3", "-"]),
        ("start", ["jump ball", "made field goal", "-", "jump ball"]),
        ("outcome", ["3PT make", "miss", "-", "end of period"]),
        ("points", ["3", "0", "-", "0"]),
        ("passes", ["4", "-", "-", "-"]),
        ("paint_touch", ["yes", "-", "-", "-"]),
        ("half_court", ["no", "-", "-", "-"]),
        ("after_timeout", ["-"] * 4),
        ("events", ["1", "1", "0", "0"]),
    ],
)
def test_fields_as_text(tables: Tables, book: NameBook, name: str, shown: list[str]) -> None:
    assert texts(write(BY_NAME[name], tables, book)) == shown


def test_teams_by_their_short_names(tables: Tables, book: NameBook) -> None:
    home, away = texts(write(BY_NAME["offence"], tables, book))[:2]
    assert home != away
    assert texts(write(BY_NAME["defence"], tables, book))[:2] == [away, home]
    assert texts(write(BY_NAME["game"], tables, book))[0] == f"{home} \u2013 {away}"


def test_names_are_unique_and_every_attribute_has_a_field() -> None:
    assert len(BY_NAME) == len(FIELDS)
    assert {field.group for field in FIELDS} <= set(GROUPS)
    assert set(ATTRIBUTE_NAMES) - set(BY_NAME) == {"ball_screens", "turnover"}
    assert all(field.tip and field.title and field.header for field in FIELDS)
    assert all((field.texts is not None) == (field.kind is Kind.CODE) for field in FIELDS)


def test_a_turnover_is_no_ball_movement() -> None:
    rows = attributes({"turnover": 1, "passes": 2, "ball_screens_slip": 1, "new_word": 3})
    headings = [row.cells[0].text for row in rows if row.is_heading]
    assert headings[0] == "Ball movement"
    assert headings[-2:] == ["Ending", "Other attributes of the feed"]
    assert [row.cells[0].text for row in rows][-4:-2] == ["Ending", "turnover"]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_sorts_and_writes_the_unknown_as_such(field: object, tables: Tables, book: NameBook) -> None:
    one = next(known for known in FIELDS if known is field)
    for given_tables in (tables, Tables.empty(), tabulate(ctg_game([{"game_id_nba": "1"}]))):
        found = write(one, given_tables, book)
        n = len(given_tables.possessions)
        assert len(found.codes) == len(found.sort_keys) == n
        assert found.texts[-1] == "-"
        np.testing.assert_array_equal(np.isnan(found.sort_keys), found.codes < 0)
        by_key: dict[float, str] = {}
        for key, shown in zip(found.sort_keys, texts(found), strict=True):
            assert by_key.setdefault(float(key), shown) == shown or np.isnan(key)
        assert is_known_anywhere(one, given_tables, book) == bool((found.codes >= 0).any())


@pytest.mark.parametrize("name", ["day", "clock", "duration", "margin", "points", "offence", "outcome", "passes"])
@pytest.mark.parametrize("most", [None, 2])
def test_rows_are_ranked_as_by_their_keys_with_the_unknown_last(
    name: str, most: int | None, tables: Tables, book: NameBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = write(next(field for field in FIELDS if field.name == name), tables, book)
    if most is not None:
        monkeypatch.setattr(written, "_LARGEST_RANK", most)
    for is_descending, keys in ((False, one.sort_keys), (True, -one.sort_keys)):
        ranks = one.ranks(is_descending=is_descending)
        np.testing.assert_array_equal(np.argsort(ranks, kind="stable"), np.argsort(keys, kind="stable"))


@pytest.mark.parametrize("seed", range(3))
def test_codes_of_numbers_rise_with_the_numbers_and_none_is_left_over(seed: int) -> None:
    tables = random_tables.tables_of(random_tables.rows_of(Random(seed), 120))
    for field in FIELDS:
        if field.kind is Kind.CODE:
            continue
        one = write(field, tables, random_tables.book())
        pairs = sorted({(key, code) for key, code in zip(one.sort_keys, one.codes, strict=True) if code >= 0})
        assert [code for _, code in pairs] == list(range(len(one.texts) - 1))
        np.testing.assert_array_equal(np.isnan(one.sort_keys), one.codes < 0)


def test_days_of_two_games_are_one_value(book: NameBook) -> None:
    rows = [st_row(0, 9, [stat(MAKE_2, 11)])]
    later = tabulate(decode(st_answer({882: rows, 883: []})))
    whole = concat([game_on(1, rows), game_on(0, rows), later])
    written = write(BY_NAME["day"], whole, book)
    assert texts(written) == ["2023-11-15", "2023-11-14", "2023-11-14"]
    assert written.codes[1] == written.codes[2] != written.codes[0]
    assert written.sort_keys[1] == written.sort_keys[2] < written.sort_keys[0]
    games = write(BY_NAME["game"], whole, book)
    assert len(set(games.codes.tolist())) == 3


def test_a_game_without_a_day_is_unknown(book: NameBook) -> None:
    row = ctg_row(1, DAL, NOP, 0, 9)
    del row["start_wall_clock"]
    written = write(BY_NAME["day"], tabulate(ctg_game([row])), book)
    assert (texts(written), written.codes.tolist()) == (["-"], [-1])


def test_periods_sort_in_order_of_play(book: NameBook) -> None:
    rows = [
        st_row(n * 1000, n * 1000 + 5, [], period=word, session=word)
        for n, word in enumerate(["Q1", "Q4", "OT", "OT2"])
    ]
    written = write(BY_NAME["period"], tabulate(st_game(rows)), book)
    assert sorted(written.sort_keys.tolist()) == written.sort_keys.tolist()
    assert texts(written) == ["Q1", "Q4", "OT1", "OT2"]
