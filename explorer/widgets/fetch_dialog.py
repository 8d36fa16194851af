"""The dialog that fetches: a source, days or a season or an id, the listed games, and which of them to take."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from explorer.core.clock import day_of
from explorer.core.vocabulary import CTG, SHOTTRACKER, SOURCE_TITLES
from explorer.models.rows_model import Row
from explorer.widgets.rows_table import RowsTable

HEADERS = ("day", "game", "status", "in the library")
STREAMS = {"processed": "Processed", "delayed": "Delayed (live)"}
_FIRST_SEASON = 2013


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """Which games are to be listed; days for ShotTracker, a season for Cleaning the Glass."""

    source: str
    first: date
    last: date
    team_id: str | None
    season: int | None
    stream: str
    is_in_progress_only: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A game to fetch: by the vendor's game id, or a session of ShotTracker's."""

    source: str
    game_id: str = ""
    session_id: str = ""
    stream: str = "processed"
    title: str = ""


class FetchDialog(QDialog):
    """Asks what to fetch; stays open beside the window."""

    list_asked = Signal(object)
    """A ListQuestion."""
    fetch_asked = Signal(object)
    """A list of Wanted."""
    keys_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with today's games of ShotTracker."""
        super().__init__(parent)
        self.setWindowTitle("Fetch games")
        self.setObjectName("fetchDialog")
        self.resize(680, 560)
        self._source = QComboBox()
        self._source.setAccessibleName("Source")
        for source in (SHOTTRACKER, CTG):
            self._source.addItem(SOURCE_TITLES[source], source)
        keys = QPushButton("Sources and &keys…")
        keys.clicked.connect(self.keys_asked)
        keys.setAutoDefault(False)
        head = QHBoxLayout()
        head.addWidget(self._source, 1)
        head.addWidget(keys)
        self._forms = QStackedWidget()
        self._forms.addWidget(self._shottracker_form())
        self._forms.addWidget(self._ctg_form())
        self._source.currentIndexChanged.connect(self._on_source)
        self._list = QPushButton("&List games")
        self._list.setDefault(True)
        self._list.clicked.connect(self._on_list)
        self._take_id = QPushButton("Fetch this &id")
        self._take_id.setAutoDefault(False)
        self._take_id.clicked.connect(self._on_take_id)
        asking = QHBoxLayout()
        asking.addWidget(self._list)
        asking.addWidget(self._take_id)
        asking.addStretch(1)
        self._games = RowsTable("Games", HEADERS)
        self._games.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._games.selectionModel().selectionChanged.connect(self._on_selection)
        self._games.doubleClicked.connect(self._on_fetch)
        self._words = QLabel("List games, choose some, and fetch them. They are kept in your library.")
        self._words.setObjectName("emptyLabel")
        self._words.setWordWrap(True)
        self._fetch = QPushButton("&Fetch the chosen games")
        self._fetch.setAutoDefault(False)
        self._fetch.setEnabled(False)
        self._fetch.clicked.connect(self._on_fetch)
        close = QPushButton("&Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self._words, 1)
        foot.addWidget(self._fetch)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for part in (head, self._forms, asking, self._games, foot):
            if isinstance(part, QWidget):
                layout.addWidget(part, 1 if part is self._games else 0)
            else:
                layout.addLayout(part)
        self._wanted: list[Wanted] = []

    @property
    def source(self) -> str:
        """The chosen source."""
        return str(self._source.currentData())

    def show_source(self, source: str) -> None:
        """Choose a source."""
        self._source.setCurrentIndex(self._source.findData(source))

    def show_games(self, wanted: Sequence[Wanted], rows: Sequence[Row]) -> None:
        """Show the listed games, a row each; those that are not in the library yet are chosen by nobody."""
        self._wanted = list(wanted)
        self._games.show_rows(rows)
        self._on_selection()

    def show_words(self, words: str) -> None:
        """Say how it stands."""
        self._words.setText(words)

    def show_busy(self, is_busy: bool) -> None:
        """Listing takes a moment: the button waits for it."""
        self._list.setEnabled(not is_busy)

    def question(self) -> ListQuestion:
        """What is asked for now."""
        return ListQuestion(
            self.source,
            _day(self._first),
            _day(self._last),
            self._team.text().strip() or None,
            self._season.value(),
            str(self._stream.currentData()),
            self._in_progress.isChecked(),
        )

    def choose_all(self) -> None:
        """Choose every listed game."""
        self._games.selectAll()

    def _shottracker_form(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        today = date.fromisoformat(day_of(time.time()))
        self._first, self._last = _date_edit(today - timedelta(days=1), "From"), _date_edit(today, "To")
        days = QHBoxLayout()
        days.addWidget(self._first)
        days.addWidget(QLabel("to"))
        days.addWidget(self._last)
        days.addStretch(1)
        self._team = _line("Team id", "all teams")
        self._event = _line("Game id", "event id of one game")
        self._session = _line("Session id", "one half or quarter")
        form.addRow("Days", days)
        form.addRow("Team id", self._team)
        form.addRow("or game id", self._event)
        form.addRow("or session id", self._session)
        return page

    def _ctg_form(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        self._season = QSpinBox()
        self._season.setRange(_FIRST_SEASON, 2100)
        today = date.fromisoformat(day_of(time.time()))
        self._season.setValue(today.year if today.month >= 8 else today.year - 1)
        self._season.setAccessibleName("Season")
        self._stream = QComboBox()
        self._stream.setAccessibleName("Stream")
        for stream, words in STREAMS.items():
            self._stream.addItem(words, stream)
        self._in_progress = QCheckBox("Only games being &processed now")
        self._game = _line("Game id", "such as 0022500404")
        form.addRow("Season that began in", self._season)
        form.addRow("Stream", self._stream)
        form.addRow("", self._in_progress)
        form.addRow("or game id", self._game)
        return page

    def _on_source(self, index: int) -> None:
        self._forms.setCurrentIndex(index)
        self.show_games((), ())

    def _on_list(self) -> None:
        self.list_asked.emit(self.question())

    def _on_take_id(self) -> None:
        if self.source == CTG:
            found = Wanted(CTG, self._game.text().strip(), stream=str(self._stream.currentData()))
        else:
            found = Wanted(SHOTTRACKER, self._event.text().strip(), self._session.text().strip())
        if found.game_id or found.session_id:
            self.fetch_asked.emit([found])
        else:
            self.show_words("Enter an id first.")

    def _on_selection(self) -> None:
        self._fetch.setEnabled(bool(self._games.selectionModel().selectedRows()))

    def _on_fetch(self) -> None:
        chosen = sorted(index.row() for index in self._games.selectionModel().selectedRows())
        if chosen:
            self.fetch_asked.emit([self._wanted[row] for row in chosen])


def _date_edit(day: date, name: str) -> QDateEdit:
    edit = QDateEdit(QDate(day.year, day.month, day.day))
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("yyyy-MM-dd")
    edit.setAccessibleName(name)
    return edit


def _day(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())


def _line(name: str, hint: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
    return line
