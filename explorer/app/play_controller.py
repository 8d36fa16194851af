"""Plays the tracking of the chosen possession: read off the window's thread, and only while the court shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from explorer.app.controller import Controller
from explorer.app.games_controller import GamesController
from explorer.app.play_words import play_of_file, play_of_possession
from explorer.core.errors import ExplorerError
from explorer.core.model import Game, Possession
from explorer.core.names import NameBook
from explorer.core.tracking import Tracking
from explorer.core.tracking_match import Stretch
from explorer.core.vocabulary import CTG
from explorer.jobs.runner import Job, Lane, Runner
from explorer.models.possession_model import team_colours
from explorer.services.selection import Selection
from explorer.services.tracking import Trackings, open_tracking
from explorer.widgets.court.play import Play
from explorer.widgets.court.play_layer import NOTHING, PlayLayer

READING = "Reading the tracking …"
STOPPED = "You stopped this. Choose another possession and come back to read its tracking."
FETCH = (
    "No tracking of this possession is kept. Fetch it with Possession > Fetch tracking, or open a file that holds it."
)
OPEN = "No tracking of this possession is kept. Open a file that holds it."
NOT_COVERED = "The tracking that is kept of this game does not cover this possession."
CTG_GIVES_NONE = "Cleaning the Glass gives no tracking. Its touches and passes are under Path."


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What was found of a possession: its stretch where it is covered, and whether any tracking is kept at all."""

    game: Game
    possession: Possession
    stretch: Stretch | None
    has_any: bool


class PlayController(QObject):
    """Brings tracking to the layer Play, and its events to whoever shows the timeline."""

    play_asked = Signal()
    """There is something new to play: the court should show its layer Play."""
    event_reached = Signal(int)
    """Playing has come to the event of the possession with this number."""

    def __init__(
        self, layer: PlayLayer, viewer: Controller, games: GamesController, runner: Runner, parent: QObject
    ) -> None:
        """Take everything that is needed; nothing is read before `set_shown`."""
        super().__init__(parent)
        self._layer, self._viewer, self._games, self._runner = layer, viewer, games, runner
        self._trackings = Trackings()
        self._is_shown = False
        self._shown_of: tuple[Selection, int] | None = None
        self._file: Play | None = None
        self._job: Job | None = None
        viewer.possession_changed.connect(self._on_possession_changed)
        viewer.changed.connect(self._on_possession_changed)
        games.tracking_kept.connect(self.tracking_kept)
        games.tracking_loose.connect(self.play_files)
        layer.event_reached.connect(self.event_reached)

    def set_shown(self, is_shown: bool) -> None:
        """The court shows the layer Play, or another: nothing is read for a layer that nobody sees."""
        self._is_shown = is_shown
        if is_shown:
            self._refresh()
        else:
            self._layer.clock.pause()

    def show_event(self, number: int) -> None:
        """Go to an event of the possession: its row of the timeline was chosen."""
        if self._file is None:
            self._layer.show_event(number)

    def tracking_kept(self) -> None:
        """Tracking was fetched or opened: show that of the chosen possession where it is there."""
        self._shown_of = None
        self._file = None
        self._refresh()
        self.play_asked.emit()

    def play_files(self, paths: Sequence[Path]) -> None:
        """Play a file of tracking that is of no known game; of several the first."""
        if not paths:
            return
        self._call_off()
        self._shown_of = None
        self._layer.show_nothing(READING)
        path = paths[0]
        job = Job("Reading tracking", lambda token, tell: open_tracking(path), self._on_opened, self._on_failed)
        job.on_end = lambda: self._on_ended(job)
        self._job = self._runner.submit(Lane.LOOK, job)

    def _on_opened(self, tracking: Tracking) -> None:
        book = NameBook() if self._viewer.selection is None else self._viewer.selection.book
        self._file = play_of_file(tracking, book)
        self._layer.show_play(self._file)
        self.play_asked.emit()

    def _on_failed(self, error: ExplorerError) -> None:
        # What failed now may go well the next time it is looked at.
        self._shown_of = None
        self._layer.show_nothing(str(error))

    def _on_ended(self, job: Job) -> None:
        if job.token.is_cancelled and self._job is job:
            self._shown_of = None
            self._layer.show_nothing(STOPPED)

    def _call_off(self) -> None:
        if self._job is not None:
            self._job.token.cancel()
            self._job = None

    def _on_possession_changed(self) -> None:
        self._layer.clock.pause()
        self._file = None
        self._refresh()

    def _refresh(self) -> None:
        """Show the tracking of the chosen possession, if it is not the one that is shown."""
        if not self._is_shown or self._file is not None:
            return
        selection, row = self._viewer.selection, self._viewer.chosen
        if selection is None or row is None or row >= len(selection.tables.possessions):
            self._call_off()
            self._shown_of = None
            self._layer.show_nothing(NOTHING)
            return
        if self._shown_of is not None and self._shown_of[0] is selection and self._shown_of[1] == row:
            return
        self._call_off()
        self._shown_of = (selection, row)
        self._layer.show_nothing(READING)
        trackings = self._trackings
        game = int(selection.tables.possessions.game[row])
        number = int(selection.tables.possessions.number[row])

        def done(found: _Found) -> None:
            self._show(selection, found)

        job = Job(
            "Reading tracking", lambda token, tell: _found(trackings, selection, game, number), done, self._on_failed
        )
        job.on_end = lambda: self._on_ended(job)
        self._job = self._runner.submit(Lane.LOOK, job)

    def _show(self, selection: Selection, found: _Found) -> None:
        if found.stretch is None:
            self._layer.show_nothing(_notice(found))
            return
        names = selection.tables.names
        numbers = team_colours(names, selection.book)
        colours = {key[1]: numbers[code] for code, key in enumerate(names.teams) if key[0] == found.game.source}
        self._layer.show_play(play_of_possession(found.stretch, found.possession, found.game, selection.book, colours))


def _found(trackings: Trackings, selection: Selection, game: int, number: int) -> _Found:
    """Read a possession's tracking; in a lane of its own."""
    details = selection.details(game)
    possession = details.game.possessions[number - 1]
    stretch = trackings.stretch_of(selection, details.game, possession)
    has_any = stretch is not None or trackings.tracking_of(selection, details.game.key, possession) is not None
    return _Found(details.game, possession, stretch, has_any)


def _notice(found: _Found) -> str:
    """Why there is nothing to play, and what the user can do."""
    if found.has_any:
        return NOT_COVERED
    if found.game.source == CTG:
        return CTG_GIVES_NONE
    return FETCH if found.possession.locations else OPEN
