"""The season's possessions as each rival likes them best, and what the rows of the benchmarks hand back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from explorer.core.columns import Array
from explorer.core.seasons import left_s
from explorer.core.table import Tables

type Found = dict[str, Array]
"""A result: columns of one length by name."""

ON = tuple(f"on{place}" for place in range(5))
AGAINST = tuple(f"against{place}" for place in range(5))
TABLES = ("possessions", "shots", "events")


def columns_of(tables: Tables) -> dict[str, Array]:
    """The columns that the rows need, one a name: unknown is NaN in floats, -1 elsewhere, codes are codes."""
    table = tables.possessions
    return {
        "row": np.arange(len(table), dtype=np.int32),
        "offence": table.offence,
        "defence": table.defence,
        "start": table.start,
        "period": table.period,
        "points": table.points,
        "clock": table.start_clock_s,
        "left": left_s(tables),
        "margin": table.margin,
        **{name: np.ascontiguousarray(table.on[:, place]) for place, name in enumerate(ON)},
        **{name: np.ascontiguousarray(table.against[:, place]) for place, name in enumerate(AGAINST)},
    }


@dataclass(frozen=True, slots=True)
class Frames:
    """The same possessions in numpy, pandas, Polars and DuckDB, with the names of their starts and their teams."""

    tables: Tables
    plain: dict[str, Array]
    pandas: pd.DataFrame
    polars: pl.DataFrame
    duck: duckdb.DuckDBPyConnection

    @property
    def steal(self) -> int:
        """The code of the start after a steal."""
        return self.tables.names.words.index("steal")


def frames_of(tables: Tables) -> Frames:
    """Hand the possessions to every rival; nothing of this is timed."""
    plain = columns_of(tables)
    frame = pd.DataFrame(plain)
    polars = pl.DataFrame(plain)
    duck = duckdb.connect()
    duck.register("given", frame)
    duck.execute("CREATE TABLE possessions AS SELECT * FROM given")
    duck.unregister("given")
    return Frames(tables, plain, frame, polars, duck)


def write_parquet(tables: Tables, folder: Path) -> None:
    """All columns of the three tables as Parquet, a file a table: what a rival would keep a season as."""
    for name in TABLES:
        table = getattr(tables, name)
        flat: dict[str, Any] = {}
        for spec in table.specs():
            values = getattr(table, spec.name)
            if spec.width:
                flat |= {f"{spec.name}{place}": np.ascontiguousarray(values[:, place]) for place in range(spec.width)}
            else:
                flat[spec.name] = values
        pl.DataFrame(flat).write_parquet(folder / f"{name}.parquet", compression="uncompressed")


def assert_same(found: Found, expected: Found, keys: tuple[str, ...]) -> None:
    """Fail where two results differ in more than the order of their rows."""
    assert found.keys() == expected.keys()
    one, other = (_in_order(result, keys) for result in (found, expected))
    for name, values in other.items():
        np.testing.assert_allclose(one[name], values, rtol=1e-9, atol=1e-9, err_msg=name)


def _in_order(result: Found, keys: tuple[str, ...]) -> dict[str, NDArray[np.float64]]:
    order = np.lexsort([result[key] for key in keys])
    return {name: np.asarray(values, np.float64)[order] for name, values in result.items()}
