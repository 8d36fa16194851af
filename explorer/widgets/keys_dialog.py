"""The dialog of sources and keys: host, user name and secret or key, a test, and where they are kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from explorer.core.vocabulary import CTG, SHOTTRACKER, SOURCE_TITLES


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What stands in the fields of one source; the secret is not part of its `repr`."""

    source: str
    host: str
    user: str
    secret: str = field(repr=False)
    is_this_run_only: bool


class _SourcePage(QWidget):
    """The fields of one source."""

    def __init__(self, source: str, host: str, default_host: str) -> None:
        super().__init__()
        self.source = source
        self._host = QLineEdit(host)
        self._host.setPlaceholderText(default_host)
        self._host.setAccessibleName("Host")
        self._user = QLineEdit()
        self._user.setAccessibleName("User name")
        self._secret = QLineEdit()
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._secret.setAccessibleName("Secret" if source == SHOTTRACKER else "Key")
        self._run_only = QCheckBox("For this &run only: forget it at the end")
        self._words = QLabel()
        self._words.setObjectName("emptyLabel")
        self._words.setWordWrap(True)
        self._words.setMinimumHeight(64)
        form = QFormLayout(self)
        form.setContentsMargins(8, 16, 8, 8)
        form.addRow("Host", self._host)
        if source == SHOTTRACKER:
            form.addRow("User name", self._user)
        form.addRow("Secret" if source == SHOTTRACKER else "Key", self._secret)
        form.addRow("", self._run_only)
        form.addRow(self._words)

    def entry(self) -> KeyEntry:
        return KeyEntry(
            self.source, self._host.text().strip(), self._user.text(), self._secret.text(), self._run_only.isChecked()
        )

    def say(self, words: str) -> None:
        self._words.setText(words)

    def show_host(self, host: str) -> None:
        self._host.setText(host)

    def forget_secret(self) -> None:
        self._secret.clear()


class KeysDialog(QDialog):
    """Asks for credentials; knows none itself once they are handed on."""

    test_asked = Signal(object)
    """A KeyEntry; with an empty secret, what is kept already is meant."""
    keep_asked = Signal(object)
    forget_asked = Signal(str, str)
    """The source and its host."""

    def __init__(self, hosts: dict[str, tuple[str, str]], parent: QWidget | None = None) -> None:
        """`hosts` gives for each source the user's base address (maybe empty) and the vendor's own."""
        super().__init__(parent)
        self.setWindowTitle("Sources and keys")
        self.setObjectName("keysDialog")
        self.resize(520, 320)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Sources")
        self._pages = {source: _SourcePage(source, *hosts[source]) for source in (SHOTTRACKER, CTG)}
        for source, page in self._pages.items():
            self.tabs.addTab(page, SOURCE_TITLES[source])
        buttons = QHBoxLayout()
        for words, slot, is_default in (
            ("&Test", self._on_test, False),
            ("&Keep", self._on_keep, True),
            ("For&get", self._on_forget, False),
            ("&Close", self.close, False),
        ):
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.setDefault(is_default)
            button.clicked.connect(slot)
            buttons.addWidget(button)
        buttons.insertStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(buttons)

    def say(self, source: str, words: str) -> None:
        """Say how it stands with a source."""
        self._pages[source].say(words)

    def show_host(self, source: str, host: str) -> None:
        """Show another base address of a source; empty: the vendor's own."""
        self._pages[source].show_host(host)

    def forget_secret(self, source: str) -> None:
        """Empty the field of a secret that has been handed on."""
        self._pages[source].forget_secret()

    def page(self, source: str) -> QWidget:
        """The fields of a source."""
        return self._pages[source]

    def _current(self) -> _SourcePage:
        return list(self._pages.values())[self.tabs.currentIndex()]

    def _on_test(self) -> None:
        self.test_asked.emit(self._current().entry())

    def _on_keep(self) -> None:
        self.keep_asked.emit(self._current().entry())

    def _on_forget(self) -> None:
        page = self._current()
        self.forget_asked.emit(page.source, page.entry().host)
