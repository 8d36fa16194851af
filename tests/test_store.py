"""The library's file under attack: killed, damaged, foreign, newer, full, read-only, written by two at once."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from explorer.core.errors import StoreError
from explorer.core.model import Answer, Game, Key
from explorer.services.library import Library
from explorer.store import database
from explorer.store.database import Database
from explorer.store.games import GameStore
from explorer.store.schema import APPLICATION_ID, MIGRATIONS
from tests import small_games

STEPS = (
    ("CREATE TABLE games (id INTEGER PRIMARY KEY) STRICT", "CREATE TABLE answers (x TEXT) STRICT"),
    (
        "ALTER TABLE games ADD COLUMN day TEXT",
        "INSERT INTO games (day) VALUES ('upgraded')",
        "UPDATE answers SET x = x || '!'",
        "CREATE INDEX by_day ON games (day)",
    ),
    ("CREATE TABLE more (x TEXT) STRICT", "INSERT INTO more SELECT day FROM games"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.sqlite"


@contextlib.contextmanager
def library(path: Path) -> Iterator[Library]:
    opened = Library(GameStore(path), "shottracker")
    try:
        yield opened
    finally:
        opened.close()


def filled(path: Path, games: int = 3) -> list[str]:
    """A library with some games; returns their ids."""
    folder = path.parent.parent / "files"
    for number in range(games):
        small_games.write(folder / f"{number}.json", small_games.shottracker(("Q1", "Q2"), game=number))
    with library(path) as opened:
        return [key[1] for key in opened.import_paths([folder]).added]


def child(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[1],
        check=False,
    )


def shape(path: Path) -> tuple[int, list[tuple[str, str]], str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        found = connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name").fetchall()
        (check,) = connection.execute("PRAGMA quick_check").fetchone()
    return version, found, check


# A child that kills itself in place of its k-th statement; it says how many statements there were.
KILLED_UPGRADE = """
    import ast, os, signal, sys
    from pathlib import Path
    from explorer.store import database
    path, limit, steps = Path(sys.argv[1]), int(sys.argv[2]), ast.literal_eval(sys.argv[3])
    seen = 0
    def trace(statement):
        global seen
        seen += 1
        if seen == limit:
            os.kill(os.getpid(), signal.SIGKILL)
    connect = database._connect
    def traced(where):
        connection = connect(where)
        connection.set_trace_callback(trace)
        return connection
    database._connect = traced
    opened = database.Database(path, 77, steps)
    with opened.writing():
        pass
    print(seen)
