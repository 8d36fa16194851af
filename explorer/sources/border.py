"""The border that every payload crosses: unpacked within limits, strict JSON, typed, exact in complaints."""

from __future__ import annotations

import json
import re
import zlib
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from explorer.core.errors import DataError

LARGEST_BODY = 64 * 1024 * 1024
"""Bytes of one answer, unpacked."""
DEEPEST = 64
"""Levels of arrays and objects within each other."""
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_MOST_MEMBERS = 1000
"""Gzip members in one file: a million empty ones would take minutes to walk through."""
_LONGEST_NUMBER = 64
_OPEN = np.zeros(256, np.int8)
_OPEN[[ord("["), ord("{")]] = 1
_OPEN[[ord("]"), ord("}")]] = -1
_DIGIT = np.zeros(256, np.bool_)
_DIGIT[ord("0") : ord("9") + 1] = True
_EXPONENT = np.zeros(256, np.bool_)
_LARGE_EXPONENT = re.compile(rb"[eE][+-]?0*[1-9][0-9]{2}")
_EXPONENT[[ord("e"), ord("E")]] = True


def unpack(data: bytes, origin: str) -> bytes:
    """Undo gzip where the content is gzip, and a UTF-8 byte-order mark; at most 64 MB come out.

    Raises DataError for more than that, for a cut or damaged gzip, and for rubbish behind its end.
    """
    if data.startswith(_GZIP):
        data = _gunzip(data, origin)
    if len(data) > LARGEST_BODY:
        raise DataError(origin, f"the content is larger than {LARGEST_BODY >> 20} MB")
    return data.removeprefix(b"\xef\xbb\xbf")


def _gunzip(data: bytes, origin: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    rest = data
    members = 0
    while rest:
        members += 1
        if members > _MOST_MEMBERS:
            raise DataError(origin, f"the gzip has more than {_MOST_MEMBERS} parts")
        machine = zlib.decompressobj(wbits=31)
        feed = rest
        while not machine.eof:
            try:
                part = machine.decompress(feed, _CHUNK)
            except zlib.error as error:
                raise DataError(origin, f"the gzip is damaged ({error})") from None
            if not part and not machine.unconsumed_tail and not machine.eof:
                raise DataError(origin, "the gzip is cut off before its end")
            size += len(part)
            if size > LARGEST_BODY:
                raise DataError(origin, f"the content is larger than {LARGEST_BODY >> 20} MB")
            parts.append(part)
            feed = machine.unconsumed_tail
        rest = machine.unused_data
    return b"".join(parts)


def decode[T](body: bytes, kind: type[T], origin: str) -> T:
    """Read strict JSON into the struct `kind`.

    Raises DataError that names the place: for text that is not JSON or is cut off, NaN, a lone surrogate,
    a wrong type, a number out of its range, or more than 64 levels.
    """
    check_text(body, origin)
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `")
        raise DataError(origin, reason[:1].lower() + reason[1:], place_of(path.rstrip("`"))) from None
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise DataError(origin, f"it is not whole JSON ({error})") from None


def place_of(path: str) -> str:
    """Write a path `$.teams[0].possessions[3].period` as `teams[0].possessions[3].period`."""
    return path.removeprefix("$").removeprefix(".")


def check_text(body: bytes, origin: str) -> None:
    """Refuse what the typed reader would skip over: nesting too deep, absurd numbers, bad UTF-8, a lone surrogate."""
    plain = body.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in body else body
    codes = np.frombuffer(plain, np.uint8)
    steps = _OPEN[codes]
    is_inside = np.bitwise_xor.accumulate(codes == ord('"'))
    steps[is_inside] = 0
    if steps.size and int(np.cumsum(steps, dtype=np.int32).max()) > DEEPEST:
        raise DataError(origin, f"it is nested deeper than {DEEPEST} levels")
    if _has_absurd_number(plain, codes, is_inside):
        raise DataError(origin, "it holds a number with too many digits or too large an exponent")
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise DataError(origin, f"it is not UTF-8 text (byte {error.start})") from None
    if re.search(rb"\\u[dD][89a-fA-F]", body):
        try:
            json.dumps(load_plain(body), ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise DataError(origin, "it holds half of a surrogate pair") from None
        except (ValueError, RecursionError) as error:
            raise DataError(origin, f"it is not whole JSON ({error})") from None


def _has_absurd_number(plain: bytes, codes: NDArray[np.uint8], is_inside: NDArray[np.bool_]) -> bool:
    """Whether a number outside of texts has 127 digits in a row (some with 64 are found too), or an exponent of 3.

    A long run of digits fills a whole block of 64 wherever it begins.
    """
    is_digit = _DIGIT[codes] & ~is_inside
    blocks = len(codes) // _LONGEST_NUMBER
    if is_digit[: blocks * _LONGEST_NUMBER].reshape(blocks, _LONGEST_NUMBER).all(axis=1).any():
        return True
    marks = np.flatnonzero(_EXPONENT[codes[1:]] & is_digit[:-1]) + 1
    return any(_LARGE_EXPONENT.match(plain, int(mark)) for mark in marks)


def load_plain(body: bytes) -> Any:
    """Read JSON as dictionaries and lists, for showing it as it came; raises ValueError for NaN."""
    return json.loads(body, parse_constant=_refuse)


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is not a number in JSON")
