"""ShotTracker's answers -> one game: sessions joined, both teams on one time line, places on one court."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from explorer.core import inference
from explorer.core.clock import HALVES, QUARTERS, Period, day_of, parse_clock, parse_period
from explorer.core.errors import DataError
from explorer.core.model import Answer, Event, Game, Player, Possession, RawPlace, Scalar, Shot, Team
from explorer.core.vocabulary import ATTRIBUTES, SHOTTRACKER, EventKind, Outcome
from explorer.sources.shottracker import events as stats
from explorer.sources.shottracker.payload import PossessionRow, PossessionsPayload, Stat, TeamRow
from explorer.sources.shottracker.places import place_shots

POSSESSIONS = "possessions"
LEAGUE = "ncaa"
DERIVED = frozenset({"points", "duration", "margin", "score", "outcome", "start"})

_SESSION = re.compile(r"[?&]id=([^&#]+)")
_FLAGS = frozenset(attribute.name for attribute in ATTRIBUTES if attribute.is_flag)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which game an answer belongs to, as far as it can tell, and which sessions (else periods) it holds."""

    team_ids: tuple[str, ...]
    first_s: float | None
    sessions: tuple[str, ...] = ()

    def game_id(self) -> str | None:
        """The id made of team ids and day; None where the answer has no teams or no times."""
        if not self.team_ids or self.first_s is None:
            return None
        return "-".join([*self.team_ids, day_of(self.first_s)])


def identify(payload: PossessionsPayload) -> Identity:
    """Name the teams and the span of time of an answer."""
    teams = payload.teams or ()
    rows = [row for team in teams for row in team.possessions or ()]
    times = [row.start_timestamp / 1000 for row in rows if row.start_timestamp is not None]
    sessions = {_session_of(row) or str(row.period) for row in rows}
    ids = sorted({str(team.id) for team in teams}, key=lambda text: (len(text), text))
    return Identity(tuple(ids), min(times, default=None), tuple(sorted(sessions)))


def _session_of(row: PossessionRow) -> str | None:
    """The session's id, as the address of the possession's tracking names it."""
    match = _SESSION.search(row.locations or "")
    return match[1] if match else None


@dataclass(frozen=True, slots=True)
class _Row:
    """A possession as it came, with what orders it."""

    raw: RawPlace
    team: TeamRow
    row: PossessionRow
    session: str | None
    period: Period
    fetched_s: float

    @property
    def label(self) -> tuple[str, int | None, str, str]:
        return (self.session or "", self.period.number, self.period.name, str(self.team.id))

    @property
    def order(self) -> tuple[float, float, float, float, float]:
        row = self.row
        number = self.period.number
        clock = parse_clock(row.start_game_clock)
        end_clock = parse_clock(row.end_game_clock)
        start = row.start_timestamp if row.start_timestamp is not None else -1
        end = row.end_timestamp if row.end_timestamp is not None else start
        return (99 if number is None else number, start, end, -(clock or 0), -(end_clock or 0))


def decode(answers: Sequence[tuple[Answer, PossessionsPayload]], game_id: str | None = None) -> Game:
    """Join the sessions of one game.

    Of two answers that hold the same team's possessions of the same session the later fetched one counts.
    Raises DataError where a clock cannot be read or no possession has a time and `game_id` is not given.
    """
    rows = sorted(_rows(answers), key=lambda item: item.order)
    team_rows = _teams(answers)
    whole = Identity(
        tuple(sorted(team_rows, key=lambda text: (len(text), text))),
        min((r.row.start_timestamp / 1000 for r in rows if r.row.start_timestamp is not None), default=None),
    )
    known_id = game_id or whole.game_id()
    origin = answers[0][0].origin if answers else "the game"
    if known_id is None:
        raise DataError(origin, "it holds no possessions that name a team and a time")
    shots = place_shots([(item.raw, item.session, item.row) for item in rows])
    other = _opponents(tuple(team_rows))
    possessions = _finish([_possession(item, other, shots) for item in rows], other)
    return Game(
        source=SHOTTRACKER,
        game_id=known_id,
        origin=tuple(dict.fromkeys(answer.origin for answer, _ in answers)),
        day=day_of(whole.first_s) if whole.first_s is not None else None,
        league=LEAGUE,
        teams=tuple(_team(team_id, found) for team_id, found in team_rows.items()),
        possessions=possessions,
        score=_final_score(possessions, other),
        sections=(POSSESSIONS,),
    )


