"""The preferences: shown in a dialog, done at once, and kept where each has always been kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from explorer.app.breakdown_controller import BreakdownController
from explorer.app.commands import Commands
from explorer.app.definitions_controller import DefinitionsController
from explorer.app.keys_controller import KeysController
from explorer.app.main_window import MainWindow
from explorer.app.preferences_table import HOSTS, SETTINGS
from explorer.app.window_place import shrink_to_screen
from explorer.core.errors import ExplorerError
from explorer.paths import Paths
from explorer.services.library import Library
from explorer.services.preferences import CHOICES
from explorer.widgets.preferences_dialog import PreferencesDialog

_MEGABYTE = 1_000_000


class PreferencesController(QObject):
    """Hands each choice to who does it, and shows what holds."""

    def __init__(
        self,
        window: MainWindow,
        commands: Commands,
        breakdowns: BreakdownController,
        definitions: DefinitionsController,
        keys: KeysController,
        library: Library,
        paths: Paths,
    ) -> None:
        """Make nothing yet."""
        super().__init__(window)
        self._window, self._commands, self._breakdowns = window, commands, breakdowns
        self._keys, self._library, self._paths = keys, library, paths
        self._dialog: PreferencesDialog | None = None
        self._buttons: dict[str, Callable[[], object]] = {
            "definitions": definitions.open_dialog,
            "keys": keys.open_dialog,
            "cache": self._on_clear,
        }
        commands.preferences_changed.connect(self._on_changed)
        window.possessions.breakdown.small_n_chosen.connect(self._on_changed)

    @property
    def dialog(self) -> PreferencesDialog:
        """The dialog, made when it is first asked for."""
        if self._dialog is None:
            self._dialog = PreferencesDialog(SETTINGS, self._window)
            shrink_to_screen(self._dialog, self._window)
            self._dialog.chosen.connect(self.choose)
            self._dialog.pressed.connect(lambda name: self._buttons[name]())
        return self._dialog

    def open(self) -> None:
        """Show every setting as it is now."""
        self._show()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def values(self) -> dict[str, str]:
        """What holds now, by the settings' names."""
        kept = self._commands.preferences
        size, folder = self._library.cache_bytes(), _short(self._paths.cache)
        return {
            **{name: getattr(kept, name) for name in (*CHOICES, *HOSTS)},
            # A start with --offline is offline without preferring it.
            "network": "offline" if self._window.actions_["offline"].isChecked() else "online",
            "small_n": str(self._breakdowns.small_n),
            "cache": f"{size / _MEGABYTE:,.1f} MB in {folder}." if size else f"Empty: {folder}.",
        }

    def choose(self, name: str, value: str) -> None:
        """Let a setting hold from now on; a value that cannot be taken is refused in the dialog."""
        if name == "small_n":
            self._breakdowns.choose_small_n(int(value))
        elif name in HOSTS:
            try:
                self._keys.choose_host(HOSTS[name], value)
            except ExplorerError as error:
                self.dialog.refuse(name, str(error))
        else:
            self._commands.choose(name, value)

    def _show(self) -> None:
        self.dialog.show_values(self.values())

    def _on_changed(self) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            self._show()

    def _on_clear(self) -> None:
        self._library.clear_cache()
        self._show()


def _short(folder: Path) -> str:
    """A folder without the name of the home folder."""
    home = Path.home()
    return f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)
