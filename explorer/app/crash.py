"""Bugs: each is told once, with a report that can be copied; the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QtMsgType, Signal, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMessageBox

log = logging.getLogger(__name__)


class CrashReporter(QObject):
    """Catches what nothing else caught, from any thread, and shows it once in the window's thread."""

    caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Catch nothing before `install`."""
        super().__init__(parent)
        self._seen: set[str] = set()
        self.caught.connect(self.report)

    def install(self) -> None:
        """Take Python's and Qt's hooks."""
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self.caught.emit(args.exc_value)
        qInstallMessageHandler(_log_qt)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        self.caught.emit(error)

    @Slot(object)
    def report(self, error: BaseException | None) -> None:
        """Show a bug, once a distinct trace."""
        if error is None:
            return
        lines = traceback.format_exception(error)
        log.error("a bug: %s", "".join(lines))
        trace = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
        if trace in self._seen:
            return
        self._seen.add(trace)
        box = QMessageBox(QMessageBox.Icon.Warning, "Something went wrong", f"This is a fault of the program: {error}")
        box.setInformativeText("Your games and settings are safe. The details help to mend it.")
        box.setDetailedText(report_text(error))
        box.exec()


def report_text(error: BaseException) -> str:
    """The trace and the versions, without the name of the home folder."""
    # Only now: it knows of the library, which a start has not read yet.
    from explorer.services.health import versions

    told = [f"{name}: {version}" for name, version in versions().items()]
    return "\n".join(["".join(traceback.format_exception(error)), *told]).replace(str(Path.home()), "~")


def _log_qt(kind: QtMsgType, context: object, message: str) -> None:
    level = logging.DEBUG if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) else logging.WARNING
    log.log(level, "Qt: %s", message)
