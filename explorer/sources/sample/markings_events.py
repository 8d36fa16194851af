"""The sections `shots`, `free_throws`, `rebounds`, `turnovers` and `fouls` of a made-up `markings` answer."""

from math import sqrt

from explorer.sources.sample import floor
from explorer.sources.sample.markings_frame import HOOP_X_IN, Row, Scene, Writer, inches
from explorer.sources.sample.people import SamplePlayer
from explorer.sources.sample.script import Foul, FreeThrow, Rebound, Shot, Turnover

_RELEASE_DS = 2


def write_events(writer: Writer, scene: Scene) -> tuple[str | None, str | None, int | None]:
    """Write what happened at the end of a chance.

    Gives how the last touch ended (shot, turnover, foul or None), the id of that row and its number in the
    official play-by-play.
    """
    ending: tuple[str | None, str | None, int | None] = (None, None, None)
    missed: tuple[str | None, str | None] = (None, None)
    for event in scene.chance.events:
        match event:
            case Shot():
                row = _shot(writer, scene, event)
                writer.rows["shots"].append(row)
                missed = (row["shot_id_ctg"], None)
                ending = ending if ending[0] else ("shot", row["shot_id_ctg"], row["pbp_event_id"])
            case FreeThrow():
                row = _free_throw(writer, scene, event)
                writer.rows["free_throws"].append(row)
                missed = (None, row["free_throw_id_ctg"])
            case Rebound():
                writer.rows["rebounds"].append(_rebound(writer, scene, event, missed))
            case Turnover():
                row = _turnover(writer, scene, event)
                writer.rows["turnovers"].append(row)
                ending = ("turnover", row["turnover_id_ctg"], row["pbp_event_id"])
            case Foul():
                row = _foul(writer, scene, event)
                writer.rows["fouls"].append(row)
                ending = ending if ending[0] else ("foul", row["foul_id_ctg"], row["pbp_event_id"])
    return ending


def _id(player: SamplePlayer | None) -> int | None:
    return None if player is None else player.player_id


def _shot(writer: Writer, scene: Scene, shot: Shot) -> Row:
    chance = scene.chance
    release_ds = min(chance.start_ds, shot.clock_ds + _RELEASE_DS)
    release_frame, release_text = writer.times.at(chance.wall_at(release_ds))
    frame, text = writer.times.at(shot.wall_ms)
    x, y = inches(shot.spot, scene.is_positive)
    along = x - HOOP_X_IN if scene.is_positive else x + HOOP_X_IN
    words = shot.words
    is_putback = words[0] in ("GUARDED", "UNGUARDED")
    if shot.zone == floor.HEAVE:
        kind = "heave"
    elif is_putback:
        kind = "putback"
    elif "DUNK" in words:
        kind = "dunk"
    elif "LAYUP" in words:
        kind = "layup"
    else:
        kind = "floater" if shot.zone == floor.PAINT else "jump_shot"
    return {
        "blocker_player_id_nba": _id(shot.blocker),
        "chance_id_ctg": scene.chance_id,
        "end_game_clock": shot.clock_ds / 10,
        "end_he_frame": frame,
        "end_shot_clock": chance.shot_clock_at(shot.clock_ds),
        "end_wall_clock": text,
        "game_id_nba": writer.game_id,
        "is_and_one": shot.is_fouled and shot.is_made,
        "is_bank": kind in ("layup", "putback") and (shot.clock_ds & 1) == 0,
        "is_blocked": shot.blocker is not None,
        "is_fouled": shot.is_fouled,
        "is_made": shot.is_made,
        "is_three": shot.is_three,
        "is_tip": is_putback and "LAYUP" in words,
        "loc_x": x,
        "loc_y": y,
        "pbp_event_id": writer.next_event(),
        "period": scene.possession.period,
        "possession_id_ctg": scene.possession_id,
        "shooter_id_nba": shot.shooter.player_id,
        "shot_distance_in": round(100.0 * sqrt(along * along + y * y)) / 100.0,
        "shot_id_ctg": writer.shot_id(),
        "shot_type": kind,
        "start_game_clock": release_ds / 10,
        "start_he_frame": release_frame,
        "start_shot_clock": chance.shot_clock_at(release_ds),
        "start_wall_clock": release_text,
        "team_id_nba": scene.team_id,
    }


