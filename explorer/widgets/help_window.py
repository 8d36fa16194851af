"""The help: a list of pages at the left, the page that is read at the right, and a search over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from explorer.core.text import count
from explorer.models.help_page import PAGE, Page, as_html, as_text, found_html, read_link, search
from explorer.widgets.tokens import Tokens, tokens_of

SIZE, LEAST_SIZE = QSize(980, 720), QSize(520, 360)
SEARCH_AFTER_MS = 120
_LIST_WIDTH = 210
_MARGIN = 20


def style_of(tokens: Tokens) -> str:
    """How pages look: quiet headings, hairlines between rows, and what is typed on a ground of its own."""
    return f"""
        h1 {{ font-size: x-large; font-weight: 600; color: {tokens.text}; margin-top: 12px; margin-bottom: 10px; }}
        h2 {{ font-size: large; font-weight: 600; color: {tokens.text}; margin-top: 22px; margin-bottom: 6px; }}
        p {{ color: {tokens.text}; margin-top: 0px; margin-bottom: 8px; line-height: 130%; }}
        table {{ border-collapse: collapse; margin-top: 2px; margin-bottom: 10px; }}
        th {{ color: {tokens.muted}; font-weight: normal; text-align: left; padding: 3px 14px 3px 0px;
              border-bottom: 1px solid {tokens.pale}; }}
        td {{ color: {tokens.text}; padding: 4px 14px 4px 0px; border-bottom: 1px solid {tokens.hairline};
              vertical-align: top; }}
        code {{ background-color: {tokens.raised}; }}
        a {{ color: {tokens.accent}; text-decoration: none; }}
    """


class HelpWindow(QDialog):
    """Shows pages; what a link means beyond another page is for others to do."""

    link_followed = Signal(object)
    """A Link that leads to no page."""
    page_opened = Signal(str)
    """The name of the page that was chosen; whoever makes pages can make it anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without pages."""
        # Qt tells of changes of style while the window is being made.
        self._pages: dict[str, Page] = {}
        self._shown = ""
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle("Help")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setMinimumSize(LEAST_SIZE)
        self.resize(SIZE)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search the help")
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName("Search the help")
        self.list = QListWidget()
        self.list.setAccessibleName("Pages of the help")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.browser = QTextBrowser()
        self.browser.setAccessibleName("The page")
        self.browser.setOpenLinks(False)
        self.browser.setFrameShape(QFrame.Shape.NoFrame)
        self.browser.document().setDocumentMargin(_MARGIN)
        self.note = QLabel()
        self.note.setObjectName("paneNote")
        self.note.setWordWrap(True)
        self.copy = QPushButton("&Copy as text")
        self.copy.setAutoDefault(False)
        self.copy.setToolTip("Copy this page as plain text, to print or to paste")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.copy)
        right = QWidget()
        page = QVBoxLayout(right)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.browser, 1)
        page.addWidget(self.note)
        self.note.setContentsMargins(_MARGIN, 6, _MARGIN, 6)
        self.note.hide()
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([_LIST_WIDTH, SIZE.width() - _LIST_WIDTH])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(SEARCH_AFTER_MS)
        self._typing.timeout.connect(self._on_typed)
        self.field.textChanged.connect(self._typing.start)
        self.field.returnPressed.connect(self._on_typed)
        self.list.currentItemChanged.connect(self._on_listed)
        self.list.itemClicked.connect(self._on_clicked)
        self.browser.anchorClicked.connect(self._on_link)
        self.copy.clicked.connect(self._on_copy)

    def set_pages(self, pages: Sequence[Page]) -> None:
        """Take the pages, in the order of the list; the one that is read stays."""
        self._pages = {page.name: page for page in pages}
        self.list.blockSignals(True)
        self.list.clear()
        for page in pages:
            item = QListWidgetItem(page.title)
            item.setData(Qt.ItemDataRole.UserRole, page.name)
            item.setSizeHint(QSize(0, QFontMetrics(self.list.font()).height() + 12))
            self.list.addItem(item)
        self.list.blockSignals(False)

    def show_page(self, name: str, section: str = "") -> None:
        """Show a page, at one of its sections; the search is over."""
        page = self._pages.get(name)
        if page is None:
            return
        self._typing.stop()
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self._shown = name
        self._mark(name)
        self._fill(as_html(page))
        self.setWindowTitle(f"{page.title} – Help")
        if section:
            self.browser.scrollToAnchor(section)
        self.say("")

    def say(self, words: str) -> None:
        """Say something below the page; nothing takes it away."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    @property
    def shown(self) -> str:
        """The name of the page that is read."""
        return self._shown

    def _mark(self, name: str) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _fill(self, made: str) -> None:
        self.browser.document().setDefaultStyleSheet(style_of(tokens_of(self.palette())))
        self.browser.setHtml(made)

    def _on_typed(self) -> None:
        self._typing.stop()
        typed = self.field.text()
        if not typed.strip():
            self.show_page(self._shown)
            return
        # What is read comes first: the sheet of keys is searched from its own page.
        pages = sorted(self._pages.values(), key=lambda page: page.name != self._shown)
        found = search(pages, typed)
        self._fill(found_html(found, typed))
        many = sum(len(section.rows) + len(section.texts) for _, sections in found for section in sections)
        self.say(f"{count(many, 'place')} in {count(len(found), 'page')}" if found else "")

    def _on_find(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _on_listed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.page_opened.emit(item.data(Qt.ItemDataRole.UserRole))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        # The page that is marked already comes back from a search by a click.
        if self.field.text():
            self._on_listed(item)

    def _on_link(self, url: QUrl) -> None:
        found = read_link(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        if found.kind == PAGE:
            name, _, section = found.target.partition("#")
            self.show_page(name, section)
        else:
            self.link_followed.emit(found)

    def _on_copy(self) -> None:
        page = self._pages.get(self._shown)
        if self.field.text().strip():
            QGuiApplication.clipboard().setText(self.browser.toPlainText())
        elif page is not None:
            QGuiApplication.clipboard().setText(as_text(page))
        self.say("Copied as text.")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and self._shown:
            place = self.browser.verticalScrollBar().value()
            if self.field.text().strip():
                self._on_typed()
            else:
                self._fill(as_html(self._pages[self._shown]))
            self.browser.verticalScrollBar().setValue(place)