"""


def test_an_upgrade_killed_at_any_statement_leaves_an_old_or_a_new_file(tmp_path: Path) -> None:
    def old(name: str) -> Path:
        path = tmp_path / name / "x.sqlite"
        opened = Database(path, 77, STEPS[:1])
        with opened.writing() as connection:
            connection.execute("INSERT INTO answers VALUES ('kept')")
        opened.close()
        return path

    whole = {}
    for version in (1, 2, 3):
        path = old(f"whole{version}")
        opened = Database(path, 77, STEPS[:version])
        with opened.reading():
            pass
        opened.close()
        whole[version] = shape(path)
    run = child(KILLED_UPGRADE, old("counted"), 0, STEPS)
    statements = int(run.stdout)
    assert statements >= 12, run.stderr
    for limit in range(1, statements + 1):
        path = old(f"killed{limit}")
        assert child(KILLED_UPGRADE, path, limit, STEPS).returncode == -signal.SIGKILL
        version, *_ = found = shape(path)
        assert found == whole[version], f"killed at statement {limit}"
        opened = Database(path, 77, STEPS)
        with opened.reading() as connection:
            assert connection.execute("SELECT x FROM answers").fetchall() == [("kept!",)]
            assert connection.execute("SELECT x FROM more").fetchall() == [("upgraded",)]
        assert opened.set_aside is None
        opened.close()


def test_an_upgrade_keeps_a_copy_of_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    opened = Database(path, 77, STEPS[:1])
    with opened.writing():
        pass
    opened.close()
    before = path.read_bytes()
    opened = Database(path, 77, STEPS)
    with opened.reading():
        pass
    opened.close()
    assert (tmp_path / "x.sqlite.version-1").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.sqlite", "x.sqlite.version-1"]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    opened = Database(path, 77, STEPS[:1])
    with opened.writing():
        pass
    opened.close()
    before = path.read_bytes()
    broken = Database(path, 77, (STEPS[0], ("CREATE TABLE more (x TEXT)", "no such statement")))
    with pytest.raises(sqlite3.OperationalError), broken.reading():
        pass
    assert path.read_bytes() == before


def test_reading_what_is_not_there_makes_nothing(path: Path) -> None:
    with library(path) as opened:
        assert opened.rows() == []
        assert opened.load([]).games == ()
        assert list(opened.names().player_rows()) == []
    assert not path.parent.exists()


def test_a_new_file_is_whole_from_the_first_moment(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    link = Path.hardlink_to

    def watched(self: Path, target: Path) -> None:
        seen.append((self.exists(), shape(target)))
        link(self, target)

    monkeypatch.setattr(Path, "hardlink_to", watched)
    with contextlib.closing(GameStore(path)) as store, store.database.writing():
        pass
    assert [(was_there, found[0], found[2]) for was_there, found in seen] == [(False, len(MIGRATIONS), "ok")]
    assert [p.name for p in path.parent.iterdir()] == ["library.sqlite"]


def test_a_file_system_without_hard_links_will_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert len(filled(path)) == 3
    assert [p.name for p in path.parent.iterdir()] == ["library.sqlite"]


def _half(body: bytes) -> bytes:
    return body[: len(body) // 2]


def _without_table(body: bytes) -> bytes:
    return body.replace(b"CREATE TABLE columns (", b"CREATE TABLE colunms (").replace(
        b"tablecolumnscolumns", b"tablecolunmscolunms"
    )


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "zero bytes": lambda body: b"",
    "half a file": _half,
    "a web page": lambda body: b"<!DOCTYPE html><html>not found</html>" * 200,
    "rubbish": lambda body: random.Random(1).randbytes(len(body)),
    "the first page zeroed": lambda body: bytes(4096) + body[4096:],
    "a page of rubbish": lambda body: body[:8192] + random.Random(2).randbytes(4096) + body[12288:],
    "an identity lost": lambda body: body[:60] + bytes(12) + body[72:],
    "version lost": lambda body: body[:60] + bytes(4) + body[64:],
    "a table lost": _without_table,
    "a few bytes": lambda body: body[:40],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_set_aside_and_work_goes_on(path: Path, damage: str) -> None:
    filled(path)
    broken = DAMAGES[damage](path.read_bytes())
    path.write_bytes(broken)
    with library(path) as opened:
        assert opened.rows() == []
        assert opened.set_aside is not None
        assert opened.set_aside.read_bytes() == broken
        assert ".corrupt-" in opened.set_aside.name
    assert len(filled(path)) == 3
    with library(path) as opened:
        assert len(opened.rows()) == 3
        assert opened.set_aside is None


def test_two_damaged_files_in_a_second_are_both_kept(path: Path) -> None:
    for content in (b"one", b"two"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        with library(path) as opened:
            opened.rows()
    assert {p.read_bytes() for p in path.parent.glob("*.corrupt-*")} == {b"one", b"two"}


def test_random_damage_never_shows_a_wrong_number(path: Path) -> None:
    ids = filled(path)
    good = path.read_bytes()
    with library(path) as opened:
        keys = [row.key for row in opened.rows()]
        points = {key: int(opened.load([key]).tables.possessions.points.sum()) for key in keys}
    dice = random.Random(7)
    for turn in range(60):
        body = bytearray(good)
        at = dice.randrange(100, len(body))
        if turn % 3 == 0:
            body[at] ^= 1 << dice.randrange(8)
        else:
            at -= at % 4096
            body[at : at + 4096] = bytes(4096) if turn % 3 == 1 else dice.randbytes(4096)
        for other in path.parent.iterdir():
            other.unlink()
        path.write_bytes(body)
        with library(path) as opened:
            try:
                rows = {row.key for row in opened.rows()}
                for key in set(points) & rows:
                    loaded = opened.load([key])
                    table = loaded.tables.possessions
                    assert loaded.errors or int(table.points.sum()) == points[key]
            except StoreError:
                continue
    assert len(ids) == 3


def _foreign(path: Path, setting: str) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (x)")
        connection.execute("INSERT INTO bookmarks VALUES (1)")
        connection.execute(setting)
        connection.commit()
    return path.read_bytes()


@pytest.mark.parametrize("setting", ["PRAGMA application_id = 99", "PRAGMA user_version = 3", "SELECT 1"])
def test_another_programs_file_is_left_as_it_is(path: Path, setting: str) -> None:
    before = _foreign(path, setting)
    with library(path) as opened, pytest.raises(StoreError, match="not a library of this program"):
        opened.rows()
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["library.sqlite"]


def test_another_programs_open_file_is_left_as_it_is(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with contextlib.closing(sqlite3.connect(path)) as holder:
        holder.execute("PRAGMA journal_mode = WAL")
        holder.execute("PRAGMA application_id = 99")
        holder.execute("CREATE TABLE bookmarks (x)")
        holder.execute("INSERT INTO bookmarks VALUES (1)")
        holder.commit()
        before = {p.name: p.read_bytes() for p in path.parent.iterdir()}
        with library(path) as opened, pytest.raises(StoreError):
            opened.rows()
        assert {p.name: p.read_bytes() for p in path.parent.iterdir()} == before


def test_a_newer_version_is_refused_and_left_as_it_is(path: Path) -> None:
    filled(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    with library(path) as opened:
        with pytest.raises(StoreError, match="newer version"):
            opened.rows()
        with pytest.raises(StoreError, match="newer version"):
            opened.remove([("ctg", "1")])
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["library.sqlite"]


def test_a_folder_in_the_librarys_place_is_a_sentence(path: Path) -> None:
    path.mkdir(parents=True)
    with library(path) as opened, pytest.raises(StoreError, match="cannot be opened"):
        opened.rows()


def test_a_file_in_the_folders_place_is_a_sentence(path: Path) -> None:
    path.parent.write_text("in the way")
    with library(path) as opened, pytest.raises(StoreError, match="cannot be opened"):
        opened.import_paths([small_games.write(path.parents[1] / "a.json", small_games.markings())])


AS_NOBODY = """
    import os, sys
    from pathlib import Path
    from explorer.core.errors import StoreError
    from explorer.services.library import open_library
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    library = open_library(Path(sys.argv[1]), "shottracker")
    rows = library.rows()
    loaded = library.load([row.key for row in rows])
    print(len(rows), len(loaded.games), loaded.errors)
    try:
        library.remove([rows[0].key])
    except StoreError as error:
        print(error)
