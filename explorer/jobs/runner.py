"""Runs plain functions of (token, progress) in lanes of their own, and brings what came of them back.

Four lanes, a thread each: `network` fetches games one after the other, `ask` puts short questions to servers, `work`
writes the library, `look` reads what the user looks at, so that neither fifty fetches nor an import of a season
holds up a click.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QObject, QThread, Signal, Slot

from explorer.core.errors import ExplorerError
from explorer.core.task import CancelledError, CancelToken, Progress
from explorer.jobs.collector import Collector

PROGRESS_EVERY_S = 0.05
STOP_WITHIN_MS = 800
"""For all lanes together: a window that is closed is gone within a second."""

type Work = Callable[[CancelToken, Progress], Any]


class Lane(Enum):
    """Which thread a job runs in; jobs of one lane run one after the other."""

    NETWORK = "network"
    ASK = "ask"
    WORK = "work"
    LOOK = "look"


@dataclass(eq=False, slots=True)
class Job:
    """One piece of work and what to do with what comes of it, in the window's thread.

    A job whose token is cancelled calls nothing but `on_end`.
    """

    title: str
    work: Work
    on_done: Callable[[Any], None]
    on_failed: Callable[[ExplorerError], None]
    on_progress: Callable[[int, int, str], None] | None = None
    on_end: Callable[[], None] | None = None
    token: CancelToken = field(default_factory=CancelToken)


class _Worker(QObject):
    """Lives in a lane's thread and runs one job at a time."""

    ended = Signal(object, object, object)
    progressed = Signal(object, object, object, object)

    @Slot(object)
    def run(self, job: Job) -> None:
        """Run a job; whatever comes of it is sent, nothing is raised."""
        last = 0.0

        def progress(done: int, total: int, words: str) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= PROGRESS_EVERY_S or done == total:
                last = now
                self.progressed.emit(job, done, total, words)

        result: Any = None
        error: BaseException | None = None
        try:
            job.token.check()
            result = job.work(job.token, progress)
        except (ExplorerError, CancelledError) as known:
            error = known
        except Exception as bug:  # noqa: BLE001  # the edge of a thread: reported once by the window
            error = bug
        self.ended.emit(job, result, error)


class _LaneThread(QObject):
    """A lane: its thread, its worker, and the jobs that wait or run."""

    requested = Signal(object)

    def __init__(self, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self.jobs: list[Job] = []
        self.worker = _Worker()
        self.thread_ = QThread(self)
        self.thread_.setObjectName(lane.value)
        self.worker.moveToThread(self.thread_)
        self.requested.connect(self.worker.run)
        self.thread_.start()

    def call_off(self) -> None:
        """Cancel what waits or runs."""
        for job in self.jobs:
            job.token.cancel()

    def stop(self, deadline: QDeadlineTimer) -> bool:
        """End the thread and wait for it; returns whether it ended in time."""
        self.thread_.quit()
        return self.thread_.wait(deadline)


class Runner(QObject):
    """Owns the lanes; every callback runs in the thread that made the runner."""

    bug_found = Signal(object)
    """An exception that is no ExplorerError: a bug, for the crash dialog."""
    busy_changed = Signal()
    progressed = Signal(object, object, object, object)
    """How far a job is: the job, done, total (0 where it cannot be counted), words."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start no thread yet."""
        super().__init__(parent)
        self._lanes: dict[Lane, _LaneThread] = {}
        self._is_stopped = False
        self._collector = Collector(self)
        self.has_ended = True
        """Whether no thread is left running; a program with one that is must end without waiting for it."""

    def submit(self, lane: Lane, job: Job) -> Job:
        """Queue a job; returns it, so that it can be called off by its token. After `stop` nothing runs."""
        if self._is_stopped:
            job.token.cancel()
            return job
        thread = self._lanes.get(lane)
        if thread is None:
            self._collector.start()
            thread = self._lanes[lane] = _LaneThread(lane, self)
            thread.worker.ended.connect(self._on_ended)
            thread.worker.progressed.connect(self._on_progressed)
        thread.jobs.append(job)
        thread.requested.emit(job)
        self.busy_changed.emit()
        return job

    def jobs(self, lane: Lane) -> list[Job]:
        """The jobs of a lane that wait or run, the running one first."""
        thread = self._lanes.get(lane)
        return list(thread.jobs) if thread else []

    def current(self, lane: Lane) -> Job | None:
        """The job of a lane that runs or is next, None where there is none."""
        thread = self._lanes.get(lane)
        return thread.jobs[0] if thread and thread.jobs else None

    def wait_idle(self, timeout_ms: int) -> bool:
        """Let the window go on until no job waits or runs, for pictures and tests; returns whether that came."""
        deadline = time.monotonic() + timeout_ms / 1000
        while any(thread.jobs for thread in self._lanes.values()):
            if time.monotonic() > deadline:
                return False
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        return True

    def stop(self) -> bool:
        """Call all jobs off, end the threads; returns whether all ended in time."""
        self._is_stopped = True
        for thread in self._lanes.values():
            thread.call_off()
        deadline = QDeadlineTimer(STOP_WITHIN_MS)
        ended = [thread.stop(deadline) for thread in self._lanes.values()]
        self.has_ended = all(ended)
        self._collector.stop()
        for thread in self._lanes.values():
            thread.jobs.clear()
        return self.has_ended

    @Slot(object, object, object, object)
    def _on_progressed(self, job: Job, done: int, total: int, words: str) -> None:
        if not job.token.is_cancelled and not self._is_stopped:
            if job.on_progress is not None:
                job.on_progress(done, total, words)
            self.progressed.emit(job, done, total, words)

    @Slot(object, object, object)
    def _on_ended(self, job: Job, result: Any, error: BaseException | None) -> None:
        for thread in self._lanes.values():
            if job in thread.jobs:
                thread.jobs.remove(job)
        self.busy_changed.emit()
        if self._is_stopped:
            return
        if job.on_end is not None:
            job.on_end()
        if isinstance(error, CancelledError) or job.token.is_cancelled:
            return
        if isinstance(error, ExplorerError):
            job.on_failed(error)
        elif error is not None:
            self.bug_found.emit(error)
        else:
            job.on_done(result)
