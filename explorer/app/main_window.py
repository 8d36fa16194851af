"""The window: it holds the panes and the commands, and knows nothing of games."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import override

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QMenu, QSizePolicy, QToolBar, QWidget

from explorer.app.actions import COMMANDS, COURT, EDIT, GAME, MENUS, TOOL_BAR, VIEW, Command
from explorer.app.settings import STATE_VERSION, Settings
from explorer.app.theme import THEMES
from explorer.core.court import COURTS, Court
from explorer.core.views import BUILT_IN
from explorer.models.breakdown_model import BreakdownModel
from explorer.models.possession_model import PossessionModel
from explorer.paths import resource
from explorer.widgets.court.court_view import CourtView
from explorer.widgets.details_pane import DetailsPane
from explorer.widgets.filter_edit import FilterEdit
from explorer.widgets.findings_pane import FindingsPane
from explorer.widgets.icons import tinted
from explorer.widgets.library_pane import LibraryPane
from explorer.widgets.possession_pane import PossessionPane
from explorer.widgets.progress_strip import ProgressStrip

TITLE = "Possession Explorer"
SIZE = QSize(1440, 900)
LEAST_SIZE = QSize(800, 600)
ROOMY = 1100
FILTER_AFTER_MS = 120
FOLLOW_INTERVALS = {"30": "30 &seconds", "60": "&1 minute", "300": "&5 minutes"}
_ROLES = {"quit": QAction.MenuRole.QuitRole, "about": QAction.MenuRole.AboutRole}


class MainWindow(QMainWindow):
    """Panes, menus, tool bar and status bar; says what the user did."""

    files_dropped = Signal(object)
    question_asked = Signal(str)
    view_chosen = Signal(str)
    """The question of a view."""
    theme_chosen = Signal(str)
    league_chosen = Signal(str)
    interval_chosen = Signal(str)
    closing = Signal()

    def __init__(self, model: PossessionModel, groups: BreakdownModel, court: Court) -> None:
        """Make every pane around the models of the possession list and its breakdown."""
        super().__init__()
        self.setObjectName("main")
        self.setWindowTitle(TITLE)
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setMinimumSize(LEAST_SIZE)
        self.resize(SIZE)
        self.library = LibraryPane()
        self.possessions = PossessionPane(model, groups)
        self.court = CourtView(court)
        self.details = DetailsPane()
        self.setCentralWidget(self.possessions)
        self.docks = [
            self._dock("library", "Library", self.library, Qt.DockWidgetArea.LeftDockWidgetArea),
            self._dock("court", "Court", self.court, Qt.DockWidgetArea.RightDockWidgetArea),
            self._dock("details", "Details", self.details, Qt.DockWidgetArea.RightDockWidgetArea),
        ]
        self.findings = FindingsPane()
        self.findings_dock = self._dock(
            "findings", "Data quality", self.findings, Qt.DockWidgetArea.BottomDockWidgetArea
        )
        self.findings_dock.hide()
        self.filter = FilterEdit()
        self.progress = ProgressStrip()
        self._counted = QLabel()
        self._badge = QLabel()
        self.actions_: dict[str, QAction] = {}
        self._icons: list[tuple[QAction, bytes]] = []
        self._menus: dict[str, QMenu] = {}
        self._themes = QActionGroup(self)
        self._leagues = QActionGroup(self)
        self._intervals = QActionGroup(self)
        self._make_actions()
        self._make_menus()
        self._make_tool_bar()
        self._make_status_bar()
        self._is_typing = False
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(FILTER_AFTER_MS)
        self._typing.timeout.connect(self._on_typed)
        self.filter.textChanged.connect(self._typing.start)
        self.filter.returnPressed.connect(self._on_entered)
        self._tint()
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
        width = self.width()
        left, right = (0.155, 0.315) if width >= ROOMY else (0.18, 0.42)
        self.resizeDocks([library, court], [round(width * left), round(width * right)], Qt.Orientation.Horizontal)
        height = self.height()
        self.resizeDocks([court, details], [round(height * 0.52), round(height * 0.36)], Qt.Orientation.Vertical)
        self.possessions.split.setSizes([round(height * 0.62), round(height * 0.26)])

    def _make_actions(self) -> None:
        for command in COMMANDS:
            action = QAction(command.text, self)
            action.setObjectName(command.name)
            action.setToolTip(command.tip)
            action.setStatusTip(command.tip)
            if command.shortcut is not None:
                action.setShortcut(command.shortcut)
            action.setCheckable(command.is_checkable)
            action.setMenuRole(_ROLES.get(command.role, QAction.MenuRole.NoRole))
            if command.icon:
                self._icons.append((action, resource(f"icons/{command.icon}.svg").read_bytes()))
            self.actions_[command.name] = action

    def _make_menus(self) -> None:
        for title in MENUS:
            menu = self._menus[title] = self.menuBar().addMenu(title)
            for command in COMMANDS:
                if command.menu == title:
                    self._add(menu, command)
        self._make_view_menu(self._menus[VIEW])
        self._make_court_menu(self._menus[COURT])
        self._make_game_menu(self._menus[GAME])
        self._make_edit_menu(self._menus[EDIT])

    def _add(self, menu: QMenu, command: Command) -> None:
        if command.is_separated:
            menu.addSeparator()
        menu.addAction(self.actions_[command.name])

    def _make_view_menu(self, menu: QMenu) -> None:
        menu.addSeparator()
        for dock, mnemonic in zip(self.docks, ("L&ibrary", "Co&urt", "&Details"), strict=True):
            toggle = dock.toggleViewAction()
            toggle.setText(mnemonic)
            menu.addAction(toggle)
            dock.setWindowTitle(mnemonic.replace("&", ""))
        quality = self.findings_dock.toggleViewAction()
        quality.setText("Data &quality")
        menu.addAction(quality)
        self.findings_dock.setWindowTitle("Data quality")
        menu.addSeparator()
        _add_choices(menu.addMenu("&Theme"), THEMES, self._themes)
        self._themes.triggered.connect(lambda action: self.theme_chosen.emit(action.data()))

    def _make_edit_menu(self, menu: QMenu) -> None:
        menu.addSeparator()
        views = menu.addMenu("&Views")
        for view in BUILT_IN:
            action = views.addAction(view.title)
            action.setStatusTip(view.question)
            action.triggered.connect(lambda checked=False, question=view.question: self.view_chosen.emit(question))

    def _make_game_menu(self, menu: QMenu) -> None:
        _add_choices(menu.addMenu("Follow e&very"), FOLLOW_INTERVALS, self._intervals)
        self._intervals.triggered.connect(lambda action: self.interval_chosen.emit(action.data()))

    def _make_court_menu(self, menu: QMenu) -> None:
        _add_choices(menu, {"": "The &games’ own league"}, self._leagues)
        menu.addSeparator()
        # The newest court of a league has the title that it goes by.
        _add_choices(menu, {court.league: court.title for court in COURTS}, self._leagues)
        self._leagues.triggered.connect(lambda action: self.league_chosen.emit(action.data()))

    def _make_tool_bar(self) -> None:
        bar = QToolBar("Tools")
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addActions([self.actions_[name] for name in TOOL_BAR])
        self.filter.setPlaceholderText(
            "Ask, such as   start:steal left<=4:00 margin:-5..5   or   outcome:miss passes>=3"
        )
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.filter)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self.filter.clear)
        self.filter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bar.addWidget(self.filter)
        bar.addAction(self.actions_["columns"])
        self.addToolBar(bar)

    def _make_status_bar(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self._counted.setObjectName("counted")
        self._badge.setObjectName("badge")
        self._counted.setAccessibleName("What is shown")
        bar.addWidget(self._counted)
        bar.addPermanentWidget(self.progress)
        bar.addPermanentWidget(self._badge)

    def _tint(self) -> None:
        for action, drawing in self._icons:
            action.setIcon(tinted(drawing, self.palette()))

    # What is shown

    def connect_commands(self, slots: Mapping[str, Callable[[], object]]) -> None:
        """Connect every command to what is done for it."""
        for name, action in self.actions_.items():
            slot = slots[name]
            action.triggered.connect(lambda checked=False, slot=slot: slot())

    def show_counts(self, words: str) -> None:
        """Say what is shown."""
        self._counted.setText(words)

    def show_badge(self, words: str) -> None:
        """Say where it comes from."""
        self._badge.setText(words)

    def show_filter_error(self, sentence: str, pointed: str = "") -> None:
        """Mark the filter as wrong with the reason and where, or as right by an empty sentence."""
        was_wrong = bool(self.filter.property("wrong"))
        # Half a question is wrong until it is whole: while it is typed, only its frame says so.
        if sentence and not self._is_typing:
            words = f"The filter cannot be read: {sentence}" + ("" if sentence.endswith("?") else ".")
            self.possessions.bar.show_message(words, is_warning=True, details=[pointed])
        elif was_wrong:
            self.possessions.bar.dismiss()
        self.filter.setProperty("wrong", bool(sentence))
        self.filter.setToolTip(sentence)
        self.filter.style().unpolish(self.filter)
        self.filter.style().polish(self.filter)

    def show_choices(self, theme: str, league: str, follow_s: str) -> None:
        """Tick the theme, the court's league and the interval of following that hold."""
        for group, value in ((self._themes, theme), (self._leagues, league), (self._intervals, follow_s)):
            for action in group.actions():
                action.setChecked(action.data() == value)

    def restore(self, settings: Settings) -> None:
        """Take up the place and arrangement of the last time, where they make sense."""
        geometry, state = settings.geometry(), settings.state()
        if geometry is not None:
            self.restoreGeometry(geometry)
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
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icons"):
            self._tint()


def _add_choices(menu: QMenu, choices: Mapping[str, str], group: QActionGroup) -> None:
    """Put one checkable action per value of a setting into a menu, with the words for it."""
    for value, words in choices.items():
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setData(value)
        group.addAction(action)
