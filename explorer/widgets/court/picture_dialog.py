"""How a picture of the court is to be written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

NAME = "court.png"


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """What was chosen: the file, with words around the court or without, on no ground, and the scale of a PNG."""

    path: Path
    has_words: bool = True
    is_transparent: bool = False
    scale: float = 2.0


class PictureDialog(QDialog):
    """Asks for the file, the words and the scale; says what it would write before it is written."""

    save_asked = Signal(object)
    """A PictureChoice."""
    copy_asked = Signal(object)
    """The same, for the clipboard."""

    def __init__(
        self, folder: Path, suffixes: Sequence[str], scales: tuple[float, float], parent: QWidget | None = None
    ) -> None:
        """Start in a folder; `suffixes` are those that can be written, the first of them for pixels."""
        super().__init__(parent)
        self.setWindowTitle("Picture of the court")
        self._suffixes = tuple(suffixes)
        self._file = QLineEdit(str(folder / NAME))
        self._file.setMinimumWidth(360)
        self._file.setAccessibleName("File")
        browse = QPushButton("&Browse…")
        browse.clicked.connect(self._on_browse)
        row = QHBoxLayout()
        row.addWidget(self._file, 1)
        row.addWidget(browse)
        self._words = QCheckBox("&Title, question, n and definitions around the court")
        self._words.setChecked(True)
        self._transparent = QCheckBox("Trans&parent ground")
        self._scale = QDoubleSpinBox()
        self._scale.setRange(*scales)
        self._scale.setSingleStep(0.5)
        self._scale.setDecimals(1)
        self._scale.setValue(2.0)
        self._scale.setPrefix("× ")
        self._scale.setAccessibleName("Scale of a PNG")
        self._told = QLabel()
        self._told.setWordWrap(True)
        form = QFormLayout()
        label = QLabel("&File")
        label.setBuddy(self._file)
        form.addRow(label, row)
        form.addRow(self._words)
        form.addRow(self._transparent)
        form.addRow("&Scale of a PNG", self._scale)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._save = buttons.button(QDialogButtonBox.StandardButton.Save)
        copy = buttons.addButton("&Copy", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._on_copy)
        buttons.accepted.connect(self._on_save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._told)
        layout.addWidget(buttons)
        self._file.textChanged.connect(self._check)
        self._check()

    def choice(self) -> PictureChoice:
        """What is chosen now."""
        path = Path(self._file.text())
        with contextlib.suppress(RuntimeError):
            # Nobody is called so yet: the name is still being typed.
            path = path.expanduser()
        return PictureChoice(
            path,
            self._words.isChecked(),
            self._transparent.isChecked(),
            round(self._scale.value(), 2),
        )

    def _check(self) -> None:
        path = self.choice().path
        suffix = path.suffix.lower()
        is_possible = suffix in self._suffixes and bool(path.stem)
        self._save.setEnabled(is_possible)
        self._scale.setEnabled(suffix == self._suffixes[0])
        if not is_possible:
            words = f"Choose a name that ends in {', '.join(self._suffixes[:-1])} or {self._suffixes[-1]}."
        else:
            words = f"{path.name} is there already and will be replaced." if os.path.lexists(path) else ""
        self._told.setText(words)

    def _on_browse(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in self._suffixes)
        name, _ = QFileDialog.getSaveFileName(
            self,
            "Picture of the court",
            self._file.text(),
            f"Pictures ({patterns})",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self._file.setText(name if Path(name).suffix else f"{name}{self._suffixes[0]}")

    def _on_save(self) -> None:
        self.accept()
        self.save_asked.emit(self.choice())

    def _on_copy(self) -> None:
        self.accept()
        self.copy_asked.emit(self.choice())
