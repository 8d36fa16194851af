"""What stands above the court: a tab for each layer, and the menu of choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabBar, QToolButton, QWidget

from explorer.widgets.court.layer import Layer

_LEAST_WIDTH = 150


class CourtHead(QWidget):
    """Says which layer is wanted, and offers its choices and those of the court."""

    layer_wanted = Signal(str)

    def __init__(self, layers: Sequence[Layer], parent: QWidget | None = None) -> None:
        """Make a tab a layer."""
        super().__init__(parent)
        self._layers = {layer.name: layer for layer in layers}
        self._common: Sequence[QAction] = ()
        self._tabs = QTabBar()
        self._tabs.setObjectName("courtTabs")
        self._tabs.setAccessibleName("Layer of the court")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(False)
        self._tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self._tabs.setMinimumWidth(_LEAST_WIDTH)
        for layer in layers:
            self._tabs.setTabData(self._tabs.addTab(layer.title), layer.name)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self._button = QToolButton()
        self._button.setObjectName("courtChoices")
        self._button.setAccessibleName("Choices of the court")
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choices = QAction("…", self)
        self.choices.setToolTip("Choices of this layer and of the court")
        """What opens the menu; its icon comes from those who have the drawings."""
        self.choices.setMenu(self._menu)
        self._button.setDefaultAction(self.choices)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(2)
        layout.addWidget(self._tabs, 1)
        layout.addWidget(self._button)
        self._tabs.currentChanged.connect(lambda place: self.layer_wanted.emit(self._tabs.tabData(place)))

    def set_common(self, actions: Sequence[QAction]) -> None:
        """Offer these below the choices of the layer."""
        self._common = actions

    def show_layer(self, name: str) -> None:
        """Mark a tab as the one that is shown."""
        place = next((i for i in range(self._tabs.count()) if self._tabs.tabData(i) == name), 0)
        was_blocked = self._tabs.blockSignals(True)
        self._tabs.setCurrentIndex(place)
        self._tabs.blockSignals(was_blocked)

    def _fill(self) -> None:
        self._menu.clear()
        own = self._layers[self._tabs.tabData(self._tabs.currentIndex())].options()
        self._menu.addActions(list(own))
        if own and self._common:
            self._menu.addSeparator()
        self._menu.addActions(list(self._common))
