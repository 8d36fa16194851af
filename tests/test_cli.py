"""The command line as a user has it: separate processes, no display, exit statuses, exact JSON."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from explorer import cli
from explorer.cli.words import COMMANDS
from explorer.services import online
from explorer.services.export import FORMATS
from explorer.services.sheets import SHEETS
from explorer.sources.credentials import KEY_VARIABLE, SECRET_VARIABLE, USER_VARIABLE
from explorer.sources.http import Transport, TransportSettings
from tests import small_games
from tests.servers import canary
from tests.servers.apis import Apis

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared")

Run = Callable[..., subprocess.CompletedProcess[str]]
TEAM = (
    "team_id name possessions points fga fgm fg3a fg3m fta ftm turnovers oreb dreb assists "
    "ppp efg tov_rate oreb_rate ft_rate"
).split()
# Stands in for the program: it fails where Qt is loaded at all.
WITHOUT_QT = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph"):
            raise AssertionError(f"{name} is loaded")
sys.meta_path.insert(0, NoQt())
from explorer.__main__ import main
sys.exit(main())
"""


def environment(home: Path) -> dict[str, str]:
    """No display, and a home of the test's own."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LANG")}
    return {
        **kept,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def run(home: Path) -> Run:
    def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_QT, *map(str, arguments)],
            env={**environment(home), **more},
            cwd=home,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def call(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same within this process, where many calls are made and what Python loads is not asked."""
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        words = [str(argument) for argument in arguments]
        status = cli.main(words)
        written = capsys.readouterr()
        return subprocess.CompletedProcess(words, status, written.out, written.err)

    return call


@pytest.fixture
def base(home: Path) -> Path:
    return home.parent / "base"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two games: one from both feeds, one from ShotTracker alone."""
    folder = tmp_path / "files"
    small_games.write(folder / "a.json", small_games.shottracker(("Q1", "Q2"), extra=1))
    small_games.write(folder / "b.json", small_games.shottracker(game=1))
    small_games.write(folder / "c.json", small_games.markings())
    return folder


def listing(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_the_json_of_a_summary_is_the_designs(run: Run, folder: Path) -> None:
    done = run("summary", folder / "a.json", "--json", "--by", "period")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert list(found) == ["games", "groups", "definitions"]
    (game,) = found["games"]
    assert list(game) == ["game_id", "source", "origin", "date", "title", "home_team_id", "score", "teams"]
    assert game["game_id"] == "501-502-2025-10-09"
    assert (game["source"], game["origin"]) == ("shottracker", [str(folder / "a.json")])
    assert (game["date"], game["home_team_id"]) == ("2025-10-09", None)
    assert [list(team) for team in game["teams"]] == [TEAM, TEAM]
    assert [(team["team_id"], team["name"], team["points"]) for team in game["teams"]] == [
        ("501", "Northport", 12),
        ("502", "Southam", 12),
    ]
    assert [group["by"] for group in found["groups"]] == [{"period": "Q1"}, {"period": "Q2"}]
    for group in found["groups"]:
        assert list(group)[:4] == ["by", "n", "points", "ppp"]
        assert {"value", "low", "high"} <= set(group["ppp"])
    assert "ppp" in found["definitions"]


def test_the_json_of_a_list_is_the_designs(run: Run, folder: Path, base: Path) -> None:
    assert json.loads(run("list", "--json", "--basedir", base).stdout) == {"games": []}
    done = run("import", folder, "--basedir", base)
    assert (done.returncode, done.stdout, done.stderr) == (0, "3 games added\n", "")
    done = run("--basedir", base, "list", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    games = json.loads(done.stdout)["games"]
    assert [list(game) for game in games] == [
        ["game_id", "source", "date", "title", "possessions", "fetched", "state"]
    ] * 3
    by_id = {game["game_id"]: game for game in games}
    assert by_id["0029900001"]["source"] == "ctg"
    assert by_id["501-502-2025-10-09"]["possessions"] == 12
    assert by_id["501-502-2025-10-10"]["title"] == "Northport v Southam"
    assert {game["state"] for game in games} == {"cached"}
    assert "0029900001" in run("list", "--basedir", base).stdout


def test_the_statuses(call: Run, folder: Path, base: Path) -> None:
    (folder / "bad.json").write_text("{")
    good = folder / "a.json"
    for status, words in (
        (0, ["import", good]),
        (0, ["summary", good]),
        (0, ["list"]),
        (0, ["doctor"]),
        (0, ["--version"]),
        (0, ["summary", "--help"]),
        (3, ["import", folder]),
        (3, ["summary", folder]),
        (1, ["import", folder / "bad.json"]),
        (1, ["import", folder / "not there"]),
        (1, ["summary", "./not-there"]),
        (1, ["summary", "no-such-game"]),
        (1, ["summary", good, "no-such-game"]),
        (1, ["export", good, "--to", folder / "bad.json" / "x.csv"]),
        (2, ["summary", good, "--by", "colour"]),
        (2, ["export", good, "--to", base / "x.docx"]),
        (2, ["export", good, "--to", base / "x.csv", "--what", "shots,events"]),
        (2, ["export", good]),
        (2, ["import"]),
        (2, ["list", "--jso"]),
        (2, ["sample", "--games", "0", "--to", base / "s"]),
        (2, ["sample", "--games", "many", "--to", base / "s"]),
    ):
        done = call(*words, "--basedir", base)
        assert done.returncode == status, (words, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        if status in (1, 2):
            assert done.stderr.strip(), words
            assert "{" not in done.stdout
    assert str(folder / "bad.json") in call("import", folder / "bad.json", "--basedir", base).stderr


def test_an_open_quote_in_a_question_is_no_traceback(call: Run, folder: Path) -> None:
    done = call("summary", folder / "a.json", "--where", '"open')
    assert done.returncode == 2
    assert "quotation mark" in done.stderr
    assert "Traceback" not in done.stderr


def test_stdout_carries_the_result_alone(call: Run, folder: Path, base: Path) -> None:
    call("import", folder, "--basedir", base)
    done = call("summary", "--json", "--basedir", base)
    assert len(json.loads(done.stdout)["games"]) == 2
    assert "counted once" in done.stderr
    done = call("export", "--to", base / "x.csv", "--basedir", base)
    assert (done.returncode, done.stdout) == (0, "")
    done = call("sample", "--games", "1", "--to", base / "s")
    assert (done.returncode, done.stdout) == (0, "")
    done = call("doctor", "--json", "--basedir", base)
    assert json.loads(done.stdout)["games"] == 3


def test_help_names_every_command(run: Run) -> None:
    done = run("--help")
    assert done.returncode == 0
    for word in ("import", "list", "summary", "export", "sample", "doctor", "--basedir", "--offline"):
        assert word in done.stdout
    assert run("summary", "--help").stdout.count("--where") >= 1


@pytest.mark.parametrize("command", ["", *COMMANDS, "picture"])
def test_help_waits_for_nothing_that_is_slow_to_import(home: Path, command: str) -> None:
    code = f"""
