"""Periods and clocks as feeds write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core import text
from explorer.core.clock import HALVES, QUARTERS, day_of, parse_clock, parse_period


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("12:30.0", 750.0),
        ("12:30", 750.0),
        ("1:2.3", 62.3),
        ("00:15:00", 900.0),
        ("0:00.0", 0.0),
        ("05.7", 5.7),
        ("719.9999999999", 719.9999999999),
        (" 3:05 ", 185.0),
        (708.0, 708.0),
        (0, 0.0),
        (None, None),
        ("", None),
    ],
)
def test_clocks_of_all_kinds(written: str | float | None, seconds: float | None) -> None:
    assert parse_clock(written) == seconds


@pytest.mark.parametrize(
    "written",
    ["x", "1:60", "12:30:10", "-1", "1:2:3:4", ":30", "1e3", "nan", "1,5", -0.1, 6001, float("nan"), float("inf")],
)
def test_what_is_no_clock_is_said(written: str | float) -> None:
    with pytest.raises(ValueError, match="the clock"):
        parse_clock(written)


@given(st.integers(0, 99), st.integers(0, 599))
def test_a_clock_reads_what_is_written(minutes: int, tenths: int) -> None:
    written = f"{minutes}:{tenths // 10:02d}.{tenths % 10}"
    assert parse_clock(written) == pytest.approx(minutes * 60 + tenths / 10)


@given(st.text(max_size=12) | st.floats())
def test_any_text_or_number_is_a_time_or_a_value_error(written: str | float) -> None:
    try:
        seconds = parse_clock(written)
    except ValueError:
        return
    assert seconds is None or 0 <= seconds <= 6000


@pytest.mark.parametrize(
    ("written", "regulation", "number", "name"),
    [
        ("Q1", QUARTERS, 1, "Q1"),
        ("q4", QUARTERS, 4, "Q4"),
        ("Q 2", QUARTERS, 2, "Q2"),
        (3, QUARTERS, 3, "Q3"),
        ("3", QUARTERS, 3, "Q3"),
        (5, QUARTERS, 5, "OT1"),
        ("OT", QUARTERS, 5, "OT1"),
        ("OT1", QUARTERS, 5, "OT1"),
        ("OT3", QUARTERS, 7, "OT3"),
        ("H2", QUARTERS, 2, "H2"),
        ("OT", HALVES, 3, "OT1"),
        (2, HALVES, 2, "H2"),
        ("2", HALVES, 2, "H2"),
        (3, HALVES, 3, "OT1"),
        ("Q5", QUARTERS, None, "Q5"),
        ("H3", QUARTERS, None, "H3"),
        ("OT0", QUARTERS, None, "OT0"),
        ("Q", QUARTERS, None, "Q"),
        ("Pause", QUARTERS, None, "Pause"),
        (0, QUARTERS, None, "0"),
        (-1, QUARTERS, None, "-1"),
        ("9" * 40, QUARTERS, None, "9" * 40),
        (None, QUARTERS, None, "-"),
    ],
)
def test_period_words(written: str | int | None, regulation: int, number: int | None, name: str) -> None:
    period = parse_period(written, regulation)
    assert (period.number, period.name) == (number, name)


def test_lengths() -> None:
    assert [parse_period(word).length_s for word in ("Q1", "H1", "OT2", "Pause", None)] == [720, 1200, 300, None, None]
    assert parse_period("OT").is_overtime
    assert not parse_period("Q4").is_overtime
    assert not parse_period("Pause").is_overtime


def test_the_day_of_play_is_that_at_utc_minus_8() -> None:
    assert day_of(1_700_000_000) == "2023-11-14"
    assert (day_of(1_700_035_199), day_of(1_700_035_200)) == ("2023-11-14", "2023-11-15")


def test_clocks_as_they_are_written() -> None:
    assert [text.clock(value) for value in (720, 59.96, 59.94, 4.0, 61.27, 0, None, float("nan"))] == [
        "12:00",
        "1:00",
        "0:59.9",
        "0:04",
        "1:01",
        "0:00",
        "-",
        "-",
    ]
