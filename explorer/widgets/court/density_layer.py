"""The layer of the density: hexagons by frequency and points per shot, or smooth areas by frequency alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, override

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from explorer.core import text
from explorer.core.columns import Array
from explorer.core.court import Court
from explorer.core.hexagon_rates import against, alone
from explorer.core.hexagons import SIZES_FT, USUAL_FT, HexGrid, hex_grid
from explorer.core.smooth import smooth_grid
from explorer.core.table import ShotTable
from explorer.widgets.court.density_item import DensityItem, Patch, area_patches, hexagon_patches
from explorer.widgets.court.density_words import (
    Cells,
    apart,
    legend_of_areas,
    legend_of_cells,
    place_words,
    table_of,
    words_of,
)
from explorer.widgets.court.layer import Entry, Layer, Rows
from explorer.widgets.court.limits import MOST_POINTS
from explorer.widgets.court.scales import scale_of_gaps, scale_of_rates
from explorer.widgets.tokens import Tokens


class Form(StrEnum):
    """How the density is drawn."""

    HEXAGONS = "hexagons"
    SMOOTH = "smooth"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the rates of the shots are set beside: some shots of a table, or all, and what they are called.

    The title stands in sentences: `all games loaded`, `the other team`, `B`.
    """

    shots: ShotTable
    rows: Array | None
    title: str


class _Codes:
    """The codes of the shots of tables that are in use, by what they were made for."""

    def __init__(self) -> None:
        self._kept: list[tuple[ShotTable, dict[Hashable, NDArray[np.int32]]]] = []

    def of(self, shots: ShotTable, key: Hashable, make: Callable[[ShotTable], NDArray[np.int32]]) -> NDArray[np.int32]:
        found = next((codes for known, codes in self._kept if known is shots), None)
        if found is None:
            found = {}
            self._kept.append((shots, found))
        if key not in found:
            found[key] = make(shots)
        return found[key]

    def keep(self, *tables: ShotTable) -> None:
        """Let go of all others: a season's shots are not held for nobody."""
        self._kept = [(known, codes) for known, codes in self._kept if any(known is table for table in tables)]