"""


def _open_up(path: Path) -> None:
    """Let everybody into the folders above a file: pytest's own are for their owner alone."""
    for folder in (path, *path.parents):
        if folder.owner() == path.owner() and folder != Path("/") and not folder.stat().st_mode & 0o1000:
            with contextlib.suppress(PermissionError):
                folder.chmod(folder.stat().st_mode | 0o055)


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX")
def test_a_read_only_library_is_read_and_says_that_it_cannot_be_written(path: Path) -> None:
    filled(path)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE games SET version = 'old'")
    _open_up(path.parent)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        run = child(AS_NOBODY, path)
    finally:
        path.parent.chmod(0o755)
    counted, sentence = run.stdout.splitlines()
    assert counted == "3 3 ()", run.stderr
    assert "cannot be written to; check the rights" in sentence


FULL = """
    import resource, signal, sys
    from pathlib import Path
    from explorer.core.errors import StoreError
    from explorer.services.library import open_library
    path, files, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    if limit:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    library = open_library(path, "shottracker")
    done = 0
    try:
        for file in sorted(files.iterdir()):
            report = library.import_paths([file])
            assert not report.failures, report.failures
            for key in report.added:
                print(key[1], flush=True)
    except StoreError as error:
        print("FULL", error)
"""


def _whole(path: Path, expected: list[str]) -> None:
    """Every expected game is there and reads whole; nothing is damaged."""
    assert shape(path)[2] == "ok"
    with library(path) as opened:
        rows = {row.game_id: row for row in opened.rows()}
        assert set(expected) <= set(rows)
        loaded = opened.load([row.key for row in rows.values()])
        assert loaded.errors == ()
        assert len(loaded.games) == len(rows)
        for row in rows.values():
            assert len(opened.details(row.key).game.possessions) == row.possessions
        assert opened.set_aside is None


