"""The dialog of preferences, made from a table of settings; every change holds at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

SIZE, LEAST_SIZE = QSize(580, 600), QSize(440, 320)
_LEAST_CONTROL = 200


class Control(Enum):
    """How a setting is chosen."""

    CHOICE = "choice"
    """One of its choices."""
    TICK = "tick"
    """Yes, the first of its choices' values, or no, the second."""
    TEXT = "text"
    """Any text; empty for what its placeholder says."""
    BUTTON = "button"
    """Nothing is chosen here: its button leads on. What is shown beside it is told by who knows."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, the heading it stands below, its words, what it does, and how it is chosen.

    `choices` are values with their words; `words` stand on a button or beside a tick.
    """

    name: str
    section: str
    title: str
    tip: str
    control: Control
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    words: str = ""
    placeholder: str = ""


class PreferencesDialog(QDialog):
    """Shows settings with their values; says which was chosen, and which button was pressed."""

    chosen = Signal(str, str)
    """A setting's name and its new value."""
    pressed = Signal(str)
    """The name of the setting whose button was pressed."""

    def __init__(self, settings: Sequence[Setting], parent: QWidget | None = None) -> None:
        """Make a control for each setting, below headings in the order of the table."""
        super().__init__(parent)
        self.setObjectName("preferences")
        self.setWindowTitle("Preferences")
        self.setMinimumSize(LEAST_SIZE)
        self.resize(SIZE)
        self._settings = {one.name: one for one in settings}
        self._controls: dict[str, QWidget] = {}
        self._notes: dict[str, QLabel] = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        section = ""
        for one in settings:
            if one.section != section:
                section = one.section
                grid.addWidget(_heading(section), grid.rowCount(), 0, 1, 2)
            self._add(grid, grid.rowCount(), one)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setAccessibleName("Settings")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its controls are reached one by one, so nothing is won by stopping at the frame around them.
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        # Nothing scrolls sideways, so all of its width is needed, at any size of the font.
        bar = area.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(max(LEAST_SIZE.width(), inside.minimumSizeHint().width() + bar))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.setContentsMargins(16, 8, 16, 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)

    def show_values(self, values: Mapping[str, str]) -> None:
        """Show what holds, by the settings' names; for a button, what is told beside it."""
        for name, value in values.items():
            control, setting = self._controls[name], self._settings[name]
            control.blockSignals(True)
            if isinstance(control, QComboBox):
                control.setCurrentIndex(control.findData(value))
            elif isinstance(control, QCheckBox):
                control.setChecked(value == next(iter(setting.choices)))
            elif isinstance(control, QLineEdit):
                control.setText(value)
            else:
                self._say(name, value)
            control.blockSignals(False)
            if setting.control is not Control.BUTTON:
                self._say(name, "")

    def refuse(self, name: str, sentence: str) -> None:
        """Say below a setting why its value cannot be taken; what stands in the field stays to be mended."""
        self._say(name, sentence, is_refused=True)

    def control(self, name: str) -> QWidget:
        """The control of a setting."""
        return self._controls[name]

    def note(self, name: str) -> str:
        """What stands below a setting."""
        return self._notes[name].text()

    def _say(self, name: str, words: str, *, is_refused: bool = False) -> None:
        note, tip = self._notes[name], self._settings[name].tip
        note.setText(words if is_refused else " ".join(part for part in (words, tip) if part))
        note.setObjectName("refusal" if is_refused else "paneNote")
        note.style().unpolish(note)
        note.style().polish(note)

    def _add(self, grid: QGridLayout, row: int, one: Setting) -> None:
        control = self._controls[one.name] = self._make(one)
        control.setToolTip(one.tip)
        control.setAccessibleName((one.title or one.words).replace("&", ""))
        control.setAccessibleDescription(one.tip)
        note = self._notes[one.name] = QLabel(one.tip)
        note.setObjectName("paneNote")
        note.setWordWrap(True)
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        note.setMinimumWidth(_LEAST_CONTROL)
        label = QLabel(one.title)
        label.setBuddy(control)
        natural = Qt.AlignmentFlag.AlignLeft if one.control is Control.BUTTON else Qt.AlignmentFlag(0)
        grid.addWidget(label, row, 0)
        grid.addWidget(control, row, 1, natural)
        grid.addWidget(note, row + 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowMinimumHeight(row + 2, 6)

    def _make(self, one: Setting) -> QWidget:
        if one.control is Control.CHOICE:
            combo = QComboBox()
            for value, words in one.choices.items():
                combo.addItem(words, value)
            combo.currentIndexChanged.connect(lambda place: self.chosen.emit(one.name, combo.itemData(place)))
            return combo
        if one.control is Control.TICK:
            tick = QCheckBox(one.words)
            yes, no = one.choices
            tick.toggled.connect(lambda is_on: self.chosen.emit(one.name, yes if is_on else no))
            return tick
        if one.control is Control.TEXT:
            line = QLineEdit()
            line.setPlaceholderText(one.placeholder)
            line.editingFinished.connect(lambda: self._on_edited(one.name, line))
            return line
        button = QPushButton(one.words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.pressed.emit(one.name))
        return button

    def _on_edited(self, name: str, line: QLineEdit) -> None:
        # Leaving a field that was not changed says nothing.
        if line.isModified():
            line.setModified(False)
            self.chosen.emit(name, line.text().strip())


def _heading(words: str) -> QLabel:
    label = QLabel(f"<b>{words}</b>")
    label.setContentsMargins(0, 10, 0, 4)
    return label
