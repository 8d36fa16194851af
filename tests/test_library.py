"""Taking games in, joining, loading, naming and removing them."""

import contextlib
import gc
import gzip
import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from explorer.core.errors import StoreError
from explorer.core.task import CancelledError, CancelToken
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.services.intake import COLUMNS_VERSION
from explorer.services.library import Library, open_library, read_paths
from explorer.sources import files
from tests import small_games

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(tmp_path / "data" / "library.sqlite", SHOTTRACKER)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


def names_file(folder: Path, text: str = "id,name,number,team\n5010,Ana Lind,4,501\n") -> Path:
    path = folder / "names.csv"
    path.write_text(text, encoding="utf-8")
    return path


def change(library: Library, statement: str, *values: object) -> None:
    """Change the kept file from outside."""
    library.close()
    with contextlib.closing(sqlite3.connect(library._store.database.path)) as connection, connection:
        assert connection.execute(statement, values).rowcount


def points(library: Library) -> int:
    return int(library.load([row.key for row in library.rows()]).tables.possessions.points.sum())


def test_files_folders_and_packed_files_are_taken_in(library: Library, folder: Path) -> None:
    small_games.write(folder / "deep" / "down" / "a.json", small_games.markings("0029900001"))
    small_games.write(folder / "b.json.gz", small_games.markings("0029900002"))
    (folder / "ignored.txt").write_text("A note, and no saved answer.")
    single = small_games.write(folder.parent / "odd name ✓.dat", small_games.shottracker())
    report = library.import_paths([folder, single])
    assert report.added == [
        (CTG, "0029900002"),
        (CTG, "0029900001"),
        (SHOTTRACKER, "501-502-2025-10-09"),
    ]
    assert report.failures == []
    assert library.load([(CTG, "0029900001")]).games[0].origin == (str(folder / "deep" / "down" / "a.json"),)


def test_the_content_decides_and_not_the_suffix(library: Library, folder: Path) -> None:
    packed = gzip.compress(small_games.write(folder / "x", small_games.markings()).read_bytes())
    (folder / "plain.gz").write_bytes((folder / "x").read_bytes())
    (folder / "packed.json").write_bytes(packed)
    (folder / "names.json").write_text("player_id;player_name\n5010;Ana Lind\n")
    report = library.import_paths([folder])
    assert report.failures == []
    assert report.games == [(CTG, "0029900001")]
    assert report.names == 1


def test_a_folder_is_searched_by_content(library: Library, folder: Path) -> None:
    small_games.write(folder / "answer.txt", small_games.markings("0029900001"))
    packed = gzip.compress(small_games.write(folder / "x", small_games.markings("0029900002")).read_bytes())
    (folder / "x").unlink()
    (folder / "no suffix").write_bytes(packed)
    (folder / "marked.dat").write_bytes(b"\xef\xbb\xbf \n" + json.dumps(small_games.shottracker()).encode())
    (folder / "cut.txt").write_bytes(b'{"markings": {"possessions": [')
    (folder / "people").write_text("id;name\n5010;Ana Lind\n")
    unrelated = {
        "read me.txt": b"Games of the season, one file each.\n",
        "table.csv": b"day,attendance\n1,2\n",
        "settings.ini": b"[window]\nsize=3\n",
        "notes.gz": gzip.compress(b"hello " * 999),
        "broken.gz": b"\x1f\x8bnothing",
        "empty": b"",
        ".hidden.json": b"{",
    }
    for name, body in unrelated.items():
        (folder / name).write_bytes(body)
    small_games.write(folder / ".hidden" / "a.json", small_games.markings("0029900009"))
    os.mkfifo(folder / "pipe")
    report = library.import_paths([folder])
    assert {game_id for _, game_id in report.added} == {"0029900001", "0029900002", "501-502-2025-10-09"}
    assert [origin for origin, _ in report.failures] == [str(folder / "cut.txt")]
    assert report.names == 1


def test_a_folder_of_thousands_of_other_files_is_quick(library: Library, folder: Path) -> None:
    for number in range(3000):
        (folder / f"{number}.txt").write_bytes(b"no answer " * 500)
    small_games.write(folder / "one.txt", small_games.markings())
    began = time.monotonic()
    assert library.import_paths([folder]).added == [(CTG, "0029900001")]
    assert time.monotonic() - began < 2


