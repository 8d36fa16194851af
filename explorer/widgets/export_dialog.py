"""The dialog of an export: what, as what kind of file, where to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.core.text import count

WIDTH = 560


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """A sheet that can be written, with the number of its rows that are shown."""

    name: str
    singular: str
    rows: int


@dataclass(frozen=True, slots=True)
class FormatChoice:
    """A kind of file: its suffix with the dot, its title, and what it can hold."""

    suffix: str
    title: str
    holds_many: bool
    can_be_parted: bool


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the fields say."""

    what: tuple[str, ...]
    path: Path
    is_partitioned: bool


class ExportDialog(QDialog):
    """Asks what is to be written; whether it can be is said by who knows, in `say`."""

    changed = Signal(object)
    """The ExportChoice that the fields make now."""
    export_asked = Signal(object)
    """An ExportChoice."""

    def __init__(self, formats: Sequence[FormatChoice], folder: Path, parent: QWidget | None = None) -> None:
        """Offer these kinds of files; a name without a folder means one in `folder`."""
        super().__init__(parent)
        self.setWindowTitle("Export")
        self.setObjectName("exportDialog")
        self.resize(WIDTH, 0)
        self._formats, self._folder = tuple(formats), folder
        self._sheets: tuple[SheetChoice, ...] = ()
        self._named: str | None = None
        """The name that was made up and may be made up anew; None once the user has given one."""
        self.what = QComboBox()
        self.what.setAccessibleName("What")
        self.format = QComboBox()
        self.format.setAccessibleName("Format")
        for kind in formats:
            self.format.addItem(f"{kind.title} (*{kind.suffix})", kind.suffix)
        self.partition = QCheckBox("A folder of files, &parted by source and season")
        self.path = QLineEdit()
        self.path.setAccessibleName("File")
        browse = QPushButton("&Browse…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._on_browse)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.path, 1)
        where.addWidget(browse)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("&What", self.what)
        form.addRow("&Format", self.format)
        form.addRow("", self.partition)
        label = QLabel("F&ile")
        label.setBuddy(self.path)
        form.addRow(label, where)
        self._words = QLabel()
        self._words.setObjectName("emptyLabel")
        self._words.setWordWrap(True)
        self._words.setMinimumHeight(48)
        self._export = QPushButton("&Export")
        self._export.setDefault(True)
        self._export.clicked.connect(lambda: self.export_asked.emit(self.choice))
        cancel = QPushButton("&Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self._export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(form)
        layout.addWidget(self._words, 1)
        layout.addLayout(foot)
        self.what.currentIndexChanged.connect(self._on_what)
        self.format.currentIndexChanged.connect(self._on_format)
        self.partition.toggled.connect(self._tell)
        self.path.textChanged.connect(self._tell)
        self.path.textEdited.connect(self._on_typed)

    def offer(self, sheets: Sequence[SheetChoice]) -> None:
        """Show how many rows of each sheet there are now; what was chosen stays chosen."""
        chosen = max(self.what.currentIndex(), 0)
        self._sheets = tuple(sheets)
        self.what.blockSignals(True)
        self.what.clear()
        for sheet in sheets:
            self.what.addItem(f"{sheet.name.capitalize()} ({sheet.rows:,})", (sheet.name,))
        if any(kind.holds_many for kind in self._formats):
            self.what.addItem("All of them", tuple(sheet.name for sheet in sheets))
        self.what.setCurrentIndex(chosen)
        self.what.blockSignals(False)
        if self._named is None and not self.path.text():
            self._named = ""
        self._on_what()

    @property
    def choice(self) -> ExportChoice:
        """What the fields say; a name without a suffix of a format gets the chosen one's."""
        typed = self.path.text().strip() or self._name()
        path = self._folder / os.path.expanduser(typed)  # noqa: PTH111  # the other way refuses a name that is no user's
        if not path.name:
            # The root alone, as every path begins that is typed.
            path /= self._name()
        if path.suffix.lower() not in [kind.suffix for kind in self._formats]:
            path = path.with_name(path.name + self._format.suffix)
        return ExportChoice(self._what, path, self._format.can_be_parted and self.partition.isChecked())

    def say(self, words: str, *, is_possible: bool, is_replacing: bool) -> None:
        """Say what would be written, or why nothing can be."""
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._export.setEnabled(is_possible)
        self._export.setText("R&eplace" if is_replacing else "&Export")

    def rows_of(self, names: Sequence[str]) -> str:
        """How many rows these sheets have, in words."""
        chosen = [sheet for sheet in self._sheets if sheet.name in names]
        return ", ".join(count(sheet.rows, sheet.singular, sheet.name) for sheet in chosen)

    @property
    def _what(self) -> tuple[str, ...]:
        return tuple(self.what.currentData() or ())

    @property
    def _format(self) -> FormatChoice:
        return self._formats[self.format.currentIndex()]

    def _name(self) -> str:
        """The name to begin with, by what is written."""
        return ("-".join(self._what) if len(self._what) == 1 else "export") + self._format.suffix

    def _on_what(self) -> None:
        if len(self._what) > 1 and not self._format.holds_many:
            self.format.setCurrentIndex(next(i for i, kind in enumerate(self._formats) if kind.holds_many))
        self._show()

    def _on_format(self) -> None:
        if len(self._what) > 1 and not self._format.holds_many:
            self.what.setCurrentIndex(0)
        self._show()

    def _show(self) -> None:
        """Bring name and fields into line with what and format."""
        self.partition.setEnabled(self._format.can_be_parted)
        if self._named is not None:
            place = Path(self.path.text()).parent if self.path.text() else self._folder
            self.path.setText(str(place / self._name()))
        elif (path := Path(self.path.text())).suffix.lower() in [kind.suffix for kind in self._formats]:
            self.path.setText(str(path.with_suffix(self._format.suffix)))
        self._tell()

    def _on_typed(self, text: str) -> None:
        """A name of the user's own stays; its suffix chooses the format."""
        self._named = None if text else ""
        suffix = Path(text).suffix.lower()
        found = [number for number, kind in enumerate(self._formats) if kind.suffix == suffix]
        if found and found[0] != self.format.currentIndex():
            self.format.blockSignals(True)
            self.format.setCurrentIndex(found[0])
            self.format.blockSignals(False)
            self._on_format()

    def _on_browse(self) -> None:
        kind = self._format
        # That a file is there already is said in the dialog.
        options = QFileDialog.Option.DontConfirmOverwrite
        words = f"{kind.title} (*{kind.suffix})"
        name, _ = QFileDialog.getSaveFileName(self, "Export to", str(self.choice.path), words, options=options)
        if name:
            self.path.setText(name)
            self._on_typed(name)

    def _tell(self) -> None:
        if self._sheets:
            self.changed.emit(self.choice)
