"""The bar below the path: to the first, previous, next and last step, and the current step in words."""

from __future__ import annotations

from html import escape
from typing import override

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from explorer.widgets.court.two_lines import TwoLines
from explorer.widgets.icons import tinted

_ICON_PX = 16
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000000" stroke-width="1.6" '
    'stroke-linecap="round" stroke-linejoin="round"><path d="{}"/></svg>'
)
_BUTTONS = (
    ("First step (Home)", "M7 5.5V18.5M17 5.5L10.5 12L17 18.5"),
    ("Previous step (Left)", "M14.5 5.5L8 12L14.5 18.5"),
    ("Next step (Right)", "M9.5 5.5L16 12L9.5 18.5"),
    ("Last step (End)", "M17 5.5V18.5M7 5.5L13.5 12L7 18.5"),
)
_NOWHERE = -2
_FIRST, _PREVIOUS, _NEXT, _LAST = range(4)
_KEYS = {
    Qt.Key.Key_Home: _FIRST,
    Qt.Key.Key_Left: _PREVIOUS,
    Qt.Key.Key_Right: _NEXT,
    Qt.Key.Key_End: _LAST,
}


class StepBar(QWidget):
    """Walks over numbered steps; before the first one all of them are shown."""

    step_chosen = Signal(int)
    """Go to this step, numbered from 0; -1 is all of them at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without steps."""
        super().__init__(parent)
        self.setObjectName("stepBar")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Steps of the path")
        self._step: int | None = None
        self._count = 0
        self.buttons = tuple(QToolButton() for _ in _BUTTONS)
        self._place = QLabel()
        self._place.setObjectName("paneNote")
        self._words = TwoLines()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 2, 8, 2)
        layout.setSpacing(0)
        group = QButtonGroup(self)
        group.idClicked.connect(self._on_click)
        for number, (button, (title, _)) in enumerate(zip(self.buttons, _BUTTONS, strict=True)):
            button.setAccessibleName(title)
            button.setToolTip(title)
            button.setIconSize(QSize(_ICON_PX, _ICON_PX))
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            group.addButton(button, number)
            layout.addWidget(button)
        layout.addSpacing(6)
        layout.addWidget(self._place)
        layout.addSpacing(8)
        layout.addWidget(self._words, 1)
        self._draw_icons()
        self.show_step(None, 0, "")

    def show_step(self, step: int | None, count: int, words: str) -> None:
        """Show which step of how many is the current one, and its words."""
        self._step, self._count = step, count
        self._place.setText("" if not count else f"{'all' if step is None else step + 1} / {count}")
        self._words.setText(words)
        # A tip takes what looks like HTML for HTML, and names come from outside.
        self._words.setToolTip(f"<p>{escape(words)}</p>" if words else "")
        told = f"Step {step + 1} of {count}: {words}" if step is not None else words
        self.setAccessibleDescription(told)
        for number, button in enumerate(self.buttons):
            button.setEnabled(self._target(number) is not None)

    @property
    def words(self) -> str:
        """What is said of the current step."""
        return self._words.text()

    def _target(self, button: int) -> int | None:
        """The step that a button leads to; None where it leads nowhere."""
        step, last = self._step, self._count - 1
        if last < 0:
            return None
        wanted = {
            _FIRST: 0,
            _PREVIOUS: _NOWHERE if step is None else step - 1,
            _NEXT: 0 if step is None else step + 1,
            _LAST: last,
        }[button]
        is_there = (step is not None and wanted == -1) or 0 <= wanted <= last
        return wanted if is_there and wanted != step else None

    def _go(self, button: int) -> None:
        target = self._target(button)
        if target is not None:
            self.step_chosen.emit(target)

    def _on_click(self, button: int) -> None:
        # Who clicked once goes on by key.
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._go(button)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; returns whether it stands for anything. The court hands its keys here."""
        button = _KEYS.get(Qt.Key(event.key()))
        if button is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        self._go(button)
        return True

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()

    def _draw_icons(self) -> None:
        for button, (_, drawing) in zip(self.buttons, _BUTTONS, strict=True):
            button.setIcon(tinted(_DRAWING.format(drawing).encode(), self.palette()))
