"""What commands share: the user's folders, library and preferences, and the games that arguments name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from explorer.core.errors import ExplorerError
from explorer.paths import Paths, find_paths
from explorer.services.library import Library, read_paths
from explorer.services.preferences import Preferences, read_preferences
from explorer.services.selection import Selection
from explorer.store.games import GameStore


def say(sentence: str) -> None:
    """Tell the user something that is not the result."""
    print(sentence, file=sys.stderr)


def folders(options: argparse.Namespace) -> Paths:
    """The folders of this call."""
    return find_paths(options.basedir)


def preferences(options: argparse.Namespace) -> Preferences:
    """The choices of this user."""
    return read_preferences(folders(options).preferences)


def open_library(options: argparse.Namespace) -> Library:
    """The library of this call; nothing is read yet."""
    return Library(GameStore(folders(options).library), preferences(options).preferred_source)


def add_games(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names games."""
    parser.add_argument(
        "games",
        nargs="*",
        metavar="PATH or GAME",
        help="files or folders (read in memory, the library is left untouched) or ids of games in the library; "
        "with neither, the whole library",
    )


def select(options: argparse.Namespace) -> tuple[Selection, bool]:
    """The games that the arguments name, and whether all could be read; says what could not."""
    named: Sequence[str] = options.games
    paths = [Path(name) for name in named if Path(name).exists() or "/" in name or "\\" in name]
    ids = [name for name in named if Path(name) not in paths]
    if paths and ids:
        raise ExplorerError(f"{ids[0]}: no such file or folder; files and games of the library cannot be mixed.")
    chosen = preferences(options)
    if paths:
        selection = read_paths(paths, chosen.preferred_source)
    else:
        selection = _from_library(open_library(options), ids)
    for sentence in (*selection.notices, *selection.errors):
        say(sentence)
    if not selection.games and selection.errors:
        raise ExplorerError("No game could be read.")
    return selection, not selection.errors


def _from_library(library: Library, ids: Sequence[str]) -> Selection:
    try:
        rows = library.rows()
        known = {row.game_id for row in rows}
        if unknown := [game_id for game_id in ids if game_id not in known]:
            raise ExplorerError(f"{unknown[0]} is neither a file nor the id of a game in the library.")
        return library.load([row.key for row in rows if not ids or row.game_id in ids])
    finally:
        library.close()
