"""A bare court with the layer Play on it, a clock that goes on when it is told to, and a play to show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from explorer.core.court import court_for
from explorer.core.vocabulary import Mark
from explorer.widgets.court.canvas import Canvas, Orientation
from explorer.widgets.court.play import Play, PlayEvent, PlayTeam
from explorer.widgets.court.play_layer import PlayLayer
from explorer.widgets.tokens import LIGHT
from tests.payloads import AWAY, HOME, TIP_MS, Json
from tests.tracking_rows import piece, read

TIP_S = TIP_MS / 1000


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def play_of(rows: list[Json] | None = None, own: tuple[float, float] = (1.0, 3.0)) -> Play:
    tracking = read(rows or piece(4.0))
    return Play(
        tracking,
        TIP_S + own[0],
        TIP_S + own[1],
        (
            PlayEvent(0, TIP_S + 1.5, "pass", Mark.NEUTRAL),
            PlayEvent(3, TIP_S + 2.5, "2PT make", Mark.MAKE),
        ),
        str(HOME),
        {str(HOME): PlayTeam("Rivertown", "RIV", 0), str(AWAY): PlayTeam("Lakeside", "LAK", 1)},
        lambda player_id: player_id,
        lambda player_id: f"Player {player_id}",
        "by session and game clock",
    )


class Pane(QWidget):
    """A bare court with the layer and its bar, as a window would hold them."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self.layer = layer = PlayLayer(LIGHT, self, now)
        self.canvas = Canvas(court_for("nba", None), layer.tokens)
        self.canvas.set_view(Orientation.UP, is_flipped=False, is_full=True)
        for item in layer.items:
            self.canvas.add(item)
        layout = QVBoxLayout(self)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(layer.bar)
        self.resize(700, 480)

    def grabbed(self) -> QImage:
        """What the court looks like."""
        image: QImage = self.canvas.grab().toImage()
        return image


def shown_pane(qtbot: QtBot, now: Callable[[], float]) -> Pane:
    """A pane on the screen, with a play of four seconds at rest."""
    made = Pane(now)
    qtbot.addWidget(made)
    made.show()
    made.layer.show_play(play_of())
    return made
