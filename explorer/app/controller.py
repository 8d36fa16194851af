"""What happens when the user does something: the only place that acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal

from explorer.app.games_controller import GamesController
from explorer.app.main_window import MainWindow
from explorer.app.presenting import details_of
from explorer.app.settings import Settings
from explorer.core import query
from explorer.core.breakdown import Sample
from explorer.core.definitions import Definitions
from explorer.core.errors import QueryError
from explorer.core.field import LEFT_OUT_ONLY
from explorer.core.fields import FIELDS
from explorer.core.model import Key, Possession
from explorer.core.names import NameBook
from explorer.core.table import Tables
from explorer.jobs.runner import Job, Lane, Runner
from explorer.models.possession_model import PossessionModel
from explorer.services.selection import Details, Selection

_EMPTY = (Tables.empty(), NameBook())
_NO_DETAILS = "Open a game: the chosen possession’s events, attributes and line-ups appear here."
_NO_GAMES = "Open saved answers of ShotTracker or Cleaning the Glass: JSON files, also packed with gzip, or a folder."
MOST_QUESTIONS = 200
POINTED = 80
"""Characters around a mistake that are shown with a caret."""


class Controller(QObject):
    """What is looked at in the chosen games: list, court, details, filter and columns, always the same rows."""

    changed = Signal()
    """Something else is looked at, or nothing."""
    shown = Signal()
    """Other possessions of it are shown, or other columns are."""
    possession_changed = Signal()
    """Another possession is chosen, or none."""
    possession_known = Signal()
    """Everything that is told of the chosen possession has been read, or none is chosen."""

    def __init__(
        self,
        window: MainWindow,
        model: PossessionModel,
        games: GamesController,
        runner: Runner,
        settings: Settings,
    ) -> None:
        """Take everything that is needed."""
        super().__init__(window)
        self._window, self._model, self._runner, self._settings = window, model, runner, settings
        self._selection: Selection | None = None
        self._details: dict[Key, Details] = {}
        self._looking: Job | None = None
        self._chosen: int | None = None
        self._known: tuple[Details, Possession] | None = None
        self._courts: Mapping[Key, str] = {}
        self._definitions = Definitions()
        self._sample: tuple[object, Sample] | None = None
        self._left_out: frozenset[int] = frozenset()
        self._questions = [""]
        self._place = 0
        self._games = games
        games.selected.connect(self.show_selection)
        games.emptied.connect(self.show_nothing)
        window.question_asked.connect(self._on_question)
        window.filter.offers_wanted.connect(self._on_offers_wanted)
        window.possessions.clear_asked.connect(lambda: self.ask(""))
        window.possessions.table.possession_chosen.connect(self._on_possession)
        window.possessions.table.columns_chosen.connect(self.choose_columns)
        window.possessions.table.widths_chosen.connect(settings.keep_widths)
        window.possessions.table.set_widths(settings.widths())
        if (columns := settings.columns()) is not None:
            model.set_fields(columns)
        name, is_descending = settings.sorting()
        model.set_sorting(name, Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder)
        self.show_nothing()

    # What is looked at

    def show_nothing(self) -> None:
        """Show the empty state in every pane."""
        self._selection = None
        self._chosen = None
        self._window.filter.clear()
        self._model.set_question("")
        self._model.set_tables(*_EMPTY)
        self._window.possessions.show_empty("Nothing to look at yet", _NO_GAMES)
        self._window.details.show_details(None, _NO_DETAILS)
        self._window.show_badge("")
        self.shown.emit()
        self.changed.emit()

    def ask(self, question: str) -> None:
        """Put words into the filter and show what answers them."""
        self._window.filter.setText(question)
        self._on_question(question)

    def show_selection(self, selection: Selection) -> None:
        """Look at these games; the chosen possession stays chosen where it is among them."""
        chosen = None if self._chosen is None or self._selection is None else self._key_of(self._chosen)
        scrolled = self._window.possessions.table.verticalScrollBar().value() if chosen is not None else 0
        tables = selection.under(self._definitions).tables.on_courts(self._courts)
        selection = replace(selection, tables=tables.leaving_out(self._left_out) if self._left_out else tables)
        self._selection = selection
        self._details.clear()
        self._model.set_tables(selection.tables, selection.book)
        self._set_default_columns()
        self._window.possessions.show_table()
        self._show_rows()
        self._choose_or_first(None if chosen is None else self._model.row_of_key(chosen))
        self._window.possessions.table.verticalScrollBar().setValue(scrolled)
        self.changed.emit()

    def count_by(self, definitions: Definitions) -> None:
        """Count by these definitions."""
        self._definitions = definitions
        if self._selection is not None:
            self.show_selection(self._selection)

    def use_courts(self, leagues: Mapping[Key, str]) -> None:
        """Take the leagues' courts that were chosen for games, now and later; empty: a game's own league's."""
        self._courts = leagues
        selection = self._selection
        if selection is not None and selection.tables.on_courts(leagues) is not selection.tables:
            self.show_selection(selection)

    def _choose_or_first(self, row: int | None) -> None:
        """Choose a possession, or the first that is shown where it is hidden, or none where nothing is shown."""
        if row is None or self._model.position_of(row) is None:
            row = self._model.row_at(0) if self._model.rowCount() else None
        self._window.possessions.table.choose(row)
        if row is None:
            self._on_possession(None)

    def choose_key(self, key: int) -> None:
        """Choose the possession with this key; where the filter hides it, the filter is cleared."""
        row = self._model.row_of_key(key)
        if row is not None and self._model.position_of(row) is None:
            self.ask(LEFT_OUT_ONLY if self._model.is_left_out(row) else "")
        self._window.possessions.table.choose(row)

    def choose_row(self, row: int) -> None:
        """Choose the possession in a row of the tables; where the filter hides it, the filter is cleared."""
        key = self._key_of(row)
        if key is not None:
            self.choose_key(key)

    def is_shown(self, row: int) -> bool:
        """Whether the list shows the possession in a row of the tables."""
        return self._model.position_of(row) is not None

    def leave_out(self, keys: frozenset[int]) -> None:
        """Leave out the possessions with these keys, and only these, in what is looked at now and later."""
        if keys == self._left_out:
            return
        self._left_out = keys
        selection = self._selection
        if selection is None or (tables := selection.tables.leaving_out(keys)) is selection.tables:
            return
        self._selection = replace(selection, tables=tables)
        self._model.change_left_out(tables)
        self._show_rows()
        self._choose_or_first(self._chosen)

    def _key_of(self, row: int) -> int | None:
        keys = self._model.tables.possessions.key
        return int(keys[row]) if row < len(keys) else None

    def _set_default_columns(self) -> None:
        names = self._settings.columns()
        if names is None:
            unknown = self._model.unknown_fields()
            is_many = len(self._model.tables.names.games) > 1
            names = [
                field.name
                for field in FIELDS
                if field.is_default and field.name not in unknown and (is_many or not field.is_for_many)
            ]
        if names != [field.name for field in self._model.fields]:
            self._model.set_fields(names)

    def _show_rows(self) -> None:
        """Show the list or why it is empty, and let all others follow."""
        if self._selection is not None:
            if len(self._model.rows):
                self._window.possessions.show_table()
            else:
                self._window.possessions.show_nothing_found(self._window.filter.text(), self._model.untold())
        self.shown.emit()

    def _on_offers_wanted(self, text: str, cursor: int) -> None:
        if self._selection is not None:
            offers = query.complete(text, cursor, self._model.tables, self._selection.book)
            self._window.filter.show_offers(offers)

    def go(self, by: int) -> None:
        """Go back (-1) or forward (+1) through the questions that were asked."""
        place = self._place + by
        if 0 <= place < len(self._questions):
            self._place = place
            self.ask(self._questions[place])

    @property
    def selection(self) -> Selection | None:
        """The games that are looked at."""
        return self._selection

    @property
    def mask(self) -> NDArray[np.bool_]:
        """The possessions that are shown; shape (possessions,)."""
        is_shown = np.zeros(len(self._model.tables.possessions), np.bool_)
        is_shown[self._model.rows] = True
        return is_shown

    @property
    def sample(self) -> Sample:
        """The possessions that are shown, with the shots that the question speaks of."""
        model = self._model
        if self._sample is None or self._sample[0] is not model.rows:
            book = self._selection.book if self._selection is not None else _EMPTY[1]
            shots = model.shots_shown()
            # The model makes its rows anew whenever others are shown: asked for by several, the rest is made once.
            self._sample = (model.rows, Sample(model.tables, book, self.mask, shots, model.has_shot_terms))
        return self._sample[1]

    @property
    def question(self) -> str:
        """The question that holds, in the filter language."""
        return self._model.question

    @property
    def left_out(self) -> frozenset[int]:
        """The keys of the possessions that the user leaves out."""
        return self._left_out

    @property
    def chosen(self) -> int | None:
        """The row of the chosen possession in the tables."""
        return self._chosen

    @property
    def locations(self) -> tuple[Key, str] | None:
        """The game of the chosen possession and the address of its tracking, where it is known."""
        if self._chosen is None or self._chosen >= len(self._model.tables.possessions):
            return None
        table = self._model.tables.possessions
        key = self._model.tables.names.games[int(table.game[self._chosen])].key
        details = self._details.get(key)
        url = details and details.game.possessions[int(table.number[self._chosen]) - 1].locations
        return (key, url) if url else None

    def _on_question(self, question: str) -> None:
        is_shown = question == self._model.question == self._questions[self._place]
        try:
            self._model.set_question(question)
        except QueryError as error:
            held = self._model.question
            self._window.show_filter_error(str(error), query.pointed(question, error, POINTED), held or "everything")
            return
        self._window.show_filter_error("")
        if is_shown:
            # Words that were put into the filter come back as if they were typed.
            return
        if question != self._questions[self._place]:
            self._questions = [*self._questions[: self._place + 1], question][-MOST_QUESTIONS:]
            self._place = len(self._questions) - 1
        self._show_rows()
        self._choose_or_first(self._chosen)
        if len(self._model.rows) and (untold := self._model.untold()):
            self._window.show_filter_hint(" ".join(untold))

    def _on_possession(self, row: int | None) -> None:
        self._chosen = row
        self.possession_changed.emit()
        selection = self._selection
        if row is None or selection is None:
            self._window.details.show_details(None)
            self._set_known(None)
            return
        game = int(self._model.tables.possessions.game[row])
        key = self._model.tables.names.games[game].key
        if key in self._details:
            self._show_details(row, self._details[key])
            return
        if self._looking is not None:
            self._looking.token.cancel()

        def done(details: Details) -> None:
            self._details[key] = details
            if self._chosen == row:
                self._show_details(row, details)

        self._looking = self._runner.submit(
            Lane.LOOK, Job("Reading a game", lambda token, tell: selection.details(game), done, self._games.fail)
        )

    def _show_details(self, row: int, details: Details) -> None:
        if self._selection is not None:
            self._window.details.show_details(details_of(self._model, row, details, self._selection.book))
            number = int(self._model.tables.possessions.number[row])
            self._set_known((details, details.game.possessions[number - 1]))

    def _set_known(self, known: tuple[Details, Possession] | None) -> None:
        self._known = known
        self.possession_known.emit()

    @property
    def known(self) -> tuple[Details, Possession] | None:
        """The chosen possession with all that its game tells; None until it has been read."""
        return self._known

    def choose_columns(self, names: list[str] | None) -> None:
        """Show these fields as columns, and keep them; None: the default."""
        chosen = self._chosen
        self._settings.keep_columns(names)
        if names is None:
            self._set_default_columns()
        else:
            self._model.set_fields(names)
        self._window.possessions.table.choose(chosen)