def _rows(answers: Sequence[tuple[Answer, PossessionsPayload]]) -> Iterator[_Row]:
    found = list(_all_rows(answers))
    newest: dict[tuple[str, int | None, str, str], tuple[float, int]] = {}
    for item in found:
        stamp = (item.fetched_s, item.raw.answer)
        newest[item.label] = max(newest.get(item.label, stamp), stamp)
    seen: dict[tuple[object, ...], int] = {}
    for item in found:
        if newest[item.label] != (item.fetched_s, item.raw.answer):
            continue
        row = item.row
        same = (
            str(item.team.id),
            item.period.name,
            row.start_timestamp,
            row.end_timestamp,
            row.start_game_clock,
        )
        if row.start_timestamp is None or seen.setdefault(same, item.raw.answer) == item.raw.answer:
            yield item


def _all_rows(answers: Sequence[tuple[Answer, PossessionsPayload]]) -> Iterator[_Row]:
    names = {
        row.period
        for _, payload in answers
        for team in payload.teams or ()
        for row in team.possessions or ()
        if isinstance(row.period, str)
    }
    regulation = HALVES if any(name.strip().upper().startswith("H") for name in names) else QUARTERS
    for number, (answer, payload) in enumerate(answers):
        for t, team in enumerate(payload.teams or ()):
            for p, row in enumerate(team.possessions or ()):
                place = RawPlace(number, ("teams", t, "possessions", p))
                _check_clocks(row, answer.origin, f"teams[{t}].possessions[{p}]")
                period = parse_period(row.period, regulation)
                yield _Row(place, team, row, _session_of(row), period, answer.fetched_s)


def _check_clocks(row: PossessionRow, origin: str, place: str) -> None:
    fields: list[tuple[str, str | float | None]] = [
        ("start_game_clock", row.start_game_clock),
        ("end_game_clock", row.end_game_clock),
    ]
    for number, stat in enumerate(row.stats or ()):
        fields += [
            (f"stats[{number}].game_clock", stat.game_clock),
            (f"stats[{number}].shot_clock", stat.shot_clock),
        ]
    for name, value in fields:
        try:
            parse_clock(value)
        except ValueError as error:
            raise DataError(origin, str(error), f"{place}.{name}") from None


def _teams(answers: Sequence[tuple[Answer, PossessionsPayload]]) -> dict[str, list[TeamRow]]:
    teams: dict[str, list[TeamRow]] = {}
    for _, payload in answers:
        for team in payload.teams or ():
            teams.setdefault(str(team.id), []).append(team)
    return teams


def _team(team_id: str, rows: Sequence[TeamRow]) -> Team:
    players: dict[str, Player] = {}
    for row in rows:
        for details in row.team_player_details or ():
            players[str(details.id)] = Player(
                str(details.id),
                details.first_name or "",
                details.last_name or "",
                image=details.profile_image_link or None,
            )
    name = next((row.name for row in rows if row.name), None)
    return Team(team_id, name, None, tuple(players.values()))


def _opponents(team_ids: Sequence[str]) -> dict[str, str]:
    """Each team's opponent, where the game names exactly two."""
    if len(team_ids) != 2:
        return {}
    first, second = team_ids
    return {first: second, second: first}


def _attributes(row: PossessionRow) -> dict[str, Scalar]:
    return {
        name: bool(value) if name in _FLAGS and isinstance(value, int | float) else value
        for name, value in (row.possession_attributes or {}).items()
    }


def _event(stat: Stat, raw: RawPlace, shot: Shot | None) -> Event:
    words = stats.words_of(stat.possession_type, stat.details)
    return Event(
        kind=stats.kind_of(words),
        words=words,
        player_id=None if stat.player_id is None else str(stat.player_id),
        time_s=None if stat.timestamp is None else stat.timestamp / 1000,
        game_clock_s=parse_clock(stat.game_clock),
        shot_clock_s=parse_clock(stat.shot_clock),
        shot=shot,
        raw=raw,
    )