import sys
from explorer.__main__ import main
sys.argv = ["possession-explorer", *{command!r}.split(), "--help"]
try:
    main()
except SystemExit:
    pass
slow = {{"numpy", "msgspec", "sqlite3", "requests", "PySide6", "ssl", "asyncio", "multiprocessing"}}
print(*slow & sys.modules.keys(), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(home), capture_output=True, encoding="utf-8", check=False
    )
    assert done.stderr == "\n"
    assert done.stdout.startswith(f"usage: possession-explorer {command}".strip())


def test_the_help_of_an_export_names_all_that_can_be_exported(call: Run) -> None:
    done = call("export", "--help")
    assert all(word in done.stdout for word in (*FORMATS, *SHEETS))


def test_the_columns_of_an_export_are_told_without_any_games(call: Run, base: Path) -> None:
    done = call("export", "--columns", "--basedir", base)
    assert done.returncode == 0
    for sheet in SHEETS.values():
        assert f"{sheet.name}: {sheet.title}\n" in done.stdout
        for column in sheet.columns:
            assert column.title in done.stdout
    assert "derived" in next(line for line in done.stdout.splitlines() if line.split()[:1] == ["margin"])
    done = call("export", "--columns", "--what", "shots", "--json", "--basedir", base)
    assert json.loads(done.stdout) == {"shots": [column.documented() for column in SHEETS["shots"].columns]}
    assert not base.exists()
    for words in (
        ["--columns", "--what", "plays"],
        ["--columns", "--to", base / "x.csv"],
        ["--json", "--to", "x.json"],
    ):
        assert call("export", *words, "--basedir", base).returncode == 2
    assert not base.exists()


def test_an_export_has_only_the_shots_that_are_asked_for(call: Run, folder: Path, base: Path) -> None:
    where = ["--where", "shot.made:yes", "--what", "shots", "--to", base / "x.json"]
    assert call("export", folder / "a.json", *where).returncode == 0
    content = json.loads((base / "x.json").read_text("utf-8"))
    assert {shot["made"] for shot in content["shots"]} == {True}
    assert content["filter"] == "shot.made:yes"


