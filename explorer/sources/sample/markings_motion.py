"""The sections about the ball in motion: `possession_touches`, `passes`, `drives` and `ball_screens`.

A game has some eight hundred touches. What a pass looks like is therefore drawn from a fixed set of passes.
"""

from functools import cache

from explorer.sources.sample.dice import Dice
from explorer.sources.sample.floor import ARC_FT, hoop_distance_ft
from explorer.sources.sample.markings_frame import Row, Scene, Writer, inches
from explorer.sources.sample.script import Spot, Touch

_SCREEN_BEFORE_DS = 8
_SCREEN_AFTER_DS = 12
_LOOKS = 512

# What a pass is joined by; in every look, so that a row never has to grow.
_PASS_JOINS = (
    "chance_id_ctg", "game_id_nba", "intended_receiver_id_ctg", "intended_receiver_id_nba", "pass_id_ctg",
    "pass_release_he_frame", "pass_release_wall_clock", "passer_id_ctg", "passer_id_nba",
    "receiver_touch_start_he_frame", "receiver_touch_start_wall_clock",
)  # fmt: skip

type Instant = tuple[int, str]


@cache
def _pass_looks() -> tuple[Row, ...]:
    """Ways a pass can look: how it was thrown and where it was caught, in inches."""
    dice = Dice("passes")
    looks: list[Row] = []
    for _ in range(_LOOKS):
        height, throw = round(dice.between(28.0, 64.0), 2), dice.roll()
        looks.append(
            {
                **dict.fromkeys(_PASS_JOINS),
                "ball_hit_ground_during_completed_pass": throw < 0.12,
                "catch_distance_forward_in": round(dice.between(0.0, 24.0), 2),
                "catch_distance_from_mid_chest_in": round(dice.between(6.0, 24.0), 2),
                "catch_distance_left_right_in": round(dice.between(-15.0, 15.0), 2),
                "catch_height_above_mid_hip_in": round(height - 38.0, 2),
                "catch_height_above_standing_hip_in": round(height - 40.0, 2),
                "catch_height_in": height,
                "is_jump_pass": throw > 0.94,
                "is_one_handed_pass": 0.3 < throw < 0.48,
                "pass_handedness": "left" if 0.3 < throw < 0.36 else "right",
                "receiver_jumped_for_touch": height > 60.0,
                "receiver_touched_ball": True,
            }
        )
    return tuple(looks)


def write_touches(writer: Writer, scene: Scene, dice: Dice, ending: tuple[str | None, str | None, int | None]) -> None:
    """Write the touches of a chance with their passes and drives; `ending` is what the last touch led to."""
    chance, is_positive = scene.chance, scene.is_positive
    at, touch_id = writer.times.at, writer.touch_id
    looks = _pass_looks()
    add = writer.rows["possession_touches"].append
    base_ms = chance.wall_ms + 100 * chance.start_ds
    before: Touch | None = None
    before_row: Row = {}
    released: Instant = (0, "")
    spot: Spot | None = None
    x = y = 0.0
    for touch in chance.touches:
        start_ds, end_ds = touch.start_ds, touch.end_ds
        caught = at(base_ms - 100 * start_ds)
        if before is not None:
            before_row["outcome_ctg_id"] = pass_id = writer.pass_id()
            passer, receiver = before.player.player_id, touch.player.player_id
            row = looks[int(_LOOKS * dice.roll())].copy()
            row["chance_id_ctg"] = scene.chance_id
            row["game_id_nba"] = writer.game_id
            row["intended_receiver_id_ctg"] = row["intended_receiver_id_nba"] = receiver
            row["pass_id_ctg"] = pass_id
            row["pass_release_he_frame"], row["pass_release_wall_clock"] = released
            row["passer_id_ctg"] = row["passer_id_nba"] = passer
            row["receiver_touch_start_he_frame"], row["receiver_touch_start_wall_clock"] = caught
            writer.rows["passes"].append(row)
        released = at(base_ms - 100 * end_ds)
        if touch.start is not spot:
            x, y = inches(touch.start, is_positive)
        start_x, start_y, spot = x, y, touch.end
        if spot is not touch.start:
            x, y = inches(spot, is_positive)
        before = touch
        before_row = {
            "chance_id_ctg": scene.chance_id,
            "duration_sec": (start_ds - end_ds) / 10,
            "end_game_clock": end_ds / 10,
            "end_he_frame": released[0],
            "end_loc_x": x,
            "end_loc_y": y,
            "end_wall_clock": released[1],
            "game_id_nba": writer.game_id,
            "is_inbounds": touch.is_inbounds,
            "num_dribbles": touch.dribbles,
            "outcome_ctg_id": None,
            "outcome_game_clock_seconds": end_ds // 10,
            "outcome_pbp_event_id": None,
            "outcome_type": touch.outcome,
            "period": scene.possession.period,
            "player_id_nba": touch.player.player_id,
            "possession_touch_id_ctg": touch_id(),
            "start_game_clock": start_ds / 10,
            "start_he_frame": caught[0],
            "start_loc_x": start_x,
            "start_loc_y": start_y,
            "start_wall_clock": caught[1],
            "team_id_nba": scene.team_id,
        }
        add(before_row)
    before_row["outcome_type"] = ending[0] or chance.touches[-1].outcome
    before_row["outcome_ctg_id"], before_row["outcome_pbp_event_id"] = ending[1], ending[2]
    if before is not None and before.is_drive:
        writer.rows["drives"].append(_drive(writer, scene, dice, before, before_row))


