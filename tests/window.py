"""Builders for tests of the window: a program on folders of its own, with games of the sample league."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from explorer.app.main import Program, build
from explorer.paths import find_paths
from explorer.services.preferences import Preferences
from explorer.sources import sample
from explorer.sources.credentials import Credentials
from explorer.sources.http import Transport

SETTLE_MS = 20_000
DIALOGS = (
    "definitions",
    "export",
    "fetch",
    "help_files",
    "help_language",
    "keys",
    "manage_views",
    "palette",
    "preferences",
    "save_picture",
    "save_view",
)
"""The commands that open a window of their own."""


def application() -> QApplication:
    """The one application of the test run."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def settle(program: Program, within_ms: int = SETTLE_MS) -> None:
    """Let every job end, and those that they begin."""
    for _ in range(6):
        assert program.runner.wait_idle(within_ms)
        application().processEvents()
        while program.fetches.is_telling:
            application().processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


@contextmanager
def running(
    folder: Path,
    preferences: Preferences | None = None,
    transport: Transport | None = None,
    environ: Mapping[str, str] = {},
) -> Iterator[Program]:
    """A program whose files are below a folder; its window is shown, and closed at the end."""
    program = build(
        application(),
        find_paths(folder),
        preferences or Preferences(theme="light"),
        transport=transport,
        credentials=Credentials(environ=environ),
    )
    bugs: list[object] = []
    program.runner.bug_found.connect(bugs.append)
    program.window.show()
    try:
        yield program
        settle(program)
    finally:
        program.window.close()
        program.window.deleteLater()
        application().processEvents()
        # Without an event loop that ends, nothing else deletes: windows would pile up and slow each other down.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert bugs == []


def choose_last_game(program: Program, source: str) -> None:
    """Look at the last game of the library, or of the sample league, in a vendor's form."""
    library = program.window.library
    library.choose_all()
    settle(program)
    selection = program.controller.selection
    assert selection is not None
    library.choose([loaded.info.key for loaded in selection.games if loaded.info.key[0] == source][-1:])
    library.games_chosen.emit(library.chosen())
    settle(program)


@contextmanager
def frame_gaps() -> Iterator[list[float]]:
    """How long the window's thread was busy between two ticks, in seconds, while the block runs.

    What it computes counts in full; what it waits counts a tenth, as a busy machine makes everybody wait.
    """
    gaps: list[float] = []
    last = [time.perf_counter(), time.thread_time()]

    def tick() -> None:
        now = [time.perf_counter(), time.thread_time()]
        whole, computing = (after - before for after, before in zip(now, last, strict=True))
        gaps.append(max(computing, whole / 10))
        last[:] = now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(2)
    try:
        yield gaps
    finally:
        timer.stop()


def write_games(folder: Path, games: int = 2, *, ctg: bool = False, seed: int = 5) -> list[Path]:
    """Saved answers of the sample league, one file a game."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in _games(games, ctg=ctg, seed=seed):
        path = folder / name
        path.write_text(text, "utf-8")
        paths.append(path)
    return paths


@cache
def _games(games: int, *, ctg: bool, seed: int) -> tuple[tuple[str, str], ...]:
    """Names and texts of games; making them up takes longer than most tests."""
    return tuple(
        (f"{game.name}{'-markings' if ctg else ''}.json", json.dumps(game.markings if ctg else game.shottracker))
        for game in sample.league(games, seed)
    )
