"""How a game is called: away at home, both teams where the home side is not known, its id without teams."""

from __future__ import annotations

from explorer.core.model import Key
from explorer.core.names import NameBook
from explorer.store.games import GameRow


def game_title(key: Key, teams: tuple[Key, ...], home: Key | None, book: NameBook) -> str:
    """`Detroit Pistons at Atlanta Hawks`, or `... v ...`; the game's id where no team is known."""
    if home is not None and len(teams) == 2 and home in teams:
        away = teams[0] if teams[1] == home else teams[1]
        return f"{book.team(away)} at {book.team(home)}"
    return " v ".join(book.team(team) for team in teams) or key[1]


def row_title(row: GameRow, book: NameBook) -> str:
    """The title of a game in the library's list."""
    home = None if row.home_team_id is None else (row.source, row.home_team_id)
    return game_title(row.key, tuple((row.source, team) for team in row.team_ids), home, book)