def test_an_older_file_does_not_take_the_place_of_a_later_answer(library: Library, folder: Path) -> None:
    old = small_games.write(folder / "old.json", small_games.shottracker())
    new = small_games.write(folder / "new.json", small_games.shottracker(extra=1))
    os.utime(old, (1_000, 1_000))
    os.utime(new, (2_000, 2_000))

    def shots() -> int:
        return int(library.load([row.key for row in library.rows()]).tables.possessions.fga.sum())

    library.import_paths([old])
    assert shots() == 6
    assert library.import_paths([new]).changed
    assert shots() == 12
    report = library.import_paths([old])
    assert (report.changed, report.failures, len(report.unchanged)) == ([], [], 1)
    assert shots() == 12
    library.remove([row.key for row in library.rows()])
    library.import_paths([folder])
    assert shots() == 12, "the later one comes first by its name"


def test_a_file_from_the_future_is_of_today(folder: Path) -> None:
    path = small_games.write(folder / "a.json", small_games.markings())
    os.utime(path, (time.time() + 9e6, time.time() + 9e6))
    part = files.read(path).part
    assert part is not None
    assert part.answer.fetched_s <= time.time()


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "cut": (b'{"markings": {"possessions": [', "not whole JSON"),
    "unrelated": (b'{"name": "package", "version": 1}', "neither ShotTracker's"),
    "list": (b"[1, 2, 3]", "neither ShotTracker's"),
    "text": (b"hello", "not whole JSON"),
    "binary": (bytes(range(256)) * 10, "not"),
    "gzip": (gzip.compress(b"{}" * 99)[:-9], "gzip"),
    "no names": (b"id,name\n", "no names"),
    "half a name": (b"id,name\n7,\n", "line 2"),
    "no rows": (b'{"markings": {"possessions": []}}', "no possessions yet"),
    "games": (b'{"games": []}', "list of games"),
}


def test_bad_files_among_good_ones_are_named_and_stop_nothing(library: Library, folder: Path) -> None:
    for number in range(6):
        small_games.write(folder / f"{number}.json", small_games.markings(f"002990000{number}"))
    for name, (body, _) in BAD.items():
        (folder / f"2 {name}.json").write_bytes(body)
    report = library.import_paths([folder])
    assert len(report.added) == 6
    said = dict(report.failures)
    assert set(said) == {str(folder / f"2 {name}.json") for name in BAD}
    for name, (_, words) in BAD.items():
        sentence = said[str(folder / f"2 {name}.json")]
        assert f"2 {name}.json" in sentence
        assert words in sentence


def test_what_is_no_file_is_told_and_never_waited_for(library: Library, folder: Path) -> None:
    os.mkfifo(folder / "pipe.json")
    (folder / "loop.json").symlink_to("loop.json")
    (folder / "gone.json").symlink_to("nowhere.json")
    paths = [folder, folder / "pipe.json", folder / "nothing.json", Path("/dev/zero"), folder / ("x" * 300)]
    began = time.monotonic()
    report = library.import_paths(paths)
    assert time.monotonic() - began < 5
    assert len(report.failures) == 7
    sentences = " | ".join(sentence for _, sentence in report.failures)
    for words in ("not a file", "too many levels", "no such file", "name too long"):
        assert words in sentences


def test_a_file_beyond_the_limit_is_not_read(folder: Path) -> None:
    path = folder / "huge.json"
    with path.open("wb") as stream:
        stream.truncate(65 * 1024 * 1024)
    result = files.read(path)
    assert result.error is not None
    assert "larger than 64 MB" in str(result.error)


