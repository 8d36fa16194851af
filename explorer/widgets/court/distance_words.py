"""Shots by distance in words and as a table."""

from __future__ import annotations

import math
from dataclasses import dataclass

from explorer.core import text
from explorer.core.distances import BINS, FARTHEST_FT, Distances, over_three
from explorer.core.shot_counts import Counts
from explorer.widgets.court.density_words import pps_of, with_interval
from explorer.widgets.court.layer import Rows


@dataclass(frozen=True, slots=True)
class Profile:
    """What the strip shows: the shots by distance, those of a baseline with its title, and where the arc is."""

    shots: Distances
    three_ft: float
    corner_ft: float
    baseline: Distances | None = None
    title: str = ""


def feet_in_words(first: int, last: int) -> str:
    """`4 to 5 ft`, `30 ft and more`: from the near edge of one bin to the far edge of another."""
    return f"{first} ft and more" if last >= FARTHEST_FT else f"{first} to {last + 1} ft"


def ends_of(first: int, last: int) -> tuple[float, float]:
    """From where to below where the bins reach, in feet; infinity beyond the last."""
    return float(first), math.inf if last >= FARTHEST_FT else float(last + 1)


def _sums(bins: Counts, first: int, last: int) -> Counts:
    return bins.take(slice(first, last + 1)).total()


def words_of(profile: Profile, first: int, last: int) -> str:
    """Everything that is known of the shots from some bins, a line each."""
    counts, total = _sums(profile.shots.bins, first, last), profile.shots.n
    n, known, told = (int(part[0]) for part in (counts.n, counts.known, counts.told))
    lines = [feet_in_words(first, last)]
    lines.append(f"{text.count(n, 'shot')}, {text.share(n / total if total else None, 1)} of {total:,}")
    if n:
        lines.append(f"{int(counts.made[0]):,} of {known:,} made, {with_interval(counts.fg().at(0), is_share=True)}")
        lines.append(f"{with_interval(pps_of(counts).at(0), is_share=False)} points per shot (n {told:,})")
    if profile.baseline is not None:
        theirs = _sums(profile.baseline.bins, first, last).pps().at(0)
        rate_in_words = f"{text.number(theirs.value, 2)} points per shot (n {theirs.n:,})"
        lines.append(f"against {profile.title} (dashed): {rate_in_words}")
    if first == last and n:
        smooth = pps_of(over_three(profile.shots.bins)).at(first)
        lines.append(f"the line: {with_interval(smooth, is_share=False)} over {_reach(first)} (n {smooth.n:,})")
    return "\n".join(lines)


def _reach(place: int) -> str:
    if place == FARTHEST_FT:
        return feet_in_words(place, place)
    return feet_in_words(max(place - 1, 0), min(place + 1, FARTHEST_FT - 1))


def summary_of(profile: Profile | None) -> str:
    """The strip in one sentence."""
    if profile is None or not profile.shots.n:
        return "No shot with a distance."
    bins, total = profile.shots.bins, profile.shots.n
    near, middle, far = (float(bins.n[part].sum()) for part in (slice(0, 4), slice(4, 22), slice(22, BINS)))
    shares = [text.share(part / total) for part in (near, middle, far)]
    unknown = f"; {profile.shots.unknown:,} without a distance" if profile.shots.unknown else ""
    return (
        f"{text.count(total, 'shot')} by distance: {shares[0]} from within 4 ft, {shares[1]} from 4 to 22 ft, "
        f"{shares[2]} from beyond{unknown}."
    )


def table_of(profile: Profile | None) -> Rows:
    """A row a bin that has shots."""
    headers = ["distance", "shots", "share", "made", "FG%", "PPS", "n of PPS"]
    headers += ["PPS of three bins", "95 % from", "to", "n of three bins"]
    if profile is None:
        return Rows(tuple(headers), (), (False, *(True for _ in headers[1:])))
    shots, baseline = profile.shots, profile.baseline
    headers += [f"PPS of {profile.title}", f"n of {profile.title}"] if baseline is not None else []
    bins, fg, pps = shots.bins, shots.bins.fg(), shots.bins.pps()
    theirs = None if baseline is None else baseline.bins.pps()
    smoothed = pps_of(over_three(bins))
    rows = []
    for place in range(BINS):
        if not bins.n[place]:
            continue
        smooth = smoothed.at(place)
        row = [
            feet_in_words(place, place),
            f"{bins.n[place]:,.0f}",
            text.share(float(bins.n[place]) / shots.n, 1),
            f"{bins.made[place]:,.0f}",
            text.share(float(fg.value[place]), 1),
            text.number(float(pps.value[place]), 2),
            f"{bins.told[place]:,.0f}",
            *(text.number(value, 2) for value in (smooth.value, smooth.low, smooth.high)),
            f"{smooth.n:,}",
        ]
        if theirs is not None:
            other = theirs.at(place)
            row += [text.number(other.value, 2), f"{other.n:,}"]
        rows.append(tuple(row))
    return Rows(tuple(headers), tuple(rows), (False, *(True for _ in headers[1:])))
