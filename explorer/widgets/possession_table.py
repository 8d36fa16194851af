"""The list of possessions: a table with fixed rows, a column chooser, type-ahead, and copying."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import override

import numpy as np
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QTableView, QWidget

from explorer.core.fields import FIELDS, GROUPS, Decoration
from explorer.models.possession_model import PossessionModel, Rows, columns_as_text
from explorer.models.roles import Index
from explorer.widgets.cells import LEAD, PADDING, row_height, tabular
from explorer.widgets.quiet_table import make_quiet

_MOST_MEASURED = 12
_LEAST_WIDTH = 20
_MOST_WIDTH = 260
_SORTED_WIDTH = 6

_NOT_TYPING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class PossessionTable(QTableView):
    """Shows a PossessionModel; says which possession is chosen, by its row in the tables."""

    possession_chosen = Signal(object)
    """The table's row number of the chosen possession, or None."""
    columns_chosen = Signal(object)
    """The names of the fields that the user wants as columns, in their order; None for the default."""
    widths_chosen = Signal(object)
    """The widths in pixels that the user gave to columns, by their fields' names."""

    def __init__(self, model: PossessionModel, parent: QWidget | None = None) -> None:
        """Show a model, which outlives the view."""
        super().__init__(parent)
        self._model = model
        self._chosen_key: int | None = None
        self._fitted_width = 0
        self._typed_s = 0.0
        self._own_widths: dict[str, int] = {}
        self._widths_before: list[int] = []
        self.setObjectName("possessions")
        self.setModel(model)
        make_quiet(self, "Possessions")
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setWordWrap(False)
        columns = self.horizontalHeader()
        # A heading asks every row whether it is chosen, seconds of a season; none is chosen here.
        columns.setSelectionModel(QItemSelectionModel(model, columns))
        columns.setSectionsMovable(True)
        columns.setSortIndicatorClearable(True)
        columns.setMinimumSectionSize(_LEAST_WIDTH)
        columns.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        columns.customContextMenuRequested.connect(self._on_header_menu)
        columns.sortIndicatorChanged.connect(self._on_sort_changed)
        columns.sectionHandleDoubleClicked.connect(self._on_fit_asked)
        columns.sectionMoved.connect(self._on_moved)
        columns.viewport().installEventFilter(self)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._copy = QAction("&Copy rows", self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self._on_copy)
        self.addAction(self._copy)
        model.modelReset.connect(self._on_reset)
        model.layoutChanged.connect(self._on_layout_changed)
        self._set_heights()
        self.show_sorting()

    def choose(self, row: int | None) -> None:
        """Choose a possession by its row in the tables; nothing where it is not shown."""
        position = None if row is None else self._model.position_of(row)
        if position is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            # A model that is filled anew tells of no current row: the next choice is new, whichever it is.
            self._chosen_key = None
            return
        column = max(self.currentIndex().column(), 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._model.index(position, column), flags)
        self.scrollTo(self._model.index(position, column))

    def chosen_rows(self) -> Rows:
        """The rows in the tables of all that is chosen, from the top."""
        return self._model.rows[self._chosen_positions()]

    def _chosen_positions(self) -> Rows:
        # Stretches, not cells: all of a season may be chosen.
        chosen = self.selectionModel().selection()
        is_chosen = np.zeros(len(self._model.rows), np.bool_)
        for place in range(chosen.count()):
            part = chosen.at(place)
            is_chosen[part.top() : part.bottom() + 1] = True
        return np.flatnonzero(is_chosen)

    def step(self, by: int) -> None:
        """Go so many rows on; from nowhere to the first or last."""
        count = self._model.rowCount()
        if not count:
            return
        current = self.currentIndex().row()
        position = (0 if by > 0 else count - 1) if current < 0 else min(max(current + by, 0), count - 1)
        self.choose(self._model.row_at(position))

    def copied(self) -> str:
        """The chosen rows, else all, as tab-separated text with headers."""
        positions = self._chosen_positions()
        return columns_as_text(self._model, positions.tolist() or range(self._model.rowCount()))

    def fit_columns(self) -> None:
        """Make every column as wide as what it holds."""
        header = self.horizontalHeader()
        metrics = QFontMetrics(tabular(self.font()))
        widths: list[int] = []
        for field in self._model.fields:
            texts = self._model.written(field).shown()
            # The longest by letters are the widest but for a pixel or two; measuring a few is enough.
            longest = sorted(texts, key=len, reverse=True)[:_MOST_MEASURED]
            lead = 0 if field.decoration in (Decoration.NONE, Decoration.BAR) else LEAD
            width = max((metrics.horizontalAdvance(words) for words in longest), default=0) + lead
            heading = metrics.horizontalAdvance(field.header) + _SORTED_WIDTH
            widths.append(max(min(width, _MOST_WIDTH), heading, _LEAST_WIDTH) + 2 * PADDING + 2)
        # What room is left goes to the columns of words, so that a row runs across the whole list.
        wordy = [i for i, field in enumerate(self._model.fields) if not field.is_number] or [len(widths) - 1]
        spare = max(self.viewport().width() - sum(widths), 0) // len(wordy)
        for section, width in enumerate(widths):
            own = self._own_widths.get(self._model.fields[section].name)
            header.resizeSection(section, own or width + (spare if section in wordy else 0))
        self._fitted_width = self.viewport().width()

    def show_sorting(self) -> None:
        """Let the header show what the model is sorted by, without sorting again."""
        name, order = self._model.sorting
        names = [field.name for field in self._model.fields]
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setSortIndicator(names.index(name) if name in names else -1, order)
        header.blockSignals(False)

    def column_menu(self) -> QMenu:
        """The menu in which columns are chosen, by groups; those that nothing is known of are marked so."""
        menu = QMenu(self)
        shown = {field.name for field in self._model.fields}
        unknown = self._model.unknown_fields()
        for group in GROUPS:
            fields = [field for field in FIELDS if field.group == group]
            if not fields:
                continue
            part = menu.addMenu(group)
            for field in fields:
                words = f"{field.title} (nothing known)" if field.name in unknown else field.title
                action = part.addAction(words[:1].upper() + words[1:])
                action.setCheckable(True)
                action.setChecked(field.name in shown)
                action.setToolTip(field.tip)
                action.setData(field.name)
        menu.addSeparator()
        menu.addAction("Default columns").setData("")
        menu.triggered.connect(self._on_column_ticked)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = self._model.rowCount()
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Home: -count, Qt.Key.Key_End: count}
        is_letter = event.key() in (Qt.Key.Key_J, Qt.Key.Key_K)
        interval_s = QApplication.keyboardInputInterval() / 1000
        is_typing = is_letter and time.monotonic() - self._typed_s < interval_s
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in steps and not is_typing and not shift and not (is_letter and event.modifiers()):
            self.step(steps[Qt.Key(event.key())])
            return
        if event.text().strip() and not event.modifiers() & _NOT_TYPING:
            # While a word is typed, J and K are letters of it.
            self._typed_s = time.monotonic()
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.viewport().width() != self._fitted_width and not self._own_widths:
            self.fit_columns()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_heights()

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        key = self._model.key_at(current.row()) if current.isValid() else None
        if key != self._chosen_key:
            self._chosen_key = key
            self.possession_chosen.emit(self._model.row_at(current.row()) if current.isValid() else None)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        header = self.horizontalHeader()
        if watched is header.viewport() and event.type() == QEvent.Type.MouseButtonRelease:
            widths = [header.sectionSize(section) for section in range(header.count())]
            for field, width, before in zip(self._model.fields, widths, self._widths_before, strict=False):
                if width != before:
                    self._own_widths[field.name] = width
                    self.widths_chosen.emit(dict(self._own_widths))
        elif watched is header.viewport() and event.type() == QEvent.Type.MouseButtonPress:
            self._widths_before = [header.sectionSize(section) for section in range(header.count())]
        return super().eventFilter(watched, event)

    def _set_heights(self) -> None:
        self.verticalHeader().setDefaultSectionSize(row_height(self))

    def _on_reset(self) -> None:
        self._chosen_key = None
        header = self.horizontalHeader()
        header.blockSignals(True)
        for section in range(header.count()):
            header.moveSection(header.visualIndex(section), section)
        header.blockSignals(False)
        self.show_sorting()
        self.fit_columns()

    def _on_layout_changed(self) -> None:
        self.show_sorting()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _on_moved(self) -> None:
        """The order that is seen becomes the model's, so that copies and the next start have it too."""
        header = self.horizontalHeader()
        fields = self._model.fields
        self.columns_chosen.emit([fields[header.logicalIndex(place)].name for place in range(header.count())])

    def _on_fit_asked(self, section: int) -> None:
        self._own_widths.pop(self._model.fields[section].name, None)
        self.widths_chosen.emit(dict(self._own_widths))
        self.fit_columns()

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Give columns the widths that the user chose."""
        self._own_widths = dict(widths)
        self.fit_columns()

    def _on_sort_changed(self, section: int, order: Qt.SortOrder) -> None:
        self._model.sort(section, order)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.copied())

    def _on_header_menu(self, place: QPoint) -> None:
        self.column_menu().popup(self.horizontalHeader().mapToGlobal(place))

    def _on_column_ticked(self, action: QAction) -> None:
        name = action.data()
        shown = [field.name for field in self._model.fields]
        if not name:
            self.columns_chosen.emit(None)
        elif action.isChecked():
            order = [field.name for field in FIELDS]
            self.columns_chosen.emit(sorted([*shown, name], key=order.index))
        elif len(shown) > 1:
            self.columns_chosen.emit([known for known in shown if known != name])
