"""`picture [PATH or GAME ...] --to FILE`: the window or the court, drawn offscreen with the same widgets."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.core.errors import ExplorerError, FileError, UsageError
from explorer.options import add_common

if TYPE_CHECKING:
    from explorer.paths import Paths
    from explorer.services.preferences import Preferences
    from explorer.services.selection import Selection

VIEWS = ("window", "shots")
_SETTLE_MS = 20_000


def main(arguments: Sequence[str]) -> int:
    """Draw the picture; returns the exit status of the command line."""
    parser = argparse.ArgumentParser(prog="possession-explorer picture", description=__doc__)
    parser.add_argument("command", choices=["picture"], help=argparse.SUPPRESS)
    add_common(parser, is_top=True)
    parser.add_argument("games", nargs="*", metavar="PATH or GAME", help="files, folders, or ids in the library")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="a .png file")
    parser.add_argument("--view", choices=VIEWS, default=VIEWS[0], help="what to draw")
    parser.add_argument("--where", default="", metavar="QUESTION", help="only what answers it: start:steal")
    parser.add_argument("--size", default="1440x900", metavar="WxH", help="pixels of the window")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="the colours")
    options = parser.parse_args(arguments)
    # Only now, so that `--help` need not wait for them.
    from explorer.paths import find_paths
    from explorer.services.preferences import read_preferences

    paths = find_paths(options.basedir)
    chosen = read_preferences(paths.preferences)
    try:
        width, height = _size(options.size)
        if options.to.suffix.lower() != ".png":
            raise UsageError(f"the suffix of {options.to.name} is not .png")
        selection = to_draw(options.games, paths, chosen)
        draw_window(
            selection,
            options.to,
            paths,
            view=options.view,
            question=options.where,
            size=(width, height),
            theme=options.theme,
        )
    except UsageError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    except ExplorerError as error:
        print(error, file=sys.stderr)
        return 1
    return 3 if selection.errors else 0


def _size(words: str) -> tuple[int, int]:
    width, _, height = words.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 200 <= int(width) <= 8000 and 200 <= int(height) <= 8000):
        raise UsageError(f"{words} is not a size such as 1440x900")
    return int(width), int(height)


def to_draw(names: Sequence[str], paths: Paths, preferences: Preferences) -> Selection:
    """The games that names stand for, else the library's, else the sample league; says what is amiss on stderr.

    Raises ExplorerError for a name that stands for nothing, and where no game can be read.
    """
    from explorer.services.annotations import open_annotations
    from explorer.services.choosing import choose_games
    from explorer.services.library import open_library
    from explorer.services.sample import load_sample

    library = open_library(paths.library, preferences.preferred_source, paths.cache)
    annotations = open_annotations(paths.annotations)
    try:
        selection = annotations.applied(choose_games(names, library, preferences.preferred_source))
    finally:
        library.close()
        annotations.close()
    for sentence in (*selection.notices, *selection.errors):
        print(sentence, file=sys.stderr)
    if selection.games:
        return selection
    if selection.errors:
        raise ExplorerError("No game could be read.")
    return load_sample(preferences.preferred_source)


def draw_window(
    selection: Selection,
    to: Path,
    paths: Paths,
    *,
    view: str = "window",
    question: str = "",
    size: tuple[int, int] = (1440, 900),
    theme: str = "light",
) -> None:
    """Draw a selection as the window shows it, into a PNG; the user's library and settings are not touched.

    Raises FileError where the file cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtWidgets import QApplication

    from explorer.app.main import build
    from explorer.paths import find_paths
    from explorer.services.preferences import Preferences, write_whole

    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication([sys.argv[0]])
    with tempfile.TemporaryDirectory() as folder:
        program = build(app, find_paths(Path(folder)), Preferences(theme=theme))
        window = program.window
        window.resize(*size)
        window.arrange()
        window.show()
        if selection.is_sample:
            program.games.show_sample(selection)
        else:
            program.games.show_memory(selection)
        program.controller.ask(question)
        program.runner.wait_idle(_SETTLE_MS)
        app.processEvents()
        shown = window.court if view == "shots" else window
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        shown.grab().save(buffer, "PNG")
        window.close()
        app.processEvents()
    body = bytes(buffer.data().data())
    if not body:
        raise FileError(f"{to}: the picture could not be drawn.")
    write_whole(to, body)