def test_a_name_that_is_not_unicode_is_kept_and_printed(library: Library, folder: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.json"))
    try:
        small_games.write(path, small_games.markings())
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    assert library.import_paths([folder]).added == [(CTG, "0029900001")]
    (origin,) = library.load([(CTG, "0029900001")]).games[0].origin
    assert origin.endswith("caf\\xe9.json")
    origin.encode()


def test_a_folder_that_cannot_be_listed_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_games.write(folder / "a.json", small_games.markings())
    (folder / "closed").mkdir()
    scandir = os.scandir
    listdir = os.listdir

    def refuse(path: Any = ".") -> None:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))

    def closed_scandir(path: Any = ".") -> Any:
        refuse(path)
        return scandir(path)

    def closed_listdir(path: Any = ".") -> Any:
        refuse(path)
        return listdir(path)

    monkeypatch.setattr(os, "scandir", closed_scandir)
    monkeypatch.setattr(os, "listdir", closed_listdir)
    selection = read_paths([folder], SHOTTRACKER)
    assert len(selection.games) == 1
    assert selection.errors == (f"{folder / 'closed'}: permission denied",)


def test_importing_again_changes_nothing(library: Library, folder: Path) -> None:
    small_games.write(folder / "a.json", small_games.markings())
    small_games.write(folder / "b.json", small_games.shottracker(("Q1", "Q2")))
    first = library.import_paths([folder])
    before = library.rows()
    library.close()
    kept = library._store.database.path.read_bytes()
    again = library.import_paths([folder])
    library.close()
    assert (again.added, again.changed) == ([], [])
    assert set(again.unchanged) == set(first.added)
    assert library.rows() == before
    library.close()
    assert library._store.database.path.read_bytes() == kept


def test_equal_content_under_two_names_is_one_game(library: Library, folder: Path) -> None:
    for name in ("a.json", "b.json", "c.json.gz"):
        small_games.write(folder / name, small_games.shottracker(("Q1", "Q2")))
    report = library.import_paths([folder])
    assert report.games == [(SHOTTRACKER, "501-502-2025-10-09")]
    assert [row.possessions for row in library.rows()] == [12]
    assert len(library.details(report.games[0]).answers) == 1


def test_a_newer_answer_takes_the_place_of_the_older(library: Library, folder: Path) -> None:
    path = small_games.write(folder / "a.json", small_games.markings(rows=4))
    library.import_paths([path])
    small_games.write(path, small_games.markings(rows=6))
    report = library.import_paths([path])
    assert (report.added, report.changed) == ([], [(CTG, "0029900001")])
    assert [row.possessions for row in library.rows()] == [6]


@pytest.mark.parametrize("order", [("Q1", "Q2", "Q3", "Q4"), ("Q3", "Q1", "Q4", "Q2"), ("Q4", "Q3", "Q2", "Q1")])
def test_sessions_taken_one_by_one_join_in_order_of_play(library: Library, folder: Path, order: list[str]) -> None:
    for session in order:
        path = small_games.write(folder / f"{session}.json", small_games.shottracker((session,)))
        library.import_paths([path])
    (row,) = library.rows()
    assert row.possessions == 24
    table = library.load([row.key]).tables.possessions
    assert table.period.tolist() == [period for period in (1, 2, 3, 4) for _ in range(6)]
    assert table.number.tolist() == list(range(1, 25))
    whole = read_paths(
        [small_games.write(folder.parent / "w.json", small_games.shottracker(tuple(sorted(order))))], CTG
    )
    assert table.points.tolist() == whole.tables.possessions.points.tolist()
    assert table.margin.tolist() == whole.tables.possessions.margin.tolist()


def test_a_session_and_the_whole_game_are_not_doubled(library: Library, folder: Path) -> None:
    small_games.write(folder / "q1.json", small_games.shottracker(("Q1",)))
    small_games.write(folder / "whole.json", small_games.shottracker(("Q1", "Q2")))
    library.import_paths([folder])
    assert [row.possessions for row in library.rows()] == [12]
    assert points(library) == 24
    assert len(read_paths([folder], SHOTTRACKER).tables.possessions) == 12


def test_a_bad_session_leaves_the_others(library: Library, folder: Path) -> None:
    for session in ("Q1", "Q2", "Q3"):
        payload = small_games.shottracker((session,))
        if session == "Q2":
            payload["teams"][0]["possessions"][0]["start_game_clock"] = "quarter past"
        small_games.write(folder / f"{session}.json", payload)
    report = library.import_paths([folder])
    assert [path for path, _ in report.failures] == [str(folder / "Q2.json")]
    assert "start_game_clock" in report.failures[0][1]
    assert [row.possessions for row in library.rows()] == [12]


