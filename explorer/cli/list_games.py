"""`list`: the games in the library."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from explorer.cli import DONE
from explorer.cli.opening import open_annotations, open_library, say, say_left_out
from explorer.core.names import NameBook
from explorer.core.vocabulary import SOURCE_TITLES

if TYPE_CHECKING:
    from explorer.core.model import Key
    from explorer.services.library import GameRow, Library


def prepare(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--all", action="store_true", help="count the possessions that you have left out, too")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print a line a game."""
    with open_library(options) as library:
        rows, book = library.rows(), library.names()
        left_out = {} if options.all else _left_out(options, library, rows)
    games = [_game(row, book, left_out.get(row.key, 0)) for row in rows]
    many = sum(left_out.values())
    say_left_out(many)
    if options.json:
        # The key is there only where it says something: without it, every possession counts.
        result = {"games": games} | ({"left_out": many} if many else {})
        print(json.dumps(result, ensure_ascii=False, indent=1))
        return DONE
    for game in games:
        source = SOURCE_TITLES.get(str(game["source"]), str(game["source"]))
        print(
            f"{game['date'] or '-':10}  {game['title']}  {game['possessions']} possessions  {source}  {game['game_id']}"
        )
    if not games:
        say("The library is empty: `possession-explorer import PATH` takes games in.")
    return DONE


def _left_out(options: argparse.Namespace, library: Library, rows: Sequence[GameRow]) -> dict[Key, int]:
    """How many possessions of each game the user leaves out; only the games that have any are read."""
    with open_annotations(options) as annotations:
        marked = {one.game for one in annotations.left_out()}
        return {
            row.key: annotations.applied(library.load([row.key])).tables.count_left_out()
            for row in rows
            if row.key in marked
        }


def _game(row: GameRow, book: NameBook, left_out: int) -> dict[str, object]:
    from explorer.services.titles import row_title

    fetched = (
        None if row.fetched_s is None else datetime.fromtimestamp(row.fetched_s, UTC).isoformat(timespec="seconds")
    )
    return {
        "game_id": row.game_id,
        "source": row.source,
        "date": row.day,
        "title": row_title(row, book),
        "possessions": row.possessions - left_out,
        "fetched": fetched,
        "state": "cached",
    }
