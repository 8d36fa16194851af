"""The transport against servers that drip, fall silent, cut, lie and send too much."""

from __future__ import annotations

import gzip
import json
import logging
import shutil
import socket
import subprocess
import sys
import threading
import time
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from explorer.core.errors import (
    AddressError,
    BrokenAnswerError,
    CredentialError,
    CutAnswerError,
    NetworkError,
    StatusError,
    TooSlowError,
    UnreachableError,
)
from explorer.core.task import CancelledError, CancelToken
from explorer.sources.address import parse_base
from explorer.sources.http import Response, Transport, TransportSettings
from explorer.sources.refusals import words_of
from tests.servers import canary, faults
from tests.servers.clock import FakeClock
from tests.servers.leftovers import nothing_left_over
from tests.servers.raw import Answering, Exchange, RawServer, head, send_json

ROOT = Path(__file__).resolve().parents[1]
CANCEL_WITHIN_S = 0.2


@pytest.fixture(autouse=True)
def leaves_nothing() -> Iterator[None]:
    with nothing_left_over():
        yield


def quick(**more: float) -> Transport:
    """A transport whose waits take no time."""
    settings = {"gap_s": 0.0, "connect_s": 1.0, "first_byte_s": 1.0, "whole_s": 2.0} | more
    return Transport(TransportSettings(**settings), FakeClock())  # type: ignore[arg-type]  # counts are whole here


def ask(answer: Answering, transport: Transport | None = None, **more: object) -> Response:
    with RawServer(answer) as server:
        return (transport or quick()).get(f"{server.url}/v1/thing", **more)  # type: ignore[arg-type]  # passed on


# What is well


@pytest.mark.parametrize(
    "answer", [faults.good, faults.chunked, faults.two_gzips, faults.sends(json.loads(faults.GOOD))]
)
def test_a_whole_answer_is_taken_as_it_is(answer: Answering) -> None:
    response = ask(answer)
    assert (response.status, json.loads(response.body)) == (200, json.loads(faults.GOOD))
    assert response.url.endswith("/v1/thing")
    assert abs(response.fetched_s - time.time()) < 60


def test_a_request_says_what_it_takes_and_asks_for_the_connections_end() -> None:
    with RawServer(faults.good) as server:
        quick().get(f"{server.url}/v1/a,b", params={"from": "1", "q": "ä b"}, headers={"X-Extra": "1"})
        (request,) = server.requests
    assert request.target == "/v1/a,b?from=1&q=%C3%A4+b"
    assert request.headers == {
        "host": server.host,
        "user-agent": "possession-explorer",
        "accept": "application/json",
        "accept-encoding": "gzip",
        "connection": "close",
        "x-extra": "1",
    }


@pytest.mark.parametrize(
    ("etag", "changed", "kept"),
    [
        ('"abc"', None, '"abc"'),
        ('W/"abc"', "Tue, 01 Jul 2025 10:00:00 GMT", 'W/"abc"'),
        (None, "Tue, 01 Jul 2025 10:00:00 GMT", "Tue, 01 Jul 2025 10:00:00 GMT"),
        ('"' + "x" * 2000 + '"', None, None),
        ('"caf\xe9"', None, None),
    ],
)
def test_what_is_kept_is_asked_for_by_its_mark(etag: str | None, changed: str | None, kept: str | None) -> None:
    def answer(exchange: Exchange) -> None:
        asked = exchange.request.headers
        if "if-none-match" in asked or "if-modified-since" in asked:
            exchange.send(head(exchange, 304))
        else:
            send_json(exchange, {}, ETag=etag, Last_Modified=changed)

    with RawServer(answer) as server:
        transport = quick()
        first = transport.get(server.url)
        assert first.validator == kept
        again = transport.get(server.url, etag=first.validator)
        assert again.is_not_modified is (kept is not None)
        assert again.body == (b"" if kept else b"{}")


def test_not_modified_is_an_error_where_nothing_is_kept() -> None:
    with pytest.raises(StatusError, match="304"):
        ask(faults.status(304))


# Slowness


@pytest.mark.parametrize("answer", [faults.drip_body(0.04), faults.drip_head(0.04), faults.endless_continue])
def test_a_drip_ends_with_the_deadline(answer: Answering) -> None:
    begin = time.monotonic()
    with pytest.raises(TooSlowError, match=r"did not finish its answer within 0\.6 seconds"):
        ask(answer, Transport(TransportSettings(gap_s=0, whole_s=0.6)))
    assert 0.6 <= time.monotonic() - begin < 0.9


