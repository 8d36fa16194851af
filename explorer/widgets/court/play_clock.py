"""Where a play stands, and how it goes on: driven by a clock that never runs backwards, so that nothing drifts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

TICK_MS = 16
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
LONG_GAP_S = 3.0
"""A gap that is longer is cut short while playing, where that is wanted."""
SHOWN_OF_GAP_S = 1.0


class PlayClock(QObject):
    """Counts from `start_s` to `end_s` of a tracking; at rest nothing runs."""

    moved = Signal(float)
    """Another instant is to be shown, in seconds since 1970."""
    state_changed = Signal()
    """It plays or rests, or does so otherwise: speed, loop."""

    def __init__(self, parent: QObject | None = None, now: Callable[[], float] = time.monotonic) -> None:
        """Start at rest with nothing to play; `now` counts seconds."""
        super().__init__(parent)
        self._now = now
        self.start_s = self.end_s = self._t_s = 0.0
        self._speed, self._is_looping = 1.0, False
        self._gaps: tuple[tuple[float, float], ...] = ()
        self.is_skipping_gaps = True
        self._since: tuple[float, float] | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def t_s(self) -> float:
        """The instant that is shown."""
        return self._t_s

    @property
    def is_playing(self) -> bool:
        """Whether time goes on."""
        return self._since is not None

    @property
    def speed(self) -> float:
        """How many seconds of the play pass in a second."""
        return self._speed

    @property
    def is_looping(self) -> bool:
        """Whether it begins again at its end."""
        return self._is_looping

    def set_span(self, start_s: float, end_s: float, gaps: Sequence[tuple[float, float]] = ()) -> None:
        """Play another stretch: at rest, at its start."""
        self.pause()
        self.start_s, self.end_s, self._gaps = start_s, end_s, tuple(gaps)
        self._t_s = start_s

    def play(self) -> None:
        """Go on; from the start where the end was reached."""
        if self.is_playing or self.end_s <= self.start_s:
            return
        if self._t_s >= self.end_s:
            self._show(self.start_s)
        self._since = (self._now(), self._t_s)
        self._timer.start()
        self.state_changed.emit()

    def pause(self) -> None:
        """Rest where it is."""
        if self.is_playing:
            self._timer.stop()
            self._since = None
            self.state_changed.emit()

    def toggle(self) -> None:
        """Go on, or rest."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, t_s: float) -> None:
        """Show another instant, and go on from there where it plays."""
        t_s = min(max(t_s, self.start_s), self.end_s)
        self._rebase(t_s)
        self._show(t_s)

    def set_speed(self, speed: float) -> None:
        """Play faster or slower, from here on."""
        self._rebase(self._t_s)
        self._speed = speed
        self.state_changed.emit()

    def set_looping(self, is_looping: bool) -> None:
        """Begin again at the end, or rest there."""
        self._is_looping = is_looping
        self.state_changed.emit()

    def tick(self) -> None:
        """Show the instant that it is by now."""
        if self._since is None:
            return
        began, from_s = self._since
        t_s = from_s + (self._now() - began) * self._speed
        if self.is_skipping_gaps:
            for start_s, end_s in self._gaps:
                if end_s - start_s > LONG_GAP_S and start_s + SHOWN_OF_GAP_S <= t_s < end_s:
                    t_s = end_s
                    self._rebase(t_s)
        if t_s < self.end_s:
            self._show(t_s)
        elif self._is_looping:
            t_s = self.start_s + (t_s - self.end_s) % (self.end_s - self.start_s)
            self._rebase(t_s)
            self._show(t_s)
        else:
            self._show(self.end_s)
            self.pause()

    def _rebase(self, t_s: float) -> None:
        if self._since is not None:
            self._since = (self._now(), t_s)

    def _show(self, t_s: float) -> None:
        self._t_s = t_s
        self.moved.emit(t_s)
