"""Fetching when something is in the way: silence, a queue called off, the sample league, a host that pauses."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.jobs.runner import Lane
from explorer.services.fetching import Request
from explorer.services.preferences import Preferences
from explorer.sources.http import Transport, TransportSettings
from explorer.widgets.keys_dialog import KeyEntry
from tests.servers.apis import Apis
from tests.servers.faults import silent, status
from tests.test_fetch_window import at, badge, quick
from tests.test_fetching import KEYS, ctg_id
from tests.window import frame_gaps, running, settle, write_games


@pytest.fixture
def apis() -> Iterator[Apis]:
    with Apis() as server:
        yield server


def is_sample(program: Program) -> bool:
    return program.games.is_sample


def test_closing_while_listing_or_testing_is_quick(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    apis.always = silent
    with running(tmp_path, at(apis), quick(), KEYS) as program:
        program.settings.keep_sample_closed(True)
        program.games.start()
        settle(program)
        program.listing._on_list(program.listing.dialog.question())
        program.keys.dialog.test_asked.emit(KeyEntry(CTG, apis.ctg_url, "", "", False))
        qtbot.waitUntil(lambda: len(apis.requests) > 0, timeout=5000)
        began = time.monotonic()
        program.window.close()
        assert time.monotonic() - began < 1
        assert program.runner.has_ended
        apis.always = None


def test_what_is_fetched_over_the_sample_league_is_seen(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    with running(tmp_path, at(apis), quick(), KEYS) as program:
        program.games.start()
        settle(program)
        assert is_sample(program)
        program.fetches.fetch([Request(CTG, ctg_id(apis))])
        settle(program)
        qtbot.wait(300)
        assert not is_sample(program)
        assert program.window.library.model.game_keys() == [(CTG, ctg_id(apis))]


def test_a_season_in_the_queue_is_called_off_without_a_halt(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    apis.always = silent
    with running(tmp_path, at(apis), quick(), KEYS) as program:
        program.settings.keep_sample_closed(True)
        program.games.start()
        settle(program)
        with frame_gaps() as gaps:
            program.fetches.fetch([Request(CTG, f"{number:010}") for number in range(1230)])
            qtbot.wait(300)
            for job in program.runner.jobs(Lane.NETWORK):
                job.token.cancel()
            settle(program)
        assert program.window.library.model.game_keys() == []
        # The figure asked for is 0.1 s; a busy machine gets four times that before this fails.
        assert max(gaps) < 0.4
        apis.always = None


def test_the_badge_stays_while_nobody_has_answered(qtbot: QtBot, tmp_path: Path) -> None:
    nowhere = Preferences(ctg_host="http://127.0.0.1:9/pro/")
    transport = Transport(TransportSettings(gap_s=0.0, tries=1, pause_after=1), chance=lambda: 0.0)
    with running(tmp_path, nowhere, transport, KEYS) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        for game in ("a", "b"):
            program.fetches.fetch([Request(CTG, game)])
            settle(program)
            assert "no network" in badge(program)


def test_after_a_pause_listing_again_asks_again(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    transport = Transport(TransportSettings(gap_s=0.0, tries=1, pause_after=1), chance=lambda: 0.0)
    with running(tmp_path, at(apis), transport, KEYS) as program:
        program.settings.keep_sample_closed(True)
        program.games.start()
        settle(program)
        dialog = program.listing.dialog
        dialog.show_source(CTG)
        apis.always = status(503)
        program.listing._on_list(dialog.question())
        settle(program)
        apis.always = None
        program.listing._on_list(dialog.question())
        settle(program)
        dialog.choose_all()
        assert dialog._games.rows.rowCount() == len(apis.games)


def test_a_game_of_files_goes_on_under_the_vendors_id_and_stays_chosen(
    qtbot: QtBot, tmp_path: Path, apis: Apis
) -> None:
    path = tmp_path / "game.json"
    path.write_text(json.dumps(apis.games[0].shottracker))
    with running(tmp_path, at(apis), quick(), KEYS) as program:
        program.games.start([path])
        settle(program)
        (made,) = program.window.library.chosen()
        program.fetches.fetch([Request(SHOTTRACKER, "sample-0001")])
        settle(program)
        qtbot.wait(300)
        settle(program)
        assert program.window.library.chosen() == [(SHOTTRACKER, "sample-0001")] != [made]
        assert program.window.library.model.game_keys() == [(SHOTTRACKER, "sample-0001")]
        assert program.model.tables.names.games[0].key == (SHOTTRACKER, "sample-0001")


def test_a_live_game_is_asked_for_again_in_its_own_stream(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    with running(tmp_path, at(apis), quick(), KEYS) as program:
        program.settings.keep_sample_closed(True)
        program.games.start()
        settle(program)
        program.fetches.fetch([Request(CTG, ctg_id(apis), stream="delayed")])
        settle(program)
        program.fetches.follow([(CTG, ctg_id(apis))])
        settle(program)
        program.fetches.follow(())
        streams = [request.query.get("stream_type") for request in apis.requests if "markings" in request.path]
        assert streams == ["delayed", "delayed"]


def test_only_the_host_that_was_entered_is_kept_and_only_with_success(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    kept = tmp_path / "config" / "preferences.json"
    with running(tmp_path, at(apis), quick()) as program:
        program.settings.keep_sample_closed(True)
        program.games.start()
        settle(program)
        dialog = program.keys.dialog
        page = dialog.page(SHOTTRACKER)
        secret = next(line for line in page.findChildren(QLineEdit) if line.accessibleName() == "Secret")
        words = next(label for label in page.findChildren(QLabel) if label.objectName() == "emptyLabel")
        secret.setText("with space")
        dialog.keep_asked.emit(KeyEntry(SHOTTRACKER, apis.server.url, "user", secret.text(), True))
        settle(program)
        assert "holds a space" in words.text()
        assert secret.text() == "with space"
        assert not kept.exists()
        dialog.keep_asked.emit(KeyEntry(SHOTTRACKER, "http://127.0.0.1:1234", "user", "secret", True))
        settle(program)
        assert secret.text() == ""
        told = json.loads(kept.read_text())
        assert told["shottracker_host"] == "http://127.0.0.1:1234"
        assert told["ctg_host"] == apis.ctg_url
        assert "secret" not in json.dumps(told).replace("shottracker", "")


def test_called_off_in_the_middle_what_failed_is_still_told(qtbot: QtBot, tmp_path: Path, apis: Apis) -> None:
    with running(tmp_path, at(apis), quick(), KEYS) as program:
        program.settings.keep_sample_closed(True)
        program.games.start()
        settle(program)
        program.fetches.fetch([Request(CTG, "no-such-game", title="The first")])
        settle(program)
        apis.always = silent
        program.fetches.fetch([Request(CTG, f"{number:010}") for number in range(3)])
        qtbot.wait(100)
        for job in program.runner.jobs(Lane.NETWORK):
            job.token.cancel()
        settle(program)
        assert "The first was not fetched" in program.window.possessions.bar.words
        apis.always = None
