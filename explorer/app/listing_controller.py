"""The games that the vendors list, in the dialog that fetches."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from explorer.app.fetch_controller import FetchController
from explorer.app.main_window import MainWindow
from explorer.core.errors import ExplorerError
from explorer.core.model import Key
from explorer.core.task import CancelToken
from explorer.core.text import count
from explorer.core.vocabulary import CTG, SOURCE_TITLES
from explorer.jobs.runner import Job, Lane, Runner
from explorer.models.rows_model import Cell, Row
from explorer.services.fetching import Request, titled
from explorer.sources.ctg.api import Stream
from explorer.sources.listing import ListedGame
from explorer.widgets.fetch_dialog import FetchDialog, ListQuestion, Wanted


class ListingController(QObject):
    """Asks for lists in a lane beside the queue, and hands what is chosen to it."""

    keys_asked = Signal()

    def __init__(self, window: MainWindow, runner: Runner, fetches: FetchController) -> None:
        """Take everything that is needed; nothing is asked yet."""
        super().__init__(window)
        self._window, self._runner, self._fetches = window, runner, fetches
        self._dialog: FetchDialog | None = None
        self._listed_games: dict[Key, ListedGame] = {}
        self._listing: tuple[ListQuestion, Sequence[ListedGame]] | None = None
        self.kept_keys: Callable[[], set[Key]] = set
        """The games of the library; set by who knows."""
        fetches.emptied.connect(self._on_emptied)

    @property
    def dialog(self) -> FetchDialog:
        """The dialog, made when it is first asked for."""
        if self._dialog is None:
            self._dialog = FetchDialog(self._window)
            self._dialog.list_asked.connect(self._on_list)
            self._dialog.fetch_asked.connect(self._on_fetch)
            self._dialog.keys_asked.connect(self.keys_asked)
        return self._dialog

    def open_dialog(self) -> None:
        """Show the dialog beside the window."""
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    # Listing

    def _on_list(self, question: ListQuestion) -> None:
        dialog = self.dialog
        dialog.show_busy(True)
        dialog.show_words(f"Asking {SOURCE_TITLES[question.source]} …")
        self._fetches.fetcher.resume()

        def done(listed: list[ListedGame]) -> None:
            self._show_listed(question, listed)

        def failed(error: ExplorerError) -> None:
            self._fetches.note_reach(error)
            dialog.show_words(str(error))

        job = Job(
            "Listing games",
            lambda token, tell: self._listed(question, token),
            done,
            failed,
        )

        def ended() -> None:
            dialog.show_busy(False)
            if job.token.is_cancelled:
                dialog.show_words("Stopped.")

        job.on_end = ended
        self._runner.submit(Lane.ASK, job)

    def _listed(self, question: ListQuestion, token: CancelToken) -> list[ListedGame]:
        if question.source == CTG:
            return self._fetches.fetcher.list_ctg(
                question.season, _stream(question.stream), question.is_in_progress_only, token
            )
        return self._fetches.fetcher.list_shottracker(question.first, question.last, question.team_id, token)

    def _show_listed(self, question: ListQuestion, listed: Sequence[ListedGame]) -> None:
        self._fetches.note_reach(None)
        self._listed_games = {game.key: game for game in listed}
        self._listing = (question, listed)
        kept = self.kept_keys()
        wanted = [Wanted(g.source, g.game_id, stream=question.stream, title=g.title) for g in listed]
        rows = [
            Row(
                (
                    Cell(game.day or "-", is_pale=game.day is None),
                    Cell(game.title, "\n".join(f"{name}: {value}" for name, value in game.extra.items())),
                    Cell(game.status or "-", is_pale=not game.status),
                    Cell(self._fetches.state_of(game.key) or ("yes" if game.key in kept else "")),
                ),
                key=game.key,
            )
            for game in listed
        ]
        self.dialog.show_games(wanted, rows)
        words = f"{count(len(rows), 'game')}. Choose some (Ctrl+A for all), then fetch them."
        self.dialog.show_words(words if rows else "No game is listed there.")

    def _on_fetch(self, wanted: Sequence[Wanted]) -> None:
        self._fetches.fetch([self._request(one) for one in wanted])
        self.dialog.show_words(f"{count(len(wanted), 'game')} queued; see the library.")

    def _request(self, wanted: Wanted) -> Request:
        listed = self._listed_games.get((wanted.source, wanted.game_id))
        stream = _stream(wanted.stream)
        if listed is not None:
            return titled(listed, stream)
        return Request(wanted.source, wanted.game_id, wanted.session_id, stream, wanted.title)

    def _on_emptied(self) -> None:
        """What was listed may be in the library by now."""
        if self._dialog is not None and self._dialog.isVisible() and self._listing is not None:
            self._show_listed(*self._listing)


def _stream(word: str) -> Stream:
    return "delayed" if word == "delayed" else "processed"
