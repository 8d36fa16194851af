"""Help > Copy diagnostics, and the folder with the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication

from explorer.app.diagnostics import Line, of_system, of_window
from explorer.app.fetch_controller import FetchController
from explorer.app.main_window import MainWindow
from explorer.app.remedies import told
from explorer.core.errors import ExplorerError
from explorer.jobs.runner import Job, Lane, Runner
from explorer.paths import Paths
from explorer.services.library import Library
from explorer.services.privacy import Privacy
from explorer.sources.credentials import Credentials

OPEN_LOG = "Open the &log folder"


class DiagnosticsController(QObject):
    """Copies what a report needs, without anything private, and shows what was copied on demand."""

    def __init__(
        self,
        window: MainWindow,
        runner: Runner,
        library: Library,
        fetches: FetchController,
        credentials: Credentials,
        paths: Paths,
    ) -> None:
        """Take everything that is needed."""
        super().__init__(window)
        self._window, self._runner, self._library = window, runner, library
        self._fetches, self._credentials, self._paths = fetches, credentials, paths
        self.open_folder: Callable[[Path], bool] = _show_folder
        """Shows a folder in the system's own way; says whether that could be begun."""

    @property
    def slots(self) -> dict[str, Callable[[], object]]:
        """What is done, by the commands' names."""
        return {"diagnostics": self.copy, "open_log": self.open_log}

    def copy(self) -> None:
        """Copy the diagnostics; the keyring and the library take a moment to answer."""
        app = QApplication.instance()
        seen = of_window(app) if isinstance(app, QApplication) else []
        network = self._network()
        job = Job(
            "Gathering diagnostics",
            lambda token, tell: of_system(self._paths, self._library, network),
            lambda found: self._on_found([*found, *seen]),
            self._on_failed,
        )
        self._runner.submit(Lane.ASK, job)

    def open_log(self) -> None:
        """Show the folder of the log, or where it is."""
        folder = self._paths.log
        try:
            folder.mkdir(parents=True, exist_ok=True)
            is_shown = self.open_folder(folder)
        except OSError:
            is_shown = False
        if not is_shown:
            self._window.possessions.bar.show_message(
                f"No program shows the log folder, {folder}. Open it in your file manager.",
                is_warning=True,
                buttons=[("Cop&y its name", lambda: QGuiApplication.clipboard().setText(str(folder)))],
                topic="log",
            )

    def _network(self) -> str:
        if self._fetches.fetcher.is_offline:
            return "offline by choice"
        return "no network" if self._fetches.is_unreachable else "online"

    def _on_found(self, lines: list[Line]) -> None:
        privacy = Privacy.of_this_user()
        privacy.hide = self._credentials.hide_in
        text = privacy.clean("\n".join(map(str, lines)))
        QGuiApplication.clipboard().setText(f"{text}\n")
        self._window.possessions.bar.show_message(
            "The diagnostics are copied: paste them into your report. They hold no key and no name of yours.",
            details=text.splitlines(),
            buttons=[(OPEN_LOG, self.open_log)],
            topic="diagnostics",
        )

    def _on_failed(self, error: ExplorerError) -> None:
        self._window.possessions.bar.show_message(told(error), is_warning=True)


def _show_folder(folder: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
