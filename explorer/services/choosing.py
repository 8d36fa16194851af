"""The games that words name: files and folders read in memory, or games of the library by their ids."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from explorer.core.errors import ExplorerError
from explorer.services.library import Library, read_paths
from explorer.services.selection import Selection

NOTHING_FOUND = "No file of saved answers was found there."


def choose_games(names: Sequence[str], library: Library, preferred_source: str) -> Selection:
    """Load what the names stand for; without any, the whole library.

    Raises ExplorerError for a name that is neither, for a mixture of both, and where files hold no game at all.
    """
    files = [name for name in names if is_path(name)]
    ids = [name for name in names if not is_path(name)]
    if files and ids:
        raise ExplorerError(f"{ids[0]}: no such file or folder; files and games of the library cannot be mixed.")
    if files:
        selection = read_paths([Path(name) for name in files], preferred_source)
        if not selection.games and not selection.errors:
            raise ExplorerError(NOTHING_FOUND)
        return selection
    return _from_library(library, ids)


def is_path(name: str) -> bool:
    """Whether a word means a file or folder and not a game: it has a slash, or such a file is there."""
    if "/" in name or "\\" in name:
        return True
    try:
        return Path(name).exists()
    except OSError:
        return True


def _from_library(library: Library, ids: Sequence[str]) -> Selection:
    rows = library.rows()
    known = {row.game_id for row in rows}
    if unknown := [game_id for game_id in ids if game_id not in known]:
        raise ExplorerError(f"{unknown[0]} is neither a file nor the id of a game in the library.")
    return library.load([row.key for row in rows if not ids or row.game_id in ids])
