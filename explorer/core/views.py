"""Questions that are asked again and again, ready to be chosen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A saved question: its title, and what it says in the filter language."""

    title: str
    question: str


BUILT_IN: tuple[View, ...] = (
    View("After time-outs", "after_timeout:yes"),
    View("Last four minutes within five", "left<=4:00 margin:-5..5"),
    View("Steals into the first eight seconds", "start:steal duration<=8"),
    View("After live rebounds", "start:defensive_rebound"),
    View("Second chances", "oreb>0"),
    View("First chances", "oreb=0"),
    View("No garbage time", "garbage_time:no"),
    View("Turnovers", "outcome:turnover"),
    View("With a paint touch", "paint_touch:yes"),
    View("Pick and roll", "ball_screens_pick_n_roll>0"),
    View("Pick and pop", "ball_screens_pick_n_pop>0"),
    View("Hand-offs", "ball_screens_handoff>0"),
    View("Drag screens", "ball_screens_drag>0"),
    View("Threes from the corner", "zone:left_corner_3,right_corner_3"),
    View("Shots at the rim", "zone:rim"),
)
"""The views that every user has; a test asks each of them."""
