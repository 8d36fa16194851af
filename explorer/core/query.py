"""Which rows answer a question: words that must stand in what a row shows."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from explorer.core.errors import QueryError
from explorer.core.written import Written


def split_words(question: str) -> list[tuple[str, bool]]:
    """Part a question into (word, is wanted): quotes hold a phrase together, a leading `-` turns a word round.

    Raises QueryError for a quote that is not closed.
    """
    lexer = shlex.shlex(question, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.quotes = '"'
    lexer.escape = ""
    try:
        words = list(lexer)
    except ValueError:
        raise QueryError("a quotation mark is opened and not closed", question.rfind('"')) from None
    return [
        (word[1:].casefold(), False) if word.startswith("-") and len(word) > 1 else (word.casefold(), True)
        for word in words
        if word
    ]


def match(question: str, columns: Sequence[Written], rows: int) -> NDArray[np.bool_]:
    """The mask of the rows in which every wanted word stands in some column, and no unwanted one does."""
    mask = np.ones(rows, np.bool_)
    for word, is_wanted in split_words(question):
        found = np.zeros(rows, np.bool_)
        for column in columns:
            hits = np.array([word in shown.casefold() for shown in column.texts[:-1]] + [False])
            if hits.any():
                found |= hits[column.codes]
        mask &= found == is_wanted
    return mask
