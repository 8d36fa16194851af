"""One window for a user and his folders: a later start hands its files to the first one's window, and ends.

The first start holds a lock on a file in its data folder, which ends with it however it ends; in the file stands the
way to its door. A first one that does not answer within a second is left alone: a second window beside it is safe, as
the library takes several writers, and better than a double-click that seems to do nothing. Imports no Qt.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explorer.app.doorway import Caller, Doorway, call_on, open_door, take_away
from explorer.app.file_lock import try_lock
from explorer.paths import Paths

LOCK = "window.lock"
ANSWER_WITHIN_S = 1.0
"""So long the first start is waited for, from the lock that it holds to its answer."""
STARTS_WITHIN_S = 20.0
"""So long it may take from its lock to its window; files that come in between wait for it."""
DOES_NOT_ANSWER = (
    "Another Possession Explorer is open and does not answer, so this one has started beside it. Both use the same "
    "library, which is safe; close the other one if it stays as it is."
)
NOTHING_IS_KEPT = (
    "Nothing can be kept in {}: {}. What you open is gone when the window closes; mend the folder’s rights, or start "
    "with --basedir and another one."
)
_TAKEN, _REFUSED = b"taken", b"refused"
_AGAIN_S = 0.02
_LINGER_S = 0.1
_MOST_FILES = 20_000
_LONGEST_NAME, _LONGEST_TOKEN = 32_767, 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What a start wants of the window that is open: its files, absolute; and the desktop's leave to come forward."""

    files: tuple[Path, ...] = ()
    token: str = ""

    @classmethod
    def of(cls, names: Sequence[str], environ: Mapping[str, str]) -> Wish:
        """A start's wish, from its arguments in its folder."""
        token = environ.get("XDG_ACTIVATION_TOKEN") or environ.get("DESKTOP_STARTUP_ID") or ""
        return cls(tuple(Path(name).absolute() for name in names), token)

    def packed(self) -> bytes:
        """The wish as bytes."""
        told = {"files": [str(path) for path in self.files], "token": self.token}
        # A file's name need not be text: what stands for its odd bytes goes along.
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")

    @classmethod
    def read(cls, body: bytes) -> Wish | None:
        """The wish of some bytes; None where they are none."""
        try:
            told: Any = json.loads(body.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError):
            return None
        if not isinstance(told, dict):
            return None
        names, token = told.get("files"), told.get("token")
        if not isinstance(names, list) or len(names) > _MOST_FILES or not isinstance(token, str):
            return None
        files = tuple(Path(name) for name in names if _is_name(name))
        is_whole = len(files) == len(names) and all(path.is_absolute() for path in files)
        is_token = len(token) <= _LONGEST_TOKEN and token.isascii() and (not token or token.isprintable())
        return cls(files, token if is_token else "") if is_whole else None


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and "\0" not in name


class Call:
    """A wish on its way into the window's thread: taken there, or withdrawn because that takes too long."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self._lock = threading.Lock()
        self._is_withdrawn = False
        self._taken = threading.Event()

    def take(self) -> bool:
        """Take it; says whether it is still wanted."""
        with self._lock:
            if not self._is_withdrawn:
                self._taken.set()
            return not self._is_withdrawn

    def wait(self, within_s: float) -> bool:
        """Wait until it is taken; what is not by then is withdrawn, and never is."""
        self._taken.wait(within_s)
        with self._lock:
            self._is_withdrawn = not self._taken.is_set()
            return not self._is_withdrawn


class Reception:
    """Opens the first start's door, in threads of its own, and keeps what is wished until there is a window."""

    def __init__(self, door: Doorway) -> None:
        self._door = door
        self._lock = threading.Lock()
        self._early: list[Wish] = []
        self._taker: Callable[[Call], object] | None = None
        self._since_s = time.monotonic()
        self._is_open = True
        threading.Thread(target=self._run, name="reception", daemon=True).start()

    def hand_to(self, taker: Callable[[Call], object]) -> None:
        """Give every call to `taker` from now on, in whichever thread; those that came before it first."""
        with self._lock:
            early, self._early = self._early, []
            self._taker = taker
        for wish in early:
            taker(Call(wish))

    def close(self) -> None:
        """Take no more wishes."""
        with self._lock:
            self._is_open = False
        self._door.close()

    def _run(self) -> None:
        while (caller := self._door.wait()) is not None:
            # One that says nothing holds up no other.
            threading.Thread(target=self._serve, args=(caller,), name="caller", daemon=True).start()

    def _serve(self, caller: Caller) -> None:
        body = caller.receive(ANSWER_WITHIN_S)
        wish = None if body is None else Wish.read(body)
        answer = None if wish is None else self._answer(wish)
        if answer is not None:
            caller.send(answer)
        caller.close()

    def _answer(self, wish: Wish) -> bytes | None:
        """Whether a wish is taken; None from one that is about to end: who asks will be the first in a moment."""
        with self._lock:
            taker = self._taker
            if not self._is_open:
                return None
            if taker is None:
                if time.monotonic() - self._since_s > STARTS_WITHIN_S:
                    return _REFUSED
                self._early.append(wish)
                return _TAKEN
        call = Call(wish)
        taker(call)
        if call.wait(0.8 * ANSWER_WITHIN_S):
            return _TAKEN
        return _REFUSED if self._is_open else None


