"""The secrets of the whole suite, known strings that must turn up nowhere, and the forms in which they might."""

from __future__ import annotations

import base64
from urllib.parse import quote

SHOTTRACKER_USER = "canary-user-7d1f"
SHOTTRACKER_SECRET = "canary-secret-st-4c9e0b7a52d8"
CTG_KEY = "canary-secret-ctg-91e6f3ab07cc"
SECRETS = (SHOTTRACKER_SECRET, CTG_KEY)

logs: list[bytearray] = []
"""What every canary host of this session was sent; a secret in there has leaked."""


def forms(secret: str) -> list[bytes]:
    """A secret as it is, in base64 at each of the three offsets, URL-encoded, in UTF-16 and backwards."""
    plain = secret.encode()
    packed = [base64.b64encode(b"x" * offset + plain)[4:-4] for offset in range(3)]
    return [plain, plain[::-1], quote(secret).encode(), secret.encode("utf-16-le"), plain.hex().encode(), *packed]


def found_in(data: bytes) -> list[str]:
    """Which secrets turn up in some bytes, in whatever form; by their place in `SECRETS`, not spelt out."""
    return [f"secret {number}" for number, secret in enumerate(SECRETS) if any(form in data for form in forms(secret))]