def test_wrong_usage_names_the_program_and_the_command(call: Run) -> None:
    done = call("export", "x.json")
    assert done.returncode == 2
    assert done.stderr.startswith("usage: possession-explorer export ")
    assert "possession-explorer export: error:" in done.stderr


def test_possessions_of_no_team_are_told_of(call: Run, tmp_path: Path) -> None:
    payload = small_games.markings(rows=1)
    payload["markings"]["possessions"][0] |= {"offensive_team_id_nba": None, "defensive_team_id_nba": None}
    done = call("summary", small_games.write(tmp_path / "a.json", payload), "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["games"][0]["title"] == "0029900001"
    assert "no team" in done.stderr


def test_nothing_is_written_but_below_basedir(run: Run, home: Path, folder: Path, base: Path) -> None:
    before = listing(folder)
    run("import", folder, "--basedir", base)
    assert listing(base) == {"data", "data/library.sqlite"}
    run("--basedir", base, "import", folder)
    run("summary", "--basedir", base)
    run("doctor", "--basedir", base)
    run("export", "--to", base / "out.json", "--what", "shots,events", "--basedir", base)
    assert listing(base) == {"data", "data/library.sqlite", "out.json"}
    assert listing(home) == set()
    assert listing(folder) == before


def test_looking_writes_nothing_at_all(run: Run, home: Path, folder: Path) -> None:
    for words in (["list"], ["doctor"], ["summary"], ["summary", folder], ["--help"], ["--version"]):
        assert run(*words).returncode == 0
    assert listing(home) == set()


def test_a_path_leaves_the_library_untouched(call: Run, folder: Path, base: Path) -> None:
    call("import", folder, "--basedir", base)
    library = base / "data" / "library.sqlite"
    before = library.read_bytes()
    assert "2025-10-10" in call("summary", folder / "b.json", "--basedir", base).stdout
    assert library.read_bytes() == before
    done = call("summary", "501-502-2025-10-10", "--json", "--basedir", base)
    (game,) = json.loads(done.stdout)["games"]
    assert game["origin"] == [str(folder / "b.json")]
    assert "mixed" in call("summary", folder / "b.json", "501-502-2025-10-10", "--basedir", base).stderr


def test_where_and_by_in_words(call: Run, folder: Path) -> None:
    done = call("summary", folder / "a.json", "--where", "Q2", "--by", "outcome")
    assert done.returncode == 0
    assert "n      6" in done.stdout
    done = call("summary", folder / "a.json", "--json", "--where", "Q1 -nor", "--by", "offence")
    teams = json.loads(done.stdout)["games"][0]["teams"]
    assert sum(team["possessions"] for team in teams) < 6


def test_names_of_all_alphabets_reach_a_pipe_that_is_not_unicode(run: Run, tmp_path: Path) -> None:
    payload = small_games.shottracker()
    payload["teams"][0]["name"] = "Çeşme Βόλος 東京"
    path = small_games.write(tmp_path / "ñame ✓.json", payload)
    for encoding in ("ascii", "cp1252"):
        done = run("summary", path, "--json", PYTHONIOENCODING=encoding)
        assert done.returncode == 0, done.stderr
        (game,) = json.loads(done.stdout)["games"]
        assert game["teams"][0]["name"] == "Çeşme Βόλος 東京"
        assert game["origin"] == [str(path)]


def test_what_cannot_be_opened_is_a_sentence_and_no_wait(call: Run, folder: Path) -> None:
    os.mkfifo(folder / "pipe.json")
    (folder / "loop.json").symlink_to("loop.json")
    (folder / "empty.json").write_bytes(b"")
    for name, words in (
        ("pipe.json", "not a file"),
        ("loop.json", "symbolic links"),
        ("empty.json", "empty"),
        ("x" * 300, "too long"),
    ):
        done = call("summary", folder / name)
        assert done.returncode == 1
        assert words in done.stderr
        assert done.stdout == ""


def test_thousands_of_failures_are_not_all_printed(call: Run, folder: Path, base: Path) -> None:
    for number in range(300):
        (folder / f"x{number}.json").write_text("{}")
    done = call("import", folder, "--basedir", base)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) < 40
    assert "280 more" in done.stderr
    assert "300 files not read" in done.stdout


