"""Below the court: play, frame steps, speed, loop, and the time with its events; every one with a key."""

from __future__ import annotations

from functools import partial
from typing import override

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from explorer.core import text
from explorer.core.tracking_match import BY_ITSELF
from explorer.widgets.cells import tabular
from explorer.widgets.court.play import Play
from explorer.widgets.court.play_clock import SPEEDS, PlayClock
from explorer.widgets.court.scrub_bar import ScrubBar
from explorer.widgets.icons import tinted

_SECOND_S = 1.0
_ICON = QSize(16, 16)


def _drawing(shape: str) -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        'stroke="#000000" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">'
        f"{shape}</svg>"
    ).encode()


_PLAY = _drawing('<path d="M7.5 5L18.5 12L7.5 19Z" fill="#000000"/>')
_PAUSE = _drawing('<path d="M8.5 5.5V18.5M15.5 5.5V18.5" stroke-width="3.4"/>')
_BACK = _drawing('<path d="M16.5 6L9.5 12L16.5 18M6.5 6V18"/>')
_ON = _drawing('<path d="M7.5 6L14.5 12L7.5 18M17.5 6V18"/>')
_LOOP = _drawing(
    '<path d="M5 12.5V11A4 4 0 0 1 9 7H18.5M15.5 4L18.5 7L15.5 10'
    'M19 11.5V13A4 4 0 0 1 15 17H5.5M8.5 14L5.5 17L8.5 20"/>'
)


def speed_words(speed: float) -> str:
    """A speed as it is written: `0.25×`, `1×`."""
    return f"{speed:g}×"


class PlayBar(QWidget):
    """The controls of a PlayClock; asks for steps and events, and rests when it is hidden."""

    stepped = Signal(int)
    """Frames to go on (+1) or back (-1)."""
    event_chosen = Signal(int)
    """The number of an event to show."""

    def __init__(self, clock: PlayClock, parent: QWidget | None = None) -> None:
        """Control this clock."""
        super().__init__(parent)
        self.setObjectName("playBar")
        self.setAccessibleName("Play")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._clock = clock
        self._is_held = False
        self.scrub = ScrubBar(self)
        self.setFocusProxy(self.scrub)
        self._icons: list[tuple[QToolButton, bytes]] = []
        self.back = self._button(_BACK, "One frame back", "Left or comma", partial(self.stepped.emit, -1))
        self.play = self._button(_PLAY, "Play", "Space", clock.toggle)
        self.on = self._button(_ON, "One frame on", "Right or full stop", partial(self.stepped.emit, 1))
        self.loop = self._button(_LOOP, "Loop", "L", lambda: clock.set_looping(not clock.is_looping))
        self.loop.setCheckable(True)
        self.speed = QToolButton(self)
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed.setObjectName("options")
        menu = QMenu(self)
        group = QActionGroup(menu)
        self._speeds: dict[float, QAction] = {}
        for number, speed in enumerate(SPEEDS, 1):
            action = menu.addAction(f"{speed_words(speed)}\t{number}", partial(clock.set_speed, speed))
            action.setCheckable(True)
            group.addAction(action)
            self._speeds[speed] = action
        self.speed.setMenu(menu)
        self.time = QLabel(self)
        self.time.setObjectName("paneNote")
        self.time.setFont(tabular(self.time.font()))
        self.time.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 9, 2)
        row.setSpacing(1)
        for widget in (self.back, self.play, self.on, self.loop, self.speed):
            row.addWidget(widget)
        row.addWidget(self.time, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(0)
        layout.addWidget(self.scrub)
        layout.addLayout(row)
        clock.moved.connect(self._on_moved)
        clock.state_changed.connect(self._on_state)
        self.scrub.sought.connect(clock.seek)
        self.scrub.held.connect(self._on_held)
        self.scrub.event_chosen.connect(self.event_chosen)
        self._draw_icons()
        self.show_play(None)

    def _button(self, drawing: bytes, name: str, key: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setIconSize(_ICON)
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({key})")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: act())  # type: ignore[operator]  # a callable without arguments
        self._icons.append((button, drawing))
        return button

    def _draw_icons(self) -> None:
        for button, drawing in self._icons:
            if button is self.play:
                drawing = _PAUSE if self._clock.is_playing else _PLAY
            button.setIcon(tinted(drawing, self.palette()))

    # What is shown

    def show_play(self, play: Play | None) -> None:
        """Show the time of another play, or of none."""
        has_any = play is not None and len(play.tracking) > 1
        for widget in (self.back, self.play, self.on, self.loop, self.speed):
            widget.setEnabled(has_any)
        if play is None:
            self.scrub.show_span(0, 0, (0, 0))
        else:
            tracking = play.tracking
            own = (play.start_s, play.end_s)
            events = () if play.how == BY_ITSELF else play.events
            self.scrub.show_span(tracking.start_s, tracking.end_s, own, events, tracking.gaps)
        self._on_state()
        self._on_moved(self._clock.t_s)

    def _on_moved(self, t_s: float) -> None:
        self.scrub.show_time(t_s)
        clock = self._clock
        if clock.end_s <= clock.start_s:
            self.time.setText("")
            return
        now, whole = text.number(t_s - clock.start_s, 1), text.number(clock.end_s - clock.start_s, 1)
        words = f"{now} / {whole} s"
        shown = words if self.time.fontMetrics().horizontalAdvance(words) <= self.time.width() else f"{now} s"
        if shown != self.time.text():
            self.time.setText(shown)
        if not clock.is_playing:
            self.scrub.setAccessibleDescription(words)

    def _on_state(self) -> None:
        clock = self._clock
        name = "Pause" if clock.is_playing else "Play"
        if self.play.accessibleName() != name:
            self.play.setAccessibleName(name)
            self.play.setToolTip(f"{name} (Space)")
            self._draw_icons()
        self.loop.setChecked(clock.is_looping)
        words = speed_words(clock.speed)
        self.speed.setText(words)
        self.speed.setToolTip("Speed (1 to 5)")
        self.speed.setAccessibleName(f"Speed {words}")
        if clock.speed in self._speeds:
            self._speeds[clock.speed].setChecked(True)

    def _on_held(self, is_held: bool) -> None:
        """While the handle is held time rests; it goes on from there where it was playing."""
        if is_held:
            self._is_held = self._clock.is_playing
            self._clock.pause()
        elif self._is_held:
            self._is_held = False
            self._clock.play()

    # Keys

    def take_key(self, ev: QKeyEvent) -> bool:
        """Do what a key stands for; returns whether it stands for anything. The court hands its keys here."""
        clock, key = self._clock, ev.key()
        if clock.end_s <= clock.start_s or ev.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        is_shift = bool(ev.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Comma: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Period: 1}.get(Qt.Key(key))
        if step is not None and is_shift:
            clock.seek(clock.t_s + step * _SECOND_S)
        elif step is not None:
            self.stepped.emit(step)
        elif key == Qt.Key.Key_Space:
            clock.toggle()
        elif key == Qt.Key.Key_L:
            clock.set_looping(not clock.is_looping)
        elif key == Qt.Key.Key_Home:
            clock.seek(clock.start_s)
        elif key == Qt.Key.Key_End:
            clock.seek(clock.end_s)
        elif Qt.Key.Key_1 <= key < Qt.Key.Key_1 + len(SPEEDS):
            clock.set_speed(SPEEDS[key - Qt.Key.Key_1])
        else:
            return False
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.take_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # How much of the time can be told depends on the width.
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self._on_moved(self._clock.t_s)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.pause()
        super().hideEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "time"):
            self._draw_icons()
