"""What holds around a window from first to last: one window for a user, the log, and what tells of faults."""

from __future__ import annotations

import faulthandler
import logging
import sys
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from explorer.app import crash_files
from explorer.app.single_instance import Place, Wish, take_place
from explorer.paths import Paths
from explorer.services.privacy import CleanFormatter, Privacy

if TYPE_CHECKING:
    from explorer.app.crash import CrashReporter
    from explorer.app.file_opening import Application
    from explorer.app.main import Program

LOG_BYTES, LOG_FILES = 500_000, 3
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def keep_log(paths: Paths, privacy: Privacy) -> logging.Handler | None:
    """Write warnings to the log folder, rotating; without a folder that can be written to, nowhere."""
    try:
        paths.log.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            paths.log / "log.txt", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(CleanFormatter(_LINE, privacy))
    logging.getLogger().addHandler(handler)
    return handler


class Safeguards:
    """One start's; made before Qt is loaded, so that a start which hands over its files is quick."""

    def __init__(self, paths: Paths, place: Place) -> None:
        """Begin the log; what other runs left behind is let alone before `watch`."""
        self._place, self._notice = place, paths.notice
        self._privacy = Privacy.of_this_user()
        keep_log(paths, self._privacy)
        self._left: list[crash_files.LeftBehind] = []
        self._file: crash_files.CrashFile | None = None
        self._log = paths.log
        # A program for Windows that has no terminal has no stderr.
        if sys.stderr is not None:
            faulthandler.enable()
        self._crash: CrashReporter | None = None

    @classmethod
    def begin(cls, paths: Paths, wish: Wish) -> Safeguards | None:
        """For a window; None where the wish was handed to the one that is open, and this start may end."""
        place = take_place(paths, wish)
        return None if place is None else cls(paths, place)

    def watch(self, app: Application) -> None:
        """Catch what nothing else catches, as soon as there is an application."""
        from explorer.app.crash import CrashReporter

        # Not earlier: Qt aborts where a display is named that nobody answers at, which is no fault of the program.
        self._left = crash_files.left_behind(self._log)
        self._file = crash_files.begin(self._log)
        self._crash = CrashReporter(app, self._privacy, self._file)
        self._crash.install()

    def furnish(self, app: Application, program: Program) -> None:
        """Say what happened the last time, and let later starts come to this window."""
        from explorer.app import crash_notice
        from explorer.app.first_window import FirstWindow

        window = program.window
        self._privacy.hide = program.keys.credentials.hide_in
        if self._crash is not None:
            self._crash.window = window
            program.runner.bug_found.connect(self._crash.report)
        crash_notice.tell(window.possessions.bar, self._left, self._privacy)
        for notice in (self._place.notice, self._notice):
            if notice:
                program.games.warn(notice)
        FirstWindow(self._place, window, app.requests.add)
        window.closing.connect(self._place.leave)

    def end(self) -> None:
        """The program has ended well."""
        self._place.leave()
        if self._file is not None:
            self._file.end()
            self._file = None
