"""The menus: every command of the table as an action, and the choices that stand beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar

from explorer.app import against
from explorer.app.actions import COMMANDS, COURT, EDIT, FILE, GAME, MENUS, VIEW, Command
from explorer.app.theme import THEMES
from explorer.app.views_menu import ViewsMenu
from explorer.paths import resource
from explorer.widgets.icons import tinted

FOLLOW_INTERVALS = {"30": "30 &seconds", "60": "&1 minute", "300": "&5 minutes"}
_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
    "preferences": QAction.MenuRole.PreferencesRole,
}


class Menus(QObject):
    """Holds the actions of the window by their commands' names; says which choice was made."""

    theme_chosen = Signal(str)
    league_chosen = Signal(str)
    interval_chosen = Signal(str)
    baseline_chosen = Signal(str)

    def __init__(self, bar: QMenuBar, palette: QPalette) -> None:
        """Fill a menu bar."""
        super().__init__(bar)
        self.actions: dict[str, QAction] = {}
        self._icons: list[tuple[QAction, bytes]] = []
        self._menus: dict[str, QMenu] = {}
        self._themes = QActionGroup(self)
        self._leagues = QActionGroup(self)
        self._baselines = QActionGroup(self)
        self._intervals = QActionGroup(self)
        for command in COMMANDS:
            self.actions[command.name] = self._action(command)
        for title in MENUS:
            menu = self._menus[title] = bar.addMenu(title)
            for command in COMMANDS:
                if command.menu == title:
                    if command.is_separated:
                        menu.addSeparator()
                    menu.addAction(self.actions[command.name])
        self.recent = QMenu("Open &recent", bar)
        _insert_after(self._menus[FILE], self.actions["open_folder"], self.recent)
        self._add_baselines(self._menus[COURT])
        self._add_intervals(self._menus[GAME])
        self.views = ViewsMenu(bar)
        self._menus[EDIT].addMenu(self.views)
        self.tint(palette)

    def _action(self, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(command.name)
        action.setToolTip(command.tip)
        action.setStatusTip(command.tip)
        if command.shortcut is not None:
            action.setShortcut(command.shortcut)
        action.setCheckable(command.is_checkable)
        action.setMenuRole(_ROLES.get(command.role, QAction.MenuRole.NoRole))
        if command.icon:
            self.give_icon(action, command.icon)
        return action

    def give_icon(self, action: QAction, icon: str) -> None:
        """Give an action a drawing of the house, in whichever colours hold; it is drawn at the next `tint`."""
        self._icons.append((action, resource(f"icons/{icon}.svg").read_bytes()))

    def add_panes(self, toggles: Mapping[str, QAction]) -> None:
        """Put what shows and hides each pane, by its words, and the themes into the menu of views."""
        menu = self._menus[VIEW]
        menu.addSeparator()
        for words, toggle in toggles.items():
            toggle.setText(words)
            menu.addAction(toggle)
        menu.addSeparator()
        _add_choices(menu.addMenu("&Theme"), THEMES, self._themes)
        self._themes.triggered.connect(lambda action: self.theme_chosen.emit(action.data()))

    def _add_intervals(self, menu: QMenu) -> None:
        _add_choices(menu.addMenu("Follow e&very"), FOLLOW_INTERVALS, self._intervals)
        self._intervals.triggered.connect(lambda action: self.interval_chosen.emit(action.data()))

    def _add_baselines(self, menu: QMenu) -> None:
        menu.addSeparator()
        _add_choices(menu.addMenu("C&ompare with"), against.WORDS, self._baselines)
        self._baselines.triggered.connect(lambda action: self.baseline_chosen.emit(action.data()))

    def add_courts(self, titles: Mapping[str, str]) -> None:
        """Offer courts, a title by its league."""
        leagues = self._menus[COURT].addMenu("Lines of the cou&rt")
        _add_choices(leagues, {"": "Of the &games’ own league"}, self._leagues)
        leagues.addSeparator()
        _add_choices(leagues, titles, self._leagues)
        self._leagues.triggered.connect(lambda action: self.league_chosen.emit(action.data()))

    def tint(self, palette: QPalette) -> None:
        """Draw the icons in the palette's colours."""
        for action, drawing in self._icons:
            action.setIcon(tinted(drawing, palette))

    def connect_commands(self, slots: Mapping[str, Callable[[], object]]) -> None:
        """Connect commands by their names to what is done for them."""
        for name, slot in slots.items():
            self.actions[name].triggered.connect(lambda checked=False, slot=slot: slot())

    def show_choices(self, theme: str, follow_s: str) -> None:
        """Tick the theme and the interval of following that hold."""
        _tick(self._themes, theme)
        _tick(self._intervals, follow_s)

    def show_league(self, league: str) -> None:
        """Tick the league whose lines are drawn."""
        _tick(self._leagues, league)

    def show_baseline(self, baseline: str) -> None:
        """Tick what the court compares with."""
        _tick(self._baselines, baseline)

    def court_actions(self) -> list[QAction]:
        """Everything that the menu of the court offers but its layers, for a menu beside the court itself."""
        layers = [self.actions[command.name] for command in COMMANDS if command.name.startswith("layer_")]
        return [action for action in self._menus[COURT].actions() if action not in layers]


def _tick(group: QActionGroup, value: str) -> None:
    for action in group.actions():
        action.setChecked(action.data() == value)


def _insert_after(menu: QMenu, action: QAction, below: QMenu) -> None:
    """Put a menu behind an action of another one, before the line that follows."""
    actions = menu.actions()
    menu.insertMenu(actions[actions.index(action) + 1], below)


def _add_choices(menu: QMenu, choices: Mapping[str, str], group: QActionGroup) -> None:
    """Put one checkable action per value of a setting into a menu, with the words for it."""
    for value, words in choices.items():
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setData(value)
        group.addAction(action)
