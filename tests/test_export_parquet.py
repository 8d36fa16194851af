"""Parquet as others read it: types, nulls, metadata, and folders that DuckDB groups by as `summary` counts."""

import contextlib
import dataclasses
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explorer.core.errors import ExplorerError, FileError
from explorer.core.task import CancelledError, CancelToken
from explorer.core.vocabulary import SHOTTRACKER
from explorer.services import partitions
from explorer.services.cells import Type, is_known
from explorer.services.export import Wanted, export
from explorer.services.partitions import LIST, parted, write_partitions
from explorer.services.report import Question, summary
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from explorer.services.sheets import SEASON, SHEETS, SOURCE

MOMENT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample() -> Selection:
    """Games of both feeds; the last is of a season before, one of a season that nobody knows."""
    found = load_sample(SHOTTRACKER, games=4)
    infos = list(found.tables.names.games)
    infos[0] = dataclasses.replace(infos[0], day=None)
    infos[1] = dataclasses.replace(infos[1], day="2021-12-01")
    tables = dataclasses.replace(found.tables, names=dataclasses.replace(found.tables.names, games=tuple(infos)))
    return dataclasses.replace(found, tables=tables)


def everything(selection: Selection) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.ones(len(selection.tables.possessions), np.bool_)


def wanted(*what: str, **more: Any) -> Wanted:
    return Wanted(what or ("possessions",), written=MOMENT, **more)


