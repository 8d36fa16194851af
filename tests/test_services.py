"""Preferences, files written whole, summaries and the program's own health."""

import contextlib
import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from explorer.app.library_items import library_items, sample_items
from explorer.core.errors import FileError, QueryError, UsageError
from explorer.core.model import Player, Team
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.paths import find_paths
from explorer.services.health import examine
from explorer.services.library import open_library, read_paths
from explorer.services.preferences import Preferences, read_preferences, write_preferences, write_whole
from explorer.services.report import Question, lines, sample_of, summary, uncounted
from explorer.services.sample import load_sample, write_sample
from explorer.services.selection import Selection
from explorer.services.titles import row_title
from tests import small_games


@pytest.fixture
def selection(tmp_path: Path) -> Selection:
    """One made-up game with a team and a player whose names are formulas."""
    payload = small_games.shottracker(("Q1", "Q2"), extra=1)
    path = small_games.write(tmp_path / "game.json", payload)
    found = read_paths([path], SHOTTRACKER)
    found.book.learn_team(SHOTTRACKER, Team("501", "=cmd|' /C calc'!A0", "=HYP"))
    found.book.learn_player(SHOTTRACKER, Player("5010", "@SUM(A1)", 'Twin; "Quote"\nLine'))
    return found


def test_preferences_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "preferences.json"
    chosen = Preferences(preferred_source=CTG, theme="dark")
    write_preferences(path, chosen)
    assert read_preferences(path) == chosen
    assert [p.name for p in path.parent.iterdir()] == ["preferences.json"]


def test_no_preferences_are_the_defaults(tmp_path: Path) -> None:
    assert read_preferences(tmp_path / "none.json") == Preferences()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a": \x00}'])
