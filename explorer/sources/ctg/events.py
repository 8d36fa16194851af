"""The other sections of `markings` -> events, touches and line-ups of the possessions they belong to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from explorer.core.model import Event, RawPlace, Shot, Touch
from explorer.core.vocabulary import EventKind
from explorer.sources.ctg.joins import Joiner, instant, seconds
from explorer.sources.ctg.payload import (
    DriveRow,
    FloorRow,
    FoulRow,
    FreeThrowRow,
    Joined,
    Markings,
    PassRow,
    PossessionRow,
    ReboundRow,
    ScreenRow,
    ShotRow,
    TurnoverRow,
)
from explorer.sources.ctg.places import Spot, ends_of, place_screens, place_shots, place_touches, text_of

_SIDES = {"offense": True, "offence": True, "defense": False, "defence": False}


@dataclass(slots=True)
class Sections:
    """What the sections tell of one possession, collected while they are read."""

    events: list[tuple[float, float, int, Event]] = field(default_factory=list)
    touches: list[tuple[float, Touch]] = field(default_factory=list)
    on_ids: list[str] = field(default_factory=list)
    against_ids: list[str] = field(default_factory=list)
    raw: list[RawPlace] = field(default_factory=list)
    chances: set[object] = field(default_factory=set)

    def events_of(self, *kinds: EventKind) -> list[Event]:
        """The events of these kinds, as they came."""
        return [event for *_, event in self.events if event.kind in kinds]

    def ordered(self) -> tuple[Event, ...]:
        """The events in the order they happened: by frame, then by clock, then as they came."""
        if len(self.events) < 2:
            return tuple(event for *_, event in self.events)
        return tuple(event for *_, event in sorted(self.events, key=lambda item: item[:3]))


@dataclass(frozen=True, slots=True)
class Collected:
    """The sections of a game by possession, and how many rows of each found none."""

    by_possession: tuple[Sections, ...]
    unjoined: dict[str, int]


def collect(rows: Sequence[PossessionRow], markings: Markings, answer: int) -> Collected:
    """Join every row of the sections to its possession; `answer` is the number of the answer they stand in."""
    joiner = Joiner(rows, markings)
    found = tuple(Sections() for _ in rows)
    unjoined: dict[str, int] = {}
    shots, votes = place_shots(markings.shots or ())
    ends = ends_of(votes, markings)
    touches = place_touches(markings.possession_touches or (), ends)
    screens = place_screens(markings.ball_screens or (), ends)

    def read[R: Joined](
        section: str,
        items: Iterable[R] | None,
        place: Callable[[R], int | None],
        add: Callable[[Sections, R, RawPlace, int], None],
    ) -> None:
        for number, item in enumerate(items or ()):
            index = place(item)
            if index is None:
                unjoined[section] = unjoined.get(section, 0) + 1
                continue
            raw = RawPlace(answer, ("markings", section, number))
            found[index].raw.append(raw)
            add(found[index], item, raw, number)

    read(
        "shots",
        markings.shots,
        lambda r: joiner.find(r, offence=r.team_id_nba),
        lambda s, r, raw, n: _add(s, _shot_event(r, shots[n], raw), r),
    )
    read(
        "possession_touches",
        markings.possession_touches,
        lambda r: joiner.find(r, offence=r.team_id_nba),
        lambda s, r, raw, n: s.touches.append((float(n) if r.start_he_frame is None else r.start_he_frame, touches[n])),
    )
    read(
        "passes",
        markings.passes,
        lambda r: joiner.find(r, r.pass_release_he_frame),
        lambda s, r, raw, n: _add(s, _pass_event(r, raw), r, r.pass_release_he_frame),
    )
    read(
        "drives",
        markings.drives,
        lambda r: joiner.find(r, offence=r.team_id_nba),
        lambda s, r, raw, n: _add(s, _drive_event(r, raw), r),
    )
    read(
        "chances",
        markings.chances,
        lambda r: joiner.find(r, offence=r.team_id_nba),
        lambda s, r, raw, n: s.chances.add(n if r.chance_id_ctg is None else r.chance_id_ctg),
    )
    read(
        "rebounds",
        markings.rebounds,
        lambda r: joiner.find_rebound(r),
        lambda s, r, raw, n: _add(s, _rebound_event(r, raw), r, r.rebound_he_frame),
    )
    read(
        "turnovers",
        markings.turnovers,
        lambda r: joiner.find(r, r.turnover_he_frame, offence=r.possession_team_id_nba),
        lambda s, r, raw, n: _add(s, _turnover_event(r, raw), r, r.turnover_he_frame),
    )
    read(
        "fouls",
        markings.fouls,
        lambda r: joiner.find(r, r.foul_he_frame, offence=r.possession_team_id_nba),
        lambda s, r, raw, n: _add(s, _foul_event(r, raw), r, r.foul_he_frame),
    )
    read(
        "free_throws",
        markings.free_throws,
        lambda r: joiner.find(r, r.release_he_frame, offence=r.team_id_nba),
        lambda s, r, raw, n: _add(s, _free_throw_event(r, raw), r, r.release_he_frame),
    )
    read(
        "ball_screens",
        markings.ball_screens,
        lambda r: joiner.find(r, r.screening_he_frame),
        lambda s, r, raw, n: _add(s, _screen_event(r, raw, *screens[n]), r, r.screening_he_frame),
    )
    for number, row in enumerate(markings.transition_opportunities_player or ()):
        index = joiner.find(row)
        if index is None:
            unjoined["transition_opportunities_player"] = unjoined.get("transition_opportunities_player", 0) + 1
            continue
        is_offence = _is_offence(row, rows[index])
        five = found[index].on_ids if is_offence else found[index].against_ids
        player = text_of(row.player_id_nba)
        if player is not None and is_offence is not None and player not in five:
            five.append(player)
        found[index].raw.append(RawPlace(answer, ("markings", "transition_opportunities_player", number)))
    return Collected(found, unjoined)


def _is_offence(row: FloorRow, possession: PossessionRow) -> bool | None:
    """Whether a player on the floor is the offence's: by the row's side, else by its team; None where neither tells."""
    if row.side in _SIDES:
        return _SIDES[row.side]
    teams = {possession.defensive_team_id_nba: False, possession.offensive_team_id_nba: True}
    return None if row.team_id_nba is None else teams.get(row.team_id_nba)


def _add(sections: Sections, event: Event, row: Joined, frame: int | None = None) -> None:
    at = next((f for f in (frame, row.start_he_frame, row.end_he_frame) if f is not None), None)
    clock = event.game_clock_s
    order = (
        float("inf") if at is None else float(at),
        float("inf") if clock is None else -clock,
        len(sections.events),
    )
    sections.events.append((*order, event))


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


def _shot_event(row: ShotRow, shot: Shot, raw: RawPlace) -> Event:
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


def _pass_event(row: PassRow, raw: RawPlace) -> Event:
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


def _drive_event(row: DriveRow, raw: RawPlace) -> Event:
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


def _rebound_event(row: ReboundRow, raw: RawPlace) -> Event:
    kinds = {True: EventKind.DEFENSIVE_REBOUND, False: EventKind.OFFENSIVE_REBOUND}
    kind = EventKind.OTHER if row.is_defensive is None else kinds[row.is_defensive]
    words = ("rebound" if row.is_defensive is None else None, None if row.player_id_nba else "team")
    return _happened(row, kind, words, event_id=text_of(row.rebound_id_ctg), frame=row.rebound_he_frame, raw=raw)


def _turnover_event(row: TurnoverRow, raw: RawPlace) -> Event:
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


def _foul_event(row: FoulRow, raw: RawPlace) -> Event:
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


def _free_throw_event(row: FreeThrowRow, raw: RawPlace) -> Event:
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


def _screen_event(row: ScreenRow, raw: RawPlace, handler: Spot, screener: Spot) -> Event:
    words = ("hand-off" if row.is_handoff else None, row.ballhandler_outcome, row.screener_outcome)
    return _happened(
        row,
        EventKind.BALL_SCREEN,
        words,
        player_id=text_of(row.ball_handler_id_nba),
        other_player_id=text_of(row.screener_id_nba),
        event_id=text_of(row.ball_screen_id_ctg),
        frame=row.start_he_frame if row.screening_he_frame is None else row.screening_he_frame,
        x_ft=handler[0],
        y_ft=handler[1],
        other_x_ft=screener[0],
        other_y_ft=screener[1],
        raw=raw,
    )
