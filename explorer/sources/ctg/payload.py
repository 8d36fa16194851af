"""The shape of `GET /markings`, checked at the border; every section and every field may be missing."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from explorer.core.model import Answer
from explorer.sources import border

Text = Annotated[str, Meta(max_length=4000)] | None
Id = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | Annotated[str, Meta(min_length=1, max_length=200)] | None
Count = Annotated[int, Meta(ge=0, le=1000)] | None
Frame = Annotated[int, Meta(ge=-(2**53), le=2**53)] | None
Clock = Annotated[str, Meta(max_length=40)] | float | None
Inches = Annotated[float, Meta(ge=-1e5, le=1e5)] | None
PeriodNumber = Annotated[int, Meta(ge=-1000, le=1000)] | Annotated[str, Meta(max_length=40)] | None
Flag = bool | None


class PossessionRow(Struct, frozen=True, gc=False):
    """A row of `possessions`: the 24 fields of the vendor's page."""

    game_id_nba: Id = None
    possession_id_ctg: Id = None
    offensive_team_id_nba: Id = None
    defensive_team_id_nba: Id = None
    period: PeriodNumber = None
    start_he_frame: Frame = None
    start_wall_clock: Text = None
    start_game_clock: Clock = None
    end_he_frame: Frame = None
    end_wall_clock: Text = None
    end_game_clock: Clock = None
    possession_start_type: Text = None
    is_after_timeout: Flag = None
    start_score_home: Count = None
    start_score_away: Count = None
    in_garbage_time: Flag = None
    fgm: Count = None
    fga: Count = None
    fga_pts: Count = None
    ftm: Count = None
    fta: Count = None
    tov: Count = None
    fg_dreb: Count = None
    fg_oreb: Count = None


class Joined(Struct, frozen=True):
    """What the rows of the other sections may be joined by: ids first, then frames, then period and clock."""

    possession_id_ctg: Id = None
    chance_id_ctg: Id = None
    team_id_nba: Id = None
    player_id_nba: Id = None
    period: PeriodNumber = None
    game_clock: Clock = None
    shot_clock: Clock = None
    wall_clock: Text = None
    start_game_clock: Clock = None
    start_shot_clock: Clock = None
    start_he_frame: Frame = None
    start_wall_clock: Text = None
    end_game_clock: Clock = None
    end_shot_clock: Clock = None
    end_he_frame: Frame = None
    end_wall_clock: Text = None


CLOCKS = tuple(name for name in Joined.__struct_fields__ if name.endswith(("game_clock", "shot_clock")))
"""The clocks of a row of any section but `possessions`."""


class ShotRow(Joined, frozen=True):
    """A row of `shots`: one official field-goal attempt."""

    shot_id_ctg: Id = None
    shooter_id_nba: Id = None
    loc_x: Inches = None
    loc_y: Inches = None
    shot_distance_in: Annotated[float, Meta(ge=0, le=1e5)] | None = None
    shot_type: Text = None
    attacking_positive_x: Flag = None
    is_made: Flag = None
    is_three: Flag = None
    is_fouled: Flag = None
    is_and_one: Flag = None
    is_blocked: Flag = None
    is_bank: Flag = None
    is_tip: Flag = None
    blocker_player_id_nba: Id = None


class TouchRow(Joined, frozen=True):
    """A row of `possession_touches`: one player's continuous control of the ball."""

    possession_touch_id_ctg: Id = None
    start_loc_x: Inches = None
    start_loc_y: Inches = None
    end_loc_x: Inches = None
    end_loc_y: Inches = None
    num_dribbles: Count = None
    is_inbounds: Flag = None
    outcome_type: Text = None
    outcome_ctg_id: Id = None


class PassRow(Joined, frozen=True):
    """A row of `passes`; where it was thrown from and caught is told by the two touches."""

    pass_id_ctg: Id = None
    passer_id_nba: Id = None
    intended_receiver_id_nba: Id = None
    pass_release_he_frame: Frame = None
    pass_release_wall_clock: Text = None
    receiver_touch_start_he_frame: Frame = None
    receiver_touch_start_wall_clock: Text = None
    receiver_touched_ball: Flag = None


class DriveRow(Joined, frozen=True):
    """A row of `drives`."""

    drive_id_ctg: Id = None
    ball_handler_defender_id_nba: Id = None
    ballhandler_outcome: Text = None
    ballhandler_movement_side: Text = None
    ballhandler_possession_touch_id: Id = None


