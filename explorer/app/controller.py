"""What happens when the user does something: the only place that acts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from explorer import __version__
from explorer.app import theme
from explorer.app.games_controller import GamesController
from explorer.app.main_window import TITLE, MainWindow
from explorer.app.presenting import counted, details_of, season_of, shots_notice
from explorer.app.settings import Settings
from explorer.core.court import court_for
from explorer.core.errors import ExplorerError, QueryError
from explorer.core.fields import FIELDS
from explorer.core.model import Key
from explorer.core.names import NameBook
from explorer.core.table import Tables
from explorer.core.text import count, listed
from explorer.jobs.runner import Job, Lane, Runner
from explorer.models.possession_model import PossessionModel
from explorer.models.shot_words import describe_shot
from explorer.paths import Paths
from explorer.services.export import FORMATS, export
from explorer.services.health import versions
from explorer.services.library import Library
from explorer.services.preferences import Preferences, write_preferences
from explorer.services.selection import Details, Selection

log = logging.getLogger(__name__)

_EMPTY = (Tables.empty(), NameBook())
_NO_GAMES = "Open saved answers of ShotTracker or Cleaning the Glass: JSON files, also packed with gzip, or a folder."
_LEAGUES = {"ncaa": "ncaa_men"}


class Controller(QObject):
    """Listens to the window, asks the services through the runner, and shows what comes of it."""

    def __init__(
        self,
        window: MainWindow,
        model: PossessionModel,
        games: GamesController,
        library: Library,
        runner: Runner,
        settings: Settings,
        preferences: Preferences,
        paths: Paths,
    ) -> None:
        """Take everything that is needed; nothing runs before `start`."""
        super().__init__(window)
        self._window, self._model, self._library, self._runner = window, model, library, runner
        self._settings, self._preferences, self._paths = settings, preferences, paths
        self._selection: Selection | None = None
        self._details: dict[Key, Details] = {}
        self._looking: Job | None = None
        self._chosen: int | None = None
        self._league = settings.league()
        self._games = games
        games.selected.connect(self.show_selection)
        games.emptied.connect(self.show_nothing)
        window.connect_commands(self._commands())
        window.question_asked.connect(self._on_question)
        window.theme_chosen.connect(self._on_theme)
        window.league_chosen.connect(self._on_league)
        window.closing.connect(self._on_closing)
        window.progress.cancelled.connect(self._on_cancel)
        window.possessions.clear_asked.connect(self._on_clear_filter)
        window.possessions.table.possession_chosen.connect(self._on_possession)
        window.possessions.table.columns_chosen.connect(self._on_columns_chosen)
        window.court.possession_chosen.connect(window.possessions.table.choose)
        window.show_choices(preferences.theme, self._league)
        runner.busy_changed.connect(self._on_busy)
        self.show_nothing()

    # Jobs

    def _on_busy(self) -> None:
        jobs = [*self._runner.jobs(Lane.WORK), *self._runner.jobs(Lane.LOOK)]
        if jobs:
            self._window.progress.begin(jobs[0].title)
        else:
            self._window.progress.end()

    def _on_cancel(self) -> None:
        for job in (*self._runner.jobs(Lane.WORK), *self._runner.jobs(Lane.LOOK)):
            job.token.cancel()

    # What is looked at

    def show_nothing(self) -> None:
        """Show the empty state in every pane."""
        self._selection = None
        self._model.set_tables(*_EMPTY)
        self._window.possessions.show_welcome("Nothing to look at yet", _NO_GAMES)
        self._window.details.show_details(None, "A possession’s events, attributes and line-ups appear here.")
        self._window.court.set_shots(_EMPTY[0].shots, lambda shot: "", "Shots appear here.")
        self._window.show_counts("")
        self._window.show_badge("")
        self._enable()

    def ask(self, question: str) -> None:
        """Put words into the filter and show what answers them."""
        self._window.filter.setText(question)
        self._on_question(question)

    def show_selection(self, selection: Selection) -> None:
        """Look at these games; the chosen possession stays chosen where it is among them."""
        chosen = None if self._chosen is None or self._selection is None else self._key_of(self._chosen)
        self._selection = selection
        self._details.clear()
        self._model.set_tables(selection.tables, selection.book)
        self._set_default_columns()
        self._window.possessions.show_table()
        self._show_court()
        self._show_rows()
        row = None if chosen is None else self._model.row_of_key(chosen)
        if row is None and self._model.rowCount():
            row = self._model.row_at(0)
        self._window.possessions.table.choose(row)
        if row is None:
            self._on_possession(None)
        self._enable()

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

    def _show_court(self) -> None:
        league = self._league
        infos = self._model.tables.names.games
        if not league:
            named = infos[0].league if infos else "nba"
            league = "nba" if self._selection is not None and self._selection.is_sample else _LEAGUES.get(named, named)
        court = court_for(league, season_of(infos[0].day) if infos else None)
        if court is not self._window.court.court:
            self._window.court.set_court(court)

    def _show_rows(self) -> None:
        """Show on the court and in the status bar what the list shows."""
        tables, rows = self._model.tables, self._model.rows
        is_shown = np.zeros(len(tables.possessions), np.bool_)
        is_shown[rows] = True
        shots = tables.shots.take(is_shown[tables.shots.possession])
        book = self._selection.book if self._selection is not None else None
        court = self._window.court
        if book is not None:
            court.set_shots(
                shots,
                lambda shot: describe_shot(court.shots, shot, tables, book),
                shots_notice(tables, len(shots), len(rows)),
            )
        self._window.show_counts(counted(tables, is_shown))
        if self._selection is not None:
            self._window.show_badge("sample league" if self._selection.is_sample else "saved games")
        if self._selection is not None:
            if len(rows):
                self._window.possessions.show_table()
            else:
                self._window.possessions.show_nothing_found(self._window.filter.text())

    def _on_question(self, question: str) -> None:
        try:
            self._model.set_question(question)
        except QueryError as error:
            self._window.show_filter_error(str(error))
            return
        self._window.show_filter_error("")
        self._show_rows()
        if self._chosen is not None and self._model.position_of(self._chosen) is not None:
            self._window.possessions.table.choose(self._chosen)

    def _on_possession(self, row: int | None) -> None:
        self._chosen = row
        self._window.court.set_chosen(row)
        selection = self._selection
        if row is None or selection is None:
            self._window.details.show_details(None)
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

    def _on_columns_chosen(self, names: list[str] | None) -> None:
        chosen = self._chosen
        self._settings.keep_columns(names)
        if names is None:
            self._set_default_columns()
        else:
            self._model.set_fields(names)
        self._window.possessions.table.choose(chosen)

    # Commands

    def _commands(self) -> dict[str, Callable[[], object]]:
        """What each command of the table does."""
        window, games, table = self._window, self._games, self._window.possessions.table
        return {
            "open_files": games.open_files,
            "open_folder": games.open_folder,
            "export": self._on_export,
            "open_sample": games.open_sample,
            "close_sample": games.close_sample,
            "quit": window.close,
            "copy": lambda: QGuiApplication.clipboard().setText(table.copied()),
            "find": self._on_find,
            "clear_filter": self._on_clear_filter,
            "columns": self._on_columns,
            "reset_layout": self._on_reset_layout,
            "choose_all": window.library.choose_all,
            "remove_games": games.remove_chosen,
            "next": lambda: table.step(1),
            "previous": lambda: table.step(-1),
            "diagnostics": self._on_diagnostics,
            "about": self._on_about,
        }

    def _enable(self) -> None:
        actions = self._window.actions_
        has_rows = self._selection is not None
        for name in ("export", "copy", "next", "previous", "columns", "find", "clear_filter"):
            actions[name].setEnabled(has_rows)
        actions["close_sample"].setEnabled(self._games.is_sample)
        actions["open_sample"].setEnabled(not self._games.is_sample)
        actions["remove_games"].setEnabled(has_rows and not self._games.is_sample)
        self._window.filter.setEnabled(has_rows)

    def _on_export(self) -> None:
        suffixes = ";;".join(f"{suffix[1:].upper()} (*{suffix})" for suffix in FORMATS)
        name, chosen = QFileDialog.getSaveFileName(self._window, "Export possessions", "possessions.csv", suffixes)
        if name:
            path = Path(name)
            if not path.suffix:
                path = path.with_suffix(f".{chosen.split(' ')[0].lower()}")
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the shown possessions to a file."""
        selection, question = self._selection, self._window.filter.text()
        if selection is None:
            return
        mask = np.zeros(len(self._model.tables.possessions), np.bool_)
        mask[self._model.rows] = True
        job = Job(
            "Exporting",
            lambda token, tell: export(selection, mask, path, ["possessions"], question),
            lambda rows: self._window.possessions.bar.show_message(f"{count(rows, 'possession')} written to {path}."),
            self._games.fail,
        )
        self._runner.submit(Lane.WORK, job)

    def _on_find(self) -> None:
        self._window.filter.setFocus()
        self._window.filter.selectAll()

    def _on_clear_filter(self) -> None:
        self._window.filter.clear()
        self._on_question("")

    def _on_columns(self) -> None:
        menu = self._window.possessions.table.column_menu()
        header = self._window.possessions.table.horizontalHeader()
        menu.popup(header.mapToGlobal(header.rect().bottomLeft()))

    def _on_reset_layout(self) -> None:
        self._settings.forget_window()
        self._window.arrange()

    def _on_theme(self, name: str) -> None:
        self._preferences = replace(self._preferences, theme=name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, name)
        try:
            write_preferences(self._paths.preferences, self._preferences)
        except ExplorerError as error:
            self._games.fail(error)

    def _on_league(self, league: str) -> None:
        self._league = league
        self._settings.keep_league(league)
        self._show_court()
        self._show_rows()

    def _on_diagnostics(self) -> None:
        lines = [f"{name}: {version}" for name, version in versions().items()]
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
        self._window.possessions.bar.show_message(f"Copied: {listed(lines, 4)}.")

    def _on_about(self) -> None:
        QMessageBox.about(
            self._window,
            f"About {TITLE}",
            f"<b>{TITLE}</b> {__version__}<p>Basketball possessions from ShotTracker and Cleaning the Glass: "
            "listed, narrowed, and looked at one by one, without a network.</p><p>MIT licence.</p>",
        )

    def _on_closing(self) -> None:
        self._settings.keep_window(self._window.saveGeometry(), self._window.saveState(1))
        self._settings.sync()
        self._runner.stop()
        self._library.close()
