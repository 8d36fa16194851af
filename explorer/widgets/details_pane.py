"""Everything about the chosen possession, in tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from explorer.models.possession_rows import ATTRIBUTE_HEADERS, LINE_UP_HEADERS, STATS_HEADERS, TIMELINE_HEADERS
from explorer.models.rows_model import Row
from explorer.widgets.cells import fixed
from explorer.widgets.rows_table import RowsTable

NOTHING_CHOSEN = "Choose a possession in the list to see what happened in it."


@dataclass(frozen=True, slots=True)
class PossessionDetails:
    """What the tabs show of one possession."""

    heading: tuple[str, str]
    findings: tuple[str, ...]
    timeline: Sequence[Row]
    stats: Sequence[Row]
    attributes: Sequence[Row]
    line_ups: Sequence[Row]
    line_up_headers: tuple[str, str]
    source: Callable[[], str]
    """Makes the raw JSON, when it is looked at."""


class _Page(QStackedWidget):
    """A table, or the sentence that stands in its place."""

    def __init__(self, table: RowsTable, empty: str) -> None:
        super().__init__()
        self.table = table
        self._label = QLabel(empty)
        self._label.setObjectName("emptyLabel")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setWordWrap(True)
        self._label.setMargin(24)
        self.addWidget(table)
        self.addWidget(self._label)

    def show_rows(self, rows: Sequence[Row], headers: Sequence[str] | None = None) -> None:
        self.table.show_rows(rows, headers)
        self.setCurrentIndex(0 if rows else 1)


class DetailsPane(QWidget):
    """The tabs Timeline, Stats, Attributes, Line-ups and Source."""

    event_chosen = Signal(int)
    """A row of the timeline was chosen here, by the number of its event (see `possession_rows.timeline`)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with nothing chosen."""
        super().__init__(parent)
        self.setObjectName("details")
        self._heading = QLabel()
        self._heading.setObjectName("detailsHeading")
        self._heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._heading.setWordWrap(True)
        self._subheading = QLabel()
        self._subheading.setObjectName("detailsSubheading")
        self._subheading.setWordWrap(True)
        self._findings = QLabel()
        self._findings.setObjectName("findings")
        self._findings.setWordWrap(True)
        self._timeline = _Page(RowsTable("Timeline", TIMELINE_HEADERS), "The feed tells no events.")
        self._stats = _Page(RowsTable("Stats", STATS_HEADERS), "")
        self._attributes = _Page(
            RowsTable("Attributes", ATTRIBUTE_HEADERS), "This feed tells no attributes of possessions."
        )
        self._line_ups = _Page(RowsTable("Line-ups", LINE_UP_HEADERS), "This feed does not tell who was on the floor.")
        self._source = QPlainTextEdit()
        self._source.setObjectName("source")
        self._source.setAccessibleName("Source")
        self._source.setReadOnly(True)
        self._source.setTabChangesFocus(True)
        self._source.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._source.setFont(fixed(self.font()))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName("Details")
        for title, page in (
            ("Timeline", self._timeline),
            ("Stats", self._stats),
            ("Attributes", self._attributes),
            ("Line-ups", self._line_ups),
            ("Source", self._source),
        ):
            self.tabs.addTab(page, title)
        self._timeline.table.selectionModel().currentRowChanged.connect(self._on_row)
        self._make_source: Callable[[], str] | None = None
        self.tabs.currentChanged.connect(lambda number: self._fill_source())
        told = QWidget()
        layout = QVBoxLayout(told)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._heading)
        layout.addWidget(self._subheading)
        layout.addWidget(self._findings)
        layout.addWidget(self.tabs, 1)
        self._empty = QLabel(NOTHING_CHOSEN)
        self._empty.setObjectName("emptyLabel")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setMargin(24)
        self._stack = QStackedWidget()
        self._stack.addWidget(told)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.setMinimumSize(220, 140)
        self.show_details(None)

    def show_details(self, details: PossessionDetails | None, empty: str = NOTHING_CHOSEN) -> None:
        """Show a possession, or the sentence `empty`."""
        if details is None:
            self._empty.setText(empty)
            self._stack.setCurrentIndex(1)
            return
        self._heading.setText(details.heading[0])
        self._subheading.setText(details.heading[1])
        self._findings.setText("\n".join(details.findings))
        self._findings.setVisible(bool(details.findings))
        self._timeline.show_rows(details.timeline)
        self._stats.show_rows(details.stats)
        self._attributes.show_rows(details.attributes)
        self._line_ups.show_rows(details.line_ups, details.line_up_headers)
        self._make_source = details.source
        self._source.clear()
        self._stack.setCurrentIndex(0)
        self._fill_source()

    def show_event(self, number: int | None) -> None:
        """Choose the timeline's row of an event; None, or one that has no row, chooses none. Emits nothing."""
        table = self._timeline.table
        rows = table.rows
        row = next((row for row in range(rows.rowCount()) if number is not None and rows.row(row).key == number), None)
        selection = table.selectionModel()
        with QSignalBlocker(self):
            if row is None:
                selection.clear()
                return
            index = rows.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag
            selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            table.scrollTo(index)

    def _on_row(self, index: QModelIndex, before: QModelIndex) -> None:
        number = self._timeline.table.rows.row(index.row()).key if index.isValid() else None
        if isinstance(number, int):
            self.event_chosen.emit(number)

    @property
    def is_empty(self) -> bool:
        """Whether no possession is shown."""
        return self._stack.currentIndex() == 1

    def table(self, title: str) -> RowsTable:
        """The table of a tab, by its title."""
        pages = {
            "Timeline": self._timeline,
            "Stats": self._stats,
            "Attributes": self._attributes,
            "Line-ups": self._line_ups,
        }
        return pages[title].table

    def source(self) -> str:
        """The text of the Source tab, made if it was not looked at yet."""
        self._fill_source(is_forced=True)
        return self._source.toPlainText()

    def _fill_source(self, *, is_forced: bool = False) -> None:
        is_shown = self.tabs.currentWidget() is self._source
        if self._make_source is not None and (is_shown or is_forced):
            self._source.setPlainText(self._make_source())
            self._make_source = None
