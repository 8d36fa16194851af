"""Files that the system asks a running program to open: on macOS a double-click arrives as an event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import override

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class FileRequests(QObject):
    """Gathers the files of one double-click, which come an event each, and keeps them until somebody takes them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Path] = []
        self._taker: Callable[[Sequence[Path]], object] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._hand_over)

    def take(self, event: QEvent) -> bool:
        """Keep the file of an event; says whether it was such an event and names a file of this machine."""
        if event.type() is not QEvent.Type.FileOpen or not isinstance(event, QFileOpenEvent):
            return False
        name = event.file() or event.url().toLocalFile()
        if not name:
            return False
        self.add([Path(name)])
        return True

    def add(self, paths: Sequence[Path]) -> None:
        """Keep files that came another way."""
        self._waiting += paths
        self._soon.start(0)

    def hand_to(self, taker: Callable[[Sequence[Path]], object]) -> None:
        """Give every file to `taker` from now on, those that came before it first."""
        self._taker = taker
        self._soon.start(0)

    def _hand_over(self) -> None:
        if self._taker is not None and self._waiting:
            files, self._waiting = self._waiting, []
            self._taker(files)


class Application(QApplication):
    """The application; an event of its own is looked at here, as a filter would be called for every widget's."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self.requests = FileRequests(self)

    @override
    def event(self, event: QEvent) -> bool:
        # Others come before `requests` is there.
        if event.type() is QEvent.Type.FileOpen and self.requests.take(event):
            return True
        return super().event(event)
