"""`picture [PATH or GAME ...] --to FILE`: the window or the court, drawn offscreen with the same widgets."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.core.errors import ExplorerError, FileError, QueryError, UsageError
from explorer.options import add_common

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from explorer.app.main import Program
    from explorer.paths import Paths
    from explorer.services.preferences import Preferences
    from explorer.services.selection import Selection

WINDOW = "window"
VIEWS = (WINDOW, "shots", "zones", "density", "path", "play")
"""What can be drawn: the window, or the court with one of its layers."""
_WINDOW_SIZE = (1440, 900)
_SETTLE_MS = 20_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn and how: a view of VIEWS, the question, pixels, colours, and what is asked of a court's picture.

    `possession` is the number of the one to choose, in its game.
    """

    view: str = WINDOW
    question: str = ""
    size: tuple[int, int] | None = None
    theme: str = "light"
    scale: float = 1.0
    has_words: bool = True
    is_transparent: bool = False
    possession: int | None = None


def main(arguments: Sequence[str]) -> int:
    """Draw the picture; returns the exit status of the command line."""
    parser = argparse.ArgumentParser(prog="possession-explorer picture", description=__doc__)
    parser.add_argument("command", choices=["picture"], help=argparse.SUPPRESS)
    add_common(parser, is_top=True)
    parser.add_argument("games", nargs="*", metavar="PATH or GAME", help="files, folders, or ids in the library")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help=".png; of the court .svg and .pdf too")
    parser.add_argument("--view", choices=VIEWS, default=VIEWS[0], help="the window, or a layer of the court")
    parser.add_argument("--where", default="", metavar="QUESTION", help="only what answers it: start:steal")
    parser.add_argument("--possession", type=int, metavar="N", help="choose this possession, by its number")
    parser.add_argument("--size", metavar="WxH", help="pixels; else 1440x900, the court as high as it needs")
    parser.add_argument("--scale", type=float, default=1.0, metavar="X", help="pixels a pixel of a court's PNG: 2")
    parser.add_argument("--alone", action="store_true", help="the court without words around it")
    parser.add_argument("--transparent", action="store_true", help="the court on no ground")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="the colours")
    # The games may stand before, between and after the options.
    options = parser.parse_intermixed_args(arguments)
    # Only now, so that `--help` need not wait for them.
    from explorer.paths import find_paths
    from explorer.services.preferences import read_preferences

    paths = find_paths(options.basedir)
    chosen = read_preferences(paths.preferences)
    try:
        drawn = _drawn(options)
        selection = to_draw(options.games, paths, chosen)
        draw_window(selection, options.to, paths, drawn)
    except (UsageError, QueryError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    except ExplorerError as error:
        print(error, file=sys.stderr)
        return 1
    return 3 if selection.errors else 0


def _drawn(options: argparse.Namespace) -> Drawn:
    """What is asked for; raises UsageError for what cannot be."""
    suffixes = (".png",) if options.view == WINDOW else (".png", ".svg", ".pdf")
    if options.to.suffix.lower() not in suffixes:
        raise UsageError(f"the suffix of {options.to.name} is not {' or '.join(suffixes)}")
    if options.view == WINDOW and (options.alone or options.transparent or options.scale != 1.0):
        raise UsageError("--scale, --alone and --transparent are for a view of the court, such as --view shots")
    return Drawn(
        options.view,
        options.where,
        _size(options.size) if options.size else None,
        options.theme,
        options.scale,
        not options.alone,
        options.transparent,
        options.possession,
    )


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


def draw_window(selection: Selection, to: Path, paths: Paths, drawn: Drawn | None = None) -> None:
    """Draw a selection as the window shows it, or its court; the user's library and settings are not touched.

    Raises QueryError for a question that cannot be read, UsageError for what cannot be drawn, FileError where the
    file cannot be written.
    """
    wanted = drawn or Drawn()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QCoreApplication, QEvent, QSize
    from PySide6.QtWidgets import QApplication

    from explorer.app.court_files import write_picture
    from explorer.app.main import build
    from explorer.core import query
    from explorer.paths import find_paths
    from explorer.services.preferences import Preferences, write_whole

    query.parse(wanted.question)
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication([sys.argv[0]])
    with tempfile.TemporaryDirectory() as folder:
        program = build(app, find_paths(Path(folder)), Preferences(theme=wanted.theme))
        window = program.window
        window.resize(*(wanted.size if wanted.size and wanted.view == WINDOW else _WINDOW_SIZE))
        window.arrange()
        window.show()
        # A picture is nobody's first start.
        program.settings.keep_welcomed()
        if selection.is_sample:
            program.games.show_sample(selection)
        else:
            program.games.show_memory(selection)
        if wanted.view != WINDOW:
            program.courts.want(layer=wanted.view)
        program.controller.ask(wanted.question)
        try:
            if wanted.possession is not None:
                _choose(program, wanted.possession)
            elif wanted.view in ("shots", "zones", "density"):
                # Nobody chose one: no shot of a picture is ringed.
                window.court.set_chosen(None)
            program.runner.wait_idle(_SETTLE_MS)
            app.processEvents()
            if wanted.view == WINDOW:
                write_whole(to, _grabbed(window, to))
            else:
                size = QSize(*wanted.size) if wanted.size else None
                picture = program.pictures.picture(
                    has_words=wanted.has_words, is_transparent=wanted.is_transparent, size=size
                )
                write_picture(picture, to, wanted.scale)
        finally:
            window.close()
            window.deleteLater()
            app.processEvents()
            # No event loop ends here, so nothing else would; and a window that is left to Python's collector may end
            # in whatever thread that happens to run in.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _choose(program: Program, number: int) -> None:
    """Choose a possession by its number; raises UsageError where no game that is shown has it."""
    numbers = program.model.tables.possessions.number
    row = next((int(row) for row in program.model.rows if numbers[row] == number), None)
    if row is None:
        raise UsageError(f"no possession with the number {number} is shown")
    program.controller.choose_row(row)


def _grabbed(window: QWidget, to: Path) -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    body = bytes(buffer.data().data())
    if not body:
        raise FileError(f"{to}: the picture could not be drawn.")
    return body
