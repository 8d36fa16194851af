"""The figures of zones: they add up to all shots, and are what the questions of their zones give."""

from __future__ import annotations

import functools
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core import query
from explorer.core.breakdown import Sample, measured_shots
from explorer.core.court import court_for
from explorer.core.measures import Style
from explorer.core.metrics import Rate
from explorer.core.vocabulary import SHOTTRACKER
from explorer.core.zone_figures import NOTHING, ZONINGS, written, zone_figures
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from tests.random_tables import book, rows_of, tables_of

SEEDS = st.integers(0, 2**32 - 1)


@functools.cache
def games() -> Selection:
    return load_sample(SHOTTRACKER, games=4, seed=3)


@given(SEEDS, st.sampled_from(sorted(ZONINGS)))
@settings(max_examples=40)
def test_zones_and_the_unknown_make_all_shots(seed: int, name: str) -> None:
    random = Random(seed)
    rows = rows_of(random, random.choice((0, 1, 5, 40)))
    sample = Sample.whole(tables_of(rows), book())
    sample = sample.narrowed(np.array([random.random() < 0.7 for _ in rows], np.bool_))
    found = zone_figures(sample, ZONINGS[name])
    assert sum(zone.attempts for zone in found.zones) + found.unknown == found.total == sample.shots.sum()
    if any(zone.attempts for zone in found.zones):
        assert sum(zone.share.value or 0 for zone in found.zones) == pytest.approx(1)
    for zone in found.zones:
        asked = query.parse(zone.term)
        mine = query.shots(asked, sample.tables, sample.book) & sample.shots
        assert mine.sum() == zone.attempts
        assert zone.base_pps == zone.gap == NOTHING


@pytest.mark.parametrize("name", sorted(ZONINGS))
def test_a_zones_figures_are_those_of_its_question(name: str) -> None:
    selection = games()
    tables, names = selection.tables, selection.book
    whole = Sample.whole(tables, names)
    rows = tables.possessions.game % 2 == 0
    first, second = whole.narrowed(rows), whole.narrowed(~rows)
    found = zone_figures(first, ZONINGS[name], second)
    assert found.is_independent
    assert (found.total, found.base_total) == (int(first.shots.sum()), int(second.shots.sum()))
    assert len(found.zones) >= 6
    for zone in found.zones:
        asked = Sample.of(query.parse(zone.term), tables, names)
        for sample, attempts, fg, pps in (
            (first, zone.attempts, zone.fg, zone.pps),
            (second, zone.base_attempts, zone.base_fg, zone.base_pps),
        ):
            told = measured_shots(Sample(tables, names, sample.rows, sample.shots & asked.shots, True))
            if attempts:
                assert fg == told["fg_pct"].rates().at(0)
                of_all = told["pps"].rates().at(0)
                assert (pps.value, pps.n) == (of_all.value, of_all.n)
                if fg.value in (0, 1):
                    assert pps.low is not None
                    assert pps.high is not None
                    assert pps.high - pps.low > 0.01, "no certainty from a few shots"
                else:
                    assert pps == of_all
        if zone.pps.value is None or zone.base_pps.value is None:
            assert zone.gap.value is None
        elif zone.gap.low is not None and zone.gap.high is not None:
            gap = zone.pps.value - zone.base_pps.value
            assert zone.gap.value == pytest.approx(gap)
            assert zone.gap.low <= gap <= zone.gap.high


def test_a_baseline_that_holds_the_sample_gives_no_interval() -> None:
    selection = games()
    whole = Sample.whole(selection.tables, selection.book)
    some = whole.narrowed(selection.tables.possessions.game == 0)
    found = zone_figures(some, ZONINGS["basic"], whole)
    rim = found.of(0)
    assert rim is not None
    assert rim.gap.value is not None
    assert (rim.gap.low, rim.gap.high, found.is_independent) == (None, None, False)
    other = Sample.whole(selection.tables.take(selection.tables.possessions.game == 1), selection.book)
    assert zone_figures(some, ZONINGS["basic"], other).is_independent
    assert found.of(99) is None


def test_zones_lie_where_their_zoning_has_them() -> None:
    shots = games().tables.shots
    court = court_for("ncaa_men", None)
    assert not ZONINGS["nba14"].outlines(court, shots).is_derived
    found = ZONINGS["zone_number"].outlines(court, shots)
    assert found.is_derived
    assert {zone.code for zone in found.zones} <= set(shots.zone.tolist())


def test_a_rate_is_written_with_all_that_is_known() -> None:
    assert written(Rate(1.1234, 1.0, 1.25, 84), Style.RATE) == "1.12 (1.00 to 1.25, n 84)"
    assert written(Rate(0.5, None, None, 1), Style.SHARE) == "50.0% (n 1)"
    assert written(NOTHING, Style.RATE) == "-"