class DensityLayer(Layer):
    """Shows where shots are taken and what comes of them; one mark a hexagon that has shots, the busiest first.

    Nothing is worked out before it is asked for: a layer that is not shown costs nothing.
    """

    name = "density"
    title = "Density"

    cell_chosen = Signal(int)
    """The mark of a hexagon that was chosen; `corners_of` tells its place exactly."""
    form_chosen = Signal(str)
    """Another form was chosen from the options: a `Form`."""
    size_chosen = Signal(float)
    """Another size of the hexagons was chosen from the options, in feet."""

    def __init__(self, court: Court, tokens: Tokens, parent: QObject | None = None) -> None:
        """Start without shots."""
        super().__init__(tokens, parent)
        self._court = court
        self._form, self._across_ft = Form.HEXAGONS, USUAL_FT
        self._shots = ShotTable.empty()
        self._rows: Array | None = None
        self._baseline: Baseline | None = None
        self._is_instead_of_points = False
        self._codes = _Codes()
        self._item = DensityItem(court, tokens, self._patches_shown)
        self._menu = QMenu()
        self._actions = self._made_actions()
        self._cells: Cells | None = None
        self._mark_of: NDArray[np.intp] | None = None
        self._patches: Sequence[Patch] | None = None

    # What is shown

    def set_shots(
        self,
        shots: ShotTable,
        rows: Array | None = None,
        baseline: Baseline | None = None,
        *,
        is_instead_of_points: bool = False,
    ) -> None:
        """Show the shots of a mask or of row numbers, or all, beside a baseline.

        Give the same table with another mask rather than another table: what was worked out for its shots is kept as
        long as it is shown. `is_instead_of_points` is told.
        """
        self._shots, self._rows, self._baseline = shots, rows, baseline
        self._is_instead_of_points = is_instead_of_points
        self._codes.keep(shots, *([] if baseline is None else [baseline.shots]))
        self._redraw()

    def set_court(self, court: Court) -> None:
        """Part another court."""
        if court is not self._court:
            self._court = court
            self._item.set_court(court)
            self._redraw()

    @property
    def form(self) -> Form:
        """How the density is drawn."""
        return self._form

    def set_form(self, form: Form) -> None:
        """Draw it as hexagons or as smooth areas."""
        if form is not self._form:
            self._form = form
            self._redraw()
        self._actions[0][form].setChecked(True)

    @property
    def across_ft(self) -> float:
        """The size of the hexagons across their flats."""
        return self._across_ft

    def set_across(self, across_ft: float) -> None:
        """Draw hexagons of another size, one of `SIZES_FT`."""
        if across_ft != self._across_ft:
            self._across_ft = across_ft
            self._redraw()
        self._actions[1][across_ft].setChecked(True)

    @property
    def cells(self) -> Cells:
        """The hexagons that have shots, with all that is told of them."""
        if self._cells is None:
            self._cells = self._counted()
        return self._cells

    def _redraw(self) -> None:
        self._cells = self._mark_of = self._patches = None
        self._item.update()
        self.changed.emit()

    def _counted(self) -> Cells:
        grid = hex_grid(self._court, self._across_ft)
        tally = grid.tally(self._codes_of(self._shots, grid), self._rows)
        some = np.flatnonzero(tally.cells.n)
        cells = some[np.argsort(-tally.cells.n[some], kind="stable")]
        if self._baseline is None:
            return Cells(grid, tally, alone(grid, tally), cells, "")
        other = grid.tally(self._codes_of(self._baseline.shots, grid), self._baseline.rows)
        return Cells(grid, tally, against(grid, tally, other), cells, self._baseline.title)

    def _codes_of(self, shots: ShotTable, grid: HexGrid) -> NDArray[np.int32]:
        return self._codes.of(shots, (grid.court, grid.across_ft), grid.codes_of)

    def _patches_shown(self) -> Sequence[Patch]:
        if self._patches is None:
            self._patches = self._areas() if self._form is Form.SMOOTH else self._hexagons()
        return self._patches

    def _hexagons(self) -> Sequence[Patch]:
        found = self.cells
        if not len(found.cells):
            return ()
        gap, rate = found.rates.gap, found.rates.rate
        scale = scale_of_rates(self.tokens) if gap is None else scale_of_gaps(self.tokens)
        values = (rate if gap is None else gap)[found.cells]
        return hexagon_patches(found.grid, found.cells, found.n, values, found.is_pale, scale, self.tokens)

    def _areas(self) -> Sequence[Patch]:
        grid = smooth_grid(self._court)
        codes = self._codes.of(self._shots, (self._court, Form.SMOOTH), grid.codes_of)
        return area_patches(grid.smooth(codes, self._rows), self.tokens)

    # The promises of a layer

    @property
    @override
    def items(self) -> Sequence[Any]:
        return (self._item,)

    @override
    def set_tokens(self, tokens: Tokens) -> None:
        super().set_tokens(tokens)
        self._patches = None

    @override
    def options(self) -> Sequence[QAction]:
        return (*self._actions[0].values(), self._separator, self._sizes)

    def _made_actions(self) -> tuple[dict[Form, QAction], dict[float, QAction]]:
        forms, sizes = QActionGroup(self), QActionGroup(self)
        made: tuple[dict[Form, QAction], dict[float, QAction]] = {}, {}
        for form, words in ((Form.HEXAGONS, "&Hexagons"), (Form.SMOOTH, "&Smooth areas")):
            action = made[0][form] = QAction(words, forms, checkable=True, checked=form is self._form)
            action.setData(form)
        self._menu.setTitle("Size of the &hexagons")
        for across_ft in SIZES_FT:
            action = made[1][across_ft] = QAction(f"{across_ft:g} ft across", sizes, checkable=True)
            action.setChecked(across_ft == self._across_ft)
            action.setData(across_ft)
        self._menu.addActions(sizes.actions())
        self._sizes = self._menu.menuAction()
        self._separator = QAction(self)
        self._separator.setSeparator(True)
        forms.triggered.connect(self._on_form_chosen)
        sizes.triggered.connect(self._on_size_chosen)
        return made

    def _on_form_chosen(self, action: QAction) -> None:
        self.set_form(Form(action.data()))
        self.form_chosen.emit(str(action.data()))

    def _on_size_chosen(self, action: QAction) -> None:
        self.set_across(action.data())
        self.size_chosen.emit(action.data())

    @override
    def mark_at(self, x_ft: float, y_ft: float, reach_ft: float) -> int | None:
        found = self.cells
        if not len(found.cells):
            return None
        if self._mark_of is None:
            self._mark_of = np.full(len(found.grid), -1, np.intp)
            self._mark_of[found.cells] = np.arange(len(found.cells))
        cell = found.grid.cell_at(x_ft, y_ft)
        if cell is not None and self._mark_of[cell] >= 0:
            return int(self._mark_of[cell])
        away = np.hypot(found.grid.x_ft[found.cells] - x_ft, found.grid.y_ft[found.cells] - y_ft)
        nearest = int(np.argmin(away))
        return nearest if away[nearest] <= self._across_ft / 2 + reach_ft else None

    @override
    def place_of(self, mark: int) -> tuple[float, float] | None:
        found = self.cells
        if not 0 <= mark < len(found.cells):
            return None
        cell = found.cells[mark]
        return float(found.grid.x_ft[cell]), float(found.grid.y_ft[cell])

    def corners_of(self, mark: int) -> NDArray[np.float64]:
        """The six corners of a hexagon, shape (6, 2) in feet: what lies within them is exactly what it counts."""
        found = self.cells
        corners: NDArray[np.float64] = found.grid.corners(found.cells[mark : mark + 1], np.ones(1))[0]
        return corners

    @override
    def words_of(self, mark: int) -> str:
        return words_of(self.cells, mark) if 0 <= mark < self.count() else ""

    @override
    def choose(self, mark: int) -> None:
        if 0 <= mark < self.count():
            self.cell_chosen.emit(mark)

    @override
    def count(self) -> int:
        return len(self.cells.cells)

    @override
    def legend(self) -> Sequence[Entry]:
        found = self.cells
        entries: list[Entry] = []
        if len(found.cells):
            is_smooth = self._form is Form.SMOOTH
            entries = legend_of_areas(self.tokens) if is_smooth else legend_of_cells(found, self.tokens)
        return [*entries, *(Entry(words) for words in apart(found.tally))]

    @property
    @override
    def notice(self) -> str:
        found = self.cells
        n = found.tally.placed + found.tally.without_place + found.tally.beyond_half + found.tally.outside
        if not n:
            return "No shots to show."
        if not found.tally.placed:
            return f"None of {text.count(n, 'shot')} has a place on this half."
        if self._is_instead_of_points:
            return f"{text.count(n, 'shot')}: shown as density above {MOST_POINTS:,}"
        return ""

    @override
    def summary(self) -> str:
        found = self.cells
        placed = found.tally.placed
        if not placed:
            return "No shot on the court."
        where = place_words(found.grid, int(found.cells[0]))
        pps = found.tally.cells.total().pps().at(0)
        beside = f", against {found.baseline}" if found.baseline and self._form is Form.HEXAGONS else ""
        kind = "smooth areas" if self._form is Form.SMOOTH else f"hexagons {self._across_ft:g} ft across"
        told = [
            f"Density of {text.count(placed, 'shot')} as {kind}{beside}; "
            f"{text.number(pps.value, 2)} points per shot (n {pps.n:,})",
            f"busiest: {where[:1].lower()}{where[1:]} ({text.count(int(found.n[0]), 'shot')})",
            *apart(found.tally),
        ]
        return "; ".join(told) + "."

    @override
    def table(self) -> Rows:
        return table_of(self.cells)
