"""What to do about each kind of failure, in one table: said behind the sentence that tells what failed and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction

from explorer.core.errors import (
    AccessError,
    AddressError,
    BrokenAnswerError,
    CertificateError,
    CredentialError,
    CutAnswerError,
    DataError,
    ExplorerError,
    FileError,
    HostPausedError,
    StatusError,
    TooSlowError,
    UnknownIdError,
    UnreachableError,
)
from explorer.services.fetching import OfflineError
from explorer.widgets.message_bar import Button

KEYS = ("&Sources and keys…", "keys")


@dataclass(frozen=True, slots=True)
class Remedy:
    """A sentence, where failures do not say it themselves; and a command of the menus that helps, with its button."""

    words: str = ""
    button: tuple[str, str] | None = None


REMEDIES: dict[type[ExplorerError], Remedy] = {
    DataError: Remedy("Save it again from where it came, whole and as it is."),
    FileError: Remedy("Check that it is there and may be used, or choose another place."),
    CredentialError: Remedy(button=KEYS),
    OfflineError: Remedy(button=("Go o&nline", "offline")),
    UnreachableError: Remedy("Check the network of this computer, then try again."),
    CutAnswerError: Remedy("Try again; what is in the library stays as it is."),
    TooSlowError: Remedy("Try again later; what is in the library stays as it is."),
    CertificateError: Remedy("Check the clock of this computer, and whether a proxy or a virus scanner is between."),
    BrokenAnswerError: Remedy("Check the address of the source, or try again later.", KEYS),
    AddressError: Remedy("Check the address of the source.", KEYS),
    HostPausedError: Remedy("Wait for that, or try again at once."),
    StatusError: Remedy("Try again later; if it stays so, ask the vendor and quote this."),
    AccessError: Remedy("Check your key, and what your licence covers.", KEYS),
    UnknownIdError: Remedy("Check the id, and that the game has been played."),
}
"""Failures of the library and of questions say what to do themselves; wrong usage is the command line's."""


def remedy_of(error: ExplorerError) -> Remedy:
    """What to do about a failure: of its own kind, else of the nearest that is in the table."""
    return next((REMEDIES[kind] for kind in type(error).__mro__ if kind in REMEDIES), Remedy())


def told(error: ExplorerError) -> str:
    """What failed, why, and what to do."""
    return " ".join(part for part in (ended(str(error)), remedy_of(error).words) if part)


def ended(sentence: str) -> str:
    """A sentence with its full stop."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def buttons_for(error: ExplorerError, actions: Mapping[str, QAction]) -> list[Button]:
    """The button of the command that helps, where there is one."""
    found = remedy_of(error).button
    return [] if found is None else [(found[0], _pressing(actions[found[1]]))]


def _pressing(action: QAction) -> Callable[[], None]:
    return lambda: action.trigger()
