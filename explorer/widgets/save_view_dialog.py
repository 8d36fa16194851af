"""The dialog that saves a view: its name, a shortcut, and what is kept besides the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from explorer.core.views import View
from explorer.widgets.shortcut_edit import ShortcutEdit

_LONGEST_NAME = 80

PARTS: dict[str, str] = {
    "breakdown": "&Breakdown",
    "columns": "&Columns",
    "sort": "&Order",
    "definitions": "&Definitions",
}
"""What a view can keep besides its question, with the words before what it is now."""


class SaveViewDialog(QDialog):
    """Asks for a view; says so when it is to be saved."""

    save_asked = Signal(object)
    """The View, with what was ticked."""

    def __init__(
        self, whole: View, words: Mapping[str, str], taken: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        """`whole` is the view with everything kept, `words` say what each part of PARTS is now; others are not asked.

        `taken` says what uses each key already.
        """
        super().__init__(parent)
        self.setWindowTitle("Save this view")
        self.setObjectName("saveViewDialog")
        self._whole = whole
        self.name = QLineEdit(whole.title)
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.setAccessibleName("Name")
        self.name.setPlaceholderText("Such as: close games, last four minutes")
        question = QLabel(whole.question or "Every possession")
        question.setWordWrap(True)
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.shortcut = ShortcutEdit()
        self.shortcut.show_shortcut("", taken)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(16)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("&Name", self.name)
        form.addRow("Question", question)
        form.addRow("S&hortcut", self.shortcut)
        self.ticks: dict[str, QCheckBox] = {}
        heading = "Keep also"
        for part, title in PARTS.items():
            if part in words:
                tick = self.ticks[part] = QCheckBox(f"{title}: {words[part].replace('&', '&&')}")
                tick.toggled.connect(self._on_changed)
                form.addRow(heading, tick)
                heading = ""
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(lambda: self.save_asked.emit(self.view))
        self._buttons.rejected.connect(self.reject)
        self.name.textChanged.connect(self._on_changed)
        self.shortcut.changed.connect(self._on_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(self._buttons)
        self.resize(460, self.sizeHint().height())
        self._on_changed()

    @property
    def view(self) -> View:
        """The view as the fields have it: what is not ticked stays as it is when the view is chosen."""
        kept = {part for part, tick in self.ticks.items() if tick.isChecked()}
        whole = self._whole
        return replace(
            whole,
            title=" ".join(self.name.text().split()),
            shortcut=self.shortcut.shortcut,
            breakdown=whole.breakdown if "breakdown" in kept else (),
            columns=whole.columns if "columns" in kept else (),
            sort=whole.sort if "sort" in kept else "",
            is_descending=whole.is_descending and "sort" in kept,
            definitions=whole.definitions if "definitions" in kept else {},
        )

    def _on_changed(self) -> None:
        is_whole = bool(self.name.text().strip()) and not self.shortcut.refusal
        self._buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(is_whole)
