"""The court by zones: each filled by how its points per shot lie beside a baseline, with its figures in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, override

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor

from explorer.core import text
from explorer.core.measures import Style
from explorer.core.metrics import Rate
from explorer.core.zone_figures import ZONINGS, ZoneFigure, ZoneFigures, Zoning, written
from explorer.core.zone_outlines import Outlines
from explorer.core.zone_rooms import label_places, rooms_of
from explorer.widgets.court.layer import Entry, Layer, Rows
from explorer.widgets.court.scales import scale_of_gaps
from explorer.widgets.court.zone_words import Words, choices, is_told_with_spread
from explorer.widgets.court.zones_item import Filled, ZonesItem
from explorer.widgets.tokens import Tokens, mixed

SMALL_N = 10
"""A zone with fewer shots is pale, unless another limit is set."""
PALE = 0.22
"""How much of its colour a zone of few shots keeps."""


class ZonesLayer(Layer):
    """Shows the figures of zones that it is given; says which zone was chosen, and which zones are wanted."""

    zone_chosen = Signal(str)
    """The question for the shots of a zone: `zone:rim`, `zone:5`."""
    zoning_chosen = Signal(str)
    """The name of one of ZONINGS: the caller gives its figures."""

    name = "zones"
    title = "Zones"

    def __init__(self, tokens: Tokens, parent: QObject | None = None) -> None:
        """Start with nothing to show."""
        super().__init__(tokens, parent)
        self._item = ZonesItem(tokens)
        self._figures = ZoneFigures(ZONINGS["basic"])
        self._outlines: Outlines | None = None
        self._baseline, self._small_n = "", SMALL_N
        self._group = QActionGroup(self)
        for zoning in ZONINGS.values():
            action = QAction(zoning.title, self)
            action.setCheckable(True)
            action.setData(zoning.name)
            self._group.addAction(action)
        self._group.triggered.connect(self._on_zoning)
        self._check()

    @property
    def zoning(self) -> Zoning:
        """The way to part the floor that is shown."""
        return self._figures.zoning

    @property
    def figures(self) -> ZoneFigures:
        """What is shown."""
        return self._figures

    def set_figures(
        self, figures: ZoneFigures, outlines: Outlines, baseline_title: str = "", small_n: int = SMALL_N
    ) -> None:
        """Show figures in outlines of the same zoning.

        `baseline_title` says in words what they are compared with, such as `all loaded games`; a zone with fewer than
        `small_n` shots is pale.
        """
        self._figures, self._outlines = figures, outlines
        self._baseline, self._small_n = baseline_title or "the baseline", small_n
        self._check()
        self._draw()
        self.changed.emit()

    @override
    def set_tokens(self, tokens: Tokens) -> None:
        super().set_tokens(tokens)
        self._draw()

    @property
    @override
    def items(self) -> Sequence[Any]:
        return (self._item,)

    @override
    def options(self) -> Sequence[QAction]:
        return self._group.actions()

    @override
    def count(self) -> int:
        return 0 if self._outlines is None else len(self._outlines.zones)

    @override
    def mark_at(self, x_ft: float, y_ft: float, reach_ft: float) -> int | None:
        if self._outlines is None:
            return None
        code = self._outlines.code_at(x_ft, y_ft)
        return next((mark for mark, zone in enumerate(self._outlines.zones) if zone.code == code), None)

    @override
    def place_of(self, mark: int) -> tuple[float, float] | None:
        if self._outlines is None or not 0 <= mark < self.count():
            return None
        return label_places(self._outlines).get(self._outlines.zones[mark].code)

    @override
    def words_of(self, mark: int) -> str:
        if self._outlines is None or not 0 <= mark < self.count():
            return ""
        zone = self._outlines.zones[mark]
        figure = self._figures.of(zone.code)
        if figure is None or not (figure.attempts or figure.base_attempts):
            return f"{_capital(zone.title)}: no shots"
        return "\n".join(self._lines(figure))

    @override
    def choose(self, mark: int) -> None:
        if self._outlines is not None and 0 <= mark < self.count():
            self.zone_chosen.emit(self.zoning.term(self._outlines.zones[mark].code))

    @override
    def legend(self) -> Sequence[Entry]:
        figures = self._figures
        if not figures.total:
            return ()
        beside, pps = (self._baseline, figures.base_pps) if figures.has_baseline else ("all shots shown", figures.pps)
        scale = scale_of_gaps(self.tokens)
        low, high = (Style.RATE.write_difference(end) for end in (scale.lowest, scale.highest))
        spread = "± (95 %), " if any(map(is_told_with_spread, figures.zones)) else ""
        entries = [
            Entry(f"PPS against {beside} ({Style.RATE.write(_value(pps))})", scale=scale.colours, ends=(low, high)),
            Entry(f"in a zone: PPS · shots; with room also {spread}FG%, share"),
        ]
        if any(self._is_small(figure) or self._is_pale(figure) for figure in figures.zones):
            where = ", here or in the baseline" if figures.has_baseline else ""
            entries.append(Entry(f"pale: fewer than {self._small_n:,} shots{where}"))
        entries += [Entry(words) for words in self._not_drawn()]
        if figures.unknown:
            entries.append(Entry(f"{text.count(figures.unknown, 'shot')} in no known zone"))
        if self._outlines is not None and self._outlines.is_derived:
            entries.append(Entry("borders worked out from the shots"))
        return entries

    def _not_drawn(self) -> list[str]:
        """How many shots lie in zones that have no place on this half: `1 in the backcourt, not drawn`."""
        drawn = {zone.code for zone in self._outlines.zones} if self._outlines is not None else set()
        apart = [zone for zone in self._figures.zones if zone.attempts and zone.code not in drawn]
        return [f"{zone.attempts:,} in {_named(zone.title)}, not drawn" for zone in apart]

    @property
    @override
    def notice(self) -> str:
        if not self._figures.total:
            return "No shots to show."
        if not self.count():
            if self.zoning.scheme is None:
                return "These shots bear no zone numbers of the feed."
            return "No shot has a place."
        return ""

    @override
    def summary(self) -> str:
        figures = self._figures
        if not figures.total:
            return "No shots by zone."
        sentence = (
            f"{text.count(figures.total, 'shot')} by zone ({self.zoning.title}), "
            f"{Style.RATE.write(_value(figures.pps))} points per shot"
        )
        against = f", against {Style.RATE.write(_value(figures.base_pps))} of {self._baseline}"
        return "; ".join([f"{sentence}{against if figures.has_baseline else ''}", *self._not_drawn()]) + "."

    @override
    def table(self) -> Rows:
        figures = self._figures
        headers = ["zone", "shots", "share", "FG%", "PPS", "95 % interval"]
        if figures.has_baseline:
            headers += [f"{head} of {self._baseline}" for head in ("shots", "FG%", "PPS")]
            headers += ["difference", "its 95 % interval"]
        rows = [self._row(figure) for figure in figures.zones]
        zones = () if self._outlines is None else self._outlines.zones
        places = {zone.code: mark for mark, zone in enumerate(zones)}
        marks: list[int | None] = [places.get(figure.code) for figure in figures.zones]
        if figures.unknown:
            rows.append(("No known zone", f"{figures.unknown:,}", *[text.UNKNOWN] * (len(headers) - 2)))
            marks.append(None)
        return Rows(tuple(headers), tuple(rows), (False, *[True] * (len(headers) - 1)), tuple(marks))

    def _row(self, figure: ZoneFigure) -> tuple[str, ...]:
        cells = [
            _capital(figure.title),
            f"{figure.attempts:,}",
            text.share(figure.share.value, 1),
            text.share(figure.fg.value, 1),
            Style.RATE.write(_value(figure.pps)),
            _interval(figure.pps),
        ]
        if self._figures.has_baseline:
            cells += [
                f"{figure.base_attempts:,}",
                text.share(figure.base_fg.value, 1),
                Style.RATE.write(_value(figure.base_pps)),
                Style.RATE.write_difference(_value(figure.gap)),
                _interval(figure.gap, is_difference=True),
            ]
        return tuple(cells)

    def _lines(self, figure: ZoneFigure) -> list[str]:
        """All that is known of a zone, a line each."""
        shots = f"{text.count(figure.attempts, 'shot')}, {text.share(figure.share.value, 1)} of the shots"
        found = [
            f"{_capital(figure.title)}: {shots}",
            f"Points per shot {written(figure.pps, Style.RATE)}",
            f"FG% {written(figure.fg, Style.SHARE)}",
        ]
        if self._figures.has_baseline:
            found.append(f"{_capital(self._baseline)}: {written(figure.base_pps, Style.RATE)}")
            gap = Style.RATE.write_difference(_value(figure.gap))
            interval = _interval(figure.gap, is_difference=True)
            if interval != text.UNKNOWN:
                found.append(f"Difference {gap} ({interval})")
            elif self._figures.is_independent or figure.gap.value is None:
                found.append(f"Difference {gap}")
            else:
                found.append(f"Difference {gap}, without an interval: the baseline holds these shots too")
        if self._is_small(figure):
            found.append(f"Fewer than {self._small_n:,} shots")
        elif self._is_pale(figure):
            found.append(f"Fewer than {self._small_n:,} shots in the baseline")
        return found

    # Drawing

    def _draw(self) -> None:
        if self._outlines is None:
            self._item.set_zones((), (), None)
            return
        zones, words = [], []
        for outline in self._outlines.zones:
            figure = self._figures.of(outline.code)
            zones.append(Filled(outline, None if figure is None else self._fill(figure)))
            if figure is not None and (lines := choices(figure)):
                colour = QColor(self.tokens.muted if self._is_small(figure) else self.tokens.text)
                words.append(Words(outline.code, lines, colour))
        self._item.set_zones(zones, words, rooms_of(self._outlines))

    def _is_small(self, figure: ZoneFigure) -> bool:
        return 0 < figure.attempts < self._small_n

    def _is_pale(self, figure: ZoneFigure) -> bool:
        """Whether what its colour says rests on few shots."""
        least = min(figure.attempts, figure.base_attempts) if self._figures.has_baseline else figure.attempts
        return self._gap(figure) is not None and least < self._small_n

    def _gap(self, figure: ZoneFigure) -> float | None:
        """What the colour of a zone tells: how far it lies from the baseline, without one from all shots shown."""
        if self._figures.has_baseline:
            return figure.gap.value
        own, whole = figure.pps.value, self._figures.pps.value
        return None if own is None or whole is None else own - whole

    def _fill(self, figure: ZoneFigure) -> QColor | None:
        """The colour of a zone; None of one that nothing is told of."""
        gap = self._gap(figure)
        if gap is None:
            return None
        colour = self._colour(gap)
        return mixed(QColor(self.tokens.floor), colour, PALE) if self._is_pale(figure) else colour

    def _colour(self, gap: float) -> QColor:
        """The colour of a difference in points per shot."""
        return scale_of_gaps(self.tokens).colour(gap)

    def _check(self) -> None:
        for action in self._group.actions():
            action.setChecked(action.data() == self.zoning.name)

    def _on_zoning(self, action: QAction) -> None:
        # What is shown stays until its figures come.
        chosen = str(action.data())
        if chosen != self.zoning.name:
            self.zoning_chosen.emit(chosen)
        self._check()


def _value(rate: Rate) -> float:
    return float("nan") if rate.value is None else rate.value


def _interval(rate: Rate, *, is_difference: bool = False) -> str:
    if rate.low is None or rate.high is None:
        return text.UNKNOWN
    write = Style.RATE.write_difference if is_difference else Style.RATE.write
    return f"{write(rate.low)} to {write(rate.high)}"


def _named(title: str) -> str:
    """A zone in a sentence: `the backcourt`; the feed's own have numbers and no article."""
    return title[:1].lower() + title[1:] if any(sign.isdigit() for sign in title) else f"the {title.lower()}"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
