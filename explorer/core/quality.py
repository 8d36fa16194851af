"""What looks wrong in the data of a game, as findings that name the possession and the reason.

Nothing is left out for it: the rows are kept, and the findings stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explorer.core import text
from explorer.core.court import Court, line_margin_ft
from explorer.core.model import Finding, Game, Possession
from explorer.core.query_names import court_of
from explorer.core.table import FIVE, GameInfo
from explorer.core.zones import DEFAULT_TOLERANCE_FT

CLOCK_SLACK_S = 2.0
"""Seconds by which the clock may run longer than the timestamps before that is a finding."""
OVERLAP_SLACK_S = 1.0
HOOP_SLACK_FT = 2.0
"""Feet by which a shot's distance may disagree with its place."""

KINDS: dict[str, str] = {
    "no_team": "no team named",
    "one_team": "only one team",
    "period_length": "clock beyond the period",
    "clock_order": "clock runs backwards",
    "clock_time": "clock against timestamps",
    "line_up": "not five players",
    "roster": "player not on the roster",
    "repeated": "the same id twice",
    "floor": "player not on the floor",
    "same_side": "the same side twice in a row",
    "shot_place": "shot's distance against its place",
    "shot_value": "shot's value against the drawn line",
    "score": "points against the next score",
    "shot_make": "make against a miss",
    "unknown_period": "unknown period",
    "unjoined": "rows that belong to no possession",
}
"""Every kind of finding, with its words."""


def findings(game: Game) -> tuple[Finding, ...]:
    """All findings of a game, those of the whole game first, then in order of play."""
    found = [*game.findings]
    if unnamed := sum(row.offence_id is None for row in game.possessions):
        rows = text.count(unnamed, "possession names", "possessions name")
        found.append(Finding("no_team", f"{rows} no team with the ball: counted in no team's totals"))
    if len(game.teams) == 1:
        found.append(Finding("one_team", "the feed tells of one team only: scores and margins are unknown"))
    rosters = {team.team_id: {p.player_id for p in team.players} for team in game.teams if team.players}
    names = {p.player_id: p.name for team in game.teams for p in team.players if p.name}
    court = court_of(GameInfo(game.key, game.day, game.league, ()))
    before: Possession | None = None
    for row in game.possessions:
        told = (*_clocks(row, before), *_score(row, before), *_people(row, rosters, names), *_shots(row, court))
        for kind, reason in told:
            found.append(Finding(kind, reason, row.number))
        before = row
    return tuple(found)


def _clocks(row: Possession, before: Possession | None) -> Iterator[tuple[str, str]]:
    start, end, length = row.start_clock_s, row.end_clock_s, row.period.length_s
    if row.period.number is None and row.period.name != text.UNKNOWN:
        yield "unknown_period", f"the period {row.period.name!r} is none that the rules know"
    if start is not None and length is not None and start > length:
        yield "period_length", f"the clock {text.clock(start)} is more than {row.period.name} can last"
    if start is not None and end is not None:
        if end > start:
            yield "clock_order", f"the clock runs from {text.clock(start)} to {text.clock(end)}"
        if row.start_time_s is not None and row.end_time_s is not None:
            elapsed = row.end_time_s - row.start_time_s
            if elapsed >= 0 and start - end - elapsed > CLOCK_SLACK_S:
                spans = f"{text.span(start - end)} s by the clock, {text.span(elapsed)} s by the timestamps"
                yield "clock_time", spans
    if row.start_time_s is not None and row.end_time_s is not None and row.end_time_s < row.start_time_s:
        yield (
            "clock_order",
            f"by the timestamps it ends {text.span(row.start_time_s - row.end_time_s)} s before it begins",
        )
    if before is None or before.period.number != row.period.number:
        return
    if start is not None and before.end_clock_s is not None and start - before.end_clock_s > OVERLAP_SLACK_S:
        clocks = f"{text.clock(start)}, before possession {before.number} ended at {text.clock(before.end_clock_s)}"
        yield "clock_order", f"it begins at {clocks}"
    if row.offence_id is not None and row.offence_id == before.offence_id:
        yield "same_side", f"the same team had the ball in possession {before.number}"


def _score(row: Possession, before: Possession | None) -> Iterator[tuple[str, str]]:
    """Whether both sides have what they had before, with the points of the possession between."""
    if before is None or before.counts.points is None:
        return
    had = _scores(before)
    expected = {team: score + (before.counts.points if team == before.offence_id else 0) for team, score in had.items()}
    found = _scores(row)
    if expected and found and set(expected) == set(found) and expected != found:
        team = next(team for team in expected if expected[team] != found[team])
        side = "offence" if team == before.offence_id else "defence"
        yield (
            "score",
            f"the {side} of possession {before.number} had {had[team]}, "
            f"{text.count(before.counts.points, 'point')} came, and it begins with {found[team]}",
        )


def _scores(row: Possession) -> dict[str, int]:
    """The score of each side as the possession began; empty where it is not all told."""
    if row.offence_id is None or row.defence_id is None or row.offence_score is None or row.defence_score is None:
        return {}
    return {row.offence_id: row.offence_score, row.defence_id: row.defence_score}


def _people(row: Possession, rosters: dict[str, set[str]], names: dict[str, str]) -> Iterator[tuple[str, str]]:
    for side, ids, team in (
        ("offence", row.on_ids, row.offence_id),
        ("defence", row.against_ids, row.defence_id),
    ):
        if ids and len(set(ids)) != FIVE:
            yield "line_up", f"{text.count(len(set(ids)), 'player')} of the {side} on the floor"
        roster = rosters.get(team or "")
        if roster and (strangers := [player for player in ids if player not in roster]):
            yield "roster", f"{side}: {_listed(strangers, names)} not on the team's roster"
    floor = {*row.on_ids, *row.against_ids}
    if row.on_ids and row.against_ids:
        absent = dict.fromkeys(e.player_id for e in row.events if e.player_id is not None and e.player_id not in floor)
        if absent:
            yield "floor", f"{_listed(absent, names)} did something from outside the ten"


def _listed(players: Iterable[str], names: dict[str, str]) -> str:
    """Players by the names of the game's rosters, else by their ids."""
    return text.listed([names.get(player, f"#{player}") for player in players], 5)


def _shots(row: Possession, court: Court) -> Iterator[tuple[str, str]]:
    for event in row.events:
        shot = event.shot
        if shot is not None and shot.value in (2, 3) and shot.x_ft is not None and shot.y_ft is not None:
            beyond = float(line_margin_ft(court, shot.x_ft, shot.y_ft))
            is_three = shot.value == 3
            if (beyond < -DEFAULT_TOLERANCE_FT) if is_three else (beyond > DEFAULT_TOLERANCE_FT):
                side = "inside" if is_three else "beyond"
                words = "three-pointer" if is_three else "two-pointer"
                yield "shot_value", f"a {words} was taken {text.feet(abs(beyond))} {side} the line"
        if shot is not None and shot.residual_ft is not None and shot.residual_ft > HOOP_SLACK_FT:
            yield (
                "shot_place",
                f"the shot's distance {text.feet(shot.distance_ft)} is {text.feet(shot.residual_ft)} off its place",
            )
