"""`possession-explorer [FILE ...]`: the window, or where there is no display a summary and a picture instead."""

from __future__ import annotations

import argparse
import faulthandler
import logging
import os
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

from explorer.core.errors import ExplorerError, FileError
from explorer.options import add_common
from explorer.paths import Paths, find_paths

LOG_BYTES, LOG_FILES = 500_000, 3
PICTURE_NAME = "possession-explorer.png"


def has_display() -> bool:
    """Whether a window can be shown: always on macOS and Windows, else where a display or platform is named."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def keep_log(paths: Paths) -> None:
    """Write warnings to the log folder, rotating; without a folder that can be written to, nowhere."""
    try:
        paths.log.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            paths.log / "log.txt", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)


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
    # A program for Windows that has no terminal has no stderr.
    if sys.stderr is not None:
        faulthandler.enable()
    keep_log(paths)

    from explorer.app.crash import CrashReporter
    from explorer.app.file_opening import Application
    from explorer.app.main import build
    from explorer.app.window_place import keep_on_screen

    app = Application([sys.argv[0]])
    crash = CrashReporter(app)
    if options.smoke is None:
        crash.install()
    program = build(app, paths, is_offline=options.offline)
    if options.smoke is not None:
        from explorer.app.smoke import try_out

        return try_out(app, program, options.smoke)
    program.runner.bug_found.connect(crash.report)
    app.requests.hand_to(program.games.open_paths)
    keep_on_screen(program.window)
    program.window.show()
    program.games.start([Path(name) for name in options.files])
    status = app.exec()
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
