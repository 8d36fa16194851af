"""Every pane of the window, made around the models of the possession list and its breakdown."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.core.court import Court
from explorer.models.breakdown_model import BreakdownModel
from explorer.models.possession_model import PossessionModel
from explorer.widgets.court.court_pair import CourtPair
from explorer.widgets.details_pane import DetailsPane
from explorer.widgets.facets_pane import FacetsPane
from explorer.widgets.filter_edit import FilterEdit
from explorer.widgets.findings_pane import FindingsPane
from explorer.widgets.library_pane import LibraryPane
from explorer.widgets.possession_pane import PossessionPane


@dataclass(frozen=True, slots=True)
class Panes:
    """What a window is furnished with."""

    library: LibraryPane
    possessions: PossessionPane
    courts: CourtPair
    details: DetailsPane
    findings: FindingsPane
    facets: FacetsPane
    filter: FilterEdit


def make_panes(model: PossessionModel, groups: BreakdownModel, court: Court) -> Panes:
    """Panes that show nothing yet; `court` is drawn until a game says which is its own."""
    return Panes(
        LibraryPane(),
        PossessionPane(model, groups),
        CourtPair(court),
        DetailsPane(),
        FindingsPane(),
        FacetsPane(),
        FilterEdit(),
    )
