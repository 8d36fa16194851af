"""What went wrong on the way to a host, in words: from a library's chain of exceptions to one sentence."""

from __future__ import annotations

import enum
import errno
import http.client
import re
import socket
import ssl
from collections.abc import Iterator

import requests

from explorer.core.errors import (
    BrokenAnswerError,
    CertificateError,
    CutAnswerError,
    NetworkError,
    TooSlowError,
    UnreachableError,
)

_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_PROXY_STATUS = re.compile(r"Tunnel connection failed: (\d{3})")
_MOST_CAUSES = 30


class Phase(enum.Enum):
    """How far a request has come."""

    CONNECT = "connect"
    WAIT = "wait"
    BODY = "body"


def blame(error: Exception, phase: Phase, host: str, first_byte_s: float) -> NetworkError | None:
    """The failure that an exception stands for; None where it stands for none, and is a bug.

    The words are made from the kinds of the exceptions, not from their texts: those may hold what was sent.
    """
    causes = list(_causes(error))
    if not any(isinstance(cause, requests.RequestException | OSError | http.client.HTTPException) for cause in causes):
        return None
    return (
        _of_certificate(causes, phase, host)
        or _of_proxy(causes, host)
        or _of_time(causes, phase, host, first_byte_s)
        or (_of_connecting(causes, host) if phase is Phase.CONNECT else _of_answer(causes, phase, host))
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception with all that lies behind it: causes, contexts, and what libraries hold as reason or argument."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_CAUSES:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]


def _of_certificate(causes: list[BaseException], phase: Phase, host: str) -> NetworkError | None:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = cause.verify_message.rstrip(".") or "its certificate is not trusted"
            return CertificateError(host, f"{host} cannot prove who it is, and gets no key: {reason}.")
    is_tls = any(isinstance(cause, ssl.SSLError | requests.exceptions.SSLError) for cause in causes)
    if is_tls and phase is Phase.CONNECT:
        return CertificateError(host, f"No safe connection to {host} can be made: its TLS cannot be understood.")
    return None


def _of_proxy(causes: list[BaseException], host: str) -> NetworkError | None:
    # The request's own address was written out before: what cannot be read now is the proxy's.
    kinds = requests.exceptions.ProxyError | requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema
    if not any(isinstance(cause, kinds) for cause in causes):
        return None
    status = next((match[1] for cause in causes if (match := _PROXY_STATUS.search(str(cause)))), "")
    said = f" It answers {status}." if status else ""
    return UnreachableError(host, f"The proxy of this computer does not lead to {host}.{said}")


def _of_time(causes: list[BaseException], phase: Phase, host: str, first_byte_s: float) -> NetworkError | None:
    if not any(isinstance(cause, TimeoutError | requests.Timeout) for cause in causes):
        return None
    if phase is Phase.CONNECT:
        return UnreachableError(host, f"{host} cannot be reached: it does not answer.")
    if phase is Phase.WAIT:
        return TooSlowError(host, f"{host} did not begin to answer within {first_byte_s:g} seconds.")
    return TooSlowError(host, f"{host} fell silent in the middle of its answer for {first_byte_s:g} seconds.")


def _of_connecting(causes: list[BaseException], host: str) -> NetworkError:
    for cause in causes:
        if isinstance(cause, socket.gaierror | UnicodeError):
            return UnreachableError(host, f"{host} cannot be found: there is no network, or the name is wrong.")
        if isinstance(cause, ConnectionRefusedError):
            return UnreachableError(host, f"{host} refuses the connection.")
        if isinstance(cause, OSError) and cause.errno in _NO_WAY:
            return UnreachableError(host, f"{host} cannot be reached: there is no network.")
    return UnreachableError(host, f"{host} cannot be reached.")


def _of_answer(causes: list[BaseException], phase: Phase, host: str) -> NetworkError:
    if phase is Phase.BODY:
        return CutAnswerError(host, f"The answer of {host} broke off before its end.")
    if any(isinstance(cause, ConnectionError | ssl.SSLError) for cause in causes):
        return UnreachableError(host, f"{host} closed the connection without an answer.")
    return BrokenAnswerError(host, f"What answers at {host} does not speak HTTP.")
