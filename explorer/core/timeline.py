"""Rows whose times may be missing -> the order in which they were played."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Rank = tuple[float, ...]
_LAST_PERIOD = 1000


@dataclass(frozen=True, slots=True)
class Moment:
    """What places a row in its game: the period's number, start and end on a rising scale, and by the clock.

    The rising scale is whatever the feed counts in (timestamps, frames), the same for all rows of a period.
    """

    period: int | None
    start: float | None
    end: float | None
    start_clock_s: float | None
    end_clock_s: float | None


def in_order(moments: Sequence[Moment]) -> list[int]:
    """The rows' numbers in the order of play; rows that nothing tells apart stay in the feed's order.

    By period, an unknown one last. Within it by (start, end) where all rows have a start: by the start alone,
    possessions of no length change places. Else by the clock where all rows have one; else a row without a
    start follows the row before it.
    """
    periods: dict[int, list[int]] = {}
    for index, moment in enumerate(moments):
        periods.setdefault(_LAST_PERIOD if moment.period is None else moment.period, []).append(index)
    return [index for period in sorted(periods) for index in _period_in_order(moments, periods[period])]


def _period_in_order(moments: Sequence[Moment], rows: Sequence[int]) -> Iterator[int]:
    own = [moments[index] for index in rows]
    rank: Callable[[Moment], Rank] = _by_time
    if any(moment.start is None for moment in own):
        if all(moment.start_clock_s is not None for moment in own):
            rank = _by_clock
        else:
            own = _carried(own)
    return (rows[place] for place in sorted(range(len(own)), key=lambda place: rank(own[place])))


def _by_time(moment: Moment) -> Rank:
    start = 0.0 if moment.start is None else moment.start
    return (start, start if moment.end is None else moment.end, *_by_clock(moment))


def _by_clock(moment: Moment) -> Rank:
    start = moment.start_clock_s or 0.0
    return (-start, -(start if moment.end_clock_s is None else moment.end_clock_s))


def _carried(moments: Sequence[Moment]) -> list[Moment]:
    """Rows without a start get the times of the row before them, the first ones those of the first row with one."""
    last = next((moment for moment in moments if moment.start is not None), None)
    carried = []
    for moment in moments:
        last = moment if last is None or moment.start is not None else last
        carried.append(Moment(moment.period, last.start, last.end, None, None))
    return carried
