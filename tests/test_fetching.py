"""Games from the vendors into the library: against a server that speaks both APIs as documented."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from explorer.core.errors import AccessError, CredentialError, StoreError, UnknownIdError
from explorer.core.model import Answer
from explorer.core.task import CancelledError, CancelToken
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.services.difference import ChangeKind, difference
from explorer.services.fetching import Fetcher, Hosts, OfflineError, Request, titled
from explorer.services.library import Library, open_library
from explorer.sources.credentials import KEY_VARIABLE, SECRET_VARIABLE, USER_VARIABLE, Credentials
from explorer.sources.http import Transport, TransportSettings
from tests import small_games
from tests.servers import canary
from tests.servers.apis import Apis
from tests.servers.faults import sends

KEYS = {
    USER_VARIABLE: canary.SHOTTRACKER_USER,
    SECRET_VARIABLE: canary.SHOTTRACKER_SECRET,
    KEY_VARIABLE: canary.CTG_KEY,
}
QUICK = TransportSettings(gap_s=0.0)


@pytest.fixture
def apis() -> Iterator[Apis]:
    with Apis() as server:
        yield server


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(tmp_path / "library.sqlite", SHOTTRACKER)
    yield opened
    opened.close()


def fetcher_for(apis: Apis, library: Library, keys: dict[str, str] | None = None, **more: Any) -> Fetcher:
    hosts = Hosts(apis.server.url, apis.ctg_url)
    return Fetcher(library, Transport(QUICK), Credentials(environ=KEYS if keys is None else keys), hosts, **more)


def ctg_id(apis: Apis, number: int = 0) -> str:
    return str(apis.games[number].markings["markings"]["possessions"][0]["game_id_nba"])


def points(library: Library, source: str) -> int:
    (row,) = [row for row in library.rows() if row.source == source]
    return int(library.load([row.key]).tables.possessions.points.sum())


def told_points(apis: Apis, number: int = 0) -> int:
    return sum(row["fga_pts"] + row["ftm"] for row in apis.games[number].markings["markings"]["possessions"])


def test_a_whole_game_of_shottracker_comes_under_its_event_id(apis: Apis, library: Library) -> None:
    fetched = fetcher_for(apis, library).fetch(Request(SHOTTRACKER, "sample-0001"))
    assert fetched.key == (SHOTTRACKER, "sample-0001")
    assert fetched.is_new
    assert points(library, SHOTTRACKER) == told_points(apis)
    game = library.details(fetched.key).game
    assert [p.period.name for p in game.possessions] == sorted(p.period.name for p in game.possessions)
    assert {answer.kind for answer in library.details(fetched.key).answers} == {"possessions", "shots"}


def test_rosters_bring_names_and_numbers(apis: Apis, library: Library) -> None:
    fetched = fetcher_for(apis, library).fetch(Request(SHOTTRACKER, "sample-0001"))
    assert fetched.key is not None
    book = library.names()
    for team in (apis.games[0].home, apis.games[0].away):
        for player in team.players:
            key = (SHOTTRACKER, str(player.player_id))
            assert book.player(key) == f"{player.first_name} {player.last_name}"
            assert book.player_number(key) == str(player.number)


def test_shots_of_the_list_join_without_changing_what_is_counted(apis: Apis, library: Library) -> None:
    fetcher = fetcher_for(apis, library)
    fetcher.fetch(Request(SHOTTRACKER, "sample-0001"))
    with_list = library.load([(SHOTTRACKER, "sample-0001")]).tables
    apis.forbidden["/shots"] = "No access to SHOTS data"
    library.remove([(SHOTTRACKER, "sample-0001")])
    fetched = fetcher.fetch(Request(SHOTTRACKER, "sample-0001"))
    without = library.load([(SHOTTRACKER, "sample-0001")]).tables
    assert any("SHOTS" in remark for remark in fetched.remarks)
    assert with_list.shots.made.tolist() == without.shots.made.tolist()
    # The list gives the nominal hoop; the fitted one is a few centimetres away.
    assert abs(with_list.shots.x_ft - without.shots.x_ft).max() < 0.5


def test_a_session_joins_the_game_it_belongs_to(apis: Apis, library: Library) -> None:
    fetcher = fetcher_for(apis, library)
    first = fetcher.fetch(Request(SHOTTRACKER, session_id="sample-0001-Q1"))
    second = fetcher.fetch(Request(SHOTTRACKER, session_id="sample-0001-Q2"))
    assert first.key == second.key
    assert second.changes
    whole = fetcher.fetch(Request(SHOTTRACKER, "sample-0001"))
    assert whole.key == (SHOTTRACKER, "sample-0001")
    assert [row.key for row in library.rows()] == [whole.key]
    assert points(library, SHOTTRACKER) == told_points(apis)


def test_a_game_opened_from_a_file_goes_on_under_the_vendors_id(apis: Apis, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "game.json"
    path.write_text(json.dumps(apis.games[0].shottracker))
    library.import_paths([path])
    fetched = fetcher_for(apis, library).fetch(Request(SHOTTRACKER, "sample-0001"))
    assert [row.key for row in library.rows()] == [fetched.key]
    assert points(library, SHOTTRACKER) == told_points(apis)


def test_markings_come_and_a_second_fetch_brings_nothing_new(apis: Apis, library: Library) -> None:
    apis.etags = True
    fetcher = fetcher_for(apis, library)
    assert fetcher.fetch(Request(CTG, ctg_id(apis))).is_new
    again = fetcher.fetch(Request(CTG, ctg_id(apis)))
    assert not again.is_new
    assert again.changes == ()
    assert points(library, CTG) == told_points(apis)


def test_the_processed_stream_takes_the_place_of_the_delayed(apis: Apis, library: Library) -> None:
    fetcher = fetcher_for(apis, library)
    fetcher.fetch(Request(CTG, ctg_id(apis), stream="delayed"))
    fetcher.fetch(Request(CTG, ctg_id(apis), stream="processed"))
    assert len(library.rows()) == 1
    assert points(library, CTG) == told_points(apis)


def test_what_changed_is_told_possession_by_possession(apis: Apis, library: Library) -> None:
    fetcher = fetcher_for(apis, library)
    key = fetcher.fetch(Request(CTG, ctg_id(apis))).key
    assert key is not None
    rows = apis.games[0].markings["markings"]["possessions"]
    number = next(i for i, row in enumerate(rows) if row["fgm"] == 0 and row["fga"] == 1 and row["fta"] == 0)
    before = dict(rows[number])
    last = rows.pop()
    try:
        rows[number] |= {"fgm": 1, "fga_pts": 2, "tov": 0}
        changes = fetcher.fetch(Request(CTG, ctg_id(apis))).changes
    finally:
        rows[number] = before
        rows.append(last)
    kinds = [change.kind for change in changes]
    assert kinds.count(ChangeKind.REMOVED) == 1
    altered = next(change for change in changes if change.number == number + 1)
    assert altered.kind is ChangeKind.ALTERED
    assert "fgm 0 to 1" in altered.words
    assert "points 0 to 2" in altered.words
    back = fetcher.fetch(Request(CTG, ctg_id(apis))).changes
    assert [change.kind for change in back].count(ChangeKind.ADDED) == 1
    game = library.details(key).game
    assert difference(game, game) == ()


def test_the_schedule_tells_who_is_at_home(apis: Apis, library: Library) -> None:
    fetcher = fetcher_for(apis, library)
    day = apis.games[0].day
    listed = next(game for game in fetcher.list_shottracker(day, day) if game.game_id == "sample-0001")
    fetched = fetcher.fetch(titled(listed))
    assert fetched.key is not None
    home = str(apis.games[0].home.team_id)
    assert library.details(fetched.key).game.home_team_id == home
    assert library.load([fetched.key]).tables.names.games[0].home == (SHOTTRACKER, home)
    again = fetcher.fetch(Request(SHOTTRACKER, "sample-0001"))
    assert again.key is not None
    assert library.details(again.key).game.home_team_id == home


def test_lists_of_both_vendors(apis: Apis, library: Library) -> None:
    fetcher = fetcher_for(apis, library)
    day = apis.games[0].day
    listed = fetcher.list_shottracker(day, day)
    assert {game.game_id for game in listed} == {game.name for game in apis.games if game.day == day}
    assert fetcher.list_shottracker(date(2020, 1, 1), date(2020, 1, 2)) == []
    assert {game.game_id for game in fetcher.list_ctg(2025)} == {ctg_id(apis, n) for n in range(len(apis.games))}


def test_refusals_and_missing_keys_are_plain_words(apis: Apis, library: Library) -> None:
    with pytest.raises(CredentialError, match="user name and secret"):
        fetcher_for(apis, library, {}).fetch(Request(SHOTTRACKER, "sample-0001"))
    with pytest.raises(CredentialError, match="no key"):
        fetcher_for(apis, library, {}).fetch(Request(CTG, "0022500404"))
    wrong = {**KEYS, KEY_VARIABLE: "wrong"}
    with pytest.raises(AccessError, match="does not accept the key"):
        fetcher_for(apis, library, wrong).fetch(Request(CTG, ctg_id(apis)))
    with pytest.raises(UnknownIdError, match="quote the request"):
        fetcher_for(apis, library).fetch(Request(SHOTTRACKER, "no-such-game"))
    assert library.rows() == []


def test_offline_asks_nobody(apis: Apis, library: Library) -> None:
    fetcher = fetcher_for(apis, library, is_offline=True)
    for source in (SHOTTRACKER, CTG):
        with pytest.raises(OfflineError):
            fetcher.fetch(Request(source, "x"))
    assert apis.requests == []


def test_a_game_that_has_not_begun_is_no_error(apis: Apis, library: Library) -> None:
    apis.faults.append(sends({"markings": {"possessions": []}}))
    fetched = fetcher_for(apis, library).fetch(Request(CTG, ctg_id(apis)))
    assert fetched.key is None
    assert fetched.words == "no possessions yet"
    assert library.rows() == []


def test_calling_off_keeps_nothing_half(apis: Apis, library: Library) -> None:
    token = CancelToken()

    def tell(done: int, total: int, words: str) -> None:
        if done == 1:
            token.cancel()

    with pytest.raises(CancelledError):
        fetcher_for(apis, library).fetch(Request(SHOTTRACKER, "sample-0001"), token, tell)
    assert library.rows() == []


def test_tracking_is_kept_with_its_game(apis: Apis, library: Library) -> None:
    fetcher = fetcher_for(apis, library)
    key = fetcher.fetch(Request(SHOTTRACKER, "sample-0001")).key
    assert key is not None
    url = library.details(key).game.possessions[3].locations
    assert url is not None
    address = url.replace("https://api.shottracker.com", apis.server.url)
    fetcher.fetch_tracking(key, address)
    kinds = [answer.kind for answer in library.parts_of(key)]
    assert kinds.count("locations") == 1
    # It is large and tells nothing of possessions: who looks into the game does not read it.
    assert "locations" not in [answer.kind for answer in library.details(key).answers]
    assert points(library, SHOTTRACKER) == told_points(apis)


def moved(payload: dict[str, Any], hours: float, prefix: str) -> dict[str, Any]:
    """The same game played some hours later, in sessions of other ids."""
    late = json.loads(json.dumps(payload).replace("id=game0", f"id={prefix}"))
    for row in (row for team in late["teams"] for row in team["possessions"]):
        for place in (row, *row["stats"]):
            for name in ("start_timestamp", "end_timestamp", "timestamp"):
                if name in place:
                    place[name] += int(hours * 3_600_000)
    return dict(late)


def told(part: str, payload: object, fetched_s: float = 1.0) -> Answer:
    return Answer("possessions", part, json.dumps(payload).encode(), f"https://a.invalid/{part}", fetched_s)


QUARTERS = ("Q1", "Q2")


def quarters(payload_of: Callable[[tuple[str, ...]], dict[str, Any]], prefix: str) -> list[Answer]:
    return [told(f"{prefix}-{name}", payload_of((name,))) for name in QUARTERS]


def early(names: tuple[str, ...]) -> dict[str, Any]:
    return small_games.shottracker(names)


def late(names: tuple[str, ...]) -> dict[str, Any]:
    return moved(small_games.shottracker(names), 5, "late")


def test_two_games_of_the_same_teams_on_one_day_stay_two(library: Library) -> None:
    first = library.keep_answers(SHOTTRACKER, "event-1", quarters(early, "game0"))
    second = library.keep_answers(SHOTTRACKER, "event-2", quarters(late, "late"))
    assert (first.is_new, second.is_new, second.replaced) == (True, True, None)
    alone = library.keep_answers(SHOTTRACKER, None, [told("late-Q2", late(("Q2",)), 2.0)])
    assert alone.key == (SHOTTRACKER, "event-2")
    assert {row.game_id: row.possessions for row in library.rows()} == {"event-1": 12, "event-2": 12}


def test_a_session_alone_joins_no_game_that_has_played_its_quarter(library: Library) -> None:
    library.keep_answers(SHOTTRACKER, "event-1", quarters(early, "game0"))
    other = library.keep_answers(SHOTTRACKER, None, [told("late-Q1", late(("Q1",)))])
    assert other.is_new
    assert len(library.rows()) == 2
    third = library.keep_answers(SHOTTRACKER, None, [told("game0-Q3", small_games.shottracker(("Q3",)))])
    assert third.key == (SHOTTRACKER, "event-1")
    carried = library.keep_answers(SHOTTRACKER, "event-2", quarters(late, "late"))
    assert carried.replaced == other.key
    assert not carried.is_new
    assert {row.game_id: row.possessions for row in library.rows()} == {"event-1": 18, "event-2": 12}


def test_a_whole_game_takes_no_made_game_that_is_another(library: Library) -> None:
    made = library.keep_answers(SHOTTRACKER, None, [told("game0-Q1", early(("Q1",)))])
    event = library.keep_answers(SHOTTRACKER, "event-2", quarters(late, "late"))
    assert event.replaced is None
    assert {row.key for row in library.rows()} == {made.key, event.key}


def test_the_key_that_a_game_had_is_told(apis: Apis, library: Library) -> None:
    fetcher = fetcher_for(apis, library)
    before = fetcher.fetch(Request(SHOTTRACKER, session_id="sample-0001-Q1"))
    assert before.replaced is None
    assert fetcher.fetch(Request(SHOTTRACKER, "sample-0001")).replaced == before.key


def test_a_failing_roster_is_a_remark_and_is_asked_for_again(apis: Apis, library: Library) -> None:
    fetcher = fetcher_for(apis, library)
    apis.forbidden["/teams/"] = "No access to TEAMS data"
    fetched = fetcher.fetch(Request(SHOTTRACKER, "sample-0001"))
    assert fetched.key == (SHOTTRACKER, "sample-0001")
    assert any("TEAMS" in remark for remark in fetched.remarks)
    player = (SHOTTRACKER, str(apis.games[0].home.players[0].player_id))
    assert library.names().player_number(player) is None
    apis.forbidden.clear()
    assert fetcher.fetch(Request(SHOTTRACKER, "sample-0001")).remarks == ()
    assert library.names().player_number(player) is not None
    asked = len([request for request in apis.requests if "/teams/" in request.path])
    fetcher.fetch(Request(SHOTTRACKER, "sample-0001"))
    assert len([request for request in apis.requests if "/teams/" in request.path]) == asked


def test_a_roster_can_be_called_off(apis: Apis, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    token = CancelToken()
    keep_answers = library.keep_answers

    def keep_and_stop(*arguments: Any, **more: Any) -> Any:
        kept = keep_answers(*arguments, **more)
        token.cancel()
        return kept

    monkeypatch.setattr(library, "keep_answers", keep_and_stop)
    with pytest.raises(CancelledError):
        fetcher_for(apis, library).fetch(Request(SHOTTRACKER, "sample-0001"), token)


@pytest.mark.parametrize("etags", [True, False])
@pytest.mark.parametrize("source", [SHOTTRACKER, CTG])
def test_what_still_holds_is_young_again(
    apis: Apis, library: Library, tmp_path: Path, source: str, etags: bool
) -> None:
    apis.etags = etags
    fetcher = fetcher_for(apis, library)
    request = Request(source, "sample-0001" if source == SHOTTRACKER else ctg_id(apis))
    key = fetcher.fetch(request).key
    assert key is not None
    library.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "library.sqlite")) as connection, connection:
        connection.execute("UPDATE answers SET fetched_s = fetched_s - 1e6")
    (old,) = library.rows()
    again = fetcher.fetch(request)
    assert (again.key, again.is_new, again.changes) == (key, False, ())
    (row,) = library.rows()
    assert row.fetched_s is not None
    assert old.fetched_s is not None
    assert row.fetched_s > old.fetched_s + 9e5


def test_a_kept_game_knows_what_to_ask_for(apis: Apis, library: Library, tmp_path: Path) -> None:
    fetcher = fetcher_for(apis, library)
    assert fetcher.requests_for((CTG, "nowhere"), "A at B") == []
    session = fetcher.fetch(Request(SHOTTRACKER, session_id="sample-0001-Q1")).key
    assert session is not None
    (request,) = fetcher.requests_for(session, "A at B")
    assert (request.session_id, request.game_id, request.name) == ("sample-0001-Q1", "", "A at B")
    event = fetcher.fetch(Request(SHOTTRACKER, "sample-0001")).key
    assert event is not None
    (request,) = fetcher.requests_for(event, "A at B")
    assert (request.session_id, request.game_id) == ("", "sample-0001")
    for stream in ("delayed", "processed"):
        key = fetcher.fetch(Request(CTG, ctg_id(apis), stream=stream)).key
        assert key is not None
        assert [one.stream for one in fetcher.requests_for(key, "")] == [stream]
    nameless = small_games.shottracker(("Q1", "Q2"), game=3)
    for row in (row for team in nameless["teams"] for row in team["possessions"]):
        del row["_locations"]
    whole = small_games.write(tmp_path / "whole.json", small_games.shottracker(("Q1", "Q2")))
    added = library.import_paths([whole, small_games.write(tmp_path / "nameless.json", nameless)]).added
    asked = [[one.session_id for one in fetcher.requests_for(key, "")] for key in added]
    assert asked == [["game0-Q1", "game0-Q2"], []]


def test_a_session_that_is_listed_no_more_is_dropped(
    apis: Apis, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetcher = fetcher_for(apis, library)
    key = fetcher.fetch(Request(SHOTTRACKER, "sample-0001")).key
    assert key is not None
    all_rows = library.rows()[0].possessions
    game = apis._game

    def shortened(request: Any, event_id: str) -> object:
        found: Any = game(request, event_id)
        return {**found, "results": found["results"][:-1]}

    monkeypatch.setattr(apis, "_game", shortened)
    changes = fetcher.fetch(Request(SHOTTRACKER, "sample-0001")).changes
    assert {change.kind for change in changes} == {ChangeKind.REMOVED}
    assert library.rows()[0].possessions == all_rows - len(changes)
    assert "sample-0001-Q4" not in {answer.part for answer in library.details(key).answers}


def test_a_session_that_is_refused_leaves_the_others(apis: Apis, library: Library) -> None:
    apis.forbidden["sample-0001-Q2/possessions"] = "No access to this session"
    fetched = fetcher_for(apis, library).fetch(Request(SHOTTRACKER, "sample-0001"))
    assert fetched.key is not None
    assert any("sample-0001-Q2" in remark for remark in fetched.remarks)
    periods = {row.period.name for row in library.details(fetched.key).game.possessions}
    assert "Q2" not in periods
    assert {"Q1", "Q3", "Q4"} <= periods
    apis.forbidden = {"/possessions": "No access at all"}
    with pytest.raises(AccessError, match="No access at all"):
        fetcher_for(apis, library).fetch(Request(SHOTTRACKER, "sample-0002"))


def test_tracking_for_a_game_that_is_gone_is_an_error(library: Library) -> None:
    with pytest.raises(StoreError, match="not in the library any more"):
        library.keep_beside((SHOTTRACKER, "gone"), [told("x", {})])


def test_the_advice_is_the_callers(apis: Apis, library: Library) -> None:
    fetcher = fetcher_for(apis, library, {}, advice="Set THE_KEY.")
    with pytest.raises(CredentialError, match="Set THE_KEY"):
        fetcher.at(fetcher.hosts, Credentials(environ={})).ctg()
