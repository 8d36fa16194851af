"""From the disk into memory: our library beside Parquet files that hold the same columns."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from explorer.services.library import open_library
from explorer.services.selection import Selection
from tests.benchmarks import season, with_duckdb, with_pandas, with_polars
from tests.benchmarks.results import OURS, RIVALS, Results

ROUNDS = 5
ROOT = Path(__file__).resolve().parents[2]
MODULES = {"pandas": with_pandas, "Polars": with_polars, "DuckDB": with_duckdb}
engines = pytest.mark.parametrize("engine", [OURS, *RIVALS])
OUR_START = """
import sys
from pathlib import Path
from explorer.services.library import open_library
library = open_library(Path(sys.argv[1]) / "data" / "library.sqlite", "ctg", Path(sys.argv[1]) / "cache")
tables = library.load([row.key for row in library.rows()]).tables
print(len(tables.possessions), len(tables.shots), len(tables.events))
"""
THEIR_START = """
import sys
from pathlib import Path
{imports}
folder = Path(sys.argv[1])
found = [{read} for name in ("possessions", "shots", "events")]
print(*(len(table) for table in found))
"""
STARTS = {
    OURS: OUR_START,
    "pandas": THEIR_START.format(imports="import pandas", read='pandas.read_parquet(folder / f"{name}.parquet")'),
    "Polars": THEIR_START.format(imports="import polars", read='polars.read_parquet(folder / f"{name}.parquet")'),
    "DuckDB": THEIR_START.format(
        imports="import duckdb\nduck = duckdb.connect()",
        read="""duck.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{folder / name}.parquet')")"""
        """ and duck.table(name)""",
    ),
}


def sizes(selection: Selection) -> list[int]:
    """How many possessions, shots and events there are."""
    tables = selection.tables
    return [len(tables.possessions), len(tables.shots), len(tables.events)]


def test_the_season_is_one(selection: Selection) -> None:
    assert (len(selection.games), selection.errors) == (season.GAMES, ())
    keys = selection.tables.possessions.key
    assert len(set(keys.tolist())) == len(keys)
    assert 240_000 < len(keys) < 250_000


@engines
def test_load_warm(
    benchmark: BenchmarkFixture, results: Results, selection: Selection, base: Path, parquet: Path, engine: str
) -> None:
    library = open_library(base / "data" / "library.sqlite", "ctg", base / "cache")
    keys = [row.key for row in library.rows()]

    def ours() -> list[int]:
        return sizes(library.load(keys))

    def theirs() -> list[int]:
        return [len(table) for table in MODULES[engine].load(parquet).values()]

    work: Callable[[], list[int]] = ours if engine == OURS else theirs
    assert work() == sizes(selection)
    benchmark.group = "warm"
    benchmark.pedantic(work, rounds=ROUNDS, warmup_rounds=1)
    library.close()
    if benchmark.stats is not None:
        results.add("warm", engine, benchmark.stats.stats.median * 1000)


@engines
def test_load_cold(
    benchmark: BenchmarkFixture, results: Results, selection: Selection, base: Path, parquet: Path, engine: str
) -> None:
    _start_process(benchmark, results, "cold", engine, sizes(selection), base if engine == OURS else parquet)


@engines
def test_load_first(
    benchmark: BenchmarkFixture, results: Results, selection: Selection, base: Path, parquet: Path, engine: str
) -> None:
    _start_process(benchmark, results, "first", engine, sizes(selection), base if engine == OURS else parquet)


def _start_process(
    benchmark: BenchmarkFixture, results: Results, row: str, engine: str, expected: list[int], folder: Path
) -> None:
    """Time a whole process that loads the season; for the row `first` ours finds nothing that it kept before."""

    def prepare() -> None:
        if row == "first" and engine == OURS:
            shutil.rmtree(folder / "cache", ignore_errors=True)

    def work() -> str:
        command = [sys.executable, "-c", STARTS[engine], str(folder)]
        return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout

    prepare()
    assert work().split() == [str(size) for size in expected]
    benchmark.group = row
    benchmark.pedantic(work, setup=prepare, rounds=ROUNDS)
    if benchmark.stats is not None:
        results.add(row, engine, benchmark.stats.stats.median * 1000)
