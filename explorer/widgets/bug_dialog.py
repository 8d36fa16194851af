"""A fault of the program, told in a window that holds up nothing, with a report to look at and to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from explorer.core.text import count

TITLE = "Something went wrong"
_SIZE, _LEAST_SIZE = (560, 400), (440, 320)
_LONGEST_SUMMARY = 300
_COPIED_MS = 2_000
_BETWEEN = "\n\n" + "-" * 60 + "\n\n"


class BugDialog(QDialog):
    """Shows one bug; further ones while it is open are counted, and their reports added."""

    def __init__(self, summary: str, report: str, parent: QWidget | None = None) -> None:
        """`summary` is the failure in a line; `report` the trace and the versions, without anything private."""
        super().__init__(parent)
        self.setObjectName("bug")
        self.setWindowTitle(TITLE)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.setMinimumSize(*_LEAST_SIZE)
        self.resize(*_SIZE)
        self._more = 0
        title = QLabel(TITLE)
        title.setObjectName("emptyTitle")
        self._words = QLabel(
            "This is a fault of the program, not of your data. You can go on; your games, views and settings are "
            "safe. If something now looks odd, close the program and start it again. The report helps to mend it: it "
            "holds the trace and the versions, no key, and no name of yours."
        )
        self._words.setWordWrap(True)
        short = summary if len(summary) <= _LONGEST_SUMMARY else f"{summary[:_LONGEST_SUMMARY]}…"
        self._summary = QLabel(short)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setWordWrap(True)
        self._summary.setObjectName("refusal")
        self._summary.setAccessibleName("What failed")
        self._again = QLabel()
        self._again.setObjectName("emptyLabel")
        self._again.hide()
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setAccessibleName("Report")
        self._copy = QPushButton("&Copy the report")
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self.copy)
        close = QPushButton("C&lose")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self._again, 1)
        buttons.addStretch(0)
        buttons.addWidget(self._copy)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(10)
        for widget in (title, self._words, self._summary):
            layout.addWidget(widget)
        layout.addWidget(self.report, 1)
        layout.addLayout(buttons)
        close.setFocus()
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(_COPIED_MS)
        self._copied.timeout.connect(lambda: self._copy.setText("&Copy the report"))

    @property
    def more(self) -> int:
        """How many further faults have come while this is open."""
        return self._more

    def add(self, report: str) -> None:
        """Another fault: it is counted, and its report stands below."""
        place = self.report.verticalScrollBar().value()
        self.report.setPlainText(self.report.toPlainText() + _BETWEEN + report)
        self.report.verticalScrollBar().setValue(place)
        self.count_again()

    def count_again(self) -> None:
        """A fault that is told already has come again."""
        self._more += 1
        self._again.setText(f"{count(self._more, 'more fault')} since this opened")
        self._again.show()

    def copy(self) -> None:
        """Copy the whole report, and say so on the button."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self._copy.setText("&Copied")
        self._copied.start()
