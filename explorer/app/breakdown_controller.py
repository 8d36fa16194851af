"""The breakdown below the list: what is shown, parted by a field; a click on a group narrows to it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from explorer.app.controller import Controller
from explorer.app.main_window import MainWindow
from explorer.app.settings import Settings
from explorer.core import query
from explorer.core.breakdown import breakdown
from explorer.core.fields import BY_NAME
from explorer.models.breakdown_model import BreakdownModel
from explorer.models.possession_model import PossessionModel
from explorer.widgets.breakdown_pane import FIRST_FIELD


class BreakdownController(QObject):
    """Keeps the groups in step with what the list shows."""

    def __init__(
        self, window: MainWindow, model: PossessionModel, groups: BreakdownModel, viewer: Controller, settings: Settings
    ) -> None:
        """Take everything that is needed."""
        super().__init__(window)
        self._model, self._groups, self._viewer, self._settings = model, groups, viewer, settings
        self._pane = window.possessions.breakdown
        self._table = window.possessions.table
        self._pane.show_field(settings.breakdown() or FIRST_FIELD)
        self._pane.field_chosen.connect(self._on_field_chosen)
        self._pane.group_chosen.connect(self._on_group_chosen)
        self._pane.group_opened.connect(self._on_group_opened)
        viewer.shown.connect(self._show_groups)
        self._show_groups()

    def _show_groups(self) -> None:
        """Part what is shown by the chosen field."""
        field = BY_NAME[self._pane.field]
        groups = breakdown(self._model.tables.possessions, self._model.written(field), self._viewer.mask)
        self._groups.show_groups(field, groups, [self._model.mark_of(field, code) for code in groups.codes.tolist()])

    def _on_field_chosen(self, name: str) -> None:
        self._settings.keep_breakdown(name)
        self._show_groups()

    def _on_group_chosen(self, code: int) -> None:
        """Narrow the list to a group, or widen it again where the filter has it already."""
        field = BY_NAME[self._pane.field]
        term = query.term_for(field, self._model.written(field), code)
        question = self._viewer.question
        self._viewer.ask(question.replace(term, "").strip() if term in question else f"{question} {term}".strip())

    def _on_group_opened(self, code: int) -> None:
        self._table.setFocus()
