"""Fetching in the window: listed, queued, kept, told; with a bad network nothing hangs and nothing is lost."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.core.vocabulary import CTG
from explorer.jobs.runner import Lane
from explorer.services.fetching import Request
from explorer.services.preferences import Preferences
from explorer.sources.http import Transport, TransportSettings
from explorer.widgets.fetch_dialog import FetchDialog
from tests.servers import canary
from tests.servers.apis import Apis
from tests.servers.faults import silent, status
from tests.servers.raw import Exchange
from tests.test_fetching import KEYS, ctg_id
from tests.window import application, frame_gaps, running, settle, write_games

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def apis() -> Iterator[Apis]:
    with Apis() as server:
        yield server


def at(apis: Apis) -> Preferences:
    return Preferences(theme="light", shottracker_host=apis.server.url, ctg_host=apis.ctg_url)


def quick(gap_s: float = 0.0) -> Transport:
    return Transport(TransportSettings(gap_s=gap_s), chance=lambda: 0.0)


def press(dialog: FetchDialog, words: str) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == words)
    QTest.mouseClick(button, LEFT)


def badge(program: Program) -> str:
    label = program.window.findChild(QLabel, "badge")
    assert label is not None
    return label.text()


def test_games_are_listed_chosen_fetched_and_looked_at(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    with running(tmp_path, at(apis), quick(), KEYS) as program:
        program.settings.keep_sample_closed(True)
        program.games.start()
        settle(program)
        program.window.actions_["fetch"].trigger()
        dialog = program.listing.dialog
        dialog.show_source(CTG)
        program.listing._on_list(dialog.question())
        settle(program)
        dialog.choose_all()
        press(dialog, "Fetch the chosen games")
        settle(program)
        keys = program.window.library.model.game_keys()
        assert {key[1] for key in keys} == {ctg_id(apis, number) for number in range(3)}
        program.games.choose(keys[:1])
        settle(program)
        assert program.model.rowCount() > 150
        assert "just now" in badge(program)
        dialog.close()


def test_a_failed_game_is_told_and_can_be_tried_again(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    apis.forbidden["/markings"] = "Authorization Error: API key does not have access to processed data."
    with running(tmp_path, at(apis), quick(), KEYS) as program:
        program.settings.keep_sample_closed(True)
        program.games.start()
        settle(program)
        program.fetches.fetch([Request(CTG, ctg_id(apis), title="A game")])
        settle(program)
        assert "A game was not fetched" in program.window.possessions.bar.words
        item = program.window.library.model.item_at(program.window.library.model.index_of((CTG, ctg_id(apis))))
        assert item is not None
        assert "failed" in item.subtitle
        apis.forbidden.clear()
        program.fetches.try_again()
        settle(program)
        item = program.window.library.model.item_at(program.window.library.model.index_of((CTG, ctg_id(apis))))
        assert item is not None
        assert "failed" not in item.subtitle
        assert "poss" in item.subtitle


def test_after_a_refresh_the_changes_are_told_and_the_place_is_kept(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    rows = apis.games[0].markings["markings"]["possessions"]
    last = rows.pop()
    key = (CTG, ctg_id(apis))
    with running(tmp_path, at(apis), quick(), KEYS) as program:
        try:
            program.settings.keep_sample_closed(True)
            program.games.start()
            settle(program)
            program.fetches.fetch([Request(*key)])
            settle(program)
            program.games.choose([key])
            settle(program)
            table = program.window.possessions.table
            table.choose(120)
            settle(program)
            chosen, scrolled = program.model.key_at(table.currentIndex().row()), table.verticalScrollBar().value()
        finally:
            rows.append(last)
        program.window.actions_["refresh"].trigger()
        settle(program)
        assert "1 possession changed since" in program.window.possessions.bar.words
        assert program.model.rowCount() == len(rows)
        assert program.model.key_at(table.currentIndex().row()) == chosen
        assert table.verticalScrollBar().value() == scrolled
        program.window.actions_["refresh"].trigger()
        settle(program)


def test_offline_by_choice_is_a_badge_and_no_box(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    with running(tmp_path, at(apis), quick(), KEYS) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        program.window.actions_["offline"].trigger()
        assert "offline by choice" in badge(program)
        program.fetches.fetch([Request(CTG, "x")])
        settle(program)
        assert "offline" in program.window.possessions.bar.words
        assert application().activeModalWidget() is None
        assert apis.requests == []
        assert program.model.rowCount() > 150


def test_without_a_network_the_badge_says_so_by_itself(qtbot: QtBot, tmp_path: Path) -> None:
    nowhere = Preferences(ctg_host="http://127.0.0.1:9/pro/")
    transport = Transport(TransportSettings(gap_s=0.0, tries=1), chance=lambda: 0.0)
    with running(tmp_path, nowhere, transport, KEYS) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        program.fetches.fetch([Request(CTG, "0022500404")])
        settle(program)
        assert "no network" in badge(program)
        assert application().activeModalWidget() is None


def test_closing_while_fetching_is_quick(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    apis.always = silent
    with running(tmp_path, at(apis), quick(), KEYS) as program:
        program.settings.keep_sample_closed(True)
        program.games.start()
        settle(program)
        program.fetches.fetch([Request(CTG, f"00225004{n:02}") for n in range(20)])
        qtbot.waitUntil(lambda: len(apis.requests) > 0, timeout=5000)
        began = time.monotonic()
        program.window.close()
        assert time.monotonic() - began < 1
        assert program.runner.jobs(Lane.NETWORK) == []
        apis.always = None


def test_keys_are_tested_kept_for_this_run_and_never_shown(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    with running(tmp_path, at(apis), quick()) as program:
        program.settings.keep_sample_closed(True)
        program.games.start()
        settle(program)
        program.window.actions_["keys"].trigger()
        dialog = program.keys.dialog
        settle(program)
        dialog.tabs.setCurrentIndex(1)
        page = dialog.page(CTG)
        secret = next(line for line in page.findChildren(QLineEdit) if line.accessibleName() == "Key")
        words = next(label for label in page.findChildren(QLabel) if label.objectName() == "emptyLabel")
        assert "Nothing is known" in words.text()
        for key, answer in (("with space", "holds a space"), ("wrong", "does not accept"), (canary.CTG_KEY, "accepts")):
            secret.setText(key)
            dialog.test_asked.emit(dialog._current().entry())
            settle(program)
            assert answer in words.text()
            assert key not in words.text()
        assert canary.CTG_KEY not in repr(dialog._current().entry())
        entry = dialog._current().entry()
        dialog.keep_asked.emit(type(entry)(entry.source, entry.host, entry.user, entry.secret, True))
        settle(program)
        assert "this run only" in words.text()
        assert secret.text() == ""
        program.fetches.fetch([Request(CTG, ctg_id(apis))])
        settle(program)
        assert len(program.window.library.model.game_keys()) == 1
        dialog.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert canary.found_in(kept) == []


@pytest.mark.slow
def test_fifty_games_from_a_server_that_fails_one_in_five(qtbot: QtBot, tmp_path: Path) -> None:
    gap_s = 0.05
    dice = random.Random(5)
    with Apis(games=50) as apis:
        honest = apis._answer

        def moody(exchange: Exchange) -> None:
            if dice.random() < 0.2:
                status(503)(exchange)
            else:
                honest(exchange)

        apis.server.answer = moody
        with running(tmp_path, at(apis), quick(gap_s), KEYS) as program:
            program.settings.keep_sample_closed(True)
            program.games.start()
            settle(program)
            with frame_gaps() as gaps:
                program.fetches.fetch([Request(CTG, ctg_id(apis, number)) for number in range(50)])
                for _ in range(5):
                    settle(program, 120_000)
                    program.fetches.try_again()
                settle(program, 120_000)
            assert {key[1] for key in program.window.library.model.game_keys()} == {
                ctg_id(apis, number) for number in range(50)
            }
            times = sorted(request.at_s for request in apis.requests)
            assert min(b - a for a, b in pairwise(times)) > gap_s * 0.8
            # The figure asked for is 0.1 s; a busy machine gets three times that before this fails.
            assert max(gaps) < 0.3
