"""The table that every list of the house is: no grid, whole rows, smooth scrolling, headings that do not light up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from explorer.widgets.cells import CellDelegate

LEAST_SECTION = 24
"""Pixels that a column keeps."""


def make_quiet(table: QTableView, name: str) -> None:
    """Dress a table, after its model is set; `name` is for a screen reader."""
    table.setAccessibleName(name)
    table.setItemDelegate(CellDelegate(table))
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    table.setFrameShape(QTableView.Shape.NoFrame)
    rows, columns = table.verticalHeader(), table.horizontalHeader()
    rows.hide()
    rows.setMinimumSectionSize(1)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    columns.setHighlightSections(False)
    columns.setMinimumSectionSize(LEAST_SECTION)


def add_copy(table: QTableView, copy: Callable[[], None]) -> None:
    """Let the rows be copied, by key and by the menu of the table."""
    action = QAction("&Copy", table)
    action.setShortcut(QKeySequence.StandardKey.Copy)
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(copy)
    table.addAction(action)
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
