"""`possession-explorer [FILE ...]`: the window, or where there is no display a word and a picture instead."""

from __future__ import annotations

import argparse
import faulthandler
import logging
import os
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

from explorer.core.errors import FileError
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
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    paths = find_paths(options.basedir)
    if not has_display():
        return without_display(paths)
    faulthandler.enable()
    keep_log(paths)

    from PySide6.QtWidgets import QApplication

    from explorer.app.crash import CrashReporter
    from explorer.app.main import build

    app = QApplication([sys.argv[0]])
    crash = CrashReporter(app)
    crash.install()
    program = build(app, paths, is_offline=options.offline)
    program.runner.bug_found.connect(crash.report)
    program.window.show()
    program.games.start(options.files)
    return app.exec()


def without_display(paths: Paths) -> int:
    """Say that no window can be shown, tell of the sample league, and draw the window to a file."""
    from explorer.app import picture
    from explorer.services.preferences import read_preferences
    from explorer.services.report import Question, lines, summary
    from explorer.services.sample import load_sample

    print("There is no display here, so no window opens; this is what it would show first.", file=sys.stderr)
    preferences = read_preferences(paths.preferences)
    sample = load_sample(preferences.preferred_source)
    print("\n".join(lines(summary(sample, Question(by="start")))))
    to = Path(PICTURE_NAME)
    try:
        picture.draw_window(sample, to, paths)
    except FileError:
        # The folder one stands in may be another's; the cache is one's own.
        to = paths.cache / PICTURE_NAME
        picture.draw_window(sample, to, paths)
    print(f"A picture of the window: {to.resolve()}")
    return 0
