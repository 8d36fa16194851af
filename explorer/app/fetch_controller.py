"""Games from the vendors: listed in a dialog, queued, fetched one after the other, refreshed and followed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.app.main_window import MainWindow
from explorer.app.remedies import buttons_for, ended, remedy_of, told
from explorer.core.errors import ExplorerError, StatusError, UnreachableError
from explorer.core.model import Key
from explorer.core.task import CancelToken, Progress
from explorer.core.text import count, number
from explorer.core.vocabulary import SOURCE_TITLES
from explorer.jobs.runner import Job, Lane, Runner
from explorer.models.library_model import GameItem
from explorer.services.fetching import Fetched, Fetcher, OfflineError, Request

log = logging.getLogger(__name__)

TELL_AFTER_MS = 150
FOLLOW_EVERY_S = 60
"""Until another interval is chosen."""


class FetchController(QObject):
    """Owns the queue of fetches; says when the library has changed."""

    fetched = Signal(object)
    """What came of one request (Fetched)."""
    queued = Signal()
    """Games were queued."""
    states_changed = Signal()
    emptied = Signal()
    """The queue has come to its end."""
    online_changed = Signal()
    progressed = Signal(object, object, object)
    """How far the queue is: games done, all of them, words."""

    def __init__(self, window: MainWindow, runner: Runner, fetcher: Fetcher) -> None:
        """Take everything that is needed; nothing is asked yet."""
        super().__init__(window)
        self._window, self._runner, self.fetcher = window, runner, fetcher
        self._states: dict[Key, str] = {}
        self._waiting: dict[Key, Request] = {}
        self._failed: dict[Key, Request] = {}
        self._reasons: dict[Key, str] = {}
        self._errors: dict[Key, ExplorerError] = {}
        self._changed: list[Fetched] = []
        self._done = self._total = 0
        self._began_s = 0.0
        self.is_unreachable = False
        self._followed: tuple[Key, ...] = ()
        # A season of states is told at once, not one by one.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TELL_AFTER_MS)
        self._soon.timeout.connect(self.states_changed)
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_EVERY_S * 1000)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_telling(self) -> bool:
        """Whether states have changed that are about to be told."""
        return self._soon.isActive()

    def state_of(self, key: Key) -> str:
        """How it stands with a game; empty where nothing is to be said."""
        return self._states.get(key, "")

    # Fetching

    def fetch(self, requests: Sequence[Request]) -> None:
        """Queue games; one that waits or runs already is not queued twice."""
        for request in requests:
            key = _key(request)
            if key in self._waiting:
                continue
            if not self._waiting:
                self._done, self._total, self._began_s = 0, 0, time.monotonic()
                # What failed is asked for again, or told again at the end.
                self._window.possessions.bar.withdraw("fetch")
            self._waiting[key] = request
            self._failed.pop(key, None)
            self._reasons.pop(key, None)
            self._states[key] = "queued"
            self._total += 1
            self._submit(key, request)
        self._show_progress()
        self.queued.emit()
        self._soon.start()

    def _submit(self, key: Key, request: Request) -> None:
        def work(token: CancelToken, tell: Progress) -> Fetched:
            tell(0, 0, request.name)
            return self.fetcher.fetch(request, token, tell)

        def began(done: int, total: int, words: str) -> None:
            self._set_state(key, "fetching")

        def end() -> None:
            self._waiting.pop(key, None)
            self._done += 1
            if job.token.is_cancelled:
                self._states.pop(key, None)
                self._soon.start()
                if not self._waiting:
                    self._tell()
            self._show_progress()

        job = Job("Fetching games", work, lambda fetched: self._on_fetched(key, fetched), self._failing(key, request))
        job.on_end, job.on_progress = end, began
        self._runner.submit(Lane.NETWORK, job)

    def _failing(self, key: Key, request: Request) -> Callable[[ExplorerError], None]:
        def failed(error: ExplorerError) -> None:
            log.warning("%s: %s", request.name, error)
            self.note_reach(error)
            self._failed[key] = request
            self._reasons[key], self._errors[key] = str(error), error
            self._set_state(key, "failed")
            if not self._waiting or isinstance(error, OfflineError):
                self._tell()

        return failed

    def _on_fetched(self, key: Key, fetched: Fetched) -> None:
        self.note_reach(None)
        self._states.pop(key, None)
        if fetched.key is not None and (fetched.is_new or fetched.changes):
            self._states[fetched.key] = fetched.words
        elif fetched.key is None:
            self._states[key] = fetched.words
        if fetched.replaced is not None:
            for known in (self._states, self._failed, self._reasons):
                known.pop(fetched.replaced, None)
            self._followed = tuple(fetched.key if k == fetched.replaced and fetched.key else k for k in self._followed)
        self.fetched.emit(fetched)
        self._soon.start()
        if fetched.changes or fetched.remarks:
            self._changed.append(fetched)
        if not self._waiting:
            self._tell()

    def _tell(self) -> None:
        """Say once, when the queue is empty, what failed, what changed, and what else there is to know."""
        self.emptied.emit()
        words: list[str] = []
        details: list[str] = []
        failed = [(request.name, self._reasons.get(key, "")) for key, request in self._failed.items()]
        if len(failed) == 1:
            words.append(f"{failed[0][0]} was not fetched: {ended(failed[0][1])}")
        elif failed:
            reasons = {reason for _, reason in failed}
            why = f": {ended(*reasons)}" if len(reasons) == 1 else ", for several reasons: look at the details."
            words.append(f"{count(len(failed), 'game')} were not fetched{why}")
            details += [f"{name}: {reason}" for name, reason in failed]
        errors = [self._errors[key] for key in self._failed]
        remedies = {remedy_of(error) for error in errors}
        if len(remedies) == 1:
            words += [word for remedy in remedies if (word := remedy.words)]
        changed = [fetched for fetched in self._changed if fetched.changes]
        if changed:
            changes = count(sum(len(fetched.changes) for fetched in changed), "possession")
            games = changed[0].request.name if len(changed) == 1 else count(len(changed), "game")
            words.append(f"{games}: {changes} changed since the last fetch.")
            details += [f"{fetched.request.name}: {c.words}" for fetched in changed for c in fetched.changes]
        remarks = dict.fromkeys(remark for fetched in self._changed for remark in fetched.remarks)
        words += [] if words else list(remarks)[:1]
        details += remarks
        self._changed.clear()
        if words:
            buttons = [("Try &again", self.try_again)] if failed else []
            buttons += buttons_for(errors[-1], self._window.actions_) if len(remedies) == 1 else []
            bar = self._window.possessions.bar
            bar.show_message(" ".join(words), is_warning=bool(failed), buttons=buttons, details=details, topic="fetch")

    def try_again(self) -> None:
        """Queue what has failed once more, and let paused hosts go on."""
        self.fetcher.resume()
        failed = list(self._failed.values())
        self._failed.clear()
        self.fetch(failed)

    def refresh(self, keys: Sequence[Key]) -> None:
        """Ask anew for games of the library, and for those that have failed, as they were asked for before."""
        self.fetcher.resume()
        again = [self._failed[key] for key in keys if key in self._failed]
        kept = [(key, self._title_of(key)) for key in keys if key not in self._failed]

        def done(requests: list[Request]) -> None:
            if requests or again:
                self.fetch([*again, *requests])
            elif kept:
                names = count(len(kept), "game")
                self._window.possessions.bar.show_message(
                    f"{names} came from files that name no session, and cannot be fetched again."
                )

        def work(token: CancelToken, tell: Progress) -> list[Request]:
            return [request for key, title in kept for request in self.fetcher.requests_for(key, title)]

        self._runner.submit(Lane.LOOK, Job("Reading the library", work, done, self._on_refused))

    def _on_refused(self, error: ExplorerError) -> None:
        buttons = buttons_for(error, self._window.actions_)
        self._window.possessions.bar.show_message(told(error), is_warning=True, buttons=buttons)

    def _title_of(self, key: Key) -> str:
        item = self._window.library.model.item_at(self._window.library.model.index_of(key))
        return item.title if item is not None else key[1]

    # Following

    def set_interval(self, seconds: int) -> None:
        """How often followed games are asked for."""
        self._timer.setInterval(seconds * 1000)

    def follow(self, keys: Sequence[Key]) -> None:
        """Ask for these games again and again, politely; without any, no more."""
        self._followed = tuple(keys)
        if keys:
            self.refresh(keys)
            self._timer.start()
        else:
            self._timer.stop()

    @property
    def followed(self) -> tuple[Key, ...]:
        """The games that are followed."""
        return self._followed

    def _on_tick(self) -> None:
        if not self._waiting:
            self.refresh(self._followed)

    # Showing

    def decorate(self, items: Sequence[GameItem]) -> list[GameItem]:
        """The library's items with their states, and those that are on their way into it."""
        known = {item.key for item in items}
        shown = [
            replace(
                item,
                subtitle=f"{self._states[item.key]} · {item.subtitle}",
                tip="\n".join(part for part in (item.tip, self._reasons.get(item.key, "")) if part),
            )
            if item.key in self._states
            else item
            for item in items
        ]
        for key, state in self._states.items():
            request = self._waiting.get(key) or self._failed.get(key)
            if key not in known and request is not None:
                source = SOURCE_TITLES.get(key[0], key[0])
                tip = "\n".join(part for part in (request.name, source, self._reasons.get(key, "")) if part)
                words = f"{request.name} {source}"
                shown.append(GameItem(key, "On the way", request.name, f"{state} · {source}", tip, words))
        return shown

    def _set_state(self, key: Key, state: str) -> None:
        if self._states.get(key) != state:
            self._states[key] = state
            self._soon.start()

    def _show_progress(self) -> None:
        if not self._waiting:
            return
        elapsed_s = max(time.monotonic() - self._began_s, 0.001)
        rate = f", {number(60 * self._done / elapsed_s)} a minute" if self._done else ""
        words = f"Fetching {self._done + 1} of {self._total}{rate}"
        self.progressed.emit(self._done, self._total, words)

    def note_reach(self, error: ExplorerError | None) -> None:
        """Take a host for reached when it has answered, whatever it said; other failures tell nothing of that."""
        if error is not None and not isinstance(error, UnreachableError | StatusError):
            return
        is_unreachable = isinstance(error, UnreachableError)
        if is_unreachable != self.is_unreachable:
            self.is_unreachable = is_unreachable
            self.online_changed.emit()


def _key(request: Request) -> Key:
    return (request.source, request.game_id or f"session {request.session_id}")