def test_a_full_disk_keeps_what_was_there_and_goes_on_afterwards(tmp_path: Path) -> None:
    files = tmp_path / "files"
    for number in range(6):
        small_games.write(
            files / f"{number}.json", small_games.shottracker(("Q1", "Q2", "Q3", "Q4"), game=number, extra=40)
        )
    was_full = 0
    for limit in (20_000, 90_000, 160_000):
        path = tmp_path / str(limit) / "library.sqlite"
        run = child(FULL, path, files, limit)
        assert run.returncode == 0, run.stderr
        lines = run.stdout.splitlines()
        said = [line for line in lines if line.startswith("FULL")]
        was_full += len(said)
        assert all(str(path) in line for line in said)
        kept = [line for line in lines if not line.startswith("FULL")]
        if path.exists():
            _whole(path, kept)
        assert not list(path.parent.glob(".*")), "a temporary was left"
        run = child(FULL, path, files, 0)
        _whole(path, kept + run.stdout.split())
        with library(path) as opened:
            assert len(opened.rows()) == 6
    assert was_full >= 2


def _mount(folder: Path, kilobytes: int) -> bool:
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="only root can mount a small disk")
def test_a_small_disk_that_fills_up_loses_nothing(tmp_path: Path) -> None:
    files, disk = tmp_path / "files", tmp_path / "disk"
    for number in range(6):
        small_games.write(
            files / f"{number}.json", small_games.shottracker(("Q1", "Q2", "Q3", "Q4"), game=number, extra=40)
        )
    for kilobytes in (16, 90, 180):
        if not _mount(disk, kilobytes):
            pytest.skip("a small disk cannot be mounted here")
        try:
            path = disk / "library.sqlite"
            kept: list[str] = []
            with library(path) as opened, contextlib.suppress(StoreError):
                for file in sorted(files.iterdir()):
                    kept += [key[1] for key in opened.import_paths([file]).added]
            if path.exists():
                _whole(path, kept)
            subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
            with library(path) as opened:
                opened.import_paths([files])
                assert len(opened.rows()) == 6
            _whole(path, kept)
        finally:
            subprocess.run(["umount", str(disk)], check=True)


WRITER = """
    import sys
    from pathlib import Path
    from explorer.services.library import open_library
    library = open_library(Path(sys.argv[1]), "shottracker")
    for file in sys.argv[2:]:
        report = library.import_paths([Path(file)])
        assert not report.failures, report.failures
"""


def test_two_processes_that_write_at_once_lose_nothing(path: Path, tmp_path: Path) -> None:
    halves: list[list[Path]] = [[], []]
    for game in range(6):
        for number, session in enumerate(("Q1", "Q2", "Q3", "Q4")):
            file = small_games.write(tmp_path / f"{game}{session}.json", small_games.shottracker((session,), game=game))
            halves[number % 2].append(file)
    code = textwrap.dedent(WRITER)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, path, *half], cwd=Path(__file__).parents[1], stderr=subprocess.PIPE, text=True
        )
        for half in halves
    ]
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    with library(path) as opened:
        assert opened.set_aside is None
        rows = opened.rows()
        assert [row.possessions for row in rows] == [24] * 6
        assert all(len(opened.details(row.key).answers) == 4 for row in rows)
    assert [p.name for p in path.parent.iterdir()] == ["library.sqlite"]


