"""The window: it holds the panes and the commands, and knows nothing of games.

It is there, with its menus, before its panes are: these take most of the time that a start takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QSizePolicy, QStatusBar, QToolBar, QToolButton, QWidget

from explorer.app.actions import TOOL_BAR, TOOL_BAR_AFTER
from explorer.app.menus import Menus
from explorer.app.reading_order import go_on
from explorer.app.settings import STATE_VERSION, Settings
from explorer.widgets.elided_label import ElidedLabel
from explorer.widgets.progress_strip import ProgressStrip

if TYPE_CHECKING:
    from explorer.app.panes import Panes

TITLE = "Possession Explorer"
SIZE = QSize(1440, 900)
LEAST_SIZE = QSize(800, 600)
ROOMY = 1100
FILTER_AFTER_MS = 120
_PANES = ("L&ibrary", "Co&urt", "&Details", "Data &quality", "F&acets")
"""How the docks are called in the menu, in the order in which they are made."""


class MainWindow(QMainWindow):
    """Panes, menus, tool bar and status bar; says what the user did."""

    files_dropped = Signal(object)
    question_asked = Signal(str)
    definitions_asked = Signal()
    counts_pointed = Signal()
    """Somebody wants to know all of what the status bar says a little of."""
    closing = Signal()

    def __init__(self) -> None:
        """Make the frame: menus, an empty tool bar and status bar; `furnish` makes it whole."""
        super().__init__()
        self.setObjectName("main")
        self.setWindowTitle(TITLE)
        self.setDockNestingEnabled(True)
        self.setMinimumSize(LEAST_SIZE)
        self.resize(SIZE)
        self.progress = ProgressStrip()
        self._counted = ElidedLabel()
        self._definitions = QToolButton()
        self._badge = QLabel()
        self.menus = Menus(self.menuBar(), self.palette())
        self.actions_ = self.menus.actions
        self._tools = self._make_tool_bar()
        self.statusBar().setSizeGripEnabled(False)
        self._is_typing = False
        self._has_hint = False
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(FILTER_AFTER_MS)
        self._typing.timeout.connect(self._on_typed)
        opening = QLabel("Opening…")
        opening.setObjectName("opening")
        opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCentralWidget(opening)
        self._show_furnished(False)

    def furnish(self, panes: Panes, courts: Mapping[str, str]) -> None:
        """Put the panes in, and offer courts, a title by its league."""
        self.library, self.possessions, self.courts = panes.library, panes.possessions, panes.courts
        self.details, self.findings, self.facets, self.filter = (
            panes.details,
            panes.findings,
            panes.facets,
            panes.filter,
        )
        self.court = self.courts.first
        self.setCentralWidget(self.possessions)
        self.docks = [
            self._dock("library", "Library", self.library, Qt.DockWidgetArea.LeftDockWidgetArea),
            self._dock("court", "Court", self.courts, Qt.DockWidgetArea.RightDockWidgetArea),
            self._dock("details", "Details", self.details, Qt.DockWidgetArea.RightDockWidgetArea),
        ]
        self.findings_dock = self._dock(
            "findings", "Data quality", self.findings, Qt.DockWidgetArea.BottomDockWidgetArea
        )
        self.findings_dock.hide()
        self.facets_dock = self._dock("facets", "Facets", self.facets, Qt.DockWidgetArea.LeftDockWidgetArea)
        docks = zip((*self.docks, self.findings_dock, self.facets_dock), _PANES, strict=True)
        self.menus.add_panes({words: dock.toggleViewAction() for dock, words in docks})
        self.menus.add_courts(courts)
        self._fill_tool_bar(self._tools)
        self._fill_status_bar(self.statusBar())
        self.filter.textChanged.connect(self._typing.start)
        self.filter.returnPressed.connect(self._on_entered)
        self.filter.left_downwards.connect(self.possessions.take_focus)
        # The keys of the list are the first that somebody needs.
        self.possessions.table.setFocus()
        self.setAcceptDrops(True)
        self._show_furnished(True)
        self.arrange()

    # Putting together

    def _dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock-{name}")
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        return dock

    def arrange(self) -> None:
        """Put every pane in its first place."""
        library, court, details = self.docks
        for dock, area in (
            (library, Qt.DockWidgetArea.LeftDockWidgetArea),
            (court, Qt.DockWidgetArea.RightDockWidgetArea),
            (details, Qt.DockWidgetArea.RightDockWidgetArea),
        ):
            dock.setFloating(False)
            self.addDockWidget(area, dock)
            dock.show()
        self.splitDockWidget(court, details, Qt.Orientation.Vertical)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.findings_dock)
        self.findings_dock.hide()
        self.facets_dock.setFloating(False)
        self.splitDockWidget(library, self.facets_dock, Qt.Orientation.Vertical)
        width = self.width()
        self.facets_dock.setVisible(width >= ROOMY)
        left, right = (0.155, 0.315) if width >= ROOMY else (0.17, 0.33)
        self.resizeDocks([library, court], [round(width * left), round(width * right)], Qt.Orientation.Horizontal)
        height = self.height()
        self.resizeDocks([court, details], [round(height * 0.52), round(height * 0.36)], Qt.Orientation.Vertical)
        self.resizeDocks(
            [library, self.facets_dock], [round(height * 0.3), round(height * 0.6)], Qt.Orientation.Vertical
        )
        self.possessions.split.setSizes([round(height * 0.62), round(height * 0.26)])

    def _show_furnished(self, is_furnished: bool) -> None:
        """Let menus and tools be used, once there is something that they work on."""
        self.menuBar().setEnabled(is_furnished)
        self._tools.setEnabled(is_furnished)

    def _make_tool_bar(self) -> QToolBar:
        bar = QToolBar("Tools")
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addActions([self.actions_[name] for name in TOOL_BAR])
        self.addToolBar(bar)
        return bar

    def _fill_tool_bar(self, bar: QToolBar) -> None:
        self.filter.setPlaceholderText(
            "Ask, such as   start:steal left<=4:00 margin:-5..5   or   outcome:miss passes>=3"
        )
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.filter)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self.filter.clear)
        self.filter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bar.addWidget(self.filter)
        facets = self.facets_dock.toggleViewAction()
        facets.setToolTip("What could be asked beside the text, with counts")
        self.menus.give_icon(facets, "facets")
        self.menus.tint(self.palette())
        bar.addActions([facets, *(self.actions_[name] for name in TOOL_BAR_AFTER)])

    def _fill_status_bar(self, bar: QStatusBar) -> None:
        self._counted.setObjectName("counted")
        self._counted.pointed.connect(self.counts_pointed)
        self._badge.setObjectName("badge")
        self._counted.setAccessibleName("What is shown")
        bar.addWidget(self._counted, 1)
        bar.addPermanentWidget(self.progress)
        bar.addPermanentWidget(self._definitions)
        bar.addPermanentWidget(self._badge)
        self._definitions.setObjectName("definitions")
        self._definitions.setAutoRaise(True)
        self._definitions.setAccessibleName("Definitions in force")
        self._definitions.clicked.connect(self.definitions_asked)

    # What is shown

    def show_counts(self, words: str) -> None:
        """Say what is shown."""
        self._counted.setText(words)
        self._counted.setToolTip("")

    def show_count_details(self, details: str) -> None:
        """Say all of it, when it is pointed at."""
        self._counted.setToolTip(details)

    def show_definitions(self, words: str, details: str) -> None:
        """Say which definitions are in force."""
        self._definitions.setText(words)
        self._definitions.setToolTip(details)

    def show_badge(self, words: str) -> None:
        """Say where it comes from."""
        self._badge.setText(words)

    def show_filter_error(self, sentence: str, pointed: str = "", held: str = "") -> None:
        """Mark the filter as wrong with the reason and where, or as right by an empty sentence.

        `held` is the question that is answered as long as this one cannot be.
        """
        was_wrong = bool(self.filter.property("wrong"))
        # Half a question is wrong until it is whole: while it is typed, only its frame says so.
        if sentence and not self._is_typing:
            words = f"The filter cannot be read: {sentence}" + ("" if sentence.endswith("?") else ".")
            words += f" Still shown: {held}" if held else ""
            self.possessions.bar.show_message(words, is_warning=True, details=[pointed], is_open=True, topic="filter")
        elif was_wrong or self._has_hint:
            self.possessions.bar.withdraw("filter")
        self._has_hint = False
        self.filter.setProperty("wrong", bool(sentence))
        self.filter.setToolTip(sentence)
        self.filter.style().unpolish(self.filter)
        self.filter.style().polish(self.filter)

    def show_filter_hint(self, sentence: str) -> None:
        """Tell what in a question that is answered stands nowhere; the next question takes it away."""
        if not self._is_typing:
            self.possessions.bar.show_message(sentence, is_warning=True, topic="filter")
            self._has_hint = True

    def place(self, settings: Settings) -> None:
        """Take up the place of the last time, where it makes sense."""
        geometry = settings.geometry()
        if geometry is not None:
            self.restoreGeometry(geometry)

    def restore(self, settings: Settings) -> None:
        """Take up the arrangement of the last time, where it makes sense."""
        state = settings.state()
        if state is None or not self.restoreState(state, STATE_VERSION):
            self.arrange()

    # What the user does

    def _on_typed(self) -> None:
        self._typing.stop()
        self._is_typing = self.filter.hasFocus()
        self.question_asked.emit(self.filter.text())
        self._is_typing = False

    def _on_entered(self) -> None:
        self._typing.stop()
        self.question_asked.emit(self.filter.text())

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's own name
        return go_on(self, is_forward=next)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "menus"):
            self.menus.tint(self.palette())
