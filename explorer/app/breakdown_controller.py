"""The groups below the list: what is shown, parted in the way that is wanted; a click on a group narrows to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from explorer.app.controller import Controller
from explorer.app.league_controller import LeagueController
from explorer.app.main_window import MainWindow
from explorer.app.presenting import together_in_words
from explorer.app.settings import Settings
from explorer.core import both_ends, text
from explorer.core.baseline import baseline_of, opponents
from explorer.core.breakdown import Form, Sample, breakdown
from explorer.core.errors import UsageError
from explorer.core.figures import DEFAULTS, all_figures, titles
from explorer.core.grouping import RowKind
from explorer.core.groupings import BY_NAME
from explorer.core.on_off import on_off, together
from explorer.core.players import players
from explorer.core.query_edit import add, has_term, toggle
from explorer.core.result import NO_RESULT, Result, beside, compared
from explorer.models.breakdown_model import SMALL_N, BreakdownModel
from explorer.widgets.breakdown_pane import FIRST_FIELD, MODES

_TABLES: dict[str, Callable[[Sample], Result]] = {
    "teams": both_ends.teams,
    "line_ups": both_ends.line_ups,
    "on_off": on_off,
    "players": players,
}
_COMPARED = ("n", "ppp", "efg", "tov_rate", "oreb_rate", "ft_rate", "fg3a_rate")
_COMPARED_SHOTS = ("n", "pps", "fg_pct", "efg", "fg3a_rate")
_BASELINES = {"loaded": "Δ from all loaded games.", "opponent": "Δ from all their opponents did."}
_ROWS = {"teams": "team", "line_ups": "line-up", "on_off": "player", "players": "player"}
"""What a row of each table is."""
_NO_CHANCES = "PPC: these games tell of no chances."


class BreakdownController(QObject):
    """Keeps the groups in step with what the list shows."""

    small_n_changed = Signal()
    """Rates are pale below another n."""

    def __init__(
        self,
        window: MainWindow,
        groups: BreakdownModel,
        viewer: Controller,
        league: LeagueController,
        settings: Settings,
    ) -> None:
        """Take everything that is needed."""
        super().__init__(window)
        self._groups, self._viewer, self._settings, self._league = groups, viewer, settings, league
        self._pane = window.possessions.breakdown
        self._table = window.possessions.table
        self._second: Callable[[], Sample | None] = lambda: None
        self._offered: tuple[str, ...] = ()
        kept = settings.breakdown()
        self._figures: dict[str, list[str]] = _figures(kept.get("figures"))
        groups.set_small_n(_whole(kept.get("small_n"), SMALL_N))
        by = (
            [name for name in kept.get("by", []) if isinstance(name, str) and name in BY_NAME]
            if isinstance(kept.get("by"), list)
            else []
        )
        self._pane.show_wanted(
            str(kept.get("mode", "")),
            by or [FIRST_FIELD],
            str(kept.get("form", "")),
            str(kept.get("baseline", "")),
            groups.small_n,
        )
        self._pane.wanted_changed.connect(self._on_wanted)
        self._pane.term_chosen.connect(self._on_term_chosen)
        self._pane.term_opened.connect(self._on_term_opened)
        self._pane.figures_chosen.connect(self._on_figures_chosen)
        self._pane.rows_chosen.connect(self._on_rows_chosen)
        self._pane.small_n_chosen.connect(self._on_small_n_chosen)
        viewer.shown.connect(self.show_groups)
        league.known.connect(self.show_groups)
        self.show_groups()

    def compare_with(self, second: Callable[[], Sample | None]) -> None:
        """Where the other side of a comparison comes from: None where nothing is compared."""
        self._second = second

    def show_groups(self) -> None:
        """Work out and show the groups of what is shown."""
        sample, second, mode = self._viewer.sample, self._second(), self._pane.mode
        if mode != "breakdown":
            result = _TABLES[mode](sample)
            if second is not None:
                result = _noted(result, "Only the breakdown compares A and B; this is A.")
        else:
            try:
                result = self._broken_down(sample, second)
            except UsageError as error:
                result = _noted(NO_RESULT, f"{str(error)[:1].upper()}{str(error)[1:]}.")
        if second is None or mode != "breakdown":
            kind = self._kind(result)
            shown = self._figures.get(kind) or self._defaults(kind, result)
            self._offer(kind, result, shown)
            self._groups.show_result(result, {"n", *shown})
        else:
            self._groups.show_result(result)
        self._pane.show_note(self._note(result))

    def _defaults(self, kind: str, result: Result) -> list[str]:
        """The figures that are shown unless others are chosen; by chances, points per chance are among them."""
        is_by_chances = kind == "possession" and self._viewer.sample.tables.definitions.unit == "chance"
        more = ["ppc", "ppc_half"] if is_by_chances else []
        return [*(figure.name for figure in result.figures if figure.is_default), *more]

    def _offer(self, kind: str, result: Result, shown: Sequence[str]) -> None:
        """Offer figures to choose from, where others can be chosen than before."""
        if (kind, *shown) != self._offered:
            self._offered = (kind, *shown)
            self._pane.show_figures(titles(all_figures() if kind == "possession" else result.figures), shown)

    def _broken_down(self, sample: Sample, second: Sample | None) -> Result:
        by = [BY_NAME[name] for name in self._pane.by]
        is_of_shots = any(grouping.row_kind is RowKind.SHOT for grouping in by)
        if second is not None:
            names = _COMPARED_SHOTS if is_of_shots else _COMPARED
            both = [breakdown(side, by, Form.TOTAL, names) for side in (sample, second)]
            return compared(both[0], both[1], names, is_independent=not sample.shares_rows(second))
        chosen = self._figures.get("shot" if is_of_shots else "possession")
        wanted = None if is_of_shots else self._wanted(chosen)
        result = breakdown(sample, by, Form(self._pane.form or Form.TOTAL), wanted)
        base = self._baseline(sample, is_of_shots)
        return result if base is None else beside(result, base)

    def _wanted(self, chosen: Sequence[str] | None) -> frozenset[str]:
        if chosen is None:
            unit = self._viewer.sample.tables.definitions.unit
            return DEFAULTS | ({"ppc"} if unit == "chance" else set())
        return frozenset(name.removesuffix("_half") for name in chosen)

    def _baseline(self, sample: Sample, is_of_shots: bool) -> Mapping[str, float] | None:
        """The rates of the chosen baseline; None where there is none, or not yet."""
        match self._pane.baseline:
            case "loaded":
                whole = Sample.whole(sample.tables, sample.book)
                return sample.lookups.once(
                    ("baseline", is_of_shots), lambda: baseline_of(whole, is_of_shots=is_of_shots)
                )
            case "opponent":
                return baseline_of(opponents(sample), is_of_shots=is_of_shots)
            case "league":
                return self._league.rates(is_of_shots)
        return None

    def _kind(self, result: Result) -> str:
        return result.counted if self._pane.mode == "breakdown" else self._pane.mode

    def _note(self, result: Result) -> str:
        words = [result.note] if result.note else []
        if result.counted == "shot" and self._pane.mode == "breakdown":
            words.append("n counts shots." if self._pane.form in ("", "total") else "n counts shots, in all.")
        if self._pane.mode == "breakdown":
            baseline = self._pane.baseline
            words.append(self._league.note if baseline == "league" else _BASELINES.get(baseline, ""))
        is_asked = any(figure.name == "ppc" for figure in result.figures) and self._pane.mode == "breakdown"
        if is_asked and (self._viewer.sample.tables.possessions.chances < 0).all():
            words.append(_NO_CHANCES)
        if not len(result) and not words and self._viewer.mask.any():
            words.append("These possessions tell nothing of this.")
        if len(result):
            words.append(text.count(len(result), _ROWS.get(self._pane.mode, "group")))
        return "  ".join(word for word in words if word)

    def _on_rows_chosen(self, rows: Sequence[int]) -> None:
        """Say how a team does with all of the chosen players on the floor, and with not all of them."""
        if self._pane.mode != "on_off":
            return
        chosen = [codes for row in rows if (codes := self._groups.codes_at(row))]
        if len(chosen) < 2:
            self._pane.show_note(self._note(self._groups.result))
            return
        if len({team for _, team in chosen}) > 1:
            self._pane.show_note("The chosen players are of several teams.")
            return
        split = together(self._viewer.sample, chosen[0][1], [player for player, _ in chosen])
        self._pane.show_note(together_in_words(len(chosen), *split))

    def _on_wanted(self) -> None:
        self._keep()
        self.show_groups()

    def _keep(self) -> None:
        pane = self._pane
        self._settings.keep_breakdown(
            {
                "mode": pane.mode,
                "by": list(pane.by),
                "form": pane.form,
                "baseline": pane.baseline,
                "small_n": self._groups.small_n,
                "figures": self._figures,
            }
        )

    def _on_figures_chosen(self, names: Sequence[str] | None) -> None:
        kind = self._kind(self._groups.result)
        if names is None:
            self._figures.pop(kind, None)
        else:
            self._figures[kind] = list(names)
        self._keep()
        self.show_groups()

    @property
    def small_n(self) -> int:
        """What rests on fewer is pale."""
        return self._groups.small_n

    def choose_small_n(self, limit: int) -> None:
        """Write pale what rests on fewer, and tick so in the menu of the groups."""
        self._on_small_n_chosen(limit)
        self._pane.show_small_n(limit)

    def _on_small_n_chosen(self, limit: int) -> None:
        self._groups.set_small_n(limit)
        self.small_n_changed.emit()
        self._keep()

    def _on_term_opened(self, term: str) -> None:
        """Narrow to a group where the question does not yet, and go to the list."""
        question = self._viewer.question
        if term and not has_term(question, term):
            self._viewer.ask(add(question, term))
        self._table.setFocus()

    def _on_term_chosen(self, term: str) -> None:
        """Narrow the list to a group, or widen it again where the filter has it already."""
        self._viewer.ask(toggle(self._viewer.question, term))


def _noted(result: Result, words: str) -> Result:
    return replace(result, note=f"{result.note}  {words}".strip())


def _figures(kept: Any) -> dict[str, list[str]]:
    """The chosen figures by kind, as far as they make sense."""
    if not isinstance(kept, dict):
        return {}
    kinds = {"possession", "shot", *MODES}
    return {
        kind: [name for name in names if isinstance(name, str)]
        for kind, names in kept.items()
        if kind in kinds and isinstance(names, list)
    }


def _whole(kept: Any, default: int) -> int:
    return kept if isinstance(kept, int) and not isinstance(kept, bool) and kept >= 0 else default
