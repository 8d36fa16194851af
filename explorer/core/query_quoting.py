"""A value as a question writes it."""

from __future__ import annotations

import re

from explorer.core.query_syntax import KEYWORDS, QUOTES

_PLAIN = re.compile(rf"(?!-)(?:(?!\.\.)[^\s(),:=<>~/{QUOTES}])+")


def quoted(word: str) -> str:
    """A value as a question writes it: in quotation marks where it needs them; nothing where it cannot be."""
    if _PLAIN.fullmatch(word) and word.casefold() not in KEYWORDS and word not in ("?", "!?"):
        return word
    return "" if any(quote in word for quote in QUOTES) or not word.strip() else f'"{word}"'
