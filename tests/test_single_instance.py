"""One window for a user and his folders: what a later start hands over, and what happens when the first is gone."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.app import single_instance
from explorer.app.doorway import Caller, _pipe_caller, _PipeDoor
from explorer.app.first_window import FirstWindow
from explorer.app.single_instance import DOES_NOT_ANSWER, LOCK, Call, Place, Wish, take_place
from explorer.paths import Paths, find_paths
from explorer.services.library import open_library
from tests.window import write_games

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
NOTHING = Wish()

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has pipes instead of sockets, and no signals")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths(tmp_path / "base")


@pytest.fixture
def take(paths: Paths) -> Iterator[Callable[..., Place | None]]:
    """Take a place as a start of its own; all are left at the end."""
    places: list[Place] = []

    def taking(wish: Wish = NOTHING, at: Paths = paths) -> Place | None:
        place = take_place(at, wish)
        if place is not None:
            places.append(place)
        return place

    yield taking
    for place in places:
        place.leave()


def door_of(paths: Paths) -> str:
    return str(json.loads((paths.data / LOCK).read_text())["door"])


# Processes


class Starts:
    """Starts of the program, ended at the end of the test."""

    def __init__(self, base: Path, folder: Path) -> None:
        self.base, self.folder = base, folder
        self.all: list[subprocess.Popen[str]] = []

    def __call__(self, *arguments: object, base: Path | None = None) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "explorer", "--basedir", base or self.base, *arguments]
        begun = subprocess.Popen(
            [str(word) for word in command],
            cwd=self.folder,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.all.append(begun)
        return begun

    def end(self) -> None:
        for begun in self.all:
            if begun.poll() is None:
                begun.kill()
            begun.communicate(timeout=10)


@pytest.fixture
def starts(tmp_path: Path) -> Iterator[Starts]:
    made = Starts(tmp_path / "base", tmp_path)
    yield made
    made.end()


def wait_until(is_so: Callable[[], bool], within_s: float = 20.0) -> None:
    until_s = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < until_s, "it did not come"
        time.sleep(0.05)


def games_below(base: Path) -> int:
    if not find_paths(base).library.exists():
        return 0
    library = open_library(find_paths(base).library, "shottracker")
    with contextlib.closing(library):
        return len(library.rows())


def is_open(base: Path) -> bool:
    with contextlib.suppress(OSError, ValueError, KeyError):
        return bool(door_of(find_paths(base)))
    return False


@posix
def test_a_second_start_hands_over_its_files_and_ends(tmp_path: Path, starts: Starts) -> None:
    games = write_games(tmp_path / "files", 2)
    first = starts(games[0])
    wait_until(lambda: games_below(starts.base) == 1)
    began = time.monotonic()
    # Relative to where the second was started.
    second = starts(games[1].relative_to(tmp_path))
    told, wrong = second.communicate(timeout=10)
    assert (second.returncode, told, wrong) == (0, "", "")
    # The figure asked for is 0.3 s; a busy machine gets five times that before this fails.
    assert time.monotonic() - began < 1.5
    wait_until(lambda: games_below(starts.base) == 2)
    assert first.poll() is None


@posix
def test_after_a_kill_the_next_start_is_the_first_and_clears_away(tmp_path: Path, starts: Starts) -> None:
    first = starts()
    wait_until(lambda: is_open(starts.base))
    before = door_of(find_paths(starts.base))
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    second = starts()
    wait_until(lambda: is_open(starts.base) and door_of(find_paths(starts.base)) != before)
    assert not Path(before).parent.exists()
    assert second.poll() is None


@posix
def test_of_several_at_the_same_moment_exactly_one_stays(tmp_path: Path, starts: Starts) -> None:
    paths = write_games(tmp_path / "files", 3)
    begun = [starts(path) for path in paths]
    wait_until(lambda: games_below(starts.base) == 3)
    wait_until(lambda: sum(one.poll() is None for one in begun) == 1)
    assert sorted(one.returncode for one in begun if one.poll() is not None) == [0, 0]


@posix
def test_another_basedir_is_another_program(tmp_path: Path, starts: Starts) -> None:
    one, other = starts(), starts(base=tmp_path / "other")
    wait_until(lambda: is_open(starts.base) and is_open(tmp_path / "other"))
    assert door_of(find_paths(starts.base)) != door_of(find_paths(tmp_path / "other"))
    assert (one.poll(), other.poll()) == (None, None)


@posix
def test_a_first_window_that_hangs_is_left_alone(tmp_path: Path, starts: Starts) -> None:
    first = starts()
    wait_until(lambda: is_open(starts.base))
    first.send_signal(signal.SIGSTOP)
    try:
        second = starts(*write_games(tmp_path / "files", 1))
        wait_until(lambda: games_below(starts.base) == 1)
        assert second.poll() is None
    finally:
        first.send_signal(signal.SIGCONT)


def test_a_door_that_keeps_who_calls_waiting_is_left_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a busy pipe of Windows does, whatever it is told."""
    paths = find_paths(tmp_path)
    first = take_place(paths, Wish())
    assert first is not None
    held = threading.Event()

    def keep_waiting(address: str, within_s: float) -> Caller:
        held.wait(20)
        raise OSError

    monkeypatch.setattr(single_instance, "call_on", keep_waiting)
    began_s = time.monotonic()
    second = take_place(paths, Wish())
    assert second is not None
    assert second.notice == DOES_NOT_ANSWER
    assert time.monotonic() - began_s < 10
    held.set()
    second.leave()
    first.leave()


