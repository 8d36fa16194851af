"""The layer of single shots: what came of each by shape, its colour and size by a field, the chosen ones ringed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, override

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QAction, QColor

from explorer.core import text
from explorer.core.court import Court
from explorer.core.shot_fields import BY_NAME, SHOT_FIELDS, STEPS, Split
from explorer.core.table import ShotTable
from explorer.core.vocabulary import Mark
from explorer.widgets.court.choices import Choices
from explorer.widgets.court.layer import Entry, Layer, Rows
from explorer.widgets.court.limits import MOST_LISTED, MOST_POINTS
from explorer.widgets.court.rings_item import RingsItem
from explorer.widgets.court.shots_item import FILL_ALPHA, Group, ShotsItem, faded
from explorer.widgets.tokens import Tokens

SIZES_PX = {Mark.MAKE: 10.0, Mark.MISS: 9.0, Mark.AND_ONE: 12.5, Mark.BLOCKED: 9.0, Mark.NEUTRAL: 10.0}
OTHER_PX = 6.0
STEP_SCALES = (0.55, 0.75, 1.0, 1.3, 1.65)
"""How large a mark is by the step of the field that its size stands for."""
PALE_ALPHA = 235
_KINDS = (0, 1, 2, 3, 4, 6, 7, 5)
"""The colours of kinds: the grey among the teams' comes last, as that of all others is like it."""
_CROWDED, _CROWDED_SCALE = 1500, 0.72
_THRONGED, _THRONGED_SCALE = 6000, 0.5
"""Above so many shots the marks are smaller, so that they stay apart."""

RESULTS = (Mark.NEUTRAL, Mark.MISS, Mark.BLOCKED, Mark.MAKE, Mark.AND_ONE)
"""What came of a shot, in the order in which it is drawn."""
WORDS = {Mark.MAKE: "made", Mark.MISS: "missed", Mark.AND_ONE: "and-one", Mark.BLOCKED: "blocked"}

type Cells = Callable[[int], tuple[str, ...]]
HEADERS = ("shooter", "result", "distance", "zone", "period", "clock", "team")
"""What the cells of a shot in the table tell."""


def results(shots: ShotTable) -> NDArray[np.int8]:
    """What came of each shot, as its place in RESULTS; shape (shots,)."""
    found = np.select([shots.made == 1, shots.made == 0], [3, 1], default=0)
    found = np.where((found == 3) & (shots.is_and_one == 1), 4, found)
    return np.where((found == 1) & (shots.is_blocked == 1), 2, found).astype(np.int8)


def is_placed(shots: ShotTable) -> NDArray[np.bool_]:
    """Which shots have a place."""
    found: NDArray[np.bool_] = np.isfinite(shots.x_ft) & np.isfinite(shots.y_ft)
    return found


