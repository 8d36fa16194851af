"""The shown possessions parted by a field; every row leads to the possessions behind it."""

from __future__ import annotations

from typing import override

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from explorer.core.fields import FIELDS, GROUPS
from explorer.models.breakdown_model import BreakdownModel
from explorer.widgets.cells import CellDelegate, row_height

FIRST_FIELD = "start"


class BreakdownPane(QWidget):
    """Shows a BreakdownModel; says which field is wanted, and which group was chosen."""

    field_chosen = Signal(str)
    group_chosen = Signal(object)
    """The field's code of the group that was clicked."""
    group_opened = Signal(object)
    """The same, for a double click or Enter."""

    def __init__(self, model: BreakdownModel, parent: QWidget | None = None) -> None:
        """Show a model, which outlives the pane."""
        super().__init__(parent)
        self.setObjectName("breakdown")
        self._model = model
        self._by = QComboBox()
        self._by.setAccessibleName("Break down by")
        self._by.setMaxVisibleItems(24)
        for group in GROUPS:
            for field in FIELDS:
                if field.group == group and field.name != "number":
                    self._by.addItem(f"{field.title[:1].upper()}{field.title[1:]}", field.name)
        self._by.setCurrentIndex(self._by.findData(FIRST_FIELD))
        self._by.currentIndexChanged.connect(lambda index: self.field_chosen.emit(self.field))
        self.table = QTableView()
        self.table.setAccessibleName("Breakdown")
        self.table.setModel(model)
        self.table.setItemDelegate(CellDelegate(self.table))
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setCornerButtonEnabled(False)
        self.table.setFrameShape(QTableView.Shape.NoFrame)
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setMinimumSectionSize(24)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setMinimumSectionSize(1)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.clicked.connect(self._on_clicked)
        self.table.activated.connect(self._on_activated)
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 4)
        head.setSpacing(8)
        words = QLabel("Breakdown by")
        words.setObjectName("paneTitle")
        head.addWidget(words)
        head.addWidget(self._by)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        self.setMinimumHeight(90)
        model.modelReset.connect(self._fit)
        self._set_heights()

    @property
    def field(self) -> str:
        """The name of the field that the possessions are parted by."""
        return str(self._by.currentData())

    def show_field(self, name: str) -> None:
        """Choose the field by its name."""
        place = self._by.findData(name)
        if place >= 0:
            self._by.setCurrentIndex(place)

    def _fit(self) -> None:
        self.table.resizeColumnsToContents()
        header = self.table.horizontalHeader()
        if header.count():
            header.resizeSection(0, max(header.sectionSize(0), 150))

    def _set_heights(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))

    def _on_clicked(self, index: QModelIndex) -> None:
        self.group_chosen.emit(self._model.code_at(index.row()))

    def _on_activated(self, index: QModelIndex) -> None:
        self.group_opened.emit(self._model.code_at(index.row()))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_heights()
