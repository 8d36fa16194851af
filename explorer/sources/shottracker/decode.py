"""ShotTracker's answers -> one game: sessions joined, both teams on one time line, places on one court."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import msgspec

from explorer.core import inference
from explorer.core.clock import QUARTERS, Period, day_of, parse_clock
from explorer.core.model import Answer, Counts, Event, Game, Player, Possession, RawPlace, Scalar, Shot, Team
from explorer.core.vocabulary import ATTRIBUTES, SHOTTRACKER, EventKind, Outcome
from explorer.sources.ctg.teams import same_ids, team_of
from explorer.sources.shottracker import events as stats
from explorer.sources.shottracker.payload import PossessionRow, PossessionsPayload, Stat, TeamRow
from explorer.sources.shottracker.places import NO_HOOPS, Hoops, place_shots
from explorer.sources.shottracker.sessions import Answered, Row, rows_in_order, session_of

POSSESSIONS = "possessions"
LEAGUE, LEAGUE_OF_SAME_IDS = "ncaa", "nba"
"""The vendor's customers are colleges; teams that carry the NBA's own ids play on its court."""
DERIVED = frozenset({"points", "duration", "margin", "score", "outcome", "start", "opponent_dreb"})

_FLAGS = frozenset(attribute.name for attribute in ATTRIBUTES if attribute.is_flag)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which game an answer belongs to, as far as it can tell, and which sessions (else periods) it holds."""

    team_ids: tuple[str, ...]
    first_s: float | None
    sessions: tuple[str, ...] = ()


def identify(payload: PossessionsPayload) -> Identity:
    """Name the teams and the start of an answer; `first_s` is None where none of its rows has a time."""
    teams = payload.teams or ()
    rows = [row for team in teams for row in team.possessions or ()]
    sessions = {session_of(row) or str(row.period) for row in rows}
    return Identity(_in_size(teams), _first_s(rows), tuple(sorted(sessions)))


def _in_size(teams: Sequence[TeamRow]) -> tuple[str, ...]:
    ids = {str(team.id) for team in teams if team.id is not None}
    return tuple(sorted(ids, key=lambda text: (len(text), text)))


def _first_s(rows: Sequence[PossessionRow]) -> float | None:
    times = [row.start_timestamp for row in rows if row.start_timestamp is not None]
    if not times:
        others = ((row.end_timestamp, *(stat.timestamp for stat in row.stats or ())) for row in rows)
        times = [time for time in chain.from_iterable(others) if time is not None]
    return min(times) / 1000 if times else None


def decode(answers: Sequence[tuple[Answer, PossessionsPayload]], game_id: str, hoops: Hoops = NO_HOOPS) -> Game:
    """Join the sessions of one game; see `sessions.rows_in_order` for what counts where answers overlap.

    `hoops` are the surveyed places of hoops where the feed gives them, by answer, team, possession and event.
    Raises DataError where a clock cannot be read.
    """
    rows = rows_in_order(answers)
    team_rows = _teams(answers)
    other = _opponents(tuple(team_rows))
    first_s = _first_s([item.row for item in rows])
    possessions = _possessions(rows, other, hoops)
    is_nba = bool(team_rows) and all(any(same_ids(i, r.name) for r in found) for i, found in team_rows.items())
    return Game(
        source=SHOTTRACKER,
        game_id=game_id,
        origin=tuple(dict.fromkeys(answer.origin for answer, _ in answers)),
        day=day_of(first_s) if first_s is not None else None,
        league=LEAGUE_OF_SAME_IDS if is_nba else LEAGUE,
        teams=tuple(_team(team_id, found) for team_id, found in team_rows.items()),
        possessions=possessions,
        score=_final_score(possessions, other),
        sections=(POSSESSIONS,),
    )


def _teams(answers: Answered) -> dict[str, list[TeamRow]]:
    teams: dict[str, list[TeamRow]] = {}
    for _, payload in answers:
        for team in payload.teams or ():
            if team.id is not None:
                teams.setdefault(str(team.id), []).append(team)
    return teams


def _team(team_id: str, rows: Sequence[TeamRow]) -> Team:
    players: dict[str, Player] = {}
    for row in rows:
        for details in row.team_player_details or ():
            if details.id is not None:
                player = Player(
                    str(details.id),
                    details.first_name or "",
                    details.last_name or "",
                    image=details.profile_image_link or None,
                )
                if player.name or player.player_id not in players:
                    players[player.player_id] = player
    name = next((row.name for row in rows if row.name), None)
    short = team_of(team_id).abbreviation if same_ids(team_id, name) else None
    return Team(team_id, name, short, tuple(players.values()))


def _opponents(team_ids: Sequence[str]) -> dict[str, str]:
    """Each team's opponent, where the game names exactly two."""
    if len(team_ids) != 2:
        return {}
    first, second = team_ids
    return {first: second, second: first}


def _attributes(row: PossessionRow) -> dict[str, Scalar]:
    """The feed's attributes under its own names; what is no plain value is kept as JSON text."""
    return {
        name: bool(value)
        if name in _FLAGS and value in (0, 1)
        else value
        if value is None or isinstance(value, str | int | float)
        else msgspec.json.encode(value).decode()
        for name, value in (row.possession_attributes or {}).items()
    }


def _event(stat: Stat, raw: RawPlace, shot: Shot | None) -> Event:
    words = stats.words_of(stat.possession_type, stat.details)
    return Event(
        kind=stats.kind_of(words),
        words=words,
        player_id=None if stat.player_id is None else str(stat.player_id),
        time_s=None if stat.timestamp is None else stat.timestamp / 1000,
        game_clock_s=None if stat.game_clock is None else parse_clock(stat.game_clock),
        shot_clock_s=None if stat.shot_clock is None else parse_clock(stat.shot_clock),
        shot=shot,
        raw=raw,
    )


