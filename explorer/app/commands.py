"""What each command of the menus does, and which of them can be used now."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from explorer import __version__
from explorer.app import theme
from explorer.app.controller import Controller
from explorer.app.export_controller import ExportController
from explorer.app.fetch_controller import FetchController
from explorer.app.games_controller import GamesController
from explorer.app.keys_controller import KeysController
from explorer.app.library_items import age
from explorer.app.listing_controller import ListingController
from explorer.app.main_window import TITLE, MainWindow
from explorer.app.settings import STATE_VERSION, Settings
from explorer.core.definitions import Definitions
from explorer.core.errors import ExplorerError
from explorer.core.vocabulary import CTG
from explorer.jobs.runner import Job, Lane, Runner
from explorer.models.possession_model import PossessionModel
from explorer.paths import Paths
from explorer.services.fetching import Fetched
from explorer.services.preferences import Preferences, write_preferences

STALE_AFTER_S = 86_400.0


class Commands(QObject):
    """Connects every command of the table to those who can do it."""

    preferences_changed = Signal()
    """Something else is preferred now, and kept: see `preferences`."""

    def __init__(
        self,
        window: MainWindow,
        model: PossessionModel,
        viewer: Controller,
        games: GamesController,
        fetches: FetchController,
        listing: ListingController,
        keys: KeysController,
        exports: ExportController,
        runner: Runner,
        settings: Settings,
        preferences: Preferences,
        paths: Paths,
        more: Mapping[str, Callable[[], object]],
    ) -> None:
        """Take everything that is needed; `more` is what other controllers do, by their commands' names."""
        super().__init__(window)
        self._window, self._model, self._viewer, self._games = window, model, viewer, games
        self._fetches, self._listing, self._keys, self._runner = fetches, listing, keys, runner
        self.exports = exports
        self._settings, self._preferences, self._paths = settings, preferences, paths
        window.menus.connect_commands({**self._slots(), **more})
        window.menus.theme_chosen.connect(self._on_theme)
        window.closing.connect(self._on_closing)
        viewer.changed.connect(self._on_changed)
        listing.keys_asked.connect(keys.open_dialog)
        window.possessions.fetch_asked.connect(listing.open_dialog)
        fetches.states_changed.connect(games.show_items)
        fetches.queued.connect(games.leave_sample)
        listing.kept_keys = games.library_keys
        fetches.online_changed.connect(self._show_badge)
        fetches.fetched.connect(self._on_fetched)
        window.menus.interval_chosen.connect(self._on_interval)
        fetches.set_interval(int(preferences.follow_s))
        games.decorate = fetches.decorate
        window.menus.show_choices(preferences.theme, preferences.follow_s)
        window.actions_["offline"].setChecked(fetches.fetcher.is_offline)
        self._on_changed()

    @property
    def preferences(self) -> Preferences:
        """What the user has chosen."""
        return self._preferences

    def choose(self, name: str, value: str) -> None:
        """Let one of the choices of the preferences hold, by its name, as the menus do."""
        if name == "theme":
            self._on_theme(value)
        elif name == "follow_s":
            self._on_interval(value)
        elif name == "network":
            self._window.actions_["offline"].setChecked(value == "offline")
            self._on_offline()
        else:
            self._keep(replace(self._preferences, preferred_source=value))
            self._games.prefer(value)

    def keep_host(self, source: str, host: str) -> None:
        """Keep a source's base address; empty: the vendor's own."""
        if source == CTG:
            self._keep(replace(self._preferences, ctg_host=host))
        else:
            self._keep(replace(self._preferences, shottracker_host=host))

    def keep_definitions(self, definitions: Definitions) -> None:
        """Keep what is counted by."""
        self._keep(replace(self._preferences, definitions=definitions))

    def _keep(self, preferences: Preferences) -> None:
        self._preferences = preferences
        try:
            write_preferences(self._paths.preferences, preferences)
        except ExplorerError as error:
            self._games.fail(error)
        self._window.menus.show_choices(preferences.theme, preferences.follow_s)
        self.preferences_changed.emit()

    def _slots(self) -> dict[str, Callable[[], object]]:
        """What each command of the table does."""
        window, games, table = self._window, self._games, self._window.possessions.table
        fetches = self._fetches
        return {
            "open_files": games.open_files,
            "open_folder": games.open_folder,
            "fetch": self._listing.open_dialog,
            "keys": self._keys.open_dialog,
            "offline": self._on_offline,
            "export": self.exports.open_dialog,
            "open_sample": games.open_sample,
            "close_sample": games.close_sample,
            "quit": window.close,
            "copy": lambda: QGuiApplication.clipboard().setText(table.copied()),
            "find": self._on_find,
            "back": lambda: self._viewer.go(-1),
            "forward": lambda: self._viewer.go(1),
            "clear_filter": lambda: self._viewer.ask(""),
            "definitions": window.definitions_asked.emit,
            "columns": self._on_columns,
            "reset_layout": self._on_reset_layout,
            "choose_all": window.library.choose_all,
            "refresh": lambda: fetches.refresh(window.library.chosen()),
            "refresh_all": self._on_refresh_all,
            "follow": self._on_follow,
            "next": lambda: table.step(1),
            "previous": lambda: table.step(-1),
            "tracking": self._on_tracking,
            "about": self._on_about,
        }

    def _on_changed(self) -> None:
        actions = self._window.actions_
        has_rows = self._viewer.selection is not None
        is_kept = has_rows and not self._games.is_sample
        for name in ("compare", "export", "copy", "next", "previous", "columns", "find", "clear_filter"):
            actions[name].setEnabled(has_rows)
        actions["close_sample"].setEnabled(self._games.is_sample)
        actions["open_sample"].setEnabled(not self._games.is_sample)
        for name in ("remove_games", "refresh", "refresh_all", "follow", "tracking"):
            actions[name].setEnabled(is_kept)
        self._window.filter.setEnabled(has_rows)
        self._show_badge()

    def _show_badge(self) -> None:
        """Say whether the vendors can be reached, and how old what is shown is."""
        selection = self._viewer.selection
        words = []
        if self._fetches.fetcher.is_offline:
            words.append("offline by choice")
        elif self._fetches.is_unreachable:
            words.append("offline: no network")
        if selection is not None and selection.is_sample:
            words.append("sample league")
        elif selection is not None:
            keys = [loaded.info.key for loaded in selection.games]
            fetched_s = self._games.fetched_s(keys)
            words.append("read from files" if fetched_s is None else f"data as of {age(time.time() - fetched_s)}")
        self._window.show_badge("  ·  ".join(words))

    def _on_find(self) -> None:
        self._window.filter.setFocus()
        self._window.filter.selectAll()

    def _on_columns(self) -> None:
        menu = self._window.possessions.table.column_menu()
        header = self._window.possessions.table.horizontalHeader()
        menu.popup(header.mapToGlobal(header.rect().bottomLeft()))

    def _on_reset_layout(self) -> None:
        self._settings.forget_window()
        self._window.arrange()

    def _on_theme(self, name: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, name)
        self._keep(replace(self._preferences, theme=name))

    def follow_system(self) -> None:
        """The system has turned light or dark, or has put its own palette on."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self._preferences.theme)

    # The network

    def _on_offline(self) -> None:
        is_offline = self._window.actions_["offline"].isChecked()
        self._fetches.fetcher.is_offline = is_offline
        if not is_offline:
            self._fetches.fetcher.resume()
        self._keep(replace(self._preferences, network="offline" if is_offline else "online"))
        self._show_badge()

    def _on_refresh_all(self) -> None:
        stale = self._games.older_than(STALE_AFTER_S)
        if stale:
            self._fetches.refresh(stale)
        else:
            self._window.possessions.bar.show_message("No game of the library is older than a day.")

    def _on_follow(self) -> None:
        is_wanted = self._window.actions_["follow"].isChecked()
        self._fetches.follow(self._window.library.chosen() if is_wanted else ())

    def _on_interval(self, seconds: str) -> None:
        self._fetches.set_interval(int(seconds))
        self._keep(replace(self._preferences, follow_s=seconds))

    def _on_fetched(self, fetched: Fetched) -> None:
        """Show the library anew; what is looked at is loaded again where it changed, at the same place."""
        before = self._window.library.chosen()
        # A game that goes on under the vendor's id stays chosen.
        chosen = [fetched.key if fetched.key and key == fetched.replaced else key for key in before]
        is_shown = fetched.key in chosen and not self._games.is_sample
        if is_shown and (fetched.changes or chosen != before):
            self._games.refresh_list(lambda keys: self._games.choose(chosen))
        else:
            self._games.refresh_list()

    def _on_tracking(self) -> None:
        found = self._viewer.locations
        if found is None:
            self._window.possessions.bar.show_message("The feed names no tracking for this possession.")
            return
        key, url = found
        job = Job(
            "Fetching tracking",
            lambda token, tell: self._fetches.fetcher.fetch_tracking(key, url, token),
            lambda _: self._on_tracking_kept(),
            self._games.fail,
        )
        self._runner.submit(Lane.NETWORK, job)

    def _on_tracking_kept(self) -> None:
        self._games.tracking_kept.emit()
        self._window.possessions.bar.show_message("The tracking of this possession is kept in the library.")

    def _on_about(self) -> None:
        QMessageBox.about(
            self._window,
            f"About {TITLE}",
            f"<b>{TITLE}</b> {__version__}<p>Basketball possessions from ShotTracker and Cleaning the Glass: "
            "listed, narrowed, and looked at one by one, without a network.</p><p>MIT licence.</p>",
        )

    def _on_closing(self) -> None:
        self._settings.keep_window(self._window.saveGeometry(), self._window.saveState(STATE_VERSION))
        name, order = self._model.sorting
        self._settings.keep_sorting(name, order is Qt.SortOrder.DescendingOrder)
        self._settings.sync()
        self._fetches.follow(())
        self._runner.stop()
        self._games.close()
