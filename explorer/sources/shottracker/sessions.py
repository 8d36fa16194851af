"""The sessions of one game joined: which row counts where several answers hold it, and the rows in order of play."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from explorer.core.clock import HALVES, QUARTERS, Period, parse_clock, parse_period
from explorer.core.errors import DataError
from explorer.core.model import Answer, RawPlace
from explorer.core.timeline import Moment, in_order
from explorer.sources.shottracker.payload import PossessionRow, PossessionsPayload

_SESSION = re.compile(r"[?&]id=([^&#]+)")
Answered = Sequence[tuple[Answer, PossessionsPayload]]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A possession as it came, with its place, team and session; `session` is None where nothing names one."""

    raw: RawPlace
    team_id: str | None
    row: PossessionRow
    session: str | None
    period: Period
    stamp: tuple[float, int]
    """When its answer was fetched, and the answer's number: the later counts."""


def session_of(row: PossessionRow) -> str | None:
    """The session's id, as the address of the possession's tracking names it."""
    match = _SESSION.search(row.locations or "")
    return match[1] if match else None


def rows_in_order(answers: Answered) -> list[Row]:
    """Every possession once, both teams on one time line.

    Of two answers that hold the same team's possessions of the same session, or of the same period where one
    names no sessions, the later fetched one counts. Raises DataError where a clock cannot be read.
    """
    kept = _without_repeats(_newest(_numbered(_all_rows(answers))))
    moments = [
        Moment(
            item.period.number,
            item.row.start_timestamp,
            item.row.end_timestamp,
            parse_clock(item.row.start_game_clock),
            parse_clock(item.row.end_game_clock),
        )
        for item in kept
    ]
    return [kept[index] for index in in_order(moments)]


def _all_rows(answers: Answered) -> list[Row]:
    names = [
        row.period
        for _, payload in answers
        for team in payload.teams or ()
        for row in team.possessions or ()
        if isinstance(row.period, str)
    ]
    regulation = HALVES if any(name.strip().upper().startswith("H") for name in set(names)) else QUARTERS
    rows: list[Row] = []
    for number, (answer, payload) in enumerate(answers):
        only = _only_sessions(payload)
        for t, team in enumerate(payload.teams or ()):
            team_id = None if team.id is None else str(team.id)
            for p, row in enumerate(team.possessions or ()):
                _check_clocks(row, answer.origin, f"teams[{t}].possessions[{p}]")
                place = RawPlace(number, ("teams", t, "possessions", p))
                session = session_of(row) or only.get(row.period)
                period = parse_period(row.period, regulation)
                rows.append(Row(place, team_id, row, session, period, (answer.fetched_s, number)))
    return rows


def _only_sessions(payload: PossessionsPayload) -> dict[str | int | None, str]:
    """By period the one session that its rows name: a row without an address is of that session too."""
    named: dict[str | int | None, set[str]] = defaultdict(set)
    for team in payload.teams or ():
        for row in team.possessions or ():
            if (session := session_of(row)) is not None:
                named[row.period].add(session)
    return {period: next(iter(sessions)) for period, sessions in named.items() if len(sessions) == 1}


def _check_clocks(row: PossessionRow, origin: str, place: str) -> None:
    _check(row.start_game_clock, origin, place, "start_game_clock")
    _check(row.end_game_clock, origin, place, "end_game_clock")
    for number, stat in enumerate(row.stats or ()):
        if stat.game_clock is not None:
            _check(stat.game_clock, origin, place, f"stats[{number}].game_clock")
        if stat.shot_clock is not None:
            _check(stat.shot_clock, origin, place, f"stats[{number}].shot_clock")


def _check(clock: str | float | None, origin: str, place: str, field: str) -> None:
    try:
        parse_clock(clock)
    except ValueError as error:
        raise DataError(origin, str(error), f"{place}.{field}") from None


def _numbered(rows: list[Row]) -> list[Row]:
    """Number the overtimes that the feed calls `OT` alone: its sessions in the order of their first possession."""
    first: dict[str, float] = {}
    for item in rows:
        row = item.row
        if item.session is not None and isinstance(row.period, str) and row.period.strip().upper() == "OT":
            start = float("inf") if row.start_timestamp is None else row.start_timestamp
            first[item.session] = min(start, first.get(item.session, start))
    if len(first) < 2:
        return rows
    place = {session: number for number, session in enumerate(sorted(first, key=lambda name: first[name]), 1)}
    return [
        item
        if item.session not in place
        else Row(
            item.raw,
            item.team_id,
            item.row,
            item.session,
            parse_period(f"OT{place[item.session]}", item.period.regulation or QUARTERS),
            item.stamp,
        )
        for item in rows
    ]


def _newest(rows: Iterable[Row]) -> list[Row]:
    """The rows of the latest answer for each team and session; an answer without sessions stands for a period."""
    by_period: dict[tuple[str | None, str], dict[str | None, tuple[float, int]]] = defaultdict(dict)
    grouped = [((item.team_id, item.period.name), item) for item in rows]
    for period, item in grouped:
        stamps = by_period[period]
        stamps[item.session] = max(item.stamp, stamps.get(item.session, item.stamp))
    for stamps in by_period.values():
        nameless = stamps.get(None)
        if nameless is None or len(stamps) == 1:
            continue
        named = [session for session in stamps if session is not None]
        is_later = nameless > max(stamps[session] for session in named)
        for session in named if is_later else (None,):
            del stamps[session]
    return [item for period, item in grouped if by_period[period].get(item.session) == item.stamp]


def _without_repeats(rows: Iterable[Row]) -> list[Row]:
    """Leave out what another answer told already of the same team at the same time, whatever its session."""
    seen: dict[tuple[object, ...], int] = {}
    kept = []
    for item in rows:
        row = item.row
        if row.start_timestamp is not None:
            same = (item.team_id, item.period.name, row.start_timestamp, row.end_timestamp, row.start_game_clock)
            if seen.setdefault(same, item.raw.answer) != item.raw.answer:
                continue
        kept.append(item)
    return kept
