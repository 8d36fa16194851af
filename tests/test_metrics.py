"""Sums and rates: the interval against a plain computation; the unknown stays unknown."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.breakdown import Sample, measured
from explorer.core.measures import MEASURES
from explorer.core.metrics import Z_95, Moments, Rate, Rates, differences, known, ratios, shares, total
from explorer.core.names import NameBook
from explorer.core.table import Tables
from explorer.core.tabulate import tabulate
from tests.payloads import DAL, MAKE_2, MISS_2, MISS_3, NOP, Json, ctg_game, ctg_row, st_game, st_row, stat

PAIRS = st.lists(st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)), min_size=1, max_size=40)


@given(PAIRS)
def test_the_interval_is_that_of_the_ratio_estimator(pairs: list[tuple[int | None, int | None]]) -> None:
    over, under_all = (np.array([np.nan if v is None else v for v in side]) for side in zip(*pairs, strict=True))
    is_known = ~np.isnan(over.astype(float)) & ~np.isnan(under_all.astype(float))
    x, y = over.astype(float)[is_known], under_all.astype(float)[is_known]
    found = ratios(Moments(*(np.array([part.sum()]) for part in (np.ones(len(x)), x, y, x * x, y * y, x * y)))).at(0)
    both = [(x, y) for x, y in pairs if x is not None and y is not None]
    assert found.n == sum(y for _, y in both)
    under = sum(y for _, y in both)
    if not under:
        assert (found.value, found.low, found.high) == (None, None, None)
        return
    value = sum(x for x, _ in both) / under
    assert found.value == pytest.approx(value)
    if len(both) == 1:
        assert (found.low, found.high) == (None, None)
        return
    n, mean = len(both), under / len(both)
    variance = sum((x - value * y) ** 2 for x, y in both) / (n - 1)
    half = Z_95 * math.sqrt(variance / n) / mean
    assert (found.low, found.high) == pytest.approx((max(value - half, 0), value + half))


def test_z_is_the_two_sided_95_per_cent_point() -> None:
    assert math.erf(Z_95 / math.sqrt(2)) == pytest.approx(0.95, abs=1e-6)


@given(st.integers(1, 400), st.data())
def test_a_share_lies_within_its_interval_and_that_between_0_and_1(trials: int, data: st.DataObject) -> None:
    """Wilson's interval holds exactly the shares whose own normal error reaches the value that was found."""
    hits = data.draw(st.integers(0, trials))
    found = shares(np.array([float(hits)]), np.array([float(trials)])).at(0)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.n == trials
    for end in (found.low, found.high):
        if 0 < end < 1:
            assert abs(found.value - end) == pytest.approx(Z_95 * math.sqrt(end * (1 - end) / trials), abs=1e-9)


def test_a_difference_is_as_wide_as_both_together() -> None:
    def one(value: float, low: float, high: float, n: float) -> Rates:
        return Rates(*(np.array([part]) for part in (value, low, high, n)))

    found = differences(one(1.2, 0.9, 1.5, 40), one(1.0, 0.6, 1.4, 30)).at(0)
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.2 - 0.5, 0.2 + 0.5))
    assert found.n == 30


def test_unknown_counts_are_no_zeros() -> None:
    column = np.array([2, -1, 0], np.int16)
    assert total(column) is None
    assert total(column[[0, 2]]) == 2
    assert np.isnan(known(column)).tolist() == [False, True, False]


def test_no_rows_sum_to_zero_only_where_something_is_known() -> None:
    none = np.array([], np.int16)
    assert total(none) == 0
    assert total(none, np.array([-1, 3], np.int16)) == 0
    assert total(none, np.array([-1, -1], np.int16)) is None


def game_rows() -> list[Json]:
    return [
        st_row(0, 10, [stat(MAKE_2, 11)]),
        st_row(20, 30, [stat(MISS_3, 11), stat("OFFENSIVE_REB REB", 12), stat("FGA FGA3 FG FG3", 13)]),
        st_row(40, 50, [stat("TO", 11)]),
        st_row(60, 70, [stat(MISS_2, 11), stat("FTA FT", 12), stat("FTA", 12)]),
    ]


def rates(tables: Tables, rows: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None) -> dict[str, Rate]:
    whole = Sample.whole(tables, NameBook())
    figures = measured(whole if rows is None else whole.narrowed(rows))
    return {measure.name: figures[measure.name].rates().at(0) for measure in MEASURES}


def test_rates_of_a_game_counted_by_hand() -> None:
    other = [st_row(n * 20 + 10, n * 20 + 20, [stat("DEFENSIVE_REB REB", 22)] if n == 3 else []) for n in range(4)]
    tables = tabulate(st_game(game_rows(), other))
    found = rates(tables, tables.possessions.offence == 0)
    assert (found["ppp"].n, found["efg"].n, found["tov_rate"].n, found["oreb_rate"].n) == (4, 4, 4, 2)
    assert found["fg3a_rate"].value == pytest.approx(2 / 4)
    assert found["fg3a_rate"].n == 4, "so many attempts, not possessions"
    assert found["ts"].value == pytest.approx(6 / (2 * (4 + 0.44 * 2)))
    assert found["ppc"].value is None
    assert found["ppp"].value == pytest.approx((2 + 3 + 0 + 1) / 4)
    assert found["efg"].value == pytest.approx((2 + 0.5 * 1) / 4)
    assert found["tov_rate"].value == pytest.approx(1 / 4)
    assert found["oreb_rate"].value == pytest.approx(1 / (1 + 1))
    assert found["ft_rate"].value == pytest.approx(2 / 4)


def test_what_a_feed_does_not_tell_has_no_rate() -> None:
    rows = [ctg_row(1, DAL, NOP, 0, 12) | {"fg_oreb": None, "ftm": None}]
    found = rates(tabulate(ctg_game(rows)))
    assert (found["ppp"].value, found["ppp"].n) == (None, 0)
    assert (found["oreb_rate"].value, found["oreb_rate"].n) == (None, 0)
    assert found["tov_rate"].value == 0.0


def test_no_rows_have_no_rates() -> None:
    found = rates(Tables.empty())
    assert set(found) == {measure.name for measure in MEASURES}
    assert {(one.value, one.low, one.high, one.n) for one in found.values()} == {(None, None, None, 0)}
