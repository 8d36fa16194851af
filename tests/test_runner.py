"""The lanes: work off the window's thread, called off at once, nothing left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from explorer.core.errors import StoreError
from explorer.core.task import CancelToken, Progress
from explorer.jobs.runner import Job, Lane, Runner


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    assert made.stop()


def never(error: Exception) -> None:
    raise AssertionError(f"it should not have failed: {error}")


def test_work_runs_elsewhere_and_its_result_comes_back_here(runner: Runner) -> None:
    here = threading.get_ident()
    seen: list[tuple[int, int]] = []

    def work(token: CancelToken, tell: Progress) -> int:
        return threading.get_ident()

    runner.submit(Lane.WORK, Job("x", work, lambda there: seen.append((there, threading.get_ident())), never))
    assert runner.wait_idle(5000)
    ((there, told),) = seen
    assert there != here
    assert told == here


def test_a_lane_goes_in_order_and_does_not_hold_up_another(runner: Runner) -> None:
    gate = threading.Event()
    done: list[str] = []
    runner.submit(Lane.WORK, Job("slow", lambda token, tell: gate.wait(5), lambda _: done.append("slow"), never))
    runner.submit(Lane.WORK, Job("next", lambda token, tell: None, lambda _: done.append("next"), never))
    runner.submit(Lane.LOOK, Job("look", lambda token, tell: gate.set(), lambda _: done.append("look"), never))
    assert runner.wait_idle(5000)
    assert done.index("slow") < done.index("next")
    assert "look" in done


def test_a_known_failure_is_told_and_a_bug_is_reported(runner: Runner, qtbot: QtBot) -> None:
    failures: list[str] = []
    bugs: list[BaseException] = []
    runner.bug_found.connect(bugs.append)

    def known(token: CancelToken, tell: Progress) -> None:
        raise StoreError("the disk is full")

    def bug(token: CancelToken, tell: Progress) -> None:
        raise ZeroDivisionError

    for work in (known, bug):
        runner.submit(Lane.WORK, Job("x", work, lambda _: failures.append("done"), lambda e: failures.append(str(e))))
    assert runner.wait_idle(5000)
    assert failures == ["the disk is full"]
    assert [type(error) for error in bugs] == [ZeroDivisionError]


def test_a_cancelled_job_says_nothing_but_that_it_ended(runner: Runner) -> None:
    said: list[str] = []

    def work(token: CancelToken, tell: Progress) -> None:
        while True:
            token.wait(0.005)

    job = Job("x", work, lambda _: said.append("done"), never, on_end=lambda: said.append("end"))
    runner.submit(Lane.WORK, job)
    job.token.cancel()
    assert runner.wait_idle(5000)
    assert said == ["end"]
    assert runner.jobs(Lane.WORK) == []


def test_progress_is_thinned_and_its_last_word_arrives(runner: Runner) -> None:
    told: list[int] = []

    def work(token: CancelToken, tell: Progress) -> None:
        for number in range(2001):
            tell(number, 2000, "")

    runner.submit(Lane.WORK, Job("x", work, lambda _: None, never, lambda done, total, words: told.append(done)))
    assert runner.wait_idle(5000)
    assert told[-1] == 2000
    assert len(told) < 500


def test_stopping_is_quick_calls_everything_off_and_leaves_no_thread(qtbot: QtBot) -> None:
    runner = Runner()
    ended: list[str] = []
    for lane in Lane:
        for _ in range(3):
            runner.submit(lane, Job("x", lambda token, tell: token.wait(60), lambda _: ended.append("done"), never))
    began = time.monotonic()
    assert runner.stop()
    assert time.monotonic() - began < 1
    assert all(not thread.isRunning() for thread in runner.findChildren(QThread))
    late = runner.submit(Lane.WORK, Job("late", lambda token, tell: 1, lambda _: ended.append("late"), never))
    assert late.token.is_cancelled
    assert ended == []