def _events(item: Row, shots: dict[int, Shot]) -> tuple[Event, ...]:
    answer, path = item.raw.answer, item.raw.path
    return tuple(
        _event(stat, RawPlace(answer, (*path, "stats", number)), shots.get(number))
        for number, stat in enumerate(item.row.stats or ())
    )


def _possessions(rows: Sequence[Row], other: dict[str, str], hoops: Hoops) -> tuple[Possession, ...]:
    """Make the records; each takes from its neighbours how it began, the defence's rebound and the score."""
    events = [_events(item, shots) for item, shots in zip(rows, place_shots(rows, hoops), strict=True)]
    finished: list[Possession] = []
    seen: dict[str, int] = {}
    score = _Score(other)
    before: inference.Ending | None = None
    for index, item in enumerate(rows):
        row, period, team_id, happened = item.row, item.period, item.team_id, events[index]
        is_told = row.stats is not None
        attributes = _attributes(row)
        clock = (parse_clock(row.start_game_clock), parse_clock(row.end_game_clock))
        time = (_seconds(row.start_timestamp), _seconds(row.end_timestamp))
        outcome = inference.outcome_of_events(happened, clock[1]) if is_told else None
        if is_told:
            after = None if index + 1 == len(rows) else (rows[index + 1], events[index + 1])
            opponent_dreb = _opponent_dreb(item, outcome, clock[1], after) if other else None
            counts = stats.counts_of(happened, attributes, opponent_dreb)
        else:
            counts = stats.counts_untold(attributes)
        possession_id = f"{item.session or period.name}:{team_id}:{_begun(row)}"
        repeats = seen[possession_id] = seen.get(possession_id, 0) + 1
        score.enter(period)
        finished.append(
            Possession(
                possession_id=possession_id if repeats == 1 else f"{possession_id}#{repeats}",
                number=index + 1,
                period=period,
                offence_id=team_id,
                defence_id=other.get(team_id or ""),
                start_clock_s=clock[0],
                end_clock_s=clock[1],
                start_time_s=time[0],
                end_time_s=time[1],
                duration_s=inference.duration_s(clock, time),
                start=inference.start_of_events(happened, period, team_id, before),
                outcome=outcome,
                counts=counts,
                offence_score=score.of(team_id),
                defence_score=score.of(other.get(team_id or "")),
                on_ids=_line_up(row.player_ids),
                against_ids=_line_up(row.opposing_player_ids),
                attributes=attributes,
                events=happened,
                session_id=item.session,
                locations=row.locations,
                derived=DERIVED,
                raw=(item.raw,),
            )
        )
        score.add(team_id, counts)
        before = inference.Ending(period, team_id, outcome, happened)
    return tuple(finished)


@lru_cache(4096)
def _line_up(ids: tuple[int | str | None, ...] | None) -> tuple[str, ...]:
    return tuple(str(player) for player in ids or () if player is not None)


def _seconds(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _begun(row: PossessionRow) -> object:
    """What tells a possession from the others of its session: its start, written the same from 5 and from 5.0."""
    start = row.start_timestamp
    if start is None:
        return parse_clock(row.start_game_clock)
    return int(start) if start == int(start) else start


class _Score:
    """The running score; unknown from the first period that is missing, and after points that are unknown."""

    def __init__(self, other: dict[str, str]) -> None:
        self._points: dict[str, int | None] = dict.fromkeys(other, 0)
        self._period = 0

    def enter(self, period: Period) -> None:
        """Go to a possession's period: the next one, or the same."""
        if period.number is None or period.number > self._period + 1:
            self._points = dict.fromkeys(self._points)
        self._period = self._period if period.number is None else period.number

    def of(self, team_id: str | None) -> int | None:
        """A team's points so far."""
        return self._points.get(team_id or "")

    def add(self, team_id: str | None, counts: Counts) -> None:
        """Count a possession's points; those of an unknown team could be either's."""
        if team_id is None:
            self._points = dict.fromkeys(self._points)
        elif (so_far := self._points.get(team_id)) is not None:
            self._points[team_id] = None if counts.points is None else so_far + counts.points


def _opponent_dreb(
    item: Row, outcome: str | None, end_clock_s: float | None, after: tuple[Row, tuple[Event, ...]] | None
) -> int | None:
    """The defence's rebound that ended the possession: what won the ball for the next one.

    None where there could have been one and the next possession, or what happened in it, is missing.
    """
    if after is not None and after[0].period.number == item.period.number:
        row, events = after
        if events:
            winner = inference.won_by(events)
            is_rebound = winner is not None and winner.kind == EventKind.DEFENSIVE_REBOUND
            return int(is_rebound and row.team_id != item.team_id)
    elif end_clock_s is not None and end_clock_s < inference.CLOCK_END_S:
        return 0
    can_rebound = outcome in (None, Outcome.MISS, Outcome.FREE_THROWS, Outcome.AND_ONE)
    return None if can_rebound else 0


def _final_score(rows: Sequence[Possession], other: dict[str, str]) -> dict[str, int] | None:
    """Points inside the possessions by team; None where the running score is unknown or the game unfinished."""
    last = rows[-1] if rows else None
    if last is None or last.period.number is None or last.period.number < (last.period.regulation or QUARTERS):
        return None
    points, offence, defence = last.counts.points, last.offence_score, last.defence_score
    if None in (points, offence, defence) or last.offence_id is None or last.defence_id is None:
        return None
    ends = {last.offence_id: (offence or 0) + (points or 0), last.defence_id: defence or 0}
    return {team_id: ends[team_id] for team_id in other}