def test_a_game_written_meanwhile_is_put_together_anew(path: Path, tmp_path: Path) -> None:
    first = small_games.write(tmp_path / "1.json", small_games.shottracker(("Q1",)))
    second = small_games.write(tmp_path / "2.json", small_games.shottracker(("Q2",)))
    with library(path) as one, library(path) as other:
        store = one._store
        save = store.save
        turns: list[list[Key]] = []

        def late(*arguments: object, **named: object) -> bool:
            if not turns:
                turns.append(other.import_paths([second]).added)
            return save(*arguments, **named)  # type: ignore[arg-type]  # handed on as they came

        store.save = late  # type: ignore[method-assign]  # the other process is faster by one write
        report = one.import_paths([first])
        assert turns[0] == report.games
        assert [row.possessions for row in one.rows()] == [12]


def test_a_locked_library_is_a_sentence_and_not_a_wait_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    monkeypatch.setattr(database, "BUSY_S", 0.2)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with library(path) as opened:
            assert len(opened.rows()) == 3
            with pytest.raises(StoreError, match="in use by another program"):
                opened.remove([row.key for row in opened.rows()])
        holder.execute("ROLLBACK")
    with library(path) as opened:
        assert len(opened.rows()) == 3


def test_threads_share_a_store(path: Path) -> None:
    filled(path)
    failures: list[BaseException] = []
    with library(path) as opened:
        keys = [row.key for row in opened.rows()]

        def look() -> None:
            try:
                for _ in range(20):
                    assert not opened.load(keys).errors
                    opened.names()
            except BaseException as error:  # noqa: BLE001  # a thread's edge: told to the test
                failures.append(error)

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []


def test_a_failed_write_is_rolled_back_whole(path: Path) -> None:
    store = GameStore(path)
    game = Game("ctg", "1", ("a",), "2025-01-01", "nba", (), ())
    answer = Answer("markings", "", b"{}", "a", 0.0)
    assert store.save(game, [answer], {"possessions": b"x"}, "1", 0)
    before = store.rows(), store.kept(game.key)
    with pytest.raises(sqlite3.IntegrityError):
        store.save(game, [answer, answer], {}, "2", 5, instead_of=before[1].revision)
    assert (store.rows(), store.kept(game.key)) == before
    store.close()


def test_answers_kept_beside_take_the_place_of_their_own_part_alone(path: Path) -> None:
    store = GameStore(path)
    game = Game("ctg", "1", ("a",), "2025-01-01", "nba", (), ())
    told = Answer("markings", "", b"{}", "a", 0.0)
    store.save(game, [told], {}, "1", 0)
    for body in (b"first", b"second"):
        store.save_beside(game.key, [Answer("tracking", "7", body, "b", 1.0)])
    assert [answer.body for answer in store.answers(game.key)] == [b"{}", b"second"]
    store.close()


def test_the_file_names_the_program_and_its_version(path: Path) -> None:
    filled(path)
    body = path.read_bytes()
    assert int.from_bytes(body[68:72]) == APPLICATION_ID
    assert int.from_bytes(body[60:64]) == len(MIGRATIONS)
    # Write-ahead logging would make these bytes 2.
    assert body[18:20] == b"\x01\x01"


def test_a_game_takes_the_place_of_another_in_one_transaction(path: Path) -> None:
    store = GameStore(path)
    old = Game("ctg", "made", ("a",), "2025-01-01", "nba", (), ())
    new = Game("ctg", "1", ("a",), "2025-01-01", "nba", (), ())
    answer = Answer("markings", "", b"{}", "a", 0.0)
    store.save(old, [answer], {}, "1", 0)
    revision = store.kept(old.key).revision
    with pytest.raises(sqlite3.IntegrityError):
        store.save(new, [answer, answer], {}, "1", 0, replaces=(old.key, revision))
    assert [row.key for row in store.rows()] == [old.key]
    assert store.save_beside(old.key, [Answer("tracking", "", b"t", "b", 9.0)])
    assert store.kept(old.key).revision != revision
    assert not store.save(new, [answer], {}, "1", 0, replaces=(old.key, revision)), "written by another since"
    assert [row.fetched_s for row in store.rows()] == [0.0], "tracking makes no game younger"
    assert store.save(new, [answer], {}, "1", 0, replaces=(old.key, store.kept(old.key).revision))
    assert [row.key for row in store.rows()] == [new.key]
    assert not store.save_beside(old.key, [answer])
    store.close()
