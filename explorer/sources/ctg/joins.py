"""Which possession a row of another section belongs to: by id, by chance, by frame, by period and clock."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from explorer.core.clock import parse_clock, parse_period
from explorer.sources.ctg.payload import Joined, Markings, PossessionRow, ReboundRow

_FRAME_SLACK = 60
"""Frames (1 s) that an event may lie outside the possession it is counted to."""


def seconds(value: str | float | None) -> float | None:
    """A clock that may be unreadable, for ordering: None then."""
    try:
        return parse_clock(value)
    except ValueError:
        return None


EARLIEST, LATEST = 1971, 2100
"""Years of a wall clock: one outside is no time of a game."""


def instant(wall_clock: str | None) -> float | None:
    """A wall clock as seconds since 1970, without an offset taken as UTC; None where it is missing or no time."""
    if wall_clock is None:
        return None
    try:
        moment = datetime.fromisoformat(wall_clock)
    except ValueError:
        return None
    if not EARLIEST <= moment.year <= LATEST:
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


class Joiner:
    """Finds the possession row (its index) of a section's row."""

    def __init__(self, rows: Sequence[PossessionRow], markings: Markings) -> None:
        """Index the possessions, and learn chances from every row that names both ids."""
        self._by_id = {row.possession_id_ctg: i for i, row in enumerate(rows) if row.possession_id_ctg is not None}
        self._frames = sorted(
            (row.start_he_frame, row.end_he_frame, i)
            for i, row in enumerate(rows)
            if row.start_he_frame is not None and row.end_he_frame is not None
        )
        self._starts = [start for start, _, _ in self._frames]
        self._clocks = [
            (parse_period(row.period).number, seconds(row.start_game_clock), seconds(row.end_game_clock), i)
            for i, row in enumerate(rows)
        ]
        self._teams = [(row.offensive_team_id_nba, row.defensive_team_id_nba) for row in rows]
        self._by_chance: dict[object, int] = {}
        self._by_shot: dict[object, int] = {}
        sections: tuple[Iterable[Joined] | None, ...] = (
            markings.shots,
            markings.ball_screens,
            markings.possession_touches,
            markings.drives,
        )
        for section in sections:
            for row in section or ():
                self._learn(row)
        for shot in markings.shots or ():
            if shot.shot_id_ctg is not None and (index := self.find(shot, offence=shot.team_id_nba)) is not None:
                self._by_shot[shot.shot_id_ctg] = index

    def _learn(self, row: Joined) -> None:
        if row.chance_id_ctg is None or row.chance_id_ctg in self._by_chance:
            return
        index = None if row.possession_id_ctg is None else self._by_id.get(row.possession_id_ctg)
        if index is None:
            index = self._by_time(row, row.start_he_frame, row.team_id_nba)
        if index is not None:
            self._by_chance[row.chance_id_ctg] = index

    def find(self, row: Joined, frame: int | None = None, offence: object = None) -> int | None:
        """The index of the row's possession, None where nothing joins them.

        `frame` is the section's own field where it is named otherwise; `offence` the team that must have the
        ball, which counts where no id joins them.
        """
        if row.possession_id_ctg is not None and row.possession_id_ctg in self._by_id:
            return self._by_id[row.possession_id_ctg]
        if row.chance_id_ctg is not None and row.chance_id_ctg in self._by_chance:
            return self._by_chance[row.chance_id_ctg]
        return self._by_time(row, frame if frame is not None else row.start_he_frame, offence)

    def find_rebound(self, row: ReboundRow) -> int | None:
        """The possession of the shot that was rebounded: by the shot, by its chance, else as `find` does.

        The chance that the rebound begins is the same possession's only after a rebound of the offence.
        """
        if row.shot_id_ctg is not None and row.shot_id_ctg in self._by_shot:
            return self._by_shot[row.shot_id_ctg]
        begun = row.rebound_chance_id_ctg if row.is_defensive is False else None
        for chance in (row.shot_chance_id_ctg, begun):
            if chance is not None and chance in self._by_chance:
                return self._by_chance[chance]
        return self.find(row, row.rebound_he_frame)

    def _by_time(self, row: Joined, frame: int | None, offence: object) -> int | None:
        fits: list[tuple[float, int]] = []
        if frame is not None and self._frames:
            at = bisect_right(self._starts, frame)
            for start, end, index in self._frames[max(0, at - 3) : at + 1]:
                outside = max(start - frame, frame - end, 0)
                if outside <= _FRAME_SLACK:
                    fits.append((outside, index))
        else:
            fits = self._by_clock(row)
        right = [fit for fit in fits if offence is None or self._teams[fit[1]][0] in (None, offence)]
        return min(right)[1] if right else None

    def _by_clock(self, row: Joined) -> list[tuple[float, int]]:
        given = (row.game_clock, row.start_game_clock, row.end_game_clock)
        clock = next((value for value in map(seconds, given) if value is not None), None)
        number = parse_period(row.period).number
        if clock is None or number is None:
            return []
        return [
            (0.0, index)
            for period, start, end, index in self._clocks
            if period == number and start is not None and end is not None and end <= clock <= start
        ]
