"""ShotTracker's Event API against a server that speaks it as documented, and checks every signature itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from explorer.core.errors import (
    AccessError,
    AddressError,
    DataError,
    NetworkError,
    StatusError,
    UnknownIdError,
    UsageError,
)
from explorer.core.task import CancelledError, CancelToken
from explorer.core.vocabulary import SHOTTRACKER
from explorer.sources.credentials import Pair, Secret
from explorer.sources.http import Transport, TransportSettings
from explorer.sources.shottracker.api import DEFAULT_HOST, WINDOW_MS, ShotTrackerApi
from explorer.sources.shottracker.schedule import holds_possessions
from explorer.sources.source import decode_parts, read_shottracker
from tests.servers import canary, faults
from tests.servers.apis import REQUEST_ID, Apis, canary_host
from tests.servers.clock import FakeClock
from tests.servers.leftovers import nothing_left_over

PAIR = Pair(canary.SHOTTRACKER_USER, Secret(canary.SHOTTRACKER_SECRET))
ALL_TIME = (0, 4_000_000_000_000)
HALF_HOUR_MS = 30 * 60 * 1000


@pytest.fixture(autouse=True)
def leaves_nothing() -> Iterator[None]:
    with nothing_left_over():
        yield


@pytest.fixture
def apis() -> Iterator[Apis]:
    with Apis() as apis:
        yield apis


@pytest.fixture
def api(apis: Apis) -> ShotTrackerApi:
    return ShotTrackerApi(Transport(TransportSettings(), FakeClock()), PAIR, apis.server.url)


# A game, from the list to its possessions


def test_games_are_listed_by_dates_and_team_with_every_field_as_it_came(apis: Apis, api: ShotTrackerApi) -> None:
    games = api.schedule(*ALL_TIME)
    assert {game.game_id for game in games} == {game.name for game in apis.games}
    assert [game.start_s for game in games] == sorted(game.start_s or 0 for game in games)
    known = {game.name: game for game in apis.games}
    for listed in games:
        made = known[listed.game_id]
        assert (listed.key, listed.day) == ((SHOTTRACKER, made.name), made.day.isoformat())
        assert (listed.title, listed.home, listed.away) == (
            f"{made.away.name} at {made.home.name}",
            made.home.name,
            made.away.name,
        )
        assert (listed.home_id, listed.status) == (str(made.home.team_id), "ACTIVE")
        assert (listed.extra["gender"], listed.extra["tournament"], listed.extra["fan_engagement_enabled"]) == (
            "MEN",
            None,
            False,
        )
    team = games[0].home_id
    assert {game.game_id for game in api.schedule(*ALL_TIME, team_id=team)} == {games[0].game_id}
    assert apis.requests[-1].query == {"from": "0", "to": str(ALL_TIME[1]), "team_id": team}
    assert api.schedule(0, 1) == []


def test_a_whole_game_comes_session_by_session_and_decodes_to_what_it_was_made_of(
    apis: Apis, api: ShotTrackerApi
) -> None:
    made = apis.games[0]
    sessions = api.sessions(made.name)
    starts = [session.start_ms or 0 for session in sessions]
    assert starts == sorted(starts)
    assert sessions[0].game == f"{made.away.name} vs {made.home.name}"
    assert {session.event_id for session in sessions} == {made.name}
    answers = [api.possessions(session.session_id) for session in sessions]
    parts = [read_shottracker(answer) for answer in answers if answer is not None]
    assert [part.answer.part for part in parts] == [session.session_id for session in sessions]
    game = decode_parts(parts, made.name)
    whole = sum(len(team["possessions"]) for team in made.shottracker["teams"])
    assert (game.game_id, game.day, len(game.possessions)) == (made.name, made.day.isoformat(), whole)
    assert game.origin == tuple(
        f"{apis.server.url}/v1/data/stats/{session.session_id}/possessions" for session in sessions
    )
    assert len(apis.requests) == 1 + len(sessions)


def test_answers_keep_their_kind_their_part_and_their_time(apis: Apis, api: ShotTrackerApi) -> None:
    session = api.sessions("sample-0001")[0].session_id
    team = str(apis.games[0].home.team_id)
    found = [api.possessions(session), api.shots(session), api.roster(team)]
    assert [(one.kind, one.part) for one in found if one] == [
        ("possessions", session),
        ("shots", session),
        ("roster", team),
    ]
    assert apis.requests[-1].target == f"/v1/data/teams/{team},SHOTTRACKER"
    assert all(one and one.origin.startswith(apis.server.url) and one.fetched_s > 1e9 for one in found)


def test_what_has_not_changed_is_not_fetched_again(apis: Apis, api: ShotTrackerApi) -> None:
    apis.etags = True
    for fetch in (api.possessions, api.shots):
        answer = fetch("sample-0001-Q1")
        assert answer is not None
        assert answer.etag is not None
        assert fetch("sample-0001-Q1", etag=answer.etag) is None
        assert fetch("sample-0001-Q1", etag='"older"') is not None


@pytest.mark.parametrize("payload", [{}, {"teams": []}, {"teams": None}, {"teams": [{"id": 1, "possessions": []}]}])
def test_no_possessions_yet_is_no_error(payload: object, apis: Apis, api: ShotTrackerApi) -> None:
    apis.always = faults.sends(payload)
    answer = api.possessions("s")
    assert answer is not None
    assert not holds_possessions(answer.body, answer.origin)


def test_possessions_that_are_there_are_seen(api: ShotTrackerApi) -> None:
    answer = api.possessions("sample-0001-Q1")
    assert answer is not None
    assert holds_possessions(answer.body, answer.origin)


def test_a_game_that_has_not_begun_has_no_sessions(apis: Apis, api: ShotTrackerApi) -> None:
    apis.always = faults.sends({"id": 5, "name": None, "results": []})
    assert api.sessions("5") == ()


# Tracking


@pytest.mark.parametrize(
    ("length_ms", "windows"),
    [
        (0, [(5, 5)]),
        (10, [(5, 15)]),
        (HALF_HOUR_MS, [(5, 5 + HALF_HOUR_MS)]),
        (HALF_HOUR_MS + 1, [(5, 5 + HALF_HOUR_MS), (5 + HALF_HOUR_MS, 6 + HALF_HOUR_MS)]),
    ],
)
def test_tracking_is_split_into_windows(
    length_ms: int, windows: list[tuple[int, int]], apis: Apis, api: ShotTrackerApi
) -> None:
    answers = api.tracking("sample-0001-Q1", 5, 5 + length_ms)
    assert WINDOW_MS == HALF_HOUR_MS
    assert [(int(one.query["from"]), int(one.query["to"])) for one in apis.requests] == windows
    assert [one.part for one in answers] == [f"sample-0001-Q1:{start}-{end}" for start, end in windows]
    assert {one.kind for one in answers} == {"locations"}
    assert json.loads(answers[0].body)[0]["locations"][0]["t"] == 5


@pytest.mark.parametrize(("start", "end"), [(10, 9), (0, 13 * 3600 * 1000)])
def test_a_stretch_that_is_none_is_not_asked_for(start: int, end: int, apis: Apis, api: ShotTrackerApi) -> None:
    with pytest.raises(UsageError):
        api.tracking("s", start, end)
    assert apis.requests == []


def test_the_address_of_a_possessions_tracking_is_followed(apis: Apis, api: ShotTrackerApi) -> None:
    answer = api.possessions("sample-0001-Q1")
    assert answer is not None
    row = json.loads(answer.body)["teams"][0]["possessions"][0]
    (tracked,) = api.follow(row["_locations"])
    assert tracked.part == f"sample-0001-Q1:{row['start_timestamp']}-{row['end_timestamp']}"
    assert apis.requests[-1].path == "/v1/data/sensors/locations"
    long = f"{apis.server.url}/v1/data/sensors/locations?id=sample-0001-Q1&from=0&to={2 * HALF_HOUR_MS}"
    assert len(api.follow(long)) == 2


GOOD = "/v1/data/sensors/locations?id=s&from=1&to=2"
STRANGE = [
    "http://{host}{path}",
    "file:///etc/hosts",
    "ftp://{host}{path}",
    "//{canary}{path}",
    "https://{canary}{path}",
    "http://{canary}{path}",
    "https://{host}@{canary}{path}",
    "https://user@{host}{path}",
    "https://user:word@{host}{path}",
    "https://{host}.example.com{path}",
    "https://{host}.{path}",
    "https://{host}\\@{canary}{path}",
    "https://{host}%40{canary}{path}",
    "https://{canary}#@{host}{path}",
    "https://{canary}?@{host}{path}",
    "https://{canary}/{host}{path}",
    "https://127.0.0.1{path}",
    "https://169.254.169.254{path}",
    "https://[::1]{path}",
    "https://2130706433{path}",
    "https://{host}:8443{path}",
    "https://{host}:0{path}",
    "https://{host}:{path}",
    "https://{host}/v1/data/../../x{path}",
    "https://{host}/v1/data/%2e%2e/x",
    "https://{host}/v1//{canary}{path}",
    "https://{host}{path}\r\nX-Other: 1",
    "https://{host}{path} ",
    " https://{host}{path}",
    "https://{host}{path}#part",
    "https://{host}/v1/data/teams/1,SHOTTRACKER",
    "https://{host}/v1/data/sensors/locations?id=s&from=1",
    "https://{host}/v1/data/sensors/locations?id=s&from=1&to=2&to=3",
    "https://{host}/v1/data/sensors/locations?id=s&from=a&to=b",
    "https://{host}/v1/data/sensors/locations?id=s&from=-1&to=2",
    "https://{host}/v1/data/sensors/locations?id=s&from=1&to=" + "9" * 5000,
    "https://api.sh\N{LATIN SMALL LETTER O WITH STROKE}ttracker.com{path}",
    "https://xn--exmple-cua.com{path}",
    "https://{host}/" + "x" * 5_000_000,
    "",
]


@pytest.mark.parametrize("link", STRANGE, ids=[str(number) for number in range(len(STRANGE))])
def test_a_strangers_address_is_never_asked(link: str) -> None:
    class Nobody(Transport):
        def get(self, *about: Any, **more: Any) -> Any:
            raise AssertionError("a request was made")

    with canary_host() as other:
        api = ShotTrackerApi(Nobody(), PAIR, DEFAULT_HOST)
        text = link.format(host=api.host, canary=other.host, path=GOOD)
        with pytest.raises((AddressError, UsageError)) as caught:
            api.follow(text)
        assert len(str(caught.value)) < 500
        assert "\n" not in str(caught.value)
        assert other.requests == []
    assert canary.found_in(bytes(canary.logs[-1])) == []


@pytest.mark.parametrize(
    "link",
    ["https://api.shottracker.com{path}", "HTTPS://API.ShotTracker.COM{path}", "https://api.shottracker.com:443{path}"],
)
def test_the_vendors_own_address_is_asked_as_the_program_writes_it(link: str) -> None:
    asked: list[tuple[str, object]] = []

    class Noting(Transport):
        def get(self, url: str, **more: Any) -> Any:
            asked.append((url, more["params"]))
            raise CancelledError

    with pytest.raises(CancelledError):
        ShotTrackerApi(Noting(), PAIR).follow(link.format(path=GOOD))
    assert asked == [("https://api.shottracker.com/v1/data/sensors/locations", {"id": "s", "from": "1", "to": "2"})]


def test_on_a_loopback_host_only_its_own_addresses_are_followed(apis: Apis, api: ShotTrackerApi) -> None:
    for link in (
        f"https://api.shottracker.com{GOOD}",
        f"https://{apis.server.host}{GOOD}",
        f"http://127.0.0.1:1{GOOD}",
    ):
        with pytest.raises(AddressError):
            api.follow(link)
    assert apis.requests == []


# Refusals


def refused(apis: Apis, status: int, message: str) -> None:
    payload = {"status": status, "message": message, "shottrackerRequestId": REQUEST_ID}
    apis.always = faults.status(status, payload)


@pytest.mark.parametrize(
    ("status", "message", "kind", "words"),
    [
        (
            400,
            "Locations must be requested in 30 min timeframes",
            StatusError,
            "does not understand the request: Locations must",
        ),
        (401, "HMAC signature does not match", AccessError, "does not accept the user name and secret: HMAC"),
        (403, "HMAC signature cannot be verified", AccessError, "does not accept the user name and secret: HMAC"),
        (
            403,
            "No access to STATS data",
            AccessError,
            "gives this user no right to this data: No access to STATS data.",
        ),
        (403, "Restricted resource", AccessError, "gives this user no right to this data: Restricted resource."),
        (404, "Invalid id", UnknownIdError, "knows no such id: Invalid id."),
        (429, "Too many", StatusError, "was asked too often: Too many."),
        (500, "General System Error", StatusError, r"is in trouble \(status 500\): General System Error."),
        (418, "Teapot", StatusError, "answers with status 418: Teapot."),
    ],
)
def test_a_refusal_is_a_sentence_with_the_vendors_message_and_request(
    status: int, message: str, kind: type[StatusError], words: str, apis: Apis, api: ShotTrackerApi
) -> None:
    refused(apis, status, message)
    with pytest.raises(kind, match=f"^ShotTracker {words}") as caught:
        api.possessions("s")
    error = caught.value
    assert str(error).endswith(f" When you write to ShotTracker, quote the request {REQUEST_ID}.")
    assert (error.status, error.message, error.request_id, error.host) == (status, message, REQUEST_ID, api.host)
    assert error.__context__ is None


def test_a_refusal_without_words_is_a_sentence_too(apis: Apis, api: ShotTrackerApi) -> None:
    apis.always = faults.status(404, b"<html>no</html>")
    with pytest.raises(UnknownIdError, match=r"^ShotTracker knows no such id\.$"):
        api.sessions("x")


@pytest.mark.parametrize(
    "call",
    [
        lambda api: api.possessions("unknown"),
        lambda api: api.shots("sample-0001-Q9"),
        lambda api: api.sessions("../../x"),
        lambda api: api.sessions("a/b?c=d#e %"),
        lambda api: api.possessions("\N{LATIN SMALL LETTER E WITH ACUTE}"),
        lambda api: api.roster("7", "../x"),
        lambda api: api.tracking("unknown", 1, 2),
    ],
)
def test_an_unknown_id_is_refused_under_a_good_signature(
    call: Callable[[ShotTrackerApi], object], apis: Apis, api: ShotTrackerApi
) -> None:
    with pytest.raises(UnknownIdError):
        call(api)
    assert len(apis.requests) == 1


@pytest.mark.parametrize("identity", ["", "  ", "..", ".", "a\x00b", "a\nb", "x" * 201])
def test_what_is_no_id_is_not_asked_for(identity: str, apis: Apis, api: ShotTrackerApi) -> None:
    for call in (api.possessions, api.shots, api.sessions, api.roster):
        with pytest.raises(UsageError):
            call(identity)
    assert apis.requests == []


# Answers that are none


@pytest.mark.parametrize(
    "payload",
    [[], 5, "busy", None, True, b"", b"null", b"<html>", b'{"teams": [}', b'{"teams": 1e999}', b"\xff", b"[" * 99],
)
@pytest.mark.parametrize("name", ["schedule", "sessions", "possessions", "shots", "roster"])
def test_an_answer_of_the_wrong_kind_is_a_sentence_that_names_where_it_came_from(
    name: str, payload: object, apis: Apis, api: ShotTrackerApi
) -> None:
    apis.always = faults.sends(payload)
    calls: dict[str, Callable[[], object]] = {
        "schedule": lambda: api.schedule(1, 2),
        "sessions": lambda: api.sessions("e"),
        "possessions": lambda: api.possessions("s"),
        "shots": lambda: api.shots("s"),
        "roster": lambda: api.roster("t"),
    }
    with pytest.raises(DataError, match=apis.server.host):
        calls[name]()


@pytest.mark.parametrize(
    ("call", "payload", "place"),
    [
        (lambda api: api.schedule(1, 2), {"games": {}}, "games"),
        (lambda api: api.schedule(1, 2), {"games": [5]}, r"games\[\.\.\.\]|games\[0\]"),
        (lambda api: api.sessions("e"), {"results": [{"name": "x"}]}, r"results\[0\]: the session has no id"),
        (lambda api: api.sessions("e"), {"results": [{"id": 1, "started_at": "x"}]}, "started_at"),
        (lambda api: api.possessions("s"), {"teams": {"id": 1}}, "teams"),
        (lambda api: api.roster("t"), {"players": 5}, "players"),
        (lambda api: api.tracking("s", 1, 2), {"locations": []}, "array"),
        (lambda api: api.tracking("s", 1, 2), [{"locations": 5}], "locations"),
    ],
)
def test_wrong_types_are_named_with_their_place(
    call: Callable[[ShotTrackerApi], object], payload: object, place: str, apis: Apis, api: ShotTrackerApi
) -> None:
    apis.always = faults.sends(payload)
    with pytest.raises(DataError, match=place):
        call(api)


def test_odd_rows_of_a_schedule_are_read_as_far_as_they_go(apis: Apis, api: ShotTrackerApi) -> None:
    rows: list[dict[str, Any]] = [
        {"event_id": None, "home_team_name": "Nobody"},
        {"event_id": 77, "tipoff_at": "soon", "home_team_name": 5, "away_team_name": ["x"], "more": {"a": [1]}},
        {"event_id": "78", "tipoff_at": True, "status": None},
    ]
    apis.always = faults.sends({"games": rows})
    first, second = api.schedule(1, 2)
    assert (first.game_id, first.day, first.title, first.home, first.away) == ("77", None, "- at 5", "5", None)
    assert first.extra["more"] == '{"a":[1]}'
    assert (second.game_id, second.title, second.start_s, second.status) == ("78", "78", None, "")


@pytest.mark.parametrize(
    "fault",
    [
        faults.cut_body,
        faults.long_length,
        faults.short_length,
        faults.cut_chunk,
        faults.cut_gzip,
        faults.damaged_gzip,
    ],
)
def test_no_part_of_an_answer_is_ever_taken_for_the_whole(
    fault: Callable[..., None], apis: Apis, api: ShotTrackerApi
) -> None:
    apis.always = fault
    with pytest.raises((NetworkError, DataError)):
        api.possessions("s")


# The test of a pair


def test_the_test_says_what_came_back(apis: Apis, api: ShotTrackerApi) -> None:
    assert api.test() == f"{api.host} accepts the user name and the secret, and lists no game for the next 24 hours."
    apis.always = faults.sends({"games": [{"event_id": 1}, {"event_id": 2}]})
    assert api.test().endswith("and lists 2 games for the next 24 hours.")
    assert len(apis.requests) == 2


def test_a_wrong_pair_is_told_as_such(apis: Apis) -> None:
    for pair in (Pair("nobody", PAIR.secret), Pair(PAIR.user, Secret("wrong"))):
        with pytest.raises(AccessError, match="does not accept the user name and secret"):
            ShotTrackerApi(Transport(clock=FakeClock()), pair, apis.server.url).test()


def test_every_call_can_be_called_off(apis: Apis, api: ShotTrackerApi) -> None:
    token = CancelToken()
    token.cancel()
    calls: list[Callable[[], object]] = [
        lambda: api.schedule(1, 2, token=token),
        lambda: api.sessions("e", token),
        lambda: api.possessions("s", token),
        lambda: api.shots("s", token),
        lambda: api.roster("t", token=token),
        lambda: api.tracking("s", 1, 2, token),
        lambda: api.test(token),
    ]
    for call in calls:
        with pytest.raises(CancelledError):
            call()
    assert apis.requests == []
