"""How a cell of the house's tables is drawn: a mark or a team's colour before the text, a bar behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import override

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from explorer.models.roles import Index, Look, Role, look_of
from explorer.widgets.marks import paint_mark
from explorer.widgets.tokens import Tokens, tokens_of

PADDING, AIR = 5, 8
LEAD = 16
EDGE_PX = 2
_MOST_CUTS = 4000
_SWATCH = QSize(8, 8)


def tabular(font: QFont) -> QFont:
    """The same font with figures of one width, so that columns of numbers line up."""
    made = QFont(font)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def fixed(font: QFont) -> QFont:
    """The system's font with letters of one width, as large as another one: its own size ignores what the user set."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF())
    return made


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of words in a row: where its ground is stronger the quiet ones are too, so that all can be read."""

    text: str
    muted: str
    pale: str

    @classmethod
    def on_row(cls, tokens: Tokens, *, is_chosen: bool = False, has_bar: bool = False) -> Inks:
        """Those of a row that is chosen or not, over a bar or not."""
        if not is_chosen:
            return cls(tokens.text, tokens.muted, tokens.muted if has_bar else tokens.pale)
        quiet = tokens.text if has_bar else tokens.muted
        return cls(tokens.text, quiet, quiet)


def paint_chosen(painter: QPainter, rect: QRect, palette: QPalette, *, has_edge: bool = True) -> None:
    """The ground of a chosen row; the fill is faint, so the edge at its left says that it is chosen."""
    painter.fillRect(rect, palette.color(QPalette.ColorRole.Highlight))
    if has_edge:
        painter.fillRect(rect.left(), rect.top(), EDGE_PX, rect.height(), palette.color(QPalette.ColorRole.Accent))


def _is_first(option: QStyleOptionViewItem, index: Index) -> bool:
    """Whether a cell is the first of its row that is seen."""
    table = option.widget
    return isinstance(table, QTableView) and table.horizontalHeader().visualIndex(index.column()) == 0


class CellDelegate(QStyledItemDelegate):
    """Draws cells of all tables alike; a row that is chosen is filled with the accent at low strength."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with no font measured."""
        super().__init__(parent)
        self._font = QFont()
        self._measure(self._font)

    def _measure(self, font: QFont) -> None:
        """Keep the fonts of cells and the width of a wide letter: texts that surely fit need no measuring."""
        self._font, self._plain, self._bold = font, tabular(font), tabular(font)
        self._bold.setBold(True)
        self._cuts: dict[tuple[str, int, bool], str] = {}
        self._wide_px = QFontMetrics(self._bold).horizontalAdvance("W")

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = tokens_of(option.palette)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        look = look_of(index)
        painter.save()
        if is_chosen:
            paint_chosen(painter, rect, option.palette, has_edge=_is_first(option, index))
        elif look.is_heading:
            painter.fillRect(rect, option.palette.color(QPalette.ColorRole.AlternateBase))
        if look.share:
            width = round((rect.width() - 4) * look.share)
            bar = QRectF(rect.left() + 2, rect.top() + 3, width, rect.height() - 6)
            painter.fillRect(bar, QColor(tokens.chosen_bar if is_chosen else tokens.bar))
        left = rect.left() + PADDING
        if look.mark:
            paint_mark(painter, look.mark, QPointF(left + 5, rect.center().y() + 0.5), tokens.mark(look.mark))
            left += LEAD
        elif look.team is not None:
            square = QRectF(left, rect.center().y() - 3.5, _SWATCH.width(), _SWATCH.height())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.team(look.team))
            painter.drawRoundedRect(square, 2, 2)
            left += LEAD
        room = QRect(left, rect.top(), rect.right() - PADDING - left + 1, rect.height())
        self._text(painter, option, look, room, Inks.on_row(tokens, is_chosen=is_chosen, has_bar=bool(look.share)))
        painter.restore()

    def _text(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        look: Look,
        rect: QRect,
        inks: Inks,
    ) -> None:
        if option.font != self._font:
            self._measure(QFont(option.font))
        painter.setFont(self._bold if look.is_heading else self._plain)
        painter.setPen(QColor(inks.pale if look.is_pale else inks.muted if look.is_heading else inks.text))
        if look.beside is not None:
            width = _beside_width(painter.fontMetrics())
            place = QRect(rect.right() - width + 1, rect.top(), width, rect.height())
            before = painter.pen()
            painter.setPen(QColor(inks.pale if look.is_pale else inks.muted))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), look.beside)
            painter.setPen(before)
            rect = rect.adjusted(0, 0, -width - PADDING, 0)
        if option.features & QStyleOptionViewItem.ViewItemFeature.WrapText:
            painter.drawText(rect, look.alignment | Qt.TextFlag.TextWordWrap, look.text)
            return
        painter.drawText(rect, look.alignment, self._cut(look.text, rect.width(), look.is_heading))

    def _cut(self, text: str, width: int, is_heading: bool) -> str:
        """A text that fits into a width; those that surely fit are not measured, the others once."""
        if len(text) * self._wide_px <= width:
            return text
        place = (text, width, is_heading)
        found = self._cuts.get(place)
        if found is None:
            if len(self._cuts) > _MOST_CUTS:
                self._cuts.clear()
            metrics = QFontMetrics(self._bold if is_heading else self._plain)
            found = self._cuts[place] = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return found

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lead = LEAD if index.data(Role.MARK) is not None or index.data(Role.TEAM) is not None else 0
        font = tabular(option.font)
        font.setBold(bool(index.data(Role.IS_HEADING)))
        metrics = QFontMetrics(font)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        room = option.rect.width() - 2 * PADDING - lead
        height = metrics.height()
        if option.features & QStyleOptionViewItem.ViewItemFeature.WrapText and room > 0:
            height = metrics.boundingRect(0, 0, room, 10_000, int(Qt.TextFlag.TextWordWrap), text).height()
        beside = 0 if index.data(Role.BESIDE) is None else _beside_width(metrics) + PADDING
        return QSize(metrics.horizontalAdvance(text) + 2 * PADDING + lead + beside + 2, height + AIR)


def _beside_width(metrics: QFontMetrics) -> int:
    """The room of a quieter text: the same in every row, so that both stand in columns."""
    return metrics.horizontalAdvance("Δ+00.0")


def row_height(widget: QWidget) -> int:
    """The height of a table's row: the line and some air, on whole pixels."""
    return widget.fontMetrics().height() + AIR
