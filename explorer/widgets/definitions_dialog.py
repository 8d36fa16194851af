"""The dialog in which the user says what is meant by words that analysts use differently."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from explorer.core.definitions import DEFINITIONS, Definition, Definitions, Number, choice_of

_WORDS_WIDTH = 420


class DefinitionsDialog(QDialog):
    """Shows every definition with its choices, the text of the one that is chosen, and its source."""

    def __init__(self, definitions: Definitions, has_chances: bool, parent: QWidget | None = None) -> None:
        """Start with the choices in force; without chances in the games, none can be counted by."""
        super().__init__(parent)
        self.setWindowTitle("Definitions")
        self._choices: dict[str, QComboBox] = {}
        self._numbers: dict[str, QDoubleSpinBox] = {}
        self._texts: dict[str, QLabel] = {}
        self._has_chances = has_chances
        self._no_chances = ""
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        for row, definition in enumerate(DEFINITIONS):
            self._add(grid, 3 * row, definition)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its fields are reached one by one, and bring themselves into sight.
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        default = QPushButton("&Defaults")
        buttons.addButton(default, QDialogButtonBox.ButtonRole.ResetRole)
        default.clicked.connect(lambda: self.show_definitions(Definitions()))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        hint = QLabel("Nothing is left out by a definition: ask garbage_time:no, transition:yes or heave:no.")
        hint.setObjectName("paneNote")
        hint.setContentsMargins(8, 0, 8, 0)
        layout.addWidget(hint)
        layout.addWidget(buttons)
        self.show_definitions(definitions)
        self.resize(760, 560)

    @property
    def definitions(self) -> Definitions:
        """The choices as they stand in the dialog."""
        names = {name: str(combo.currentData()) for name, combo in self._choices.items()}
        return Definitions.read(names | {name: f"{box.value():g}" for name, box in self._numbers.items()})

    def show_definitions(self, definitions: Definitions) -> None:
        """Put choices into the dialog."""
        for name, combo in self._choices.items():
            combo.setCurrentIndex(combo.findData(getattr(definitions, name)))
        for name, box in self._numbers.items():
            box.setValue(getattr(definitions, name))
        self._show_texts()

    def _add(self, grid: QGridLayout, row: int, definition: Definition) -> None:
        title = QLabel(f"<b>{definition.title}</b>")
        combo = self._choices[definition.name] = QComboBox()
        combo.setAccessibleName(definition.title)
        for choice in definition.choices:
            combo.addItem(choice.title, choice.name)
        if definition.name == "unit" and not self._has_chances:
            combo.setEnabled(False)
            self._no_chances = " The games that are looked at tell of no chances."
            combo.setToolTip(self._no_chances.strip())
        combo.currentIndexChanged.connect(self._show_texts)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(combo)
        # With one choice alone there is nothing to choose but its number.
        combo.setVisible(len(definition.choices) > 1)
        for number in definition.numbers:
            line.addWidget(self._number_label(number))
            line.addWidget(self._number_box(number))
        line.addStretch(1)
        words = self._texts[definition.name] = QLabel()
        words.setWordWrap(True)
        words.setObjectName("paneNote")
        words.setMinimumWidth(_WORDS_WIDTH)
        grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.addLayout(line, row, 1)
        grid.addWidget(words, row + 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowMinimumHeight(row + 2, 8)

    def _number_label(self, number: Number) -> QLabel:
        label = QLabel(number.title)
        label.setObjectName(f"label-{number.name}")
        return label

    def _number_box(self, number: Number) -> QDoubleSpinBox:
        box = self._numbers[number.name] = QDoubleSpinBox()
        box.setAccessibleName(f"{number.title} {number.unit}".strip())
        box.setDecimals(number.decimals)
        box.setSingleStep(10**-number.decimals if number.unit != "s" or number.high < 100 else 30)
        box.setRange(number.low, number.high)
        box.setSuffix(f" {number.unit}" if number.unit else "")
        return box

    def _show_texts(self) -> None:
        now = self.definitions
        for definition in DEFINITIONS:
            choice = choice_of(definition, now)
            more = self._no_chances if definition.name == "unit" else ""
            self._texts[definition.name].setText(f"{choice.text} Source: {choice.source}.{more}")
            is_asked = definition.needs_number in ("", choice.name)
            for number in definition.numbers:
                self._numbers[number.name].setVisible(is_asked)
                label = self.findChild(QLabel, f"label-{number.name}")
                if isinstance(label, QLabel):
                    label.setVisible(is_asked)
