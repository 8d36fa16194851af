"""The files and folders that were opened last, in a menu; those that are gone are pale."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from explorer.app.games_controller import GamesController
from explorer.app.palette_controller import REASON
from explorer.app.settings import Settings
from explorer.jobs.runner import Job, Lane, Runner

MOST = 10
_LONGEST = 70
_GONE = "it is not there any more"


class RecentController(QObject):
    """Keeps the menu in step with what is opened.

    Whether a file is still there is found out in a lane each time that the menu opens: a drive may not answer.
    """

    def __init__(self, menu: QMenu, games: GamesController, runner: Runner, settings: Settings) -> None:
        """Show what was opened up to now."""
        super().__init__(menu)
        self._menu, self._games, self._runner, self._settings = menu, games, runner, settings
        self._actions: dict[str, QAction] = {}
        self._gone: set[str] = set()
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._look)
        games.taken.connect(self._on_taken)
        self._show()

    @property
    def paths(self) -> list[str]:
        """What was opened last, the latest first."""
        return self._settings.recent()[:MOST]

    def clear(self) -> None:
        """Forget all of them; the files stay."""
        self._settings.keep_recent([])
        self._show()

    def _on_taken(self, paths: Sequence[Path]) -> None:
        latest = [str(path.absolute()) for path in paths]
        self._settings.keep_recent(list(dict.fromkeys([*reversed(latest), *self.paths]))[:MOST])
        self._gone.difference_update(latest)
        self._show()

    def _show(self) -> None:
        self._menu.clear()
        self._actions = {}
        for number, path in enumerate(self.paths, 1):
            action = self._actions[path] = self._menu.addAction(f"{_mnemonic(number)}  {_shown(Path(path))}")
            action.setToolTip(path)
            action.setStatusTip(path)
            action.triggered.connect(lambda checked=False, path=path: self._games.open_paths([Path(path)]))
        self._menu.addSeparator()
        clear = self._menu.addAction("&Clear the recent files")
        clear.setStatusTip("Forget which files were opened; the files stay")
        clear.setEnabled(bool(self._actions))
        clear.setProperty(REASON, "nothing was opened yet")
        clear.triggered.connect(self.clear)
        self._mark()

    def _mark(self) -> None:
        """Let those that are gone be pale; the entries stay the same, since somebody may be looking at them."""
        for path, action in self._actions.items():
            action.setEnabled(path not in self._gone)
            action.setProperty(REASON, _GONE)

    def _look(self) -> None:
        asked = self.paths
        if asked:
            job = Job(
                "Looking for recent files",
                lambda token, tell: {path for path in asked if not _is_there(Path(path))},
                self._on_looked,
                self._games.fail,
            )
            self._runner.submit(Lane.ASK, job)

    def _on_looked(self, gone: set[str]) -> None:
        self._gone = gone
        self._mark()


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _mnemonic(number: int) -> str:
    return f"&{number}" if number < MOST else "1&0"


def _shown(path: Path) -> str:
    """The name and the folder that it is in, as much as a menu has room for."""
    home = Path.home()
    folder = f"~/{path.parent.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path.parent)
    room = max(_LONGEST - len(path.name), 12)
    folder = folder if len(folder) <= room else f"…{folder[1 - room :]}"
    return f"{path.name}  ({folder})".replace("&", "&&")
