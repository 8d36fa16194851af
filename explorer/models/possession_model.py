"""The possession list: an own table model over the possession table, sorted and filtered by numpy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, override

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from explorer.core import query
from explorer.core.fields import BY_NAME, FIELDS, LEFT_OUT, Decoration, Field
from explorer.core.names import NameBook
from explorer.core.table import Names, Tables
from explorer.core.vocabulary import OUTCOME_WORDS, OUTCOMES, START_WORDS, Mark
from explorer.core.written import Written, is_known_anywhere, write
from explorer.models.game_fields import GameFields
from explorer.models.roles import Index, Look, Role

_ROOT = QModelIndex()
Rows = NDArray[np.intp]
_DECORATIONS = (Role.MARK, Role.TEAM, Role.SHARE)


class PossessionModel(QAbstractTableModel):
    """Rows are possessions of the loaded tables, columns are fields; a row is known by its key."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without rows, with the default columns."""
        super().__init__(parent)
        self._tables = Tables.empty()
        self._book = NameBook()
        self._fields: list[Field] = [field for field in FIELDS if field.is_default]
        self._written: dict[str, Written] = {}
        self._rows: Rows = np.zeros(0, np.intp)
        self._question = query.parse("")
        self._sort: tuple[str, Qt.SortOrder] = ("", Qt.SortOrder.AscendingOrder)
        self._marks: dict[str, list[Mark | None]] = {}
        self._largest: dict[str, float] = {}
        self._game: GameFields | None = None
        self._team_colours: list[int] = []

    # What is shown

    @property
    def tables(self) -> Tables:
        """The tables behind the list, all their rows."""
        return self._tables

    @property
    def rows(self) -> Rows:
        """The table's row numbers of what is shown, in the order shown."""
        return self._rows

    @property
    def question(self) -> str:
        """The question that decides what is shown."""
        return self._question.text

    @property
    def has_shot_terms(self) -> bool:
        """Whether the question speaks of shots, so that only some of a possession's may be meant."""
        return self._question.has_shot_terms

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns, from the left."""
        return tuple(self._fields)

    @property
    def sorting(self) -> tuple[str, Qt.SortOrder]:
        """The field that sorts the list (empty: the order of play) and the direction."""
        return self._sort

    def set_tables(self, tables: Tables, book: NameBook) -> None:
        """Show other games; the filter and the sorting stay."""
        self.beginResetModel()
        self._tables, self._book = tables, book
        self._written.clear()
        self._game = None
        self._largest.clear()
        self._marks = _marks(tables.names)
        self._team_colours = team_colours(tables.names, book)
        self._arrange()
        self.endResetModel()

    def change_left_out(self, tables: Tables) -> None:
        """Show the same games with other possessions left out; all else stays as it is."""
        self._tables = tables
        self._written.pop(LEFT_OUT, None)
        self._rearranged()

    def set_fields(self, names: Iterable[str]) -> None:
        """Choose the columns by their fields' names, in that order; unknown names are passed over."""
        self.beginResetModel()
        self._fields = [BY_NAME[name] for name in dict.fromkeys(names) if name in BY_NAME]
        if self._sort[0] not in {field.name for field in self._fields}:
            # A sorting that no heading shows could not be undone by one.
            self._sort = ("", Qt.SortOrder.AscendingOrder)
        self._arrange()
        self.endResetModel()

    def set_sorting(self, name: str, order: Qt.SortOrder) -> None:
        """Sort by a field that is shown; by the order of play for any other name."""
        names = [field.name for field in self._fields]
        self.sort(names.index(name) if name in names else -1, order)

    def set_question(self, question: str) -> None:
        """Show only the possessions that a question is true of; raises QueryError, then shows what it did."""
        asked = query.parse(question)
        if asked == self._question:
            return
        self._question = asked
        self._rearranged()

    def shots_shown(self) -> NDArray[np.bool_]:
        """The mask of the tables' shots that the question speaks of, among the possessions shown."""
        return query.shots(self._question, self._tables, self._book)

    def untold(self) -> list[str]:
        """A sentence for each thing that the question looks for and these games tell nothing of."""
        return query.untold(self._question, self._tables, self._book)

    def unknown_fields(self) -> set[str]:
        """The fields that no row of the tables knows."""
        return {field.name for field in FIELDS if not is_known_anywhere(field, self._tables, self._book)}

    def written(self, field: Field) -> Written:
        """A field of all rows as text, made when first asked for."""
        found = self._written.get(field.name)
        if found is None:
            found = self._written[field.name] = write(field, self._tables, self._book)
        return found

    def told(self, field: Field, row: int) -> tuple[str, bool]:
        """What a field says of one row of the tables, and whether it is known.

        A column that is not in the list is written for the row's game alone: a season has a hundred of them.
        """
        written = self._written.get(field.name)
        if written is not None:
            return written.told(row)
        if self._game is None or not self._game.is_around(self._tables, row):
            self._game = GameFields.around(self._tables, row)
        return self._game.told(field, row, self._book)

    # Finding rows

    def key_at(self, position: int) -> int:
        """The key of the row shown at a position."""
        return int(self._tables.possessions.key[self._rows[position]])

    def row_at(self, position: int) -> int:
        """The table's row number of what is shown at a position."""
        return int(self._rows[position])

    def position_of(self, row: int) -> int | None:
        """Where a row of the table is shown; None where it is filtered out."""
        found = np.flatnonzero(self._rows == row)
        return int(found[0]) if len(found) else None

    def rows_of_keys(self, keys: Sequence[int]) -> Rows:
        """The table's row numbers of those keys that are loaded, rising."""
        return np.flatnonzero(np.isin(self._tables.possessions.key, np.fromiter(keys, np.int64, len(keys))))

    def positions_of(self, rows: Rows) -> Rows:
        """Where rows of the table are shown, rising; those that are filtered out are passed over."""
        return np.flatnonzero(np.isin(self._rows, rows))

    def row_of_key(self, key: int) -> int | None:
        """The table's row number of a key; None where it is not loaded."""
        found = np.flatnonzero(self._tables.possessions.key == key)
        return int(found[0]) if len(found) else None

    def is_left_out(self, row: int) -> bool:
        """Whether the user leaves out the possession in a row of the tables."""
        return self._tables.left_out is not None and bool(self._tables.left_out[row])

    # Qt's questions

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._fields)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._fields):
            return None
        field = self._fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return field.header
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(field)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return field.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(field))
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        field, row = self._fields[index.column()], int(self._rows[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(field))
        if role == Role.KEY:
            return int(self._tables.possessions.key[row])
        written = self.written(field)
        code = int(written.codes[row])
        if role == Qt.ItemDataRole.DisplayRole:
            return written.texts[code]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{field.title} {'unknown' if code < 0 else written.texts[code]}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return _reason(field) if code < 0 else None
        if role == Role.IS_PALE:
            return code < 0 or self.is_left_out(row)
        if role == Role.LOOK:
            mark, team, share = (self._decoration(field, row, code, part) for part in _DECORATIONS)
            is_pale = code < 0 or self.is_left_out(row)
            return Look(written.texts[code], int(_alignment(field)), mark, team, share, is_pale)
        return self._decoration(field, row, code, role)

    def _decoration(self, field: Field, row: int, code: int, role: int) -> Any:
        if role == Role.MARK and field.name in self._marks and code >= 0:
            return self._marks[field.name][code]
        if role == Role.TEAM and field.decoration is Decoration.TEAM and code >= 0:
            return self._team_colours[code]
        if role == Role.SHARE and field.decoration is Decoration.BAR and code >= 0:
            largest = self._largest.get(field.name)
            if largest is None:
                values = self.written(field).sort_keys
                largest = self._largest[field.name] = float(np.nanmax(values)) if not np.isnan(values).all() else 0.0
            value = float(self.written(field).sort_keys[row])
            return min(max(value / largest, 0.0), 1.0) if largest > 0 else None
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        name = self._fields[column].name if 0 <= column < len(self._fields) else ""
        self._sort = (name, order)
        self._rearranged()

    # Order

    def _rearranged(self) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = [int(self._rows[index.row()]) for index in before]
        self._arrange()
        place = np.full(len(self._tables.possessions) + 1, -1, np.intp)
        place[self._rows] = np.arange(len(self._rows))
        after = [
            self.index(int(place[row]), index.column()) if place[row] >= 0 else QModelIndex()
            for row, index in zip(rows, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        """Work out which rows are shown and in what order; the unknown stands last either way."""
        rows = np.flatnonzero(query.possessions(self._question, self._tables, self._book))
        name, order = self._sort
        if name:
            ranks = self.written(BY_NAME[name]).ranks(is_descending=order is Qt.SortOrder.DescendingOrder)
            rows = rows[np.argsort(ranks[rows], kind="stable")]
        self._rows = rows


def _marks(names: Names) -> dict[str, list[Mark | None]]:
    starts = [START_WORDS[word].mark if word in START_WORDS else None for word in names.words]
    return {"start": starts, "outcome": [OUTCOME_WORDS[outcome].mark for outcome in OUTCOMES]}


def team_colours(names: Names, book: NameBook, colours: int = 8) -> list[int]:
    """The number of each team's colour: the least used one that no opponent has, by the order of names.

    So a game's two teams differ, and have the same colours in every feed.
    """
    codes = {team: code for code, team in enumerate(names.teams)}
    opponents: dict[int, set[int]] = {code: set() for code in codes.values()}
    for game in names.games:
        both = {codes[team] for team in game.teams if team in codes}
        for code in both:
            opponents[code] |= both - {code}
    found: dict[int, int] = {}
    used = [0] * colours
    for code in sorted(opponents, key=lambda code: (book.team(names.teams[code]), names.teams[code])):
        taken = {found[other] for other in opponents[code] if other in found}
        found[code] = min(range(colours), key=lambda colour: (colour in taken, used[colour], colour))
        used[found[code]] += 1
    return [found[code] for code in range(len(names.teams))]


def _alignment(field: Field) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if field.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _tip(field: Field) -> str:
    unit = f" ({field.unit})" if field.unit else ""
    derived = ". Derived, not told by the feed" if field.is_derived else ""
    return f"{field.tip}{unit}{derived}."


def _reason(field: Field) -> str:
    return f"{field.title.capitalize()}: the feed does not tell, and nothing it tells shows it."


def columns_as_text(model: PossessionModel, positions: Sequence[int]) -> str:
    """The rows at these positions as tab-separated text with a line of headers first."""
    rows = model.rows[np.asarray(positions, np.intp)]
    columns = []
    for field in model.fields:
        written = model.written(field)
        texts = [words.replace("\t", " ") for words in written.texts]
        columns.append([texts[code] for code in written.codes[rows].tolist()])
    lines = ["\t".join(field.title for field in model.fields), *map("\t".join, zip(*columns, strict=True))]
    return "\n".join(lines) + "\n"
