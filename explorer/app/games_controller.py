"""Which games are looked at: the library's list, opening and removing, the sample league."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from explorer.app.import_words import words_of
from explorer.app.library_items import library_items, sample_items
from explorer.app.main_window import MainWindow
from explorer.app.remedies import buttons_for, told
from explorer.app.settings import Settings
from explorer.core.errors import ExplorerError
from explorer.core.model import Key
from explorer.core.names import NameBook
from explorer.core.text import count
from explorer.core.vocabulary import SHOTTRACKER
from explorer.jobs.runner import Job, Lane, Runner
from explorer.models.library_model import GameItem
from explorer.services.library import ImportReport, Library, select
from explorer.services.sample import load_sample
from explorer.services.selection import Selection
from explorer.store.games import GameRow

log = logging.getLogger(__name__)

_FILES = "Saved answers, tracking and names (*.json *.json.gz *.gz *.csv);;All files (*)"


class GamesController(QObject):
    """Listens to the library pane and the commands about games; says which games are to be looked at."""

    selected = Signal(object)
    """A Selection to look at."""
    emptied = Signal()
    starting = Signal()
    """There is nothing to look at."""
    tracking_kept = Signal()
    """Tracking alone came in, of games of the library."""
    taken = Signal(object)
    """Files and folders, a list of paths, that something was taken from."""
    tracking_loose = Signal(object)
    """Files of tracking, a list of paths, that are of no game of the library: they can be played by themselves."""

    def __init__(
        self, window: MainWindow, library: Library, runner: Runner, settings: Settings, preferred_source: str
    ) -> None:
        """Take everything that is needed; nothing runs before `start`."""
        super().__init__(window)
        self._window, self._library, self._runner, self._settings = window, library, runner, settings
        self._preferred = preferred_source
        self._rows: dict[Key, GameRow] = {}
        self._book = NameBook()
        self.decorate: Callable[[Sequence[GameItem]], list[GameItem]] = list
        self.greet: Callable[[], bool] = lambda: False
        """Adds what else is known of the library's items; set by who knows."""
        self._sample: Selection | None = None
        self._loading: Job | None = None
        window.files_dropped.connect(self.open_paths)
        window.library.games_chosen.connect(self._on_games_chosen)
        window.library.open_asked.connect(self.open_files)
        window.possessions.open_asked.connect(self.open_files)
        window.possessions.sample_asked.connect(self.open_sample)

    @property
    def is_sample(self) -> bool:
        """Whether the sample league is looked at."""
        return self._sample is not None

    def prefer(self, source: str) -> None:
        """Take games that are known from both feeds from this one, those that are looked at too."""
        self._preferred = source
        self._library.prefer(source)
        self._on_games_chosen(self._window.library.chosen())

    def start(self, files: Sequence[Path] = ()) -> None:
        """Show the library; open files where there are any, else what was looked at, else the sample league."""
        self.starting.emit()
        if files:
            self._refresh(lambda keys: self._on_started_with(files))
        else:
            self._refresh(self._on_started)

    def warn(self, sentence: str, details: Sequence[str] = (), topic: str = "") -> None:
        """Tell of something that failed."""
        self._window.possessions.bar.show_message(sentence, is_warning=True, details=details, topic=topic)

    def fail(self, error: ExplorerError) -> None:
        """Tell of a job that failed."""
        log.warning("%s", error)
        buttons = buttons_for(error, self._window.actions_)
        self._window.possessions.bar.show_message(told(error), is_warning=True, buttons=buttons)

    # Opening

    def open_files(self) -> None:
        """Ask for files and open them."""
        names, _ = QFileDialog.getOpenFileNames(self._window, "Open files", "", _FILES)
        if names:
            self.open_paths([Path(name) for name in names])

    def open_folder(self) -> None:
        """Ask for a folder and open what is below it."""
        name = QFileDialog.getExistingDirectory(self._window, "Open a folder")
        if name:
            self.open_paths([Path(name)])

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Take files and folders into the library and look at their games."""
        job = Job(
            "Opening files",
            lambda token, tell: self._library.import_paths(paths, token, tell),
            lambda report: self._on_imported(report, paths),
            self.fail,
        )

        def end() -> None:
            if job.token.is_cancelled:
                self._window.possessions.bar.show_message("Stopped; the games opened before that are kept.")
            self._refresh()

        job.on_end = end
        self._runner.submit(Lane.WORK, job)

    def _on_imported(self, report: ImportReport, paths: Sequence[Path]) -> None:
        if report.games or report.names or report.tracked or report.tracked_before or report.loose:
            failed = {origin for origin, _ in report.failures}
            self.taken.emit([path for path in paths if str(path) not in failed or path in report.loose])
        if report.games:
            self._leave_sample()
            self._refresh(lambda keys: self.choose(report.games))
        elif report.tracked or report.tracked_before:
            self._show_tracked(list(dict.fromkeys([*report.tracked, *report.tracked_before])))
        elif report.names and not self.is_sample and (chosen := self._window.library.chosen()):
            self._load(chosen)
        self._tell_of_import(report)
        if report.loose:
            self.tracking_loose.emit(report.loose)

    def _show_tracked(self, keys: list[Key]) -> None:
        """Look at the games that tracking came for, unless one of them is looked at already."""
        if not self.is_sample and set(keys) & set(self._window.library.chosen()):
            self.tracking_kept.emit()
            return
        self._leave_sample()

        def show(_: list[Key]) -> None:
            self.choose(keys[:1])
            self.tracking_kept.emit()

        self._refresh(show)

    def _tell_of_import(self, report: ImportReport) -> None:
        came = words_of(report)
        if came.words:
            self._window.possessions.bar.show_message(
                came.words, is_warning=came.is_warning, details=came.details, topic="import"
            )

    # The library

    def _refresh(self, then: Callable[[list[Key]], None] | None = None) -> None:
        def done(found: tuple[list[GameRow], NameBook]) -> None:
            rows, self._book = found
            self._rows = {row.key: row for row in rows}
            self.show_items()
            if then is not None:
                then([row.key for row in rows])

        self._runner.submit(
            Lane.LOOK,
            Job(
                "Reading the library",
                lambda token, tell: (self._library.rows(), self._library.names()),
                done,
                self.fail,
            ),
        )

    def show_items(self) -> None:
        """Show the library's games as they are now known."""
        if self._sample is None:
            self._window.library.show_games(self.decorate(library_items(list(self._rows.values()), self._book)))

    def refresh_list(self, then: Callable[[list[Key]], None] | None = None) -> None:
        """Read the library's list anew, and go on with `then`."""
        self._refresh(then)

    def leave_sample(self) -> None:
        """Go to the library, since something comes into it; the sample league is offered again while it is empty."""
        if self.is_sample:
            self._leave_sample()
            self._refresh()

    def library_keys(self) -> set[Key]:
        """Every game of the library, as last read."""
        return set(self._rows)

    def league_keys(self, league: str) -> list[Key]:
        """The games of a league in the library, as last read."""
        return [key for key, row in self._rows.items() if row.league == league]

    def close(self) -> None:
        """Let go of the library."""
        self._library.close()

    def fetched_s(self, keys: Sequence[Key]) -> float | None:
        """When the oldest of these games was fetched, in seconds since 1970."""
        times = [row.fetched_s for key in keys if (row := self._rows.get(key)) and row.fetched_s is not None]
        return min(times, default=None)

    def older_than(self, seconds: float) -> list[Key]:
        """The games of the library that were fetched so long ago."""
        limit = time.time() - seconds
        return [key for key, row in self._rows.items() if row.fetched_s is not None and row.fetched_s < limit]

    def _on_started_with(self, files: Sequence[Path]) -> None:
        self._tell_if_damaged()
        self.open_paths(files)

    def _tell_if_damaged(self) -> None:
        if self._library.set_aside is not None:
            self.warn(
                f"The library was damaged; it is kept as {self._library.set_aside.name} and a new one is begun. "
                "Open your files again."
            )

    def _on_started(self, keys: list[Key]) -> None:
        self._tell_if_damaged()
        if keys:
            known = set(keys)
            self.choose([key for key in self._settings.games() if key in known] or keys[-1:])
        elif not self._settings.is_sample_closed():
            self.open_sample()

    def choose(self, keys: Sequence[Key]) -> None:
        """Look at these games of the library."""
        self._window.library.choose(keys)
        self._load(keys)

    def look_again(self, keys: list[Key]) -> None:
        """Look at those of the chosen games that are still there, else at the last of all."""
        if chosen := self._window.library.chosen():
            self._load(chosen)
        else:
            self.emptied.emit()
            self.choose_last(keys)

    def choose_last(self, keys: list[Key]) -> None:
        """Look at the last of these games, where there are any."""
        if keys:
            self.choose(keys[-1:])

    def _on_games_chosen(self, keys: list[Key]) -> None:
        if not keys:
            return
        if self._sample is None:
            if kept := [key for key in keys if key in self._rows]:
                self._load(kept)
            return
        wanted = set(keys)
        chosen = [loaded for loaded in self._sample.games if loaded.info.key in wanted]
        if chosen:
            self.selected.emit(select(chosen, self._sample.book, self._preferred, is_sample=True))

    def _load(self, keys: Sequence[Key]) -> None:
        if self._loading is not None:
            self._loading.token.cancel()
        job = Job(
            "Loading games",
            lambda token, tell: self._library.load(keys, token, tell),
            self._on_loaded,
            self.fail,
        )
        self._loading = self._runner.submit(Lane.LOOK, job)

    def _on_loaded(self, selection: Selection) -> None:
        self._settings.keep_games(self._window.library.chosen())
        self.selected.emit(selection)
        self._window.possessions.bar.withdraw("load")
        if selection.errors:
            first, *rest = selection.errors
            words = f"{first} And {count(len(rest), 'more problem')}." if rest else first
            self.warn(words, selection.errors if rest else (), "load")
        elif selection.notices:
            self._window.possessions.bar.show_message(" ".join(selection.notices))

    # The sample league

    def open_sample(self) -> None:
        """Look at the made-up league, from memory."""
        self._settings.keep_sample_closed(False)
        job = Job(
            "Making the sample league",
            lambda token, tell: load_sample(self._preferred, token=token, tell=tell),
            self.show_sample,
            self.fail,
        )
        self._runner.submit(Lane.LOOK, job)

    def show_memory(self, selection: Selection) -> None:
        """Look at games that are in no library: all of them, listed where the library's would be."""
        self._sample = selection
        self._window.library.show_games(sample_items(selection), may_remove=False)
        self._window.library.choose([loaded.info.key for loaded in selection.games])
        self.selected.emit(selection)

    def show_sample(self, sample: Selection) -> None:
        """Look at the sample league, first at one game of it."""
        self._sample = sample
        self._window.library.show_games(sample_items(sample), may_remove=False)
        # The feed that tells most is the better first sight.
        first = next(info.key for info in reversed([g.info for g in sample.games]) if info.key[0] == SHOTTRACKER)
        self._window.library.choose([first])
        self._on_games_chosen([first])
        if self.greet():
            return
        self._window.possessions.bar.show_message(
            "This is a made-up league with made-up players, to look around in. It is not kept in your library.",
            buttons=[("&Open files…", self.open_files), ("C&lose sample", self.close_sample)],
            topic="sample",
        )

    def close_sample(self) -> None:
        """Go back to the library, and begin with it the next time."""
        self._settings.keep_sample_closed(True)
        self._leave_sample()
        self._refresh(self.choose_last)

    def _leave_sample(self) -> None:
        if self._sample is not None:
            self._sample = None
            self._window.possessions.bar.withdraw("sample")
            self._window.library.show_games(())
            self.emptied.emit()