class Place:
    """This start's place: the first, with a reception; or one beside another, with a notice or without."""

    def __init__(self, descriptor: int = -1, reception: Reception | None = None, notice: str = "") -> None:
        self._descriptor = descriptor
        self.reception = reception
        self.notice = notice

    def leave(self) -> None:
        """Let the next start be the first; doing it twice does no harm."""
        if self.reception is not None:
            self.reception.close()
            self.reception = None
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1


def take_place(paths: Paths, wish: Wish) -> Place | None:
    """Take the first place, or hand the wish to who has it; None when it is handed over, and this start may end."""
    lock = paths.data / LOCK
    until_s = time.monotonic() + ANSWER_WITHIN_S
    try:
        paths.data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        # A folder that cannot be written to is none that windows could share.
        return Place(notice=NOTHING_IS_KEPT.format(paths.data, (error.strerror or str(error)).lower()))
    try:
        while not try_lock(descriptor):
            answer = _hand_over(descriptor, wish, until_s)
            if answer == _TAKEN:
                os.close(descriptor)
                return None
            # One that just begins has no door yet, one that ends has none any more.
            if answer is not None or time.monotonic() > until_s:
                os.close(descriptor)
                return Place(notice=DOES_NOT_ANSWER)
            time.sleep(_AGAIN_S)
    except OSError:
        # A file system without locks: a window each.
        os.close(descriptor)
        return Place()
    return _first(descriptor)


def _first(descriptor: int) -> Place:
    take_away(_read(descriptor)[0])
    try:
        door = open_door()
    except OSError:
        _write(descriptor, "")
        return Place(descriptor)
    _write(descriptor, door.address)
    return Place(descriptor, Reception(door))


def _hand_over(descriptor: int, wish: Wish, until_s: float) -> bytes | None:
    """What the first start answers; None where it has no door, or nobody stands behind it, or not in time."""
    address, process = _read(descriptor)
    if not address:
        return None
    answers: list[bytes | None] = []
    # In a thread that may be left behind: the pipes of Windows wait as long as they like.
    asking = threading.Thread(target=lambda: answers.append(_asked(address, process, wish, until_s)), daemon=True)
    asking.start()
    asking.join(max(until_s - time.monotonic(), 0.05) + _LINGER_S)
    return answers[0] if answers else None


def _asked(address: str, process: int, wish: Wish, until_s: float) -> bytes | None:
    try:
        caller = call_on(address, max(until_s - time.monotonic(), 0.05))
    except OSError:
        return None
    try:
        _let_come_forward(process)
        caller.send(wish.packed())
        return caller.receive(max(until_s - time.monotonic(), 0.05))
    finally:
        caller.close()


def _let_come_forward(process: int) -> None:
    """On Windows the program in front has to allow another one to take its place."""
    if sys.platform == "win32" and process:
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)


def _read(descriptor: int) -> tuple[str, int]:
    """The address and the process in the lock's file; nothing where it is not whole."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        told: Any = json.loads(os.read(descriptor, 4096).decode())
    except (OSError, ValueError, RecursionError):
        return "", 0
    address, process = (told.get("door"), told.get("process")) if isinstance(told, dict) else (None, None)
    if isinstance(address, str) and isinstance(process, int) and "\0" not in address:
        return address, process
    return "", 0


def _write(descriptor: int, address: str) -> None:
    body = json.dumps({"door": address, "process": os.getpid()}).encode()
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, body)