def _drive(writer: Writer, scene: Scene, dice: Dice, touch: Touch, row: Row) -> Row:
    """A drive: the last touch of a chance, when it went from outside to the basket."""
    chance = scene.chance
    slot = next((n for n, player in enumerate(chance.offence) if player is touch.player), 0)
    return {
        "ball_handler_defender_id_nba": chance.defence[slot].player_id,
        "ballhandler_movement_side": "left" if touch.end[0] < touch.start[0] else "right",
        "ballhandler_outcome": row["outcome_type"],
        "ballhandler_possession_touch_id": row["possession_touch_id_ctg"],
        "ballhandler_possession_touch_outcome_id": row["outcome_ctg_id"],
        "chance_id_ctg": scene.chance_id,
        "defensive_weak_side_player_count": dice.whole(1, 3),
        "drive_id_ctg": writer.drive_id(),
        "end_distance_to_hoop_in": round(12.0 * hoop_distance_ft(touch.end), 2),
        "end_game_clock": row["end_game_clock"],
        "end_he_frame": row["end_he_frame"],
        "end_shot_clock": chance.shot_clock_at(touch.end_ds),
        "end_wall_clock": row["end_wall_clock"],
        "game_id_nba": writer.game_id,
        "has_offensive_off_ball_player_moving_at_play_start": dice.roll() < 0.5,
        "is_direct": dice.roll() < 0.8,
        "max_ballhandler_speed_in_per_sec": round(dice.between(130.0, 250.0), 2),
        "offensive_weak_side_player_count": dice.whole(1, 3),
        "period": scene.possession.period,
        "player_id_nba": touch.player.player_id,
        "start_distance_to_hoop_in": round(12.0 * hoop_distance_ft(touch.start), 2),
        "start_game_clock": row["start_game_clock"],
        "start_he_frame": row["start_he_frame"],
        "start_shot_clock": chance.shot_clock_at(touch.start_ds),
        "start_wall_clock": row["start_wall_clock"],
        "team_id_nba": scene.team_id,
    }


def write_screens(writer: Writer, scene: Scene, dice: Dice) -> None:
    """Write the ball screens of a chance; distances are feet, places inches."""
    chance, times, roll = scene.chance, writer.times, dice.roll
    for screen in chance.screens:
        touch = chance.touches[screen.touch]
        start_ds = min(touch.start_ds, screen.set_ds + _SCREEN_BEFORE_DS)
        end_ds = max(touch.end_ds, screen.set_ds - _SCREEN_AFTER_DS)
        start_frame, start_text = times.at(chance.wall_at(start_ds))
        end_frame, end_text = times.at(chance.wall_at(end_ds))
        x, y = screen.spot
        screener_x, screener_y = inches(screen.spot, scene.is_positive)
        handler_x, handler_y = inches((x - 1.5 if x > 0 else x + 1.5, y + 1.0), scene.is_positive)
        distance = int(100.0 * hoop_distance_ft(screen.spot))
        drop = 100 + int(700.0 * roll())
        is_handoff = "handoff" in screen.manner
        writer.rows["ball_screens"].append(
            {
                "attacking_positive_x_basket": scene.is_positive,
                "ball_handler_defender_id_nba": chance.defence[screen.handler_slot].player_id,
                "ball_handler_id_nba": screen.handler.player_id,
                "ball_handler_loc_x": handler_x,
                "ball_handler_loc_y": handler_y,
                "ball_hoop_distance_min": max(50, distance - int(2200.0 * roll())) / 100,
                "ball_screen_id_ctg": writer.ball_screen_id(),
                "ballhandler_outcome": touch.outcome,
                "chance_id_ctg": scene.chance_id,
                "did_ball_get_behind_screener_defender": drop < 300,
                "did_ballhandler_dribble_after_screen": touch.dribbles > 0 and not is_handoff,
                "did_ballhandler_pass_to_screener": screen.result not in (None, "screened_shot"),
                "end_game_clock": end_ds / 10,
                "end_he_frame": end_frame,
                "end_shot_clock": chance.shot_clock_at(end_ds),
                "end_wall_clock": end_text,
                "game_id_nba": writer.game_id,
                "is_handoff": is_handoff,
                "period": scene.possession.period,
                "possession_id_ctg": scene.possession_id,
                "screen_distance_to_baseline": y,
                "screen_distance_to_center_court": abs(x),
                "screener_defender_hoop_distance_max": (distance - drop + 200) / 100,
                "screener_defender_hoop_distance_screen_start": (distance - drop) / 100,
                "screener_defender_id_nba": chance.defence[screen.screener_slot].player_id,
                "screener_hoop_distance": distance / 100,
                "screener_hoop_distance_min": max(100, distance - int(1800.0 * roll())) / 100,
                "screener_id_nba": screen.screener.player_id,
                "screener_loc_x": screener_x,
                "screener_loc_y": screener_y,
                "screener_outcome": screen.action,
                "screening_he_frame": times.frame(chance.wall_at(screen.set_ds)),
                "start_game_clock": start_ds / 10,
                "start_he_frame": start_frame,
                "start_shot_clock": chance.shot_clock_at(start_ds),
                "start_wall_clock": start_text,
                "team_id_nba": scene.team_id,
                "was_screener_defender_in_3pt_area_at_screen": distance - drop < 100.0 * ARC_FT,
            }
        )