def test_games_of_other_days_stay_apart(library: Library, folder: Path) -> None:
    for game in range(3):
        small_games.write(folder / f"{game}.json", small_games.shottracker(game=game))
    assert len(library.import_paths([folder]).added) == 3


@pytest.mark.parametrize(("preferred", "other"), [(SHOTTRACKER, "Cleaning the Glass"), (CTG, "ShotTracker")])
def test_a_game_from_two_sources_is_counted_once(tmp_path: Path, folder: Path, preferred: str, other: str) -> None:
    home, away = 1610612737, 1610612765
    tracked = small_games.shottracker(("Q1",), home=home, away=away)
    for team, name in zip(tracked["teams"], ("Atlanta Hawks", "Detroit Pistons"), strict=True):
        team["name"] = name
    small_games.write(folder / "a.json", tracked)
    small_games.write(folder / "b.json", small_games.markings(home=home, away=away))
    library = open_library(tmp_path / "l.sqlite", preferred)
    library.import_paths([folder])
    assert len(library.rows()) == 2
    for selection in (library.load([row.key for row in library.rows()]), read_paths([folder], preferred)):
        assert [loaded.info.key[0] for loaded in selection.games] == [preferred]
        assert int(selection.tables.possessions.points.sum()) == 12
        (notice,) = selection.notices
        assert "counted once" in notice
        assert other in notice
    for row in library.rows():
        assert library.load([row.key]).notices == ()
    library.close()


def test_a_team_that_one_feed_does_not_name_is_known_by_its_id(library: Library, folder: Path) -> None:
    small_games.write(folder / "a.json", small_games.shottracker())
    small_games.write(folder / "b.json", small_games.markings())
    library.import_paths([folder])
    assert points(library) == 12


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("UPDATE games SET version = ?", "0.0"),
        ("UPDATE columns SET body = ? WHERE name = 'possessions'", b"rubbish"),
        ("UPDATE columns SET body = zeroblob(length(body)) WHERE name = ?", "shots"),
        ("DELETE FROM columns WHERE name = ?", "names"),
    ],
)
def test_columns_are_made_anew_from_the_answers(
    library: Library, folder: Path, statement: str, value: str | bytes
) -> None:
    small_games.write(folder / "a.json", small_games.shottracker(("Q1", "Q2")))
    library.import_paths([folder])
    key = library.rows()[0].key
    before = library.load([key]).tables.pack()
    change(library, statement, value)
    assert library.load([key]).tables.pack() == before
    assert library.rows()[0].version == COLUMNS_VERSION
    ((_, version, kept),) = library._store.columns([key])
    assert (version, kept) == (COLUMNS_VERSION, before)


def test_a_damaged_answer_is_named_and_the_other_games_load(library: Library, folder: Path) -> None:
    for game in range(3):
        small_games.write(folder / f"{game}.json", small_games.shottracker(("Q1", "Q2"), game=game))
    library.import_paths([folder])
    key = library.rows()[1].key
    change(library, "UPDATE answers SET body = x'00' WHERE game = (SELECT id FROM games WHERE game_id = ?)", key[1])
    change(library, "UPDATE games SET version = 'old'")
    selection = library.load([row.key for row in library.rows()])
    assert len(selection.games) == 2
    (error,) = selection.errors
    assert key[1] in error
    assert "1.json" in error
    with pytest.raises(StoreError, match="damaged"):
        library.details(key)
    report = library.import_paths([folder])
    assert (report.changed, report.failures) == ([key], [])
    assert len(library.load([row.key for row in library.rows()]).games) == 3


def test_a_damaged_session_is_asked_for_and_not_forgotten(library: Library, folder: Path) -> None:
    first = small_games.write(folder / "1.json", small_games.shottracker(("Q1",)))
    second = small_games.write(folder / "2.json", small_games.shottracker(("Q2",)))
    library.import_paths([folder])
    change(library, "UPDATE answers SET body = x'00' WHERE origin = ?", str(second))
    small_games.write(first, small_games.shottracker(("Q1",), extra=1))
    report = library.import_paths([first])
    assert report.games == []
    assert str(second) in report.failures[0][1]
    assert library.import_paths([folder]).failures == []
    assert library.rows()[0].possessions == 12


