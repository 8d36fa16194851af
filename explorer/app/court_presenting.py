"""A sample as the layers of the court take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from explorer.core.breakdown import Sample
from explorer.core.columns import Array
from explorer.core.court import Court
from explorer.core.distances import Distances, distance_codes, distances
from explorer.core.query_names import zone_codes
from explorer.core.shot_fields import BY_NAME, Split, split
from explorer.core.table import Tables
from explorer.core.zone_figures import ZONINGS, zone_figures
from explorer.models.possession_model import team_colours
from explorer.models.shot_words import describe_shot, shot_cells
from explorer.widgets.court.density_layer import Baseline, DensityLayer
from explorer.widgets.court.distance_strip import DistanceStrip
from explorer.widgets.court.limits import MOST_POINTS
from explorer.widgets.court.shots_layer import ShotsLayer, is_placed
from explorer.widgets.court.zones_layer import ZonesLayer

type Beside = tuple[Sample | None, str]
"""What a sample is set against, None for nothing, and what that is called."""


def show_shots(layer: ShotsLayer, sample: Sample, colour: str = "", size: str = "") -> None:
    """Show the shots of a sample, those that the question does not speak of pale behind them.

    `colour` and `size` name fields of `core.shot_fields`; empty: what came of the shots, and one size.
    """
    layer.show_fields(colour, size)
    tables, book = sample.tables, sample.book
    many = int(np.count_nonzero(sample.shots))
    if many > MOST_POINTS:
        layer.show_too_many(many)
        return
    shots = tables.shots.take(sample.shots)

    @cache
    def zones() -> Array:
        """The zones of the shots that are drawn, made when the first is told of."""
        codes: Array = sample.lookups.once("zones", lambda: zone_codes(tables))
        return codes[sample.shots & is_placed(tables.shots)]

    layer.set_shots(
        shots,
        lambda shot: describe_shot(layer.shots, shot, zones(), tables, book),
        lambda shot: shot_cells(layer.shots, shot, zones(), tables, book),
        others=sample.other_shots(),
        notice=shots_notice(tables, many, int(sample.rows.sum())),
        colours=_parted(colour, sample),
        sizes=_parted(size, sample),
    )


def show_zones(layer: ZonesLayer, sample: Sample, beside: Beside, zoning: str, court: Court, small_n: int) -> None:
    """Show a sample by the zones of one of `ZONINGS`."""
    chosen = ZONINGS.get(zoning) or next(iter(ZONINGS.values()))
    shots = sample.tables.shots
    outlines = sample.lookups.once(("outlines", chosen.name, court.key), lambda: chosen.outlines(court, shots))
    layer.set_figures(zone_figures(sample, chosen, beside[0]), outlines, beside[1], small_n)


def show_density(layer: DensityLayer, sample: Sample, beside: Beside, *, is_instead_of_points: bool = False) -> None:
    """Show where the shots of a sample are, and what they bring."""
    other, title = beside
    baseline = None if other is None else Baseline(other.tables.shots, other.shots, title)
    layer.set_shots(sample.tables.shots, sample.shots, baseline, is_instead_of_points=is_instead_of_points)


def show_distances(strip: DistanceStrip, sample: Sample, beside: Beside) -> None:
    """Show the shots of a sample by their distance."""
    other, title = beside
    strip.set_distances(_by_distance(sample), None if other is None else _by_distance(other), title)


def _by_distance(sample: Sample) -> Distances:
    codes = sample.lookups.once("distance codes", lambda: distance_codes(sample.tables.shots))
    return distances(codes, sample.shots)


def _parted(name: str, sample: Sample) -> tuple[Split | None, str]:
    field = BY_NAME.get(name)
    if field is None:
        return None, ""
    tables, book = sample.tables, sample.book
    found = split(field, tables, book, sample.shots & is_placed(tables.shots))
    if name == "team":
        # A team keeps one colour everywhere, but for those of a season that would share it on the court.
        colours = team_colours(tables.names, book)
        known = {book.team_short(key): colours[code] for code, key in enumerate(tables.names.teams)}
        shown = found.titles[:-1] if found.has_rest else found.titles
        found = replace(found, colours=told_apart([known.get(title, 0) for title in shown]))
    return found, field.title


def told_apart(colours: Sequence[int], most: int = 8) -> tuple[int, ...]:
    """The numbers of colours of teams that are shown together: the first of two keeps its own, the other takes one
    that nobody has, as long as there are any of so many."""
    found: list[int] = []
    for colour in colours:
        free = [one for one in range(most) if one not in found and one not in colours]
        found.append(colour if colour not in found or not free else free[0])
    return tuple(found)


def shots_notice(tables: Tables, shots: int, rows: int) -> str:
    """Why there is no shot on the court; empty where there are some."""
    if shots or not rows:
        return ""
    if len(tables.shots):
        return "No shot in the possessions shown."
    return "The feed of this game tells no places of shots."
