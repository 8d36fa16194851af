"""One row of a section of `markings` -> the event that it tells of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from explorer.core.model import Event, RawPlace, Shot
from explorer.core.vocabulary import EventKind
from explorer.sources.ctg.joins import instant, seconds
from explorer.sources.ctg.payload import (
    CutRow,
    DriveRow,
    FoulRow,
    FreeThrowRow,
    Joined,
    OffBallScreenRow,
    PassRow,
    ReboundRow,
    ScreenRow,
    ShotRow,
    TurnoverRow,
)
from explorer.sources.ctg.places import Spot, end_of, text_of, turned


def _happened(row: Joined, kind: EventKind, words: Iterable[str | None], **more: Any) -> Event:
    clocks = (seconds(c) for c in (row.game_clock, row.start_game_clock, row.end_game_clock))
    shot_clocks = (seconds(c) for c in (row.shot_clock, row.start_shot_clock, row.end_shot_clock))
    values: dict[str, Any] = {
        "time_s": instant(row.wall_clock or row.start_wall_clock),
        "game_clock_s": next((c for c in clocks if c is not None), None),
        "shot_clock_s": next((c for c in shot_clocks if c is not None), None),
        "player_id": text_of(row.player_id_nba),
        "frame": row.start_he_frame,
        "end_frame": row.end_he_frame,
        "end_time_s": instant(row.end_wall_clock),
        **more,
    }
    return Event(kind=kind, words=tuple(word for word in words if word), **values)


def shot_event(row: ShotRow, shot: Shot, raw: RawPlace) -> Event:
    """A field-goal attempt; its place stands in `shot`."""
    kind = EventKind.OTHER if row.is_made is None else EventKind.MAKE if row.is_made else EventKind.MISS
    flags = {"blocked": row.is_blocked, "fouled": row.is_fouled, "bank": row.is_bank, "tip": row.is_tip}
    words = [row.shot_type, *(word for word, is_set in flags.items() if is_set)]
    return _happened(
        row,
        kind,
        words,
        player_id=text_of(row.shooter_id_nba),
        other_player_id=text_of(row.blocker_player_id_nba),
        shot=shot,
        event_id=text_of(row.shot_id_ctg),
        raw=raw,
    )


def pass_event(row: PassRow, raw: RawPlace) -> Event:
    """A pass, from its release to the catch."""
    words = [None if row.receiver_touched_ball in (None, True) else "not caught"]
    return _happened(
        row,
        EventKind.PASS,
        words,
        player_id=text_of(row.passer_id_nba),
        other_player_id=text_of(row.intended_receiver_id_nba),
        time_s=instant(row.pass_release_wall_clock),
        frame=row.pass_release_he_frame,
        end_time_s=instant(row.receiver_touch_start_wall_clock),
        end_frame=row.receiver_touch_start_he_frame,
        event_id=text_of(row.pass_id_ctg),
        raw=raw,
    )


def drive_event(row: DriveRow, raw: RawPlace) -> Event:
    """A drive, with the id of its touch."""
    words = (row.ballhandler_movement_side, row.ballhandler_outcome)
    defender = text_of(row.ball_handler_defender_id_nba)
    return _happened(
        row,
        EventKind.DRIVE,
        words,
        other_player_id=defender,
        event_id=text_of(row.drive_id_ctg),
        touch_id=text_of(row.ballhandler_possession_touch_id),
        raw=raw,
    )


def rebound_event(row: ReboundRow, raw: RawPlace) -> Event:
    """A rebound; without a player it is the team's."""
    kinds = {True: EventKind.DEFENSIVE_REBOUND, False: EventKind.OFFENSIVE_REBOUND}
    kind = EventKind.OTHER if row.is_defensive is None else kinds[row.is_defensive]
    words = ("rebound" if row.is_defensive is None else None, None if row.player_id_nba else "team")
    return _happened(row, kind, words, event_id=text_of(row.rebound_id_ctg), frame=row.rebound_he_frame, raw=raw)