@pytest.mark.parametrize(
    ("answer", "words"),
    [(faults.silent, r"did not begin to answer within 0\.2 s"), (faults.silent_in_body, "fell silent in the middle")],
)
def test_silence_ends_with_the_first_byte_limit_and_all_tries_with_the_deadline(answer: Answering, words: str) -> None:
    begin = time.monotonic()
    with pytest.raises(TooSlowError, match=words), RawServer(answer) as server:
        Transport(TransportSettings(gap_s=0.01, first_byte_s=0.2, whole_s=0.5), chance=lambda: 0.1).get(server.url)
    assert 0.3 < time.monotonic() - begin < 0.9
    assert 2 <= len(server.requests) <= 3


@pytest.mark.slow
@pytest.mark.parametrize("answer", [faults.silent, faults.drip_body(0.4), faults.drip_head(0.4)])
def test_with_the_limits_of_every_day_nothing_takes_longer_than_a_minute(answer: Answering) -> None:
    begin = time.monotonic()
    with pytest.raises(TooSlowError):
        ask(answer, Transport())
    assert time.monotonic() - begin < 61


def cancelled_after(wait_s: float, call: Callable[[CancelToken], object]) -> float:
    """Call something off after a time; returns the seconds that it took to end."""
    token = CancelToken()
    called_off: list[float] = []

    def call_off() -> None:
        called_off.append(time.monotonic())
        token.cancel()

    timer = threading.Timer(wait_s, call_off)
    timer.start()
    with pytest.raises(CancelledError):
        call(token)
    ended = time.monotonic()
    timer.join()
    return ended - called_off[0]


@pytest.mark.parametrize(
    "answer",
    [
        faults.silent,
        faults.silent_in_body,
        faults.drip_body(0.03),
        faults.drip_head(0.03),
        faults.endless_continue,
        faults.endless,
        faults.announced(50_000_000),
    ],
)
def test_cancel_ends_at_once_whatever_is_waited_for(answer: Answering) -> None:
    with RawServer(answer) as server:
        transport = Transport(TransportSettings(gap_s=0, largest_body=1 << 40))
        assert cancelled_after(0.15, lambda token: transport.get(server.url, token=token)) < CANCEL_WITHIN_S
    assert len(server.requests) == 1


@pytest.mark.parametrize("settings", [TransportSettings(gap_s=30), TransportSettings(gap_s=0)])
def test_cancel_ends_a_wait_for_the_next_turn_and_for_retry_after(settings: TransportSettings) -> None:
    with RawServer(faults.status(503, Retry_After=60) if not settings.gap_s else faults.good) as server:
        transport = Transport(settings)
        if settings.gap_s:
            transport.get(server.url)
        assert cancelled_after(0.15, lambda token: transport.get(server.url, token=token)) < CANCEL_WITHIN_S
    assert len(server.requests) == 1


def test_cancel_ends_a_handshake_that_is_never_answered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        assert cancelled_after(0.15, lambda token: quick().get(url, token=token)) < CANCEL_WITHIN_S


def test_cancel_does_not_wait_for_the_look_up_of_a_name_and_nothing_is_sent_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    release = threading.Event()
    real = socket.getaddrinfo

    def slow(*about: object, **more: object) -> object:
        release.wait(5)
        return real(*about, **more)  # type: ignore[arg-type]  # passed on as it came

    with RawServer(faults.good) as server:
        monkeypatch.setattr(socket, "getaddrinfo", slow)
        assert cancelled_after(0.1, lambda token: quick().get(server.url, token=token)) < CANCEL_WITHIN_S
        release.set()
        time.sleep(0.1)
    assert server.requests == []


def test_what_is_called_off_before_it_begins_asks_nobody() -> None:
    token = CancelToken()
    token.cancel()
    with RawServer(faults.good) as server, pytest.raises(CancelledError):
        quick().get(server.url, token=token)
    assert server.requests == []


# No connection


def test_a_refused_connection_is_told_as_such() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(UnreachableError, match=rf"^127\.0\.0\.1:{port} refuses the connection\.$"):
        quick().get(f"http://127.0.0.1:{port}/")