def test_calling_off_keeps_what_was_taken(library: Library, folder: Path) -> None:
    for number in range(9):
        small_games.write(folder / f"{number}.json", small_games.markings(f"002990000{number}"))
    token = CancelToken()
    was_enabled = gc.isenabled()

    def stop(done: int, total: int, words: str) -> None:
        if done == 5:
            token.cancel()

    with pytest.raises(CancelledError):
        library.import_paths([folder], token, stop)
    assert 3 <= len(library.rows()) <= 5
    assert gc.isenabled() == was_enabled
    assert len(library.import_paths([folder]).games) == 9
    with pytest.raises(CancelledError):
        library.load([row.key for row in library.rows()], token)


def test_progress_counts_to_the_end(library: Library, folder: Path) -> None:
    for number in range(4):
        small_games.write(folder / f"{number}.json", small_games.markings(f"002990000{number}"))
    told: list[tuple[int, int, str]] = []
    library.import_paths([folder], None, lambda *now: told.append(now))
    assert told == [*((number, 4, f"{number}.json") for number in range(4)), (4, 4, "")]
    told.clear()
    library.load([row.key for row in library.rows()], None, lambda *now: told.append(now))
    assert [done for done, _, _ in told] == [0, 1, 2, 3, 4]
    assert {total for _, total, _ in told} == {4}


def test_a_folder_of_other_peoples_json_is_gone_through(library: Library, folder: Path) -> None:
    for number in range(1500):
        (folder / f"{number}.json").write_text('{"compilerOptions": {}}')
    small_games.write(folder / "z.json", small_games.markings())
    report = library.import_paths([folder])
    assert len(report.failures) == 1500
    assert len(report.added) == 1


def test_a_names_file_names_the_players(library: Library, folder: Path) -> None:
    small_games.write(folder / "a.json", small_games.markings())
    assert library.import_paths([folder]).names == 0
    assert library.names().player((CTG, "5010")) == "#5010"
    report = library.import_paths([names_file(folder)])
    assert (report.names, report.games, report.failures) == (1, [], [])
    assert library.names().player((CTG, "5010")) == "Ana Lind"
    assert library.names().player_number((CTG, "5010")) == "4"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffid,name\r\n5010,Zoë Ñandú\r\n",
        "Player ID\tPlayer Name\n5010\tZoë Ñandú\n",
        'id;name;team\n5010;"Zoë Ñandú";\n\n',
        "name,id\nZoë Ñandú,5010",
    ],
)
def test_names_files_of_all_makes(library: Library, folder: Path, text: str) -> None:
    assert library.import_paths([names_file(folder, text)]).failures == []
    assert library.names().player((CTG, "5010")) == "Zoë Ñandú"


def test_rosters_with_the_leagues_ids_name_both_feeds_players(library: Library, folder: Path) -> None:
    tracked = small_games.shottracker(home=1610612737, away=777)
    tracked["teams"][0]["name"] = "Atlanta Hawks"
    library.import_paths([small_games.write(folder / "a.json", tracked)])
    own, other = small_games.five(1610612737)[0], small_games.five(777)[0]
    book = library.names()
    assert book.player((SHOTTRACKER, str(own))) == f"First{own} Last{own}"
    assert book.player((CTG, str(own))) == f"First{own} Last{own}"
    assert book.player((CTG, str(other))) == f"#{other}"
    roster = {"id": 1610612738, "name": "Boston Celtics", "players": [{"id": 9, "first_name": "Io", "last_name": "Ek"}]}
    assert library.import_paths([small_games.write(folder / "r.json", roster)]).names == 1
    assert library.names().player((CTG, "9")) == "Io Ek"


