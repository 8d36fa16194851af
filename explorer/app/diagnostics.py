"""What a report of a trouble needs to know of this computer and this program, as lines of text."""

from __future__ import annotations

import locale
import os
import sys
from dataclasses import dataclass

from PySide6.QtCore import QLocale, QSysInfo, qVersion
from PySide6.QtGui import QGuiApplication, QPalette, QScreen
from PySide6.QtWidgets import QApplication

from explorer.core.errors import ExplorerError
from explorer.core.text import count
from explorer.paths import MARKER, Paths, program_folder
from explorer.services.health import versions
from explorer.services.library import Library
from explorer.sources.keyrings import describe

KEYRING_WITHIN_S = 3.0
_MEGABYTE = 1_000_000
_DARK = 128
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: its name and what is known of it."""

    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


def of_window(app: QApplication) -> list[Line]:
    """What Qt says; only in the window's thread."""
    is_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < _DARK
    font = app.font()
    # A style sheet hides the style's name; ours is always laid over this one.
    style = app.style().name() or "Fusion"
    return [
        Line("Qt", f"{qVersion()} on {app.platformName()}, style {style}"),
        Line("colours", "dark" if is_dark else "light"),
        Line("font", f"{font.family()} {font.pointSizeF():g} pt"),
        *(Line(f"screen {number}", _screen(screen)) for number, screen in enumerate(QGuiApplication.screens(), 1)),
        Line("locale", f"{QLocale.system().name()}, files in {locale.getencoding()}"),
    ]


def _screen(screen: QScreen) -> str:
    size = screen.size()
    dots = f"{screen.logicalDotsPerInch():.0f} dpi, {screen.refreshRate():.0f} Hz"
    first = ", the first" if screen is QGuiApplication.primaryScreen() else ""
    return f"{size.width()} x {size.height()}, scale {screen.devicePixelRatio():g}, {screen.depth()} bit, {dots}{first}"


def of_system(paths: Paths, library: Library, network: str) -> list[Line]:
    """What takes a moment to find out: versions, folders, the library, the keyring; in a lane."""
    frozen = "built" if getattr(sys, "frozen", False) else "from source"
    is_portable = (program_folder() / MARKER).is_file() and paths.data.is_relative_to(program_folder())
    portable = ", portable" if is_portable else ""
    proxies = [name for name in _PROXIES if os.environ.get(name) or os.environ.get(name.upper())]
    return [
        *(Line(name, version) for name, version in versions().items()),
        Line("built", f"{frozen}{portable}, in {program_folder()}"),
        Line("processor", QSysInfo.currentCpuArchitecture()),
        Line("library", f"{paths.library}, {_library(paths, library)}"),
        Line("settings", str(paths.config)),
        Line("cache", str(paths.cache)),
        Line("log", str(paths.log)),
        Line("keyring", describe(KEYRING_WITHIN_S)),
        Line("network", network + (f", by {' and '.join(proxies)}" if proxies else "")),
    ]


def _library(paths: Paths, library: Library) -> str:
    try:
        games = count(len(library.rows()), "game")
    except ExplorerError as error:
        return str(error)
    try:
        return f"{paths.library.stat().st_size / _MEGABYTE:,.1f} MB, {games}"
    except OSError:
        return f"not yet written, {games}"