def test_an_unknown_name_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*about: object, **more: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UnreachableError, match=r"^nowhere\.invalid cannot be found: there is no network"):
        quick().get("https://nowhere.invalid/v1")


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (faults.close_at_once, UnreachableError, "closed the connection without an answer"),
        (faults.no_http, BrokenAnswerError, "does not speak HTTP"),
        (faults.many_headers, BrokenAnswerError, "does not speak HTTP"),
    ],
)
def test_what_is_no_answer_is_told_as_such(answer: Answering, kind: type[NetworkError], words: str) -> None:
    with pytest.raises(kind, match=words):
        ask(answer)


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare")
def test_without_any_network_the_failure_is_one_sentence() -> None:
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to make a network of its own")
    code = (
        "from explorer.sources.http import Transport, TransportSettings\n"
        "from explorer.core.errors import UnreachableError\n"
        "for url in ('https://api.example.com/', 'https://192.0.2.1/'):\n"
        "    try: Transport(TransportSettings(gap_s=0, tries=1)).get(url)\n"
        "    except UnreachableError as error: print(error)\n"
    )
    run = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.stdout.splitlines() == [
        "api.example.com cannot be found: there is no network, or the name is wrong.",
        "192.0.2.1 cannot be reached: there is no network.",
    ]


# The end of the body


@pytest.mark.parametrize(
    "answer",
    [
        faults.cut_body,
        faults.long_length,
        faults.cut_chunk,
        faults.cut_between_chunks,
        faults.cut_gzip,
        faults.gzip_without_trailer,
    ],
)
def test_a_cut_answer_is_tried_again_and_never_taken(answer: Answering) -> None:
    with RawServer(answer) as server, pytest.raises(CutAnswerError, match="broke off before its end"):
        quick().get(server.url)
    assert len(server.requests) == 5


@pytest.mark.parametrize("answer", [faults.cut_body, faults.cut_chunk, faults.cut_gzip, faults.close_at_once])
def test_an_answer_that_was_cut_once_comes_whole_the_next_time(answer: Answering) -> None:
    turns = iter([answer, faults.good])
    with RawServer(lambda exchange: next(turns)(exchange)) as server:
        assert quick().get(server.url).body == faults.GOOD
    assert len(server.requests) == 2


@pytest.mark.parametrize("answer", [faults.damaged_gzip, faults.rubbish_behind_gzip])
def test_a_damaged_gzip_is_refused(answer: Answering) -> None:
    with RawServer(answer) as server, pytest.raises(BrokenAnswerError, match="is damaged"):
        quick().get(server.url)
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["br", "deflate", "zstd", "gzip, gzip", "gzip, gzip, gzip, gzip, gzip, gzip"])
def test_only_gzip_is_unpacked(name: str) -> None:
    with pytest.raises(BrokenAnswerError, match="packed in a way that was not asked for"):
        ask(faults.other_packing(name))


def test_a_gzip_bomb_stops_at_the_limit() -> None:
    bomb = faults.gzip_bomb(512)
    tracemalloc.start()
    try:
        begin = time.monotonic()
        with pytest.raises(BrokenAnswerError, match="larger than 64 MB"):
            ask(bomb)
        took_s = time.monotonic() - begin
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 80 << 20
    assert took_s < 2


def test_what_is_announced_too_large_is_not_read() -> None:
    for answer in (faults.announced(65 << 20), faults.odd_length):
        begin = time.monotonic()
        with pytest.raises(BrokenAnswerError, match="larger than 64 MB"):
            ask(answer)
        assert time.monotonic() - begin < 0.5


def test_an_endless_body_stops_at_the_limit() -> None:
    with pytest.raises(BrokenAnswerError, match="larger than 2 MB"):
        ask(faults.endless, limit=2 << 20)


# Addresses and secrets


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com/",
        "http://192.0.2.7/",
        "http://127.0.0.1.example.com/",
        "http://localhost.example.com/",
        "ftp://127.0.0.1/",
        "file:///etc/hosts",
        "//127.0.0.1/",
        "https://user@example.com/",
        "https://user:word@example.com/",
        "https://exämple.com/",
        "https://example.com\\@127.0.0.1/",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https:///x",
        "https://example.com /",
        "https://example.com/a\r\nX: 1",
        "https://example.com/../x",
        "https://example.com/#part",
        "",
    ],
)
def test_an_address_that_is_unsafe_for_a_key_is_never_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*about: object, **more: object) -> object:
        raise AssertionError("a name was looked up")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(AddressError):
        quick().get(url)
    with pytest.raises(AddressError):
        parse_base(url)


