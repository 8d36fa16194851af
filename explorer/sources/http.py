"""One polite transport for every source: a queue a host, limits, retries above signing, and no way round them.

Redirects are refused, certificates are always checked, nothing but GET is sent, a connection serves one request,
and neither cookies nor `.netrc` exist.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from explorer.core.task import CancelToken
from explorer.sources.messages import Parameters, PreparedParts, Response, Signer, TransportSettings, conditions_of
from explorer.sources.pace import Clock, HostQueue, SystemClock

if TYPE_CHECKING:
    from explorer.sources.asking import Means

__all__ = ["Clock", "PreparedParts", "Response", "Signer", "SystemClock", "Transport", "TransportSettings"]


class Transport:
    """Sends GET requests for any number of hosts; usable from several threads, each call cancelled by its token."""

    def __init__(
        self,
        settings: TransportSettings | None = None,
        clock: Clock | None = None,
        on_notice: Callable[[str], None] = lambda sentence: None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Keep the settings; `on_notice` is told, in the thread that asks, what the user should know once."""
        self.settings = settings or TransportSettings()
        self._clock = clock or SystemClock()
        self._on_notice, self._chance = on_notice, chance
        self._means: Means | None = None
        self._lock = threading.Lock()
        self._queues: dict[str, HostQueue] = {}

    def paused(self) -> dict[str, str]:
        """The hosts whose queue is at rest, each with the reason."""
        with self._lock:
            queues = dict(self._queues)
        return {host: rest.reason for host, queue in queues.items() if (rest := queue.rest) is not None}

    def resume(self, host: str) -> None:
        """Go on with a host that is paused."""
        self._queue(host).resume()

    def get(
        self,
        url: str,
        *,
        params: Parameters = (),
        sign: Signer | None = None,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        token: CancelToken | None = None,
        limit: int | None = None,
    ) -> Response:
        """Ask for an address; returns the answer of status 200, or 304 where `etag` or `last_modified` still holds.

        Raises HostPausedError at once for a paused host, another NetworkError when the tries or the time are used
        up, CancelledError when called off, CredentialError where a header cannot carry what `sign` made.
        """
        # Only now: a start need not wait for the network's libraries.
        from explorer.sources.asking import Ask

        wanted = {**(headers or {}), **conditions_of(etag), **conditions_of(last_modified)}
        ask = Ask(self._shared(), url, params, sign, wanted, self.settings.largest_body if limit is None else limit)
        return ask.answer(self._queue(ask.host), token or CancelToken())

    def _queue(self, host: str) -> HostQueue:
        with self._lock:
            if host not in self._queues:
                self._queues[host] = HostQueue(host, self.settings.gap_s, self.settings.pause_after, self._clock)
            return self._queues[host]

    def _shared(self) -> Means:
        """What all requests share, made with the first of them."""
        import ssl

        import truststore

        from explorer.sources.asking import Means

        with self._lock:
            if self._means is None:
                context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                self._means = Means(self.settings, self._clock, self._on_notice, self._chance, context)
            return self._means