def test_handing_over_needs_neither_qt_nor_the_library() -> None:
    code = "import explorer.app.start, sys; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert not set(run.stdout.split()) & {"PySide6", "numpy", "sqlite3", "msgspec", "requests", "multiprocessing"}


# What is said


@given(
    st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=()), min_size=1, max_size=30)),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40),
)
def test_a_wish_comes_as_it_was_sent(names: list[str], token: str) -> None:
    wish = Wish(tuple(Path("/x", name) for name in names), token)
    assert Wish.read(wish.packed()) == wish


@given(st.binary(max_size=200))
def test_any_other_bytes_are_no_wish(body: bytes) -> None:
    assert Wish.read(body) is None


@pytest.mark.parametrize(
    "told",
    [
        [],
        {"files": "/a.json", "token": ""},
        {"files": ["a.json"], "token": ""},
        {"files": ["/a\0.json"], "token": ""},
        {"files": [1], "token": ""},
        {"files": ["/" + "a" * 40_000], "token": ""},
        {"files": ["/a"] * 20_001, "token": ""},
        {"files": []},
    ],
)
def test_a_wish_that_is_not_whole_is_none(told: object) -> None:
    assert Wish.read(json.dumps(told).encode()) is None


def test_a_token_that_no_desktop_gives_is_left_away() -> None:
    for token in ("x" * 600, "a\nb", "\N{SNOWMAN}"):
        assert Wish.read(Wish((), token).packed()) == Wish()


def test_the_wish_of_a_start_is_absolute_and_has_the_desktops_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wish = Wish.of(["a.json", str(tmp_path / "b.json")], {"DESKTOP_STARTUP_ID": "id_TIME1"})
    assert wish == Wish((tmp_path / "a.json", tmp_path / "b.json"), "id_TIME1")


# The door


def test_files_that_come_before_the_window_wait_for_it(take: Callable[..., Place | None]) -> None:
    first, wish = take(), Wish((Path("/a.json").absolute(),))
    assert first is not None
    assert first.reception is not None
    assert take(wish) is None
    calls: list[Call] = []
    first.reception.hand_to(calls.append)
    assert [call.wish for call in calls] == [wish]


