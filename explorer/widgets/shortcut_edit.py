"""A field for one shortcut, which refuses a key that is used already and says by what."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QVBoxLayout, QWidget

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_USABLE = re.compile(r"(?:Shift\+)?F\d+|(?:.*\+)?(?:Ctrl|Alt|Meta)\+.+")
"""Keys that nobody types or walks with."""


def refusal(shortcut: str, taken: Mapping[str, str]) -> str:
    """Why a key cannot be a shortcut; empty where it can, or is none. `taken` says what uses each key.

    Keys are in Qt's portable spelling.
    """
    keys = QKeySequence(shortcut, _PORTABLE)
    if keys.isEmpty():
        return ""
    words = keys.toString(QKeySequence.SequenceFormat.NativeText)
    if shortcut in taken:
        return f"{words} is used by “{taken[shortcut]}”."
    if not _USABLE.fullmatch(shortcut):
        return f"{words} is needed for typing and walking; hold Ctrl or Alt with it."
    return ""


class ShortcutEdit(QWidget):
    """Takes one key with its modifiers; below it stands why a key is refused."""

    changed = Signal()
    """Another key stands in the field, good or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty, with every key free."""
        super().__init__(parent)
        self._taken: Mapping[str, str] = {}
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(1)
        self.keys.setClearButtonEnabled(True)
        self.keys.setAccessibleName("Shortcut")
        self.keys.keySequenceChanged.connect(self._on_changed)
        self.setFocusProxy(self.keys)
        self._words = QLabel()
        self._words.setObjectName("refusal")
        self._words.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.keys)
        layout.addWidget(self._words)
        self._words.hide()

    @property
    def shortcut(self) -> str:
        """The key in Qt's portable spelling; empty for none."""
        return self.keys.keySequence().toString(_PORTABLE)

    @property
    def refusal(self) -> str:
        """Why the key cannot be taken; empty where it can."""
        return refusal(self.shortcut, self._taken)

    def show_shortcut(self, shortcut: str, taken: Mapping[str, str]) -> None:
        """Show a key; `taken` says what uses each other one."""
        self._taken = dict(taken)
        self.keys.blockSignals(True)
        self.keys.setKeySequence(QKeySequence(shortcut, _PORTABLE))
        self.keys.blockSignals(False)
        self._show_refusal()

    def _show_refusal(self) -> None:
        self._words.setText(self.refusal)
        self._words.setVisible(bool(self.refusal))

    def _on_changed(self) -> None:
        self._show_refusal()
        self.changed.emit()
