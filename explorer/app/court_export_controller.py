"""The court as a picture: to a file, or onto the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QStandardPaths
from PySide6.QtGui import QGuiApplication

from explorer.app.controller import Controller
from explorer.app.court_caption import caption_of
from explorer.app.court_files import LEAST_SCALE, MOST_SCALE, SUFFIXES, as_image, write_picture
from explorer.app.games_controller import GamesController
from explorer.app.main_window import MainWindow
from explorer.core.errors import ExplorerError
from explorer.widgets.court.court_picture import CourtPicture
from explorer.widgets.court.picture_dialog import PictureChoice, PictureDialog

LEAST_WIDTH = 720
"""A picture is at least so wide, however small the pane is."""


class CourtExportController(QObject):
    """Draws what the court shows, in the size in which it stands in the window."""

    def __init__(self, window: MainWindow, viewer: Controller, games: GamesController) -> None:
        """Take everything that is needed."""
        super().__init__(window)
        self._window, self._viewer, self._games = window, viewer, games
        self._dialog: PictureDialog | None = None
        self._second: Callable[[], str | None] = lambda: None
        window.menus.connect_commands({"save_picture": self.open_dialog, "copy_picture": self.copy})
        viewer.changed.connect(self._on_changed)
        self._on_changed()

    def compare_with(self, second: Callable[[], str | None]) -> None:
        """Where the question of B comes from: None where nothing is compared."""
        self._second = second

    def _on_changed(self) -> None:
        for name in ("save_picture", "copy_picture"):
            self._window.actions_[name].setEnabled(self._viewer.selection is not None)

    @property
    def dialog(self) -> PictureDialog:
        """The dialog, made when it is first asked for."""
        if self._dialog is None:
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
            scales = (LEAST_SCALE, MOST_SCALE)
            self._dialog = PictureDialog(Path(folder or Path.home()), SUFFIXES, scales, self._window)
            self._dialog.save_asked.connect(self.save)
            self._dialog.copy_asked.connect(self._on_copy)
        return self._dialog

    def open_dialog(self) -> None:
        """Ask how and where to it is to be written."""
        if self._viewer.selection is not None:
            self.dialog.open()

    def picture(
        self, *, has_words: bool = True, is_transparent: bool = False, size: QSize | None = None
    ) -> CourtPicture:
        """The court as it stands there; as high as it needs, unless a size is given."""
        view = self._window.court
        selection = self._viewer.selection
        caption = None
        if has_words and selection is not None:
            viewer = self._viewer
            caption = caption_of(view, selection, viewer.sample, viewer.question, viewer.known, self._second())
        if size is not None:
            return CourtPicture(view, size, caption, is_transparent=is_transparent)
        return CourtPicture.fitting(view, max(view.width(), LEAST_WIDTH), caption, is_transparent=is_transparent)

    def save(self, choice: PictureChoice) -> None:
        """Write it to a file, and say where that is."""
        picture = self.picture(has_words=choice.has_words, is_transparent=choice.is_transparent)
        try:
            write_picture(picture, choice.path, choice.scale)
        except ExplorerError as error:
            self._games.fail(error)
            return
        self._window.possessions.bar.show_message(f"The court is written to {choice.path.absolute()}.")

    def copy(self) -> None:
        """Put it on the clipboard, with its words, at twice its size."""
        self._on_copy(PictureChoice(Path()))

    def _on_copy(self, choice: PictureChoice) -> None:
        picture = self.picture(has_words=choice.has_words, is_transparent=choice.is_transparent)
        try:
            QGuiApplication.clipboard().setImage(as_image(picture, choice.scale))
        except ExplorerError as error:
            self._games.fail(error)
            return
        self._window.possessions.bar.show_message("The court is on the clipboard, as a picture.")