def test_a_damaged_library_is_set_aside_and_told(run: Run, folder: Path, base: Path) -> None:
    library = base / "data" / "library.sqlite"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"rubbish" * 999)
    done = run("import", folder, "--basedir", base)
    assert (done.returncode, done.stdout) == (0, "3 games added\n")
    assert "set aside" in done.stderr
    assert len(list(library.parent.glob("*.corrupt-*"))) == 1
    assert "set aside" not in run("list", "--basedir", base).stderr


def test_doctor_names_a_game_that_cannot_be_read(run: Run, folder: Path, base: Path) -> None:
    run("import", folder, "--basedir", base)
    with closing(sqlite3.connect(base / "data" / "library.sqlite")) as connection, connection:
        connection.execute("UPDATE answers SET sha256 = 'other' WHERE origin LIKE '%b.json'")
    done = run("doctor", "--json", "--basedir", base)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert list(found) == ["versions", "folders", "games", "problems", "findings", "views", "left_out"]
    (problem,) = found["problems"]
    assert "501-502-2025-10-10" in problem
    done = run("doctor", "--basedir", base)
    assert "501-502-2025-10-10" in done.stdout


def test_the_sample_is_the_same_twice_and_can_be_summed(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("sample", "--games", "2", "--seed", "5", "--to", tmp_path / name).returncode == 0
    assert listing(tmp_path / "one") == listing(tmp_path / "two")
    for path in (tmp_path / "one").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()
    done = run("summary", tmp_path / "one", "--json")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)["games"]) == 2
    assert "counted once" in done.stderr


def process(home: Path, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", WITHOUT_QT, *map(str, arguments)],
        env=environment(home),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Who starts the tests in the background of a script lets them, and all their children, ignore an interrupt.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL) if os.name == "posix" else None,
    )


@pytest.mark.skipif(os.name != "posix", reason="signals and pipes are POSIX")
def test_an_interrupt_ends_in_a_word_and_keeps_what_was_taken(home: Path, run: Run, base: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    for game in range(400):
        small_games.write(many / f"{game:03d}.json", small_games.shottracker(game=game))
    library = base / "data" / "library.sqlite"
    running = process(home, "import", many, "--basedir", base)
    while running.poll() is None and not library.exists():
        time.sleep(0.01)
    time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert (running.returncode, said) == (130, b"Stopped.\n")
    kept = len(json.loads(run("list", "--json", "--basedir", base).stdout)["games"])
    assert 0 < kept < 400
    assert listing(base) == {"data", "data/library.sqlite"}


@pytest.mark.skipif(os.name != "posix", reason="signals and pipes are POSIX")
def test_a_reader_that_leaves_is_no_failure(home: Path, folder: Path) -> None:
    running = process(home, "summary", folder, "--json")
    assert running.stdout is not None
    running.stdout.close()
    assert running.wait(30) == 0
    assert running.stderr is not None
    assert b"Traceback" not in running.stderr.read()
    running.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_a_failure_and_a_sentence(home: Path, folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_QT, "summary", str(folder / "a.json"), "--json"],
            env=environment(home),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == b"The result cannot be written: no space left on device.\n"


@needs_data
def test_the_real_games_are_summed(run: Run) -> None:
    done = run("summary", DATA / "markings", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    games = json.loads(done.stdout)["games"]
    assert len(games) == 48
    assert all(team["possessions"] > 60 for game in games for team in game["teams"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("ctg", "--game", "1", "--team", "7"),
        ("shottracker", "--event", "1", "--stream", "delayed"),
        ("shottracker", "--event", "1", "--team", "7"),
    ],
)
def test_a_fetch_that_cannot_be_meant_is_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("fetch", *arguments).returncode == 2


def test_without_keys_the_command_line_names_the_variables(run: Run) -> None:
    environ = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    done = run("fetch", "ctg", "--game", "1", **environ)
    assert (done.returncode, done.stdout) == (1, "")
    assert KEY_VARIABLE in done.stderr
    assert USER_VARIABLE in run("fetch", "shottracker", "--event", "1", **environ).stderr


def test_a_fetch_tells_of_every_session(call: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER_VARIABLE, canary.SHOTTRACKER_USER)
    monkeypatch.setenv(SECRET_VARIABLE, canary.SHOTTRACKER_SECRET)
    # Ten requests, a second apart: how polite they are is tested with the transport.
    monkeypatch.setattr(online, "Transport", partial(Transport, TransportSettings(gap_s=0.0)))
    with Apis(1) as apis:
        done = call("fetch", "shottracker", "--event", "sample-0001", "--host", apis.server.url)
    assert (done.returncode, done.stdout) == (0, "sample-0001\n")
    assert "  session 2 of 4\n" in done.stderr
