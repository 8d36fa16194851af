"""Files that the system hands to a running program, letters where there are none, and the program that tries itself."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from pytestqt.qtbot import QtBot

from explorer.app import fonts, smoke
from explorer.app.file_opening import FileRequests
from tests.window import application, running, settle, write_games

ROOT = Path(__file__).resolve().parents[1]


def test_the_files_of_one_double_click_are_handed_over_together(qtbot: QtBot, tmp_path: Path) -> None:
    requests = FileRequests()
    taken: list[list[Path]] = []
    requests.hand_to(lambda paths: taken.append(list(paths)))
    for name in ("a.json", "b ö.json"):
        assert requests.take(QFileOpenEvent(str(tmp_path / name)))
    qtbot.waitUntil(lambda: bool(taken))
    assert taken == [[tmp_path / "a.json", tmp_path / "b ö.json"]]


def test_files_that_come_before_the_window_wait_for_it(qtbot: QtBot, tmp_path: Path) -> None:
    requests = FileRequests()
    assert requests.take(QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / "early.json"))))
    qtbot.wait(20)
    taken: list[Sequence[Path]] = []
    requests.hand_to(taken.append)
    qtbot.waitUntil(lambda: bool(taken))
    assert taken == [[tmp_path / "early.json"]]


def test_other_events_and_addresses_that_are_no_files_are_left_alone() -> None:
    requests = FileRequests()
    assert not requests.take(QEvent(QEvent.Type.ApplicationActivate))
    assert not requests.take(QFileOpenEvent(QUrl("https://example.org/a.json")))


def test_a_file_that_is_handed_over_is_opened(tmp_path: Path) -> None:
    path = write_games(tmp_path / "games", 1)[0]
    with running(tmp_path / "base") as program:
        requests = FileRequests()
        requests.hand_to(program.games.open_paths)
        requests.take(QFileOpenEvent(str(path)))
        application().processEvents()
        settle(program)
        assert len(program.games.library_keys()) == 1


def test_the_application_takes_the_event_of_the_system(tmp_path: Path) -> None:
    code = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFileOpenEvent
from explorer.app.file_opening import Application
app = Application(["x"])
app.requests.hand_to(lambda paths: (print(*paths), app.quit()))
assert QCoreApplication.sendEvent(app, QFileOpenEvent(sys.argv[1]))
app.exec()"""
    done = _run(code, str(tmp_path / "a.json"))
    assert done.stdout.strip() == str(tmp_path / "a.json"), done.stderr


def _run(code: str, argument: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **more}
    return subprocess.run(
        [sys.executable, "-c", code, argument], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


def test_a_machine_with_fonts_keeps_its_own(qtbot: QtBot) -> None:
    before = application().font().family()
    assert fonts.add_font_if_none(application()) is None
    assert application().font().family() == before


def test_without_any_font_the_program_starts_and_a_checkout_adds_none(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(f'<?xml version="1.0"?><fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>')
    code = """
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication
from explorer.app.fonts import add_font_if_none
app = QApplication(["x"])
print([QFontInfo(app.font()).family(), add_font_if_none(app)])"""
    done = _run(code, FONTCONFIG_FILE=str(config))
    assert done.stdout.strip() in ("['', None]", repr([application().font().family(), None])), done.stderr


def test_the_program_tries_itself_and_tells_what_it_found(tmp_path: Path) -> None:
    with running(tmp_path / "base") as program:
        assert smoke.try_out(application(), program, time.time(), tmp_path) == 0
    report = json.loads((tmp_path / smoke.REPORT).read_text("utf-8"))
    assert report["fault"] is None
    assert report["possessions"] > 100
    assert {path.stem for path in tmp_path.glob("*.png")} == {*smoke.LAYERS, "window"}
