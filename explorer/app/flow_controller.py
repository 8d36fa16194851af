"""The flow above the list: the chosen possession's game along its time; a drag over it narrows the list."""

from __future__ import annotations

from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.main_window import MainWindow
from explorer.app.settings import Settings
from explorer.core import stretch
from explorer.core.fields import BY_NAME
from explorer.core.flow import flow_of
from explorer.core.query_syntax import QUOTES
from explorer.core.table import Tables
from explorer.core.text import UNKNOWN, count, signed
from explorer.models.possession_model import PossessionModel, team_colours
from explorer.widgets.flow_drawing import FlowWords


class FlowController(QObject):
    """Keeps the strip in step with what is looked at, and acts on what is done in it."""

    def __init__(self, window: MainWindow, model: PossessionModel, viewer: Controller, settings: Settings) -> None:
        """Take everything that is needed."""
        super().__init__(window)
        self._model, self._viewer, self._settings = model, viewer, settings
        self._strip = window.possessions.flow
        self._action = window.actions_["flow"]
        self._action.setChecked(not settings.is_flow_hidden())
        self._tables: Tables | None = None
        self._colours: list[int] = []
        self._game: int | None = None
        window.menus.connect_commands({"flow": self._on_toggled})
        viewer.changed.connect(self._on_changed)
        viewer.shown.connect(self._on_shown)
        viewer.possession_changed.connect(self._on_possession_changed)
        self._strip.possession_chosen.connect(self._on_possession_chosen)
        self._strip.stretch_chosen.connect(self._on_stretch_chosen)
        self._strip.stretch_dropped.connect(self._on_stretch_dropped)
        self._on_changed()

    # What is looked at

    def _on_changed(self) -> None:
        """Other games are looked at, or none, or the strip is wanted or not."""
        self._tables, self._game = self._model.tables, None
        selection = self._viewer.selection
        if selection is None or not self._tables.names.games or not self._action.isChecked():
            self._strip.show_flow(None)
            return
        self._colours = team_colours(self._tables.names, selection.book)
        self._show_game(self._game_of_chosen() or 0)

    def _on_shown(self) -> None:
        # While other games are put in place, what is chosen is still a row of those before; `changed` follows.
        if self._game is not None and self._model.tables is self._tables:
            self._show_rows()

    def _on_possession_changed(self) -> None:
        if self._game is None or self._model.tables is not self._tables:
            return
        game = self._game_of_chosen()
        if game is not None and game != self._game:
            self._show_game(game)
        else:
            self._strip.set_chosen(self._viewer.chosen)

    def _game_of_chosen(self) -> int | None:
        """The code of the game of the chosen possession; None where none is chosen."""
        row = self._viewer.chosen
        return None if row is None else int(self._model.tables.possessions.game[row])

    def _show_game(self, game: int) -> None:
        self._game = game
        flow = flow_of(self._model.tables, game)
        self._strip.show_flow(flow, self._words_of(game, flow.teams))
        self._show_rows()
        self._strip.set_chosen(self._viewer.chosen)

    def _show_rows(self) -> None:
        flow = self._strip.flow
        if flow is not None:
            self._strip.set_shown(self._viewer.mask[flow.rows], stretch.stretch_of(self._viewer.question))

    # Words

    def _words_of(self, game: int, teams: tuple[int, int]) -> FlowWords:
        selection = self._viewer.selection
        names = self._model.tables.names
        shown = [
            "" if code < 0 or selection is None else selection.book.team_short(names.teams[code]) for code in teams
        ]
        colours = [self._colours[code] if code >= 0 else 0 for code in teams]
        is_many = len(names.games) > 1
        title = self._model.written(BY_NAME["game"]).texts[game] if is_many else ""
        return FlowWords(title, names.games[game].day or "", (shown[0], shown[1]), (colours[0], colours[1]), self._tell)

    def _tell(self, row: int) -> str:
        """A possession in words: its number, period and clock, team, outcome and points, and the margin."""

        def word(name: str) -> str:
            written = self._model.written(BY_NAME[name])
            found: str = written.texts[written.codes[row]]
            return found

        table = self._model.tables.possessions
        points = int(table.points[row])
        scored = "points unknown" if points < 0 else count(points, "point")
        margin = signed(float(table.margin[row]))
        parts = [f"{word('number')}.  {word('period')} {word('clock')}", word("offence"), word("outcome"), scored]
        if margin != UNKNOWN:
            parts.append(f"margin {margin}")
        return ", ".join(parts) + ("" if self._model.position_of(row) is not None else " (not shown in the list)")

    # What the user does

    def _on_toggled(self) -> None:
        self._settings.keep_flow_hidden(not self._action.isChecked())
        self._on_changed()

    def _on_possession_chosen(self, row: int) -> None:
        """Choose a possession; where only the stretch hides it, only the stretch goes."""
        if self._model.position_of(row) is None:
            self._on_stretch_dropped()
        self._viewer.choose_key(int(self._model.tables.possessions.key[row]))

    def _on_stretch_chosen(self, chosen: stretch.Stretch) -> None:
        flow = self._strip.flow
        if flow is None or self._game is None:
            return
        term = stretch.term(chosen, flow.start_s)
        if len(self._model.tables.names.games) > 1:
            term = f"{self._game_term(self._game)} {term}"
        self._viewer.ask(stretch.narrowed(self._viewer.question, term))

    def _on_stretch_dropped(self) -> None:
        question = stretch.widened(self._viewer.question)
        if question != self._viewer.question:
            self._viewer.ask(question)

    def _game_term(self, game: int) -> str:
        """The term of one game: by its title, or by its id where that title is another's too or cannot be quoted."""
        titles = self._model.written(BY_NAME["game"]).texts
        folded = [title.casefold() for title in titles]
        is_told = folded.count(folded[game]) == 1 and not any(mark in titles[game] for mark in QUOTES)
        return f'game="{titles[game] if is_told else self._model.tables.names.games[game].key[1]}"'
