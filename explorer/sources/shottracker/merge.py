"""The shots of a session joined to the possessions' own: one to one, by player, the nearest in time first.

A possession's event says that a shot was tried; the list of shots says whether it went in, what kind it was, and
where the hoop stands. What does not agree is a finding, and the possession's own word stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from explorer.core.model import Finding
from explorer.core.vocabulary import EventKind, split_detail
from explorer.sources.shottracker import events as stats
from explorer.sources.shottracker.payload import PossessionsPayload, ShotAttributes, Stat
from explorer.sources.shottracker.shots_payload import ShotRow, ShotsPayload

WITHIN_MS = 2000.0
"""How far the two times of one shot may lie apart (inferred: no page says how the two lists belong together)."""
NOT_COUNTED = frozenset({"DELETED"})
"""Words of a shot's `status` with which it is no shot any more (inferred; only `RECORDED` is documented)."""
UNJOINED, DISAGREES = "unjoined", "shot_make"
"""Kinds of findings: a shot without its event or an event without its shot; a make against a miss."""

_SAID_MISS = frozenset({"TWO_POINT_MISS", "THREE_POINT_MISS"})

Place = tuple[int, int, int]
"""A stat of the possessions: the numbers of its team, its possession and itself."""


@dataclass(frozen=True, slots=True)
class Merge:
    """The possessions with what the shots add, which shot belongs to which stat, and what did not join."""

    payload: PossessionsPayload
    shots: Mapping[Place, ShotRow]
    findings: tuple[Finding, ...]


def merge(possessions: PossessionsPayload, shots: ShotsPayload) -> Merge:
    """Join the shots of a session to its possessions; the order and number of rows stay what they are.

    A joined stat gets the words of a make (`FG`, `FG2` or `FG3`), of its attributes (`FGA_DUNK`), and the place
    where it had none.
    """
    tried = dict(_attempts(possessions))
    listed = list(_shots(shots))
    joined = _join(tried, listed)
    findings: list[Finding] = []
    for place, number in joined.items():
        findings += _disagreement(tried[place][1], listed[number][1])
    taken = set(joined.values())
    findings += [
        Finding(UNJOINED, f"a shot of player #{player or '-'} at {_when(row)} belongs to no event")
        for number, (player, row) in enumerate(listed)
        if number not in taken
    ]
    findings += [
        Finding(UNJOINED, f"the attempt of player #{player or '-'} at {_when(stat)} is not in the list of shots")
        for place, (player, stat) in tried.items()
        if place not in joined
    ]
    rows = {place: listed[number][1] for place, number in joined.items()}
    return Merge(_with(possessions, rows), rows, tuple(findings))


def _attempts(payload: PossessionsPayload) -> Iterator[tuple[Place, tuple[str | None, Stat]]]:
    for t, team in enumerate(payload.teams or ()):
        for p, row in enumerate(team.possessions or ()):
            for s, stat in enumerate(row.stats or ()):
                if _kind(stat) in (EventKind.MAKE, EventKind.MISS):
                    yield (t, p, s), (None if stat.player_id is None else str(stat.player_id), stat)


def _kind(stat: Stat) -> EventKind:
    return stats.kind_of(stats.words_of(stat.possession_type, stat.details))


def _shots(payload: ShotsPayload) -> Iterator[tuple[str | None, ShotRow]]:
    for team in payload.teams or ():
        for player in team.player_shots or ():
            for row in player.shots or ():
                if (row.status or "").upper() not in NOT_COUNTED:
                    yield player.player_id, row