def _free_throw(writer: Writer, scene: Scene, throw: FreeThrow) -> Row:
    frame, text = writer.times.at(throw.wall_ms)
    return {
        "chance_id_ctg": scene.chance_id,
        "free_throw_id_ctg": writer.free_throw_id(),
        "game_clock": throw.clock_ds / 10,
        "game_id_nba": writer.game_id,
        "is_made": throw.is_made,
        "pbp_event_id": writer.next_event(),
        "period": scene.possession.period,
        "possession_id_ctg": scene.possession_id,
        "release_he_frame": frame,
        "shooter_id_nba": throw.shooter.player_id,
        "team_id_nba": scene.team_id,
        "wall_clock": text,
    }


def _rebound(writer: Writer, scene: Scene, rebound: Rebound, missed: tuple[str | None, str | None]) -> Row:
    is_live = rebound.player is not None
    frame, text = writer.times.at(rebound.wall_ms)
    shot_id, free_throw_id = missed
    return {
        "attacking_positive_x": scene.is_positive,
        "event_pbp_descriptor": None,
        "event_pbp_qualifiers": None if is_live else '["team"]',
        "event_pbp_rebound_x": None,
        "event_pbp_rebound_y": None,
        "event_pbp_subtype": "defensive" if rebound.is_defensive else "offensive",
        "free_throw_id_ctg": free_throw_id,
        "game_clock": rebound.clock_ds / 10,
        "game_clock_running": is_live,
        "is_defensive": rebound.is_defensive,
        "is_live_ball_rebound": is_live,
        "is_rebounded": is_live,
        "pbp_event_id": writer.next_event(),
        "period": scene.possession.period,
        "player_id_nba": _id(rebound.player),
        "possession_team_id_nba": scene.team_id,
        "rebound_chance_id_ctg": scene.next_chance_id,
        "rebound_he_frame": frame,
        "rebound_id_ctg": writer.rebound_id(),
        "shot_chance_id_ctg": None if shot_id is None else scene.chance_id,
        "shot_clock": None,
        "shot_clock_running": False,
        "shot_id_ctg": shot_id,
        "wall_clock": text,
    }


def _turnover(writer: Writer, scene: Scene, turnover: Turnover) -> Row:
    player_id = _id(turnover.player)
    frame, text = writer.times.at(turnover.wall_ms)
    total = None
    if player_id is not None:
        total = writer.losses[player_id] = writer.losses.get(player_id, 0) + 1
    return {
        "attacking_positive_x": scene.is_positive,
        "defensive_team_id_nba": scene.defensive_team_id,
        "event_pbp_descriptor": None,
        "event_pbp_qualifiers": None if player_id else '["team"]',
        "event_pbp_subtype": turnover.kind,
        "event_pbp_turnover_total": total,
        "game_clock": turnover.clock_ds / 10,
        "game_clock_running": turnover.stealer is not None,
        "pbp_event_id": writer.next_event(),
        "period": scene.possession.period,
        "player_id_nba": player_id,
        "possession_team_id_nba": scene.team_id,
        "shot_clock": scene.chance.shot_clock_at(turnover.clock_ds),
        "shot_clock_running": turnover.stealer is not None,
        "stealer_id_nba": _id(turnover.stealer),
        "turnover_he_frame": frame,
        "turnover_id_ctg": writer.turnover_id(),
        "turnover_wall_clock": text,
    }


def _foul(writer: Writer, scene: Scene, foul: Foul) -> Row:
    throws = foul.free_throws
    frame, text = writer.times.at(foul.wall_ms)
    qualifiers = [] if foul.is_shooting or not throws else ['"inpenalty"']
    if throws:
        qualifiers.append(f'"{throws}freethrow"')
    return {
        "event_pbp_descriptor": "shooting" if foul.is_shooting else None,
        "event_pbp_foul_personal_total": foul.total,
        "event_pbp_foul_technical_total": 0,
        "event_pbp_qualifiers": f"[{', '.join(qualifiers)}]" if qualifiers else None,
        "event_pbp_subtype": "offensive" if foul.is_offensive else "personal",
        "foul_he_frame": frame,
        "foul_id_ctg": writer.foul_id(),
        "foul_wall_clock": text,
        "fouled_player_id_nba": foul.fouled.player_id,
        "game_clock": foul.clock_ds / 10,
        "pbp_event_id": writer.next_event(),
        "period": scene.possession.period,
        "player_id_nba": foul.player.player_id,
        "possession_team_id_nba": scene.team_id,
        "shot_clock": scene.chance.shot_clock_at(foul.clock_ds),
    }
