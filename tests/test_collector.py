"""Cycles are collected in the window's thread alone while lanes run, and by Python again afterwards."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from pytestqt.qtbot import QtBot

from explorer.jobs.runner import Job, Lane, Runner


class Cycle:
    def __init__(self) -> None:
        self.own = self


@pytest.mark.parametrize("is_enabled", [True, False])
def test_a_cycle_is_ended_in_the_windows_thread_and_all_is_as_before(qtbot: QtBot, is_enabled: bool) -> None:
    was_enabled = gc.isenabled()
    (gc.enable if is_enabled else gc.disable)()
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
    is_as_before = gc.isenabled() == is_enabled
    (gc.enable if was_enabled else gc.disable)()
    assert is_as_before
