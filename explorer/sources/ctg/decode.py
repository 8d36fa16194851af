"""Cleaning the Glass' answers -> one game: possessions in order, who is at home, what each section adds."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.core import inference
from explorer.core.clock import Period, day_of, parse_clock, parse_period
from explorer.core.errors import DataError
from explorer.core.model import Answer, Counts, Finding, Game, Possession, RawPlace
from explorer.core.timeline import Moment, in_order
from explorer.core.vocabulary import CTG, EventKind
from explorer.sources.ctg.events import Collected, Sections, collect
from explorer.sources.ctg.joins import instant
from explorer.sources.ctg.payload import CLOCKS, Joined, Markings, MarkingsPayload, PossessionRow
from explorer.sources.ctg.places import text_of
from explorer.sources.ctg.teams import team_of

MARKINGS = "markings"
STREAMS = ("processed", "delayed", "")
"""The streams a game may come from, the preferred first; a file does not tell."""
LEAGUES = {"10": "wnba"}
"""The league by the first two digits of a game id; all others play on the NBA's court."""
DERIVED = frozenset({"points", "fg3m", "duration", "margin", "outcome"})


def game_id_of(payload: MarkingsPayload, origin: str) -> str:
    """The vendor's id of the one game that the rows speak of, else one made of teams and day.

    Raises DataError for rows of several games, and where neither can be told.
    """
    rows = _rows_of(payload)
    ids = list(dict.fromkeys(str(row.game_id_nba) for row in rows if row.game_id_nba is not None))
    if len(ids) > 1:
        raise DataError(origin, f"it holds rows of {len(ids)} games ({ids[0]}, {ids[1]} ...)", "markings.possessions")
    if ids:
        return ids[0]
    teams = _team_ids(rows)
    first = next((time for time in (instant(row.start_wall_clock) for row in rows) if time is not None), None)
    if not teams or first is None:
        raise DataError(origin, "it holds no possessions that name a game", "markings.possessions")
    return "-".join([*sorted(teams), day_of(first)])


def _rows_of(payload: MarkingsPayload) -> tuple[PossessionRow, ...]:
    return (payload.markings and payload.markings.possessions) or ()


def _team_ids(rows: Sequence[PossessionRow]) -> list[str]:
    ids = (i for row in rows for i in (row.offensive_team_id_nba, row.defensive_team_id_nba) if i is not None)
    return list(dict.fromkeys(str(i) for i in ids))


def decode(answers: Sequence[tuple[Answer, MarkingsPayload]], game_id: str | None = None) -> Game:
    """Read the preferred answer of one game: the processed stream before the delayed, the later fetch before.

    Raises DataError where a clock cannot be read or no game is named.
    """
    number, (answer, payload) = min(enumerate(answers), key=lambda item: _rank(item[1][0], item[0]))
    markings = payload.markings or Markings()
    origin = answer.origin
    known_id = game_id or game_id_of(payload, origin)
    rows = markings.possessions or ()
    _check_clocks(markings, origin)
    # Wall clocks are coarser, and the two must not be mixed.
    is_framed = all(row.start_he_frame is not None for row in rows)
    order = in_order([_moment(row, is_framed) for row in rows])
    ordered = [rows[place] for place in order]
    collected = collect(ordered, markings, number)
    home = inference.home_team([_step(row) for row in ordered])
    seen: dict[str, int] = {}
    possessions = tuple(
        _possession(row, i, RawPlace(number, ("markings", "possessions", order[i])), collected, markings, home, seen)
        for i, row in enumerate(ordered)
    )
    first = next((p.start_time_s for p in possessions if p.start_time_s is not None), None)
    return Game(
        source=CTG,
        game_id=known_id,
        origin=(origin,),
        day=day_of(first) if first is not None else None,
        league=LEAGUES.get(known_id[:2], "nba"),
        teams=tuple(team_of(team_id) for team_id in _team_ids(rows)),
        possessions=possessions,
        home_team_id=home,
        home_is_derived=home is not None,
        score=_final_score(possessions),
        findings=(
            *(
                Finding("unjoined", f"{count} rows of {section} belong to no possession")
                for section, count in collected.unjoined.items()
            ),
            *(
                Finding("repeated", f"{count} possessions have the id {possession_id}")
                for possession_id, count in seen.items()
                if count > 1
            ),
        ),
        sections=tuple(name for name in Markings.__struct_fields__ if getattr(markings, name) is not None),
    )


def _rank(answer: Answer, number: int) -> tuple[int, float, int]:
    stream = STREAMS.index(answer.part) if answer.part in STREAMS else len(STREAMS)
    return (stream, -answer.fetched_s, -number)


def _check_clocks(markings: Markings, origin: str) -> None:
    for i, row in enumerate(markings.possessions or ()):
        _check(row.start_game_clock, origin, "possessions", i, "start_game_clock")
        _check(row.end_game_clock, origin, "possessions", i, "end_game_clock")
        for field, wall_clock in (("start_wall_clock", row.start_wall_clock), ("end_wall_clock", row.end_wall_clock)):
            if wall_clock is not None and instant(wall_clock) is None:
                reason = f"the time {wall_clock[:40]!r} cannot be read"
                raise DataError(origin, reason, f"markings.possessions[{i}].{field}")
    for section in Markings.__struct_fields__[1:]:
        rows: tuple[Joined, ...] = getattr(markings, section) or ()
        for i, joined in enumerate(rows):
            for field in CLOCKS:
                _check(getattr(joined, field), origin, section, i, field)


