"""A made-up game in the shape of Cleaning the Glass' `GET /markings`.

Frame: inches from mid-court, x along, y across, hoops at (+-501, 0); 60 frames a second. The names that the
vendor's pages do not show (of free throws and of the ids of screens) are inferred from those they do.
Garbage time: in the last quarter a lead of 25 (from 12:00), 20 (from 9:00) or 10 (from 6:00) with at most two
starters of both sides on the floor, when it never ends before the game does.
"""

from typing import Any

from explorer.sources.sample.dice import Dice
from explorer.sources.sample.markings_events import write_events
from explorer.sources.sample.markings_floor import write_floor
from explorer.sources.sample.markings_frame import Row, Scene, Times, Writer
from explorer.sources.sample.markings_motion import write_screens, write_touches
from explorer.sources.sample.people import SampleTeam
from explorer.sources.sample.script import Chance, FreeThrow, Possession, Rebound, Script, Shot, Turnover

SECTIONS = (
    "possessions", "shots", "possession_touches", "passes", "drives", "rebounds", "turnovers", "fouls",
    "free_throws", "ball_screens", "transition_opportunities_player",
)  # fmt: skip


def _possession_row(
    writer: Writer, possession: Possession, possession_id: str, team_id: int, defensive_team_id: int
) -> Row:
    fga = fgm = points = fta = ftm = losses = offensive = defensive = 0
    for chance in possession.chances:
        for event in chance.events:
            match event:
                case Shot():
                    fga += 1
                    if event.is_made:
                        fgm += 1
                        points += 3 if event.is_three else 2
                case FreeThrow():
                    fta += 1
                    ftm += event.is_made
                case Rebound():
                    if not event.is_free_throw:
                        defensive += event.is_defensive
                        offensive += not event.is_defensive
                case Turnover():
                    losses += 1
                case _:
                    pass
    start_frame, start_text = writer.times.at(possession.start_ms)
    end_frame, end_text = writer.times.at(possession.end_ms)
    return {
        "defensive_team_id_nba": defensive_team_id,
        "end_game_clock": possession.end_ds / 10,
        "end_he_frame": end_frame,
        "end_wall_clock": end_text,
        "fg_dreb": defensive,
        "fg_oreb": offensive,
        "fga": fga,
        "fga_pts": points,
        "fgm": fgm,
        "fta": fta,
        "ftm": ftm,
        "game_id_nba": writer.game_id,
        "in_garbage_time": possession.is_garbage,
        "is_after_timeout": possession.is_after_timeout,
        "offensive_team_id_nba": team_id,
        "period": possession.period,
        "possession_id_ctg": possession_id,
        "possession_start_type": possession.start_type,
        "start_game_clock": possession.start_ds / 10,
        "start_he_frame": start_frame,
        "start_score_away": possession.score[1],
        "start_score_home": possession.score[0],
        "start_wall_clock": start_text,
        "tov": losses,
    }


def payload(
    script: Script, game_id: str, season: int, key: str, home: SampleTeam, away: SampleTeam, dice: Dice
) -> dict[str, Any]:
    """The whole game. `game_id` has ten digits, `season` is the year it began in, `key` seeds the ids."""
    writer = Writer(game_id, season, key, Times(script.midnight_ms, script.possessions[0].start_ms), SECTIONS)
    team_ids = (home.team_id, away.team_id)
    chance_ids = [[writer.chance_id() for _ in possession.chances] for possession in script.possessions]
    before: Chance | None = None
    for number, possession in enumerate(script.possessions):
        side = possession.side
        possession_id = writer.possession_id()
        writer.rows["possessions"].append(
            _possession_row(writer, possession, possession_id, team_ids[side], team_ids[1 - side])
        )
        own = chance_ids[number]
        after: str | None = None
        if number + 1 < len(chance_ids) and script.possessions[number + 1].period == possession.period:
            after = chance_ids[number + 1][0]
        for order, chance in enumerate(possession.chances):
            scene = Scene(
                possession=possession,
                chance=chance,
                possession_id=possession_id,
                chance_id=own[order],
                next_chance_id=own[order + 1] if order + 1 < len(own) else after,
                team_id=team_ids[side],
                defensive_team_id=team_ids[1 - side],
                is_positive=script.attacks_positive(side, possession.period),
                before=before,
            )
            ending = write_events(writer, scene)
            write_touches(writer, scene, dice, ending)
            write_screens(writer, scene, dice)
            if order == 0:
                write_floor(writer, scene, dice)
            before = chance
        if after is None:
            before = None
    return {"markings": writer.rows}
