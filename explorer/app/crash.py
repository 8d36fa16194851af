"""Bugs: each is told once, with a report that can be copied; the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections import Counter, deque
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QThread, QtMsgType, Signal, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from explorer.app.crash_files import CrashFile
from explorer.services.privacy import Privacy
from explorer.widgets.bug_dialog import BugDialog

log = logging.getLogger(__name__)

_LOGGED = frozenset({1, 10, 100, 1_000, 10_000})
"""How often a bug has come when it is written into the log: one in a timer would fill it within a minute."""
_LAST_WORDS = 20
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.DEBUG,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

type Trace = tuple[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Bug:
    """What is told of a bug; made where it was caught, so that no frame with a widget goes through threads."""

    trace: Trace
    summary: str
    report: str


class CrashReporter(QObject):
    """Catches what nothing else caught, from any thread, and shows it once in the window's thread."""

    caught = Signal(object)

    def __init__(
        self, parent: QObject | None = None, privacy: Privacy | None = None, file: CrashFile | None = None
    ) -> None:
        """Catch nothing before `install`; Qt's last words before it gives up go into `file`."""
        super().__init__(parent)
        self._privacy = privacy or Privacy.of_this_user()
        self._file = file
        self._times: Counter[Trace] = Counter()
        self._last_words: deque[str] = deque(maxlen=_LAST_WORDS)
        self._dialog: BugDialog | None = None
        self.window: QWidget | None = None
        """Above which bugs are told; set when there is one."""
        # Never where it was caught: a window cannot be opened in the middle of a painting.
        self.caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take Python's and Qt's hooks."""
        sys.excepthook = self._on_exception
        sys.unraisablehook = lambda args: self.report(args.exc_value)
        threading.excepthook = lambda args: self.report(args.exc_value)
        qInstallMessageHandler(self._on_qt)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, sys.unraisablehook = sys.__excepthook__, sys.__unraisablehook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    @property
    def dialog(self) -> BugDialog | None:
        """The dialog, where one is open."""
        return self._dialog if self._dialog is not None and self._dialog.isVisible() else None

    @Slot(object)
    def report(self, error: BaseException | None) -> None:
        """Tell of a bug, in whichever thread; a trace that was told before is only counted."""
        if error is None or isinstance(error, SystemExit):
            return
        trace = _trace_of(error)
        self._times[trace] += 1
        times = self._times[trace]
        is_new = times == 1
        bug = self._bug(trace, error) if is_new or times in _LOGGED else Bug(trace, "", "")
        if bug.report:
            log.error("a bug, for the %d. time: %s", times, bug.report)
        self.caught.emit(bug if is_new else Bug(trace, "", ""))

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        self.report(error)
        if self._is_over():
            # Python ends when this returns: what was caught is shown now or never.
            QApplication.sendPostedEvents(self)
            if self.dialog is not None:
                self.dialog.exec()

    def _is_over(self) -> bool:
        """Whether this is the window's thread, and nothing is left to run in it."""
        here = QThread.currentThread()
        return here is not None and here == self.thread() and here.loopLevel() == 0

    @Slot(object)
    def _on_caught(self, bug: Bug) -> None:
        if bug.report:
            self._show(bug)
        elif self.dialog is not None:
            self.dialog.count_again()

    def _show(self, bug: Bug) -> None:
        if self.dialog is not None:
            self.dialog.add(bug.report)
            return
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = BugDialog(bug.summary, bug.report, self.window)
        self._dialog.show()

    def _bug(self, trace: Trace, error: BaseException) -> Bug:
        # Only now: it knows of the library, which a start has not read yet.
        from explorer.services.health import versions

        told = [f"{name}: {version}" for name, version in versions().items()]
        said = ["", "Qt said before:", *self._last_words] if self._last_words else []
        report = "\n".join(["".join(traceback.format_exception(error)), *told, *said])
        summary = traceback.format_exception_only(error)[-1].strip()
        return Bug(trace, self._privacy.clean(summary), self._privacy.clean(report))

    def _on_qt(self, kind: QtMsgType, context: object, message: str) -> None:
        level = _LEVELS.get(kind, logging.WARNING)
        if level >= logging.WARNING:
            self._last_words.append(message)
        if kind is QtMsgType.QtFatalMsg and self._file is not None:
            # Qt ends the process when this returns.
            self._file.write("".join(f"Qt: {self._privacy.clean(said)}\n" for said in self._last_words))
        log.log(level, "Qt: %s", message)


def _trace_of(error: BaseException) -> Trace:
    """What makes two bugs the same: the kind of failure, and the lines it went through."""
    return type(error).__qualname__, tuple(
        (frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)
    )
