"""What is written for other programs: CSV and JSON, what stands at their head, and which rows are in them."""

import csv
import importlib.util
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explorer.core import query
from explorer.core.columns import Array
from explorer.core.errors import ExplorerError, FileError, QueryError, UsageError
from explorer.core.fields import FIELDS
from explorer.core.model import Player, Team
from explorer.core.query_names import MEANINGS
from explorer.core.task import CancelledError, CancelToken
from explorer.core.vocabulary import SHOTTRACKER
from explorer.services.cells import Type
from explorer.services.export import FORMATS, Wanted, export
from explorer.services.export_csv import cell, comment
from explorer.services.library import read_paths
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from explorer.services.sheets import SHEETS
from tests import small_games

MOMENT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\u2212")
BLANKS = " \u00a0\u200b\ufeff\u3000\u2060"
"""Blanks and invisible signs behind which a spreadsheet may still see a formula."""


@pytest.fixture(scope="module")
def selection(tmp_path_factory: pytest.TempPathFactory) -> Selection:
    """One made-up game with a team and a player whose names are formulas."""
    payload = small_games.shottracker(("Q1", "Q2"), extra=1)
    found = read_paths([small_games.write(tmp_path_factory.mktemp("export") / "game.json", payload)], SHOTTRACKER)
    found.book.learn_team(SHOTTRACKER, Team("501", "=cmd|' /C calc'!A0", "=HYP"))
    found.book.learn_player(SHOTTRACKER, Player("5010", "@SUM(A1)", 'Twin; "Quote"\n# Line'))
    return found


@pytest.fixture(scope="module")
def sample() -> Selection:
    return load_sample(SHOTTRACKER, games=2)


def everything(selection: Selection) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.ones(len(selection.tables.possessions), np.bool_)


def wanted(*what: str, where: str = "", **more: Any) -> Wanted:
    return Wanted(what or ("possessions",), where, written=MOMENT, **more)


def typed(body: str) -> list[list[str | float | None]]:
    """A reader that takes quoted cells as text and all others as numbers, as LibreOffice does where it is asked to."""
    rows: list[list[str | float | None]] = [[]]
    for match in re.finditer(r'(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)', body):
        text, bare, end = match.groups()
        rows[-1].append(text.replace('""', '"') if text is not None else float(bare) if bare else None)
        rows += [[]] if end == "\n" else []
    return rows[:-1]


def head_of(path: Path) -> list[str]:
    """The `#` lines at the head of a CSV file."""
    lines = path.read_text("utf-8").split("\n")
    return lines[: next(number for number, line in enumerate(lines) if not line.startswith("# "))]


def body_of(path: Path) -> str:
    return path.read_text("utf-8").split("\n", len(head_of(path)))[-1]


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body_of(path), newline="")))


def starts_a_formula(text: str) -> bool:
    """Whether some spreadsheet may take a cell for a formula, told without the code that guards against it."""
    return text.lstrip(BLANKS).startswith(SIGNS)


# Cells


@given(st.text(st.sampled_from(["=", "+", "@", "\u2212", "'", '"', ",", ";", "\n", "\r", "a", "1", *SIGNS, *BLANKS])))
@example("-5")
@example("1e5")
@example("'=1")
@example("007")
def test_any_text_is_a_cell_that_is_no_formula_and_comes_back(text: str) -> None:
    written = cell(Type.TEXT, text)
    assert written[0] == written[-1] == '"'
    assert not starts_a_formula(written[1:])
    ((read,),) = list(csv.reader(io.StringIO(written + "\n", newline=""), strict=True))
    assert typed(written + "\n") == [[read]]
    # The way back: an apostrophe goes where what is behind all of them is a formula.
    assert (read[1:] if read != text else read) == text
    assert (read != text) == starts_a_formula(text.lstrip("'"))


@given(st.text(max_size=12))
def test_any_text_at_all_comes_back(text: str) -> None:
    ((read,),) = list(csv.reader(io.StringIO(cell(Type.TEXT, text) + "\n", newline=""), strict=True))
    assert read in (text, f"'{text}")
    assert not starts_a_formula(read)


@pytest.mark.parametrize(("value", "written"), [(-3, "-3"), (-0.5, "-0.5"), (7, "7"), (True, '"yes"'), (None, "")])
def test_numbers_stay_numbers_and_unknown_is_empty(value: float | None, written: str) -> None:
    assert cell(Type.FLOAT, value) == written