def test_removing_forgets_a_game_and_all_that_was_kept(library: Library, folder: Path) -> None:
    for game in range(3):
        small_games.write(folder / f"{game}.json", small_games.shottracker(game=game))
    library.import_paths([folder])
    key = library.rows()[0].key
    library.remove([key])
    assert key not in [row.key for row in library.rows()]
    assert library.load([key]).errors == (f"The game {key[1]} is not in the library.",)
    library.close()
    with contextlib.closing(sqlite3.connect(library._store.database.path)) as connection:
        for table, rows in (("games", 2), ("answers", 2), ("columns", 8)):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows,)
    library.remove([])
    assert library.import_paths([folder]).added == [key]


def test_reading_files_leaves_no_library_behind(tmp_path: Path, folder: Path) -> None:
    small_games.write(folder / "a.json", small_games.markings())
    assert len(read_paths([folder], CTG).games) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


def test_games_stand_in_order_of_play(library: Library, folder: Path) -> None:
    for name, game in (("a", 2), ("b", 0), ("c", 1)):
        small_games.write(folder / f"{name}.json", small_games.shottracker(game=game))
    library.import_paths([folder])
    keys = [row.key for row in library.rows()]
    days = [loaded.info.day for loaded in library.load(keys[::-1]).games]
    assert days == sorted(day for day in days if day is not None)


def test_many_games_take_few_statements(library: Library, folder: Path) -> None:
    for game in range(30):
        small_games.write(folder / f"{game}.json", small_games.shottracker(game=game))
    library.import_paths([folder])
    keys = [row.key for row in library.rows()]
    seen: list[str] = []
    with library._store.database.reading() as connection:
        connection.set_trace_callback(seen.append)
        library.load(keys)
        connection.set_trace_callback(None)
    assert len(seen) <= 6


def test_a_library_is_used_by_the_threads_of_the_window(library: Library, folder: Path) -> None:
    for game in range(6):
        small_games.write(folder / f"{game}.json", small_games.shottracker(game=game))
    failures: list[BaseException] = []

    def look() -> None:
        try:
            for _ in range(15):
                library.load([row.key for row in library.rows()])
        except BaseException as error:  # noqa: BLE001  # a thread's edge: told to the test
            failures.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    assert len(library.import_paths([folder]).added) == 6
    thread.join()
    assert failures == []


@needs_data
def test_the_real_games_come_in_and_open_together(library: Library) -> None:
    report = library.import_paths([DATA / "markings", DATA / "shottracker"])
    assert (len(report.added), report.failures) == (96, [])
    rows = library.rows()
    library.close()
    selection = library.load([row.key for row in rows])
    assert len({loaded.info.day for loaded in selection.games}) > 1
    assert len(selection.games) < 96
    assert selection.notices


@needs_data
def test_real_sessions_join_to_the_same_game_as_the_whole(library: Library) -> None:
    report = library.import_paths([DATA / "shottracker_sessions"])
    assert (len(report.games), report.failures) == (4, [])
    for row in library.rows():
        joined = library.load([row.key]).tables.possessions
        files_of = {Path(origin).name.split("_")[0] for origin in library.load([row.key]).games[0].origin}
        (name,) = files_of
        same = [path for path in (DATA / "shottracker").iterdir() if path.name.startswith(name)]
        if not same:
            continue
        whole = read_paths(same, SHOTTRACKER)
        assert joined.points.tolist() == whole.tables.possessions.points.tolist()
        assert joined.start_clock_s.tolist() == whole.tables.possessions.start_clock_s.tolist()


def test_two_games_of_one_day_in_files_are_two(library: Library, folder: Path) -> None:
    first = small_games.shottracker(("Q1", "Q2"))
    second = json.loads(json.dumps(first).replace("id=game0", "id=late"))
    for row in (row for team in second["teams"] for row in team["possessions"]):
        row["start_timestamp"] += 5 * 3_600_000
        row["end_timestamp"] += 5 * 3_600_000
    small_games.write(folder / "a.json", first)
    small_games.write(folder / "b.json", second)
    assert len(library.import_paths([folder]).added) == 2
    assert [row.possessions for row in library.rows()] == [12, 12]
    assert len(library.import_paths([folder]).unchanged) == 2
    assert len(read_paths([folder], SHOTTRACKER).games) == 2
    library.remove([row.key for row in library.rows()])
    for name in ("b.json", "a.json"):
        library.import_paths([folder / name])
    assert [row.possessions for row in library.rows()] == [12, 12]
