"""Two questions side by side: A is the filter's, B a second one; both in the groups, on the court, and in words."""

from __future__ import annotations

from PySide6.QtCore import QObject

from explorer.app.breakdown_controller import BreakdownController
from explorer.app.controller import Controller
from explorer.app.court_controller import CourtController
from explorer.app.main_window import MainWindow
from explorer.core import query, text
from explorer.core.breakdown import Sample, measured
from explorer.core.errors import QueryError
from explorer.core.metrics import differences
from explorer.core.result import Figure

_SHARED = "A and B share possessions: a difference has no interval."


class CompareController(QObject):
    """Keeps B, and shows how far it lies from A."""

    def __init__(
        self, window: MainWindow, viewer: Controller, breakdowns: BreakdownController, courts: CourtController
    ) -> None:
        """Take everything that is needed; nothing is compared until it is asked for."""
        super().__init__(window)
        self._window, self._viewer, self._breakdowns, self._courts = window, viewer, breakdowns, courts
        self._bar = window.possessions.compare
        self._action = window.actions_["compare"]
        self._second: query.Query | None = None
        window.menus.connect_commands({"compare": self._on_toggled})
        breakdowns.compare_with(self.sample)
        courts.compare_with(self.sample)
        courts.filled.connect(self._show)
        self._bar.second_asked.connect(self._on_second)
        self._bar.swap_asked.connect(self._on_swap)
        self._bar.closed.connect(self._on_closed)
        self._bar.second.offers_wanted.connect(self._on_offers_wanted)
        viewer.shown.connect(self._show)
        viewer.changed.connect(self._on_changed)

    def sample(self) -> Sample | None:
        """The possessions of B with their shots; None where nothing is compared."""
        selection = self._viewer.selection
        if self._second is None or selection is None:
            return None
        return Sample.of(self._second, selection.tables, selection.book)

    @property
    def second(self) -> str | None:
        """The question of B; None where nothing is compared."""
        return None if self._second is None else self._second.text

    @property
    def question(self) -> str:
        """The question of B; empty where nothing is compared."""
        return "" if self._second is None else self._second.text

    def compare(self, second: str) -> None:
        """Compare what is shown with this question; one that cannot be read is told of, and the last one holds."""
        try:
            asked = query.parse(second)
        except QueryError as error:
            self._bar.show_error(str(error))
            return
        self._bar.show_error("")
        self._second = asked
        self._action.setChecked(True)
        self._refresh()

    def _refresh(self) -> None:
        self._breakdowns.show_groups()
        # A's court may be set against B.
        self._courts.refresh()

    def _on_toggled(self) -> None:
        if self._action.isChecked():
            self.compare("")
            self._bar.second.setFocus()
        else:
            self._on_closed()

    def _on_closed(self) -> None:
        self._second = None
        self._action.setChecked(False)
        self._refresh()
        self._window.possessions.table.setFocus()

    def _on_changed(self) -> None:
        """Without games there is nothing to compare."""
        if self._viewer.selection is None and self._second is not None:
            self._on_closed()

    def _on_second(self, question: str) -> None:
        if self._second is not None:
            self.compare(question)

    def _on_swap(self) -> None:
        if self._second is not None:
            first, second = self._viewer.question, self._second.text
            self._second = query.parse(first)
            self._viewer.ask(second)

    def _on_offers_wanted(self, words: str, cursor: int) -> None:
        if self._viewer.selection is not None:
            tables, book = self._viewer.selection.tables, self._viewer.selection.book
            self._bar.second.show_offers(query.complete(words, cursor, tables, book))

    def _show(self) -> None:
        """Show both questions, what they come to, and B's court."""
        second = self.sample()
        is_compared = second is not None and self._second is not None
        self._bar.setVisible(is_compared)
        # One possession has no other side.
        self._window.courts.show_pair(is_compared and not self._window.court.layer.is_of_one_possession)
        if second is None or self._second is None:
            return
        first = self._viewer.sample
        self._bar.show_questions(self._viewer.question, self._second.text)
        told = [measured(sample, ("ppp",)) for sample in (first, second)]
        self._bar.show_told(_words(told[0]), _words(told[1]), _gap(first, second, told[0]["ppp"], told[1]["ppp"]))
        if self._window.courts.is_pair:
            self._courts.fill(self._window.courts.second, second, self._second.text, (first, "A"))


def _words(figures: dict[str, Figure]) -> str:
    """`1.13 PPP ± 0.24 (n 94)`."""
    n = int(figures["n"].value[0])
    half = figures["ppp_half"].text(0)
    spread = "" if half == text.UNKNOWN else f" ± {half}"
    return f"{figures['ppp'].text(0)} PPP{spread} (n {n:,})"


def _gap(first: Sample, second: Sample, ours: Figure, theirs: Figure) -> str:
    """How far A's PPP lies from B's; with an interval where they share no possession."""
    gap = differences(ours.rates(), theirs.rates())
    if gap.value[0] != gap.value[0]:
        return ""
    words = f"A − B   {text.signed(float(gap.value[0]), 2)} PPP"
    if first.shares_rows(second):
        return f"{words}   {_SHARED}"
    if gap.low[0] != gap.low[0]:
        return words
    return f"{words}   (95 % interval {text.signed(float(gap.low[0]), 2)} to {text.signed(float(gap.high[0]), 2)})"
