"""What a server may do wrong, one function a fault: each makes an answer for `RawServer`."""

from __future__ import annotations

import gzip
import json
import zlib

from tests.servers.raw import Answering, Exchange, head, send_json

GOOD = json.dumps({"teams": [], "markings": {}, "games": [], "filler": "x" * 4000}).encode()
"""A body that both APIs could send, long enough to be cut."""


def drip_body(step_s: float) -> Answering:
    def answer(exchange: Exchange) -> None:
        exchange.send(head(exchange, 200, Content_Length=len(GOOD)))
        for byte in GOOD:
            exchange.send(bytes([byte]))
            exchange.pause(step_s)

    return answer


def drip_head(step_s: float) -> Answering:
    def answer(exchange: Exchange) -> None:
        for byte in head(exchange, 200, **{f"X-{number}": "y" * 60 for number in range(50)}):
            exchange.send(bytes([byte]))
            exchange.pause(step_s)

    return answer


def silent(exchange: Exchange) -> None:
    exchange.hold()


def silent_in_body(exchange: Exchange) -> None:
    exchange.send(head(exchange, 200, Content_Length=len(GOOD)) + GOOD[:1000])
    exchange.hold()


def endless_continue(exchange: Exchange) -> None:
    while True:
        exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        exchange.pause(0.01)


def close_at_once(exchange: Exchange) -> None:
    """End without a word."""


def no_http(exchange: Exchange) -> None:
    exchange.send(b"SSH-2.0-OpenSSH_9.6\r\n" * 3)


def many_headers(exchange: Exchange) -> None:
    exchange.send(head(exchange, 200, **{f"X-{number}": "y" for number in range(300)}))


def cut_body(exchange: Exchange) -> None:
    exchange.send(head(exchange, 200, Content_Length=len(GOOD)) + GOOD[:2000])


def long_length(exchange: Exchange) -> None:
    exchange.send(head(exchange, 200, Content_Length=len(GOOD) + 7) + GOOD)


def short_length(exchange: Exchange) -> None:
    exchange.send(head(exchange, 200, Content_Length=len(GOOD) - 7) + GOOD)


def odd_length(exchange: Exchange) -> None:
    exchange.send(head(exchange, 200, Content_Length="9" * 400) + GOOD)


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def chunked(exchange: Exchange) -> None:
    """Not a fault: a whole body in chunks."""
    parts = b"".join(_chunk(GOOD[start : start + 700]) for start in range(0, len(GOOD), 700))
    exchange.send(head(exchange, 200, Transfer_Encoding="chunked") + parts + b"0\r\n\r\n")


def cut_chunk(exchange: Exchange) -> None:
    exchange.send(head(exchange, 200, Transfer_Encoding="chunked") + _chunk(GOOD)[:2000])


def cut_between_chunks(exchange: Exchange) -> None:
    exchange.send(head(exchange, 200, Transfer_Encoding="chunked") + _chunk(GOOD[:700]) + _chunk(GOOD[700:1400]))


def _packed(exchange: Exchange, body: bytes) -> None:
    exchange.send(head(exchange, 200, Content_Encoding="gzip", Content_Length=len(body)) + body)


def cut_gzip(exchange: Exchange) -> None:
    _packed(exchange, gzip.compress(GOOD)[:-12])


def gzip_without_trailer(exchange: Exchange) -> None:
    _packed(exchange, gzip.compress(GOOD)[:-8])


def damaged_gzip(exchange: Exchange) -> None:
    body = bytearray(gzip.compress(GOOD))
    body[-6] ^= 0xFF
    _packed(exchange, bytes(body))


def rubbish_behind_gzip(exchange: Exchange) -> None:
    _packed(exchange, gzip.compress(GOOD) + b"rubbish")


def two_gzips(exchange: Exchange) -> None:
    """Not a fault: a gzip of two members."""
    _packed(exchange, gzip.compress(GOOD[:900]) + gzip.compress(GOOD[900:]))


def other_packing(name: str) -> Answering:
    def answer(exchange: Exchange) -> None:
        body = zlib.compress(GOOD)
        exchange.send(head(exchange, 200, Content_Encoding=name, Content_Length=len(body)) + body)

    return answer


def gzip_bomb(megabytes: int) -> Answering:
    machine = zlib.compressobj(9, wbits=31)
    packed = b"".join(machine.compress(b"\0" * (1 << 20)) for _ in range(megabytes)) + machine.flush()

    def answer(exchange: Exchange) -> None:
        _packed(exchange, packed)

    return answer


def announced(size: int) -> Answering:
    def answer(exchange: Exchange) -> None:
        exchange.send(head(exchange, 200, Content_Length=size))
        exchange.hold()

    return answer


def endless(exchange: Exchange) -> None:
    exchange.send(head(exchange, 200))
    while True:
        exchange.send(b"[0,0,0,0]" * 7000)


def status(code: int, payload: object = None, **fields: str | int | None) -> Answering:
    def answer(exchange: Exchange) -> None:
        send_json(exchange, {"status": code, "message": "Some trouble"} if payload is None else payload, code, **fields)

    return answer


def redirect(code: int, target: str) -> Answering:
    def answer(exchange: Exchange) -> None:
        exchange.send(head(exchange, code, Location=target, Content_Length=0))

    return answer


def sends(payload: object) -> Answering:
    """A good answer that holds something else than it should."""

    def answer(exchange: Exchange) -> None:
        send_json(exchange, payload)

    return answer


def good(exchange: Exchange) -> None:
    exchange.send(head(exchange, 200, Content_Length=len(GOOD)) + GOOD)


def echo_key(code: int) -> Answering:
    """Repeat every header of the request in the answer, the key among them."""

    def answer(exchange: Exchange) -> None:
        send_json(exchange, {"message": f"Who is this? {dict(exchange.request.headers)}"}, code)

    return answer
