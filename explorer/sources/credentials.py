"""The user's names and keys: from this run, the environment or the keyring; never in a file, a log or a `repr`.

A key of the keyring or of this run belongs to the host for which it was entered, and is given to no other.
"""

from __future__ import annotations

import base64
import enum
import hmac
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import quote

from explorer.core.errors import CredentialError
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.sources.keyrings import KeyringDoor, KeyringError

USER_VARIABLE = "POSSESSION_EXPLORER_SHOTTRACKER_USER"
SECRET_VARIABLE = "POSSESSION_EXPLORER_SHOTTRACKER_SECRET"
KEY_VARIABLE = "POSSESSION_EXPLORER_CTG_KEY"
SERVICE = "io.github.possession_explorer.PossessionExplorer"
"""Under which the keyring lists what is kept."""
LONGEST = 400
"""Characters of a name or key: two of them fit into what Windows keeps in one entry (1,280)."""
_MASK = "Secret(hidden)"
_SHORTEST_FORM = 6


class Secret:
    """A text that shows itself only where it is asked for by name: not printed, formatted, pickled or logged."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself, for the one place that sends it."""
        return self._value

    def __repr__(self) -> str:
        return _MASK

    def __format__(self, spec: str) -> str:
        return _MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written out")


@dataclass(frozen=True, slots=True)
class Pair:
    """ShotTracker's user name and secret."""

    user: str
    secret: Secret


class Origin(enum.StrEnum):
    """Where a credential is from."""

    THIS_RUN = "this run"
    ENVIRONMENT = "environment"
    KEYRING = "keyring"


ORIGIN_WORDS: dict[Origin, str] = {
    Origin.THIS_RUN: "entered for this run only; it is forgotten at the end",
    Origin.ENVIRONMENT: "from the environment of this run",
    Origin.KEYRING: "from the keyring of this system",
}


@dataclass(frozen=True, slots=True)
class Held[T]:
    """A credential and where it is from; `note` says in a sentence why it is not in the keyring, if it should be."""

    value: T
    origin: Origin
    note: str = ""

    @property
    def words(self) -> str:
        """Where the credential is from, to be shown beside it."""
        return f"{ORIGIN_WORDS[self.origin]}. {self.note}".removesuffix(". ")


def check_entry(text: str, what: str) -> str:
    """A name or key without the space around it; raises CredentialError for what no vendor gives out.

    `what` names the field for the sentence; the text itself is never part of it.
    """
    entry = text.strip()
    if not entry:
        raise CredentialError(f"{what} is empty.")
    if len(entry) > LONGEST:
        raise CredentialError(f"{what} is longer than {LONGEST} characters: more than a key was pasted.")
    for place, letter in enumerate(entry, 1):
        if letter in "\r\n\v\f\u0085\u2028\u2029":
            raise CredentialError(f"{what} goes over several lines: enter one line only.")
        if letter.isspace():
            raise CredentialError(f"{what} holds a space (character {place}).")
        if not "!" <= letter <= "~":
            raise CredentialError(f"{what} holds a character that cannot be sent (character {place}): type it anew.")
        if letter in '"\\':
            raise CredentialError(f"{what} holds a quotation mark or backslash (character {place}).")
    return entry


def check_pair(user: str, secret: str) -> Pair:
    """ShotTracker's pair from two fields; raises CredentialError."""
    return Pair(check_entry(user, "The user name"), Secret(check_entry(secret, "The secret")))


def check_key(key: str) -> Secret:
    """Cleaning the Glass' key from a field; raises CredentialError."""
    return Secret(check_entry(key, "The key"))