def test_what_is_not_taken_in_time_is_withdrawn_and_another_window_opens(
    take: Callable[..., Place | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "ANSWER_WITHIN_S", 0.3)
    first = take()
    assert first is not None
    assert first.reception is not None
    calls: list[Call] = []
    first.reception.hand_to(calls.append)
    began = time.monotonic()
    second = take()
    assert second is not None
    assert (second.reception, second.notice) == (None, DOES_NOT_ANSWER)
    assert time.monotonic() - began < 0.6
    # The window wakes up: the other one has the files by now.
    assert [call.take() for call in calls] == [False]


def test_a_first_start_that_never_gets_a_window_is_not_waited_for(
    take: Callable[..., Place | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert take() is not None
    monkeypatch.setattr(single_instance, "STARTS_WITHIN_S", 0.0)
    second = take()
    assert second is not None
    assert second.notice == DOES_NOT_ANSWER


def test_who_has_left_is_not_asked(take: Callable[..., Place | None], paths: Paths) -> None:
    first = take()
    assert first is not None
    door = door_of(paths)
    first.leave()
    assert not Path(door).exists()
    second = take()
    assert second is not None
    assert second.reception is not None


@posix
def test_garbage_at_the_door_is_no_wish_and_holds_up_nobody(take: Callable[..., Place | None], paths: Paths) -> None:
    first = take()
    assert first is not None
    assert first.reception is not None
    taken: list[Wish] = []

    def take_call(call: Call) -> None:
        assert call.take()
        taken.append(call.wish)

    first.reception.hand_to(take_call)
    with contextlib.ExitStack() as idle:
        for body in (b"", b"\0", b"\0\0\0\5abc", b"\xff\xff\xff\xff" + bytes(100), b"\0\0\0\2{}", os.urandom(5000)):
            other = idle.enter_context(socket.socket(socket.AF_UNIX))
            other.connect(door_of(paths))
            with contextlib.suppress(OSError):
                other.sendall(body)
        wish = Wish((Path("/a.json"),))
        assert take(wish) is None
        assert taken == [wish]


@posix
def test_nobody_else_can_come_to_the_door(take: Callable[..., Place | None], paths: Paths, tmp_path: Path) -> None:
    assert take() is not None
    folder = Path(door_of(paths)).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (paths.data / LOCK).stat().st_mode & 0o777 == 0o600
    # A door in a folder that others can enter may be anybody's.
    folder.chmod(0o755)
    second = take()
    assert second is not None
    assert second.reception is None


@posix
def test_a_long_basedir_does_no_harm(take: Callable[..., Place | None], tmp_path: Path) -> None:
    long = find_paths(tmp_path / ("x" * 200) / ("y" * 200))
    assert take(at=long) is not None
    assert take(Wish((Path("/a"),)), at=long) is None


@posix
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"door": 1, "process": 2}', b'{"door": "/etc/passwd", "process": 2}']
)
def test_a_lock_that_a_killed_start_left_is_taken_over(
    take: Callable[..., Place | None], paths: Paths, body: bytes
) -> None:
    paths.data.mkdir(parents=True)
    (paths.data / LOCK).write_bytes(body)
    place = take()
    assert place is not None
    assert place.reception is not None


def test_without_a_folder_to_write_to_there_is_a_window_each_and_it_says_so(
    take: Callable[..., Place | None], tmp_path: Path
) -> None:
    (tmp_path / "base").write_text("a file where the folder should be")
    notices = [place.notice for _ in range(2) if (place := take())]
    assert len(notices) == 2
    assert all(notice.startswith(f"Nothing can be kept in {tmp_path / 'base' / 'data'}: ") for notice in notices)


@posix
def test_the_pipes_of_windows_do_the_same_as_far_as_sockets_can_show_it() -> None:
    door, pickle = _PipeDoor("AF_UNIX"), b"\x80\x04cos\nsystem\n(X\x02\x00\x00\x00idtR."
    heard: list[bytes | None] = []

    def serve() -> None:
        while (caller := door.wait()) is not None:
            heard.append(caller.receive(0.2))
            caller.send(b"taken")
            caller.close()

    thread = threading.Thread(target=serve)
    thread.start()
    for body in (b"a wish", pickle, None):
        caller = _pipe_caller(door.address, "AF_UNIX")
        if body is not None:
            caller.send(body)
        assert caller.receive(2.0) == b"taken"
        assert caller.receive(0.1) is None
        caller.close()
    door.close()
    thread.join(5)
    assert not thread.is_alive()
    assert heard == [b"a wish", pickle, None]
    with pytest.raises(OSError, match=r"."):
        _pipe_caller(door.address, "AF_UNIX")


# The window


def test_a_call_opens_its_files_and_brings_the_window_forward(qtbot: QtBot, take: Callable[..., Place | None]) -> None:
    place = take()
    assert place is not None
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    opened: list[tuple[list[Path], bool]] = []
    here = QThread.currentThread()
    FirstWindow(place, window, lambda paths: opened.append((list(paths), QThread.currentThread() is here)))
    file = Path("/a.json").absolute()
    answers: list[Place | None] = []
    thread = threading.Thread(target=lambda: answers.append(take(Wish((file,)))))
    thread.start()
    qtbot.waitUntil(lambda: len(answers) == 1, timeout=5000)
    thread.join(5)
    assert answers == [None]
    assert opened == [([file], True)]
    assert not window.isMinimized()
    assert window.isVisible()
    assert window.isActiveWindow()


def test_a_call_that_comes_while_the_window_closes_opens_nothing_there(
    qtbot: QtBot, take: Callable[..., Place | None]
) -> None:
    place = take()
    assert place is not None
    window = QWidget()
    qtbot.addWidget(window)
    opened: list[object] = []
    first, came = FirstWindow(place, window, opened.append), threading.Event()
    first.called.connect(lambda call: came.set(), Qt.ConnectionType.DirectConnection)
    answers: list[Place | None] = []
    thread = threading.Thread(target=lambda: answers.append(take(Wish((Path("/a.json").absolute(),)))))
    thread.start()
    # Nothing is answered as long as this thread is busy; then the window has closed.
    assert came.wait(5)
    place.leave()
    qtbot.waitUntil(lambda: len(answers) == 1, timeout=5000)
    thread.join(5)
    assert opened == []
    assert not window.isVisible()
    assert answers[0] is not None
    assert answers[0].reception is not None
    assert answers[0].notice == ""
