"""One small place that says what the lanes do: how far it is, and how to call it off; never in the way."""

from __future__ import annotations

from PySide6.QtCore import QObject

from explorer.app.main_window import MainWindow
from explorer.jobs.runner import Job, Lane, Runner

LANES = (Lane.WORK, Lane.NETWORK, Lane.LOOK, Lane.ASK)
"""Whose job is shown where several run: what writes before what is only looked at."""
STOPPING = "Stopping …"


class ProgressController(QObject):
    """Shows one job of those that run; what is shown is what Cancel calls off, with all that waits behind it."""

    def __init__(self, window: MainWindow, runner: Runner) -> None:
        """Listen to a runner."""
        super().__init__(window)
        self._strip, self._runner = window.progress, runner
        self._job: Job | None = None
        runner.busy_changed.connect(self._on_busy)
        runner.progressed.connect(self._on_progressed)
        self._strip.cancelled.connect(self.cancel)

    def _shown(self) -> Job | None:
        """The job to show: the first that is not called off, else one that is about to stop."""
        running = [job for lane in LANES if (job := self._runner.current(lane)) is not None]
        return next((job for job in running if not job.token.is_cancelled), running[0] if running else None)

    def _on_busy(self) -> None:
        job = self._shown()
        if job is None:
            self._strip.end()
        elif job.token.is_cancelled:
            self._strip.stop(STOPPING)
        elif job is not self._job:
            self._strip.begin(job.title)
        self._job = job

    def _on_progressed(self, job: Job, done: int, total: int, words: str) -> None:
        # A queue of fetches counts its games, not the answers of one of them: that is told by who owns it.
        if job is self._job and job.on_progress is None:
            self._strip.advance(done, total, f"{job.title}: {words}" if words else "")

    def show_queue(self, done: int, total: int, words: str) -> None:
        """How far the queue of fetches is."""
        job = self._runner.current(Lane.NETWORK)
        if job is not None and job is self._job and not job.token.is_cancelled:
            self._strip.advance(done, total, words)

    def cancel(self) -> None:
        """Call off what is shown, and what waits behind it in its lane; not an import with a queue of fetches."""
        lane = next((lane for lane in LANES if self._job in self._runner.jobs(lane)), None)
        for job in self._runner.jobs(lane) if lane is not None else ():
            job.token.cancel()
        self._on_busy()
