"""What a screen reader says of the cells of lists, trees and tables."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTabWidget, QWidget

_MOST_ROWS = 60


def views_in(top: QWidget) -> list[QAbstractItemView]:
    """The lists, trees and tables that are seen; headers are told with the cells."""
    views = [one for one in top.findChildren(QAbstractItemView) if one.isVisibleTo(top)]
    return [one for one in views if not isinstance(one, QHeaderView) and one.model() is not None]


def silent_cells(view: QAbstractItemView) -> list[str]:
    """The cells of a view that a screen reader has no words for."""
    model = view.model()

    def below(parent: QModelIndex) -> Iterator[QModelIndex]:
        # A list's number of columns is nobody's but its own.
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for row in range(min(model.rowCount(parent), _MOST_ROWS)):
            for column in range(columns):
                index = model.index(row, column, parent)
                hidden = isinstance(view, QTableView) and view.isColumnHidden(column)
                if not hidden:
                    yield index
            yield from below(model.index(row, 0, parent))

    found = []
    for index in below(QModelIndex()):
        said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
        if not (isinstance(said, str) and said.strip()):
            found.append(
                f"{type(view).__name__} {view.accessibleName()!r}: row {index.row()}, column {index.column()}: {said!r}"
            )
    return found


def tabs_of(top: QWidget) -> Iterator[None]:
    """Every page of every pane with tabs, one after another; at least once."""
    yield
    for tabs in top.findChildren(QTabWidget):
        before = tabs.currentIndex()
        for number in range(tabs.count()):
            tabs.setCurrentIndex(number)
            yield
        tabs.setCurrentIndex(before)
