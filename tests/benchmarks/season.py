"""A made-up season of the size of the NBA's in a library of its own, kept between runs of the benchmarks.

Some games of the sample league go the product's own way (decoded, tabulated); the season is made of these again and
again, each time as another game: other teams and players, another day, other keys of possessions.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import numpy as np

import explorer
from explorer.core.model import Answer, Game, Key, Player, Team
from explorer.core.table import Names, Tables
from explorer.core.tabulate import key_of, tabulate
from explorer.core.vocabulary import CTG
from explorer.services.intake import COLUMNS_VERSION
from explorer.sources import sample
from explorer.sources.ctg.decode import MARKINGS
from explorer.sources.source import decode_answers
from explorer.store.games import GameStore

GAMES = 1230
TEAMS = 30
TEMPLATES = 24
SEED = 82
_FIRST_DAY = date(2025, 10, 21)
_TEAM = 9800
_GAME = 9_925_000_000
_DAY_S = 86_400.0


def pairings() -> Iterator[tuple[int, int, int]]:
    """Round, home and away of every game: the circle method, over and over."""
    ring = TEAMS - 1
    for turn in range(GAMES * 2 // TEAMS):
        for table in range(TEAMS // 2):
            one = ring if table == 0 else (turn + table) % ring
            other = turn % ring if table == 0 else (turn - table) % ring
            yield (turn, one, other) if (turn // ring + table) % 2 else (turn, other, one)


def templates() -> Iterator[tuple[Game, Tables, bytes]]:
    """Games of the sample league as Cleaning the Glass tells them, with the answer's possessions alone as their body.

    The rest of an answer, some megabytes, is no part of what is measured.
    """
    for game in sample.league(TEMPLATES, SEED):
        answer = Answer(MARKINGS, "", json.dumps(game.markings).encode(), game.name, 0.0)
        decoded = decode_answers(CTG, str(game.markings["markings"]["possessions"][0]["game_id_nba"]), (answer,))
        body = json.dumps({"markings": {"possessions": game.markings["markings"]["possessions"]}}).encode()
        yield decoded, tabulate(decoded), body


def as_game(number: int, turn: int, teams: tuple[int, int], template: Game, tables: Tables) -> tuple[Game, Tables]:
    """A template as the game of a round between two teams: the same play by other people on another day."""
    key = (CTG, str(_GAME + number))
    day = _FIRST_DAY + timedelta(days=2 * turn)
    assert template.day is not None
    shift_s = (day - date.fromisoformat(template.day)).days * _DAY_S
    old = [team.team_id for team in template.teams]
    new = dict(zip(old, (str(_TEAM + team) for team in teams), strict=True))

    def renamed(known: Key) -> Key:
        # A player's id begins with his team's.
        return (known[0], new[known[1][:4]] + known[1][4:])

    game = replace(
        template,
        game_id=key[1],
        day=day.isoformat(),
        teams=tuple(_team(team, new[team.team_id]) for team in template.teams),
        home_team_id=None if template.home_team_id is None else new[template.home_team_id],
        score=None if template.score is None else {new[team]: points for team, points in template.score.items()},
    )
    (info,) = tables.names.games
    infos = (
        replace(
            info,
            key=key,
            day=game.day,
            teams=tuple(map(renamed, info.teams)),
            home=None if info.home is None else renamed(info.home),
        ),
    )
    names = Names(infos, tuple(map(renamed, tables.names.teams)), tuple(map(renamed, tables.names.players)))
    table = tables.possessions
    possessions = replace(
        table,
        key=np.array([key_of(key, row.possession_id) for row in template.possessions], np.int64),
        start_time_s=table.start_time_s + shift_s,
        end_time_s=table.end_time_s + shift_s,
    )
    events = replace(tables.events, time_s=tables.events.time_s + shift_s)
    return game, Tables(possessions, tables.shots, events, replace(names, words=tables.names.words))


def _team(team: Team, team_id: str) -> Team:
    number = int(team_id) - _TEAM + 1
    players = tuple(
        Player(team_id + player.player_id[4:], f"{player.name} {number}", number=player.number)
        for player in team.players
    )
    return replace(team, team_id=team_id, name=f"Club {number:02}", abbreviation=f"C{number:02}", players=players)


def make(path: Path) -> None:
    """Write the season into a library file; some seconds."""
    store = GameStore(path)
    made = list(templates())
    for number, ((turn, *teams), (template, tables, body)) in enumerate(zip(pairings(), cycle(made), strict=False)):
        game, own = as_game(number, turn, (teams[0], teams[1]), template, tables)
        ids = {old.team_id: new.team_id for old, new in zip(template.teams, game.teams, strict=True)}
        answer = Answer(MARKINGS, "", _readdressed(body, ids), f"game {game.game_id}", 1.76e9)
        assert store.save(game, (answer,), own.pack(), COLUMNS_VERSION, 0)
    store.close()


def _readdressed(body: bytes, ids: dict[str, str]) -> bytes:
    """The answer with the ids of other teams and players."""
    return re.sub(
        rf"(?<![\d.])({'|'.join(ids)})(?=(\d\d)?[^\d.])".encode(), lambda m: ids[m[1].decode()].encode(), body
    )


def season(folder: Path) -> Path:
    """The season's library file below a folder of caches, made where it is not there or was made by other code."""
    path = folder / f"season-{_version()}" / "library.sqlite"
    if not path.exists():
        for older in folder.glob("season-*"):
            shutil.rmtree(older)
        unfinished = path.with_name("unfinished.sqlite")
        make(unfinished)
        unfinished.rename(path)
    return path


def _version() -> str:
    """What stands for all code that decides what the season's file holds."""
    code = Path(explorer.__file__).parent
    files = [*code.glob("core/*.py"), *code.glob("store/*.py"), *code.glob("sources/**/*.py"), Path(__file__)]
    digest = hashlib.sha256(COLUMNS_VERSION.encode())
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
