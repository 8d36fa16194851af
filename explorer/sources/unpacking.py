"""The body of an answer while it comes in: unpacked and measured part by part, and whole only at its end."""

from __future__ import annotations

import zlib

from explorer.core.errors import BrokenAnswerError, CutAnswerError

_PIECE = 1 << 20
_GZIP_BITS = 31


class Body:
    """Collects the parts of one body; `gzip` says that they are packed."""

    def __init__(self, host: str, limit: int, *, is_gzip: bool) -> None:
        """Take at most `limit` bytes, unpacked or as they come."""
        self._host = host
        self._limit = limit
        self._machine = zlib.decompressobj(wbits=_GZIP_BITS) if is_gzip else None
        self._parts: list[bytes] = []
        self._size = 0
        self._came = 0

    def expect(self, length: str) -> None:
        """Hear the announced length; raises BrokenAnswerError before anything is read of what is too large."""
        if length.isascii() and length.isdecimal() and (len(length) > 18 or int(length) > self._limit):
            raise self._too_large()

    def add(self, part: bytes) -> None:
        """Take a part; raises BrokenAnswerError above the limit and for what is no gzip."""
        self._came += len(part)
        if self._came > self._limit:
            raise self._too_large()
        if self._machine is None:
            self._keep(part)
            return
        while part:
            if self._machine.eof:
                # A gzip may have several members; a new one begins here, or rubbish does.
                self._machine = zlib.decompressobj(wbits=_GZIP_BITS)
            try:
                self._keep(self._machine.decompress(part, _PIECE))
            except zlib.error:
                raise BrokenAnswerError(self._host, f"The answer of {self._host} is damaged (its gzip).") from None
            part = self._machine.unused_data if self._machine.eof else self._machine.unconsumed_tail

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise self._too_large()
        if piece:
            self._parts.append(piece)

    def _too_large(self) -> BrokenAnswerError:
        self._parts.clear()
        size = f"{self._limit >> 20} MB" if self._limit >= 1 << 20 else f"{self._limit} bytes"
        return BrokenAnswerError(self._host, f"The answer of {self._host} is larger than {size}, which is refused.")

    def finish(self) -> bytes:
        """The whole body; raises CutAnswerError where the gzip has not come to its end."""
        if self._machine is not None and not self._machine.eof:
            raise CutAnswerError(self._host, f"The answer of {self._host} broke off before its end.")
        return b"".join(self._parts)

    def so_far(self) -> bytes:
        """What came, whole or not: enough for the words of a refusal."""
        return b"".join(self._parts)
