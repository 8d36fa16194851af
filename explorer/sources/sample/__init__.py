"""A made-up league: invented clubs and players, plausible basketball, written in both vendors' formats.

Everything follows from a seed, on every machine; no game depends on how many are asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from explorer.sources.sample import locations, markings, shottracker
from explorer.sources.sample.dice import Dice
from explorer.sources.sample.people import SamplePlayer, SampleTeam, name_rows, teams
from explorer.sources.sample.play import Play
from explorer.sources.sample.script import Script

__all__ = ["SampleGame", "SamplePlayer", "SampleTeam", "league", "name_rows", "teams", "tracking"]

SEASON = 2025
_FIRST_DAY = date(2025, 10, 21)
_FIRST_GAME_ID = 9_926_000_001
_TIPS_A_DAY = 6
_ROUNDS_A_BREAK = 33
_BREAK_DAYS = 4


@dataclass(frozen=True, slots=True)
class SampleGame:
    """One game in both formats; `name` is a file stem and a stable id, `day` the day of play."""

    name: str
    day: date
    home: SampleTeam
    away: SampleTeam
    shottracker: dict[str, Any]
    markings: dict[str, Any]


def _pairing(clubs: int, turn: int, table: int) -> tuple[int, int]:
    """Home and away of one table of a round: the circle method, with the sides changed every other cycle."""
    cycle, number = divmod(turn, clubs - 1)
    ring = clubs - 1
    if table == 0:
        one, other = ring, number
        is_swapped = number % 2 == 1
    else:
        one, other = (number + table) % ring, (number - table) % ring
        is_swapped = table % 2 == 1
    return (other, one) if is_swapped != (cycle % 2 == 1) else (one, other)


def _played(
    seed: int, index: int, clubs: tuple[SampleTeam, ...]
) -> tuple[Script, Dice, str, date, SampleTeam, SampleTeam]:
    """What happened in a game, the dice as they lie after it, its name and day, home and away."""
    turn, table = divmod(index, len(clubs) // 2)
    one, other = _pairing(len(clubs), turn, table)
    home, away = clubs[one], clubs[other]
    day = _FIRST_DAY + timedelta(days=turn + turn // _ROUNDS_A_BREAK * _BREAK_DAYS)
    name = f"sample-{index + 1:04d}"
    dice = Dice("game", seed, index)
    # The day of play is that of the tip at UTC minus 8 hours: evenings from 16:00 to 20:59 there.
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    midnight_ms = int(midnight.timestamp()) * 1000
    script = Play(dice, home, away, midnight_ms, dice.whole(0, 5 * 3600 * 1000 - 1)).play()
    return script, dice, name, day, home, away


def _game(seed: int, index: int, clubs: tuple[SampleTeam, ...]) -> SampleGame:
    script, dice, name, day, home, away = _played(seed, index, clubs)
    game_id = str(_FIRST_GAME_ID + index)
    return SampleGame(
        name=name,
        day=day,
        home=home,
        away=away,
        shottracker=shottracker.payload(script, name, home, away, dice),
        markings=markings.payload(script, game_id, SEASON, f"{seed}/{index}", home, away, dice),
    )


def league(games: int, seed: int) -> Iterator[SampleGame]:
    """The first games of the league's season, one after the other, made when they are asked for."""
    clubs = teams(seed)
    for index in range(games):
        yield _game(seed, index, clubs)


def tracking(seed: int, index: int, period: int, start_ds: int, team_id: int) -> list[Any] | None:
    """Where everybody was in one possession of a game, as ShotTracker's answer; None where there is no such one.

    The possession is named by its period from 1, the tenths on the clock when it began, and the team on offence.
    """
    script, _, name, _, home, away = _played(seed, index, teams(seed))
    for number, possession in enumerate(script.possessions):
        is_it = possession.period == period and possession.start_ds == start_ds and possession.chances
        if is_it and (home, away)[possession.side].team_id == team_id:
            dice = Dice("tracking", seed, index, number)
            return locations.payload(script, possession, name, (home, away), dice)
    return None
