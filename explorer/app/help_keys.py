"""The sheet of keys: every command by its menu, as the window has them, and the keys of lists and courts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QAction, QKeySequence

from explorer.app.palette_controller import ARROW, plain
from explorer.core.text import UNKNOWN
from explorer.models.help_page import DO, Page, Section, escaped, link
from explorer.widgets.keys import PLACES, Place

KEYS = "keys"
_NATIVE, _PORTABLE = QKeySequence.SequenceFormat.NativeText, QKeySequence.SequenceFormat.PortableText


def keys_page(commands: Iterable[tuple[Sequence[str], QAction]]) -> Page:
    """Every command with the menus that lead to it, then the keys that parts of the window take by themselves.

    Choices without a key are told by their menu alone: the palette lists them.
    """
    menus: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for path, action in commands:
        keys = " or ".join(one.toString(_NATIVE) for one in action.shortcuts())
        # A view that is not the user's own, a theme or a league: a whole menu of them says nothing of keys.
        if not keys and (len(path) > 1 or not action.text()):
            continue
        words = escaped(plain(action.text()))
        name = action.objectName()
        shown = link(plain(action.text()), DO, name) if name else words
        menus.setdefault(tuple(path), []).append((keys or UNKNOWN, shown, escaped(action.statusTip())))
    headers = ("key", "command", "what it does")
    return Page(
        KEYS,
        "Keys",
        (
            *(
                Section(f"menu_{number}", ARROW.join(path), (), headers, tuple(rows))
                for number, (path, rows) in enumerate(menus.items())
            ),
            *(_place(place) for place in PLACES),
        ),
        (
            "Alt with the underlined letter opens a menu, Tab goes from part to part of the window. Saved views "
            f"can have a key too: {link('Manage views', DO, 'manage_views')}.",
        ),
    )


def _place(place: Place) -> Section:
    rows = tuple((" or ".join(native(key) for key in one.keys), escaped(one.words)) for one in place.keys)
    return Section(f"place_{place.name}", place.title, (), ("key", "what it does"), rows)


def native(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key, _PORTABLE).toString(_NATIVE)
