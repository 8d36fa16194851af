"""The rows of the benchmarks as one would write them in Polars."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from explorer.core.metrics import Z_95
from tests.benchmarks.frames import AGAINST, ON, TABLES, Found, Frames


def load(folder: Path) -> dict[str, pl.DataFrame]:
    """Read the three tables."""
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in TABLES}


def mask(frames: Frames, most_left_s: float, low: float, high: float) -> Found:
    """The rows after a steal, late in the game, within a margin."""
    is_meant = (
        (pl.col("start") == frames.steal)
        & (pl.col("left") <= most_left_s)
        & pl.col("left").is_not_nan()
        & pl.col("margin").is_between(low, high)
    )
    return _found(frames.polars.filter(is_meant).select("row"))


def sort_by_clock(frames: Frames) -> Found:
    """The rows by clock, the unknown last."""
    return _found(frames.polars.select(row=pl.col("row").sort_by("clock", maintain_order=True)))


def breakdown_by_two(frames: Frames) -> Found:
    """Start by period."""
    points, n = pl.col("points"), pl.col("n")
    ppp = points / n
    spread = (pl.col("squares") - 2 * ppp * points + ppp**2 * n).clip(lower_bound=0)
    half = pl.when(n > 1).then(Z_95 * (spread * n / (n - 1)).sqrt() / n).otherwise(float("nan"))
    return _found(
        frames.polars.lazy()
        .filter(points >= 0)
        .with_columns(points.cast(pl.Float64))
        .group_by("start", "period")
        .agg(n=pl.len().cast(pl.Float64), points=points.sum(), squares=(points * points).sum())
        .select("start", "period", "n", "points", ppp=ppp, half=half)
        .collect()
    )


def line_ups(frames: Frames) -> Found:
    """Every five at both ends."""
    sides = []
    for end, columns in (("offence", ON), ("defence", AGAINST)):
        sides.append(
            frames.polars.lazy()
            .filter((pl.col("points") >= 0) & pl.all_horizontal(pl.col(columns) >= 0))
            .select(five=pl.concat_list(columns).list.sort(), points=pl.col("points").cast(pl.Float64))
            .group_by("five")
            .agg(pl.len().cast(pl.Float64).alias(f"{end}_n"), pl.col("points").sum().alias(f"{end}_points"))
        )
    names = [f"{end}_{what}" for end in ("offence", "defence") for what in ("n", "points")]
    rate = {end: pl.col(f"{end}_points") / pl.col(f"{end}_n") for end in ("offence", "defence")}
    return _found(
        sides[0]
        .join(sides[1], on="five", how="full", coalesce=True)
        .with_columns(pl.col(names).fill_null(0.0))
        .select(
            *(pl.col("five").list.get(place).alias(f"p{place}") for place in range(5)),
            *names,
            net=100 * (rate["offence"] - rate["defence"]),
        )
        .collect()
    )


def on_off(frames: Frames, team: int) -> Found:
    """Every player of a team, on and off."""
    sides = []
    for end, columns in (("offence", ON), ("defence", AGAINST)):
        own = frames.polars.lazy().filter((pl.col(end) == team) & (pl.col("points") >= 0))
        own = own.select(*columns, pl.col("points").cast(pl.Float64)).with_columns(
            whole=pl.all_horizontal(pl.col(columns) >= 0)
        )
        whole, points = pl.col("whole"), pl.col("points")
        on = (
            own.unpivot(columns, index=["points", "whole"], value_name="player")
            .filter(pl.col("player") >= 0)
            .group_by("player")
            .agg(
                pl.len().cast(pl.Float64).alias(f"{end}_on_n"),
                points.sum().alias(f"{end}_on_points"),
                whole.sum().cast(pl.Float64).alias(f"{end}_whole_n"),
                points.filter(whole).sum().alias(f"{end}_whole_points"),
            )
        )
        total = own.select(
            pl.len().cast(pl.Float64).alias(f"{end}_all_n"),
            whole.sum().cast(pl.Float64).alias(f"{end}_all_whole_n"),
            points.filter(whole).sum().alias(f"{end}_all_whole_points"),
        )
        sides.append((end, on, total))
    both = sides[0][1].join(sides[1][1], on="player", how="full", coalesce=True).fill_null(0.0)
    chosen = [pl.col("player")]
    for end, _, total in sides:
        both = both.join(total, how="cross")
        on_n, off_n = pl.col(f"{end}_on_n"), pl.col(f"{end}_all_whole_n") - pl.col(f"{end}_whole_n")
        chosen += [
            on_n,
            pl.col(f"{end}_on_points"),
            off_n.alias(f"{end}_off_n"),
            (pl.col(f"{end}_all_whole_points") - pl.col(f"{end}_whole_points")).alias(f"{end}_off_points"),
            (pl.col(f"{end}_all_n") - on_n - off_n).alias(f"{end}_unknown_n"),
        ]
    return _found(both.select(chosen).collect())


def _found(frame: pl.DataFrame) -> Found:
    return {name: frame[name].to_numpy() for name in frame.columns}
