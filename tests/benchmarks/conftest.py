"""The season, handed to every engine once, and the table of ratios at the end."""

from __future__ import annotations

import dataclasses
import os
import shutil
from pathlib import Path

import pytest

from explorer.services.library import open_library
from explorer.services.selection import Selection
from tests.benchmarks import season
from tests.benchmarks.frames import Frames, frames_of, write_parquet
from tests.benchmarks.results import RESULTS, Results

CACHES = Path(__file__).resolve().parents[2] / ".benchmarks"


@pytest.fixture(scope="session")
def library_file() -> Path:
    """The season's library, made by the first run."""
    return season.season(CACHES)


@pytest.fixture(scope="session")
def base(library_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's folders with the season in the library."""
    folder = tmp_path_factory.mktemp("base")
    (folder / "data").mkdir()
    try:
        os.link(library_file, folder / "data" / "library.sqlite")
    except OSError:
        shutil.copy(library_file, folder / "data" / "library.sqlite")
    return folder


@pytest.fixture(scope="session")
def selection(base: Path) -> Selection:
    """All games, loaded, and their joined columns in the cache."""
    library = open_library(base / "data" / "library.sqlite", "ctg", base / "cache")
    found = library.load([row.key for row in library.rows()])
    library.close()
    return found


@pytest.fixture(scope="session")
def parquet(selection: Selection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same columns as Parquet, a file a table."""
    folder = tmp_path_factory.mktemp("parquet")
    write_parquet(selection.tables, folder)
    return folder


@pytest.fixture(scope="session")
def frames(selection: Selection) -> Frames:
    """The possessions in every engine; a few of them with unknown points, or with a five that is not all told."""
    tables = selection.tables
    table = tables.possessions
    on, points = table.on.copy(), table.points.copy()
    on[::97, 4], points[::211] = -1, -1
    gaps = dataclasses.replace(tables, possessions=dataclasses.replace(table, on=on, points=points))
    return frames_of(gaps)


@pytest.fixture
def results(pytestconfig: pytest.Config) -> Results:
    """Where what was measured is put."""
    return pytestconfig.stash.setdefault(RESULTS, Results())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was measured as Markdown."""
    found = config.stash.get(RESULTS, None)
    if found is not None:
        terminalreporter.section("a season of 1,230 games: ours beside the others")
        terminalreporter.write_line(found.as_markdown())
