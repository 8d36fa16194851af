"""`possession-explorer [FILE ...]`: the window, or where there is no display a summary and a picture instead."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from explorer.app.safeguards import Safeguards
from explorer.app.single_instance import Place, Wish
from explorer.core.errors import ExplorerError, FileError
from explorer.options import add_common
from explorer.paths import Paths, find_paths

PICTURE_NAME = "possession-explorer.png"


def has_display() -> bool:
    """Whether a window can be shown: always on macOS and Windows, else where a display or platform is named."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def main(arguments: Sequence[str]) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    parser = argparse.ArgumentParser(prog="possession-explorer", add_help=False)
    add_common(parser, is_top=True)
    parser.add_argument("files", nargs="*", metavar="FILE")
    # How a build is tried; it says nothing to a user.
    parser.add_argument("--smoke", type=Path, metavar="DIR", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    is_seen = has_display()
    for name in options.files:
        # A window tells of a file that has gone; a word that never was one is a mistyped command.
        if not is_there(name) and not (is_seen and any(mark in name for mark in "./\\")):
            parser.error(f"{name}: there is no such file, and no such command")
    # What is tried is not the user's library.
    paths = find_paths(options.smoke / "base" if options.smoke and not options.basedir else options.basedir)
    if not is_seen:
        return without_display(options.files, paths, paths.cache if options.basedir else Path())
    if options.smoke:
        guards: Safeguards | None = Safeguards(paths, Place())
    else:
        guards = Safeguards.begin(paths, Wish.of(options.files, os.environ))
    if guards is None:
        if options.offline:
            print("A window is open already; it stays as it is.", file=sys.stderr)
        return 0

    from explorer.app.file_opening import Application
    from explorer.app.opening import open_program

    app = Application([sys.argv[0]])
    if options.smoke is None:
        guards.watch(app)
    program, painted_unix_s = open_program(app, paths, is_offline=options.offline)
    if program is None:
        guards.end()
        return 0
    if options.smoke is not None:
        from explorer.app.smoke import try_out

        return try_out(app, program, painted_unix_s, options.smoke)
    guards.furnish(app, program)
    app.requests.hand_to(program.games.open_paths)
    program.games.start([Path(name) for name in options.files])
    status = app.exec()
    guards.end()
    if not program.runner.has_ended:
        # A system call that cannot be called off still runs: ending now loses nothing, waiting would hang.
        os._exit(status)
    return status


def is_there(name: str) -> bool:
    """Whether a word is the name of a file or folder."""
    try:
        return Path(name).exists()
    except OSError:
        return False


def without_display(files: Sequence[str], paths: Paths, folder: Path) -> int:
    """Say that no window can be shown, sum up what it would hold, and draw it to a file in the folder.

    It would hold the files, else the library's games, else the sample league. Returns the exit status.
    """
    from explorer.app import picture
    from explorer.services.preferences import read_preferences
    from explorer.services.report import Question, lines, summary, uncounted

    said = "There is no display here, so no window opens; this is a summary of {}, and a picture."
    try:
        selection = picture.to_draw(files, paths, read_preferences(paths.preferences))
        held = "the sample league" if selection.is_sample else "the files" if files else "the library"
        print("\n".join((said.format(held), *uncounted(selection))), file=sys.stderr)
        print("\n".join(lines(summary(selection, Question(by="start")))))
        to = folder / PICTURE_NAME
        try:
            picture.draw_window(selection, to, paths)
        except FileError:
            # The folder one stands in may be another's; the cache is one's own.
            to = paths.cache / PICTURE_NAME
            picture.draw_window(selection, to, paths)
    except ExplorerError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"A picture of the window: {to.resolve()}")
    return 3 if selection.errors else 0
