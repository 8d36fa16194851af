"""The window that later starts come to: it opens their files, and comes to the front."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from explorer.app.single_instance import Call, Place


class FirstWindow(QObject):
    """Brings what later starts wish into the window's thread."""

    called = Signal(object)

    def __init__(self, place: Place, window: QWidget, taker: Callable[[Sequence[Path]], object]) -> None:
        """Files go to `taker`; without a first place nobody comes."""
        super().__init__(window)
        self._place, self._window, self._taker = place, window, taker
        # A lambda would run in the thread of whoever calls.
        self.called.connect(self._on_called, Qt.ConnectionType.QueuedConnection)
        if place.reception is not None:
            place.reception.hand_to(self.called.emit)

    @Slot(object)
    def _on_called(self, call: Call) -> None:
        # A window that has just closed opens nothing any more: who asks will be the first.
        if self._place.reception is None or not call.take():
            return
        if call.wish.files:
            self._taker(list(call.wish.files))
        come_forward(self._window, call.wish.token)


def come_forward(window: QWidget, token: str = "") -> None:
    """Bring a window to the front, out of its icon; `token` is the leave that Wayland wants for that."""
    if token:
        # Qt reads it there, and takes it away.
        os.environ["XDG_ACTIVATION_TOKEN"] = token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
