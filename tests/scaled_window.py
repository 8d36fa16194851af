"""Run as a child with QT_SCALE_FACTOR: shows the window and every dialog, and prints as JSON what does not fit.

Arguments: the base folder, the size of the font beside the usual, `some` or `all` layers and dialogs, and where it is
wanted a folder for pictures and a theme.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from explorer.app.main import Program
from explorer.core.vocabulary import CTG
from explorer.services.preferences import Preferences
from explorer.widgets.court import court_item
from explorer.widgets.court.two_lines import TwoLines
from explorer.widgets.elided_label import ElidedLabel
from explorer.widgets.icons import SIZES_PX
from tests.window import DIALOGS, choose_last_game, running, settle

SIZES = (QSize(800, 600), QSize(1440, 900))
LAYERS = ("shots", "zones", "density", "path", "play")
_LEAST_SCREEN = SIZES[0]
_SCROLLED, _SEPARATOR = "qt_scrollarea_viewport", "qt_qmainwindow_extended_splitter"
_ICON_PX, _ARROW_PX = 12, 22
_SHADE = 8
"""Shades of 255 that rounding may make."""


def told(widget: QWidget) -> str:
    words = widget.property("text") or widget.accessibleName()
    names = [type(one).__name__ for one in (widget, widget.parentWidget()) if one is not None]
    return f"{' in '.join(names)} {widget.objectName()!r} {words!r}"


def is_scrolled(widget: QWidget) -> bool:
    """Whether it lies in what can be scrolled."""
    one: QWidget | None = widget
    while one is not None:
        if one.objectName() == _SCROLLED:
            return True
        one = one.parentWidget()
    return False


def too_small(widget: QWidget) -> str:
    """What of a widget's words does not fit; empty where all does, or where it is cut on purpose and told by a tip."""
    if isinstance(widget, (ElidedLabel, TwoLines)):
        return ""
    metrics = QFontMetrics(widget.font())
    if isinstance(widget, QLabel):
        return _label(widget)
    if isinstance(widget, QTabBar):
        for number in range(widget.count()):
            needed = metrics.horizontalAdvance(widget.tabText(number))
            if widget.tabRect(number).width() < needed and not widget.tabToolTip(number):
                return f"tab {widget.tabText(number)!r} {widget.tabRect(number).width()} < {needed}"
        return ""
    if isinstance(widget, QHeaderView):
        return _header(widget)
    if isinstance(widget, (QPushButton, QToolButton)) or type(widget).__name__ == "QCheckBox":
        assert isinstance(widget, QAbstractButton)
        if not widget.text():
            return "" if widget.width() >= min(widget.iconSize().width(), _ICON_PX) else f"width {widget.width()}"
        least = widget.minimumSizeHint().width()
        if widget.width() < least and not widget.toolTip():
            return f"width {widget.width()} < {least}"
        return f"height {widget.height()} < {metrics.height()}" if widget.height() < metrics.height() else ""
    if isinstance(widget, QComboBox):
        needed = metrics.horizontalAdvance(widget.currentText()) + _ARROW_PX
        if widget.width() < needed and not widget.toolTip():
            return f"width {widget.width()} < {needed}"
        return f"height {widget.height()} < {metrics.height()}" if widget.height() < metrics.height() else ""
    return ""


def _label(label: QLabel) -> str:
    room, metrics = label.contentsRect(), QFontMetrics(label.font())
    if not label.text():
        return ""
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        return f"height {label.height()} < {needed} of {label.width()} wide" if label.height() < needed else ""
    if label.text().startswith("<"):
        needed = label.sizeHint().width()
        return f"width {label.width()} < {needed}" if label.width() < needed else ""
    needed = max(metrics.horizontalAdvance(line.replace("&", "")) for line in label.text().splitlines())
    if room.width() < needed and not label.toolTip():
        return f"width {room.width()} < {needed}"
    height = metrics.height() * len(label.text().splitlines())
    return f"height {room.height()} < {height}" if room.height() < height - 1 else ""


def _header(header: QHeaderView) -> str:
    if header.orientation() is not Qt.Orientation.Horizontal:
        return ""
    model, metrics = header.model(), QFontMetrics(header.font())
    for section in range(header.count()):
        words = str(model.headerData(section, header.orientation()) or "")
        tip = model.headerData(section, header.orientation(), Qt.ItemDataRole.ToolTipRole)
        if header.sectionSize(section) < metrics.horizontalAdvance(words) and not tip:
            return f"{words!r} {header.sectionSize(section)} < {metrics.horizontalAdvance(words)}"
    return f"height {header.height()} < {metrics.height()}" if header.height() < metrics.height() else ""


