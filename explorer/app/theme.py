"""The look: Fusion with palettes of our own, light and dark, and a small style sheet from the same table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from explorer.paths import resource
from explorer.widgets.tokens import DARK, LIGHT, Tokens, tokens_of

THEMES: dict[str, str] = {"system": "As the &system", "light": "&Light", "dark": "&Dark"}
"""The choices, with their words in the menu."""

_WORN = "worn"
"""The application's property that tells which colours it has: every widget there is takes a change up anew."""
_SYSTEM = "system is dark"
"""The application's property that tells whether the system's own palette is dark, where that is known."""


def palette_of(tokens: Tokens) -> QPalette:
    """The Qt palette of a table of colours."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.base,
        QPalette.ColorRole.AlternateBase: tokens.alternate,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.window,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.accent_text,
        QPalette.ColorRole.Highlight: tokens.selection,
        QPalette.ColorRole.HighlightedText: tokens.text,
        QPalette.ColorRole.Accent: tokens.accent,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.LinkVisited: tokens.accent,
        QPalette.ColorRole.ToolTipBase: tokens.raised,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.pale,
        QPalette.ColorRole.Light: tokens.raised,
        QPalette.ColorRole.Midlight: tokens.raised,
        QPalette.ColorRole.Mid: tokens.hairline,
        QPalette.ColorRole.Dark: tokens.hairline,
        QPalette.ColorRole.Shadow: tokens.hairline,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.pale))
    return palette


def style_sheet(tokens: Tokens) -> str:
    """What a palette cannot say: hairlines between panes, quiet titles, flat bars."""
    check, close, unfasten = (
        resource(f"icons/{name}.svg").as_posix() for name in ("check", "pane-close", "pane-float")
    )
    return f"""
        QMainWindow::separator {{ background: {tokens.hairline}; width: 1px; height: 1px; }}
        QMainWindow::separator:hover {{ background: {tokens.accent}; }}
        QDockWidget {{ color: {tokens.muted}; font-size: small; titlebar-close-icon: url({close});
                       titlebar-normal-icon: url({unfasten}); }}
        QDockWidget::close-button, QDockWidget::float-button {{ border: 0; padding: 0; icon-size: 14px; }}
        QDockWidget::close-button:hover, QDockWidget::float-button:hover {{ background: {tokens.raised};
                                                                            border-radius: 3px; }}
        QDockWidget::title {{ background: {tokens.window}; padding: 5px 8px; text-align: left; }}
        QToolBar {{ background: {tokens.window}; border: 0; border-bottom: 1px solid {tokens.hairline};
                    padding: 4px 8px; spacing: 6px; }}
        QToolButton {{ border: 0; border-radius: 4px; padding: 4px 6px; }}
        QToolButton:hover, QPushButton:flat:hover {{ background: {tokens.raised}; }}
        QToolBar QToolButton:checked {{ background: {tokens.raised}; border-bottom: 2px solid {tokens.accent};
                                        padding-bottom: 2px; }}
        QToolButton:focus {{ border: 1px solid {tokens.accent}; padding: 3px 5px; }}
        QStatusBar {{ border-top: 1px solid {tokens.hairline}; color: {tokens.muted}; }}
        QStatusBar::item {{ border: 0; }}
        QLineEdit {{ background: {tokens.base}; border: 1px solid {tokens.edge}; border-radius: 4px;
                     padding: 4px 6px; selection-background-color: {tokens.selection};
                     selection-color: {tokens.text}; }}
        QLineEdit:focus {{ border-color: {tokens.accent}; }}
        QLineEdit[wrong="true"] {{ border-color: {tokens.miss}; }}
        #library QLineEdit {{ margin: 6px 8px; }}
        #facets QLineEdit {{ margin: 2px 8px 4px 8px; }}
        #facetsInner {{ background: {tokens.window}; }}
        #facetHeading {{ text-align: left; color: {tokens.muted}; padding: 5px 6px; }}
        #facetHeading:checked {{ color: {tokens.text}; }}
        #facetNote {{ color: {tokens.muted}; padding: 2px 8px; }}
        QHeaderView {{ background: {tokens.base}; border: 0; }}
        QHeaderView::section {{ background: {tokens.base}; color: {tokens.muted}; border: 0;
                                border-bottom: 1px solid {tokens.hairline}; padding: 5px 6px; }}
        QTableView, QTreeView, QPlainTextEdit {{ background: {tokens.base}; border: 0; outline: 0; }}
        QTableView {{ alternate-background-color: {tokens.alternate}; }}
        #libraryTree {{ background: {tokens.window}; }}
        QTabWidget::pane {{ border: 0; border-top: 1px solid {tokens.hairline}; }}
        QTabBar {{ background: {tokens.window}; outline: 0; }}
        QTabBar::tab {{ background: transparent; color: {tokens.muted}; border: 0; padding: 6px 8px;
                        border-bottom: 2px solid transparent; }}
        QTabBar QToolButton {{ background: {tokens.window}; padding: 0; }}
        #courtTabs::tab {{ padding: 6px 5px; }}
        QTabBar::tab:selected {{ color: {tokens.text}; border-bottom-color: {tokens.accent}; }}
        QTabBar::tab:hover {{ color: {tokens.text}; }}
        #detailsHeading {{ padding: 8px 10px 1px 10px; color: {tokens.text}; font-weight: 600; }}
        #detailsSubheading {{ padding: 0 10px 6px 10px; color: {tokens.muted}; }}
        #findings {{ padding: 0 10px 6px 10px; color: {tokens.warning}; }}
        #emptyLabel, #courtNotice {{ color: {tokens.muted}; }}
        #courtNotice {{ background: {tokens.window}; border: 1px solid {tokens.hairline}; border-radius: 6px;
                        padding: 8px 12px; }}
        #emptyTitle {{ font-size: x-large; color: {tokens.text}; }}
        #details, #details QStackedWidget {{ background: {tokens.base}; }}
        #messageBar {{ background: {tokens.raised}; border: 0; border-left: 3px solid {tokens.accent}; }}
        #welcome {{ background: {tokens.raised}; border: 0; border-left: 3px solid {tokens.accent}; }}
        #welcomeTitle {{ font-weight: bold; }}
        #welcome QPushButton, #nextStep {{ padding: 3px 0; }}
        #welcome QPushButton:focus, #nextStep:focus {{ border: 1px solid {tokens.accent}; }}
        #messageBar QPlainTextEdit {{ background: {tokens.raised}; }}
        #messageBar[warning="true"] {{ border-left-color: {tokens.miss}; }}
        #messageBar QPushButton, QPushButton:flat {{ color: {tokens.accent}; border: 0; border-radius: 4px;
                                                     padding: 4px 8px; }}
        QProgressBar {{ background: {tokens.raised}; border: 0; border-radius: 3px; max-height: 6px; }}
        QProgressBar::chunk {{ background: {tokens.accent}; border-radius: 3px; }}
        QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
        QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 0; }}
        QScrollBar::handle {{ background: {tokens.edge}; border-radius: 3px; margin: 3px; }}
        QScrollBar::handle:vertical {{ min-height: 28px; }}
        QScrollBar::handle:horizontal {{ min-width: 28px; }}
        QScrollBar::handle:hover {{ background: {tokens.pale}; }}
        QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
        QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
        QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
        QCheckBox::indicator {{ width: 13px; height: 13px; border: 1px solid {tokens.pale}; border-radius: 3px;
                                background: {tokens.base}; }}
        QCheckBox::indicator:checked {{ image: url({check}); border-color: {tokens.accent}; }}
        QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
        #palette {{ background: {tokens.window}; border: 1px solid {tokens.pale}; }}
        #help QTextBrowser {{ background: {tokens.base}; border: 0; }}
        #help QListWidget {{ background: {tokens.window}; outline: 0; }}
        #palette QListView {{ background: {tokens.window}; outline: 0; }}
        #options::menu-indicator {{ image: none; }}
        #paneTitle, #paneNote, #opening {{ color: {tokens.muted}; }}
        QSplitter::handle {{ background: {tokens.hairline}; }}
        #refusal {{ color: {tokens.warning}; }}
        #leftOut {{ color: {tokens.accent}; padding: 0 6px; border-radius: 4px; }}
        #counted, #badge {{ padding: 0 8px; color: {tokens.muted}; }}
        QToolTip {{ background: {tokens.raised}; color: {tokens.text}; border: 1px solid {tokens.hairline};
                    padding: 4px 6px; }}
    """


def is_dark_wanted(app: QApplication, theme: str) -> bool:
    """Whether the choice, or else the system, asks for dark."""
    if theme != "system":
        return theme == "dark"
    scheme = app.styleHints().colorScheme()
    if scheme is Qt.ColorScheme.Unknown:
        # Some desktops name no scheme, but give a palette of their own.
        return bool(app.property(_SYSTEM))
    return scheme is Qt.ColorScheme.Dark


def is_own(app: QApplication) -> bool:
    """Whether the application wears colours that were put on here."""
    return bool(app.property(_WORN) == app.palette().color(QPalette.ColorRole.Window).name())


def note_system(app: QApplication) -> None:
    """Remember whether the palette that the application has now, which is the system's, is dark."""
    palette = app.palette()
    app.setProperty(_SYSTEM, tokens_of(palette) is DARK)


def apply(app: QApplication, theme: str) -> None:
    """Dress the application, where it is not dressed so already; a name that is no theme counts as `system`."""
    if not is_own(app):
        note_system(app)
    tokens = DARK if is_dark_wanted(app, theme) else LIGHT
    if is_own(app) and app.property(_WORN) == tokens.window:
        return
    if app.property(_WORN) is None:
        # Once: below a style sheet nothing tells which style there is, and a style that is changed while widgets are
        # painted with it can end the program.
        app.setStyle("Fusion")
    app.setProperty(_WORN, tokens.window)
    app.setPalette(palette_of(tokens))
    app.setStyleSheet(style_sheet(tokens))
