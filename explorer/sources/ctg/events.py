"""The other sections of `markings` -> events, touches and line-ups of the possessions they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from explorer.core.model import Event, RawPlace, Touch
from explorer.core.vocabulary import EventKind
from explorer.sources.ctg.joins import Joiner
from explorer.sources.ctg.payload import FloorRow, Joined, Markings, PossessionRow
from explorer.sources.ctg.places import ends_of, place_shots, place_touches, spots_of, text_of, turned
from explorer.sources.ctg.row_events import (
    cut_event,
    drive_event,
    foul_event,
    free_throw_event,
    off_ball_screen_event,
    pass_event,
    rebound_event,
    screen_event,
    shot_event,
    turnover_event,
)

_SIDES = {"offense": True, "offence": True, "defense": False, "defence": False}


@dataclass(slots=True)
class Sections:
    """What the sections tell of one possession, collected while they are read; `end` is what its offence attacks."""

    end: int = 0
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
    unjoined: dict[str, int] = {}
    shots, votes = place_shots(markings.shots or ())
    ends = ends_of(votes, markings)
    found = tuple(Sections(ends.get((text_of(row.offensive_team_id_nba), str(row.period)), 0)) for row in rows)
    held = markings.possession_touches or ()
    # A touch of the other team stands in the frame of the possession that it is part of.
    owners = [joiner.find(row, offence=row.team_id_nba) for row in held]
    touches = place_touches(held, [0 if owner is None else found[owner].end for owner in owners], ends)

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
        lambda s, r, raw, n: _add(s, shot_event(r, shots[n], raw), r),
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
        lambda s, r, raw, n: _add(s, pass_event(r, raw), r, r.pass_release_he_frame),
    )
    read(
        "drives",
        markings.drives,
        lambda r: joiner.find(r, offence=r.team_id_nba),
        lambda s, r, raw, n: _add(s, drive_event(r, raw), r),
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
        lambda s, r, raw, n: _add(s, rebound_event(r, raw), r, r.rebound_he_frame),
    )
    read(
        "turnovers",
        markings.turnovers,
        lambda r: joiner.find(r, r.turnover_he_frame, offence=r.possession_team_id_nba),
        lambda s, r, raw, n: _add(s, turnover_event(r, raw), r, r.turnover_he_frame),
    )
    read(
        "fouls",
        markings.fouls,
        lambda r: joiner.find(r, r.foul_he_frame, offence=r.possession_team_id_nba),
        lambda s, r, raw, n: _add(s, foul_event(r, raw), r, r.foul_he_frame),
    )
    read(
        "free_throws",
        markings.free_throws,
        lambda r: joiner.find(r, r.release_he_frame, offence=r.team_id_nba),
        lambda s, r, raw, n: _add(s, free_throw_event(r, raw), r, r.release_he_frame),
    )
    screens = markings.ball_screens or ()
    handlers = spots_of([r.ball_handler_loc_x for r in screens], [r.ball_handler_loc_y for r in screens])
    screeners = spots_of([r.screener_loc_x for r in screens], [r.screener_loc_y for r in screens])
    read(
        "ball_screens",
        screens,
        lambda r: joiner.find(r, r.screening_he_frame),
        lambda s, r, raw, n: _add(s, screen_event(r, raw, (handlers[n], screeners[n]), s.end), r, r.screening_he_frame),
    )
    away = markings.off_ball_screens or ()
    cutters = spots_of([r.cutter_loc_x for r in away], [r.cutter_loc_y for r in away])
    setters = spots_of([r.screener_loc_x for r in away], [r.screener_loc_y for r in away])
    read(
        "off_ball_screens",
        away,
        lambda r: joiner.find(r, r.screening_he_frame),
        lambda s, r, raw, n: _add(
            s, off_ball_screen_event(r, raw, (cutters[n], setters[n]), s.end), r, r.screening_he_frame
        ),
    )
    cuts = markings.cuts or ()
    befores = spots_of([r.loc_x for r in cuts], [r.loc_y for r in cuts])
    afters = spots_of([r.after_loc_x for r in cuts], [r.after_loc_y for r in cuts])
    read(
        "cuts",
        cuts,
        lambda r: joiner.find(r),
        lambda s, r, raw, n: _add(s, cut_event(r, raw, turned(befores[n], s.end), turned(afters[n], s.end)), r),
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
