"""The palette of commands: made from the menus as they are when it is opened."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from explorer.app.main_window import MainWindow
from explorer.models.palette_model import PaletteEntry
from explorer.widgets.palette_dialog import PaletteDialog

ARROW = " > "
_GAMES = "choose a game first"
_OWN_GAMES = "only for games of your library"
_LEFT_OUT = "nothing is left out"
REASON = "reason"
"""The property of an action in which whoever makes it pale can say why."""
NEEDS: dict[str, str] = {
    **dict.fromkeys(("compare", "export", "copy", "next", "previous", "columns", "find", "clear_filter"), _GAMES),
    **dict.fromkeys(("save_view", "save_picture", "copy_picture"), _GAMES),
    **dict.fromkeys(("remove_games", "refresh", "refresh_all", "follow", "tracking"), _OWN_GAMES),
    "open_sample": "it is open",
    "close_sample": "it is not open",
    "leave_out": "choose a possession first",
    "show_left_out": _LEFT_OUT,
    "take_back": _LEFT_OUT,
}
"""Why a command cannot be used while it is pale, by its name."""


def plain(text: str) -> str:
    """The words of an action or a menu without mnemonic and dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…").strip()


def actions_of(menu: QMenu, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], QAction]]:
    """Every action below a menu with the menus that lead to it, as they are now."""
    # Some menus are filled when they open.
    menu.aboutToShow.emit()
    here = (*path, plain(menu.title()))
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from actions_of(below, here)
        elif not action.isSeparator() and action.isVisible():
            yield here, action


def reason_of(action: QAction) -> str:
    """Why an action cannot be used now; empty where it can, or nobody knows."""
    if action.isEnabled():
        return ""
    return action.property(REASON) or NEEDS.get(action.objectName(), "")


class PaletteController(QObject):
    """Opens the palette, and runs what is chosen."""

    def __init__(self, window: MainWindow) -> None:
        """Make nothing yet."""
        super().__init__(window)
        self._window = window
        self._dialog: PaletteDialog | None = None
        self._shown: list[tuple[tuple[str, ...], str]] = []

    @property
    def dialog(self) -> PaletteDialog:
        """The palette, made when it is first asked for."""
        if self._dialog is None:
            self._dialog = PaletteDialog(self._window)
            self._dialog.chosen.connect(self._on_chosen)
        return self._dialog

    def open(self) -> None:
        """Show every command of the menus but the one that opens the palette."""
        found = [
            (path, action)
            for path, action in self.commands()
            if action is not self._window.actions_.get("palette") and action.text()
        ]
        self._shown = [(path, action.text()) for path, action in found]
        self.dialog.open_with([entry_of(path, action) for path, action in found])

    def commands(self) -> list[tuple[tuple[str, ...], QAction]]:
        """Every action of the menu bar with the menus that lead to it."""
        menus = (entry.menu() for entry in self._window.menuBar().actions())
        return [found for menu in menus if isinstance(menu, QMenu) for found in actions_of(menu)]

    def _on_chosen(self, number: int) -> None:
        # A menu may have been filled anew since: the entry is looked for by its words.
        for path, action in self.commands():
            if (path, action.text()) == self._shown[number]:
                action.trigger()
                return


def entry_of(path: tuple[str, ...], action: QAction) -> PaletteEntry:
    """What the palette lists for an action."""
    return PaletteEntry(
        plain(action.text()),
        ARROW.join(path),
        action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
        action.statusTip(),
        action.isEnabled(),
        reason_of(action),
        action.isCheckable() and action.isChecked(),
    )
