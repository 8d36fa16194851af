"""Faults of the program: told once, in a window that holds up nothing; one that ended it is told at the next start."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, qCritical, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from explorer.app import crash_files, crash_notice, safeguards
from explorer.app.crash import CrashReporter
from explorer.app.crash_files import LeftBehind
from explorer.app.file_lock import try_lock
from explorer.paths import find_paths
from explorer.services.privacy import Privacy
from explorer.widgets.bug_dialog import BugDialog
from explorer.widgets.message_bar import MessageBar
from tests.servers import canary

ROOT = Path(__file__).resolve().parents[1]
HOME = "/home/anna.b"

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")


def hide(text: str) -> str:
    return text.replace(canary.CTG_KEY, "(hidden)")


@pytest.fixture
def crash(qtbot: QtBot) -> Iterator[CrashReporter]:
    made = CrashReporter(None, Privacy(HOME, ("anna.b",), hide))
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    made.install()
    yield made
    made.uninstall()
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    if made.dialog is not None:
        made.dialog.close()
    made.deleteLater()


def raising(words: str) -> Exception:
    try:
        raise ValueError(words)
    except ValueError as error:
        return error


def shown(crash: CrashReporter, qtbot: QtBot) -> BugDialog:
    qtbot.waitUntil(lambda: crash.dialog is not None, timeout=5000)
    assert crash.dialog is not None
    return crash.dialog


# One dialog


def test_a_bug_in_any_thread_is_shown_in_the_windows(qtbot: QtBot, crash: CrashReporter) -> None:
    def work() -> None:
        raise LookupError("in a thread")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    dialog = shown(crash, qtbot)
    assert "LookupError: in a thread" in dialog.report.toPlainText()
    assert "PySide6" in dialog.report.toPlainText()
    # It is no wall: the window behind it can be used.
    assert QApplication.activeModalWidget() is None


def test_a_bug_in_an_object_that_goes_is_shown_too(qtbot: QtBot, crash: CrashReporter) -> None:
    class Fragile:
        def __del__(self) -> None:
            raise RuntimeError("at the end")

    Fragile()
    assert "at the end" in shown(crash, qtbot).report.toPlainText()


def test_a_storm_is_one_dialog_and_a_few_lines_of_the_log(
    qtbot: QtBot, crash: CrashReporter, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        sys.excepthook(*_caught("again and again"))

    timer = QTimer()
    timer.timeout.connect(fail)
    timer.start(0)
    dialog = shown(crash, qtbot)
    qtbot.waitUntil(lambda: dialog.more > 200, timeout=10_000)
    timer.stop()
    dialogs = [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, BugDialog) and widget.isVisible()
    ]
    assert dialogs == [dialog]
    assert len([record for record in caplog.records if "again and again" in record.message]) <= 4
    assert dialog.report.toPlainText().count("ValueError: again and again") == 1


def _caught(words: str) -> tuple[type[BaseException], BaseException, None]:
    error = raising(words)
    return type(error), error, None


def test_another_bug_while_the_dialog_is_open_is_counted_and_its_report_added(
    qtbot: QtBot, crash: CrashReporter
) -> None:
    crash.report(raising("the first"))
    dialog = shown(crash, qtbot)
    crash.report(KeyError("the second"))
    qtbot.waitUntil(lambda: dialog.more == 1, timeout=5000)
    assert "the second" in dialog.report.toPlainText()
    assert any("1 more fault" in label.text() for label in dialog.findChildren(QLabel))


def test_a_bug_that_was_told_is_not_told_again_but_a_new_one_is(qtbot: QtBot, crash: CrashReporter) -> None:
    crash.report(raising("once"))
    shown(crash, qtbot).close()
    crash.report(raising("once more, by the same lines"))
    qtbot.wait(50)
    assert crash.dialog is None
    crash.report(TypeError("something else"))
    assert "something else" in shown(crash, qtbot).report.toPlainText()


def test_the_report_is_copied_by_keys_and_escape_closes(qtbot: QtBot, crash: CrashReporter) -> None:
    crash.report(raising("to be copied"))
    dialog = shown(crash, qtbot)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=5000)
    QTest.keyClick(dialog, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    # A button that is pressed by its letter is seen to go down, and does it when it comes up.
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == dialog.report.toPlainText(), timeout=5000)
    assert all(button.text() for button in dialog.findChildren(QPushButton))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert crash.dialog is None


def test_a_report_holds_no_key_and_no_name(qtbot: QtBot, crash: CrashReporter) -> None:
    crash.report(raising(f"GET {HOME}/games.json with X-API-KEY: {canary.CTG_KEY} for anna.b"))
    told = shown(crash, qtbot).report.toPlainText()
    assert "~/games.json" in told
    assert "anna" not in told
    assert not canary.found_in(told.encode())


def test_what_qt_said_stands_in_the_report(qtbot: QtBot, crash: CrashReporter) -> None:
    qWarning("a warning of Qt")
    qCritical("something critical")
    crash.report(raising("after that"))
    told = shown(crash, qtbot).report.toPlainText()
    assert told.index("a warning of Qt") < told.index("something critical")


# At the next start

CHILD = """
import faulthandler, sys, json
from PySide6.QtCore import QTimer, qFatal
from explorer.app import start
from explorer.app.safeguards import Safeguards
furnish, what = Safeguards.furnish, sys.argv[1]

