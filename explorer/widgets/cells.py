"""How a cell of the house's tables is drawn: a mark or a team's colour before the text, a bar behind it."""

from __future__ import annotations

from typing import override

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from explorer.core.vocabulary import Mark
from explorer.models.roles import Index, Role
from explorer.widgets.marks import paint_mark
from explorer.widgets.tokens import tokens_of

PADDING, AIR = 5, 8
LEAD = 16
_SWATCH = QSize(8, 8)


def tabular(font: QFont) -> QFont:
    """The same font with figures of one width, so that columns of numbers line up."""
    made = QFont(font)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


class CellDelegate(QStyledItemDelegate):
    """Draws cells of all tables alike; a row that is chosen is filled with the accent at low strength."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = tokens_of(option.palette)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_chosen:
            painter.fillRect(rect, option.palette.color(QPalette.ColorRole.Highlight))
        elif index.data(Role.IS_HEADING):
            painter.fillRect(rect, option.palette.color(QPalette.ColorRole.AlternateBase))
        share = index.data(Role.SHARE)
        if share:
            width = round((rect.width() - 4) * share)
            bar = QRectF(rect.left() + 2, rect.top() + 3, width, rect.height() - 6)
            painter.fillRect(bar, QColor(tokens.chosen_bar if is_chosen else tokens.bar))
        left = rect.left() + PADDING
        mark = index.data(Role.MARK)
        team = index.data(Role.TEAM)
        if mark:
            # Qt hands the word back as a plain text.
            shape = Mark(mark)
            paint_mark(painter, shape, QPointF(left + 5, rect.center().y() + 0.5), tokens.mark(shape))
            left += LEAD
        elif team is not None:
            square = QRectF(left, rect.center().y() - 3.5, _SWATCH.width(), _SWATCH.height())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.team(team))
            painter.drawRoundedRect(square, 2, 2)
            left += LEAD
        self._text(painter, option, index, QRect(left, rect.top(), rect.right() - PADDING - left + 1, rect.height()))
        painter.restore()

    def _text(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, rect: QRect) -> None:
        palette: QPalette = option.palette
        tokens = tokens_of(palette)
        is_heading = bool(index.data(Role.IS_HEADING))
        font = tabular(option.font)
        font.setBold(is_heading)
        painter.setFont(font)
        painter.setPen(QColor(tokens.pale if index.data(Role.IS_PALE) else tokens.muted if is_heading else tokens.text))
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole) or int(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        beside = index.data(Role.BESIDE)
        if beside is not None:
            width = _beside_width(painter.fontMetrics())
            place = QRect(rect.right() - width + 1, rect.top(), width, rect.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            quiet = QColor(tokens.muted)
            before = painter.pen()
            painter.setPen(quiet)
            painter.drawText(place, int(right), str(beside))
            painter.setPen(before)
            rect = rect.adjusted(0, 0, -width - PADDING, 0)
        if option.features & QStyleOptionViewItem.ViewItemFeature.WrapText:
            painter.drawText(rect, alignment | Qt.TextFlag.TextWordWrap, text)
            return
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, alignment, shown)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lead = LEAD if index.data(Role.MARK) is not None or index.data(Role.TEAM) is not None else 0
        metrics = QFontMetrics(tabular(option.font))
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        room = option.rect.width() - 2 * PADDING - lead
        height = metrics.height()
        if option.features & QStyleOptionViewItem.ViewItemFeature.WrapText and room > 0:
            height = metrics.boundingRect(0, 0, room, 10_000, int(Qt.TextFlag.TextWordWrap), text).height()
        beside = 0 if index.data(Role.BESIDE) is None else _beside_width(metrics) + PADDING
        return QSize(metrics.horizontalAdvance(text) + 2 * PADDING + lead + beside + 2, height + AIR)


def _beside_width(metrics: QFontMetrics) -> int:
    """The room of a quieter text: the same in every row, so that both stand in columns."""
    return metrics.horizontalAdvance("+00.0")


def row_height(widget: QWidget) -> int:
    """The height of a table's row: the line and some air, on whole pixels."""
    return widget.fontMetrics().height() + AIR
