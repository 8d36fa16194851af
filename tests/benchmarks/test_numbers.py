"""Questions to a season in memory: ours, pandas, Polars and DuckDB on the same columns, checked equal before timing."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytest_benchmark.fixture import BenchmarkFixture

from explorer.core import query
from explorer.core.names import NameBook
from explorer.core.seasons import left_s
from explorer.models.possession_model import PossessionModel
from explorer.services.selection import Selection
from tests.benchmarks import ours, with_duckdb, with_pandas, with_plain, with_polars
from tests.benchmarks.frames import Found, Frames, assert_same
from tests.benchmarks.results import OURS, RIVALS, Results

ENGINES = (OURS, *RIVALS)
MODULES = {"pandas": with_pandas, "Polars": with_polars, "DuckDB": with_duckdb}
ROUNDS = 15
engines = pytest.mark.parametrize("engine", ENGINES)

type Work = Callable[[], Found]


def time(benchmark: BenchmarkFixture, results: Results, row: str, engine: str, work: Callable[[], object]) -> None:
    """Measure a row of one engine; the median of some rounds counts."""
    benchmark.group = row
    benchmark.pedantic(work, rounds=ROUNDS, warmup_rounds=2)
    if benchmark.stats is not None:
        results.add(row, engine, benchmark.stats.stats.median * 1000)


def limits() -> Callable[[], tuple[int, int, int]]:
    """Other numbers every time, as they are typed: seconds that are left, and the margin's bounds."""
    count = itertools.count()

    def following() -> tuple[int, int, int]:
        n = next(count)
        return 240 + n, -5 - n % 20, 5

    return following


def question_of(most_left_s: int, low: int, high: int) -> str:
    """The same as a question in the filter."""
    return f"start:steal left<={most_left_s // 60}:{most_left_s % 60:02} margin:{low}..{high}"


@engines
def test_mask(benchmark: BenchmarkFixture, results: Results, frames: Frames, engine: str) -> None:
    book, tables = NameBook(), frames.tables

    def our_mask(most_left_s: int, low: int, high: int) -> Found:
        asked = query.parse(question_of(most_left_s, low, high))
        return {"row": np.flatnonzero(query.possessions(asked, tables, book))}

    work = our_mask if engine == OURS else functools.partial(MODULES[engine].mask, frames)
    expected = with_plain.mask(tables, frames.steal, left_s(tables).tolist(), 240, -5, 5)
    assert_same(work(240, -5, 5), expected, ("row",))
    following = limits()
    time(benchmark, results, "mask", engine, lambda: work(*following()))


@engines
def test_sort(benchmark: BenchmarkFixture, results: Results, frames: Frames, selection: Selection, engine: str) -> None:
    model = PossessionModel()
    model.set_tables(selection.tables, selection.book)
    column = [field.name for field in model.fields].index("clock")

    def our_sort() -> Found:
        model.sort(column, Qt.SortOrder.AscendingOrder)
        return {"row": model.rows}

    work = our_sort if engine == OURS else functools.partial(MODULES[engine].sort_by_clock, frames)
    np.testing.assert_array_equal(work()["row"], with_plain.sort_by_clock(frames.tables)["row"])
    time(benchmark, results, "sort", engine, work)


@engines
def test_breakdown_by_two(benchmark: BenchmarkFixture, results: Results, frames: Frames, engine: str) -> None:
    ours_by_two = functools.partial(ours.ours_breakdown_by_two, frames.tables, NameBook())
    work = ours_by_two if engine == OURS else functools.partial(MODULES[engine].breakdown_by_two, frames)
    assert_same(work(), with_plain.breakdown_by_two(frames.tables), ("start", "period"))
    time(benchmark, results, "breakdown", engine, work)


@engines
def test_line_ups(benchmark: BenchmarkFixture, results: Results, frames: Frames, engine: str) -> None:
    our_line_ups = functools.partial(ours.ours_line_ups, frames.tables)
    work = our_line_ups if engine == OURS else functools.partial(MODULES[engine].line_ups, frames)
    assert_same(work(), with_plain.line_ups(frames.tables), ("p0", "p1", "p2", "p3", "p4"))
    time(benchmark, results, "line-ups", engine, work)


@engines
def test_on_off(benchmark: BenchmarkFixture, results: Results, frames: Frames, engine: str) -> None:
    team = 7
    our_on_off = functools.partial(ours.ours_on_off, frames.tables, NameBook(), team)
    work = our_on_off if engine == OURS else functools.partial(MODULES[engine].on_off, frames, team)
    assert_same(work(), with_plain.on_off(frames.tables, team), ("player",))
    time(benchmark, results, "on-off", engine, work)