def furnished(guards, app, program):
    furnish(guards, app, program)
    bar = program.window.possessions.bar
    print(json.dumps({"words": bar.words, "details": bar.details.toPlainText()}), flush=True)
    if what == "segfault":
        QTimer.singleShot(0, faulthandler._sigsegv)
    elif what == "fatal":
        QTimer.singleShot(0, lambda: qFatal("the surface is lost"))
    elif what == "close":
        QTimer.singleShot(200, program.window.close)

Safeguards.furnish = furnished
sys.exit(start.main(["--basedir", sys.argv[2]]))
"""


def run(what: str, base: Path, kill: bool = False) -> tuple[int, dict[str, str]]:
    """Start the program, let it end in some way; its exit status, and what it said at the start."""
    begun = subprocess.Popen(
        [sys.executable, "-X", "faulthandler=0", "-c", CHILD, what, str(base)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert begun.stdout is not None
    line = begun.stdout.readline()
    if kill:
        begun.send_signal(signal.SIGKILL)
    _, wrong = begun.communicate(timeout=30)
    assert line, wrong
    return begun.returncode, json.loads(line)


@posix
def test_what_broke_off_is_told_once_at_the_next_start_and_a_kill_is_not(tmp_path: Path) -> None:
    status, told = run("segfault", tmp_path)
    assert (status, told["words"]) == (-signal.SIGSEGV, "")
    status, told = run("fatal", tmp_path)
    assert status == -signal.SIGABRT
    assert "Segmentation fault" in told["words"]
    assert "start.py" in told["details"]
    assert str(Path.home()) not in told["details"]
    status, told = run("stay", tmp_path, kill=True)
    assert status == -signal.SIGKILL
    assert "Aborted" in told["words"]
    assert "Qt: the surface is lost" in told["details"]
    # Whoever ends the program from outside knows; nothing of it is the program's fault.
    status, told = run("close", tmp_path)
    assert (status, told["words"]) == (0, "")
    assert list(find_paths(tmp_path).log.glob("broke-off-*")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_a_display_that_does_not_answer_is_no_fault_of_the_program(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND_"))}
    ended = subprocess.run(
        [sys.executable, "-m", "explorer", "--basedir", str(tmp_path)],
        env={**environ, "PYTHONPATH": str(ROOT), "DISPLAY": ":54321"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert list(find_paths(tmp_path).log.glob("broke-off-*")) == []


def test_a_run_that_is_still_open_is_not_told_of(tmp_path: Path) -> None:
    (tmp_path / "broke-off-1.txt").write_text("Fatal Python error: Aborted\n")
    path = tmp_path / "broke-off-2.txt"
    held = os.open(path, os.O_RDWR | os.O_CREAT)
    os.write(held, b"Fatal Python error: Segmentation fault\n")
    assert try_lock(held)
    assert [left.reason for left in crash_files.left_behind(tmp_path)] == ["Aborted"]
    os.close(held)
    assert [left.reason for left in crash_files.left_behind(tmp_path)] == ["Segmentation fault"]
    assert crash_files.left_behind(tmp_path) == []


def test_what_is_left_behind_need_not_be_text_or_small(tmp_path: Path) -> None:
    (tmp_path / "broke-off-a.txt").write_bytes(b"\xff\0" * 300_000)
    (tmp_path / "broke-off-b.txt").mkdir()
    (left,) = crash_files.left_behind(tmp_path)
    assert left.reason == "unknown"
    assert len(left.text) < 300_000


def test_several_that_broke_off_are_one_message(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    left = [LeftBehind(time.time() - 90 + 30 * n, "Aborted", f"trace {n} in {HOME}/x.py") for n in range(3)]
    crash_notice.tell(bar, left, Privacy(HOME))
    assert "2 times before that" in bar.words
    copy = next(button for button in bar.findChildren(QPushButton) if "Copy" in button.text().replace("&", ""))
    copy.click()
    told = QGuiApplication.clipboard().text()
    assert all(f"trace {n} in ~/x.py" in told for n in range(3))
    bar.dismiss()
    crash_notice.tell(bar, [], Privacy(HOME))
    assert bar.words == ""


# The log


def test_the_log_rotates_and_holds_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safeguards, "LOG_BYTES", 20_000)
    paths, log = find_paths(tmp_path), logging.getLogger("explorer.test")
    handler = safeguards.keep_log(paths, Privacy(HOME, ("anna.b",), hide))
    assert handler is not None
    try:
        for number in range(safeguards.LOG_BYTES * (safeguards.LOG_FILES + 2) // 2000):
            told = (number, HOME, canary.CTG_KEY, "." * 2000)
            # Not by a logger: what the suite hears is looked through for keys.
            handler.handle(log.makeRecord("x", logging.WARNING, "", 0, "%d %s/x anna.b %s %s", told, None))
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    files = sorted(path.name for path in paths.log.iterdir())
    assert files == ["log.txt", *(f"log.txt.{number}" for number in range(1, safeguards.LOG_FILES + 1))]
    assert all(path.stat().st_size <= safeguards.LOG_BYTES for path in paths.log.iterdir())
    assert not any(canary.found_in(path.read_bytes()) or b"anna" in path.read_bytes() for path in paths.log.iterdir())
