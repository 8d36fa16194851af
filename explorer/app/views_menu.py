"""The menu of views: the user's own above the built-in, those of ball screens by their headings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from explorer.core.views import BALL_SCREENS, QUESTIONS, View


class ViewsMenu(QMenu):
    """Shows views; says which one was chosen."""

    view_chosen = Signal(object)
    """A View."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with the built-in views."""
        super().__init__("&Views", parent)
        self.setToolTipsVisible(True)
        self._own: list[QAction] = []
        self._line = self.addSeparator()
        for view in QUESTIONS:
            self.addAction(self._action(view, self))
        self.addSeparator()
        for heading, views in BALL_SCREENS.items():
            part = self.addMenu(heading)
            for view in views:
                part.addAction(self._action(view, part))

    @property
    def own(self) -> list[QAction]:
        """The entries of the user's own views, in their order."""
        return list(self._own)

    def show_views(self, views: Sequence[View]) -> None:
        """Show the user's own views, with their shortcuts."""
        for action in self._own:
            self.removeAction(action)
            # It lives until Qt gets to it: its key is free now.
            action.setShortcut(QKeySequence())
            action.deleteLater()
        self._own = [self._action(view, self) for view in views]
        self.insertActions(self._line, self._own)

    def _action(self, view: View, owner: QMenu) -> QAction:
        action = QAction(view.title.replace("&", "&&"), owner)
        action.setStatusTip(view.question)
        action.setToolTip(view.question)
        if view.shortcut:
            action.setShortcut(QKeySequence(view.shortcut, QKeySequence.SequenceFormat.PortableText))
        action.triggered.connect(lambda checked=False: self.view_chosen.emit(view))
        return action