class ShotsLayer(Layer):
    """Single shots; those that a question does not speak of stand pale behind them."""

    name, title = "shots", "Shots"
    shot_chosen = Signal(int)
    """The possession's row of the shot that was chosen."""
    fields_wanted = Signal(str, str)
    """The names of the fields that colour and size are to mean; empty for none."""

    def __init__(self, tokens: Tokens, court: Court, parent: QObject | None = None) -> None:
        """Start without a shot; the court says what lies beyond its half."""
        super().__init__(tokens, parent)
        self._court = court
        self._others_item, self._item = ShotsItem(tokens, 0.5), ShotsItem(tokens, 1.0)
        self._rings = RingsItem(tokens, 3.0)
        self._describe: Callable[[int], str] = lambda shot: ""
        self._cells: Cells = lambda shot: ()
        self._shots, self._others, self._asked = ShotTable.empty(), ShotTable.empty(), 0
        self._colours: Split | None = None
        self._sizes: Split | None = None
        self._titles = ("", "")
        self._chosen: int | None = None
        self._notice = ""
        self._results = np.zeros(0, np.int8)
        self._ringed = np.zeros(0, np.bool_)
        self._by = {"colour": "", "size": ""}
        fields = {field.name: f"{field.title[:1].upper()}{field.title[1:]}" for field in SHOT_FIELDS}
        numbers = {name: words for name, words in fields.items() if BY_NAME[name].is_number}
        self._menus = {
            "colour": Choices("&Colour by", {"": "What came of it"} | fields, self),
            "size": Choices("Si&ze by", {"": "All alike"} | numbers, self),
        }
        for what, menu in self._menus.items():
            menu.chosen.connect(partial(self._on_field, what))
            menu.tick("")

    @property
    @override
    def items(self) -> Sequence[Any]:
        return (self._others_item, self._item, self._rings)

    @override
    def set_tokens(self, tokens: Tokens) -> None:
        super().set_tokens(tokens)
        self._draw()

    @override
    def set_for_file(self, is_for_file: bool) -> None:
        self._others_item.set_for_file(is_for_file)
        self._item.set_for_file(is_for_file)

    @override
    def set_court(self, court: Court) -> None:
        self._court = court

    @override
    def options(self) -> Sequence[QAction]:
        return [menu.action for menu in self._menus.values()]

    def show_fields(self, colour: str, size: str) -> None:
        """Tick the fields that colour and size mean; empty: what came of a shot, one size for all."""
        self._by = {"colour": colour, "size": size}
        for what, menu in self._menus.items():
            menu.tick(self._by[what])

    def _on_field(self, what: str, name: str) -> None:
        self._by[what] = name
        self.fields_wanted.emit(self._by["colour"], self._by["size"])

    def set_shots(
        self,
        shots: ShotTable,
        describe: Callable[[int], str],
        cells: Cells,
        *,
        others: ShotTable | None = None,
        notice: str = "",
        colours: tuple[Split | None, str] = (None, ""),
        sizes: tuple[Split | None, str] = (None, ""),
    ) -> None:
        """Show shots; `describe` and `cells` tell of the n-th with a place, `others` stand pale behind.

        `colours` and `sizes` are the fields that these mean, with their titles; the codes are those of all shots that
        have a place. Without them colour means what came of a shot.
        """
        has_place = is_placed(shots)
        self._shots = shots if has_place.all() else shots.take(has_place)
        self._others = ShotTable.empty() if others is None else others.take(is_placed(others))
        self._asked = len(shots)
        self._describe, self._cells, self._notice = describe, cells, notice
        self._colours, self._sizes, self._titles = colours[0], sizes[0], (colours[1], sizes[1])
        self._results = results(self._shots)
        self._draw()
        self.changed.emit()

    def show_nothing(self, notice: str) -> None:
        """Show no shot, and say why."""
        self.set_shots(ShotTable.empty(), lambda shot: "", lambda shot: (), notice=notice)

    def show_too_many(self, many: int) -> None:
        """Show none of so many shots: there are more than can be told apart as points."""
        with QSignalBlocker(self):
            self.show_nothing("")
        self._asked = many
        self.changed.emit()

    def set_chosen(self, possession: int | None) -> None:
        """Ring the shots of a possession, by its row in the tables."""
        self._chosen = possession
        had_ring = self._ringed.any()
        self._ring()
        if self._ringed.any() != had_ring:
            self.moved.emit()

    @property
    def shots(self) -> ShotTable:
        """The shots with a place, also where they are too many to be drawn."""
        return self._shots

    @property
    def others(self) -> ShotTable:
        """The pale shots behind them."""
        return self._others

    @property
    def is_too_many(self) -> bool:
        """Whether the shots are too many for a point each."""
        return self._asked > MOST_POINTS

    @property
    @override
    def notice(self) -> str:
        return self._notice

    # Marks

    @override
    def mark_at(self, x_ft: float, y_ft: float, reach_ft: float) -> int | None:
        if not len(self._shots) or self.is_too_many:
            return None
        away = np.hypot(self._shots.x_ft - np.float32(x_ft), self._shots.y_ft - np.float32(y_ft))
        away = np.where(self._shots.y_ft <= self._court.half_length_ft, away, np.inf)
        best = int(np.argmin(away))
        return best if away[best] <= reach_ft else None

    @override
    def place_of(self, mark: int) -> tuple[float, float] | None:
        x_ft, y_ft = float(self._shots.x_ft[mark]), float(self._shots.y_ft[mark])
        return (x_ft, y_ft) if y_ft <= self._court.half_length_ft else None

    @override
    def words_of(self, mark: int) -> str:
        return self._describe(mark)

    @override
    def choose(self, mark: int) -> None:
        self.shot_chosen.emit(int(self._shots.possession[mark]))

    @override
    def count(self) -> int:
        return 0 if self.is_too_many else len(self._shots)

    # What stands beside the picture

    @override
    def legend(self) -> Sequence[Entry]:
        if not self._asked:
            return ()
        counts = np.bincount(self._results, minlength=len(RESULTS))
        # Where colours mean a field, what came of a shot is told by shape alone.
        colour = None if self._colours is None else QColor(self.tokens.text)
        entries = [
            Entry(f"{counts[RESULTS.index(mark)]:,} {words}", mark, colour)
            for mark, words in WORDS.items()
            if counts[RESULTS.index(mark)] or mark in (Mark.MAKE, Mark.MISS)
        ]
        if counts[0]:
            entries.append(Entry(f"{counts[0]:,} unknown", Mark.NEUTRAL, colour))
        entries += self._split_entries()
        if len(self._others):
            words = text.count(len(self._others), "other of these possessions", "others of these possessions")
            entries.append(Entry(words, Mark.END, QColor(self.tokens.pale)))
        if self._ringed.any():
            entries.append(Entry("ringed: the chosen possession"))
        return [*entries, *(Entry(words) for words in self._remarks())]

    def _split_entries(self) -> Iterator[Entry]:
        for split, title, is_colour in ((self._colours, self._titles[0], True), (self._sizes, self._titles[1], False)):
            if split is None:
                continue
            if not split.titles:
                yield Entry(f"{'colour' if is_colour else 'size'}: {title}, which the feed does not tell")
                continue
            yield Entry(f"{'colour' if is_colour else 'size'}: {title}")
            if is_colour:
                yield from (
                    Entry(words, colour=self._colour_of(split, code)) for code, words in enumerate(split.titles)
                )
                if (split.codes < 0).any():
                    yield Entry("unknown", colour=QColor(self.tokens.pale))
            else:
                yield Entry(f"the smallest {split.titles[0]}, the largest {split.titles[-1]}")

    def _remarks(self) -> list[str]:
        without = self._asked - len(self._shots)
        beyond = int((self._shots.y_ft > self._court.half_length_ft).sum())
        return [
            *([f"{without:,} without a place"] if without else []),
            *([f"{beyond:,} beyond half court"] if beyond else []),
        ]

    @override
    def summary(self) -> str:
        counts = np.bincount(self._results, minlength=len(RESULTS))
        told = [f"{counts[RESULTS.index(mark)]:,} {words}" for mark, words in WORDS.items() if self._is_told(mark)]
        return f"{text.count(len(self._shots), 'shot')} on the {self._court.title} court: {text.listed(told, 4)}."

    def _is_told(self, mark: Mark) -> bool:
        """Whether the feed tells of such shots at all: none of what it never tells is not zero."""
        column = {Mark.AND_ONE: self._shots.is_and_one, Mark.BLOCKED: self._shots.is_blocked}.get(mark)
        return column is None or bool((column >= 0).any())

    @override
    def table(self) -> Rows:
        listed = min(len(self._shots), MOST_LISTED)
        rows: list[tuple[str, ...]] = [self._cells(mark) for mark in range(listed)]
        marks: tuple[int | None, ...] = tuple(range(listed))
        if listed < len(self._shots):
            rows.append((f"and {len(self._shots) - listed:,} more", *[""] * (len(HEADERS) - 1)))
            marks = (*marks, None)
        return Rows(HEADERS, tuple(rows), (False, False, True, False, False, True, False), marks)

    # Drawing

    def _colour_of(self, split: Split, code: int) -> QColor:
        if code < 0 or (split.has_rest and code == len(split.titles) - 1):
            return QColor(self.tokens.pale)
        if split.is_of_numbers:
            return QColor(self.tokens.ramp[round(code * (STEPS - 1) / max(len(split.titles) - 1, 1))])
        return self.tokens.team(split.colours[code] if code < len(split.colours) else _KINDS[code % len(_KINDS)])

    def _draw(self) -> None:
        if self.is_too_many:
            self._item.set_groups(())
            self._others_item.set_groups(())
        else:
            self._item.set_groups(list(self._groups()))
            pale = faded(QColor(self.tokens.pale), PALE_ALPHA)
            others = self._others if len(self._others) <= MOST_POINTS else ShotTable.empty()
            self._others_item.set_groups([Group(Mark.END, pale, OTHER_PX, others.x_ft, others.y_ft)])
        self._ring()

    def _groups(self) -> Iterator[Group]:
        """The shots in groups that are drawn alike, misses below makes."""
        # What lies beyond the half court would float beside it: it is counted in the legend.
        shots, many = self._shots, len(self._shots)
        is_near = shots.y_ft <= self._court.half_length_ft
        scale = _THRONGED_SCALE if many > _THRONGED else _CROWDED_SCALE if many > _CROWDED else 1.0
        colours = np.full(many, -1) if self._colours is None else self._colours.codes
        sizes = np.full(many, -1) if self._sizes is None else self._sizes.codes
        width = int(max(colours.max(initial=-1), sizes.max(initial=-1))) + 2
        keys = (self._results.astype(np.int64) * width + colours + 1) * width + sizes + 1
        for key in np.unique(keys).tolist():
            rest, size = divmod(key, width)
            result, colour = divmod(rest, width)
            mark, here = RESULTS[result], (keys == key) & is_near
            yield Group(
                mark,
                self._shade(mark, colour - 1),
                SIZES_PX[mark] * scale * self._scale(size - 1),
                shots.x_ft[here],
                shots.y_ft[here],
            )

    def _shade(self, mark: Mark, code: int) -> QColor:
        if self._colours is not None:
            # The paler of these would be too pale where they are seen through.
            return self._colour_of(self._colours, code)
        colour = self.tokens.mark(mark)
        return faded(colour, FILL_ALPHA) if mark in (Mark.MAKE, Mark.AND_ONE) else colour

    def _scale(self, code: int) -> float:
        if self._sizes is None or code < 0:
            return 1.0
        return STEP_SCALES[round(code * (STEPS - 1) / max(len(self._sizes.titles) - 1, 1))]

    def _ring(self) -> None:
        mask = self._shots.possession == (-1 if self._chosen is None else self._chosen)
        self._ringed = mask & (self._shots.y_ft <= self._court.half_length_ft)
        self._rings.set_places(self._shots.x_ft[self._ringed], self._shots.y_ft[self._ringed])
