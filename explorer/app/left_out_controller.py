"""Possessions that the user leaves out: they count nowhere, the status bar says so, and all can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QInputDialog, QToolButton

from explorer.app.controller import Controller
from explorer.app.fetch_controller import FetchController
from explorer.app.games_controller import GamesController
from explorer.app.main_window import MainWindow
from explorer.core.errors import StoreError
from explorer.core.field import LEFT_OUT_ONLY
from explorer.core.model import Game, Key
from explorer.core.text import count
from explorer.jobs.runner import Job, Lane, Runner
from explorer.models.possession_model import PossessionModel, Rows
from explorer.services.annotations import Annotations, LeftOut, left_out_words
from explorer.services.fetching import Fetched
from explorer.services.library import Library


class LeftOutController(QObject):
    """Leaves out and takes back at once, in a transaction of a few rows, so that what is seen is on the disk."""

    def __init__(
        self,
        window: MainWindow,
        model: PossessionModel,
        viewer: Controller,
        games: GamesController,
        fetches: FetchController,
        runner: Runner,
        library: Library,
        annotations: Annotations,
    ) -> None:
        """Take everything that is needed, and read what is left out."""
        super().__init__(window)
        self._window, self._model, self._viewer, self._games = window, model, viewer, games
        self._runner, self._library, self._annotations = runner, library, annotations
        self._rows: dict[int, LeftOut] = {}
        self._told = ""
        self._table = window.possessions.table
        self.slots: dict[str, Callable[[], object]] = {
            "leave_out": self.leave_out_or_take_back,
            "show_left_out": lambda: viewer.ask(LEFT_OUT_ONLY),
            "take_back": self.take_all_back,
        }
        """What each command about leaving out does."""
        self.note = QToolButton()
        self.note.setObjectName("leftOut")
        self.note.setAutoRaise(True)
        self.note.clicked.connect(lambda checked=False: viewer.ask(LEFT_OUT_ONLY))
        window.statusBar().addWidget(self.note)
        self._table.addAction(window.actions_["leave_out"])
        # Another window may have left some out since.
        viewer.changed.connect(self.read)
        viewer.shown.connect(self._show_note)
        viewer.possession_changed.connect(self._show_tick)
        self._table.selectionModel().selectionChanged.connect(self._show_tick)
        fetches.fetched.connect(self._on_fetched)
        window.closing.connect(annotations.close)
        self.read()
        self._show_note()
        self._show_tick()

    # Leaving out

    def leave_out_or_take_back(self) -> None:
        """Leave the chosen possessions out; take them back where all of them are left out."""
        rows = self._table.chosen_rows()
        if not len(rows):
            self._show_tick()
            return
        tables = self._model.tables
        keys = tables.possessions.key[rows].tolist()
        if tables.left_out is not None and tables.left_out[rows].all():
            self._take_back(keys)
        elif self._try(lambda: self._annotations.leave_out(tables, rows.tolist())):
            self._choose_other(rows)
            self.read()
            self._window.possessions.bar.show_message(
                f"{_counted(len(rows))} left out and {_verb(len(rows), 'counts', 'count')} nowhere.",
                buttons=[("&Undo", partial(self._take_back, keys)), ("&Reason…", partial(self._ask_reason, keys))],
                topic="left out",
            )

    def take_all_back(self) -> None:
        """Take back whatever is left out of the games that are looked at."""
        tables = self._model.tables
        if tables.left_out is not None:
            self._take_back([int(key) for key in tables.possessions.key[tables.left_out]])

    def _take_back(self, keys: Sequence[int]) -> None:
        before = [self._rows[key] for key in keys if key in self._rows]
        if not self._try(lambda: self._annotations.take_back(keys)):
            return
        self._choose_other(self._model.rows_of_keys(keys))
        self.read()
        if self._viewer.question == LEFT_OUT_ONLY and not self._model.rowCount():
            self._viewer.ask("")
        self._window.possessions.bar.show_message(
            f"{_counted(len(keys))} taken back in and {_verb(len(keys), 'counts', 'count')} again.",
            buttons=[("&Undo", partial(self._restore, before))],
            topic="left out",
        )

    def _restore(self, rows: Sequence[LeftOut]) -> None:
        if self._try(lambda: self._annotations.restore(rows)):
            self._window.possessions.bar.withdraw("left out")
            self.read()

    def _ask_reason(self, keys: Sequence[int]) -> None:
        words, is_given = QInputDialog.getText(self._window, "Leave out", "Why are they left out?")
        if is_given:
            self.give_reason(keys, words)

    def give_reason(self, keys: Sequence[int], reason: str) -> None:
        """Say why possessions are left out."""
        rows = self._model.rows_of_keys(keys).tolist()
        if self._try(lambda: self._annotations.leave_out(self._model.tables, rows, reason)):
            self._window.possessions.bar.withdraw("left out")
            self.read()

    def _try(self, what: Callable[[], object]) -> bool:
        try:
            what()
        except StoreError as error:
            self._games.fail(error)
            self._show_tick()
            return False
        return True

    def _choose_other(self, rows: Rows) -> None:
        """Choose the possession after those that are about to go, else the one before: nobody loses his place."""
        going = self._model.positions_of(rows)
        if not len(going):
            return
        stay = np.setdiff1d(np.arange(self._model.rowCount()), going, assume_unique=True)
        after = stay[stay > going[0]]
        if len(stay):
            self._table.choose(self._model.row_at(int(after[0] if len(after) else stay[-1])))

    # What is shown

    def read(self) -> None:
        """Read what is left out, and let what is looked at follow."""
        try:
            rows = self._annotations.left_out()
        except StoreError as error:
            self._tell(str(error))
            return
        self._rows = {row.key: row for row in rows}
        self._viewer.leave_out(frozenset(self._rows))
        self._show_note()
        self._show_tick()
        self._tell(self._annotations.notice)

    def _tell(self, sentence: str) -> None:
        """Tell once, after what else is told of the games that are opened."""
        if sentence and sentence != self._told and self._viewer.selection is not None:
            self._told = sentence
            QTimer.singleShot(0, self, lambda: self._games.warn(sentence))

    def _show_note(self) -> None:
        tables = self._model.tables
        many = tables.count_left_out()
        self.note.setVisible(many > 0)
        actions = self._window.actions_
        actions["show_left_out"].setEnabled(many > 0)
        actions["take_back"].setEnabled(many > 0)
        if tables.left_out is None:
            return
        rows = [self._rows[key] for key in tables.possessions.key[tables.left_out].tolist() if key in self._rows]
        self.note.setText(f"{many:,} left out")
        self.note.setToolTip(f"Left out: {left_out_words(rows)}. Click to see them.")
        self.note.setAccessibleName(f"{count(many, 'possession')} left out; show them")

    def _show_tick(self) -> None:
        rows = self._table.chosen_rows()
        action = self._window.actions_["leave_out"]
        left_out = self._model.tables.left_out
        action.setEnabled(len(rows) > 0)
        action.setChecked(len(rows) > 0 and left_out is not None and bool(left_out[rows].all()))

    # Games that go on under another id

    def _on_fetched(self, fetched: Fetched) -> None:
        old, new = fetched.replaced, fetched.key
        if old is None or new is None or all(row.game != old for row in self._rows.values()):
            return

        def done(game: Game) -> None:
            if self._try(lambda: self._annotations.follow(old, game)):
                self.read()

        self._runner.submit(Lane.LOOK, Job("Reading a game", partial(self._game, new), done, self._games.fail))

    def _game(self, key: Key, *_: object) -> Game:
        return self._library.details(key).game


def _counted(many: int) -> str:
    return count(many, "possession is", "possessions are")


def _verb(many: int, singular: str, plural: str) -> str:
    return singular if many == 1 else plural
