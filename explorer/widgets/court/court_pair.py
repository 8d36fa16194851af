"""One court, or two side by side where two questions are compared."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from explorer.core.court import Court
from explorer.widgets.court.court_view import CourtView

_LEAST_WIDTH = 120


class CourtPair(QWidget):
    """Holds the court of what is shown, and beside it, when asked for, that of B."""

    second_made = Signal(object)
    """The court of B, a CourtView, has been made."""

    def __init__(self, court: Court, parent: QWidget | None = None) -> None:
        """Start with one court."""
        super().__init__(parent)
        self.first = CourtView(court)
        self._second: CourtView | None = None
        self._captions = [_caption("A"), _caption("B")]
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._holders = [_framed(self._captions[0], self.first)]
        self._split.addWidget(self._holders[0])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        # One row of tabs for both courts.
        layout.addWidget(self.first.head)
        layout.addWidget(self._split, 1)
        self._captions[0].hide()

    @property
    def second(self) -> CourtView:
        """The court of B, made when it is first asked for."""
        if self._second is None:
            self._second = CourtView(self.first.court)
            self._second.setAccessibleName("Court of B")
            # What the first is told to show, this one shows too.
            self._second.head.hide()
            self._holders.append(_framed(self._captions[1], self._second))
            self._split.addWidget(self._holders[1])
            self.second_made.emit(self._second)
        return self._second

    @property
    def views(self) -> tuple[CourtView, ...]:
        """The courts that there are."""
        return (self.first,) if self._second is None else (self.first, self._second)

    @property
    def is_pair(self) -> bool:
        """Whether two courts are shown."""
        return self._second is not None and self._holders[1].isVisibleTo(self)

    def show_pair(self, is_pair: bool) -> None:
        """Show B's court beside the first, or the first alone."""
        if not is_pair and self._second is None:
            return
        second = self.second
        self._holders[1].setVisible(is_pair)
        self._captions[0].setVisible(is_pair)
        least = _LEAST_WIDTH if is_pair else 220
        for court in (self.first, second):
            court.setMinimumWidth(least)
        if is_pair:
            self._split.setSizes([1000, 1000])
            if second.court is not self.first.court:
                second.set_court(self.first.court)


def _caption(letter: str) -> QLabel:
    label = QLabel(f"<b>{letter}</b>")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _framed(caption: QLabel, court: CourtView) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(caption)
    layout.addWidget(court, 1)
    return holder
