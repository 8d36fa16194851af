"""The help: pages made when they are looked at, links that ask questions and run commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.definitions_controller import DefinitionsController
from explorer.app.help_keys import KEYS, keys_page
from explorer.app.help_language import LANGUAGE, language_page
from explorer.app.help_steps import FILES, SOURCES, STEPS, files_page, sources_page, steps_page
from explorer.app.help_tables import DEFINITIONS_PAGE, FIELDS_PAGE, definitions_page, fields_page
from explorer.app.keys_controller import DEFAULT_HOSTS
from explorer.app.main_window import MainWindow
from explorer.app.palette_controller import PaletteController, reason_of
from explorer.app.window_place import shrink_to_screen
from explorer.models.help_page import ASK, DO, Link, Page
from explorer.paths import Paths
from explorer.widgets.help_window import HelpWindow

COMMANDS: dict[str, str] = {
    "help_steps": STEPS,
    "help_language": LANGUAGE,
    "help_fields": FIELDS_PAGE,
    "help_definitions": DEFINITIONS_PAGE,
    "help_keys": KEYS,
    "help_sources": SOURCES,
    "help_files": FILES,
}
"""The page that each command of the menu opens."""


class HelpController(QObject):
    """Opens the help at a page, and does what its links say."""

    def __init__(
        self,
        window: MainWindow,
        viewer: Controller,
        definitions: DefinitionsController,
        palette: PaletteController,
        paths: Paths,
    ) -> None:
        """Make nothing yet."""
        super().__init__(window)
        self._window, self._viewer, self._definitions = window, viewer, definitions
        self._palette, self._paths = palette, paths
        self._help: HelpWindow | None = None
        self.slots: dict[str, Callable[[], object]] = {
            command: partial(self.open, page) for command, page in COMMANDS.items()
        }
        """What each command of the menu does."""

    @property
    def help(self) -> HelpWindow:
        """The window of the help, made when it is first asked for."""
        if self._help is None:
            self._help = HelpWindow(self._window)
            shrink_to_screen(self._help, self._window)
            self._help.link_followed.connect(self._on_link)
            self._help.page_opened.connect(self._help.show_page)
        return self._help

    def open(self, name: str, section: str = "") -> None:
        """Show a page; what stands on it is as it is now."""
        self.help.set_pages(self.pages())
        self.help.show_page(name, section)
        self.help.show()
        self.help.raise_()
        self.help.activateWindow()

    def pages(self) -> list[Page]:
        """Every page, in the order of the menu."""
        return [
            steps_page(),
            language_page(),
            fields_page(),
            definitions_page(self._definitions.definitions),
            keys_page(self._palette.commands()),
            sources_page(DEFAULT_HOSTS),
            files_page(self._paths),
        ]

    def _on_link(self, link: Link) -> None:
        if link.kind == ASK:
            self._ask(link.target)
        elif link.kind == DO:
            self._do(link.target)

    def _ask(self, question: str) -> None:
        if self._viewer.selection is None:
            self.help.say("No game is shown. Open the sample league under First steps, or games of your own.")
            return
        self._viewer.ask(question)
        self.help.say(f"Asked: {question}")

    def _do(self, name: str) -> None:
        action = self._window.actions_[name]
        if action.isEnabled():
            self.help.say("")
            action.trigger()
        else:
            self.help.say(f"This cannot be done now: {reason_of(action) or 'it is not offered'}.")
