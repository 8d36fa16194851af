"""Ends unreachable cycles of objects in the window's thread alone, as long as other threads run.

Python looks for such cycles in whatever thread happens to make the next object. One that holds a widget would be ended
by a worker, which waits for Qt's locks while it holds the interpreter's, and the window does the opposite: both stand.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 250


class Collector(QObject):
    """Takes the place of Python's own collecting between `start` and `stop`; counts itself, so that several agree."""

    _active = 0
    _was_enabled = True

    def __init__(self, parent: QObject) -> None:
        """Leave all as it is."""
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(collect_due)

    def start(self) -> None:
        """Collect here from now on."""
        if not self._timer.isActive():
            if not Collector._active:
                Collector._was_enabled = gc.isenabled()
            Collector._active += 1
            gc.disable()
            self._timer.start()

    def stop(self) -> None:
        """Leave it again to whoever did it before, where nobody else collects."""
        if self._timer.isActive():
            self._timer.stop()
            Collector._active -= 1
            if not Collector._active and Collector._was_enabled:
                gc.enable()


def collect_due() -> None:
    """Collect the oldest generation that is due."""
    due = [number for number, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
           if limit and count > limit]  # fmt: skip
    if due:
        gc.collect(max(due))
