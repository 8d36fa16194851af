"""What a refusal says: the vendor's own message and request id, out of whatever its body is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

MESSAGE_FIELDS = ("message", "error", "detail", "errorMessage")
"""ShotTracker documents `message`; the others are inferred, since Cleaning the Glass' wrapping is not known."""
REQUEST_ID_FIELD = "shottrackerRequestId"
LONGEST = 300
MASK = "(hidden)"


def words_of(body: bytes, secrets: Iterable[str] = ()) -> tuple[str, str]:
    """The message and the request id of a refusal's body; empty where it has none.

    A body that is no JSON is taken as text, a page of HTML as nothing. `secrets` never come back, even if the
    server repeats them.
    """
    text = body[:65536].decode(errors="replace").strip()
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        value = "" if text.startswith("<") else text
    message: object = value
    request_id: object = ""
    if isinstance(value, dict):
        found = (value.get(name) for name in MESSAGE_FIELDS)
        message = next((one for one in found if isinstance(one, str) and one.strip()), "")
        request_id = value.get(REQUEST_ID_FIELD)
    return plain(message, secrets), plain(request_id, secrets)


def plain(value: object, secrets: Iterable[str] = ()) -> str:
    """A stranger's text on one line of at most 300 characters that can be printed; nothing for what is no text."""
    if not isinstance(value, str):
        return ""
    for secret in secrets:
        value = value.replace(secret, MASK)
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in value[: LONGEST * 4]).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 3]}..."
