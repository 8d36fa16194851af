"""The window's long-lived objects, made in order of dependency."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from explorer.app import theme
from explorer.app.controller import Controller
from explorer.app.games_controller import GamesController
from explorer.app.main_window import TITLE, MainWindow
from explorer.app.settings import Settings
from explorer.core.court import court_for
from explorer.jobs.runner import Runner
from explorer.models.possession_model import PossessionModel
from explorer.paths import Paths, resource
from explorer.services.library import Library
from explorer.services.preferences import Preferences, read_preferences
from explorer.store.games import GameStore

APP_ID = "io.github.possession_explorer.PossessionExplorer"


@dataclass(frozen=True, slots=True)
class Program:
    """What lives as long as the window."""

    window: MainWindow
    controller: Controller
    games: GamesController
    runner: Runner
    library: Library
    settings: Settings
    model: PossessionModel


def dress(app: QApplication, preferences: Preferences) -> None:
    """Name the application and give it its look."""
    app.setApplicationName("possession-explorer")
    app.setApplicationDisplayName(TITLE)
    app.setDesktopFileName(APP_ID)
    app.setWindowIcon(QIcon(str(resource("icons/application.svg"))))
    theme.apply(app, preferences.theme)


def build(app: QApplication, paths: Paths, preferences: Preferences | None = None) -> Program:
    """Make every long-lived object; nothing is read or shown yet."""
    chosen = preferences or read_preferences(paths.preferences)
    dress(app, chosen)
    settings = Settings(paths.settings)
    library = Library(GameStore(paths.library), chosen.preferred_source)
    runner = Runner()
    model = PossessionModel()
    window = MainWindow(model, court_for("nba", None))
    games = GamesController(window, library, runner, settings, chosen.preferred_source)
    controller = Controller(window, model, games, library, runner, settings, chosen, paths)
    window.restore(settings)
    return Program(window, controller, games, runner, library, settings, model)
