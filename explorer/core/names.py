"""Who stands behind an id: looked up when something is shown, never baked into the tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explorer.core.model import Game, Key, Player, Team


@dataclass(frozen=True, slots=True)
class PlayerName:
    """How a player is written: the full name, the shirt number and the team's id where they are known."""

    name: str
    number: str | None = None
    team_id: str | None = None


@dataclass(frozen=True, slots=True)
class TeamName:
    """How a team is written in full and in a narrow column."""

    name: str
    abbreviation: str


def abbreviations_of(name: str) -> Iterable[str]:
    """Short forms of a team's name, the best first: its own where it is short, initials, first letters."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if len(name) <= 4:
        yield name.upper()
    if not words:
        return
    yield words[0][:3].upper()
    if len(words) > 1:
        yield "".join(word[0] for word in words)[:4].upper()
        yield (words[0][:2] + words[-1][0]).upper()
        yield (words[0][:1] + words[-1][:3]).upper()
    yield name


class NameBook:
    """Names of teams and players by key; what is learnt later replaces what was known, emptiness does not."""

    def __init__(self) -> None:
        """Start without names."""
        self._teams: dict[Key, TeamName] = {}
        self._players: dict[Key, PlayerName] = {}

    def learn_game(self, game: Game) -> None:
        """Take the names of a game's rosters."""
        for team in game.teams:
            self.learn_team(game.source, team)
            for player in team.players:
                self.learn_player(game.source, player, team.team_id)

    def learn_team(self, source: str, team: Team) -> None:
        """Take a team's name; without an abbreviation one is made that no other team of the source has."""
        key = (source, team.team_id)
        if not team.name:
            return
        known = self._teams.get(key)
        if known is not None and known.name == team.name and not team.abbreviation:
            return
        used = {t.abbreviation for k, t in self._teams.items() if k[0] == source and k != key}
        made = next((short for short in abbreviations_of(team.name) if short not in used), team.name)
        self._teams[key] = TeamName(team.name, team.abbreviation or made)

    def learn_player(self, source: str, player: Player, team_id: str | None = None) -> None:
        """Take a player's name, where there is one."""
        if player.name:
            known = self._players.get((source, player.player_id))
            number = player.number or (known.number if known else None)
            team = team_id if team_id is not None else known.team_id if known else None
            self._players[source, player.player_id] = PlayerName(player.name, number, team)

    def team(self, key: Key | None) -> str:
        """A team's full name; `#id` where it is not known, `-` for no team."""
        if key is None:
            return "-"
        known = self._teams.get(key)
        return known.name if known else f"#{key[1]}"

    def team_short(self, key: Key | None) -> str:
        """A team's abbreviation; `#id` where it is not known, `-` for no team."""
        if key is None:
            return "-"
        known = self._teams.get(key)
        return known.abbreviation if known else f"#{key[1]}"

    def player(self, key: Key | None) -> str:
        """A player's full name; `#id` where it is not known, `-` for nobody."""
        if key is None:
            return "-"
        known = self._players.get(key)
        return known.name if known else f"#{key[1]}"

    def player_number(self, key: Key | None) -> str | None:
        """The shirt number, None where it is not known."""
        known = self._players.get(key) if key is not None else None
        return known.number if known else None

    def player_short(self, key: Key | None) -> str:
        """A player's initial and last name; `#id` where the name is not known."""
        name = self.player(key)
        first, _, last = name.partition(" ")
        return f"{first[0]}. {last}" if last and not name.startswith("#") else name

    def has_player(self, key: Key) -> bool:
        """Whether the player has a name."""
        return key in self._players

    def team_rows(self) -> Iterable[tuple[Key, TeamName]]:
        """Every known team."""
        return self._teams.items()

    def player_rows(self) -> Iterable[tuple[Key, PlayerName]]:
        """Every known player."""
        return self._players.items()
