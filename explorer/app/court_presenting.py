"""A sample as the layers of the court take it."""

from __future__ import annotations

import numpy as np

from explorer.core.breakdown import Sample
from explorer.core.shot_fields import BY_NAME, Split, split
from explorer.core.table import Tables
from explorer.models.shot_words import describe_shot, shot_cells
from explorer.widgets.court.shots_layer import MOST_POINTS, ShotsLayer, is_placed


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
    layer.set_shots(
        shots,
        lambda shot: describe_shot(layer.shots, shot, tables, book),
        lambda shot: shot_cells(layer.shots, shot, tables, book),
        others=sample.other_shots(),
        notice=shots_notice(tables, many, int(sample.rows.sum())),
    )
    if colour or size:
        layer.set_split(*_parted(colour, sample), *_parted(size, sample))


def _parted(name: str, sample: Sample) -> tuple[Split | None, str]:
    field = BY_NAME.get(name)
    if field is None:
        return None, ""
    shown = sample.shots & is_placed(sample.tables.shots)
    return split(field, sample.tables, sample.book, shown), field.title


def shots_notice(tables: Tables, shots: int, rows: int) -> str:
    """Why there is no shot on the court; empty where there are some."""
    if shots or not rows:
        return ""
    if len(tables.shots):
        return "No shot in the possessions shown."
    return "The feed of this game tells no places of shots."
