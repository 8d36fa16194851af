"""One sheet as CSV: `#` lines that say what it is, then a header, then rows; safe to open in a spreadsheet.

UTF-8, comma, LF. Every text stands in quotation marks and every number without, so that a text that looks like a
number stays one where a reader asks for it, and a `#` within a text begins no comment. Unknown is empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from explorer.core.task import CancelToken, Progress
from explorer.services.cells import ROWS_AT_ONCE, Cell, Type, written_rows
from explorer.services.columns import Filled
from explorer.services.provenance import PROGRAM, Provenance

FORMULA_SIGNS = frozenset("=+-@")
"""What a spreadsheet takes for the begin of a formula (OWASP, CSV injection); other forms of them besides."""
_LIKE_MINUS = "\u2212"
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SEPARATORS = re.compile("([,;])")
_NUMBER = re.compile(r"\s*[-+]?[0-9]+(\.[0-9]+)?\s*")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula: by its first sign behind blanks and invisible ones."""
    for sign in text:
        if sign in "\t\r\n\0":
            return True
        plain = unicodedata.normalize("NFKC", sign).replace(_LIKE_MINUS, "-")
        if plain.strip() and unicodedata.category(sign) not in ("Cf", "Cc", "Mn", "Me"):
            return plain[0] in FORMULA_SIGNS
    return False


def guarded(text: str) -> str:
    """A text as a spreadsheet may have it: with an apostrophe before what it could take for a formula.

    What looks guarded already gets one more, so that taking the first off is always the way back.
    """
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def cell(kind: Type, value: Cell) -> str:
    """A value as a cell; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return '"yes"' if value else '"no"'
    return '"' + guarded(value).replace('"', '""') + '"' if isinstance(value, str) else repr(value)


def comment(words: str) -> str:
    """A `#` line, whatever the words hold: on one line, and no part of it a formula or an open quotation.

    A spreadsheet splits such a line at its separators, so that each part is guarded like a cell of its own.
    """
    parts = _SEPARATORS.split(_BREAKS.sub(" ", words))
    return "# " + "".join(parts[:1] + [_guarded_part(part) for part in parts[1:]]) + "\n"


def _guarded_part(part: str) -> str:
    if _NUMBER.fullmatch(part):
        return part
    return f"'{part}" if is_formula(part) or part.lstrip().startswith('"') else part


def to_csv(
    stream: BinaryIO, sheets: Mapping[str, Filled], told: Provenance, token: CancelToken, tell: Progress
) -> None:
    """Write the one sheet to a stream; raises CancelledError when called off."""
    ((name, filled),) = sheets.items()
    stream.write("".join(map(comment, head(name, filled, told))).encode(errors="backslashreplace"))
    stream.write((",".join(cell(Type.TEXT, column.name) for column in filled.columns) + "\n").encode())
    pairs = [(column.type, values) for column, values in zip(filled.columns, filled.values, strict=True)]
    for first in range(0, filled.count, ROWS_AT_ONCE):
        token.check()
        tell(first, filled.count, "")
        rows = written_rows(pairs, cell, first, first + ROWS_AT_ONCE)
        stream.write(("\n".join(map(",".join, rows)) + "\n").encode(errors="backslashreplace"))


def head(name: str, filled: Filled, told: Provenance) -> Iterator[str]:
    """What stands in the `#` lines: the program, where the rows come from, definitions, units, derived columns."""
    yield f"{PROGRAM}, {name}"
    for about, words in told.sentences().items():
        yield f"{about}: {words}"
    yield f"rows: {filled.count}"
    for word, sentence in told.definitions.items():
        yield f"definition of {word}: {sentence}"
    units = [f"{column.name}: {column.unit}" for column in filled.columns if column.unit]
    yield f"units: {', '.join(units)}"
    yield f"derived: {', '.join(column.name for column in filled.columns if column.is_derived)}"
    yield "cells: text in quotation marks, unknown empty, an apostrophe before what is no formula"
