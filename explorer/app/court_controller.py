"""What the court draws: the layer that is wanted, filled with what the list shows; what is done on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from explorer.app.controller import Controller
from explorer.app.court_presenting import show_shots
from explorer.app.fetch_controller import FetchController
from explorer.app.games_controller import GamesController
from explorer.app.main_window import MainWindow
from explorer.app.settings import Settings
from explorer.core.baseline import opponents
from explorer.core.breakdown import Sample
from explorer.core.court import Court, court_for
from explorer.core.errors import StoreError
from explorer.core.model import Key
from explorer.core.query_names import court_of
from explorer.core.text import count
from explorer.services.annotations import Annotations
from explorer.services.fetching import Fetched
from explorer.widgets.court.canvas import Orientation, Tool
from explorer.widgets.court.court_view import CourtView

_YES = "yes"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the court is looked at; every value is a word, as it is kept."""

    layer: str = "shots"
    baseline: str = "loaded"
    orientation: str = Orientation.UP.value
    is_flipped: str = ""
    tool: str = Tool.RECTANGLE.value
    has_distances: str = ""
    colour: str = ""
    size: str = ""


class CourtController(QObject):
    """Keeps the courts in step with what the list shows, and turns what is done on them into questions."""

    wanted_changed = Signal()
    """The court is looked at otherwise."""

    def __init__(
        self,
        window: MainWindow,
        viewer: Controller,
        games: GamesController,
        fetches: FetchController,
        annotations: Annotations,
        settings: Settings,
    ) -> None:
        """Take everything that is needed, and look at the court as the last time."""
        super().__init__(window)
        self._window, self._viewer, self._games = window, viewer, games
        self._annotations, self._settings = annotations, settings
        self._view = window.court
        self._second: Callable[[], Sample | None] = lambda: None
        self._courts: dict[Key, str] = {}
        kept = settings.court()
        self.wanted = Wanted(**{f.name: kept[f.name] for f in fields(Wanted) if f.name in kept})
        self._connect(self._view)
        window.courts.second_made.connect(self._connect)
        viewer.shown.connect(self._on_shown)
        viewer.changed.connect(self._on_changed)
        viewer.possession_changed.connect(lambda: self._view.set_chosen(viewer.chosen))
        fetches.fetched.connect(self._on_fetched)
        window.menus.league_chosen.connect(self.choose_league)
        window.menus.baseline_chosen.connect(lambda name: self.want(baseline=name))
        actions = window.actions_
        layers = {f"layer_{layer.name}": layer.name for layer in self._view.layers}
        window.menus.connect_commands(
            {
                **{command: partial(self.want, layer=name) for command, name in layers.items()},
                "court_table": lambda: self._view.show_table(actions["court_table"].isChecked()),
                "distances": lambda: self.want(has_distances=_word(actions["distances"].isChecked())),
                "next_shot": lambda: self._step(1),
                "previous_shot": lambda: self._step(-1),
                "lasso": lambda: self.want(tool=(Tool.LASSO if actions["lasso"].isChecked() else Tool.RECTANGLE).value),
                "sideways": lambda: self.want(orientation=_orientation(actions["sideways"].isChecked())),
                "flip": lambda: self.want(is_flipped=_word(actions["flip"].isChecked())),
            }
        )
        self._view.head.set_common(window.menus.court_actions())
        window.menus.give_icon(self._view.head.choices, "more")
        window.menus.tint(window.palette())
        self._read_courts()
        self._apply()
        self._on_changed()

    def compare_with(self, second: Callable[[], Sample | None]) -> None:
        """Where the other side of a comparison comes from: None where nothing is compared."""
        self._second = second

    def _connect(self, view: CourtView) -> None:
        view.shots_layer.shot_chosen.connect(self._viewer.choose_row)
        view.layer_changed.connect(lambda name: self.want(layer=name))
        view.shots_layer.fields_wanted.connect(lambda colour, size: self.want(colour=colour, size=size))

    # How it is looked at

    def want(self, **changes: str) -> None:
        """Look at the court otherwise, and keep that."""
        wanted = replace(self.wanted, **changes)
        if wanted == self.wanted:
            self._tick()
            return
        self.wanted = wanted
        self._settings.keep_court({f.name: getattr(wanted, f.name) for f in fields(Wanted)})
        self._apply()
        self._fill()
        self.wanted_changed.emit()

    def _apply(self) -> None:
        wanted = self.wanted
        names = [layer.name for layer in self._view.layers]
        for view in self._window.courts.views:
            view.show_layer(wanted.layer if wanted.layer in names else names[0])
            view.set_view(_as(Orientation, wanted.orientation), is_flipped=wanted.is_flipped == _YES)
            view.canvas.tool = _as(Tool, wanted.tool)
        self._tick()

    def _tick(self) -> None:
        wanted, actions = self.wanted, self._window.actions_
        for layer in self._view.layers:
            actions[f"layer_{layer.name}"].setChecked(layer.name == wanted.layer)
        actions["lasso"].setChecked(wanted.tool == Tool.LASSO)
        actions["sideways"].setChecked(wanted.orientation == Orientation.SIDEWAYS)
        actions["flip"].setChecked(wanted.is_flipped == _YES)
        actions["distances"].setChecked(wanted.has_distances == _YES)
        self._window.menus.show_court_choices(self._league(), wanted.baseline)

    # What is drawn

    def _on_changed(self) -> None:
        court = self._court()
        for view in self._window.courts.views:
            if view.court is not court:
                view.set_court(court)
        self._tick()
        self._on_shown()

    def _on_shown(self) -> None:
        self._fill()

    def _fill(self) -> None:
        """Fill the layer that is wanted, of either court, with what is shown."""
        if self._viewer.selection is None:
            self._view.shots_layer.show_nothing("Shots appear here.")
            return
        self.fill(self._view, self._viewer.sample)

    def fill(self, view: CourtView, sample: Sample) -> None:
        """Show a sample on a court."""
        show_shots(view.shots_layer, sample, self.wanted.colour, self.wanted.size)

    def baseline(self, sample: Sample) -> tuple[Sample | None, str]:
        """What a sample is set against, and what that is called; None for nothing."""
        match self.wanted.baseline:
            case "opponent":
                return opponents(sample), "the other team"
            case "second" if (second := self._second()) is not None:
                return second, "B"
            case "none" | "second":
                return None, ""
        return Sample.whole(sample.tables, sample.book), "all loaded games"

    # Shots by keys

    def _step(self, by: int) -> None:
        """Choose the next or the previous shot that is drawn, in the order of play."""
        layer, row = self._view.shots_layer, self._viewer.chosen
        shots = layer.shots.possession
        if not len(shots):
            return
        current = self._view.standing if self._view.drawn is layer else None
        if current is None or row is None or shots[current] != row:
            here = np.flatnonzero(shots >= (-1 if row is None else row))
            first = int(here[0]) if len(here) else len(shots)
            # On the first shot of the chosen possession at once, from a possession without one to the next that has.
            current = first - 1 if by > 0 else first
        mark = current + by
        if 0 <= mark < len(shots):
            self._viewer.choose_row(int(shots[mark]))
            if self._view.drawn is layer:
                self._view.stand_on(mark)

    # The court of a game

    def _court(self) -> Court:
        """The court of most of the games that are looked at."""
        selection = self._viewer.selection
        if selection is None or not selection.tables.names.games:
            return court_for("nba", None)
        courts = [court_of(info) for info in selection.tables.names.games]
        key = Counter(court.key for court in courts).most_common(1)[0][0]
        return next(court for court in courts if court.key == key)

    def _league(self) -> str:
        """The league whose court was chosen for all of the games, empty where there is none such."""
        selection = self._viewer.selection
        chosen = {info.court for info in selection.tables.names.games} if selection is not None else set()
        return chosen.pop() if len(chosen) == 1 else ""

    def choose_league(self, league: str) -> None:
        """Draw the games that are looked at on a league's court, or for an empty word each on its own league's."""
        selection = self._viewer.selection
        if selection is None:
            return
        keys = [info.key for info in selection.tables.names.games]
        if not selection.is_sample:
            try:
                self._annotations.choose_court(keys, league)
            except StoreError as error:
                self._games.fail(error)
        self._courts = {**self._courts, **dict.fromkeys(keys, league)}
        self._viewer.use_courts(self._courts)
        self._window.possessions.bar.show_message(
            f"{count(len(keys), 'game')} on {f'the court of {self._view.court.title}' if league else 'its own court'}."
        )
        self._tick()

    def _read_courts(self) -> None:
        try:
            self._courts = self._annotations.courts()
        except StoreError as error:
            self._games.fail(error)
            return
        self._viewer.use_courts(self._courts)

    def _on_fetched(self, fetched: Fetched) -> None:
        if fetched.replaced in self._courts and fetched.replaced is not None and fetched.key is not None:
            try:
                self._annotations.follow_court(fetched.replaced, fetched.key)
            except StoreError as error:
                self._games.fail(error)
            self._read_courts()


def _word(is_so: bool) -> str:
    return _YES if is_so else ""


def _orientation(is_sideways: bool) -> str:
    return (Orientation.SIDEWAYS if is_sideways else Orientation.UP).value


def _as[W: (Orientation, Tool)](kind: type[W], word: str) -> W:
    """A kept word as one of a list, the first where it is none of it."""
    return next((one for one in kind if one == word), next(iter(kind)))
