"""Cycles are collected in the window's thread alone while lanes run, and by Python again afterwards."""

from __future__ import annotations

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from explorer.jobs.runner import Job, Lane, Runner


class Cycle:
    def __init__(self) -> None:
        self.own = self


def test_a_cycle_is_ended_in_the_windows_thread(qtbot: QtBot) -> None:
    runner = Runner()
    ended: list[int] = []

    def work(token: object, tell: object) -> bool:
        for _ in range(5000):
            weakref.finalize(Cycle(), lambda: ended.append(threading.get_ident()))
        return gc.isenabled()

    told: list[bool] = []
    runner.submit(Lane.LOOK, Job("Making cycles", work, told.append, lambda error: None))
    assert runner.wait_idle(10_000)
    qtbot.waitUntil(lambda: len(ended) > 0)
    assert runner.stop()
    assert told == [False]
    assert set(ended) == {threading.get_ident()}
    assert gc.isenabled()
