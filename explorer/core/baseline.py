"""What rates are compared with: the figures of other possessions, by name."""

from __future__ import annotations

import numpy as np

from explorer.core.breakdown import Sample, measured, measured_shots
from explorer.core.figures import RATES


def opponents(sample: Sample) -> Sample:
    """All possessions of the teams that defend in a sample, in the same games; the question is not asked of them."""
    table = sample.tables.possessions
    width = len(sample.tables.names.teams) + 1
    pairs = np.unique((table.game * np.int64(width) + table.defence)[sample.rows & (table.defence >= 0)])
    rows = np.isin(table.game * np.int64(width) + table.offence, pairs) & (table.offence >= 0)
    return Sample.whole(sample.tables, sample.book).narrowed(rows)


def baseline_of(sample: Sample, *, is_of_shots: bool) -> dict[str, float]:
    """The rates of a sample by the names of their figures; those without a value are left out."""
    figures = measured_shots(sample) if is_of_shots else measured(sample, RATES)
    return {
        name: float(figure.value[0])
        for name, figure in figures.items()
        if figure.n is not None and not figure.half_of and not np.isnan(figure.value[0])
    }