def turnover_event(row: TurnoverRow, raw: RawPlace) -> Event:
    """A turnover, with who stole the ball."""
    return _happened(
        row,
        EventKind.TURNOVER,
        (row.event_pbp_subtype, row.event_pbp_descriptor),
        other_player_id=text_of(row.stealer_id_nba),
        time_s=instant(row.turnover_wall_clock),
        frame=row.turnover_he_frame,
        event_id=text_of(row.turnover_id_ctg),
        raw=raw,
    )


def foul_event(row: FoulRow, raw: RawPlace) -> Event:
    """A foul: who committed it, and on whom."""
    return _happened(
        row,
        EventKind.FOUL,
        (row.event_pbp_subtype, row.event_pbp_descriptor, *_qualifiers(row.event_pbp_qualifiers)),
        other_player_id=text_of(row.fouled_player_id_nba),
        time_s=instant(row.foul_wall_clock),
        frame=row.foul_he_frame,
        event_id=text_of(row.foul_id_ctg),
        raw=raw,
    )


def _qualifiers(text: str | None) -> list[str]:
    """The list inside the text; the text itself where it is none."""
    if not text:
        return []
    try:
        inside = json.loads(text)
    except (ValueError, RecursionError):
        return [text]
    return [str(item) for item in inside] if isinstance(inside, list) else [text]


def free_throw_event(row: FreeThrowRow, raw: RawPlace) -> Event:
    """A free throw; whether it went in is told where the feed tells it."""
    kinds = {True: EventKind.FREE_THROW_MAKE, False: EventKind.FREE_THROW_MISS}
    kind = EventKind.OTHER if row.is_made is None else kinds[row.is_made]
    return _happened(
        row,
        kind,
        ("free throw",) if row.is_made is None else (),
        player_id=text_of(row.shooter_id_nba if row.shooter_id_nba is not None else row.player_id_nba),
        event_id=text_of(row.free_throw_id_ctg),
        frame=row.release_he_frame,
        raw=raw,
    )


def screen_event(row: ScreenRow, raw: RawPlace, places: tuple[Spot, Spot], end: int) -> Event:
    """A ball screen: `places` are where handler and screener stood, `end` what the offence attacks."""
    words = ("hand-off" if row.is_handoff else None, row.ballhandler_outcome, row.screener_outcome)
    return _happened(
        row,
        EventKind.BALL_SCREEN,
        words,
        player_id=text_of(row.ball_handler_id_nba),
        other_player_id=text_of(row.screener_id_nba),
        event_id=text_of(row.ball_screen_id_ctg),
        frame=row.start_he_frame if row.screening_he_frame is None else row.screening_he_frame,
        raw=raw,
        **_stood(places, end_of(row.attacking_positive_x_basket) or end),
    )


def off_ball_screen_event(row: OffBallScreenRow, raw: RawPlace, places: tuple[Spot, Spot], end: int) -> Event:
    """A screen away from the ball: `places` are where cutter and screener stood."""
    return _happened(
        row,
        EventKind.OFF_BALL_SCREEN,
        (),
        player_id=text_of(row.cutter_id_nba),
        other_player_id=text_of(row.screener_id_nba),
        event_id=text_of(row.off_ball_screen_id_ctg),
        frame=row.start_he_frame if row.screening_he_frame is None else row.screening_he_frame,
        raw=raw,
        **_stood(places, end_of(row.attacking_positive_x_basket) or end),
    )


def _stood(places: tuple[Spot, Spot], end: int) -> dict[str, float | None]:
    """Where the player who used a screen stood, and the one who set it."""
    (x_ft, y_ft), (other_x_ft, other_y_ft) = (turned(place, end) for place in places)
    return {"x_ft": x_ft, "y_ft": y_ft, "other_x_ft": other_x_ft, "other_y_ft": other_y_ft}


def cut_event(row: CutRow, raw: RawPlace, before: Spot, after: Spot) -> Event:
    """A cut, from a place to another."""
    return _happened(
        row,
        EventKind.CUT,
        ("got the ball" if row.received_ball else None,),
        event_id=text_of(row.cut_id_ctg),
        x_ft=before[0],
        y_ft=before[1],
        end_x_ft=after[0],
        end_y_ft=after[1],
        raw=raw,
    )
