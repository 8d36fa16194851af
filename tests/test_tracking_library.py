"""Tracking finds its game, is kept beside it and found again: in the library, in memory, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from explorer.cli import DONE, FAILED, PARTLY
from explorer.cli import main as cli_main
from explorer.core.errors import DataError, StoreError
from explorer.core.tracking_match import BY_CLOCK
from explorer.services.library import Library, open_library, read_paths
from explorer.services.selection import Selection
from explorer.services.tracking import Trackings, open_tracking
from explorer.sources.files import kind_of
from tests import small_games
from tests.payloads import NEEDS_SHARED, SHARED, Json
from tests.tracking_rows import clock

SID = "game0-Q1"


def rows(seconds: float = 60.0, *, sid: str | None = SID, tid: bool = True, start_s: float = 0.0) -> list[Json]:
    """The ten players of the small games standing in a row, twice a second from the tip on."""
    found: list[Json] = []
    for frame in range(int(seconds * 2)):
        at_s = frame / 2 + start_s
        row: Json = {"t": small_games.TIP_MS + int(at_s * 1000), "sid": sid, "gc": clock(720 - at_s)}
        found.append({**row, "type": "BALL", "x": 0, "y": 9000, "z": 1000})
        for team in (small_games.HOME, small_games.AWAY):
            for place, player in enumerate(small_games.five(team)):
                named = {"tid": team} if tid else {}
                found.append({**row, "type": "PLAYER", "pid": player, "x": 900 * place, "y": team, **named})
    return found


def write_tracking(path: Path, found: list[Json]) -> Path:
    return small_games.write(path, [{"locations": found}])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small_games.write(tmp_path / "games" / "b-game.json", small_games.shottracker(("Q1", "Q2")))
    small_games.write(tmp_path / "games" / "c-other.json", small_games.shottracker(("Q1",), game=1))
    write_tracking(tmp_path / "games" / "a-tracking.json.gz", rows())
    return tmp_path


@pytest.fixture
def library(folder: Path) -> Library:
    return open_library(folder / "library.sqlite", "shottracker")


def stretches(selection: Selection) -> dict[str, list[bool]]:
    """By game, which of its possessions have tracking."""
    trackings = Trackings()
    found = {}
    for code, loaded in enumerate(selection.games):
        game = selection.details(code).game
        found[loaded.info.key[1]] = [trackings.stretch_of(selection, game, p) is not None for p in game.possessions]
    return found


def test_a_folder_brings_tracking_to_its_game_whatever_comes_first(library: Library, folder: Path) -> None:
    report = library.import_paths([folder / "games"])
    assert report.failures == []
    assert len(report.added) == 2
    (key,) = report.tracked
    found = stretches(library.load([row.key for row in library.rows()]))
    (other,) = [name for name in found if name != key[1]]
    # Three whole possessions of the first minute, none of the second period, none of the other game.
    assert found[key[1]] == [True] * 3 + [False] * 9
    assert not any(found[other])


def test_importing_tracking_again_changes_nothing(library: Library, folder: Path) -> None:
    (key,) = library.import_paths([folder / "games"]).tracked
    before = library.parts_of(key)
    report = library.import_paths([folder / "games" / "a-tracking.json.gz"])
    assert (report.tracked, report.tracked_before, report.failures) == ([], [key], [])
    assert library.parts_of(key) == before


def test_tracking_stays_when_the_possessions_come_again(library: Library, folder: Path) -> None:
    (key,) = library.import_paths([folder / "games"]).tracked
    small_games.write(folder / "games" / "b-game.json", small_games.shottracker(("Q1", "Q2"), extra=1))
    report = library.import_paths([folder / "games" / "b-game.json"])
    assert report.changed == [key]
    assert stretches(library.load([key]))[key[1]][:3] == [True] * 3


def test_two_pieces_of_a_session_are_one_tracking(library: Library, folder: Path) -> None:
    library.import_paths([folder / "games"])
    write_tracking(folder / "more.json", rows(60, start_s=30))
    (key,) = library.import_paths([folder / "more.json"]).tracked
    assert stretches(library.load([key]))[key[1]][:6] == [True] * 4 + [True, False]


@pytest.mark.parametrize("tid", [True, False], ids=["teams", "players"])
def test_without_its_session_tracking_finds_its_game_by_people_and_time(
    library: Library, folder: Path, *, tid: bool
) -> None:
    (folder / "games" / "a-tracking.json.gz").unlink()
    expected = library.import_paths([folder / "games" / "b-game.json"]).added
    library.import_paths([folder / "games"])
    write_tracking(folder / "loose.json", rows(sid=None, tid=tid))
    assert library.import_paths([folder / "loose.json"]).tracked == expected


def test_tracking_of_no_known_game_is_one_sentence_and_plays_by_itself(library: Library, folder: Path) -> None:
    path = write_tracking(folder / "loose.json", rows(sid="far-Q1", start_s=100 * 86400))
    library.import_paths([folder / "games"])
    report = library.import_paths([path])
    assert report.loose == [path]
    ((_, sentence),) = report.failures
    assert "far-Q1" in sentence
    assert "play it by itself" in sentence
    assert len(open_tracking(path)) == 120
    with pytest.raises(DataError, match="no tracking"):
        open_tracking(folder / "games" / "b-game.json")


def test_files_in_memory_have_their_tracking_too(folder: Path) -> None:
    selection = read_paths([folder / "games"], "shottracker")
    assert selection.errors == ()
    assert sorted(sum(found) for found in stretches(selection).values()) == [0, 3]


def test_a_tracking_is_decoded_once(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (key,) = library.import_paths([folder / "games"]).tracked
    selection = library.load([key])
    game = selection.details(0).game
    trackings = Trackings()
    first = trackings.stretch_of(selection, game, game.possessions[0])
    monkeypatch.setattr("explorer.services.tracking.read_locations", lambda answers: pytest.fail("read again"))
    again = trackings.stretch_of(selection, game, game.possessions[1])
    assert first is not None
    assert again is not None
    assert first.how == BY_CLOCK


def test_damaged_tracking_is_a_sentence_and_leaves_the_game_readable(library: Library, folder: Path) -> None:
    (key,) = library.import_paths([folder / "games"]).tracked
    store = library._store
    with store.database.writing() as connection:
        connection.execute("UPDATE answers SET body = x'00' WHERE kind = 'locations'")
    selection = library.load([key])
    game = selection.details(0).game
    with pytest.raises(StoreError, match="tracking"):
        Trackings().stretch_of(selection, game, game.possessions[0])


def test_the_command_line_takes_tracking_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["--basedir", str(folder / "base")]
    assert cli_main([*base, "import", str(folder / "games")]) == DONE
    assert capsys.readouterr().out == "2 games added, tracking of 1 game added\n"
    track = str(folder / "games" / "a-tracking.json.gz")
    assert cli_main([*base, "import", track]) == DONE
    assert capsys.readouterr().out == "0 games added, 1 tracking already there\n"
    loose = write_tracking(folder / "loose.json", rows(sid="far-Q1", start_s=100 * 86400))
    assert cli_main([*base, "import", str(loose)]) == FAILED
    assert "far-Q1" in capsys.readouterr().err
    assert cli_main([*base, "import", track, str(loose)]) == PARTLY


def test_tracking_is_told_from_other_answers() -> None:
    body = json.dumps([{"locations": rows(1)}]).encode()
    assert kind_of(body, "x.json") == "locations"


@pytest.mark.skipif(not SHARED.is_dir(), reason=NEEDS_SHARED)
def test_the_real_pieces_find_their_games(tmp_path: Path) -> None:
    library = open_library(tmp_path / "library.sqlite", "shottracker")
    games = [next((SHARED / "shottracker").glob(f"{name}.json*")) for name in ("0021500001", "0021500003")]
    library.import_paths(games)
    pieces = sorted((SHARED / "shottracker_locations").glob("00215000*"))[:2]
    lone = next((SHARED / "shottracker_locations").glob("0021500491*"))
    report = library.import_paths([*pieces, lone])
    assert len(set(report.tracked)) == 2
    assert report.loose == [lone]
    found = stretches(library.load([row.key for row in library.rows()]))
    assert sorted(sum(tracked) for tracked in found.values()) == [1, 54]
