"""The rows of the benchmarks as one would write them in SQL for DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from explorer.core.metrics import Z_95
from tests.benchmarks.frames import AGAINST, ON, TABLES, Found, Frames


def load(folder: Path) -> dict[str, Any]:
    """Read the three tables into a database in memory."""
    duck = duckdb.connect()
    for name in TABLES:
        duck.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{folder / name}.parquet')")
    return {name: duck.table(name) for name in TABLES}


def mask(frames: Frames, most_left_s: float, low: float, high: float) -> Found:
    """The rows after a steal, late in the game, within a margin."""
    return _found(
        frames,
        """SELECT "row" FROM possessions
           WHERE start = ? AND "left" <= ? AND margin BETWEEN ? AND ? AND NOT isnan("left") ORDER BY "row" """,
        frames.steal,
        most_left_s,
        low,
        high,
    )


def sort_by_clock(frames: Frames) -> Found:
    """The rows by clock, the unknown last: NaN is the greatest of numbers here."""
    return _found(frames, 'SELECT "row" FROM possessions ORDER BY clock, "row"')


def breakdown_by_two(frames: Frames) -> Found:
    """Start by period."""
    return _found(
        frames,
        f"""WITH sums AS (
                SELECT start, period, count(*)::DOUBLE AS n, sum(points)::DOUBLE AS points,
                       sum(points::DOUBLE * points) AS squares
                FROM possessions WHERE points >= 0 GROUP BY start, period)
            SELECT start, period, n, points, points / n AS ppp,
                   CASE WHEN n > 1 THEN {Z_95} * sqrt(
                       greatest(squares - points * points / n, 0) * n / (n - 1)) / n ELSE 'nan'::DOUBLE END AS half
            FROM sums""",
    )


def line_ups(frames: Frames) -> Found:
    """Every five at both ends."""

    def side(end: str, columns: tuple[str, ...]) -> str:
        fives = ", ".join(columns)
        return f"""(SELECT list_sort([{fives}]) AS five, count(*)::DOUBLE AS {end}_n,
                           sum(points)::DOUBLE AS {end}_points
                    FROM possessions WHERE points >= 0 AND least({fives}) >= 0 GROUP BY five)"""

    return _found(
        frames,
        f"""SELECT {", ".join(f"five[{place + 1}] AS p{place}" for place in range(5))},
                   coalesce(offence_n, 0) AS offence_n, coalesce(offence_points, 0) AS offence_points,
                   coalesce(defence_n, 0) AS defence_n, coalesce(defence_points, 0) AS defence_points,
                   coalesce(100 * (offence_points / offence_n - defence_points / defence_n), 'nan'::DOUBLE) AS net
            FROM {side("offence", ON)} FULL JOIN {side("defence", AGAINST)} USING (five)""",
    )


def on_off(frames: Frames, team: int) -> Found:
    """Every player of a team, on and off."""

    def end(name: str, columns: tuple[str, ...]) -> str:
        fives = ", ".join(columns)
        return f"""{name}_own AS (
                SELECT [{fives}] AS five, points, least({fives}) >= 0 AS whole
                FROM possessions WHERE {name} = {team} AND points >= 0),
            {name}_all AS (
                SELECT count(*) AS n, count(*) FILTER (whole) AS whole_n,
                       coalesce(sum(points) FILTER (whole), 0) AS whole_points FROM {name}_own),
            {name}_on AS (
                SELECT player, count(*) AS n, sum(points) AS points, count(*) FILTER (whole) AS whole_n,
                       coalesce(sum(points) FILTER (whole), 0) AS whole_points
                FROM (SELECT unnest(five) AS player, points, whole FROM {name}_own)
                WHERE player >= 0 GROUP BY player)"""

    def told(name: str) -> str:
        on, whole = f"{name}_on", f"{name}_all"
        off_n = f"{whole}.whole_n - coalesce({on}.whole_n, 0)"
        return f"""coalesce({on}.n, 0)::DOUBLE AS {name}_on_n, coalesce({on}.points, 0)::DOUBLE AS {name}_on_points,
                   ({off_n})::DOUBLE AS {name}_off_n,
                   ({whole}.whole_points - coalesce({on}.whole_points, 0))::DOUBLE AS {name}_off_points,
                   ({whole}.n - coalesce({on}.n, 0) - ({off_n}))::DOUBLE AS {name}_unknown_n"""

    return _found(
        frames,
        f"""WITH {end("offence", ON)}, {end("defence", AGAINST)}
            SELECT player, {told("offence")}, {told("defence")}
            FROM offence_on FULL JOIN defence_on USING (player), offence_all, defence_all""",
    )


def _found(frames: Frames, statement: str, *values: float) -> Found:
    found = frames.duck.execute(statement, values).fetchnumpy()
    return {name: np.ma.getdata(column) for name, column in found.items()}
