"""One request over one connection, in a thread of its own, so that nothing it waits for holds up the caller.

A name that is looked up, a connection that is made, a silent read: each may block for long and cannot be asked to
stop. The caller waits beside it, and leaves it behind with its socket shut when the time is up or the user calls
off; a thread left in the system's name look-up ends when that returns, and sends nothing.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies

from explorer.core.errors import BrokenAnswerError, NetworkError, TooSlowError
from explorer.core.task import CancelToken
from explorer.sources.blame import Phase, blame
from explorer.sources.unpacking import Body

_LOOK_S = 0.02
"""How often the caller looks whether it is called off."""
_LINGER_S = 0.1
"""How long the caller waits for a thread whose socket it has shut."""
_CHUNK = 1 << 16
_LONGEST_REFUSAL = 1 << 16
"""Bytes that are read of an answer that is no success: enough for its words."""
_PACKED = {"": False, "identity": False, "gzip": True, "x-gzip": True}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one try may take, in seconds, and how large its body may be, in bytes."""

    connect_s: float
    first_byte_s: float
    whole_s: float
    body: int


@dataclass(frozen=True, slots=True)
class Received:
    """An answer that came whole; the names of `headers` are in lower case. What it holds is not printed."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def exchange(
    request: requests.PreparedRequest, host: str, limits: Limits, context: ssl.SSLContext, token: CancelToken
) -> Received:
    """Send one request and take its answer; nothing is tried twice, and no redirect is followed.

    Raises NetworkError of the kind that happened, CancelledError as soon as the work is called off.
    """
    wire = _Wire(request, host, limits, context)
    until_s = time.monotonic() + limits.whole_s
    wire.thread.start()
    try:
        while not wire.done.wait(_LOOK_S):
            token.check()
            if time.monotonic() > until_s:
                raise TooSlowError(host, f"{host} did not finish its answer within {limits.whole_s:g} seconds.")
    finally:
        wire.abort()
        wire.thread.join(_LINGER_S)
    token.check()
    return wire.result()


class _Wire:
    """The thread of one request, its socket, and what became of it."""

    def __init__(self, request: requests.PreparedRequest, host: str, limits: Limits, context: ssl.SSLContext) -> None:
        self._request = request
        self._host = host
        self._limits = limits
        self._context = context
        self._connection: Any = None
        self._socket: socket.socket | None = None
        self._received: Received | None = None
        self._error: Exception | None = None
        self._is_aborted = False
        self.phase = Phase.CONNECT
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._run, name=f"request to {host}", daemon=True)

    def result(self) -> Received:
        """What came; raises what went wrong."""
        if self._error is not None:
            raise self._error
        assert self._received is not None
        return self._received

    def abort(self) -> None:
        """Shut the socket, so that a read on it ends; before there is one, no request will be sent."""
        self._is_aborted = True
        for held in (self._socket, getattr(self._connection, "sock", None)):
            if isinstance(held, socket.socket):
                try:
                    # The plain call: that of a TLS socket would take the session from under the reading thread.
                    socket.socket.shutdown(held, socket.SHUT_RDWR)
                except OSError:
                    continue

    def connecting(self, connection: Any) -> None:
        """Note the connection that is being made; its socket appears in it."""
        self._connection = connection

    def connected(self, connection: Any) -> None:
        """Note the socket; raises ConnectionAbortedError where nobody waits any more."""
        self._socket = connection.sock
        self.phase = Phase.WAIT
        if self._is_aborted:
            connection.close()
            raise ConnectionAbortedError

    def _run(self) -> None:
        try:
            self._received = self._converse()
        except NetworkError as told:
            self._error = told
        except Exception as error:  # noqa: BLE001  # a thread's edge: told in words, or raised again by the caller
            # The library's own exceptions hold the request with its headers, so only the words go on.
            self._error = blame(error, self.phase, self._host, self._limits.first_byte_s) or error
        finally:
            self._connection = None
            self.done.set()

    def _converse(self) -> Received:
        url = self._request.url or ""
        # On plain http a proxy would see the key; and a request to this machine has no business outside of it.
        proxies = dict(get_environ_proxies(url)) if url.startswith("https:") else {}
        adapter = _Adapter(self)
        try:
            response = adapter.send(
                self._request,
                stream=True,
                timeout=(self._limits.connect_s, self._limits.first_byte_s),
                proxies=proxies,
            )
            self.phase = Phase.BODY
            with response:
                return self._take(response)
        finally:
            adapter.close()

    def _take(self, response: requests.Response) -> Received:
        headers = {name.lower(): value for name, value in response.headers.items()}
        status = response.status_code
        if 300 <= status < 400:
            return Received(status, headers, b"")
        packing = headers.get("content-encoding", "").strip().lower()
        if packing not in _PACKED:
            raise BrokenAnswerError(
                self._host, f"The answer of {self._host} is packed in a way that was not asked for."
            )
        # Unpacked here and not by the library: it takes a cut gzip for a whole one.
        response.raw.headers.discard("content-encoding")
        if status == 200:
            return Received(status, headers, self._whole(response, headers, is_gzip=_PACKED[packing]))
        return Received(status, headers, self._words(response, is_gzip=_PACKED[packing]))

    def _whole(self, response: requests.Response, headers: Mapping[str, str], *, is_gzip: bool) -> bytes:
        body = Body(self._host, self._limits.body, is_gzip=is_gzip)
        body.expect(headers.get("content-length", ""))
        for part in response.iter_content(_CHUNK):
            if self._is_aborted:
                raise ConnectionAbortedError
            body.add(part)
        return body.finish()

    def _words(self, response: requests.Response, *, is_gzip: bool) -> bytes:
        """The beginning of a refusal's body; what is wrong with it does not hide the refusal."""
        body = Body(self._host, _LONGEST_REFUSAL, is_gzip=is_gzip)
        try:
            for part in response.iter_content(1024):
                body.add(part)
        except (requests.RequestException, NetworkError):
            return body.so_far()
        return body.so_far()

    @property
    def context(self) -> ssl.SSLContext:
        """The rules by which certificates are checked."""
        return self._context


class _Adapter(HTTPAdapter):
    """One connection that tells its wire about its socket, and checks certificates by the system's own store."""

    def __init__(self, wire: _Wire) -> None:
        self._wire = wire
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        """Make the pool with the wire's rules for certificates."""
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._wire.context, **more)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        """Make the pool behind a proxy with the same rules, for the proxy too."""
        context = self._wire.context
        return super().proxy_manager_for(proxy, ssl_context=context, proxy_ssl_context=context, **more)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Check certificates always: `verify` and the variables that change it are not looked at."""
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = conn.ca_cert_dir = None

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        """The pool, whose connections tell the wire when they are made."""
        pool: Any = super().get_connection_with_tls_context(request, verify, proxies, cert)
        wire = self._wire
        plain: Any = pool.ConnectionCls

        class Told(plain):  # type: ignore[misc]  # which of two classes it extends is known only here
            def connect(self) -> None:
                wire.connecting(self)
                super().connect()
                wire.connected(self)

        pool.ConnectionCls = Told
        return pool