def listing(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write_part(stream: Any, part: Any, done: int) -> None:
    """A stand-in for a file of a format: how many rows, after how many."""
    stream.write(f"{part.count} after {done}".encode())


def filled(selection: Selection, name: str = "possessions") -> Any:
    tables = selection.tables
    return SHEETS[name].fill(tables, selection.book, np.arange(len(SHEETS[name].owner(tables))))


# Folders, without any library


def test_parts_are_every_row_once(sample: Selection) -> None:
    whole = filled(sample)
    parts = dict(parted(whole))
    assert {place.split("/")[0] for place in parts} == {"source=ctg", "source=shottracker"}
    assert any(place.endswith("season=__HIVE_DEFAULT_PARTITION__") for place in parts)
    assert sorted(np.concatenate(list(parts.values())).tolist()) == list(range(whole.count))


def test_a_folder_holds_a_file_a_part_and_the_list_of_them(sample: Selection, tmp_path: Path) -> None:
    whole = filled(sample)
    write_partitions(tmp_path / "new" / "season", whole, ".x", write_part)
    files = listing(tmp_path / "new" / "season")
    assert set(json.loads(files.pop(LIST))["files"]) == set(files)
    assert set(files) == {f"{place}/part-0.x" for place, _ in parted(whole)}
    assert sum(int(body.split()[0]) for body in files.values()) == whole.count
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["season"]


def test_a_folder_of_ours_is_replaced_whole(sample: Selection, tmp_path: Path) -> None:
    whole = filled(sample)
    write_partitions(tmp_path / "season", whole, ".x", write_part)
    ((place, rows), *_) = parted(whole)
    write_partitions(tmp_path / "season", whole.take(rows), ".x", write_part)
    assert set(listing(tmp_path / "season")) == {LIST, f"{place}/part-0.x"}
    assert [path.name for path in tmp_path.iterdir()] == ["season"]


def _a_folder_of_others(target: Path, whole: Any) -> None:
    target.mkdir()
    (target / "thesis.txt").write_text("years of work")


def _an_empty_folder(target: Path, whole: Any) -> None:
    target.mkdir()


def _a_file(target: Path, whole: Any) -> None:
    target.write_text("years of work")


def _ours_with_a_note(target: Path, whole: Any) -> None:
    write_partitions(target, whole, ".x", write_part)
    (target / "source=ctg" / "note.txt").write_text("years of work")


def _ours_with_a_broken_list(target: Path, whole: Any) -> None:
    write_partitions(target, whole, ".x", write_part)
    (target / LIST).write_text('{"files": 7}')


def _ours_with_an_empty_folder(target: Path, whole: Any) -> None:
    write_partitions(target, whole, ".x", write_part)
    (target / "figures").mkdir()


def _a_list_that_points_outside(target: Path, whole: Any) -> None:
    target.mkdir()
    (target.parent / "thesis.txt").write_text("years of work")
    (target / LIST).write_text(json.dumps({"files": ["../thesis.txt"]}))


@pytest.mark.parametrize(
    "lay",
    [
        _a_folder_of_others,
        _an_empty_folder,
        _a_file,
        _ours_with_a_note,
        _ours_with_an_empty_folder,
        _ours_with_a_broken_list,
    ],
)
def test_what_is_not_ours_is_left_as_it_is(sample: Selection, tmp_path: Path, lay: Any) -> None:
    whole = filled(sample)
    lay(tmp_path / "season", whole)
    before = listing(tmp_path)
    with pytest.raises(FileError, match="is left as it is"):
        write_partitions(tmp_path / "season", whole, ".x", write_part)
    assert listing(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["season"]


def test_a_list_that_points_outside_its_folder_deletes_nothing_there(sample: Selection, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    _a_list_that_points_outside(tmp_path / "in" / "season", None)
    with contextlib.suppress(FileError):
        write_partitions(tmp_path / "in" / "season", filled(sample), ".x", write_part)
    assert (tmp_path / "in" / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("is_there", [False, True])
@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), CancelledError(), KeyboardInterrupt()])
def test_a_folder_that_fails_midway_leaves_what_was_there(
    sample: Selection, tmp_path: Path, failure: BaseException, is_there: bool
) -> None:
    whole = filled(sample)
    if is_there:
        write_partitions(tmp_path / "season", whole, ".x", write_part)
    before = listing(tmp_path)

    def fail(stream: Any, part: Any, done: int) -> None:
        stream.write(b"half")
        if done:
            raise failure

    with pytest.raises(FileError if isinstance(failure, OSError) else type(failure)):
        write_partitions(tmp_path / "season", whole, ".x", fail)
    assert listing(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["season"] * is_there


def test_a_rename_that_fails_brings_the_old_folder_back(
    sample: Selection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = filled(sample)
    write_partitions(tmp_path / "season", whole, ".x", write_part)
    before = listing(tmp_path)
    rename, calls = Path.rename, [0]

    def second_fails(self: Path, target: Path) -> Path:
        calls[0] += 1
        if calls[0] == 2:
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", second_fails)
    with pytest.raises(FileError, match="permission denied"):
        write_partitions(tmp_path / "season", whole, ".x", write_part)
    assert listing(tmp_path) == before


def test_a_folder_of_nothing_is_not_written(sample: Selection, tmp_path: Path) -> None:
    with pytest.raises(ExplorerError, match="no row"):
        write_partitions(tmp_path / "season", filled(sample).take(np.array([], np.intp)), ".x", write_part)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="links need no right on POSIX alone")
def test_a_link_to_a_folder_of_ours_is_followed(sample: Selection, tmp_path: Path) -> None:
    whole = filled(sample)
    write_partitions(tmp_path / "season", whole, ".x", write_part)
    (tmp_path / "link").symlink_to(tmp_path / "season")
    write_partitions(tmp_path / "link", whole, ".x", write_part)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "season" / partitions.LIST).is_file()


# Files


@pytest.fixture
def arrow() -> Any:
    """The library that reads and writes Parquet."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    import pyarrow.parquet

    return pyarrow.parquet


@pytest.mark.parametrize("name", SHEETS)
def test_a_file_has_typed_columns_and_nulls(arrow: Any, sample: Selection, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.parquet"
    assert export(sample, everything(sample), path, wanted(name)) == filled(sample, name).count
    table = arrow.read_table(path)
    kinds = {"string": "dictionary<values=string, indices=int32, ordered=0>", "date32": "date32[day]"}
    kinds |= {"float32": "float", "float64": "double"}
    whole = filled(sample, name)
    assert table.num_rows == whole.count
    for column, values in zip(whole.columns, whole.values, strict=True):
        field, read = table.schema.field(column.name), table.column(column.name)
        assert str(field.type) == kinds.get(column.type.value, column.type.value)
        assert field.metadata[b"title"].decode() == column.title
        assert field.metadata.get(b"unit", b"").decode() == column.unit
        assert field.metadata[b"is_derived"].decode() == str(column.is_derived)
        assert read.null_count == int((~is_known(values)).sum())
        assert field.nullable
    keys = table.column("possession_key").to_pylist()
    assert keys == sample.tables.possessions.key[SHEETS[name].owner(sample.tables)].tolist()


def test_values_are_those_of_the_json(arrow: Any, sample: Selection, tmp_path: Path) -> None:
    export(sample, everything(sample), tmp_path / "a.json", wanted(*SHEETS))
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    for name, sheet in SHEETS.items():
        export(sample, everything(sample), tmp_path / "a.parquet", wanted(name))
        table = arrow.read_table(tmp_path / "a.parquet")
        for column in sheet.columns:
            read, expected = table.column(column.name).to_pylist(), [row[column.name] for row in told[name]]
            if column.type in (Type.FLOAT, Type.DOUBLE):
                assert [value is None for value in read] == [value is None for value in expected]
                known = [value for value in expected if value is not None]
                np.testing.assert_allclose([value for value in read if value is not None], known, atol=6e-4)
                continue
            if column.type is Type.INT64:
                expected = [int(value) for value in expected]
            elif column.type is Type.DAY:
                expected = [value and date.fromisoformat(value) for value in expected]
            assert read == expected, column.name


def test_a_file_says_where_it_comes_from(arrow: Any, sample: Selection, tmp_path: Path) -> None:
    told = wanted("shots", where="shot.made:yes", definitions={"possession": "ä \n b"}, left_out=3)
    export(sample, everything(sample), tmp_path / "a.parquet", told)
    schema = arrow.read_schema(tmp_path / "a.parquet")
    facts = json.loads(schema.metadata[b"possession_explorer"])
    assert (facts["sheet"], facts["filter"], facts["left_out"]) == ("shots", "shot.made:yes", 3)
    assert facts["definitions"] == {"possession": "ä \n b"}
    assert facts["program"].startswith("Possession Explorer ")
    assert facts["games"]["count"] == 4
    assert arrow.read_table(tmp_path / "a.parquet").column("made").unique().to_pylist() == [True]


def test_no_rows_are_a_file_with_its_columns(arrow: Any, sample: Selection, tmp_path: Path) -> None:
    export(sample, ~everything(sample), tmp_path / "a.parquet", wanted("events"))
    table = arrow.read_table(tmp_path / "a.parquet")
    assert (table.num_rows, table.column_names) == (0, [column.name for column in SHEETS["events"].columns])


@pytest.mark.parametrize("is_partitioned", [False, True])
def test_an_export_that_is_called_off_leaves_nothing(
    arrow: Any, sample: Selection, tmp_path: Path, is_partitioned: bool
) -> None:
    token = CancelToken()
    with pytest.raises(CancelledError):
        export(
            sample,
            everything(sample),
            tmp_path / "a.parquet",
            wanted(is_partitioned=is_partitioned),
            token,
            lambda done, total, words: token.cancel(),
        )
    assert list(tmp_path.iterdir()) == []


def test_the_parts_read_as_one_table(arrow: Any, sample: Selection, tmp_path: Path) -> None:
    import pyarrow.dataset

    assert export(sample, everything(sample), tmp_path / "a", wanted("shots", is_partitioned=True)) == len(
        sample.tables.shots
    )
    for path in (tmp_path / "a").rglob("*.parquet"):
        assert not {SOURCE, SEASON} & set(arrow.read_schema(path).names)
    read = pyarrow.dataset.dataset(tmp_path / "a", partitioning="hive").to_table()
    assert read.num_rows == len(sample.tables.shots)
    assert set(read.column(SOURCE).to_pylist()) == {"ctg", "shottracker"}
    assert {None, "2021-22"} <= set(read.column(SEASON).to_pylist())


def test_duckdb_groups_the_parts_as_the_summary_counts(arrow: Any, sample: Selection, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    export(sample, everything(sample), tmp_path / "season", wanted(is_partitioned=True))
    asked = f"""
        SELECT source, game_id, offence_team_id, count(*), sum(points), sum(fga), sum(points) / count(*)
        FROM read_parquet('{tmp_path / "season"}/**/*.parquet', hive_partitioning = true)
        WHERE period = 'Q1' GROUP BY ALL"""
    found = {tuple(row[:3]): row[3:] for row in duckdb.sql(asked).fetchall()}
    expected = {
        (game["source"], game["game_id"], team["team_id"]): team
        for game in summary(sample, Question("period:Q1"))["games"]
        for team in game["teams"]
        if team["possessions"]
    }
    assert expected
    assert set(found) == set(expected)
    for key, (count, points, fga, ppp) in found.items():
        team = expected[key]
        assert (count, points, fga) == (team["possessions"], team["points"], team["fga"])
        assert ppp == pytest.approx(team["ppp"])


def test_pandas_and_duckdb_read_the_csv_as_it_is_meant(sample: Selection, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    path = tmp_path / "p.csv"
    export(sample, everything(sample), path, wanted(where='game:~/#,"/ or period:Q1'))
    table = sample.tables.possessions
    read = pandas.read_csv(path, comment="#", dtype={"game_id": str})
    assert read["possession_key"].tolist() == table.key.tolist()
    assert read["points"].fillna(-1).tolist() == table.points.tolist()
    assert read["margin"].tolist() == pytest.approx(table.margin.tolist(), nan_ok=True)
    assert read["game_id"].tolist() == [sample.tables.names.games[code].key[1] for code in table.game]
    asked = f"""SELECT possession_key, date FROM read_csv('{path}', comment = '#', quote = '"')"""
    days = [sample.tables.names.games[code].day for code in table.game]
    expected = [(key, day and date.fromisoformat(day)) for key, day in zip(table.key.tolist(), days, strict=True)]
    assert duckdb.sql(asked).fetchall() == expected
