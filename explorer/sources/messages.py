"""What a transport is told and what it answers, without the network's libraries: these are slow to import."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import NamedTuple

from explorer.sources import border

USER_AGENT = "possession-explorer"
NOT_MODIFIED = HTTPStatus.NOT_MODIFIED
HEADER_VALUE = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_LONGEST_VALIDATOR = 1000
Parameters = Sequence[tuple[str, str]] | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TransportSettings:
    """How polite and how patient a transport is; seconds, and bytes unpacked."""

    gap_s: float = 1.0
    """Between the starts of two requests to one host."""
    connect_s: float = 5.0
    first_byte_s: float = 15.0
    """How long a host may be silent, before its answer and within it."""
    whole_s: float = 60.0
    tries: int = 5
    budget_s: float = 120.0
    """For all tries of one request together, waits included."""
    longest_wait_s: float = 120.0
    """The longest `Retry-After` that is waited for without asking the user."""
    pause_after: int = 5
    largest_body: int = border.LARGEST_BODY


class PreparedParts(NamedTuple):
    """What a signature is made of: the path as it is sent, without the query; `date` as the server's clock has it."""

    method: str
    host: str
    path: str
    date: str


Signer = Callable[[PreparedParts], dict[str, str]]
"""Makes the headers that prove who asks; called anew for every try."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: 200 with its body unpacked, or 304 with none; `fetched_s` is in seconds since 1970."""

    status: int
    body: bytes = field(repr=False)
    url: str
    fetched_s: float
    etag: str | None
    last_modified: str | None

    @property
    def is_not_modified(self) -> bool:
        """Whether what is kept is still what the server has."""
        return self.status == NOT_MODIFIED

    @property
    def validator(self) -> str | None:
        """What to ask with next time: the ETag, else the time of change; see `conditions_of`."""
        return self.etag or self.last_modified


def conditions_of(validator: str | None) -> dict[str, str]:
    """The header of a request that wants only what is new: an ETag stands in quotes, anything else is a date."""
    if not validator or len(validator) > _LONGEST_VALIDATOR or not HEADER_VALUE.fullmatch(validator):
        return {}
    is_etag = validator.startswith(('"', 'W/"'))
    return {"If-None-Match" if is_etag else "If-Modified-Since": validator}
