"""Reads the findings of the games that are looked at, when the pane that shows them is open."""

from __future__ import annotations

from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.main_window import MainWindow
from explorer.core.quality import KINDS
from explorer.core.tabulate import key_of
from explorer.core.task import CancelToken, Progress
from explorer.core.text import count
from explorer.jobs.runner import Job, Lane, Runner
from explorer.services.selection import Selection
from explorer.services.titles import game_title
from explorer.widgets.findings_pane import FindingRow

MOST_ROWS = 2000


class FindingsController(QObject):
    """Findings come with a game's details, so each game is decoded once more, off the window's thread."""

    def __init__(self, window: MainWindow, viewer: Controller, runner: Runner) -> None:
        """Take everything that is needed; nothing is read while the pane is hidden."""
        super().__init__(window)
        self._window, self._viewer, self._runner = window, viewer, runner
        self._job: Job | None = None
        self._shown: Selection | None = None
        viewer.changed.connect(self._on_changed)
        window.findings_dock.visibilityChanged.connect(self._on_changed)
        window.findings.possession_asked.connect(viewer.choose_key)

    def _on_changed(self) -> None:
        selection = self._viewer.selection
        if not self._window.findings_dock.isVisible() or selection is self._shown:
            return
        self._shown = selection
        if self._job is not None:
            self._job.token.cancel()
            self._job = None
        if selection is None:
            self._window.findings.show_words("Open a game to see what looks wrong in its data.")
            return
        self._window.findings.show_words(f"Looking through {count(len(selection.games), 'game')} …")

        def work(token: CancelToken, tell: Progress) -> list[FindingRow]:
            return _findings(selection, token, tell)

        job = Job("Looking for findings", work, self._window.findings.show_findings, self._on_failed)
        job.on_end = lambda: self._on_ended(job)
        self._job = self._runner.submit(Lane.LOOK, job)

    def _on_ended(self, job: Job) -> None:
        if job.token.is_cancelled and self._job is job:
            # Opening the pane looks again.
            self._shown = None
            self._window.findings.show_words("Stopped. Close this pane and open it again to look through the games.")

    def _on_failed(self, error: Exception) -> None:
        self._window.findings.show_words(str(error))


def _findings(selection: Selection, token: CancelToken, tell: Progress) -> list[FindingRow]:
    """The findings of every game; of more than MOST_ROWS the last row says so. Raises CancelledError."""
    rows: list[FindingRow] = []
    for number, loaded in enumerate(selection.games):
        token.check()
        tell(number, len(selection.games), "")
        details = loaded.details()
        info = loaded.info
        title = game_title(info.key, info.teams, info.home, selection.book)
        ids = {row.number: row.possession_id for row in details.game.possessions}
        for finding in details.findings:
            place = finding.possession
            key = None if place is None else key_of(info.key, ids[place])
            rows.append(FindingRow(title, place, KINDS.get(finding.kind, finding.kind), finding.reason, key))
        if len(rows) > MOST_ROWS:
            looked = f"in the first {count(number + 1, 'game')} of {len(selection.games):,}"
            cut = f"more was found {looked}; choose fewer games to see the rest"
            return [*rows[:MOST_ROWS], FindingRow("…", None, f"the first {MOST_ROWS:,} rows", cut, None)]
    return rows
