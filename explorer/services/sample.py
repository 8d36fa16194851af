"""The built-in sample league: a selection from memory, or files in both vendors' formats."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from explorer.core.model import Answer, Game, Key, Player, Possession, Team
from explorer.core.table import Tables
from explorer.core.task import CancelToken, Progress, no_progress
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.services.library import read_results
from explorer.services.preferences import write_whole
from explorer.services.selection import KeptTracking, Selection
from explorer.sources import sample
from explorer.sources.ctg.decode import MARKINGS
from explorer.sources.files import FileResult
from explorer.sources.namefiles import read_names
from explorer.sources.shottracker.decode import POSSESSIONS
from explorer.sources.shottracker.locations import LOCATIONS
from explorer.sources.source import READERS

GAMES = 6
SEED = 2026
COURT = "nba"
FOLDERS = {SHOTTRACKER: "shottracker", CTG: "markings"}


def _body(payload: object) -> bytes:
    return json.dumps(payload, separators=(",", ":")).encode()


def _names_csv(seed: int) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(sample.name_rows(seed))
    return stream.getvalue().encode()


def load_sample(
    preferred: str,
    games: int = GAMES,
    seed: int = SEED,
    *,
    token: CancelToken | None = None,
    tell: Progress = no_progress,
) -> Selection:
    """The sample league in memory: most games as ShotTracker tells them, every fourth as Cleaning the Glass does.

    What was made last is kept: it is left and opened again at a click.
    """
    wanted = (preferred, games, seed)
    kept = _kept.get(wanted)
    if kept is None:
        kept = _made(preferred, games, seed, token, tell)
        _kept.clear()
        _kept[wanted] = kept
    return kept


_kept: dict[tuple[str, int, int], Selection] = {}


def _made(preferred: str, games: int, seed: int, token: CancelToken | None, tell: Progress) -> Selection:
    def results() -> Iterator[FileResult]:
        yield FileResult(Path("names"), names=tuple(read_names(_names_csv(seed), "the sample league")))
        for number, game in enumerate(sample.league(games, seed)):
            if token is not None:
                token.check()
            tell(number, games, "")
            is_ctg = number % 4 == 3
            kind = MARKINGS if is_ctg else POSSESSIONS
            body = _body(game.markings if is_ctg else game.shottracker)
            answer = Answer(kind, "", body, f"the sample league, {game.name}", 0.0)
            yield FileResult(Path(game.name), READERS[kind](answer))

    def tracking(game: Game, possession: Possession) -> KeptTracking | None:
        named = re.fullmatch(r"the sample league, sample-(\d+)", game.origin[0])
        period, start_s, team = possession.period.number, possession.start_clock_s, possession.offence_id
        if named is None or period is None or start_s is None or team is None:
            return None
        name = (seed, int(named[1]) - 1, period, round(start_s * 10), int(team))
        return KeptTracking(("sample", *name), lambda: _tracking(*name))

    selection = read_results(results(), preferred, is_sample=True, tracking=tracking)
    # Its shots are made for the NBA's lines, in either vendor's form.
    courts = dict.fromkeys((info.key for info in selection.tables.names.games), COURT)
    placed = tuple(replace(loaded, part=partial(_on_courts, loaded.part, courts)) for loaded in selection.games)
    selection = replace(selection, games=placed, tables=selection.tables.on_courts(courts))
    for team in sample.teams(seed):
        for source in FOLDERS:
            selection.book.learn_team(source, _team(team))
        for player in team.players:
            # A roster gives the shirt numbers, as it does for games that are fetched.
            known = Player(str(player.player_id), player.first_name, player.last_name, str(player.number))
            selection.book.learn_player(SHOTTRACKER, known, str(team.team_id))
    return selection


def _on_courts(part: Callable[[], Tables], courts: Mapping[Key, str]) -> Tables:
    return part().on_courts(courts)


def _tracking(seed: int, index: int, period: int, start_ds: int, team_id: int) -> tuple[Answer, ...]:
    found = sample.tracking(seed, index, period, start_ds, team_id)
    return () if found is None else (Answer(LOCATIONS, "", _body(found), "the sample league", 0.0),)


def _team(team: sample.SampleTeam) -> Team:
    return Team(str(team.team_id), team.name, team.abbreviation)


def write_sample(to: Path, games: int, seed: int) -> int:
    """Write the league below a folder: a file a game and format, and the names; returns how many files.

    Raises FileError where a file cannot be written.
    """
    count = 1
    write_whole(to / "names.csv", _names_csv(seed))
    for game in sample.league(games, seed):
        write_whole(to / FOLDERS[SHOTTRACKER] / f"{game.name}.json", _body(game.shottracker))
        write_whole(to / FOLDERS[CTG] / f"{game.name}.json", _body(game.markings))
        count += 2
    return count
