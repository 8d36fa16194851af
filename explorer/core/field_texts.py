"""What the codes of fields mean, in words: days, games, teams, players, starts, outcomes, by the lists of names."""

from __future__ import annotations

from explorer.core import text
from explorer.core.names import NameBook
from explorer.core.seasons import game_type, season_name
from explorer.core.table import GameInfo, Names
from explorer.core.vocabulary import OUTCOME_WORDS, OUTCOMES, SOURCE_TITLES, START_WORDS, title_of


def days(names: Names, book: NameBook) -> list[str]:
    """The day of play of every game."""
    return [game.day or text.UNKNOWN for game in names.games]


def seasons(names: Names, book: NameBook) -> list[str]:
    """The season of every game."""
    return [season or text.UNKNOWN for season in map(season_name, names.games)]


def sources(names: Names, book: NameBook) -> list[str]:
    """The feed of every game."""
    return [SOURCE_TITLES.get(game.key[0], game.key[0]) for game in names.games]


def game_types(names: Names, book: NameBook) -> list[str]:
    """What kind of game each was."""
    return [game_type(info) or text.UNKNOWN for info in names.games]


def game_titles(names: Names, book: NameBook) -> list[str]:
    """The two teams of every game."""
    return [game_title(game, book) for game in names.games]


def game_title(game: GameInfo, book: NameBook) -> str:
    """The visitors first, as scoreboards have it, where it is known who they are."""
    teams = sorted(game.teams, key=lambda team: team == game.home)
    joined = (" at " if game.home in teams else " – ").join(book.team_short(team) for team in teams)
    return joined or game.key[1]


def teams(names: Names, book: NameBook) -> list[str]:
    """The short name of every team."""
    return [book.team_short(team) for team in names.teams]


def players(names: Names, book: NameBook) -> list[str]:
    """The name of every player."""
    return [book.player(key) for key in names.players]


def starts(names: Names, book: NameBook) -> list[str]:
    """How a possession began, by the words of the feed."""
    return [title_of(START_WORDS, word) for word in names.words]


def outcomes(names: Names, book: NameBook) -> list[str]:
    """How a possession ended."""
    return [title_of(OUTCOME_WORDS, outcome) for outcome in OUTCOMES]
