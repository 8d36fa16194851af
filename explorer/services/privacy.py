"""What a report must not tell: keys, the names of this user and his computer, where his home folder is."""

from __future__ import annotations

import getpass
import json
import logging
import platform
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import override
from urllib.parse import quote

HIDDEN = "(hidden)"
_NOBODYS = frozenset({"root", "user", "admin", "administrator", "localhost", "home", "python", "explorer", "desktop"})
"""Names that say nothing of anybody, and stand in many a trace."""
_SHORTEST_NAME = 3
_HEADER = re.compile(r"(?i)\b((?:proxy-)?authorization|x-api-key|(?:set-)?cookie)(['\"]?\s*[:=]\s*)[^\r\n,}]+")
_NAMED = re.compile(
    r"(?i)([\w-]{0,40}(?:api_?-?key|secret|token|passw(?:or)?d|passphrase|signature|credential)s?)(['\"]?\s*[:=]\s*)"
    r"(?!\(hidden\))(\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s,;&})\]]+)"
)
_BEARER = re.compile(r"(?i)\b(bearer|basic|hmac[\w-]{0,40})\s+[\w+/=.:-]{8,}")
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]+@")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,100}\w")
_OPAQUE = re.compile(
    r"\beyJ[\w.-]{10,}"  # a JSON web token
    r"|\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"
    r"|\b[0-9a-fA-F]{24,}\b"
    r"|(?<![\w/+-])(?=[\w+=-]{0,200}\d)(?=[\w+=-]{0,200}[A-Z])(?=[\w+=-]{0,200}[a-z])[A-Za-z0-9+=-]{24,}"
)
"""What looks like a key: no word and no name of a file is so long and so mixed."""


@dataclass(slots=True)
class Privacy:
    """Takes out of a text what is nobody else's business."""

    home: str
    names: tuple[str, ...] = ()
    """Of this user and this computer."""
    hide: Callable[[str], str] = field(default=str)
    """Hides the keys that the program knows; set by who knows them."""
    _people: re.Pattern[str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        told = [name for name in self.names if len(name) >= _SHORTEST_NAME and name.lower() not in _NOBODYS]
        if told:
            either = "|".join(re.escape(name) for name in sorted(told, key=len, reverse=True))
            self._people = re.compile(rf"(?i)(?<![a-z0-9])(?:{either})(?![a-z0-9])")

    @classmethod
    def of_this_user(cls) -> Privacy:
        """What is private on this computer."""
        try:
            user = getpass.getuser()
        except (OSError, KeyError, ImportError):
            # A process may belong to a number without a name.
            user = ""
        try:
            home = Path.home()
        except RuntimeError:
            home = Path("/")
        return cls(str(home), (user, home.name, platform.node().partition(".")[0]))

    def clean(self, text: str) -> str:
        """The text without keys, mail addresses and names; the home folder is `~`."""
        text = self.hide(text)
        for home in self._homes():
            text = text.replace(home, "~")
        text = _IN_ADDRESS.sub(f"{HIDDEN}@", text)
        text = _MAIL.sub(HIDDEN, text)
        text = _HEADER.sub(rf"\1\2{HIDDEN}", text)
        text = _BEARER.sub(rf"\1 {HIDDEN}", text)
        text = _NAMED.sub(rf"\1\2{HIDDEN}", text)
        text = _OPAQUE.sub(HIDDEN, text)
        return self._people.sub("someone", text) if self._people is not None else text

    def _homes(self) -> list[str]:
        """The home folder as it may be written, the longest first."""
        if len(self.home) < 2:
            return []
        plain = self.home.rstrip("/\\")
        forms = {plain, Path(plain).as_posix(), quote(plain), quote(Path(plain).as_posix()), json.dumps(plain)[1:-1]}
        return sorted(forms, key=len, reverse=True)


class CleanFormatter(logging.Formatter):
    """Writes a line of the log without what is private: people send their logs."""

    def __init__(self, pattern: str, privacy: Privacy) -> None:
        super().__init__(pattern)
        self._privacy = privacy

    @override
    def format(self, record: logging.LogRecord) -> str:
        return self._privacy.clean(super().format(record))
