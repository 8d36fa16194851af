"""Tells at a start that the program broke off the last time: what, when, and what to do."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtGui import QGuiApplication

from explorer.app.crash_files import LeftBehind
from explorer.core.text import count
from explorer.services.health import versions
from explorer.services.privacy import Privacy
from explorer.widgets.message_bar import MessageBar

log = logging.getLogger(__name__)


def tell(bar: MessageBar, left: Sequence[LeftBehind], privacy: Privacy) -> None:
    """Say it in the bar, with the report to look at and to copy; nothing where nothing broke off."""
    if not left:
        return
    last = left[-1]
    report = privacy.clean("\n\n".join(report_of(one) for one in left))
    log.error("broke off: %s", report)
    when = datetime.fromtimestamp(last.when_s).astimezone()
    more = f", and {count(len(left) - 1, 'time')} before that" if len(left) > 1 else ""
    bar.show_message(
        f"Possession Explorer broke off on {when.day} {when:%B} at {when:%H:%M}{more}, by a fault of its own "
        f"({last.reason}). What was in your library before is safe; an import or fetch that was under way is not. "
        "Begin that again, and if it comes back send the report.",
        is_warning=True,
        details=report.splitlines(),
        buttons=[("&Copy the report", lambda: QGuiApplication.clipboard().setText(report))],
        topic="broke off",
    )


def report_of(left: LeftBehind) -> str:
    """The trace of one run that broke off, with when, and the versions of today."""
    when = datetime.fromtimestamp(left.when_s).astimezone()
    told = [f"broke off: {when:%Y-%m-%d %H:%M:%S %z}", *(f"{name}: {told}" for name, told in versions().items())]
    return "\n".join([*told, "", left.text])
