"""Cleaning the Glass' Pro Data Feed against a server that speaks it as documented.

The fields of a listed game, the parameters of `markings` and the wrapping of refusals are not documented: what
is tested of them is that every likely form is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from explorer.core.errors import AccessError, DataError, StatusError, UnknownIdError, UsageError
from explorer.core.task import CancelledError, CancelToken
from explorer.core.vocabulary import CTG
from explorer.sources.credentials import Secret
from explorer.sources.ctg.api import DEFAULT_HOST, CtgApi, Stream, holds_possessions
from explorer.sources.http import Transport
from explorer.sources.source import decode_parts, read_ctg
from tests.servers import canary, faults
from tests.servers.apis import NO_KEY, NO_RIGHT, WRONG_KEY, Apis
from tests.servers.clock import FakeClock
from tests.servers.leftovers import nothing_left_over


@pytest.fixture(autouse=True)
def leaves_nothing() -> Iterator[None]:
    with nothing_left_over():
        yield


@pytest.fixture
def apis() -> Iterator[Apis]:
    with Apis() as apis:
        yield apis


@pytest.fixture
def api(apis: Apis) -> CtgApi:
    return CtgApi(Transport(clock=FakeClock()), Secret(canary.CTG_KEY), apis.ctg_url)


def game_id(apis: Apis, number: int = 0) -> str:
    return str(apis.games[number].markings["markings"]["possessions"][0]["game_id_nba"])


def test_the_host_is_the_vendors_unless_another_is_given() -> None:
    assert DEFAULT_HOST == "https://api.cleaningtheglass.com/pro/"
    assert CtgApi(Transport(), Secret("k")).host == "api.cleaningtheglass.com"


def test_games_are_listed_with_every_field_as_it_came(apis: Apis, api: CtgApi) -> None:
    games = api.game_status(2025, "delayed")
    assert [(game.key, game.day) for game in games] == [
        ((CTG, game_id(apis, number)), game.day.isoformat()) for number, game in enumerate(apis.games)
    ]
    assert games[0].status == "complete"
    assert games[0].extra == {
        "game_id_nba": game_id(apis),
        "game_date": apis.games[0].day.isoformat(),
        "status": "complete",
        "revision": 3,
    }
    (request,) = apis.requests
    assert (request.path, request.query) == ("/pro/game_status", {"stream_type": "delayed", "season": "2025"})
    assert request.headers["x-api-key"] == canary.CTG_KEY


def test_a_list_can_be_narrowed(apis: Apis, api: CtgApi) -> None:
    assert len(api.game_status(only_in_progress=True)) == 1
    assert apis.requests[-1].query == {"stream_type": "processed", "only_in_progress": "true"}
    (game,) = api.game_status(game_id=game_id(apis, 1))
    assert game.game_id == game_id(apis, 1)
    assert apis.requests[-1].query == {"stream_type": "processed", "game_id_nba": game_id(apis, 1)}


@pytest.mark.parametrize("stream", ["processed", "delayed"])
def test_the_markings_of_a_game_decode_to_what_they_were_made_of(stream: Stream, apis: Apis, api: CtgApi) -> None:
    answer = api.markings(game_id(apis), stream)
    assert answer is not None
    assert (answer.kind, answer.part) == ("markings", stream)
    assert apis.requests[-1].query == {"game_id_nba": game_id(apis), "stream_type": stream}
    assert holds_possessions(answer.body, answer.origin)
    game = decode_parts([read_ctg(answer)])
    assert game.game_id == game_id(apis)
    assert len(game.possessions) == len(apis.games[0].markings["markings"]["possessions"])
    assert canary.found_in(answer.origin.encode()) == []


def test_what_has_not_changed_is_not_fetched_again(apis: Apis, api: CtgApi) -> None:
    apis.etags = True
    answer = api.markings(game_id(apis))
    assert answer is not None
    assert api.markings(game_id(apis), etag=answer.etag) is None


@pytest.mark.parametrize("payload", [{}, {"markings": None}, {"markings": {}}, {"markings": {"possessions": []}}])
def test_no_possessions_yet_is_no_error(payload: object, apis: Apis, api: CtgApi) -> None:
    apis.always = faults.sends(payload)
    answer = api.markings("0022500404")
    assert answer is not None
    assert not holds_possessions(answer.body, answer.origin)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"game_id_nba": "0022500404"}, ("0022500404", None, "0022500404", "")),
        ({"nba_game_id": "1", "state": "live"}, ("1", None, "1", "live")),
        ({"game_id": 22500404, "date": "2025-12-22T00:10:00+00:00"}, ("22500404", "2025-12-22", "22500404", "")),
        ({"id": "a", "game_date": "20251222"}, ("a", "2025-12-22", "a", "")),
        ({"id": "a", "game_date": "yesterday", "home_team": "DAL"}, ("a", None, "- at DAL", "")),
        (
            {"id": "a", "home_team_name": "Dallas", "away_team_name": "New Orleans"},
            ("a", None, "New Orleans at Dallas", ""),
        ),
        ({"id": "a", "status": {"deep": [1]}, "home_team": True}, ("a", None, "a", "")),
    ],
)
def test_a_listed_game_is_read_whatever_its_fields_are_called(
    row: dict[str, object], expected: tuple[object, ...], apis: Apis, api: CtgApi
) -> None:
    apis.always = faults.sends({"games": [row, {"no": "id"}, {"id": None}]})
    (game,) = api.game_status()
    assert (game.game_id, game.day, game.title, game.status) == expected
    assert set(game.extra) == set(row)


# Refusals


@pytest.mark.parametrize(
    "wrap", [lambda text: text, lambda text: {"error": text}, lambda text: {"message": text}, str.encode]
)
@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            NO_KEY,
            "got no key: enter one. It says: Authorization Required. Please include your API key in",
        ),
        (WRONG_KEY, "does not accept the key. It says: Authorization Error: invalid API key."),
        (NO_RIGHT, "has no right to this stream: try the other one. It says: Authorization Error: API key does not"),
        ("Blocked.", "refuses access. It says: Blocked."),
    ],
)
def test_the_refusals_are_told_apart(
    message: str, words: str, wrap: Callable[[str], object], apis: Apis, api: CtgApi
) -> None:
    apis.always = faults.status(403, wrap(message))
    with pytest.raises(AccessError) as caught:
        api.markings("0022500404")
    assert words in str(caught.value)
    assert (caught.value.status, caught.value.message) == (403, message)
    assert len(apis.requests) == 1


def test_the_server_itself_refuses_a_wrong_key_and_a_stream_without_right(apis: Apis, api: CtgApi) -> None:
    wrong = CtgApi(Transport(clock=FakeClock()), Secret("wrong"), apis.ctg_url)
    with pytest.raises(AccessError, match="does not accept the key"):
        wrong.game_status()
    apis.streams.discard("processed")
    with pytest.raises(AccessError, match="no right to this stream"):
        api.game_status()
    assert api.game_status(stream="delayed")


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (401, AccessError, "does not accept the key"),
        (404, UnknownIdError, "knows no such game"),
        (429, StatusError, "was asked too often"),
        (502, StatusError, r"is in trouble \(status 502\)"),
        (409, StatusError, "answers with status 409"),
    ],
)
def test_other_refusals_are_sentences_too(
    status: int, kind: type[StatusError], words: str, apis: Apis, api: CtgApi
) -> None:
    apis.always = faults.status(status, {"error": "Because."})
    with pytest.raises(kind, match=rf"^Cleaning the Glass {words}.* It says: Because\.$"):
        api.markings("0022500404")


@pytest.mark.parametrize("identity", ["", "..", "a\nb"])
def test_what_is_no_id_is_not_asked_for(identity: str, apis: Apis, api: CtgApi) -> None:
    with pytest.raises(UsageError):
        api.markings(identity)
    assert apis.requests == []


def test_an_id_with_odd_letters_changes_no_other_parameter(apis: Apis, api: CtgApi) -> None:
    with pytest.raises(UnknownIdError):
        api.markings("1&stream_type=delayed#x?y=z")
    assert apis.requests[-1].query == {"game_id_nba": "1&stream_type=delayed#x?y=z", "stream_type": "processed"}


@pytest.mark.parametrize(
    "payload",
    [[], 5, "busy", None, b"", b'{"games": [', {"games": 5}, {"games": [5]}, {"markings": []}, {"markings": 5}],
)
def test_an_answer_of_the_wrong_kind_is_a_sentence(payload: object, apis: Apis, api: CtgApi) -> None:
    apis.always = faults.sends(payload)
    is_game = isinstance(payload, dict) and "markings" in payload
    with pytest.raises(DataError, match=apis.server.host):
        api.markings("1") if is_game else api.game_status()


# The test of a key


def test_the_test_says_what_came_back(apis: Apis, api: CtgApi) -> None:
    assert api.test() == f"{api.host} accepts the key, and lists 1 game in progress."
    assert len(apis.requests) == 1
    apis.streams.discard("processed")
    assert api.test() == f"{api.host} accepts the key for the delayed stream only, and lists 1 game in progress."
    with pytest.raises(AccessError, match="does not accept the key"):
        CtgApi(Transport(clock=FakeClock()), Secret("wrong"), apis.ctg_url).test()


def test_every_call_can_be_called_off(apis: Apis, api: CtgApi) -> None:
    token = CancelToken()
    token.cancel()
    calls: list[Callable[[], object]] = [
        lambda: api.game_status(token=token),
        lambda: api.markings("1", token=token),
        lambda: api.test(token),
    ]
    for call in calls:
        with pytest.raises(CancelledError):
            call()
    assert apis.requests == []
