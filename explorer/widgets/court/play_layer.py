"""The layer Play: a possession's tracking as an animation, in step with its timeline."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, override

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from explorer.core import text
from explorer.core.coordinates import RING_Y_FT
from explorer.core.tracking import Floats
from explorer.core.tracking_match import BY_ITSELF
from explorer.widgets.court.layer import Entry, Layer, Rows, Sign
from explorer.widgets.court.play import Play
from explorer.widgets.court.play_bar import PlayBar
from explorer.widgets.court.play_clock import PlayClock
from explorer.widgets.court.play_item import Frame, PlayItem, frame_of
from explorer.widgets.tokens import Tokens

TRAILS_S = (0.0, 2.0, 5.0)
USUAL_TRAIL_S = 2.0
_SAME_S = 1e-5
"""Instants that are this near are the same sample."""
TELL_S = 0.25
"""While it plays, what is told of the marks is made anew this often: nobody reads figures at 60 a second."""
NOTHING = "Choose a possession to see it played."
_HEADERS = ("player", "team", "x ft", "y ft", "to the ring ft", "to the ball ft", "ft/s")


class PlayLayer(Layer):
    """Plays one stretch of tracking. Marks are the players in the tracking's order, then the ball."""

    event_reached = Signal(int)
    """Playing has come to the event with this number."""

    name, title, is_full_court = "play", "Play", True
    is_of_one_possession = True
    trail_chosen = Signal(float)
    """Ways over so many seconds are wanted."""

    def __init__(
        self, tokens: Tokens, parent: QObject | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Start with nothing to play; `now` counts seconds."""
        super().__init__(tokens, parent)
        self.clock = PlayClock(self, now)
        self.bar = PlayBar(self.clock)
        self._item = PlayItem(tokens)
        self._play: Play | None = None
        self._notice = NOTHING
        self._trail_s = USUAL_TRAIL_S
        self._chosen: int | None = None
        self._last_s = 0.0
        self._now, self._told_s = now, float("-inf")
        self._menu: QMenu | None = None
        self.clock.moved.connect(self._on_moved)
        self.clock.state_changed.connect(self._on_state)
        self.bar.stepped.connect(self.step)
        self.bar.event_chosen.connect(self.show_event)

    # What is played

    @property
    def play(self) -> Play | None:
        """What is played."""
        return self._play

    @property
    def is_by_itself(self) -> bool:
        """Whether what is played is a tracking without a game: no possession is told of."""
        return self._play is not None and self._play.how == BY_ITSELF

    def show_play(self, play: Play) -> None:
        """Play another stretch: at rest, where the possession begins."""
        self._play, self._notice, self._chosen = play, "", None
        self.clock.set_span(play.tracking.start_s, play.tracking.end_s, play.tracking.gaps)
        self.bar.show_play(play)
        self.clock.seek(play.start_s)
        self.changed.emit()

    def show_nothing(self, notice: str = NOTHING) -> None:
        """Play nothing, and say why."""
        self._play, self._notice, self._chosen = None, notice, None
        self.clock.set_span(0, 0)
        self.bar.show_play(None)
        self._item.show_frame(None, None)
        self.changed.emit()

    def show_event(self, number: int) -> None:
        """Go to the event with this number, where its time is known."""
        event = next((event for event in self._play.events if event.number == number), None) if self._play else None
        if event is not None:
            self.clock.seek(event.t_s)

    def step(self, frames: int) -> None:
        """Rest, and go some samples on or back."""
        if self._play is None:
            return
        self.clock.pause()
        times = self._play.tracking.times_s
        # A sample that is shown is left behind whichever way the step goes.
        if frames > 0:
            place = int(np.searchsorted(times, self.clock.t_s + _SAME_S, side="right")) + frames - 1
        else:
            place = int(np.searchsorted(times, self.clock.t_s - _SAME_S, side="left")) + frames
        self.clock.seek(float(times[min(max(place, 0), len(times) - 1)]))

    def _on_moved(self, t_s: float) -> None:
        play = self._play
        if play is None:
            return
        self._draw(play, t_s)
        if self.clock.is_playing:
            before = self._last_s
            for event in play.events:
                if before < event.t_s <= t_s:
                    self.event_reached.emit(event.number)
        if not self.clock.is_playing or self._now() - self._told_s >= TELL_S:
            self._told_s = self._now()
            self.moved.emit()
        self._last_s = t_s

    def _on_state(self) -> None:
        if not self.clock.is_playing:
            self.changed.emit()

    def _draw(self, play: Play, t_s: float) -> None:
        self._item.show_frame(play, frame_of(play, t_s, self._trail_s), self._chosen)

    # The layer

    @property
    @override
    def items(self) -> Sequence[Any]:
        return (self._item,)

    @property
    @override
    def foot(self) -> QWidget:
        return self.bar

    @override
    def options(self) -> Sequence[QAction]:
        if self._menu is None:
            self._menu = QMenu("Trails", self.bar)
            group = QActionGroup(self._menu)
            for seconds in TRAILS_S:
                words = f"{seconds:g} seconds" if seconds else "Off"
                action = self._menu.addAction(words, partial(self._on_trail, seconds))
                action.setCheckable(True)
                action.setChecked(seconds == self._trail_s)
                group.addAction(action)
            self._skip = QAction("Cut long gaps short", self)
            self._skip.setCheckable(True)
            self._skip.setChecked(self.clock.is_skipping_gaps)
            self._skip.toggled.connect(self._on_skip)
        return (self._menu.menuAction(), self._skip)

    def _on_trail(self, seconds: float) -> None:
        self.set_trail(seconds)
        self.trail_chosen.emit(seconds)

    def _on_skip(self, is_skipping: bool) -> None:
        self.clock.is_skipping_gaps = is_skipping

    def set_trail(self, seconds: float) -> None:
        """Draw the way of everybody over so many seconds; 0: none."""
        self._trail_s = seconds
        for action, known in zip(self._menu.actions() if self._menu is not None else (), TRAILS_S, strict=False):
            action.setChecked(known == seconds)
        if self._play is not None:
            self._draw(self._play, self.clock.t_s)
            self.changed.emit()

    @property
    def trail_s(self) -> float:
        """Over how many seconds the ways are drawn."""
        return self._trail_s

    @property
    def _frame(self) -> Frame | None:
        return self._item.frame

    def _places(self) -> Floats:
        """Where every mark stands, (P + 1, 2) feet: players, those that are missing where last seen, then the ball."""
        frame = self._frame
        if frame is None:
            return np.empty((0, 2))
        players = np.where(np.isnan(frame.moment.players), frame.ghosts, frame.moment.players)
        return np.concatenate((players, frame.moment.ball[None, :2]))

    @override
    def set_for_file(self, is_for_file: bool) -> None:
        self._item.set_for_file(is_for_file)

    @override
    def press(self, event: QKeyEvent) -> bool:
        return self.bar.take_key(event)

    @override
    def count(self) -> int:
        return len(self._places())

    @override
    def place_of(self, mark: int) -> tuple[float, float] | None:
        places = self._places()
        if not 0 <= mark < len(places) or np.isnan(places[mark]).any():
            return None
        return float(places[mark, 0]), float(places[mark, 1])

    @override
    def mark_at(self, x_ft: float, y_ft: float, reach_ft: float) -> int | None:
        away = np.hypot(*(self._places() - (x_ft, y_ft)).T)
        if not len(away) or np.isnan(away).all():
            return None
        best = int(np.nanargmin(away))
        return best if away[best] <= max(reach_ft, 1.6) else None

    @override
    def choose(self, mark: int) -> None:
        players = 0 if self._play is None else len(self._play.tracking.player_ids)
        self._chosen = None if mark == self._chosen or mark >= players else mark
        if self._play is not None:
            self._draw(self._play, self.clock.t_s)

    @override
    def words_of(self, mark: int) -> str:
        play, frame = self._play, self._frame
        if play is None or frame is None:
            return ""
        place = self.place_of(mark)
        if mark == len(play.tracking.player_ids):
            height = frame.moment.ball[2]
            high = "height not known" if np.isnan(height) else f"{text.feet(float(height))} high"
            return "Ball, no data" if place is None else f"Ball, {high}, {_ring(place)}"
        who = play.name_of(play.tracking.player_ids[mark]) or play.tracking.player_ids[mark]
        team = play.team_of(mark)
        named = who if team is None else f"{who}, {team.name}"
        if place is None:
            return f"{named}: no data"
        if np.isnan(frame.moment.players[mark, 0]):
            return f"{named}: no data for {text.number(float(frame.missing_s[mark]), 1)} s, last seen here"
        ball, speed = self._numbers(play, frame)
        known = [
            f"{text.feet(float(ball[mark]))} from the ball" if ball[mark] == ball[mark] else "",
            f"{text.number(float(speed[mark]), 1)} ft/s" if speed[mark] == speed[mark] else "",
        ]
        return ", ".join([named, _ring(place), *filter(None, known)])

    def _numbers(self, play: Play, frame: Frame) -> tuple[Floats, Floats]:
        """Each player's distance to the ball in feet, and his speed in feet a second; NaN where not known."""
        ball: Floats = np.hypot(*(frame.moment.players - frame.moment.ball[:2]).T)
        return ball, play.tracking.speed_ft_s(frame.moment.t_s)

    @override
    def table(self) -> Rows:
        play, frame = self._play, self._frame
        if play is None or frame is None:
            return Rows(_HEADERS, (), (False, False, *[True] * 5))
        ball, speed = self._numbers(play, frame)
        rows = []
        for player, player_id in enumerate(play.tracking.player_ids):
            x_ft, y_ft = frame.moment.players[player].tolist()
            team = play.team_of(player)
            ring = float(np.hypot(x_ft, y_ft - RING_Y_FT))
            numbers = (x_ft, y_ft, ring, float(ball[player]), float(speed[player]))
            rows.append(
                (
                    play.name_of(player_id) or player_id,
                    text.UNKNOWN if team is None else team.short,
                    *(text.number(value, 1) for value in numbers),
                )
            )
        x_ft, y_ft, height = frame.moment.ball.tolist()
        ring = float(np.hypot(x_ft, y_ft - RING_Y_FT))
        high = "ball, height not known" if height != height else f"ball, {text.feet(height)} high"
        rows.append((high, "", *(text.number(value, 1) for value in (x_ft, y_ft, ring)), "", ""))
        return Rows(_HEADERS, tuple(rows), (False, False, *[True] * 5))

    @override
    def legend(self) -> Sequence[Entry]:
        if self._play is None:
            return ()
        offence, tokens = self._play.offence_id, self.tokens
        entries = []
        for one, team in self._play.teams.items():
            sign = Sign.DISC if offence in (None, one) else Sign.RING
            words = f"{team.name}{' (offence)' if one == offence else ''}"
            entries.append(Entry(words, colour=tokens.team(team.colour), sign=sign))
        entries.append(Entry("ball", colour=QColor(tokens.ball), sign=Sign.DISC))
        if self._trail_s:
            entries.append(Entry(f"lines: the way of the last {self._trail_s:g} seconds"))
        return entries

    @property
    @override
    def notice(self) -> str:
        return self._notice

    @override
    def summary(self) -> str:
        play = self._play
        if play is None:
            return self._notice
        tracking = play.tracking
        rate = text.number(1 / tracking.step_s, 0) if tracking.step_s else text.UNKNOWN
        gaps = f", {text.count(len(tracking.gaps), 'gap')}" if tracking.gaps else ""
        matched = "played" if self.is_by_itself else "matched"
        found = f"; {matched} {play.how}" if play.how else ""
        at = text.number(self.clock.t_s - self.clock.start_s, 1)
        return (
            f"Tracking of {text.number(tracking.end_s - tracking.start_s, 1)} s, "
            f"{text.count(len(tracking.player_ids), 'player')}, {rate} samples a second{gaps}, shown at {at} s{found}."
        )


def _ring(place: tuple[float, float]) -> str:
    return f"{text.feet(float(np.hypot(place[0], place[1] - RING_Y_FT)))} from the ring"
