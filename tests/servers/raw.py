"""A server on raw sockets: it reads a request, and what answers may send any bytes at any pace, or none."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

_LONGEST_HEAD = 1 << 16


@dataclass(frozen=True)
class Request:
    """One request as it came; the names of `headers` are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(repr=False)
    raw: bytes = field(repr=False)
    at_s: float

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


@dataclass
class Exchange:
    """A connection with its request, for what answers."""

    server: RawServer
    socket: socket.socket
    request: Request
    sent: int = 0

    def send(self, data: bytes) -> None:
        """Send bytes; raises OSError where nobody is there any more."""
        self.socket.sendall(data)
        self.sent += len(data)

    def pause(self, seconds: float) -> None:
        """Let time pass; raises ConnectionAbortedError when the server is closed meanwhile."""
        if self.server.closing.wait(seconds):
            raise ConnectionAbortedError

    def hold(self) -> None:
        """Stay silent until the other side goes, or the server is closed."""
        self.socket.settimeout(0.02)
        while not self.server.closing.is_set():
            try:
                if not self.socket.recv(1):
                    return
            except TimeoutError:
                continue


Answering = Callable[[Exchange], None]


@dataclass
class RawServer:
    """Listens on 127.0.0.1; `answer` is called in a thread for every request, one request a connection."""

    answer: Answering
    tls: ssl.SSLContext | None = None
    skew_s: float = 0.0
    requests: list[Request] = field(default_factory=list, repr=False)
    closing: threading.Event = field(default_factory=threading.Event)
    bugs: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._acceptor = threading.Thread(target=self._accept, name="test server", daemon=True)
        self._acceptor.start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        assert not self.bugs, self.bugs

    def close(self) -> None:
        """Stop listening, and wait for what still answers."""
        self.closing.set()
        # Nothing else ends a blocking accept on every system.
        socket.create_connection(("127.0.0.1", self.port), 5).close()
        self._acceptor.join(5)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()

    def now(self) -> datetime:
        """The time by this server's clock."""
        return datetime.fromtimestamp(time.time() + self.skew_s, UTC)

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self.closing.is_set():
                return connection.close()
            thread = threading.Thread(target=self._serve, args=(connection,), name="test connection", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        try:
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            request = read_request(connection)
            if request is not None:
                self.requests.append(request)
                self.answer(Exchange(self, connection, request))
        except (OSError, ssl.SSLError):
            pass
        except Exception as error:  # noqa: BLE001  # a thread's edge: the test that closes the server reports it
            self.bugs.append(error)
        finally:
            # What was not read yet must not turn the end of the answer into a reset.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            connection.close()


def read_request(connection: socket.socket) -> Request | None:
    """Read the head of one request; None where the other side went without sending one."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        part = connection.recv(4096)
        if not part or len(raw) > _LONGEST_HEAD:
            return None
        raw += part
    first, *rest = raw.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    return Request(method, target, headers, raw, time.monotonic())


def head(exchange: Exchange, status: int, **fields: str | int | None) -> bytes:
    """The head of an answer with a `Date`; underscores in names stand for hyphens, None leaves a field out."""
    date = format_datetime(exchange.server.now(), usegmt=True)
    lines: dict[str, str | int | None] = {"Date": date, "Content-Type": "application/json"}
    lines.update((name.replace("_", "-"), value) for name, value in fields.items())
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return f"HTTP/1.1 {status} Whatever\r\n{text}\r\n".encode("latin-1")


def send_json(exchange: Exchange, payload: object, status: int = 200, **fields: str | int | None) -> None:
    """Answer as a good server does: packed where that is asked for, with its true length."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    lines: dict[str, str | int | None] = {}
    if "gzip" in exchange.request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 1)
        lines["Content-Encoding"] = "gzip"
    lines["Content-Length"] = len(body)
    exchange.send(head(exchange, status, **{**lines, **fields}) + body)
