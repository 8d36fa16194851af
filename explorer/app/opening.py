"""How a start goes: the window's frame is painted first, then what fills it comes in short steps.

Between the steps the window answers: it can be moved and closed.
"""

from __future__ import annotations

import gc
import time
from importlib import import_module
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication

from explorer.app.frame import frame
from explorer.app.settings import Settings
from explorer.app.window_place import keep_on_screen
from explorer.paths import Paths
from explorer.services.preferences import read_preferences

if TYPE_CHECKING:
    from explorer.app.main import Program

STEPS = (
    "numpy",
    "explorer.core.query",
    "explorer.core.breakdown",
    "explorer.services.library",
    "pyqtgraph",
    "explorer.widgets.court.canvas",
    "explorer.widgets.court.court_view",
    "explorer.app.panes",
    "explorer.services.online",
    "explorer.app.commands",
    "explorer.app.main",
)
"""Modules in the order in which they are imported after the first paint, each a small part of the whole."""
_PAINTED_WITHIN_S = 1.0
_TURN_MS = 20


class FirstPaint(QObject):
    """Notices when a widget is asked to paint itself for the first time."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.unix_s: float | None = None
        watched.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.unix_s = time.time()
            watched.removeEventFilter(self)
        return False


def open_program(app: QApplication, paths: Paths, *, is_offline: bool = False) -> tuple[Program | None, float | None]:
    """Show the window and make the program around it; None where the user has closed it meanwhile.

    With it comes when the window was first painted, in Unix time; None where it was not painted.
    """
    # What a start makes stays: walking over it again and again while it grows costs a tenth of the time.
    gc.disable()
    chosen = read_preferences(paths.preferences)
    settings = Settings(paths.settings)
    window = frame(app, chosen, settings)
    paint = FirstPaint(window)
    keep_on_screen(window)
    window.show()
    until_s = time.monotonic() + _PAINTED_WITHIN_S
    while paint.unix_s is None and time.monotonic() < until_s:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _TURN_MS)
    for name in STEPS:
        import_module(name)
        app.processEvents()
        if not window.isVisible():
            return None, paint.unix_s
    from explorer.app.main import build

    gc.freeze()
    gc.enable()
    window.setUpdatesEnabled(False)
    program = build(app, paths, chosen, is_offline=is_offline, window=window)
    # A window that is seen gives its panes room only in its own time, and their sizes only afterwards.
    app.processEvents()
    if not window.isVisible():
        return None, paint.unix_s
    window.restore(settings)
    window.setUpdatesEnabled(True)
    return program, paint.unix_s
