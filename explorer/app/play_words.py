"""A stretch of tracking in the words of the window: who is who, in which colour, and what happened when."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.core import text
from explorer.core.model import Event, Game, Possession
from explorer.core.names import NameBook
from explorer.core.tracking import Tracking
from explorer.core.tracking_match import BY_ITSELF, Stretch, whole
from explorer.core.vocabulary import CTG, EVENT_WORDS, SHOTTRACKER
from explorer.models.possession_rows import event_title
from explorer.widgets.court.play import Play, PlayEvent, PlayTeam

_LETTERS = 2


def label_of(book: NameBook, source: str, player_id: str) -> str:
    """What stands in a player's disc: the shirt number, else initials, else the end of the id."""
    key = (source, player_id)
    if (number := book.player_number(key)) is not None:
        return number
    if book.has_player(key):
        return "".join(word[0] for word in book.player(key).split()[:_LETTERS]).upper()
    return player_id[-_LETTERS:]


def play_of_possession(
    stretch: Stretch, possession: Possession, game: Game, book: NameBook, colours: Mapping[str, int]
) -> Play:
    """A possession's stretch of tracking, ready to play; `colours` are the numbers of the teams' colours by id."""
    source = game.source
    how = f"{stretch.how}; the attacked end {stretch.end_by}"
    return Play(
        stretch.tracking,
        stretch.start_s,
        stretch.end_s,
        tuple(_event(mark.number, mark.t_s, possession.events[mark.number], book, source) for mark in stretch.marks),
        possession.offence_id,
        _teams(stretch.tracking, book, source, colours),
        lambda player_id: label_of(book, source, player_id),
        lambda player_id: book.player((source, player_id)),
        how,
    )


def play_of_file(tracking: Tracking, book: NameBook) -> Play:
    """A tracking without a game, with what names are known all the same."""
    stretch = whole(tracking)
    source = next(
        (feed for feed in (SHOTTRACKER, CTG) if any(book.has_player((feed, one)) for one in tracking.player_ids)),
        SHOTTRACKER,
    )
    return Play(
        stretch.tracking,
        stretch.start_s,
        stretch.end_s,
        teams=_teams(tracking, book, source, {}),
        label_of=lambda player_id: label_of(book, source, player_id),
        name_of=lambda player_id: book.player((source, player_id)),
        how=BY_ITSELF,
    )


def _teams(tracking: Tracking, book: NameBook, source: str, colours: Mapping[str, int]) -> dict[str, PlayTeam]:
    ids = list(dict.fromkeys(team for team in tracking.team_ids if team is not None))
    return {
        team: PlayTeam(book.team((source, team)), book.team_short((source, team)), colours.get(team, number))
        for number, team in enumerate(ids)
    }


def _event(number: int, t_s: float, event: Event, book: NameBook, source: str) -> PlayEvent:
    """`11:32  J. Doe: 3PT miss, 24.8 ft`."""
    who = "" if event.player_id is None else f"{book.player_short((source, event.player_id))}: "
    clock = "" if event.game_clock_s is None else f"{text.clock(event.game_clock_s)}  "
    mark = EVENT_WORDS[event.kind].mark if event.kind in EVENT_WORDS else None
    return PlayEvent(number, t_s, f"{clock}{who}{event_title(event, book, source)}", mark)