def outside(widget: QWidget) -> str:
    """How far a widget lies outside what holds it."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or is_scrolled(widget) or isinstance(parent, QAbstractScrollArea):
        return ""
    if (
        type(widget).__name__ == "FocusRing"
        or widget.objectName() == _SEPARATOR
        or parent.rect().contains(widget.geometry())
    ):
        return ""
    return f"{widget.geometry().getRect()} is not within {parent.size().toTuple()}"


def misfits(top: QWidget) -> Iterator[str]:
    """Everything seen of a window that does not fit."""
    for widget in top.findChildren(QWidget):
        if widget.isVisibleTo(top) and widget.window() is top and not widget.visibleRegion().isEmpty():
            for found in (too_small(widget), outside(widget)):
                if found:
                    yield f"{told(widget)}: {found}"


def unsharp(program: Program) -> Iterator[str]:
    """Icons and marks that are not drawn for the pixels that there are."""
    ratio = program.window.devicePixelRatio()
    for name, action in program.window.actions_.items():
        if action.icon().isNull():
            continue
        for size in SIZES_PX:
            side = math.floor(size * ratio + 0.5)
            if QSize(side, side) not in action.icon().availableSizes():
                yield f"icon {name} of {size} at {ratio}"
    program.courts.want(layer="shots")
    settle(program)
    court = program.window.court
    kept = pixels(program)
    for item in court.shots_layer.items:
        item.setVisible(False)
    bare = pixels(program)
    side = round(ratio)
    if side == ratio and side > 1:
        # What is drawn for a coarser screen is made of squares of one colour.
        high, wide = (length // side * side for length in kept.shape[:2])
        squares = np.where(kept != bare, kept, -1)[:high, :wide].reshape(high // side, side, wide // side, side, 3)
        is_plain = squares.max(axis=(1, 3)) == squares.min(axis=(1, 3))
        if is_plain.all():
            yield f"marks at {ratio}"
    # Without the copy that is kept of it the court is drawn anew.
    nothing = SimpleNamespace(Type=SimpleNamespace(Raster=None))
    setattr(court_item, "QPaintEngine", nothing)  # noqa: B010  # mypy sees that the module only imports it
    court.canvas.viewport().update()
    if (np.abs(pixels(program) - bare) > _SHADE).any():
        yield f"the court at {ratio}"


def pixels(program: Program) -> NDArray[np.int16]:
    """The window as shape (rows, columns, 3): its court lies where it does on a screen."""
    image = program.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].astype(np.int16)


def visible() -> set[QWidget]:
    return {one for one in QApplication.topLevelWidgets() if one.isVisible()}


def examine(
    program: Program, sizes: Sequence[QSize], layers: Sequence[str], dialogs: Sequence[str], pictures: Path | None
) -> Iterator[str]:
    program.games.start([])
    settle(program)
    window = program.window
    choose_last_game(program, CTG)
    least = window.minimumSizeHint().expandedTo(window.minimumSize())
    if least.expandedTo(_LEAST_SCREEN) != _LEAST_SCREEN:
        yield f"the window wants {least.toTuple()}"
    for size in sizes:
        window.resize(size)
        window.arrange()
        for layer in layers:
            program.courts.want(layer=layer)
            window.possessions.table.choose(program.model.row_at(5))
            settle(program)
            yield from (f"{size.toTuple()} {layer}: {found}" for found in misfits(window))
            keep(window, pictures, f"{size.width()}-{layer}")
        if window.size() != size:
            yield f"the window is {window.size().toTuple()} where {size.toTuple()} was asked for"
        # On the smallest screen a comparison, the findings and a refusal together leave no room for a list.
        more = ("distances",) if size == _LEAST_SCREEN else ("compare", "distances")
        for name in more:
            window.actions_[name].trigger()
        window.findings_dock.setVisible(size != _LEAST_SCREEN)
        window.facets_dock.show()
        program.controller.ask("pases>=2")
        settle(program)
        yield from (f"{size.toTuple()} with everything: {found}" for found in misfits(window))
        keep(window, pictures, f"{size.width()}-everything")
        for name in more:
            window.actions_[name].trigger()
        window.findings_dock.hide()
        program.controller.ask("")
        settle(program)
    yield from unsharp(program)
    for name in dialogs:
        before = visible()
        window.actions_[name].trigger()
        settle(program)
        for dialog in visible() - before:
            if dialog.minimumSizeHint().expandedTo(_LEAST_SCREEN) != _LEAST_SCREEN:
                yield f"{name} wants {dialog.minimumSizeHint().toTuple()}"
            yield from (f"{name}: {found}" for found in misfits(dialog))
            keep(dialog, pictures, name)
            dialog.close()
        settle(program)


def keep(widget: QWidget, folder: Path | None, name: str) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        widget.grab().save(str(folder / f"{name}.png"))


def main(base: str, font: str, many: str, pictures: str = "", theme: str = "light") -> None:
    app = QApplication([])
    if float(font) != 1.0:
        larger = app.font()
        larger.setPointSizeF(larger.pointSizeF() * float(font))
        app.setFont(larger)
    # Letters half as large again want a larger screen than the smallest.
    sizes = SIZES if float(font) == 1.0 else SIZES[1:]
    dialogs = DIALOGS if many == "all" else ("preferences",)
    layers = LAYERS if many == "all" else ("zones", "play")
    with running(Path(base), Preferences(theme=theme)) as program:
        found = list(examine(program, sizes, layers, dialogs, Path(pictures) if pictures else None))
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
