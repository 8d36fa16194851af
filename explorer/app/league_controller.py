"""The rates of a whole league, read from the library off the window's thread: a baseline for what is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from explorer.app.controller import Controller
from explorer.core.baseline import baseline_of
from explorer.core.breakdown import Sample
from explorer.core.definitions import Definitions
from explorer.core.model import Key
from explorer.core.task import CancelToken, Progress
from explorer.core.text import count
from explorer.jobs.runner import Job, Lane, Runner
from explorer.services.selection import Selection

_READING = "Reading the league …"
STOPPED = "The league was not read to its end: you stopped it."

type _Asked = tuple[tuple[Key, ...], Definitions, frozenset[int]]
type _League = tuple[dict[str, float], dict[str, float], int]


class LeagueController(QObject):
    """Keeps the rates of the league of the games that are looked at, once they were asked for."""

    known = Signal()
    """The rates have been read, or cannot be."""

    def __init__(
        self,
        viewer: Controller,
        runner: Runner,
        league_keys: Callable[[str], list[Key]],
        load: Callable[[list[Key], CancelToken, Progress], Selection],
    ) -> None:
        """`league_keys` gives the library's games of a league, `load` reads them."""
        super().__init__(viewer)
        self._viewer, self._runner, self._keys, self._load = viewer, runner, league_keys, load
        self._asked: _Asked | None = None
        self._rates: tuple[dict[str, float], dict[str, float]] | None = None
        self.note = ""

    def rates(self, is_of_shots: bool) -> dict[str, float] | None:
        """The rates of possessions or of shots; None while they are read, which `known` ends, or where none can be."""
        selection = self._viewer.selection
        if selection is None or not selection.games:
            return None
        keys = tuple(self._keys(selection.games[0].info.league)) if not selection.is_sample else ()
        asked = (keys, selection.tables.definitions, self._viewer.left_out)
        if asked != self._asked:
            self._asked, self._rates = asked, None
            self._read(selection, list(keys), asked)
        return self._rates[is_of_shots] if self._rates is not None else None

    def _read(self, selection: Selection, keys: list[Key], asked: _Asked) -> None:
        self.note = _READING
        job = Job(
            "Reading the league",
            lambda token, tell: _league(self._load(keys, token, tell).under(asked[1]) if keys else selection, asked[2]),
            lambda found: self._on_read(found, asked),
            lambda error: self._on_failed(str(error), asked),
        )
        job.on_end = lambda: self._on_failed(STOPPED, asked) if job.token.is_cancelled else None
        self._runner.submit(Lane.LOOK, job)

    def _on_read(self, found: _League, asked: _Asked) -> None:
        if asked == self._asked:
            self._rates = found[:2]
            self.note = f"Δ from the league, {count(found[2], 'game')}."
            self.known.emit()

    def _on_failed(self, why: str, asked: _Asked) -> None:
        if asked == self._asked:
            self.note = why
            self.known.emit()


def _league(selection: Selection, left_out: frozenset[int]) -> _League:
    """The rates of a league's possessions, of its shots, and how many games these are."""
    sample = Sample.whole(selection.tables.leaving_out(left_out), selection.book)
    return baseline_of(sample, is_of_shots=False), baseline_of(sample, is_of_shots=True), len(selection.games)
