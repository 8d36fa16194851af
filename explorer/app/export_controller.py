"""What is shown, written to a file: the dialog that asks how, and the job that does it."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths

from explorer.app.controller import Controller
from explorer.app.games_controller import GamesController
from explorer.app.main_window import MainWindow
from explorer.core.errors import ExplorerError
from explorer.core.task import CancelToken, Progress
from explorer.core.text import count
from explorer.jobs.runner import Job, Lane, Runner
from explorer.services.export import FORMATS, Wanted, check, chosen_rows, export
from explorer.services.sheets import SHEETS
from explorer.widgets.export_dialog import ExportChoice, ExportDialog, FormatChoice, SheetChoice


class ExportController(QObject):
    """Writes the rows that are shown, off the window's thread; says what was written, with its full path."""

    def __init__(self, window: MainWindow, viewer: Controller, games: GamesController, runner: Runner) -> None:
        """Take everything that is needed."""
        super().__init__(window)
        self._window, self._viewer, self._games, self._runner = window, viewer, games, runner
        self._dialog: ExportDialog | None = None
        viewer.shown.connect(self._on_shown)
        viewer.changed.connect(self._on_shown)

    @property
    def dialog(self) -> ExportDialog:
        """The dialog, made when it is first asked for."""
        if self._dialog is None:
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            formats = [
                FormatChoice(suffix, kind.title, kind.holds_many, kind.can_be_parted)
                for suffix, kind in FORMATS.items()
            ]
            self._dialog = ExportDialog(formats, Path(folder or Path.home()), self._window)
            self._dialog.changed.connect(self._on_choice)
            self._dialog.export_asked.connect(self._on_export)
        return self._dialog

    def open_dialog(self) -> None:
        """Ask what is to be written and where to."""
        if self._viewer.selection is None:
            return
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._on_shown()

    def _on_shown(self) -> None:
        """Other rows are shown: count them anew where the dialog is open."""
        if self._dialog is None or not self._dialog.isVisible():
            return
        selection, mask, question = self._viewer.selection, self._viewer.mask, self._viewer.question
        if selection is None:
            self._dialog.close()
            return
        self._dialog.offer(
            [
                SheetChoice(name, sheet.singular, len(chosen_rows(selection, mask, name, question)))
                for name, sheet in SHEETS.items()
            ]
        )

    def _wanted(self, choice: ExportChoice) -> Wanted:
        return Wanted(choice.what, self._viewer.question, choice.is_partitioned)

    def _on_choice(self, choice: ExportChoice) -> None:
        question = self._viewer.question.strip()
        words = self.dialog.rows_of(choice.what) + (f" for “{question}”" if question else "")
        is_possible = True
        is_replacing = False
        try:
            check(choice.path, self._wanted(choice))
            is_replacing = os.path.lexists(choice.path)
            words += f". {choice.path.name} is there already and will be replaced." if is_replacing else "."
        except ExplorerError as error:
            words, is_possible = str(error), False
        self.dialog.say(words, is_possible=is_possible, is_replacing=is_replacing)

    def _on_export(self, choice: ExportChoice) -> None:
        self.dialog.accept()
        self.export_to(choice.path, self._wanted(choice))

    def export_to(self, path: Path, wanted: Wanted | None = None) -> None:
        """Write the shown possessions, or what else of them is wanted, to a file."""
        selection, mask = self._viewer.selection, self._viewer.mask
        if selection is None:
            return
        told = wanted or Wanted(where=self._viewer.question)
        bar = self._window.possessions.bar
        first = told.what[0]

        def done(rows: int) -> None:
            others = " and more" if len(told.what) > 1 else ""
            bar.show_message(f"{count(rows, SHEETS[first].singular, first)}{others} written to {path.absolute()}.")

        written: list[int] = []

        def write(token: CancelToken, tell: Progress) -> int:
            written.append(export(selection, mask, path, told, token, tell))
            return written[0]

        def ended() -> None:
            if job.token.is_cancelled and written:
                # It was called off when there was nothing left to do.
                done(written[0])
            elif job.token.is_cancelled:
                bar.show_message(f"The export was called off; {path.absolute()} is as it was.")

        job = Job(
            "Exporting",
            write,
            done,
            self._games.fail,
            on_end=ended,
        )
        self._runner.submit(Lane.WORK, job)
