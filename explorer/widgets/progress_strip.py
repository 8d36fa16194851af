"""Small progress in the status bar: nothing for half a second, then words, a bar and a way to call it off."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

SHOW_AFTER_MS = 500
_LEAST_PX, _MOST_PX, _PART = 120, 260, 5
"""Words are cut at a fifth of the window, within these: what else the status bar says keeps its room."""


class ProgressStrip(QWidget):
    """Shows how far one job is."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._words = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(140)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._cancel = QToolButton()
        self._cancel.setText("Cancel")
        self._cancel.setAutoRaise(True)
        self._cancel.setToolTip("Stop this, and what waits behind it")
        self._cancel.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._words, self._bar, self._cancel):
            layout.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_AFTER_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def begin(self, words: str) -> None:
        """A job has begun; it shows after half a second."""
        self._say(words)
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        if self.isHidden() and not self._timer.isActive():
            self._timer.start()

    def advance(self, done: int, total: int, words: str) -> None:
        """How far it is; a total of 0 cannot be counted."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if words:
            self._say(words)

    def stop(self, words: str) -> None:
        """It is called off, and comes to an end as soon as it can."""
        self._say(words)
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(False)

    def end(self) -> None:
        """Nothing runs any more."""
        self._timer.stop()
        self.hide()

    def _say(self, words: str) -> None:
        room = max(_LEAST_PX, min(self.window().width() // _PART, _MOST_PX))
        self._words.setText(self._words.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
        self._words.setToolTip(words)
        self._bar.setAccessibleDescription(words)
