"""How a transport behaves towards a host in trouble: gaps, waits, tries, rests, and a clock that is wrong."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Iterator

import pytest

from explorer.core.errors import AccessError, HostPausedError, NetworkError, StatusError, UnreachableError
from explorer.core.task import CancelToken
from explorer.sources.credentials import Pair, Secret
from explorer.sources.http import Transport, TransportSettings
from explorer.sources.retrying import back_off_s, date_s, date_text, retry_after_s, skew_s
from explorer.sources.shottracker.api import ShotTrackerApi
from tests.servers import canary, faults
from tests.servers.apis import Apis
from tests.servers.clock import FakeClock
from tests.servers.leftovers import nothing_left_over
from tests.servers.raw import Answering, Exchange, RawServer, head

PAIR = Pair(canary.SHOTTRACKER_USER, Secret(canary.SHOTTRACKER_SECRET))


@pytest.fixture(autouse=True)
def leaves_nothing() -> Iterator[None]:
    with nothing_left_over():
        yield


def timed(answer: Answering, clock: FakeClock, starts: list[float]) -> Answering:
    """Note by the clock when each request came."""

    def note(exchange: Exchange) -> None:
        starts.append(clock.monotonic())
        answer(exchange)

    return note


def gaps_of(starts: list[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(starts)]


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_a_storm_of_failures_ends_after_five_tries(code: int) -> None:
    clock, starts = FakeClock(), list[float]()
    with RawServer(timed(faults.status(code), clock, starts)) as server, pytest.raises(StatusError) as caught:
        Transport(clock=clock).get(server.url)
    assert (caught.value.status, caught.value.message) == (code, "Some trouble")
    assert len(starts) == 5
    assert min(gaps_of(starts)) >= 1.0
    assert clock.waited_s < 4 * 1.0 + 0.5 + 1 + 2 + 4


@pytest.mark.parametrize("code", [201, 204, 400, 401, 403, 404, 405, 410, 418, 501, 599])
def test_other_answers_are_not_asked_for_again(code: int) -> None:
    with RawServer(faults.status(code)) as server, pytest.raises(StatusError, match=f"answers {code} "):
        Transport(clock=FakeClock()).get(server.url)
    assert len(server.requests) == 1


def test_a_refused_connection_is_tried_five_times_within_seconds() -> None:
    clock = FakeClock()
    with RawServer(faults.good) as server:
        url = server.url
    with pytest.raises(UnreachableError):
        Transport(clock=clock).get(url)
    assert 4.0 <= clock.waited_s <= 11.5


@pytest.mark.parametrize(
    ("text", "least_s", "most_s"),
    [
        ("2", 2.0, 3.6),
        ("1.5", 1.5, 3.1),
        ("+3", 3.0, 4.6),
        (".5", 0.5, 2.6),
        ("-1", 0.0, 2.6),
        ("", 0.0, 2.6),
        ("soon", 0.0, 2.6),
        ("NaN", 0.0, 2.6),
        ("1e9", 0.0, 2.6),
        ("2, 5", 0.0, 2.6),
        ("120", 120.0, 121.6),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0, 2.6),
        ("Foo, 99 Bar 2099 00:00:00 GMT", 0.0, 2.6),
    ],
)
def test_retry_after_is_obeyed_in_every_form(text: str, least_s: float, most_s: float) -> None:
    clock, starts = FakeClock(), list[float]()
    turns = iter([faults.status(429, Retry_After=text), faults.good])
    with RawServer(timed(lambda exchange: next(turns)(exchange), clock, starts)) as server:
        Transport(TransportSettings(budget_s=300), clock).get(server.url)
    (gap,) = gaps_of(starts)
    assert least_s <= gap <= most_s
    assert gap >= 1.0


@pytest.mark.parametrize("skew_by_s", [0, 7200, -7200])
def test_a_date_to_wait_for_is_taken_against_the_servers_own_clock(skew_by_s: float) -> None:
    clock, starts = FakeClock(), list[float]()

    def busy(exchange: Exchange) -> None:
        now_s = exchange.server.now().timestamp()
        exchange.send(head(exchange, 503, Retry_After=date_text(now_s + 40), Content_Length=0))

    turns = iter([busy, faults.good])
    with RawServer(timed(lambda exchange: next(turns)(exchange), clock, starts), skew_s=skew_by_s) as server:
        Transport(clock=clock).get(server.url)
    (gap,) = gaps_of(starts)
    assert 39 <= gap <= 42


@pytest.mark.parametrize(
    ("text", "words"), [("999999", "12 days"), ("9" * 4000, "for years"), ("121", "2 minutes"), ("7200", "2 hours")]
)
def test_a_wait_that_is_too_long_is_put_to_the_user(text: str, words: str) -> None:
    clock = FakeClock()
    with RawServer(faults.status(429, Retry_After=text)) as server:
        transport = Transport(clock=clock)
        with pytest.raises(HostPausedError, match=f"asks to wait {words}") as caught:
            transport.get(server.url)
        assert caught.value.wait_s is not None
        assert caught.value.wait_s > 120
        with pytest.raises(HostPausedError, match=f"it asked to wait {words}"):
            transport.get(server.url)
        assert transport.paused() == {server.host: f"it asked to wait {words}"}
        assert (len(server.requests), clock.waited_s) == (1, 0)
        transport.resume(server.host)
        with pytest.raises(HostPausedError):
            transport.get(server.url)
        assert len(server.requests) == 2


def test_a_rest_that_the_host_asked_for_ends_by_itself() -> None:
    clock = FakeClock()
    turns = iter([faults.status(503, Retry_After=600), faults.good])
    with RawServer(lambda exchange: next(turns)(exchange)) as server:
        transport = Transport(clock=clock)
        with pytest.raises(HostPausedError):
            transport.get(server.url)
        clock.wait(CancelToken(), 601)
        assert transport.paused() == {}
        assert transport.get(server.url).status == 200


def test_all_tries_together_stay_within_the_budget() -> None:
    clock, starts = FakeClock(), list[float]()
    with RawServer(timed(faults.status(503, Retry_After=50), clock, starts)) as server, pytest.raises(StatusError):
        Transport(clock=clock).get(server.url)
    assert len(starts) == 3
    assert clock.waited_s <= 120


def test_five_failures_in_a_row_pause_the_host_until_the_user_goes_on() -> None:
    clock = FakeClock()
    with RawServer(faults.status(503)) as bad, RawServer(faults.good) as fine:
        transport = Transport(clock=clock)
        with pytest.raises(StatusError):
            transport.get(bad.url)
        begin = time.monotonic()
        for _ in range(49):
            with pytest.raises(HostPausedError, match="5 requests in a row failed") as caught:
                transport.get(bad.url)
        assert time.monotonic() - begin < 0.5
        assert (len(bad.requests), caught.value.host, caught.value.wait_s) == (5, bad.host, None)
        assert transport.get(fine.url).status == 200
        bad.answer = faults.good
        assert list(transport.paused()) == [bad.host]
        transport.resume(bad.host)
        assert transport.get(bad.url).status == 200
        assert transport.paused() == {}


@pytest.mark.parametrize("answer", [faults.redirect(302, "https://example.com/"), faults.damaged_gzip, faults.no_http])
def test_failures_that_are_not_tried_again_pause_the_host_too(answer: Answering) -> None:
    with RawServer(answer) as server:
        transport = Transport(clock=FakeClock())
        for _ in range(5):
            with pytest.raises(NetworkError):
                transport.get(server.url)
        with pytest.raises(HostPausedError):
            transport.get(server.url)
    assert len(server.requests) == 5


def test_the_waits_of_an_outage_are_spread() -> None:
    clock, starts = FakeClock(), list[float]()
    chance = random.Random(5).random
    everything: list[float] = []
    with RawServer(timed(faults.status(503), clock, starts)) as server:
        for _ in range(8):
            starts.clear()
            with pytest.raises(NetworkError):
                Transport(clock=clock, chance=chance).get(server.url)
            gaps = sorted(gaps_of(starts))
            assert min(later - earlier for earlier, later in itertools.pairwise(gaps)) > 0.01
            everything += gaps
    assert len(everything) == 32
    assert max(everything) - min(everything) > 2.0


def test_fifty_requests_to_a_host_that_fails_one_in_five_all_come_through_once_at_the_allowed_rate() -> None:
    clock, starts = FakeClock(), list[float]()
    dice = random.Random(20)
    kinds = [
        faults.status(503),
        faults.status(429, Retry_After=2),
        faults.cut_body,
        faults.cut_gzip,
        faults.close_at_once,
    ]
    served: list[str] = []

    def answer(exchange: Exchange) -> None:
        if dice.random() < 0.2:
            return dice.choice(kinds)(exchange)
        served.append(exchange.request.path)
        return faults.good(exchange)

    with RawServer(timed(answer, clock, starts)) as server:
        transport = Transport(clock=clock, chance=dice.random)
        for number in range(50):
            assert transport.get(f"{server.url}/game/{number}").body == faults.GOOD
    assert served == [f"/game/{number}" for number in range(50)]
    assert len(starts) > 55
    assert min(gaps_of(starts)) >= 1.0 - 1e-9


def test_one_request_a_host_at_a_time_and_the_gap_is_kept_in_true_time() -> None:
    now: list[int] = []
    most: list[int] = []
    lock = threading.Lock()

    def answer(exchange: Exchange) -> None:
        with lock:
            now.append(1)
            most.append(len(now))
        exchange.pause(0.03)
        faults.good(exchange)
        with lock:
            now.pop()

    with RawServer(answer) as server:
        transport = Transport(TransportSettings(gap_s=0.08))
        threads = [threading.Thread(target=transport.get, args=(server.url,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert max(most) == 1
    # The server notes a request when it has come: the first of two may have been a little longer on its way.
    assert min(gaps_of([request.at_s for request in server.requests])) > 0.06


def test_two_hosts_do_not_wait_for_each_other() -> None:
    with RawServer(faults.good) as one, RawServer(faults.good) as other:
        transport = Transport(TransportSettings(gap_s=5))
        begin = time.monotonic()
        transport.get(one.url)
        transport.get(other.url)
    assert time.monotonic() - begin < 1


# The clock


@pytest.mark.parametrize("skew_by_s", [3600, -3600, 400])
def test_a_wrong_clock_costs_one_request_and_is_told_once(skew_by_s: float) -> None:
    told: list[str] = []
    with Apis() as apis:
        apis.server.skew_s = skew_by_s
        api = ShotTrackerApi(Transport(TransportSettings(gap_s=0), on_notice=told.append), PAIR, apis.server.url)
        api.sessions("sample-0001")
        assert len(apis.requests) == 2
        api.sessions("sample-0002")
        assert len(apis.requests) == 3
        # The clock is put right while the program runs.
        apis.server.skew_s = 0
        api.sessions("sample-0003")
        assert len(apis.requests) == 5
        (sentence,) = told
        side = "behind" if skew_by_s > 0 else "ahead of"
        assert f" {side} that of {apis.server.host}" in sentence


def test_a_wrong_secret_is_not_taken_for_a_wrong_clock() -> None:
    told: list[str] = []
    with Apis() as apis:
        wrong = Pair(canary.SHOTTRACKER_USER, Secret("not-it"))
        api = ShotTrackerApi(Transport(TransportSettings(gap_s=0), on_notice=told.append), wrong, apis.server.url)
        with pytest.raises(AccessError, match="does not accept the user name and secret"):
            api.sessions("sample-0001")
        assert len(apis.requests) == 1
        apis.server.skew_s = 3600
        with pytest.raises(AccessError):
            api.sessions("sample-0001")
        assert len(apis.requests) == 3
        assert len(told) == 1


def test_every_try_is_signed_anew() -> None:
    clock = FakeClock()
    with Apis() as apis:
        apis.faults += [faults.status(503, Retry_After=5), faults.cut_body, faults.close_at_once]
        ShotTrackerApi(Transport(clock=clock), PAIR, apis.server.url).sessions("sample-0001")
        proofs = [(one.headers["date"], one.headers["authorization"]) for one in apis.requests]
    assert len(proofs) == 4
    assert len({proof for _, proof in proofs}) == len({date for date, _ in proofs}) >= 3


# Figures


def test_a_wait_grows_and_stays_below_its_bound() -> None:
    assert [back_off_s(n, 1.0) for n in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, 4.0]
    assert back_off_s(100, 1.0) == 30.0
    assert back_off_s(9, 0.0) == 0.0


def test_dates_are_read_in_the_forms_of_http() -> None:
    for text in ("Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"):
        assert date_s(text) == 784111777.0
    assert date_text(784111777.4) == "Sun, 06 Nov 1994 08:49:37 GMT"
    for text in ("", "2", "x" * 5000, "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 99999 08:49:37 GMT"):
        assert date_s(text) is None


def test_the_servers_clock_is_compared_with_the_middle_of_the_request() -> None:
    headers = {"date": "Sun, 06 Nov 1994 08:49:37 GMT"}
    assert skew_s(headers, 784111770.0, 784111774.0) == 5.0
    assert skew_s(headers | {"age": "1"}, 0.0, 0.0) is None
    assert skew_s({}, 0.0, 0.0) is None


def test_a_date_without_the_servers_own_is_taken_against_this_clock() -> None:
    assert retry_after_s({"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"}, 784111770.0) == 7.0
