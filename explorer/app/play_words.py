"""A stretch of tracking in the words of the window: who is who, in which colour, and what happened when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import ascii_uppercase

from explorer.core import text
from explorer.core.model import Event, Game, Possession
from explorer.core.names import NameBook
from explorer.core.tracking import Tracking
from explorer.core.tracking_match import BY_ITSELF, Stretch, whole
from explorer.core.vocabulary import CTG, EVENT_WORDS, SHOTTRACKER, EventKind, Mark
from explorer.models.possession_rows import event_title
from explorer.widgets.court.play import Play, PlayEvent, PlayTeam

_LETTERS = 2


class Labels:
    """What stands in the discs of a play, and the full names; of a team's players without a name letters stand."""

    def __init__(self, book: NameBook, source: str, people: Iterable[tuple[str | None, str]]) -> None:
        """Give letters to the nameless: `people` are (team, player) in the order of the letters."""
        self._book, self._source = book, source
        self._letters: dict[str, str] = {}
        given: dict[str | None, int] = {}
        for team, player in dict.fromkeys(people):
            if player in self._letters or book.has_player((source, player)):
                continue
            number = given.get(team, 0)
            given[team] = number + 1
            self._letters[player] = ascii_uppercase[number] if number < len(ascii_uppercase) else ""

    def label_of(self, player_id: str) -> str:
        """What stands in a player's disc: the shirt number, else initials, else a letter.

        The end of an id would be taken for a shirt number.
        """
        key = (self._source, player_id)
        if (number := self._book.player_number(key)) is not None:
            return number
        if self._book.has_player(key):
            return "".join(word[0] for word in self._book.player(key).split()[:_LETTERS]).upper()
        return self._letters.get(player_id, "")

    def name_of(self, player_id: str) -> str:
        """The full name; without one the letter and the id."""
        letter = self._letters.get(player_id, "")
        known = self._book.player((self._source, player_id))
        return f"Player {letter} ({known})" if letter else known


def _people_of(game: Game) -> list[tuple[str | None, str]]:
    """Everybody of a game by team, in an order that no possession changes."""
    people = {
        (team, player)
        for possession in game.possessions
        for team, on in ((possession.offence_id, possession.on_ids), (possession.defence_id, possession.against_ids))
        for player in on
    }
    return sorted(people, key=lambda one: (one[0] or "", one[1]))


def play_of_possession(
    stretch: Stretch, possession: Possession, game: Game, book: NameBook, colours: Mapping[str, int]
) -> Play:
    """A possession's stretch of tracking, ready to play; `colours` are the numbers of the teams' colours by id."""
    source = game.source
    how = f"{stretch.how}; the attacked end {stretch.end_by}"
    tracked = zip(stretch.tracking.team_ids, stretch.tracking.player_ids, strict=True)
    labels = Labels(book, source, (*_people_of(game), *tracked))
    return Play(
        stretch.tracking,
        stretch.start_s,
        stretch.end_s,
        tuple(_event(mark.number, mark.t_s, possession.events[mark.number], book, source) for mark in stretch.marks),
        possession.offence_id,
        _teams(stretch.tracking, book, source, colours),
        labels.label_of,
        labels.name_of,
        how,
    )


def play_of_file(tracking: Tracking, book: NameBook) -> Play:
    """A tracking without a game, with what names are known all the same."""
    stretch = whole(tracking)
    source = next(
        (feed for feed in (SHOTTRACKER, CTG) if any(book.has_player((feed, one)) for one in tracking.player_ids)),
        SHOTTRACKER,
    )
    labels = Labels(book, source, zip(tracking.team_ids, tracking.player_ids, strict=True))
    return Play(
        stretch.tracking,
        stretch.start_s,
        stretch.end_s,
        teams=_teams(tracking, book, source, {}),
        label_of=labels.label_of,
        name_of=labels.name_of,
        how=BY_ITSELF,
    )


def _teams(tracking: Tracking, book: NameBook, source: str, colours: Mapping[str, int]) -> dict[str, PlayTeam]:
    ids = list(dict.fromkeys(team for team in tracking.team_ids if team is not None))
    return {
        team: PlayTeam(*_team_words(book, source, team, number), colours.get(team, number))
        for number, team in enumerate(ids)
    }


def _team_words(book: NameBook, source: str, team: str, number: int) -> tuple[str, str]:
    """A team's name and its short form; a team that nobody named is the first or second one."""
    name, short = book.team((source, team)), book.team_short((source, team))
    if name == f"#{team}":
        return f"Team {number + 1}, {name}", f"Team {number + 1}"
    return name, short


def _event(number: int, t_s: float, event: Event, book: NameBook, source: str) -> PlayEvent:
    """`11:32  J. Doe: 3PT miss, 24.8 ft`."""
    who = "" if event.player_id is None else f"{book.player_short((source, event.player_id))}: "
    clock = "" if event.game_clock_s is None else f"{text.clock(event.game_clock_s)}  "
    # An assist is of the same instant as its shot, and says no more of the time.
    known = EVENT_WORDS[event.kind].mark if event.kind in EVENT_WORDS else Mark.NEUTRAL
    mark = None if event.kind == EventKind.ASSIST else known
    return PlayEvent(number, t_s, f"{clock}{who}{event_title(event, book, source)}", mark)
