"""What looks wrong in the data of a game, as findings that name the possession and the reason.

Nothing is left out for it: the rows are kept, and the findings stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explorer.core import text
from explorer.core.model import Finding, Game, Possession
from explorer.core.table import FIVE

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
    before: Possession | None = None
    for row in game.possessions:
        for kind, reason in (*_clocks(row, before), *_people(row, rosters, names), *_shots(row)):
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


def _shots(row: Possession) -> Iterator[tuple[str, str]]:
    for event in row.events:
        shot = event.shot
        if shot is not None and shot.residual_ft is not None and shot.residual_ft > HOOP_SLACK_FT:
            yield (
                "shot_place",
                f"the shot's distance {text.feet(shot.distance_ft)} is {text.feet(shot.residual_ft)} off its place",
            )