def _check(clock: str | float | None, origin: str, section: str, row: int, field: str) -> None:
    try:
        parse_clock(clock)
    except ValueError as error:
        raise DataError(origin, str(error), f"markings.{section}[{row}].{field}") from None


def _moment(row: PossessionRow, is_framed: bool) -> Moment:
    return Moment(
        parse_period(row.period).number,
        row.start_he_frame if is_framed else instant(row.start_wall_clock),
        row.end_he_frame if is_framed else instant(row.end_wall_clock),
        parse_clock(row.start_game_clock),
        parse_clock(row.end_game_clock),
    )


def _step(row: PossessionRow) -> inference.ScoreStep:
    points = None if row.fga_pts is None or row.ftm is None else row.fga_pts + row.ftm
    return inference.ScoreStep(
        text_of(row.offensive_team_id_nba),
        text_of(row.defensive_team_id_nba),
        row.start_score_home,
        row.start_score_away,
        points,
    )


def _counts(row: PossessionRow, sections: Sections, markings: Markings, are_chances_joined: bool) -> Counts:
    shots = [event.shot for event in sections.events_of(EventKind.MAKE, EventKind.MISS) if event.shot]
    is_told = markings.shots is not None and len(shots) == row.fga and all(shot.value for shot in shots)
    points = None if row.fga_pts is None or row.ftm is None else row.fga_pts + row.ftm
    threes = None if row.fga_pts is None or row.fgm is None else row.fga_pts - 2 * row.fgm
    return Counts(
        points=points,
        fga=row.fga,
        fgm=row.fgm,
        fg3a=sum(shot.value == 3 for shot in shots) if is_told else 0 if row.fga == 0 else None,
        fg3m=threes if threes is not None and 0 <= threes <= (row.fgm or 0) else None,
        fta=row.fta,
        ftm=row.ftm,
        turnovers=row.tov,
        oreb=row.fg_oreb,
        dreb=None,
        opponent_dreb=row.fg_dreb,
        # A chance that was joined to nothing leaves some possession with too few: none is known then.
        chances=(len(sections.chances) or None) if are_chances_joined else None,
        passes=len(sections.events_of(EventKind.PASS)) if markings.passes is not None else None,
        screens=len(sections.events_of(EventKind.BALL_SCREEN)) if markings.ball_screens is not None else None,
    )


def _scores(row: PossessionRow, home: str | None) -> tuple[int | None, int | None]:
    """The offence's and the defence's score at the start; level scores need no home team."""
    if row.start_score_home is None or row.start_score_away is None:
        return (None, None)
    if row.start_score_home == row.start_score_away or text_of(row.offensive_team_id_nba) == home:
        return (row.start_score_home, row.start_score_away)
    if home is not None and text_of(row.defensive_team_id_nba) == home:
        return (row.start_score_away, row.start_score_home)
    return (None, None)


def _possession(
    row: PossessionRow,
    index: int,
    raw: RawPlace,
    collected: Collected,
    markings: Markings,
    home: str | None,
    seen: dict[str, int],
) -> Possession:
    """Make the record; `seen` counts ids, so that one that comes again gets a number and stays apart."""
    sections = collected.by_possession[index]
    start_clock, end_clock = parse_clock(row.start_game_clock), parse_clock(row.end_game_clock)
    start_time, end_time = instant(row.start_wall_clock), instant(row.end_wall_clock)
    counts = _counts(row, sections, markings, "chances" not in collected.unjoined)
    offence_score, defence_score = _scores(row, home)
    period: Period = parse_period(row.period)
    made_id = f"{period.name}:{text_of(row.offensive_team_id_nba)}:{row.start_wall_clock or row.start_game_clock}"
    possession_id = text_of(row.possession_id_ctg) or made_id
    repeats = seen[possession_id] = seen.get(possession_id, 0) + 1
    frames = {"start_he_frame": row.start_he_frame, "end_he_frame": row.end_he_frame}
    return Possession(
        possession_id=possession_id if repeats == 1 else f"{possession_id}#{repeats}",
        number=index + 1,
        period=period,
        offence_id=text_of(row.offensive_team_id_nba),
        defence_id=text_of(row.defensive_team_id_nba),
        start_clock_s=start_clock,
        end_clock_s=end_clock,
        start_time_s=start_time,
        end_time_s=end_time,
        duration_s=inference.duration_s((start_clock, end_clock), (start_time, end_time)),
        start=row.possession_start_type,
        outcome=inference.outcome_of_counts(counts, end_clock),
        counts=counts,
        offence_score=offence_score,
        defence_score=defence_score,
        on_ids=tuple(sections.on_ids),
        against_ids=tuple(sections.against_ids),
        is_after_timeout=row.is_after_timeout,
        is_garbage_time=row.in_garbage_time,
        attributes={name: frame for name, frame in frames.items() if frame is not None},
        events=sections.ordered(),
        touches=tuple(touch for _, touch in sorted(sections.touches, key=lambda item: item[0])),
        derived=DERIVED,
        raw=(raw, *sections.raw),
    )


def _final_score(possessions: Sequence[Possession]) -> dict[str, int] | None:
    """The score after the last possession; None where the last one does not tell."""
    last = possessions[-1] if possessions else None
    if last is None or None in (last.offence_score, last.defence_score, last.counts.points):
        return None
    if last.offence_id is None or last.defence_id is None:
        return None
    return {
        last.offence_id: (last.offence_score or 0) + (last.counts.points or 0),
        last.defence_id: last.defence_score or 0,
    }
