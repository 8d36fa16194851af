"""The shown possessions in groups: parted by fields, by team, by line-up, by player; each row leads to its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import override

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from explorer.core.groupings import GROUPINGS, SECTIONS
from explorer.models.breakdown_model import BreakdownModel
from explorer.widgets.cells import row_height
from explorer.widgets.elided_label import ElidedLabel
from explorer.widgets.quiet_table import add_copy, make_quiet

FIRST_FIELD = "start"
MODES: dict[str, str] = {
    "breakdown": "Breakdown by",
    "teams": "Teams",
    "line_ups": "Line-ups",
    "on_off": "On and off",
    "players": "Players",
}
"""What the pane can show, by name, with the words for it."""
FORMS: dict[str, str] = {"total": "&Totals", "per_game": "Per &game", "per_100": "Per &100 possessions"}
BASELINES: dict[str, str] = {
    "": "&None",
    "loaded": "All &loaded games",
    "opponent": "The &opponents in these games",
    "league": "The l&eague, all its games in the library",
}
SMALL_NS: dict[str, str] = {"0": "Ne&ver", "10": "1&0", "20": "&20", "50": "&50", "100": "&100"}
_MOST_HEADING = 340
_COMBO_PX, _COMBO_LETTERS = 150, 20
"""How wide a choice becomes at most: so many pixels, where letters are large so many of them."""
_MEASURED = 40
_LEAST_WIDTHS = (112, 72, 44)
"""Pixels of the three combo boxes, where room is short."""


class _Table(QTableView):
    """A table that knows whether the last press chose rows rather than one."""

    is_choosing = False
    opened = Signal()
    """A second click came right after one that narrowed, wherever the rows are by now."""

    def __init__(self) -> None:
        """Start without a press."""
        super().__init__()
        self._is_second = False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_second = False
        self.is_choosing = event.modifiers() != Qt.KeyboardModifier.NoModifier
        super().mousePressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The first click has changed the rows: the second means the group that it narrowed to.
        self._is_second = True

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._is_second:
            super().mouseReleaseEvent(event)
            return
        self._is_second = False
        self.opened.emit()


class BreakdownPane(QWidget):
    """Shows a BreakdownModel; says what is wanted, and which group was chosen."""

    wanted_changed = Signal()
    """Something else is to be shown: see `mode`, `by`, `form`, `baseline`."""
    term_chosen = Signal(str)
    """The question of the group that was clicked."""
    term_opened = Signal(str)
    """The same, for a double click or Enter."""
    figures_chosen = Signal(object)
    """The names of the figures to show; None: those of the default."""
    rows_chosen = Signal(object)
    """The rows that are chosen, by their places."""
    small_n_chosen = Signal(int)

    def __init__(self, model: BreakdownModel, parent: QWidget | None = None) -> None:
        """Show a model, which outlives the pane."""
        super().__init__(parent)
        self.setObjectName("breakdown")
        self._model = model
        self._mode = _combo("What to show in groups", MODES)
        self._by = [self._field_combo("Break down by"), self._field_combo("and by", may_be_none=True)]
        self._by[0].setCurrentIndex(self._by[0].findData(FIRST_FIELD))
        self._fitted: tuple[str, ...] = ()
        self._note = ElidedLabel()
        self._note.setObjectName("paneNote")
        self._groups = {name: QActionGroup(self) for name in ("form", "baseline", "small_n")}
        self._figures = QMenu("&Figures", self)
        self._options = self._options_button()
        self.table = self._table()
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 4)
        head.setSpacing(6)
        for widget, least in zip((self._mode, *self._by), _LEAST_WIDTHS, strict=True):
            widget.setMinimumWidth(least)
            head.addWidget(widget, least)
        head.addWidget(self._note, 80)
        head.addWidget(self._options)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        self.setMinimumHeight(90)
        for combo in (self._mode, *self._by):
            combo.currentIndexChanged.connect(self._on_wanted)
        model.modelReset.connect(self._fit)
        self._set_heights()
        self._on_wanted()

    # What is wanted

    @property
    def mode(self) -> str:
        """Which of MODES is shown."""
        return str(self._mode.currentData())

    @property
    def by(self) -> tuple[str, ...]:
        """The names of the one or two groupings of the breakdown."""
        names = (str(combo.currentData()) for combo in self._by)
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def form(self) -> str:
        """How counts are given, one of FORMS."""
        return self._choice("form")

    @property
    def baseline(self) -> str:
        """What rates are compared with, one of BASELINES."""
        return self._choice("baseline")

    def _choice(self, name: str) -> str:
        action = self._groups[name].checkedAction()
        return str(action.data()) if action is not None else ""

    def show_wanted(self, mode: str, by: Sequence[str], form: str, baseline: str, small_n: int) -> None:
        """Take up what was wanted the last time, as far as it is known."""
        self.show_mode(mode)
        self.show_field(*by)
        for name, value in (("form", form), ("baseline", baseline)):
            self._tick(name, value)
        self.show_small_n(small_n)
        self._on_wanted()

    def show_small_n(self, limit: int) -> None:
        """Tick below which n a rate is pale."""
        self._tick("small_n", str(limit))

    def _tick(self, name: str, value: str) -> None:
        for action in self._groups[name].actions():
            if action.data() == value:
                action.setChecked(True)

    def show_mode(self, mode: str) -> None:
        """Show one of MODES."""
        if (place := self._mode.findData(mode)) >= 0:
            self._mode.setCurrentIndex(place)

    def show_field(self, *names: str) -> None:
        """Break down by one or two groupings, by their names."""
        if not names:
            return
        for combo, name in zip(self._by, (*names, "")[:2], strict=True):
            if (place := combo.findData(name)) >= 0:
                combo.setCurrentIndex(place)

    def show_note(self, words: str) -> None:
        """Say what must be known to read the table."""
        self._note.setText(words)
        self._note.setToolTip(words)

    def show_figures(self, figures: Mapping[str, str], shown: Sequence[str]) -> None:
        """Offer figures, by name with their titles, those that are shown ticked."""
        self._figures.clear()
        for name, title in figures.items():
            action = self._figures.addAction(title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name in shown)
            action.setData(name)
        self._figures.addSeparator()
        self._figures.addAction("&Default").triggered.connect(lambda: self.figures_chosen.emit(None))

    def chosen_rows(self) -> list[int]:
        """The chosen rows, by their places."""
        return sorted({index.row() for index in self.table.selectionModel().selectedRows()})

    # Putting together

    def _field_combo(self, name: str, *, may_be_none: bool = False) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setMaxVisibleItems(28)
        _give_way(combo)
        if may_be_none:
            combo.addItem("–", "")
        for section in SECTIONS:
            if combo.count():
                combo.insertSeparator(combo.count())
            for grouping in GROUPINGS:
                if grouping.section == section:
                    combo.addItem(f"{grouping.title[:1].upper()}{grouping.title[1:]}", grouping.name)
                    combo.setItemData(combo.count() - 1, grouping.tip, Qt.ItemDataRole.ToolTipRole)
        combo.view().setMinimumWidth(220)
        return combo

    def _options_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("options")
        button.setText("⋯")
        button.setToolTip("Figures, totals or per game, baseline, small samples")
        button.setAccessibleName("Options of the groups")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addMenu(self._figures)
        for name, title, choices in (
            ("form", "&Counts", FORMS),
            ("baseline", "&Baseline", BASELINES),
            ("small_n", "&Pale below n", SMALL_NS),
        ):
            below = menu.addMenu(title)
            for value, words in choices.items():
                action = QAction(words, self._groups[name])
                action.setCheckable(True)
                action.setData(value)
                below.addAction(action)
            self._groups[name].actions()[2 if name == "small_n" else 0].setChecked(True)
        self._groups["form"].triggered.connect(self._on_wanted)
        self._groups["baseline"].triggered.connect(self._on_wanted)
        self._groups["small_n"].triggered.connect(lambda action: self.small_n_chosen.emit(int(action.data())))
        self._figures.triggered.connect(self._on_figure)
        button.setMenu(menu)
        return button

    def _table(self) -> _Table:
        table = _Table()
        table.setModel(self._model)
        make_quiet(table, "Groups")
        table.setAlternatingRowColors(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setWordWrap(False)
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        # As many rows as are seen: to measure thousands takes longer than to sum them.
        table.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        table.clicked.connect(self._on_clicked)
        table.activated.connect(self._on_activated)
        table.opened.connect(lambda: self.term_opened.emit(""))
        table.selectionModel().selectionChanged.connect(lambda: self.rows_chosen.emit(self.chosen_rows()))
        add_copy(table, self._on_copy)
        table.horizontalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.horizontalHeader().customContextMenuRequested.connect(self._on_header_menu)
        return table

    def _fit(self) -> None:
        """Give columns their widths: anew under other headings, else only more where something does not fit."""
        model, header = self._model, self.table.horizontalHeader()
        titles = tuple(str(model.headerData(section, Qt.Orientation.Horizontal)) for section in range(header.count()))
        last = model.rowCount() - 1
        if titles != self._fitted:
            self._fitted = titles
            self.table.resizeColumnsToContents()
        for section in range(header.count() if last >= 0 else 0):
            # All groups together stand in bold below what was measured, and have the largest counts.
            rows = (*range(min(last, _MEASURED)), last) if section < model.headings else (last,)
            wide = max(self.table.sizeHintForIndex(model.index(row, section)).width() for row in rows)
            header.resizeSection(section, max(header.sectionSize(section), wide))
        for section in range(min(model.headings, header.count())):
            header.resizeSection(section, min(max(header.sectionSize(section), 110), _MOST_HEADING))
        place, order = model.sorting
        header.blockSignals(True)  # The model is sorted already.
        header.setSortIndicator(place, order)
        header.blockSignals(False)

    def _set_heights(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))

    # What the user does

    def _on_wanted(self, *_: object) -> None:
        is_breakdown = self.mode == "breakdown"
        for combo in self._by:
            combo.setVisible(is_breakdown)
        # Tables of both ends have counts and rates of their own, and each other as a baseline.
        for name in ("form", "baseline"):
            self._groups[name].setEnabled(is_breakdown)
        self.wanted_changed.emit()

    def _on_figure(self, action: QAction) -> None:
        if action.isCheckable():
            actions = self._figures.actions()
            self.figures_chosen.emit([str(one.data()) for one in actions if one.isCheckable() and one.isChecked()])

    def _on_header_menu(self, place: QPoint) -> None:
        self._figures.popup(self.table.horizontalHeader().mapToGlobal(place))

    def _on_clicked(self, index: QModelIndex) -> None:
        # With Ctrl or Shift rows are chosen, not asked for.
        if not self.table.is_choosing and (term := self._model.term_at(index.row())):
            self.term_chosen.emit(term)

    def _on_activated(self, index: QModelIndex) -> None:
        if term := self._model.term_at(index.row()):
            self.term_opened.emit(term)

    def _on_copy(self) -> None:
        model = self._model
        rows = self.chosen_rows() or range(model.rowCount())
        columns = range(model.columnCount())
        lines = ["\t".join(str(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns)]
        lines += ["\t".join(str(model.index(row, column).data()) for column in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_heights()


def _combo(name: str, items: Mapping[str, str]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    for value, words in items.items():
        combo.addItem(words, value)
    _give_way(combo)
    return combo


def _give_way(combo: QComboBox) -> None:
    """Let a combo box be as narrow as a few letters, and no wider than it needs."""
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(4)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    combo.setMaximumWidth(max(_COMBO_PX, _COMBO_LETTERS * combo.fontMetrics().averageCharWidth()))