@given(st.text(st.sampled_from([*'=+-@",;#: a1\n\r\t\v\0\u2028\x85', *SIGNS]), max_size=40))
@example('offence:a,=cmd|" /C"')
@example('game:~/x,"y/')
@example("margin:-5,-3")
def test_any_comment_is_one_line_of_harmless_cells(words: str) -> None:
    line = comment(words)
    assert line.startswith("# ")
    assert line.splitlines() == [line[:-1]]
    for separator in ",;":
        # A quotation that were open would swallow the lines that follow.
        after, end = list(csv.reader(io.StringIO(line + "end\n", newline=""), delimiter=separator))
        assert end == ["end"]
        for part in after[1:]:
            assert not starts_a_formula(part) or re.fullmatch(r"\s*[-+]?[0-9]+(\.[0-9]+)?\s*", part)


# Sheets


def test_every_column_is_described_and_named_once() -> None:
    for sheet in SHEETS.values():
        names = [column.name for column in sheet.columns]
        assert len(names) == len(set(names))
        assert sheet.title
        for column in sheet.columns:
            assert column.title[:1].isupper(), column.name
            assert re.fullmatch("[a-z][a-z0-9_]*", column.name)
            assert column.unit != "m:ss"


def test_fields_and_the_shots_of_questions_are_columns_under_their_names() -> None:
    possessions = {column.name: column for column in SHEETS["possessions"].columns}
    for field in FIELDS:
        # These stand among the columns of every sheet: as a day, as the game's id, as the feed's name.
        if field.name not in ("day", "game", "source"):
            assert possessions[field.name].title == field.tip
            assert possessions[field.name].is_derived or not field.is_derived
    shots = {column.name for column in SHEETS["shots"].columns}
    # A place is x and y.
    assert {name.removeprefix("shot.") for name, meaning in MEANINGS.items() if meaning.is_shot} - {"place"} <= shots
    for sheet in SHEETS.values():
        assert {"source", "game_id", "date", "season", "possession_key"} <= {column.name for column in sheet.columns}


@pytest.mark.parametrize("name", SHEETS)
def test_values_are_what_their_types_say(sample: Selection, name: str, tmp_path: Path) -> None:
    export(sample, everything(sample), tmp_path / "a.json", wanted(name))
    content = json.loads((tmp_path / "a.json").read_text("utf-8"))
    kinds: dict[str, tuple[type, ...]] = {
        "whole number": (int,),
        "number": (int, float),
        "yes or no": (bool,),
        "text": (str,),
        "day": (str,),
    }
    for column in SHEETS[name].columns:
        met = {type(row[column.name]) for row in content[name]} - {type(None)}
        assert met <= ({str} if column.type is Type.INT64 else set(kinds[column.type.words])), column.name


def test_sheets_join_on_the_key_and_number_of_a_possession(sample: Selection, tmp_path: Path) -> None:
    export(sample, everything(sample), tmp_path / "a.json", wanted(*SHEETS))
    content = json.loads((tmp_path / "a.json").read_text("utf-8"))
    whole = {row["possession_key"]: row for row in content["possessions"]}
    assert len(whole) == len(content["possessions"])
    for name in ("shots", "events"):
        for row in content[name]:
            owner = whole[row["possession_key"]]
            assert (row["source"], row["game_id"], row["possession"]) == (
                owner["source"],
                owner["game_id"],
                owner["number"],
            )
            assert row["offence"] == owner["offence"]
    made: dict[str, int] = dict.fromkeys(whole, 0)
    for row in content["shots"]:
        made[row["possession_key"]] += row["made"] is True
    assert all(row["fgm"] in (None, made[key]) for key, row in whole.items())
    for row in whole.values():
        assert row["on"] is None or row["on"].count("; ") == row["on_ids"].count("; ") == 4


def test_a_filter_changes_no_value_of_the_rows_that_remain(sample: Selection, tmp_path: Path) -> None:
    mask = everything(sample)
    export(sample, mask, tmp_path / "all.json", wanted())
    mask[:] = np.arange(len(mask)) % 7 == 3
    export(sample, mask, tmp_path / "some.json", wanted())
    whole, some = (
        json.loads((tmp_path / name).read_text("utf-8"))["possessions"] for name in ("all.json", "some.json")
    )
    assert some == [row for row, is_chosen in zip(whole, mask, strict=True) if is_chosen]


# Files


