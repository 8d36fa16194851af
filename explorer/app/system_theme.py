"""The system turns light or dark while the program runs: by naming a scheme, or where it names none by its palette."""

from __future__ import annotations

from typing import override

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from explorer.app import theme


class SystemTheme(QObject):
    """Watches the system's colours beside a window, with which it ends."""

    changed = Signal()
    """The system has turned light or dark, or the application wears another palette than the house's."""

    def __init__(self, app: QApplication, window: QWidget) -> None:
        """Watch from now on: a filter on the window alone, as one on the application is called for every widget."""
        super().__init__(window)
        self._app = app
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.changed)
        self._is_looking = False
        app.styleHints().colorSchemeChanged.connect(self.changed)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._is_looking:
            kind = event.type()
            if kind is QEvent.Type.ThemeChange:
                self._look_below()
            elif kind is QEvent.Type.PaletteChange and not theme.is_own(self._app):
                # Widgets are in the middle of taking that palette up.
                self._soon.start(0)
        return False

    def _look_below(self) -> None:
        """See the system's palette, which the house's own covers in every colour: nothing else tells of a change."""
        if self._app.styleHints().colorScheme() is not Qt.ColorScheme.Unknown:
            return
        self._is_looking = True
        try:
            self._app.setPalette(QPalette())
        finally:
            self._is_looking = False
        self._soon.start(0)
