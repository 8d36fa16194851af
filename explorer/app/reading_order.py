"""Where Tab goes in the main window: pane by pane as they lie, and inside of each from the top left on.

Qt's own chain has everything in the order in which it was made, and what is made later, such as facets and notices,
wherever that happens.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QScrollArea, QToolBar, QWidget


def go_on(window: QMainWindow, *, is_forward: bool) -> bool:
    """Give the focus to what comes next, or before; says whether there is anything."""
    order = reading_order(window)
    if not order:
        return False
    now = QApplication.focusWidget()
    step = 1 if is_forward else -1
    if now in order:
        place = (order.index(now) + step) % len(order)
    else:
        place = 0 if is_forward else len(order) - 1
    reason = Qt.FocusReason.TabFocusReason if is_forward else Qt.FocusReason.BacktabFocusReason
    order[place].setFocus(reason)
    return True


def reading_order(window: QMainWindow) -> list[QWidget]:
    """Everything in the window that Tab can reach now, in order."""
    found = [widget for widget in window.findChildren(QWidget) if _takes_tab(widget, window)]
    panes = sorted(_panes(window), key=lambda pane: _rank(window, pane))
    ordered: list[QWidget] = []
    for pane in panes:
        ordered += _inside(pane, [widget for widget in found if pane.isAncestorOf(widget)])
    seen = set(ordered)
    return [*(widget for widget in found if widget not in seen), *ordered]


def _takes_tab(widget: QWidget, window: QWidget) -> bool:
    wanted = Qt.FocusPolicy.TabFocus
    if QGuiApplication.styleHints().tabFocusBehavior() is not Qt.TabFocusBehavior.TabFocusAllControls:
        # On macOS, Tab stops only at texts and lists unless the user says otherwise; Qt tells them by this policy.
        wanted = Qt.FocusPolicy.StrongFocus
    return (
        widget.focusPolicy() & wanted == wanted
        and widget.focusProxy() is None
        and widget.window() is window
        and widget.isVisibleTo(window)
        and not widget.size().isEmpty()
        and widget.isEnabled()
    )


def _panes(window: QMainWindow) -> Iterable[QWidget]:
    yield from window.findChildren(QToolBar)
    yield from (dock for dock in window.findChildren(QDockWidget) if not dock.isFloating())
    yield from filter(None, (window.centralWidget(), window.statusBar()))


def _rank(window: QMainWindow, pane: QWidget) -> tuple[int, int, int]:
    """Columns from the left with their panes from the top, then what lies below them all, and the last line.

    The tool bar heads the middle column: from the question in it the way leads to its answer.
    """
    below = Qt.DockWidgetArea.BottomDockWidgetArea
    if pane is window.statusBar():
        band = 2
    else:
        band = 1 if isinstance(pane, QDockWidget) and window.dockWidgetArea(pane) is below else 0
    column = (window.centralWidget() or pane) if isinstance(pane, QToolBar) else pane
    left = column.mapTo(window, QPoint()).x()
    return (band, -left - column.width() if _is_from_right(window) else left, pane.mapTo(window, QPoint()).y())


def _inside(pane: QWidget, widgets: list[QWidget]) -> list[QWidget]:
    """The widgets of a pane in order: those inside of a scrolled part stay together, wherever it is scrolled to."""
    held: dict[QWidget, list[QWidget]] = {}
    for widget in widgets:
        area = _scrolled_in(widget, pane)
        held.setdefault(widget if area is None else area, [])
        if area is not None:
            held[area].append(widget)
    ordered: list[QWidget] = []
    for one in _rows(pane, list(held)):
        if one in widgets:
            ordered.append(one)
        if isinstance(one, QScrollArea) and held[one]:
            ordered += _inside(one.widget() or one, held[one])
    return ordered


def _scrolled_in(widget: QWidget, pane: QWidget) -> QScrollArea | None:
    """The outermost scrolled part of a pane that holds a widget."""
    found = None
    above = widget.parentWidget()
    while above is not None and above is not pane:
        if isinstance(above, QScrollArea):
            found = above
        above = above.parentWidget()
    return found


def _rows(pane: QWidget, widgets: list[QWidget]) -> list[QWidget]:
    """From the top down; what begins beside the middle of the one before is in the same row, and read along it."""
    places = {widget: QRect(widget.mapTo(pane, QPoint()), widget.size()) for widget in widgets}
    waiting = sorted(widgets, key=lambda widget: (places[widget].top(), places[widget].left()))
    ordered: list[QWidget] = []
    while waiting:
        middle = min(places[waiting[0]].center().y(), *(places[one].center().y() for one in waiting))
        # The first in any case: the middle of what has no height lies above its top.
        row = [one for one in waiting if one is waiting[0] or places[one].top() <= middle]
        row.sort(key=lambda one: places[one].left(), reverse=_is_from_right(pane))
        ordered += row
        waiting = [one for one in waiting if one not in row]
    return ordered


def _is_from_right(widget: QWidget) -> bool:
    return widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
