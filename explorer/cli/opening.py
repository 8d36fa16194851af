"""What commands share: the user's folders, library and preferences, and the games that arguments name.

Services are loaded where they are first used, here and in every command, so that `--help` need not wait for them.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from explorer.core.errors import ExplorerError
from explorer.core.text import count

if TYPE_CHECKING:
    from explorer.core.definitions import Definitions
    from explorer.paths import Paths
    from explorer.services.annotations import Annotations
    from explorer.services.library import Library
    from explorer.services.preferences import Preferences
    from explorer.services.selection import Selection

MOST_FAILURES = 20


def say(sentence: str) -> None:
    """Tell the user something that is not the result."""
    print(sentence, file=sys.stderr)


def folders(options: argparse.Namespace) -> Paths:
    """The folders of this call."""
    from explorer.paths import find_paths

    return find_paths(options.basedir)


def preferences(options: argparse.Namespace) -> Preferences:
    """The choices of this user."""
    from explorer.services.preferences import read_preferences

    return read_preferences(folders(options).preferences)


@contextlib.contextmanager
def open_library(options: argparse.Namespace) -> Iterator[Library]:
    """The library of this call; nothing is read yet. Says so where a damaged one was set aside."""
    from explorer.services import library as libraries

    paths = folders(options)
    if paths.notice:
        say(paths.notice)
    library = libraries.open_library(paths.library, preferences(options).preferred_source, paths.cache)
    try:
        yield library
    finally:
        library.close()
        if library.set_aside is not None:
            say(f"The library was damaged. It is set aside as {library.set_aside}, and a new one is begun.")


def add_games(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names games."""
    parser.add_argument(
        "games",
        nargs="*",
        metavar="PATH or GAME",
        help="files or folders (read in memory, the library is left untouched) or ids of games in the library; "
        "with neither, the whole library",
    )
    parser.add_argument(
        "--define",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="count by another definition than the one kept in the preferences: garbage_time=ctg, transition_s=10",
    )
    parser.add_argument("--all", action="store_true", help="count the possessions that you have left out, too")


@contextlib.contextmanager
def open_annotations(options: argparse.Namespace) -> Iterator[Annotations]:
    """What the user keeps himself; nothing is read yet. Says so where a damaged file was set aside."""
    from explorer.services import annotations

    found = annotations.open_annotations(folders(options).annotations)
    try:
        yield found
    finally:
        found.close()
        if found.notice:
            say(found.notice)


def say_left_out(count_left_out: int) -> None:
    """Tell how many possessions count nowhere, if any."""
    if count_left_out:
        say(f"{count(count_left_out, 'possession is', 'possessions are')} left out; --all counts them too.")


def select(options: argparse.Namespace) -> tuple[Selection, bool]:
    """The games that the arguments name, and whether all could be read; says what could not.

    What the user leaves out is left out, but for `--all`.
    """
    from explorer.services.choosing import choose_games

    with open_library(options) as library:
        selection = choose_games(options.games, library, preferences(options).preferred_source)
    selection = selection.under(_definitions(options))
    for sentence in selection.notices:
        say(sentence)
    say_failures(selection.errors)
    if not selection.games and selection.errors:
        raise ExplorerError("No game could be read.")
    with open_annotations(options) as annotations:
        selection = annotations.applied(selection, is_all_counted=options.all)
    say_left_out(selection.tables.count_left_out())
    return selection, not selection.errors


def _definitions(options: argparse.Namespace) -> Definitions:
    """The user's choices, but for those that the arguments name."""
    from explorer.core.definitions import define

    found = preferences(options).definitions
    for pair in options.define:
        name, _, value = pair.partition("=")
        found = define(found, name.strip(), value.strip())
    return found


def say_failures(sentences: Sequence[str]) -> None:
    """Tell what could not be read; of thousands only the first."""
    for sentence in sentences[:MOST_FAILURES]:
        say(sentence)
    if len(sentences) > MOST_FAILURES:
        say(f"... and {len(sentences) - MOST_FAILURES:,} more that cannot be read.")