class ReboundRow(Joined, frozen=True):
    """A row of `rebounds`; without a player it is the team's."""

    rebound_id_ctg: Id = None
    shot_id_ctg: Id = None
    shot_chance_id_ctg: Id = None
    rebound_chance_id_ctg: Id = None
    possession_team_id_nba: Id = None
    rebound_he_frame: Frame = None
    is_defensive: Flag = None
    event_pbp_subtype: Text = None


class TurnoverRow(Joined, frozen=True):
    """A row of `turnovers`."""

    turnover_id_ctg: Id = None
    possession_team_id_nba: Id = None
    stealer_id_nba: Id = None
    turnover_he_frame: Frame = None
    turnover_wall_clock: Text = None
    attacking_positive_x: Flag = None
    event_pbp_subtype: Text = None
    event_pbp_descriptor: Text = None


class FoulRow(Joined, frozen=True):
    """A row of `fouls`; `event_pbp_qualifiers` is a JSON array inside a text."""

    foul_id_ctg: Id = None
    fouled_player_id_nba: Id = None
    possession_team_id_nba: Id = None
    foul_he_frame: Frame = None
    foul_wall_clock: Text = None
    event_pbp_subtype: Text = None
    event_pbp_descriptor: Text = None
    event_pbp_qualifiers: Text = None


class FreeThrowRow(Joined, frozen=True):
    """A row of `free_throws`; whether it went in is documented nowhere and read where it is given."""

    free_throw_id_ctg: Id = None
    shooter_id_nba: Id = None
    is_made: Flag = None
    release_he_frame: Frame = None


class ScreenRow(Joined, frozen=True):
    """A row of `ball_screens`: picks and hand-offs; the names of the ids are inferred, places are inches."""

    ball_screen_id_ctg: Id = None
    ball_handler_id_nba: Id = None
    screener_id_nba: Id = None
    ball_handler_defender_id_nba: Id = None
    screener_defender_id_nba: Id = None
    screening_he_frame: Frame = None
    ballhandler_outcome: Text = None
    screener_outcome: Text = None
    is_handoff: Flag = None
    screener_loc_x: Inches = None
    screener_loc_y: Inches = None
    ball_handler_loc_x: Inches = None
    ball_handler_loc_y: Inches = None
    attacking_positive_x_basket: Flag = None


class OffBallScreenRow(Joined, frozen=True):
    """A row of `off_ball_screens`; all names but the frame's are inferred from those of `ball_screens`."""

    off_ball_screen_id_ctg: Id = None
    cutter_id_nba: Id = None
    screener_id_nba: Id = None
    screening_he_frame: Frame = None
    screener_loc_x: Inches = None
    screener_loc_y: Inches = None
    cutter_loc_x: Inches = None
    cutter_loc_y: Inches = None
    attacking_positive_x_basket: Flag = None


class CutRow(Joined, frozen=True):
    """A row of `cuts`: from a place to another, towards the basket."""

    cut_id_ctg: Id = None
    loc_x: Inches = None
    loc_y: Inches = None
    after_loc_x: Inches = None
    after_loc_y: Inches = None
    received_ball: Flag = None


class FloorRow(Joined, frozen=True):
    """A row of `transition_opportunities_player`: one of the ten on the floor at a possession's first chance."""

    side: Text = None


class Markings(Struct, frozen=True):
    """The sections that the program reads; others are kept as they came."""

    possessions: tuple[PossessionRow, ...] | None = None
    shots: tuple[ShotRow, ...] | None = None
    possession_touches: tuple[TouchRow, ...] | None = None
    passes: tuple[PassRow, ...] | None = None
    drives: tuple[DriveRow, ...] | None = None
    rebounds: tuple[ReboundRow, ...] | None = None
    turnovers: tuple[TurnoverRow, ...] | None = None
    fouls: tuple[FoulRow, ...] | None = None
    free_throws: tuple[FreeThrowRow, ...] | None = None
    ball_screens: tuple[ScreenRow, ...] | None = None
    off_ball_screens: tuple[OffBallScreenRow, ...] | None = None
    cuts: tuple[CutRow, ...] | None = None
    transition_opportunities_player: tuple[FloorRow, ...] | None = None
    chances: tuple[Joined, ...] | None = None


class MarkingsPayload(Struct, frozen=True):
    """The whole answer."""

    markings: Markings | None = None


def parse(answer: Answer) -> MarkingsPayload:
    """Check and read one answer; raises DataError that names file, section, row and field."""
    return border.decode(answer.body, MarkingsPayload, answer.origin)
