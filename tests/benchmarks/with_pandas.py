"""The rows of the benchmarks as one would write them in pandas."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from explorer.core.metrics import Z_95
from tests.benchmarks.frames import AGAINST, ON, TABLES, Found, Frames


def load(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the three tables."""
    return {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES}


def mask(frames: Frames, most_left_s: float, low: float, high: float) -> Found:
    """The rows after a steal, late in the game, within a margin."""
    frame = frames.pandas
    is_meant = (frame["start"] == frames.steal) & (frame["left"] <= most_left_s) & frame["margin"].between(low, high)
    return {"row": np.flatnonzero(is_meant.to_numpy())}


def sort_by_clock(frames: Frames) -> Found:
    """The rows by clock, the unknown last."""
    return {"row": frames.pandas["clock"].sort_values(kind="stable").index.to_numpy()}


def breakdown_by_two(frames: Frames) -> Found:
    """Start by period."""
    frame = frames.pandas[["start", "period", "points"]]
    known = frame[frame["points"] >= 0].astype({"points": np.float64})
    known = known.assign(square=known["points"] ** 2)
    found = known.groupby(["start", "period"], sort=False).agg(
        n=("points", "size"), points=("points", "sum"), squares=("square", "sum")
    )
    n, ppp = found["n"], found["points"] / found["n"]
    spread = (found["squares"] - 2 * ppp * found["points"] + ppp**2 * n).clip(lower=0)
    half = (Z_95 * np.sqrt(spread * n / (n - 1)) / n).where(n > 1)
    keys = found.index
    return {
        "start": keys.get_level_values(0).to_numpy(),
        "period": keys.get_level_values(1).to_numpy(),
        "n": n.to_numpy(),
        "points": found["points"].to_numpy(),
        "ppp": ppp.to_numpy(),
        "half": half.to_numpy(),
    }


def line_ups(frames: Frames) -> Found:
    """Every five at both ends."""
    frame = frames.pandas
    names = [f"p{place}" for place in range(5)]
    sides = []
    for end, columns in (("offence", ON), ("defence", AGAINST)):
        known = frame[(frame["points"] >= 0) & (frame[list(columns)] >= 0).all(axis=1)]
        fives = pd.DataFrame(np.sort(known[list(columns)].to_numpy(), axis=1), columns=names)
        fives["points"] = known["points"].to_numpy(np.float64)
        grouped = fives.groupby(names, sort=False)["points"].agg(["size", "sum"])
        sides.append(grouped.set_axis([f"{end}_n", f"{end}_points"], axis=1))
    both = sides[0].join(sides[1], how="outer").fillna(0.0)
    net = 100 * (both["offence_points"] / both["offence_n"] - both["defence_points"] / both["defence_n"])
    found = both.assign(net=net).reset_index()
    return {name: found[name].to_numpy() for name in found.columns}


def on_off(frames: Frames, team: int) -> Found:
    """Every player of a team, on and off."""
    ends = []
    for end, side, columns in (("offence", "offence", ON), ("defence", "defence", AGAINST)):
        frame = frames.pandas
        own = frame.loc[(frame[side] == team) & (frame["points"] >= 0), [*columns, "points"]]
        is_whole = (own[list(columns)] >= 0).all(axis=1)
        long = own.assign(is_whole=is_whole).melt(["points", "is_whole"], list(columns), value_name="player")
        long = long[long["player"] >= 0]
        on = long.groupby("player")["points"].agg(["size", "sum"])
        whole = long[long["is_whole"]].groupby("player")["points"].agg(["size", "sum"])
        whole = whole.reindex(on.index, fill_value=0)
        found = pd.DataFrame({f"{end}_on_n": on["size"], f"{end}_on_points": on["sum"]})
        found[f"{end}_off_n"] = is_whole.sum() - whole["size"]
        found[f"{end}_off_points"] = own.loc[is_whole, "points"].sum() - whole["sum"]
        ends.append((end, found, len(own), int(is_whole.sum()), own.loc[is_whole, "points"].sum()))
    both = ends[0][1].join(ends[1][1], how="outer")
    for end, _, count, whole_count, points in ends:
        for name, value in (("on_n", 0), ("on_points", 0), ("off_n", whole_count), ("off_points", points)):
            both[f"{end}_{name}"] = both[f"{end}_{name}"].fillna(value)
        both[f"{end}_unknown_n"] = count - both[f"{end}_on_n"] - both[f"{end}_off_n"]
    found = both.reset_index()
    return {name: found[name].to_numpy() for name in found.columns}
