"""The window's own state between two starts: place, docks, columns, sorting, the games last looked at.

The window's place is read before anything else is there, so the tables of fields are imported where they are needed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from explorer.core.model import Key

STATE_VERSION = 2
"""Raised when docks or tool bars change, so that an old arrangement is not forced onto a new window."""


class Settings:
    """Reads and writes one ini file; what makes no sense is taken for absent."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is made when something is written."""
        self._ini = QSettings(str(path), QSettings.Format.IniFormat)

    def geometry(self) -> QByteArray | None:
        """The window's place."""
        return self._bytes("window/geometry")

    def state(self) -> QByteArray | None:
        """The arrangement of docks and tool bars."""
        return self._bytes("window/state")

    def keep_window(self, geometry: QByteArray, state: QByteArray) -> None:
        """Keep the window's place and arrangement."""
        self._ini.setValue("window/geometry", geometry)
        self._ini.setValue("window/state", state)

    def columns(self) -> list[str] | None:
        """The fields the user chose as columns; None where the default holds."""
        from explorer.core.fields import BY_NAME

        names = self._json("list/columns")
        if not isinstance(names, list):
            return None
        known = [name for name in names if isinstance(name, str) and name in BY_NAME]
        return known or None

    def keep_columns(self, names: Sequence[str] | None) -> None:
        """Keep the columns; None goes back to the default."""
        self._ini.setValue("list/columns", "" if names is None else json.dumps(list(names)))

    def widths(self) -> dict[str, int]:
        """The widths in pixels that the user gave to columns."""
        from explorer.core.fields import BY_NAME

        widths = self._json("list/widths")
        if not isinstance(widths, dict):
            return {}
        return {n: w for n, w in widths.items() if n in BY_NAME and isinstance(w, int) and 10 <= w <= 2000}

    def keep_widths(self, widths: Mapping[str, int]) -> None:
        """Keep the widths of columns."""
        self._ini.setValue("list/widths", json.dumps(dict(widths)))

    def sorting(self) -> tuple[str, bool]:
        """The field that sorts the list (empty: the order of play), and whether downwards."""
        from explorer.core.fields import BY_NAME

        value = self._json("list/sorting")
        if isinstance(value, list) and len(value) == 2 and str(value[0]) in BY_NAME:
            return (str(value[0]), value[1] is True)
        return ("", False)

    def keep_sorting(self, name: str, is_descending: bool) -> None:
        """Keep what sorts the list."""
        self._ini.setValue("list/sorting", json.dumps([name, is_descending]))

    def games(self) -> list[Key]:
        """The games last looked at."""
        keys = self._json("library/games")
        if not isinstance(keys, list):
            return []
        pairs = (key for key in keys if isinstance(key, list) and len(key) == 2)
        return [(str(source), str(game_id)) for source, game_id in pairs]

    def keep_games(self, keys: Sequence[Key]) -> None:
        """Keep which games are looked at."""
        self._ini.setValue("library/games", json.dumps([list(key) for key in keys]))

    def question(self) -> str:
        """The question asked last of games of the library, perhaps one that can no longer be read."""
        return self._text("list/question")

    def keep_question(self, question: str) -> None:
        """Keep the question that holds."""
        self._ini.setValue("list/question", question)

    def recent(self) -> list[str]:
        """The files and folders opened last, the latest first."""
        paths = self._json("library/recent")
        return [path for path in paths if isinstance(path, str) and path] if isinstance(paths, list) else []

    def keep_recent(self, paths: Sequence[str]) -> None:
        """Keep which files and folders were opened last."""
        self._ini.setValue("library/recent", json.dumps(list(paths)))

    def breakdown(self) -> dict[str, Any]:
        """How the groups below the list were shown, by name; what is not known is left to the pane."""
        kept = self._json("breakdown/wanted")
        return kept if isinstance(kept, dict) else {}

    def keep_breakdown(self, wanted: Mapping[str, Any]) -> None:
        """Keep how the groups below the list are shown."""
        self._ini.setValue("breakdown/wanted", json.dumps(dict(wanted)))

    def is_flow_hidden(self) -> bool:
        """Whether the user has hidden the flow of the game."""
        return self._text("list/flow") == "hidden"

    def keep_flow_hidden(self, is_hidden: bool) -> None:
        """Keep whether the flow of the game is hidden."""
        self._ini.setValue("list/flow", "hidden" if is_hidden else "shown")

    def open_facets(self) -> list[str] | None:
        """The facets whose groups are open; None where the default holds."""
        from explorer.core.facets import BY_NAME

        names = self._json("facets/open")
        return (
            [name for name in names if isinstance(name, str) and name in BY_NAME] if isinstance(names, list) else None
        )

    def keep_open_facets(self, names: Sequence[str]) -> None:
        """Keep which groups of the facets are open."""
        self._ini.setValue("facets/open", json.dumps(list(names)))

    def court(self) -> dict[str, str]:
        """How the court was looked at, by name; what is not known is left to those who draw it."""
        kept = self._json("court/wanted")
        is_dict = isinstance(kept, dict)
        return {name: value for name, value in kept.items() if isinstance(value, str)} if is_dict else {}

    def keep_court(self, wanted: Mapping[str, str]) -> None:
        """Keep how the court is looked at."""
        self._ini.setValue("court/wanted", json.dumps(dict(wanted)))

    def is_sample_closed(self) -> bool:
        """Whether the user has closed the sample league."""
        return self._text("library/sample") == "closed"

    def keep_sample_closed(self, is_closed: bool) -> None:
        """Keep whether the sample league was closed."""
        self._ini.setValue("library/sample", "closed" if is_closed else "open")

    def is_welcomed(self) -> bool:
        """Whether the welcome has been shown once."""
        return self._text("welcome/state") == "shown"

    def keep_welcomed(self) -> None:
        """Keep that the welcome has been shown."""
        self._ini.setValue("welcome/state", "shown")

    def forget_window(self) -> None:
        """Go back to the default arrangement at the next start."""
        self._ini.remove("window")

    def sync(self) -> None:
        """Write what is kept now."""
        self._ini.sync()

    def _bytes(self, name: str) -> QByteArray | None:
        value = self._ini.value(name)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def _text(self, name: str) -> str:
        value = self._ini.value(name)
        return value if isinstance(value, str) else ""

    def _json(self, name: str) -> Any:
        try:
            return json.loads(self._text(name))
        except (ValueError, RecursionError):
            return None
