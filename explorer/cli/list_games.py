"""`list`: the games in the library."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from explorer.cli import DONE
from explorer.cli.opening import open_library, say
from explorer.core.names import NameBook
from explorer.core.vocabulary import SOURCE_TITLES

if TYPE_CHECKING:
    from explorer.services.library import GameRow


def prepare(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print a line a game."""
    with open_library(options) as library:
        rows, book = library.rows(), library.names()
    games = [_game(row, book) for row in rows]
    if options.json:
        print(json.dumps({"games": games}, ensure_ascii=False, indent=1))
        return DONE
    for game in games:
        source = SOURCE_TITLES.get(str(game["source"]), str(game["source"]))
        print(
            f"{game['date'] or '-':10}  {game['title']}  {game['possessions']} possessions  {source}  {game['game_id']}"
        )
    if not games:
        say("The library is empty: `possession-explorer import PATH` takes games in.")
    return DONE


def _game(row: GameRow, book: NameBook) -> dict[str, object]:
    from explorer.services.titles import row_title

    fetched = (
        None if row.fetched_s is None else datetime.fromtimestamp(row.fetched_s, UTC).isoformat(timespec="seconds")
    )
    return {
        "game_id": row.game_id,
        "source": row.source,
        "date": row.day,
        "title": row_title(row, book),
        "possessions": row.possessions,
        "fetched": fetched,
        "state": "cached",
    }