def test_a_broken_file_is_set_aside_and_the_defaults_hold(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "preferences.json"
    path.write_bytes(body)
    assert read_preferences(path) == Preferences()
    assert not path.exists()
    assert (tmp_path / "preferences.broken").read_bytes() == body
    write_preferences(path, Preferences(theme="light"))
    assert read_preferences(path).theme == "light"


def test_a_file_that_cannot_be_read_now_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "preferences.json"
    write_preferences(path, Preferences(theme="dark"))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", Mock(side_effect=PermissionError))
        assert read_preferences(path) == Preferences()
    assert read_preferences(path).theme == "dark"


def test_what_is_no_choice_takes_its_default(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    path.write_text(json.dumps({"theme": "pink", "preferred_source": CTG, "unknown": [1], "more": None}))
    assert read_preferences(path) == Preferences(preferred_source=CTG)
    path.write_text(json.dumps({"theme": ["dark"], "preferred_source": 3}))
    assert read_preferences(path) == Preferences()


def test_a_file_reaches_the_disk_before_its_name_and_its_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def told_fsync(handle: int) -> None:
        happened.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def told_replace(self: Path, target: Path) -> Path:
        happened.append("replace")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", told_fsync)
    monkeypatch.setattr(Path, "replace", told_replace)
    write_whole(tmp_path / "a.csv", b"content")
    assert happened == ["file", "replace", "folder"] if os.name == "posix" else ["file", "replace"]
    assert (tmp_path / "a.csv").read_bytes() == b"content"


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, failure: BaseException
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def fail(*arguments: object) -> None:
        raise failure

    owner: object = os if step == "fsync" else Path
    monkeypatch.setattr(owner, step, fail)
    expected = FileError if isinstance(failure, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as caught:
        write_whole(path, b"new")
    if expected is FileError:
        assert str(path) in str(caught.value)
        assert "no space left" in str(caught.value)
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


FULL = """
import resource, signal, sys
from pathlib import Path
from explorer.core.errors import FileError
from explorer.services.preferences import write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_whole(Path(sys.argv[1]), bytes(3_000_000))
except FileError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    run = subprocess.run(
        [sys.executable, "-c", FULL, path], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert str(path) in run.stdout
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="rights and links are POSIX")
def test_rights_and_links_stay_as_they_were(tmp_path: Path) -> None:
    path, link = tmp_path / "a.csv", tmp_path / "link.csv"
    path.write_bytes(b"old")
    path.chmod(0o600)
    link.symlink_to(path)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    write_whole(tmp_path / "fresh.csv", b"x")
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((tmp_path / "fresh.csv").stat().st_mode) == 0o666 & ~umask


def test_what_cannot_be_a_file_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.mkdir()
    with pytest.raises(FileError, match=r"a\.csv cannot be written"):
        write_whole(path, b"x")
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cannot be written"):
        write_whole(tmp_path / "file" / "below.csv", b"x")
    assert {p.name for p in tmp_path.iterdir()} == {"a.csv", "file"}


def test_a_very_long_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250 + ".csv")
    write_whole(path, b"x")
    assert path.read_bytes() == b"x"


def test_a_summary_counts_what_can_be_counted_by_hand(selection: Selection) -> None:
    result = summary(selection, Question(by="period"))
    (game,) = result["games"]
    assert [team["team_id"] for team in game["teams"]] == ["501", "502"]
    for team in game["teams"]:
        expected = {"possessions": 6, "points": 12, "fga": 12, "fgm": 6, "fg3a": 0, "fg3m": 0, "turnovers": 0}
        assert {name: team[name] for name in expected} == expected
        assert (team["ppp"], team["efg"], team["ft_rate"]) == (2.0, 0.5, 0.0)
    assert [(group["by"], group["n"], group["points"]) for group in result["groups"]] == [
        ({"period": "Q1"}, 6, 12),
        ({"period": "Q2"}, 6, 12),
    ]
    assert result["groups"][0]["ppp"] == {"value": 2.0, "low": 2.0, "high": 2.0, "n": 6}
    json.dumps(result, allow_nan=False)
    assert len(lines(result)) == 7


def test_what_a_feed_cannot_know_is_unknown_of_no_possessions_too(tmp_path: Path) -> None:
    path = small_games.write(tmp_path / "one.json", small_games.markings(rows=1))
    for where in ("", "nothing-has-this-word"):
        (game,) = summary(read_paths([path], CTG), Question(where))["games"]
        for team in game["teams"]:
            assert (team["fg3a"], team["assists"]) == (None, None)
            assert None not in (team["points"], team["fga"], team["dreb"])
    home, away = summary(read_paths([path], CTG), Question())["games"][0]["teams"]
    assert (home["possessions"], home["points"], home["dreb"]) == (1, 2, 0)
    assert (away["possessions"], away["points"], away["dreb"]) == (0, 0, 0)


def test_a_game_that_names_no_team_is_called_by_its_id_and_told_of(tmp_path: Path) -> None:
    payload = small_games.markings(rows=1)
    row = payload["markings"]["possessions"][0]
    row |= {"offensive_team_id_nba": None, "defensive_team_id_nba": None}
    path = small_games.write(tmp_path / "one.json", payload)
    found = read_paths([path], CTG)
    (game,) = summary(found, Question())["games"]
    assert (game["title"], game["teams"]) == ("0029900001", [])
    (sentence,) = uncounted(found)
    assert sentence.startswith("0029900001: 1 possession names no team")
    assert [item.title for item in sample_items(found)] == ["0029900001"]
    with contextlib.closing(open_library(tmp_path / "library.sqlite", CTG)) as library:
        library.import_paths([path])
        (row,) = library.rows()
        assert row_title(row, library.names()) == "0029900001"
        assert library.details(row.key).findings[0].kind == "no_team"


def test_a_score_that_is_a_sum_is_marked_as_one(tmp_path: Path) -> None:
    words = "score from points inside possessions"
    tracked = small_games.write(tmp_path / "a.json", small_games.shottracker(("Q1", "Q2", "Q3", "Q4")))
    marked = small_games.write(tmp_path / "b.json", small_games.markings(game_id="0029900777"))
    for path, is_derived in ((tracked, True), (marked, False)):
        found = read_paths([path], SHOTTRACKER)
        (loaded,) = found.games
        assert loaded.score is not None
        assert loaded.is_score_derived is is_derived
        assert (words in sample_items(found)[0].tip) is is_derived
        with contextlib.closing(open_library(tmp_path / f"{path.name}.sqlite", SHOTTRACKER)) as library:
            library.import_paths([path])
            rows = library.rows()
            assert [row.is_score_derived for row in rows] == [is_derived]
            assert (words in library_items(rows, library.names())[0].tip) is is_derived
    assert "derived" in summary(found, Question())["definitions"]["score"]


def test_where_narrows_totals_and_groups(selection: Selection) -> None:
    result = summary(selection, Question("Q2", "offence"))
    assert [team["possessions"] for team in result["games"][0]["teams"]] == [3, 3]
    assert sum(group["n"] for group in result["groups"]) == 6
    nothing = summary(selection, Question("nothing-has-this-word", "start"))
    assert nothing["groups"] == []
    assert [(team["possessions"], team["ppp"]) for team in nothing["games"][0]["teams"]] == [(0, None), (0, None)]


def test_a_question_that_cannot_be_understood_says_so(selection: Selection) -> None:
    with pytest.raises(UsageError, match="no field 'colour'"):
        summary(selection, Question(by="colour"))
    with pytest.raises(QueryError):
        sample_of(selection, 'an "open quote')


def test_an_empty_selection_has_an_empty_summary() -> None:
    found = read_paths([], SHOTTRACKER)
    assert summary(found, Question("x", "start"))["games"] == []
    assert lines(summary(found, Question())) == []


def test_the_sample_stays_in_memory_and_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = load_sample(SHOTTRACKER, games=4)
    assert found.is_sample
    assert (len(found.games), found.errors, found.notices) == (4, (), ())
    assert not any(found.book.team(team).startswith("#") for team in found.tables.names.teams)
    assert not any(found.book.player(player).startswith("#") for player in found.tables.names.players)
    assert list(tmp_path.iterdir()) == []


def test_the_written_sample_is_the_same_every_time_and_is_counted_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert write_sample(tmp_path / name, 2, 7) == 5
    first, second = (
        {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
        for name in ("one", "two")
    )
    assert first == second
    found = read_paths([tmp_path / "one"], SHOTTRACKER)
    assert (len(found.games), found.errors) == (2, ())
    assert found.notices


def test_health_tells_versions_folders_findings_and_damage(tmp_path: Path) -> None:
    paths = find_paths(tmp_path / "base")
    library = open_library(paths.library, SHOTTRACKER)
    assert examine(paths, library).problems == ()
    assert not (tmp_path / "base").exists()
    payload = small_games.shottracker()
    payload["teams"][0]["possessions"][0]["player_ids"] = [1, 2]
    library.import_paths([small_games.write(tmp_path / "a.json", payload)])
    health = examine(paths, library)
    assert health.games == 1
    assert health.problems == ()
    assert "2 players" in " ".join(finding.reason for finding in health.findings[0].findings)
    assert {"program", "Python", "SQLite", "numpy"} <= set(health.versions)
    json.dumps(health.as_dict())
    library.close()
    paths.library.write_bytes(b"damaged")
    health = examine(paths, library)
    assert ".corrupt-" in health.problems[0]
    with contextlib.closing(library):
        assert library.rows() == []
