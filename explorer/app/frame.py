"""What a start shows first: the application's look, and the window's frame where it stood the last time.

Only what is light is imported here: numbers, courts and the network come after the first paint.
"""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from explorer.app import theme
from explorer.app.fonts import add_font_if_none
from explorer.app.main_window import TITLE, MainWindow
from explorer.app.settings import Settings
from explorer.paths import resource
from explorer.services.preferences import Preferences
from explorer.widgets.focus_ring import FocusRings

APP_ID = "io.github.possession_explorer.PossessionExplorer"


def frame(app: QApplication, preferences: Preferences, settings: Settings) -> MainWindow:
    """Dress the application, and make the window without its panes; it is not shown yet."""
    dress(app, preferences)
    window = MainWindow()
    window.place(settings)
    return window


def dress(app: QApplication, preferences: Preferences) -> None:
    """Name the application and give it its look."""
    app.setApplicationName("possession-explorer")
    app.setApplicationDisplayName(TITLE)
    app.setDesktopFileName(APP_ID)
    app.setWindowIcon(QIcon(str(resource("icons/application.svg"))))
    add_font_if_none(app)
    theme.apply(app, preferences.theme)
    FocusRings.follow(app)