def _possession(item: _Row, other: dict[str, str], shots: dict[RawPlace, Shot]) -> Possession:
    row, team_id = item.row, str(item.team.id)
    happened = []
    for number, stat in enumerate(row.stats or ()):
        place = RawPlace(item.raw.answer, (*item.raw.path, "stats", number))
        happened.append(_event(stat, place, shots.get(place)))
    start_clock, end_clock = parse_clock(row.start_game_clock), parse_clock(row.end_game_clock)
    start, end = row.start_timestamp, row.end_timestamp
    if start_clock is not None and end_clock is not None:
        duration: float | None = round(start_clock - end_clock, 3)
    else:
        duration = (end - start) / 1000 if start is not None and end is not None else None
    begun = start if start is not None else row.start_game_clock
    attributes = _attributes(row)
    return Possession(
        possession_id=f"{item.session or item.period.name}:{team_id}:{begun}",
        number=0,
        period=item.period,
        offence_id=team_id,
        defence_id=other.get(team_id),
        start_clock_s=start_clock,
        end_clock_s=end_clock,
        start_time_s=None if start is None else start / 1000,
        end_time_s=None if end is None else end / 1000,
        duration_s=duration,
        start=None,
        outcome=inference.outcome_of_events(happened, end_clock),
        counts=stats.counts_of(happened, attributes),
        on_ids=tuple(str(player) for player in row.player_ids or () if player is not None),
        against_ids=tuple(str(player) for player in row.opposing_player_ids or () if player is not None),
        attributes=attributes,
        events=tuple(happened),
        session_id=item.session,
        locations=row.locations,
        derived=DERIVED,
        raw=(item.raw,),
    )


def _finish(rows: Sequence[Possession], other: dict[str, str]) -> tuple[Possession, ...]:
    """Give each possession what its neighbours tell: number, start, the defence's rebound, running score."""
    finished: list[Possession] = []
    seen: dict[str, int] = {}
    score: dict[str, int | None] = dict.fromkeys(other, 0)
    for index, row in enumerate(rows):
        before = rows[index - 1] if index else None
        after = rows[index + 1] if index + 1 < len(rows) else None
        repeats = seen[row.possession_id] = seen.get(row.possession_id, 0) + 1
        counts = replace(row.counts, opponent_dreb=_opponent_dreb(row, after) if other else None)
        team = row.offence_id or ""
        finished.append(
            replace(
                row,
                number=index + 1,
                possession_id=row.possession_id if repeats == 1 else f"{row.possession_id}#{repeats}",
                start=inference.start_of_events(row.events, row.period, row.offence_id, _ending(before)),
                counts=counts,
                offence_score=score.get(team),
                defence_score=score.get(other.get(team, "")),
            )
        )
        if team in score:
            so_far = score[team]
            score[team] = None if so_far is None or counts.points is None else so_far + counts.points
    return tuple(finished)


def _ending(row: Possession | None) -> inference.Ending | None:
    return None if row is None else inference.Ending(row.period, row.offence_id, row.outcome, row.events)


def _opponent_dreb(row: Possession, after: Possession | None) -> int | None:
    """The defence's rebound that ended the possession: the next possession's first event is one."""
    if after is not None and after.period.number == row.period.number:
        first = after.events[0].kind if after.events else None
        return int(after.offence_id != row.offence_id and first == EventKind.DEFENSIVE_REBOUND)
    is_over = row.end_clock_s is not None and row.end_clock_s < inference.CLOCK_END_S
    can_rebound = row.outcome in (Outcome.MISS, Outcome.FREE_THROWS, Outcome.AND_ONE)
    return None if can_rebound and not is_over and after is None else 0


def _final_score(rows: Sequence[Possession], other: dict[str, str]) -> dict[str, int] | None:
    """Points inside the possessions by team; None with one team or where a made shot's value is unknown."""
    if len(other) != 2 or any(row.counts.points is None for row in rows):
        return None
    return {team: sum(row.counts.points or 0 for row in rows if row.offence_id == team) for team in other}
