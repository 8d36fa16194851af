"""The system's keyring behind a door: asked in a thread with a time limit, and only where it is a real one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from explorer.core.errors import CredentialError

ANSWER_WITHIN_S = 15.0
"""Long enough to type the password of a locked keyring, short enough to be lived with."""
REAL_BACKENDS = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.macOS.Keyring",
    }
)
"""Those that keep secrets with the system. Others exist that write them into a file, and a variable of the
environment can put any class in the place of the keyring."""
_CHAIN = "keyring.backends.chainer.ChainerBackend"


class KeyringError(CredentialError):
    """The system's keyring is not there, does not answer or does not do what it is asked."""


class Backend(Protocol):
    """What is used of a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """A kept secret, None where there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""


def name_of(backend: object) -> str:
    """A backend's class in full: where it is defined, and its name."""
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}"


def find_backend() -> Backend:
    """The keyring of this system; raises KeyringError where there is none that keeps secrets safely."""
    # Looking for backends loads other people's plug-ins, and takes time: only in the thread that may be left.
    import keyring

    found = keyring.get_keyring()
    candidates = list(getattr(found, "backends", ())) if name_of(found) == _CHAIN else [found]
    real = next((one for one in candidates if name_of(one) in REAL_BACKENDS), None)
    if real is None:
        raise KeyringError("This system has no keyring in which a key can be kept.")
    return real


def describe(within_s: float) -> str:
    """What the keyring of this system is called, or why there is none; for a report."""
    call = _Call(find_backend, name_of)
    call.thread.start()
    return (call.result or call.failure) if call.done.wait(within_s) else "does not answer"


class KeyringDoor:
    """Asks the keyring, each time in a thread of its own that is left behind when it does not answer in time."""

    def __init__(self, find: Callable[[], Backend] = find_backend, within_s: float = ANSWER_WITHIN_S) -> None:
        """Nothing is asked yet."""
        self._find = find
        self._within_s = within_s
        self._is_stuck = False

    def read(self, service: str, name: str) -> str | None:
        """A kept secret, None where there is none; raises KeyringError."""
        return self._ask(lambda backend: backend.get_password(service, name))

    def write(self, service: str, name: str, secret: str) -> None:
        """Keep a secret, and read it back: some keyrings take what they do not keep. Raises KeyringError."""

        def keep(backend: Backend) -> str | None:
            backend.set_password(service, name, secret)
            return backend.get_password(service, name)

        if self._ask(keep) != secret:
            raise KeyringError("The keyring of this system did not keep what it was given.")

    def erase(self, service: str, name: str) -> None:
        """Forget a secret, if there is one; raises KeyringError."""

        def forget(backend: Backend) -> str | None:
            if backend.get_password(service, name) is not None:
                backend.delete_password(service, name)
            return None

        self._ask(forget)

    def try_again(self) -> None:
        """Ask anew although the keyring did not answer before."""
        self._is_stuck = False

    def _ask(self, work: Callable[[Backend], str | None]) -> str | None:
        if self._is_stuck:
            raise KeyringError("The keyring of this system did not answer before, and is left alone.")
        call = _Call(self._find, work)
        call.thread.start()
        if not call.done.wait(self._within_s):
            self._is_stuck = True
            raise KeyringError(f"The keyring of this system did not answer within {self._within_s:g} seconds.")
        if call.failure:
            raise KeyringError(call.failure)
        return call.result


class _Call:
    """One question to the keyring, in its thread."""

    def __init__(self, find: Callable[[], Backend], work: Callable[[Backend], str | None]) -> None:
        self._find = find
        self._work = work
        self.result: str | None = None
        self.failure = ""
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._run, name="keyring", daemon=True)

    def _run(self) -> None:
        try:
            self.result = self._work(self._find())
        except KeyringError as error:
            self.failure = str(error)
        except Exception:  # noqa: BLE001  # a thread's edge; a backend may raise anything, with the secret in its text
            self.failure = "The keyring of this system is locked or refuses."
        finally:
            self.done.set()
