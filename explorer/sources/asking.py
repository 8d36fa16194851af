"""One address that is asked for until it answers or is given up: signed anew, limited, told in plain failures."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

import requests

from explorer.core.errors import (
    AddressError,
    BrokenAnswerError,
    CredentialError,
    CutAnswerError,
    HostPausedError,
    NetworkError,
    StatusError,
    TooSlowError,
    UnreachableError,
)
from explorer.core.task import CancelToken
from explorer.sources.address import check_url
from explorer.sources.credentials import Secret
from explorer.sources.messages import (
    HEADER_VALUE,
    NOT_MODIFIED,
    USER_AGENT,
    Parameters,
    PreparedParts,
    Response,
    Signer,
    TransportSettings,
    conditions_of,
)
from explorer.sources.pace import Clock, HostQueue
from explorer.sources.refusals import words_of
from explorer.sources.retrying import RETRIED, back_off_s, date_text, retry_after_s, skew_s, span_words
from explorer.sources.wire import Limits, Received, exchange

SKEW_WORTH_S = 60.0
"""A clock that is off by less is not what a signature is refused for: ShotTracker allows 5 minutes."""
_TRANSIENT = (UnreachableError, CutAnswerError, TooSlowError)


@dataclass(frozen=True, slots=True)
class Means:
    """What all requests of a transport share; `skews_s` holds how far a host's clock is ahead of this machine's."""

    settings: TransportSettings
    clock: Clock
    on_notice: Callable[[str], None]
    chance: Callable[[], float]
    context: ssl.SSLContext
    skews_s: dict[str, float] = field(default_factory=dict)


class Ask:
    """One address that is asked for until it answers, or is given up."""

    def __init__(
        self, means: Means, url: str, params: Parameters, sign: Signer | None, headers: Mapping[str, str], limit: int
    ) -> None:
        """Write the request out; raises AddressError for an address that is not asked."""
        self.host = check_url(url)
        self._means = means
        self._settings = means.settings
        self._clock = means.clock
        self._sign = sign
        self._limit = limit
        self._is_dated = self._is_corrected = self._is_slow = False
        query = list(params.items() if isinstance(params, Mapping) else params)
        fixed = {
            "Host": self.host,
            "User-Agent": USER_AGENT,
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            # One connection a request: an answer longer than announced cannot be read as the next one's head.
            "Connection": "close",
        }
        self._is_conditional = not {"If-None-Match", "If-Modified-Since"}.isdisjoint(headers)
        try:
            self._request = requests.Request("GET", url, params=query, headers={**fixed, **headers}).prepare()
        except (requests.RequestException, UnicodeError):
            raise AddressError(self.host, f"{self.host} is no name of a host.") from None
        self._url = self._request.url or url
        self._path = self._request.path_url.split("?", 1)[0]
        if urlsplit(self._url).netloc.lower() not in (self.host, f"{self.host}:443", f"{self.host}:80"):
            raise AddressError(self.host, f"The address of {self.host} changes its host when it is written out.")

    def answer(self, queue: HostQueue, token: CancelToken) -> Response:
        """Try, wait and try again; see `Transport.get`."""
        began_s: float | None = None
        tries = 0
        while True:
            with queue.turn(token):
                began_s = self._clock.monotonic() if began_s is None else began_s
                result = self._try(queue, token, began_s)
            tries += 1
            if isinstance(result, Response):
                return result
            if result is None:
                continue
            elapsed_s = self._clock.monotonic() - began_s + max(0.0, queue.ready_in_s())
            is_over = tries >= self._settings.tries or elapsed_s > self._settings.budget_s or queue.rest is not None
            if is_over or (self._is_slow and elapsed_s >= self._settings.whole_s):
                raise result

    def _try(self, queue: HostQueue, token: CancelToken, began_s: float) -> Response | NetworkError | None:
        """One request: the answer, a failure after which to try again, or None to do so at once.

        Raises what trying again would not mend.
        """
        request, secrets = self._signed()
        sent_s = self._clock.wall()
        try:
            received = exchange(request, self.host, self._limits(began_s), self._means.context, token)
        except NetworkError as error:
            queue.failed(self._jitter_s(queue))
            self._is_slow = self._is_slow or isinstance(error, TooSlowError)
            if not isinstance(error, _TRANSIENT):
                raise
            return error
        received_s = self._clock.wall()
        if received.status in RETRIED:
            return self._busy(queue, received, received_s, secrets)
        if 300 <= received.status < 400 and not (received.status == NOT_MODIFIED and self._is_conditional):
            queue.failed(self._jitter_s(queue))
            raise self._refusal(received, secrets)
        queue.succeeded()
        if received.status == HTTPStatus.OK:
            return self._whole(received, received_s, secrets)
        if received.status == NOT_MODIFIED:
            return self._response(received, received_s)
        if self._is_clock_corrected(received, sent_s, received_s):
            return None
        raise self._refusal(received, secrets)

    def _signed(self) -> tuple[requests.PreparedRequest, list[Secret]]:
        """The request of this try, and what in it is secret."""
        request = self._request.copy()
        if self._sign is None:
            return request, []
        date = date_text(self._clock.wall() + self._means.skews_s.get(self.host, 0.0))
        proofs = self._sign(PreparedParts("GET", self.host, self._path, date))
        if not all(HEADER_VALUE.fullmatch(value) for value in proofs.values()):
            # Who prints this frame's variables shall not find the key among them.
            proofs.clear()
            raise CredentialError("The user name or key holds a character that cannot be sent: enter it anew.")
        request.headers.update(proofs)
        self._is_dated = any(name.lower() == "date" for name in proofs)
        return request, [Secret(value) for name, value in proofs.items() if name.lower() != "date"]

    def _limits(self, began_s: float) -> Limits:
        """The limits of this try: several that fail fast may take longer together than one, slow ones may not."""
        settings = self._settings
        until_s = began_s + (settings.whole_s if self._is_slow else settings.budget_s)
        left_s = until_s - self._clock.monotonic()
        whole_s = max(min(settings.whole_s, left_s), 0.1)
        first_byte_s = min(settings.first_byte_s, whole_s)
        return Limits(min(settings.connect_s, whole_s), first_byte_s, whole_s, self._limit)

    def _jitter_s(self, queue: HostQueue) -> float:
        return back_off_s(queue.failures + 1, self._means.chance())

    def _busy(self, queue: HostQueue, received: Received, received_s: float, secrets: Sequence[Secret]) -> NetworkError:
        """Note that the host has trouble; raises HostPausedError where it asks for a wait the user must grant."""
        wait_s = retry_after_s(received.headers, received_s) or 0.0
        if wait_s > self._settings.longest_wait_s:
            queue.pause(f"it asked to wait {span_words(wait_s)}", wait_s)
            sentence = f"{self.host} asks to wait {span_words(wait_s)}, and is not asked before, unless you say so."
            raise HostPausedError(self.host, sentence, wait_s)
        queue.failed(self._jitter_s(queue), wait_s)
        return self._refusal(received, secrets)

    def _whole(self, received: Received, received_s: float, secrets: Sequence[Secret]) -> Response:
        if any(secret.reveal().encode() in received.body for secret in secrets):
            raise BrokenAnswerError(self.host, f"The answer of {self.host} repeats your key; it is not kept.")
        return self._response(received, received_s)

    def _response(self, received: Received, received_s: float) -> Response:
        etag, changed = (received.headers.get(name) for name in ("etag", "last-modified"))
        return Response(
            received.status,
            received.body,
            self._url,
            received_s,
            etag if etag and "If-None-Match" in conditions_of(etag) else None,
            changed if changed and "If-Modified-Since" in conditions_of(changed) else None,
        )

    def _refusal(self, received: Received, secrets: Sequence[Secret]) -> NetworkError:
        status = received.status
        if 300 <= status < 400 and status != NOT_MODIFIED:
            sentence = f"{self.host} sends the request on to another address; the key stays here and does not follow."
            return AddressError(self.host, sentence)
        message, request_id = words_of(received.body, [secret.reveal() for secret in secrets])
        name = HTTPStatus(status).phrase if status in set(HTTPStatus) else "unknown"
        said = f": {message}" if message else ""
        return StatusError(self.host, f"{self.host} answers {status} ({name}){said}", status, message, request_id)

    def _is_clock_corrected(self, received: Received, sent_s: float, received_s: float) -> bool:
        """Whether a dated request was refused while this machine's clock was wrong; from now on it is reckoned with."""
        if received.status not in (401, 403) or self._is_corrected or not self._is_dated:
            return False
        measured_s = skew_s(received.headers, sent_s, received_s)
        skews_s = self._means.skews_s
        if measured_s is None or abs(measured_s - skews_s.get(self.host, 0.0)) < SKEW_WORTH_S:
            return False
        is_told = self.host in skews_s
        skews_s[self.host] = measured_s
        self._is_corrected = True
        if not is_told:
            side = "behind" if measured_s > 0 else "ahead of"
            span = span_words(abs(measured_s))
            self._means.on_notice(
                f"The clock of this computer is {span} {side} that of {self.host}; requests are dated by the host's."
            )
        return True
