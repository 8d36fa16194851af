"""ShotTracker's signature: HMAC-SHA1 over date, host and request line, as its authentication page has it."""

from __future__ import annotations

import base64
import hashlib
import hmac

from explorer.sources.credentials import Pair
from explorer.sources.http import PreparedParts, Signer

SIGNED_HEADERS = "date host request-line"
HTTP_VERSION = "HTTP/1.1"
"""Stands literally in the signed request line, whatever the connection speaks (inferred for HTTP/2)."""


def signer(pair: Pair) -> Signer:
    """Makes the `Date` and `Authorization` of each try."""

    def sign(parts: PreparedParts) -> dict[str, str]:
        proof = signature(pair, parts)
        fields = f'username="{pair.user}",algorithm="hmac-sha1",headers="{SIGNED_HEADERS}",signature="{proof}"'
        return {"Date": parts.date, "Authorization": f"hmac {fields}"}

    return sign


def signature(pair: Pair, parts: PreparedParts) -> str:
    """The signature in base64; the query is no part of the path, and the host has its port."""
    text = f"date: {parts.date}\nhost: {parts.host}\n{parts.method} {parts.path} {HTTP_VERSION}"
    return base64.b64encode(hmac.new(pair.secret.reveal().encode(), text.encode(), hashlib.sha1).digest()).decode()
