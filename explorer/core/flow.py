"""The flow of one game: its possessions along game time, on which side of the line, and the margin beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.core.clock import HALVES, OVERTIME_S, period_name
from explorer.core.columns import Array
from explorer.core.seasons import HALF_S, elapsed_at, elapsed_s, quarter_lengths_s
from explorer.core.table import EventTable, ShotTable, Tables


@dataclass(frozen=True, slots=True)
class PeriodTime:
    """When a period is played, in seconds of game time since the tip-off."""

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Flow:
    """The possessions of one game in the order of their start; all arrays but the margin's are of shape (n,).

    `rows` are their rows in the tables; times are seconds since the tip-off, `start_s` exactly as the field
    `elapsed` has them. `is_first` says who has the ball: the team above the line. `points` and `outcome` are -1
    where unknown. `margin` is the first team's lead from `margin_at_s` on, shape (n + 1,) with the end of the
    last possession; NaN unknown. `teams` are codes, the home side first where it is known, -1 where there is none.
    `left_out` counts the possessions without a clock or without a team.
    """

    teams: tuple[int, int]
    rows: NDArray[np.intp]
    start_s: NDArray[np.float32]
    end_s: NDArray[np.float32]
    is_first: NDArray[np.bool_]
    points: NDArray[np.int16]
    outcome: NDArray[np.int8]
    margin_at_s: NDArray[np.float32]
    margin: NDArray[np.float32]
    periods: tuple[PeriodTime, ...]
    left_out: int

    def __len__(self) -> int:
        """How many possessions stand on the axis."""
        return len(self.rows)

    @property
    def length_s(self) -> float:
        """The end of the axis; 0 without a period."""
        return self.periods[-1].end_s if self.periods else 0.0


def flow_of(tables: Tables, game: int) -> Flow:
    """The flow of the game with this code."""
    table = tables.possessions
    rows = np.flatnonzero(table.game == game)
    own = Tables(table.take(rows), ShotTable.empty(), EventTable.empty(), tables.names)
    start_s, end_s = elapsed_s(own), elapsed_at(own, own.possessions.end_clock_s)
    # Where the end has no clock, or one before the start, the duration says how far the possession reaches.
    lasted = start_s + np.nan_to_num(own.possessions.duration_s)
    end_s = np.where(end_s >= start_s, end_s, lasted).astype(np.float32)
    first, second = _teams(own, game)
    is_first, is_second = own.possessions.offence == first, own.possessions.offence == second
    is_drawn = ~np.isnan(start_s) & ((is_first & (first >= 0)) | (is_second & (second >= 0)))
    order = np.flatnonzero(is_drawn)
    order = order[np.argsort(start_s[order], kind="stable")]
    played, periods = own.possessions.take(order), _periods(own, game, order)
    # A duration by timestamps may reach beyond the end of the game.
    end_s = np.maximum(start_s, np.minimum(end_s, np.float32(periods[-1].end_s if periods else 0)))
    sign = np.where(is_first[order], np.float32(1), np.float32(-1))
    margin = played.margin * sign
    last = np.where(played.points < 0, np.float32(np.nan), played.points * sign)[-1:] + margin[-1:]
    return Flow(
        (first, second),
        rows[order],
        start_s[order],
        end_s[order],
        is_first[order],
        played.points,
        played.outcome,
        np.concatenate((start_s[order], end_s[order][-1:])),
        np.concatenate((margin, last)).astype(np.float32),
        periods,
        len(rows) - len(order),
    )


def _teams(own: Tables, game: int) -> tuple[int, int]:
    """The codes of both teams: the home side first, else as the feed names them; -1 where there is none."""
    info, codes = own.names.games[game], {team: code for code, team in enumerate(own.names.teams)}
    named = [codes.get(team, -1) for team in (info.home, *info.teams) if team is not None]
    known = [code for code in (*named, *own.possessions.offence.tolist()) if code >= 0]
    first, second, *_ = *dict.fromkeys(known), -1, -1
    return first, second


def _periods(own: Tables, game: int, order: Array) -> tuple[PeriodTime, ...]:
    """The periods of regulation, all of them also in a game that is still played, and the overtimes there were."""
    table = own.possessions.take(order)
    if not len(table):
        return ()
    regulation = int(np.bincount(table.regulation).argmax())
    length = HALF_S if regulation == HALVES else float(quarter_lengths_s(own)[game])
    found, start_s = [], 0.0
    for number in range(1, max(regulation, int(table.period.max())) + 1):
        end_s = start_s + (length if number <= regulation else OVERTIME_S)
        found.append(PeriodTime(period_name(number, regulation), start_s, end_s))
        start_s = end_s
    return tuple(found)
