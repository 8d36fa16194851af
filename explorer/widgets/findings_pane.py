"""What looks wrong in the data of the games that are looked at, each row one click from its possession."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from explorer.models.rows_model import Cell, Row
from explorer.widgets.rows_table import RowsTable

HEADERS = ("game", "#", "what", "why")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as it is shown; `key` is its possession's, None where it concerns the whole game."""

    game: str
    number: int | None
    kind: str
    reason: str
    key: int | None


class FindingsPane(QWidget):
    """A table of findings, or the sentence that there are none."""

    possession_asked = Signal(object)
    """The key of the possession whose finding was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without findings."""
        super().__init__(parent)
        self.setObjectName("findingsPane")
        self.table = RowsTable("Data quality", HEADERS)
        self.table.clicked.connect(self._on_clicked)
        self.table.activated.connect(self._on_clicked)
        self._words = QLabel()
        self._words.setObjectName("emptyLabel")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        self._words.setMargin(24)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setMinimumHeight(80)
        self.show_words("Open a game to see what looks wrong in its data.")

    def show_words(self, words: str) -> None:
        """Show a sentence in place of the table."""
        self._words.setText(words)
        self._stack.setCurrentIndex(1)

    def show_findings(self, rows: Sequence[FindingRow]) -> None:
        """Show findings; without any, say so."""
        if not rows:
            self.show_words("Nothing looks wrong in the data of these games.")
            return
        self.table.show_rows(
            [
                Row(
                    (
                        Cell(row.game),
                        Cell("" if row.number is None else str(row.number), is_number=True),
                        Cell(row.kind),
                        Cell(row.reason, row.reason),
                    ),
                    key=row.key,
                )
                for row in rows
            ]
        )
        self._stack.setCurrentIndex(0)

    def _on_clicked(self, index: QModelIndex) -> None:
        key = self.table.rows.row(index.row()).key
        if key is not None:
            self.possession_asked.emit(key)