@pytest.mark.parametrize("what", SHEETS)
def test_no_text_cell_is_a_formula_and_numbers_stay_numbers(selection: Selection, tmp_path: Path, what: str) -> None:
    path = tmp_path / f"{what}.csv"
    export(selection, everything(selection), path, wanted(what))
    names, *rows = typed(body_of(path))
    assert rows
    assert names == [column.name for column in SHEETS[what].columns]
    for row in rows:
        assert not any(starts_a_formula(value) for value in row if isinstance(value, str))
    assert "'@SUM(A1)" in path.read_text("utf-8")
    if what == "possessions":
        assert {row["offence"] for row in rows_of(path)} == {"'=HYP", "SOU"}
        assert {type(row[names.index("margin")]) for row in rows} == {float}
        assert {row[names.index("offence_team_id")] for row in rows} == {"501", "502"}


def test_csv_equals_the_tables(selection: Selection, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    count = export(selection, everything(selection), path, wanted())
    table, rows = selection.tables.possessions, rows_of(path)
    assert count == len(rows) == len(table) == 12
    for name in ("number", "points", "fga", "fgm", "passes", "turnovers"):
        assert [int(row[name]) for row in rows] == getattr(table, name).tolist()
    assert [float(row["clock"]) for row in rows] == table.start_clock_s.tolist()
    assert [int(row["possession_key"]) for row in rows] == table.key.tolist()
    assert {row["date"] for row in rows} == {selection.tables.names.games[0].day}
    assert rows[0]["on"].startswith("'@SUM(A1)")
    shots = tmp_path / "s.csv"
    assert export(selection, everything(selection), shots, wanted("shots")) == len(selection.tables.shots) == 24
    assert [row["made"] for row in rows_of(shots)] == ["yes", "no"] * 12


def test_unknown_is_empty_in_csv_and_null_in_json(selection: Selection, tmp_path: Path) -> None:
    export(selection, everything(selection), tmp_path / "p.csv", wanted())
    export(selection, everything(selection), tmp_path / "p.json", wanted(*SHEETS))
    content = json.loads((tmp_path / "p.json").read_text("utf-8"))
    for row, told in zip(rows_of(tmp_path / "p.csv"), content["possessions"], strict=True):
        assert set(row) == set(told)
        assert (told["after_timeout"], told["garbage_time"]) == (None, None)
        for name, value in told.items():
            assert (value is None) == (row[name] == "")
            assert value != "-"
    assert [len(content[name]) for name in SHEETS] == [12, 24, len(selection.tables.events)]
    missed = [shot for shot in content["shots"] if shot["made"] is False]
    assert {shot["x"] for shot in missed} == {None}
    assert "'" not in {shot["shooter"][0] for shot in content["shots"] if shot["shooter"]}


def test_the_head_says_where_the_rows_come_from(sample: Selection, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    where = 'start:steal or\n"=1,@2"'
    definitions = {"garbage time": "a lead of 10,\n=after the third quarter"}
    export(sample, everything(sample), path, wanted(where=where, definitions=definitions, left_out=2))
    head = "\n".join(head_of(path))
    for words in (
        "# written: 2026-01-02 03:04 UTC",
        "# games: 2 (",
        '# filter: start:steal or "=1,\'@2"',
        "# left out: 2 possessions by the user",
        f"# rows: {len(sample.tables.possessions)}",
        "# definition of garbage time: a lead of 10,' =after the third quarter",
    ):
        assert words in head
    units = dict(pair.split(": ") for pair in head.split("# units: ")[1].split("\n")[0].split(", "))
    derived = head.split("# derived: ")[1].split("\n")[0].split(", ")
    columns = SHEETS["possessions"].columns
    assert units == {column.name: column.unit for column in columns if column.unit}
    assert derived == [column.name for column in columns if column.is_derived]
    export(sample, everything(sample), tmp_path / "p.json", wanted(where=where, definitions=definitions, left_out=2))
    content = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert (content["filter"], content["definitions"], content["left_out"]) == (where, definitions, 2)
    assert content["games"]["count"] == 2
    assert content["columns"]["possessions"] == [column.documented() for column in columns]


@pytest.mark.parametrize("name", ["p.csv", "p.json"])
def test_a_second_export_is_the_same_but_for_its_time(selection: Selection, tmp_path: Path, name: str) -> None:
    bodies = []
    for folder, moment in (("one", MOMENT), ("two", MOMENT), ("three", MOMENT.replace(hour=5))):
        told = replace(wanted(where="make"), written=moment)
        export(selection, everything(selection), tmp_path / folder / name, told)
        bodies.append((tmp_path / folder / name).read_bytes())
    assert bodies[0] == bodies[1]
    assert b"\r\n" not in bodies[0]
    differing = [
        pair for pair in zip(bodies[0].split(b"\n"), bodies[2].split(b"\n"), strict=True) if pair[0] != pair[1]
    ]
    assert len(differing) == 1
    assert b"written" in differing[0][0]


def test_only_the_chosen_rows_are_written(selection: Selection, tmp_path: Path) -> None:
    mask = selection.tables.possessions.period == 2
    assert export(selection, mask, tmp_path / "p.json", wanted("possessions", "shots")) == 6
    content = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert {row["period"] for row in content["possessions"]} == {"Q2"}
    numbers = {row["number"] for row in content["possessions"]}
    assert {row["possession"] for row in content["shots"]} == numbers
    nobody = np.zeros(12, np.bool_)
    assert export(selection, nobody, tmp_path / "none.csv", wanted("events")) == 0
    assert rows_of(tmp_path / "none.csv") == []
    export(selection, nobody, tmp_path / "none.json", wanted(*SHEETS))
    assert json.loads((tmp_path / "none.json").read_text("utf-8"))["shots"] == []


@pytest.mark.parametrize("where", ["shot.made:yes", "start:steal (shot.value=3 shot.made:no)", "not shot.made:yes", ""])
def test_shots_are_those_that_the_filter_speaks_of(sample: Selection, tmp_path: Path, where: str) -> None:
    asked, tables = query.parse(where), sample.tables
    rows = query.possessions(asked, tables, sample.book)
    # Rows that are taken out otherwise stay out.
    rows = rows & (np.arange(len(rows)) % 5 > 0)
    expected: Array = query.shots(asked, tables, sample.book) & rows[tables.shots.possession]
    assert export(sample, rows, tmp_path / "s.csv", wanted("shots", where=where)) == expected.sum() > 0
    written = rows_of(tmp_path / "s.csv")
    assert [int(row["possession_key"]) for row in written] == tables.possessions.key[
        tables.shots.possession[expected]
    ].tolist()
    if where == "shot.made:yes":
        assert {row["made"] for row in written} == {"yes"}
    assert export(sample, rows, tmp_path / "p.csv", wanted(where=where)) == rows.sum()


@pytest.mark.parametrize(
    ("name", "told", "words"),
    [
        ("p.xlsx", wanted(), "suffix"),
        ("p", wanted(), "suffix"),
        ("p.csv", wanted("plays"), "plays"),
        ("p.csv", wanted("shots", "events"), "CSV"),
        ("p.csv", wanted(is_partitioned=True), "cannot be parted"),
        ("p.parquet", wanted("shots", "events"), "Parquet"),
    ],
)
def test_a_wrong_export_is_refused_before_anything_is_written(
    selection: Selection, tmp_path: Path, name: str, told: Wanted, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        export(selection, everything(selection), tmp_path / "new" / name, told)
    assert not (tmp_path / "new").exists()
    with pytest.raises(QueryError):
        export(selection, everything(selection), tmp_path / "new" / "p.csv", wanted("shots", where='an "open'))


def test_without_pyarrow_a_sentence_says_how_to_get_it(
    selection: Selection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyarrow" else found(name))
    for told in (wanted(), wanted(is_partitioned=True)):
        with pytest.raises(ExplorerError, match=r"pip install .*pyarrow"):
            export(selection, everything(selection), tmp_path / "new" / "p.parquet", told)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_an_export_that_is_called_off_leaves_what_was_there(sample: Selection, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"p{suffix}"
    path.write_bytes(b"old")
    token = CancelToken()
    with pytest.raises(CancelledError):
        export(sample, everything(sample), path, wanted(), token, lambda done, total, words: token.cancel())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_a_sentence(selection: Selection, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match=r"p\.csv cannot be written"):
        export(selection, everything(selection), tmp_path / "file" / "p.csv", wanted())


def test_formats_say_what_they_hold() -> None:
    assert [suffix for suffix, kind in FORMATS.items() if kind.can_be_parted] == [".parquet"]
    assert [suffix for suffix, kind in FORMATS.items() if kind.holds_many] == [".json"]
