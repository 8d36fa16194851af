"""Letters on machines that have none: a font that a build brings along, used only where there is no other."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

from explorer.paths import resource

FOLDER = "fonts"


def add_font_if_none(app: QApplication) -> str | None:
    """Take the build's own font where the system has none; returns its family, None where nothing had to be done.

    A checkout and a wheel bring no font: whoever installs these has one.
    """
    # The list of families is no sign: fontconfig names `Sans Serif` even where nothing stands for it.
    if QFontInfo(app.font()).family():
        return None
    found: list[str] = []
    for path in sorted(resource(FOLDER).glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        found += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not found:
        return None
    # The shortest name is the family itself, the others are its weights.
    family = min(found, key=len)
    font = QFont(app.font())
    font.setFamily(family)
    app.setFont(font)
    return family
