"""The one bar: every failure says what, why and what to do; it takes no focus, and what needs an answer is not lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from explorer.app.main import Program
from explorer.app.remedies import REMEDIES, remedy_of, told
from explorer.core import errors
from explorer.core.errors import ExplorerError
from explorer.core.vocabulary import CTG
from explorer.jobs.runner import Job, Lane
from explorer.paths import find_paths
from explorer.services import fetching
from explorer.services.fetching import Request
from explorer.services.preferences import Preferences
from explorer.sources import keyrings
from explorer.sources.http import Transport, TransportSettings
from explorer.store import database
from explorer.widgets.message_bar import MessageBar
from tests.servers import canary, faults
from tests.servers.apis import Apis
from tests.servers.raw import Answering
from tests.test_fetch_window import at
from tests.test_fetching import KEYS, ctg_id
from tests.window import application, running, settle, write_games


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    made = MessageBar()
    qtbot.addWidget(made)
    made.resize(700, 80)
    return made


def titles(bar: MessageBar) -> list[str]:
    return [button.text().replace("&", "") for button in bar.findChildren(QPushButton) if not button.isHidden()]


def press(bar: MessageBar, title: str) -> None:
    shown = [one for one in bar.findChildren(QPushButton) if not one.isHidden()]
    button = next(one for one in shown if one.text().replace("&", "") == title)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


# One after the other


def test_a_warning_waits_below_what_comes_after_it(bar: MessageBar) -> None:
    bar.show_message("2 games were not fetched.", is_warning=True, buttons=[("Try again", lambda: None)], topic="fetch")
    bar.show_message("41 possessions written.")
    assert (bar.words, bar.waiting) == ("41 possessions written.", 1)
    assert titles(bar) == ["1 more", "Dismiss"]
    press(bar, "Dismiss")
    assert bar.words == "2 games were not fetched."
    assert titles(bar) == ["Try again", "Dismiss"]
    press(bar, "Dismiss")
    assert (bar.words, bar.isHidden()) == ("", True)


def test_what_merely_tells_of_something_goes_with_the_next(bar: MessageBar) -> None:
    bar.show_message("A made-up league.", buttons=[("Close", lambda: None)])
    bar.show_message("41 possessions written.")
    assert bar.waiting == 0


def test_a_topic_has_one_message_and_can_be_withdrawn_wherever_it_is(bar: MessageBar) -> None:
    bar.show_message("start: what?", is_warning=True, topic="filter")
    bar.show_message("The disk is full.", is_warning=True)
    bar.show_message("margin: what?", is_warning=True, topic="filter")
    assert (bar.words, bar.waiting) == ("margin: what?", 1)
    bar.show_message("The disk is full.", is_warning=True)
    assert (bar.words, bar.waiting) == ("The disk is full.", 1)
    bar.withdraw("filter")
    assert (bar.words, bar.waiting) == ("The disk is full.", 0)
    assert titles(bar) == ["Dismiss"]
    bar.withdraw("filter")
    bar.withdraw("")
    assert bar.isHidden()


def test_more_goes_round_all_that_wait(bar: MessageBar) -> None:
    for words in ("one", "two", "three"):
        bar.show_message(words, is_warning=True)
    assert titles(bar) == ["2 more", "Dismiss"]
    seen = [bar.words]
    for _ in range(3):
        press(bar, "2 more")
        seen.append(bar.words)
    assert seen == ["three", "one", "two", "three"]


def test_a_storm_of_messages_is_bounded(bar: MessageBar) -> None:
    for number in range(1000):
        bar.show_message(f"{number}", is_warning=True)
    assert bar.words == "999"
    assert bar.waiting < 20


def test_words_of_strangers_are_no_markup(bar: MessageBar) -> None:
    bar.show_message("<b>bold</b> & <img src=x>")
    assert bar._words.textFormat() is Qt.TextFormat.PlainText


def test_the_focus_stays_and_whoever_works_in_the_bar_goes_on_there(qtbot: QtBot) -> None:
    window = QWidget()
    layout, bar, button = QVBoxLayout(window), MessageBar(), QPushButton("elsewhere")
    layout.addWidget(bar)
    layout.addWidget(button)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    button.setFocus()
    for words in ("one", "two"):
        bar.show_message(words, is_warning=True)
        assert application().focusWidget() is button
    next(one for one in bar.findChildren(QPushButton) if "Dis" in one.text() and not one.isHidden()).setFocus()
    bar.show_message("three", is_warning=True)
    for _ in range(3):
        focused = application().focusWidget()
        assert isinstance(focused, QPushButton)
        assert focused.text() == "Dis&miss"
        QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert application().focusWidget() is button


def test_a_screen_reader_hears_it(bar: MessageBar, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, object]] = []
    monkeypatch.setattr(
        "explorer.widgets.message_bar.QAccessible.updateAccessibility",
        lambda event: heard.append((event.message(), event.politeness())),
    )
    levels = QAccessible.AnnouncementPoliteness
    bar.show_message("The disk is full.", is_warning=True, topic="disk")
    bar.show_message("Written.")
    bar.dismiss()
    bar.withdraw("disk")
    assert heard == [
        ("The disk is full.", levels.Assertive),
        ("Written.", levels.Polite),
        ("The disk is full.", levels.Assertive),
    ]


@pytest.mark.parametrize("width", [260, 330, 450, 760])
def test_every_button_is_whole_in_a_narrow_pane(qtbot: QtBot, width: int) -> None:
    window = QWidget()
    layout, bar = QVBoxLayout(window), MessageBar()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(bar)
    layout.addStretch(1)
    qtbot.addWidget(window)
    window.resize(width, 300)
    window.show()
    bar.show_message("The disk is full.", is_warning=True)
    buttons = [("Try again", lambda: None), ("Sources and keys…", lambda: None)]
    bar.show_message("A game was not fetched. " * 3, is_warning=True, buttons=buttons, details=["x"])
    qtbot.wait(50)
    assert window.width() == width
    shown = [button for button in bar.findChildren(QPushButton) if not button.isHidden()]
    assert len(shown) == 5
    for button in shown:
        assert bar.rect().contains(button.geometry())
        assert button.width() >= button.sizeHint().width()
        assert button.height() >= button.sizeHint().height()


# Every kind of failure


@pytest.fixture
def apis() -> Iterator[Apis]:
    with Apis() as server:
        yield server


def kinds() -> set[type[ExplorerError]]:
    def below(kind: type[ExplorerError]) -> Iterator[type[ExplorerError]]:
        yield kind
        for one in kind.__subclasses__():
            yield from below(one)

    return {kind for kind in below(ExplorerError) if kind.__module__.startswith("explorer.")}


type Way = Callable[[Program, Apis, Path], object]


def answering(answer: Answering) -> Way:
    def way(program: Program, apis: Apis, folder: Path) -> None:
        apis.always = answer
        program.fetches.fetch([Request(CTG, ctg_id(apis), title="A game")])

    return way


def paused(program: Program, apis: Apis, folder: Path) -> None:
    answering(faults.status(503))(program, apis, folder)
    settle(program)
    program.fetches.fetch([Request(CTG, ctg_id(apis), title="A game")])


def broken_file(program: Program, apis: Apis, folder: Path) -> None:
    path = folder / "broken.json"
    path.write_text("{")
    program.games.open_paths([path])


def export_below_a_file(program: Program, apis: Apis, folder: Path) -> None:
    (folder / "file").write_text("")
    program.commands.exports.export_to(folder / "file" / "x.csv")


def library_in_use(program: Program, apis: Apis, folder: Path) -> None:
    other = sqlite3.connect(find_paths(folder).library, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    program.removals.remove([("shottracker", "x")])
    settle(program)
    other.close()


def no_key(program: Program, apis: Apis, folder: Path) -> None:
    program.keys.credentials._environ = {}
    program.fetches.fetch([Request(CTG, "x", title="A game")])


def offline(program: Program, apis: Apis, folder: Path) -> None:
    program.window.actions_["offline"].trigger()
    program.fetches.fetch([Request(CTG, "x", title="A game")])


def nowhere(program: Program, apis: Apis, folder: Path) -> None:
    program.keys.choose_host(CTG, "http://127.0.0.1:9")
    program.fetches.fetch([Request(CTG, "x", title="A game")])


WAYS: dict[type[ExplorerError], tuple[Way, tuple[str, ...]]] = {
    errors.DataError: (broken_file, ("broken.json", "not whole JSON", "Save what cannot be read again")),
    errors.FileError: (export_below_a_file, ("x.csv", "cannot be written", "choose another place")),
    errors.StoreError: (library_in_use, ("library", "in use by another program", "try again")),
    errors.QueryError: (
        lambda program, apis, folder: program.controller.ask("strat:steal"),
        ("The filter cannot be read", "no field 'strat'", "did you mean 'start'?"),
    ),
    errors.CredentialError: (no_key, ("A game was not fetched", "no key", "Enter it under")),
    fetching.OfflineError: (offline, ("offline by choice", "until you go online")),
    errors.UnreachableError: (nowhere, ("was not fetched", "refuses the connection", "Check the network")),
    errors.CutAnswerError: (answering(faults.cut_body), ("was not fetched", "broke off", "Try again")),
    errors.TooSlowError: (answering(faults.silent), ("was not fetched", "did not begin to answer", "Try again later")),
    errors.BrokenAnswerError: (
        answering(faults.no_http),
        ("was not fetched", "does not speak HTTP", "Check the address"),
    ),
    errors.AddressError: (
        answering(faults.redirect(302, "https://example.org/x")),
        ("was not fetched", "sends the request on", "Check the address"),
    ),
    errors.StatusError: (answering(faults.status(418)), ("was not fetched", "418", "Try again later")),
    errors.AccessError: (
        answering(faults.status(403, {"message": "not yours"})),
        ("was not fetched", "not yours", "Check your key"),
    ),
    errors.UnknownIdError: (answering(faults.status(404)), ("was not fetched", "knows no such game", "Check the id")),
    errors.HostPausedError: (paused, ("not asked for now", "try again at once")),
}
ELSEWHERE: dict[type[ExplorerError], str] = {
    ExplorerError: "the kind of all kinds: its sentences say everything themselves",
    errors.NetworkError: "only its kinds are raised",
    errors.UsageError: "the command line's, and of dialogs that say it in place",
    errors.CertificateError: "needs a host with a certificate: told by a job below",
    keyrings.KeyringError: "told in the dialog of keys, where it happens",
}


def test_every_kind_of_failure_has_a_way_into_the_bar_or_a_reason() -> None:
    assert kinds() == {*WAYS, *ELSEWHERE}


@pytest.mark.parametrize("kind", WAYS, ids=lambda kind: kind.__name__)
def test_a_failure_says_what_why_and_what_to_do(
    qtbot: QtBot, tmp_path: Path, apis: Apis, monkeypatch: pytest.MonkeyPatch, kind: type[ExplorerError]
) -> None:
    way, parts = WAYS[kind]
    monkeypatch.setattr(database, "BUSY_S", 0.2)
    limits = TransportSettings(gap_s=0.0, tries=1, pause_after=1, first_byte_s=0.3, whole_s=2.0)
    with running(tmp_path, at(apis), Transport(limits, chance=lambda: 0.0), KEYS) as program:
        program.games.start(write_games(tmp_path / "files", 1))
        settle(program)
        program.window.activateWindow()
        program.window.possessions.table.setFocus()
        way(program, apis, tmp_path)
        settle(program)
        bar = program.window.possessions.bar
        assert [part for part in parts if part not in bar.words] == [], bar.words
        assert bar.property("warning") is True
        assert len(program.window.findChildren(MessageBar)) == 1
        assert application().activeModalWidget() is None
        assert application().focusWidget() is program.window.possessions.table
        assert not canary.found_in((bar.words + bar.details.toPlainText()).encode())
        apis.always = None


@pytest.mark.parametrize("kind", [errors.CertificateError, keyrings.KeyringError, ExplorerError])
def test_a_job_that_fails_in_another_way_is_told_too(qtbot: QtBot, tmp_path: Path, kind: type[ExplorerError]) -> None:
    error = kind("h", "h is not h") if issubclass(kind, errors.NetworkError) else kind("h is not h")

    def work(token: object, tell: object) -> None:
        raise error

    with running(tmp_path) as program:
        program.runner.submit(Lane.LOOK, Job("x", work, lambda _: None, program.games.fail))
        settle(program)
        assert program.window.possessions.bar.words.startswith("h is not h.")
        assert program.window.possessions.bar.words == told(error)


def test_the_nearest_kind_tells_what_to_do() -> None:
    assert remedy_of(keyrings.KeyringError("x")) is REMEDIES[errors.CredentialError]
    assert remedy_of(errors.AccessError("h", "x", 403)) is REMEDIES[errors.AccessError]
    assert told(ExplorerError("Why?")) == "Why?"


def test_the_button_of_a_failure_does_what_helps(qtbot: QtBot, tmp_path: Path) -> None:
    with running(tmp_path, Preferences(theme="light", network="offline")) as program:
        program.fetches.fetch([Request(CTG, "x")])
        settle(program)
        assert program.fetches.fetcher.is_offline
        press(program.window.possessions.bar, "Go online")
        assert not program.fetches.fetcher.is_offline
