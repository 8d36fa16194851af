"""A door between two processes of one user on one machine: a socket in a folder of his own, on Windows a pipe.

Of the standard library alone: Qt's local sockets would make a start that only hands over its files wait for Qt
(0.18 s against 0.03 s), and add 3 MB to a build.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import stat
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Protocol

MOST_BYTES = 8_000_000
"""Of one message: more than any system lets a command line hold."""
_HEAD_BYTES = 4
_FOLDER = "possession-explorer-"
_LONGEST_ADDRESS = 100
"""Bytes; the path of a socket has room for 104 to 108."""
_PIECE_BYTES = 65_536
_AGAIN_S = 0.1
_PIPE = "AF_PIPE"


class Caller(Protocol):
    """Somebody at the door; it waits for no longer than it is told."""

    def receive(self, within_s: float) -> bytes | None:
        """A whole message; None where it is cut short, too large or too slow."""

    def send(self, body: bytes) -> None:
        """Send a message; somebody who has gone misses it."""

    def close(self) -> None:
        """Let go."""


class Doorway(Protocol):
    """The side that is called on."""

    address: str

    def wait(self) -> Caller | None:
        """Wait for the next caller; None when the door is closed."""

    def close(self) -> None:
        """Take the door away, and end whoever waits at it."""


def open_door() -> Doorway:
    """Make a door that only this user can come to; raises OSError where none can be made."""
    return _PipeDoor() if sys.platform == "win32" else _SocketDoor()


def call_on(address: str, within_s: float) -> Caller:
    """Come to a door; raises OSError where nobody opens, or where it is not this user's."""
    return _pipe_caller(address) if sys.platform == "win32" else _socket_caller(address, within_s)


def take_away(address: str) -> None:
    """Take away the door of a process that was killed; what is no such door stays."""
    folder = Path(address).parent
    if sys.platform != "win32" and address and folder.name.startswith(_FOLDER) and _is_private(folder):
        shutil.rmtree(folder, ignore_errors=True)


# Sockets


class _SocketCaller:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def receive(self, within_s: float) -> bytes | None:
        until_s = time.monotonic() + within_s
        try:
            size = int.from_bytes(self._read(_HEAD_BYTES, until_s), "big")
            return self._read(size, until_s) if size <= MOST_BYTES else None
        except (OSError, EOFError):
            return None

    def _read(self, size: int, until_s: float) -> bytes:
        read = bytearray()
        while len(read) < size:
            # A limit for the whole: a caller that sends a byte a second is too slow as well.
            left_s = until_s - time.monotonic()
            if left_s <= 0:
                raise TimeoutError
            self._connection.settimeout(left_s)
            piece = self._connection.recv(min(size - len(read), _PIECE_BYTES))
            if not piece:
                raise EOFError
            read += piece
        return bytes(read)

    def send(self, body: bytes) -> None:
        with contextlib.suppress(OSError):
            self._connection.sendall(len(body).to_bytes(_HEAD_BYTES, "big") + body)

    def close(self) -> None:
        self._connection.close()


class _SocketDoor:
    def __init__(self) -> None:
        self._folder, self._socket = _bound()
        self.address = str(self._folder / "door")
        self._closed = threading.Event()

    def wait(self) -> Caller | None:
        while not self._closed.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                # Too many files may be open for the moment.
                self._closed.wait(_AGAIN_S)
                continue
            if not self._closed.is_set():
                return _SocketCaller(connection)
            connection.close()
        return None

    def close(self) -> None:
        self._closed.set()
        # Closing a socket does not wake up who waits for it, on every system; a caller does.
        with contextlib.suppress(OSError):
            _socket_caller(self.address, 0.2).close()
        self._socket.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _bound() -> tuple[Path, socket.socket]:
    """A socket that listens in a new folder which nobody else can enter."""
    for place in _places():
        try:
            folder = Path(tempfile.mkdtemp(prefix=_FOLDER, dir=place))
        except OSError:
            continue
        path = str(folder / "door")
        listening = socket.socket(socket.AF_UNIX)
        try:
            if len(os.fsencode(path)) <= _LONGEST_ADDRESS:
                listening.bind(path)
                listening.listen()
                return folder, listening
        except OSError:
            pass
        listening.close()
        shutil.rmtree(folder, ignore_errors=True)
    raise OSError("there is no folder in which a socket can be made")


def _places() -> list[str]:
    """Folders of this machine in which sockets can be, the user's own first; never one that others share over a net."""
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    return [place for place in (own if _is_private(Path(own)) else "", tempfile.gettempdir(), "/tmp") if place]


def _is_private(folder: Path) -> bool:
    """Whether a folder is this user's, and nobody else can enter it."""
    if sys.platform == "win32" or not folder.is_absolute():
        return False
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _socket_caller(address: str, within_s: float) -> Caller:
    if not _is_private(Path(address).parent):
        raise PermissionError("the door is somebody else's")
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(within_s)
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return _SocketCaller(connection)


# Pipes. What is said is bytes and never an object: nothing is unpickled.


class _PipeCaller:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def receive(self, within_s: float) -> bytes | None:
        try:
            return bytes(self._connection.recv_bytes(MOST_BYTES)) if self._connection.poll(within_s) else None
        except (OSError, EOFError):
            return None

    def send(self, body: bytes) -> None:
        with contextlib.suppress(OSError):
            self._connection.send_bytes(body)

    def close(self) -> None:
        self._connection.close()


class _PipeDoor:
    def __init__(self, family: str = _PIPE) -> None:
        from multiprocessing.connection import Listener

        # Windows lets the maker of a pipe alone write to it, whoever knows its name.
        self._listener, self._family = Listener(family=family), family
        self.address = str(self._listener.address)
        self._is_open = True

    def wait(self) -> Caller | None:
        with contextlib.suppress(OSError, EOFError):
            connection = self._listener.accept()
            if self._is_open:
                return _PipeCaller(connection)
            connection.close()
        return None

    def close(self) -> None:
        self._is_open = False
        with contextlib.suppress(OSError):
            _pipe_caller(self.address, self._family).close()
        self._listener.close()


def _pipe_caller(address: str, family: str = _PIPE) -> Caller:
    from multiprocessing.connection import Client

    return _PipeCaller(Client(address, family=family))
