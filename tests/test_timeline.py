"""The order of play where times are missing."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from explorer.core.timeline import Moment, in_order

TIMES = st.none() | st.floats(0, 3000)
MOMENTS = st.builds(Moment, st.none() | st.integers(1, 6), TIMES, TIMES, TIMES, TIMES)


@given(st.lists(MOMENTS, max_size=20))
def test_every_row_once_by_period(moments: list[Moment]) -> None:
    order = in_order(moments)
    assert sorted(order) == list(range(len(moments)))
    periods = [moments[index].period or 99 for index in order]
    assert periods == sorted(periods)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 700), st.integers(0, 30)), max_size=20), st.randoms())
def test_start_and_end_order_rows_that_have_both(rows: list[tuple[int, int, int]], dice: random.Random) -> None:
    moments = [Moment(period, start, start + length, None, None) for period, start, length in rows]
    dice.shuffle(moments)
    told = [(m.period, m.start, m.end) for m in (moments[index] for index in in_order(moments))]
    assert told == sorted((period, start, start + length) for period, start, length in rows)


def test_the_clock_orders_rows_without_times() -> None:
    moments = [Moment(1, None, None, clock, clock - 5) for clock in (100.0, 700.0, 300.0)]
    assert in_order(moments) == [1, 2, 0]
    assert in_order([Moment(1, None, None, 700, 690), Moment(1, None, None, 700, 700)]) == [1, 0]


def test_a_row_without_anything_follows_the_row_before_it() -> None:
    nothing = Moment(1, None, None, None, None)
    assert in_order([Moment(1, 50, 60, None, None), nothing, Moment(1, 10, 20, None, None)]) == [2, 0, 1]
    assert in_order([nothing, Moment(1, 50, 60, None, None)]) == [0, 1]
    assert in_order([nothing, nothing]) == [0, 1]
