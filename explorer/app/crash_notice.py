"""Tells at a start that the program broke off the last time: what, when, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtGui import QGuiApplication

from explorer.app.crash_files import LeftBehind
from explorer.core.text import count
from explorer.services.health import versions
from explorer.services.privacy import Privacy
from explorer.widgets.message_bar import MessageBar


def tell(bar: MessageBar, left: Sequence[LeftBehind], privacy: Privacy) -> None:
    """Say it in the bar, with the report to look at and to copy; nothing where nothing broke off."""
    if not left:
        return
    last = left[-1]
    report = privacy.clean("\n\n".join(report_of(one) for one in left))
    when = datetime.fromtimestamp(last.when_s).astimezone()
    more = f", and {count(len(left) - 1, 'time')} before that" if len(left) > 1 else ""
    bar.show_message(
        f"Possession Explorer broke off on {when.day} {when:%B} at {when:%H:%M}{more}, by a fault of its own "
        f"({last.reason}). Your library is safe; begin an import or fetch again that was under way. If it comes back, "
        "send the report.",
        is_warning=True,
        details=report.splitlines(),
        buttons=[("Cop&y the report", lambda: QGuiApplication.clipboard().setText(report))],
        topic="broke off",
    )


def report_of(left: LeftBehind) -> str:
    """The trace of one run that broke off, with when, and the versions of today."""
    when = datetime.fromtimestamp(left.when_s).astimezone()
    told = [f"{name}: {version}" for name, version in versions().items()]
    return "\n".join([f"broke off: {when:%Y-%m-%d %H:%M:%S %z}", "", left.text, "", *told])
