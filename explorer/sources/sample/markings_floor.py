"""The section `transition_opportunities_player`: the ten on the floor at the first chance of every possession.

A game has two thousand of these rows. How a player runs is therefore drawn from a fixed set of runs.
"""

from functools import cache

from explorer.sources.sample.dice import Dice
from explorer.sources.sample.markings_frame import Row, Scene, Writer
from explorer.sources.sample.script import Chance, Rebound, Shot

_RUNS = 256
OFFENCE, DEFENCE = "offense", "defense"


@cache
def _runs(side: str, is_transition: bool, season: int) -> tuple[Row, ...]:
    """Ways a player can run up or down the floor, the fastest first; times are seconds, distances feet."""
    dice = Dice("runs", side, is_transition)
    is_offence = side == OFFENCE
    pace = 0.7 if is_transition else 1.0
    runs: list[Row] = []
    for number in range(_RUNS):
        late = number / _RUNS
        end_x = round(dice.between(0.0, 40.0) + 48.0 * late, 2)
        role = "runner" if late < 0.6 else "trailer"
        runs.append(
            {
                "chance_id_ctg": "",
                "crashed_on_previous_chance_end": None,
                "distance_traveled_between_previous_shot_start_and_chance_start": round(dice.between(0.0, 30.0), 2),
                "is_back_before_ball_crosses_scoring_zone": late < 0.6,
                "is_back_before_ball_crosses_three_point_zone": late < 0.8,
                "is_defender_pressing": None if is_offence else late > 0.97,
                "is_primary_initiator": False,
                "player_id_nba": 0,
                "player_start_area": "below_ft_extended" if dice.roll() < 0.55 else "above_ft_extended",
                "seconds_to_scoring_zone": round(pace * (1.5 + 3.5 * late), 2),
                "seconds_to_scoring_zone_rank": 0,
                "seconds_to_three_point_zone": round(pace * (2.6 + 4.5 * late), 2),
                "seconds_to_three_point_zone_rank": 0,
                "season": season,
                "season_type": "regular season",
                "side": side,
                "speed_to_scoring_zone": round(22.0 - 14.0 * late, 2),
                "speed_to_three_point_zone": round(20.0 - 13.0 * late, 2),
                "team_id_nba": 0,
                "transition_end_region": "near" if end_x < 30.0 else "middle" if end_x < 60.0 else "far",
                "transition_end_x": end_x,
                "transition_end_y": round(dice.between(-25.0, 25.0), 2),
                "transition_role": role if is_offence else None,
                "was_rebounder_on_previous_chance": None,
                "was_shooter_on_previous_chance": False,
                "watched_on_previous_chance_end": None,
            }
        )
    return tuple(runs)


def _deeds(before: Chance | None) -> tuple[int, int]:
    """The ids of who shot and who had the rebound at the end of the chance before, 0 for nobody."""
    shooter = rebounder = 0
    for event in before.events if before else ():
        if isinstance(event, Shot):
            shooter = event.shooter.player_id
        elif isinstance(event, Rebound) and event.player is not None:
            rebounder = event.player.player_id
    return shooter, rebounder


def write_floor(writer: Writer, scene: Scene, dice: Dice) -> None:
    """Write the ten on the floor at a possession's first chance, the offence first."""
    chance, roll = scene.chance, dice.roll
    chance_id = scene.chance_id
    shooter, rebounder = _deeds(scene.before)
    touches = chance.touches
    initiator = touches[1 if touches[0].is_inbounds and len(touches) > 1 else 0].player
    add = writer.rows["transition_opportunities_player"].append
    for side, five, team_id in (
        (OFFENCE, chance.offence, scene.team_id),
        (DEFENCE, chance.defence, scene.defensive_team_id),
    ):
        runs = _runs(side, chance.is_transition, writer.season)
        arrivals = [int(_RUNS * roll()) for _ in five]
        order = sorted(arrivals)
        for player, arrival in zip(five, arrivals, strict=True):
            row = runs[arrival].copy()
            player_id = player.player_id
            row["chance_id_ctg"] = chance_id
            row["player_id_nba"] = player_id
            row["team_id_nba"] = team_id
            row["seconds_to_scoring_zone_rank"] = row["seconds_to_three_point_zone_rank"] = order.index(arrival) + 1
            if player is initiator:
                row["is_primary_initiator"] = True
                row["transition_role"] = "primary_initiator"
            if shooter:
                row["was_shooter_on_previous_chance"] = player_id == shooter
                if side == DEFENCE:
                    row["crashed_on_previous_chance_end"] = crashed = roll() < 0.35
                    row["watched_on_previous_chance_end"] = not crashed
            if rebounder:
                row["was_rebounder_on_previous_chance"] = player_id == rebounder
            add(row)