class Credentials:
    """Looks credentials up, this run's first, then the environment's, then the keyring's; keeps and forgets them.

    Asking may take as long as the keyring's time limit: call from a worker. Usable from several threads.
    """

    def __init__(self, door: KeyringDoor | None = None, environ: Mapping[str, str] | None = None) -> None:
        """`environ` stands for the environment of this process."""
        self._door = door or KeyringDoor()
        self._environ = os.environ if environ is None else environ
        self._lock = threading.RLock()
        self._run: dict[tuple[str, str], Held[Any]] = {}
        self._seen: dict[tuple[str, str], Secret | None] = {}
        self.keyring_trouble = ""
        """Why the keyring gave nothing when it was last asked; empty where it answered."""

    def shottracker(self, host: str) -> Held[Pair] | None:
        """The pair for a host; None where there is none. Raises CredentialError for one that cannot be right."""
        with self._lock:
            if (held := self._run.get((SHOTTRACKER, host))) is not None:
                return held
            user, secret = self._environ.get(USER_VARIABLE, ""), self._environ.get(SECRET_VARIABLE, "")
            if user or secret:
                pair = Pair(check_entry(user, USER_VARIABLE), Secret(check_entry(secret, SECRET_VARIABLE)))
                return Held(pair, Origin.ENVIRONMENT)
            kept = self._kept(SHOTTRACKER, host)
            return None if kept is None else Held(_unpack_pair(kept), Origin.KEYRING)

    def ctg(self, host: str) -> Held[Secret] | None:
        """The key for a host; None where there is none. Raises CredentialError for one that cannot be right."""
        with self._lock:
            if (held := self._run.get((CTG, host))) is not None:
                return held
            if key := self._environ.get(KEY_VARIABLE, ""):
                return Held(Secret(check_entry(key, KEY_VARIABLE)), Origin.ENVIRONMENT)
            kept = self._kept(CTG, host)
            return None if kept is None else Held(check_key(kept), Origin.KEYRING)

    def keep_shottracker(self, host: str, pair: Pair, *, this_run_only: bool = False) -> Held[Pair]:
        """Keep a pair in the keyring, or for this run where that is wanted or nothing else is possible."""
        packed = json.dumps({"user": pair.user, "secret": pair.secret.reveal()})
        return self._keep(SHOTTRACKER, host, pair, packed, this_run_only)

    def keep_ctg(self, host: str, key: Secret, *, this_run_only: bool = False) -> Held[Secret]:
        """Keep a key in the keyring, or for this run where that is wanted or nothing else is possible."""
        return self._keep(CTG, host, key, key.reveal(), this_run_only)

    def forget(self, source: str, host: str) -> None:
        """Forget what is kept for a host; raises KeyringError where the keyring still holds it."""
        with self._lock:
            self._run.pop((source, host), None)
            self._seen.pop((source, host), None)
            self._door.erase(SERVICE, f"{source} {host}")

    def hide_in(self, text: str) -> str:
        """A text without any name or key that is known in this run, however a request may have written it."""
        # Of copies, without the lock: it is held as long as the keyring is asked, and every line of the log comes here.
        known = [self._environ.get(name, "") for name in (USER_VARIABLE, SECRET_VARIABLE, KEY_VARIABLE)]
        for held in self._run.copy().values():
            value = held.value
            known += [value.user, value.secret.reveal()] if isinstance(value, Pair) else [value.reveal()]
        for (source, _), kept in self._seen.copy().items():
            known += _entries(source, kept)
        for entry in sorted({entry for entry in known if entry}, key=len, reverse=True):
            for form in _forms(entry):
                text = text.replace(form, _MASK)
        return text

    def ask_keyring_again(self) -> None:
        """Forget that the keyring did not answer, and what it answered."""
        with self._lock:
            self._seen.clear()
            self._door.try_again()

    def _keep[T](self, source: str, host: str, value: T, packed: str, this_run_only: bool) -> Held[T]:
        with self._lock:
            note = ""
            if not this_run_only:
                try:
                    self._door.write(SERVICE, f"{source} {host}", packed)
                except KeyringError as error:
                    note = str(error)
                else:
                    self._run.pop((source, host), None)
                    self._seen[(source, host)] = Secret(packed)
                    return Held(value, Origin.KEYRING)
            held = self._run[(source, host)] = Held(value, Origin.THIS_RUN, note)
            return held

    def _kept(self, source: str, host: str) -> str | None:
        if (source, host) not in self._seen:
            try:
                found = self._door.read(SERVICE, f"{source} {host}")
                self._seen[(source, host)] = None if found is None else Secret(found)
                self.keyring_trouble = ""
            except KeyringError as error:
                self.keyring_trouble = str(error)
                return None
        seen = self._seen[(source, host)]
        return None if seen is None else seen.reveal()


def _entries(source: str, kept: Secret | None) -> list[str]:
    """The names and keys in an entry of the keyring."""
    if kept is None:
        return []
    if source == CTG:
        return [kept.reveal()]
    try:
        pair = _unpack_pair(kept.reveal())
    except CredentialError:
        return [kept.reveal()]
    return [pair.user, pair.secret.reveal()]


def _forms(entry: str) -> list[str]:
    """How a name or key may stand in a text: as it is, URL-encoded, in base64, in hexadecimal."""
    plain = entry.encode()
    # Of base64 only what does not hang on what stands before and behind.
    packed = [base64.b64encode(b"x" * before + plain).decode()[4:-4] for before in range(3)]
    forms = [entry, quote(entry, safe=""), plain.hex(), *packed]
    return [form for form in dict.fromkeys(forms) if len(form) >= _SHORTEST_FORM or form == entry]


def _unpack_pair(kept: str) -> Pair:
    try:
        fields = json.loads(kept)
        user, secret = str(fields["user"]), str(fields["secret"])
    except (ValueError, TypeError, KeyError):
        user = secret = ""
    if not user:
        # Raised here and not above: the exception that failed holds the text with the secret.
        raise CredentialError("The keyring's entry for ShotTracker cannot be read: enter user name and secret anew.")
    return check_pair(user, secret)
