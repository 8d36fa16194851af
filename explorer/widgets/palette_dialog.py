"""The palette: every command, found by a few letters and run by Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from explorer.models.palette_model import PaletteEntry, PaletteModel
from explorer.widgets.cells import Inks, paint_chosen
from explorer.widgets.tokens import tokens_of

WIDTH, ROWS = 620, 12
_LEAST_WIDTH, _EDGE = 320, 24
_PADDING, _AIR, _GAP, _TICK, _SPACING = 10, 12, 16, 18, 8
_MOVES = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


class _Delegate(QStyledItemDelegate):
    """Draws a command on one line: its words with the typed letters marked, its menus, and its key at the right."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_LEAST_WIDTH, option.fontMetrics.height() + _AIR)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, PaletteModel)
        entry, places = model.entry(index.row()), model.places(index.row())
        tokens, rect = tokens_of(option.palette), QRect(option.rect)
        painter.save()
        painter.setFont(option.font)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        inks = Inks.on_row(tokens, is_chosen=is_chosen)
        if is_chosen:
            paint_chosen(painter, rect, option.palette)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        rect.adjust(_PADDING, 0, -_PADDING, 0)
        if entry.is_checked:
            painter.setPen(QColor(tokens.accent))
            painter.drawText(QRect(rect.left(), rect.top(), _TICK, rect.height()), middle, "✓")
        rect.setLeft(rect.left() + _TICK)
        metrics = option.fontMetrics
        key = metrics.horizontalAdvance(entry.shortcut) + _GAP if entry.shortcut else 0
        if key:
            painter.setPen(QColor(inks.muted if entry.is_enabled else inks.pale))
            painter.drawText(rect, middle | int(Qt.AlignmentFlag.AlignRight), entry.shortcut)
            rect.setRight(rect.right() - key)
        text = QColor(inks.text if entry.is_enabled else inks.pale)
        # On the ground of the chosen row the accent would not reach 4.5:1.
        marked = text if is_chosen or not entry.is_enabled else QColor(tokens.accent)
        wide = _draw_title(painter, rect, option.font, entry, places, text, marked)
        rect.setLeft(rect.left() + wide + _GAP)
        if rect.width() > metrics.averageCharWidth() * 4:
            painter.setPen(QColor(inks.muted))
            note = metrics.elidedText(entry.note, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, middle, note)
        painter.restore()


def _draw_title(
    painter: QPainter,
    rect: QRect,
    font: QFont,
    entry: PaletteEntry,
    places: tuple[int, ...],
    colour: QColor,
    marked: QColor,
) -> int:
    """Draw a title, cut where it does not fit; returns how wide it is."""
    shown = QFontMetrics(font).elidedText(entry.title, Qt.TextElideMode.ElideRight, rect.width())
    layout = QTextLayout(shown, font)
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    bold.setForeground(marked)
    ranges = []
    for place in places:
        if place < len(shown) and shown[place] == entry.title[place]:
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = place, 1, bold
            ranges.append(one)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(rect.width() + 100)
    layout.endLayout()
    painter.setPen(colour)
    layout.draw(painter, QPoint(rect.left(), rect.center().y() - round(line.height() / 2) + 1).toPointF())
    return round(line.naturalTextWidth())


class PaletteDialog(QFrame):
    """Shows commands over its window; says which one is to be run. Arrows walk, Enter runs, Escape leaves."""

    chosen = Signal(int)
    """The place of the chosen entry among all that were shown."""

    def __init__(self, parent: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._over = parent
        self.setObjectName("palette")
        self.setAccessibleName("Every command")
        self.setWindowTitle("Every command")
        self.setFrameShape(QFrame.Shape.Box)
        self._model = PaletteModel(self)
        self.field = QLineEdit()
        self.field.setAccessibleName("Find a command")
        self.field.setPlaceholderText("Type a few letters of a command")
        self.field.setClearButtonEnabled(True)
        self.list = QListView()
        self.list.setAccessibleName("Commands")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.none = QLabel("No command has these letters in this order.")
        self.none.setObjectName("emptyLabel")
        self.none.setContentsMargins(_PADDING, 0, _PADDING, 0)
        self.none.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.none.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SPACING, _SPACING, _SPACING, _SPACING)
        layout.setSpacing(_SPACING)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.none, 1)
        # The list may become as low as one row.
        self.list.setMinimumHeight(self.fontMetrics().height() + _AIR)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.field.textChanged.connect(self._on_typed)
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._run(index.row()))

    def open_with(self, entries: Sequence[PaletteEntry]) -> None:
        """Show these commands, with nothing typed yet, at the top of the window."""
        self._model.set_entries(entries)
        self.field.clear()
        window = self._over.window()
        width = max(_LEAST_WIDTH, min(WIDTH, window.width() - 2 * _EDGE))
        self.resize(width, self.height())
        self._on_typed("")
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, 2 * _EDGE)))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def shown(self) -> list[PaletteEntry]:
        """What is listed, from the top."""
        return [self._model.entry(row) for row in range(self._model.rowCount())]

    def _on_typed(self, typed: str) -> None:
        self._model.narrow(typed)
        has_some = self._model.rowCount() > 0
        self.list.setVisible(has_some)
        self.none.setVisible(not has_some)
        if has_some:
            self._stand_on(0)
        self._fit()

    def _fit(self) -> None:
        """Be as high as what is listed, as far as there is room."""
        row = self.fontMetrics().height() + _AIR
        rows = min(max(self._model.rowCount(), 1), ROWS)
        around = self.field.sizeHint().height() + 3 * _SPACING + 2 * self.frameWidth()
        self.resize(self.width(), min(rows * row + around, self._over.window().height() - 4 * _EDGE))

    def _stand_on(self, row: int) -> None:
        row = max(0, min(row, self._model.rowCount() - 1))
        self.list.setCurrentIndex(self._model.index(row, 0))
        if self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, self._model.entry(row).spoken))

    def _run(self, row: int) -> None:
        if 0 <= row < self._model.rowCount() and self._model.entry(row).is_enabled:
            number = self._model.number(row)
            # Away first: what is run may open a window of its own.
            self.hide()
            self.chosen.emit(number)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex().row())
                return True
            if key == Qt.Key.Key_Escape:
                self.hide()
                return True
            if key in _MOVES and self._model.rowCount():
                row, count = self.list.currentIndex().row(), self._model.rowCount()
                step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
                page = ROWS - 1 if key == Qt.Key.Key_PageDown else 1 - ROWS
                self._stand_on((row + step) % count if step is not None else row + page)
                return True
        return super().eventFilter(watched, event)