@pytest.mark.parametrize(
    ("address", "scheme", "host", "path"),
    [
        ("https://api.example.com", "https", "api.example.com", ""),
        (" https://API.Example.com:443/pro/ ", "https", "api.example.com", "/pro"),
        ("https://api.example.com:8443/", "https", "api.example.com:8443", ""),
        ("http://127.0.0.1:8000/pro/", "http", "127.0.0.1:8000", "/pro"),
        ("http://localhost:80", "http", "localhost", ""),
        ("http://[::1]:8000/x", "http", "[::1]:8000", "/x"),
    ],
)
def test_a_base_address_is_read(address: str, scheme: str, host: str, path: str) -> None:
    base = parse_base(address)
    assert (base.scheme, base.host, base.path) == (scheme, host, path)


def test_an_address_with_user_information_is_refused_without_repeating_it() -> None:
    with pytest.raises(AddressError) as caught:
        parse_base(f"https://me:{canary.CTG_KEY}@example.com/")
    assert canary.CTG_KEY not in str(caught.value)


def keyed(parts: object) -> dict[str, str]:
    return {"X-API-KEY": canary.CTG_KEY}


@pytest.mark.parametrize("code", [200, 400, 403, 404, 500])
def test_a_key_that_the_server_repeats_goes_no_further(code: int) -> None:
    with pytest.raises(NetworkError) as caught:
        ask(faults.echo_key(code), sign=keyed)
    error = caught.value
    told = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format(chain=True))
    frames = [line for line in told.splitlines() if "test_transport" not in line]
    assert canary.found_in("\n".join(frames).encode()) == []
    assert canary.found_in(repr(vars(error)).encode()) == []
    assert error.__context__ is None


@pytest.mark.parametrize("around", ["{}\r\nX: 1", "{}\N{CYRILLIC SMALL LETTER A}", " {}", "{}\x00"])
def test_a_header_that_cannot_be_sent_is_refused_before_anything_is_sent(around: str) -> None:
    def sign(parts: object) -> dict[str, str]:
        return {"X-API-KEY": around.format(canary.CTG_KEY)}

    with RawServer(faults.good) as server, pytest.raises(CredentialError) as caught:
        quick().get(server.url, sign=sign)
    assert server.requests == []
    assert canary.CTG_KEY not in str(caught.value)


def test_nothing_secret_is_logged_at_any_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask(faults.good, sign=keyed)
    with pytest.raises(StatusError):
        ask(faults.status(404), sign=keyed)
    assert canary.found_in(caplog.text.encode()) == []


@pytest.mark.parametrize(
    ("body", "message", "request_id"),
    [
        (b'{"status":403,"message":"No access","shottrackerRequestId":"f1-2"}', "No access", "f1-2"),
        (b'"Authorization Error: invalid API key."', "Authorization Error: invalid API key.", ""),
        (b'{"error": "Nope"}', "Nope", ""),
        (b"plain words", "plain words", ""),
        (b"<html><h1>502</h1></html>", "", ""),
        (b'{"message": {"a": 1}, "detail": "Deep"}', "Deep", ""),
        (b'{"message": 5, "shottrackerRequestId": ["x"]}', "", ""),
        (b'"two\\nlines\\u202e and \\u0007 more"', "two lines and more", ""),
        (b"[" * 100_000, "", ""),
        (b"\xff\xfe", "\N{REPLACEMENT CHARACTER}" * 2, ""),
        (b"", "", ""),
    ],
)
def test_the_words_of_a_refusal_are_found(body: bytes, message: str, request_id: str) -> None:
    found = words_of(body)
    assert found == (message, request_id) or (body[:1] == b"[" and len(found[0]) <= 300)


def test_the_words_of_a_refusal_are_short_and_hold_no_secret() -> None:
    message, _ = words_of(gzip.compress(b"x")[:4] + b"y" * 10_000 + canary.CTG_KEY.encode())
    assert len(message) == 300
    message, _ = words_of(f'"the key {canary.CTG_KEY} is wrong"'.encode(), [canary.CTG_KEY])
    assert message == "the key (hidden) is wrong"
