"""What the court draws: the layer that is wanted, filled with what the list shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from explorer.app.against import Against
from explorer.app.controller import Controller
from explorer.app.court_presenting import Beside, show_density, show_distances, show_shots, show_zones
from explorer.app.court_wanted import YES, Wanted, one_of, word_of, written_size
from explorer.app.main_window import MainWindow
from explorer.app.settings import Settings
from explorer.core.baseline import opponents
from explorer.core.breakdown import Sample
from explorer.core.names import NameBook
from explorer.core.query_distance import distances_in
from explorer.core.query_places import shapes_in
from explorer.core.table import Tables
from explorer.widgets.court.canvas import Orientation, Tool
from explorer.widgets.court.court_view import CourtView
from explorer.widgets.court.density_layer import Form
from explorer.widgets.court.play_layer import TRAILS_S, USUAL_TRAIL_S

_NOTHING: Beside = (None, "")
_FILLING = ("layer", "baseline", "has_distances", "colour", "size", "zoning")
"""The choices that need what is drawn anew; the others turn it, or are the layers' own."""


class CourtController(QObject):
    """Keeps the courts in step with what the list shows; one layer is filled at a time, the one that is seen."""

    wanted_changed = Signal()
    """The court is looked at otherwise."""
    filled = Signal()
    """The court draws other things of the same possessions: B's should follow."""

    def __init__(self, window: MainWindow, viewer: Controller, settings: Settings, small_n: Callable[[], int]) -> None:
        """Take everything that is needed, and look at the court as the last time.

        `small_n` is the n below which a rate is pale.
        """
        super().__init__(window)
        self._small_n = small_n
        self._window, self._viewer, self._settings = window, viewer, settings
        self._view = window.court
        self._second: Callable[[], Sample | None] = lambda: None
        self.wanted = Wanted.read(settings.court())
        self._connect(self._view)
        window.courts.second_made.connect(self._on_second_made)
        viewer.shown.connect(self._fill)
        viewer.possession_changed.connect(self._on_possession_changed)
        window.menus.baseline_chosen.connect(lambda name: self.want(baseline=name))
        actions = window.actions_
        window.menus.connect_commands(
            {
                **{f"layer_{layer.name}": partial(self.want, layer=layer.name) for layer in self._view.layers},
                "court_table": lambda: self._show_table(actions["court_table"].isChecked()),
                "distances": lambda: self.want(has_distances=word_of(actions["distances"].isChecked())),
                "next_shot": lambda: self.step(1),
                "previous_shot": lambda: self.step(-1),
                "lasso": lambda: self.want(tool=(Tool.LASSO if actions["lasso"].isChecked() else Tool.RECTANGLE).value),
                "sideways": lambda: self.want(orientation=_orientation(actions["sideways"].isChecked())),
                "flip": lambda: self.want(is_flipped=word_of(actions["flip"].isChecked())),
            }
        )
        self._view.head.set_common(window.menus.court_actions())
        window.menus.give_icon(self._view.head.choices, "more")
        window.menus.tint(window.palette())
        self._apply()
        self._fill()

    def compare_with(self, second: Callable[[], Sample | None]) -> None:
        """Where the other side of a comparison comes from: None where nothing is compared."""
        self._second = second

    def _on_second_made(self, view: CourtView) -> None:
        self._connect(view)
        self._apply()

    def _connect(self, view: CourtView) -> None:
        view.layer_changed.connect(lambda name: self.want(layer=name))
        view.shots_layer.fields_wanted.connect(lambda colour, size: self.want(colour=colour, size=size))
        view.zones_layer.zoning_chosen.connect(lambda name: self.want(zoning=name))
        view.play_layer.trail_chosen.connect(lambda seconds: self.want(trail_s=f"{seconds:g}"))
        view.density_layer.form_chosen.connect(lambda form: self.want(form=form))
        view.density_layer.size_chosen.connect(lambda across_ft: self.want(across_ft=written_size(across_ft)))

    def _on_possession_changed(self) -> None:
        for view in self._window.courts.views:
            view.set_chosen(self._viewer.chosen)

    def _show_table(self, is_table: bool) -> None:
        for view in self._window.courts.views:
            view.show_table(is_table)

    # How it is looked at

    def want(self, **changes: str) -> None:
        """Look at the court otherwise, and keep that."""
        wanted = replace(self.wanted, **changes)
        if wanted == self.wanted:
            self._tick()
            return
        before, self.wanted = self.wanted, wanted
        self._settings.keep_court(wanted.words())
        self._apply()
        if any(getattr(before, name) != getattr(wanted, name) for name in _FILLING):
            self._fill()
            self.filled.emit()
        self.wanted_changed.emit()

    def _apply(self) -> None:
        wanted = self.wanted
        names = [layer.name for layer in self._view.layers]
        for view in self._window.courts.views:
            view.show_layer(wanted.layer if wanted.layer in names else names[0])
            view.set_view(one_of(Orientation, wanted.orientation), is_flipped=wanted.is_flipped == YES)
            view.canvas.tool = one_of(Tool, wanted.tool)
            view.density_layer.set_form(one_of(Form, wanted.form))
            view.density_layer.set_across(wanted.hexagon_ft)
            view.play_layer.set_trail(next((s for s in TRAILS_S if f"{s:g}" == wanted.trail_s), USUAL_TRAIL_S))
            view.show_strip(wanted.has_distances == YES)
            view.show_table(self._window.actions_["court_table"].isChecked())
        self._tick()

    def _tick(self) -> None:
        wanted, actions = self.wanted, self._window.actions_
        for layer in self._view.layers:
            actions[f"layer_{layer.name}"].setChecked(layer.name == wanted.layer)
        actions["lasso"].setChecked(wanted.tool == Tool.LASSO)
        actions["sideways"].setChecked(wanted.orientation == Orientation.SIDEWAYS)
        actions["flip"].setChecked(wanted.is_flipped == YES)
        actions["distances"].setChecked(wanted.has_distances == YES)
        self._window.menus.show_baseline(wanted.baseline)

    # What is drawn

    def _fill(self) -> None:
        """Fill the layer that is wanted with what is shown."""
        if self._viewer.selection is None:
            self._empty()
            return
        second = self._second()
        self.fill(self._view, self._viewer.sample, self._viewer.question, (second, "B") if second else _NOTHING)

    def refresh(self) -> None:
        """Draw what is shown anew: something that its drawing hangs on has changed."""
        self._fill()
        self.filled.emit()

    def _empty(self) -> None:
        view, nothing = self._view, Sample.whole(Tables.empty(), NameBook())
        view.set_shapes(())
        view.shots_layer.show_nothing("Open a game: its shots appear here.")
        show_zones(view.zones_layer, nothing, _NOTHING, self.wanted.zoning, view.court, self._small_n())
        show_density(view.density_layer, nothing, _NOTHING)
        view.strip.set_distances(None)

    def fill(self, view: CourtView, sample: Sample, question: str, other: Beside) -> None:
        """Show the sample of a question on a court: what is seen of it, and no more.

        `other` is the other side of a comparison, with its letter.
        """
        wanted, name = self.wanted, view.layer.name
        view.set_shapes([shape.outline(view.court) for shape in shapes_in(question)])
        if name in ("zones", "density") or view.has_strip:
            beside = self.baseline(sample, other)
        else:
            beside = _NOTHING
        if name == "shots":
            show_shots(view.shots_layer, sample, wanted.colour, wanted.size)
        if name == "density" or view.is_crowded:
            beside = beside if name == "density" else self.baseline(sample, other)
            show_density(view.density_layer, sample, beside, is_instead_of_points=view.is_crowded)
        if name == "zones":
            show_zones(view.zones_layer, sample, beside, wanted.zoning, view.court, self._small_n())
        if view.has_strip:
            show_distances(view.strip, sample, beside)
            view.strip.set_chosen(*distances_in(question))

    def baseline(self, sample: Sample, other: Beside) -> Beside:
        """What a sample is set against, and what that is called; None for nothing: no sample is set against itself."""
        match self.wanted.baseline:
            case Against.OPPONENT:
                found: Beside = (opponents(sample), "the other team")
            case Against.SECOND:
                found = other
            case Against.NOTHING:
                found = _NOTHING
            case _:
                found = (Sample.whole(sample.tables, sample.book), "all loaded games")
        against = found[0]
        if against is None or (
            np.array_equal(against.rows, sample.rows) and np.array_equal(against.shots, sample.shots)
        ):
            return _NOTHING
        return found

    # Shots by keys

    def step(self, by: int) -> None:
        """Choose the next or the previous shot of what is shown, in the order of play."""
        if self._viewer.selection is None:
            return
        view, row, sample = self._view, self._viewer.chosen, self._viewer.sample
        is_drawn = view.drawn is view.shots_layer
        # Also shots that another layer draws, or that are too many to be drawn one by one.
        shots = view.shots.possession if is_drawn else sample.tables.shots.possession[sample.shots]
        if not len(shots):
            return
        standing = view.standing if is_drawn else None
        here = -1 if row is None else row
        if standing is not None and shots[standing] == row:
            mark = standing + by
        elif by > 0:
            # The first shot of the chosen possession where it can be pointed at, else the next possession's.
            mark = int(np.searchsorted(shots, here, side="left" if is_drawn else "right"))
        else:
            mark = int(np.searchsorted(shots, here)) - 1
        if 0 <= mark < len(shots):
            self._viewer.choose_row(int(shots[mark]))
            if is_drawn:
                view.stand_on(mark)


def _orientation(is_sideways: bool) -> str:
    return (Orientation.SIDEWAYS if is_sideways else Orientation.UP).value
