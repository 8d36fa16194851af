"""The rival of a start: an empty window with a pyqtgraph plot; prints when it was first painted, in Unix time."""

from __future__ import annotations

import sys
import time
from typing import override

import pyqtgraph
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class _Watch(QObject):
    is_over = False

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self.is_over:
            print(time.time(), flush=True)
            self.is_over = True
            QTimer.singleShot(0, QApplication.quit)
        return False


def main() -> int:
    """Show the window until it has been painted; returns the exit status."""
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    watch = _Watch()
    # Of all widgets: the window itself lies behind its plot and is never painted.
    app.installEventFilter(watch)
    window.setCentralWidget(pyqtgraph.PlotWidget())
    window.resize(1440, 900)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