def _join(
    tried: Mapping[Place, tuple[str | None, Stat]], listed: Sequence[tuple[str | None, ShotRow]]
) -> dict[Place, int]:
    """Which shot belongs to which attempt: of all pairs of one player within 2 s, the nearest are taken first."""
    by_player: dict[str, list[int]] = defaultdict(list)
    for number, (player, row) in enumerate(listed):
        if player is not None and row.occurred_at is not None:
            by_player[player].append(number)
    pairs: list[tuple[float, Place, int]] = []
    for place, (player, stat) in tried.items():
        if player is None or stat.timestamp is None:
            continue
        for number in by_player.get(player, ()):
            apart = abs((listed[number][1].occurred_at or 0.0) - stat.timestamp)
            if apart <= WITHIN_MS:
                pairs.append((apart, place, number))
    joined: dict[Place, int] = {}
    taken: set[int] = set()
    for _, place, number in sorted(pairs):
        if place not in joined and number not in taken:
            joined[place] = number
            taken.add(number)
    return joined


def _disagreement(stat: Stat, row: ShotRow) -> Iterator[Finding]:
    words = {True: "make", False: "miss"}
    said = True if _kind(stat) == EventKind.MAKE else False if _is_said_miss(stat) else None
    if said is not None and row.is_make is not None and said is not row.is_make:
        where = f"the shot of player #{stat.player_id} at {_when(stat)}"
        yield Finding(DISAGREES, f"{where} is a {words[said]} as an event, a {words[row.is_make]} in the list of shots")


def _is_said_miss(stat: Stat) -> bool:
    """Whether the event says that it missed; an attempt alone does not."""
    return not _SAID_MISS.isdisjoint(stats.words_of(stat.possession_type, stat.details))


def _when(row: Stat | ShotRow) -> str:
    """A moment for people: the game clock, else seconds since 1970."""
    time_ms = row.timestamp if isinstance(row, Stat) else row.occurred_at
    if row.game_clock is not None:
        return str(row.game_clock)
    return "an unknown time" if time_ms is None else f"{time_ms / 1000:.1f} s"


def _with(payload: PossessionsPayload, rows: Mapping[Place, ShotRow]) -> PossessionsPayload:
    touched = {(t, p) for t, p, _ in rows}
    teams = []
    for t, team in enumerate(payload.teams or ()):
        possessions = tuple(
            row
            if (t, p) not in touched
            else structs.replace(
                row,
                stats=tuple(
                    _added(stat, rows[(t, p, s)]) if (t, p, s) in rows else stat
                    for s, stat in enumerate(row.stats or ())
                ),
            )
            for p, row in enumerate(team.possessions or ())
        )
        teams.append(structs.replace(team, possessions=possessions))
    return structs.replace(payload, teams=tuple(teams))


def _added(stat: Stat, row: ShotRow) -> Stat:
    words = list(stats.words_of(stat.possession_type, stat.details))
    value = stats.value_of(tuple(words), row.is_3point)
    tried = ["FGA", *([f"FGA{value}"] if value is not None else [])]
    made = ["FG", *([f"FG{value}"] if value is not None else [])] if row.is_make and not _is_said_miss(stat) else []
    known = {split_detail(word)[1] for word in words}
    new = [*tried, *made, *(f"FGA_{word}" for word in row.attributes or () if word and word not in known)]
    details = (*words, *(word for word in dict.fromkeys(new) if word not in words))
    return structs.replace(stat, details=details, shot_attributes=_placed(stat.shot_attributes, row))


def _placed(own: ShotAttributes | None, row: ShotRow) -> ShotAttributes | None:
    """The event's own place; from the list of shots what it lacks, the pair of coordinates as a whole."""
    if own is None:
        own = ShotAttributes()
    distance = own.shot_distance_cm
    x, y, z = own.x, own.y, own.z
    if x is None or y is None:
        x, y, z = row.player_x, row.player_y, row.player_z
        if distance is None and row.hoop_player_x is not None and row.hoop_player_y is not None:
            distance = (row.hoop_player_x**2 + row.hoop_player_y**2) ** 0.5 / 10
    return ShotAttributes(
        shot_distance_cm=distance,
        x=x,
        y=y,
        z=z,
        zone=row.zone if own.zone is None else own.zone,
        advanced_zone=row.advanced_zone if own.advanced_zone is None else own.advanced_zone,
        is_3point=row.is_3point if own.is_3point is None else own.is_3point,
    )
